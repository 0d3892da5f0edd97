//! `/account`: which accounts there are, how their providers are doing, and who owns them.

use hostmaster::sandbox::llamalink::{Fault, Reply};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::stage::Stage;
use crate::told::told;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn account_list_tells_what_each_account_offers_and_asks_nobody() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "account list", json!({})).await.print(), @"
    for everybody
    The accounts
    | shop · LlamaLink: 🟢 It answers. / Offers servers, the balance, payment methods, orders, subscriptions, hosted sites, the owner.
    | lab · LlamaLink: ⚪ Nothing has been asked of it yet. / Offers servers, orders.
    # account.list shop,lab done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refused_key_account_list_says_since_when_and_what_to_do_until_it_is_well_again() {
    let stage = Stage::start().await;
    let (ana, max) = (stage.ana(), stage.max());
    stage.llamalink.inject_everywhere(Fault::answer(Reply::status(StatusCode::FORBIDDEN)));
    told(&stage, &ana, "vps list", json!({"account": "shop"})).await;
    let failing = told(&stage, &max, "account list", json!({})).await;
    let shop = failing.print().lines().find(|line| line.contains("shop")).unwrap().to_owned();
    assert_snapshot!(shop, @"| shop · LlamaLink: 🔴 Failing since <t>: LlamaLink says that the account's key is invalid or has expired. / Whoever runs the bot must put a new key where the configuration of that account points to. / Offers servers, the balance, payment methods, orders, subscriptions, hosted sites, the owner.");
    assert_eq!(failing.message.embeds[0]["color"], 0x00DA_373C, "an account that fails is red");
    stage.llamalink.clear_faults();
    told(&stage, &ana, "vps list", json!({"account": "shop"})).await;
    let well = told(&stage, &max, "account list", json!({})).await;
    assert!(well.message.text().contains("It answers."), "{}", well.print());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn account_show_tells_the_manager_alone_who_owns_it() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "account show", json!({"account": "shop"})).await.print(), @r"
    for @max alone
    shop · LlamaLink
    | Name: ‹ישראל ישראלי›
    | Login: client1
    | E-mail: user\@example.com
    | Telephone: 0501234567
    | Role: user
    | Id: 7
    -> GET /user/profile
    # account.show shop done
    ");
    assert_snapshot!(told(&stage, &stage.max(), "account show", json!({"account": "lab"})).await.print(), @"
    for @max alone
    LlamaLink does not offer **/account show**, so the account **lab** cannot do it.
    Accounts that do: `shop`.
    # account.show - refused (not offered)
    ");
    assert_snapshot!(told(&stage, &stage.max(), "account show", json!({"account": "nowhere"})).await.print(), @"
    for @max alone
    There is no account `nowhere` that you may use for this.
    Accounts that you may use: `shop`.
    # account.show - refused (unknown account)
    ");
    stage.end().await;
}
