//! From what a person typed to what they meant, among what they may use.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::{Arguments, Context, Refusal};
use crate::domain::billing::Subscription;
use crate::domain::certificate::{Certificate, CertificatePlan};
use crate::domain::contact::Contact;
use crate::domain::invoice::Invoice;
use crate::domain::key::SshKey;
use crate::domain::notice::NumberedNotice;
use crate::domain::order::{Order, Plan};
use crate::domain::outcome::{Denial, ResourceName};
use crate::domain::server::Server;
use crate::domain::site::{Site, ascii_domain};
use crate::domain::ticket::Ticket;
use crate::domain::{AccountName, Action, Error, ResourceKind, ResourceRef, Target};
use crate::policy::Scope;
use crate::providers::Account;
use crate::providers::inventory::{Inventory, Known};

/// How long a cold inventory is waited for.
pub(super) const COLD_WAIT: Duration = Duration::from_secs(1);
/// How long one is waited for that only makes a refusal better.
const ELSEWHERE_WAIT: Duration = Duration::from_millis(500);
/// How many candidates an ambiguous name lists.
const MAX_CANDIDATES: usize = 25;

/// The arguments that may say by themselves which account is meant.
const SAYING: [&str; 11] =
    ["account", "server", "service", "plan", "order", "site", "ticket", "notice", "invoice", "cert", "key"];

/// Something that an account lists and a person may name.
pub trait Named: Clone + Send + Sync + 'static {
    /// What it is.
    const KIND: ResourceKind;

    /// Whether a reference means something that no list has: such things come about by themselves between two looks.
    const COMES_BY_ITSELF: bool = false;

    /// Its reference.
    fn resource(&self) -> &ResourceRef;

    /// What it is called; foreign text.
    fn name(&self) -> &str;

    /// Where an account lists it.
    fn listed(account: &Account) -> &Arc<Inventory<Self>>;

    /// What a right to it is asked for.
    fn scope(&self) -> Scope<'_> {
        Scope::Account(&self.resource().account)
    }

    /// Whether the text means it by something else than its name or id.
    fn is_otherwise(&self, text: &str) -> bool {
        let _ = text;
        false
    }

    /// Whether the text is a part of what it is called by, where nothing else is meant by it.
    fn is_partly(&self, text: &str) -> bool {
        let _ = text;
        false
    }
}

impl Named for Server {
    const KIND: ResourceKind = ResourceKind::Server;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.servers()
    }

    fn scope(&self) -> Scope<'_> {
        Scope::Server(&self.resource, Some(&self.name))
    }

    fn is_otherwise(&self, text: &str) -> bool {
        text.parse::<IpAddr>().is_ok_and(|address| self.addresses.contains(&address))
    }
}

impl Named for Plan {
    const KIND: ResourceKind = ResourceKind::Plan;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.plans()
    }
}

impl Named for Site {
    const KIND: ResourceKind = ResourceKind::Site;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.domain
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.sites()
    }

    fn is_otherwise(&self, text: &str) -> bool {
        ascii_domain(text).is_some_and(|domain| self.is_at(&domain))
    }
}

impl Named for Order {
    const KIND: ResourceKind = ResourceKind::Order;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.orders()
    }
}

impl Named for Ticket {
    const KIND: ResourceKind = ResourceKind::Ticket;
    const COMES_BY_ITSELF: bool = true;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.subject
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.tickets()
    }

    fn is_otherwise(&self, text: &str) -> bool {
        text.strip_prefix('#') == Some(&self.resource.id)
    }

    fn is_partly(&self, text: &str) -> bool {
        is_part(&self.subject, text)
    }
}

impl Named for NumberedNotice {
    const KIND: ResourceKind = ResourceKind::Notice;
    const COMES_BY_ITSELF: bool = true;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.text
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.notices()
    }

    fn is_partly(&self, text: &str) -> bool {
        is_part(&self.text, text)
    }
}

impl Named for Subscription {
    const KIND: ResourceKind = ResourceKind::Service;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.services()
    }
}

impl Named for SshKey {
    const KIND: ResourceKind = ResourceKind::Key;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.ssh_keys()
    }
}

impl Named for Invoice {
    const KIND: ResourceKind = ResourceKind::Invoice;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        Invoice::name(self)
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.invoices()
    }
}

impl Named for Certificate {
    const KIND: ResourceKind = ResourceKind::Certificate;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.domain
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.certificates()
    }
}

impl Named for CertificatePlan {
    const KIND: ResourceKind = ResourceKind::CertificatePlan;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.certificate_plans()
    }
}

impl Named for Contact {
    const KIND: ResourceKind = ResourceKind::Contact;

    fn resource(&self) -> &ResourceRef {
        &self.resource
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn listed(account: &Account) -> &Arc<Inventory<Self>> {
        account.contacts()
    }

    fn is_otherwise(&self, text: &str) -> bool {
        self.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(text))
    }
}

/// Whether the text means it by its name, its id or whatever else is its alone.
fn is_called<T: Named>(item: &T, text: &str) -> bool {
    item.name().eq_ignore_ascii_case(text) || item.resource().id == text || item.is_otherwise(text)
}

fn is_part(whole: &str, text: &str) -> bool {
    !text.is_empty() && whole.to_lowercase().contains(&text.to_lowercase())
}

/// What could be found of the things that a person may mean, and the accounts that could not be searched.
pub(super) struct Gathered<T> {
    pub(super) found: Vec<T>,
    pub(super) unsearched: Vec<(AccountName, Option<Error>)>,
}

impl Context<'_> {
    /// The refusal where the arguments say by themselves which account is meant, and it does not offer the action.
    pub fn not_offered_where_it_is_meant(&self, arguments: &Arguments) -> Option<Refusal> {
        SAYING.iter().find_map(|argument| {
            let text = arguments.get(*argument)?.as_str()?.trim();
            let name = if *argument == "account" { text } else { text.split_once('/')?.0 };
            let account = self.world.registry.get(&name.parse().ok()?)?;
            let may = self.may(Scope::Account(account.name()));
            let of_thing = *argument != "account";
            (may && !account.offers(self.action)).then(|| self.not_offered(account, of_thing))
        })
    }

    /// The accounts that a list covers: the named one, or all that offer the action and that the actor may use.
    pub(super) fn listed_accounts(&self, named: Option<&str>) -> Result<Target, Refusal> {
        let Some(text) = named else {
            let accounts: Vec<_> = self.accounts().map(|account| account.name().clone()).collect();
            if accounts.is_empty() {
                return Err(self.no_account());
            }
            return Ok(Target::Accounts(accounts));
        };
        Ok(Target::Account(self.named_account(text)?.name().clone()))
    }

    /// The account of that name, if the actor may use it for the action.
    pub(super) fn named_account(&self, text: &str) -> Result<&Arc<Account>, Refusal> {
        let known = text.parse().ok().and_then(|name| self.world.registry.get(&name));
        match known.filter(|account| self.may(Scope::Account(account.name()))) {
            Some(account) if account.offers(self.action) => Ok(account),
            Some(account) => Err(self.not_offered(account, false)),
            None => Err(Refusal::UnknownAccount {
                text: text.to_owned(),
                known: self.accounts().map(|account| account.name().clone()).collect(),
            }),
        }
    }

    fn no_account(&self) -> Refusal {
        if self.world.registry.can(self.action) {
            Refusal::Denied(self.world.policy.denial(self.action))
        } else {
            Refusal::NotOffered { action: self.action, account: None, instead: vec![], of_thing: false }
        }
    }

    /// The refusal for that account, or for something of it, with the accounts that offer the action.
    fn not_offered(&self, account: &Account, of_thing: bool) -> Refusal {
        Refusal::NotOffered {
            action: self.action,
            account: Some((account.name().clone(), account.provider())),
            instead: self.accounts().map(|account| account.name().clone()).collect(),
            of_thing,
        }
    }

    /// The one thing that the text means: by its `account/id`, its name, its id, or an address of it.
    pub(super) async fn named<T: Named>(
        &self,
        argument: &'static str,
        text: &str,
    ) -> Result<Target, Refusal> {
        let gathered = self.gather::<T>(text).await?;
        match self.choose(argument, text, gathered) {
            Err(Refusal::NothingFits { kind, text, unsearched }) => {
                if let Some(denied) = self.denied_though_seen::<T>(&text).await {
                    return Err(denied);
                }
                let elsewhere = self.not_offered_where_it_is::<T>(&text).await;
                Err(elsewhere.unwrap_or(Refusal::NothingFits { kind, text, unsearched }))
            }
            chosen => chosen,
        }
    }

    /// The refusal where the text means something of an account that does not offer the action: that nothing fits would
    /// send its reader looking for a slip of the pen.
    async fn not_offered_where_it_is<T: Named>(&self, text: &str) -> Option<Refusal> {
        if text.contains('/') {
            // That is no name but a reference, or was meant to be one: nobody is asked about it.
            return None;
        }
        let reading = self
            .accounts_without()
            .map(|account| async move { (account, T::listed(account).known_within(ELSEWHERE_WAIT).await) });
        let known = futures_util::future::join_all(reading).await;
        let has_it = |known: &Known<T>| match known {
            Known::Items(items) => {
                items.iter().any(|item| is_called(item, text.trim()) && self.may(item.scope()))
            }
            Known::Failed(_) | Known::Pending | Known::Unsupported => false,
        };
        known.iter().find(|(_, known)| has_it(known)).map(|(account, _)| self.not_offered(account, true))
    }

    /// The refusal where the text means a server that the actor may see and not do this to: that nothing fits would send
    /// its reader to a list that has it.
    async fn denied_though_seen<T: Named>(&self, text: &str) -> Option<Refusal> {
        if T::KIND != ResourceKind::Server {
            return None;
        }
        let policy = &self.world.policy;
        let sees = |scope: Scope<'_>| policy.allows(self.actor, Action::VpsList, scope);
        let seen = self.world.registry.iter().filter(|account| sees(Scope::Account(account.name())));
        let reading = seen.map(|account| T::listed(account).known_within(ELSEWHERE_WAIT));
        let is_meant = |item: &T| {
            let text = text.trim();
            is_called(item, text) || item.resource().to_string() == text
        };
        let is_denied = |item: &T| sees(item.scope()) && !self.may(item.scope());
        let is_seen = |known: Known<T>| match known {
            Known::Items(items) => items.iter().any(|item| is_meant(item) && is_denied(item)),
            Known::Failed(_) | Known::Pending | Known::Unsupported => false,
        };
        let known = futures_util::future::join_all(reading).await;
        known.into_iter().any(is_seen).then(|| {
            Refusal::Denied(Denial { on: Some(text.trim().to_owned()), ..policy.denial(self.action) })
        })
    }

    /// The one server that the text means, if it is one that the actor may do the action on.
    pub async fn server(&self, text: &str) -> Option<ResourceRef> {
        self.named::<Server>("server", text).await.ok()?.resource().cloned()
    }

    /// The same for a service.
    pub async fn service(&self, text: &str) -> Option<ResourceRef> {
        self.named::<Subscription>("service", text).await.ok()?.resource().cloned()
    }

    /// The same for a certificate on sale.
    pub async fn certificate_plan(&self, text: &str) -> Option<ResourceRef> {
        self.named::<CertificatePlan>("plan", text).await.ok()?.resource().cloned()
    }

    /// What the actor may use in the accounts that the text can mean.
    pub(super) async fn gather<T: Named>(&self, text: &str) -> Result<Gathered<T>, Refusal> {
        let reference = self.reference(T::KIND, text);
        if let Some(reference) = &reference
            && let Some(account) = self.world.registry.get(&reference.account)
            && self.may(Scope::Account(account.name()))
            && !account.offers(self.action)
        {
            return Err(self.not_offered(account, true));
        }
        if self.accounts().next().is_none() {
            let elsewhere = self.not_offered_where_it_is::<T>(text).await;
            return Err(elsewhere.unwrap_or_else(|| self.no_account()));
        }
        let wanted = |account: &Account| {
            reference.as_ref().is_none_or(|reference| reference.account == *account.name())
        };
        let searched: Vec<_> = self.accounts().filter(|account| wanted(account)).cloned().collect();
        let reading = searched.iter().map(|account| async {
            let listed = T::listed(account);
            let known = listed.known_within(COLD_WAIT).await;
            let Some(reference) = reference.as_ref().filter(|_| self.looks_again && !T::COMES_BY_ITSELF)
            else {
                return known;
            };
            match known {
                // It may have come about since: the bot itself may have just told of it.
                Known::Items(items) if !items.iter().any(|item| item.resource() == reference) => {
                    listed.anew_within(COLD_WAIT).await
                }
                known => known,
            }
        });
        let known = futures_util::future::join_all(reading).await;

        let mut gathered = Gathered { found: Vec::new(), unsearched: Vec::new() };
        for (account, known) in searched.iter().zip(known) {
            let account = account.name();
            match known {
                Known::Items(items) => {
                    gathered.found.extend(items.iter().filter(|item| self.may(item.scope())).cloned());
                }
                Known::Failed(error) => gathered.unsearched.push((account.clone(), Some(error))),
                Known::Pending => gathered.unsearched.push((account.clone(), None)),
                Known::Unsupported => {}
            }
        }
        Ok(gathered)
    }

    /// The one thing among those gathered that the text means.
    pub(super) fn choose<T: Named>(
        &self,
        argument: &'static str,
        text: &str,
        Gathered { mut found, unsearched }: Gathered<T>,
    ) -> Result<Target, Refusal> {
        let text = text.trim();
        let reference = self.reference(T::KIND, text);
        // A provider may list a thing twice, and Discord takes no menu that does.
        let mut met = HashSet::new();
        found.retain(|item| met.insert(item.resource().clone()));
        let is_meant = |item: &T| match &reference {
            Some(reference) => item.resource() == reference,
            None => is_called(item, text),
        };
        if found.iter().any(is_meant) {
            found.retain(is_meant);
        } else {
            found.retain(|item| reference.is_none() && item.is_partly(text));
        }
        match (found.as_slice(), reference) {
            ([item], _) => {
                Ok(Target::Resource { resource: item.resource().clone(), name: Some(item.name().to_owned()) })
            }
            // The list could not be had, but the reference says by itself what is meant.
            ([], Some(resource))
                if (!unsearched.is_empty() || T::COMES_BY_ITSELF) && self.may_without_name(&resource) =>
            {
                Ok(Target::Resource { resource, name: None })
            }
            ([], _) => Err(Refusal::NothingFits { kind: T::KIND, text: text.to_owned(), unsearched }),
            (several, _) => Err(Refusal::Ambiguous {
                kind: T::KIND,
                text: text.to_owned(),
                candidates: several
                    .iter()
                    .take(MAX_CANDIDATES)
                    .map(|item| ResourceName {
                        resource: item.resource().clone(),
                        name: Some(item.name().to_owned()),
                    })
                    .collect(),
                argument,
            }),
        }
    }

    /// The text as a reference, when it is one into an account that there is: an invoice's number may look like one.
    fn reference(&self, kind: ResourceKind, text: &str) -> Option<ResourceRef> {
        let reference = ResourceRef::parse(kind, text.trim())?;
        self.world.registry.get(&reference.account).is_some().then_some(reference)
    }

    fn may_without_name(&self, resource: &ResourceRef) -> bool {
        match resource.kind {
            ResourceKind::Server => self.may(Scope::Server(resource, None)),
            _ => self.may(Scope::Account(&resource.account)),
        }
    }
}
