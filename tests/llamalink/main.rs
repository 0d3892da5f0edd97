//! The LlamaLink adapter against the simulated LlamaLink: what it sends, what it understands, and how it fails.

mod contract;
mod damage;
mod errors;
mod secrets;

use std::time::Duration;

use hostmaster::domain::action::Action;
use hostmaster::domain::order::Choices;
use hostmaster::domain::{
    Actor, ChannelId, Error, Grant, GuildId, Operation, Place, ResourceKind, ResourceRef, RoleId, Target,
    UserId,
};
use hostmaster::policy::{Authorized, Policy};
use hostmaster::providers::http::check_base_url;
use hostmaster::providers::layers::Limits;
use hostmaster::providers::llamalink::{LlamaLink, Settings};
use hostmaster::providers::{Billing, Purchases, ServerControl, Servers, Shop};
use hostmaster::sandbox::llamalink as sim;
use secrecy::{ExposeSecret, SecretString};

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A simulated LlamaLink whose time stands still, and the adapter for its account.
struct Account {
    sim: sim::LlamaLink,
    adapter: LlamaLink,
}

impl Account {
    /// The account of the documentation.
    async fn documented() -> Self {
        Self::start(sim::State::documented(), Limits::default()).await
    }

    /// An account with little patience.
    async fn hasty() -> Self {
        Self::start(
            sim::State::documented(),
            Limits { read_timeout: Duration::from_secs(1), ..Limits::default() },
        )
        .await
    }

    async fn start(mut state: sim::State, limits: Limits) -> Self {
        state.clock.freeze();
        let key = state.key.clone();
        let sim = sim::LlamaLink::start(state).await.unwrap();
        let adapter = adapter(&sim, key.expose_secret(), limits);
        Account { sim, adapter }
    }

    /// Makes every request fail like this.
    fn failing(self, fault: sim::Fault) -> Self {
        self.sim.inject_everywhere(fault);
        self
    }

    /// Performs the operation, on server 42 where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("42").await.map(drop),
            Operation::ServerStart => adapter.start(&permit(Action::VpsStart, "42")).await,
            Operation::ServerStop => adapter.stop(&permit(Action::VpsStop, "42")).await,
            Operation::ServerRestart => adapter.restart(&permit(Action::VpsRestart, "42")).await,
            Operation::ServerDestroy => adapter.destroy(&permit(Action::VpsDestroy, "42")).await,
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::PlanList => adapter.plans().await.map(drop),
            Operation::OrderBuy => {
                adapter.buy(&permit(Action::OrderBuy, "spark"), &Choices::default()).await.map(drop)
            }
        }
    }

    /// The paths that were asked for, in order.
    fn paths(&self) -> Vec<String> {
        self.sim.requests().into_iter().map(|request| request.path).collect()
    }
}

fn settings(sim: &sim::LlamaLink, key: &str, limits: Limits) -> Settings {
    Settings {
        base_url: Some(check_base_url(&sim.base_url()).unwrap()),
        key: SecretString::new(key.to_owned()),
        currency: None,
        limits,
    }
}

fn adapter(sim: &sim::LlamaLink, key: &str, limits: Limits) -> LlamaLink {
    LlamaLink::new("shop".parse().unwrap(), settings(sim, key, limits)).unwrap()
}

/// A permit for the action on a thing in the account `shop`, the way everybody gets one: by a grant.
fn permit(action: Action, id: &str) -> Authorized {
    permit_in("shop", action, id)
}

fn permit_in(account: &str, action: Action, id: &str) -> Authorized {
    let (guild, channel, operator) =
        (GuildId(111_111_111_111_111_111), ChannelId(5), RoleId(222_222_222_222_222_222));
    let grant = Grant {
        line: 1,
        roles: vec![operator],
        users: vec![],
        allow: vec![action.as_str().parse().unwrap()],
        deny: vec![],
        guilds: None,
        accounts: None,
        servers: None,
        channels: None,
    };
    let place = Place { guild, channel, granting_channel: Some(channel) };
    let actor = Actor { user: UserId(777_777_777_777_777_777), roles: vec![operator], place };
    let kind = if action == Action::OrderBuy { ResourceKind::Plan } else { ResourceKind::Server };
    let resource = ResourceRef::new(account.parse().unwrap(), kind, id).unwrap();
    let target = Target::Resource { resource, name: None };
    Policy::new(vec![guild], vec![grant], None).authorise(&actor, action, target).unwrap()
}

const OFFERED: [Operation; 6] = [
    Operation::ServerList,
    Operation::ServerShow,
    Operation::ServerStart,
    Operation::ServerStop,
    Operation::ServerRestart,
    Operation::BalanceShow,
];

const READS: [Operation; 3] = [Operation::ServerList, Operation::ServerShow, Operation::BalanceShow];

const CHANGES: [Operation; 3] = [Operation::ServerStart, Operation::ServerStop, Operation::ServerRestart];
