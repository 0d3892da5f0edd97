//! The simulated Inferno answers as documented, keeps its state, and shows no key of those that ask it.

mod documented;
mod installs;
mod refusals;

use std::time::Duration;

use hostmaster::sandbox::inferno::{DOCUMENTED_CID, DOCUMENTED_KEY, Effect, Inferno, State};
use reqwest::Url;
use serde_json::Value;

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A simulator whose time stands still, and a client that knows its key.
struct Account {
    sim: Inferno,
    http: reqwest::Client,
}

impl Account {
    async fn documented() -> Self {
        Account::with(State::documented()).await
    }

    async fn with(mut state: State) -> Self {
        state.clock.freeze();
        let sim = Inferno::start(state).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap();
        Self { sim, http }
    }

    /// The address with the fields as its query.
    fn url(&self, fields: &[(&str, &str)]) -> Url {
        Url::parse_with_params(&self.sim.base_url(), fields).unwrap()
    }

    /// What an action is answered, always with a good status.
    async fn ask(&self, action: &str, fields: &[(&str, &str)]) -> String {
        let who = [("action", action), ("cid", DOCUMENTED_CID), ("key", DOCUMENTED_KEY)];
        let response = self.http.get(self.url(&[&who[..], fields].concat())).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.text().await.unwrap()
    }

    /// The answer to an action, which must be JSON.
    async fn json(&self, action: &str, fields: &[(&str, &str)]) -> Value {
        let body = self.ask(action, fields).await;
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }

    /// Posts JSON, with the key in a header where there is one.
    async fn post(&self, action: &str, key: Option<&str>, body: Value) -> Value {
        let mut request = self.http.post(self.url(&[("action", action)])).body(body.to_string());
        request = request.header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("x-key", key);
        }
        let answer = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    fn effects(&self) -> Vec<Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }
}
