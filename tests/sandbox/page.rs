//! A browser with the page open, and what it is told of as it happens.

use hostmaster::app::sandbox::Sandbox;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use crate::{OPS, SOON};

/// A browser with the page open.
pub struct Page {
    pub http: Client,
    pub base: String,
}

impl Page {
    pub fn of(sandbox: &Sandbox) -> Self {
        Page { http: Client::new(), base: format!("http://{}", sandbox.address()) }
    }

    pub async fn get(&self, path: &str) -> Value {
        let response = self.http.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        read(response).await
    }

    pub async fn try_post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let response = request.send().await.unwrap();
        (response.status(), read(response).await)
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.try_post(path, &body).await;
        assert_eq!(status, StatusCode::OK, "{path} {body}: {answer}");
        answer
    }

    pub async fn slash(&self, member: &str, command: &str, options: Value) {
        self.slash_in(OPS, member, command, options).await;
    }

    pub async fn slash_in(&self, channel: &str, member: &str, command: &str, options: Value) {
        let body = json!({ "member": member, "channel": channel, "command": command, "options": options });
        self.post("/client/slash", body).await;
    }

    /// What happens from now on, as a member sees it.
    pub async fn events(&self, member: &str) -> Events {
        let url = format!("{}/client/events?member={member}", self.base);
        let response = self.http.get(url).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = Events { response, text: String::new() };
        assert_eq!(events.next().await.0, "hello");
        events
    }
}

async fn read(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// The event stream.
pub struct Events {
    response: Response,
    text: String,
}

impl Events {
    async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (name, data) = event.split_once('\n').unwrap();
                let name = name.strip_prefix("event: ").unwrap().to_owned();
                let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
                self.text = rest.to_owned();
                return (name, data);
            }
            let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Waits for a message, new or edited, that fits.
    pub async fn message_that(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let search = async {
            loop {
                let (name, data) = self.next().await;
                if matches!(name.as_str(), "message_created" | "message_edited") && fits(&data) {
                    return data;
                }
            }
        };
        tokio::time::timeout(SOON, search).await.expect("a message that fits")
    }

    /// Waits for a form to be shown.
    pub async fn modal(&mut self) -> Value {
        let search = async {
            loop {
                let (name, data) = self.next().await;
                if name == "modal_shown" {
                    return data;
                }
            }
        };
        tokio::time::timeout(SOON, search).await.expect("a form")
    }

    /// Waits for a message, new or edited, that contains the text.
    pub async fn message(&mut self, text: &str) -> Value {
        self.message_that(|message| message.to_string().contains(text)).await
    }
}
