//! `/service` and `/vps create`: what comes back, what reaches LightLayer, what becomes of a lost answer, and what the
//! audit keeps.

use std::time::Duration;

use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace, State};
use serde_json::{Value, json};

use super::typing::typing;
use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{asked_since, card, last_request, settle, steady, told};

/// Operators do everything with servers and services, and nobody else does anything.
const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*", "service.*"]
"#;

const SERVICE: &str = "asia/302";

async fn stage() -> Stage {
    let mut lightlayer = State::sandbox();
    lightlayer.pace = Pace { provisioning: Duration::from_millis(300), ..Pace::INSTANT };
    Stage::with(Setup { lightlayer: Some(lightlayer), grants: GRANTS.to_owned(), ..Setup::default() }).await
}

fn effects(stage: &Stage) -> Vec<Effect> {
    let effects = stage.lightlayer.ledger().into_iter().map(|entry| entry.effect);
    effects.filter(|effect| *effect != Effect::LoggedIn).collect()
}

/// The requests that change something or could, with their bodies.
fn sent(stage: &Stage, before: u64) -> Vec<String> {
    asked_since(&stage.lightlayer, before).into_iter().filter(|line| !line.starts_with("GET")).collect()
}

async fn asked(stage: &Stage, path: &str, options: Value) -> (Interaction, Message) {
    let options = crate::play::options(&options);
    stage.use_command(&stage.ana(), path, &options).await
}

/// Consents to a question, by this name where one is asked for.
async fn consented(stage: &Stage, question: &Message, name: &str) -> Interaction {
    let pressed = press(&stage.ana(), question, "confirm");
    pressed.wait_first_response(SOON).await.unwrap();
    match pressed.modal() {
        Some(_) => pressed.submit_modal(&[("text", name)]).unwrap(),
        None => pressed,
    }
}

fn web_2() -> Value {
    json!({"service": SERVICE, "label": "web-2", "template": "Ubuntu 24.04", "memory": 2048, "cpu": 2, "disk": 40})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looks_at_a_service_show_what_lightlayer_tells_of_it_and_nothing_secret() {
    let stage = stage().await;
    let ana = stage.ana();
    // The list by which names are known is read once.
    used(&stage, &ana, "service list", &[("account", "asia")]).await;
    stage.audit_of(1).await;
    for (path, request, parts) in [
        ("show", "", &["vps.example.com", "Cloud VPS M", "28.32", "Monthly"][..]),
        ("methods", "methods", &["What vps.example.com offers", "`POST /service/@id/upgrade`"]),
        ("resources", "resources", &["**memory** \u{b7}", "total 16384", "used 4096"]),
        ("ips", "ip", &["`203.0.113.71` \u{b7} id `901` \u{b7} ll-web-1", "`203.0.113.72`"]),
        ("label", "label", &["has no label"]),
        ("upgrade-options", "upgrade", &["**Bandwidth** \u{b7} `1557`", "500 GB", "`10103`", "Cloud VPS L"]),
    ] {
        for service in ["vps.example.com", SERVICE] {
            let told = told(&stage, &ana, &format!("service {path}"), json!({"service": service})).await;
            let text = told.message.text();
            for part in parts {
                assert!(text.contains(part), "{path}: {part}: {text}");
            }
            assert_eq!(told.message.ephemeral_to, None);
            let line = format!("GET /api/service/302/{request}");
            assert_eq!(told.requests, [line.trim_end_matches('/')]);
            assert_eq!(told.audit, [format!("service.{path} asia/302 done")]);
        }
    }
    let templates = told(&stage, &ana, "vps templates", json!({"server": "asia/302.1375"})).await;
    assert!(templates.message.text().contains("**Debian 12** \u{b7} `101`"), "{}", templates.message.text());
    assert_eq!(templates.requests.last().unwrap(), "GET /api/service/302/templates");
    let elsewhere = used(&stage, &ana, "service methods", &[("service", "shop/101")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    let guest = used(&stage, &stage.guest(), "service methods", &[("service", SERVICE)]).await;
    assert!(guest.text().contains("You may not use **/service methods**"), "{}", guest.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_is_priced_by_the_provider_consented_to_at_that_price_and_seen() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let options = json!({"service": SERVICE, "resources": "Bandwidth = 500 GB"});
    let (_, question) = asked(&stage, "service upgrade", options).await;
    let text = steady(&card(&question));
    for part in [
        "Upgrade vps.example.com?",
        "| It then has: **Bandwidth** \u{b7} 500 GB",
        "| Price: 4.00 USD",
        "| Then each time: 32.32 USD",
        "[Upgrade vps.example.com - 4.00 USD] [Cancel]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let path = "POST /api/service/302/upgrade";
    let estimate = format!(r#"{path} {{"resources":{{"1557":"10103"}}}}"#);
    assert_eq!(sent(&stage, before), std::slice::from_ref(&estimate));
    reads(&consented(&stage, &question, "").await, "is upgraded after").await;
    let order = format!(r#"{path} {{"resources":{{"1557":"10103"}},"send":true}}"#);
    // The price is asked for before the question and once more after the consent; sorted here.
    assert_eq!(sent(&stage, before), [order, estimate.clone(), estimate]);
    assert!(matches!(effects(&stage)[..], [Effect::ServiceUpgraded { service: 302, .. }]));
    let audit = stage.audit().await;
    assert!(audit.contains(&"service.upgrade asia/302 done (verified)".to_owned()), "{audit:#?}");

    // Another price asks anew, and one that is not told says so.
    let (_, question) = asked(&stage, "service upgrade", json!({"service": SERVICE, "package": "31"})).await;
    stage.lightlayer.with_state(|state| state.quirks.estimates_tell_nothing = true);
    let anew = reads(&consented(&stage, &question, "").await, "Please decide again").await;
    assert!(anew.buttons()[0].label.ends_with("price not told by LightLayer"), "{:?}", anew.buttons());
    press(&stage.ana(), &anew, "cancel").wait_first_response(SOON).await.unwrap();
    assert_eq!(effects(&stage).len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_upgrade_is_looked_for_and_never_sent_again() {
    let stage = stage().await;
    // Of the three calls of each upgrade, the third is the order: the price is asked for before and after the consent.
    let lost = async |resources: &str, fault: fn(Misbehaviour) -> Fault, words: &str| {
        let options = json!({"service": SERVICE, "resources": resources});
        let (_, question) = asked(&stage, "service upgrade", options).await;
        let count = stage.lightlayer.count(Operation::UpgradeService);
        let held = Misbehaviour::Hold(OnDisconnect::Continue);
        stage.lightlayer.inject(Operation::UpgradeService, Fault::before(held).once());
        let pressed = press(&stage.ana(), &question, "confirm");
        stage.lightlayer.wait_until_held(Operation::UpgradeService, SOON).await.unwrap();
        stage.lightlayer.inject(Operation::UpgradeService, fault(Misbehaviour::Drop).once());
        stage.lightlayer.release_all();
        let told = reads(&pressed, words).await;
        assert!(told.text().contains("It was not sent again"), "{}", told.text());
        assert_eq!(stage.lightlayer.count(Operation::UpgradeService), count + 2);
    };
    lost("1557=10103", Fault::after, "is upgraded after").await;
    assert_eq!(effects(&stage).len(), 1);
    // It may wait at the provider, and is not called never begun.
    lost("1557=10104", Fault::before, "does not show the upgrade yet").await;
    assert_eq!(effects(&stage).len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_takes_the_typed_name_and_says_that_the_service_stays_for_now() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let options = json!({"service": "lab.example.com", "reason": "moved away"});
    let (_, question) = asked(&stage, "service cancel", options).await;
    let text = steady(&card(&question));
    for part in [
        "Ask for lab.example.com to end?",
        "| It ends: at the end of what is paid",
        "| Reason: moved away",
        "[Cancel lab.example.com \u{2026}] [Cancel]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let wrong = consented(&stage, &question, "vps.example.com").await;
    wrong.wait_followup(0, SOON).await.ok();
    assert_eq!(sent(&stage, before), [""; 0]);
    let told = reads(&consented(&stage, &question, "lab.example.com").await, "was asked to end").await;
    assert!(told.text().contains("It stays until LightLayer acts on that"), "{}", told.text());
    let body = r#"{"immediate":"false","reason":"moved away"}"#;
    assert_eq!(sent(&stage, before), [format!("POST /api/service/303/cancel {body}")]);
    assert_eq!(effects(&stage), [Effect::CancellationSent { service: 303, immediate: false }]);

    stage.lightlayer.inject(Operation::CancelService, Fault::after(Misbehaviour::Drop).once());
    let (_, question) = asked(&stage, "service cancel", json!({"service": SERVICE, "immediate": true})).await;
    let told = reads(&consented(&stage, &question, "vps.example.com").await, "is not known").await;
    assert!(told.text().contains("It was not sent again"), "{}", told.text());
    assert_eq!(stage.lightlayer.count(Operation::CancelService), 2);
    let audit = stage.audit().await;
    assert!(audit.contains(&"service.cancel asia/302 unknown (unobserved)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_label_is_changed_at_once_and_a_lost_answer_is_settled_by_looking() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let label = "shop \"1\"/../?x=1 \u{1F600}";
    let (changed, _) = asked(&stage, "service relabel", json!({"service": SERVICE, "label": label})).await;
    reads(&changed, "is now labelled").await;
    let body = json!({"label": label});
    assert_eq!(sent(&stage, before), [format!("POST /api/service/302/label {body}")]);
    let shown = used(&stage, &stage.ana(), "service label", &[("service", SERVICE)]).await;
    assert!(shown.text().contains("is labelled"), "{}", shown.text());
    for (fault, words) in [
        (Fault::after(Misbehaviour::Drop), "is now labelled"),
        (Fault::before(Misbehaviour::Drop), "has the label that it had before"),
    ] {
        stage.lightlayer.inject(Operation::ChangeLabel, fault.once());
        let label = format!("{words} x");
        let (changed, _) =
            asked(&stage, "service relabel", json!({"service": SERVICE, "label": label})).await;
        let told = reads(&changed, words).await;
        assert!(told.text().contains("not sent again"), "{}", told.text());
    }
    assert_eq!(stage.lightlayer.count(Operation::ChangeLabel), 3);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_made_once_and_watched_until_it_runs_and_then_deleted() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let (_, question) = asked(&stage, "vps create", web_2()).await;
    let text = steady(&card(&question));
    for part in [
        "Make the server web-2 in vps.example.com?",
        "| System: Ubuntu 24.04",
        "| Size: 2 cores, 2048 MB memory, 40 GB disk",
        "[Make a server in vps.example.com - price not told by LightLayer] [Cancel]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let told = reads(&consented(&stage, &question, "").await, "is made and running after").await;
    assert!(told.text().contains("2 cores") && told.text().contains("web-2"), "{}", told.text());
    let body = r#"{"cpu":"2","disk":"40","label":"web-2","memory":"2048","template":"102"}"#;
    assert_eq!(sent(&stage, before), [format!("POST /api/service/302/vms {body}")]);
    let [Effect::VmCreated { service: 302, vm }] = &effects(&stage)[..] else {
        panic!("it is not recorded as one");
    };
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.create asia/302 done (verified)".to_owned()), "{audit:#?}");

    let server = format!("asia/302.{vm}");
    let (_, question) = asked(&stage, "vps destroy", json!({"server": server})).await;
    reads(&consented(&stage, &question, "web-2").await, "is gone after").await;
    let sent = sent(&stage, before);
    assert_eq!(sent[0], format!("DELETE /api/service/302/vms/{vm}"));
    assert_eq!(sent.len(), 2);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_deleted_while_it_is_made_ends_the_making() {
    let stage = stage().await;
    stage.lightlayer.with_state(|state| state.pace.provisioning = Duration::from_secs(600));
    let (_, question) = asked(&stage, "vps create", web_2()).await;
    let making = consented(&stage, &question, "").await;
    reads(&making, "It reports building").await;
    let [Effect::VmCreated { vm, .. }] = &effects(&stage)[..] else { panic!("it is not being made") };
    let server = format!("asia/302.{vm}");
    // What is not in the last list is not found by its reference.
    used(&stage, &stage.ana(), "vps list", &[("account", "asia")]).await;
    let (_, question) = asked(&stage, "vps destroy", json!({"server": server})).await;
    reads(&consented(&stage, &question, "web-2").await, "is gone after").await;
    let told = reads(&making, "was deleted meanwhile").await;
    assert!(!told.text().contains("there may be two"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_creation_is_found_by_its_label_and_never_made_again() {
    let stage = stage().await;
    for (fault, words, made) in [
        (Fault::after(Misbehaviour::Drop), "is made and running after", 1),
        (Fault::before(Misbehaviour::Drop), "has no new server", 1),
    ] {
        let (_, question) = asked(&stage, "vps create", web_2()).await;
        stage.lightlayer.inject(Operation::CreateVm, fault.once());
        let told = reads(&consented(&stage, &question, "").await, words).await;
        assert!(told.text().contains("not sent again"), "{}", told.text());
        assert_eq!(effects(&stage).len(), made, "{words}");
    }
    assert_eq!(stage.lightlayer.count(Operation::CreateVm), 2);
    // It is built and never starts.
    stage.lightlayer.with_state(|state| state.pace.provisioning = Duration::from_secs(600));
    let (_, question) = asked(&stage, "vps create", web_2()).await;
    let told = reads(&consented(&stage, &question, "").await, "still not done after").await;
    assert!(told.text().contains("It reports building"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let stage = stage().await;
    settle(&stage).await;
    let long = "x".repeat(100);
    let with = |name: &str, value: Value| {
        let mut options = web_2();
        options[name] = value;
        options
    };
    for (path, options, words) in [
        ("service upgrade", json!({"service": SERVICE}), "of these options: `resources`, `package`, `cycle`"),
        ("service upgrade", json!({"service": SERVICE, "resources": "1557"}), "as `id=value`"),
        ("service upgrade", json!({"service": SERVICE, "resources": "../1557=10103"}), "as `id=value`"),
        ("service upgrade", json!({"service": SERVICE, "resources": "1557=10103&send=1"}), "as `id=value`"),
        ("service upgrade", json!({"service": SERVICE, "package": "99"}), "no such product"),
        ("service relabel", json!({"service": SERVICE, "label": "a\nb"}), "name of one line"),
        ("service relabel", json!({"service": SERVICE, "label": "  "}), "name of one line"),
        ("service cancel", json!({"service": SERVICE, "reason": "a\u{7}b"}), "reason of one line"),
        ("service methods", json!({"service": "asia/../login"}), "No service that you may see"),
        ("service methods", json!({"service": "asia/302?x=1"}), "No service that you may see"),
        ("service methods", json!({"service": long}), "No service that you may see"),
        ("vps create", with("template", "../102".into()), "no such operating system"),
        ("vps create", with("service", "asia/301".into()), "No server can be made in"),
        ("vps create", with("label", "a\r\nb".into()), "name of one line"),
    ] {
        let told = told(&stage, &stage.ana(), path, options.clone()).await;
        assert!(told.message.text().contains(words), "{path} {options}: {}", told.message.text());
        assert!(told.message.ephemeral_to.is_some());
        // What may be a name is looked for in the other accounts' lists too, so that the refusal can name one of them.
        let is_list =
            |line: &String| line.starts_with("GET /api/service") || line == "GET /user/subscriptions";
        assert!(told.requests.iter().all(is_list), "{:?}", told.requests);
    }
    assert_eq!(effects(&stage), []);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_and_their_systems_complete_while_they_are_typed() {
    let stage = stage().await;
    let ana = stage.ana();
    let offered = typing(&ana, "service upgrade", &[("service", "vps")]).await;
    assert_eq!(offered, "vps.example.com \u{b7} asia \u{b7} Active = asia/302");
    let offered = typing(&ana, "vps create", &[("service", SERVICE), ("template", "ubu")]).await;
    assert_eq!(offered, "Ubuntu 24.04 \u{b7} 102 = 102");
    let offered = typing(&ana, "vps create", &[("service", "")]).await;
    assert!(offered.contains("asia/302") && !offered.contains("asia/301"), "{offered}");
    assert!(typing(&ana, "service show", &[("service", "")]).await.contains("asia/301"));
    assert_eq!(typing(&ana, "vps create", &[("service", "asia/301"), ("template", "")]).await, "");
    assert_eq!(typing(&ana, "vps create", &[("service", "nowhere"), ("template", "")]).await, "");
    stage.end().await;
}
