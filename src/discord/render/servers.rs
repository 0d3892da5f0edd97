//! Servers: lists and single ones.

use std::net::IpAddr;

use rust_decimal::Decimal;

use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::server::{Server, ServerState, Sizes};
use crate::domain::{ProviderName, ResourceRef};

/// How many of a server's addresses a line shows.
const ADDRESSES: usize = 3;

impl Pen<'_> {
    pub(super) fn server_line(self, server: &Server) -> String {
        let mut line = format!(
            "{} **{}** \u{b7} {} \u{b7} {}",
            lamp(&server.state),
            foreign::markdown(&server.name, NAME),
            self.state(server.state.as_str()),
            reference(&server.resource),
        );
        for address in server.addresses.iter().take(1) {
            line.push_str(&format!(" \u{b7} `{address}`"));
        }
        line
    }

    pub(super) fn server(self, server: &Server, provider: ProviderName) -> Message {
        let tone = match server.state {
            ServerState::Running => Tone::Good,
            ServerState::Stopped => Tone::Bad,
            ServerState::Other(_) => Tone::Busy,
            ServerState::Untold => Tone::Neutral,
        };
        Message::embed(self.server_facts(Embed::new(tone), server, Some(provider)).title(format!(
            "{} {}",
            lamp(&server.state),
            foreign::markdown(&server.name, NAME)
        )))
    }

    /// The first addresses, one a line.
    pub(super) fn addresses(self, addresses: &[IpAddr]) -> String {
        let mut lines: Vec<_> =
            addresses.iter().take(ADDRESSES).map(|address| format!("`{address}`")).collect();
        if addresses.len() > ADDRESSES {
            let left = (addresses.len() - ADDRESSES) as u64;
            lines.push(self.md("more-lines", &[("n", Arg::Number(left))]));
        }
        lines.join("\n")
    }

    /// What is known of a server, as fields.
    pub(super) fn server_facts(self, embed: Embed, server: &Server, provider: Option<ProviderName>) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let mut account = foreign::markdown(server.resource.account.as_str(), NAME);
        if let Some(provider) = provider {
            account = format!("{account} \u{b7} {}", provider.title());
        }
        let gigabytes = |n: &Decimal| self.md("server-gb", &[("n", Arg::Own(n.normalize().to_string()))]);
        let used_of = |id: &str, used: &Option<Decimal>, total: &Option<Decimal>| match (used, total) {
            (Some(used), Some(total)) => self.md(
                id,
                &[
                    ("used", Arg::Own(used.normalize().to_string())),
                    ("total", Arg::Own(total.normalize().to_string())),
                ],
            ),
            (None, Some(total)) => gigabytes(total),
            (_, None) => String::new(),
        };
        let memory = used_of("server-memory", &server.memory_used_gb, &server.memory_total_gb);
        let disk = used_of("server-disk", &server.disk_used_gb, &server.disk_gb);
        let mut cpu = vec![];
        if let Some(cores) = &server.cpu_cores {
            // A number of cores that is no whole number takes the plural.
            let count = u64::try_from(*cores).ok().filter(|count| cores.fract().is_zero() && *count == 1);
            let cores = count.map_or_else(|| Arg::Own(cores.normalize().to_string()), Arg::Number);
            cpu.push(self.md("server-cores", &[("n", cores)]));
        }
        if let Some(percent) = &server.cpu_percent {
            cpu.push(self.md("server-cpu-used", &[("percent", Arg::Own(percent.normalize().to_string()))]));
        }
        embed
            .field(name("server-field-state"), self.state(server.state.as_str()))
            .field(name("server-field-account"), account)
            .field(name("server-field-addresses"), self.addresses(&server.addresses))
            .field(
                name("server-field-uptime"),
                server.uptime_seconds.map(|seconds| span(self.speech, seconds)).unwrap_or_default(),
            )
            .field(name("server-field-cpu"), cpu.join(", "))
            .field(name("server-field-memory"), memory)
            .field(name("server-field-disk"), disk)
            .field(
                name("server-field-sizes"),
                server.sizes.as_ref().map(|sizes| self.sizes(sizes)).unwrap_or_default(),
            )
            .field(
                name("server-field-payment"),
                server.payment_state.as_ref().map(|state| foreign::markdown(state, NAME)).unwrap_or_default(),
            )
            .field(name("server-field-id"), reference(&server.resource))
    }

    /// The sizes that a server is rented in.
    fn sizes(self, sizes: &Sizes) -> String {
        let Sizes { cpu_ghz, memory_mb, disk_gb, bandwidth_mbps } = sizes;
        let sizes = [
            ("server-size-cpu", cpu_ghz),
            ("server-size-memory", memory_mb),
            ("server-size-disk", disk_gb),
            ("server-size-bandwidth", bandwidth_mbps),
        ];
        let told = sizes.into_iter().filter_map(|(id, size)| Some((id, size.as_ref()?)));
        let told = told.map(|(id, size)| self.md(id, &[("n", Arg::Own(size.normalize().to_string()))]));
        told.collect::<Vec<_>>().join(", ")
    }

    /// A state in the reader's words where it is a known one, else in the provider's.
    pub(super) fn state(self, state: &str) -> String {
        match state {
            "running" => self.md("state-running", &[]),
            "stopped" => self.md("state-stopped", &[]),
            "" => self.md("state-untold", &[]),
            other => foreign::markdown(other, NAME),
        }
    }
}

fn lamp(state: &ServerState) -> &'static str {
    match state {
        ServerState::Running => "\u{1F7E2}",
        ServerState::Stopped => "\u{1F534}",
        ServerState::Other(_) => "\u{1F7E1}",
        ServerState::Untold => "\u{26AA}",
    }
}

pub(super) fn reference(resource: &ResourceRef) -> String {
    format!("`{resource}`")
}
