//! Services: what is told of them, and what is done to them.

use super::lists::DOT;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::domain::billing::Subscription;
use crate::domain::outcome::ResourceName;
use crate::domain::service::{
    NewServer, ServiceAddress, ServiceChange, ServiceDeed, ServiceMethod, ServicePart, ServiceShown, Told,
    UpgradeItem, UpgradeOptions, UpgradeResource,
};
use crate::domain::{Money, ProviderName};

/// How much of what a provider says of a resource is shown.
const WORDS: usize = 200;

impl Pen<'_> {
    pub(super) fn service_part(self, shown: &ServiceShown) -> Message {
        let service = || ("service", Arg::Own(self.resource_name(&shown.service)));
        let provider = || ("provider", Arg::Foreign(shown.provider.title()));
        let (kind, lines): (_, Vec<_>) = match &shown.part {
            ServicePart::Label(label) => {
                let text = match label {
                    Some(label) => self.md("service-label", &[service(), ("label", Arg::Foreign(label))]),
                    None => self.md("service-label-none", &[service()]),
                };
                return Message::embed(Embed::new(Tone::Neutral).text(text));
            }
            ServicePart::Methods(all) => ("methods", all.iter().map(method).collect()),
            ServicePart::Resources(all) => ("resources", all.iter().map(told).collect()),
            ServicePart::Addresses(all) => {
                ("addresses", all.iter().map(|address| self.service_address(address)).collect())
            }
            ServicePart::Upgrades(options) => ("upgrades", self.upgrades(options)),
        };
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let text = match lines.is_empty() {
            true => self.md(&format!("service-{kind}-none"), &[provider()]),
            false => fit_lines(&lines, limits::DESCRIPTION, more),
        };
        let title = self.md(&format!("service-{kind}-title"), &[service()]);
        Message::embed(Embed::new(Tone::Neutral).title(title).text(text))
    }

    fn service_address(self, address: &ServiceAddress) -> String {
        let of = address.of.as_ref().map(|of| foreign::markdown(of, NAME));
        let parts = [Some(self.net_address(&address.address)), of];
        parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
    }

    fn upgrades(self, options: &UpgradeOptions) -> Vec<String> {
        let mut lines = vec![];
        for resource in &options.resources {
            lines.push(self.resource_line(resource));
            lines.extend(resource.items.iter().map(|item| self.item_line(item)));
        }
        if !options.packages.is_empty() {
            lines.push(self.md("service-upgrades-packages", &[]));
        }
        lines.extend(options.packages.iter().map(|package| {
            let price = package.price.map(|price| self.money(price));
            let parts = [
                Some(format!("\u{2022} {}", foreign::markdown(&package.name, NAME))),
                price,
                Some(foreign::code(&package.id, NAME)),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
        }));
        lines
    }

    fn resource_line(self, resource: &UpgradeResource) -> String {
        let quantity = resource.quantity.as_ref().map(|quantity| {
            self.md("service-upgrades-quantity", &[("n", Arg::Own(foreign::markdown(quantity, NAME)))])
        });
        let parts = [
            Some(format!("**{}**", foreign::markdown(&resource.name, NAME))),
            Some(foreign::code(&resource.id, NAME)),
            quantity,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
    }

    fn item_line(self, item: &UpgradeItem) -> String {
        let mark = if item.selected { "\u{2611}\u{FE0F}" } else { "\u{2022}" };
        let setup = item.setup.filter(|setup| !setup.amount.is_zero());
        let setup =
            setup.map(|setup| self.md("service-upgrades-setup", &[("price", Arg::Own(self.money(setup)))]));
        let parts = [
            Some(format!("{mark} {}", foreign::markdown(&item.name, NAME))),
            item.price.map(|price| self.money(price)),
            setup,
            Some(foreign::code(&item.id, NAME)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
    }

    fn money(self, amount: Money) -> String {
        foreign::markdown(&amount.to_string(), NAME)
    }

    /// What an upgrade costs, as text without Markdown.
    pub(super) fn estimated(self, change: &ServiceChange) -> String {
        match &change.deed {
            ServiceDeed::Upgrade { estimate, .. } => match estimate.now {
                Some(now) => now.to_string(),
                None => self.plain("price-not-told", &[("provider", Arg::Foreign(change.provider.title()))]),
            },
            ServiceDeed::Relabel { .. } | ServiceDeed::Cancel { .. } => String::new(),
        }
    }

    /// What would be done to a service, as fields.
    pub(super) fn service_facts(self, embed: Embed, change: &ServiceChange) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let embed = self.rented(embed, &change.service);
        match &change.deed {
            ServiceDeed::Relabel { .. } => embed,
            ServiceDeed::Cancel { immediate, reason } => {
                let when = if *immediate { "service-cancel-now" } else { "service-cancel-later" };
                let reason = reason.as_ref().map(|reason| foreign::markdown(reason, WORDS));
                embed
                    .field(name("service-field-end"), name(when))
                    .wide_field(name("service-field-reason"), reason.unwrap_or_default())
            }
            ServiceDeed::Upgrade { wish, chosen, estimate } => {
                let lines: Vec<_> = chosen.iter().map(told).collect();
                let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
                let package = wish.package.as_ref().map(|package| foreign::markdown(&package.name, NAME));
                let cycle = wish.cycle.map(|cycle| name(&format!("period-{}", cycle.word())));
                embed
                    .wide_field(name("service-field-then"), fit_lines(&lines, limits::FIELD_VALUE, more))
                    .field(name("service-field-package"), package.unwrap_or_default())
                    .field(name("service-field-cycle"), cycle.unwrap_or_default())
                    .field(name("ask-field-price"), foreign::markdown(&self.estimated(change), NAME))
                    .field(
                        name("service-field-recurring"),
                        estimate.recurring.map(|price| self.money(price)).unwrap_or_default(),
                    )
            }
        }
    }

    /// What is known of a service that is rented.
    fn rented(self, embed: Embed, service: &Subscription) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let kind = service.kind.as_ref().map(|kind| foreign::markdown(kind, NAME));
        embed
            .field(name("service-field-kind"), kind.unwrap_or_default())
            .field(name("server-field-state"), self.told_state(&service.state))
            .field(
                name("order-field-renews"),
                service.renews_on.map(|date| date.to_string()).unwrap_or_default(),
            )
    }

    /// A server that would be made, as fields.
    pub(super) fn new_server_facts(self, embed: Embed, server: &NewServer) -> Embed {
        let size = [
            self.md("server-cores", &[("n", Arg::Number(server.cpu_cores.into()))]),
            self.md("server-size-memory", &[("n", Arg::Own(server.memory_mb.to_string()))]),
            self.md("server-size-disk", &[("n", Arg::Own(server.disk_gb.to_string()))]),
        ];
        embed
            .field(self.md("service-field-label", &[]), foreign::markdown(&server.label, NAME))
            .field(self.md("ask-field-os", &[]), foreign::markdown(&server.template.name, NAME))
            .field(self.md("plan-field-size", &[]), size.join(", "))
    }

    /// The provider was asked for a service to end, and said so.
    pub(super) fn cancellation_sent(
        self,
        service: &ResourceName,
        provider: ProviderName,
        immediate: bool,
    ) -> Message {
        let id = if immediate { "service-cancel-sent-now" } else { "service-cancel-sent" };
        let args =
            [("name", Arg::Own(self.resource_name(service))), ("provider", Arg::Foreign(provider.title()))];
        let lines = [format!("\u{2705} {}", self.md(id, &args)), self.md("service-cancel-after", &args)];
        Message::embed(Embed::new(Tone::Good).text(lines.join("\n")))
    }
}

fn method(method: &ServiceMethod) -> String {
    let call = format!("{} {}", method.method, method.route);
    let parts = [foreign::markdown(&method.name, NAME), foreign::code(call.trim(), WORDS)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(DOT)
}

fn told(told: &Told) -> String {
    let what = foreign::markdown(&told.what, NAME);
    let how = foreign::markdown(&told.how, WORDS);
    if told.what.is_empty() { how } else { format!("**{what}**{DOT}{how}") }
}
