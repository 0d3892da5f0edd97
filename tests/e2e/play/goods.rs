//! The part of the play that is about what is sold, paid for, hosted and found.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Member, Message};
use serde_json::{Value, json};

use super::{Options, component, over, press, typed, used};
use crate::stage::{SOON, Stage};

/// Uses `/order custom` with the documented example, but for one option.
async fn custom(stage: &Stage, member: &Member, option: &str, value: Value) -> Message {
    let mut options = json!({
        "account": "shop", "name": "my-api-vps", "cpu": 4, "memory": 8, "storage": 160, "os": "ubuntu-22",
    });
    options[option] = value;
    let options = crate::play::options(&options);
    stage.use_command(member, "order custom", &options).await.1
}

/// Chooses from a message's menu.
fn choose(member: &Member, message: &Message, value: &str) -> Interaction {
    member.select(message.id, &component(message, "pick"), &[value]).unwrap()
}

/// Looks at everything but servers, and at much that there is not.
pub async fn looked_at(stage: &Stage) {
    let (ana, max, sam) = (stage.ana(), stage.max(), stage.sam().user.to_string());
    for (path, option) in [
        ("access why", "command"),
        ("access why", "server"),
        ("order plan", "plan"),
        ("order status", "order"),
        ("order custom", "cpu_type"),
        ("order custom", "os"),
        ("site show", "site"),
        ("site create", "plan"),
        ("account show", "account"),
    ] {
        typed(&max, path, option, "").await;
    }
    for (path, option) in
        [("vps metrics", "server"), ("vps templates", "server"), ("vps templates", "account")]
    {
        typed(&ana, path, option, "").await;
    }
    let filled = [("plan", "shop/spark".into()), ("os", "".into())];
    max.autocomplete(CHANNEL_OPS, "order buy", &filled, "os").unwrap().wait_choices(SOON).await.unwrap();

    let looks: &[(&str, Options<'_>)] = &[
        ("vps metrics", &[("server", "production-web")]),
        ("vps metrics", &[("server", "db-1"), ("metric", "memory"), ("range", "week")]),
        ("vps metrics", &[("server", "lab-1")]),
        ("vps metrics", &[("server", "nothing-like-it")]),
        ("vps templates", &[]),
        ("vps templates", &[("server", "lab-1")]),
        ("vps templates", &[("server", "lab-1"), ("account", "shop")]),
    ];
    for (path, options) in looks {
        used(stage, &ana, path, options).await;
    }
    let looks: &[(&str, Options<'_>)] = &[
        ("order plans", &[]),
        ("order plans", &[("account", "nowhere")]),
        ("order plan", &[("plan", "shop/flame")]),
        ("order plan", &[("plan", "nothing-like-it")]),
        ("order quote", &[("plan", "shop/blaze")]),
        ("order list", &[]),
        ("order status", &[("order", "VPS Business")]),
        ("order status", &[("order", "nothing-like-it")]),
        ("service list", &[]),
        ("billing methods", &[]),
        ("billing methods", &[("account", "lab")]),
        ("site list", &[]),
        ("site show", &[("site", "example.co.il")]),
        ("site show", &[("site", "nothing-like-it")]),
        ("account list", &[]),
        ("account show", &[("account", "shop")]),
        ("account show", &[("account", "nowhere")]),
        ("find", &[("query", "nothing-like-it")]),
        ("find", &[("query", " ")]),
        ("pending list", &[]),
        ("access why", &[("user", &sam), ("command", "vps restart"), ("server", "staging-web")]),
        ("access why", &[("user", &sam), ("command", "order buy")]),
    ];
    for (path, options) in looks {
        used(stage, &max, path, options).await;
    }
    let found = used(stage, &max, "find", &[("query", "w")]).await;
    let next = found.buttons()[1].custom_id.clone();
    max.press(found.id, &next).unwrap().wait_message(SOON).await.unwrap();

    let menu = used(stage, &max, "order plan", &[("plan", "Llama Spark")]).await;
    choose(&max, &menu, "shop/spark").wait_followup(0, SOON).await.unwrap();
    used(stage, &max, "order quote", &[("plan", "Llama Spark")]).await;
}

/// Buys a plan and a site, and leaves a server of one's own choice and some menus open.
pub async fn bought(stage: &Stage) {
    let max = stage.max();
    let asks = |message: &Message| !message.buttons().is_empty();
    let menu = used(stage, &max, "order buy", &[("plan", "shop/spark")]).await;
    let question = choose(&max, &menu, "debian-12").wait_until(asks, SOON).await.unwrap();
    over(&press(&max, &question, "confirm")).await;
    used(stage, &max, "order buy", &[("plan", "shop/flame"), ("os", "centos-7")]).await;
    used(stage, &max, "order buy", &[("plan", "shop/flame"), ("os", "debian-12"), ("name", "mine")]).await;

    let question = custom(stage, &max, "storage_type", json!("hdd")).await;
    press(&max, &question, "cancel").wait_first_response(SOON).await.unwrap();
    for (option, value) in
        [("os", "centos-7"), ("name", "\u{200B}"), ("account", "lab"), ("account", "nowhere")]
    {
        custom(stage, &max, option, json!(value)).await;
    }
    custom(stage, &max, "cpu_type", json!("m1")).await;
    custom(stage, &max, "cpu_type", json!("xeonE5")).await;

    let site = |domain: &'static str| [("account", "shop"), ("domain", domain), ("plan", "business")];
    for domain in ["example.co.il", "not a domain"] {
        used(stage, &max, "site create", &site(domain)).await;
    }
    let options: Vec<_> = site("mysite.co.il").map(|(name, value)| (name, Value::from(value))).to_vec();
    over(&stage.use_command(&max, "site create", &options).await.0).await;
    let unknown = [("account", "shop"), ("domain", "other.co.il"), ("plan", "enterprise")];
    let options: Vec<_> = unknown.map(|(name, value)| (name, Value::from(value))).to_vec();
    over(&stage.use_command(&max, "site create", &options).await.0).await;
    used(stage, &max, "order list", &[]).await;
    used(stage, &max, "pending list", &[]).await;
}
