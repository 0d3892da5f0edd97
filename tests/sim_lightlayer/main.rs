//! The simulated LightLayer answers as documented, fails as told, and things happen there by themselves.

mod access;
mod documented;
mod faults;
mod happenings;
mod money;
mod networks;
mod services;
mod tickets;
mod vms;

use std::time::Duration;

use hostmaster::sandbox::lightlayer::{
    DOCUMENTED_PASSWORD, DOCUMENTED_USERNAME, Effect, LightLayer, Outcome, State,
};
use reqwest::Method;
use serde_json::{Value, json};

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A simulator whose time stands still, and a client with its password.
struct Account {
    sim: LightLayer,
    http: reqwest::Client,
}

impl Account {
    async fn documented() -> Self {
        Self::start(State::documented()).await
    }

    async fn start(mut state: State) -> Self {
        state.clock.freeze();
        let sim = LightLayer::start(state).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap();
        Self { sim, http }
    }

    /// A request without any credential.
    fn bare(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.sim.base_url()))
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.bare(method, path).basic_auth(DOCUMENTED_USERNAME, Some(DOCUMENTED_PASSWORD))
    }

    /// The answer to a GET that must succeed.
    async fn json(&self, path: &str) -> Value {
        let (status, body) = read(self.request(Method::GET, path)).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        read(with_json(self.request(Method::POST, path), &body)).await
    }

    async fn put(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::PUT, path)).await
    }

    fn reply_in_background(&self) -> tokio::task::JoinHandle<reqwest::Result<u16>> {
        let request = with_json(self.request(Method::POST, "/tickets/736633"), &json!({"body": "Thanks."}));
        tokio::spawn(async move { Ok(request.send().await?.status().as_u16()) })
    }

    fn effects(&self) -> Vec<Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }

    fn last_outcome(&self) -> Outcome {
        self.sim.requests().last().unwrap().outcome
    }
}

fn with_json(request: reqwest::RequestBuilder, body: &Value) -> reqwest::RequestBuilder {
    request.header("content-type", "application/json").body(body.to_string())
}

async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let (status, body) = (response.status().as_u16(), response.text().await.unwrap());
    (status, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}

/// The reply that the background request adds in the documented state.
const REPLIED: Effect = Effect::ReplyAdded { ticket: 736_633, reply: 930 };
