//! `/relay list`: the relays, how each is doing, and what cannot be watched.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::{RelayState, RelaySummary};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists the relays.
pub struct List;

/// The arguments of `/relay list`: none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::RelayList;
    type Args = Args;

    async fn resolve(_: &Context<'_>, _: &Args) -> Result<Target, Refusal> {
        Ok(Target::Bot)
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, _: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let store = context.store();
        let mut relays = vec![];
        for relay in &context.world.relays {
            // In this order what a channel could not be given is never shown beside one that delivers.
            let arrears = store.arrears(relay.channel).await?;
            let gone = store.gone_channels().await?;
            let state = if let Some(reason) = gone.get(&relay.channel.0) {
                RelayState::Gone(reason.clone())
            } else if store.is_paused(relay.channel).await? {
                RelayState::Paused
            } else {
                RelayState::Delivering
            };
            relays.push(RelaySummary {
                relay: relay.clone(),
                state,
                pending: arrears.pending,
                dead: arrears.dead,
            });
        }
        let blind = context.world.registry.iter().flat_map(|account| account.unseen()).collect();
        Ok(Outcome::Relays { relays, blind })
    }
}
