//! What is on sale, and how buying it goes.

use super::servers::reference;
use super::{NAME, Pen, components, foreign, relative};
use crate::discord::message::{Button, Embed, Look, Message, Row, Tone, fit_lines, limits};
use crate::discord::words::{Arg, span};
use crate::domain::form::Step;
use crate::domain::job::{CallAnswer, PurchaseWatch, Verdict};
use crate::domain::order::{Cycle, Goods, Offer, Order, OrderedItem, Plan, Progress, Template};
use crate::domain::outcome::{Again, JobPhase, JobReport, Made};
use crate::domain::{AccountName, Money, ProviderName, ResourceKind, ResourceRef};

/// How many pieces a bar has.
const BAR: usize = 10;
/// How many lines of what a provider says of a plan are shown.
const ABOUT: usize = 12;

impl Pen<'_> {
    /// A price and how often it is paid, as text without Markdown.
    pub(super) fn price(self, price: Option<Money>, cycle: Cycle, provider: ProviderName) -> String {
        match price {
            None => self.plain("price-not-told", &[("provider", Arg::Foreign(provider.title()))]),
            Some(price) => self.priced(price, cycle),
        }
    }

    /// The same for a price that is told.
    pub(super) fn priced(self, price: Money, cycle: Cycle) -> String {
        self.plain(&format!("price-{}", cycle.as_str()), &[("price", Arg::Own(price.to_string()))])
    }

    pub(super) fn plan(
        self,
        plan: &Plan,
        provider: ProviderName,
        (templates, installed_later): (&[Template], bool),
        steps: &[Step],
    ) -> Message {
        let about = plan.about.as_deref().unwrap_or_default().lines().take(ABOUT);
        let mut lines: Vec<_> = about.map(|line| foreign::markdown(line, 200)).collect();
        let enabled: Vec<_> = templates
            .iter()
            .filter(|template| template.enabled)
            .map(|template| {
                format!("{} ({})", foreign::markdown(&template.name, NAME), foreign::code(&template.id, NAME))
            })
            .collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let embed = self.plan_facts(Embed::new(Tone::Neutral), plan, provider);
        let embed =
            embed.field(self.md("plan-field-systems", &[]), fit_lines(&enabled, limits::FIELD_VALUE, more));
        let steps = self.step_lines(steps);
        let embed =
            embed.wide_field(self.md("plan-field-steps", &[]), fit_lines(&steps, limits::FIELD_VALUE, more));
        let system = templates.iter().find(|template| template.enabled && !installed_later);
        let os = system.map(|system| format!(" os:{}", foreign::plain(&system.id, NAME).replace('`', "'")));
        let command = format!("/order buy plan:{}{}", plan.resource, os.unwrap_or_default());
        lines.push(match plan.on_sale {
            true => self.md("plan-next", &[("command", Arg::Own(command))]),
            false => self.md("plan-closed-now", &[("provider", Arg::Foreign(provider.title()))]),
        });
        if installed_later && plan.on_sale {
            lines.push(self.md("plan-installed-later", &[]));
        }
        Message::embed(embed.title(foreign::markdown(&plan.name, NAME)).text(lines.join("\n")))
    }

    pub(super) fn quote(self, plan: &Plan, provider: ProviderName) -> Message {
        let price = self.price(plan.price, plan.cycle, provider);
        let text = self.md(
            "quote-text",
            &[
                ("name", Arg::Foreign(&plan.name)),
                ("price", Arg::Own(foreign::markdown(&price, NAME))),
                ("account", Arg::Foreign(plan.resource.account.as_str())),
            ],
        );
        let closed = (!plan.on_sale)
            .then(|| self.md("plan-closed-now", &[("provider", Arg::Foreign(provider.title()))]));
        let lines: Vec<_> =
            [Some(text), closed, Some(self.md("quote-next", &[]))].into_iter().flatten().collect();
        let embed = self.plan_facts(Embed::new(Tone::Neutral), plan, provider);
        Message::embed(embed.title(self.md("quote-title", &[])).text(lines.join("\n")))
    }

    fn plan_facts(self, embed: Embed, plan: &Plan, provider: ProviderName) -> Embed {
        let price = self.price(plan.price, plan.cycle, provider);
        let account = foreign::markdown(plan.resource.account.as_str(), NAME);
        embed
            .field(self.md("ask-field-price", &[]), foreign::markdown(&price, NAME))
            .field(self.md("plan-field-size", &[]), self.size(plan))
            .field(
                self.md("plan-field-category", &[]),
                plan.category.as_deref().map(|name| foreign::markdown(name, NAME)).unwrap_or_default(),
            )
            .field(self.md("server-field-account", &[]), format!("{account} \u{b7} {}", provider.title()))
            .field(self.md("server-field-id", &[]), reference(&plan.resource))
    }

    /// What an offer's price is made of, and what it has.
    pub(super) fn offer_facts(self, embed: Embed, offer: &Offer) -> Embed {
        let system = offer.system.as_ref().map(|system| foreign::markdown(&system.name, NAME));
        let embed = self.order_facts(embed, offer);
        embed
            .wide_field(self.md("ask-field-parts", &[]), self.price_parts(offer))
            .field(self.md("plan-field-size", &[]), self.offer_size(offer))
            .field(self.md("ask-field-os", &[]), system.unwrap_or_default())
    }

    /// What an offer has, in one line.
    fn offer_size(self, offer: &Offer) -> String {
        match &offer.goods {
            Goods::Plan(plan) => self.size(plan),
            Goods::Custom(server) => self.md(
                if server.cpu_type.is_empty() { "custom-size-plain" } else { "custom-size" },
                &[
                    ("cores", Arg::Number(server.cpu_cores.into())),
                    ("type", Arg::Foreign(&server.cpu_type)),
                    ("memory", Arg::Own(server.memory_gb.normalize().to_string())),
                    ("storage", Arg::Number(server.storage_gb.into())),
                    ("kind", Arg::Foreign(storage_name(&server.storage_type))),
                    ("ipv4", Arg::Number(server.ipv4.into())),
                ],
            ),
            Goods::Certificate(_) => String::new(),
        }
    }

    /// What a price is made of, one line a part.
    fn price_parts(self, offer: &Offer) -> String {
        let line = |part: &crate::domain::order::PricePart| {
            let money = |amount| Money { amount, currency: None }.to_string();
            self.md(
                &format!("price-part-{}", part.what.as_str()),
                &[
                    ("n", Arg::Number(part.amount.into())),
                    ("each", Arg::Own(money(part.each))),
                    ("total", Arg::Own(part.total().map(money).unwrap_or_default())),
                ],
            )
        };
        offer.parts.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn bought(self, offer: &Offer, id: Option<&str>) -> Message {
        let price = match offer.price {
            Some(price) => foreign::markdown(&price.to_string(), NAME),
            None => self.md("nobody", &[]),
        };
        let done = self.md("buy-done", &[("name", Arg::Foreign(offer.title())), ("price", Arg::Own(price))]);
        let id = id.map(|id| self.md("buy-id", &[("id", Arg::Own(foreign::code(id, NAME)))]));
        let lines: Vec<_> = [Some(format!("\u{2705} {done}")), id].into_iter().flatten().collect();
        Message::embed(Embed::new(Tone::Good).text(lines.join("\n")))
    }

    /// How far a purchase is, as a bar and in the provider's words.
    fn progress(
        self,
        progress: &Progress,
        provider: Option<ProviderName>,
        account: &AccountName,
    ) -> Vec<String> {
        let bar = progress.percent.map(|percent| self.bar(percent));
        let title = provider.map_or(account.as_str(), |provider| provider.title());
        let words = progress.words.as_ref().map(|words| self.words(words, title));
        let unpaid = progress.is_unpaid().then(|| self.unpaid(progress.unpaid.as_deref(), provider, account));
        bar.into_iter().chain(words).chain(unpaid.flatten()).collect()
    }

    /// Which payment an order waits for, and what there is to do about it and after it.
    pub(super) fn unpaid(
        self,
        invoice: Option<&str>,
        provider: Option<ProviderName>,
        account: &AccountName,
    ) -> Option<String> {
        let title = provider.map_or(account.as_str(), |provider| provider.title());
        let title = ("provider", Arg::Foreign(title));
        let Some(id) = invoice else { return Some(self.md("buy-unpaid-there", &[title])) };
        let invoice = ResourceRef::new(account.clone(), ResourceKind::Invoice, id)?;
        let id = match provider {
            Some(ProviderName::Inferno) => "buy-unpaid-install",
            _ => "buy-unpaid",
        };
        Some(self.md(id, &[("invoice", Arg::Own(invoice.to_string())), title]))
    }

    /// How much of something is done.
    pub(super) fn bar(self, percent: u8) -> String {
        let full = usize::from(percent.min(100)) * BAR / 100;
        let (full, empty) = ("\u{25B0}".repeat(full), "\u{25B1}".repeat(BAR - full));
        self.md("progress-bar", &[("bar", Arg::Own(full + &empty)), ("percent", Arg::Number(percent.into()))])
    }

    fn words(self, words: &str, provider: &str) -> String {
        let words = ("words", Arg::Own(foreign::markdown(words, 300)));
        self.md("provider-words", &[("provider", Arg::Foreign(provider)), words])
    }

    /// How buying something goes.
    pub(super) fn purchase_job(self, report: &JobReport, watch: &PurchaseWatch) -> Message {
        let account = watch.order.account.as_str();
        let provider_name = report.provider.map_or(account, |provider| provider.title());
        let name = || ("name", Arg::Foreign(&watch.title));
        let provider = || ("provider", Arg::Foreign(provider_name));
        let price = watch.price.map(|_| {
            let provider = report.provider.unwrap_or(ProviderName::LlamaLink);
            foreign::markdown(&self.price(watch.price, watch.cycle, provider), NAME)
        });
        let mut row = None;
        let is_unpaid = watch.is_unpaid();
        let (tone, mut lines) =
            match &report.phase {
                JobPhase::Watching { since, .. } => {
                    let id = match (watch.answer, &watch.progress) {
                        (CallAnswer::Pending, _) => "buy-sent",
                        (CallAnswer::Accepted, _) if is_unpaid => "buy-accepted-unpaid",
                        (CallAnswer::Accepted, None) if watch.invoice.is_some() => "buy-accepted-invoice",
                        (CallAnswer::Accepted, _) => "buy-accepted",
                        (CallAnswer::Lost, None) if watch.refused.is_some() => "buy-refused",
                        (CallAnswer::Lost, None) => "buy-doubtful",
                        (CallAnswer::Lost, Some(_)) if is_unpaid => "buy-doubtful-unpaid",
                        (CallAnswer::Lost, Some(_)) => "buy-doubtful-seen",
                    };
                    let since = ("since", Arg::Own(relative(*since)));
                    let mut lines = vec![format!("\u{23F3} {}", self.md(id, &[name(), provider(), since]))];
                    lines.extend(
                        watch.progress.iter().flat_map(|progress| {
                            self.progress(progress, report.provider, &watch.order.account)
                        }),
                    );
                    lines.extend(watch.blind.map(|kind| {
                        let why = self.md(&format!("why-{kind}"), &[provider()]);
                        self.md("buy-blind-now", &[("why", Arg::Own(why))])
                    }));
                    (Tone::Busy, lines)
                }
                JobPhase::Ended { after_seconds, verdict, doubtful, again } => {
                    let after = || ("after", Arg::Own(span(self.speech, *after_seconds)));
                    let said = |id: &str| self.md(id, &[name(), provider(), after()]);
                    let next = match watch.offer.as_deref().map(|offer| &offer.goods) {
                        Some(Goods::Certificate(_)) => "buy-next-certificate",
                        _ => "buy-next",
                    };
                    let (tone, mut lines) = match verdict {
                        Verdict::Verified => (Tone::Good, self.bought_lines(watch, said)),
                        Verdict::NotStarted => {
                            let traced = watch.traced.is_some();
                            let next = match again {
                                Some(Again { untold: true, .. }) => "buy-again-untold",
                                Some(_) if traced => "buy-again-next-traced",
                                Some(_) => "buy-again-next",
                                None => "closed-expired-next",
                            };
                            let why = watch.refused.as_ref().map(|kind| {
                                let why = self.md(&format!("why-{kind}"), &[provider()]);
                                self.md("buy-refused-was", &[("why", Arg::Own(why))])
                            });
                            let first = if traced { "buy-not-started-traced" } else { "buy-not-started" };
                            let lines = [Some(said(first)), why, Some(said(next))];
                            (Tone::Bad, lines.into_iter().flatten().collect())
                        }
                        Verdict::Failed => (Tone::Bad, vec![said("buy-failed"), said("buy-failed-next")]),
                        Verdict::Cancelled => (Tone::Neutral, vec![said("buy-cancelled")]),
                        Verdict::Unfinished if is_unpaid => {
                            (Tone::Busy, vec![said("buy-unfinished-unpaid"), said(next)])
                        }
                        Verdict::Unfinished => (Tone::Busy, vec![said("buy-unfinished"), said(next)]),
                        Verdict::Unobserved { .. } => (Tone::Busy, vec![said("buy-unobserved"), said(next)]),
                        _ => (Tone::Bad, vec![said("buy-blind"), said(next)]),
                    };
                    if *verdict != Verdict::Verified {
                        let progress = watch.progress.iter();
                        lines.extend(progress.flat_map(|progress| {
                            self.progress(progress, report.provider, &watch.order.account)
                        }));
                    } else if let Some(words) = &watch.words {
                        lines.push(self.words(words, provider_name));
                    }
                    if *doubtful && *verdict == Verdict::Verified {
                        let id =
                            if watch.traced.is_some() { "buy-after-doubt-traced" } else { "buy-after-doubt" };
                        lines.push(self.md(id, &[provider()]));
                    }
                    lines.extend(watch.charged.map(|charged| {
                        let charged = ("price", Arg::Own(foreign::markdown(&charged.to_string(), NAME)));
                        self.md("buy-charged", &[provider(), charged])
                    }));
                    if let Some(again) = again {
                        let until = ("until", Arg::Own(relative(again.expires)));
                        lines.push(self.md("ask-until", &[self.person("person", report.requester), until]));
                        row = Some(self.try_again(again, price.as_deref()));
                    }
                    (tone, lines)
                }
            };
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        let mut embed = Embed::new(tone).text(lines.join("\n"));
        if let Some(Made::Server(server)) = &report.made {
            embed = self
                .server_facts(embed, server, report.provider)
                .title(foreign::markdown(&server.name, NAME));
        } else if let Some(id) =
            watch.server.as_ref().filter(|_| matches!(report.phase, JobPhase::Ended { .. }))
        {
            let reference = foreign::code(&format!("{account}/{id}"), NAME);
            embed = embed.field(self.md("buy-field-server", &[]), reference);
        }
        embed = embed.field(self.md("ask-field-price", &[]), price.unwrap_or_default());
        if let Some(offer) = &watch.offer {
            embed = self.offer_facts(embed, offer);
        }
        let things = watch.traced.iter().flat_map(|traced| &traced.found);
        let things: Vec<_> = things.map(|id| foreign::code(&format!("{account}/{id}"), NAME)).collect();
        embed = embed
            .field(self.md("buy-field-order", &[]), reference(&watch.order))
            .field(self.md("buy-field-things", &[]), things.join("\n"));
        let message = Message::embed(embed);
        match row {
            Some(row) => message.row(row),
            None => message,
        }
    }

    /// What a purchase has come to that went well, and what is to be done then.
    fn bought_lines(self, watch: &PurchaseWatch, said: impl Fn(&str) -> String) -> Vec<String> {
        if watch.progress.as_ref().is_none_or(|progress| !progress.uninstalled) {
            let id = match watch.offer.as_deref().map(|offer| &offer.goods) {
                Some(Goods::Certificate(_)) => "buy-verified-certificate",
                _ => "buy-verified",
            };
            return vec![format!("\u{2705} {}", said(id))];
        }
        let order = watch.traced.iter().flat_map(|traced| &traced.found).next();
        let account = watch.order.account.as_str();
        let order = order.map(|id| foreign::plain(&format!("{account}/{id}"), NAME)).unwrap_or_default();
        let next = self.md("buy-install-next", &[("order", Arg::Own(order))]);
        vec![format!("\u{2705} {}", said("buy-paid")), next]
    }

    fn try_again(self, again: &Again, price: Option<&str>) -> Row {
        let price = ("price", Arg::Own(price.map(|price| format!(" - {price}")).unwrap_or_default()));
        Row::Buttons(vec![
            Button {
                custom_id: components::confirm(&again.id),
                label: self.plain("button-again", &[price]),
                look: Look::Success,
                enabled: true,
            },
            Button {
                custom_id: components::cancel(&again.id),
                label: self.plain("button-cancel", &[]),
                look: Look::Secondary,
                enabled: true,
            },
        ])
    }

    pub(super) fn order(
        self,
        order: &Order,
        provider: ProviderName,
        progress: Option<&Progress>,
        server_name: Option<&str>,
        items: &[OrderedItem],
        words: Option<&str>,
    ) -> Message {
        let mut lines = progress
            .map(|progress| self.progress(progress, Some(provider), &order.resource.account))
            .unwrap_or_default();
        if let Some((at, by)) = order.placed {
            lines.push(self.md("order-placed", &[self.person("person", by), ("at", Arg::Own(relative(at)))]));
            if progress.is_none() {
                lines.push(self.md("order-untold", &[("provider", Arg::Foreign(provider.title()))]));
            }
        }
        let price = order.price.map(|price| self.price(Some(price), order.cycle, provider));
        let account = foreign::markdown(order.resource.account.as_str(), NAME);
        let server = order.server.as_ref().map(|server| match server_name {
            Some(name) => format!("{} \u{b7} {}", foreign::markdown(name, NAME), reference(server)),
            None => reference(server),
        });
        let items: Vec<_> = items.iter().map(|item| self.ordered_item(item)).collect();
        let words = words.map(|words| foreign::markdown(words, 300));
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(foreign::markdown(&order.name, NAME))
                .text(lines.join("\n"))
                .field(self.md("server-field-state", &[]), self.order_state(&order.state))
                .field(self.md("order-field-words", &[]), words.unwrap_or_default())
                .field(self.md("order-field-items", &[]), items.join("\n"))
                .field(
                    self.md("ask-field-price", &[]),
                    price.map(|price| foreign::markdown(&price, NAME)).unwrap_or_default(),
                )
                .field(
                    self.md("order-field-renews", &[]),
                    order.renews_on.map(|date| date.to_string()).unwrap_or_default(),
                )
                .field(self.md("buy-field-server", &[]), server.unwrap_or_default())
                .field(self.md("server-field-account", &[]), format!("{account} \u{b7} {}", provider.title()))
                .field(self.md("server-field-id", &[]), reference(&order.resource)),
        )
    }

    /// What the provider would charge: a card, or one of several.
    pub(super) fn chargeable(
        self,
        cards: &[crate::domain::billing::Card],
        today: jiff::civil::Date,
    ) -> String {
        let mut lines: Vec<_> = cards.iter().take(5).map(|card| self.card_in_public(card, today)).collect();
        if cards.len() > 1 {
            lines.push(self.md("ask-cards-several", &[]));
        }
        lines.join("\n")
    }
}

/// A type of storage as people write it.
fn storage_name(kind: &str) -> &str {
    match kind {
        "ssd" => "SSD",
        "hdd" => "HDD",
        other => other,
    }
}
