//! Servers that are installed, checked, started and stopped.

use std::time::Duration;

use hostmaster::sandbox::inferno::{Effect, Mode, Operation, Pace};
use serde_json::{Value, json};

use super::Account;

const QUEUED: &str = "[method] => createVPS [result] => success [msg] => ok [retx] => Array ( [result] => success [msg] => VSCD: VPS added to queue [error_code] => 0 )";
const EXISTS: &str = "Array ( [method] => createVPS [result] => fail [msg] => Vps exists with current main_id (21968) , W:47012 [error_code] => 904 )";

const DEBIAN: (&str, &str) = ("ostpl", "debian12-64-default");

#[tokio::test]
async fn an_installation_is_printed_as_documented_or_answered_as_json() {
    let account = Account::documented().await;
    account.sim.order_is_paid(47_200);
    let new = [("orderid", "47200"), DEBIAN, ("sshkey_ids", "7"), ("run", "1")];
    assert_eq!(account.ask("install", &new).await, QUEUED);
    let there = [("orderid", "47012"), DEBIAN, ("run", "1")];
    assert_eq!(account.ask("install", &there).await, EXISTS);
    account.sim.with_state(|state| state.prints = false);
    let again = account.json("reinstall", &there).await;
    let retx = json!({"result": "success", "msg": "VSCD: VPS added to queue", "error_code": 0});
    assert_eq!((&again["result"], &again["retx"]), (&json!("success"), &retx));
    let exists = account.json("install", &there).await;
    assert_eq!((&exists["result"], &exists["error_code"]), (&json!("fail"), &json!(904)));
    let installed = |order, again, keys| Effect::Installed {
        order,
        again,
        template: "debian12-64-default".to_owned(),
        keys,
    };
    assert_eq!(account.effects(), [installed(47_200, false, vec![7]), installed(47_012, true, vec![])]);
}

#[tokio::test]
async fn a_check_changes_nothing_and_without_a_word_on_running_nothing_is_done() {
    let account = Account::documented().await;
    let check = [("orderid", "47012"), DEBIAN, ("run", "0")];
    assert_eq!(account.json("reinstall", &check).await["result"], "success");
    for (orderid, template, keys, run) in [
        ("47012", "debian12-64-default", "", ""),
        ("47012", "debian12-64-default", "", "2"),
        ("47012", "windows", "", "1"),
        ("47012", "debian12-64-default", "7,9", "1"),
        ("47012", "debian12-64-default", "x", "1"),
        ("47200", "debian12-64-default", "", "1"),
        ("1", "debian12-64-default", "", "1"),
    ] {
        let fields = [("orderid", orderid), ("ostpl", template), ("sshkey_ids", keys), ("run", run)];
        assert_eq!(account.json("reinstall", &fields).await["result"], "fail", "{fields:?}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn a_server_comes_up_after_its_time_and_has_another_password_after_it_was_set_up_anew() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.pace = Pace::REAL);
    let info = async || account.json("getinfo", &[("orderid", "47012")]).await["vps_info"].clone();
    let password = info().await["vps_password"].clone();
    account.ask("reinstall", &[("orderid", "47012"), DEBIAN, ("run", "1")]).await;
    assert_eq!(info().await["real_state"], "Выключен");
    account.sim.advance(Duration::from_secs(45));
    assert_eq!(info().await["real_state"], "Включен");
    assert_ne!(info().await["vps_password"], password);
}

#[tokio::test]
async fn a_server_is_stopped_started_and_restarted_unless_it_ignores_it() {
    let account = Account::documented().await;
    let order = [("orderid", "47012")];
    let state = async || account.json("getinfo", &order).await["vps_info"]["real_state"].clone();
    let done = json!({"result": "success"});
    for (action, verb, word) in [
        ("stop", Operation::Stop, "Выключен"),
        ("boot", Operation::Boot, "Включен"),
        ("reboot", Operation::Reboot, "Включен"),
    ] {
        assert_eq!(account.json(action, &order).await, done);
        assert_eq!(state().await, word, "{action}");
        assert_eq!(account.effects().last(), Some(&Effect::Power { order: 47_012, verb }));
    }
    assert!(
        account.sim.vps_behaves(47_012, Mode::IgnoresCommands) && !account.sim.vps_behaves(1, Mode::Normal)
    );
    assert_eq!(account.json("stop", &order).await, done);
    assert_eq!((state().await, account.effects().len()), (json!("Включен"), 3));
    assert!(account.sim.vps_reports(47_012, Some("Приостановлен")));
    assert_eq!(state().await, "Приостановлен");
}

#[tokio::test]
async fn an_order_without_a_server_tells_none() {
    let account = Account::documented().await;
    let info = async || account.json("getinfo", &[("orderid", "47200")]).await;
    let pending = info().await;
    assert_eq!((&pending["result"], &pending["vps_info"]["result"]), (&json!("success"), &json!("fail")));
    account.sim.order_is_paid(47_200);
    let paid = info().await;
    assert_eq!((&paid["orderStatus"], &paid["vps_info"]), (&json!("Active"), &Value::Array(vec![])));
}
