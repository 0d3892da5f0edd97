//! LightLayer's VMs that are set up anew, get other sizes, and by what they are entered.

use std::time::Duration;

use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, Operation, Pace, State, VmChange};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{asked_since, card, last_request, settle, steady, told};

const SERVER: &str = "asia/302.1375";

async fn stage() -> Stage {
    let mut lightlayer = State::sandbox();
    lightlayer.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let grants =
        format!("{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"vps.credentials\"]\n");
    Stage::with(Setup { lightlayer: Some(lightlayer), grants, ..Setup::default() }).await
}

/// The requests that change something, with their bodies.
fn sent(stage: &Stage, before: u64) -> Vec<String> {
    asked_since(&stage.lightlayer, before).into_iter().filter(|line| !line.starts_with("GET")).collect()
}

fn changes(stage: &Stage) -> Vec<VmChange> {
    let change = |effect: &Effect| match effect {
        Effect::VmChanged { change, .. } => Some(*change),
        _ => None,
    };
    stage.lightlayer.ledger().iter().filter_map(|entry| change(&entry.effect)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vm_is_set_up_anew_with_a_system_of_its_service_once_its_name_was_typed() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let options = [("server", SERVER), ("template", "AlmaLinux 9")];
    let question = used(&stage, &stage.ana(), "vps reinstall", &options).await;
    let text = steady(&card(&question));
    assert!(text.contains("AlmaLinux 9") && text.contains("delete all its data"), "{text}");
    let opened = press(&stage.ana(), &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    assert_eq!(sent(&stage, before), [""; 0]);
    let typed = opened.submit_modal(&[("text", "ll-web-1")]).unwrap();
    reads(&typed, "after").await;
    assert_eq!(changes(&stage), [VmChange::Rebuilt]);
    let body = r#"{"template":"103"}"#;
    assert_eq!(sent(&stage, before), [format!("POST /api/service/302/vms/1375/rebuild {body}")]);
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.reinstall asia/302.1375 done (verified)".to_owned()), "{audit:#?}");
    let refused =
        used(&stage, &stage.ana(), "vps reinstall", &[("server", SERVER), ("template", "../103")]).await;
    assert!(refused.ephemeral_to.is_some() && refused.text().contains("`103`"), "{}", refused.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vm_gets_other_sizes_and_a_lost_answer_is_settled_by_looking() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let options = [("server", SERVER.into()), ("cpu", 4.into()), ("memory", 4096.into())];
    let (_, question) = stage.use_command(&stage.ana(), "vps resize", &options).await;
    let text = steady(&card(&question));
    assert!(text.contains("interrupted") && !text.contains("price not told"), "{text}");
    stage.lightlayer.inject(Operation::ResizeVm, Fault::after(Misbehaviour::Drop).once());
    reads(&press(&stage.ana(), &question, "confirm"), "after").await;
    let body = r#"{"cpu":"4","memory":"4096"}"#;
    assert_eq!(sent(&stage, before), [format!("PUT /api/service/302/vms/1375 {body}")]);
    assert_eq!(changes(&stage), [VmChange::Resized]);
    for (name, value) in [("cpu", 257), ("memory", 63), ("disk", 80)] {
        let options = [("server", SERVER.into()), (name, value.into())];
        let (_, refused) = stage.use_command(&stage.ana(), "vps resize", &options).await;
        assert!(refused.ephemeral_to.is_some() && refused.buttons().is_empty(), "{}", refused.text());
    }
    assert_eq!(stage.lightlayer.count(Operation::ResizeVm), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_shown_to_its_caller_alone_and_is_nowhere_else() {
    let stage = stage().await;
    let password = stage.lightlayer.with_state(|state| state.vm(302, "1375").unwrap().password.clone());
    let password = password.expose_secret();
    let max = stage.max();
    let shown = told(&stage, &max, "vps credentials", json!({"server": SERVER})).await;
    assert_eq!(shown.message.ephemeral_to, Some(max.user));
    assert!(shown.message.text().contains(password), "it is shown");
    assert_eq!(shown.audit, ["vps.credentials asia/302.1375 done"]);
    for path in ["vps show", "vps list", "service list"] {
        let options: &[_] = if path == "vps show" { &[("server", SERVER)] } else { &[] };
        let message = used(&stage, &max, path, options).await;
        assert!(!message.text().contains(password), "{path}");
    }
    let sam = used(&stage, &stage.sam(), "vps credentials", &[("server", SERVER)]).await;
    assert!(!sam.text().contains(password) && sam.text().contains("You may not use"), "{}", sam.text());
    stage.end().await;
}
