//! Changes: what happens at the provider, and which answers say that it did.

use hostmaster::domain::{Action, ErrorKind, ErrorStatus, Operation, ResourceKind};
use hostmaster::providers::{OrderControl, Reveals, ServerControl, Servers, Shop};
use hostmaster::sandbox::inferno as sim;
use reqwest::StatusCode;

use secrecy::ExposeSecret;

use super::{Account, CHANGES, anew, offered, permit};

#[tokio::test]
async fn each_change_happens_once() {
    for (operation, effect) in [
        (Operation::ServerStop, sim::Effect::Power { order: 47_012, verb: sim::Operation::Stop }),
        (Operation::ServerRestart, sim::Effect::Power { order: 47_012, verb: sim::Operation::Reboot }),
        (Operation::ServerReinstall, installed(47_012, true, &[])),
        (Operation::ServerReinstallKeys, installed(47_012, true, &[7])),
        (Operation::OrderInstall, installed(47_200, false, &[7])),
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

fn installed(order: u64, again: bool, keys: &[u64]) -> sim::Effect {
    let template = "centos7-64-default".to_owned();
    sim::Effect::Installed { order, again, template, keys: keys.to_vec() }
}

#[tokio::test]
async fn a_check_sets_nothing_up_and_is_refused_in_the_same_words() {
    let account = Account::documented().await;
    account.adapter.check_reinstall("47012", &anew(&["7"])).await.unwrap();
    let asked = "POST action=reinstall orderid=47012 ostpl=centos7-64-default sshkey_ids=7 run=0";
    assert_eq!(account.asked(), [asked]);
    assert!(account.sim.ledger().is_empty());
    let unknown = account.adapter.check_reinstall("47012", &anew(&["99"])).await.unwrap_err();
    assert!(matches!(&unknown.kind, ErrorKind::Refused(Some(_))), "{unknown:?}");
    assert_eq!(unknown.status, ErrorStatus::Permanent);
    let mut odd = anew(&[]);
    odd.template.id = "../centos".to_owned();
    let odd = account.adapter.check_reinstall("47012", &odd).await.unwrap_err();
    assert_eq!(odd.kind, ErrorKind::NotFound);
    assert_eq!(account.sim.requests().len(), 2);
}

#[tokio::test]
async fn a_server_that_is_there_or_not_paid_is_not_installed() {
    let account = Account::documented().await;
    let setup = anew(&[]);
    let exists = account.adapter.check_install("47012", &setup).await.unwrap_err();
    let ErrorKind::Refused(Some(words)) = &exists.kind else { panic!("{exists:?}") };
    assert!(words.contains("Vps exists with current main_id"), "{words}");
    let unpaid = account.adapter.check_install("47200", &setup).await.unwrap_err();
    assert!(matches!(unpaid.kind, ErrorKind::Refused(Some(_))), "{unpaid:?}");
    account.sim.order_is_paid(47_200);
    account.adapter.check_install("47200", &setup).await.unwrap();
    assert!(account.sim.ledger().is_empty());
}

#[tokio::test]
async fn a_password_is_told_to_whoever_may_see_it_and_is_in_no_debug_form() {
    let account = Account::documented().await;
    let told = || {
        account
            .sim
            .with_state(|state| state.orders[&47_012].vps.as_ref().unwrap().password.expose_secret().clone())
    };
    let permit = permit(Action::VpsCredentials, ResourceKind::Server, "47012");
    let shown = account.adapter.credentials(&permit).await.unwrap().unwrap();
    assert_eq!(shown.password.expose_secret(), &told());
    assert!(!format!("{shown:?}").contains(&told()));
    account.answers(sim::Operation::GetInfo, r#"{"result":"success","orderid":47012,"vps_info":[]}"#);
    assert!(account.adapter.credentials(&permit).await.unwrap().is_none());
    account.answers(
        sim::Operation::GetInfo,
        r#"{"result":"success","orderid":1,"vps_info":{"vps_password":"canary"}}"#,
    );
    let error = account.adapter.credentials(&permit).await.unwrap_err();
    assert!(error.kind == ErrorKind::Unreadable && !error.cause.contains("canary"), "{error:?}");
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
