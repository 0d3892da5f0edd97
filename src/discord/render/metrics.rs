//! What a server has measured, as a chart and in numbers.

use std::net::IpAddr;

use super::chart::{self, Chart};
use super::lists::DOT;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Attachment, Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::{Arg, Args};
use crate::domain::metrics::{GraphKind, Graphs};
use crate::domain::outcome::{Measured, ResourceName};
use crate::domain::{ProviderName, Target};

/// What is measured is a share of something.
const UNIT: &str = "%";

impl Pen<'_> {
    pub(super) fn metrics(self, measured: &Measured) -> Message {
        let target = Target::Resource {
            resource: measured.server.resource.clone(),
            name: measured.server.name.clone(),
        };
        let title_id = format!("metrics-title-{}", measured.metric.as_str());
        let title = self.md(&title_id, &[("server", Arg::Own(self.target(&target)))]);
        let embed = Embed::new(Tone::Neutral).title(title);
        let range = self.plain(&format!("metrics-range-{}", measured.range.as_str()), &[]);
        let points: Vec<_> = measured.readings.iter().map(|reading| (reading.at, reading.value)).collect();
        let Some([lowest, mean, highest]) = numbers(&points) else {
            let provider = ("provider", Arg::Foreign(measured.provider.title()));
            let none = self.md("metrics-none", &[provider, ("range", Arg::Own(range))]);
            return Message::embed(embed.text(none));
        };
        let args: Args<'_> = &[
            ("range", Arg::Own(range)),
            ("min", Arg::Own(lowest)),
            ("mean", Arg::Own(mean)),
            ("max", Arg::Own(highest)),
        ];
        let message = Message::embed(embed.text(self.md("metrics-text", args)));
        let title = self.plain(&title_id, &[("server", Arg::Own(self.plain_target(&target, NAME)))]);
        let labels = ["metrics-min", "metrics-mean", "metrics-max"].map(|id| self.plain(id, &[]));
        let drawn = chart::png(&Chart {
            title: &title,
            unit: UNIT,
            points: &points,
            timezone: &measured.timezone,
            labels: labels.each_ref().map(String::as_str),
        });
        let Some(bytes) = drawn else { return message };
        let title = ("title", Arg::Own(foreign::plain(&title, NAME)));
        let description = self.plain("metrics-alt", &[&[title], args].concat());
        message.image(Attachment::png(measured.metric.as_str(), description, bytes))
    }

    /// Links to the graphs that a provider draws, for one viewer alone.
    pub(super) fn graphs(
        self,
        server: &ResourceName,
        provider: ProviderName,
        viewer: IpAddr,
        graphs: &Graphs,
    ) -> Message {
        let mut lines = vec![];
        for kind in GraphKind::ALL {
            let of_kind = graphs.graphs.iter().filter(|graph| graph.kind == *kind);
            let links = of_kind.map(|graph| {
                let range = self.md(&format!("graph-range-{}", graph.range.as_str()), &[]);
                format!("[{range}]({})", graph.link)
            });
            let links: Vec<_> = links.collect();
            if !links.is_empty() {
                let name = self.md(&format!("graph-{}", kind.as_str()), &[]);
                lines.push(format!("**{name}**{DOT}{}", links.join(DOT)));
            }
        }
        if lines.is_empty() {
            lines.push(self.md("graphs-none", &[("provider", Arg::Foreign(provider.title()))]));
        } else {
            lines.push(format!("-# {}", self.md("graphs-note", &[("ip", Arg::Own(format!("`{viewer}`")))])));
        }
        if graphs.elsewhere > 0 {
            let n = ("n", Arg::Number(graphs.elsewhere as u64));
            lines.push(format!("-# {}", self.md("graphs-elsewhere", &[n])));
        }
        let title = self.md("graphs-title", &[("server", Arg::Own(self.resource_name(server)))]);
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let text = fit_lines(&lines, limits::DESCRIPTION, more);
        Message::embed(Embed::new(Tone::Neutral).title(title).text(text))
    }
}

/// The lowest value, the mean and the highest, to one decimal; `None` without values.
fn numbers(points: &[(jiff::Timestamp, f64)]) -> Option<[String; 3]> {
    let values = || points.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
    let count = values().count();
    if count == 0 {
        return None;
    }
    let mean = values().map(|value| value / count as f64).sum();
    Some(
        [values().fold(f64::MAX, f64::min), mean, values().fold(f64::MIN, f64::max)]
            .map(|n| format!("{n:.1}")),
    )
}
