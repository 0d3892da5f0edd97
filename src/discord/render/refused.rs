//! Refusals: what is missing, on what, and whom to ask.

use super::{NAME, Pen, components, foreign, path, relative};
use crate::actions::Refusal;
use crate::discord::message::{Embed, Message, Row, Tone, limits};
use crate::discord::words::Arg;
use crate::domain::outcome::{Denial, ServerName};
use crate::domain::{AccountName, Error, Id, UserId};

impl Pen<'_> {
    pub(super) fn refusal(self, refusal: &Refusal, view: Option<&Id>) -> Message {
        let command = |action| ("command", Arg::Own(path(action)));
        let lines = match refusal {
            Refusal::Denied(denial) => self.denied(denial),
            Refusal::NotOffered { action, account, instead } => {
                let first = match account {
                    Some((account, provider)) => self.md(
                        "refused-not-offered",
                        &[
                            command(*action),
                            ("account", Arg::Foreign(account.as_str())),
                            ("provider", Arg::Foreign(provider.title())),
                        ],
                    ),
                    None => self.md("refused-not-offered-anywhere", &[command(*action)]),
                };
                [Some(first), self.accounts("refused-instead", instead)].into_iter().flatten().collect()
            }
            Refusal::UnknownAccount { text, known } => {
                let name = ("name", Arg::Own(foreign::code(text, NAME)));
                let first = self.md("refused-unknown-account", &[name]);
                [Some(first), self.accounts("refused-accounts", known)].into_iter().flatten().collect()
            }
            Refusal::NothingFits { text, unsearched } => self.nothing_fits(text, unsearched),
            Refusal::Ambiguous { text, candidates, .. } => return self.ambiguous(text, candidates, view),
            Refusal::BadArgument { argument } => {
                let first =
                    self.md("refused-bad-argument", &[("argument", Arg::Own((*argument).to_owned()))]);
                vec![first, self.md(&format!("refused-bad-argument-{argument}"), &[])]
            }
            Refusal::Outdated => vec![self.md("refused-outdated", &[])],
            Refusal::Locked { target, lock } => vec![self.md(
                "refused-locked",
                &[
                    self.person("person", lock.by),
                    command(lock.action),
                    ("name", Arg::Own(self.target(target))),
                    ("since", Arg::Own(relative(lock.since))),
                ],
            )],
            Refusal::NotYours { deciders } => {
                let people: Vec<_> = deciders.iter().map(|UserId(id)| format!("<@{id}>")).collect();
                vec![self.md("refused-not-yours", &[("people", Arg::Own(people.join(", ")))])]
            }
            Refusal::Stale => vec![self.md("refused-stale", &[])],
            Refusal::WrongName => vec![self.md("refused-wrong-name", &[])],
            Refusal::NotServed => vec![self.md("refused-not-served", &[])],
            Refusal::Decided => vec![self.md("refused-decided", &[])],
        };
        Message::embed(Embed::new(Tone::Bad).text(lines.join("\n")))
    }

    fn denied(self, denial: &Denial) -> Vec<String> {
        let command = ("command", Arg::Own(path(denial.action)));
        let first = match &denial.on {
            Some(on) => {
                self.md("refused-denied-on", &[command, ("target", Arg::Own(foreign::code(on, NAME)))])
            }
            None => self.md("refused-denied", &[command]),
        };
        let missing = self.md("refused-missing", &[("action", Arg::Own(denial.action.to_string()))]);
        let contact = denial.contact.as_ref().map(|contact| {
            let contact = ("contact", Arg::Own(foreign::markdown(contact, 200)));
            self.md("refused-contact", &[contact])
        });
        [Some(first), Some(missing), contact].into_iter().flatten().collect()
    }

    fn nothing_fits(self, text: &str, unsearched: &[(AccountName, Option<Error>)]) -> Vec<String> {
        let name = ("name", Arg::Own(foreign::code(text, NAME)));
        let mut lines = vec![self.md("refused-nothing-fits", &[name])];
        for (account, error) in unsearched {
            let shown = ("account", Arg::Foreign(account.as_str()));
            lines.push(match error {
                Some(error) => {
                    let why = ("why", Arg::Own(self.why(error)));
                    let next = ("next", Arg::Own(self.next(error)));
                    self.md("refused-unsearched", &[shown, why, next])
                }
                None => self.md("refused-unsearched-pending", &[shown]),
            });
        }
        lines.push(self.md("refused-nothing-next", &[]));
        lines
    }

    fn ambiguous(self, text: &str, candidates: &[ServerName], view: Option<&Id>) -> Message {
        let name = ("name", Arg::Own(foreign::code(text, NAME)));
        let mut lines = vec![self.md("refused-ambiguous", &[name])];
        let called = |server: &ServerName| server.name.clone().unwrap_or_default();
        lines.extend(candidates.iter().map(|server| {
            format!("\u{2022} **{}** \u{b7} `{}`", foreign::markdown(&called(server), NAME), server.resource)
        }));
        let message = Message::embed(Embed::new(Tone::Neutral).text(lines.join("\n")));
        let Some(view) = view else { return message };
        let entries = candidates
            .iter()
            .map(|server| {
                let name = foreign::plain(&called(server), 60);
                (
                    foreign::shorten(&format!("{name} \u{b7} {}", server.resource), limits::ENTRY),
                    server.resource.to_string(),
                )
            })
            .collect();
        message.row(Row::Menu {
            custom_id: components::pick(view),
            placeholder: self.plain("refused-ambiguous-menu", &[]),
            entries,
        })
    }

    fn accounts(self, id: &str, accounts: &[AccountName]) -> Option<String> {
        let names: Vec<_> = accounts.iter().map(|account| format!("`{account}`")).collect();
        (!names.is_empty()).then(|| self.md(id, &[("accounts", Arg::Own(names.join(", ")))]))
    }
}
