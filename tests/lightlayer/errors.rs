//! How the adapter fails: refusals with every status, lost answers, and answers that are none.

use std::time::Duration;

use futures_util::future::join_all;
use hostmaster::domain::{Error, ErrorKind, ErrorStatus, Operation};

use super::portal::Reply;
use super::{Account, CHANGES, READS, SPENDS, adapter};

/// Whether a request is no sign-in and does more than look.
fn is_change(line: &str) -> bool {
    !line.starts_with("GET") && !line.starts_with("POST /api/login") && !line.starts_with("POST /api/quote")
}

/// Those that are calls by themselves; several things are bought by the call that buys one.
fn of_one(spends: [Operation; 4]) -> impl Iterator<Item = Operation> {
    spends.into_iter().filter(|operation| *operation != Operation::OrderSeveral)
}

/// Performs the operation while everything is answered so.
async fn failed(operation: Operation, reply: Reply) -> Error {
    let account = Account::documented().await;
    account.portal.script().everything = Some(reply);
    let error = account.perform(operation).await.expect_err("the operation should fail");
    assert_eq!(error.operation, operation);
    if CHANGES.contains(&operation) || SPENDS.contains(&operation) {
        let posts = account.portal.take_lines().into_iter().filter(|line| is_change(line)).count();
        assert!(posts == 1 || error.kind == ErrorKind::Unauthorized, "{posts} {error}");
    }
    error
}

#[tokio::test]
async fn a_refusal_is_permanent_and_its_words_arrive_whatever_the_status() {
    let body = br#"{"error":["locked"]}"#.to_vec();
    for status in [200, 400, 403, 422] {
        let reply = Reply::Answer(status, "application/json", body.clone());
        let looks = [Operation::TicketList, Operation::InvoiceShow, Operation::QuoteShow];
        for operation in CHANGES.into_iter().chain(of_one(SPENDS)).chain(looks) {
            let error = failed(operation, reply.clone()).await;
            assert_eq!(error.kind, ErrorKind::Refused(Some("locked".to_owned())), "{error}");
            assert_eq!(error.status, ErrorStatus::Permanent, "{error}");
        }
    }
    for body in [r#"{"success":false}"#, r#"{"status":false}"#] {
        let error = failed(Operation::ServerRestart, Reply::json(body)).await;
        assert_eq!((error.kind, error.status), (ErrorKind::Refused(None), ErrorStatus::Permanent));
    }
}

#[tokio::test]
async fn an_answer_to_a_change_that_is_lost_leaves_open_whether_it_happened() {
    for (reply, kind) in [
        (Reply::Cut, ErrorKind::ConnectionLost),
        (Reply::status(500), ErrorKind::ServerError),
        (Reply::json("{\"status\":tr"), ErrorKind::Unreadable),
        (Reply::json("7"), ErrorKind::Unreadable),
        (Reply::json("false"), ErrorKind::Unreadable),
    ] {
        for operation in CHANGES.into_iter().chain(of_one(SPENDS)) {
            let error = failed(operation, reply.clone()).await;
            assert_eq!((&error.kind, error.status), (&kind, ErrorStatus::Ambiguous), "{error}");
        }
    }
}

#[tokio::test]
async fn an_order_that_was_answered_without_one_may_have_been_placed_and_is_never_sent_again() {
    let page = Reply::Answer(200, "text/html", b"<html>ok</html>".to_vec());
    for reply in
        [page, Reply::json(""), Reply::json("[]"), Reply::json("{}"), Reply::json(r#"{"total":"9.99"}"#)]
    {
        for operation in [Operation::OrderBuy, Operation::CertificateBuy] {
            let error = failed(operation, reply.clone()).await;
            let expected = (&ErrorKind::Unreadable, ErrorStatus::Ambiguous);
            assert_eq!((&error.kind, error.status), expected, "{reply:?}: {error}");
        }
    }
}

#[tokio::test]
async fn a_change_that_was_taken_without_a_word_was_taken() {
    let page = Reply::Answer(200, "text/html", b"<html>ok</html>".to_vec());
    for reply in [
        page,
        Reply::json(""),
        Reply::Answer(204, "text/plain", vec![]),
        Reply::json("[]"),
        Reply::json("{}"),
    ] {
        for operation in CHANGES {
            let account = Account::documented().await;
            account.portal.script().everything = Some(reply.clone());
            account.perform(operation).await.unwrap_or_else(|error| panic!("{reply:?}: {error}"));
        }
    }
}

#[tokio::test]
async fn a_read_is_made_again_for_a_passing_reason_and_for_no_other() {
    for (reply, tries) in
        [(Reply::status(503), 3), (Reply::Cut, 3), (Reply::status(404), 1), (Reply::json("{"), 1)]
    {
        let account = Account::documented().await;
        account.portal.script().everything = Some(reply);
        let error = account.perform(Operation::TicketList).await.unwrap_err();
        assert!(!error.is_ambiguous());
        assert_eq!(account.portal.take_lines().len(), 1 + tries, "{error}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_a_list_is_unreadable() {
    let page = Reply::Answer(200, "text/html", b"<html>maintenance</html>".to_vec());
    let files = [Operation::AttachmentShow, Operation::CertificateFile];
    let reads = READS.into_iter().filter(|operation| !files.contains(operation));
    for error in join_all(reads.map(|operation| failed(operation, page.clone()))).await {
        assert_eq!(error.kind, ErrorKind::Unreadable, "{error}");
        assert!(error.cause.contains("got text/html"), "{error}");
    }
    let error = failed(Operation::CertificateFile, page).await;
    assert!(error.kind == ErrorKind::Unreadable && error.cause.contains("expected a certificate"), "{error}");
}

#[tokio::test]
async fn a_caller_waits_for_the_sign_in_and_the_answer_together_no_longer_than_told() {
    let account = Account::documented().await;
    account.portal.script().pause = Duration::from_secs(30);
    let hasty = adapter(&account.portal, |settings| settings.limits.read_timeout = Duration::from_secs(1));
    let begun = std::time::Instant::now();
    let account = Account { adapter: hasty, ..account };
    for result in
        join_all([Operation::ServerRestart, Operation::TicketList].map(|it| account.perform(it))).await
    {
        let error = result.unwrap_err();
        assert_eq!((&error.kind, error.status), (&ErrorKind::Timeout, ErrorStatus::Temporary), "{error}");
    }
    assert!(begun.elapsed() < Duration::from_secs(3));
}
