//! `/vps restart`: confirmed, made once, and verified.

use hostmaster::sandbox::llamalink::Operation;

use crate::stage::{SOON, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_is_asked_for_confirmed_made_once_and_seen_to_be_back() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    println!("{}", question.text());
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    let done = pressed.wait_until(|message| message.text().contains("is back after"), SOON).await.unwrap();
    println!("{}", done.text());
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    println!("{:#?}", stage.audit_of(4).await);
    stage.end().await;
}
