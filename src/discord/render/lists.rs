//! Lists over several accounts: one line an item, one for each account that failed.

use jiff::civil::Date;

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::{Arg, Args};
use crate::domain::billing::{Movement, MovementKind, PayBy, Subscription};
use crate::domain::order::{Order, OrderState, Plan, Template};
use crate::domain::outcome::{Find, Listed, PerAccount};
use crate::domain::server::Server;
use crate::domain::site::Site;
use crate::domain::{AccountName, Money, ProviderName};

/// Between the parts of a line.
pub(super) const DOT: &str = " \u{b7} ";

impl Pen<'_> {
    /// A list; `kind` begins the ids of its sentences.
    pub(super) fn listed<T>(self, kind: &str, list: &Listed<T>, line: impl Fn(&T) -> String) -> Message {
        self.listed_of(kind, &[], list, line)
    }

    /// A list whose title says of what.
    pub(super) fn listed_of<T>(
        self,
        kind: &str,
        of: Args<'_>,
        list: &Listed<T>,
        line: impl Fn(&T) -> String,
    ) -> Message {
        Message::embed(self.list(kind, of, list, line))
    }

    /// A list that more can be put beside.
    pub(super) fn list<T>(
        self,
        kind: &str,
        of: Args<'_>,
        list: &Listed<T>,
        line: impl Fn(&T) -> String,
    ) -> Embed {
        self.listed_by(kind, of, list, |items, _| items.iter().map(&line).collect(), |_| None)
    }

    /// Servers; of an account whose servers were not judged, because nothing tells whether they run, that is said.
    pub(super) fn servers(self, list: &Listed<Server>, unjudged: &[(AccountName, usize)]) -> Message {
        let left_out = |account: &PerAccount<Vec<Server>>| {
            let (_, count) = unjudged.iter().find(|(name, _)| *name == account.account)?;
            let args = [
                ("account", Arg::Foreign(account.account.as_str())),
                ("provider", Arg::Foreign(account.provider.title())),
                ("n", Arg::Number(*count as u64)),
            ];
            Some(self.md("servers-unjudged", &args))
        };
        let write = |servers: &[Server], _| servers.iter().map(|server| self.server_line(server)).collect();
        Message::embed(self.listed_by("servers", &[], list, write, left_out))
    }

    /// A list whose accounts are written as a whole, each with what is said of those of its items that are not in it.
    fn listed_by<T>(
        self,
        kind: &str,
        of: Args<'_>,
        list: &Listed<T>,
        write: impl Fn(&[T], ProviderName) -> Vec<String>,
        left_out: impl Fn(&PerAccount<Vec<T>>) -> Option<String>,
    ) -> Embed {
        let Listed { accounts, awaited, total, page } = list;
        let mut lines = vec![];
        let mut tone = Tone::Neutral;
        for account in accounts {
            let name = account.account.as_str();
            match &account.result {
                Ok(items) if items.is_empty() => {
                    if let Some(line) = left_out(account) {
                        lines.push(line);
                    } else if accounts.len() + awaited.len() > 1 {
                        lines.push(self.md("list-account-none", &[("account", Arg::Foreign(name))]));
                    }
                }
                Ok(items) => {
                    if !lines.is_empty() {
                        lines.push(String::new());
                    }
                    lines.push(format!(
                        "**{}**{DOT}{}",
                        foreign::markdown(name, NAME),
                        account.provider.title()
                    ));
                    lines.extend(write(items, account.provider));
                    lines.extend(left_out(account));
                }
                Err(error) => {
                    tone = Tone::Bad;
                    let (why, next) = (Arg::Own(self.why(error)), Arg::Own(self.next(error)));
                    let args = [("account", Arg::Foreign(name)), ("why", why), ("next", next)];
                    lines.push(self.md("account-failed", &args));
                }
            }
        }
        lines.extend(awaited.iter().map(|(account, _)| self.awaited(account)));
        // Where a list could not be had, a count would pass for all there is.
        let complete = accounts.iter().all(|account| account.result.is_ok());
        if *total == 0 && complete && awaited.is_empty() {
            lines = vec![self.md(&format!("{kind}-none"), &[])];
            lines.extend(accounts.iter().filter_map(left_out));
        }
        let args = [of, &[("n", Arg::Number(*total as u64))]].concat();
        let title = self.md(&format!("{kind}-title"), &args);
        let title = match (complete, total) {
            _ if !awaited.is_empty() => self.md("list-so-far", &[("title", Arg::Own(title))]),
            (true, _) => title,
            (false, 0) => self.md("list-unlisted", &[]),
            (false, _) => self.md("list-incomplete", &[("title", Arg::Own(title))]),
        };
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        Embed::new(tone)
            .title(title)
            .text(fit_lines(&lines, limits::DESCRIPTION, more))
            .footer(self.page_note(*page))
    }

    /// The line of an account that has not answered yet.
    pub(super) fn awaited(self, account: &AccountName) -> String {
        self.md("account-awaited", &[("account", Arg::Foreign(account.as_str()))])
    }

    /// What was ordered: a purchase of the bot's is a subscription at the provider too, and must not pass for two.
    pub(super) fn orders(self, list: &Listed<Order>) -> Message {
        let write = |orders: &[Order], provider: ProviderName| {
            let (own, told): (Vec<_>, Vec<_>) = orders.iter().partition(|order| order.placed.is_some());
            let provider = [("provider", Arg::Foreign(provider.title()))];
            let mut lines = vec![];
            for (heading, orders) in [("orders-own", own), ("orders-told", told)] {
                lines.extend((!orders.is_empty()).then(|| self.md(heading, &provider)));
                lines.extend(orders.into_iter().map(|order| self.order_line(order)));
            }
            lines
        };
        Message::embed(self.listed_by("orders", &[], list, write, |_| None))
    }

    pub(super) fn plans(self, list: &Listed<Plan>) -> Message {
        let of = |plan: &Plan| list.accounts.iter().find(|known| known.account == plan.resource.account);
        self.listed("plans", list, |plan| {
            let price = of(plan).map(|account| self.price(plan.price, plan.cycle, account.provider));
            self.plan_line(plan, price.unwrap_or_default())
        })
    }

    /// What a plan has, in one line: cores, memory and disk.
    pub(super) fn size(self, plan: &Plan) -> String {
        let number = |n: &rust_decimal::Decimal| Arg::Own(n.normalize().to_string());
        let cores = plan.cpu_cores.as_ref().map(|cores| {
            let one = *cores == rust_decimal::Decimal::ONE;
            self.md("server-cores", &[("n", if one { Arg::Number(1) } else { number(cores) })])
        });
        let memory = plan.memory_gb.as_ref().map(|n| self.md("size-memory", &[("n", number(n))]));
        let disk = plan.disk_gb.as_ref().map(|n| self.md("size-disk", &[("n", number(n))]));
        [cores, memory, disk].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn plan_line(self, plan: &Plan, price: String) -> String {
        let mut parts =
            vec![format!("**{}**", foreign::markdown(&plan.name, NAME)), foreign::markdown(&price, NAME)];
        parts.extend(Some(self.size(plan)).filter(|size| !size.is_empty()));
        if !plan.on_sale {
            parts.push(self.md("plan-closed", &[]));
        }
        parts.push(reference(&plan.resource));
        parts.join(DOT)
    }

    pub(super) fn template_line(self, template: &Template) -> String {
        let mut parts = vec![
            format!("**{}**", foreign::markdown(&template.name, NAME)),
            foreign::code(&template.id, NAME),
        ];
        if !template.enabled {
            parts.push(self.md("template-disabled", &[]));
        }
        parts.extend(template.price.map(|price| {
            let price = foreign::markdown(&price.to_string(), NAME);
            self.md("template-price", &[("price", Arg::Own(price))])
        }));
        parts.extend(
            template.memory_mb.map(|n| self.md("template-memory", &[("n", Arg::Own(n.to_string()))])),
        );
        parts.join(DOT)
    }

    pub(super) fn movement_line(self, movement: &Movement) -> String {
        let kind = match movement.kind {
            MovementKind::Credit => "movement-credit",
            MovementKind::Bonus => "movement-bonus",
        };
        let amount = movement.amount.map(|amount| foreign::markdown(&amount.to_string(), NAME));
        let parts = [
            amount.map(|amount| format!("**{amount}**")),
            Some(self.md(kind, &[])),
            movement.at.map(relative),
            Some(foreign::markdown(&movement.text, NAME)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
    }

    pub(super) fn pay_by_line(self, (pay_by, today): &(PayBy, Date)) -> String {
        match pay_by {
            PayBy::Card(card) => self.card(card, *today),
            PayBy::Method(method) => self.payment_method(method),
        }
    }

    pub(super) fn service_line(self, service: &Subscription) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&service.name, NAME))];
        parts.extend(service.kind.as_ref().map(|kind| foreign::markdown(kind, NAME)));
        parts.push(self.told_state(&service.state));
        parts.extend(service.monthly.map(|price| self.monthly(price)));
        parts.extend(service.renews_on.map(|date| self.renews(date)));
        parts.push(reference(&service.resource));
        parts.join(DOT)
    }

    pub(super) fn order_line(self, order: &Order) -> String {
        let mut parts =
            vec![format!("**{}**", foreign::markdown(&order.name, NAME)), self.order_state(&order.state)];
        parts.extend(order.price.map(|price| foreign::markdown(&self.priced(price, order.cycle), NAME)));
        parts.extend(order.renews_on.map(|date| self.renews(date)));
        parts.extend(order.placed.map(|(at, by)| {
            self.md("order-placed", &[self.person("person", by), ("at", Arg::Own(relative(at)))])
        }));
        parts.push(reference(&order.resource));
        parts.join(DOT)
    }

    pub(super) fn order_state(self, state: &OrderState) -> String {
        match state {
            OrderState::Told(word) => self.told_state(word),
            OrderState::Installing { percent: Some(percent) } => {
                self.md("order-state-installing-at", &[("percent", Arg::Number((*percent).into()))])
            }
            OrderState::Unpaid { invoice: Some(invoice) } => {
                self.md("order-state-unpaid-of", &[("invoice", Arg::Foreign(invoice))])
            }
            other => self.md(&format!("order-state-{}", other.as_str()), &[]),
        }
    }

    /// A state in a provider's own word; those that all providers have are said in the reader's language.
    pub(super) fn told_state(self, word: &str) -> String {
        let id = format!("told-{}", word.trim().to_lowercase());
        if self.speech.has(&id) { self.md(&id, &[]) } else { foreign::markdown(word, NAME) }
    }

    pub(super) fn site_line(self, site: &Site) -> String {
        let mut parts =
            vec![format!("**{}**", foreign::markdown(&site.domain, NAME)), self.told_state(&site.state)];
        parts.extend(site.plan.as_ref().map(|plan| foreign::markdown(plan, NAME)));
        parts.extend(self.site_disk(site));
        parts.push(reference(&site.resource));
        parts.join(DOT)
    }

    pub(super) fn found_line(self, item: &Find) -> String {
        match item {
            Find::Server(server) => self.server_line(server),
            Find::Site(site) => format!("\u{1F310} {}", self.site_line(site)),
            Find::Order(order) => format!("\u{1F9FE} {}", self.order_line(order)),
            Find::Ticket(ticket) => format!("\u{1F3AB} {}", self.ticket_line(ticket)),
            Find::Service(service) => format!("\u{1F501} {}", self.service_line(service)),
            Find::Certificate(certificate) => format!("\u{1F512} {}", self.certificate_line(certificate)),
            Find::Invoice(invoice, standing) => {
                format!("\u{1F4C4} {}", self.invoice_line(invoice, *standing))
            }
        }
    }

    pub(super) fn monthly(self, price: Money) -> String {
        let price = self.plain("price-monthly", &[("price", Arg::Own(price.to_string()))]);
        foreign::markdown(&price, NAME)
    }

    fn renews(self, date: Date) -> String {
        self.md("renews-on", &[("date", Arg::Own(date.to_string()))])
    }
}
