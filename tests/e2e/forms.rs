//! Forms that ask for a text: sent once, by whom they were made for, where they were made, and never lost.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_OPS, CHANNEL_SUPPORT};
use hostmaster::sandbox::discord::{Interaction, Member};
use hostmaster::sandbox::lightlayer::{
    Effect, Fault, Misbehaviour, OnDisconnect, Operation, Reply, TicketStatus,
};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::commands::tickets::{GRANTS, asked, changes, ended, setup};
use crate::play::component;
use crate::scene::{Kind, Scene};
use crate::stage::{SOON, Setup, Stage};

const REPLY: (&str, &str) = ("ticket reply", "736633");
const TEXT: &str = "Please look at it once more.";

/// Asks for a form and gives it with its id.
async fn form(member: &Member, path: &str, options: &Value) -> (Interaction, String) {
    let form = asked(member, path, options);
    let id = form.wait_modal(SOON).await.unwrap().custom_id;
    (form, id)
}

async fn reply_form(member: &Member) -> (Interaction, String) {
    form(member, REPLY.0, &json!({"ticket": REPLY.1})).await
}

/// Everything that the person of an interaction was told by it.
async fn told_by(sent: &Interaction) -> String {
    sent.wait_first_response(SOON).await.unwrap();
    let message = sent.wait_message(SOON).await.unwrap();
    let asides: Vec<_> = sent.followups().iter().map(|aside| aside.text()).collect();
    format!("{}\n{}", message.text(), asides.join("\n"))
}

/// Waits until the person was given back what they wrote.
async fn given_back(stage: &Stage, sent: &Interaction, text: &str) {
    let told = |_: &_| sent.followups().iter().any(|aside| aside.text().contains(text)).then_some(());
    stage.discord.wait("the text to be given back", SOON, told).await.unwrap();
    assert!(sent.followups().iter().all(|aside| aside.ephemeral_to.is_some()), "to the person alone");
}

fn replies(stage: &Stage) -> usize {
    stage.lightlayer.with_state(|state| state.tickets[&736_633].replies.len() - 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_twice_is_carried_out_once() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    let (form, id) = reply_form(&ana).await;
    // At once: while the first one is being sent.
    stage
        .lightlayer
        .inject(Operation::ReplyToTicket, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)).once());
    let first = form.submit_modal(&[("text", TEXT)]).unwrap();
    stage.lightlayer.wait_until_held(Operation::ReplyToTicket, SOON).await.unwrap();
    let second = ana.forge_modal(CHANNEL_OPS, None, &id, &[("text", TEXT)]).unwrap();
    let told = told_by(&second).await;
    assert!(told.contains("was sent before"), "{told}");
    stage.lightlayer.release_all();
    assert!(ended(&first).await.text().contains("Your reply is in"));
    // And afterwards, with another text.
    let third = ana.forge_modal(CHANNEL_OPS, None, &id, &[("text", "Another text")]).unwrap();
    let told = told_by(&third).await;
    assert!(told.contains("was sent before"), "{told}");
    assert_eq!((replies(&stage), changes(&stage)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_forms_that_are_sent_at_the_same_instant_one_is_carried_out() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    for round in 1..=5 {
        let (_, id) = reply_form(&ana).await;
        let send = || ana.forge_modal(CHANNEL_OPS, None, &id, &[("text", TEXT)]).unwrap();
        // Long enough for the others to find it under way.
        let slow = Fault::before(Misbehaviour::Delay(Duration::from_millis(200)));
        stage.lightlayer.inject(Operation::ReplyToTicket, slow.once());
        let mut done = 0;
        for sent in [send(), send(), send()] {
            let told = told_by(&sent).await;
            // Who sent it has sent it: nothing else may be read out of any of the answers.
            if !told.contains("was sent before") {
                assert!(ended(&sent).await.text().contains("Your reply is in"), "{told}");
                done += 1;
            }
        }
        assert_eq!(done, 1);
        assert_eq!(
            (replies(&stage), stage.lightlayer.count(Operation::ReplyToTicket)),
            (round, round as u64)
        );
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_nobody_elses_and_leads_nowhere_elsewhere() {
    let stage = Stage::with(setup()).await;
    let (_, id) = reply_form(&stage.ana()).await;
    let values = [("text", "forged")];
    let told = told_by(&stage.guest().forge_modal(CHANNEL_OPS, None, &id, &values).unwrap()).await;
    assert!(told.contains("You may not use") && !told.contains("Lore Ipsum"), "{told}");
    let told = told_by(&stage.sam().forge_modal(CHANNEL_OPS, None, &id, &values).unwrap()).await;
    assert!(told.contains("You may not use"), "{told}");
    let told = told_by(&stage.ana().forge_modal(CHANNEL_SUPPORT, None, &id, &values).unwrap()).await;
    assert!(told.contains("no longer leads anywhere"), "{told}");
    for forged in [
        format!("text:{}", hostmaster::domain::Id::random()),
        "text:x".to_owned(),
        id.replace("text", "name"),
    ] {
        let told = told_by(&stage.ana().forge_modal(CHANNEL_OPS, None, &forged, &values).unwrap()).await;
        assert!(told.contains("no longer leads anywhere"), "{forged}: {told}");
    }
    assert_eq!(stage.lightlayer.count(Operation::ReplyToTicket), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_person_of_the_same_rights_cannot_send_it() {
    let grants = format!("{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"ticket.*\"]\n");
    let stage = Stage::with(Setup { grants, ..setup() }).await;
    let (_, id) = reply_form(&stage.ana()).await;
    let told = told_by(&stage.max().forge_modal(CHANNEL_OPS, None, &id, &[("text", "x")]).unwrap()).await;
    assert!(told.contains("can decide this"), "{told}");
    assert_eq!(stage.lightlayer.count(Operation::ReplyToTicket), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rights_of_the_moment_of_sending_count() {
    let stage = Stage::with(setup()).await;
    let (form, _) = reply_form(&stage.ana()).await;
    let ana = stage.ana();
    stage.discord.take_role(ana.guild, ana.user, 222_222_222_222_222_222);
    let sent = form.submit_modal(&[("text", TEXT)]).unwrap();
    let told = told_by(&sent).await;
    assert!(told.contains("You may not use"), "{told}");
    given_back(&stage, &sent, TEXT).await;
    assert_eq!(stage.lightlayer.count(Operation::ReplyToTicket), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_for_blanks_and_what_was_written_is_given_back_when_it_is_refused() {
    let stage = Stage::with(setup()).await;
    let (form, _) = reply_form(&stage.ana()).await;
    let told = told_by(&form.submit_modal(&[("text", " \n\t ")]).unwrap()).await;
    assert!(told.contains("Write something"), "{told}");
    assert_eq!(stage.lightlayer.count(Operation::ReplyToTicket), 0);

    let (form, _) = reply_form(&stage.ana()).await;
    let reply = Reply::new(StatusCode::BAD_REQUEST, "application/json", r#"{"error":["ticket_locked"]}"#);
    stage.lightlayer.inject(Operation::ReplyToTicket, Fault::answer(reply).once());
    let sent = form.submit_modal(&[("text", TEXT)]).unwrap();
    assert!(ended(&sent).await.text().contains("Nothing was changed"));
    given_back(&stage, &sent, TEXT).await;
    assert_eq!(replies(&stage), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_waited_too_long_sends_nothing_and_gives_back_what_was_written() {
    let mut setup = setup();
    setup.timing.form = Duration::from_millis(1);
    let stage = Stage::with(setup).await;
    let (form, _) = reply_form(&stage.ana()).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let sent = form.submit_modal(&[("text", TEXT)]).unwrap();
    assert!(told_by(&sent).await.contains("no longer leads anywhere"));
    given_back(&stage, &sent, TEXT).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_among_several_tickets_opens_the_form_of_the_chosen_one() {
    let mut setup = setup();
    let tickets = &mut setup.lightlayer.as_mut().unwrap().tickets;
    let mut twin = tickets[&100_002].clone();
    (twin.number, twin.subject) = (100_004, "web-1 is slow again".to_owned());
    tickets.insert(twin.number, twin);
    let stage = Stage::with(setup).await;
    let ana = stage.ana();
    let (_, menu) = stage.use_command(&ana, "ticket reply", &[("ticket", "slow".into())]).await;
    let chosen = ana.select(menu.id, &component(&menu, "pick"), &["asia/100004"]).unwrap();
    assert_eq!(chosen.wait_modal(SOON).await.unwrap().title, "Reply: web-1 is slow again");
    let sent = chosen.submit_modal(&[("text", TEXT)]).unwrap();
    let message = ended(&sent).await;
    assert!(message.id != menu.id && message.text().contains("web-1 is slow again"), "{}", message.text());
    let [first, second] = [100_002, 100_004]
        .map(|number| stage.lightlayer.with_state(|state| state.tickets[&number].replies.len()));
    assert_eq!((first, second), (0, 1));
    // The text comes by its form alone.
    let forged = ana.forge_component(
        CHANNEL_OPS,
        Some(menu.id),
        &chosen.modal().unwrap().custom_id.replace("text", "pick"),
        3,
        Some(&["x".to_owned()]),
    );
    assert!(told_by(&forged.unwrap()).await.contains("no longer leads anywhere"));
    stage.end().await;
}

/// What is said in the end of a change that meets a fault, and how often it took effect; it is sent once.
async fn troubled(operation: Operation, fault: Fault) -> (String, usize) {
    let patience = Some(Duration::from_millis(600));
    let stage = Stage::with(Setup { read_timeout: patience, ..setup() }).await;
    stage.lightlayer.inject(operation, fault.once());
    let ana = stage.ana();
    let sent = match operation {
        Operation::ReplyToTicket => reply_form(&ana).await.0.submit_modal(&[("text", TEXT)]).unwrap(),
        Operation::OpenTicket => {
            let options = json!({"account": "asia", "department": "asia/1", "subject": "A question"});
            form(&ana, "ticket open", &options).await.0.submit_modal(&[("text", TEXT)]).unwrap()
        }
        _ => asked(&ana, "ticket close", &json!({"ticket": "736633"})),
    };
    let text = ended(&sent).await.text();
    assert_eq!(stage.lightlayer.count(operation), 1, "{operation}: once, whatever happens");
    let changes = changes(&stage);
    stage.end().await;
    (text, changes)
}

fn html(status: StatusCode) -> Fault {
    Fault::answer(Reply::new(status, "text/html", "<html><b>Bad gateway</b> @everyone</html>"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_settled_by_looking_and_told_truthfully() {
    let done = [
        (Operation::ReplyToTicket, "Your reply is in **Lore Ipsum**"),
        (Operation::OpenTicket, "The ticket **A question** was opened"),
        (Operation::CloseTicket, "**Lore Ipsum** was closed"),
    ];
    for (operation, words) in done {
        for fault in [Fault::after(Misbehaviour::Drop), Fault::after(Misbehaviour::Hang)] {
            let (text, changes) = troubled(operation, fault.clone()).await;
            assert!(
                text.contains(words) && text.contains("was not sent again"),
                "{operation} {fault:?}: {text}"
            );
            assert_eq!(changes, 1, "{operation} {fault:?}");
        }
    }
    // One that arrives after it was given up is found all the same.
    let late = Fault::before(Misbehaviour::Delay(Duration::from_millis(800)));
    let (text, changes) = troubled(Operation::ReplyToTicket, late).await;
    assert!(text.contains("Your reply is in **Lore Ipsum**"), "{text}");
    assert_eq!(changes, 1);
    let absent = [
        (Operation::ReplyToTicket, "Your reply is not in **Lore Ipsum**"),
        (Operation::OpenTicket, "**A question** was not opened"),
    ];
    for (operation, words) in absent {
        for fault in [
            Fault::before(Misbehaviour::Drop),
            html(StatusCode::BAD_GATEWAY),
            html(StatusCode::INTERNAL_SERVER_ERROR),
        ] {
            let (text, changes) = troubled(operation, fault.clone()).await;
            assert!(text.contains(words) && text.contains(TEXT), "{operation} {fault:?}: {text}");
            assert_eq!(changes, 0, "{operation} {fault:?}");
        }
        // What was taken in words that nobody can read is looked for, and not called done.
        let (text, changes) = troubled(operation, html(StatusCode::OK)).await;
        let unsure = text.contains("may or may not be it")
            || text.contains("does not list it")
            || text.contains(words);
        assert!(unsure && text.contains(TEXT) && !text.contains('\u{2705}'), "{operation}: {text}");
        assert_eq!(changes, 0);
    }
}

/// A scene with the tickets of the commands' tests.
async fn scene() -> Scene {
    Scene::set_with_lightlayer(Kind::Hasty, setup().lightlayer.unwrap(), GRANTS).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_can_still_be_sent_after_a_crash_and_again_only_once() {
    let mut scene = scene().await;
    let bot = scene.start().await;
    let (form, id) = reply_form(&scene.ana()).await;
    bot.kill();
    let bot = scene.start().await;
    let sent = form.submit_modal(&[("text", TEXT)]).unwrap();
    assert!(ended(&sent).await.text().contains("Your reply is in **Lore Ipsum**"));
    bot.kill();
    let _bot = scene.start().await;
    let again = scene.ana().forge_modal(CHANNEL_OPS, None, &id, &[("text", TEXT)]).unwrap();
    assert!(told_by(&again).await.contains("was sent before"));
    assert_eq!(scene.lightlayer.count(Operation::ReplyToTicket), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_during_the_call_is_settled_by_looking() {
    for point in [Fault::before, Fault::after] {
        let mut scene = scene().await;
        let bot = scene.start().await;
        scene
            .lightlayer
            .inject(Operation::ReplyToTicket, point(Misbehaviour::Hold(OnDisconnect::Abandon)).once());
        let (form, id) = reply_form(&scene.ana()).await;
        let sent = form.submit_modal(&[("text", TEXT)]).unwrap();
        scene.lightlayer.wait_until_held(Operation::ReplyToTicket, crate::scene::SOON).await.unwrap();
        let message = sent.wait_message(SOON).await.unwrap();
        bot.kill();
        scene.lightlayer.release_all();
        let _bot = scene.start().await;
        let took_effect =
            scene.lightlayer.ledger().iter().any(|entry| matches!(entry.effect, Effect::ReplyAdded { .. }));
        let words = if took_effect { "Your reply is in" } else { "Your reply is not in" };
        scene.reads(message.id, words).await;
        let again = scene.ana().forge_modal(CHANNEL_OPS, None, &id, &[("text", TEXT)]).unwrap();
        let told = told_by(&again).await;
        assert_eq!(told.contains("was sent before"), took_effect, "{told}");
        let status = scene.lightlayer.with_state(|state| state.tickets[&736_633].status);
        assert!(matches!(status, TicketStatus::ClientReply | TicketStatus::Answered));
    }
}
