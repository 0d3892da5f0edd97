//! `/order buy`, `list` and `status`: from the menu of systems to the new server and its address.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::llamalink::{Effect, Operation};
use insta::assert_snapshot;
use serde_json::json;

use crate::play::{component, over, press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady, told};

/// A stage whose purchases take a while, and whose card says the same on every day.
async fn stage(provisioning: Duration) -> Stage {
    let mut setup = Setup::provisioning(provisioning);
    setup.llamalink.cards[0].exp_year = 2099;
    Stage::with(setup).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_buy_goes_from_a_menu_of_systems_over_the_price_to_the_new_server_and_its_address() {
    let stage = stage(Duration::from_millis(1500)).await;
    let max = stage.max();
    let menu = told(&stage, &max, "order buy", json!({"plan": "shop/spark"})).await;
    assert_snapshot!(menu.print(), @"
    for @max alone
    Which operating system shall it have?
    There are: Ubuntu 22.04 (`ubuntu-22`), Windows Server 2022 (`windows-2022`), Debian 12 (`debian-12`).
    (Ubuntu 22.04 = ubuntu-22 | Windows Server 2022 = windows-2022 | Debian 12 = debian-12)
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.buy - refused (system-missing)
    ");
    let chosen = max.select(menu.message.id, &component(&menu.message, "pick"), &["debian-12"]).unwrap();
    let question = chosen.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    assert_snapshot!(steady(&card(&stage.discord.message(menu.message.id).unwrap())), @"
    for @max alone
    **Debian 12** chosen.
    ");
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Order Llama Spark?
    LlamaLink charges the account **shop** as soon as you press the button.
    @max can decide this; it expires <t>.
    | Price: 54.00 ILS/month
    | Size: 2 cores, 2 GB memory, 50 GB disk
    | System: Debian 12
    | Card: 💳 visa, valid to 12/2099
    | Account: shop
    [Order Llama Spark - 54.00 ILS/month] [Cancel]
    ");
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 0);

    let pressed = press(&max, &question, "confirm");
    let under_way =
        |message: &Message| message.text().contains('\u{25B0}') && message.text().contains('\u{25B1}');
    let shown = pressed.wait_until(under_way, SOON).await.unwrap();
    for part in ["LlamaLink accepted the order", "2 cores, 2 GB memory, 50 GB disk", "Debian 12"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    let done = over(&pressed).await;
    assert_snapshot!(steady(&card(&done)), @"
    for everybody
    spark-49
    ✅ **Llama Spark** is set up after ….
    LlamaLink says: ‹השרת הוקם בהצלחה.›
    -# Asked for by @max.
    | State: running
    | Account: shop · LlamaLink
    | Addresses: `203.0.113.51`
    | Up for: …
    | CPU: 5 % used
    | Memory: 0.3 of 2 GB
    | Reference: `shop/49`
    | Price: 54.00 ILS/month
    | Size: 2 cores, 2 GB memory, 50 GB disk
    | System: Debian 12
    | Order: `shop/hm-…`
    ");
    let Effect::Charged { op_id, amount, server } = stage.llamalink.ledger()[0].effect.clone() else {
        panic!()
    };
    assert_eq!(amount.to_string(), "54");
    let body = stage.llamalink.requests_for(Operation::BuyPlan)[0].json().unwrap();
    assert_eq!(body, json!({"planId": "spark", "os": "debian-12"}));
    assert!(op_id.starts_with("hm-"));

    let list = told(&stage, &max, "order list", json!({"account": "shop"})).await;
    assert_snapshot!(list.print(), @"
    for everybody
    7 orders
    **shop** · LlamaLink
    __Ordered through this bot__
    **Llama Spark** · done · 54.00 ILS/month · by @max <t> · `shop/hm-…`
    __In the list of LlamaLink__
    **VPS Business** · active · 89.00 ILS/month · next on <date> · `shop/101`
    **Llama Spark** · active · 54.00 ILS/month · next on <date> · `shop/102`
    **Llama Blaze** · active · 189.00 ILS/month · next on <date> · `shop/103`
    **Llama Flame** · pending · 98.00 ILS/month · next on <date> · `shop/104`
    **business** · active · 39.00 ILS/month · next on <date> · `shop/105`
    **Llama Spark** · active · 54.00 ILS/month · next on <date> · `shop/106`
    -> GET /user/subscriptions
    # order.list shop done
    ");
    let status = told(&stage, &max, "order status", json!({"order": op_id})).await;
    assert_snapshot!(status.print(), @"
    for everybody
    Llama Spark
    ▰▰▰▰▰▰▰▰▰▰ 100 %
    LlamaLink says: completed
    by @max <t>
    | State: done
    | Price: 54.00 ILS/month
    | Server: spark-49 · `shop/49`
    | Account: shop · LlamaLink
    | Reference: `shop/hm-…`
    -> GET /user/vps/provision-progress/hm-…
    # order.status shop/hm-… done
    ");
    assert!(status.message.text().contains(&format!("`shop/{server}`")));
    let shown = used(&stage, &stage.ana(), "vps show", &[("server", &format!("shop/{server}"))]).await;
    assert!(shown.text().contains(&format!("spark-{server}")), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_status_does_not_name_a_server_that_the_caller_may_not_see() {
    let mut setup = Setup::provisioning(Duration::ZERO);
    setup.grants =
        GRANTS.to_owned() + "\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"order.*\"]\n";
    let stage = Stage::with(setup).await;
    let (max, sam) = (stage.max(), stage.sam());
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    over(&press(&max, &question, "confirm")).await;
    let order = stage.store.purchases().await.unwrap()[0].resource.to_string();
    let seen = used(&stage, &max, "order status", &[("order", &order)]).await.text();
    let hidden = used(&stage, &sam, "order status", &[("order", &order)]).await.text();
    assert!(seen.contains("spark-49") && !hidden.contains("spark-49"), "{seen}\n{hidden}");
    assert!(hidden.contains("`shop/49`"), "{hidden}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_status_of_one_under_way_shows_how_far_it_is() {
    let stage = stage(Duration::from_secs(600)).await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "Ubuntu 22.04")]).await;
    let pressed = press(&max, &question, "confirm");
    pressed.wait_until(|message| message.text().contains("accepted the order"), SOON).await.unwrap();
    stage.llamalink.advance(Duration::from_secs(270));
    let op_id = stage
        .llamalink
        .with_state(|state| state.provisionings.keys().find(|id| id.starts_with("hm-")).cloned());
    let status = told(&stage, &max, "order status", json!({"order": op_id.unwrap()})).await;
    let text = status.message.text();
    assert!(text.contains("45 %") && text.contains("installing operating system"), "{text}");
    let list = told(&stage, &max, "order list", json!({"account": "shop"})).await;
    assert!(list.message.text().contains("being set up"), "{}", list.print());
    let pending = told(&stage, &max, "pending list", json!({})).await;
    assert!(pending.message.text().contains("order buy"), "{}", pending.print());
    stage.llamalink.advance(Duration::from_secs(600));
    assert!(over(&pressed).await.text().contains("is set up after"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_status_finds_a_subscription_by_name_and_says_which_ones_fit() {
    let stage = Stage::start().await;
    let max = stage.max();
    let one = told(&stage, &max, "order status", json!({"order": "VPS Business"})).await;
    assert_snapshot!(one.print(), @"
    for everybody
    VPS Business
    | State: active
    | Price: 89.00 ILS/month
    | Next payment: <date>
    | Account: shop · LlamaLink
    | Reference: `shop/101`
    -> GET /user/subscriptions
    -> GET /user/subscriptions
    # order.status shop/101 done
    ");
    stage.llamalink.with_state(|state| state.subscriptions[1].name = "VPS Business".to_owned());
    told(&stage, &max, "order list", json!({})).await;
    let two = told(&stage, &max, "order status", json!({"order": "VPS Business"})).await;
    assert_snapshot!(two.print(), @"
    for @max alone
    Several orders fit `VPS Business`. Which one?
    • **VPS Business** · `shop/101`
    • **VPS Business** · `shop/102`
    (VPS Business · shop/101 = shop/101 | VPS Business · shop/102 = shop/102)
    # order.status - refused (ambiguous)
    ");
    let none = told(&stage, &max, "order status", json!({"order": "hm-nothing"})).await;
    assert_snapshot!(none.print(), @"
    for @max alone
    No order that you may see fits `hm-nothing`.
    Type part of the name and choose from the list, or see `/order list`.
    # order.status - refused (nothing fits)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_subscription_has_ended_is_said_to_be_gone() {
    let stage = Stage::start().await;
    let max = stage.max();
    told(&stage, &max, "order list", json!({})).await;
    stage.llamalink.with_state(|state| state.subscriptions.retain(|subscription| subscription.id != 101));
    let gone = told(&stage, &max, "order status", json!({"order": "shop/101"})).await;
    assert_snapshot!(gone.print(), @"
    for everybody
    That did not work
    **shop** no longer has it.
    `/order list` shows what there is.
    /order status on VPS Business · Error …
    -> GET /user/subscriptions
    # order.status shop/101 failed (gone)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_buy_of_a_named_plan_in_a_closed_shop_or_without_a_card_sends_nothing() {
    let stage = stage(Duration::ZERO).await;
    let max = stage.max();
    let options = json!({"plan": "shop/spark", "os": "ubuntu-22"});
    stage.llamalink.with_state(|state| state.shop_open = false);
    let closed = told(&stage, &max, "order buy", options.clone()).await;
    assert_snapshot!(closed.print(), @"
    for @max alone
    LlamaLink sells nothing now: the shop is closed.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.buy - refused (shop-closed)
    ");
    stage.llamalink.with_state(|state| {
        state.shop_open = true;
        state.cards.clear();
    });
    let no_card = told(&stage, &max, "order buy", options).await;
    assert_snapshot!(no_card.print(), @"
    for @max alone
    **shop** has no saved card at LlamaLink: add one there under its payment methods, see it with `/billing methods`, and order again.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.buy - refused (no-card)
    ");
    let named = json!({"plan": "shop/spark", "os": "ubuntu-22", "name": "mine"});
    assert_snapshot!(told(&stage, &max, "order buy", named).await.print(), @"
    for @max alone
    LlamaLink takes no name for a plan: leave the option `name` out.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.buy - refused (name-not-taken)
    ");
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 0);
    assert!(stage.llamalink.ledger().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn llamalinks_hebrew_keeps_its_direction_and_leaves_its_surroundings_alone() {
    let stage = stage(Duration::ZERO).await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    let done = over(&press(&max, &question, "confirm")).await;
    let hebrew = "\u{2068}השרת הוקם בהצלחה.\u{2069}";
    assert!(done.text().contains(&format!("LlamaLink says: {hebrew}\n")), "{}", done.text());
    let opened = done.text().matches('\u{2068}').count();
    assert_eq!(opened, done.text().matches('\u{2069}').count());
    assert!(done.components.is_empty() && done.text().contains("is set up after"), "{}", done.text());
    stage.end().await;
}
