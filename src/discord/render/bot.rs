//! The bot's own tools: help, rights and the audit.

use super::lists::DOT;
use super::{NAME, Pen, foreign, path, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::{Arg, span};
use crate::domain::account::{Condition, Profile};
use crate::domain::job::Verdict;
use crate::domain::outcome::{AccountSummary, AuditRow, Find, Listed, Page, Whoami};
use crate::domain::pending::{PendingItem, PendingState};
use crate::domain::{AccountName, Action, Address, ProviderName, UserId};

impl Pen<'_> {
    pub(super) fn help(
        self,
        actions: &[Action],
        about: Option<Action>,
        contact: Option<&str>,
        page: Page,
    ) -> Message {
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
        let mut footer = self.plain("help-footer", &[]);
        if page.count > 1 {
            footer = format!("{}{DOT}{footer}", self.page_note(page));
        }
        let embed = Embed::new(Tone::Neutral).title(self.md("help-title", &[]));
        Message::embed(embed.text(text).footer(footer))
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

    pub(super) fn found(self, query: &str, list: &Listed<Find>) -> Message {
        let query = ("query", Arg::Own(foreign::code(query, NAME)));
        self.listed_of("found", &[query], list, |item| self.found_line(item))
    }

    pub(super) fn account_list(self, accounts: &[AccountSummary], page: Page) -> Message {
        let failing = |account: &AccountSummary| matches!(account.condition, Condition::Failing { .. });
        let tone = if accounts.iter().any(failing) { Tone::Bad } else { Tone::Neutral };
        let mut embed = Embed::new(tone).title(self.md("accounts-title", &[])).footer(self.page_note(page));
        for account in accounts {
            let (mut condition, mut next) = (self.condition(&account.condition), None);
            if let Condition::Failing { since, error, .. } = &account.condition {
                let since = ("since", Arg::Own(relative(*since)));
                condition = self.md("condition-failing", &[("why", Arg::Own(self.why(error))), since]);
                next = Some(self.next(error));
            }
            if let Some(version) = &account.version {
                let version = ("version", Arg::Own(foreign::code(version, NAME)));
                condition = format!("{condition} {}", self.md("account-version", &[version]));
            }
            let offers = ("things", Arg::Own(self.offers(&account.offers)));
            let lines = [Some(condition), next, Some(self.md("account-offers", &[offers]))];
            let name = format!(
                "{} \u{b7} {}",
                foreign::markdown(account.account.as_str(), NAME),
                account.provider.title()
            );
            embed = embed.wide_field(name, lines.into_iter().flatten().collect::<Vec<_>>().join("\n"));
        }
        Message::embed(embed)
    }

    /// What an account offers, by what the commands are about.
    fn offers(self, actions: &[Action]) -> String {
        let mut groups = vec![];
        for action in actions {
            let group = match action {
                Action::AccountContacts => "contacts",
                other => other.as_str().split('.').next().unwrap_or_default(),
            };
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let words = groups.into_iter().map(|group| self.md(&format!("offers-{group}"), &[]));
        words.collect::<Vec<_>>().join(", ")
    }

    fn condition(self, condition: &Condition) -> String {
        match condition {
            Condition::Untried => self.md("condition-untried", &[]),
            Condition::Ok | Condition::Failing { .. } => self.md("condition-ok", &[]),
            Condition::Slow { took } => {
                self.md("condition-slow", &[("took", Arg::Own(span(self.speech, took.as_secs())))])
            }
        }
    }

    pub(super) fn profile(self, account: &AccountName, provider: ProviderName, profile: &Profile) -> Message {
        let facts = [
            ("profile-name", &profile.name),
            ("profile-username", &profile.username),
            ("profile-email", &profile.email),
            ("profile-phone", &profile.phone),
            ("profile-role", &profile.role),
            ("profile-id", &profile.id),
        ];
        let title = format!("{} \u{b7} {}", foreign::markdown(account.as_str(), NAME), provider.title());
        let mut embed = Embed::new(Tone::Neutral).title(title);
        if facts.iter().all(|(_, fact)| fact.is_none()) {
            embed = embed.text(self.md("profile-none", &[]));
        }
        for (id, fact) in facts {
            let shown = fact.as_ref().map(|fact| foreign::markdown(fact, NAME)).unwrap_or_default();
            embed = embed.field(self.md(id, &[]), shown);
        }
        Message::embed(embed)
    }

    pub(super) fn pending(self, items: &[PendingItem], caller: UserId) -> Message {
        let line = |item: &PendingItem| {
            let (id, time) = match &item.state {
                PendingState::Confirmation { expires } => ("pending-confirmation", expires),
                PendingState::Followed { since, doubtful: false } => ("pending-followed", since),
                PendingState::Followed { since, doubtful: true } => ("pending-doubtful", since),
                PendingState::Unknown { since } => ("pending-unknown", since),
                PendingState::Ended { at, .. } => ("pending-ended", at),
            };
            let verdict = match &item.state {
                // A deed that nobody follows, as a reply to a ticket, ends without a verdict.
                PendingState::Ended { verdict, .. }
                    if verdict.is_empty() || *verdict == Verdict::Verified.as_str() =>
                {
                    self.md("audit-done", &[])
                }
                PendingState::Ended { verdict, .. } => self.detail(verdict),
                _ => String::new(),
            };
            let by = if item.user == caller {
                String::new()
            } else {
                self.md("pending-by", &[self.person("person", item.user)])
            };
            let link = item.address.message.filter(|_| !item.address.ephemeral).map(|message| {
                let Address { guild, channel, .. } = &item.address;
                let [guild, channel, message] = [guild.to_string(), channel.to_string(), message.to_string()];
                let args = [
                    ("guild", Arg::Own(guild)),
                    ("channel", Arg::Own(channel)),
                    ("message", Arg::Own(message)),
                ];
                self.md("pending-link", &args)
            });
            self.md(
                id,
                &[
                    ("command", Arg::Own(path(item.action))),
                    ("name", Arg::Own(self.target(&item.target))),
                    ("time", Arg::Own(relative(*time))),
                    ("verdict", Arg::Own(verdict)),
                    ("by", Arg::Own(by)),
                    ("link", Arg::Own(link.map(|link| format!(" \u{b7} {link}")).unwrap_or_default())),
                ],
            )
        };
        let lines: Vec<_> = items.iter().map(line).collect();
        let text = if lines.is_empty() { self.md("pending-none", &[]) } else { self.fit(&lines) };
        let unknown = items.iter().any(|item| matches!(item.state, PendingState::Unknown { .. }));
        let footer = if unknown { self.plain("pending-footer", &[]) } else { String::new() };
        Message::embed(
            Embed::new(Tone::Neutral).title(self.md("pending-title", &[])).text(text).footer(footer),
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
    pub(super) fn detail(self, detail: &str) -> String {
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

    pub(super) fn fit(self, lines: &[String]) -> String {
        let room = limits::DESCRIPTION - 400;
        fit_lines(lines, room, |n| self.md("more-lines", &[("n", Arg::Number(n as u64))]))
    }
}
