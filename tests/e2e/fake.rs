//! A provider made for tests, which offers what LlamaLink does not: deleting servers and selling plans.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use hostmaster::domain::account::Condition;
use hostmaster::domain::order::{Cycle, Goods, NotSold, Offer, Plan, Purchase, Template, Wish};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::{
    AccountName, Capability, Error, ErrorKind, ErrorStatus, Money, Operation, ProviderName, ResourceKind,
    ResourceRef,
};
use hostmaster::policy::Authorized;
use hostmaster::providers::{
    Billing, BillingControl, Certificates, Identity, KeyControl, Keys, NetworkControl, Networks,
    NoticeControl, Notices, OrderControl, Owner, People, PeopleControl, Purchases, Reveals, ServerControl,
    Servers, ServiceControl, Services, Session, Shop, SiteControl, Sites, Support, SupportControl, permitted,
};

const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::ServerDestroy,
        Operation::PlanList,
        Operation::OrderBuy,
    ],
    untold: &[],
};

/// An account called `lab`, with the server `lab-1` and the plan `spark`.
pub struct Fake {
    account: AccountName,
    pub state: Mutex<Lab>,
    /// How often it was asked for anything.
    calls: AtomicUsize,
}

/// What the account holds, and what was done in it.
pub struct Lab {
    pub servers: Vec<Server>,
    pub price: &'static str,
    pub done: Vec<String>,
    /// Whether a purchase takes effect and its answer is lost.
    pub loses_answers: bool,
    /// Whether the bot's own code fails on one server's answer.
    pub panics: bool,
}

impl Fake {
    pub fn new() -> Arc<Self> {
        let account: AccountName = "lab".parse().unwrap();
        let server = Server {
            resource: ResourceRef::new(account.clone(), ResourceKind::Server, "7").unwrap(),
            name: "lab-1".to_owned(),
            state: ServerState::Running,
            addresses: vec![],
            uptime_seconds: None,
            cpu_cores: None,
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: None,
            disk_used_gb: None,
            disk_gb: None,
            sizes: None,
            payment_state: None,
        };
        let lab =
            Lab { servers: vec![server], price: "54", done: vec![], loses_answers: false, panics: false };
        Arc::new(Fake { account, state: Mutex::new(lab), calls: AtomicUsize::new(0) })
    }

    fn error(&self, operation: Operation, kind: ErrorKind, status: ErrorStatus) -> Error {
        Error { provider: self.provider(), operation, kind, status, cause: "a test wants it so".to_owned() }
    }

    /// How often it was asked for anything.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn called(&self) -> MutexGuard<'_, Lab> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.state.lock().unwrap()
    }

    pub fn done(&self) -> Vec<String> {
        self.state.lock().unwrap().done.clone()
    }
}

impl Identity for Fake {
    fn provider(&self) -> ProviderName {
        ProviderName::LlamaLink
    }

    fn account(&self) -> &AccountName {
        &self.account
    }

    fn capability(&self) -> &'static Capability {
        &CAPABILITY
    }

    fn condition(&self) -> Condition {
        Condition::Untried
    }
}

impl Sites for Fake {}

impl SiteControl for Fake {}

impl Networks for Fake {}

impl NetworkControl for Fake {}

impl Services for Fake {}

impl ServiceControl for Fake {}

impl Owner for Fake {}

impl BillingControl for Fake {}

impl Support for Fake {}

impl SupportControl for Fake {}

impl Notices for Fake {}

impl NoticeControl for Fake {}

impl Session for Fake {}

impl Certificates for Fake {}

impl People for Fake {}

impl PeopleControl for Fake {}

impl OrderControl for Fake {}

impl Keys for Fake {}

impl KeyControl for Fake {}
impl Reveals for Fake {}

#[async_trait]
impl Servers for Fake {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        Ok(self.called().servers.clone())
    }

    async fn server(&self, id: &str) -> Result<Server, Error> {
        let state = self.called();
        if state.panics {
            // Before the panic, which would poison the lock.
            drop(state);
            panic!("a test wants it so");
        }
        let found = state.servers.iter().find(|server| server.resource.id == id).cloned();
        found.ok_or_else(|| self.error(Operation::ServerShow, ErrorKind::NotFound, ErrorStatus::Permanent))
    }
}

#[async_trait]
impl ServerControl for Fake {
    async fn destroy(&self, permit: &Authorized) -> Result<(), Error> {
        let resource = permitted(self, permit, Operation::ServerDestroy);
        let mut state = self.called();
        state.servers.retain(|server| server.resource != *resource);
        state.done.push(format!("destroy {resource}"));
        Ok(())
    }
}

impl Billing for Fake {}

#[async_trait]
impl Shop for Fake {
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        let price = self.called().price;
        Ok(vec![Plan {
            resource: ResourceRef::new(self.account.clone(), ResourceKind::Plan, "spark").unwrap(),
            name: "Llama Spark".to_owned(),
            price: Some(Money { amount: price.parse().unwrap(), currency: Some("ILS".parse().unwrap()) }),
            cycle: Cycle::Monthly,
            on_sale: true,
            cpu_cores: None,
            memory_gb: None,
            disk_gb: None,
            category: None,
            about: None,
        }])
    }

    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        let Wish::Plan { os, .. } = wish else {
            return Err(self.error(Operation::OrderCustom, ErrorKind::Unsupported, ErrorStatus::Permanent));
        };
        let plan = self.plans().await?.remove(0);
        Ok(Ok(Offer {
            system: os.clone().map(|id| Template {
                name: id.clone(),
                id,
                enabled: true,
                price: None,
                memory_mb: None,
            }),
            cycle: plan.cycle,
            ..Offer::of(Goods::Plan(plan.clone()), plan.price)
        }))
    }
}

#[async_trait]
impl Purchases for Fake {
    async fn buy(&self, permit: &Authorized, offer: &Offer, _: &str) -> Result<Purchase, Error> {
        let resource = permitted(self, permit, Operation::OrderBuy);
        let mut state = self.called();
        let price = state.price;
        let os = offer.system.as_ref().map(|system| &system.id);
        state.done.push(format!("buy {resource} {os:?} for {price}"));
        if state.loses_answers {
            return Err(self.error(Operation::OrderBuy, ErrorKind::ConnectionLost, ErrorStatus::Ambiguous));
        }
        Ok(Purchase { order: Some("order-1".to_owned()), ..Purchase::default() })
    }
}
