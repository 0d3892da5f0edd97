//! What was last seen in an account: autocomplete and name resolution read it, so that no keystroke calls a provider.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Reads;
use crate::domain::server::Server;
use crate::domain::{Error, Operation};

/// How old a list may grow before a reader has it refreshed in the background.
const STALE_AFTER: Duration = Duration::from_secs(30);
/// How long after a failed refresh the next one may start.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// The account's servers as they were last listed, and how the last listing went.
pub struct Inventory {
    reads: Arc<dyn Reads>,
    state: Mutex<State>,
    refreshed: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    servers: Option<Arc<[Server]>>,
    failure: Option<Error>,
    attempted: Option<Instant>,
    running: bool,
}

/// What a reader of an inventory gets.
#[derive(Clone)]
pub enum Known {
    /// The servers as last listed.
    Servers(Arc<[Server]>),
    /// Nothing was ever listed: the last listing failed.
    Failed(Error),
    /// Nothing was ever listed: the first listing has not come back yet.
    Pending,
    /// The account's adapter lists no servers.
    Unsupported,
}

impl Inventory {
    /// An empty inventory of the account that the handle looks at.
    pub(super) fn new(reads: Arc<dyn Reads>) -> Arc<Self> {
        Arc::new(Inventory { reads, state: Mutex::default(), refreshed: watch::Sender::new(()) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A poisoned lock holds no half-written state: every write below is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a list that was just read.
    pub fn put(&self, servers: &[Server]) {
        let mut state = self.state();
        state.servers = Some(servers.into());
        state.failure = None;
        state.attempted = Some(Instant::now());
    }

    /// Takes in one server that was just read.
    pub fn put_one(&self, server: &Server) {
        let mut state = self.state();
        let Some(servers) = &state.servers else { return };
        let mut servers = servers.to_vec();
        match servers.iter_mut().find(|known| known.resource == server.resource) {
            // The single server may carry fewer facts than the list; its name and state are what is looked up here.
            Some(known) => {
                known.name.clone_from(&server.name);
                known.state = server.state.clone();
            }
            None => servers.push(server.clone()),
        }
        state.servers = Some(servers.into());
    }

    /// Starts a refresh in the background, unless one runs or the last is too recent.
    pub fn refresh(self: &Arc<Self>) {
        {
            let mut state = self.state();
            let pause = if state.failure.is_some() { RETRY_AFTER } else { STALE_AFTER };
            let recent = state.attempted.is_some_and(|at| at.elapsed() < pause);
            if state.running || recent || !self.reads.capability().offers(Operation::ServerList) {
                return;
            }
            state.running = true;
        }
        let inventory = self.clone();
        tokio::spawn(async move {
            let listed = inventory.reads.servers().await;
            {
                let mut state = inventory.state();
                state.running = false;
                state.attempted = Some(Instant::now());
                match listed {
                    Ok(servers) => {
                        state.servers = Some(servers.into());
                        state.failure = None;
                    }
                    Err(error) => {
                        tracing::warn!(account = %inventory.reads.account(), %error, "Could not list the servers.");
                        state.failure = Some(error);
                    }
                }
            }
            inventory.refreshed.send_replace(());
        });
    }

    /// What is known now, having a stale list refreshed in the background.
    pub fn known(self: &Arc<Self>) -> Known {
        self.refresh();
        let state = self.state();
        match (&state.servers, &state.failure) {
            (Some(servers), _) => Known::Servers(servers.clone()),
            (None, Some(error)) => Known::Failed(error.clone()),
            (None, None) if !self.reads.capability().offers(Operation::ServerList) => Known::Unsupported,
            (None, None) => Known::Pending,
        }
    }

    /// What is known, waiting for the first listing at most as long as told.
    pub async fn known_within(self: &Arc<Self>, wait: Duration) -> Known {
        let mut refreshed = self.refreshed.subscribe();
        let known = self.known();
        if !matches!(known, Known::Pending) {
            return known;
        }
        // Both the time-out and a closed channel leave what is known now.
        let _ = tokio::time::timeout(wait, refreshed.changed()).await;
        self.known()
    }
}
