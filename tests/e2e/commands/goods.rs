//! What is on sale: plans, one plan, its quote, and operating systems.

use insta::assert_snapshot;
use serde_json::json;

use crate::play::used;
use crate::stage::{Setup, Stage};
use crate::told::{offered, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_plans_lists_what_every_account_sells_and_for_how_much() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "order plans", json!({})).await.print(), @"
    for everybody
    4 plans
    **shop** · LlamaLink
    **Llama Spark** · 54.00 ILS/month · 2 cores, 2 GB memory, 50 GB disk · `shop/spark`
    **Llama Flame** · 98.00 ILS/month · 4 cores, 4 GB memory, 100 GB disk · `shop/flame`
    **Llama Blaze** · 189.00 ILS/month · 8 cores, 8 GB memory, 200 GB disk · `shop/blaze`

    **lab** · LlamaLink
    **Llama Spark** · 54.00 ILS/month · `lab/spark`
    -> GET /platform/vps-plans
    # order.plans shop,lab done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_plans_of_a_closed_shop_says_that_nothing_can_be_bought() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| state.shop_open = false);
    assert_snapshot!(told(&stage, &stage.max(), "order plans", json!({"account": "shop"})).await.print(), @"
    for everybody
    3 plans
    **shop** · LlamaLink
    **Llama Spark** · 54.00 ILS/month · 2 cores, 2 GB memory, 50 GB disk · not for sale now · `shop/spark`
    **Llama Flame** · 98.00 ILS/month · 4 cores, 4 GB memory, 100 GB disk · not for sale now · `shop/flame`
    **Llama Blaze** · 189.00 ILS/month · 8 cores, 8 GB memory, 200 GB disk · not for sale now · `shop/blaze`
    -> GET /platform/vps-plans
    # order.plans shop done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_plan_shows_size_price_and_systems() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "order plan", json!({"plan": "shop/flame"})).await.print(), @"
    for everybody
    Llama Flame
    To buy it: `/order buy plan:shop/flame os:ubuntu-22`. The price is confirmed first.
    | Price: 98.00 ILS/month
    | Size: 4 cores, 4 GB memory, 100 GB disk
    | Account: shop · LlamaLink
    | Reference: `shop/flame`
    | Operating systems: Ubuntu 22.04 (`ubuntu-22`) / Windows Server 2022 (`windows-2022`) / Debian 12 (`debian-12`)
    -> GET /platform/os-templates
    -> GET /platform/vps-plans
    -> GET /platform/vps-plans
    # order.plan shop/flame done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_plan_that_is_ordered_in_a_form_advises_is_what_buy_takes() {
    let stage = Stage::with(Setup::with_lightlayer()).await;
    let shown = used(&stage, &stage.max(), "order plan", &[("plan", "asia/840")]).await;
    let text = shown.text();
    assert!(text.contains("To buy it: `/order buy plan:asia/840`."), "{text}");
    assert!(text.contains("Operating system") && !text.contains("Operating systems"), "{text}");
    let form = used(&stage, &stage.max(), "order buy", &[("plan", "asia/840")]).await;
    assert!(form.text().contains("How often it is paid"), "{}", form.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_advised_to_buy_what_is_not_for_sale() {
    let stage = Stage::with(Setup::with_lightlayer()).await;
    stage.llamalink.with_state(|state| state.shop_open = false);
    for (plan, provider) in [("shop/flame", "LlamaLink"), ("asia/842", "LightLayer")] {
        let text = used(&stage, &stage.max(), "order plan", &[("plan", plan)]).await.text();
        assert!(text.contains(&format!("{provider} does not sell this now.")), "{text}");
        assert!(!text.contains("To buy it"), "{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_plan_finds_a_plan_by_name_and_id_and_asks_which_one_where_two_fit() {
    let stage = Stage::start().await;
    let max = stage.max();
    for typed in ["Llama Flame", "llama flame", "flame", " shop/flame "] {
        let found = told(&stage, &max, "order plan", json!({"plan": typed})).await;
        assert_eq!(found.audit, ["order.plan shop/flame done"], "{typed}");
    }
    let two = told(&stage, &max, "order plan", json!({"plan": "Llama Spark"})).await;
    assert_snapshot!(two.print(), @"
    for @max alone
    Several plans fit `Llama Spark`. Which one?
    • **Llama Spark** · `shop/spark`
    • **Llama Spark** · `lab/spark`
    (Llama Spark · shop/spark = shop/spark | Llama Spark · lab/spark = lab/spark)
    # order.plan - refused (ambiguous)
    ");
    let menu = crate::play::component(&two.message, "pick");
    let chosen = max.select(two.message.id, &menu, &["shop/spark"]).unwrap();
    let shown = chosen.wait_followup(0, crate::stage::SOON).await.unwrap();
    assert!(shown.text().contains("Ubuntu 22.04"), "{}", shown.text());
    stage.audit_of(6).await;
    let none = told(&stage, &max, "order plan", json!({"plan": "comet"})).await;
    assert_snapshot!(none.print(), @"
    for @max alone
    No plan that you may use fits `comet`.
    Type part of the name and choose from the list, or see `/order plans`.
    # order.plan - refused (nothing fits)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_quote_tells_a_price_and_buys_nothing() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.max(), "order quote", json!({"plan": "blaze"})).await.print(), @"
    for everybody
    What it would cost
    **Llama Blaze** would cost **shop** 189.00 ILS/month.
    Nothing is bought yet: `/order buy` does that, once the price is confirmed.
    | Price: 189.00 ILS/month
    | Size: 8 cores, 8 GB memory, 200 GB disk
    | Account: shop · LlamaLink
    | Reference: `shop/blaze`
    -> GET /platform/vps-plans
    -> GET /platform/vps-plans
    # order.quote shop/blaze done
    ");
    assert!(stage.llamalink.ledger().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_is_no_longer_sold_is_said_to_be_gone() {
    let stage = Stage::start().await;
    let max = stage.max();
    told(&stage, &max, "order plans", json!({})).await;
    stage.llamalink.with_state(|state| state.plans.retain(|plan| plan.id != "flame"));
    assert_snapshot!(told(&stage, &max, "order quote", json!({"plan": "flame"})).await.print(), @"
    for everybody
    That did not work
    **shop** no longer has it.
    `/order plans` shows what there is.
    /order quote on Llama Flame · Error …
    -> GET /platform/vps-plans
    # order.quote shop/flame failed (gone)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_templates_lists_the_systems_and_marks_those_not_to_be_had() {
    let stage = Stage::start().await;
    assert_snapshot!(told(&stage, &stage.ana(), "vps templates", json!({})).await.print(), @"
    for everybody
    4 operating systems
    **shop** · LlamaLink
    **Ubuntu 22.04** · `ubuntu-22`
    **Windows Server 2022** · `windows-2022`
    **Debian 12** · `debian-12`
    **CentOS 7** · `centos-7` · not available now
    -> GET /platform/os-templates
    # vps.templates shop done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_templates_takes_a_server_for_its_account_where_the_caller_may_list_it() {
    let grants = crate::stage::GRANTS.replace("\"vps.list\", \"vps.show\"", "\"vps.list\"")
        + "\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"vps.templates\"]\n";
    let stage = Stage::with(Setup { grants, ..Setup::default() }).await;
    let sam = stage.sam();
    let own = told(&stage, &sam, "vps templates", json!({"server": "staging-web"})).await;
    assert_eq!(own.audit, ["vps.templates shop done"]);
    assert_eq!(own.requests, ["GET /platform/os-templates"]);
    let other = told(&stage, &sam, "vps templates", json!({"server": "production-web"})).await;
    assert_snapshot!(other.print(), @"
    for @sam alone
    No server that you may use fits `production-web`.
    Type part of the name and choose from the list, or see `/vps list`.
    # vps.templates - refused (nothing fits)
    ");
    assert!(offered(&other.message).is_empty());
    let lab = told(&stage, &stage.ana(), "vps templates", json!({"server": "lab-1"})).await;
    assert_snapshot!(lab.print(), @"
    for @ana alone
    LlamaLink does not offer **/vps templates**, so the account **lab** cannot do it.
    Accounts that do: `shop`.
    # vps.templates - refused (not offered)
    ");
    let both =
        told(&stage, &stage.ana(), "vps templates", json!({"server": "lab-1", "account": "shop"})).await;
    assert_snapshot!(both.print(), @"
    for @ana alone
    The option `server` cannot be `lab-1`.
    That server is in another account. Leave one of the two options out.
    # vps.templates - refused (bad argument)
    ");
    stage.end().await;
}
