//! `/invoice show`: one invoice with its lines.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::invoice::Invoice;
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one invoice.
pub struct Show;

/// The arguments of `/invoice show`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    invoice: String,
}

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::InvoiceShow;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Invoice>("invoice", &args.invoice).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let invoice = context.ask(permit, |reads| async move { reads.invoice(&resource.id).await }).await?;
        let (standing, provider) = (invoice.invoice.standing(account.today()), account.provider());
        Ok(Outcome::Invoice { invoice: Box::new(invoice), standing, provider })
    }
}
