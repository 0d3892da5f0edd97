//! Changes: what happens at the provider, and which answers say that it did.

use hostmaster::domain::{Action, ErrorKind, ErrorStatus, Operation, ResourceKind};
use hostmaster::providers::{OrderControl, ServerControl};
use hostmaster::sandbox::inferno as sim;
use reqwest::StatusCode;

use super::{Account, CHANGES, offered, permit};

#[tokio::test]
async fn each_change_happens_once() {
    for (operation, effect) in [
        (Operation::ServerStop, sim::Effect::Power { order: 47_012, verb: sim::Operation::Stop }),
        (Operation::ServerRestart, sim::Effect::Power { order: 47_012, verb: sim::Operation::Reboot }),
        (Operation::OrderCancel, sim::Effect::Cancelled { order: 47_200 }),
        (Operation::KeyAdd, sim::Effect::KeyAdded { key: 8 }),
        (Operation::KeyRemove, sim::Effect::KeyRemoved { key: 7 }),
    ] {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap();
        let effects: Vec<_> = account.sim.ledger().into_iter().map(|entry| entry.effect).collect();
        assert_eq!(effects, [effect], "{operation}");
        assert_eq!(account.sim.requests().len(), 1, "{operation}");
    }
}

#[tokio::test]
async fn a_stopped_server_is_started() {
    let account = Account::documented().await;
    account.perform(Operation::ServerStop).await.unwrap();
    account.perform(Operation::ServerStart).await.unwrap();
    let boot = sim::Effect::Power { order: 47_012, verb: sim::Operation::Boot };
    assert_eq!(account.sim.ledger().last().unwrap().effect, boot);
}

#[tokio::test]
async fn the_documented_refusal_of_a_cancellation_is_told_in_its_own_words() {
    let account = Account::documented().await;
    let paid = permit(Action::OrderCancel, ResourceKind::Order, "47012");
    let error = account.adapter.cancel_order(&paid, None).await.unwrap_err();
    let words = "Order ID not found or Status not Pending".to_owned();
    assert_eq!((error.kind, error.status), (ErrorKind::Refused(Some(words)), ErrorStatus::Permanent));
    assert!(account.sim.ledger().is_empty());
}

#[tokio::test]
async fn an_answer_says_success_or_says_nothing() {
    let success = [
        r#"{"result":"success"}"#,
        r#"{"result":"success","retx":{"result":"success","error_code":0}}"#,
        "[result] => success [msg] => ok",
        "Array\n(\n    [result] => success\n)\n",
    ];
    let unknown = [
        "{}",
        "[]",
        "null",
        "",
        "ok",
        r#"{"result":true}"#,
        r#"{"result":"done"}"#,
        r#"{"status":"success"}"#,
        r#"{"result":"success","retx":{"result":"queued"}}"#,
        "[status] => success",
        "<html>success</html>",
    ];
    for operation in CHANGES {
        let (_, action) = offered()[operation.as_str()];
        let account = Account::documented().await;
        let answer = |body: &'static str, media_type| {
            let reply = sim::Reply::new(StatusCode::OK, media_type, body);
            account.sim.inject(action, sim::Fault::answer(reply).once());
        };
        for media_type in ["application/json", "text/html; charset=utf-8"] {
            for body in success {
                answer(body, media_type);
                account.perform(operation).await.unwrap_or_else(|error| panic!("{body} {error}"));
            }
            for body in unknown {
                answer(body, media_type);
                let error = account.perform(operation).await.expect_err(body);
                assert_eq!(
                    (error.kind, error.status),
                    (ErrorKind::Unreadable, ErrorStatus::Ambiguous),
                    "{body}"
                );
            }
            for body in [
                r#"{"result":"fail","msg":"no"}"#,
                r#"{"result":"success","retx":{"result":"fail","msg":"no"}}"#,
                "Array ( [result] => fail [msg] => no )",
            ] {
                answer(body, media_type);
                let error = account.perform(operation).await.expect_err(body);
                let refused = ErrorKind::Refused(Some("no".to_owned()));
                assert_eq!((error.kind, error.status), (refused, ErrorStatus::Permanent), "{body}");
            }
        }
        assert!(account.sim.ledger().is_empty());
    }
}

#[tokio::test]
async fn a_permit_for_something_else_is_never_used() {
    let account = Account::documented().await;
    let adapter = std::sync::Arc::new(account.adapter);
    let misuse = tokio::spawn(async move {
        adapter.restart(&permit(Action::VpsStart, ResourceKind::Server, "47012")).await
    });
    assert!(misuse.await.unwrap_err().is_panic());
    assert!(account.sim.requests().is_empty());
}
