//! `/billing methods`, `/service list`, and what is said when a payment fails.

use hostmaster::sandbox::llamalink::{Fault, Operation, Reply};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::play::{over, press, used};
use crate::stage::{Stage, stage_with_a_spare};
use crate::told::{card, steady, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn billing_methods_shows_the_manager_alone_which_cards_there_are() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        let mut old = state.cards[0].clone();
        (old.id, old.last4dig, old.exp_year, old.brand) = (4, "0005".to_owned(), 2024, "amex".to_owned());
        state.cards[0].exp_year = 2099;
        state.cards.push(old);
    });
    assert_snapshot!(told(&stage, &stage.max(), "billing methods", json!({})).await.print(), @"
    for @max alone
    2 ways to pay
    **shop** · LlamaLink
    💳 visa ···· 4242, valid to 12/2099
    ⚠️ amex ···· 0005 expired 12/2024: add a new card at the provider.
    -> GET /user/payment
    # billing.methods shop done
    ");
    stage.llamalink.with_state(|state| state.cards.clear());
    assert_snapshot!(told(&stage, &stage.max(), "billing methods", json!({"account": "shop"})).await.print(), @"
    for @max alone
    No ways to pay
    ⚠️ No card is saved, and no other way to pay is known: purchases and renewals will fail until there is one at the provider.
    -> GET /user/payment
    # billing.methods shop done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn service_list_shows_what_is_paid_for_the_next_to_be_paid_first() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "service list", json!({})).await.print(), @"
    for everybody
    5 services
    **shop** · LlamaLink
    **Llama Spark** · vps · active · 54.00 ILS/month · next on <date> · `shop/102`
    **VPS Business** · vps · active · 89.00 ILS/month · next on <date> · `shop/101`
    **business** · website · active · 39.00 ILS/month · next on <date> · `shop/105`
    **Llama Blaze** · vps · active · 189.00 ILS/month · next on <date> · `shop/103`
    **Llama Flame** · vps · pending · 98.00 ILS/month · next on <date> · `shop/104`
    -> GET /user/subscriptions
    # service.list shop done
    ");
    stage.llamalink.with_state(|state| state.subscriptions.clear());
    assert_snapshot!(told(&stage, &stage.max(), "service list", json!({})).await.print(), @"
    for everybody
    No services
    Nothing is paid for regularly.
    -> GET /user/subscriptions
    # service.list shop done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_charge_that_fails_names_the_card_and_where_to_add_another() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        state.cards[0].accepts_charges = false;
        state.cards[0].exp_year = 2099;
    });
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    let failed = over(&press(&max, &question, "confirm")).await;
    assert_snapshot!(steady(&card(&failed)), @"
    for everybody
    That did not work
    **shop**: LlamaLink has no valid payment card for the account, or the charge failed.
    LlamaLink had this card: visa, valid to 12/2099.
    Nothing was ordered and nothing was charged.
    Add a valid card at LlamaLink under the account's payment methods, see it with `/billing methods`, and order again.
    /order buy on Llama Spark · Error …
    ");
    assert!(stage.llamalink.ledger().is_empty());
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 1);
    assert_eq!(stage.audit_of(3).await[2], "order.buy shop/spark failed (payment-required)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_key_and_a_refused_key_read_differently() {
    let stage = Stage::start().await;
    let max = stage.max();
    for (path, options, status) in [
        ("billing methods", json!({"account": "shop"}), StatusCode::UNAUTHORIZED),
        ("account show", json!({"account": "shop"}), StatusCode::UNAUTHORIZED),
        ("account show", json!({"account": "shop"}), StatusCode::FORBIDDEN),
    ] {
        stage.llamalink.inject_everywhere(Fault::answer(Reply::status(status)));
        let text = told(&stage, &max, path, options).await.message.text();
        let is_missing = text.contains("no key came with the request");
        assert_eq!(is_missing, status == StatusCode::UNAUTHORIZED, "{text}");
        assert_ne!(is_missing, text.contains("put a new key where the configuration"), "{text}");
        stage.llamalink.clear_faults();
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_fails_for_certain_says_that_nothing_was_charged_and_whom_to_ask() {
    let stage = Stage::start().await;
    let max = stage.max();
    let options = json!({"plan": "shop/spark", "os": "ubuntu-22"});
    let question = told(&stage, &max, "order buy", options.clone()).await.message;
    let forbidden = || Fault::answer(Reply::status(StatusCode::FORBIDDEN));
    stage.llamalink.inject(Operation::BuyPlan, forbidden().once());
    let sent = over(&press(&max, &question, "confirm")).await;
    stage.llamalink.inject_everywhere(forbidden());
    let planned = told(&stage, &max, "order buy", options).await.message;
    assert_snapshot!(steady(&card(&sent)), @"
    for everybody
    That did not work
    **shop**: LlamaLink says that the account's key is invalid or has expired.
    Nothing was ordered and nothing was charged.
    Whoever runs the bot must put a new key where the configuration of that account points to.
    Whom to ask: ask in #ops-help
    /order buy on Llama Spark · Error …
    ");
    assert_eq!(steady(&card(&planned)), steady(&card(&sent)));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_fails_is_a_line_of_its_own_in_every_list() {
    let (stage, _spare) = stage_with_a_spare(crate::stage::Setup::default()).await;
    stage.llamalink.inject_everywhere(Fault::answer(Reply::status(StatusCode::FORBIDDEN)));
    let (ana, max) = (stage.ana(), stage.max());
    for (member, path, still_there) in [
        (&max, "order plans", "Llama Blaze"),
        (&max, "order list", "VPS Business"),
        (&max, "service list", "Llama Flame"),
        (&max, "site list", "example.co.il"),
        (&max, "billing methods", "4242"),
        (&ana, "vps templates", "Debian 12"),
    ] {
        let listed = told(&stage, member, path, json!({})).await;
        let text = listed.message.text();
        assert!(text.contains("**shop**: LlamaLink says that the account's key"), "{path}: {text}");
        assert!(text.contains(still_there), "{path}: {text}");
        let audit = &listed.audit[0];
        assert!(audit.contains("shop,spare") && audit.ends_with("done (shop: unauthorized)"), "{audit}");
    }
    stage.end().await;
}
