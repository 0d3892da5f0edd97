//! `/ticket attachment`: a file that came with a ticket.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::ticket::{Ticket, TicketFile};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// The largest file that is passed on, in bytes: Discord takes 10 MB with everything around it.
const LARGEST: usize = 9 * 1024 * 1024;

/// Shows a file that came with a ticket.
pub struct Attachment;

/// The arguments of `/ticket attachment`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    ticket: String,
    file: String,
}

#[async_trait]
impl Verb for Attachment {
    const ACTION: Action = Action::TicketAttachment;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Ticket>("ticket", &args.ticket).await
    }
}

#[async_trait]
impl Look for Attachment {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let text = args.file.trim();
        let thread = context.ask(permit, |reads| async move { reads.ticket(&resource.id).await }).await?;
        // Only a file of this very ticket: the provider may hand out any that the account has.
        let found = thread.attachments().find(|file| file.id == text).or_else(|| {
            thread.attachments().find(|file| file.name.as_deref().is_some_and(|name| name.trim() == text))
        });
        let Some(attachment) = found.cloned() else {
            return Err(Refusal::BadArgument { argument: "file", text: args.file.clone() }.into());
        };
        let id = attachment.id.as_str();
        let file =
            context.ask(permit, |reads| async move { reads.attachment(&resource.id, id).await }).await?;
        Ok(Outcome::TicketFile(Box::new(TicketFile {
            ticket: resource.clone(),
            attachment,
            file: Some(file).filter(|file| file.bytes.len() <= LARGEST),
        })))
    }
}
