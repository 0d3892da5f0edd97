//! How a call is sent: the limiter first, then attempts until one is answered, refused, or none may follow.

use std::time::Duration;

use jiff::Timestamp;
use rand::Rng;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, USER_AGENT};
use reqwest::{Method, StatusCode, multipart};
use secrecy::SecretString;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::call::{Call, Doubt, Fate};
use super::endpoint::Endpoint;
use super::error::{Refusal, clean};
use super::{Rest, RestError, RestErrorKind};
use crate::discord::limits::Answer;

const LONGEST_ANSWER: usize = 8 * 1024 * 1024;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The same for a first answer, whose three seconds are to be used.
const LONGEST_CALLBACK_PAUSE: Duration = Duration::from_millis(400);
/// "Interaction has already been acknowledged."
const ALREADY_ACKNOWLEDGED: u32 = 40_060;
/// Discord turns away clients that do not present themselves in this form.
const PRESENTED: &str = concat!(
    "DiscordBot (https://github.com/serenity-rs/serenity, 0.12) hostmaster/",
    env!("CARGO_PKG_VERSION")
);

/// How one attempt ended.
enum Attempt {
    Done(Vec<u8>),
    /// Refused for good.
    Refused(RestErrorKind),
    /// 429: not before the instant.
    Limited(Instant),
    /// No answer, or none that means anything.
    Broken(Broken),
}

struct Broken {
    fate: Fate,
    /// How long the server asks to wait.
    wait: Option<Duration>,
    detail: String,
}

impl Rest {
    /// Sends a call until it is answered, refused, or given up, and returns the body of the answer.
    ///
    /// What is too large for Discord goes without its files: the words are the answer.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Vec<u8>, RestError> {
        let mut doubt: Doubt = None;
        let sent = self.send_whole(call, &mut doubt).await;
        match (&sent, call.without_files()) {
            (Err(RestError { kind: RestErrorKind::TooLarge, route, .. }), Some(bare)) => {
                tracing::warn!(%route, "A picture is too large for Discord; sending the words alone.");
                self.send_whole(&bare, &mut doubt).await
            }
            _ => sent,
        }
    }

    /// `doubt` is of what was sent for the same before, and is left as it is when this ends.
    async fn send_whole(&self, call: &Call<'_>, doubt: &mut Doubt) -> Result<Vec<u8>, RestError> {
        let Some(path) = call.endpoint.path() else {
            return Err(call.error(RestErrorKind::Invalid(0, "malformed interaction token".into()), ""));
        };
        let url = format!("{}{path}", self.0.base.as_str().trim_end_matches('/'));
        let key = call.key();
        let mut failures = 0_u32;
        let mut limits = 0_u32;
        loop {
            let last_moment = call.last_moment(*doubt);
            if Instant::now() >= last_moment {
                return Err(call.give_up(RestErrorKind::Deadline, *doubt, ""));
            }
            let request = self
                .request(call, &url)
                .map_err(|e| call.error(RestErrorKind::Invalid(0, self.describe(call, e)), ""))?;
            let Ok(permit) = self.0.limiter.acquire(key, last_moment).await else {
                return Err(call.give_up(RestErrorKind::RateLimited, *doubt, ""));
            };
            let outcome = match self.attempt(call, request).await {
                Err(broken) => {
                    drop(permit);
                    Attempt::Broken(broken)
                }
                Ok((status, headers, body)) => {
                    let told = Answer::read(status.as_u16(), &headers, body.as_deref().unwrap_or_default());
                    let not_before = permit.answered(&told);
                    self.judge(call, status, body, &told, not_before, doubt.is_some())
                }
            };
            let (again_at, reason, detail) = match outcome {
                Attempt::Done(body) => return Ok(body),
                Attempt::Refused(kind) => return Err(call.error(kind, "")),
                Attempt::Limited(not_before) => {
                    limits += 1;
                    let again_at = not_before.max(Instant::now() + pause(limits));
                    tracing::debug!(route = %key.name, limits, "Discord answered 429");
                    (again_at, RestErrorKind::RateLimited, String::new())
                }
                Attempt::Broken(broken) => {
                    failures += 1;
                    let now = Instant::now();
                    if broken.fate > Fate::NeverSent {
                        let (fate, since) = doubt.unwrap_or((broken.fate, now));
                        *doubt = Some((fate.max(broken.fate), since));
                    }
                    let longest = match call.endpoint {
                        Endpoint::Callback(..) => LONGEST_CALLBACK_PAUSE,
                        _ => LONGEST_PAUSE,
                    };
                    let again_at = now + broken.wait.unwrap_or_default().max(pause(failures).min(longest));
                    tracing::debug!(
                        route = %key.name, failures, detail = %broken.detail, "Discord did not answer properly"
                    );
                    (again_at, RestErrorKind::Unavailable, broken.detail)
                }
            };
            if again_at >= call.last_moment(*doubt) {
                return Err(call.give_up(reason, *doubt, &detail));
            }
            sleep_until(again_at).await;
        }
    }

    /// Sends once and reads the answer; a body that broke off is `None`.
    async fn attempt(
        &self,
        call: &Call<'_>,
        request: reqwest::Request,
    ) -> Result<(StatusCode, HeaderMap, Option<Vec<u8>>), Broken> {
        let until = call.deadline.min(Instant::now() + call.attempt_time());
        let broken = |fate, detail: String| Broken { fate, wait: None, detail };
        let mut response = match timeout_at(until, self.0.client.execute(request)).await {
            Err(_) => return Err(broken(Fate::AnswerLost, "no answer in time".into())),
            Ok(Err(e)) if e.is_connect() => {
                return Err(broken(Fate::NeverSent, self.describe(call, e)));
            }
            Ok(Err(e)) => return Err(broken(Fate::AnswerLost, self.describe(call, e))),
            Ok(Ok(response)) => response,
        };
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        self.note_clock(&headers);
        let body = timeout_at(until, read_body(response)).await.ok().flatten();
        Ok((status, headers, body))
    }

    /// Notes what time it is at Discord, whose answers say so, by the first of them.
    fn note_clock(&self, headers: &HeaderMap) {
        if self.0.ahead.get().is_some() {
            return;
        }
        let told = headers.get(DATE).and_then(|date| jiff::fmt::rfc2822::parse(date.to_str().ok()?).ok());
        if let Some(told) = told {
            let ahead = told.timestamp().duration_since(Timestamp::now());
            self.0.ahead.get_or_init(|| ahead);
        }
    }

    fn request(&self, call: &Call<'_>, url: &str) -> Result<reqwest::Request, reqwest::Error> {
        let mut request = self
            .0
            .client
            .request(call.method.clone(), url)
            .header(AUTHORIZATION, self.0.authorization.clone())
            .header(USER_AGENT, PRESENTED);
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        let body = call.body.clone();
        request = match (body, call.files) {
            (None, _) => request,
            (Some(body), []) => request.header(CONTENT_TYPE, "application/json").body(body),
            (Some(body), files) => {
                let payload = multipart::Part::bytes(body).mime_str("application/json")?;
                let mut form = multipart::Form::new().part("payload_json", payload);
                for (n, file) in files.iter().enumerate() {
                    let part = multipart::Part::bytes(file.bytes.clone()).file_name(file.name.clone());
                    form = form.part(format!("files[{n}]"), part.mime_str(file.media_type)?);
                }
                request.multipart(form)
            }
        };
        request.build()
    }

    /// Decides what an answer means for the call.
    fn judge(
        &self,
        call: &Call<'_>,
        status: StatusCode,
        body: Option<Vec<u8>>,
        told: &Answer,
        not_before: Option<Instant>,
        repeated: bool,
    ) -> Attempt {
        if let Some(not_before) = not_before {
            return Attempt::Limited(not_before);
        }
        let broken = |fate, detail| Attempt::Broken(Broken { fate, wait: told.retry_after(), detail });
        let callback = matches!(call.endpoint, Endpoint::Callback(..));
        if status.is_success() {
            return match body {
                Some(body) => Attempt::Done(body),
                // The status alone says that it took effect.
                None if callback || call.method == Method::DELETE => Attempt::Done(Vec::new()),
                None => broken(Fate::AnswerLost, "the answer broke off".into()),
            };
        }
        if status.is_server_error() {
            return broken(Fate::ServerFailed, format!("status {}", status.as_u16()));
        }
        if !status.is_client_error() {
            return Attempt::Refused(RestErrorKind::Invalid(
                0,
                format!("unexpected status {}", status.as_u16()),
            ));
        }
        let refusal = Refusal::read(&body.unwrap_or_default());
        if repeated && callback && refusal.code == ALREADY_ACKNOWLEDGED {
            return Attempt::Done(Vec::new());
        }
        if repeated && call.method == Method::DELETE && status == StatusCode::NOT_FOUND {
            return Attempt::Done(Vec::new());
        }
        Attempt::Refused(match status {
            StatusCode::UNAUTHORIZED if call.endpoint.token().is_none() => RestErrorKind::Unauthorized,
            StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => RestErrorKind::NotFound(refusal.code),
            StatusCode::PAYLOAD_TOO_LARGE => RestErrorKind::TooLarge,
            StatusCode::FORBIDDEN => RestErrorKind::Forbidden(refusal.code),
            _ => RestErrorKind::Invalid(refusal.code, refusal.text(&self.secrets(call))),
        })
    }

    /// The innermost cause of a transport error, which names no URL, without our secrets all the same.
    fn describe(&self, call: &Call<'_>, error: reqwest::Error) -> String {
        let error = error.without_url();
        let mut cause: &dyn std::error::Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        clean(&cause.to_string(), &self.secrets(call))
    }

    fn secrets<'a>(&'a self, call: &Call<'a>) -> Vec<&'a SecretString> {
        call.endpoint.token().into_iter().chain([&self.0.token]).collect()
    }
}

/// Reads a body up to the longest that Discord sends; nothing when it breaks off or is longer.
async fn read_body(mut response: reqwest::Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}

/// The pause before the n-th repeat, spread so that many calls do not come back at once.
fn pause(n: u32) -> Duration {
    let pause = FIRST_PAUSE.saturating_mul(1 << n.saturating_sub(1).min(10)).min(LONGEST_PAUSE);
    pause.mul_f64(rand::thread_rng().gen_range(0.8..1.2))
}
