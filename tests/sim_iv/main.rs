//! The simulated IV answers as documented, queues tasks, and shows no password of those that ask it.

mod documented;
mod refusals;
mod tasks;

use std::time::Duration;

use hostmaster::sandbox::iv::{DOCUMENTED_NICK, DOCUMENTED_PASSWORD, Iv, State};
use reqwest::Url;
use serde_json::Value;

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A simulator whose time stands still, and a client that knows its password.
struct Account {
    sim: Iv,
    http: reqwest::Client,
}

impl Account {
    async fn documented() -> Self {
        let mut state = State::documented();
        state.clock.freeze();
        let sim = Iv::start(state).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap();
        Self { sim, http }
    }

    /// The address with the fields as its query.
    fn url(&self, fields: &[(&str, &str)]) -> Url {
        Url::parse_with_params(&self.sim.base_url(), fields).unwrap()
    }

    /// The status and the text of what a command is answered.
    async fn ask(&self, command: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let who = [("nick", DOCUMENTED_NICK), ("password", DOCUMENTED_PASSWORD), ("command", command)];
        self.get(&[&who[..], fields].concat()).await
    }

    async fn get(&self, fields: &[(&str, &str)]) -> (u16, String) {
        let response = self.http.get(self.url(fields)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// The answer to a command that must succeed.
    async fn json(&self, command: &str, fields: &[(&str, &str)]) -> Value {
        let (status, body) = self.ask(command, fields).await;
        assert_eq!(status, 200, "{command} {fields:?}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }
}
