//! Interactions: every kind of answer, and what is refused.

use hostmaster::sandbox::discord::world::{
    ANA, BOT, CHANNEL_BILLING, CHANNEL_OPS, GUEST, GUILD, MAX, THREAD_OPS,
};
use hostmaster::sandbox::discord::{ClientError, Kind, Options, RateLimits, Simulator, WaitError};
use serde_json::{Value, json};
use serenity::all::{ChannelId, EditMessage};
use std::time::Duration;

use crate::bot::{SOON, none, start, status};

#[tokio::test]
async fn a_slash_command_is_answered_and_shown_to_the_channel() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let asked = ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    let first = asked.wait_first_response(SOON).await.unwrap();
    assert_eq!(first.kind, 4);
    assert!(first.after < Duration::from_secs(3));
    let message = asked.message().unwrap();
    assert_eq!(message.author, BOT);
    assert!(message.pings.is_empty(), "allowed_mentions forbids the ping");
    assert_eq!(bot.discord.member(GUEST).messages(CHANNEL_OPS).len(), 1);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn options_arrive_typed_and_resolved_with_locale_and_roles() {
    let bot = start(Options::default()).await;
    let max = bot.discord.member(MAX);
    let options = [("server", json!("web-1")), ("count", json!("3")), ("who", json!(ANA.to_string()))];
    let asked = max.slash(THREAD_OPS, "try echo", &options).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    assert_eq!(message.content, "server=web-1 count=3 who=ana de Some(\"en-US\") roles=1");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn the_client_refuses_what_discords_client_refuses() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let slash = |path: &str, options: &[(&str, Value)]| ana.slash(CHANNEL_OPS, path, options).unwrap_err();
    assert_eq!(slash("nothing", &[]), ClientError::NoCommand("nothing".into()));
    assert_eq!(slash("try", &[]), ClientError::NoCommand("try".into()));
    assert_eq!(slash("try echo", &[]), ClientError::Missing("server".into()));
    assert_eq!(slash("try echo", &[("x", json!(1))]), ClientError::NoOption("x".into()));
    for count in [json!(0), json!(6), json!("x"), json!(1.5)] {
        let refused = slash("try echo", &[("server", json!("s")), ("count", count)]);
        assert!(matches!(refused, ClientError::BadValue { .. }));
    }
    let guest = bot.discord.member(GUEST);
    assert_eq!(guest.slash(CHANNEL_BILLING, "try answer", &[]).unwrap_err(), ClientError::NoChannel);
    assert_eq!(bot.discord.interactions().len(), 0);
    bot.stop().await;
}

#[tokio::test]
async fn a_deferred_ephemeral_answer_is_edited_and_only_its_receiver_sees_it() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let asked = ana.slash(CHANNEL_OPS, "try defer", &[]).unwrap();
    let message = asked.wait_until(|m| m.content == "done at last", SOON).await.unwrap();
    assert_eq!(message.ephemeral_to, Some(ANA));
    assert!(message.revisions[0].thinking);
    let followup = asked.wait_followup(0, SOON).await.unwrap();
    assert_eq!((followup.content.as_str(), followup.ephemeral_to), ("and more", None));
    assert_eq!(ana.messages(CHANNEL_OPS).len(), 2);
    assert_eq!(bot.discord.member(GUEST).messages(CHANNEL_OPS).len(), 1);
    let channel = ChannelId::new(CHANNEL_OPS);
    let error = bot.http.get_message(channel, message.id.into()).await.unwrap_err();
    assert_eq!(status(error), (404, 10008));
    bot.stop().await;
}

#[tokio::test]
async fn a_button_updates_its_message_and_others_cannot_press_an_ephemeral_one() {
    let bot = start(Options::default()).await;
    let (ana, guest) = (bot.discord.member(ANA), bot.discord.member(GUEST));
    let question = ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(question.text(), "sure?\nQuestion\na\nb");
    assert!(matches!(ana.press(question.id, "Never").unwrap_err(), ClientError::Unusable(_)));
    assert!(matches!(ana.press(question.id, "Read").unwrap_err(), ClientError::Unusable(_)));
    assert!(matches!(ana.press(question.id, "Nope").unwrap_err(), ClientError::NoComponent { .. }));
    let pressed = guest.press(question.id, "Go").unwrap();
    let message = pressed.wait_until(|m| m.content == "you said go", SOON).await.unwrap();
    assert_eq!(message.id, question.id);
    assert!(message.buttons().is_empty());
    assert_eq!(message.revisions.len(), 1);

    let secret = ana.slash(CHANNEL_OPS, "try hidden", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(guest.press(secret.id, "Go").unwrap_err(), ClientError::NoMessage);
    ana.press(secret.id, "go").unwrap().wait_until(|m| m.content == "you said go", SOON).await.unwrap();
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn selects_deferred_updates_and_modals_from_components_work() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let ask = async || ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap().wait_message(SOON).await.unwrap();
    let question = ask().await;
    assert_eq!(ana.select(question.id, "pick", &["3"]).unwrap_err(), ClientError::BadSelection);
    assert_eq!(ana.select(question.id, "pick", &["1", "2"]).unwrap_err(), ClientError::BadSelection);
    let picked = ana.select(question.id, "pick", &["2"]).unwrap();
    picked.wait_until(|m| m.content == "you said pick", SOON).await.unwrap();

    let later = ana.press(ask().await.id, "Later").unwrap();
    later.wait_until(|m| m.content == "later it is", SOON).await.unwrap();
    assert_eq!(later.first_response().unwrap().kind, 6);

    let asked = ana.press(ask().await.id, "Ask").unwrap();
    let modal = asked.wait_modal(SOON).await.unwrap();
    assert_eq!((modal.title.as_str(), modal.inputs[0].label.as_str()), ("Why?", "Why"));
    let submitted = asked.submit_modal(&[("why", "because")]).unwrap();
    submitted.wait_until(|m| m.content == "m2: because", SOON).await.unwrap();
    assert_eq!(submitted.first_response().unwrap().kind, 7);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn a_modal_from_a_command_checks_its_input_and_is_submitted() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try modal", &[]).unwrap();
    asked.wait_modal(SOON).await.unwrap();
    for bad in ["", "x", "far too long for it"] {
        assert!(matches!(asked.submit_modal(&[("name", bad)]).unwrap_err(), ClientError::BadInput { .. }));
    }
    let submitted = asked.submit_modal(&[("name", "web-1")]).unwrap();
    assert_eq!(submitted.kind(), Some(Kind::Modal));
    assert_eq!(submitted.wait_message(SOON).await.unwrap().content, "m1: web-1");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn autocomplete_offers_what_fits_what_was_typed() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let typed = ana.autocomplete(CHANNEL_OPS, "try echo", &[("server", json!("we"))], "server").unwrap();
    let names: Vec<String> = typed.wait_choices(SOON).await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["web-1", "web-2"]);
    let empty = ana.autocomplete(CHANNEL_OPS, "try echo", &[], "server").unwrap();
    assert_eq!(empty.wait_choices(SOON).await.unwrap().len(), 3);
    let wrong = ana.autocomplete(CHANNEL_OPS, "try echo", &[], "count").unwrap_err();
    assert_eq!(wrong, ClientError::NoAutocomplete("count".into()));
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn an_interaction_that_nobody_answers_fails_after_three_seconds() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    bot.discord.advance(Duration::from_millis(1000));
    assert!(asked.failed().is_none());
    bot.discord.advance(Duration::from_millis(2000));
    asked.wait_failed(SOON).await.unwrap();
    assert!(matches!(asked.wait_message(SOON).await.unwrap_err(), WaitError::Failed(_)));
    let id = asked.id.into();
    let error = bot
        .http
        .create_interaction_response(id, &asked.token().unwrap(), &answer(4), vec![])
        .await
        .unwrap_err();
    assert_eq!(status(error), (404, 10062));
    let rules: Vec<&str> = bot.discord.violations().iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["no_answer", "late_callback"]);
    bot.stop().await;
}

fn answer(kind: u8) -> Value {
    json!({ "type": kind, "data": { "content": "x", "allowed_mentions": { "parse": [] } } })
}

#[tokio::test]
async fn an_interaction_takes_one_first_answer_of_an_allowed_type() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let token = asked.token().unwrap();
    let send = async |body: Value| {
        bot.http.create_interaction_response(asked.id.into(), &token, &body, vec![]).await
    };
    for kind in [6, 7, 8] {
        assert_eq!(status(send(answer(kind)).await.unwrap_err()), (400, 50035));
    }
    let long = json!({ "type": 4, "data": { "content": "x".repeat(2001) } });
    assert_eq!(status(send(long).await.unwrap_err()), (400, 50035));
    assert_eq!(status(send(json!({ "type": 4, "data": {} })).await.unwrap_err()), (400, 50006));
    send(answer(4)).await.unwrap();
    assert_eq!(status(send(answer(4)).await.unwrap_err()), (400, 40060));
    let rules: Vec<&str> = bot.discord.violations().iter().map(|violation| violation.rule).collect();
    assert!(
        rules.contains(&"second_response") && rules.contains(&"response_type") && rules.contains(&"form")
    );
    bot.stop().await;
}

#[tokio::test]
async fn a_token_dies_after_fifteen_minutes() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    let token = asked.token().unwrap();
    bot.discord.advance(Duration::from_secs(14 * 60));
    let body = json!({ "content": "still", "allowed_mentions": { "parse": [] } });
    bot.http.edit_original_interaction_response(&token, &body, vec![]).await.unwrap();
    bot.discord.advance(Duration::from_secs(61));
    let error = bot.http.edit_original_interaction_response(&token, &body, vec![]).await.unwrap_err();
    assert_eq!(status(error), (401, 50027));
    let edit = EditMessage::new().content("by the bot's token").allowed_mentions(none());
    ChannelId::new(CHANNEL_OPS).edit_message(&bot.http, message.id, edit).await.unwrap();
    assert_eq!(bot.discord.message(message.id).unwrap().content, "by the bot's token");
    bot.stop().await;
}

#[tokio::test]
async fn a_webhook_call_before_the_first_answer_finds_nothing() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let body = json!({ "content": "early" });
    let error = bot
        .http
        .edit_original_interaction_response(&asked.token().unwrap(), &body, vec![])
        .await
        .unwrap_err();
    assert_eq!(status(error), (404, 10015));
    bot.stop().await;
}

#[tokio::test]
async fn forged_and_replayed_interactions_reach_the_bot() {
    let bot = start(Options::default()).await;
    let (ana, guest) = (bot.discord.member(ANA), bot.discord.member(GUEST));
    let question = ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap();
    let message = question.wait_message(SOON).await.unwrap();
    let forged = guest.forge_component(CHANNEL_OPS, Some(message.id), "forged", 2, None).unwrap();
    forged.wait_until(|m| m.content == "you said forged", SOON).await.unwrap();
    let replayed = question.replay(&guest, CHANNEL_BILLING).unwrap();
    assert_eq!(replayed.wait_message(SOON).await.unwrap().channel, CHANNEL_BILLING);

    let payload = ana.slash_payload(CHANNEL_OPS, "try echo", &[("server", json!("s"))]).unwrap();
    let direct = bot.discord.inject(Simulator::as_direct_message(payload)).unwrap();
    assert_eq!(direct.wait_message(SOON).await.unwrap().content, "server=s en-US None roles=0");
    assert!(ana.messages(CHANNEL_OPS).iter().all(|message| message.guild == Some(GUILD)));
    let seen: Vec<String> = bot.discord.seen_custom_ids().into_iter().map(|seen| seen.custom_id).collect();
    assert!(seen.contains(&"go".into()) && seen.contains(&"pick".into()));
    bot.stop().await;
}

#[tokio::test]
async fn without_recording_old_interactions_and_messages_are_forgotten() {
    let options = Options { record: false, keep: 128, limits: RateLimits::Unlimited, ..Options::default() };
    let bot = start(options).await;
    let ana = bot.discord.member(ANA);
    let first = ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    first.wait_message(SOON).await.unwrap();
    for _ in 0..200 {
        ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap().wait_message(SOON).await.unwrap();
    }
    assert!(first.kind().is_none());
    assert_eq!(bot.discord.interactions().len(), 128);
    assert_eq!(bot.discord.all_messages().len(), 128);
    assert!(bot.discord.requests().is_empty() && bot.discord.frames().is_empty());
    bot.stop().await;
}
