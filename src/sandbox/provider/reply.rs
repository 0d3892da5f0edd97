//! Answers as bytes: the good ones and the many bad ones.

use std::convert::Infallible;
use std::io;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use futures_util::{StreamExt, stream};
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const CHUNK: usize = 64 * 1024;

/// One HTTP answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Whole(Bytes),
    /// This many bytes, made as they are sent.
    Huge(u64),
    /// These bytes of a longer body, then a closed connection.
    CutOff(Bytes),
    /// These bytes of a longer body, then nothing more.
    Stalled(Bytes),
}

/// The beginning of a list of servers, cut in the middle of a name.
const HALF_A_LIST: &[u8] = br#"[{"id":42,"name":"production-we"#;

impl Reply {
    /// An answer with any status, content type and body.
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::build(status, HeaderValue::from_static(content_type), Content::Whole(body.into()))
    }

    /// A web page, as a proxy in front of the API shows it.
    pub fn html(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{code} {title}</title></head>\n<body><center><h1>{code} {title}</h1>\
             </center><hr><center>nginx</center></body></html>\n",
            code = status.as_u16()
        );
        Self::build(status, HTML, Content::Whole(page.into()))
    }

    /// 200 with nothing in it.
    pub fn empty() -> Self {
        Self::build(StatusCode::OK, JSON, Content::Whole(Bytes::new()))
    }

    /// 200 with JSON that ends in the middle of a string; the HTTP message itself is complete.
    pub fn truncated_json() -> Self {
        Self::build(StatusCode::OK, JSON, Content::Whole(Bytes::from_static(HALF_A_LIST)))
    }

    /// 200 with valid JSON that is no answer to any operation.
    pub fn wrong_shape() -> Self {
        let body = Bytes::from_static(
            br#"{"id":{"is":["not"]},"items":"none","status":7,"uptime":"long","message":null}"#,
        );
        Self::build(StatusCode::OK, JSON, Content::Whole(body))
    }

    /// 200 with bytes that are neither JSON nor UTF-8.
    pub fn garbage() -> Self {
        let body = Bytes::from_static(b"\x00\xff\xfe\x1f\x8b\x08\xc3\x28\xf0\x9f\x92\"}]\x80\r\n\r\n\x7f");
        Self::build(StatusCode::OK, JSON, Content::Whole(body))
    }

    /// 200 with a JSON string that goes on for `bytes`, made as it is sent.
    pub fn huge(bytes: u64) -> Self {
        Self::build(StatusCode::OK, JSON, Content::Huge(bytes))
    }

    /// 200 whose connection closes in the middle of the body.
    pub fn cut_off() -> Self {
        Self::build(StatusCode::OK, JSON, Content::CutOff(Bytes::from_static(HALF_A_LIST)))
    }

    /// 200 whose body stops in the middle and stays open.
    pub fn stalled() -> Self {
        Self::build(StatusCode::OK, JSON, Content::Stalled(Bytes::from_static(HALF_A_LIST)))
    }

    /// 302 to somewhere else.
    ///
    /// # Panics
    /// If `location` cannot be a header value.
    pub fn redirect(location: &str) -> Self {
        let location = HeaderValue::from_str(location).expect("a location of visible ASCII characters");
        Self::build(StatusCode::FOUND, HTML, Content::Whole(Bytes::new())).with_header(LOCATION, location)
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(in crate::sandbox) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self::build(status, JSON, Content::Whole(body.into())),
            Err(_) => Self::html(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    pub(super) fn code(&self) -> u16 {
        self.status.as_u16()
    }

    fn build(status: StatusCode, content_type: HeaderValue, content: Content) -> Self {
        Self { status, headers: vec![(CONTENT_TYPE, content_type)], content }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let declared = match &self.content {
            Content::Whole(_) => None,
            Content::Huge(bytes) => Some(*bytes),
            Content::CutOff(bytes) | Content::Stalled(bytes) => Some(bytes.len() as u64 + 4096),
        };
        let body = match self.content {
            Content::Whole(bytes) => Body::from(bytes),
            Content::Huge(bytes) => huge_body(bytes),
            Content::CutOff(bytes) => {
                let end = async {
                    // Without a turn for the connection, the error would overtake the bytes before it.
                    tokio::task::yield_now().await;
                    Err(io::Error::from(io::ErrorKind::ConnectionReset))
                };
                Body::from_stream(stream::iter([Ok(bytes)]).chain(stream::once(end)))
            }
            Content::Stalled(bytes) => {
                Body::from_stream(stream::iter([Ok::<_, Infallible>(bytes)]).chain(stream::pending()))
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers);
        if let Some(length) = declared {
            response.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
        response
    }
}

/// `"aaa…a"`, exactly `total` bytes long, sharing one chunk however long it is.
fn huge_body(total: u64) -> Body {
    let chunk = Bytes::from(vec![b'a'; CHUNK]);
    let middle = stream::unfold(total.saturating_sub(2), move |left| {
        let next = chunk.slice(..CHUNK.min(usize::try_from(left).unwrap_or(CHUNK)));
        async move { (left > 0).then(|| (next.clone(), left - next.len() as u64)) }
    });
    let quote = || stream::iter([Bytes::from_static(b"\"")]);
    Body::from_stream(quote().chain(middle).chain(quote()).map(Ok::<_, Infallible>))
}
