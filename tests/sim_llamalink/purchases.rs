//! Purchases that go wrong: refused, declined, failed half-way, endless, and charged behind an error.

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Card, Effect, Ending, Fault, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Account, custom, spark};

fn charged(op_id: &str, server: u64) -> Effect {
    Effect::Charged { op_id: op_id.into(), amount: Decimal::from(54), server }
}

/// The documented account, where a new server takes 40 s.
async fn slow() -> Account {
    let mut state = State::documented();
    state.pace.provisioning = Duration::from_secs(40);
    Account::start(state).await
}

async fn progress(account: &Account, op_id: &str) -> Value {
    account.json(&format!("/user/vps/provision-progress/{op_id}")).await
}

#[tokio::test]
async fn purchases_can_fail_half_way_and_stay_charged() {
    let account = slow().await;
    account.sim.with_state(|state| state.purchases_end = Ending::FailsHalfWay);
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 201);
    account.sim.advance(Duration::from_secs(10));
    assert_eq!(progress(&account, "hm-1").await["status"], "running");
    account.sim.advance(Duration::from_secs(3600));
    let failed = json!({"status": "failed", "percent": 50, "vpsId": 43, "message": "installation failed"});
    assert_eq!(progress(&account, "hm-1").await, failed);
    assert_eq!(account.json("/user/vps/43").await["status"], "stopped");
    assert_eq!(account.effects(), [charged("hm-1", 43)]);
}

#[tokio::test]
async fn purchases_can_go_on_for_ever() {
    let account = slow().await;
    account.buy("/user/subscribe-vps", "hm-1", spark()).await;
    assert!(account.sim.with_state(|state| state.stall_provisioning("hm-1")));
    assert!(!account.sim.with_state(|state| state.stall_provisioning("hm-2")));
    account.sim.with_state(|state| state.purchases_end = Ending::NeverEnds);
    account.buy("/user/subscribe-vps", "hm-2", spark()).await;
    account.sim.advance(Duration::from_secs(20));
    assert_eq!(progress(&account, "hm-1").await["percent"], 50);
    account.sim.advance(Duration::from_secs(86_400));
    for (op_id, server) in [("hm-1", 43), ("hm-2", 44)] {
        let endless =
            json!({"status": "running", "percent": 95, "vpsId": server, "message": "configuring network"});
        assert_eq!(progress(&account, op_id).await, endless);
        assert_eq!(account.json(&format!("/user/vps/{server}")).await["status"], "stopped");
    }
}

#[tokio::test]
async fn of_two_cards_the_first_is_charged_and_no_other() {
    let account = Account::documented().await;
    let second = Card {
        id: 4,
        last4dig: "0005".to_owned(),
        exp_month: 1,
        exp_year: 2031,
        brand: "amex".to_owned(),
        accepts_charges: true,
    };
    account.sim.with_state(|state| {
        state.cards[0].accepts_charges = false;
        state.cards.push(second);
    });
    assert_eq!(account.json("/user/payment").await.as_array().unwrap().len(), 2);
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 402);
    assert!(account.effects().is_empty());
    account.sim.with_state(|state| state.cards.swap(0, 1));
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 201, "the id was not used up");
    assert_eq!(account.effects(), [charged("hm-1", 43)]);
}

#[tokio::test]
async fn a_closed_shop_says_so_and_sells_nothing() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.custom.available = false);
    assert_eq!(account.json("/platform/vps-plans").await["custom"]["available"], false);
    assert_eq!(account.buy("/user/custom-packages", "hm-1", custom(json!(362.4))).await.0, 400);
    account.sim.with_state(|state| (state.shop_open, state.custom.available) = (false, true));
    assert_eq!(account.json("/platform/vps-plans").await["shopPurchasesEnabled"], false);
    assert_eq!(account.buy("/user/custom-packages", "hm-1", custom(json!(362.4))).await.0, 400);
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 400);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn a_purchase_can_be_charged_and_answered_with_an_error_of_the_server() {
    let account = Account::documented().await;
    let error = Reply::status(StatusCode::INTERNAL_SERVER_ERROR);
    account.sim.inject(Operation::BuyPlan, Fault::after(Misbehaviour::Answer(error)).once());
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 500);
    assert_eq!(account.effects(), [charged("hm-1", 43)]);
    assert_eq!(progress(&account, "hm-1").await["status"], "success");
    assert_eq!(account.buy("/user/subscribe-vps", "hm-1", spark()).await.0, 200, "it is the same purchase");
    assert_eq!(account.effects().len(), 1);
}
