//! REST: limits, failures, and connections that break before and after what they were to do.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::join_all;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Fault, Message, Scope, Trouble};
use hostmaster::sandbox::llamalink::Operation;

use crate::stage::{SOON, Setup, Stage};

const CALLBACK: (&str, &str) = ("POST", "/interactions/*/callback");
const EDIT: (&str, &str) = ("PATCH", "/webhooks/*/messages/@original");

fn limited(scope: Scope) -> Trouble {
    Trouble::RateLimited { retry_after: 0.3, scope }
}

/// What goes wrong, how many times, and whether the bot cannot but answer twice: it does not hear that it was heard.
fn troubles() -> Vec<(Trouble, u32, bool)> {
    let page = || Trouble::Garbage {
        status: 503,
        content_type: "text/html".into(),
        body: "<html>down for maintenance</html>".into(),
    };
    vec![
        (limited(Scope::User), 1, false),
        (limited(Scope::User), 3, false),
        (limited(Scope::Shared), 2, false),
        (limited(Scope::Global), 1, false),
        (Trouble::Status(500), 1, false),
        (Trouble::Status(502), 3, false),
        (page(), 2, false),
        (Trouble::DropBefore, 2, false),
        (Trouble::Delay(Duration::from_millis(300)), 1, false),
        (Trouble::DelayAnswer(Duration::from_millis(300)), 1, false),
        (Trouble::Hang, 1, false),
        (Trouble::DropAfter, 1, true),
        (Trouble::StatusAfter(500), 1, true),
        (Trouble::StatusAfter(502), 2, true),
        (Trouble::HangAfter, 1, true),
    ]
}

/// Goes through a confirmed restart and looks at what everybody saw of it.
async fn restart(stage: &Stage, case: &str) {
    let ana = stage.ana();
    let asked = ana.slash(CHANNEL_OPS, "vps restart", &[("server", "production-web".into())]).unwrap();
    let patience = SOON * 2;
    let is_question = |message: &Message| message.text().contains("Restart production-web?");
    let question = asked.wait_until(is_question, patience).await.unwrap_or_else(|e| panic!("{case}: {e}"));
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    let is_back = |message: &Message| message.text().contains("is back after");
    pressed.wait_until(is_back, patience).await.unwrap_or_else(|e| panic!("{case}: {e}"));

    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1, "{case}: made once");
    let messages = stage.discord.all_messages();
    assert_eq!(messages.len(), 1, "{case}: one message says it all: {messages:#?}");
    assert!(!messages[0].thinking() && messages[0].components.is_empty(), "{case}");
    for interaction in [&asked, &pressed] {
        let first = interaction.first_response().unwrap_or_else(|| panic!("{case}: no first answer"));
        assert!(first.after < Duration::from_secs(3), "{case}: {:?}", first.after);
        assert!(interaction.followups().is_empty(), "{case}");
    }
}

async fn restart_with(trouble: Trouble, times: u32, twice: bool, route: (&str, &str), skip: u32) {
    let case = format!("{trouble:?}, {times} times, on {route:?} after {skip}");
    let stage = Stage::start().await;
    let ordered = stage.discord.fault(Fault::on(route.0, route.1, trouble).times(times).after(skip));
    restart(&stage, &case).await;
    assert_eq!(ordered.hits(), times, "{case}: the trouble was met");
    let mut violations = stage.discord.violations();
    violations.retain(|violation| !(twice && violation.rule == "second_response"));
    assert!(violations.is_empty(), "{case}: {violations:#?}");
    stage.discord.clear_records();
    stage.end().await;
}

async fn every_trouble_on(route: (&'static str, &'static str), skip: u32) {
    let cases = troubles().into_iter().map(|(trouble, times, twice)| async move {
        // An edit that comes twice is the same edit.
        let twice = twice && route == CALLBACK;
        tokio::spawn(restart_with(trouble, times, twice, route, skip)).await.err()
    });
    let failed: Vec<_> = futures_util::stream::iter(cases)
        .buffer_unordered(16)
        .filter_map(|failure| async { failure })
        .collect()
        .await;
    assert!(failed.is_empty(), "{} cases failed", failed.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trouble_with_the_first_answer_loses_and_doubles_nothing() {
    every_trouble_on(CALLBACK, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trouble_with_the_answer_to_a_button_loses_and_doubles_nothing() {
    every_trouble_on(CALLBACK, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trouble_with_an_edit_loses_and_doubles_nothing() {
    every_trouble_on(EDIT, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_discord_does_not_let_answer_is_still_carried_out_and_told() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    stage.discord.fault(Fault::on(CALLBACK.0, CALLBACK.1, Trouble::Status(500)).always());
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    pressed.wait_failed(SOON).await.unwrap();
    let done = |message: &Message| message.id == question.id && message.text().contains("is back after");
    let done = stage.discord.wait_message(done, SOON).await.unwrap();
    assert!(done.components.is_empty(), "the buttons are gone");
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    assert_eq!(ana.messages(CHANNEL_OPS).len(), 1);
    only_unanswered(stage).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_on_an_ephemeral_question_that_cannot_be_answered_sends_nothing() {
    let config = "[replies]\nprivate = [\"vps.restart\"]\n".to_owned();
    let stage = Stage::with(Setup { config, ..Setup::default() }).await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    stage.discord.fault(Fault::on(CALLBACK.0, CALLBACK.1, Trouble::DropBefore).always());
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    pressed.wait_failed(SOON).await.unwrap();
    assert_eq!(
        stage.audit_of(2).await,
        ["vps.restart shop/42 asked", "vps.restart shop/42 failed (never sent)"]
    );
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    only_unanswered(stage).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_whose_first_answer_fails_is_not_made() {
    let troubles = [Trouble::Status(502), Trouble::DropBefore, limited(Scope::User)];
    join_all(troubles.map(|trouble| async move {
        let stage = Stage::start().await;
        stage.discord.fault(Fault::on(CALLBACK.0, CALLBACK.1, trouble).always());
        let asked = stage.ana().slash(CHANNEL_OPS, "vps start", &[("server", "build-1".into())]).unwrap();
        asked.wait_failed(SOON).await.unwrap();
        assert_eq!(
            stage.audit_of(2).await,
            ["vps.start shop/46 intent", "vps.start shop/46 failed (never sent)"]
        );
        assert_eq!(stage.llamalink.count(Operation::StartServer), 0);
        only_unanswered(stage).await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_arrives_unheard_until_the_last_moment_is_found_out() {
    let stage = Stage::start().await;
    stage.discord.fault(Fault::on(CALLBACK.0, CALLBACK.1, Trouble::HangAfter).always());
    let asked = stage.ana().slash(CHANNEL_OPS, "vps start", &[("server", "build-1".into())]).unwrap();
    asked.wait_until(|message| message.text().contains("is running after"), SOON).await.unwrap();
    assert_eq!(stage.llamalink.count(Operation::StartServer), 1);
    assert_eq!(stage.discord.all_messages().len(), 1);
    let violations = stage.discord.violations();
    assert!(violations.iter().all(|violation| violation.rule == "second_response"), "{violations:#?}");
    stage.discord.clear_records();
    stage.end().await;
}

/// The only rules broken are those that Discord makes the bot break: it takes no first answer in time, and where it may
/// have taken one unheard, it is asked for it.
async fn only_unanswered(stage: Stage) {
    let violations = stage.discord.violations();
    let mut rules: Vec<_> = violations.iter().map(|violation| violation.rule).collect();
    rules.retain(|rule| *rule != "unknown");
    assert_eq!(rules, ["no_answer"], "{violations:#?}");
    assert!(violations.len() <= 2, "it is asked once: {violations:#?}");
    stage.discord.clear_records();
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_people_at_once_stay_within_the_limits() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let asked: Vec<_> =
        (0..60).map(|_| ana.slash(CHANNEL_OPS, "vps show", &[("server", "db-1".into())]).unwrap()).collect();
    for interaction in &asked {
        let message = interaction.wait_message(SOON).await.unwrap();
        assert!(message.text().contains("db-1"), "{}", message.text());
    }
    assert_eq!(stage.discord.all_messages().len(), 60);
    let refused = stage.discord.requests().into_iter().filter(|request| request.status == Some(429)).count();
    assert_eq!(refused, 0);
    stage.end().await;
}
