//! `/ticket departments`: whom tickets can be opened with.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Lists the departments of an account.
pub struct Departments;

/// The arguments of `/ticket departments`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Departments {
    const ACTION: Action = Action::TicketDepartments;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(Some(args.account.trim()))
    }
}

#[async_trait]
impl Look for Departments {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let list = |answers| Outcome::Departments(Listed::new(answers, args.page, PAGE));
        let ask = |account: Arc<Account>| async move {
            let departments = account.reads().departments().await?;
            account.departments().put(&departments);
            Ok(departments)
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
