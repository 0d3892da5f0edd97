//! How the adapter fails: refusals, lost answers, and answers that are none.

use hostmaster::domain::{Error, ErrorKind, ErrorStatus, Operation};
use hostmaster::sandbox::klikk::{Fault, Misbehaviour, Reply};
use reqwest::StatusCode;

use super::{Account, CHANGES, offered};

/// Performs the operation while everything meets the fault.
async fn failed(operation: Operation, fault: Fault) -> (Error, Account) {
    let account = Account::documented().await;
    account.sim.inject_everywhere(fault);
    let error = account.perform(operation).await.expect_err("the operation should fail");
    assert_eq!(error.operation, operation);
    (error, account)
}

fn status(status: u16) -> Fault {
    Fault::answer(Reply::html(StatusCode::from_u16(status).unwrap()))
}

fn json(status: u16, body: &'static str) -> Fault {
    Fault::answer(Reply::new(StatusCode::from_u16(status).unwrap(), "application/json", body))
}

#[tokio::test]
async fn a_status_that_is_a_refusal_is_permanent_and_never_made_again() {
    for (code, kind) in [
        (400, ErrorKind::Refused(None)),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Unauthorized),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Refused(None)),
    ] {
        for (operation, _) in offered().into_values() {
            let (error, account) = failed(operation, status(code)).await;
            assert_eq!((&error.kind, error.status), (&kind, ErrorStatus::Permanent), "{error}");
            assert_eq!(account.sim.requests().len(), 1, "{error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_its_own_words_and_never_in_a_pages() {
    let words = |error: Error| error.kind;
    let (error, _) = failed(Operation::OrderCancel, json(400, r#"{"message":"Order is locked"}"#)).await;
    assert_eq!(words(error), ErrorKind::Refused(Some("Order is locked".to_owned())));
    let (error, _) = failed(Operation::OrderList, json(200, r#"{"error":"No such action"}"#)).await;
    assert_eq!(words(error), ErrorKind::Refused(Some("No such action".to_owned())));
    let (error, _) = failed(Operation::OrderCancel, status(400)).await;
    assert!(!error.to_string().contains("nginx"), "{error}");
}

#[tokio::test]
async fn an_error_names_the_action_and_its_ids_and_never_the_address() {
    let (error, _) = failed(Operation::OrderItemCancel, status(500)).await;
    let expected =
        "klikk: order.item-cancel: POST action=order_cancel order_id=73 order_item_id=1293: 500 server error";
    assert_eq!(error.to_string(), expected);
    let (error, _) = failed(Operation::OrderList, Fault::before(Misbehaviour::Drop)).await;
    assert!(error.to_string().starts_with("klikk: order.list: POST action=order_list: "), "{error}");
}

#[tokio::test]
async fn an_answer_to_a_change_that_is_lost_leaves_open_whether_it_happened_and_is_not_repeated() {
    for (fault, kind) in [
        (Fault::after(Misbehaviour::Drop), ErrorKind::ConnectionLost),
        (status(500), ErrorKind::ServerError),
        (status(402), ErrorKind::Unreadable),
        // A page is what whoever is not understood gets, whatever its status.
        (status(200), ErrorKind::Unreadable),
        (json(200, "<html>"), ErrorKind::Unreadable),
        (json(200, r#"{"order_id":"#), ErrorKind::Unreadable),
        (Fault::answer(Reply::redirect("/api")), ErrorKind::Redirected),
    ] {
        for operation in CHANGES {
            let (error, account) = failed(operation, fault.clone()).await;
            assert_eq!((&error.kind, error.status), (&kind, ErrorStatus::Ambiguous), "{error}");
            assert_eq!(account.sim.requests().len(), 1, "{error}");
        }
    }
}

#[tokio::test]
async fn a_read_is_made_again_for_a_passing_reason_and_for_no_other() {
    for (fault, tries) in [
        (status(503), 3),
        (Fault::before(Misbehaviour::Drop), 3),
        (status(404), 1),
        (json(200, "{"), 1),
        (status(200), 1),
    ] {
        let (error, account) = failed(Operation::OrderList, fault).await;
        assert!(!error.is_ambiguous());
        assert_eq!(account.sim.requests().len(), tries, "{error}");
    }
}

#[tokio::test]
async fn json_that_calls_itself_a_page_is_read_and_a_page_is_not() {
    let account = Account::documented().await;
    let body = r#"{"orders":[]}"#;
    account.sim.inject_everywhere(Fault::answer(Reply::new(StatusCode::OK, "text/html", body)));
    account.perform(Operation::OrderList).await.unwrap();
    for operation in [Operation::ServerList, Operation::OrderList, Operation::OrderShow] {
        let (error, _) = failed(operation, status(200)).await;
        assert_eq!(error.kind, ErrorKind::Unreadable, "{error}");
    }
}

#[tokio::test]
async fn a_good_answer_without_what_was_asked_for_is_unreadable() {
    for (operation, body) in [
        (Operation::ServerList, "{}"),
        (Operation::ServerList, "[]"),
        (Operation::ServerList, r#"{"servers":7}"#),
        (Operation::OrderList, r#"{"orders":"none"}"#),
        (Operation::OrderList, r#"{"servers":[]}"#),
        (Operation::OrderList, "7"),
        (Operation::OrderShow, "[]"),
        (Operation::OrderShow, r#"{"order_id":74}"#),
    ] {
        let (error, _) = failed(operation, json(200, body)).await;
        assert_eq!(error.kind, ErrorKind::Unreadable, "{operation} {body}");
    }
}
