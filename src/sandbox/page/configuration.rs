//! The configuration in force, over HTTP: what its members may begin with, and what became of reading its file again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

/// What the page shows of the configuration in force.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Configuration {
    /// The path of its file, where it is not the sandbox's own.
    pub file: Option<String>,
    /// The names of its accounts.
    pub accounts: Vec<String>,
    /// Whom one can act as, in the order of the file.
    pub members: Vec<Beginning>,
    /// What became of the file when it was last read again.
    pub read: Option<ReadAgain>,
}

/// What a member may begin with.
#[derive(Clone, Debug, Serialize)]
pub struct Beginning {
    /// The member's id.
    pub id: String,
    /// The guild in which they act.
    pub guild: String,
    /// What to know about the member besides the roles.
    pub note: Option<&'static str>,
    /// The id of the channel where the member has something to do.
    pub channel: String,
    /// By the id of a channel, the commands that the member may use there.
    pub tries: BTreeMap<String, Vec<&'static str>>,
}

/// What became of a file that was read again.
#[derive(Clone, Debug, Serialize)]
pub struct ReadAgain {
    /// When that was.
    pub at: String,
    /// Whether it is in force now.
    pub taken_over: bool,
    /// What there is to say about it, a line for each thing.
    pub text: String,
}

/// What whoever serves the page changes while it is looked at.
#[derive(Clone, Debug, Default)]
pub struct SharedConfiguration(Arc<Mutex<Configuration>>);

impl SharedConfiguration {
    /// Changes what is shown from now on.
    pub fn change(&self, change: impl FnOnce(&mut Configuration)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn now(&self) -> Configuration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The one route.
pub(super) fn router(configuration: SharedConfiguration) -> Router {
    Router::new().route("/sandbox/configuration", get(look)).with_state(configuration)
}

async fn look(State(configuration): State<SharedConfiguration>) -> Json<Configuration> {
    Json(configuration.now())
}
