//! The REST server: faults, authentication, rate limits and records around every route.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request as HttpRequest, State as AxumState};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::attachments::Upload;
use super::connection::{CuttableListener, Knife};
use super::error::ApiError;
use super::faults::{Scope, Trouble, strike};
use super::limits::Verdict;
use super::record::Request;
use super::routes::{self, Route};
use super::{Simulator, multipart};

const MAX_BODY: usize = 30 * 1024 * 1024;

/// Serves REST for ever.
pub(super) async fn serve(simulator: Simulator, listener: TcpListener) {
    let knife = simulator.0.knife.clone();
    let router = Router::new().fallback(handle).with_state(simulator);
    let service = router.into_make_service_with_connect_info::<Knife>();
    // The listener never fails, so neither does this.
    let _ = axum::serve(CuttableListener { listener, knife }, service).await;
}

/// What a handler needs to know about a request.
pub(super) struct Call {
    pub query: String,
    pub body: Value,
    pub uploads: Vec<Upload>,
}

impl Call {
    pub fn query(&self, key: &str) -> Option<&str> {
        self.query.split('&').filter_map(|pair| pair.split_once('=')).find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    pub fn flag(&self, key: &str) -> bool {
        matches!(self.query(key), Some("true" | "True" | "1"))
    }
}

enum Reply {
    Json(u16, Value, Option<Box<Verdict>>),
    RateLimited { wait: f64, scope: Scope, verdict: Box<Verdict> },
    Raw { status: u16, content_type: String, body: Bytes },
}

async fn handle(
    AxumState(simulator): AxumState<Simulator>,
    ConnectInfo(knife): ConnectInfo<Knife>,
    request: HttpRequest,
) -> Response {
    let (parts, body) = request.into_parts();
    let method = parts.method.as_str().to_owned();
    let full_path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    if let Some(path) = full_path.strip_prefix("/attachments/") {
        return into_response(attachment(&simulator, path));
    }
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return into_response(Reply::Json(413, ApiError::body_too_large().body(), None));
    };
    let path = strip_version(&full_path).unwrap_or(&full_path).to_owned();
    let parsed = parse_body(&parts.headers, &bytes);
    let number = record(&simulator, &method, &path, &query, &parts.headers, &parsed);
    let trouble = {
        let mut state = simulator.0.state();
        strike(&mut state.faults, &method, &path)
    };
    match &trouble {
        Some(Trouble::Delay(by)) => tokio::time::sleep(*by).await,
        Some(Trouble::Hang) => std::future::pending().await,
        Some(Trouble::DropBefore) => return cut(&knife),
        _ => {}
    }
    let versioned = strip_version(&full_path).is_some();
    let scripted = trouble.as_ref().and_then(Scripted::from_trouble);
    let reply = answer(
        &simulator,
        Incoming { method, path, query, headers: parts.headers, versioned, parsed },
        scripted,
    );
    match trouble {
        Some(Trouble::DropAfter) => return cut(&knife),
        Some(Trouble::HangAfter) => std::future::pending().await,
        Some(Trouble::DelayAnswer(by)) => tokio::time::sleep(by).await,
        Some(Trouble::StatusAfter(status)) => {
            let reply = Reply::Json(status, short(status), None);
            finish_record(&simulator, number, &reply);
            return into_response(reply);
        }
        _ => {}
    }
    finish_record(&simulator, number, &reply);
    into_response(reply)
}

/// An answer that a fault prescribes instead of processing.
enum Scripted {
    RateLimited(f64, Scope),
    Status(u16),
    Garbage(u16, String, String),
}

impl Scripted {
    fn from_trouble(trouble: &Trouble) -> Option<Self> {
        match trouble {
            Trouble::RateLimited { retry_after, scope } => Some(Self::RateLimited(*retry_after, *scope)),
            Trouble::Status(status) => Some(Self::Status(*status)),
            Trouble::Garbage { status, content_type, body } => {
                Some(Self::Garbage(*status, content_type.clone(), body.clone()))
            }
            _ => None,
        }
    }
}

fn short(status: u16) -> Value {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    json!({ "message": format!("{status}: {}", reason.unwrap_or("Unknown")), "code": 0 })
}

/// Cuts the connection; the response is never written.
fn cut(knife: &Knife) -> Response {
    knife.cut();
    Response::new(Body::empty())
}

fn strip_version(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/api/v")?;
    let (version, rest) = rest.split_at(rest.find('/')?);
    version.parse::<u8>().ok().map(|_| rest)
}

struct Incoming {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    versioned: bool,
    parsed: Result<(Value, Vec<Upload>), ApiError>,
}

fn answer(simulator: &Simulator, incoming: Incoming, scripted: Option<Scripted>) -> Reply {
    let mut state = simulator.0.state();
    let Incoming { method, path, query, headers, versioned, parsed } = incoming;
    let route = match Route::parse(&method, &path) {
        Ok(route) if versioned => route,
        other => {
            let error = other.err().unwrap_or_else(ApiError::not_found);
            state.violation("unknown", format!("{method} {path}: {}", error.message));
            return Reply::Json(error.status, error.body(), None);
        }
    };
    let (name, major) = (route.name(), route.major());
    let interaction = route.is_interaction();
    let now = state.clock.now();
    let mut verdict = Box::new(state.limiter.take(name, &major, !interaction, now));
    if verdict.ignored_wait {
        state.violation("retry_after", format!("{method} {path} came although the bot was told to wait"));
    }
    match scripted {
        Some(Scripted::RateLimited(wait, scope)) => {
            let wait_for = Duration::from_secs_f64(wait.clamp(0.0, 1e6));
            state.limiter.told(name, &major, scope == Scope::Global, wait_for, now);
            if scope != Scope::Shared {
                state.invalid_requests += 1;
            }
            return Reply::RateLimited { wait, scope, verdict };
        }
        Some(Scripted::Status(status)) => return Reply::Json(status, short(status), Some(verdict)),
        Some(Scripted::Garbage(status, content_type, body)) => {
            return Reply::Raw { status, content_type, body: body.into() };
        }
        None => {}
    }
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    if !agent.starts_with("DiscordBot (") {
        state.violation(
            "user_agent",
            format!("{method} {path}: User-Agent {agent:?} is not `DiscordBot (url, version)`"),
        );
    }
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = authorization.and_then(|value| value.strip_prefix("Bot "));
    if !interaction && token != Some(simulator.0.options.token.as_str()) {
        state.invalid_requests += 1;
        state.violation("unauthorized", format!("{method} {path} without the bot's token"));
        return Reply::Json(401, ApiError::unauthorized().body(), Some(verdict));
    }
    if let Some((wait, global)) = verdict.refused.take() {
        state.invalid_requests += 1;
        let scope = if global { Scope::Global } else { Scope::User };
        return Reply::RateLimited { wait: wait.as_secs_f64(), scope, verdict };
    }
    let outcome = parsed.and_then(|(body, uploads)| {
        routes::answer(simulator, &mut state, route, Call { query, body, uploads })
    });
    match outcome {
        Ok((status, body)) => Reply::Json(status, body, Some(verdict)),
        Err(error) => {
            match error.status {
                401 | 403 => {
                    state.invalid_requests += 1;
                    state.violation("permission", format!("{method} {path}: {}", error.message));
                }
                400 if error.code != 40060 => {
                    let tree = error.errors.as_ref().map(Value::to_string).unwrap_or_default();
                    state.violation("form", format!("{method} {path}: {} {tree}", error.message));
                }
                _ => {}
            }
            Reply::Json(error.status, error.body(), Some(verdict))
        }
    }
}

fn parse_body(headers: &HeaderMap, bytes: &Bytes) -> Result<(Value, Vec<Upload>), ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if let Some(boundary) = multipart::boundary(content_type) {
        return multipart::parse(bytes, &boundary);
    }
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    if !content_type.starts_with("application/json") {
        return Err(ApiError::new(
            400,
            50035,
            format!("Expected \"Content-Type\" header to be application/json, got {content_type:?}"),
        ));
    }
    let json = serde_json::from_slice(bytes).map_err(|_| ApiError::invalid_json())?;
    Ok((json, Vec::new()))
}

fn record(
    simulator: &Simulator,
    method: &str,
    path: &str,
    query: &str,
    headers: &HeaderMap,
    parsed: &Result<(Value, Vec<Upload>), ApiError>,
) -> Option<u64> {
    let mut state = simulator.0.state();
    if state.lean {
        return None;
    }
    let headers = headers
        .iter()
        .map(|(name, value)| {
            let value = value.to_str().unwrap_or_default();
            // The scheme is of interest, the token must not spread.
            let shown = if name == header::AUTHORIZATION {
                format!("{} ...", value.split(' ').next().unwrap_or_default())
            } else {
                value.to_owned()
            };
            (name.as_str().to_owned(), shown)
        })
        .collect();
    let (body, files) = match parsed {
        Ok((body, uploads)) => (body.clone(), uploads.iter().map(|upload| upload.filename.clone()).collect()),
        Err(_) => (Value::Null, Vec::new()),
    };
    let request = Request {
        at: state.clock.now(),
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
        files,
        status: None,
        answer: Value::Null,
    };
    let number = state.number();
    state.requests.insert(number, request);
    state.bump();
    Some(number)
}

fn finish_record(simulator: &Simulator, number: Option<u64>, reply: &Reply) {
    let Some(number) = number else { return };
    let mut state = simulator.0.state();
    if let Some(request) = state.requests.get_mut(&number) {
        let (status, answer) = match reply {
            Reply::Json(status, body, _) => (*status, body.clone()),
            Reply::RateLimited { .. } => (429, Value::Null),
            Reply::Raw { status, .. } => (*status, Value::Null),
        };
        request.status = Some(status);
        request.answer = answer;
    }
    state.bump();
}

fn attachment(simulator: &Simulator, path: &str) -> Reply {
    let id = path.split('/').nth(2).and_then(|id| id.parse::<u64>().ok());
    let state = simulator.0.state();
    let mut files = state.messages.values().filter(|m| !m.deleted).flat_map(|message| &message.attachments);
    match files.find(|file| Some(file.id) == id) {
        // Whatever the bot uploaded must not run as a page of ours.
        Some(file) => Reply::Raw {
            status: 200,
            content_type: if file.content_type.starts_with("image/") && !file.content_type.contains("svg") {
                file.content_type.clone()
            } else {
                "application/octet-stream".into()
            },
            body: file.data.clone(),
        },
        None => Reply::Json(404, ApiError::not_found().body(), None),
    }
}

fn into_response(reply: Reply) -> Response {
    let mut response;
    let verdict;
    let mut scope = Scope::User;
    match reply {
        Reply::Json(status, body, given) => {
            verdict = given;
            response = if status == 204 {
                Response::new(Body::empty())
            } else {
                let mut response = Response::new(Body::from(body.to_string()));
                response
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            };
            *response.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        }
        Reply::RateLimited { wait, scope: given_scope, verdict: given } => {
            verdict = Some(given);
            scope = given_scope;
            let global = scope == Scope::Global;
            let message = if scope == Scope::Shared {
                "The resource is being rate limited."
            } else {
                "You are being rate limited."
            };
            let body = json!({ "message": message, "retry_after": (wait * 1000.0).ceil() / 1000.0, "global": global });
            response = Response::new(Body::from(body.to_string()));
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            set(headers, "retry-after", &(wait.ceil() as u64).to_string());
            if global {
                set(headers, "x-ratelimit-global", "true");
            }
            let name = match scope {
                Scope::User => "user",
                Scope::Global => "global",
                Scope::Shared => "shared",
            };
            set(headers, "x-ratelimit-scope", name);
        }
        Reply::Raw { status, content_type, body } => {
            verdict = None;
            response = Response::new(Body::from(body));
            *response.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            set(response.headers_mut(), "content-type", &content_type);
            set(response.headers_mut(), "x-content-type-options", "nosniff");
        }
    }
    if let Some(verdict) = verdict.filter(|_| scope != Scope::Global) {
        let headers = response.headers_mut();
        let seconds = verdict.reset_after.as_secs_f64();
        let unix = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        set(headers, "x-ratelimit-limit", &verdict.limit.to_string());
        set(headers, "x-ratelimit-remaining", &verdict.remaining.to_string());
        set(headers, "x-ratelimit-reset", &format!("{:.3}", unix.as_secs_f64() + seconds));
        set(headers, "x-ratelimit-reset-after", &format!("{seconds:.3}"));
        set(headers, "x-ratelimit-bucket", &verdict.bucket);
    }
    response
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
