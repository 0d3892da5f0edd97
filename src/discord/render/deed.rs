//! What was asked of a server, and how far it is.

use super::{Pen, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::{ServerVerb, ServerWatch, TaskWatch, Verdict, Watch};
use crate::domain::outcome::{JobPhase, JobReport, ResourceName};
use crate::domain::{AccountName, Action, Target};

impl Pen<'_> {
    /// What was begun, and how far it is.
    pub(super) fn job(self, report: &JobReport) -> Message {
        match &report.watch {
            Watch::Server(watch) => self.deed(report, watch),
            Watch::Purchase(watch) => self.purchase_job(report, watch),
            Watch::Site(watch) => self.site_job(report, watch),
            Watch::Ticket(watch) => self.ticket_job(report, watch),
            Watch::Payment(watch) => self.payment_job(report, watch),
            Watch::Task(watch) => self.task_job(report, watch),
            Watch::Sight(watch) => self.sight_job(report, watch),
            Watch::Creation(watch) => self.creation_job(report, watch),
            Watch::List(watch) => self.list_job(report, watch),
        }
    }

    /// The server is in the state that was asked for already.
    pub(super) fn already(self, verb: ServerVerb, server: &ResourceName) -> Message {
        let server = ("server", Arg::Own(self.resource_name(server)));
        let already = self.md(&format!("deed-already-{}", verb.as_str()), &[server]);
        Message::embed(Embed::new(Tone::Good).text(already))
    }

    fn deed(self, report: &JobReport, watch: &ServerWatch) -> Message {
        let verb = watch.verb.as_str();
        let server = || ("server", Arg::Own(self.target(&report.target)));
        let provider = || {
            let account = report.target.account().map_or("", AccountName::as_str);
            ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title())))
        };
        let seen = || {
            let shown = watch.state().map(|state| ("state", Arg::Own(self.state(state))));
            shown.map(|state| self.md("deed-state", &[state]))
        };
        let sentence = |id: &str| self.md(&format!("deed-{verb}-{id}"), &[server(), provider()]);
        let (tone, lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let since = ("since", Arg::Own(relative(*since)));
                let watching = match doubtful {
                    false => self.md(&format!("deed-{verb}-watching"), &[server(), provider(), since]),
                    true => self.md("deed-doubtful", &[server(), since]),
                };
                (Tone::Busy, vec![Some(watching), seen()])
            }
            JobPhase::Ended { after_seconds, verdict, doubtful, .. } => {
                let after = || ("after", Arg::Own(span(self.speech, *after_seconds)));
                let doubt = doubtful.then(|| self.md("deed-after-doubt", &[]));
                match verdict {
                    Verdict::Verified => {
                        let verified = self.md(&format!("deed-{verb}-verified"), &[server(), after()]);
                        (Tone::Good, vec![Some(format!("\u{2705} {verified}")), doubt])
                    }
                    Verdict::Unobserved { uptime_seconds } => {
                        // What deletes data is told apart from what does not.
                        let word = match watch.verb {
                            ServerVerb::Reinstall => "deed-reinstall-unobserved",
                            ServerVerb::Install => "deed-install-unobserved",
                            _ => "deed-unobserved",
                        };
                        let first = if *doubtful { format!("{word}-doubt") } else { word.to_owned() };
                        let uptime = uptime_seconds.map(|seconds| {
                            let uptime = ("uptime", Arg::Own(span(self.speech, seconds)));
                            self.md("deed-unobserved-uptime", &[uptime])
                        });
                        let of_its_own = matches!(watch.verb, ServerVerb::Reinstall | ServerVerb::Install);
                        let uptime = uptime.filter(|_| !of_its_own);
                        let next = self.md(&format!("{word}-next"), &[]);
                        (Tone::Busy, vec![Some(self.md(&first, &[server()])), uptime, Some(next)])
                    }
                    Verdict::NotThere { state } => {
                        let state = ("state", Arg::Own(self.state(state)));
                        let down = self.md(&format!("deed-{verb}-not-there"), &[server(), after(), state]);
                        (Tone::Bad, vec![Some(down), doubt, Some(sentence("next"))])
                    }
                    Verdict::Gone => {
                        let gone = self.md("deed-gone", &[server(), provider()]);
                        (Tone::Bad, vec![Some(gone), doubt, Some(self.md("deed-gone-next", &[]))])
                    }
                    // The others are told of purchases, sites and tasks alone.
                    Verdict::Blind
                    | Verdict::Finished
                    | Verdict::Failed
                    | Verdict::Cancelled
                    | Verdict::NotStarted
                    | Verdict::Unfinished => {
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

    /// How a task goes that the provider queued.
    fn task_job(self, report: &JobReport, watch: &TaskWatch) -> Message {
        let verb = watch.action.as_str().trim_start_matches("vps.");
        let account = report.target.account().map_or("", AccountName::as_str);
        let sentence = |id: &str, more: &[(&'static str, Arg<'_>)]| {
            let args = [
                ("server", Arg::Own(self.target(&report.target))),
                ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title()))),
            ];
            self.md(id, &[&args[..], more].concat())
        };
        let (tone, mut lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let watching = format!("deed-{verb}-watching");
                let id = if *doubtful { "task-doubtful" } else { &watching };
                (Tone::Busy, vec![sentence(id, &[("since", Arg::Own(relative(*since)))])])
            }
            JobPhase::Ended { after_seconds, verdict, doubtful, .. } => {
                let after = [("after", Arg::Own(span(self.speech, *after_seconds)))];
                match verdict {
                    Verdict::Finished => {
                        let finished = sentence(&format!("task-{verb}-finished"), &after);
                        let mut lines = vec![finished, sentence("task-finished-note", &[])];
                        lines.extend(doubtful.then(|| sentence("task-after-doubt", &[])));
                        let sets_password =
                            matches!(watch.action, Action::VpsReinstall | Action::VpsPassword);
                        lines.extend(sets_password.then(|| sentence("task-credentials-next", &[])));
                        (Tone::Good, lines)
                    }
                    Verdict::Unfinished => {
                        let unfinished = sentence(&format!("task-{verb}-unfinished"), &after);
                        (Tone::Bad, vec![unfinished, sentence("task-unfinished-next", &[])])
                    }
                    Verdict::Unobserved { .. } => {
                        let id = if *doubtful { "task-unobserved-doubt" } else { "task-unobserved" };
                        (Tone::Bad, vec![sentence(id, &after), sentence("task-unobserved-next", &[])])
                    }
                    // The others are told of what has no tasks.
                    _ => (Tone::Bad, vec![sentence("deed-blind", &after), sentence("deed-blind-next", &[])]),
                }
            }
        };
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }

    /// A thing's name, else its reference, where Markdown is read.
    pub(super) fn resource_name(self, item: &ResourceName) -> String {
        self.target(&Target::Resource { resource: item.resource.clone(), name: item.name.clone() })
    }
}
