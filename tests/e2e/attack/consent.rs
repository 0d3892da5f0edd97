//! Consents under attack: twice, late, by others, forged, and when the world has changed meanwhile.

use std::time::Duration;

use hostmaster::domain::Id;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, MAX, OWNER, ROLE_OPERATOR, SAM, THREAD_OPS,
};
use hostmaster::sandbox::discord::{Interaction, Member, Message};
use hostmaster::sandbox::llamalink::{Operation, Server};
use jiff::Timestamp;

use super::answer;
use crate::play::{self, component, over, press, used};
use crate::stage::{SOON, Setup, Stage};

/// How often an impatient person presses.
const PRESSES: usize = 20;

async fn asked_to_restart(stage: &Stage) -> Message {
    used(stage, &stage.ana(), "vps restart", &[("server", "production-web")]).await
}

fn forged(member: &Member, message: &Message, custom_id: &str) -> Interaction {
    member.forge_component(message.channel, Some(message.id), custom_id, 2, None).unwrap()
}

/// Waits until a consent's time is over, although nobody has looked at it.
async fn overdue(stage: &Stage) {
    let wait = async {
        while stage.store.overdue_confirmations(Timestamp::now()).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, wait).await.unwrap();
}

async fn text_of_answer(pressed: &Interaction, part: &str) {
    let told = answer(pressed).await;
    assert!(told.contains(part), "{part:?} is not in {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_often_a_button_is_pressed_at_once_the_server_restarts_once() {
    let stage = Stage::start().await;
    let question = asked_to_restart(&stage).await;
    let confirm = component(&question, "confirm");
    let presses: Vec<_> = (0..PRESSES).map(|_| forged(&stage.ana(), &question, &confirm)).collect();
    let mut carried_out = 0;
    for pressed in &presses {
        let first = pressed.wait_first_response(SOON).await.unwrap();
        match first.kind {
            7 => carried_out += 1,
            _ => text_of_answer(pressed, "decided already").await,
        }
    }
    assert_eq!(carried_out, 1);
    let is_back = |message: &Message| message.text().contains("is back after");
    stage.discord.wait_message(is_back, SOON).await.unwrap();
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_buys_once() {
    let stage = Stage::start().await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "lab/spark")]).await;
    let confirm = component(&question, "confirm");
    let presses = [forged(&max, &question, &confirm), forged(&max, &question, &confirm)];
    for pressed in &presses {
        answer(pressed).await;
    }
    let ordered = |message: &Message| message.text().contains("is ordered");
    stage.discord.wait_message(ordered, SOON).await.unwrap();
    assert_eq!(stage.fake.done().len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_often_a_form_is_sent_at_once_the_server_is_deleted_once() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let opened = press(&ana, &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    let sent: Vec<_> = (0..PRESSES).map(|_| opened.submit_modal(&[("text", "lab-1")]).unwrap()).collect();
    for form in &sent {
        answer(form).await;
    }
    let is_gone = |message: &Message| message.text().contains("is gone after");
    stage.discord.wait_message(is_gone, SOON).await.unwrap();
    assert_eq!(stage.fake.done(), ["destroy lab/7"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_click_says_that_it_is_over_and_takes_the_buttons_away() {
    for private in [false, true] {
        let mut setup = Setup { confirm: Some(Duration::from_millis(50)), ..Setup::default() };
        setup.timing.sweep = Duration::from_secs(600);
        if private {
            setup.config = "[replies]\nprivate = [\"vps.*\"]".to_owned();
        }
        let stage = Stage::with(setup).await;
        let question = asked_to_restart(&stage).await;
        assert_eq!(question.ephemeral_to.is_some(), private);
        overdue(&stage).await;
        let confirm = component(&question, "confirm");
        let late = press(&stage.ana(), &question, "confirm");
        let told = late.wait_message(SOON).await.unwrap();
        assert_eq!(told.id, question.id);
        assert!(told.text().contains("Nobody decided in time"), "{}", told.text());
        assert!(told.components.is_empty());
        text_of_answer(&forged(&stage.ana(), &question, &confirm), "Nobody decided in time").await;
        assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_form_deletes_nothing() {
    let mut setup = Setup { confirm: Some(Duration::from_millis(500)), ..Setup::default() };
    setup.timing.sweep = Duration::from_secs(600);
    let stage = Stage::with(setup).await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let opened = press(&ana, &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    overdue(&stage).await;
    text_of_answer(&opened.submit_modal(&[("text", "lab-1")]).unwrap(), "Nobody decided in time").await;
    assert_eq!(stage.fake.done(), Vec::<String>::new());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_whoever_asked_may_decide_whatever_rights_others_have() {
    let stage = Stage::start().await;
    stage.discord.give_role(GUILD, MAX, ROLE_OPERATOR);
    let (ana, max) = (stage.ana(), stage.max());
    let question = asked_to_restart(&stage).await;
    for kind in ["confirm", "cancel"] {
        text_of_answer(&press(&max, &question, kind), "Only <@777777777777777771> can decide this").await;
    }
    let deletion = used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let opened = press(&ana, &deletion, "confirm");
    let form = opened.wait_modal(SOON).await.unwrap();
    let stolen =
        max.forge_modal(CHANNEL_OPS, Some(deletion.id), &form.custom_id, &[("text", "lab-1")]).unwrap();
    text_of_answer(&stolen, "Only <@777777777777777771> can decide this").await;
    // Support may see other servers, but not this one: they are not even told whose it is.
    let denied = answer(&forged(&stage.sam(), &question, &component(&question, "confirm"))).await;
    assert!(denied.contains("You may not use") && !denied.contains("production-web"), "{denied}");
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    assert_eq!(stage.fake.done(), Vec::<String>::new());
    assert!(over(&press(&ana, &question, "confirm")).await.text().contains("is back after"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turned_page_and_a_menu_belong_to_whoever_asked() {
    let stage = Stage::with(play::setup()).await;
    stage.discord.give_role(GUILD, MAX, ROLE_OPERATOR);
    let (ana, max) = (stage.ana(), stage.max());
    let list = used(&stage, &ana, "vps list", &[]).await;
    let next = list.buttons()[1].custom_id.clone();
    text_of_answer(&forged(&max, &list, &next), "Only <@777777777777777771> can decide this").await;
    let menu = used(&stage, &ana, "vps show", &[("server", "twin")]).await;
    let values = ["shop/201".to_owned()];
    let pick = component(&menu, "pick");
    let chosen = max.forge_component(CHANNEL_OPS, Some(menu.id), &pick, 3, Some(&values)).unwrap();
    text_of_answer(&chosen, "Only <@777777777777777771> can decide this").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_that_the_menu_never_offered_is_held_against_the_grants() {
    let mut setup = Setup::default();
    for id in [301, 302] {
        setup.llamalink.add_server(Server::new(id, "staging-twin"));
    }
    let stage = Stage::with(setup).await;
    let sam = stage.sam();
    for value in ["shop/42", "production-web", "lab/7", "nowhere/1", "", "../42", "shop/42' OR 1=1 --"] {
        let menu = used(&stage, &sam, "vps show", &[("server", "staging-twin")]).await;
        let pick = component(&menu, "pick");
        let values = [value.to_owned()];
        let forged = sam.forge_component(CHANNEL_OPS, Some(menu.id), &pick, 3, Some(&values)).unwrap();
        let told = forged.wait_followup(0, SOON).await.unwrap().text();
        assert!(told.contains("No server that you may use fits"), "{value:?}: {told}");
        assert!(!told.contains("203.0.113."), "{told}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_taken_between_asking_and_pressing_stops_it() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = asked_to_restart(&stage).await;
    let deletion = used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let opened = press(&ana, &deletion, "confirm");
    opened.wait_modal(SOON).await.unwrap();

    stage.discord.take_role(GUILD, ANA, ROLE_OPERATOR);
    for refused in [
        press(&ana, &question, "confirm"),
        press(&ana, &question, "cancel"),
        press(&ana, &deletion, "confirm"),
        opened.submit_modal(&[("text", "lab-1")]).unwrap(),
    ] {
        text_of_answer(&refused, "You may not use").await;
    }
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    assert_eq!(stage.fake.done(), Vec::<String>::new());

    stage.discord.give_role(GUILD, ANA, ROLE_OPERATOR);
    assert!(over(&press(&ana, &question, "confirm")).await.text().contains("is back after"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_state_asks_anew_and_the_old_button_is_dead() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = asked_to_restart(&stage).await;
    let old = component(&question, "confirm");
    stage.llamalink.with_state(|state| *state.server_mut(42).unwrap() = Server::new(42, "production-web"));
    let pressed = press(&ana, &question, "confirm");
    let changed = |message: &Message| message.text().contains("state has changed");
    let anew = pressed.wait_until(changed, SOON).await.unwrap();
    assert_ne!(component(&anew, "confirm"), old);
    text_of_answer(&forged(&ana, &anew, &old), "decided already").await;
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    assert!(over(&press(&ana, &anew, "confirm")).await.text().contains("is back after"));
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_renamed_out_of_the_grant_is_not_touched() {
    let grants =
        "[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"vps.*\"]\nservers = [\"staging-*\"]";
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let question = used(&stage, &stage.ana(), "vps restart", &[("server", "staging-web")]).await;
    stage.llamalink.with_state(|state| state.server_mut(43).unwrap().name = "production-api".to_owned());
    let refused = play::over(&press(&stage.ana(), &question, "confirm")).await;
    assert!(refused.text().contains("You may not use"), "{}", refused.text());
    assert!(!refused.text().contains("production-api"), "{}", refused.text());
    assert!(refused.components.is_empty());
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_renamed_out_of_the_grant_is_not_shown() {
    let grants =
        "[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"vps.*\"]\nservers = [\"staging-*\"]";
    for command in ["vps show", "vps metrics"] {
        let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
        stage.llamalink.with_state(|state| state.server_mut(43).unwrap().name = "production-api".to_owned());
        let refused = used(&stage, &stage.ana(), command, &[("server", "staging-web")]).await;
        assert!(refused.text().contains("You may not use"), "{command}: {}", refused.text());
        assert!(!refused.text().contains("production-api"), "{command}: {}", refused.text());
        assert_eq!(stage.llamalink.count(Operation::MetricsHistory), 0);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_decision_holds() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = asked_to_restart(&stage).await;
    let (confirm, cancel) = (component(&question, "confirm"), component(&question, "cancel"));
    text_of_answer(&press(&ana, &question, "cancel"), "Cancelled").await;
    for late in [&confirm, &cancel] {
        text_of_answer(&forged(&ana, &question, late), "decided already").await;
    }
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);

    let question = asked_to_restart(&stage).await;
    let (confirm, cancel) = (component(&question, "confirm"), component(&question, "cancel"));
    let pressed = press(&ana, &question, "confirm");
    answer(&pressed).await;
    for late in [&cancel, &confirm] {
        text_of_answer(&forged(&ana, &question, late), "decided already").await;
    }
    assert!(over(&pressed).await.text().contains("is back after"));
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_ids_lead_nowhere() {
    let stage = Stage::with(play::setup()).await;
    let (ana, question) = (stage.ana(), asked_to_restart(&stage).await);
    let list = used(&stage, &ana, "vps list", &[]).await;
    let consent = component(&question, "confirm").split_once(':').unwrap().1.to_owned();
    let view = component(&list, "page").split(':').nth(1).unwrap().to_owned();
    let stranger = Id::random();
    let forgeries = [
        String::new(),
        "confirm".into(),
        "confirm:".into(),
        format!("confirm:{stranger}"),
        format!("confirm:{view}"),
        format!("confirm:{consent}:"),
        format!("confirm:{consent} "),
        format!("Confirm:{consent}"),
        format!("confirm::{consent}"),
        format!("cancel:{stranger}"),
        format!("name:{consent}"),
        format!("pick:{consent}"),
        format!("pick:{view}"),
        format!("page:{consent}:1"),
        format!("page:{view}"),
        format!("page:{view}:-1"),
        format!("page:{view}:99999999999999999999"),
        format!("page:{view}:1:1"),
        format!("page:{stranger}:1"),
        "confirm:' OR '1'='1' -- xxxxxx".into(),
        "confirm:%27%20OR%201%3D1%20%20".into(),
        "vps.restart:shop/42".into(),
        r#"{"action":"vps.restart"}"#.into(),
        "\u{202E}mrifnoc".into(),
        "x".repeat(100),
    ];
    let calls = stage.llamalink.requests().len();
    for id in &forgeries {
        text_of_answer(&forged(&ana, &question, id), "no longer leads anywhere").await;
        let values = ["shop/42".to_owned()];
        if !id.starts_with("pick:") {
            let menu = ana.forge_component(CHANNEL_OPS, Some(list.id), id, 3, Some(&values)).unwrap();
            text_of_answer(&menu, "no longer leads anywhere").await;
        }
        let form = ana.forge_modal(CHANNEL_OPS, Some(list.id), id, &[("text", "production-web")]).unwrap();
        text_of_answer(&form, "no longer leads anywhere").await;
    }
    // A consent belongs to its message, and a view is no consent.
    for (message, id) in [(&list, format!("confirm:{consent}")), (&list, format!("cancel:{consent}"))] {
        text_of_answer(&forged(&ana, message, &id), "no longer leads anywhere").await;
    }
    let form = ana.forge_modal(CHANNEL_OPS, None, &format!("name:{consent}"), &[("text", "production-web")]);
    text_of_answer(&form.unwrap(), "no longer leads anywhere").await;
    // Several choices, or none, are no choice.
    for values in [vec![], vec!["shop/42".to_owned(), "shop/43".to_owned()]] {
        let id = format!("pick:{view}");
        let menu = ana.forge_component(CHANNEL_OPS, Some(list.id), &id, 3, Some(&values)).unwrap();
        text_of_answer(&menu, "no longer leads anywhere").await;
    }
    assert_eq!(stage.llamalink.requests().len(), calls);
    assert_eq!(play::intents(&stage).await, 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_for_a_consent_that_needs_no_name_is_refused() {
    let stage = Stage::start().await;
    let (ana, question) = (stage.ana(), asked_to_restart(&stage).await);
    let consent = component(&question, "confirm").split_once(':').unwrap().1.to_owned();
    let id = format!("name:{consent}");
    let form = ana.forge_modal(CHANNEL_OPS, Some(question.id), &id, &[("text", "production-web")]).unwrap();
    text_of_answer(&form, "no longer leads anywhere").await;
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_of_the_guild_without_a_role_may_do_nothing() {
    let stage = Stage::start().await;
    let owner = stage.discord.member(OWNER);
    let told = used(&stage, &owner, "vps restart", &[("server", "production-web")]).await;
    assert!(told.text().contains("You may not use"), "{}", told.text());
    assert_eq!(told.ephemeral_to, Some(OWNER));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_under_an_id_that_is_not_registered_is_not_run() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let payload = || ana.slash_payload(CHANNEL_OPS, "vps start", &[("server", "build-1".into())]).unwrap();
    let (mut stale, mut global) = (payload(), payload());
    stale["data"]["id"] = "123456789012345678".into();
    global["data"].as_object_mut().unwrap().remove("guild_id");
    for forged in [stale, global] {
        text_of_answer(&stage.discord.inject(forged).unwrap(), "commands were updated").await;
    }
    let mut unknown = payload();
    unknown["data"]["options"][0]["options"][0]["name"] = "page".into();
    text_of_answer(&stage.discord.inject(unknown).unwrap(), "commands were updated").await;
    assert_eq!(stage.llamalink.count(Operation::StartServer), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_thread_the_grants_of_its_channel_apply_and_in_a_channel_not_those_of_its_category() {
    let grants = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*"]
channels = ["555555555555555551"]

[[grants]]
roles = ["444444444444444444"]
allow = ["vps.*"]
channels = ["555555555555555550"]
"#;
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let (ana, sam) = (stage.ana(), stage.discord.member(SAM));
    let server = [("server", "production-web".into())];
    let asked = ana.slash(THREAD_OPS, "vps restart", &server).unwrap();
    let question = asked.wait_message(SOON).await.unwrap();
    let elsewhere = component(&question, "confirm");
    // The thread's own button does not work in its channel, although the same grant holds there.
    let moved = ana.forge_component(CHANNEL_OPS, Some(question.id), &elsewhere, 2, None).unwrap();
    text_of_answer(&moved, "no longer leads anywhere").await;
    assert!(over(&press(&ana, &question, "confirm")).await.text().contains("is back after"));

    for (member, channel) in [(&ana, CHANNEL_SUPPORT), (&sam, CHANNEL_OPS), (&sam, THREAD_OPS)] {
        let refused = member.slash(channel, "vps restart", &server).unwrap();
        text_of_answer(&refused, "You may not use").await;
        let typing = member.autocomplete(channel, "vps restart", &[("server", "".into())], "server").unwrap();
        assert_eq!(typing.wait_choices(SOON).await.unwrap(), []);
    }
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_that_is_narrowed_to_servers_shows_and_restarts_no_other() {
    let grants = "[[grants]]\nroles = [\"444444444444444444\"]\nallow = [\"vps.*\"]\nservers = [\"staging-*\", \"shop/45\"]";
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let sam = stage.sam();
    let list = used(&stage, &sam, "vps list", &[]).await.text();
    assert!(list.contains("staging-web") && list.contains("mail"), "{list}");
    assert!(!list.contains("production-web") && !list.contains("db-1"), "{list}");
    let typing = sam.autocomplete(CHANNEL_OPS, "vps restart", &[("server", "".into())], "server").unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    let values: Vec<_> = choices.iter().filter_map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, ["shop/45", "shop/43"]);
    for server in ["production-web", "shop/42", "42", "203.0.113.50"] {
        for path in ["vps show", "vps restart", "vps stop"] {
            let told = used(&stage, &sam, path, &[("server", server)]).await;
            assert!(told.text().contains("No server that you may use fits"), "{}", told.text());
            assert_eq!(told.ephemeral_to, Some(SAM));
        }
    }
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    stage.end().await;
}
