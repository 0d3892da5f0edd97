//! Orders that count as never begun and begin late: however the provider answers meanwhile, one is charged once at most,
//! and the message ends in the truth.

use std::time::Duration;

use hostmaster::sandbox::discord::world::SAM;
use hostmaster::sandbox::discord::{self as trouble, Interaction, Message, Simulator, Trouble};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, OnDisconnect, Operation, Reply};
use reqwest::StatusCode;

use crate::buying::{BUTTON, ask, charges, press, reads};
use crate::stage::{SOON, Setup, Stage};

const AGAIN: &str = "Try again - 54.00 ILS/month";

async fn stage() -> Stage {
    Stage::with(Setup::provisioning(Duration::from_millis(300))).await
}

/// Orders what does not begin before it is let go; gives the click and the message that says that it never did.
async fn not_begun(stage: &Stage) -> (Interaction, Message) {
    let question = ask(stage).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.llamalink.inject(Operation::BuyPlan, held.once());
    let pressed = press(stage, &question, BUTTON);
    stage.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
    stage.llamalink.go_down().await;
    stage.llamalink.come_back().await.unwrap();
    let told = reads(&pressed, "was not ordered").await;
    (pressed, told)
}

/// Lets it begin.
async fn begin(stage: &Stage) {
    stage.llamalink.release_all();
    stage.llamalink.wait_for_effects(1, SOON).await.unwrap();
}

fn refuse(stage: &Stage, operation: Operation, status: StatusCode) {
    stage.llamalink.inject(operation, Fault::answer(Reply::status(status)));
}

/// Waits until the message says the words.
async fn says(stage: &Stage, message: &Message, words: &str) -> Message {
    let says =
        |discord: &Simulator| discord.message(message.id).filter(|message| message.text().contains(words));
    let found = stage.discord.wait(&format!("{words:?}"), SOON, says).await;
    found.unwrap_or_else(|error| panic!("{error}: {:?}", stage.discord.message(message.id).map(|m| m.text())))
}

/// Every version of a message, the present one last.
fn versions(stage: &Stage, message: &Message) -> Vec<String> {
    let message = stage.discord.message(message.id).unwrap();
    let texts = |embeds: &[serde_json::Value]| serde_json::to_string(embeds).unwrap();
    let old = message.revisions.iter().map(|old| texts(&old.embeds));
    old.chain([texts(&message.embeds)]).collect()
}

fn assert_never_said(stage: &Stage, message: &Message, words: &str) {
    let versions = versions(stage, message);
    assert!(versions.iter().all(|version| !version.contains(words)), "{versions:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_begins_late_is_told_by_itself_while_the_offer_to_try_again_stands() {
    let stage = stage().await;
    let (_, told) = not_begun(&stage).await;
    begin(&stage).await;
    let done = says(&stage, &told, "is set up after").await;
    assert!(done.components.is_empty());
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_cannot_tell_is_sent_nothing_again_and_the_offer_stays() {
    let stage = stage().await;
    let (_, told) = not_begun(&stage).await;
    refuse(&stage, Operation::ProvisionProgress, StatusCode::SERVICE_UNAVAILABLE);
    begin(&stage).await;
    // Another price would be another consent under another id.
    stage.llamalink.with_state(|state| {
        state.plans.iter_mut().find(|plan| plan.id == "spark").unwrap().price = "60".parse().unwrap();
    });
    press(&stage, &told, AGAIN);
    let offered = says(&stage, &told, "cannot tell just now").await;
    assert_eq!(offered.buttons()[0].label, AGAIN);
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 1);
    stage.llamalink.clear_faults();
    says(&stage, &told, "is set up after").await;
    assert_never_said(&stage, &told, "nothing was charged");
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_away_at_the_click_is_no_reason_to_say_that_nothing_was_charged() {
    let stage = stage().await;
    let (_, told) = not_begun(&stage).await;
    stage.llamalink.go_down().await;
    press(&stage, &told, AGAIN);
    says(&stage, &told, "cannot tell just now").await;
    stage.llamalink.come_back().await.unwrap();
    begin(&stage).await;
    says(&stage, &told, "is set up after").await;
    assert_never_said(&stage, &told, "nothing was charged");
    assert_eq!(charges(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_has_changed_ends_the_offer_and_what_begins_then_is_told() {
    let stage = stage().await;
    let (_, told) = not_begun(&stage).await;
    stage.llamalink.with_state(|state| {
        state.plans.iter_mut().find(|plan| plan.id == "spark").unwrap().price = "60".parse().unwrap();
    });
    press(&stage, &told, AGAIN);
    let ended = says(&stage, &told, "has changed since it was first ordered").await;
    assert!(ended.components.is_empty());
    begin(&stage).await;
    says(&stage, &told, "is set up after").await;
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_repeat_says_nothing_of_the_first_call() {
    for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::PAYMENT_REQUIRED] {
        let stage = stage().await;
        let (_, told) = not_begun(&stage).await;
        refuse(&stage, Operation::BuyPlan, status);
        press(&stage, &told, AGAIN);
        says(&stage, &told, "does not tell what became of it").await;
        let offered = says(&stage, &told, "The order was refused").await;
        assert_eq!(offered.buttons()[0].label, AGAIN);
        stage.llamalink.clear_faults();
        begin(&stage).await;
        says(&stage, &told, "is set up after").await;
        assert_never_said(&stage, &told, "nothing was charged");
        assert_eq!(charges(&stage), 1);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_is_not_believed_while_the_provider_cannot_tell() {
    let stage = stage().await;
    let question = ask(&stage).await;
    let conflict = Misbehaviour::Answer(Reply::status(StatusCode::CONFLICT));
    stage.llamalink.inject(Operation::BuyPlan, Fault::after(conflict).once());
    refuse(&stage, Operation::ProvisionProgress, StatusCode::SERVICE_UNAVAILABLE);
    press(&stage, &question, BUTTON);
    says(&stage, &question, "does not tell what became of it").await;
    stage.llamalink.clear_faults();
    says(&stage, &question, "is set up after").await;
    assert_never_said(&stage, &question, "nothing was charged");
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_discord_took_late_is_true_all_the_same() {
    let setup = Setup {
        confirm: Some(Duration::from_millis(1500)),
        ..Setup::provisioning(Duration::from_millis(300))
    };
    let stage = Stage::with(setup).await;
    let question = ask(&stage).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.llamalink.inject(Operation::BuyPlan, held.once());
    let pressed = press(&stage, &question, BUTTON);
    stage.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
    stage.llamalink.go_down().await;
    stage.llamalink.come_back().await.unwrap();
    reads(&pressed, "was lost").await;
    let away = stage.discord.fault(trouble::Fault::on("PATCH", "*", Trouble::Status(503)).always());
    // The offer ends, and the order begins, while nobody can be told.
    assert_eq!(stage.audit_of(5).await[4], "order.buy shop/spark cancelled (expired)");
    begin(&stage).await;
    stage.discord.cancel_fault(&away);
    let done = says(&stage, &question, "is set up after").await;
    assert!(done.components.is_empty());
    // Whatever else was on its way has come by then.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let last = stage.discord.message(question.id).unwrap();
    assert!(last.text().contains("is set up after") && last.components.is_empty(), "{}", last.text());
    assert_eq!(charges(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_there_before_is_not_shown_as_the_new_one() {
    let grants = "[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"order.*\"]";
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let question = ask(&stage).await;
    let answer = |body: &'static str| Fault::answer(Reply::new(StatusCode::OK, "application/json", body));
    stage.llamalink.inject(Operation::BuyPlan, answer(r#"{"subscribed":true,"vpsId":42}"#));
    let progress = r#"{"status":"success","percent":1000,"vpsId":42}"#;
    stage.llamalink.inject(Operation::ProvisionProgress, answer(progress));
    press(&stage, &question, BUTTON);
    let done = says(&stage, &question, "is set up after").await;
    for known in ["production-web", "203.0.113.50"] {
        assert!(!done.text().contains(known), "{}", done.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_the_names_of_servers_that_are_hidden_from_them() {
    let grants = r#"
[[grants]]
roles = ["444444444444444444"]
allow = ["vps.*", "access.why"]

[[grants]]
roles = ["444444444444444444"]
deny = ["vps.*"]
servers = ["merger-with-acme-*"]
"#;
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..Setup::default() }).await;
    let options = [("user", SAM.to_string().into()), ("command", "vps list".into())];
    let (_, why) = stage.use_command(&stage.sam(), "access why", &options).await;
    assert!(why.text().contains("forbids") && !why.text().contains("acme"), "{}", why.text());
    stage.end().await;
}
