//! Consent: the question, what happens after it, and how it ends.

use super::{NAME, Pen, components, foreign, path, relative, sight};
use crate::discord::message::{Button, Embed, Look, Message, Row, Tone, limits};
use crate::discord::words::Arg;
use crate::dispatch::{Ask, Closed};
use crate::domain::job::ServerVerb;
use crate::domain::order::Cycle;
use crate::domain::outcome::PlanFacts;
use crate::domain::server::ServerState;
use crate::domain::setup::ResizeEffect;
use crate::domain::{AccountName, Action, ResourceKind, Risk, Target};

/// What changes have a sentence of their own for while they are made.
const OF_SUPPORT: [ResourceKind; 3] = [ResourceKind::Ticket, ResourceKind::Department, ResourceKind::Notice];

/// The actions whose end shows in what the provider tells of a thing: each has sentences of its own.
const OF_SIGHT: [Action; 8] = [
    Action::NetworkAdd,
    Action::NetworkUpdate,
    Action::NetworkRemove,
    Action::NetworkAssign,
    Action::ServiceRelabel,
    Action::ServiceCancel,
    Action::ServiceUpgrade,
    Action::VpsCreate,
];
/// The changes of lists, which have one too.
const OF_LISTS: [Action; 3] = [Action::OrderCancel, Action::SshkeyAdd, Action::SshkeyRemove];

impl Pen<'_> {
    pub(super) fn ask(self, ask: &Ask) -> Message {
        let verb = match &ask.target {
            // An item is no order, and is asked about as what it is.
            Target::Item { .. } => format!("{}-item", verb(ask.action)),
            _ => verb(ask.action),
        };
        let what = match &ask.facts {
            PlanFacts::Network { deed, .. } => deed.interface().map_or("", |interface| interface.title()),
            PlanFacts::NewServer { server, .. } => &server.label,
            _ => "",
        };
        let title = [("name", Arg::Own(self.target(&ask.target))), ("what", Arg::Foreign(what))];
        let interrupts = matches!(&ask.facts, PlanFacts::Resize { resizing, .. }
            if resizing.effect == ResizeEffect::Interruption);
        let look = match ask.action.risk() {
            Risk::Spend | Risk::Change if !interrupts => Look::Success,
            _ => Look::Danger,
        };
        let embed = Embed::new(if look == Look::Danger { Tone::Bad } else { Tone::Busy })
            .title(self.md(&format!("ask-{verb}"), &title));
        let mut button = verb.clone();
        let (embed, changed, text, price) = match &ask.facts {
            PlanFacts::Server { server } => (
                self.server_facts(embed, server, None),
                "ask-changed-server",
                match (ask.action, &server.state) {
                    (Action::VpsRestart | Action::VpsReset, ServerState::Stopped) => {
                        self.md(&format!("ask-text-{verb}-stopped"), &[])
                    }
                    _ => self.md(&format!("ask-text-{verb}"), &[]),
                },
                String::new(),
            ),
            PlanFacts::Network { deed, provider } => {
                let account = ask.target.account().map_or("", AccountName::as_str);
                let provider = ("provider", Arg::Foreign(provider.title()));
                let text = self
                    .md(&format!("ask-text-{verb}"), &[("account", Arg::Foreign(account)), provider.clone()]);
                let spends = ask.action.risk() == Risk::Spend;
                let price = if spends { self.plain("price-not-told", &[provider]) } else { String::new() };
                let embed = self
                    .network_facts(embed, deed)
                    .field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                (embed, "ask-changed-network", text, price)
            }
            PlanFacts::Service(change) => {
                let account = ask.target.account().map_or("", AccountName::as_str);
                let args =
                    [("account", Arg::Foreign(account)), ("provider", Arg::Foreign(change.provider.title()))];
                let embed = self
                    .service_facts(embed, change)
                    .field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                let text = self.md(&format!("ask-text-{verb}"), &args);
                (embed, "ask-changed-service", text, self.estimated(change))
            }
            PlanFacts::NewServer { server, provider, .. } => {
                let account = ask.target.account().map_or("", AccountName::as_str);
                let provider = ("provider", Arg::Foreign(provider.title()));
                let text = self
                    .md(&format!("ask-text-{verb}"), &[("account", Arg::Foreign(account)), provider.clone()]);
                let embed = self
                    .new_server_facts(embed, server)
                    .field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                (embed, "ask-changed-service", text, self.plain("price-not-told", &[provider]))
            }
            PlanFacts::Purchase { offer, cards, today, provider, paid_by } => {
                let price = self.price(offer.price, offer.cycle, *provider);
                let account = ask.target.account().map_or("", AccountName::as_str);
                let text = self.md(
                    &format!("ask-text-buy-{}", paid_by.as_str()),
                    &[("account", Arg::Foreign(account)), ("provider", Arg::Foreign(provider.title()))],
                );
                let cards = cards.as_ref().map(|cards| self.chargeable(cards, *today));
                let embed = embed.field(self.md("ask-field-price", &[]), foreign::markdown(&price, NAME));
                let embed = self
                    .offer_facts(embed, offer)
                    .field(self.md("ask-field-card", &[]), cards.unwrap_or_default())
                    .field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                (embed, "ask-changed-price", text, price)
            }
            PlanFacts::Payment { payment, invoice, provider } => {
                let account = ask.target.account().map_or("", AccountName::as_str);
                let text = self.md(
                    "ask-text-pay",
                    &[("account", Arg::Foreign(account)), ("provider", Arg::Foreign(provider.title()))],
                );
                let embed = self
                    .payment_facts(embed, payment, invoice)
                    .field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                (embed, "ask-changed-payment", text, payment.amount.to_string())
            }
            PlanFacts::Cancellation { order, item, runs_on, provider } => {
                let embed = self.cancellation_facts(embed, order, item.as_ref(), *provider);
                let id = if *runs_on { "ask-text-withdraw-runs-on" } else { "ask-text-withdraw" };
                (embed, "ask-changed-order", self.md(id, &[]), String::new())
            }
            PlanFacts::Key { .. } => {
                let account = ask.target.account().map_or("", AccountName::as_str);
                let embed =
                    embed.field(self.md("server-field-account", &[]), foreign::markdown(account, NAME));
                (embed, "ask-changed-key", self.md("ask-text-remove", &[]), String::new())
            }
            PlanFacts::Reinstall { server, setup, .. } => (
                self.reinstall_facts(embed, server, setup),
                "ask-changed-server",
                self.md("ask-text-reinstall", &[]),
                String::new(),
            ),
            PlanFacts::Resize { server, sizes, resizing, provider } => {
                button = format!("resize-{}", Self::resize_word(resizing.effect));
                let provider_title = ("provider", Arg::Foreign(provider.title()));
                let text = self.md(&format!("ask-text-{button}"), &[provider_title]);
                let price = self.price(None, Cycle::Monthly, *provider);
                (self.resize_facts(embed, server, sizes, resizing), "ask-changed-server", text, price)
            }
            // Mere changes are not asked about.
            PlanFacts::Hostname { .. }
            | PlanFacts::Site { .. }
            | PlanFacts::Ticket { .. }
            | PlanFacts::Person { .. }
            | PlanFacts::Installation { .. }
            | PlanFacts::Notice => (embed, "ask-changed-server", String::new(), String::new()),
        };
        let until = self.md(
            "ask-until",
            &[self.person("person", ask.requester), ("until", Arg::Own(relative(ask.expires)))],
        );
        let mut lines = vec![text, until];
        if ask.changed {
            lines.insert(0, self.md(changed, &[]));
        }
        // The price must survive whatever the name is shortened to.
        let fixed = self.plain(
            &format!("button-{button}"),
            &[("name", Arg::Own(String::new())), ("price", Arg::Own(price.clone()))],
        );
        let room = limits::LABEL.saturating_sub(fixed.chars().count() + 2).max(1);
        let label = self.plain(
            &format!("button-{button}"),
            &[("name", Arg::Own(self.plain_target(&ask.target, room))), ("price", Arg::Own(price))],
        );
        Message::embed(embed.text(lines.join("\n"))).row(Row::Buttons(vec![
            Button { custom_id: components::confirm(&ask.id), label, look, enabled: true },
            Button {
                custom_id: components::cancel(&ask.id),
                label: self.plain("button-cancel", &[]),
                look: Look::Secondary,
                enabled: true,
            },
        ]))
    }

    pub(super) fn working(self, action: Action, target: &Target) -> Message {
        let text = match ServerVerb::of(action) {
            Some(verb) => {
                let server = ("server", Arg::Own(self.target(target)));
                self.md(&format!("deed-{}-working", verb.as_str()), &[server])
            }
            None if matches!(action, Action::VpsHostname | Action::VpsPassword) => {
                let verb = action.as_str().trim_start_matches("vps.");
                let server = ("server", Arg::Own(self.target(target)));
                self.md(&format!("deed-{verb}-working"), &[server])
            }
            None if matches!(target.resource(), Some(resource) if resource.kind == ResourceKind::Contact) => {
                self.md("person-working", &[])
            }
            None if action == Action::SiteCreate => {
                self.md("site-working", &[("site", Arg::Own(self.target(target)))])
            }
            None if matches!(target.resource(), Some(resource) if OF_SUPPORT.contains(&resource.kind)) => {
                let kind = action.as_str().replace('.', "-");
                self.md(&format!("{kind}-working"), &[("name", Arg::Own(self.target(target)))])
            }
            None if OF_SIGHT.contains(&action) => {
                let args = [("name", Arg::Own(self.target(target)))];
                self.md(&format!("{}-working", sight::kind(action)), &args)
            }
            None if OF_LISTS.contains(&action) => {
                let item = if matches!(target, Target::Item { .. }) { "-item" } else { "" };
                let kind = format!("{}{item}", action.as_str().replace('.', "-"));
                self.md(&format!("{kind}-working"), &[("name", Arg::Own(self.target(target)))])
            }
            None if action == Action::InvoicePay => {
                self.md("pay-working", &[("invoice", Arg::Own(self.target(target)))])
            }
            None => self.md("buy-working", &[("name", Arg::Own(self.target(target)))]),
        };
        Message::embed(Embed::new(Tone::Busy).text(format!("\u{23F3} {text}")))
    }

    pub(super) fn closed(self, why: Closed, action: Action, target: &Target) -> Message {
        let account = target.account().map_or("", AccountName::as_str);
        let lines = match why {
            Closed::Expired => vec![self.md("closed-expired", &[]), self.md("closed-expired-next", &[])],
            Closed::Cancelled => vec![self.md("closed-cancelled", &[])],
            Closed::NeverSent => vec![self.md("closed-never-sent", &[]), self.md("closed-expired-next", &[])],
            Closed::Unheard => vec![self.md("closed-unheard", &[]), self.md("closed-expired-next", &[])],
            Closed::Done => vec![self.md("closed-done", &[])],
            Closed::NotDone => vec![self.md("closed-not-done", &[]), self.md("closed-expired-next", &[])],
            Closed::NotAgain => vec![self.md("closed-not-again", &[]), self.md("closed-expired-next", &[])],
            Closed::Unknowable => vec![
                self.md("closed-unknowable", &[]),
                self.md("closed-unknowable-next", &[("account", Arg::Foreign(account))]),
            ],
        };
        let tone = if why == Closed::Unknowable { Tone::Bad } else { Tone::Neutral };
        let about = self.md(
            "closed-about",
            &[("command", Arg::Own(format!("/{}", path(action)))), ("name", Arg::Own(self.target(target)))],
        );
        Message::embed(Embed::new(tone).title(about).text(lines.join("\n")))
    }
}

/// The word by which texts tell apart what is asked for.
fn verb(action: Action) -> String {
    match (action, ServerVerb::of(action)) {
        (Action::InvoicePay, _) => "pay".to_owned(),
        (Action::OrderCancel, _) => "withdraw".to_owned(),
        (Action::SshkeyRemove, _) => "remove".to_owned(),
        (Action::VpsPassword, _) => "password".to_owned(),
        (Action::OrderBuy | Action::OrderCustom | Action::CertOrder, _) => "buy".to_owned(),
        (_, Some(verb)) => verb.as_str().to_owned(),
        (_, None) => sight::kind(action),
    }
}
