//! The gateway: connections that are lost, refused, silent, or closed for good.

use std::time::Duration;

use futures_util::future::join_all;
use hostmaster::app::AppError;
use hostmaster::discord::gateway::GatewayError;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD};
use hostmaster::sandbox::discord::{self, Direction, GatewayFault, Simulator};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, OnDisconnect, Operation};

use crate::stage::{SOON, Setup, Stage};

const IDENTIFY: u64 = 2;
const RESUME: u64 = 6;

/// How many frames with this opcode the bot has sent.
fn sent(discord: &Simulator, op: u64) -> usize {
    let frames = discord.frames();
    frames.iter().filter(|frame| frame.direction == Direction::FromBot && frame.payload["op"] == op).count()
}

/// Breaks the connection and waits until Discord knows that it is gone, or was taken up again already.
async fn break_connection(discord: &Simulator, fault: GatewayFault) {
    discord.wait_ready(SOON).await.unwrap();
    let before = sent(discord, RESUME);
    assert_eq!(discord.gateway_fault(fault), 1, "one connection meets {fault:?}");
    let gone =
        |discord: &Simulator| (discord.live_sessions() == 0 || sent(discord, RESUME) > before).then_some(());
    discord.wait("the loss of the connection", SOON, gone).await.unwrap();
}

/// Uses a command and waits for its one answer.
async fn asks_and_is_answered(stage: &Stage) {
    let asked = stage.ana().slash(CHANNEL_OPS, "access whoami", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
    assert!(asked.followups().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_taken_up_again_and_what_was_missed_is_answered() {
    let faults = [
        GatewayFault::Reconnect,
        GatewayFault::InvalidSession { resumable: true },
        GatewayFault::Drop,
        GatewayFault::CloseWithoutCode,
        GatewayFault::Close(4000),
        GatewayFault::Close(4001),
        GatewayFault::Close(4002),
        GatewayFault::Close(4008),
    ];
    // Each at once and after Discord has turned the bot away twice.
    let cases = faults.into_iter().flat_map(|fault| [(fault, 0), (fault, 2)]);
    join_all(cases.map(|(fault, refused)| async move {
        let stage = Stage::start().await;
        stage.discord.refuse_gateway(refused);
        break_connection(&stage.discord, fault).await;
        asks_and_is_answered(&stage).await;
        assert_eq!(sent(&stage.discord, IDENTIFY), 1, "{fault:?}: the session goes on");
        asks_and_is_answered(&stage).await;
        stage.end().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_cannot_be_taken_up_again_is_followed_by_a_new_one() {
    let faults = [
        GatewayFault::InvalidSession { resumable: false },
        GatewayFault::Close(1000),
        GatewayFault::Close(1001),
        GatewayFault::Close(4003),
        GatewayFault::Close(4005),
        GatewayFault::Close(4007),
        GatewayFault::Close(4009),
    ];
    join_all(faults.map(|fault| async move {
        let stage = Stage::start().await;
        break_connection(&stage.discord, fault).await;
        let again = |discord: &Simulator| {
            (sent(discord, IDENTIFY) == 2 && discord.live_sessions() == 1).then_some(())
        };
        stage.discord.wait("a new session", SOON, again).await.unwrap();
        asks_and_is_answered(&stage).await;
        let written = stage.discord.requests_on("PUT", "/applications/*");
        assert_eq!(written.len(), 1, "{fault:?}: the commands are as they were");
        stage.end().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_falls_silent_is_given_up_and_taken_up_again() {
    let heartbeat = Duration::from_millis(200);
    let setup =
        Setup { discord: discord::Options { heartbeat, ..discord::Options::default() }, ..Setup::default() };
    let stage = Stage::with(setup).await;
    assert_eq!(stage.discord.gateway_fault(GatewayFault::Silence), 1);
    asks_and_is_answered(&stage).await;
    assert_eq!((sent(&stage.discord, IDENTIFY), sent(&stage.discord, RESUME)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heartbeats_come_at_the_pace_that_discord_sets() {
    let heartbeat = Duration::from_millis(100);
    let setup =
        Setup { discord: discord::Options { heartbeat, ..discord::Options::default() }, ..Setup::default() };
    let stage = Stage::with(setup).await;
    let beats = |discord: &Simulator| (sent(discord, 1) >= 5).then(|| discord.now());
    let begun = stage.discord.now();
    let after = stage.discord.wait("five heartbeats", SOON, beats).await.unwrap();
    assert!(after - begun >= heartbeat * 3, "they are not hurried: {:?}", after - begun);
    assert_eq!(sent(&stage.discord, RESUME), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_outlasts_every_break_and_is_made_once() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)).once();
    stage.llamalink.inject(Operation::RestartServer, held);

    let asked = ana.slash(CHANNEL_OPS, "vps restart", &[("server", "production-web".into())]).unwrap();
    break_connection(&stage.discord, GatewayFault::Reconnect).await;
    let question = asked.wait_message(SOON).await.unwrap();
    break_connection(&stage.discord, GatewayFault::Drop).await;
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    let number = stage.llamalink.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    break_connection(&stage.discord, GatewayFault::CloseWithoutCode).await;
    let late = ana.press(question.id, "Restart production-web");
    assert!(late.is_err(), "the buttons are gone");
    stage.llamalink.release(number);
    break_connection(&stage.discord, GatewayFault::Close(4000)).await;
    pressed.wait_until(|message| message.text().contains("is back after"), SOON).await.unwrap();

    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    assert_eq!(stage.llamalink.ledger().len(), 1);
    assert_eq!(ana.messages(CHANNEL_OPS).len(), 1, "one message says it all");
    assert_eq!(sent(&stage.discord, IDENTIFY), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_was_missed_is_answered_after_the_break_and_done_once() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    stage.discord.refuse_gateway(2);
    break_connection(&stage.discord, GatewayFault::Drop).await;
    let presses = [(); 2].map(|()| ana.press(question.id, "Restart production-web").unwrap());
    stage.discord.wait_message(|message| message.text().contains("is back after"), SOON).await.unwrap();
    for press in &presses {
        press.wait_first_response(SOON).await.unwrap();
    }
    let told = presses.iter().filter_map(|press| press.message()).filter(|said| said.id != question.id);
    let told: Vec<_> = told.map(|said| (said.text(), said.ephemeral_to)).collect();
    assert_eq!(told, [("This has been decided already.".to_owned(), Some(ana.user))]);
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_token_and_refused_intents_end_the_bot_and_say_why() {
    for (code, wanted) in [
        (4004, "Discord refuses the bot token"),
        (4013, "does not allow the bot the events that it needs"),
        (4014, "does not allow the bot the events that it needs"),
    ] {
        let mut stage = Stage::start().await;
        stage.discord.gateway_fault(GatewayFault::Close(code));
        let error = tokio::time::timeout(SOON, stage.app.ended()).await.unwrap();
        assert!(error.to_string().contains(wanted), "{code}: {error}");
        assert_eq!(matches!(error, AppError::Gateway(GatewayError::Token)), code == 4004);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_discord_that_goes_away_whole_and_comes_back_empty_is_set_up_again() {
    let mut stage = Stage::start().await;
    let address = |url: String| url.rsplit('/').next().unwrap().parse().unwrap();
    let at_the_same_place = discord::Options {
        rest: address(stage.discord.api_base()),
        gateway: address(stage.discord.gateway_url()),
        ..discord::Options::default()
    };
    stage.discord.stop();
    let back = async {
        loop {
            // The ports are free as soon as the last of the old tasks is gone.
            match Simulator::start(at_the_same_place.clone()).await {
                Ok(discord) => break discord,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    stage.discord = tokio::time::timeout(SOON, back).await.unwrap();
    stage.discord.wait_commands(GUILD, SOON * 2).await.unwrap();
    stage.discord.wait_ready(SOON).await.unwrap();
    let asked = stage.discord.member(ANA).slash(CHANNEL_OPS, "access whoami", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
    stage.end().await;
}
