//! How the adapter fails: refusals with a good status and with every other, lost answers, and answers that are none.

use hostmaster::domain::{Error, ErrorKind, ErrorStatus, Operation};
use hostmaster::providers::Billing;
use hostmaster::sandbox::inferno::{Fault, Misbehaviour, Reply};
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

/// Whether no call was made again; a balance is made of several.
fn is_asked_once(account: &Account) -> bool {
    let mut asked = account.asked();
    asked.sort();
    let all = asked.len();
    asked.dedup();
    (1..=3).contains(&all) && asked.len() == all
}

fn status(status: u16) -> Fault {
    Fault::answer(Reply::html(StatusCode::from_u16(status).unwrap()))
}

fn json(body: &'static str) -> Fault {
    Fault::answer(Reply::new(StatusCode::OK, "application/json", body))
}

#[tokio::test]
async fn a_refusal_with_a_good_status_is_one_in_its_own_words_and_never_made_again() {
    for (body, words) in [
        (r#"{"result":"fail","message":"Access denied"}"#, Some("Access denied")),
        (r#"{"result":"fail","msg":"Vps exists","error_code":904}"#, Some("Vps exists (904)")),
        (r#"{"result":"fail"}"#, None),
    ] {
        for (operation, _) in offered().into_values() {
            let (error, account) = failed(operation, json(body)).await;
            let kind = ErrorKind::Refused(words.map(str::to_owned));
            assert_eq!((error.kind, error.status), (kind, ErrorStatus::Permanent), "{operation}");
            assert!(is_asked_once(&account), "{operation}");
        }
    }
}

#[tokio::test]
async fn a_status_that_is_a_refusal_is_permanent() {
    for (code, kind) in [
        (400, ErrorKind::Refused(None)),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Unauthorized),
        (404, ErrorKind::Refused(None)),
    ] {
        for (operation, _) in offered().into_values() {
            let (error, account) = failed(operation, status(code)).await;
            assert_eq!((&error.kind, error.status), (&kind, ErrorStatus::Permanent), "{error}");
            assert!(is_asked_once(&account), "{error}");
        }
    }
}

#[tokio::test]
async fn what_the_simulated_inferno_refuses_reads_the_same() {
    let denied = Err(ErrorKind::Refused(Some("Access denied".to_owned())));
    let account = Account::documented().await;
    let balance = async || account.perform(Operation::BalanceShow).await.map_err(|error| error.kind);
    account.sim.with_state(|state| state.is_listed = false);
    assert_eq!(balance().await, denied);
    account.sim.with_state(|state| (state.is_listed, state.cid) = (true, "778".to_owned()));
    assert_eq!(balance().await, denied);
    account.perform(Operation::PlanList).await.unwrap();
}

#[tokio::test]
async fn an_error_names_the_action_and_never_the_address() {
    let (error, _) = failed(Operation::ServerRestart, status(500)).await;
    let expected = "inferno: server.restart: POST action=reboot orderid=47012: 500 server error";
    assert_eq!(error.to_string(), expected);
    let (error, _) = failed(Operation::BalanceShow, Fault::before(Misbehaviour::Drop)).await;
    assert!(error.to_string().starts_with("inferno: balance.show: POST action=balance: "), "{error}");
}

#[tokio::test]
async fn an_answer_to_a_change_that_is_lost_leaves_open_whether_it_happened_and_is_not_repeated() {
    for (fault, kind) in [
        (Fault::after(Misbehaviour::Drop), ErrorKind::ConnectionLost),
        (status(500), ErrorKind::ServerError),
        (status(200), ErrorKind::Unreadable),
        (json(r#"{"result":"#), ErrorKind::Unreadable),
        (Fault::answer(Reply::redirect("/api_client.php")), ErrorKind::Redirected),
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
        (json("{"), 1),
        (json(r#"{"result":"fail"}"#), 1),
    ] {
        let (error, account) = failed(Operation::OrderList, fault).await;
        assert!(!error.is_ambiguous());
        assert_eq!(account.sim.requests().len(), tries, "{error}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_what_may_hold_a_secret_is_not_quoted() {
    let page = "<html>vps_password XXXXXXXXXXX</html>";
    let fault = || Fault::answer(Reply::new(StatusCode::OK, "text/html", page));
    for operation in
        [Operation::ServerShow, Operation::ServiceShow, Operation::ServiceList, Operation::OrderList]
    {
        let (error, _) = failed(operation, fault()).await;
        assert!(error.to_string().ends_with("expected JSON, got text/html"), "{error}");
    }
}

#[tokio::test]
async fn json_that_calls_itself_a_page_is_read() {
    let account = Account::documented().await;
    let body = r#"{"result":"success","balance":"1"}"#;
    account.sim.inject_everywhere(Fault::answer(Reply::new(StatusCode::OK, "text/html", body)));
    account.adapter.funds().await.unwrap();
}

#[tokio::test]
async fn a_good_answer_without_what_was_asked_for_is_unreadable() {
    for (operation, body) in [
        (Operation::OrderList, "{}"),
        (Operation::OrderList, "[]"),
        (Operation::OrderList, r#"{"result":"success"}"#),
        (Operation::OrderList, r#"{"orders":"none"}"#),
        (Operation::OrderList, r#"{"orders":7}"#),
        (Operation::PlanList, r#"{"ostpls":[]}"#),
        (Operation::TemplateList, r#"{"products":[]}"#),
        (Operation::KeyList, r#"{"result":"success"}"#),
        (Operation::BalanceShow, r#"{"balance":"much"}"#),
        (Operation::OrderList, r#"{"result":"maybe","orders":[]}"#),
    ] {
        let (error, _) = failed(operation, json(body)).await;
        assert_eq!(error.kind, ErrorKind::Unreadable, "{operation} {body}");
    }
}
