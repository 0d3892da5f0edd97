//! `/order install`: installs the server of an order for the first time.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use crate::actions::vps::reinstall::{choose, known_keys, named_keys};
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ServerVerb, ServerWatch, Watch};
use crate::domain::order::Order;
use crate::domain::outcome::{Plan, PlanFacts, ResourceName};
use crate::domain::setup::Reinstallation;
use crate::domain::{Action, Error, ErrorKind, Id, Operation, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

/// Installs the server of an order.
pub struct Install;

/// The arguments of `/order install`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    order: String,
    template: String,
    ssh_keys: Option<String>,
}

#[async_trait]
impl Verb for Install {
    const ACTION: Action = Action::OrderInstall;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        named_keys(args.ssh_keys.as_deref())?;
        purchase::placed(context, &args.order).await
    }
}

#[async_trait]
impl Change for Install {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let (name, provider) = (account.name().clone(), account.provider());
        let ssh_keys = known_keys(context, permit, args.ssh_keys.as_deref()).await?;
        let orders = context.ask(permit, |reads| async move { reads.orders().await }).await?;
        account.orders().put(&orders);
        let meant = |order: &Order| Some(&order.resource) == permit.target().resource();
        let Some(order) = orders.into_iter().find(meant) else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let id = order.resource.id.as_str();
        let mut server = None;
        if account.has(Operation::OrderProgress) {
            let progress = context.ask(permit, |reads| async move { reads.progress(id).await }).await?;
            if progress.unpaid.is_some() || progress.waits_for_payment {
                let invoice = progress.unpaid;
                let invoice = invoice.and_then(|id| ResourceRef::new(name, ResourceKind::Invoice, id));
                let order = Box::new(ResourceName { resource: order.resource, name: Some(order.name) });
                return Err(Refusal::OrderUnpaid { order, provider, invoice }.into());
            }
            let told = progress.server;
            server = told.and_then(|id| ResourceRef::new(name.clone(), ResourceKind::Server, id));
        }
        let known = context.ask(permit, |reads| async move { reads.templates().await }).await?;
        let unfit = |why| Refusal::Unfit { account: name.clone(), provider, why: Box::new(why) };
        let template = choose(&args.template, known).map_err(unfit)?;
        let setup = Reinstallation { template, ssh_keys };
        let checked = &setup;
        let check = context.ask(permit, |reads| async move { reads.check_install(id, checked).await }).await;
        match (check, server) {
            // An order may have an address before it has a server: that alone refuses nothing.
            (Err(Stop::Failed(Failure::Provider { error, .. })), Some(server))
                if matches!(error.kind, ErrorKind::Refused(_)) =>
            {
                let order = Box::new(ResourceName { resource: order.resource, name: Some(order.name) });
                return Err(Refusal::OrderInstalled { order, server }.into());
            }
            (check, _) => check?,
        }
        Ok(Planned::of(Plan {
            fingerprint: format!("{:?}\n{}", order.state, setup.template.id),
            target: Target::Resource { resource: order.resource.clone(), name: Some(order.name) },
            facts: PlanFacts::Installation { setup },
        }))
    }

    fn watch(_: &Context<'_>, _: &Plan, _: &Id) -> Option<Watch> {
        Some(Watch::Server(ServerWatch::new(ServerVerb::Install)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Installation { setup } = &plan.facts else {
            unreachable!("a plan to install a server says how");
        };
        context.changes(permit).install_order(permit, setup).await?;
        Ok(Done::Accepted)
    }
}
