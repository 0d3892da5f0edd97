//! Calls: one question to a provider, before it becomes bytes.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::SecretString;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::domain::Operation;
use crate::domain::resource::is_plain_id;

/// What a call does at the provider: this and not the HTTP method decides whether it may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only looks.
    Read,
    /// It changes something.
    Change,
    /// It costs money.
    Spend,
    /// It begins, renews or ends a session: nothing changes, and yet it is not made twice, since some tokens are good
    /// for one use and wrong passwords are counted.
    SignIn,
}

impl Effect {
    /// Whether making the call twice does no harm.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Effect::Read)
    }

    /// Whether something at the provider is another afterwards.
    pub const fn is_change(self) -> bool {
        matches!(self, Effect::Change | Effect::Spend)
    }
}

/// The outermost form of the answer that the provider documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A list, in one of the forms that [`lenient::list`](crate::providers::lenient::list) knows.
    List,
    /// A map.
    Map,
    /// A list or a map, where the provider documents neither.
    Either,
    /// A map, or a text or number by itself.
    Word,
    /// Any answer to a change: a list or a map, or no JSON at all, which is read as null.
    Receipt,
    /// A file: any bytes, which are read as null and handed out by [`Stack::fetch`](super::Stack::fetch).
    File,
}

impl Shape {
    /// The form's name, as an error writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Shape::List => "a list",
            Shape::Map => "a map",
            Shape::Either | Shape::Receipt => "a list or a map",
            Shape::Word => "a map, a text or a number",
            Shape::File => "a file",
        }
    }
}

/// The path of a call below the account's base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Cow<'static, str>>);

impl Path {
    /// The path of these words.
    pub fn of(words: &[&'static str]) -> Self {
        Path(words.iter().copied().map(Cow::Borrowed).collect())
    }

    /// Its first word: what of the provider it is about.
    pub fn area(&self) -> &str {
        self.0.first().map_or("", |word| word)
    }

    /// The path with an id at its end; `None` when the id could change the meaning of the path.
    pub fn id(mut self, id: &str) -> Option<Self> {
        is_plain_id(id).then(|| {
            self.0.push(Cow::Owned(id.to_owned()));
            self
        })
    }

    /// The path with one more word at its end.
    pub fn word(mut self, word: &'static str) -> Self {
        self.0.push(Cow::Borrowed(word));
        self
    }

    /// The segments, not encoded yet.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

/// What an answer that is no JSON, or does not call itself so, was meant to be, if that is known.
pub type Mend = fn(&[u8]) -> Option<Value>;

/// One question to a provider.
///
/// `Debug` and `Display` show its method and its name or path; query, header values and body may carry secrets. Clones are the same
/// call: what one of them knows of being sent, all know.
#[derive(Clone)]
pub struct Call {
    /// The operation that it is made for.
    pub operation: Operation,
    /// What it does at the provider.
    pub effect: Effect,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: Path,
    /// The form of the answer.
    pub shape: Shape,
    /// What stands for method and path in an error, where all calls of a provider have the same; nothing secret.
    pub name: Option<String>,
    /// What stands in the address wherever the other fields travel; nothing secret.
    pub address: Vec<(&'static str, String)>,
    /// The query, or the fields of the form.
    pub query: Vec<(&'static str, String)>,
    /// Whether these fields travel in the body, as a form does.
    pub form: bool,
    /// Whether the wire puts the account's credentials among them.
    pub credentials: bool,
    /// Whether anybody may make it, so that it tells nothing of how the account is let in.
    pub anonymous: bool,
    /// Headers beside those that every call carries; credentials are marked sensitive.
    pub headers: HeaderMap,
    /// The JSON body.
    pub body: Option<Value>,
    /// What it is signed with or carries that is secret, beside the account's own secrets: no answer brings it back in.
    pub secrets: Vec<SecretString>,
    /// Whether its answer may hold a secret, so that nothing of it is ever shown.
    pub secret_answer: bool,
    /// What to read in place of an answer that is no JSON, where the provider is known to send such.
    pub mend: Option<Mend>,
    /// The digest of the body that is known: the same again is not read.
    pub known: Option<Digest>,
    sent: Arc<AtomicBool>,
}

/// The digest of a body, by which the same one is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest(String);

impl Digest {
    /// The digest of a body that nothing is known of.
    pub const fn none() -> Self {
        Digest(String::new())
    }

    /// A digest as it was written down.
    pub fn from_text(text: String) -> Self {
        Digest(text)
    }

    /// The digest as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digest of a body that is still coming; for this version, since another one may read it in another way.
pub struct Digesting(Sha256);

impl Default for Digesting {
    fn default() -> Self {
        Digesting(Sha256::new_with_prefix(env!("CARGO_PKG_VERSION")))
    }
}

impl Digesting {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all of it.
    pub fn end(self) -> Digest {
        Digest(BASE64.encode(self.0.finalize()))
    }
}

impl Call {
    /// A GET that only looks.
    pub fn read(operation: Operation, path: Path, shape: Shape) -> Self {
        Call::new(operation, Effect::Read, Method::GET, path, shape)
    }

    /// A call without query, headers and body.
    pub fn new(operation: Operation, effect: Effect, method: Method, path: Path, shape: Shape) -> Self {
        Call {
            operation,
            effect,
            method,
            path,
            shape,
            name: None,
            address: Vec::new(),
            query: Vec::new(),
            form: false,
            credentials: true,
            anonymous: false,
            headers: HeaderMap::new(),
            body: None,
            secrets: Vec::new(),
            secret_answer: false,
            mend: None,
            known: None,
            sent: Arc::default(),
        }
    }

    /// The call with this `Authorization`, whose credentials are a secret of the call.
    pub fn signed(&self, authorization: HeaderValue) -> Self {
        let mut call = self.clone();
        let credentials = authorization.to_str().ok().and_then(|value| value.split_once(' '));
        call.secrets.extend(credentials.map(|(_, secret)| SecretString::new(secret.to_owned())));
        call.headers.insert(AUTHORIZATION, authorization);
        call
    }

    /// Notes that bytes of the call may leave from now on.
    pub(super) fn mark_sent(&self) {
        self.sent.store(true, Ordering::Relaxed);
    }

    /// Notes that what left was refused before it could do anything.
    pub fn mark_refused(&self) {
        self.sent.store(false, Ordering::Relaxed);
    }

    /// Whether bytes of the call may have left.
    pub(super) fn may_be_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{} {name}", self.method),
            None => write!(f, "{} {}", self.method, self.path),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("effect", &self.effect)
            .field("method", &self.method)
            .field("path", &self.path.to_string())
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_takes_only_ids_that_cannot_change_it() {
        let path = || Path::of(&["user", "vps"]);
        assert_eq!(path().id("42").unwrap().to_string(), "/user/vps/42");
        let inside = path().id("42").unwrap().word("metrics-history");
        assert_eq!(inside.to_string(), "/user/vps/42/metrics-history");
        for id in ["", ".", "..", "4/2", "4%2f2", "4?2", "4#2", "4 2", "4\n2"] {
            assert_eq!(path().id(id), None, "{id:?}");
        }
    }

    #[test]
    fn what_is_shown_of_a_call_holds_no_secret() {
        let mut call = Call::read(Operation::ServerList, Path::of(&["json.php"]), Shape::List);
        call.query.push(("password", "hunter2".to_owned()));
        call.headers.insert("x-key", reqwest::header::HeaderValue::from_static("hunter2"));
        call.body = Some(serde_json::json!({"key": "hunter2"}));
        let shown = format!("{call} {call:?}");
        assert!(shown.contains("GET /json.php") && !shown.contains("hunter2"), "{shown}");
    }
}
