//! Oddities in the worst places: Discord, the provider, the store and the bot itself fail where nobody expects it.

use hostmaster::domain::server::Server;

use crate::play::used;
use crate::stage::Stage;

fn renamed(stage: &Stage, id: u64, name: &str) {
    stage.llamalink.with_state(|state| state.server_mut(id).unwrap().name = name.to_owned());
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
