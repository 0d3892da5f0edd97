//! A server that answers each request with the next step of a script, on a bare socket, so that it may also not answer.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
pub(super) enum Step {
    Reply(u16, Vec<(&'static str, String)>, String),
    /// Closes the connection without a word.
    Close,
    /// Keeps the connection open without a word.
    Hang,
    /// Closes it in the middle of the body.
    BreakOff(u16),
}

impl Step {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::Reply(status, vec![("content-type", "application/json".to_owned())], body.to_string())
    }

    pub(super) fn empty(status: u16) -> Self {
        Self::Reply(status, Vec::new(), String::new())
    }

    pub(super) fn limited(seconds: f64, global: bool) -> Self {
        Self::json(429, &serde_json::json!({"message": "slow", "retry_after": seconds, "global": global}))
    }
}

/// One request as it came in.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Method and path.
    pub(super) line: String,
    /// Everything up to the body, in lower case.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

pub(super) struct Server {
    pub(super) base: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(super) async fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script = Arc::new(Mutex::new(script.into_iter().collect::<VecDeque<_>>()));
        let (requests, steps) = (seen.clone(), script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, requests.clone(), steps.clone()));
            }
        });
        Self { base, seen }
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }
}

async fn serve(mut stream: TcpStream, seen: Arc<Mutex<Vec<Seen>>>, script: Arc<Mutex<VecDeque<Step>>>) {
    while let Some(request) = read(&mut stream).await {
        seen.lock().unwrap().push(request);
        let step = script.lock().unwrap().pop_front();
        match step {
            Some(Step::Reply(status, headers, body)) => {
                let mut head = format!("HTTP/1.1 {status} Whatever\r\n");
                for (name, value) in headers {
                    head += &format!("{name}: {value}\r\n");
                }
                if status != 204 {
                    head += &format!("content-length: {}\r\n", body.len());
                }
                stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.unwrap();
            }
            Some(Step::Close) => return,
            Some(Step::Hang) => std::future::pending().await,
            Some(Step::BreakOff(status)) => {
                let head = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: 900\r\n\r\n{{\"id\":");
                stream.write_all(head.as_bytes()).await.unwrap();
                return;
            }
            None => {
                stream.write_all(b"HTTP/1.1 418 Script is over\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            }
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let split = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut body = bytes.split_off(split);
    let head = String::from_utf8(bytes).unwrap();
    let line = head.lines().next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let head = head.to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { line, head, body })
}
