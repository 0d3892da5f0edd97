//! Consent: the question, what happens after it, and how it ends.

use super::{NAME, Pen, components, foreign, path, relative};
use crate::discord::message::{Button, Embed, Look, Message, Row, Tone, limits};
use crate::discord::words::Arg;
use crate::dispatch::{Ask, Closed};
use crate::domain::job::ServerVerb;
use crate::domain::order::{Cycle, Plan};
use crate::domain::outcome::PlanFacts;
use crate::domain::server::ServerState;
use crate::domain::{AccountName, Action, ProviderName, Risk, Target};

impl Pen<'_> {
    pub(super) fn ask(self, ask: &Ask) -> Message {
        let verb = verb(ask.action);
        let name = ("name", Arg::Own(self.target(&ask.target)));
        let look = match ask.action.risk() {
            Risk::Spend | Risk::Change => Look::Success,
            _ => Look::Danger,
        };
        let embed = Embed::new(if look == Look::Danger { Tone::Bad } else { Tone::Busy })
            .title(self.md(&format!("ask-{verb}"), &[name]));
        let (embed, changed, text, price) = match &ask.facts {
            PlanFacts::Server { server } => (
                self.server_facts(embed, server, None),
                "ask-changed-server",
                match (ask.action, &server.state) {
                    (Action::VpsRestart, ServerState::Stopped) => self.md("ask-text-restart-stopped", &[]),
                    _ => self.md(&format!("ask-text-{verb}"), &[]),
                },
                String::new(),
            ),
            PlanFacts::Purchase { plan, choices, provider } => {
                let price = self.price(plan, *provider);
                let account = ("account", Arg::Foreign(plan.resource.account.as_str()));
                let text = self.md("ask-text-buy", &[account, ("provider", Arg::Foreign(provider.title()))]);
                let shown = |value: &Option<String>| {
                    value.as_ref().map(|value| foreign::markdown(value, NAME)).unwrap_or_default()
                };
                let embed = embed
                    .field(self.md("ask-field-price", &[]), foreign::markdown(&price, NAME))
                    .field(
                        self.md("server-field-account", &[]),
                        foreign::markdown(plan.resource.account.as_str(), NAME),
                    )
                    .field(self.md("ask-field-os", &[]), shown(&choices.os))
                    .field(self.md("ask-field-name", &[]), shown(&choices.name));
                (embed, "ask-changed-price", text, price)
            }
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
            &format!("button-{verb}"),
            &[("name", Arg::Own(String::new())), ("price", Arg::Own(price.clone()))],
        );
        let room = limits::LABEL.saturating_sub(fixed.chars().count() + 2).max(1);
        let label = self.plain(
            &format!("button-{verb}"),
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

    /// A plan's price, as text without Markdown.
    pub(super) fn price(self, plan: &Plan, provider: ProviderName) -> String {
        match (plan.price, plan.cycle) {
            (None, _) => self.plain("price-untold", &[("provider", Arg::Foreign(provider.title()))]),
            (Some(price), cycle) => {
                let id = match cycle {
                    Cycle::Monthly => "price-monthly",
                    Cycle::Once => "price-once",
                };
                self.plain(id, &[("price", Arg::Own(price.to_string()))])
            }
        }
    }

    pub(super) fn working(self, action: Action, target: &Target) -> Message {
        let text = match ServerVerb::of(action) {
            Some(verb) => {
                let server = ("server", Arg::Own(self.target(target)));
                self.md(&format!("deed-{}-working", verb.as_str()), &[server])
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

    pub(super) fn bought(self, plan: &Plan, id: &str) -> Message {
        let price = match plan.price {
            Some(price) => foreign::markdown(&price.to_string(), NAME),
            None => self.md("nobody", &[]),
        };
        let done = self.md("buy-done", &[("name", Arg::Foreign(&plan.name)), ("price", Arg::Own(price))]);
        let id = self.md("buy-id", &[("id", Arg::Own(foreign::code(id, NAME)))]);
        Message::embed(Embed::new(Tone::Good).text(format!("\u{2705} {done}\n{id}")))
    }
}

/// The word by which texts tell apart what is asked for.
fn verb(action: Action) -> &'static str {
    ServerVerb::of(action).map_or("buy", ServerVerb::as_str)
}
