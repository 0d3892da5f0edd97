//! Messages, commands, permissions, rate limits and faults over REST.

use hostmaster::sandbox::discord::permissions::{Overwrite, bits};
use hostmaster::sandbox::discord::world::{ANA, BOT, CHANNEL_OPS, GUILD, Guild, MAX, ROLE_OPERATOR};
use hostmaster::sandbox::discord::{Fault, Options, RateLimits, Scope, Trouble};
use serde_json::{Value, json};
use serenity::all::{ChannelId, Command, CreateEmbed, CreateMessage, CreateThread, EditMessage, GuildId};
use serenity::http::StatusCode;
use std::time::Duration;

use crate::bot::{SOON, none, start, status};

#[tokio::test]
async fn files_come_as_multipart_and_are_served() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try file", &[]).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    assert_eq!(&message.attachments[0].data[..], b"hello");
    let found = bot.http.get_message(CHANNEL_OPS.into(), message.id.into()).await.unwrap();
    let served = reqwest::get(&found.attachments[0].url).await.unwrap();
    assert_eq!(served.bytes().await.unwrap(), "hello");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn a_nonce_makes_one_message_of_two_requests() {
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let message = || {
        CreateMessage::new()
            .content("hello")
            .allowed_mentions(none())
            .enforce_nonce(true)
            .nonce(serenity::all::Nonce::String("outbox-1".into()))
    };
    let first = channel.send_message(&bot.http, message()).await.unwrap();
    let second = channel.send_message(&bot.http, message()).await.unwrap();
    assert_eq!(first.id, second.id);
    bot.discord.advance(Duration::from_secs(600));
    let third = channel.send_message(&bot.http, message()).await.unwrap();
    assert_ne!(first.id, third.id);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn channel_messages_need_permissions_and_ping_whom_they_may() {
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let loud = || CreateMessage::new().content(format!("<@&{ROLE_OPERATOR}> <@{MAX}> @everyone"));
    let sent = channel.send_message(&bot.http, loud()).await.unwrap();
    let pings = bot.discord.message(sent.id.get()).unwrap().pings;
    assert_eq!((pings.users, pings.roles, pings.everyone), (vec![MAX], vec![ROLE_OPERATOR], false));
    assert_eq!(bot.discord.violations()[0].rule, "allowed_mentions");

    let deny = |bits| vec![Overwrite { id: BOT, member: true, allow: 0, deny: bits }];
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, deny(bits::SEND_MESSAGES));
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (403, 50013));
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, deny(bits::VIEW_CHANNEL));
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (403, 50001));
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.expect("an interaction's answer needs no permission");
    bot.discord.delete_channel(GUILD, CHANNEL_OPS);
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (404, 10003));
    bot.stop().await;
}

#[tokio::test]
async fn others_messages_cannot_be_edited_and_history_comes_newest_first() {
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let said = bot.discord.member(ANA).say(CHANNEL_OPS, "hi");
    let edit = EditMessage::new().content("x").allowed_mentions(none());
    let error = channel.edit_message(&bot.http, said, edit).await.unwrap_err();
    assert_eq!(status(error), (403, 50005));
    let reply = CreateMessage::new().content("yes?").allowed_mentions(none());
    let reply = reply.reference_message((channel, serenity::all::MessageId::new(said)));
    let reply = channel.send_message(&bot.http, reply).await.unwrap();
    let history = channel.messages(&bot.http, serenity::all::GetMessages::new().limit(2)).await.unwrap();
    assert_eq!(history.iter().map(|m| m.id.get()).collect::<Vec<_>>(), [reply.id.get(), said]);
    bot.stop().await;
}

#[tokio::test]
async fn commands_come_back_with_localisations_only_when_asked() {
    let bot = start(Options::default()).await;
    let guild = GuildId::new(GUILD);
    let with: Vec<Command> = bot.http.get_guild_commands_with_localizations(guild).await.unwrap();
    assert_eq!(with[0].description_localizations.as_ref().unwrap()["de"], "Dinge versuchen");
    let without = bot.http.get_guild_commands(guild).await.unwrap();
    assert!(without[0].description_localizations.is_none());
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn rate_limit_headers_count_down_and_the_sixth_message_is_429() {
    let bot = start(Options::default()).await;
    let client = reqwest::Client::new();
    let url = format!("{}/api/v10/channels/{CHANNEL_OPS}/messages", bot.discord.api_base());
    let post = async || {
        client
            .post(&url)
            .header("authorization", format!("Bot {}", bot.discord.token()))
            .header("user-agent", "DiscordBot (test, 1)")
            .header("content-type", "application/json")
            .body(json!({ "content": "x", "allowed_mentions": { "parse": [] } }).to_string())
            .send()
            .await
            .unwrap()
    };
    for remaining in ["4", "3", "2", "1", "0"] {
        let answer = post().await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["x-ratelimit-limit"], "5");
        assert_eq!(answer.headers()["x-ratelimit-remaining"], remaining);
        assert!(answer.headers().contains_key("x-ratelimit-bucket"));
    }
    let refused = post().await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    let body: Value = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!(body["global"], false);
    bot.discord.advance(Duration::from_secs_f64(body["retry_after"].as_f64().unwrap()));
    assert_eq!(post().await.status(), StatusCode::OK);
    assert_eq!(bot.discord.member(ANA).messages(CHANNEL_OPS).len(), 6);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn faults_strike_before_or_after_the_effect() {
    let options = Options { limits: RateLimits::Unlimited, ..Options::default() };
    let bot = start(options).await;
    let path = "/channels/*/messages";
    let send = async || {
        let message = CreateMessage::new().content("x").allowed_mentions(none());
        ChannelId::new(CHANNEL_OPS).send_message(&bot.http, message).await
    };
    let count = || bot.discord.member(ANA).messages(CHANNEL_OPS).len();
    let limited = Trouble::RateLimited { retry_after: 0.5, scope: Scope::Shared };
    let garbage = Trouble::Garbage { status: 502, content_type: "text/html".into(), body: "<html>".into() };
    for (trouble, effects) in [
        (limited, 0),
        (Trouble::Status(500), 0),
        (garbage, 0),
        (Trouble::DropBefore, 0),
        (Trouble::DropAfter, 1),
        (Trouble::StatusAfter(502), 1),
    ] {
        let before = count();
        let ordered = bot.discord.fault(Fault::on("POST", path, trouble.clone()));
        assert!(send().await.is_err(), "{trouble:?}");
        assert_eq!((ordered.hits(), count() - before), (1, effects), "{trouble:?}");
    }
    bot.discord.advance(Duration::from_secs(1));
    send().await.unwrap();
    let held = bot.discord.fault(Fault::on("POST", path, Trouble::HangAfter));
    assert!(tokio::time::timeout(Duration::from_millis(200), send()).await.is_err());
    assert_eq!((held.hits(), count()), (1, 4));
    bot.stop().await;
}

#[tokio::test]
async fn the_bot_leaves_a_foreign_guild_and_roles_change_under_it() {
    let bot = start(Options::default()).await;
    bot.discord.add_guild(Guild::new(42 << 22, "Strangers", ANA));
    GuildId::new(42 << 22).leave(&bot.http).await.unwrap();
    assert!(!bot.discord.guild(42 << 22).unwrap().bot_joined);
    assert_eq!(bot.http.get_guilds(None, None).await.unwrap().len(), 1);
    bot.discord.take_role(GUILD, ANA, ROLE_OPERATOR);
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try echo", &[("server", json!("s"))]).unwrap();
    assert!(asked.wait_message(SOON).await.unwrap().content.ends_with("roles=0"));
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn a_bot_that_does_not_wait_as_told_is_written_down() {
    let bot = start(Options::default()).await;
    let limited = Trouble::RateLimited { retry_after: 30.0, scope: Scope::User };
    bot.discord.fault(Fault::on("GET", "/channels/*", limited));
    assert_eq!(status(bot.http.get_channel(CHANNEL_OPS.into()).await.unwrap_err()).0, 429);
    bot.discord.advance(Duration::from_secs(1));
    bot.http.get_channel(CHANNEL_OPS.into()).await.unwrap();
    assert_eq!(bot.discord.violations()[0].rule, "retry_after");
    assert_eq!(bot.discord.invalid_requests(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn embeds_need_their_own_permission() {
    let bot = start(Options::default()).await;
    let deny = Overwrite { id: BOT, member: true, allow: 0, deny: bits::EMBED_LINKS };
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, vec![deny]);
    let embed = || CreateMessage::new().embed(CreateEmbed::new().title("t")).allowed_mentions(none());
    let channel = ChannelId::new(CHANNEL_OPS);
    assert_eq!(status(channel.send_message(&bot.http, embed()).await.unwrap_err()), (403, 50013));
    let sent = channel.send_message(&bot.http, embed().content("c")).await.unwrap();
    assert!(sent.embeds.is_empty());
    bot.stop().await;
}

#[tokio::test]
async fn a_message_older_than_an_hour_takes_thirty_more_edits() {
    let bot = start(Options { limits: RateLimits::Unlimited, ..Options::default() }).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let message = CreateMessage::new().content("x").allowed_mentions(none());
    let sent = channel.send_message(&bot.http, message).await.unwrap();
    bot.discord.advance(Duration::from_secs(3601));
    let edit = async || {
        let edit = EditMessage::new().content("y").allowed_mentions(none());
        channel.edit_message(&bot.http, sent.id, edit).await
    };
    for _ in 0..30 {
        edit().await.unwrap();
    }
    assert_eq!(status(edit().await.unwrap_err()), (429, 30046));
    bot.stop().await;
}

#[tokio::test]
async fn every_object_that_can_be_fetched_deserialises_in_serenity() {
    let bot = start(Options { limits: RateLimits::Unlimited, ..Options::default() }).await;
    let (http, guild, channel) = (&bot.http, GuildId::new(GUILD), ChannelId::new(CHANNEL_OPS));
    assert_eq!(http.get_bot_gateway().await.unwrap().url, bot.discord.gateway_url());
    assert_eq!(http.get_gateway().await.unwrap().url, bot.discord.gateway_url());
    assert_eq!(http.get_current_user().await.unwrap().id.get(), BOT);
    assert!(!http.get_current_application_info().await.unwrap().bot_public);
    assert_eq!(http.get_guild(guild).await.unwrap().name, "Llama Works");
    assert_eq!(http.get_guild_roles(guild).await.unwrap().len(), 5);
    assert_eq!(http.get_channels(guild).await.unwrap().len(), 6, "threads are not listed");
    assert_eq!(http.get_member(guild, ANA.into()).await.unwrap().roles, [ROLE_OPERATOR]);
    assert_eq!(status(http.get_member(guild, 5.into()).await.unwrap_err()), (404, 10007));
    assert_eq!(status(http.get_guild(5.into()).await.unwrap_err()), (404, 10004));

    let message = CreateMessage::new().content("a card").allowed_mentions(none());
    let message = channel.send_message(http, message).await.unwrap();
    let start = || CreateThread::new("about it");
    let deny = Overwrite { id: BOT, member: true, allow: 0, deny: bits::CREATE_PUBLIC_THREADS };
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, vec![deny]);
    assert_eq!(
        status(channel.create_thread_from_message(http, message.id, start()).await.unwrap_err()),
        (403, 50013)
    );
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, Vec::new());
    let thread = channel.create_thread_from_message(http, message.id, start()).await.unwrap();
    assert_eq!(thread.id.get(), message.id.get());
    let again = channel.create_thread_from_message(http, message.id, start()).await.unwrap_err();
    assert_eq!(status(again), (400, 160004));
    let inside = CreateMessage::new().content("inside").allowed_mentions(none());
    thread.id.send_message(http, inside).await.unwrap();
    channel.delete_message(http, message.id).await.unwrap();
    assert_eq!(status(channel.message(http, message.id).await.unwrap_err()), (404, 10008));
    bot.stop().await;
}

#[tokio::test]
async fn a_callback_can_be_asked_for_its_message() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let (base, token) = (bot.discord.api_base(), asked.token().unwrap());
    let url = format!("{base}/api/v10/interactions/{}/{token}/callback?with_response=true", asked.id);
    let body =
        json!({ "type": 4, "data": { "content": "x", "flags": 64, "allowed_mentions": { "parse": [] } } });
    let request = reqwest::Client::new().post(&url).header("content-type", "application/json");
    let request = request.header("user-agent", "DiscordBot (test, 1)").body(body.to_string());
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(answer["interaction"]["response_message_ephemeral"], true);
    assert_eq!(answer["resource"]["message"]["id"], asked.message().unwrap().id.to_string());
    let unknown = reqwest::Client::new().get(format!("{base}/api/v10/nowhere")).send().await.unwrap();
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let wrong = reqwest::Client::new().put(format!("{base}/api/v10/gateway")).send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::METHOD_NOT_ALLOWED);
    bot.stop().await;
}
