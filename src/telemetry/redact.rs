//! Redaction: known secrets by value, in every form that they usually travel in, and unknown ones by their shape.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use regex_automata::meta::Regex;
use secrecy::{ExposeSecret, SecretString};

use super::escaped;

const REDACTED: &str = "[redacted]";
/// Encodings of fewer characters occur in ordinary words.
const SHORTEST_ENCODING: usize = 6;

/// What a secret that nobody told us looks like; its group is the secret.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| Regex::new(SHAPE).expect("a constant pattern"));

const SHAPE: &str = concat!(
    // Authorization headers.
    r"(?i-u:\b(?:Bot|Bearer)[ ]+([A-Za-z0-9._~+/=-]{20,}))",
    // Interaction tokens, in the only place where they are not a field of their own.
    r"|(?-u:/(?:webhooks|interactions)/[0-9]+/([A-Za-z0-9._~%=+:-]{20,}))",
    // LlamaLink's keys.
    r"|(?-u:\b(llk_[A-Za-z0-9_-]{8,}))",
    // Discord's bot tokens: the bot's id, a time and a signature.
    r"|(?-u:\b([A-Za-z0-9_-]{20,32}\.[A-Za-z0-9_-]{5,8}\.[A-Za-z0-9_-]{25,}))",
    // JSON web tokens: a head that begins like any JSON map, claims and a signature.
    r"|(?-u:\b(eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?))",
    // The password of a server, as PHP prints a map.
    r"|(?i-u:\[[a-z_]*password\][ ]*=>[ ]*)([^ \r\n]+)",
);

/// Replaces secrets by `[redacted]`; clones share what it knows, and what it learns.
#[derive(Clone)]
pub struct Redactor(Arc<RwLock<Arc<Known>>>);

/// The forms of every secret, and what finds them.
struct Known {
    plain: BTreeSet<String>,
    /// Those whose neighbouring characters belong to the secret as well.
    spreading: BTreeSet<String>,
    /// First the plain forms, then the spreading ones.
    values: AhoCorasick,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("forms", &self.known().values.patterns_len()).finish_non_exhaustive()
    }
}

impl Known {
    fn new(plain: BTreeSet<String>, spreading: BTreeSet<String>) -> Arc<Self> {
        // Overlapping matches are needed, since two secrets may share characters.
        // Every account has one: the faster automaton takes more than ten times the room.
        let values = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(plain.iter().chain(&spreading))
            .expect("a few secrets of limited length fit an automaton");
        Arc::new(Known { plain, spreading, values })
    }

    /// Where in the text the secrets are.
    fn values_in(&self, text: &[u8]) -> Vec<Range<usize>> {
        let found = self.values.find_overlapping_iter(text);
        found
            .map(|found| match found.pattern().as_usize() < self.plain.len() {
                true => found.range(),
                false => spread(text, found.range()),
            })
            .collect()
    }
}

impl Redactor {
    /// A redactor that knows these secrets.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s SecretString>) -> Self {
        let nothing = Known::new(BTreeSet::new(), BTreeSet::new());
        let redactor = Redactor(Arc::new(RwLock::new(nothing)));
        redactor.learn(secrets);
        redactor
    }

    /// Makes it and all its clones know these secrets as well.
    ///
    /// What it knew it still knows: a secret that has been replaced may yet turn up.
    pub fn learn<'s>(&self, secrets: impl IntoIterator<Item = &'s SecretString>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let (mut plain, mut spreading) = (known.plain.clone(), known.spreading.clone());
        for secret in secrets {
            forms(secret.expose_secret(), &mut plain, &mut spreading);
        }
        *known = Known::new(plain, spreading);
    }

    fn known(&self) -> Arc<Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The text without its secrets.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let known = self.known();
        let mut found = known.values_in(text.as_bytes());
        if text.contains('%') {
            // Encoders disagree about what they encode, so that there is no list of forms to look for.
            let (decoded, places) = percent_decoded(text);
            let decoded = known.values_in(&decoded);
            found.extend(decoded.into_iter().map(|range| places[range.start]..places[range.end]));
        }
        if SHAPES.is_match(text) {
            let groups = SHAPES.captures_iter(text);
            found.extend(
                groups
                    .flat_map(|groups| {
                        (1..groups.group_len()).filter_map(move |group| groups.get_group(group))
                    })
                    .map(|span| span.range()),
            );
        }
        if found.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, found)) }
    }
}

fn without(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|range| range.start);
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    for range in found {
        if range.start >= done {
            redacted.push_str(&text[done..range.start]);
            redacted.push_str(REDACTED);
        }
        done = done.max(range.end);
    }
    redacted.push_str(&text[done..]);
    redacted
}

/// The whole stretch of base64 that a part of one lies in.
fn spread(text: &[u8], part: Range<usize>) -> Range<usize> {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let (before, after) = (&text[..part.start], &text[part.end..]);
    let start = part.start - before.iter().rev().take_while(|byte| belongs(byte)).count();
    let end = part.end + after.iter().take_while(|byte| belongs(byte)).count();
    start..end
}

/// Collects the forms that a secret travels in; those in base64 apart, since they are found by their middle.
fn forms(secret: &str, plain: &mut BTreeSet<String>, spreading: &mut BTreeSet<String>) {
    if secret.is_empty() {
        return;
    }
    let (json, debug) = (serde_json::Value::from(secret).to_string(), format!("{secret:?}"));
    let unquoted = |quoted: &String| quoted[1..quoted.len() - 1].to_owned();
    // PHP writes a slash in JSON behind a backslash.
    let php = unquoted(&json).replace('/', "\\/");
    // In forms of web pages a space is a plus.
    let spelt = [
        secret.to_owned(),
        secret.replace(' ', "+"),
        escaped(secret),
        unquoted(&json),
        unquoted(&debug),
        php,
    ];
    let long = |form: &String| form.len() >= SHORTEST_ENCODING;
    plain.extend(spelt);
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    plain.extend(Some(hex).filter(long));
    for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        let cores = (0..3).map(|offset| base64_core(&engine, secret.as_bytes(), offset));
        spreading.extend(cores.filter(long));
    }
}

/// A text's bytes with its percent-encoding undone, and where in the text each of them and the end is.
fn percent_decoded(text: &str) -> (Vec<u8>, Vec<usize>) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut places) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len() + 1));
    let mut at = 0;
    while at < bytes.len() {
        let pair = if bytes[at] == b'%' { digit(at + 1).zip(digit(at + 2)) } else { None };
        decoded.push(pair.map_or(bytes[at], |(high, low)| (high * 16 + low) as u8));
        places.push(at);
        at += if pair.is_some() { 3 } else { 1 };
    }
    places.push(at);
    (decoded, places)
}

/// The characters that any base64 text has that contains the bytes behind so many others, modulo three.
fn base64_core(engine: &impl Engine, bytes: &[u8], offset: usize) -> String {
    let mut shifted = vec![0; offset];
    shifted.extend_from_slice(bytes);
    let encoded = engine.encode(&shifted);
    let (first, end) = ((offset * 8).div_ceil(6), shifted.len() * 8 / 6);
    encoded.get(first..end).unwrap_or_default().to_owned()
}
