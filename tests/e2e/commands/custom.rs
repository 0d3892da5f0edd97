//! `/order custom`: the price of the parts, and everything that is refused before anything is sent.

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::llamalink::{Effect, LlamaLink, Operation, State};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::play::{component, over, press};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{Told, card, offered, steady, told};

/// The documented example, with some options changed.
fn example(changed: Value) -> Value {
    let mut options = json!({
        "account": "shop", "name": "my-api-vps", "cpu": 4, "memory": 8, "storage": 160, "os": "ubuntu-22",
        "cpu_type": "xeonE5", "storage_type": "ssd", "ipv4": 1,
    });
    for (name, value) in changed.as_object().unwrap() {
        options[name] = value.clone();
    }
    options.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    options
}

/// A stage whose card is valid for long enough to say the same on every day.
async fn stage() -> Stage {
    let mut setup = Setup::default();
    setup.llamalink.cards[0].exp_year = 2099;
    Stage::with(setup).await
}

fn sent(llamalink: &LlamaLink) -> u64 {
    llamalink.count(Operation::BuyCustom) + llamalink.count(Operation::BuyPlan)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documented_server_is_asked_for_charged_and_sent_at_the_documented_price() {
    let stage = stage().await;
    let max = stage.max();
    let question = told(&stage, &max, "order custom", example(json!({}))).await;
    assert_snapshot!(question.print(), @"
    for everybody
    Order my-api-vps?
    LlamaLink charges the account **shop** as soon as you press the button.
    @max can decide this; it expires <t>.
    | Price: 362.40 ILS/month
    | Made of: 4 cores × 15.60 = 62.40 / 8 GB memory × 7.00 = 56.00 / 160 GB storage × 1.50 = 240.00 / 1 IPv4 address × 4.00 = 4.00
    | Size: 4 cores xeonE5, 8 GB memory, 160 GB SSD, 1 IPv4 address
    | System: Ubuntu 22.04
    | Card: 💳 visa, valid to 12/2099
    | Account: shop
    [Order my-api-vps - 362.40 ILS/month] [Cancel]
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom shop/custom asked
    ");
    assert_eq!(sent(&stage.llamalink), 0, "nothing is sent before the button");

    let done = over(&press(&max, &question.message, "confirm")).await;
    assert_snapshot!(steady(&card(&done)), @"
    for everybody
    my-api-vps
    ✅ **my-api-vps** is set up after ….
    LlamaLink says: ‹השרת הוקם בהצלחה.›
    -# Asked for by @max.
    | State: running
    | Account: shop · LlamaLink
    | Addresses: `198.51.100.50`
    | Up for: …
    | CPU: 5 % used
    | Memory: 0.3 of 8 GB
    | Reference: `shop/49`
    | Price: 362.40 ILS/month
    | Made of: 4 cores × 15.60 = 62.40 / 8 GB memory × 7.00 = 56.00 / 160 GB storage × 1.50 = 240.00 / 1 IPv4 address × 4.00 = 4.00
    | Size: 4 cores xeonE5, 8 GB memory, 160 GB SSD, 1 IPv4 address
    | System: Ubuntu 22.04
    | Order: `shop/hm-…`
    ");
    let bought = &stage.llamalink.requests_for(Operation::BuyCustom)[0];
    assert_snapshot!(String::from_utf8_lossy(&bought.body), @r#"{"cpuCores":4,"cpuType":"xeonE5","estimatedPrice":362.4,"ipv4":1,"name":"my-api-vps","os":"ubuntu-22","ram":8,"storageGB":160,"storageType":"ssd"}"#);
    let Effect::Charged { op_id, amount, server } = &stage.llamalink.ledger()[0].effect else { panic!() };
    assert_eq!(amount.to_string(), "362.4");
    assert_eq!(bought.header("x-provision-op-id"), Some(op_id.as_str()));
    assert!(done.text().contains(&format!("`shop/{server}`")), "{}", done.text());
    assert_eq!(sent(&stage.llamalink), 1);
    assert_eq!(
        stage.audit_of(4).await,
        [
            "order.custom shop/custom asked",
            "order.custom shop/custom intent",
            "order.custom shop/custom done",
            "order.custom shop/custom done (verified)"
        ]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_open_is_the_cheapest_processor_ssd_and_one_address() {
    let stage = stage().await;
    let open = json!({"cpu_type": null, "storage_type": null, "ipv4": null});
    let question = told(&stage, &stage.max(), "order custom", example(open)).await;
    let text = question.message.text();
    assert!(text.contains("4 cores xeonE5") && text.contains("362.40 ILS"), "{text}");
    stage.end().await;
}

/// Uses the command and sees that it was refused to the caller alone, and that nothing was sent or charged.
async fn refused(changed: Value, state: impl FnOnce(&mut State)) -> (Stage, Told) {
    let stage = stage().await;
    stage.llamalink.with_state(state);
    let refused = told(&stage, &stage.max(), "order custom", example(changed)).await;
    assert_eq!(refused.message.ephemeral_to, Some(stage.max().user));
    assert!(refused.message.buttons().is_empty());
    assert!(refused.requests.iter().all(|request| request.starts_with("GET ")), "{:?}", refused.requests);
    assert!(stage.llamalink.ledger().is_empty());
    (stage, refused)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_on_too_little_storage_is_refused() {
    let (stage, told) = refused(json!({"os": "windows-2022", "storage": 31}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    **Windows Server 2022** needs 32 GB of storage at least; `storage:31` was given.
    Nothing was ordered and nothing was charged.
    Use `/order custom` again with `storage:32` or more, and the other options as they were.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (storage-too-small)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_not_to_be_had_is_refused_with_a_menu_that_goes_on_with_the_command() {
    let (stage, told) = refused(json!({"os": "centos-7"}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    The operating system **CentOS 7** is not available at LlamaLink now.
    There are: Ubuntu 22.04 (`ubuntu-22`), Windows Server 2022 (`windows-2022`), Debian 12 (`debian-12`).
    Nothing was ordered and nothing was charged.
    (Ubuntu 22.04 = ubuntu-22 | Windows Server 2022 = windows-2022 | Debian 12 = debian-12)
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (system-disabled)
    ");
    let max = stage.max();
    let menu = component(&told.message, "pick");
    let chosen = max.select(told.message.id, &menu, &["debian-12"]).unwrap();
    let asks = |message: &Message| !message.buttons().is_empty();
    let question = chosen.wait_until(asks, SOON).await.unwrap();
    assert_eq!(question.ephemeral_to, None);
    assert!(
        question.text().contains("Debian 12") && question.text().contains("362.40 ILS"),
        "{}",
        question.text()
    );
    over(&press(&max, &question, "confirm")).await;
    let body = stage.llamalink.requests_for(Operation::BuyCustom)[0].json().unwrap();
    assert_eq!((&body["os"], &body["estimatedPrice"]), (&json!("debian-12"), &json!(362.4)));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_system_is_refused_with_a_menu() {
    let (stage, told) = refused(json!({"os": "templeos"}), |_| {}).await;
    assert_eq!(offered(&told.message), ["ubuntu-22", "windows-2022", "debian-12"]);
    assert_snapshot!(told.print(), @"
    for @max alone
    LlamaLink has no operating system **templeos**.
    There are: Ubuntu 22.04 (`ubuntu-22`), Windows Server 2022 (`windows-2022`), Debian 12 (`debian-12`).
    Nothing was ordered and nothing was charged.
    (Ubuntu 22.04 = ubuntu-22 | Windows Server 2022 = windows-2022 | Debian 12 = debian-12)
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (system-unknown)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_processor_is_refused_with_a_menu_that_goes_on_with_the_command() {
    let (stage, told) = refused(json!({"cpu_type": "m1"}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    LlamaLink has no type of processor **m1**.
    There are: `xeonE5`, `xeonGold`.
    Nothing was ordered and nothing was charged.
    (xeonE5 = xeonE5 | xeonGold = xeonGold)
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (cpu-type-unknown)
    ");
    let max = stage.max();
    let menu = component(&told.message, "pick");
    let chosen = max.select(told.message.id, &menu, &["xeonGold"]).unwrap();
    let question = chosen.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    assert!(question.text().contains("368.00 ILS"), "{}", question.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_shop_and_a_shop_without_custom_servers_are_refused() {
    let (stage, told) = refused(json!({}), |state| state.shop_open = false).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    LlamaLink sells nothing now: the shop is closed.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (shop-closed)
    ");
    stage.end().await;
    let (stage, told) = refused(json!({}), |state| state.custom.available = false).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    LlamaLink sells no servers of one's own choice now. `/order plans` shows the plans.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (custom-closed)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_card_nothing_is_asked_for_and_it_is_said_where_to_add_one() {
    let (stage, told) = refused(json!({}), |state| state.cards.clear()).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    **shop** has no saved card at LlamaLink: add one there under its payment methods, see it with `/billing methods`, and order again.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (no-card)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_cannot_be_seen_and_an_account_that_sells_nothing_are_refused() {
    let (stage, told) = refused(json!({"name": "\u{200B}x"}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    The name cannot be used: write 1 to 64 visible characters.
    Nothing was ordered and nothing was charged.
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /user/payment
    # order.custom - refused (name-unusable)
    ");
    stage.end().await;
    let (stage, told) = refused(json!({"account": "lab"}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    LlamaLink does not offer **/order custom**, so the account **lab** cannot do it.
    Accounts that do: `shop`.
    Nothing was ordered and nothing was charged.
    # order.custom - refused (not offered)
    ");
    stage.end().await;
    let (stage, told) = refused(json!({"account": "nowhere"}), |_| {}).await;
    assert_snapshot!(told.print(), @"
    for @max alone
    There is no account `nowhere` that you may use for this.
    Accounts that you may use: `shop`.
    Nothing was ordered and nothing was charged.
    # order.custom - refused (unknown account)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rates_that_changed_meanwhile_are_asked_for_anew() {
    let stage = stage().await;
    let max = stage.max();
    let question = told(&stage, &max, "order custom", example(json!({}))).await;
    stage.llamalink.with_state(|state| state.custom.ram = "8".parse().unwrap());
    let pressed = press(&max, &question.message, "confirm");
    let anew = pressed.wait_until(|message| message.text().contains("370.40 ILS"), SOON).await.unwrap();
    assert!(anew.text().contains("has changed since you were asked"), "{}", anew.text());
    assert_eq!(sent(&stage.llamalink), 0);
    over(&press(&max, &anew, "confirm")).await;
    assert_eq!(
        stage.llamalink.requests_for(Operation::BuyCustom)[0].json().unwrap()["estimatedPrice"],
        370.4
    );
    stage.end().await;
}
