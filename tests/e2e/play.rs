//! The whole play: every command, most refusals, and consents that are left open, in whatever language.

mod goods;

use hostmaster::domain::outcome::AuditResult;
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, GUEST};
use hostmaster::sandbox::discord::{Interaction, Member, Message};
use hostmaster::sandbox::llamalink::Server;
use hostmaster::store::AuditFilter;
use serde_json::Value;

use crate::stage::{SOON, Setup, Stage};

/// The options that one use of a command is given.
pub type Options<'a> = &'a [(&'a str, &'a str)];

/// A stage with enough servers for a second page, and two of the same name.
pub fn setup() -> Setup {
    let mut setup = Setup::default();
    for id in 100..116 {
        setup.llamalink.add_server(Server::new(id, format!("web-{id}")));
    }
    for id in [201, 202] {
        setup.llamalink.add_server(Server::new(id, "twin"));
    }
    setup
}

/// The id of the component whose id begins so.
pub fn component(message: &Message, kind: &str) -> String {
    let ids = message.flat_components().filter_map(|component| component["custom_id"].as_str());
    let wanted = ids.into_iter().find(|id| id.split(':').next() == Some(kind));
    wanted.unwrap_or_else(|| panic!("no {kind} in {:#?}", message.components)).to_owned()
}

/// Presses the button whose id begins so.
pub fn press(member: &Member, message: &Message, kind: &str) -> Interaction {
    member.press(message.id, &component(message, kind)).unwrap()
}

/// The options of a command, of a JSON object.
pub fn options(object: &Value) -> Vec<(&str, Value)> {
    object.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect()
}

/// Uses a command in #ops.
pub async fn used(stage: &Stage, member: &Member, path: &str, options: Options<'_>) -> Message {
    let options: Vec<_> = options.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    stage.use_command(member, path, &options).await.1
}

/// Waits until what was begun is over.
pub async fn over(interaction: &Interaction) -> Message {
    // An hour-glass and running times stand for what goes on, buttons for what is asked.
    let is_over = |message: &Message| {
        let text = message.text().replace("\\<t:", "");
        message.components.is_empty() && !text.contains('\u{23F3}') && !text.contains("<t:")
    };
    interaction.wait_until(is_over, SOON).await.unwrap()
}

async fn typed(member: &Member, path: &str, option: &str, text: &str) {
    let typing = member.autocomplete(CHANNEL_OPS, path, &[(option, text.into())], option).unwrap();
    typing.wait_choices(SOON).await.unwrap();
}

/// Plays everything; open stay a restart, a deletion with its form, two purchases, menus of servers, plans, systems and
/// processors, and lists with pages.
pub async fn everything(stage: &Stage) {
    operator(stage).await;
    goods::looked_at(stage).await;
    goods::bought(stage).await;
    manager(stage).await;
    let sam = stage.sam();
    used(stage, &sam, "vps list", &[]).await;
    used(stage, &sam, "vps show", &[("server", "production-web")]).await;
    let guest = stage.discord.member(GUEST);
    for (path, options) in [
        ("help", &[][..]),
        ("access whoami", &[]),
        ("vps list", &[]),
        ("vps restart", &[("server", "production-web")]),
        ("balance", &[]),
        ("vps metrics", &[("server", "production-web")]),
        ("order buy", &[("plan", "shop/spark")]),
        ("site create", &[("account", "shop"), ("domain", "new.example"), ("plan", "business")]),
        ("account show", &[("account", "shop")]),
        ("find", &[("query", "production-web")]),
        ("pending list", &[]),
    ] {
        used(stage, &guest, path, options).await;
    }
    typed(&guest, "vps show", "server", "").await;
    typed(&guest, "order buy", "plan", "").await;
    typed(&guest, "site show", "site", "").await;
}

async fn operator(stage: &Stage) {
    let ana = stage.ana();
    for (path, option, text) in [
        ("vps restart", "server", ""),
        ("vps show", "server", "prod"),
        ("vps show", "server", "203.0"),
        ("vps list", "account", ""),
        ("help", "command", "vps"),
    ] {
        typed(&ana, path, option, text).await;
    }
    for (path, options) in [
        ("help", &[][..]),
        ("help", &[("command", "vps restart")]),
        ("help", &[("command", "nonsense")]),
        ("access whoami", &[]),
        ("vps list", &[("status", "stopped")]),
        ("vps list", &[("account", "lab")]),
        ("vps list", &[("account", "nowhere")]),
        ("vps show", &[("server", "production-web")]),
        ("vps show", &[("server", "48")]),
        ("vps show", &[("server", "nothing-like-it")]),
        ("vps start", &[("server", "production-web")]),
        ("vps stop", &[("server", "lab-1")]),
        ("vps stop", &[("server", "lab/7")]),
        ("balance", &[]),
    ] {
        used(stage, &ana, path, options).await;
    }
    let list = used(stage, &ana, "vps list", &[]).await;
    let next = list.buttons()[1].custom_id.clone();
    let turned = ana.press(list.id, &next).unwrap().wait_message(SOON).await.unwrap();
    assert_ne!(turned.embeds, list.embeds, "the next page is another one");

    let (start, _) = stage.use_command(&ana, "vps start", &[("server", "build-1".into())]).await;
    over(&start).await;
    for (path, server) in [("vps stop", "mail"), ("vps restart", "production-web")] {
        let question = used(stage, &ana, path, &[("server", server)]).await;
        over(&press(&ana, &question, "confirm")).await;
    }
    let question = used(stage, &ana, "vps restart", &[("server", "db-1")]).await;
    press(&ana, &question, "cancel").wait_first_response(SOON).await.unwrap();

    let menu = used(stage, &ana, "vps show", &[("server", "twin")]).await;
    let chosen = ana.select(menu.id, &component(&menu, "pick"), &["shop/201"]).unwrap();
    chosen.wait_followup(0, SOON).await.unwrap();

    let question = used(stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    form.submit_modal(&[("text", "lab-2")]).unwrap().wait_message(SOON).await.unwrap();
    used(stage, &ana, "vps restart", &[("server", "staging-web")]).await;
    used(stage, &ana, "vps show", &[("server", "twin")]).await;
}

async fn manager(stage: &Stage) {
    let max = stage.max();
    typed(&max, "order buy", "plan", "").await;
    typed(&max, "balance", "account", "").await;
    typed(&max, "audit list", "action", "vps").await;
    for (path, options) in [
        ("balance", &[][..]),
        ("balance", &[("account", "lab")]),
        ("order buy", &[("plan", "nonsense")]),
        ("order buy", &[("plan", "lab/no-such-plan")]),
        ("vps restart", &[("server", "production-web")]),
        ("audit list", &[("since", "yesterday")]),
        ("audit list", &[("since", "7d"), ("action", "vps.restart")]),
    ] {
        used(stage, &max, path, options).await;
    }
    let question = used(stage, &max, "order buy", &[("plan", "lab/spark"), ("os", "ubuntu-22")]).await;
    over(&press(&max, &question, "confirm")).await;
    used(stage, &max, "order buy", &[("plan", "lab/spark")]).await;

    stage.app.flush_audit().await;
    let list = used(stage, &max, "audit list", &[]).await;
    let next = list.buttons()[1].custom_id.clone();
    max.press(list.id, &next).unwrap().wait_message(SOON).await.unwrap();
}

/// How many changing calls were begun.
pub async fn intents(stage: &Stage) -> usize {
    stage.app.flush_audit().await;
    let (rows, _) = stage.store.audit_rows(&AuditFilter::default(), 0, 10_000).await.unwrap();
    rows.iter().filter(|row| row.result == AuditResult::Intent).count()
}
