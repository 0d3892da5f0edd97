//! The simulated LlamaLink answers as documented, and fails as told.

mod documented;
mod faults;
mod purchases;
mod record;
mod servers;

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Effect, LlamaLink, Outcome, State};
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

const RESTARTED: Effect = Effect::Restarted { server: 42 };

/// A simulator whose time stands still, and a client with its key.
struct Account {
    sim: LlamaLink,
    http: reqwest::Client,
    key: String,
}

impl Account {
    async fn documented() -> Self {
        Self::start(State::documented()).await
    }

    async fn start(mut state: State) -> Self {
        state.clock.freeze();
        let key = state.key.expose_secret().clone();
        let sim = LlamaLink::start(state).await.unwrap();
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(SOON)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { sim, http, key }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.sim.base_url())).bearer_auth(&self.key)
    }

    async fn get(&self, path: &str) -> (u16, String) {
        read(self.request(Method::GET, path)).await
    }

    async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).await.1).unwrap()
    }

    async fn buy(&self, path: &str, op_id: &str, body: Value) -> (u16, String) {
        let request = self.request(Method::POST, path).header("content-type", "application/json");
        read(request.header("x-provision-op-id", op_id).body(body.to_string())).await
    }

    /// Sends a restart of server 42 and leaves the test free to do something else.
    fn restart_in_background(&self) -> tokio::task::JoinHandle<reqwest::Result<u16>> {
        let request = self.request(Method::GET, "/user/vps/restart/42");
        tokio::spawn(async move { Ok(request.send().await?.status().as_u16()) })
    }

    fn effects(&self) -> Vec<Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }

    fn last_outcome(&self) -> Outcome {
        self.sim.requests().last().unwrap().outcome
    }
}

async fn read(request: reqwest::RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

fn spark() -> Value {
    json!({"planId": "spark", "os": "ubuntu-22"})
}

fn custom(price: Value) -> Value {
    json!({"name": "my-api-vps", "cpuType": "xeonE5", "cpuCores": 4, "ram": 8, "storageType": "ssd", "storageGB": 160,
           "ipv4": 1, "estimatedPrice": price, "os": "ubuntu-22"})
}
