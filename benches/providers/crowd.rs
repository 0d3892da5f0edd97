//! Accounts with a great many of everything, one at each simulated provider.

use std::net::Ipv4Addr;

use hostmaster::sandbox::{inferno, iv, klikk, lightlayer, llamalink};

/// How many servers each account has.
pub const SERVERS: usize = 300;
/// How many servers a service of LightLayer's has.
const VMS: usize = 5;
/// How many services that are.
pub const SERVICES: usize = SERVERS / VMS;
const FIRST_ID: u64 = 100_000;

/// The server's name: `asia-007`.
fn name(account: &str, nth: usize) -> String {
    format!("{account}-{nth:03}")
}

fn address(provider: u8, nth: usize) -> Ipv4Addr {
    Ipv4Addr::new(10, provider, (nth / 200) as u8, (nth % 200 + 1) as u8)
}

fn ids() -> impl Iterator<Item = (usize, u64)> {
    (0..SERVERS).map(|nth| (nth, FIRST_ID + nth as u64))
}

/// The account `shop` at LlamaLink.
pub fn shop() -> llamalink::State {
    let mut state = llamalink::State::sandbox();
    state.servers.clear();
    let now = state.clock.now();
    for (nth, id) in ids() {
        let mut server = llamalink::Server::new(id, name("shop", nth)).running_since(now);
        server.ip_addresses = vec![address(1, nth).to_string()];
        state.add_server(server);
    }
    state
}

/// The account `baltic` at IV.
pub fn baltic() -> iv::State {
    let mut state = iv::State::sandbox();
    let Some((service, server)) = state.services.first().cloned().zip(state.servers.values().next().cloned())
    else {
        return state;
    };
    state.services = ids().map(|(_, id)| iv::Service { id, ..service.clone() }).collect();
    state.servers = ids()
        .map(|(nth, id)| {
            let (domain, ip) = (name("baltic", nth), address(2, nth).to_string());
            (id, iv::Server { domain, ip, ..server.clone() })
        })
        .collect();
    state
}

/// The account `asia` at LightLayer, [`SERVICES`] services with all its servers.
pub fn asia() -> lightlayer::State {
    let mut state = lightlayer::State::sandbox();
    let Some(service) = state.services.get(&302).cloned() else { return state };
    let now = state.clock.now();
    let vm = |nth: usize| {
        let vm = lightlayer::Vm::new((10 + nth).to_string(), name("asia", nth)).running_since(now);
        lightlayer::Vm { network: lightlayer::Network::of(address(3, nth).into()), ..vm }
    };
    state.services = (0..SERVICES)
        .map(|nth| {
            let id = FIRST_ID + nth as u64;
            let vms = (nth * VMS..(nth + 1) * VMS).map(vm).map(|vm| (vm.id.clone(), vm)).collect();
            (id, lightlayer::Service { id, vms: Some(vms), ..service.clone() })
        })
        .collect();
    state
}

/// The account `dev` at Inferno.
pub fn dev() -> inferno::State {
    let mut state = inferno::State::sandbox();
    let Some(order) = state.orders.get(&47_012).cloned() else { return state };
    state.orders = ids()
        .map(|(nth, id)| {
            let vps = order.vps.clone().map(|vps| inferno::Vps {
                main_id: id,
                name: name("dev", nth),
                ip: address(4, nth).to_string(),
                ..vps
            });
            (id, inferno::Order { number: id, invoice: id, service: id, vps, ..order.clone() })
        })
        .collect();
    state
}

/// The account `nordic` at Klikk, ten servers an order.
pub fn nordic() -> klikk::State {
    let mut state = klikk::State::sandbox();
    let Some(item) = state.orders.get(&70).and_then(|order| order.items.first()).cloned() else {
        return state;
    };
    let items: Vec<_> = ids()
        .map(|(nth, id)| {
            let vps =
                klikk::Vps { id, ipv4: Some(address(5, nth).to_string()), ipv6: None, ..item.vps.clone() };
            klikk::Item { id, name: name("nordic", nth), vps, ..item.clone() }
        })
        .collect();
    let orders = items.chunks(10).zip(FIRST_ID..);
    state.orders =
        orders.map(|(items, id)| (id, klikk::Order { reference: None, items: items.to_vec() })).collect();
    state
}

/// How many invoices and tickets [`fill`] adds.
pub const INVOICES: u64 = 2000;
/// The same of tickets.
pub const TICKETS: u64 = 500;

/// Adds invoices, some of them unpaid, and tickets, some of them open, to the account `asia`.
pub fn fill(state: &mut lightlayer::State) {
    let Some(invoice) = state.invoices.values().next().cloned() else { return };
    let Some(ticket) = state.tickets.values().next().cloned() else { return };
    state.invoices = (0..INVOICES)
        .map(|nth| {
            let (id, number) = (FIRST_ID + nth, format!("2026/{nth:04}"));
            let status = match nth % 10 {
                0 => lightlayer::InvoiceStatus::Unpaid,
                _ => lightlayer::InvoiceStatus::Paid,
            };
            (id, lightlayer::Invoice { id, number, status, ..invoice.clone() })
        })
        .collect();
    state.tickets = (0..TICKETS)
        .map(|nth| {
            let (number, subject) = (FIRST_ID + nth, format!("subject-{nth:03}"));
            (number, lightlayer::Ticket { number, subject, ..ticket.clone() })
        })
        .collect();
}
