//! The configured accounts and the adapters that speak for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, watch};

use super::inventory::{Inventory, PerThing};
use super::{Adapter, Changes, Reads, Reveals, Session};
use crate::domain::account::Condition;
use crate::domain::billing::{PaymentMethod, Subscription};
use crate::domain::certificate::{Certificate, CertificatePlan, Software};
use crate::domain::contact::Contact;
use crate::domain::invoice::Invoice;
use crate::domain::key::SshKey;
use crate::domain::network::{Interface, NetAddress, Pool};
use crate::domain::notice::NumberedNotice;
use crate::domain::order::{CpuType, Order, Plan, Template};
use crate::domain::relay::{Blindness, Feed};
use crate::domain::server::Server;
use crate::domain::site::Site;
use crate::domain::ticket::{Attachment, Department, Ticket, is_same};
use crate::domain::{AccountName, Action, Capability, Error, Operation, ProviderName, UserId};

/// How many texts written in tickets an account remembers the writers of.
const WRITTEN: usize = 32;

/// One configured account.
pub struct Account {
    adapter: Arc<dyn Adapter>,
    timezone: TimeZone,
    servers: Arc<Inventory<Server>>,
    plans: Arc<Inventory<Plan>>,
    templates: Arc<Inventory<Template>>,
    cpu_types: Arc<Inventory<CpuType>>,
    payment_methods: Arc<Inventory<PaymentMethod>>,
    orders: Arc<Inventory<Order>>,
    services: Arc<Inventory<Subscription>>,
    sites: Arc<Inventory<Site>>,
    invoices: Arc<Inventory<Invoice>>,
    tickets: Arc<Inventory<Ticket>>,
    departments: Arc<Inventory<Department>>,
    notices: Arc<Inventory<NumberedNotice>>,
    certificates: Arc<Inventory<Certificate>>,
    certificate_plans: Arc<Inventory<CertificatePlan>>,
    contacts: Arc<Inventory<Contact>>,
    ssh_keys: Arc<Inventory<SshKey>>,
    files: PerThing<Attachment>,
    interfaces: PerThing<Interface>,
    addresses: PerThing<NetAddress>,
    pools: PerThing<Pool>,
    service_templates: PerThing<Template>,
    systems: PerThing<Template>,
    software: PerThing<Software>,
    /// Says that something in the account has just been changed.
    stirred: watch::Sender<()>,
    /// Says that a purchase in the account has moved on.
    orders_stirred: Notify,
    /// The watched lists that could not be read when they were last looked at.
    blind: Mutex<BTreeMap<Feed, Blindness>>,
    /// What was last written in tickets through the bot, and by whom.
    written: Mutex<VecDeque<Written>>,
}

/// What somebody wrote in a ticket through the bot.
struct Written {
    ticket: String,
    text: String,
    by: UserId,
}

impl Account {
    /// An account that the adapter speaks for, with the calendar of its zone-less times.
    pub fn new(adapter: Arc<dyn Adapter>, timezone: TimeZone) -> Self {
        Account {
            servers: Inventory::servers(adapter.clone()),
            plans: Inventory::plans(adapter.clone()),
            templates: Inventory::templates(adapter.clone()),
            cpu_types: Inventory::cpu_types(adapter.clone()),
            payment_methods: Inventory::payment_methods(adapter.clone()),
            orders: Inventory::orders(adapter.clone()),
            services: Inventory::services(adapter.clone()),
            sites: Inventory::sites(adapter.clone()),
            invoices: Inventory::invoices(adapter.clone()),
            tickets: Inventory::tickets(adapter.clone()),
            departments: Inventory::departments(adapter.clone()),
            notices: Inventory::notices(adapter.clone()),
            certificates: Inventory::certificates(adapter.clone()),
            certificate_plans: Inventory::certificate_plans(adapter.clone()),
            contacts: Inventory::contacts(adapter.clone()),
            ssh_keys: Inventory::ssh_keys(adapter.clone()),
            files: PerThing::files(adapter.clone()),
            interfaces: PerThing::interfaces(adapter.clone()),
            addresses: PerThing::addresses(adapter.clone()),
            pools: PerThing::pools(adapter.clone()),
            service_templates: PerThing::service_templates(adapter.clone()),
            systems: PerThing::systems(adapter.clone()),
            software: PerThing::software(adapter.clone()),
            adapter,
            timezone,
            stirred: watch::Sender::new(()),
            orders_stirred: Notify::new(),
            blind: Mutex::default(),
            written: Mutex::default(),
        }
    }

    /// The account's name.
    pub fn name(&self) -> &AccountName {
        self.adapter.account()
    }

    /// The account's provider.
    pub fn provider(&self) -> ProviderName {
        self.adapter.provider()
    }

    /// The day that it is in the account's calendar.
    pub fn today(&self) -> Date {
        Timestamp::now().to_zoned(self.timezone.clone()).date()
    }

    /// The calendar of the account's zone-less times.
    pub fn timezone(&self) -> &TimeZone {
        &self.timezone
    }

    /// How the account's provider is doing, by the calls made to it.
    pub fn condition(&self) -> Condition {
        self.adapter.condition()
    }

    /// What the account's adapter offers.
    pub fn capability(&self) -> &'static Capability {
        self.adapter.capability()
    }

    /// Whether the account's adapter offers one call.
    pub fn has(&self, operation: Operation) -> bool {
        self.capability().offers(operation)
    }

    /// Whether the account's adapter offers all that the action needs.
    pub fn offers(&self, action: Action) -> bool {
        self.capability().offers_all(action.operations())
    }

    /// Says that something in the account has just been changed, so that who watches it looks now.
    pub fn stir(&self) {
        self.stirred.send_replace(());
    }

    /// What tells that something in the account has been changed since it was asked last.
    pub fn stirs(&self) -> watch::Receiver<()> {
        self.stirred.subscribe()
    }

    /// Says that a purchase in the account has moved on in the store, so that who watches the orders looks there.
    pub fn stir_orders(&self) {
        // One alone watches them, and may be busy with its last look.
        self.orders_stirred.notify_one();
    }

    /// Comes back when a purchase in the account has moved on since it last did.
    pub async fn orders_stirred(&self) {
        self.orders_stirred.notified().await;
    }

    /// Notes who is about to write what in a ticket: the provider will tell the owner of the account in their place.
    pub fn note_written(&self, ticket: &str, text: &str, by: UserId) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.push_front(Written { ticket: ticket.to_owned(), text: text.to_owned(), by });
        written.truncate(WRITTEN);
    }

    /// Who wrote a text in a ticket through the bot, as far as that is still known.
    pub fn who_wrote(&self, ticket: &str, text: &str) -> Option<UserId> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |known: &&Written| known.ticket == ticket && is_same(&known.text, text);
        written.iter().find(is_it).map(|known| known.by)
    }

    /// Says which of the account's lists are watched from now on; of the others it does not count what could be read.
    pub fn watch(&self, feeds: &BTreeSet<Feed>) {
        self.blind().retain(|feed, _| feeds.contains(feed));
    }

    /// Notes that a watched list could be read; says whether it could not before.
    pub fn saw(&self, feed: Feed) -> bool {
        self.blind().remove(&feed).is_some()
    }

    /// Notes that a watched list could not be read; says whether it could before, or failed for another reason.
    pub fn could_not_see(&self, feed: Feed, error: &Error, now: Timestamp) -> bool {
        let mut blind = self.blind();
        let before = blind.get(&feed);
        let is_new = before.is_none_or(|before| before.error.kind.as_str() != error.kind.as_str());
        let since = before.map_or(now, |before| before.since);
        let account = self.name().clone();
        blind.insert(feed, Blindness { account, feed, since, error: error.clone() });
        is_new
    }

    /// The watched lists that could not be read when they were last looked at.
    pub fn unseen(&self) -> Vec<Blindness> {
        self.blind().values().cloned().collect()
    }

    fn blind(&self) -> MutexGuard<'_, BTreeMap<Feed, Blindness>> {
        self.blind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The handle for looking, which has no changing method.
    pub fn reads(&self) -> Arc<dyn Reads> {
        self.adapter.clone()
    }

    /// The handle for changing.
    pub fn changes(&self) -> Arc<dyn Changes> {
        self.adapter.clone()
    }

    /// The handle for showing secrets.
    pub fn reveals(&self) -> Arc<dyn Reveals> {
        self.adapter.clone()
    }

    /// The handle for ending the adapter's own session.
    pub fn session(&self) -> Arc<dyn Session> {
        self.adapter.clone()
    }

    /// The servers as they were last listed.
    pub fn servers(&self) -> &Arc<Inventory<Server>> {
        &self.servers
    }

    /// The plans as they were last listed.
    pub fn plans(&self) -> &Arc<Inventory<Plan>> {
        &self.plans
    }

    /// The operating systems as they were last listed.
    pub fn templates(&self) -> &Arc<Inventory<Template>> {
        &self.templates
    }

    /// The types of processor as they were last listed.
    pub fn cpu_types(&self) -> &Arc<Inventory<CpuType>> {
        &self.cpu_types
    }

    /// The ways to pay as they were last listed.
    pub fn payment_methods(&self) -> &Arc<Inventory<PaymentMethod>> {
        &self.payment_methods
    }

    /// The orders as they were last listed.
    pub fn orders(&self) -> &Arc<Inventory<Order>> {
        &self.orders
    }

    /// What is paid for regularly, as it was last listed.
    pub fn services(&self) -> &Arc<Inventory<Subscription>> {
        &self.services
    }

    /// The sites as they were last listed.
    pub fn sites(&self) -> &Arc<Inventory<Site>> {
        &self.sites
    }

    /// The invoices as they were last listed.
    pub fn invoices(&self) -> &Arc<Inventory<Invoice>> {
        &self.invoices
    }

    /// The tickets as they were last listed.
    pub fn tickets(&self) -> &Arc<Inventory<Ticket>> {
        &self.tickets
    }

    /// The departments that tickets are opened with, as they were last listed.
    pub fn departments(&self) -> &Arc<Inventory<Department>> {
        &self.departments
    }

    /// The notices as they were last listed.
    pub fn notices(&self) -> &Arc<Inventory<NumberedNotice>> {
        &self.notices
    }

    /// The certificates as they were last listed.
    pub fn certificates(&self) -> &Arc<Inventory<Certificate>> {
        &self.certificates
    }

    /// The certificates on sale as they were last listed.
    pub fn certificate_plans(&self) -> &Arc<Inventory<CertificatePlan>> {
        &self.certificate_plans
    }

    /// The people who may act for the account, as they were last listed.
    pub fn contacts(&self) -> &Arc<Inventory<Contact>> {
        &self.contacts
    }

    /// The SSH keys as they were last listed.
    pub fn ssh_keys(&self) -> &Arc<Inventory<SshKey>> {
        &self.ssh_keys
    }

    /// The files of each ticket as they were last listed.
    pub fn files(&self) -> &PerThing<Attachment> {
        &self.files
    }

    /// The network interfaces of each server as they were last listed.
    pub fn interfaces(&self) -> &PerThing<Interface> {
        &self.interfaces
    }

    /// The addresses of each server as they were last listed.
    pub fn addresses(&self) -> &PerThing<NetAddress> {
        &self.addresses
    }

    /// The operating systems for the servers of each service as they were last listed.
    pub fn service_templates(&self) -> &PerThing<Template> {
        &self.service_templates
    }

    /// The pools that each server's further addresses are taken from, as they were last listed.
    pub fn pools(&self) -> &PerThing<Pool> {
        &self.pools
    }

    /// The programs that each certificate on sale can be made for, as they were last listed.
    pub fn software(&self) -> &PerThing<Software> {
        &self.software
    }

    /// The operating systems of each server as they were last listed.
    pub fn systems(&self) -> &PerThing<Template> {
        &self.systems
    }
}

/// The configured accounts, in the configuration's order.
#[derive(Default)]
pub struct Registry {
    accounts: Vec<Arc<Account>>,
}

impl Registry {
    /// A registry of the accounts.
    pub fn new<A: Into<Arc<Account>>>(accounts: Vec<A>) -> Self {
        Registry { accounts: accounts.into_iter().map(Into::into).collect() }
    }

    /// Every account.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.iter()
    }

    /// The account of that name.
    pub fn get(&self, name: &AccountName) -> Option<&Arc<Account>> {
        self.accounts.iter().find(|account| account.name() == name)
    }

    /// The accounts that offer all that the action needs.
    pub fn offering(&self, action: Action) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.iter().filter(move |account| account.offers(action))
    }

    /// Whether the action can be used at all: it is the bot's own, or some account offers it.
    pub fn can(&self, action: Action) -> bool {
        action.operations().is_empty() || self.offering(action).next().is_some()
    }
}
