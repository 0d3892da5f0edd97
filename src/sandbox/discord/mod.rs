//! A simulated Discord: REST and gateway on 127.0.0.1, strict like the real one, with a scriptable user side.
//!
//! A real bot talks to [`Simulator::api_base`] and [`Simulator::gateway_url`]; a test acts through [`Member`] and
//! looks at [`Interaction`] and [`Message`]; a web page acts through [`client_router`]. The simulator knows nothing
//! of the bot: it speaks JSON over the wire, as Discord does, and writes down every broken rule
//! ([`Simulator::violations`]).
//!
//! ```no_run
//! # use hostmaster::sandbox::discord::*;
//! # use std::time::Duration;
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let discord = Simulator::start(Options::default()).await?;
//! // ... start a bot against discord.api_base() with discord.token() ...
//! discord.wait_ready(Duration::from_secs(5)).await?;
//! let ana = discord.member(world::ANA);
//! let asked = ana.slash(world::CHANNEL_OPS, "vps restart", &[("server", "web-1".into())])?;
//! let question = asked.wait_message(Duration::from_secs(5)).await?;
//! let pressed = ana.press(question.id, "Restart web-1")?;
//! pressed.wait_until(|message| message.text().contains("back after"), Duration::from_secs(5)).await?;
//! # Ok(()) }
//! ```

mod admin;
mod attachments;
mod client;
mod command_rules;
mod commands;
mod components;
mod connection;
mod error;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod messages;
mod multipart;
mod payloads;
pub mod permissions;
mod record;
mod rest;
mod routes;
mod state;
mod user;
mod validate;
pub mod world;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;

pub use attachments::Attachment;
pub use client::client_router;
pub(in crate::sandbox) use client::{host_is_local, local_only};
pub use faults::{Fault, GatewayFault, Ordered, Scope, Trouble};
pub use interactions::{FirstResponse, Kind};
pub use limits::RateLimits;
pub use messages::{Button, Message, Pings, Revision};
pub use payloads::ClientError;
pub use record::{Direction, Frame, Request, Violation};
pub use user::{Choice, Interaction, Member, Modal, ModalInput, Seen, WaitError};
use world::World;

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bot's token.
    pub token: String,
    /// Which rate limits hold.
    pub limits: RateLimits,
    /// Whether requests, frames, payloads and revisions are kept; off for benches, so that memory stays flat.
    pub record: bool,
    /// How many interactions, and messages per channel, are kept when recording is off.
    pub keep: usize,
    /// The heartbeat interval told to the bot.
    pub heartbeat: Duration,
    /// The privileged intents that Discord granted.
    pub privileged_intents: u64,
    /// Where REST listens; loopback, and any free port by default.
    pub rest: SocketAddr,
    /// Where the gateway listens; loopback, and any free port by default.
    pub gateway: SocketAddr,
    /// What exists at the start.
    pub world: World,
}

impl Default for Options {
    fn default() -> Self {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            // Shaped like a real one: the application id in base64, a time, a signature.
            token: "OTAwMDAwMDAwMDAwMDAwMDAx.GsImUl.a-token-of-the-simulated-discord-00001".into(),
            limits: RateLimits::Discord,
            record: true,
            keep: 2048,
            heartbeat: Duration::from_millis(41_250),
            privileged_intents: 0,
            rest: loopback,
            gateway: loopback,
            world: World::llama_works(),
        }
    }
}

/// A running simulated Discord; clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Simulator(Arc<state::Inner>);

impl Simulator {
    /// Binds both listeners and serves in the background until [`Simulator::stop`].
    pub async fn start(options: Options) -> std::io::Result<Self> {
        if !options.rest.ip().is_loopback() || !options.gateway.ip().is_loopback() {
            return Err(std::io::Error::new(
                std::io::ErrorKind::InvalidInput,
                "the simulator listens on loopback only",
            ));
        }
        let rest = TcpListener::bind(options.rest).await?;
        let gateway = TcpListener::bind(options.gateway).await?;
        let inner = state::Inner::new(options, rest.local_addr()?, gateway.local_addr()?);
        let simulator = Self(Arc::new(inner));
        let tasks = [
            tokio::spawn(rest::serve(simulator.clone(), rest)).abort_handle(),
            tokio::spawn(gateway::serve(simulator.clone(), gateway)).abort_handle(),
            tokio::spawn(state::reap(simulator.clone())).abort_handle(),
        ];
        tasks.into_iter().for_each(|task| simulator.keep_task(task));
        Ok(simulator)
    }

    fn keep_task(&self, task: tokio::task::AbortHandle) {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task);
    }

    /// Goes away: nothing listens any more, and open connections are dead.
    pub fn stop(&self) {
        self.0.knife.cut_all();
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.drain(..).for_each(|task| task.abort());
    }

    /// The address to give a bot in place of `https://discord.com`, without a path.
    pub fn api_base(&self) -> String {
        format!("http://{}", self.0.rest_address)
    }

    /// The address of the gateway.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.0.gateway_address)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.0.options.token
    }

    /// The application's id, which is the bot's user id too.
    pub fn application_id(&self) -> u64 {
        world::BOT
    }

    /// A member of the default guild, to act as.
    pub fn member(&self, user: u64) -> Member {
        self.member_of(world::GUILD, user)
    }

    /// A member of any guild, to act as.
    pub fn member_of(&self, guild: u64, user: u64) -> Member {
        Member { simulator: self.clone(), guild, user }
    }

    /// Pushes the clock forward: deadlines, token lives and rate limits follow it.
    pub fn advance(&self, by: Duration) {
        self.0.clock.advance(by);
        let mut state = self.0.state();
        state.expire();
        state.bump();
    }

    /// The time since the start on the simulator's clock.
    pub fn now(&self) -> Duration {
        self.0.clock.now()
    }

    /// Orders a fault on REST.
    pub fn fault(&self, fault: Fault) -> Ordered {
        let mut state = self.0.state();
        let id = state.number();
        let (rule, ordered) = faults::FaultRule::new(id, fault);
        state.faults.push(rule);
        ordered
    }

    /// Cancels an ordered fault.
    pub fn cancel_fault(&self, fault: &Ordered) {
        self.0.state().faults.retain(|rule| rule.id != fault.id);
    }

    /// Makes an accident on every live gateway connection and says how many there were.
    pub fn gateway_fault(&self, fault: GatewayFault) -> usize {
        self.0.state().gateway_fault(fault)
    }

    /// Drops the next gateway connections as soon as they are made.
    pub fn refuse_gateway(&self, connections: u32) {
        self.0.state().refuse_connections = connections;
    }

    /// Every REST request so far, in the order they came.
    pub fn requests(&self) -> Vec<Request> {
        self.0.state().requests.values().cloned().collect()
    }

    /// The requests on a method (`*` for any) and a path pattern with `*`.
    pub fn requests_on(&self, method: &str, path: &str) -> Vec<Request> {
        let state = self.0.state();
        let hit = |request: &&Request| {
            (method == "*" || request.method == method) && faults::glob(path, &request.path)
        };
        state.requests.values().filter(hit).cloned().collect()
    }

    /// Every gateway frame so far.
    pub fn frames(&self) -> Vec<Frame> {
        self.0.state().frames.clone()
    }

    /// Every rule that the bot broke so far.
    pub fn violations(&self) -> Vec<Violation> {
        self.0.state().violations.clone()
    }

    /// How many requests Discord would count as invalid (401, 403, 429 but for shared ones); 10,000 in ten minutes ban.
    pub fn invalid_requests(&self) -> u64 {
        self.0.state().invalid_requests
    }

    /// Forgets requests, frames and violations so far.
    pub fn clear_records(&self) {
        let mut state = self.0.state();
        state.requests.clear();
        state.frames.clear();
        state.violations.clear();
    }

    /// The commands registered for a guild, or globally.
    pub fn commands(&self, guild: Option<u64>) -> Vec<Value> {
        self.0.state().commands.scope(guild).to_vec()
    }

    /// A message, deleted or not.
    pub fn message(&self, id: u64) -> Option<Message> {
        self.0.state().messages.get(&id).cloned()
    }

    /// Every message of every channel, oldest first, ephemeral and deleted ones included.
    pub fn all_messages(&self) -> Vec<Message> {
        let mut messages: Vec<Message> = self.0.state().messages.values().cloned().collect();
        messages.sort_by_key(|message| message.id);
        messages
    }

    /// How many gateway sessions are live.
    pub fn live_sessions(&self) -> usize {
        self.0.state().sessions.iter().filter(|session| session.is_live()).count()
    }

    /// Waits until something is so; it is looked at after every change.
    pub async fn wait<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, WaitError> {
        let mut changed = self.0.changed.subscribe();
        let wait = async {
            loop {
                changed.borrow_and_update();
                if let Some(found) = look(self) {
                    return Some(found);
                }
                if changed.changed().await.is_err() {
                    return None;
                }
            }
        };
        let found = tokio::time::timeout(deadline, wait).await.ok().flatten();
        found.ok_or_else(|| WaitError::Timeout { what: what.to_owned(), seen: String::new() })
    }

    /// Waits until a bot listens on the gateway.
    pub async fn wait_ready(&self, deadline: Duration) -> Result<(), WaitError> {
        self.wait("a bot on the gateway", deadline, |sim| (sim.live_sessions() > 0).then_some(())).await
    }

    /// Waits until commands are registered in a guild.
    pub async fn wait_commands(&self, guild: u64, deadline: Duration) -> Result<Vec<Value>, WaitError> {
        self.wait("registered commands", deadline, |sim| {
            Some(sim.commands(Some(guild))).filter(|commands| !commands.is_empty())
        })
        .await
    }

    /// Waits for a REST request that fits and has been answered.
    pub async fn wait_request(
        &self,
        fits: impl Fn(&Request) -> bool,
        deadline: Duration,
    ) -> Result<Request, WaitError> {
        self.wait("a request", deadline, |sim| {
            let state = sim.0.state();
            state.requests.values().find(|r| r.status.is_some() && fits(r)).cloned()
        })
        .await
    }

    /// Waits for a message, in any channel, that fits.
    pub async fn wait_message(
        &self,
        fits: impl Fn(&Message) -> bool,
        deadline: Duration,
    ) -> Result<Message, WaitError> {
        self.wait("a message", deadline, |sim| {
            let state = sim.0.state();
            let mut found: Vec<&Message> =
                state.messages.values().filter(|m| !m.deleted && fits(m)).collect();
            found.sort_by_key(|message| message.id);
            found.first().copied().cloned()
        })
        .await
    }
}
