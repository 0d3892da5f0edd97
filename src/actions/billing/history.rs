//! `/billing history`: the money and bonuses that came into an account and were used.

use std::cmp::Reverse;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::billing::MovementKind;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Operation, Target};
use crate::policy::Authorized;

/// How many of each kind are looked through where nobody says how many.
const USUAL: u16 = 20;

/// Lists what came into an account and was used.
pub struct History;

/// The arguments of `/billing history`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    kind: Option<String>,
    count: Option<u16>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

impl Args {
    /// The kinds that are asked for.
    fn kinds(&self) -> Result<&'static [MovementKind], Refusal> {
        match self.kind.as_deref() {
            None => Ok(&[MovementKind::Credit, MovementKind::Bonus]),
            Some("credits") => Ok(&[MovementKind::Credit]),
            Some("bonuses") => Ok(&[MovementKind::Bonus]),
            Some(other) => Err(Refusal::BadArgument { argument: "kind", text: other.to_owned() }),
        }
    }
}

#[async_trait]
impl Verb for History {
    const ACTION: Action = Action::BillingHistory;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.kinds()?;
        context.listed_accounts(Some(&args.account))
    }
}

#[async_trait]
impl Look for History {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let (kinds, count) = (args.kinds()?, args.count.unwrap_or(USUAL));
        let ask = |account: std::sync::Arc<crate::providers::Account>| async move {
            let reads = account.reads();
            let offered = kinds.iter().filter(|kind| {
                account.has(match kind {
                    MovementKind::Credit => Operation::CreditHistory,
                    MovementKind::Bonus => Operation::BonusHistory,
                })
            });
            let asked = offered.map(|kind| reads.movements(*kind, count));
            let mut movements = futures_util::future::try_join_all(asked).await?.concat();
            movements.sort_by_key(|movement| Reverse(movement.at));
            movements.truncate(count.into());
            Ok(movements)
        };
        let list = |answers| Outcome::Movements(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
