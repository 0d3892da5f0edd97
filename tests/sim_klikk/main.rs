//! The simulated Klikk answers as documented, keeps its state, and lets in whom it should.

mod access;
mod documented;

use std::time::Duration;

use hostmaster::sandbox::klikk::{DOCUMENTED_TOKEN, Effect, Klikk, State};
use reqwest::StatusCode;
use serde_json::Value;

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A simulator whose time stands still, and a client that knows its token.
struct Account {
    sim: Klikk,
    http: reqwest::Client,
}

impl Account {
    async fn documented() -> Self {
        Account::with(State::documented()).await
    }

    async fn with(mut state: State) -> Self {
        state.clock.freeze();
        let sim = Klikk::start(state).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap();
        Self { sim, http }
    }

    /// What a body is answered, with these headers: the status and the text.
    async fn post(&self, headers: &[(&str, &str)], body: &Value) -> reqwest::Response {
        let mut request = self.http.post(self.sim.base_url()).body(body.to_string());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    /// The same with the token.
    async fn ask(&self, body: &Value) -> (StatusCode, String) {
        let response = self.post(&[("x-account-token", DOCUMENTED_TOKEN)], body).await;
        (response.status(), response.text().await.unwrap())
    }

    /// The good answer to a body, which must be JSON.
    async fn json(&self, body: Value) -> Value {
        let (status, text) = self.ask(&body).await;
        assert_eq!(status, 200, "{body} {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    fn effects(&self) -> Vec<Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }
}
