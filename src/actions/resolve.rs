//! From what a person typed to what they meant, among what they may use.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::{Context, Refusal};
use crate::domain::outcome::ServerName;
use crate::domain::server::Server;
use crate::domain::{ResourceKind, ResourceRef, Target};
use crate::policy::Scope;
use crate::providers::Account;
use crate::providers::inventory::Known;

/// How long a cold inventory is waited for.
const COLD_WAIT: Duration = Duration::from_secs(1);
/// How many candidates an ambiguous name lists.
const MAX_CANDIDATES: usize = 25;

impl Context<'_> {
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
            Some(account) => Err(self.not_offered(account)),
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
            Refusal::NotOffered { action: self.action, account: None, instead: vec![] }
        }
    }

    fn not_offered(&self, account: &Account) -> Refusal {
        Refusal::NotOffered {
            action: self.action,
            account: Some((account.name().clone(), account.provider())),
            instead: self.accounts().map(|account| account.name().clone()).collect(),
        }
    }

    /// The server that the text means: its `account/id`, name, id or address, when it is unambiguous.
    pub(super) async fn server(&self, argument: &'static str, text: &str) -> Result<Target, Refusal> {
        let text = text.trim();
        let reference = ResourceRef::parse(ResourceKind::Server, text);
        if let Some(reference) = &reference
            && let Some(account) = self.world.registry.get(&reference.account)
            && self.may(Scope::Account(account.name()))
            && !account.offers(self.action)
        {
            return Err(self.not_offered(account));
        }
        if self.accounts().next().is_none() {
            return Err(self.no_account());
        }
        let wanted = |account: &Account| {
            reference.as_ref().is_none_or(|reference| reference.account == *account.name())
        };
        let searched: Vec<_> = self.accounts().filter(|account| wanted(account)).cloned().collect();
        let reading = searched.iter().map(|account| account.servers().known_within(COLD_WAIT));
        let known = futures_util::future::join_all(reading).await;

        let address: Option<IpAddr> = text.parse().ok();
        let (mut found, mut unsearched) = (Vec::new(), Vec::new());
        for (account, known) in searched.iter().zip(known) {
            let account = account.name();
            match known {
                Known::Items(servers) => found.extend(
                    servers
                        .iter()
                        .filter(|server| self.may(Scope::Server(&server.resource, Some(&server.name))))
                        .filter(|server| match &reference {
                            Some(reference) => server.resource == *reference,
                            None => fits(server, text, address),
                        })
                        .map(|server| (server.resource.clone(), server.name.clone())),
                ),
                Known::Failed(error) => unsearched.push((account.clone(), Some(error))),
                Known::Pending => unsearched.push((account.clone(), None)),
                Known::Unsupported => {}
            }
        }
        // A provider may list a server twice, and Discord takes no menu that does.
        let mut met = HashSet::new();
        found.retain(|(resource, _)| met.insert(resource.clone()));
        match (found.len(), reference) {
            (1, _) => {
                let (resource, name) = found.remove(0);
                Ok(Target::Resource { resource, name: Some(name) })
            }
            // The list could not be had, but the reference says by itself which server is meant.
            (0, Some(resource)) if !unsearched.is_empty() && self.may(Scope::Server(&resource, None)) => {
                Ok(Target::Resource { resource, name: None })
            }
            (0, _) => Err(Refusal::NothingFits { text: text.to_owned(), unsearched }),
            _ => Err(Refusal::Ambiguous {
                text: text.to_owned(),
                candidates: found
                    .into_iter()
                    .take(MAX_CANDIDATES)
                    .map(|(resource, name)| ServerName { resource, name: Some(name) })
                    .collect(),
                argument,
            }),
        }
    }
}

fn fits(server: &Server, text: &str, address: Option<IpAddr>) -> bool {
    server.name.eq_ignore_ascii_case(text)
        || server.resource.id == text
        || address.is_some_and(|address| server.addresses.contains(&address))
}
