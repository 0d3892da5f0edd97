//! `/find`: each kind of thing only where the caller may list it.

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Effect, Fault, Operation, Reply};
use hostmaster::sandbox::{inferno, klikk};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::play::{over, press, used};
use crate::stage::{GRANTS, Setup, Stage};
use crate::told::told;

/// A stage on which support may find, and besides that what is told.
async fn stage(support: &str) -> Stage {
    let grants = format!(
        "{}\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"find\"]\n{support}",
        GRANTS.split("[[grants]]").take(3).collect::<Vec<_>>().join("[[grants]]")
    );
    Stage::with(Setup { grants, ..Setup::default() }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_shows_servers_sites_orders_and_services_by_a_part_of_the_name() {
    let stage = stage("").await;
    assert_snapshot!(told(&stage, &stage.max(), "find", json!({"query": "SHOP"})).await.print(), @"
    for @max alone
    1 thing found for `SHOP`
    **shop** · LlamaLink
    🌐 **shop.example.co.il** · active · business · 9870 of 10240 MB · `shop/8f2a1c01-1111-2222-3333-444455556666`
    **lab**: none.
    -> GET /user/subscriptions
    -> GET /user/subscriptions
    -> GET /user/vps
    -> GET /user/websites
    # find - done
    ");
    assert_snapshot!(told(&stage, &stage.max(), "find", json!({"query": "business"})).await.print(), @"
    for @max alone
    2 things found for `business`
    **shop** · LlamaLink
    🔁 **VPS Business** · vps · active · 89.00 ILS/month · next on <date> · `shop/101`
    🔁 **business** · website · active · 39.00 ILS/month · next on <date> · `shop/105`
    **lab**: none.
    -> GET /user/subscriptions
    -> GET /user/subscriptions
    -> GET /user/vps
    -> GET /user/websites
    # find - done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_takes_an_id_an_address_a_domain_and_a_reference() {
    let stage = stage("").await;
    for (query, found) in [
        ("42", "production-web"),
        ("203.0.113.50", "production-web"),
        ("shop/43", "staging-web"),
        ("lab/7", "lab-1"),
        ("example.co.il", "shop.example.co.il"),
        ("8f2a1c01-1111-2222-3333-444455556666", "shop.example.co.il"),
        ("103", "Llama Blaze"),
        ("שרת", "\u{2068}שרת גיבוי\u{2069}"),
    ] {
        let text = told(&stage, &stage.max(), "find", json!({"query": query})).await.message.text();
        assert!(text.contains(found), "{query}: {text}");
    }
    let nothing = told(&stage, &stage.max(), "find", json!({"query": "203.0.113.5"})).await;
    assert_snapshot!(nothing.print(), @"
    for @max alone
    Nothing found for `203.0.113.5`
    Nothing that you may list has it as a part of its name, as its id, its address or its domain.
    -> GET /user/subscriptions
    -> GET /user/subscriptions
    -> GET /user/vps
    -> GET /user/websites
    # find - done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_knows_the_orders_of_the_bot_by_their_id() {
    let stage = stage("").await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    over(&press(&max, &question, "confirm")).await;
    let Effect::Charged { op_id, .. } = stage.llamalink.ledger()[0].effect.clone() else { panic!() };
    assert_snapshot!(told(&stage, &max, "find", json!({"query": op_id})).await.print(), @"
    for @max alone
    1 thing found for `hm-…`
    **shop** · LlamaLink
    🧾 **Llama Spark** · done · 54.00 ILS/month · by @max <t> · `shop/hm-…`
    **lab**: none.
    -> GET /user/subscriptions
    -> GET /user/subscriptions
    -> GET /user/vps
    -> GET /user/websites
    # find - done
    ");
    let sam = told(&stage, &stage.sam(), "find", json!({"query": op_id})).await;
    assert!(sam.message.text().contains("Nothing found"), "{}", sam.print());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_knows_what_providers_list_as_ordered_for_who_may_list_orders() {
    let grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"222222222222222222\", \"444444444444444444\"]\nallow = [\"find\"]\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"order.list\"]\naccounts = [\"nordic\"]\n"
    );
    let (inferno, klikk) = (Some(inferno::State::documented()), Some(klikk::State::documented()));
    let stage = Stage::with(Setup { grants, inferno, klikk, ..Setup::default() }).await;
    for (query, order) in [("My testserver 1", "nordic/73"), ("nordic/70", "nordic/70"), ("70", "nordic/70")]
    {
        for who in [stage.max(), stage.sam()] {
            let text = used(&stage, &who, "find", &[("query", query)]).await.text();
            assert!(text.contains("\u{1F9FE}") && text.contains(order), "{query}: {text}");
        }
    }
    let text = used(&stage, &stage.max(), "find", &[("query", "dev/47012")]).await.text();
    assert!(text.contains("\u{1F9FE}"), "{text}");
    let text = used(&stage, &stage.sam(), "find", &[("query", "dev/47012")]).await.text();
    assert!(text.contains("Nothing found"), "{text}");
    // Who may not is asked nothing for.
    let before = stage.klikk.count(klikk::Operation::OrderList);
    let text = used(&stage, &stage.ana(), "find", &[("query", "nordic/73")]).await.text();
    assert!(!text.contains("\u{1F9FE}"), "{text}");
    assert_eq!(stage.klikk.count(klikk::Operation::OrderList), before);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_list_sites_alone_finds_sites_alone_and_nothing_else_is_asked() {
    let stage = stage("\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"site.list\"]\n").await;
    let found = told(&stage, &stage.sam(), "find", json!({"query": "shop"})).await;
    assert_snapshot!(found.print(), @"
    for @sam alone
    1 thing found for `shop`
    **shop** · LlamaLink
    🌐 **shop.example.co.il** · active · business · 9870 of 10240 MB · `shop/8f2a1c01-1111-2222-3333-444455556666`
    -> GET /user/websites
    # find - done
    ");
    let hidden = told(&stage, &stage.sam(), "find", json!({"query": "production-web"})).await;
    assert!(!hidden.message.text().contains("203.0.113"), "{}", hidden.print());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_list_nothing_finds_nothing_and_nobody_is_asked() {
    let stage = stage("").await;
    let found = told(&stage, &stage.sam(), "find", json!({"query": "shop"})).await;
    assert_snapshot!(found.print(), @"
    for @sam alone
    Nothing found for `shop`
    Nothing that you may list has it as a part of its name, as its id, its address or its domain.
    # find - done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_shows_no_server_that_the_globs_of_a_grant_leave_out() {
    let support =
        "\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"vps.list\"]\nservers = [\"staging-*\"]\n";
    let stage = stage(support).await;
    let found = told(&stage, &stage.sam(), "find", json!({"query": "web"})).await;
    assert_snapshot!(found.print(), @"
    for @sam alone
    1 thing found for `web`
    **shop** · LlamaLink
    🟢 **staging-web** · running · `shop/43` · `203.0.113.44`
    **lab**: none.
    -> GET /user/vps
    # find - done
    ");
    for query in ["42", "203.0.113.50", "production", "shop/42"] {
        let text = told(&stage, &stage.sam(), "find", json!({"query": query})).await.message.text();
        assert!(text.contains("Nothing found") && !text.contains("production-web"), "{query}: {text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_fails_hides_nothing_that_another_found() {
    let stage = stage("").await;
    stage
        .llamalink
        .inject(Operation::ListSites, Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)));
    let found = told(&stage, &stage.max(), "find", json!({"query": "web"})).await;
    let text = found.message.text();
    for part in ["production-web", "staging-web", "LlamaLink has a fault of its own"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(found.audit, ["find - done (shop: server-error)"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_of_nothing_but_blanks_is_refused() {
    let stage = stage("").await;
    assert_snapshot!(told(&stage, &stage.max(), "find", json!({"query": "  "})).await.print(), @"
    for @max alone
    The option `query` is needed here.
    Write a part of a name, an id, an IP address or a domain.
    # find - refused (bad argument)
    ");
    stage.llamalink.advance(Duration::from_secs(1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn states_that_every_provider_has_are_found_in_the_readers_language() {
    let stage = Stage::start().await;
    let max = stage.max();
    stage.discord.set_locale(max.user, "de");
    let found = told(&stage, &max, "find", json!({"query": "llama"})).await.message.text();
    assert!(found.contains("aktiv \u{b7}") && found.contains("in Arbeit"), "{found}");
    assert!(!found.contains("active") && !found.contains("pending"), "{found}");
    stage.end().await;
}
