//! Autocomplete of every option that has it: what the caller may use, by what is filled in already.

use hostmaster::sandbox::discord::Member;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use insta::assert_snapshot;
use serde_json::Value;

use crate::play::{over, press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage, stage_with_a_spare};
use crate::told::steady;

/// What is offered for the last of the options, as `label = value`, one a line.
pub async fn typing(member: &Member, path: &str, options: &[(&str, &str)]) -> String {
    let focused = options.last().unwrap().0;
    let options: Vec<_> = options.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    let typing = member.autocomplete(CHANNEL_OPS, path, &options, focused).unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    let lines: Vec<_> = choices
        .iter()
        .map(|choice| format!("{} = {}", choice.name, choice.value.as_str().unwrap()))
        .collect();
    steady(&lines.join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plans_are_offered_with_account_and_price() {
    let stage = Stage::start().await;
    let max = stage.max();
    let all = typing(&max, "order buy", &[("plan", "")]).await;
    assert_snapshot!(all, @"
    Llama Blaze · shop · 189.00 ILS/month = shop/blaze
    Llama Flame · shop · 98.00 ILS/month = shop/flame
    Llama Spark · lab · 54.00 ILS/month = lab/spark
    Llama Spark · shop · 54.00 ILS/month = shop/spark
    ");
    for path in ["order plan", "order quote"] {
        assert_eq!(typing(&max, path, &[("plan", "")]).await, all, "{path}");
    }
    assert_snapshot!(typing(&max, "order plan", &[("plan", "BLA")]).await, @"Llama Blaze · shop · 189.00 ILS/month = shop/blaze");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn systems_are_those_of_the_account_of_the_plan() {
    let (stage, spare) = stage_with_a_spare(Setup::default()).await;
    spare.with_state(|state| state.templates.truncate(1));
    let max = stage.max();
    assert_snapshot!(typing(&max, "order buy", &[("plan", "shop/spark"), ("os", "")]).await, @"
    Debian 12 · debian-12 = debian-12
    Ubuntu 22.04 · ubuntu-22 = ubuntu-22
    Windows Server 2022 · windows-2022 = windows-2022
    ");
    assert_snapshot!(typing(&max, "order buy", &[("plan", "spare/spark"), ("os", "")]).await, @"Ubuntu 22.04 · ubuntu-22 = ubuntu-22");
    assert_eq!(typing(&max, "order buy", &[("plan", "lab/spark"), ("os", "")]).await, "");
    assert_snapshot!(typing(&max, "order custom", &[("account", "shop"), ("os", "win")]).await, @"Windows Server 2022 · windows-2022 = windows-2022");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processors_and_site_plans_are_words_of_the_account() {
    let stage = Stage::start().await;
    let max = stage.max();
    assert_snapshot!(typing(&max, "order custom", &[("account", "shop"), ("cpu_type", "")]).await, @"
    xeonE5 · 15.60 ILS/month per core = xeonE5
    xeonGold · 17.00 ILS/month per core = xeonGold
    ");
    assert_eq!(typing(&max, "order custom", &[("account", "lab"), ("cpu_type", "")]).await, "");
    assert_snapshot!(typing(&max, "site create", &[("account", "shop"), ("plan", "")]).await, @"
    business = business
    personal = personal
    ");
    assert_eq!(typing(&max, "site create", &[("account", "lab"), ("plan", "")]).await, "");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sites_and_orders_are_offered_the_bots_own_orders_first() {
    let stage = Stage::start().await;
    let max = stage.max();
    assert_snapshot!(typing(&max, "site show", &[("site", "")]).await, @"
    example.co.il · shop · active = shop/8f2a1c00-1111-2222-3333-444455556666
    shop.example.co.il · shop · active = shop/8f2a1c01-1111-2222-3333-444455556666
    ‹ltr:ארץ.co.il› · shop · active = shop/8f2a1c03-1111-2222-3333-444455556666
    ‹ltr:דוגמה.co.il› · shop · active = shop/8f2a1c02-1111-2222-3333-444455556666
    ");
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    over(&press(&max, &question, "confirm")).await;
    let offered = typing(&max, "order status", &[("order", "")]).await;
    assert_snapshot!(offered, @"
    Llama Spark · shop · done · … old = shop/hm-…
    business · shop · active · next on <date> = shop/105
    Llama Blaze · shop · active · next on <date> = shop/103
    Llama Flame · shop · pending · next on <date> = shop/104
    Llama Spark · shop · active · next on <date> = shop/102
    Llama Spark · shop · active · next on <date> = shop/106
    VPS Business · shop · active · next on <date> = shop/101
    ");
    assert_snapshot!(typing(&max, "order status", &[("order", "hm-")]).await, @"Llama Spark · shop · done · … old · hm-… = shop/hm-…");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_are_those_that_offer_the_action() {
    let stage = Stage::start().await;
    let (ana, max) = (stage.ana(), stage.max());
    for path in ["order plans", "account show", "site create", "order custom"] {
        let offered = typing(&max, path, &[("account", "")]).await;
        let has_lab = path == "order plans";
        assert!(offered.contains("shop \u{b7} LlamaLink = shop"), "{path}: {offered}");
        assert_eq!(offered.contains("lab"), has_lab, "{path}: {offered}");
    }
    for path in ["billing methods", "order list", "service list", "site list"] {
        assert_eq!(typing(&max, path, &[("account", "")]).await, "shop \u{b7} LlamaLink = shop", "{path}");
    }
    assert_eq!(typing(&ana, "vps templates", &[("account", "")]).await, "shop \u{b7} LlamaLink = shop");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_for_templates_are_those_that_the_caller_may_list() {
    let grants = GRANTS.replace("\"vps.list\", \"vps.show\"", "\"vps.list\", \"vps.metrics\"")
        + "\n[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"vps.templates\"]\n";
    let stage = Stage::with(Setup { grants, ..Setup::default() }).await;
    let (ana, sam) = (stage.ana(), stage.sam());
    assert_snapshot!(typing(&sam, "vps templates", &[("server", "")]).await, @"staging-web · shop · running = shop/43");
    assert_snapshot!(typing(&sam, "vps metrics", &[("server", "")]).await, @"staging-web · shop · running = shop/43");
    assert!(typing(&ana, "vps templates", &[("server", "")]).await.contains("production-web"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_offered_nothing_for_any_option() {
    let stage = Stage::start().await;
    let guest = stage.guest();
    for (path, options) in [
        ("vps metrics", &[("server", "")][..]),
        ("vps templates", &[("server", "")]),
        ("vps templates", &[("account", "")]),
        ("billing methods", &[("account", "")]),
        ("order plan", &[("plan", "")]),
        ("order quote", &[("plan", "")]),
        ("order buy", &[("plan", "shop/spark"), ("os", "")]),
        ("order custom", &[("account", "shop"), ("cpu_type", "")]),
        ("order custom", &[("account", "shop"), ("os", "")]),
        ("order status", &[("order", "")]),
        ("site show", &[("site", "")]),
        ("site create", &[("account", "shop"), ("plan", "")]),
        ("account show", &[("account", "")]),
    ] {
        assert_eq!(typing(&guest, path, options).await, "", "{path} {options:?}");
    }
    assert_eq!(stage.llamalink.requests().len(), 1, "only what the bot itself reads at its start");
    assert_eq!(stage.fake.calls(), 1);
    stage.end().await;
}
