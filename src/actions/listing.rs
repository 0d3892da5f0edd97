//! What all lists over accounts have in common: which accounts, asked side by side, page by page.

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use super::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// How many items a page shows.
pub(super) const PAGE: usize = 15;

/// What one list over accounts is of.
#[async_trait]
pub trait Listable: Send + Sync + 'static {
    /// The action.
    const ACTION: Action;

    /// What is listed.
    type Item: Clone + Send + Sync;

    /// What one account has, in the order in which it is shown.
    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error>;

    /// The list as an outcome.
    fn outcome(list: Listed<Self::Item>) -> Outcome;
}

/// The verb that lists.
pub struct Listing<T>(PhantomData<T>);

impl<T> Listing<T> {
    /// The verb.
    pub const VERB: Self = Listing(PhantomData);
}

/// The arguments of a list over accounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    pub(super) page: usize,
}

impl Args {
    /// The account that is named, or every one.
    pub(super) fn accounts(&self, context: &Context<'_>) -> Result<Target, Refusal> {
        context.listed_accounts(self.account.as_deref())
    }
}

#[async_trait]
impl<T: Listable> Verb for Listing<T> {
    const ACTION: Action = T::ACTION;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.accounts(context)
    }
}

#[async_trait]
impl<T: Listable> Look for Listing<T> {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let ask = |account: Arc<Account>| async move { T::list(&account).await };
        let list = |answers| T::outcome(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
