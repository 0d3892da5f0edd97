//! How the adapter fails: every documented error, and all that is not documented and happens.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use hostmaster::domain::{Action, Error, ErrorKind, ErrorStatus, Operation};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{ServerControl, Servers};
use hostmaster::sandbox::llamalink::{self as sim, Effect, Fault, Misbehaviour, Reply};
use reqwest::StatusCode;

use super::{Account, CHANGES, OFFERED, adapter, is_read, permit};

/// Performs the operation while every request meets the fault; also how many requests that made.
async fn failed(account: Account, operation: Operation, fault: Fault) -> (Error, usize) {
    let account = account.failing(fault);
    let error = account.perform(operation).await.expect_err("the operation should fail");
    assert_eq!(error.operation, operation);
    (error, account.sim.requests().len())
}

/// How many requests a read makes of each of its endpoints when nothing helps.
fn requests_of_a_read(operation: Operation, tries: usize) -> std::ops::RangeInclusive<usize> {
    // The other half of a balance is given up when one has failed.
    if operation == Operation::BalanceShow { tries..=2 * tries } else { tries..=tries }
}

#[tokio::test]
async fn every_documented_error_reads_as_documented() {
    use ErrorStatus::{Ambiguous, Permanent, Temporary};
    // status, kind, of a read, of a change, tries of a read, what the cause says
    let limited = || ErrorKind::RateLimited { retry_after: None };
    let table = [
        (401, ErrorKind::Unauthenticated, Permanent, Permanent, 1, "401 the Authorization header is missing"),
        (402, ErrorKind::PaymentRequired, Permanent, Permanent, 1, "402 no valid payment card"),
        (403, ErrorKind::Unauthorized, Permanent, Permanent, 1, "403 the key is invalid or has expired"),
        (404, ErrorKind::NotFound, Permanent, Permanent, 1, "404 not found"),
        (429, limited(), Temporary, Temporary, 3, "429 too many requests"),
        (500, ErrorKind::ServerError, Temporary, Ambiguous, 3, "500 server error"),
    ];
    let cases = table.iter().flat_map(|row| OFFERED.map(|operation| (row, operation)));
    join_all(cases.map(async |((code, kind, read, change, tries, cause), operation)| {
        let reply = Reply::status(StatusCode::from_u16(*code).unwrap());
        let (error, requests) = failed(Account::documented().await, operation, Fault::answer(reply)).await;
        let is_read = is_read(operation);
        assert_eq!(&error.kind, kind, "{error}");
        assert_eq!(&error.status, if is_read { read } else { change }, "{error}");
        assert!(error.cause.contains(cause), "{error}");
        let expected = if is_read { requests_of_a_read(operation, *tries) } else { 1..=1 };
        assert!(expected.contains(&requests), "{requests} requests: {error}");
    }))
    .await;
}

#[tokio::test]
async fn a_wrong_key_is_unauthorized() {
    let account = Account::documented().await;
    let error = adapter(&account.sim, "llk_expired_long_ago", Limits::default()).servers().await.unwrap_err();
    assert_eq!((&error.kind, error.status), (&ErrorKind::Unauthorized, ErrorStatus::Permanent));
    assert!(
        error.to_string().starts_with("llamalink: server.list: GET /user/vps: 403 the key is invalid"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_exist_is_not_found() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.server("41").await.unwrap_err().kind, ErrorKind::NotFound);
    let error = account.adapter.restart(&permit(Action::VpsRestart, "41")).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::NotFound, ErrorStatus::Permanent));
}

#[tokio::test]
async fn a_refusal_that_is_not_documented_brings_the_providers_words() {
    let page = Reply::new(StatusCode::CONFLICT, "application/json", r#"{"error":"the server is locked"}"#);
    for (reply, words) in [(page, Some("the server is locked")), (Reply::html(StatusCode::CONFLICT), None)] {
        for operation in OFFERED {
            let (error, requests) =
                failed(Account::documented().await, operation, Fault::answer(reply.clone())).await;
            assert_eq!(error.kind, ErrorKind::Refused(words.map(str::to_owned)));
            assert_eq!(error.status, ErrorStatus::Permanent);
            assert!(requests_of_a_read(operation, 1).contains(&requests), "{requests} requests: {error}");
        }
    }
}

#[tokio::test]
async fn retry_after_reaches_whoever_asked() {
    join_all(OFFERED.map(async |operation| {
        let fault = Fault::answer(Reply::too_many_requests(90));
        let (error, requests) = failed(Account::documented().await, operation, fault).await;
        assert_eq!(error.kind, ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(90)) });
        assert_eq!(error.status, ErrorStatus::Temporary, "{error}");
        // 90 s are more than a read has.
        let expected = if is_read(operation) { requests_of_a_read(operation, 1) } else { 1..=1 };
        assert!(expected.contains(&requests), "{requests} requests: {error}");
    }))
    .await;
}

#[tokio::test]
async fn a_read_that_fails_once_for_a_passing_reason_succeeds() {
    for fault in [
        Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)),
        Fault::answer(Reply::html(StatusCode::BAD_GATEWAY)),
        Fault::answer(Reply::too_many_requests(0)),
        Fault::answer(Reply::cut_off()),
        Fault::before(Misbehaviour::Drop),
    ] {
        let account = Account::documented().await.failing(fault.once());
        account.adapter.servers().await.unwrap();
        assert_eq!(account.paths(), ["/user/vps", "/user/vps"]);
    }
}

/// Answers that no document has, with the kind of error that each is.
fn nonsense() -> Vec<(&'static str, Reply, ErrorKind)> {
    vec![
        ("a page", Reply::html(StatusCode::OK), ErrorKind::Unreadable),
        ("truncated JSON", Reply::truncated_json(), ErrorKind::Unreadable),
        ("nothing", Reply::empty(), ErrorKind::Unreadable),
        ("no content", Reply::new(StatusCode::NO_CONTENT, "text/plain", ""), ErrorKind::Unreadable),
        ("garbage", Reply::garbage(), ErrorKind::Unreadable),
        ("null", Reply::new(StatusCode::OK, "application/json", "null"), ErrorKind::Unreadable),
        ("a text", Reply::new(StatusCode::OK, "application/json", r#""closed""#), ErrorKind::Unreadable),
        ("200 MB", Reply::huge(200 << 20), ErrorKind::TooLarge),
        ("a redirect", Reply::redirect("/user/vps/restart/42"), ErrorKind::Redirected),
        ("a redirect to elsewhere", Reply::redirect("http://127.0.0.1:9/"), ErrorKind::Redirected),
    ]
}

#[tokio::test]
async fn nonsense_is_told_as_what_it_is_by_one_request() {
    for (name, reply, kind) in nonsense() {
        for operation in OFFERED {
            let begun = Instant::now();
            let (error, requests) =
                failed(Account::documented().await, operation, Fault::answer(reply.clone())).await;
            assert_eq!(error.kind, kind, "{name}: {error}");
            let is_read = is_read(operation);
            assert_eq!(error.is_ambiguous(), !is_read, "{name}: {error}");
            let expected = if is_read { requests_of_a_read(operation, 1) } else { 1..=1 };
            assert!(expected.contains(&requests), "{name}: {requests} requests: {error}");
            assert!(begun.elapsed() < Duration::from_secs(5), "{name}: {:?}", begun.elapsed());
        }
    }
}

#[tokio::test]
async fn a_page_in_place_of_json_is_quoted_in_one_short_line() {
    let reply =
        Reply::new(StatusCode::OK, "text/html", "<html>\r\n\u{1b}[31m<h1>Down\u{202e}</h1>\n".repeat(9));
    let (error, _) = failed(Account::documented().await, Operation::ServerList, Fault::answer(reply)).await;
    let quote = "<html> [31m<h1>Down</h1> <html> [31m<h1>Down</h1> <html> [31m<h1>Down</h1> <html";
    assert_eq!(
        error.to_string(),
        format!(
            "llamalink: server.list: GET /user/vps: expected JSON, got text/html (first 80 characters: {quote})"
        )
    );
}

#[tokio::test]
async fn the_text_of_broken_json_is_not_quoted() {
    let (error, _) =
        failed(Account::documented().await, Operation::ServerList, Fault::answer(Reply::truncated_json()))
            .await;
    assert!(error.cause.contains("GET /user/vps: the JSON is broken: EOF"), "{error}");
    assert!(!error.cause.contains("production"), "{error}");
}

#[tokio::test]
async fn a_list_that_is_none_is_unreadable() {
    for operation in [
        Operation::ServerList,
        Operation::TemplateList,
        Operation::BalanceShow,
        Operation::CardList,
        Operation::OrderList,
        Operation::ServiceList,
        Operation::SiteList,
    ] {
        let (error, _) =
            failed(Account::documented().await, operation, Fault::answer(Reply::wrong_shape())).await;
        assert_eq!(error.kind, ErrorKind::Unreadable);
        assert!(error.cause.contains("expected a list in JSON, got a map"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_to_a_change_that_says_nothing_is_ambiguous() {
    for body in ["{}", r#"{"error":"locked"}"#, "[]", r#"{"message":null}"#] {
        let reply = Reply::new(StatusCode::OK, "application/json", body);
        for operation in CHANGES {
            let (error, requests) =
                failed(Account::documented().await, operation, Fault::answer(reply.clone())).await;
            assert_eq!((error.kind, error.status), (ErrorKind::Unreadable, ErrorStatus::Ambiguous), "{body}");
            assert_eq!(requests, 1);
        }
    }
}

#[tokio::test]
async fn a_provider_that_hangs_is_given_up_in_time() {
    let faults = [Fault::before(Misbehaviour::Hang), Fault::answer(Reply::stalled())];
    let cases = faults.into_iter().flat_map(|fault| OFFERED.map(|operation| (fault.clone(), operation)));
    join_all(cases.map(async |(fault, operation)| {
        let account = Account::hasty().await;
        let begun = Instant::now();
        let (error, requests) = failed(account, operation, fault).await;
        assert_eq!(error.kind, ErrorKind::Timeout, "{error}");
        assert_eq!(error.is_ambiguous(), CHANGES.contains(&operation), "{error}");
        assert_eq!(requests, if operation == Operation::BalanceShow { 2 } else { 1 }, "{error}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }))
    .await;
}

#[tokio::test]
async fn a_lost_answer_to_a_restart_is_ambiguous_and_the_restart_is_not_repeated() {
    for (fault, effects) in [
        (Fault::before(Misbehaviour::Drop), vec![]),
        (Fault::after(Misbehaviour::Drop), vec![Effect::Restarted { server: 42 }]),
        (Fault::after(Misbehaviour::Answer(Reply::cut_off())), vec![Effect::Restarted { server: 42 }]),
    ] {
        let account = Account::documented().await;
        // Leaves a connection that reads may use again.
        account.adapter.servers().await.unwrap();
        let account = account.failing(fault);
        let error = account.perform(Operation::ServerRestart).await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::ConnectionLost, ErrorStatus::Ambiguous));
        assert_eq!(account.sim.count(sim::Operation::RestartServer), 1);
        let done: Vec<_> = account.sim.ledger().into_iter().map(|entry| entry.effect).collect();
        assert_eq!(done, effects);
    }
}

#[tokio::test]
async fn a_provider_that_is_down_was_sent_nothing() {
    let account = Account::documented().await;
    account.perform(Operation::BalanceShow).await.unwrap();
    account.sim.go_down().await;
    for (operation, result) in join_all(OFFERED.map(async |it| (it, account.perform(it).await))).await {
        let error = result.unwrap_err();
        let expected = (ErrorKind::Unreachable, ErrorStatus::Temporary);
        assert_eq!((error.kind, error.status), expected, "{operation}");
    }
    account.sim.come_back().await.unwrap();
    account.adapter.servers().await.unwrap();
}
