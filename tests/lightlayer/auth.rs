//! Signing in: once for however many calls, renewed in time, and never tried twice in vain.

use std::time::Duration;

use futures_util::future::join_all;
use hostmaster::domain::{Action, ErrorKind, ErrorStatus, Operation};
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::{Owner, ServerControl, Servers, Session, Support};
use jiff::Timestamp;
use serde_json::json;

use super::portal::{PASSWORD, Portal, Reply, Script, USERNAME};
use super::{Account, READS, adapter, permit};

const LOGIN: &str = "POST /api/login";
const TOKEN: &str = "POST /api/token";
const DETAILS: &str = "GET /api/details";

#[tokio::test]
async fn many_calls_at_once_cause_one_sign_in() {
    let account = Account::start(Script { pause: Duration::from_millis(50), ..Script::default() }).await;
    let results = join_all(READS.iter().chain(&READS).map(|operation| account.perform(*operation))).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let seen = account.portal.take_seen();
    assert_eq!(seen.iter().filter(|seen| seen.line == LOGIN).count(), 1);
    assert_eq!(seen[0].line, LOGIN);
    assert_eq!(seen[0].body, json!({"username": USERNAME, "password": PASSWORD}));
    assert_eq!(seen[0].authorization, None);
    let mut shown: Vec<_> = seen[1..].iter().map(|seen| seen.authorization.clone().unwrap()).collect();
    shown.dedup();
    assert!(matches!(shown.as_slice(), [one] if one.starts_with("Bearer ey")), "{shown:?}");
}

#[tokio::test]
async fn nothing_is_asked_before_the_first_call() {
    let account = Account::documented().await;
    account.adapter.sign_out().await.unwrap();
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_its_end_by_one_call() {
    let account = Account::start(Script { lifetime: Some(61), ..Script::default() }).await;
    account.adapter.profile().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    account.portal.script().lifetime = Some(3600);
    join_all((0..8).map(|_| account.adapter.profile())).await.into_iter().for_each(|it| drop(it.unwrap()));
    account.adapter.profile().await.unwrap();
    let seen = account.portal.take_seen();
    let lines: Vec<_> = seen.iter().map(|seen| seen.line.as_str()).collect();
    assert_eq!(lines[..3], [LOGIN, DETAILS, TOKEN]);
    assert_eq!(lines[3..], [DETAILS; 9]);
    assert_eq!(seen[2].authorization, None);
    let sent = seen[2].body.as_object().unwrap();
    assert!(sent.len() == 1 && sent["refresh_token"].as_str().unwrap().ends_with("canary-refresh-1"));
    assert!(seen[3].authorization.as_ref().unwrap().ends_with("canary-access-2"));
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_renewed_once_for_all_who_met_that() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    // In the body first, then by status: the portal does either, in turns.
    for _ in 0..3 {
        account.portal.take_seen();
        account.portal.script().expire();
        let results = join_all((0..6).map(|_| account.adapter.tickets())).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let lines = account.portal.take_lines();
        assert_eq!(lines.iter().filter(|line| *line == TOKEN).count(), 1, "{lines:?}");
        assert!(!lines.iter().any(|line| line == LOGIN), "{lines:?}");
    }
}

#[tokio::test]
async fn a_change_that_was_not_let_in_is_sent_again_and_happens_once() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.take_seen();
    account.portal.script().expire();
    account.adapter.restart(&permit(Action::VpsRestart)).await.unwrap();
    let reboot = "POST /api/service/301/vms/1374/reboot";
    assert_eq!(account.portal.take_lines(), [reboot, TOKEN, reboot]);
}

#[tokio::test]
async fn a_refresh_token_that_is_dead_leads_to_one_sign_in() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.take_seen();
    account.portal.script().forget();
    account.adapter.profile().await.unwrap();
    assert_eq!(account.portal.take_lines(), [DETAILS, TOKEN, LOGIN, DETAILS]);
}

#[tokio::test]
async fn a_portal_that_accepts_no_token_is_given_up_after_one_renewal_and_one_sign_in() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.take_seen();
    account.portal.script().everything = Some(Reply::json(r#"{"error":["unauthorized"]}"#));
    let error = account.adapter.profile().await.unwrap_err();
    assert_eq!((&error.kind, error.status), (&ErrorKind::Unauthorized, ErrorStatus::Permanent));
    assert_eq!(account.portal.take_lines(), [DETAILS, TOKEN, DETAILS, LOGIN, DETAILS]);
    let error = account.adapter.restart(&permit(Action::VpsRestart)).await.unwrap_err();
    assert_eq!((&error.kind, error.status), (&ErrorKind::Unauthorized, ErrorStatus::Permanent));
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_for_all_who_wait_and_rests_then() {
    let portal = Portal::start(Script { pause: Duration::from_millis(50), ..Script::default() }).await;
    let adapter = adapter(&portal, |settings| settings.password = "another-password".to_owned().into());
    for error in join_all((0..6).map(|_| adapter.tickets())).await.into_iter().map(Result::unwrap_err) {
        let ErrorKind::LoginRefused { again } = error.kind else { panic!("{error}") };
        assert!(again > Timestamp::now() && error.status == ErrorStatus::Permanent);
        assert!(error.cause.contains("the e-mail address or the password is wrong"), "{error}");
    }
    let error = adapter.restart(&permit(Action::VpsRestart)).await.unwrap_err();
    assert_eq!((error.operation, error.status), (Operation::ServerRestart, ErrorStatus::Permanent));
    assert_eq!(portal.take_lines(), [LOGIN]);
}

#[tokio::test]
async fn a_second_factor_is_told_with_the_way_around_it() {
    let mut script = Script::default();
    let challenge = r#"{"token":null,"mfa":{"token":"canary","methods":["totp"]}}"#;
    script.answers.insert(LOGIN, Reply::json(challenge));
    let account = Account::start(script).await;
    for _ in 0..2 {
        let error = account.adapter.profile().await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::LoginRefused { .. }), "{error}");
        assert!(error.cause.contains("second factor") && error.cause.contains("basic"), "{error}");
        assert!(!error.cause.contains("canary"));
    }
    assert_eq!(account.portal.take_lines(), [LOGIN]);
}

#[tokio::test]
async fn a_sign_in_that_fails_sends_nothing_else_and_leaves_nothing_open() {
    for (reply, kind) in [
        (Reply::Cut, ErrorKind::ConnectionLost),
        (Reply::status(500), ErrorKind::ServerError),
        (Reply::status(200), ErrorKind::Unreadable),
        (Reply::json("{}"), ErrorKind::Unreadable),
        (
            Reply::json(r#"{"error":["internal_error_0"]}"#),
            ErrorKind::Refused(Some("internal_error_0".to_owned())),
        ),
    ] {
        let account = Account::documented().await;
        account.portal.script().answers.insert(LOGIN, reply);
        let error = account.adapter.restart(&permit(Action::VpsRestart)).await.unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        assert!(!error.is_ambiguous(), "nothing was sent that could have happened: {error}");
        assert_eq!(account.portal.take_lines(), [LOGIN], "{error}");
    }
}

#[tokio::test]
async fn a_portal_that_is_not_there_again_leaves_the_session_as_it_was() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.script().expire();
    account.portal.script().answers.insert(TOKEN, Reply::Answer(429, "application/json", b"{}".to_vec()));
    let error = account.adapter.profile().await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::RateLimited { .. }), "{error}");
    account.portal.script().answers.clear();
    account.portal.take_seen();
    account.adapter.profile().await.unwrap();
    let seen = account.portal.take_seen();
    let lines: Vec<_> = seen.iter().map(|seen| seen.line.as_str()).collect();
    assert_eq!(lines, [DETAILS, TOKEN, DETAILS]);
}

#[tokio::test]
async fn whoever_waits_for_a_sign_in_takes_what_it_came_to_and_the_next_call_tries_anew() {
    let account = Account::start(Script { pause: Duration::from_millis(50), ..Script::default() }).await;
    account.portal.script().answers.insert(LOGIN, Reply::status(500));
    let results = join_all((0..6).map(|_| account.adapter.tickets())).await;
    assert!(results.iter().all(|it| it.as_ref().is_err_and(|error| error.kind == ErrorKind::ServerError)));
    assert_eq!(account.portal.take_lines(), [LOGIN]);
    account.portal.script().answers.clear();
    account.adapter.tickets().await.unwrap();
    assert_eq!(account.portal.take_lines(), [LOGIN, "GET /api/tickets"]);
}

#[tokio::test]
async fn a_change_that_was_not_let_in_is_not_open_when_the_sign_in_hangs() {
    let account = Account::documented().await;
    let hasty = adapter(&account.portal, |settings| settings.limits.read_timeout = Duration::from_secs(1));
    hasty.profile().await.unwrap();
    account.portal.script().forget();
    account.portal.script().pause = Duration::from_secs(30);
    let error = hasty.restart(&permit(Action::VpsRestart)).await.unwrap_err();
    assert_eq!((&error.kind, error.status), (&ErrorKind::Timeout, ErrorStatus::Temporary), "{error}");
    let lines = account.portal.take_lines();
    assert_eq!(lines[2..], ["POST /api/service/301/vms/1374/reboot", TOKEN, LOGIN]);
}

#[tokio::test]
async fn a_sign_in_that_was_given_up_hinders_nobody() {
    let account = Account::documented().await;
    account.portal.script().pause = Duration::from_secs(30);
    let call = tokio::time::timeout(Duration::from_millis(100), account.adapter.profile());
    assert!(call.await.is_err());
    account.portal.script().pause = Duration::ZERO;
    account.adapter.profile().await.unwrap();
    assert_eq!(account.portal.take_lines(), [LOGIN, LOGIN, DETAILS]);
}

#[tokio::test]
async fn whoever_leaves_ends_the_session_and_can_come_back() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.take_seen();
    account.adapter.sign_out().await.unwrap();
    let seen = account.portal.take_seen();
    let lines: Vec<_> = seen.iter().map(|seen| seen.line.as_str()).collect();
    assert_eq!(lines, ["POST /api/logout", "POST /api/revoke"]);
    assert!(seen[0].authorization.as_ref().unwrap().ends_with("canary-access-1"));
    assert!(seen[1].body["refresh_token"].as_str().unwrap().ends_with("canary-refresh-1"));
    account.adapter.sign_out().await.unwrap();
    assert_eq!(account.portal.take_lines(), [""; 0]);
    account.adapter.profile().await.unwrap();
    assert_eq!(account.portal.take_lines(), [LOGIN, DETAILS]);
}

#[tokio::test]
async fn basic_shows_the_password_with_every_call_and_never_signs_in() {
    let portal = Portal::start(Script::default()).await;
    let adapter = adapter(&portal, |settings| settings.login = Login::Basic);
    adapter.profile().await.unwrap();
    adapter.servers().await.unwrap();
    adapter.sign_out().await.unwrap();
    let seen = portal.take_seen();
    assert!(!seen.iter().any(|seen| seen.line == LOGIN || seen.line.contains("log")));
    let basic = "Basic b3BzQGV4YW1wbGUuY29tOmNhbmFyeS9vZit0aGUgcGFzc3dvcmQ9PQ==";
    assert!(seen.iter().all(|seen| seen.authorization.as_deref() == Some(basic)));
    portal.script().everything = Some(Reply::status(401));
    assert_eq!(adapter.profile().await.unwrap_err().kind, ErrorKind::Unauthorized);
    assert_eq!(portal.take_lines(), [DETAILS]);
}
