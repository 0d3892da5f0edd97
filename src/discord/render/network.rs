//! Networks of servers: interfaces, addresses and pools.

use super::lists::DOT;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::domain::network::{
    Family, Interface, InterfaceSettings, NetAddress, NetworkDeed, NetworkPart, NetworkShown, Pool,
};

impl Pen<'_> {
    pub(super) fn network(self, shown: &NetworkShown) -> Message {
        let server = || ("server", Arg::Own(self.resource_name(&shown.server)));
        let (kind, lines): (_, Vec<_>) = match &shown.part {
            NetworkPart::Interface(interface) => return self.interface(interface, server()),
            NetworkPart::Interfaces(all) => {
                ("interfaces", all.iter().map(|interface| self.interface_line(interface)).collect())
            }
            NetworkPart::Addresses(all) => {
                ("addresses", all.iter().map(|address| self.net_address(address)).collect())
            }
            NetworkPart::Pools(all) => ("pools", all.iter().map(|pool| self.pool_line(pool)).collect()),
        };
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let text = match lines.is_empty() {
            true => self.md(&format!("{kind}-none"), &[("provider", Arg::Foreign(shown.provider.title()))]),
            false => fit_lines(&lines, limits::DESCRIPTION, more),
        };
        let title = self.md(&format!("{kind}-title"), &[("n", Arg::Number(lines.len() as u64)), server()]);
        Message::embed(Embed::new(Tone::Neutral).title(title).text(text))
    }

    fn interface(self, interface: &Interface, server: (&'static str, Arg<'_>)) -> Message {
        let title = self.md("interface-title", &[("name", Arg::Foreign(interface.title())), server]);
        Message::embed(self.interface_facts(Embed::new(Tone::Neutral), interface).title(title))
    }

    /// What is known of an interface, as fields.
    fn interface_facts(self, embed: Embed, interface: &Interface) -> Embed {
        let shown = |text: &Option<String>| {
            text.as_ref().map(|text| foreign::markdown(text, NAME)).unwrap_or_default()
        };
        let addresses: Vec<_> = interface.addresses.iter().map(|address| self.net_address(address)).collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        embed
            .field(self.md("interface-field-id", &[]), foreign::code(&interface.id, NAME))
            .field(self.md("interface-field-model", &[]), shown(&interface.model))
            .field(self.md("interface-field-mac", &[]), shown(&interface.mac))
            .field(
                self.md("interface-field-firewall", &[]),
                interface.firewall.map(|on| self.on_or_off(on)).unwrap_or_default(),
            )
            .field(
                self.md("server-field-addresses", &[]),
                fit_lines(&addresses, limits::FIELD_VALUE / 2, more),
            )
    }

    fn family(self, family: Family) -> String {
        self.md(&format!("family-{}", family.as_str()), &[])
    }

    fn on_or_off(self, on: bool) -> String {
        self.md(if on { "on" } else { "off" }, &[])
    }

    fn interface_line(self, interface: &Interface) -> String {
        let mut parts = vec![
            format!("**{}**", foreign::markdown(interface.title(), NAME)),
            foreign::code(&interface.id, NAME),
        ];
        parts.extend(interface.model.as_ref().map(|model| foreign::markdown(model, NAME)));
        parts.extend(interface.mac.as_ref().map(|mac| foreign::markdown(mac, NAME)));
        parts.extend(
            interface
                .firewall
                .map(|on| self.md("interface-firewall", &[("state", Arg::Own(self.on_or_off(on)))])),
        );
        parts.extend(interface.addresses.iter().take(4).map(|it| format!("`{}`", it.address)));
        let left = interface.addresses.len().saturating_sub(4);
        parts.extend((left > 0).then(|| self.md("more-lines", &[("n", Arg::Number(left as u64))])));
        parts.join(DOT)
    }

    /// An address, with the id by which options and requests name it.
    pub(super) fn net_address(self, address: &NetAddress) -> String {
        let id =
            address.id.as_ref().map(|id| self.md("address-id", &[("id", Arg::Own(foreign::code(id, NAME)))]));
        let parts = [Some(format!("`{}`", address.address)), id];
        parts.into_iter().flatten().collect::<Vec<_>>().join(DOT)
    }

    fn pool_line(self, pool: &Pool) -> String {
        let mut parts =
            vec![format!("**{}**", foreign::markdown(&pool.name, NAME)), foreign::code(&pool.id, NAME)];
        parts.extend(pool.family.map(|family| self.family(family)));
        parts.extend(pool.free.map(|n| self.md("pool-free", &[("n", Arg::Number(n))])));
        parts.join(DOT)
    }

    /// What would be done to a network, as fields.
    pub(super) fn network_facts(self, embed: Embed, deed: &NetworkDeed) -> Embed {
        match deed {
            NetworkDeed::Add { settings, .. } => self.settings_facts(embed, settings),
            NetworkDeed::Update { interface, settings } => {
                self.settings_facts(self.interface_facts(embed, interface), settings)
            }
            NetworkDeed::Remove { interface } => self.interface_facts(embed, interface),
            NetworkDeed::Assign { interface, pool, family, .. } => self
                .interface_facts(embed, interface)
                .field(self.md("network-field-pool", &[]), self.pool_line(pool))
                .field(self.md("network-field-family", &[]), self.family(*family)),
        }
    }

    fn settings_facts(self, mut embed: Embed, settings: &InterfaceSettings) -> Embed {
        if let Some(on) = settings.firewall {
            embed = embed.field(self.md("network-field-firewall", &[]), self.on_or_off(on));
        }
        for family in Family::ALL {
            let Some(ids) = settings.addresses(family) else { continue };
            let ids: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
            let ids = if ids.is_empty() { self.md("network-no-address", &[]) } else { ids.join(", ") };
            let name = self.md("network-field-addresses", &[("family", Arg::Own(self.family(family)))]);
            embed = embed.field(name, ids);
        }
        embed
    }
}
