//! Invoices, balance and credit as they change.

use hostmaster::sandbox::lightlayer::{Effect, Line};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::json;

use super::Account;

fn cents(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

#[tokio::test]
async fn an_invoice_can_be_paid_in_parts_from_the_credit() {
    let account = Account::documented().await;
    account.sim.credit_changes(cents(3_000));
    let lines =
        vec![Line::for_service(301, "Starter Hosting", cents(1_000)).taxed(), Line::new("Fee", cents(50))];
    let invoice = account.sim.invoice_is_issued(lines);
    let path = format!("/invoice/{invoice}");
    let credit = format!("/invoice/{invoice}/credit");
    let details = &account.json(&path).await["invoice"];
    assert_eq!(
        [&details["subtotal"], &details["tax"], &details["total"]],
        [&json!(10.5), &json!(2.1), &json!(12.6)]
    );
    assert_eq!(details["items"][0]["item_id"], "301");
    assert_eq!(details["datepaid"], "0000-00-00 00:00:00");
    assert_eq!(account.json("/balance").await["details"]["acc_balance"], "123469.15");

    let part = account.post(&credit, json!({"amount": 2.60})).await;
    assert_eq!(part, (200, json!({"success": true, "invoice_status": "Unpaid", "applied": 2.6})));
    let details = &account.json(&path).await["invoice"];
    assert_eq!(
        [&details["credit"], &details["total"], &details["status"]],
        [&json!(2.6), &json!(12.6), &json!("Unpaid")]
    );
    let owed = &account.json("/balance").await["details"]["acc_balance"];
    assert_eq!(owed, "123466.55");
    account.sim.with_state(|state| state.quirks.totals_are_net = true);
    assert_eq!(account.json(&path).await["invoice"]["total"], 10);
    assert_eq!(account.json("/invoice").await["invoices"][0]["total"], "10.00");
    let rest = account.post(&credit, json!({"amount": "25"})).await;
    assert_eq!(rest, (200, json!({"success": true, "invoice_status": "Paid", "applied": 10})));

    let balance = &account.json("/balance").await["details"];
    assert_eq!([&balance["acc_balance"], &balance["acc_credit"]], [&json!("123456.55"), &json!("17.40")]);
    assert_ne!(account.json("/invoice").await["invoices"][0]["datepaid"], "0000-00-00 00:00:00");
    let applied = |amount| Effect::CreditApplied { invoice, amount: cents(amount) };
    assert_eq!(account.effects(), [applied(260), applied(1_000)]);
}

#[tokio::test]
async fn credit_that_is_not_there_or_makes_no_sense_is_refused_with_200() {
    let account = Account::documented().await;
    let invoice = account.sim.invoice_is_issued(vec![Line::new("Server", cents(1_000))]);
    let credit = format!("/invoice/{invoice}/credit");
    let refused = |code: &str| (200, json!({"success": false, "error": [code]}));
    assert_eq!(account.post(&credit, json!({})).await, refused("not_enough_credit"));
    account.sim.credit_changes(cents(500));
    assert_eq!(account.post(&credit, json!({"amount": 7})).await, refused("not_enough_credit"));
    for amount in [json!(0), json!(-1), json!("much"), json!([5])] {
        assert_eq!(
            account.post(&credit, json!({"amount": amount})).await,
            refused("invalid_amount"),
            "{amount}"
        );
    }
    assert_eq!(account.post("/invoice/308976/credit", json!({})).await, refused("invoice_not_unpaid"));
    assert!(account.effects().is_empty());
    assert_eq!(account.post(&credit, json!({})).await.1["applied"], 5, "as much as there is");
}

#[tokio::test]
async fn balance_and_lines_come_in_the_other_known_shapes() {
    let account = Account::documented().await;
    account.sim.with_state(|state| {
        state.quirks.doubled_braces = true;
        state.quirks.items_are_a_map = true;
    });
    let balance = account.request(Method::GET, "/balance").send().await.unwrap().text().await.unwrap();
    assert!(balance.starts_with("{\n{\"details\"") && balance.ends_with("}\n}"), "{balance}");
    let items = &account.json("/invoice/308976").await["invoice"]["items"];
    assert_eq!(items["12309"]["description"], "PayPal Payment Fee");
}
