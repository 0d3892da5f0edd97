//! The state of the simulated account.

use std::collections::{BTreeMap, VecDeque};

use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::account::{Card, CustomShop, Plan, Profile, Site, Subscription, Template};
use super::answers;
use super::effect::Effect;
use super::operation::Operation;
use super::purchase::{Ending, Provisioning};
use super::server::Server;
use super::wire;
use crate::sandbox::provider::{Answer, Authorization, Call, Clock, Condition, Pace, Provider, Reply};

/// Everything that the provider knows; tests and panels may change any of it.
pub struct State {
    /// The time.
    pub clock: Clock,
    /// How long things take.
    pub pace: Pace,
    /// The only valid key, `llk_` and so on.
    pub key: SecretString,
    /// The account's servers by id.
    pub servers: BTreeMap<u64, Server>,
    /// The saved cards; the first one is charged.
    pub cards: Vec<Card>,
    /// The shop's plans.
    pub plans: Vec<Plan>,
    /// `shopPurchasesEnabled`.
    pub shop_open: bool,
    /// The shop for custom servers.
    pub custom: CustomShop,
    /// The operating systems.
    pub templates: Vec<Template>,
    /// The account's sites.
    pub sites: Vec<Site>,
    /// The site plans that the account has; a new site needs one.
    pub site_plans: Vec<String>,
    /// Ids for the next sites, before made-up ones.
    pub next_site_ids: VecDeque<String>,
    /// The owner.
    pub profile: Profile,
    /// The subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// How the purchases from now on end.
    pub purchases_end: Ending,
    /// Purchases by operation id.
    pub provisionings: BTreeMap<String, Provisioning>,
}

impl State {
    /// The server with this id.
    pub fn server(&self, id: u64) -> Option<&Server> {
        self.servers.get(&id)
    }

    /// The server with this id, to change it.
    pub fn server_mut(&mut self, id: u64) -> Option<&mut Server> {
        self.servers.get_mut(&id)
    }

    /// Adds a server, or replaces the one with its id.
    pub fn add_server(&mut self, server: Server) {
        self.servers.insert(server.id, server);
    }

    /// What the server with this id shows now.
    pub fn condition(&self, id: u64) -> Option<Condition> {
        Some(self.server(id)?.condition(self.clock.now()))
    }

    /// Makes a purchase that is under way fail half-way; false if there is none with this operation id.
    pub fn fail_provisioning(&mut self, op_id: &str) -> bool {
        self.end_otherwise(op_id, Ending::FailsHalfWay)
    }

    /// Makes a purchase that is under way go on for ever; false if there is none with this operation id.
    pub fn stall_provisioning(&mut self, op_id: &str) -> bool {
        self.end_otherwise(op_id, Ending::NeverEnds)
    }

    fn end_otherwise(&mut self, op_id: &str, ending: Ending) -> bool {
        let Some(provisioning) = self.provisionings.get_mut(op_id) else { return false };
        provisioning.ending = ending;
        if let Some(server) = self.servers.remove(&provisioning.server) {
            self.servers.insert(server.id, server.stopped());
        }
        true
    }

    pub(super) fn next_server_id(&self) -> u64 {
        self.servers.keys().next_back().map_or(1, |id| id + 1)
    }

    pub(super) fn next_subscription_id(&self) -> u64 {
        self.subscriptions.iter().map(|subscription| subscription.id).max().unwrap_or(100) + 1
    }

    pub(super) fn next_site_id(&mut self) -> String {
        let n = self.sites.len() as u64 + 1;
        self.next_site_ids.pop_front().unwrap_or_else(|| format!("{n:08x}-0000-4000-8000-{n:012x}"))
    }
}

impl Provider for State {
    type Operation = Operation;
    type Effect = Effect;

    const NAME: &'static str = "LlamaLink";

    fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    fn judge(&self, request: &Parts, _: &[u8]) -> Authorization {
        answers::judge(&request.headers, &self.key)
    }

    fn carry_out(&mut self, call: &Call<Operation>) -> Answer<Effect> {
        answers::carry_out(self, call)
    }

    fn refuse(status: StatusCode) -> Reply {
        Reply::status(status)
    }

    fn to_json(&self) -> Value {
        let now: Timestamp = self.clock.now();
        let servers: Vec<_> = self
            .servers
            .values()
            .map(|server| json!({"server": wire::ServerInList::of(server, now), "mode": server.mode}))
            .collect();
        let provisionings: Vec<_> = self
            .provisionings
            .iter()
            .map(|(op_id, provisioning)| {
                json!({"op_id": op_id, "progress": provisioning.progress(now, self.pace.provisioning)})
            })
            .collect();
        let cards: Vec<_> = self
            .cards
            .iter()
            .map(|card| json!({"id": card.id, "brand": card.brand, "accepts_charges": card.accepts_charges}))
            .collect();
        json!({
            "now": now.to_string(),
            "servers": servers,
            "sites": self.sites.iter().map(|site| wire::SiteInList::of(site, now)).collect::<Vec<_>>(),
            "cards": cards,
            "subscriptions": self.subscriptions,
            "provisionings": provisionings,
            "shop_open": self.shop_open,
        })
    }
}
