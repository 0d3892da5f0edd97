use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use reqwest::Url;
use secrecy::SecretString;

use super::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn redactor(secrets: &[&str]) -> Redactor {
    let secrets: Vec<SecretString> =
        secrets.iter().map(|secret| SecretString::new((*secret).to_owned())).collect();
    Redactor::new(&secrets)
}

/// What is logged at the filter's levels while the function runs.
fn logged(secrets: &[&str], filter: &str, tell: impl FnOnce()) -> String {
    let log = Log::default();
    let out = log.clone();
    let subscriber = subscriber(redactor(secrets), filter.parse().unwrap(), false, move || out.clone());
    tracing::subscriber::with_default(subscriber, tell);
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn an_event_is_one_line_with_its_values() {
    let log = logged(&[], "info", || tracing::info!(guild = 7, account = %"shop", "Ready."));
    assert!(log.ends_with(" INFO hostmaster::telemetry::tests: Ready. guild=7 account=shop\n"), "{log}");
    assert_eq!(log.lines().count(), 1);
}

#[test]
fn libraries_that_see_payloads_stay_quiet_whatever_is_asked_for() {
    let log = logged(&[], "trace,serenity=trace,serenity::gateway::ws=trace,hyper=trace", || {
        let span = tracing::error_span!(target: "serenity::gateway::shard", "canary", token = "canary");
        let _inside = span.enter();
        tracing::error!(target: "serenity::gateway::ws", "canary");
        tracing::error!(target: "serenity::http::request", "canary");
        tracing::info!(target: "serenity::gateway::shard", "canary");
        tracing::debug!(target: "hyper_util::client", "canary");
        tracing::trace!(target: "tungstenite", "canary");
        tracing::info!(target: "sqlx::query", "canary");
        tracing::warn!(target: "serenity::gateway::shard", "audible");
        tracing::trace!(target: "serenity_of_mind", "audible");
    });
    assert!(!log.contains("canary"), "{log}");
    assert_eq!(log.matches("audible").count(), 2, "{log}");
}

#[test]
fn what_a_redactor_learns_its_clones_know_and_what_it_knew_it_still_knows() {
    let first = redactor(&["first-canary"]);
    let clone = first.clone();
    assert_eq!(clone.redact("first-canary second-canary"), "[redacted] second-canary");
    first.learn(&[SecretString::new("second-canary".to_owned())]);
    assert_eq!(clone.redact("first-canary c2Vjb25kLWNhbmFyeQ"), "[redacted] [redacted]");
}

#[test]
fn a_secret_in_a_message_a_value_or_a_span_is_left_out() {
    let log = logged(&["hunter2-canary"], "info", || {
        let span = tracing::info_span!("call", key = "hunter2-canary", late = tracing::field::Empty);
        span.record("late", "HUNTER2-CANARY");
        let _inside = span.enter();
        tracing::warn!(header = ?Some("Bearer hunter2-canary"), "It said {}.", "hunter2-canary");
    });
    assert_eq!(log.matches("[redacted]").count(), 4, "{log}");
    assert!(!log.to_lowercase().contains("canary"), "{log}");
}

#[test]
fn values_cannot_forge_a_line_or_drive_the_terminal() {
    let log = logged(&[], "info", || {
        tracing::info!(name = %"web\n2026-01-01 ERROR forged\r\u{1b}[2J\u{202e}", "a\nb");
    });
    assert_eq!(log.matches('\n').count(), 1, "{log:?}");
    assert!(log.contains(r"a\nb name=web\n2026-01-01 ERROR forged\r\u{1b}[2J\u{202e}"), "{log:?}");
}

#[test]
fn a_panic_is_an_event_without_its_secret() {
    let log = logged(&["hunter2-canary"], "info", || {
        // The hook is every thread's, and other tests may be failing meanwhile.
        let (here, others) = (std::thread::current().id(), panic::take_hook());
        panic::set_hook(Box::new(move |panic| match std::thread::current().id() == here {
            true => tell_panic(panic),
            false => others(panic),
        }));
        let _ = panic::catch_unwind(|| panic!("no\nluck with hunter2-canary"));
        drop(panic::take_hook());
    });
    assert!(log.contains(r"panic=no\nluck with [redacted]"), "{log}");
    assert!(log.contains("location=src/telemetry/tests.rs:"), "{log}");
}

#[test]
fn text_without_secrets_is_handed_on_as_it_is() {
    let redactor = redactor(&["hunter2-canary"]);
    for text in [
        "",
        "The bot is ready.",
        "the Bot token is missing; Bearer of bad news",
        "GET /webhooks/{application}/{token}/messages/@original",
        "hostmaster::dispatch::confirm src/main.rs:12 2026-01-15T12:00:00.000000Z",
        "schön",
    ] {
        assert!(matches!(redactor.redact(text), std::borrow::Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn credentials_that_nobody_told_are_known_by_their_shape() {
    let interaction = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpjYW5hcnk";
    // Put together here, since tools that look for leaked tokens know this shape as well.
    let bot = ["MTExMTExMTExMTExMTExMTEx", "GcanRy", "canary-canary-canary-canary-canary-12"].join(".");
    let redactor = redactor(&[]);
    for (text, expected) in [
        (format!("authorization: Bot {bot}"), "authorization: Bot [redacted]"),
        (format!("{bot:?}"), "\"[redacted]\""),
        ("bearer canary-canary-canary-1".to_owned(), "bearer [redacted]"),
        (
            format!("PATCH /webhooks/1/{interaction}/messages/@original"),
            "PATCH /webhooks/1/[redacted]/messages/@original",
        ),
        (
            format!("https://x/api/v10/interactions/12/{interaction}/callback?a=1"),
            "https://x/api/v10/interactions/12/[redacted]/callback?a=1",
        ),
        (
            "the token eyJ0eXAiOiJKV1Qi.eyJzdWIiOiJBQ-_.canary expired".to_owned(),
            "the token [redacted] expired",
        ),
        ("key=llk_canarycanary, llk_0123456789".to_owned(), "key=[redacted], [redacted]"),
    ] {
        assert_eq!(redactor.redact(&text), expected);
    }
}

#[test]
fn secrets_that_share_characters_are_left_out_together() {
    assert_eq!(redactor(&["abcde", "cdefgh"]).redact("-abcdefgh-"), "-[redacted]-");
    assert_eq!(redactor(&["abc", "abcdef"]).redact("abcdef abc"), "[redacted] [redacted]");
    assert_eq!(redactor(&[""]).redact("abc"), "abc");
}

#[test]
fn what_is_known_is_not_shown() {
    assert!(!format!("{:?}", redactor(&["hunter2-canary"])).contains("hunter2"));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text as different encoders write it, one a line.
fn encodings(text: &str) -> Vec<String> {
    let mut url = Url::parse("https://example.com").unwrap();
    url.query_pairs_mut().append_pair("q", text);
    let form = url.query().unwrap()[2..].to_owned();
    // This encoder leaves a percent sign as it is, so that nobody could tell what was meant.
    url.set_query(Some(&text.replace('%', "%25")));
    let query = url.query().unwrap().to_owned();
    url.path_segments_mut().unwrap().push(text);
    let path = url.path()[1..].to_owned();
    let all: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let strict: String = text
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02x}"),
        })
        .collect();
    vec![
        text.to_owned(),
        form,
        query,
        path,
        all,
        strict,
        hex(text.as_bytes()),
        hex(text.as_bytes()).to_uppercase(),
    ]
}

proptest! {
    #[test]
    fn a_secret_is_found_in_every_usual_encoding(
        secret in "[!-~é€]([ -~é€]{6,40})[!-~é€]",
        before in "[ -~é]{0,5}",
        after in "[ -~é]{0,5}",
    ) {
        let redactor = redactor(&[&secret]);
        for (encoded, alone) in encodings(&format!("{before}{secret}{after}")).iter().zip(encodings(&secret)) {
            let redacted = redactor.redact(encoded);
            prop_assert!(redacted.contains("[redacted]"), "{encoded} {redacted}");
            prop_assert!(!redacted.contains(&alone), "{encoded} {redacted}");
        }
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(format!("{before}{secret}{after}"));
            let line = format!("Basic {encoded}\n");
            prop_assert_eq!(redactor.redact(&line), "Basic [redacted]\n");
        }
        for quoted in [format!("{secret:?}"), serde_json::to_string(&secret).unwrap()] {
            prop_assert_eq!(redactor.redact(&quoted), "\"[redacted]\"");
        }
    }

    #[test]
    fn a_short_secret_is_left_out_too(secret in "[!-~]{1,4}", around in "[ -~]{0,9}") {
        let redacted = redactor(&[&secret]).redact(&format!("{around}{secret}")).into_owned();
        prop_assert!(!redacted.replace("[redacted]", "").contains(&secret));
    }

    #[test]
    fn any_text_is_redacted_without_a_panic(secret in "\\PC{1,9}|[%0-9a-fé]{1,9}", text in "\\PC{0,80}|[%0-9a-fé]{0,80}") {
        redactor(&[&secret]).redact(&text);
    }

    #[test]
    fn whatever_is_logged_is_one_line(message in any::<String>(), value in any::<String>()) {
        let log = logged(&[], "info", || tracing::info!(display = %value, debug = ?value, "{message}"));
        let line = log.strip_suffix('\n').unwrap();
        prop_assert!(!line.chars().any(is_deceptive), "{line:?}");
    }
}
