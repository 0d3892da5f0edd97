//! What was last seen in an account: autocomplete and name resolution read it, so that no keystroke calls a provider.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use super::Reads;
use crate::domain::billing::{PaymentMethod, Subscription};
use crate::domain::certificate::{Certificate, CertificatePlan, Software};
use crate::domain::contact::Contact;
use crate::domain::invoice::Invoice;
use crate::domain::key::SshKey;
use crate::domain::network::{Interface, NetAddress, Pool};
use crate::domain::notice::{Notice, NumberedNotice};
use crate::domain::order::{CpuType, Order, Plan, Template};
use crate::domain::server::Server;
use crate::domain::site::Site;
use crate::domain::ticket::{Attachment, Department, Ticket};
use crate::domain::{AccountName, Error, ErrorKind, Operation};

/// How old a list may grow before a reader has it refreshed in the background.
const SOON_STALE: Duration = Duration::from_secs(30);
/// The same for a list that changes rarely.
const LATE_STALE: Duration = Duration::from_secs(600);
/// How old a list may be and still count as what is there now.
const FRESH: Duration = Duration::from_secs(2);
/// How long after a failed refresh the next one may start.
const RETRY_AFTER: Duration = Duration::from_secs(5);

type Listing<T> = BoxFuture<'static, Result<Vec<T>, Error>>;

/// One of an account's lists as it was last read, and how the last reading went.
pub struct Inventory<T> {
    account: AccountName,
    /// `None` when the account's adapter does not offer the list.
    list: Option<Box<dyn Fn() -> Listing<T> + Send + Sync>>,
    stale_after: Duration,
    state: Mutex<State<T>>,
    refreshed: watch::Sender<()>,
}

struct State<T> {
    items: Option<Arc<[T]>>,
    failure: Option<Error>,
    attempted: Option<Instant>,
    running: bool,
}

/// What a reader of an inventory gets.
#[derive(Clone)]
pub enum Known<T> {
    /// The list as last read.
    Items(Arc<[T]>),
    /// It was never read: the last reading failed.
    Failed(Error),
    /// It was never read: the first reading has not come back yet.
    Pending,
    /// The account's adapter does not offer the list.
    Unsupported,
}

impl<T> Known<T> {
    /// The items that are known; none where nothing was read.
    pub fn items(&self) -> &[T] {
        match self {
            Known::Items(items) => items,
            Known::Failed(_) | Known::Pending | Known::Unsupported => &[],
        }
    }
}

/// Makes the inventory of each of an account's lists, still unread.
macro_rules! inventories {
    ($($(#[$doc:meta])* $list:ident: $item:ty = $operation:ident, $stale_after:ident;)*) => {$(
        impl Inventory<$item> {
            $(#[$doc])*
            pub(super) fn $list(reads: Arc<dyn Reads>) -> Arc<Self> {
                let listing = reads.clone();
                Inventory::new(&*reads, Operation::$operation, $stale_after, move || {
                    let reads = listing.clone();
                    async move { reads.$list().await }.boxed()
                })
            }
        }
    )*};
}

inventories! {
    /// The servers that the handle sees.
    servers: Server = ServerList, SOON_STALE;
    /// The plans that the handle sees.
    plans: Plan = PlanList, LATE_STALE;
    /// The operating systems that the handle sees.
    templates: Template = TemplateList, LATE_STALE;
    /// The types of processor that the handle sees.
    cpu_types: CpuType = OrderCustom, LATE_STALE;
    /// The ways to pay that the handle sees.
    payment_methods: PaymentMethod = PaymentMethodList, LATE_STALE;
    /// The orders that the handle sees.
    orders: Order = OrderList, SOON_STALE;
    /// What is paid for regularly, as the handle sees it.
    services: Subscription = ServiceList, LATE_STALE;
    /// The sites that the handle sees.
    sites: Site = SiteList, SOON_STALE;
    /// The invoices that the handle sees.
    invoices: Invoice = InvoiceList, SOON_STALE;
    /// The tickets that the handle sees.
    tickets: Ticket = TicketList, SOON_STALE;
    /// The certificates that the handle sees.
    certificates: Certificate = CertificateList, LATE_STALE;
    /// The certificates on sale that the handle sees.
    certificate_plans: CertificatePlan = CertificatePlanList, LATE_STALE;
    /// The people that the handle sees.
    contacts: Contact = ContactList, LATE_STALE;
    /// The departments that the handle sees.
    departments: Department = DepartmentList, LATE_STALE;
    /// The SSH keys that the handle sees.
    ssh_keys: SshKey = KeyList, SOON_STALE;
}

impl Inventory<NumberedNotice> {
    /// The notices that the handle sees, as far as they have an id.
    pub(super) fn notices(reads: Arc<dyn Reads>) -> Arc<Self> {
        let listing = reads.clone();
        Inventory::new(&*reads, Operation::NoticeList, SOON_STALE, move || {
            let reads = listing.clone();
            async move { Ok(reads.notices(true).await?.into_iter().filter_map(Notice::numbered).collect()) }
                .boxed()
        })
    }
}

/// Of how many things a list is kept in mind.
const THINGS: usize = 64;

/// A list that each of several things has by itself, such as the files of a ticket.
pub struct PerThing<T> {
    reads: Arc<dyn Reads>,
    list: fn(Arc<dyn Reads>, String) -> Arc<Inventory<T>>,
    known: Mutex<HashMap<String, Arc<Inventory<T>>>>,
}

impl<T> PerThing<T> {
    /// The list of the thing of that id.
    pub fn of(&self, thing: &str) -> Arc<Inventory<T>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= THINGS && !known.contains_key(thing) {
            known.clear();
        }
        let listed = || (self.list)(self.reads.clone(), thing.to_owned());
        known.entry(thing.to_owned()).or_insert_with(listed).clone()
    }
}

/// Makes the lists that things of one kind have, still unread.
macro_rules! lists_of_things {
    ($($(#[$doc:meta])* $list:ident($reads:ident, $thing:ident): $item:ty = $operation:ident, $stale_after:ident, $read:expr;)*) => {$(
        impl PerThing<$item> {
            $(#[$doc])*
            pub(super) fn $list(reads: Arc<dyn Reads>) -> Self {
                let list = |reads: Arc<dyn Reads>, thing: String| {
                    let listing = reads.clone();
                    Inventory::new(&*reads, Operation::$operation, $stale_after, move || {
                        let ($reads, $thing) = (listing.clone(), thing.clone());
                        async move { $read }.boxed()
                    })
                };
                PerThing { reads, list, known: Mutex::default() }
            }
        }
    )*};
}

lists_of_things! {
    /// The files of each ticket.
    files(reads, ticket): Attachment = TicketShow, SOON_STALE,
        Ok(reads.ticket(&ticket).await?.attachments().cloned().collect());
    /// The network interfaces of each server.
    interfaces(reads, server): Interface = InterfaceList, SOON_STALE, reads.interfaces(&server).await;
    /// The addresses of each server.
    addresses(reads, server): NetAddress = AddressList, SOON_STALE, reads.server_addresses(&server, None, None).await;
    /// The operating systems that the servers of each service can be set up with.
    service_templates(reads, service): Template = ServiceServers, LATE_STALE, reads.service_templates(&service).await;
    /// The pools that each server's further addresses are taken from.
    pools(reads, server): Pool = PoolList, LATE_STALE, reads.pools(&server, None).await;
    /// The programs that each certificate on sale can be made for.
    software(reads, plan): Software = SoftwareList, LATE_STALE, reads.software(&plan).await;
    /// The operating systems of each server.
    systems(reads, server): Template = TemplateList, LATE_STALE, reads.templates_of(&server).await;
}

impl Inventory<Ticket> {
    /// Takes in one ticket that was just read or opened.
    pub fn put_one(&self, ticket: &Ticket) {
        let mut state = self.state();
        let Some(tickets) = &state.items else { return };
        let mut tickets = tickets.to_vec();
        match tickets.iter_mut().find(|known| known.resource == ticket.resource) {
            Some(known) => known.clone_from(ticket),
            None => tickets.push(ticket.clone()),
        }
        state.items = Some(tickets.into());
    }
}

impl Inventory<Server> {
    /// Takes in one server that was just read.
    pub fn put_one(&self, server: &Server) {
        let mut state = self.state();
        let Some(servers) = &state.items else { return };
        let mut servers = servers.to_vec();
        match servers.iter_mut().find(|known| known.resource == server.resource) {
            // The single server may carry fewer facts than the list; its name and state are what is looked up here.
            Some(known) => {
                known.name.clone_from(&server.name);
                known.state = server.state.clone();
            }
            None => servers.push(server.clone()),
        }
        state.items = Some(servers.into());
    }
}

impl<T: Clone + Send + Sync + 'static> Inventory<T> {
    fn new(
        reads: &dyn Reads,
        operation: Operation,
        stale_after: Duration,
        list: impl Fn() -> Listing<T> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let offered = reads.capability().offers(operation);
        Arc::new(Inventory {
            account: reads.account().clone(),
            list: offered.then(|| Box::new(list) as Box<_>),
            stale_after,
            state: Mutex::new(State { items: None, failure: None, attempted: None, running: false }),
            refreshed: watch::Sender::new(()),
        })
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        // A poisoned lock holds no half-written state: every write below is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a list that was just read.
    pub fn put(&self, items: &[T]) {
        let mut state = self.state();
        state.items = Some(items.into());
        state.failure = None;
        state.attempted = Some(Instant::now());
    }

    /// Lets the next reader have the list refreshed, since something in it has changed.
    pub fn expire(&self) {
        self.state().attempted = None;
    }

    /// Starts a refresh in the background, unless one runs or the last is too recent.
    pub fn refresh(self: &Arc<Self>) {
        self.refresh_older_than(self.stale_after);
    }

    fn refresh_older_than(self: &Arc<Self>, age: Duration) {
        let Some(list) = &self.list else { return };
        {
            let mut state = self.state();
            let pause = if state.failure.is_some() { RETRY_AFTER } else { age };
            let recent = state.attempted.is_some_and(|at| at.elapsed() < pause);
            if state.running || recent {
                return;
            }
            state.running = true;
        }
        let (listing, inventory) = (list(), self.clone());
        tokio::spawn(async move {
            let listed = listing.await;
            {
                let mut state = inventory.state();
                state.running = false;
                state.attempted = Some(Instant::now());
                match listed {
                    Ok(items) => {
                        state.items = Some(items.into());
                        state.failure = None;
                    }
                    Err(error) => {
                        // What is told for one server at a time has no list, which is no failure.
                        if error.kind != ErrorKind::ServerNeeded {
                            tracing::warn!(account = %inventory.account, %error, "Could not refresh a list.");
                        }
                        state.failure = Some(error);
                    }
                }
            }
            inventory.refreshed.send_replace(());
        });
    }

    /// What is known now, having a stale list refreshed in the background.
    pub fn known(self: &Arc<Self>) -> Known<T> {
        self.refresh();
        let state = self.state();
        match (&state.items, &state.failure) {
            (Some(items), _) => Known::Items(items.clone()),
            (None, Some(error)) => Known::Failed(error.clone()),
            (None, None) if self.list.is_none() => Known::Unsupported,
            (None, None) => Known::Pending,
        }
    }

    /// What is there now, for who misses something in what was known: the list is read again, unless that was done just
    /// now, and waited for at most as long as told. What does not come within that is pending.
    pub async fn anew_within(self: &Arc<Self>, wait: Duration) -> Known<T> {
        let mut refreshed = self.refreshed.subscribe();
        self.refresh_older_than(FRESH);
        let running = self.state().running;
        if running && tokio::time::timeout(wait, refreshed.changed()).await.is_err() {
            return Known::Pending;
        }
        let failure = self.state().failure.clone();
        failure.map_or_else(|| self.known(), Known::Failed)
    }

    /// What is known, waiting for the first listing at most as long as told.
    pub async fn known_within(self: &Arc<Self>, wait: Duration) -> Known<T> {
        let mut refreshed = self.refreshed.subscribe();
        let known = self.known();
        if !matches!(known, Known::Pending) {
            return known;
        }
        // Both the time-out and a closed channel leave what is known now.
        let _ = tokio::time::timeout(wait, refreshed.changed()).await;
        self.known()
    }
}
