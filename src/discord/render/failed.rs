//! Failures: what happened, to what, and what to do next.

use super::{NAME, Pen, foreign, path};
use crate::actions::Failure;
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::{AccountName, Action, Error, ErrorKind, Id, Target};

impl Pen<'_> {
    pub(super) fn failure(
        self,
        failure: &Failure,
        action: Action,
        target: &Target,
        incident: &Id,
    ) -> Message {
        let lines = match failure {
            Failure::Provider { account, error } => {
                let why = ("why", Arg::Own(self.why(error, account)));
                let mut lines =
                    vec![self.md("failed-why", &[("account", Arg::Foreign(account.as_str())), why])];
                let provider = ("provider", Arg::Foreign(error.provider.title()));
                if error.is_ambiguous() {
                    lines.push(self.md("failed-ambiguous", &[provider]));
                } else {
                    if action.risk().changes() {
                        lines.push(self.md("failed-nothing-sent", &[]));
                    }
                    lines.push(self.md(&format!("next-{}", error.kind.as_str()), &[]));
                }
                lines
            }
            Failure::Gone(_) => vec![self.md("failed-gone", &[]), self.md("failed-gone-next", &[])],
            Failure::Late => vec![self.md("failed-late", &[]), self.md("failed-late-next", &[])],
            Failure::Internal => vec![self.md("failed-internal", &[]), self.md("failed-internal-next", &[])],
        };
        let command = ("command", Arg::Own(path(action)));
        let about = match target {
            Target::Bot => self.plain("failed-about-bot", &[command]),
            target => {
                self.plain("failed-about", &[command, ("name", Arg::Own(self.plain_target(target, NAME)))])
            }
        };
        let id = self.plain("failed-incident", &[("incident", Arg::Own(incident.short().to_owned()))]);
        Message::embed(
            Embed::new(Tone::Bad)
                .title(self.md("failed-title", &[]))
                .text(lines.join("\n"))
                .footer(format!("{about} \u{b7} {id}")),
        )
    }

    /// Why a provider failed, in a sentence that may stand behind an account's name.
    pub(super) fn why(self, error: &Error, account: &AccountName) -> String {
        let provider = ("provider", Arg::Foreign(error.provider.title()));
        let account = ("account", Arg::Foreign(account.as_str()));
        let (id, extra) = match &error.kind {
            ErrorKind::RateLimited { retry_after: Some(wait) } => (
                "why-rate-limited-for".to_owned(),
                Some(("wait", Arg::Own(span(self.speech, wait.as_secs().max(1))))),
            ),
            ErrorKind::Refused(Some(words)) => {
                ("why-refused-words".to_owned(), Some(("words", Arg::Own(foreign::markdown(words, 300)))))
            }
            kind => (format!("why-{}", kind.as_str()), None),
        };
        let args: Vec<_> = [provider, account].into_iter().chain(extra).collect();
        self.md(&id, &args)
    }
}
