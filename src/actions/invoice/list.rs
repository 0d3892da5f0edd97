//! `/invoice list`: the invoices of one or every account.

use std::cmp::Reverse;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::invoice::{Invoice, Standing};
use crate::domain::money::Totals;
use crate::domain::outcome::{Answers, Listed, Outcome, PerAccount};
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Lists invoices.
pub struct List;

/// The arguments of `/invoice list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    status: Option<Status>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Unpaid,
    Overdue,
    Paid,
}

impl Status {
    fn takes(self, standing: Standing) -> bool {
        match self {
            Status::Unpaid => matches!(standing, Standing::Unpaid | Standing::Overdue),
            Status::Overdue => standing == Standing::Overdue,
            Status::Paid => standing == Standing::Paid,
        }
    }
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::InvoiceList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let ask = |account: Arc<Account>| async move {
            let (invoices, today) = (account.reads().invoices().await?, account.today());
            account.invoices().put(&invoices);
            let stands = |invoice: Invoice| {
                let standing = invoice.standing(today);
                (invoice, standing)
            };
            let wanted = |(_, standing): &(Invoice, Standing)| {
                args.status.is_none_or(|status| status.takes(*standing))
            };
            let mut invoices: Vec<_> = invoices.into_iter().map(stands).filter(wanted).collect();
            // What is to be paid first, then the newest; of one day, the one with the longer, then higher id.
            invoices.sort_by_cached_key(|(invoice, standing)| {
                let id = invoice.resource.id.clone();
                ((*standing).min(Standing::Paid), Reverse((invoice.issued, id.len(), id)))
            });
            Ok(invoices)
        };
        let list = |answers: Answers<_>| {
            let sums = sums(&answers.accounts);
            Outcome::Invoices { list: Listed::new(answers, args.page, PAGE), sums }
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}

/// What the invoices come to, by how they stand; those that are neither paid nor to be paid come to nothing.
fn sums(accounts: &[PerAccount<Vec<(Invoice, Standing)>>]) -> Vec<(Standing, Totals)> {
    let invoices = || accounts.iter().filter_map(|account| account.result.as_ref().ok()).flatten();
    let sum = |standing: Standing| {
        let standing_so = invoices().filter(move |(_, stands)| *stands == standing);
        let totals: Totals = standing_so.filter_map(|(invoice, _)| invoice.total).collect();
        (standing, totals)
    };
    let sums = [Standing::Overdue, Standing::Unpaid, Standing::Paid].map(sum);
    sums.into_iter().filter(|(_, totals)| totals.iter().next().is_some()).collect()
}
