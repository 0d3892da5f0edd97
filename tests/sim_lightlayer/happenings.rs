//! What happens at LightLayer without a request.

use std::time::Duration;

use hostmaster::sandbox::lightlayer::{Line, Pace, State};
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use serde_json::json;

use super::{Account, SOON};

#[tokio::test]
async fn a_ticket_arrives_is_answered_and_closed() {
    let account = Account::documented().await;
    account.sim.advance(Duration::from_secs(60));
    let number = account.sim.ticket_arrives("Sales", "Price?", "How much\nis it?");
    let listed = &account.json("/tickets").await["tickets"];
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["ticket_number"], number.to_string(), "the newest first");
    assert_eq!([&listed[0]["deptname"], &listed[0]["status"]], [&json!("Sales"), &json!("Open")]);

    account.sim.advance(Duration::from_secs(60));
    assert!(account.sim.staff_replies(number, "42"));
    assert!(account.sim.owner_replies_elsewhere(number, "Too much."));
    let shown = account.json(&format!("/tickets/{number}")).await;
    assert_eq!(shown["ticket"]["status"], "Client-Reply");
    assert_eq!([&shown["replies"][0]["id"], &shown["replies"][1]["id"]], [&json!("930"), &json!("931")]);
    assert!(account.sim.staff_closes(number));
    assert_eq!(account.json("/tickets").await["tickets"][0]["status"], "Closed");
    assert!(account.sim.staff_reopens(number));
    assert_eq!(account.json("/tickets").await["tickets"][0]["status"], "Open");

    for unknown in [
        account.sim.staff_replies(1, "?"),
        account.sim.owner_replies_elsewhere(1, "?"),
        account.sim.staff_closes(1),
        account.sim.staff_reopens(1),
        account.sim.staff_sends_file(1, "?", "x", "x").is_some(),
    ] {
        assert!(!unknown);
    }
    assert!(account.effects().is_empty(), "the ledger is of requests");
}

#[tokio::test]
async fn an_invoice_is_issued_becomes_overdue_and_is_paid_elsewhere() {
    let account = Account::documented().await;
    let today = account.sim.with_state(|state| state.now().date());
    let day = |days: i64| today.saturating_add(jiff::Span::new().days(days)).to_string();
    let invoice = account.sim.invoice_is_issued(vec![Line::new("Server", Decimal::new(1_000, 2))]);
    assert_eq!(invoice, 308_977);
    let listed = &account.json("/invoice").await["invoices"][0];
    assert_eq!(listed["number"], format!("{}/{}/1", today.year(), today.month()));
    assert_eq!([&listed["date"], &listed["duedate"]], [&json!(day(0)), &json!(day(7))]);
    assert_eq!([&listed["total"], &listed["status"]], [&json!("10.00"), &json!("Unpaid")]);

    assert!(account.sim.invoice_becomes_due(invoice));
    let listed = &account.json("/invoice").await["invoices"][0];
    assert_eq!([&listed["date"], &listed["duedate"]], [&json!(day(-6)), &json!(day(1))]);
    assert!(account.sim.invoice_becomes_overdue(invoice));
    let listed = &account.json("/invoice").await["invoices"][0];
    assert_eq!([&listed["date"], &listed["duedate"]], [&json!(day(-8)), &json!(day(-1))]);
    assert!(account.sim.invoice_is_paid_elsewhere(invoice));
    assert_eq!(account.json("/invoice").await["invoices"][0]["status"], "Paid");
    assert_eq!(account.json("/balance").await["details"]["acc_balance"], "123456.55");
    let other = account.sim.invoice_is_issued(vec![]);
    assert!(account.sim.invoice_is_cancelled(other));
    assert_eq!(account.json("/invoice").await["invoices"][0]["status"], "Cancelled");
    for unknown in [
        account.sim.invoice_becomes_due(1),
        account.sim.invoice_becomes_overdue(1),
        account.sim.invoice_is_paid_elsewhere(1),
        account.sim.invoice_is_cancelled(1),
    ] {
        assert!(!unknown);
    }
}

#[tokio::test]
async fn notices_incidents_and_credit_change() {
    let account = Account::documented().await;
    let notice = account.sim.notice_is_posted("Maintenance", "Tonight.");
    assert_eq!(account.json("/notifications/new").await["notifications"][0]["subject"], "Maintenance");
    assert!(account.sim.notice_is_read_elsewhere(notice) && !account.sim.notice_is_read_elsewhere(999));
    assert_eq!(account.json("/notifications/new").await["notifications"], json!([]));

    let incident = account.sim.incident_begins("Outage", "Frankfurt is dark.");
    let open = account.json("/statuses?status=Open").await;
    assert_eq!(
        [&open["statuses"][0]["title"], &open["statuses"][0]["body"]],
        [&json!("Outage"), &json!(null)]
    );
    let (status, details) = account.put(&format!("/statuses/{incident}")).await;
    assert_eq!((status, &details["status"]["body"]), (200, &json!("Frankfurt is dark.")));
    assert!(account.sim.incident_ends(incident) && !account.sim.incident_ends(9));
    assert_eq!(account.json("/statuses?status=Open").await, json!({"statuses": []}));
    assert_eq!(account.json("/statuses").await["statuses"][0]["status"], "Resolved");

    account.sim.credit_changes(Decimal::new(1_234, 2));
    assert_eq!(account.json("/balance").await["details"]["acc_credit"], "12.34");
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn an_order_placed_elsewhere_is_pending_and_then_active_with_a_server() {
    let mut state = State::documented();
    state.pace = Pace::REAL;
    let account = Account::start(state).await;
    let price = Decimal::new(1_499, 2);
    let (service, invoice) = account.sim.order_is_placed_elsewhere("Cloud VPS S", "new.example.com", price);
    let listed = &account.json("/service").await["services"][1];
    assert_eq!([&listed["id"], &listed["status"]], [&json!("302"), &json!("Pending")]);
    assert_eq!([&listed["name"], &listed["total"]], [&json!("Cloud VPS S"), &json!("14.99")]);
    let items = &account.json(&format!("/invoice/{invoice}")).await["invoice"]["items"];
    assert_eq!([&items[0]["type"], &items[0]["item_id"]], [&json!("Hosting"), &json!(service.to_string())]);

    let vm = format!("/service/{service}/vms/1302");
    let shown = &account.json(&vm).await["vm"];
    assert_eq!([&shown["built"], &shown["status"]], [&json!(false), &json!("stopped")]);
    let refused = account.post(&format!("{vm}/start"), json!({})).await;
    assert_eq!(refused, (200, json!({"status": false, "error": ["vm_not_built"]})));
    account.sim.advance(Pace::REAL.provisioning);
    assert_eq!(account.json(&format!("/service/{service}")).await["service"]["status"], "Active");
    let shown = &account.json(&vm).await["vm"];
    assert_eq!([&shown["built"], &shown["status"]], [&json!(true), &json!("running")]);
    let methods = &account.json(&format!("/service/{service}/methods")).await["methods"];
    assert!(methods.as_array().unwrap().iter().any(|method| method["route"] == "/service/@id/vms"));
}

#[tokio::test]
async fn whoever_waits_for_a_change_of_the_state_sees_it() {
    let account = Account::documented().await;
    let reply = account.reply_in_background();
    let effects = account.sim.wait_for_effects(1, SOON).await.unwrap();
    assert_eq!(effects[0].effect, super::REPLIED);
    assert_eq!(reply.await.unwrap().unwrap(), 200);
}

#[tokio::test]
async fn the_sandbox_account_looks_lived_in() {
    let state = State::sandbox();
    let (username, password) = (state.login.username.clone(), state.login.password.clone());
    assert_ne!(password.expose_secret(), State::sandbox().login.password.expose_secret());
    let account = Account::start(state).await;
    let get = async |path: &str| {
        let request = account.bare(reqwest::Method::GET, path);
        super::read(request.basic_auth(&username, Some(password.expose_secret()))).await.1
    };
    let length = |list: &serde_json::Value| list.as_array().unwrap().len();
    let tickets = get("/tickets").await;
    assert_eq!(length(&tickets["tickets"]), 5);
    for status in ["Open", "Answered", "Closed"] {
        let has = tickets["tickets"].as_array().unwrap().iter().any(|ticket| ticket["status"] == status);
        assert!(has, "{status}");
    }
    assert_eq!(length(&get("/invoice").await["invoices"]), 4);
    assert_eq!(get("/balance").await["details"]["acc_balance"], "31.32");
    assert_eq!(get("/balance").await["details"]["acc_credit"], "125.00");
    assert_eq!(length(&get("/service").await["services"]), 3);
    let vms = |body: serde_json::Value| body["vms"].as_object().unwrap().len();
    assert_eq!(vms(get("/service/302/vms").await) + vms(get("/service/303/vms").await), 3);
    assert_eq!(length(&get("/notifications/new").await["notifications"]), 1);
    assert_eq!(length(&get("/ticket/departments").await["departments"]), 3);
    assert!(!account.sim.snapshot().to_string().contains(password.expose_secret().as_str()));
}
