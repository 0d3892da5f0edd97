//! Consent: asked for by risk, bound to one plan, given once.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_OPS, ROLE_OPERATOR};
use hostmaster::sandbox::llamalink::Operation;

use crate::stage::{SOON, Setup, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deleting_a_server_takes_a_button_and_its_typed_name() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps destroy", &[("server", "lab-1".into())]).await;
    assert!(question.text().contains("This cannot be undone"), "{}", question.text());
    let opened = ana.press(question.id, "Delete lab-1 \u{2026}").unwrap();
    let form = opened.wait_modal(SOON).await.unwrap();
    assert_eq!(form.inputs[0].placeholder, "lab-1");
    assert_eq!(stage.fake.done(), Vec::<String>::new(), "nothing is done before the form");

    let wrong = opened.submit_modal(&[("text", "lab-2")]).unwrap();
    let told = wrong.wait_message(SOON).await.unwrap();
    assert!(told.text().contains("not the name that was asked for"), "{}", told.text());
    assert_eq!(told.ephemeral_to, Some(ana.user));
    assert_eq!(stage.fake.done(), Vec::<String>::new());

    let reopened = ana.press(question.id, "Delete lab-1 \u{2026}").unwrap();
    reopened.wait_modal(SOON).await.unwrap();
    let right = reopened.submit_modal(&[("text", " lab-1 ")]).unwrap();
    right.wait_until(|message| message.text().contains("is gone after"), SOON).await.unwrap();
    assert_eq!(stage.fake.done(), ["destroy lab/7"]);
    let audit = stage.audit_of(5).await;
    assert_eq!(
        audit,
        [
            "vps.destroy lab/7 asked",
            "vps.destroy - refused (wrong name)",
            "vps.destroy lab/7 intent",
            "vps.destroy lab/7 done",
            "vps.destroy lab/7 done (verified)",
        ]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buying_takes_a_button_that_carries_the_price() {
    let stage = Stage::start().await;
    let max = stage.max();
    let options = [("plan", "lab/spark".into()), ("os", "ubuntu-22".into())];
    let (_, question) = stage.use_command(&max, "order buy", &options).await;
    assert!(question.text().contains("54.00 ILS/month"), "{}", question.text());
    let pressed = max.press(question.id, "Order Llama Spark - 54.00 ILS/month").unwrap();
    let done = pressed.wait_until(|message| message.text().contains("is ordered"), SOON).await.unwrap();
    assert!(done.text().contains("`order-1`"), "{}", done.text());
    assert!(done.components.is_empty(), "the buttons are gone");
    assert_eq!(stage.fake.done(), ["buy lab/spark Some(\"ubuntu-22\") for 54"]);
    assert_eq!(
        stage.audit_of(3).await,
        ["order.buy lab/spark asked", "order.buy lab/spark intent", "order.buy lab/spark done"]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_changed_meanwhile_is_asked_for_anew() {
    let stage = Stage::start().await;
    let max = stage.max();
    let (_, question) = stage.use_command(&max, "order buy", &[("plan", "lab/spark".into())]).await;
    stage.fake.state.lock().unwrap().price = "64";
    let pressed = max.press(question.id, "Order Llama Spark - 54.00 ILS/month").unwrap();
    let anew = pressed.wait_until(|message| message.text().contains("64.00 ILS/month"), SOON).await.unwrap();
    assert!(anew.text().contains("price, what is bought or the card has changed"), "{}", anew.text());
    assert_eq!(stage.fake.done(), Vec::<String>::new());
    let agreed = max.press(anew.id, "Order Llama Spark - 64.00 ILS/month").unwrap();
    agreed.wait_until(|message| message.text().contains("is ordered"), SOON).await.unwrap();
    assert_eq!(stage.fake.done(), ["buy lab/spark None for 64"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_whose_answer_is_lost_is_said_to_be_doubtful_and_not_repeated() {
    let stage = Stage::start().await;
    let max = stage.max();
    let (_, question) = stage.use_command(&max, "order buy", &[("plan", "lab/spark".into())]).await;
    stage.fake.state.lock().unwrap().loses_answers = true;
    let pressed = max.press(question.id, "Order Llama Spark - 54.00 ILS/month").unwrap();
    let told = pressed.wait_until(|message| message.text().contains("may or may not"), SOON).await.unwrap();
    assert!(told.text().contains("is not sent again"), "{}", told.text());
    assert_eq!(stage.fake.done().len(), 1);
    assert_eq!(stage.audit_of(3).await[2], "order.buy lab/spark unknown (connection-lost)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_that_changed_meanwhile_is_asked_for_anew() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    stage.llamalink.with_state(|state| {
        let server = state.server_mut(42).unwrap();
        *server = hostmaster::sandbox::llamalink::Server::new(42, "production-web").stopped();
    });
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    let anew =
        pressed.wait_until(|message| message.text().contains("state has changed"), SOON).await.unwrap();
    assert!(anew.text().contains("stopped"), "{}", anew.text());
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_that_nobody_gives_ends_by_itself_and_its_buttons_go() {
    let setup = Setup { confirm: Some(Duration::from_millis(200)), ..Setup::default() };
    let stage = Stage::with(setup).await;
    let ana = stage.ana();
    let (asked, _) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    let ended =
        asked.wait_until(|message| message.text().contains("Nobody decided in time"), SOON).await.unwrap();
    assert!(ended.components.is_empty());
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    assert_eq!(stage.audit_of(2).await[1], "vps.restart shop/42 cancelled (expired)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_consent_sends_nothing_and_says_so() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps stop", &[("server", "production-web".into())]).await;
    let cancelled = ana.press(question.id, "Cancel").unwrap();
    let ended = cancelled.wait_until(|message| message.text().contains("Cancelled"), SOON).await.unwrap();
    assert!(ended.components.is_empty());
    assert_eq!(stage.llamalink.count(Operation::StopServer), 0);
    assert_eq!(stage.audit_of(2).await[1], "vps.stop shop/42 cancelled");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_somebody_is_restarting_cannot_be_restarted_by_another() {
    let stage = Stage::start().await;
    stage.discord.give_role(stage.ana().guild, stage.max().user, ROLE_OPERATOR);
    stage.llamalink.with_state(|state| state.pace.boot_time = Duration::from_secs(2));
    let (ana, max) = (stage.ana(), stage.max());
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    pressed.wait_until(|message| message.text().contains("is restarting"), SOON).await.unwrap();
    let refused = max.slash(CHANNEL_OPS, "vps restart", &[("server", "production-web".into())]).unwrap();
    let told = refused.wait_message(SOON).await.unwrap();
    assert!(told.text().contains("had not ended when you asked"), "{}", told.text());
    assert_eq!(told.ephemeral_to, Some(max.user));
    pressed.wait_until(|message| message.text().contains("is back after"), SOON).await.unwrap();
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}
