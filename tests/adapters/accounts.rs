//! An account at each simulated provider, and what there is in it to speak of.

use std::sync::Arc;

use hostmaster::config::Login;
use hostmaster::providers::Adapter;
use hostmaster::sandbox;
use hostmaster::sandbox::provider::{Provider, RecordedRequest, Simulator};

use crate::adapters;
use crate::sent::Sent;

/// What is spoken of to a provider: the ids of what there is in the account, and what people write.
#[derive(Clone, Debug)]
pub struct Things {
    pub server: String,
    pub service: String,
    pub order: String,
    pub item: String,
    pub plan: String,
    pub invoice: String,
    pub ticket: String,
    pub file: String,
    pub department: String,
    pub notice: String,
    pub status: String,
    pub site: String,
    pub certificate: String,
    pub certificate_plan: String,
    pub contact: String,
    pub key: String,
    pub interface: String,
    pub pool: String,
    pub task: String,
    /// The operating system to set up.
    pub template: String,
    /// The name of a plan's or a server's own choice.
    pub name: String,
    /// A host name, a domain.
    pub domain: String,
    /// What people write: subjects, texts, labels, reasons.
    pub words: String,
    /// The id that the bot gives a purchase.
    pub purchase: String,
}

impl Default for Things {
    fn default() -> Self {
        let text = str::to_owned;
        Things {
            server: text("42"),
            service: text("101"),
            order: text("my-unique-op-001"),
            item: text("1293"),
            plan: text("spark"),
            invoice: text("1"),
            ticket: text("736633"),
            file: text("77"),
            department: text("1"),
            notice: text("12"),
            status: text("4"),
            site: text("8f2a1c00-1111-2222-3333-444455556666"),
            certificate: text("300"),
            certificate_plan: text("25"),
            contact: text("49"),
            key: text("7"),
            interface: text("0"),
            pool: text("5"),
            task: text("1"),
            template: text("ubuntu-22"),
            name: text("my-api-vps"),
            domain: text("mysite.example"),
            words: text("words-of-a-person"),
            purchase: text("hm-1"),
        }
    }
}

/// A simulated provider, whatever it is.
trait Portal: Send + Sync {
    /// What was asked for, in the order in which it came in.
    fn sent(&self) -> Vec<Sent>;
}

impl<P: Provider> Portal for Simulator<P> {
    fn sent(&self) -> Vec<Sent> {
        self.requests().iter().map(|request: &RecordedRequest<P::Operation>| Sent::of(request)).collect()
    }
}

/// The account and its adapter.
pub struct Account {
    pub adapter: Arc<dyn Adapter>,
    pub things: Things,
    portal: Box<dyn Portal>,
}

impl Account {
    /// What was asked of the provider.
    pub fn sent(&self) -> Vec<Sent> {
        self.portal.sent()
    }

    /// An account of that provider's, which has all that its document shows.
    pub async fn at(provider: hostmaster::domain::ProviderName) -> Self {
        use hostmaster::domain::ProviderName;
        match provider {
            ProviderName::LlamaLink => llamalink().await,
            ProviderName::Iv => iv().await,
            ProviderName::LightLayer => lightlayer().await,
            ProviderName::Inferno => inferno().await,
            ProviderName::Klikk => klikk().await,
        }
    }
}

async fn portal<P: Provider>(mut state: P) -> Simulator<P> {
    state.clock().freeze();
    Simulator::start(state).await.unwrap()
}

async fn llamalink() -> Account {
    let state = sandbox::llamalink::State::documented();
    let portal = portal(state).await;
    let adapter = adapters::llamalink(&portal);
    Account { adapter: Arc::new(adapter), things: Things::default(), portal: Box::new(portal) }
}

async fn iv() -> Account {
    let state = sandbox::iv::State::documented();
    let portal = portal(state).await;
    let adapter = adapters::iv(&portal);
    let text = str::to_owned;
    let (server, invoice, template) = (text("3"), text("2"), text("centos-6-x86_64"));
    let things = Things { server, invoice, template, ..Things::default() };
    Account { adapter: Arc::new(adapter), things, portal: Box::new(portal) }
}

async fn lightlayer() -> Account {
    let mut state = sandbox::lightlayer::State::sandbox();
    // The documented invoice is paid.
    let unpaid = state.invoices.values().find(|it| it.status == sandbox::lightlayer::InvoiceStatus::Unpaid);
    let invoice = unpaid.unwrap().id.to_string();
    let ticket =
        state.tickets.values().find(|ticket| ticket.replies.iter().any(|it| !it.attachments.is_empty()));
    let mut ticket = ticket.unwrap().clone();
    let file = ticket.replies.iter().flat_map(|reply| &reply.attachments).next().unwrap().id.clone();
    // Its own number is another one every time.
    state.tickets.remove(&ticket.number);
    ticket.number = 100_001;
    state.tickets.insert(ticket.number, ticket);
    let pool = state.pools.first().unwrap().id.to_string();
    state.pace = sandbox::provider::Pace::INSTANT;
    let (code, percent) = (Things::default().words, 10.into());
    state.promotions.push(sandbox::lightlayer::Promotion { code, percent });
    let portal = portal(state).await;
    let adapter = adapters::lightlayer(&portal, Login::Basic, "USD".parse().ok());
    let text = str::to_owned;
    let things = Things {
        server: text("302.1375"),
        service: text("302"),
        order: text("302"),
        plan: text("841"),
        template: text("101"),
        ticket: text("100001"),
        invoice,
        file,
        pool,
        ..Things::default()
    };
    Account { adapter: Arc::new(adapter), things, portal: Box::new(portal) }
}

async fn inferno() -> Account {
    let mut state = sandbox::inferno::State::documented();
    // An order that is paid for and not installed yet.
    let mut paid = state.orders[&47_012].clone();
    (paid.vps, paid.invoice, paid.service, paid.number) = (None, 365_900, 49_600, 8_634_520_000);
    state.orders.insert(47_100, paid);
    let portal = portal(state).await;
    let adapter = adapters::inferno(&portal);
    let text = str::to_owned;
    let things = Things {
        server: text("47012"),
        service: text("49500"),
        order: text("47200"),
        plan: text("303"),
        invoice: text("366000"),
        template: text("centos7-64-default"),
        ..Things::default()
    };
    Account { adapter: Arc::new(adapter), things, portal: Box::new(portal) }
}

async fn klikk() -> Account {
    let state = sandbox::klikk::State::documented();
    let portal = portal(state).await;
    let adapter = adapters::klikk(&portal);
    let text = str::to_owned;
    let things = Things {
        server: text("1290.1"),
        order: text("73"),
        template: text("Debian 10.4"),
        ..Things::default()
    };
    Account { adapter: Arc::new(adapter), things, portal: Box::new(portal) }
}
