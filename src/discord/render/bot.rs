//! The bot's own tools: help, rights and the audit.

use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::domain::Action;
use crate::domain::outcome::{AuditRow, Page, Whoami};

impl Pen<'_> {
    pub(super) fn help(self, actions: &[Action], about: Option<Action>, contact: Option<&str>) -> Message {
        if let Some(action) = about {
            return self.help_about(action);
        }
        let lines: Vec<_> = actions
            .iter()
            .filter_map(|action| self.catalogue.leaf(*action))
            .map(|leaf| {
                let description = leaf.description.get(self.locale);
                self.md(
                    "help-line",
                    &[
                        ("path", Arg::Own(leaf.path.clone())),
                        ("description", Arg::Own(foreign::markdown(description, 100))),
                    ],
                )
            })
            .collect();
        let mut text = if lines.is_empty() { self.md("help-none", &[]) } else { self.fit(&lines) };
        if let Some(contact) = contact {
            let contact = ("contact", Arg::Own(foreign::markdown(contact, 200)));
            text.push_str(&format!("\n\n{}", self.md("help-contact", &[contact])));
        }
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(self.md("help-title", &[]))
                .text(text)
                .footer(self.plain("help-footer", &[])),
        )
    }

    fn help_about(self, action: Action) -> Message {
        let Some(leaf) = self.catalogue.leaf(action) else {
            return Message::embed(Embed::new(Tone::Neutral).text(self.md("help-none", &[])));
        };
        let options: Vec<_> = leaf
            .options
            .iter()
            .map(|option| {
                format!("`{}`: {}", option.name, foreign::markdown(option.description.get(self.locale), 100))
            })
            .collect();
        let description = foreign::markdown(leaf.description.get(self.locale), 100);
        let risk = self.md(&format!("risk-{}", action.risk()), &[]);
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(format!("/{}", leaf.path))
                .text([vec![description], options].concat().join("\n"))
                .field(self.md("help-usage", &[]), format!("`{}`", leaf.usage()))
                .field(self.md("help-example", &[]), format!("`{}`", leaf.example))
                .field(self.md("help-risk", &[]), risk)
                .field(self.md("help-action", &[]), format!("`{action}`")),
        )
    }

    pub(super) fn whoami(self, whoami: &Whoami) -> Message {
        let roles: Vec<_> = whoami.granting_roles.iter().map(|role| format!("<@&{role}>")).collect();
        let person = self.md(
            "whoami-person",
            &[
                self.person("person", whoami.actor.user),
                ("n", Arg::Number(roles.len() as u64)),
                ("roles", Arg::Own(roles.join(" "))),
            ],
        );
        let granted: Vec<_> = whoami
            .actions
            .iter()
            .filter(|action| !action.is_open())
            .map(|action| format!("`{action}`"))
            .collect();
        let actions = if granted.is_empty() { self.md("whoami-nothing", &[]) } else { granted.join(" ") };
        let contact = whoami.contact.as_ref().map(|contact| {
            let contact = ("contact", Arg::Own(foreign::markdown(contact, 200)));
            self.md("help-contact", &[contact])
        });
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(self.md("whoami-title", &[]))
                .text([Some(person), contact].into_iter().flatten().collect::<Vec<_>>().join("\n"))
                .field(self.md("whoami-actions", &[]), actions),
        )
    }

    pub(super) fn audit(self, rows: &[AuditRow], page: Page) -> Message {
        let lines: Vec<_> = rows
            .iter()
            .map(|row| {
                let result = self.md(&format!("audit-{}", row.result.as_str()), &[]);
                let detail = if row.detail.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", self.detail(&row.detail))
                };
                self.md(
                    "audit-line",
                    &[
                        ("at", Arg::Own(relative(row.at))),
                        self.person("person", row.user),
                        ("action", Arg::Own(foreign::code(&row.action, NAME))),
                        ("target", Arg::Own(foreign::code(&row.target, NAME))),
                        ("result", Arg::Own(result)),
                        ("detail", Arg::Own(detail)),
                    ],
                )
            })
            .collect();
        let text = if lines.is_empty() { self.md("audit-none", &[]) } else { self.fit(&lines) };
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(self.md("audit-title", &[]))
                .text(text)
                .footer(self.page_note(page)),
        )
    }

    /// A row's detail in the reader's words; one that another version wrote, in its own.
    ///
    /// A list over several accounts has one for each account that failed: `shop: timeout, lab: late`.
    fn detail(self, detail: &str) -> String {
        let in_words = |detail: &str| {
            let id = format!("detail-{}", detail.replace(' ', "-"));
            if self.speech.has(&id) { self.md(&id, &[]) } else { foreign::markdown(detail, NAME) }
        };
        let parts = detail.split(", ").map(|part| match part.split_once(": ") {
            Some((account, detail)) => format!("{}: {}", foreign::markdown(account, NAME), in_words(detail)),
            None => in_words(part),
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    fn fit(self, lines: &[String]) -> String {
        let room = limits::DESCRIPTION - 400;
        fit_lines(lines, room, |n| self.md("more-lines", &[("n", Arg::Number(n as u64))]))
    }
}
