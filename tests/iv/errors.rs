//! How the adapter fails: refusals with every status, lost answers, and answers that are none.

use hostmaster::domain::{Error, ErrorKind, ErrorStatus, Operation};
use hostmaster::sandbox::iv::{Fault, Misbehaviour, Reply};
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

fn json(body: &'static str) -> Fault {
    Fault::answer(Reply::new(StatusCode::OK, "application/json", body))
}

#[tokio::test]
async fn every_documented_refusal_is_permanent_and_says_what_it_means() {
    for (code, kind, words) in [
        (400, ErrorKind::Refused(None), "wrong parameter or command"),
        (401, ErrorKind::Unauthorized, "description must be API"),
        (403, ErrorKind::AddressRefused, "from an IV address and over HTTPS"),
    ] {
        for (operation, _) in offered().into_values() {
            if operation == Operation::ServerList && code == 400 {
                continue;
            }
            let (error, account) = failed(operation, status(code)).await;
            assert_eq!((&error.kind, error.status), (&kind, ErrorStatus::Permanent), "{error}");
            assert!(error.cause.contains(words), "{error}");
            // A balance is made of three.
            assert!(account.sim.requests().len() <= 3, "nothing is made again: {error}");
        }
    }
}

#[tokio::test]
async fn what_the_simulated_iv_refuses_reads_the_same() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.is_inside = false);
    assert_eq!(account.perform(Operation::ServerShow).await.unwrap_err().kind, ErrorKind::AddressRefused);
    account.sim.with_state(|state| (state.is_inside, state.nick) = (true, "other".to_owned()));
    assert_eq!(account.perform(Operation::ServerShow).await.unwrap_err().kind, ErrorKind::Unauthorized);
}

#[tokio::test]
async fn an_error_names_the_command_and_never_the_address() {
    let (error, _) = failed(Operation::ServerRestart, status(500)).await;
    let expected = "iv: server.restart: GET command=server_reboot id=3: 500 server error";
    assert_eq!(error.to_string(), expected);
    let (error, _) = failed(Operation::ProfileShow, Fault::before(Misbehaviour::Drop)).await;
    assert!(error.to_string().starts_with("iv: profile.show: GET command=account_info: "), "{error}");
}

#[tokio::test]
async fn an_answer_to_a_change_that_is_lost_leaves_open_whether_it_happened_and_is_not_repeated() {
    for (fault, kind) in [
        (Fault::after(Misbehaviour::Drop), ErrorKind::ConnectionLost),
        (status(500), ErrorKind::ServerError),
        (status(200), ErrorKind::Unreadable),
        (json(r#"{"task_id":"#), ErrorKind::Unreadable),
        (json(r#"{"error":"no","task_id":"1"}"#), ErrorKind::Unreadable),
        (json("7"), ErrorKind::Unreadable),
        (json(""), ErrorKind::Unreadable),
        (Fault::answer(Reply::redirect("/json.php")), ErrorKind::Redirected),
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
        (Fault::answer(Reply::redirect("http://127.0.0.1:9/")), 1),
    ] {
        let (error, account) = failed(Operation::InvoiceList, fault).await;
        assert!(!error.is_ambiguous());
        assert_eq!(account.sim.requests().len(), tries, "{error}");
    }
}

#[tokio::test]
async fn a_good_status_with_an_error_or_another_form_is_unreadable() {
    let answers = [
        (Operation::ProfileShow, r#"{"error":"x","ac_id":"1"}"#),
        (Operation::ProfileShow, "[]"),
        (Operation::ProfileShow, "{}"),
        (Operation::InvoiceList, r#"{"or_id":"1"}"#),
        (Operation::InvoiceList, "null"),
        (Operation::TemplateList, r#"[{"title":"CentOS"}]"#),
        (Operation::TaskShow, r#""none""#),
    ];
    for (operation, body) in answers {
        let (error, _) = failed(operation, json(body)).await;
        assert_eq!(error.kind, ErrorKind::Unreadable, "{operation} {body}");
    }
}
