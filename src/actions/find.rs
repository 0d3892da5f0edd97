//! `/find`: things by name, id, address or domain, in every account.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::future::join_all;
use serde::Deserialize;

use super::listing::PAGE;
use super::resolve::Named;
use super::{Context, Look, Refusal, Stop, Verb};
use crate::domain::invoice::Invoice;
use crate::domain::outcome::{Find as Item, Listed, Outcome, PerAccount};
use crate::domain::{Action, Error, Operation, ResourceRef, Target};
use crate::policy::{Authorized, Scope};
use crate::providers::Account;

/// Finds things.
pub struct Find;

/// The arguments of `/find`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    query: String,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Find {
    const ACTION: Action = Action::Find;
    type Args = Args;

    async fn resolve(_: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        match args.query.trim() {
            "" => Err(Refusal::BadArgument { argument: "query", text: String::new() }),
            _ => Ok(Target::Bot),
        }
    }
}

#[async_trait]
impl Look for Find {
    async fn look(context: &Context<'_>, _: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let query = args.query.trim();
        let purchases = context.store().purchases().await?;
        let searches = context.world.registry.iter().map(|account| search(context, account, query));
        let mut accounts = vec![];
        for (account, searched) in context.world.registry.iter().zip(join_all(searches).await) {
            let Some((mut found, failure)) = searched else { continue };
            if context.doing(Action::OrderList).may(Scope::Account(account.name())) {
                let own = purchases.iter().filter(|order| order.resource.account == *account.name());
                found.extend(own.filter(|order| fits(*order, query)).cloned().map(Item::Order));
            }
            let part =
                |result| PerAccount { account: account.name().clone(), provider: account.provider(), result };
            // What one list could not tell does not hide what another did.
            if !found.is_empty() || failure.is_none() {
                accounts.push(part(Ok(found)));
            }
            accounts.extend(failure.map(|error| part(Err(error))));
        }
        Ok(Outcome::Found { query: query.to_owned(), list: Listed::new(accounts, args.page, PAGE) })
    }
}

/// What an account has that fits, in the lists that the caller may see, and the first failure among them; `None` when
/// there is none of its lists that they may see.
async fn search(
    context: &Context<'_>,
    account: &Arc<Account>,
    query: &str,
) -> Option<(Vec<Item>, Option<Error>)> {
    let reads = account.reads();
    let may =
        |action: Action| account.offers(action) && context.doing(action).may(Scope::Account(account.name()));
    let mut lists = vec![];
    if may(Action::VpsList) {
        let servers = async {
            let servers = reads.servers().await?;
            account.servers().put(&servers);
            let context = context.doing(Action::VpsList);
            let seen =
                servers.into_iter().filter(|server| context.may(server.scope()) && fits(server, query));
            Ok(seen.map(Item::Server).collect::<Vec<_>>())
        };
        lists.push(servers.boxed());
    }
    if may(Action::SiteList) {
        lists.push(listed(account, query, reads.sites(), Item::Site).boxed());
    }
    if may(Action::ServiceList) {
        lists.push(listed(account, query, reads.services(), Item::Service).boxed());
    }
    if may(Action::TicketList) {
        lists.push(listed(account, query, reads.tickets(), Item::Ticket).boxed());
    }
    if may(Action::OrderList) && account.has(Operation::OrderList) {
        lists.push(listed(account, query, reads.orders(), Item::Order).boxed());
    }
    if may(Action::CertList) {
        lists.push(listed(account, query, reads.certificates(), Item::Certificate).boxed());
    }
    if may(Action::InvoiceList) {
        let invoices = async {
            let (invoices, today) = (reads.invoices().await?, account.today());
            account.invoices().put(&invoices);
            let seen = invoices.into_iter().filter(|invoice| fits(invoice, query));
            let stands = |invoice: Invoice| (invoice.standing(today), invoice);
            Ok(seen.map(stands).map(|(standing, invoice)| Item::Invoice(invoice, standing)).collect())
        };
        lists.push(invoices.boxed());
    }
    // Purchases of the bot are looked up beside this.
    if lists.is_empty() && !may(Action::OrderList) {
        return None;
    }
    let (mut found, mut failure) = (vec![], None);
    let late = |_| Err(context.late(account));
    let within = lists.into_iter().map(|list| tokio::time::timeout(context.each, list));
    for listed in join_all(within).await {
        match listed.unwrap_or_else(late) {
            Ok(items) => found.extend(items),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    // Some providers list what is paid for regularly as what was ordered, too.
    let key = |resource: &ResourceRef, name: &str| (resource.id.clone(), name.to_owned());
    let service = |item: &Item| match item {
        Item::Service(service) => Some(key(&service.resource, &service.name)),
        _ => None,
    };
    let services: HashSet<_> = found.iter().filter_map(service).collect();
    found.retain(|item| match item {
        Item::Order(order) => !services.contains(&key(&order.resource, &order.name)),
        _ => true,
    });
    Some((found, failure))
}

/// What a list has that fits; the list is kept for suggestions.
async fn listed<T: Named>(
    account: &Account,
    query: &str,
    reading: impl Future<Output = Result<Vec<T>, Error>>,
    item: fn(T) -> Item,
) -> Result<Vec<Item>, Error> {
    let things = reading.await?;
    T::listed(account).put(&things);
    Ok(things.into_iter().filter(|thing| fits(thing, query)).map(item).collect())
}

fn fits<T: Named>(item: &T, query: &str) -> bool {
    fits_text(item.name(), item.resource(), query) || item.is_otherwise(query)
}

/// Whether the name has the text in it, or the text is the id or the reference.
fn fits_text(name: &str, resource: &ResourceRef, query: &str) -> bool {
    name.to_lowercase().contains(&query.to_lowercase())
        || resource.id == query
        || resource.to_string() == query
}
