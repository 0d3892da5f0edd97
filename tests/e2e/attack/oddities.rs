//! Oddities in the worst places: Discord, the provider, the store and the bot itself fail where nobody expects it.

use std::time::Duration;

use hostmaster::domain::server::Server;
use hostmaster::sandbox::discord::{Fault, Message, Scope, Trouble};
use hostmaster::sandbox::llamalink::Operation;
use sqlx::{Connection, SqliteConnection};

use crate::play::{over, press, used};
use crate::stage::{SOON, Stage};

const EDIT: (&str, &str) = ("PATCH", "/webhooks/*/messages/@original");

fn renamed(stage: &Stage, id: u64, name: &str) {
    stage.llamalink.with_state(|state| state.server_mut(id).unwrap().name = name.to_owned());
}

async fn sql(stage: &Stage, statement: &'static str) {
    let file = format!("sqlite://{}", stage.folder().join("hostmaster.db").display());
    let mut connection = SqliteConnection::connect(&file).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_renamed_out_of_the_grant_is_not_shown() {
    let stage = Stage::start().await;
    let sam = stage.sam();
    used(&stage, &sam, "vps show", &[("server", "staging-web")]).await;
    renamed(&stage, 43, "production-api");
    let shown = used(&stage, &sam, "vps show", &[("server", "staging-web")]).await;
    assert!(!shown.text().contains("production-api"), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_the_provider_lists_twice_is_one_server() {
    let stage = Stage::start().await;
    let twin: Server = stage.fake.state.lock().unwrap().servers[0].clone();
    stage.fake.state.lock().unwrap().servers.push(twin);
    let (ana, server) = (stage.ana(), [("server", "lab-1")]);
    // What was listed at the start is refreshed by the list.
    used(&stage, &ana, "vps list", &[("account", "lab")]).await;
    let question = used(&stage, &ana, "vps destroy", &server).await;
    assert!(!question.buttons().is_empty(), "{:#?}", question.components);
    stage.end().await;
}

async fn end_is_told_although_edits_fail(trouble: Trouble) {
    let case = format!("{trouble:?}");
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    stage.discord.fault(Fault::on(EDIT.0, EDIT.1, trouble).always());
    press(&ana, &question, "confirm");
    let is_back = |message: &Message| message.id == question.id && message.text().contains("is back after");
    stage.discord.wait_message(is_back, SOON).await.unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!(stage.discord.all_messages().len(), 1, "{case}");
    stage.discord.clear_records();
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_restart_is_told_although_discord_refuses_to_edit_the_answer() {
    let html = || Trouble::Garbage { status: 200, content_type: "text/html".into(), body: "<html>".into() };
    let long = Trouble::RateLimited { retry_after: 3600.0, scope: Scope::User };
    let troubles = [Trouble::Status(403), Trouble::Status(400), html(), long];
    futures_util::future::join_all(troubles.map(end_is_told_although_edits_fail)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_whose_end_the_store_refuses_for_a_while_locks_its_server_no_longer_than_that() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    sql(
        &stage,
        "CREATE TRIGGER full BEFORE UPDATE OF ended ON jobs BEGIN SELECT RAISE(FAIL, 'disk full'); END",
    )
    .await;
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    let done = over(&press(&ana, &question, "confirm")).await;
    assert!(done.text().contains("is back after"), "{}", done.text());
    sql(&stage, "DROP TRIGGER full").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let again = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    assert!(!again.buttons().is_empty(), "{}", again.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_whose_end_the_store_refuses_for_a_while_locks_its_server_no_longer_than_that() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    sql(
        &stage,
        "CREATE TRIGGER full BEFORE UPDATE OF ended ON journal BEGIN SELECT RAISE(FAIL, 'disk full'); END",
    )
    .await;
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    let pressed = press(&ana, &question, "confirm");
    let called = async {
        while stage.llamalink.count(Operation::RestartServer) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, called).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1000)).await;
    sql(&stage, "DROP TRIGGER full").await;
    let done = over(&pressed).await;
    assert!(done.text().contains("is back after"), "{}", done.text());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let again = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    assert!(!again.buttons().is_empty(), "{}", again.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_panics_after_the_consent_leaves_no_message_working() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await;
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    stage.fake.state.lock().unwrap().panics = true;
    form.submit_modal(&[("text", "lab-1")]).unwrap();
    let says = |message: &Message| message.id == question.id && !message.text().contains('\u{23F3}');
    let closed = |message: &Message| says(message) && message.components.is_empty();
    stage.discord.wait_message(closed, SOON).await.unwrap();
    assert_eq!(stage.fake.done(), Vec::<String>::new());
    stage.end().await;
}
