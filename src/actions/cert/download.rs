//! `/cert download`: a certificate as a file.

use async_trait::async_trait;

use super::OneCertificate;
use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::certificate::{Certificate, CertificateFile};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows a certificate as a file.
pub struct Download;

#[async_trait]
impl Verb for Download {
    const ACTION: Action = Action::CertDownload;
    type Args = OneCertificate;

    async fn resolve(context: &Context<'_>, args: &OneCertificate) -> Result<Target, Refusal> {
        context.named::<Certificate>("cert", &args.cert).await
    }
}

#[async_trait]
impl Look for Download {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneCertificate) -> Result<Outcome, Stop> {
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let file =
            context.ask(permit, |reads| async move { reads.certificate_file(&resource.id).await }).await?;
        let certificate = resource.clone();
        Ok(Outcome::CertificateFile(Box::new(CertificateFile { certificate, file })))
    }
}
