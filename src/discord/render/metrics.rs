//! What a server has measured, as a chart and in numbers.

use super::chart::{self, Chart};
use super::{NAME, Pen, foreign};
use crate::discord::message::{Attachment, Embed, Message, Tone};
use crate::discord::words::{Arg, Args};
use crate::domain::Target;
use crate::domain::outcome::Measured;

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
