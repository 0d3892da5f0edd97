//! Refusals: what is missing, on what, and whom to ask.

use std::collections::HashSet;

use super::{NAME, Pen, components, foreign, path, relative};
use crate::actions::Refusal;
use crate::discord::message::{Embed, Message, Row, Tone, limits};
use crate::discord::words::Arg;
use crate::domain::order::NotSold;
use crate::domain::outcome::{Denial, ResourceName};
use crate::domain::{AccountName, Action, Error, Id, ProviderName, ResourceKind, Risk, UserId};

/// Something that can be chosen, by its name and by what options call it.
pub(super) fn named_choice((name, value): &(String, String)) -> String {
    let code = foreign::code(value, NAME);
    if name == value { code } else { format!("{} ({code})", foreign::markdown(name, NAME)) }
}

/// What commands have an option of its own for, among what shops ask.
const OPTIONS: [&str; 3] = ["cycle", "domain", "pay_method"];

impl Pen<'_> {
    pub(super) fn refusal(self, refusal: &Refusal, action: Option<Action>, view: Option<&Id>) -> Message {
        let command = |action| ("command", Arg::Own(path(action)));
        let mut lines = match refusal {
            Refusal::Denied(denial) => self.denied(denial),
            Refusal::NotOffered { action, account, instead, of_thing } => {
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
                let there = account.as_ref().filter(|_| *of_thing && *action == Action::InvoicePay);
                let there = there.map(|(_, provider)| {
                    self.md("refused-paid-there", &[("provider", Arg::Foreign(provider.title()))])
                });
                let others = if *of_thing { "refused-instead-theirs" } else { "refused-instead" };
                let next = self
                    .accounts(others, instead)
                    .or_else(|| account.as_ref().map(|_| self.md("refused-offers", &[])));
                [Some(first), there, next].into_iter().flatten().collect()
            }
            Refusal::UnknownAccount { text, known } => {
                let name = ("name", Arg::Own(foreign::code(text, NAME)));
                let first = self.md("refused-unknown-account", &[name]);
                [Some(first), self.accounts("refused-accounts", known)].into_iter().flatten().collect()
            }
            Refusal::NothingFits { kind, text, unsearched } => self.nothing_fits(*kind, text, unsearched),
            Refusal::Ambiguous { kind, text, candidates, .. } => {
                return self.ambiguous(*kind, text, candidates, view);
            }
            Refusal::NotSold { account, provider, why } => {
                return self.not_sold(account, *provider, why, view);
            }
            Refusal::Unfit { account, provider, why } => return self.unfit(account, *provider, why, view),
            Refusal::NotPayable { invoice, why } => self.not_payable(invoice, why),
            Refusal::BadArgument { argument, text } => {
                let id = match (text.trim().is_empty(), *argument) {
                    // Of a field of a form no option can be named.
                    (true, "csr" | "key" | "line" | "text") => "refused-bad-form",
                    (_, "csr" | "key" | "line" | "text") => "refused-bad-field",
                    (true, "ip" | "query") => "refused-missing-argument",
                    // A text that may be a secret, or that no option holds, is not said again.
                    (true, _) => "refused-bad-argument",
                    _ => "refused-bad-value",
                };
                let text = ("text", Arg::Own(foreign::code(text, NAME)));
                let first = self.md(id, &[("argument", Arg::Own((*argument).to_owned())), text]);
                vec![first, self.md(&format!("refused-bad-argument-{argument}"), &[])]
            }
            Refusal::NoServersIn { service, provider } => {
                let name = ("name", Arg::Own(self.resource_name(service)));
                vec![self.md("refused-no-servers-in", &[name, ("provider", Arg::Foreign(provider.title()))])]
            }
            Refusal::AddressInUse { address, interface } => {
                let interface = ("interface", Arg::Own(foreign::markdown(interface, NAME)));
                let address = ("address", Arg::Own(address.to_string()));
                vec![
                    self.md("refused-address-in-use", &[address, interface]),
                    self.md("failed-nothing-sent", &[]),
                ]
            }
            Refusal::OptionMissing { options } => {
                let options = options.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>();
                vec![self.md("refused-option-missing", &[("options", Arg::Own(options.join(", ")))])]
            }
            Refusal::NotCancellable { order, state, provider } => {
                self.not_cancellable(order, state, *provider)
            }
            Refusal::OrderUnpaid { order, provider, invoice } => {
                self.order_unpaid(order, *provider, invoice.as_ref())
            }
            Refusal::OrderInstalled { order, server } => {
                let server = ("server", Arg::Own(foreign::code(&server.to_string(), NAME)));
                vec![
                    self.md("refused-order-installed", &[("name", Arg::Own(self.resource_name(order)))]),
                    self.md("refused-order-installed-next", &[server]),
                    self.md("failed-nothing-sent", &[]),
                ]
            }
            Refusal::NoSuchItem { order, text, known } => self.no_such_item(order, text, known),
            Refusal::PrivateKey => vec![self.md("refused-private-key", &[])],
            Refusal::UnknownRelay { text, known } => {
                let text = ("text", Arg::Own(foreign::code(text, NAME)));
                vec![self.md("refused-unknown-relay", &[text, ("n", Arg::Number(*known as u64))])]
            }
            Refusal::SiteExists { domain, shown } => {
                let next = if *shown { "refused-site-exists-shown" } else { "refused-site-exists-hidden" };
                vec![self.md("refused-site-exists", &[("domain", Arg::Foreign(domain))]), self.md(next, &[])]
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
            Refusal::AlreadySent => vec![self.md("refused-already-sent", &[])],
            Refusal::Decided => vec![self.md("refused-decided", &[])],
            Refusal::ChangedSince => vec![self.md("refused-changed-since", &[])],
        };
        let is_fault = matches!(
            refusal,
            Refusal::Denied(_)
                | Refusal::NotOffered { .. }
                | Refusal::UnknownAccount { .. }
                | Refusal::NothingFits { .. }
                | Refusal::BadArgument { .. }
                | Refusal::OptionMissing { .. }
                | Refusal::Outdated
        );
        lines.extend(
            action
                .filter(|action| is_fault && action.risk() == Risk::Spend)
                .map(|action| self.nothing_done(action)),
        );
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

    fn nothing_fits(
        self,
        kind: ResourceKind,
        text: &str,
        unsearched: &[(AccountName, Option<Error>)],
    ) -> Vec<String> {
        let name = ("name", Arg::Own(foreign::code(text, NAME)));
        let kind = || ("kind", Arg::Own(kind.as_str().to_owned()));
        let mut lines = vec![self.md("refused-nothing-fits", &[name, kind()])];
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
        lines.push(self.md("refused-nothing-next", &[kind()]));
        lines
    }

    fn ambiguous(
        self,
        kind: ResourceKind,
        text: &str,
        candidates: &[ResourceName],
        view: Option<&Id>,
    ) -> Message {
        let name = ("name", Arg::Own(foreign::code(text, NAME)));
        let kind = ("kind", Arg::Own(kind.as_str().to_owned()));
        let mut lines = vec![self.md("refused-ambiguous", &[name, kind])];
        let called = |item: &ResourceName| item.name.clone().unwrap_or_default();
        lines.extend(candidates.iter().map(|item| {
            format!("\u{2022} **{}** \u{b7} `{}`", foreign::markdown(&called(item), NAME), item.resource)
        }));
        let message = Message::embed(Embed::new(Tone::Neutral).text(lines.join("\n")));
        let entry = |item: &ResourceName| {
            let name = foreign::plain(&called(item), 60);
            (format!("{name} \u{b7} {}", item.resource), item.resource.to_string())
        };
        self.with_menu(message, view, candidates.iter().map(entry).collect())
    }

    /// Why something is not sold, in one sentence.
    pub(super) fn why_not_sold(self, account: &AccountName, provider: ProviderName, why: &NotSold) -> String {
        let (text, given, least) = match why {
            NotSold::SystemUnknown { text, .. }
            | NotSold::SystemDisabled { name: text, .. }
            | NotSold::CpuTypeUnknown { text, .. }
            | NotSold::StorageTypeUnknown { text, .. }
            | NotSold::NoSuchStep { text, .. }
            | NotSold::BadAnswer { text, .. }
            | NotSold::BadForm { text, .. }
            | NotSold::Needs { step: text, .. }
            | NotSold::Unanswered { step: text }
            | NotSold::Declined { words: text } => (text.as_str(), 0, 0),
            NotSold::TooMany { most } => ("", 0, u32::try_from(*most).unwrap_or(u32::MAX)),
            NotSold::StorageTooSmall { system, given_gb, least_gb } => {
                (system.as_str(), *given_gb, *least_gb)
            }
            _ => ("", 0, 0),
        };
        let id = match why {
            NotSold::Unanswered { step } if OPTIONS.contains(&step.as_str()) => {
                "not-sold-unanswered-option".to_owned()
            }
            why => format!("not-sold-{}", why.as_str()),
        };
        let text = match why {
            NotSold::Unanswered { .. } | NotSold::Needs { .. } => Arg::Own(self.asked_as(text)),
            _ => Arg::Foreign(text),
        };
        let (step, example) = match why {
            NotSold::BadAnswer { step, .. } | NotSold::Needs { also: step, .. } => (step.as_str(), ""),
            NotSold::BadForm { step, example, .. } => (step.as_str(), example.as_str()),
            _ => ("", ""),
        };
        self.md(
            &id,
            &[
                ("account", Arg::Foreign(account.as_str())),
                ("provider", Arg::Foreign(provider.title())),
                ("text", text),
                ("given", Arg::Own(given.to_string())),
                ("least", Arg::Own(least.to_string())),
                ("step", Arg::Own(self.asked_as(step))),
                ("example", Arg::Own(foreign::code(example, NAME))),
            ],
        )
    }

    /// What a shop asks, as its form calls it, with what options call it.
    fn asked_as(self, step: &str) -> String {
        let title = self.step_title(step, step);
        let id = foreign::markdown(step, NAME);
        if title == id || OPTIONS.contains(&step) { id } else { format!("{title} ({id})") }
    }

    fn not_sold(
        self,
        account: &AccountName,
        provider: ProviderName,
        why: &NotSold,
        view: Option<&Id>,
    ) -> Message {
        let first = self.why_not_sold(account, provider, why);
        let least = match why {
            NotSold::StorageTooSmall { least_gb, .. } => *least_gb,
            _ => 0,
        };
        // What is left to choose is asked for; the rest is refused.
        let is_question = matches!(why, NotSold::SystemMissing { .. } | NotSold::MethodMissing { .. });
        let nothing = (!is_question).then(|| self.md("failed-nothing-bought", &[]));
        let choices = why.choices().map(|(_, choices)| choices).unwrap_or_default();
        let named = match why {
            NotSold::NoSuchStep { known, .. } | NotSold::BadAnswer { known, .. } => known.as_slice(),
            _ => &[],
        };
        let named = named.iter().map(|value| foreign::code(value, NAME));
        let known: Vec<_> = choices.iter().map(named_choice).chain(named).take(25).collect();
        let known =
            (!known.is_empty()).then(|| self.md("not-sold-known", &[("known", Arg::Own(known.join(", ")))]));
        let next = matches!(why, NotSold::StorageTooSmall { .. })
            .then(|| self.md("not-sold-storage-too-small-next", &[("least", Arg::Own(least.to_string()))]));
        let lines: Vec<_> = [Some(first), known, nothing, next].into_iter().flatten().collect();
        let tone = if is_question { Tone::Neutral } else { Tone::Bad };
        let message = Message::embed(Embed::new(tone).text(lines.join("\n")));
        let entries = choices.into_iter().map(|(name, value)| (foreign::plain(&name, 60), value)).collect();
        self.with_menu(message, view, entries)
    }

    /// The message with a menu of what a choice can be among, each a label and its value.
    pub(super) fn with_menu(
        self,
        message: Message,
        view: Option<&Id>,
        entries: Vec<(String, String)>,
    ) -> Message {
        // What a provider calls a thing may be no text that a menu can carry unchanged, and what it lists twice would
        // make Discord refuse the whole message.
        let mut met = HashSet::new();
        let fits = |(_, value): &(String, String)| foreign::plain(value, limits::ENTRY) == *value;
        let entries: Vec<_> = entries
            .into_iter()
            .filter(|entry| fits(entry) && met.insert(entry.1.clone()))
            .map(|(label, value)| (foreign::shorten(&label, limits::ENTRY), value))
            .collect();
        let Some(view) = view.filter(|_| !entries.is_empty()) else { return message };
        message.row(Row::Menu {
            custom_id: components::pick(view),
            placeholder: self.plain("refused-menu", &[]),
            entries,
        })
    }

    fn accounts(self, id: &str, accounts: &[AccountName]) -> Option<String> {
        let names: Vec<_> = accounts.iter().map(|account| format!("`{account}`")).collect();
        (!names.is_empty()).then(|| self.md(id, &[("accounts", Arg::Own(names.join(", ")))]))
    }
}
