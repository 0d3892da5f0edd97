//! The layers together, against a server that says and does exactly what a test wants.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::retry::Retry;
use super::*;
use crate::domain::account::Condition;
use crate::domain::{ErrorStatus, Operation};

const SECRET: &str = "llk_0123456789abcdef";

/// What the server does with a request.
#[derive(Clone, Debug)]
enum Act {
    /// Sends these bytes and waits for the next request on the same connection.
    Answer(String),
    /// Sends these bytes and closes the connection.
    Close(String),
    /// Sends nothing and keeps the connection.
    Hang,
}

struct Server {
    base_url: Url,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

impl Server {
    /// A server that does what is told for each request in turn, and the last for all that follow.
    async fn start(acts: Vec<Act>) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = Url::parse(&format!("http://{}", socket.local_addr().unwrap())).unwrap();
        let server = Server { base_url, connections: Arc::default(), requests: Arc::default() };
        let (connections, requests) = (server.connections.clone(), server.requests.clone());
        let acts = Arc::new(Mutex::new(VecDeque::from(acts)));
        tokio::spawn(async move {
            while let Ok((stream, _)) = socket.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, acts.clone(), requests.clone()));
            }
        });
        server
    }

    fn stack(&self, limits: Limits) -> Stack {
        Stack::new(StackSettings {
            provider: ProviderName::LlamaLink,
            account: "shop".parse().unwrap(),
            base_url: self.base_url.clone(),
            limits,
            secrets: vec![SecretString::new(SECRET.to_owned())],
            credentials: vec![],
            judge,
            clients: Clients::default(),
        })
        .unwrap()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, acts: Arc<Mutex<VecDeque<Act>>>, requests: Arc<AtomicUsize>) {
    let mut received = Vec::new();
    loop {
        while !received.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => received.push(byte),
                Err(_) => return,
            }
        }
        received.clear();
        requests.fetch_add(1, Ordering::SeqCst);
        let act = {
            let mut acts = acts.lock().unwrap();
            if acts.len() > 1 { acts.pop_front() } else { acts.front().cloned() }
        };
        match act.unwrap() {
            Act::Answer(bytes) => stream.write_all(bytes.as_bytes()).await.unwrap(),
            Act::Close(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                return;
            }
            Act::Hang => std::future::pending().await,
        }
    }
}

fn judge(answer: &Answer) -> Result<(), Refusal> {
    let kind = match answer.status.as_u16() {
        200..300 => return Ok(()),
        404 => ErrorKind::NotFound,
        429 => ErrorKind::RateLimited { retry_after: answer.retry_after },
        400..500 => ErrorKind::Refused(None),
        _ => ErrorKind::ServerError,
    };
    Err(Refusal { kind, cause: answer.status.as_u16().to_string() })
}

fn answer(status: u16, headers: &str, body: &str) -> Act {
    let length = body.len();
    Act::Answer(format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    ))
}

fn good() -> Act {
    answer(200, "", "{}")
}

fn call(effect: Effect) -> Call {
    Call::new(Operation::ServerRestart, effect, Method::GET, Path::of(&["user", "vps"]), Shape::Map)
}

fn hasty() -> Limits {
    let patience = Duration::from_secs(1);
    Limits { read_timeout: patience, spend_timeout: patience, ..Limits::default() }
}

#[tokio::test]
async fn a_change_is_sent_exactly_once_whatever_becomes_of_it() {
    let half =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"a\":".to_owned();
    for (act, status) in [
        (Act::Close(String::new()), ErrorStatus::Ambiguous),
        (Act::Close("HTTP/1.1 200 OK\r\ncontent-le".to_owned()), ErrorStatus::Ambiguous),
        (Act::Close(half), ErrorStatus::Ambiguous),
        (Act::Hang, ErrorStatus::Ambiguous),
        (answer(500, "", "{}"), ErrorStatus::Ambiguous),
        (answer(503, "retry-after: 0\r\n", "{}"), ErrorStatus::Ambiguous),
        (answer(302, "location: /user/vps\r\n", ""), ErrorStatus::Ambiguous),
        (answer(200, "", "<html>"), ErrorStatus::Ambiguous),
        (answer(200, "", ""), ErrorStatus::Ambiguous),
        (answer(429, "retry-after: 0\r\n", "{}"), ErrorStatus::Temporary),
        (answer(404, "", "{}"), ErrorStatus::Permanent),
        (answer(409, "", "{}"), ErrorStatus::Permanent),
    ] {
        for effect in [Effect::Change, Effect::Spend] {
            let server = Server::start(vec![act.clone(), good()]).await;
            let limits = if matches!(act, Act::Hang) { hasty() } else { Limits::default() };
            let error = server.stack(limits).send(&call(effect)).await.unwrap_err();
            assert_eq!(error.status, status, "{effect:?} {act:?} {error}");
            assert_eq!(server.requests(), 1, "{effect:?} {act:?} {error}");
        }
    }
}

#[tokio::test]
async fn a_change_never_travels_on_a_connection_that_was_kept() {
    let server = Server::start(vec![good()]).await;
    let stack = server.stack(Limits::default());
    for _ in 0..2 {
        stack.send(&call(Effect::Read)).await.unwrap();
    }
    assert_eq!(server.connections(), 1, "reads share a connection");
    for changes in 1..4 {
        stack.send(&call(Effect::Change)).await.unwrap();
        assert_eq!(server.connections(), 1 + changes);
    }
}

#[tokio::test]
async fn a_read_on_a_connection_that_was_closed_meanwhile_is_made_again() {
    let server = Server::start(vec![good(), Act::Close(String::new()), good()]).await;
    let stack = server.stack(Limits::default());
    for _ in 0..2 {
        stack.send(&call(Effect::Read)).await.unwrap();
    }
    assert_eq!(server.requests(), 3);
}

/// A transport that fails as told and then succeeds.
struct Failing {
    failures: Mutex<VecDeque<Failure>>,
    calls: AtomicUsize,
}

#[async_trait]
impl Transport for Failing {
    async fn send(&self, _: &Call) -> Result<Reply, Failure> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match self.failures.lock().unwrap().pop_front() {
            Some(failure) => Err(failure),
            None => Ok(Reply { status: StatusCode::OK, json: Value::Null, file: None, digest: None }),
        }
    }
}

async fn tries(effect: Effect, failure: &Failure, times: usize) -> (usize, bool) {
    let failures = Mutex::new(VecDeque::from(vec![failure.clone(); times]));
    let inner = Arc::new(Failing { failures, calls: AtomicUsize::new(0) });
    let retry = Retry::new(inner.clone(), Duration::from_secs(20)).with_first_pause(Duration::from_millis(1));
    let result = retry.send(&call(effect)).await;
    (inner.calls.load(Ordering::SeqCst), result.is_ok())
}

#[async_trait]
impl Transport for Arc<Failing> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        self.as_ref().send(call).await
    }
}

fn failure(kind: ErrorKind, status: Option<u16>) -> Failure {
    let error = classify::error(ProviderName::LlamaLink, &call(Effect::Read), kind, "");
    let status = status.map(|status| StatusCode::from_u16(status).unwrap());
    Failure { status, ..error.into() }
}

#[tokio::test]
async fn a_read_is_made_again_twice_when_the_failure_may_pass_and_else_never() {
    let limited = || ErrorKind::RateLimited { retry_after: None };
    for (failure, passing) in [
        (failure(ErrorKind::Unreachable, None), true),
        (failure(ErrorKind::ConnectionLost, None), true),
        (failure(limited(), Some(429)), true),
        (failure(ErrorKind::ServerError, Some(500)), true),
        (failure(ErrorKind::ServerError, Some(502)), true),
        (failure(ErrorKind::ServerError, Some(503)), true),
        (failure(ErrorKind::ServerError, Some(504)), true),
        (failure(ErrorKind::ServerError, Some(501)), false),
        (failure(ErrorKind::Unauthorized, Some(403)), false),
        (failure(ErrorKind::NotFound, Some(404)), false),
        (failure(ErrorKind::PaymentRequired, Some(402)), false),
        (failure(ErrorKind::Refused(None), Some(400)), false),
        (failure(ErrorKind::Unreadable, Some(200)), false),
        (failure(ErrorKind::TooLarge, Some(200)), false),
        (failure(ErrorKind::Redirected, Some(302)), false),
        (failure(ErrorKind::Timeout, None), false),
    ] {
        assert_eq!(
            tries(Effect::Read, &failure, 9).await,
            (if passing { 3 } else { 1 }, false),
            "{failure:?}"
        );
        assert_eq!(
            tries(Effect::Read, &failure, 2).await,
            (if passing { 3 } else { 1 }, passing),
            "{failure:?}"
        );
        for effect in [Effect::Change, Effect::Spend] {
            assert_eq!(tries(effect, &failure, 9).await, (1, false), "{effect:?} {failure:?}");
        }
    }
}

#[tokio::test]
async fn retry_after_is_waited_out_when_the_time_allows_it() {
    let server = Server::start(vec![answer(429, "retry-after: 1\r\n", "{}"), good()]).await;
    let begun = Instant::now();
    server.stack(Limits::default()).send(&call(Effect::Read)).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_retry_after_beyond_the_time_ends_the_read_at_once() {
    for asked in ["30", "18446744073709551615", "Fri, 31 Dec 2100 23:59:59 GMT"] {
        let server = Server::start(vec![answer(503, &format!("retry-after: {asked}\r\n"), "{}")]).await;
        let begun = Instant::now();
        let error = server.stack(Limits::default()).send(&call(Effect::Read)).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::ServerError);
        assert!(begun.elapsed() < Duration::from_secs(5), "{asked}");
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn a_read_ends_in_time_however_often_it_is_made_again() {
    let drop = Act::Close(String::new());
    let server = Server::start(vec![drop, Act::Hang]).await;
    let limits = Limits { read_timeout: Duration::from_secs(2), ..Limits::default() };
    let begun = Instant::now();
    let stack = server.stack(limits);
    let error = stack.send(&call(Effect::Read)).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Timeout, ErrorStatus::Temporary));
    assert!((Duration::from_secs(2)..Duration::from_secs(10)).contains(&begun.elapsed()));
    assert_eq!(server.requests(), 2);
    assert!(matches!(stack.health().condition(), Condition::Failing { .. }));
}

#[tokio::test]
async fn a_change_that_got_no_turn_in_time_was_not_sent() {
    let server = Server::start(vec![Act::Hang]).await;
    let stack = server.stack(Limits { concurrency: 1, spend_timeout: Duration::from_secs(60), ..hasty() });
    let spend = call(Effect::Spend);
    let hanging = stack.send(&spend);
    let waiting = async {
        while server.requests() == 0 {
            tokio::task::yield_now().await;
        }
        stack.send(&call(Effect::Change)).await.unwrap_err()
    };
    let error = tokio::select! {
        _ = hanging => panic!("the first call should hang"),
        error = waiting => error,
    };
    assert_eq!((error.kind, error.status), (ErrorKind::Timeout, ErrorStatus::Temporary));
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn what_was_never_connected_was_never_sent() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = Url::parse(&format!("http://{}", socket.local_addr().unwrap())).unwrap();
    drop(socket);
    let server = Server { base_url, connections: Arc::default(), requests: Arc::default() };
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        let error = server.stack(Limits::default()).send(&call(effect)).await.unwrap_err();
        assert_eq!(
            (error.kind, error.status),
            (ErrorKind::Unreachable, ErrorStatus::Temporary),
            "{effect:?}"
        );
        assert!(!error.cause.contains("http://"), "{}", error.cause);
    }
}

#[tokio::test]
async fn an_answer_without_a_length_is_not_read_beyond_the_limit() {
    let chunk = format!("400\r\n{}\r\n", "a".repeat(0x400));
    let endless = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{}",
        chunk.repeat(5)
    );
    let server = Server::start(vec![Act::Answer(endless)]).await;
    let stack = server.stack(Limits { max_answer: 4096, ..Limits::default() });
    let error = stack.send(&call(Effect::Read)).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::TooLarge, ErrorStatus::Permanent));
}

#[tokio::test]
async fn the_body_of_an_error_is_not_waited_for() {
    let stalled =
        "HTTP/1.1 404 X\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{".to_owned();
    let server = Server::start(vec![Act::Answer(stalled)]).await;
    let error = server.stack(Limits::default()).send(&call(Effect::Change)).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::NotFound, ErrorStatus::Permanent));
}

#[tokio::test]
async fn a_purchase_that_is_refused_and_names_its_order_is_neither() {
    for (effect, body, expected) in [
        (Effect::Spend, r#"{"order_id":73}"#, ErrorStatus::Ambiguous),
        (Effect::Spend, r#"{"invoiceid":"9"}"#, ErrorStatus::Ambiguous),
        (Effect::Spend, r#"{"order_id":0,"order_num":null,"orderid":""}"#, ErrorStatus::Permanent),
        (Effect::Change, r#"{"order_id":73}"#, ErrorStatus::Permanent),
        (Effect::Read, r#"{"order_id":73}"#, ErrorStatus::Permanent),
    ] {
        let server = Server::start(vec![answer(409, "", body)]).await;
        let error = server.stack(Limits::default()).send(&call(effect)).await.unwrap_err();
        assert_eq!(error.status, expected, "{effect:?} {body}");
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn a_secret_that_the_provider_sends_back_does_not_come_in() {
    let server = Server::start(vec![answer(200, "", &format!(r#"{{"name":"x{SECRET}{SECRET}y"}}"#))]).await;
    let body = server.stack(Limits::default()).send(&call(Effect::Read)).await.unwrap();
    assert_eq!(body["name"], "x[redacted][redacted]y");
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
    let server = Server::start(vec![answer(200, "", &format!(r#"{{"{SECRET}":["{hex}", 7]}}"#))]).await;
    let body = server.stack(Limits::default()).send(&call(Effect::Read)).await.unwrap();
    assert_eq!(body, serde_json::json!({ "[redacted]": ["[redacted]", 7] }));

    let page =
        format!("HTTP/1.1 200 OK\r\ncontent-type: text/{SECRET}\r\ncontent-length: 20\r\n\r\n{SECRET}");
    let server = Server::start(vec![Act::Answer(page)]).await;
    let error = server.stack(Limits::default()).send(&call(Effect::Read)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
}

#[test]
fn a_base_url_that_would_send_secrets_in_the_clear_is_refused() {
    let settings = StackSettings {
        provider: ProviderName::LlamaLink,
        account: "shop".parse().unwrap(),
        base_url: Url::parse("http://api.example.com").unwrap(),
        limits: Limits::default(),
        secrets: vec![],
        credentials: vec![],
        judge,
        clients: Clients::default(),
    };
    assert!(matches!(Stack::new(settings), Err(SetupError::BaseUrl(BaseUrlError::Insecure))));
}
