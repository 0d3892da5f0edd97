//! The gateway: sessions lost, resumed and refused.

use futures_util::{SinkExt, StreamExt};
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_BILLING, CHANNEL_OPS, Channel, GUILD, ROLE_OPERATOR, THREAD_OPS,
};
use hostmaster::sandbox::discord::{Direction, GatewayFault, Options, Simulator};
use serde_json::{Value, json};
use serenity::all::{ClientBuilder, Event, GatewayEvent, GatewayIntents, HttpBuilder};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::bot::{Running, SOON, start, status};

async fn answers(bot: &Running) {
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
}

fn sent(bot: &Running, op: u64) -> usize {
    let frames = bot.discord.frames();
    frames.iter().filter(|f| f.direction == Direction::FromBot && f.payload["op"] == op).count()
}

#[tokio::test]
async fn a_dropped_connection_is_resumed_and_what_was_missed_is_replayed() {
    let bot = start(Options::default()).await;
    assert_eq!(bot.discord.gateway_fault(GatewayFault::Drop), 1);
    bot.discord.wait("the loss", SOON, |d| (d.live_sessions() == 0).then_some(())).await.unwrap();
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
    assert_eq!((sent(&bot, 2), sent(&bot, 6)), (1, 1));
    bot.stop().await;
}

#[tokio::test]
async fn op_seven_makes_the_bot_resume() {
    let bot = start(Options::default()).await;
    bot.discord.gateway_fault(GatewayFault::Reconnect);
    bot.discord.wait("a resume", SOON, |_| (sent(&bot, 6) == 1).then_some(())).await.unwrap();
    answers(&bot).await;
    assert_eq!(sent(&bot, 2), 1);
    bot.stop().await;
}

#[tokio::test]
async fn op_nine_makes_the_bot_identify_anew() {
    let bot = start(Options::default()).await;
    bot.discord.gateway_fault(GatewayFault::InvalidSession { resumable: false });
    bot.discord.wait("a second identify", SOON, |_| (sent(&bot, 2) == 2).then_some(())).await.unwrap();
    answers(&bot).await;
    bot.stop().await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_on_both_sides() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let wrong = HttpBuilder::new("Bot wrong").proxy(discord.api_base()).ratelimiter_disabled(true).build();
    let error = wrong.get_current_user().await.unwrap_err();
    assert_eq!(status(error), (401, 0));
    let mut client = ClientBuilder::new_with_http(
        HttpBuilder::new("wrong").proxy(discord.api_base()).ratelimiter_disabled(true).build(),
        GatewayIntents::GUILDS,
    )
    .await
    .unwrap();
    *client.ws_url.lock().await = discord.gateway_url();
    let outcome = tokio::time::timeout(SOON, client.start()).await.expect("serenity gives up");
    assert!(outcome.is_err());
    assert!(discord.invalid_requests() >= 1);
}

type Socket = WebSocketStream<TcpStream>;

/// A gateway connection by hand, with the hello already read.
async fn connect(discord: &Simulator, query: &str) -> Socket {
    let url = discord.gateway_url();
    let stream = TcpStream::connect(url.trim_start_matches("ws://")).await.unwrap();
    let (mut socket, _) = client_async(format!("{url}/{query}"), stream).await.unwrap();
    let hello = read(&mut socket).await.unwrap();
    assert_eq!(hello["op"], 10);
    socket
}

/// The next frame, or the code with which the server closed.
async fn read(socket: &mut Socket) -> Result<Value, u16> {
    let next = tokio::time::timeout(SOON, socket.next()).await.expect("a frame in time");
    match next {
        Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).unwrap()),
        Some(Ok(Message::Close(frame))) => Err(frame.map_or(0, |frame| frame.code.into())),
        other => panic!("neither text nor a close: {other:?}"),
    }
}

async fn send(socket: &mut Socket, payload: Value) {
    socket.send(Message::Text(payload.to_string())).await.unwrap();
}

fn identify(discord: &Simulator, intents: u64) -> Value {
    json!({ "op": 2, "d": { "token": discord.token(), "intents": intents, "properties": {} } })
}

#[tokio::test]
async fn what_a_client_does_wrong_closes_the_connection_with_discords_code() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let wrong_token = json!({ "op": 2, "d": { "token": "x", "intents": 1, "properties": {} } });
    let wrong_shard = json!({ "op": 2, "d": {
        "token": discord.token(), "intents": 1, "properties": {}, "shard": [1, 1],
    } });
    for (payload, code) in [
        (wrong_token, 4004),
        (wrong_shard, 4010),
        (identify(&discord, 1 << 40), 4013),
        (identify(&discord, 1 << 15), 4014),
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 77, "d": {} }), 4001),
        (json!({ "op": 1, "d": "x".repeat(5000) }), 4002),
    ] {
        let mut socket = connect(&discord, "?v=10&encoding=json").await;
        send(&mut socket, payload.clone()).await;
        assert_eq!(read(&mut socket).await, Err(code), "{payload}");
    }
    let url = discord.gateway_url();
    let stream = TcpStream::connect(url.trim_start_matches("ws://")).await.unwrap();
    let (mut socket, _) = client_async(format!("{url}/?v=3"), stream).await.unwrap();
    assert_eq!(read(&mut socket).await, Err(4012));
}

#[tokio::test]
async fn a_client_without_heartbeats_is_thrown_out_and_cannot_resume() {
    let options = Options { heartbeat: Duration::from_millis(50), ..Options::default() };
    let discord = Simulator::start(options).await.unwrap();
    let mut socket = connect(&discord, "?v=10").await;
    send(&mut socket, identify(&discord, 1)).await;
    let ready = read(&mut socket).await.unwrap();
    assert_eq!((ready["t"].as_str(), ready["s"].as_u64()), (Some("READY"), Some(1)));
    assert_eq!(read(&mut socket).await.unwrap()["t"], "GUILD_CREATE");
    send(&mut socket, json!({ "op": 1, "d": 2 })).await;
    assert_eq!(read(&mut socket).await.unwrap()["op"], 11);
    assert_eq!(read(&mut socket).await, Err(4009));
    let mut socket = connect(&discord, "?v=10").await;
    let resume = json!({ "op": 6, "d": { "token": discord.token(), "session_id": ready["d"]["session_id"], "seq": 2 } });
    send(&mut socket, resume).await;
    let refused = read(&mut socket).await.unwrap();
    assert_eq!((refused["op"].as_u64(), refused["d"].as_bool()), (Some(9), Some(false)));
}

#[tokio::test]
async fn a_resume_replays_from_the_sequence_number_and_refuses_one_from_the_future() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let mut socket = connect(&discord, "?v=10").await;
    send(&mut socket, identify(&discord, 1)).await;
    let session = read(&mut socket).await.unwrap()["d"]["session_id"].clone();
    drop(socket);
    discord.wait("the loss", SOON, |d| (d.live_sessions() == 0).then_some(())).await.unwrap();
    discord.delete_channel(GUILD, CHANNEL_BILLING);
    let resume =
        |seq: u64| json!({ "op": 6, "d": { "token": discord.token(), "session_id": session, "seq": seq } });
    let mut socket = connect(&discord, "?v=10").await;
    send(&mut socket, resume(1)).await;
    for (sequence, name) in [(2, "GUILD_CREATE"), (3, "CHANNEL_DELETE"), (4, "RESUMED")] {
        let event = read(&mut socket).await.unwrap();
        assert_eq!((event["s"].as_u64(), event["t"].as_str()), (Some(sequence), Some(name)));
    }
    drop(socket);
    let mut socket = connect(&discord, "?v=10").await;
    send(&mut socket, resume(99)).await;
    assert_eq!(read(&mut socket).await, Err(4007));
}

#[tokio::test]
async fn events_are_held_back_and_a_silent_connection_says_nothing() {
    let bot = start(Options::default()).await;
    bot.discord.gateway_fault(GatewayFault::Delay(Duration::from_millis(200)));
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    let first = asked.wait_first_response(SOON).await.unwrap();
    assert!(first.after >= Duration::from_millis(150), "{:?}", first.after);
    bot.discord.gateway_fault(GatewayFault::Silence);
    let unheard = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    bot.discord.advance(Duration::from_secs(4));
    unheard.wait_failed(SOON).await.unwrap();
    bot.discord.stop();
}

#[tokio::test]
async fn every_event_deserialises_in_serenity() {
    let bot = start(Options::default()).await;
    let discord = &bot.discord;
    let mut socket = connect(discord, "?v=10").await;
    send(&mut socket, identify(discord, 1 | 1 << 9)).await;
    discord.wait("two sessions", SOON, |d| (d.live_sessions() == 2).then_some(())).await.unwrap();
    let ana = discord.member(ANA);
    ana.say(CHANNEL_OPS, "hello");
    for command in ["try buttons", "try defer", "try file", "try modal"] {
        ana.slash(CHANNEL_OPS, command, &[]).unwrap().wait_first_response(SOON).await.unwrap();
    }
    let question = discord.wait_message(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    let opened = ana.press(question.id, "Ask").unwrap();
    opened.wait_modal(SOON).await.unwrap();
    let submitted = opened.submit_modal(&[("why", "because")]).unwrap();
    submitted.wait_message(SOON).await.unwrap();
    discord.delete_message(question.id);
    ana.autocomplete(CHANNEL_OPS, "try echo", &[], "server").unwrap().wait_choices(SOON).await.unwrap();

    discord.set_permissions(GUILD, ROLE_OPERATOR, 8);
    discord.delete_role(GUILD, ROLE_OPERATOR);
    discord.set_archived(GUILD, THREAD_OPS, true);
    discord.add_channel(GUILD, Channel::new(77, 0, "new", None));
    discord.set_overwrites(GUILD, 77, Vec::new());
    discord.delete_channel(GUILD, 77);
    discord.set_available(GUILD, false);
    discord.set_available(GUILD, true);
    discord.remove_bot(GUILD);
    discord
        .wait("the last event on both connections", SOON, |d| {
            let frames = d.frames();
            let last = frames
                .iter()
                .filter(|f| f.payload["t"] == "GUILD_DELETE" && f.payload["d"]["unavailable"].is_null());
            (last.count() == 2).then_some(())
        })
        .await
        .unwrap();

    let mut names = std::collections::BTreeSet::new();
    for frame in discord.frames().into_iter().filter(|frame| frame.direction == Direction::ToBot) {
        let event = serde_json::from_value::<GatewayEvent>(frame.payload.clone());
        let event = event.unwrap_or_else(|error| panic!("{error}: {:#}", frame.payload));
        assert!(!matches!(event, GatewayEvent::Dispatch(_, Event::Unknown(_))), "{:#}", frame.payload);
        names.extend(frame.payload["t"].as_str().map(str::to_owned));
    }
    assert_eq!(
        names.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "CHANNEL_CREATE",
            "CHANNEL_DELETE",
            "CHANNEL_UPDATE",
            "GUILD_CREATE",
            "GUILD_DELETE",
            "GUILD_ROLE_DELETE",
            "GUILD_ROLE_UPDATE",
            "INTERACTION_CREATE",
            "MESSAGE_CREATE",
            "MESSAGE_DELETE",
            "MESSAGE_UPDATE",
            "READY",
            "THREAD_UPDATE",
        ]
    );
    bot.discord.stop();
}

#[tokio::test]
async fn a_stopped_discord_answers_nothing_any_more() {
    let bot = start(Options::default()).await;
    bot.http.get_current_user().await.unwrap();
    bot.discord.stop();
    let outcome = tokio::time::timeout(SOON, bot.http.get_current_user()).await.expect("an error in time");
    assert!(outcome.is_err());
}
