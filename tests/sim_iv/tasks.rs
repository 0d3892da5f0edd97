//! Tasks: queued, begun and completed as time goes by.

use std::time::Duration;

use hostmaster::sandbox::iv::{Effect, Operation, Pace, Sizes};
use serde_json::{Value, json};

use super::Account;

#[tokio::test]
async fn a_task_is_begun_and_completed_after_its_time() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.pace = Pace::REAL);
    assert_eq!(account.json("server_reboot", &[("id", "3")]).await, json!({"task_id": "11"}));
    let task = async || {
        let fields = [("id", "3"), ("task_id", "11"), ("count", "1")];
        let tasks = account.json("server_tasks", &fields).await;
        tasks.as_array().unwrap()[0].clone()
    };
    let queued = task().await;
    assert_eq!(queued["ta_command"], "server_reboot");
    assert!(queued["ta_activated"].is_string());
    assert_eq!((&queued["ta_assigned"], &queued["ta_completed"]), (&Value::Null, &Value::Null));
    account.sim.advance(Duration::from_secs(1));
    let begun = task().await;
    assert!(begun["ta_assigned"].is_string() && begun["ta_completed"].is_null(), "{begun}");
    account.sim.advance(Duration::from_secs(11));
    let completed = task().await;
    assert!(completed["ta_completed"].is_string() && completed["ta_results"].is_string(), "{completed}");
    let effect = Effect { task: 11, server: 3, command: Operation::ServerReboot };
    assert_eq!(account.sim.ledger().into_iter().map(|entry| entry.effect).collect::<Vec<_>>(), [effect]);
}

#[tokio::test]
async fn a_server_that_stalls_completes_no_task() {
    let account = Account::documented().await;
    assert!(account.sim.tasks_stall(3, true) && !account.sim.tasks_stall(4, true));
    account.json("server_reboot", &[("id", "3")]).await;
    account.sim.advance(Duration::from_secs(3600));
    let tasks =
        account.json("server_tasks", &[("id", "3"), ("task", "server_reboot"), ("count", "20")]).await;
    assert_eq!(tasks.as_array().unwrap().len(), 1);
    assert!(tasks[0]["ta_completed"].is_null());
}

#[tokio::test]
async fn what_a_task_changes_shows_and_a_new_password_is_among_its_results() {
    let account = Account::documented().await;
    let sizes = [("id", "3"), ("cpu", "4"), ("ram", "4096"), ("quota", "40"), ("bandwidth", "100")];
    account.json("server_change", &sizes).await;
    account.json("server_domain", &[("id", "3"), ("domain", "new.example.com")]).await;
    let server = account.sim.with_state(|state| state.servers[&3].clone());
    assert_eq!(server.sizes, Sizes { cpu: 4, ram: 4096, quota: 40, bandwidth: 100 });
    assert_eq!(server.domain, "new.example.com");
    account.json("server_recreate", &[("id", "3"), ("os", "centos-6-x86_64")]).await;
    account.json("server_reset_password", &[("id", "3")]).await;
    let tasks = account.json("server_tasks", &[("id", "3"), ("count", "2")]).await;
    for task in tasks.as_array().unwrap() {
        assert!(task["ta_results"].as_str().unwrap().contains("\nPassword:  "), "{task}");
    }
    let commands: Vec<_> = account.sim.ledger().into_iter().map(|entry| entry.effect.command).collect();
    use Operation::{ServerChange, ServerDomain, ServerRecreate, ServerResetPassword};
    assert_eq!(commands, [ServerChange, ServerDomain, ServerRecreate, ServerResetPassword]);
}

#[tokio::test]
async fn invoices_are_issued_and_paid_by_themselves() {
    let account = Account::documented().await;
    let invoice = account.sim.invoice_is_issued("24.90".parse().unwrap());
    let unpaid = account.json("account_orders", &[]).await[2].clone();
    assert_eq!((&unpaid["or_cost"], &unpaid["or_paid"]), (&json!("24.90"), &Value::Null));
    assert!(account.sim.invoice_is_paid(invoice) && !account.sim.invoice_is_paid(99));
    let paid = account.json("account_orders", &[]).await[2].clone();
    assert!(paid["or_paid"].is_string() && paid["or_number"].is_string(), "{paid}");
}
