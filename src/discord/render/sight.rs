//! Changes that show in what the provider tells of a thing, and how far each is.

use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::{CreationWatch, SightWatch, Verdict};
use crate::domain::outcome::{JobPhase, JobReport, Made};
use crate::domain::{AccountName, Action};

/// The word by which the texts about an action select.
pub(super) fn kind(action: Action) -> String {
    action.as_str().replace('.', "-")
}

impl Pen<'_> {
    /// How a change goes that is looked for.
    pub(super) fn sight_job(self, report: &JobReport, watch: &SightWatch) -> Message {
        let part = watch.found.as_ref().or(watch.part.as_ref());
        Message::embed(self.looked_for(report, watch.action, part.map_or("", String::as_str), None))
    }

    /// How making a server within a service goes.
    pub(super) fn creation_job(self, report: &JobReport, watch: &CreationWatch) -> Message {
        let state = watch.state.as_deref();
        let embed = self.looked_for(report, Action::VpsCreate, &watch.label, state);
        Message::embed(match &report.made {
            Some(Made::Server(server)) => {
                self.server_facts(embed, server, report.provider).title(foreign::markdown(&server.name, NAME))
            }
            _ => embed,
        })
    }

    /// How it goes: `part` is what it is about beside its target, `state` what was last seen of it.
    fn looked_for(self, report: &JobReport, action: Action, part: &str, state: Option<&str>) -> Embed {
        let kind = kind(action);
        let account = report.target.account().map_or("", AccountName::as_str);
        let sentence = |id: &str, more: &[(&'static str, Arg<'_>)]| {
            let args = [
                ("name", Arg::Own(self.target(&report.target))),
                ("part", Arg::Own(foreign::markdown(part, NAME))),
                ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title()))),
            ];
            self.md(id, &[&args[..], more].concat())
        };
        let own = |end: &str| sentence(&format!("{kind}-{end}"), &[]);
        let seen = || {
            let state = state.map(|state| ("state", Arg::Own(self.state(state))));
            state.map(|state| self.md("deed-state", &[state]))
        };
        let (tone, lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let since = [("since", Arg::Own(relative(*since)))];
                let id = if *doubtful { "sight-doubtful" } else { "sight-watching" };
                let working = format!("\u{23F3} {}", own("working"));
                (Tone::Busy, vec![Some(working), Some(sentence(id, &since)), seen()])
            }
            JobPhase::Ended { after_seconds, verdict, doubtful, .. } => {
                let after = [("after", Arg::Own(span(self.speech, *after_seconds)))];
                let unobserved = |id: &str| {
                    vec![Some(own("unobserved")), Some(sentence(id, &after)), seen(), Some(own("next"))]
                };
                match verdict {
                    Verdict::Verified => {
                        let verified = sentence(&format!("{kind}-verified"), &after);
                        let doubt = doubtful.then(|| sentence("sight-after-doubt", &[]));
                        (Tone::Good, vec![Some(format!("\u{2705} {verified}")), doubt])
                    }
                    Verdict::NotStarted => (
                        Tone::Bad,
                        vec![
                            Some(sentence(&format!("{kind}-not-started"), &[])),
                            Some(sentence("sight-not-started", &[])),
                        ],
                    ),
                    Verdict::Gone => (Tone::Bad, vec![Some(own("gone"))]),
                    Verdict::NotThere { .. } => (Tone::Bad, unobserved("sight-unfinished")),
                    Verdict::Unobserved { .. } if *doubtful => {
                        (Tone::Bad, unobserved("sight-unobserved-doubt"))
                    }
                    Verdict::Unobserved { .. } => (Tone::Bad, unobserved("sight-unobserved")),
                    // The others are told of what is watched in other ways.
                    _ => (Tone::Bad, unobserved("sight-blind")),
                }
            }
        };
        let mut lines: Vec<_> = lines.into_iter().flatten().collect();
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Embed::new(tone).text(lines.join("\n"))
    }
}
