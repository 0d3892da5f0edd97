//! What was asked of a server, and how far it is.

use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::Verdict;
use crate::domain::outcome::{ServerName, ServerPhase, ServerReport};

impl Pen<'_> {
    pub(super) fn deed(self, report: &ServerReport) -> Message {
        let verb = report.verb.as_str();
        let server = || ("server", Arg::Own(self.server_name(&report.server)));
        let provider = || {
            let account = report.server.resource.account.as_str();
            ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title())))
        };
        let state = |state: &Option<String>| {
            let shown = state.as_ref().map(|state| ("state", Arg::Own(self.state(state))));
            shown.map(|state| self.md("deed-state", &[state]))
        };
        let sentence = |id: &str| self.md(&format!("deed-{verb}-{id}"), &[server(), provider()]);
        let (tone, lines) = match &report.phase {
            ServerPhase::Already(_) => {
                let already = self.md(&format!("deed-already-{verb}"), &[server()]);
                return Message::embed(Embed::new(Tone::Good).text(already));
            }
            ServerPhase::Watching { since, state: seen } => {
                let since = ("since", Arg::Own(relative(*since)));
                let watching = self.md(&format!("deed-{verb}-watching"), &[server(), provider(), since]);
                (Tone::Busy, vec![Some(watching), state(seen)])
            }
            ServerPhase::Doubtful { since, state: seen } => {
                let since = ("since", Arg::Own(relative(*since)));
                (Tone::Busy, vec![Some(self.md("deed-doubtful", &[server(), since])), state(seen)])
            }
            ServerPhase::Ended { after_seconds, verdict, doubtful } => {
                let after = || ("after", Arg::Own(span(self.speech, *after_seconds)));
                match verdict {
                    Verdict::Verified => {
                        let verified = self.md(&format!("deed-{verb}-verified"), &[server(), after()]);
                        let doubt = doubtful.then(|| self.md("deed-after-doubt", &[]));
                        (Tone::Good, vec![Some(format!("\u{2705} {verified}")), doubt])
                    }
                    Verdict::Unobserved { uptime_seconds } => {
                        let first = if *doubtful { "deed-unobserved-doubt" } else { "deed-unobserved" };
                        let uptime = uptime_seconds.map(|seconds| {
                            let uptime = ("uptime", Arg::Own(span(self.speech, seconds)));
                            self.md("deed-unobserved-uptime", &[uptime])
                        });
                        let next = self.md("deed-unobserved-next", &[]);
                        (Tone::Busy, vec![Some(self.md(first, &[server()])), uptime, Some(next)])
                    }
                    Verdict::NotThere { state } => {
                        let state = ("state", Arg::Own(self.state(state)));
                        let down = self.md(&format!("deed-{verb}-not-there"), &[server(), after(), state]);
                        (Tone::Bad, vec![Some(down), Some(sentence("next"))])
                    }
                    Verdict::Gone => {
                        let gone = self.md("deed-gone", &[server(), provider()]);
                        (Tone::Bad, vec![Some(gone), Some(self.md("deed-gone-next", &[]))])
                    }
                    Verdict::Blind => {
                        let blind = self.md("deed-blind", &[server(), provider(), after()]);
                        (Tone::Bad, vec![Some(blind), Some(self.md("deed-blind-next", &[]))])
                    }
                }
            }
        };
        let mut lines: Vec<String> = lines.into_iter().flatten().collect();
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }

    /// A server's name, else its reference, where Markdown is read.
    fn server_name(self, server: &ServerName) -> String {
        match &server.name {
            Some(name) => foreign::markdown(name, NAME),
            None => foreign::markdown(&server.resource.to_string(), NAME),
        }
    }
}
