//! `/cert show`: one certificate with whom it is made out to.

use async_trait::async_trait;

use super::OneCertificate;
use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::certificate::Certificate;
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one certificate.
pub struct Show;

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::CertShow;
    type Args = OneCertificate;

    async fn resolve(context: &Context<'_>, args: &OneCertificate) -> Result<Target, Refusal> {
        context.named::<Certificate>("cert", &args.cert).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneCertificate) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let certificate =
            context.ask(permit, |reads| async move { reads.certificate(&resource.id).await }).await?;
        Ok(Outcome::Certificate { certificate: Box::new(certificate), provider })
    }
}
