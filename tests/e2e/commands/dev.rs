//! Inferno's account beside the others: its servers, its orders and their invoices, services, SSH keys and balance.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::inferno::{Effect, Fault, Misbehaviour, Operation, Pace, Reply, State};
use insta::assert_snapshot;
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady, told};

const GRANTS_HERE: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\n\
     allow = [\"sshkey.*\", \"service.*\", \"order.*\", \"find\"]\n\
     [[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"invoice.*\", \"vps.credentials\"]\n";

/// The key that is added.
const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";

fn state() -> State {
    let mut state = State::documented();
    state.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    state
}

async fn stage() -> Stage {
    stage_of(state()).await
}

async fn stage_of(inferno: State) -> Stage {
    let grants = format!("{GRANTS}{GRANTS_HERE}");
    Stage::with(Setup { inferno: Some(inferno), grants, ..Setup::default() }).await
}

fn effects(stage: &Stage) -> Vec<Effect> {
    stage.inferno.ledger().into_iter().map(|entry| entry.effect).collect()
}

fn json_answer(body: &Value) -> Fault {
    Fault::answer(Reply::new(StatusCode::OK, "application/json", body.to_string()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_listed_and_shown_with_what_is_told_of_them() {
    let stage = stage().await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "vps list", json!({"account": "dev"})).await.print(), @"");
    assert_snapshot!(told(&stage, &ana, "vps show", json!({"server": "37-1-0-111"})).await.print(), @"");
    for typed in ["37.1.0.111", "dev/47012", "47012"] {
        let shown = used(&stage, &ana, "vps show", &[("server", typed)]).await;
        assert!(shown.text().contains("37-1-0-111"), "{typed}: {}", shown.text());
    }
    stage.inferno.vps_reports(47_012, Some("Приостановлен"));
    let shown = used(&stage, &ana, "vps show", &[("server", "dev/47012")]).await;
    assert!(shown.text().contains("Приостановлен"), "{}", shown.text());
    assert_snapshot!(told(&stage, &ana, "vps templates", json!({"account": "dev"})).await.print(), @"");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_restarted_stopped_and_started_and_seen_to_be() {
    let stage = stage().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "37-1-0-111")]).await;
    assert_snapshot!(steady(&card(&question)), @"");
    let told = reads(&press(&ana, &question, "confirm"), "after").await;
    assert_snapshot!(steady(&card(&told)), @"");
    let question = used(&stage, &ana, "vps stop", &[("server", "dev/47012")]).await;
    reads(&press(&ana, &question, "confirm"), "is stopped after").await;
    let started = stage.use_command(&ana, "vps start", &[("server", "dev/47012".into())]).await.0;
    reads(&started, "is running after").await;
    let power = |verb| Effect::Power { order: 47_012, verb };
    assert_eq!(effects(&stage), [Operation::Reboot, Operation::Stop, Operation::Boot].map(power));
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.restart dev/47012 done (verified)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_with_a_good_status_is_told_as_one_and_a_lost_answer_is_looked_after() {
    let stage = stage().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "dev/47012")]).await;
    let refused = json!({"result": "fail", "message": "VPS is locked *now*"});
    stage.inferno.inject(Operation::Reboot, json_answer(&refused).once());
    let told = reads(&press(&ana, &question, "confirm"), "refused it").await;
    assert!(told.text().contains("VPS is locked \\*now\\*"), "{}", told.text());
    let question = used(&stage, &ana, "vps stop", &[("server", "dev/47012")]).await;
    stage.inferno.inject(Operation::Stop, Fault::after(Misbehaviour::Drop).once());
    let told = reads(&press(&ana, &question, "confirm"), "is stopped after").await;
    assert!(told.text().contains("own answer was lost"), "{}", told.text());
    assert_eq!((stage.inferno.count(Operation::Stop), stage.inferno.count(Operation::Reboot)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_invoices_orders_and_plans_are_shown() {
    let stage = stage().await;
    let max = stage.max();
    for (path, options) in [
        ("balance", json!({"account": "dev"})),
        ("invoice list", json!({"account": "dev"})),
        ("invoice show", json!({"invoice": "dev/366000"})),
        ("order plans", json!({"account": "dev"})),
        ("order plan", json!({"plan": "dev/303"})),
        ("order quote", json!({"plan": "dev/303"})),
        ("order list", json!({"account": "dev"})),
        ("order status", json!({"order": "dev/47200"})),
    ] {
        let name = format!("dev {path}");
        assert_snapshot!(name, told(&stage, &max, path, options).await.print());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_are_listed_and_shown_without_their_secrets() {
    let stage = stage().await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "service list", json!({"account": "dev"})).await.print(), @"");
    let shown = told(&stage, &ana, "service show", json!({"service": "dev/49500"})).await.print();
    assert!(!shown.contains("XXXX"), "{shown}");
    assert_snapshot!(shown, @"");
    let elsewhere = used(&stage, &ana, "service show", &[("service", "shop/101")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unpaid_order_is_cancelled_once_its_name_is_typed_and_a_paid_one_is_not() {
    let stage = stage().await;
    let ana = stage.ana();
    let paid = used(&stage, &ana, "order cancel", &[("order", "dev/47012")]).await;
    assert_snapshot!(steady(&card(&paid)), @"");
    let item = [("order", "dev/47200"), ("item", "49700")];
    let item = used(&stage, &ana, "order cancel", &item).await;
    assert!(item.text().contains("cancels orders as a whole"), "{}", item.text());
    let question = used(&stage, &ana, "order cancel", &[("order", "8634530000")]).await;
    assert_snapshot!(steady(&card(&question)), @"");
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let wrong = form.submit_modal(&[("text", "8634510000")]).unwrap();
    reads(&wrong, "not the name").await;
    assert!(effects(&stage).is_empty());
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let sent = form.submit_modal(&[("text", "8634530000")]).unwrap();
    let told = reads(&sent, "is cancelled").await;
    assert_snapshot!(steady(&card(&told)), @"");
    assert_eq!(effects(&stage), [Effect::Cancelled { order: 47_200 }]);
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.cancel dev/47200 done".to_owned()), "{audit:#?}");
    stage.end().await;
}

/// Cancels the pending order while its call meets the fault, and gives the message that says this at the end.
async fn cancelled(stage: &Stage, fault: Fault, words: &str) -> Message {
    let ana = stage.ana();
    let question = used(stage, &ana, "order cancel", &[("order", "dev/47200")]).await;
    stage.inferno.inject(Operation::Cancel, fault.once());
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", "8634530000")]).unwrap(), words).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_whose_answer_is_lost_is_looked_after_and_never_sent_again() {
    let stage = stage().await;
    let told = cancelled(&stage, Fault::before(Misbehaviour::Drop), "is not cancelled").await;
    assert_snapshot!(steady(&card(&told)), @"");
    let told = cancelled(&stage, Fault::after(Misbehaviour::Drop), "is cancelled").await;
    assert!(told.text().contains("own answer was lost"), "{}", told.text());
    assert_eq!((stage.inferno.count(Operation::Cancel), effects(&stage).len()), (2, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ssh_key_is_added_by_a_form_listed_and_removed() {
    let stage = stage().await;
    let ana = stage.ana();
    let add = async || {
        let form = ana.slash(CHANNEL_OPS, "sshkey add", &[("account", "dev".into())]).unwrap();
        form.wait_modal(SOON).await.unwrap();
        form
    };
    let form = add().await;
    let told_of = reads(&form.submit_modal(&[("text", LINE)]).unwrap(), "is in").await;
    assert_snapshot!(steady(&card(&told_of)), @"");
    assert_eq!(effects(&stage), [Effect::KeyAdded { key: 8 }]);
    let body = stage.inferno.requests_for(Operation::KeyAdd)[0].json().unwrap();
    assert_eq!(body, json!({"cid": 777, "sshkey": LINE}));
    assert_snapshot!(told(&stage, &ana, "sshkey list", json!({"account": "dev"})).await.print(), @"");
    let typing = [("key", "".into())];
    let choices = ana.autocomplete(CHANNEL_OPS, "sshkey remove", &typing, "key").unwrap();
    let choices = choices.wait_choices(SOON).await.unwrap();
    assert!(choices.iter().any(|choice| choice.value == json!("dev/8")), "{choices:?}");
    let question = used(&stage, &ana, "sshkey remove", &[("key", "ana@home")]).await;
    assert_snapshot!(steady(&card(&question)), @"");
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", "ana@home")]).unwrap(), "is removed").await;
    assert_eq!(effects(&stage).last(), Some(&Effect::KeyRemoved { key: 8 }));
    // One whose answer is lost is found by its name among those that are new.
    stage.inferno.inject(Operation::KeyAdd, Fault::after(Misbehaviour::Drop).once());
    let seen = reads(&add().await.submit_modal(&[("text", LINE)]).unwrap(), "is there").await;
    assert!(seen.text().contains("own answer was lost"), "{}", seen.text());
    assert_eq!(stage.inferno.count(Operation::KeyAdd), 2);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_public_key_is_not_sent_and_a_private_one_not_even_repeated() {
    let stage = stage().await;
    let ana = stage.ana();
    let add = async |text: &str| {
        let form = ana.slash(CHANNEL_OPS, "sshkey add", &[("account", "dev".into())]).unwrap();
        form.wait_modal(SOON).await.unwrap();
        form.submit_modal(&[("text", text)]).unwrap()
    };
    for text in ["ssh-rsa", "ssh-rsa AAAA x", &format!("{LINE}\n{LINE}")] {
        let told = add(text).await.wait_message(SOON).await.unwrap();
        assert!(told.text().contains("Paste the one line"), "{text}: {}", told.text());
    }
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----";
    let sent = add(private).await;
    let told = sent.wait_message(SOON).await.unwrap();
    assert!(told.text().contains("That is a private key"), "{}", told.text());
    assert_eq!(told.ephemeral_to, Some(ana.user));
    assert_eq!(stage.inferno.count(Operation::KeyAdd), 0);
    let audit = stage.audit().await;
    assert!(audit.iter().any(|row| row.ends_with("refused (private key)")), "{audit:#?}");
    let messages = stage.discord.all_messages();
    assert!(messages.iter().all(|message| !message.text().contains("canary")), "it is nowhere");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_key_is_told_with_both_that_may_be_wrong() {
    let stage = stage().await;
    stage.inferno.with_state(|state| state.is_listed = false);
    let listed = used(&stage, &stage.ana(), "vps list", &[("account", "dev")]).await;
    assert_snapshot!(steady(&card(&listed)), @"");
    stage.inferno.with_state(|state| state.is_listed = true);
    stage.inferno.inject_everywhere(Fault::answer(Reply::html(StatusCode::FORBIDDEN)));
    let listed = used(&stage, &stage.ana(), "vps list", &[("account", "dev")]).await;
    assert_snapshot!(steady(&card(&listed)), @"");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_chat_names_changes_no_request() {
    let stage = stage().await;
    let ana = stage.ana();
    let before = stage.inferno.requests().len();
    let long = "9".repeat(100);
    for id in ["../47012", "47012&action=cancel", "47012?x=1", "%2e%2e", "47012\n", "\u{1F525}", "0", &long] {
        for (path, option) in [
            ("vps restart", "server"),
            ("vps show", "server"),
            ("order cancel", "order"),
            ("service show", "service"),
            ("sshkey remove", "key"),
        ] {
            let named = format!("dev/{id}").chars().take(100).collect::<String>();
            let told = used(&stage, &ana, path, &[(option, &named)]).await;
            assert_eq!(told.ephemeral_to, Some(ana.user), "{path} {id}: {}", told.text());
        }
    }
    assert!(effects(&stage).is_empty());
    let asked = stage.inferno.requests().split_off(before);
    let lists = [Operation::Orders, Operation::Services, Operation::KeyList, Operation::GetInfo];
    assert!(asked.iter().all(|request| lists.contains(&request.operation.unwrap())), "{asked:?}");
    stage.end().await;
}

/// The `run` of each installation that was asked for.
fn runs(stage: &Stage, operation: Operation) -> Vec<String> {
    let bodies = stage.inferno.requests_for(operation).into_iter();
    bodies.map(|request| String::from_utf8(request.body.to_vec()).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_set_up_anew_after_a_check_and_its_name_and_its_password_is_shown_to_one_alone() {
    let stage = stage().await;
    let (ana, max) = (stage.ana(), stage.max());
    let arguments = |template: &str| {
        vec![("server", "dev/47012".into()), ("template", template.into()), ("ssh_keys", "7".into())]
    };
    let refused = stage.use_command(&ana, "vps reinstall", &arguments("beos")).await.1;
    assert!(refused.text().contains("no operating system"), "{}", refused.text());
    assert_eq!(stage.inferno.count(Operation::Reinstall), 0);
    let question = stage.use_command(&ana, "vps reinstall", &arguments("centos7-64-default")).await.1;
    assert_snapshot!(steady(&card(&question)), @"");
    let asked = runs(&stage, Operation::Reinstall);
    assert!(asked.iter().all(|body| body.ends_with("&run=0")), "{asked:?}");
    assert!(effects(&stage).is_empty());
    let opened = press(&ana, &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    let sent = opened.submit_modal(&[("text", "37-1-0-111")]).unwrap();
    let told_end = reads(&sent, "is set up anew and running after").await;
    assert_snapshot!(steady(&card(&told_end)), @"");
    let asked = runs(&stage, Operation::Reinstall);
    assert_eq!(asked.iter().filter(|body| body.ends_with("&sshkey_ids=7&run=1")).count(), 1, "{asked:?}");
    let template = "centos7-64-default".to_owned();
    assert_eq!(effects(&stage), [Effect::Installed { order: 47_012, again: true, template, keys: vec![7] }]);

    let secret = stage
        .inferno
        .with_state(|state| state.orders[&47_012].vps.as_ref().unwrap().password.expose_secret().clone());
    let refused = used(&stage, &ana, "vps credentials", &[("server", "dev/47012")]).await;
    assert!(refused.text().contains("`vps.credentials`"), "{}", refused.text());
    let shown = told(&stage, &max, "vps credentials", json!({"server": "dev/47012"})).await;
    assert_eq!(shown.message.ephemeral_to, Some(max.user));
    assert_snapshot!(shown.print().replace(&secret, "[the password]"), @"");
    for (user, text) in
        stage.discord.all_messages().iter().map(|message| (message.ephemeral_to, message.text()))
    {
        assert!(!text.contains(&secret) || user == Some(max.user), "{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_to_setting_up_anew_is_looked_after_and_an_odd_one_counts_as_lost() {
    for fault in [
        Fault::after(Misbehaviour::Drop),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", "[status] => maybe")),
    ] {
        let stage = stage().await;
        let ana = stage.ana();
        let arguments = [("server", "dev/47012".into()), ("template", "centos7-64-default".into())];
        let question = stage.use_command(&ana, "vps reinstall", &arguments).await.1;
        // The check that comes once more goes well.
        stage.inferno.inject(Operation::Reinstall, Fault::before(Misbehaviour::Delay(Duration::ZERO)).once());
        stage.inferno.inject(Operation::Reinstall, fault.once());
        let opened = press(&ana, &question, "confirm");
        opened.wait_modal(SOON).await.unwrap();
        let sent = opened.submit_modal(&[("text", "37-1-0-111")]).unwrap();
        reads(&sent, "was lost").await;
        let asked = runs(&stage, Operation::Reinstall);
        assert_eq!(asked.iter().filter(|body| body.ends_with("&run=1")).count(), 1, "{asked:?}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_of_a_paid_order_is_installed_and_seen_to_run() {
    let stage = stage().await;
    let ana = stage.ana();
    let arguments = [("order", "dev/47200".into()), ("template", "centos7-64-default".into())];
    let unpaid = stage.use_command(&ana, "order install", &arguments).await.1;
    assert_snapshot!(steady(&card(&unpaid)), @"");
    stage.inferno.order_is_paid(47_200);
    let typing = stage
        .ana()
        .autocomplete(
            CHANNEL_OPS,
            "order install",
            &[arguments[0].clone(), ("template", "cent".into())],
            "template",
        )
        .unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    assert!(choices.iter().any(|choice| choice.value == "centos7-64-default"), "{choices:?}");
    let sent = stage.use_command(&ana, "order install", &arguments).await.0;
    let told_end = reads(&sent, "is installed and running after").await;
    assert_snapshot!(steady(&card(&told_end)), @"");
    let template = "centos7-64-default".to_owned();
    assert_eq!(effects(&stage), [Effect::Installed { order: 47_200, again: false, template, keys: vec![] }]);
    let listed = used(&stage, &ana, "vps list", &[("account", "dev")]).await;
    assert!(listed.text().contains("dev/47200") || listed.text().contains("47200"), "{}", listed.text());
    let exists = stage.use_command(&ana, "order install", &arguments).await.1;
    assert!(exists.text().contains("Vps exists with current"), "{}", exists.text());
    assert_eq!(effects(&stage).len(), 1);
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.install dev/47200 done (verified)".to_owned()), "{audit:#?}");
    stage.end().await;
}

/// Asks for a plan, has the order answered so, and says yes.
async fn bought(stage: &Stage, fault: Option<Fault>) -> Interaction {
    let max = stage.max();
    let question = stage.use_command(&max, "order buy", &[("plan", "dev/303".into())]).await.1;
    if let Some(fault) = fault {
        stage.inferno.inject(Operation::Create, fault.once());
    }
    press(&max, &question, "confirm")
}

/// The orders that were placed, with their invoices.
fn placed(stage: &Stage) -> Vec<(u64, u64)> {
    let orders = effects(stage).into_iter().filter_map(|effect| match effect {
        Effect::Ordered { order, .. } => Some(order),
        _ => None,
    });
    orders.map(|order| (order, stage.inferno.with_state(|state| state.orders[&order].invoice))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_ordered_once_and_followed_until_its_invoice_is_paid() {
    let stage = stage().await;
    let question = stage.use_command(&stage.max(), "order buy", &[("plan", "dev/303".into())]).await.1;
    assert_snapshot!(steady(&card(&question)), @"");
    for (option, value) in [("os", "centos7-64-default"), ("name", "web-9"), ("options", "a=b")] {
        let options = [("plan", "dev/303".into()), (option, value.into())];
        let refused = stage.use_command(&stage.max(), "order buy", &options).await.1;
        assert!(refused.text().contains("Nothing was"), "{option}: {}", refused.text());
    }
    assert_eq!(stage.inferno.count(Operation::Create), 0);
    let pressed = press(&stage.max(), &question, "confirm");
    let waits = reads(&pressed, "which is not paid yet").await;
    let [(order, invoice)] = placed(&stage).try_into().unwrap();
    assert!(waits.text().contains(&format!("dev/{invoice}")), "{}", waits.text());
    stage.inferno.order_is_paid(order);
    reads(&pressed, "is set up after").await;
    assert_eq!(stage.inferno.count(Operation::Create), 1);
    assert_eq!(
        stage.audit_of(4).await,
        [
            "order.buy dev/303 asked",
            "order.buy dev/303 intent",
            "order.buy dev/303 done",
            "order.buy dev/303 done (verified)"
        ]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_answer_is_lost_is_found_among_what_is_new_and_never_sent_again() {
    let odd = |body: &Value| {
        Fault::after(Misbehaviour::Answer(Reply::new(StatusCode::OK, "application/json", body.to_string())))
    };
    for fault in [
        Fault::after(Misbehaviour::Drop),
        odd(&json!({"result": "success"})),
        odd(&json!({"result": "queued"})),
        odd(&json!([])),
    ] {
        let case = format!("{fault:?}");
        let stage = stage().await;
        let pressed = bought(&stage, Some(fault)).await;
        reads(&pressed, "not there before").await;
        let [(order, _)] = placed(&stage).try_into().unwrap();
        stage.inferno.order_is_paid(order);
        reads(&pressed, "is set up after").await;
        assert_eq!((placed(&stage).len(), stage.inferno.count(Operation::Create)), (1, 1), "{case}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_never_arrived_or_was_refused_is_told_as_none() {
    let stage = stage().await;
    let told = reads(&bought(&stage, Some(Fault::before(Misbehaviour::Drop))).await, "was not ordered").await;
    assert!(told.text().contains("has nothing new that could be it"), "{}", told.text());
    let refused = json_answer(&json!({"result": "fail", "message": "Out of *stock*"}));
    let told = reads(&bought(&stage, Some(refused)).await, "That did not work").await;
    assert!(told.text().contains("Out of \\*stock\\*"), "{}", told.text());
    assert_eq!((placed(&stage).len(), stage.inferno.count(Operation::Create)), (0, 2));
    // Nothing is sent when what is there already cannot be told.
    let question = stage.use_command(&stage.max(), "order buy", &[("plan", "dev/303".into())]).await.1;
    let blind = Fault::answer(Reply::status(StatusCode::BAD_GATEWAY));
    stage.inferno.inject(Operation::Orders, blind.times(9));
    reads(&press(&stage.max(), &question, "confirm"), "That did not work").await;
    assert_eq!(stage.inferno.count(Operation::Create), 2);
    stage.inferno.clear_faults();
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_but_the_one_for_the_key_is_reached_by_using_commands_alone() {
    let stage = stage().await;
    let (ana, max) = (stage.ana(), stage.max());
    for (path, options) in [
        ("vps list", vec![("account", "dev")]),
        ("vps show", vec![("server", "dev/47012")]),
        ("order list", vec![("account", "dev")]),
        ("order plans", vec![("account", "dev")]),
        ("service list", vec![("account", "dev")]),
        ("service show", vec![("service", "dev/49500")]),
        ("sshkey list", vec![("account", "dev")]),
    ] {
        used(&stage, &ana, path, &options).await;
    }
    used(&stage, &max, "balance", &[("account", "dev")]).await;
    let reinstall = [("server", "dev/47012".into()), ("template", "centos7-64-default".into())];
    stage.use_command(&ana, "vps reinstall", &reinstall).await;
    for path in ["vps restart", "vps stop"] {
        let question = used(&stage, &ana, path, &[("server", "dev/47012")]).await;
        reads(&press(&ana, &question, "confirm"), "after").await;
    }
    let started = stage.use_command(&ana, "vps start", &[("server", "dev/47012".into())]).await.0;
    reads(&started, "is running after").await;
    let pressed = bought(&stage, None).await;
    reads(&pressed, "which is not paid yet").await;
    let [(order, _)] = placed(&stage).try_into().unwrap();
    stage.inferno.order_is_paid(order);
    let install = [("order", format!("dev/{order}").into()), ("template", "centos7-64-default".into())];
    let sent = stage.use_command(&ana, "order install", &install).await.0;
    reads(&sent, "is installed and running after").await;
    let typed = async |path: &str, option: &str, id: &str, name: &str, end: &str| {
        let question = used(&stage, &ana, path, &[(option, id)]).await;
        let opened = press(&ana, &question, "confirm");
        opened.wait_modal(SOON).await.unwrap();
        reads(&opened.submit_modal(&[("text", name)]).unwrap(), end).await;
    };
    typed("order cancel", "order", "dev/47200", "8634530000", "is cancelled").await;
    let name = stage.inferno.with_state(|state| state.keys[&7].name.clone());
    typed("sshkey remove", "key", "dev/7", &name, "is removed").await;
    let form = stage.ana().slash(CHANNEL_OPS, "sshkey add", &[("account", "dev".into())]).unwrap();
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", LINE)]).unwrap(), "is in").await;

    for operation in Operation::ALL {
        let is_well = |request: &hostmaster::sandbox::inferno::RecordedRequest| {
            matches!(request.outcome, hostmaster::sandbox::inferno::Outcome::Answered(200..=299))
        };
        let reached = stage.inferno.requests_for(*operation).iter().any(is_well);
        // The one for the key is called by `hostmaster key` alone.
        assert_eq!(reached, *operation != Operation::GetApiKey, "{operation:?}");
    }
    stage.end().await;
}
