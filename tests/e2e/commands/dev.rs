//! Inferno's account beside the others: its servers, its orders and their invoices, services, SSH keys and balance.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::inferno::{Effect, Fault, Misbehaviour, Operation, Pace, Reply, State};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady, told};

const GRANTS_HERE: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\n\
     allow = [\"sshkey.*\", \"service.*\", \"order.*\", \"find\"]\n\
     [[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"invoice.*\", \"vps.credentials\"]\n";

/// The key that is added.
pub const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";

fn state() -> State {
    let mut state = State::documented();
    state.pace = Pace {
        boot_time: Duration::from_millis(300),
        provisioning: Duration::from_millis(300),
        ..Pace::INSTANT
    };
    state
}

pub async fn stage() -> Stage {
    stage_of(state()).await
}

async fn stage_of(inferno: State) -> Stage {
    let grants = format!("{GRANTS}{GRANTS_HERE}");
    Stage::with(Setup { inferno: Some(inferno), grants, ..Setup::default() }).await
}

pub(super) fn effects(stage: &Stage) -> Vec<Effect> {
    stage.inferno.ledger().into_iter().map(|entry| entry.effect).collect()
}

pub(super) fn json_answer(body: &Value) -> Fault {
    Fault::answer(Reply::new(StatusCode::OK, "application/json", body.to_string()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_listed_and_shown_with_what_is_told_of_them() {
    let stage = stage().await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "vps list", json!({"account": "dev"})).await.print(), @"
    for everybody
    1 server
    **dev** · Inferno
    🟢 **37-1-0-111** · running · `dev/47012` · `37.1.0.111`
    -> POST /api_client.php?action=getinfo cid=777&key=[secret]&orderid=47012
    -> POST /api_client.php?action=orders cid=777&key=[secret]
    # vps.list dev done
    ");
    assert_snapshot!(told(&stage, &ana, "vps show", json!({"server": "37-1-0-111"})).await.print(), @"
    for everybody
    🟢 37-1-0-111
    | State: running
    | Account: dev · Inferno
    | Addresses: `37.1.0.111`
    | Payment: Active
    | Reference: `dev/47012`
    -> POST /api_client.php?action=getinfo cid=777&key=[secret]&orderid=47012
    # vps.show dev/47012 done
    ");
    for typed in ["37.1.0.111", "dev/47012", "47012"] {
        let shown = used(&stage, &ana, "vps show", &[("server", typed)]).await;
        assert!(shown.text().contains("37-1-0-111"), "{typed}: {}", shown.text());
    }
    stage.inferno.vps_reports(47_012, Some("Приостановлен"));
    let shown = used(&stage, &ana, "vps show", &[("server", "dev/47012")]).await;
    assert!(shown.text().contains("Приостановлен"), "{}", shown.text());
    let templates = used(&stage, &ana, "vps templates", &[("account", "dev")]).await;
    assert_snapshot!(steady(&card(&templates)), @"
    for everybody
    2 operating systems
    **dev** · Inferno
    **centos7-64-default** · `centos7-64-default`
    **debian12-64-default** · `debian12-64-default`
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_restarted_stopped_and_started_and_seen_to_be() {
    let stage = stage().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "37-1-0-111")]).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Restart 37-1-0-111?
    Its system is restarted: whatever runs on it is interrupted for a while.
    @ana can decide this; it expires <t>.
    | State: running
    | Account: dev
    | Addresses: `37.1.0.111`
    | Payment: Active
    | Reference: `dev/47012`
    [Restart 37-1-0-111] [Cancel]
    ");
    let told = reads(&press(&ana, &question, "confirm"), "after").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    ✅ **37-1-0-111** is back after ….
    -# Asked for by @ana.
    ");
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
    assert_snapshot!(told(&stage, &ana, "service list", json!({"account": "dev"})).await.print(), @"
    for everybody
    1 service
    **dev** · Inferno
    **37-1-0-111** · VPS-1 · active · 5.00 EUR/month · next on <date> · `dev/49500`
    -> POST /api_client.php?action=services cid=777&key=[secret]
    # service.list dev done
    ");
    let shown = told(&stage, &ana, "service show", json!({"service": "dev/49500"})).await.print();
    assert!(!shown.contains("XXXX"), "{shown}");
    assert_snapshot!(shown, @"
    for everybody
    37-1-0-111
    | State: active
    | Account: dev · Inferno
    | Product: VPS-1
    | Address: 37.1.0.111
    | Price: 5.00 EUR
    | Paid: Monthly
    | Next payment: <date>
    | Reference: `dev/49500`
    -> POST /api_client.php?action=getService cid=777&key=[secret]&serviceid=49500
    # service.show dev/49500 done
    ");
    let elsewhere = used(&stage, &ana, "service show", &[("service", "shop/101")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unpaid_order_is_cancelled_once_its_name_is_typed_and_a_paid_one_is_not() {
    let stage = stage().await;
    let ana = stage.ana();
    let paid = used(&stage, &ana, "order cancel", &[("order", "dev/47012")]).await;
    assert_snapshot!(steady(&card(&paid)), @"
    for @ana alone
    **8634510000** cannot be cancelled: Inferno says active. At Inferno only what is not paid yet can be cancelled.
    Nothing was changed.
    ");
    for item in ["49700", " "] {
        let item = used(&stage, &ana, "order cancel", &[("order", "dev/47200"), ("item", item)]).await;
        assert!(item.text().contains("cancels orders as a whole"), "{}", item.text());
    }
    let question = used(&stage, &ana, "order cancel", &[("order", "8634530000")]).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Cancel order 8634530000?
    It waits for its payment, so nothing of it runs that could be lost. **This cannot be undone**: to have it after all, order it anew. You will be asked to type its name.
    @ana can decide this; it expires <t>.
    | State: pending
    | Price: 5.00 EUR
    | Account: dev · Inferno
    | Reference: `dev/47200`
    [Cancel order 8634530000 …] [Cancel]
    ");
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let wrong = form.submit_modal(&[("text", "8634510000")]).unwrap();
    reads(&wrong, "not the name").await;
    assert!(effects(&stage).is_empty());
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let sent = form.submit_modal(&[("text", "8634530000")]).unwrap();
    let told = reads(&sent, "is cancelled").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    ✅ Order **8634530000** is cancelled at Inferno.
    ");
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
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    Order **8634530000** is not cancelled: Inferno, looked at twice, lists it as before.
    Nothing was sent twice. You can use the command again.
    -# Asked for by @ana.
    ");
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
    assert_snapshot!(steady(&card(&told_of)), @r"
    for everybody
    ✅ The SSH key **ana\@home** is in **dev**.
    ");
    assert_eq!(effects(&stage), [Effect::KeyAdded { key: 8 }]);
    let body = stage.inferno.requests_for(Operation::KeyAdd)[0].json().unwrap();
    assert_eq!(body, json!({"cid": 777, "sshkey": LINE}));
    assert_snapshot!(told(&stage, &ana, "sshkey list", json!({"account": "dev"})).await.print(), @r"
    for everybody
    2 SSH keys
    **dev** · Inferno
    **ops\@example.com** · `ssh-ed25519` · `dev/7`
    **ana\@home** · `ssh-ed25519` · `dev/8`
    -> POST /api_client.php?action=sshkey.list cid=777&key=[secret]
    # sshkey.list dev done
    ");
    let typing = [("key", "".into())];
    let choices = ana.autocomplete(CHANNEL_OPS, "sshkey remove", &typing, "key").unwrap();
    let choices = choices.wait_choices(SOON).await.unwrap();
    assert!(choices.iter().any(|choice| choice.value == json!("dev/8")), "{choices:?}");
    let question = used(&stage, &ana, "sshkey remove", &[("key", "ana@home")]).await;
    assert_snapshot!(steady(&card(&question)), @r"
    for everybody
    Remove the SSH key ana\@home?
    New servers can no longer be given it; servers that have it keep it. You will be asked to type its name.
    @ana can decide this; it expires <t>.
    | Account: dev
    [Remove ana@home …] [Cancel]
    ");
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
        assert!(!told.text().contains("option"), "{text}: {}", told.text());
    }
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----";
    let sent = add(private).await;
    let told = sent.wait_message(SOON).await.unwrap();
    assert!(told.text().contains("That is a private key"), "{}", told.text());
    assert_eq!(told.ephemeral_to, Some(ana.user));
    assert_eq!(stage.inferno.count(Operation::KeyAdd), 0);
    let audit = stage.audit_of(8).await;
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
    assert_snapshot!(steady(&card(&listed)), @"
    for everybody
    The list could not be read
    ⚠️ **dev**: Inferno refused it: Access denied Whoever runs the bot must check the account's `cid` and key in the configuration, and that Inferno's support has put the bot's address on the account's list: a ticket there does it.
    ");
    stage.inferno.with_state(|state| state.is_listed = true);
    stage.inferno.inject_everywhere(Fault::answer(Reply::html(StatusCode::FORBIDDEN)));
    let listed = used(&stage, &stage.ana(), "vps list", &[("account", "dev")]).await;
    assert_snapshot!(steady(&card(&listed)), @"
    for everybody
    The list could not be read
    ⚠️ **dev**: Inferno refused the key, or the bot's address is not on the account's list there. Whoever runs the bot must check the account's `cid` and key in the configuration, and that Inferno's support has put the bot's address on the account's list: a ticket there does it.
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_chat_names_changes_no_request() {
    let stage = stage().await;
    let ana = stage.ana();
    let before = stage.inferno.requests().len();
    let long = "9".repeat(100);
    for id in ["../47012", "47012&action=cancel", "47012?x=1", "%2e%2e", "\u{1F525}", "0", &long] {
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
