//! The composition root: the only file that may import everything.

pub mod audit;
pub mod check;
pub mod commands;
pub mod completions;
mod console;
pub mod key;
pub mod offerings;
pub mod reload;
pub mod run;
pub mod sandbox;
mod terminal;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Url;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::actions::World;
use crate::catalogue::{self, Catalogue};
use crate::config::{self, Config, Credentials, KlikkLogin};
use crate::discord::gateway::{Connection, GatewayError, Handler};
use crate::discord::messenger::RestMessenger;
use crate::discord::render::Renderer;
use crate::discord::rest::{Rest, RestErrorKind, RestSetupError};
use crate::discord::sink::RestSink;
use crate::discord::words::Words;
use crate::dispatch::{Dispatch, Timing};
use crate::domain::{AccountName, Operation};
use crate::policy::Policy;
use crate::providers::http::Clients;
use crate::providers::inferno::{self, Inferno};
use crate::providers::iv::{self, Iv};
use crate::providers::klikk::{self, Klikk};
use crate::providers::layers::SetupError;
use crate::providers::lightlayer::{self, LightLayer};
use crate::providers::llamalink::{self, LlamaLink};
use crate::providers::{Account, Adapter, Registry};
use crate::relays::rules::Rules;
use crate::relays::{self, Relays, outbox};
use crate::store::{Store, StoreError};

/// How long finishing running work may take at a stop.
pub const STOP_PATIENCE: Duration = Duration::from_secs(9);
/// How long ending the sessions at the providers may take at a stop.
const LEAVING: Duration = Duration::from_millis(500);
/// How long one attempt to reach Discord at the start is tried.
const ATTEMPT: Duration = Duration::from_secs(15);
/// The longest pause between two such attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Why the bot cannot run.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The database cannot be used.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The compiled-in commands are faulty.
    #[error("the commands are faulty:\n{0}")]
    Catalogue(#[from] catalogue::Faults),
    /// An account cannot be set up.
    #[error("accounts.{account}: {cause}")]
    Account {
        /// The account.
        account: AccountName,
        /// Why.
        cause: SetupError,
    },
    /// Discord cannot be spoken with.
    #[error("discord: {0}")]
    Discord(#[from] RestSetupError),
    /// The connection with Discord failed for good.
    #[error("{0}")]
    Gateway(#[from] GatewayError),
}

/// What tests change about the bot, and nothing else does.
pub struct Options {
    /// The times that the pipeline keeps.
    pub timing: Timing,
    /// The times that deliveries to channels keep.
    pub delivery: outbox::Timing,
    /// The sentences.
    pub words: Words,
    /// Accounts beside the configured ones.
    pub accounts: Vec<Account>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            timing: Timing::default(),
            delivery: outbox::Timing::default(),
            words: Words::new(None),
            accounts: vec![],
        }
    }
}

/// The running bot.
pub struct App {
    dispatch: Dispatch,
    handler: Arc<Handler>,
    messenger: Arc<RestMessenger>,
    connection: Connection,
    relays: Relays,
    /// The configuration in force.
    config: Mutex<Config>,
    /// The accounts beside the configured ones.
    beside: Vec<Arc<Account>>,
    /// The HTTP clients that the accounts share.
    clients: Clients,
}

impl App {
    /// Starts the bot: settles what was open when it last stopped, then connects.
    ///
    /// Waits for Discord as long as that takes.
    pub async fn start(config: &Config, options: Options) -> Result<Self, AppError> {
        let store = Store::open(&config.store.url).await?;
        let renderer = Arc::new(Renderer::new(options.words, Catalogue::load()?));
        let beside: Vec<_> = options.accounts.into_iter().map(Arc::new).collect();
        let clients = Clients::default();
        let accounts = config.accounts.iter().map(|wanted| account(wanted, &clients));
        let mut accounts = accounts.collect::<Result<Vec<_>, _>>()?;
        accounts.extend_from_slice(&beside);
        for account in &accounts {
            account.servers().refresh();
        }
        let api_base = config.discord.api_base.as_ref().map(|base| base.as_str().to_owned());
        let rest = Rest::new(config.discord.token.clone(), api_base.as_deref())?;
        let messenger = Arc::new(RestMessenger::new(rest.clone(), renderer.clone()));
        let sink = RestSink::new(rest.clone(), renderer.clone(), options.delivery.patience);
        let relays = Relays::new(store.clone(), Arc::new(sink), options.delivery);
        let dispatch =
            Dispatch::new(world(config, accounts, store, &relays), messenger.clone(), options.timing);
        dispatch.settle().await?;
        relays.configure(watching(config), &dispatch.world().registry);
        relays.deliver();
        let sweeping = dispatch.clone();
        dispatch.spawn(async move { sweeping.sweep().await });

        let handler = Handler::new(dispatch.clone(), rest.clone(), renderer);
        let url = gateway_url(&rest).await?;
        let hearing = handler.clone();
        let hear = move |event| hearing.hear(event);
        let connection = Connection::open(rest, &config.discord.token, url, hear);
        let config = Mutex::new(config.clone());
        Ok(App { dispatch, handler, messenger, connection, relays, config, beside, clients })
    }

    /// Becomes true when the gateway is connected and the commands are as they should be.
    pub fn ready(&self) -> watch::Receiver<bool> {
        self.handler.ready()
    }

    /// Comes back when every audit line so far is committed.
    pub async fn flush_audit(&self) {
        self.dispatch.store().flush_audit().await;
    }

    /// Comes back when the connection with Discord has ended for good.
    pub async fn ended(&mut self) -> AppError {
        self.connection.ended().await.into()
    }

    /// Stops taking work, finishes what runs, and closes the store; says whether all work ended in time.
    pub async fn stop(mut self) -> bool {
        self.connection.close().await;
        let (finished, delivered) =
            tokio::join!(self.dispatch.stop(STOP_PATIENCE), self.relays.stop(STOP_PATIENCE));
        let world = self.dispatch.world();
        tokio::join!(sign_out(&world.registry, LEAVING), world.store.close());
        finished && delivered
    }
}

/// What the pipeline works on, as the configuration says.
fn world(config: &Config, accounts: Vec<Arc<Account>>, store: Store, relays: &Relays) -> World {
    World {
        policy: Policy::new(
            config.discord.guilds.clone(),
            config.policy.grants.clone(),
            config.policy.contact.clone(),
        ),
        registry: Registry::new(accounts),
        store,
        private_replies: config.policy.private_replies.clone(),
        confirm: config.confirm.expires,
        relays: config.relays.clone(),
        owed: relays.outbox().bell(),
    }
}

/// What the relays work by, as the configuration says.
fn watching(config: &Config) -> relays::Settings {
    let floor = |account: &config::Account| Some((account.name.clone(), account.balance_floor?));
    relays::Settings {
        rules: Rules {
            relays: config.relays.clone(),
            fallback: config.watch.fallback_channel,
            ..Rules::default()
        },
        interval: config.watch.interval,
        floors: config.accounts.iter().filter_map(floor).collect(),
        origins: config.accounts.iter().map(|account| (account.name.clone(), origin(account))).collect(),
    }
}

/// Where an account is and as whom it asks there. A key or a password may change, and it is the same account.
fn origin(account: &config::Account) -> String {
    let (user, base_url) = match &account.credentials {
        Credentials::LlamaLink { .. } => (String::new(), llamalink::config::BASE_URL),
        Credentials::LightLayer { username, .. } => (username.clone(), lightlayer::config::BASE_URL),
        Credentials::Iv { nick, .. } => (nick.clone(), iv::config::BASE_URL),
        Credentials::Inferno { cid, .. } => (cid.to_string(), inferno::config::BASE_URL),
        Credentials::Klikk(KlikkLogin::Token(_)) => (String::new(), klikk::config::BASE_URL),
        Credentials::Klikk(KlikkLogin::Password { username, .. }) => {
            (username.clone(), klikk::config::BASE_URL)
        }
    };
    let base_url = account.base_url.as_ref().map_or(base_url, |url| url.as_str());
    format!("{} {} {user}", account.provider(), base_url.trim_end_matches('/'))
}

/// The account's adapter, as its configuration says.
fn account(account: &config::Account, clients: &Clients) -> Result<Arc<Account>, AppError> {
    let adapter = adapter(account, clients)
        .map_err(|cause| AppError::Account { account: account.name.clone(), cause })?;
    Ok(Arc::new(Account::new(adapter, account.timezone.clone())))
}

fn adapter(account: &config::Account, clients: &Clients) -> Result<Arc<dyn Adapter>, SetupError> {
    let name = account.name.clone();
    Ok(match &account.credentials {
        Credentials::LlamaLink { key, rates } => {
            let settings = llamalink::Settings {
                base_url: account.base_url.clone(),
                key: key.clone(),
                currency: account.currency,
                rates: *rates,
                limits: account.limits,
                clients: clients.clone(),
            };
            Arc::new(LlamaLink::new(name, settings)?)
        }
        Credentials::LightLayer { login, username, password } => {
            let settings = lightlayer::Settings {
                base_url: account.base_url.clone(),
                login: *login,
                username: username.clone(),
                password: password.clone(),
                timezone: account.timezone.clone(),
                currency: account.currency,
                limits: account.limits,
                clients: clients.clone(),
            };
            Arc::new(LightLayer::new(name, settings)?)
        }
        Credentials::Iv { nick, password, http_method, graph_viewer_ip, link_hosts } => {
            let settings = iv::Settings {
                base_url: account.base_url.clone(),
                nick: nick.clone(),
                password: password.clone(),
                http_method: *http_method,
                graph_viewer_ip: *graph_viewer_ip,
                link_hosts: link_hosts.clone(),
                timezone: account.timezone.clone(),
                currency: account.currency,
                limits: account.limits,
                clients: clients.clone(),
            };
            Arc::new(Iv::new(name, settings)?)
        }
        Credentials::Inferno { cid, key, transport, .. } => {
            let settings = inferno::Settings {
                base_url: account.base_url.clone(),
                cid: *cid,
                key: key.clone(),
                transport: *transport,
                timezone: account.timezone.clone(),
                currency: account.currency,
                limits: account.limits,
                clients: clients.clone(),
            };
            Arc::new(Inferno::new(name, settings)?)
        }
        Credentials::Klikk(login) => {
            let settings = klikk::Settings {
                base_url: account.base_url.clone(),
                login: login.clone(),
                limits: account.limits,
                clients: clients.clone(),
            };
            Arc::new(Klikk::new(name, settings)?)
        }
    })
}

/// Ends the accounts' sessions at their providers, as far as that goes quickly.
async fn sign_out(registry: &Registry, patience: Duration) {
    let leaving = registry.iter().filter(|account| account.has(Operation::SignOut)).map(|account| async {
        if let Err(error) = account.session().sign_out().await {
            tracing::debug!(account = %account.name(), %error, "A session was not ended; it ends by itself.");
        }
    });
    let _ = tokio::time::timeout(patience, join_all(leaving)).await;
}

/// Where the gateway is, asked until Discord answers.
async fn gateway_url(rest: &Rest) -> Result<Url, AppError> {
    let mut pause = Duration::from_secs(1);
    loop {
        match rest.gateway_url(Instant::now() + ATTEMPT).await {
            Ok(url) => return Ok(url),
            Err(error) if matches!(error.kind, RestErrorKind::Unauthorized) => {
                return Err(GatewayError::Token.into());
            }
            Err(error) => {
                tracing::warn!(%error, retry_in_s = pause.as_secs(), "Discord does not tell where its gateway is.");
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
