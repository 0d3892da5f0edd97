//! Buying and setting up at Inferno: plans, their orders, and the servers that come of them.

use std::time::Duration;

use hostmaster::sandbox::discord::Interaction;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::inferno::{Effect, Fault, Misbehaviour, Operation, Reply};
use insta::assert_snapshot;
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::dev::{effects, json_answer, stage};
use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{SOON, Stage};
use crate::told::{card, steady, told};

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
        vec![("server", "dev/47012".into()), ("template", template.into()), ("ssh_keys", "dev/7".into())]
    };
    let refused = stage.use_command(&ana, "vps reinstall", &arguments("beos")).await.1;
    assert!(refused.text().contains("no operating system"), "{}", refused.text());
    assert_eq!(stage.inferno.count(Operation::Reinstall), 0);
    let question = stage.use_command(&ana, "vps reinstall", &arguments("centos7-64-default")).await.1;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Set 37-1-0-111 up anew and delete all its data?
    Whatever is on its disk is deleted, and it gets a new password. **This cannot be undone.** You will be asked to type its name.
    @ana can decide this; it expires <t>.
    | System: **centos7-64-default** · `centos7-64-default`
    | Keys: `7`
    | State: running
    | Account: dev
    | Addresses: `37.1.0.111`
    | Payment: Active
    | Reference: `dev/47012`
    [Set up 37-1-0-111 anew …] [Cancel]
    ");
    let asked = runs(&stage, Operation::Reinstall);
    assert!(asked.iter().all(|body| body.ends_with("&run=0")), "{asked:?}");
    assert!(effects(&stage).is_empty());
    let opened = press(&ana, &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    let sent = opened.submit_modal(&[("text", "37-1-0-111")]).unwrap();
    let told_end = reads(&sent, "is set up anew and running after").await;
    assert_snapshot!(steady(&card(&told_end)), @"
    for everybody
    ✅ **37-1-0-111** is set up anew and running after ….
    -# Asked for by @ana.
    ");
    let asked = runs(&stage, Operation::Reinstall);
    assert_eq!(asked.iter().filter(|body| body.ends_with("&sshkey_ids=7&run=1")).count(), 1, "{asked:?}");
    let template = "centos7-64-default".to_owned();
    assert_eq!(effects(&stage), [Effect::Installed { order: 47_012, again: true, template, keys: vec![7] }]);

    let secret = stage
        .inferno
        .with_state(|state| state.orders[&47_012].vps.as_ref().unwrap().password.expose_secret().clone());
    let rows = stage.audit().await.len();
    let refused = used(&stage, &ana, "vps credentials", &[("server", "dev/47012")]).await;
    assert!(refused.text().contains("`vps.credentials`"), "{}", refused.text());
    stage.audit_of(rows + 1).await;
    let shown = told(&stage, &max, "vps credentials", json!({"server": "dev/47012"})).await;
    assert_eq!(shown.message.ephemeral_to, Some(max.user));
    assert_snapshot!(shown.print().replace(&secret, "[the password]"), @"
    for @max alone
    Password of 37-1-0-111
    ||`[the password]`||
    -# You alone see this, and it is kept nowhere. Dismiss the message when you have it.
    -> POST /api_client.php?action=getinfo cid=777&key=[secret]&orderid=47012
    -> POST /api_client.php?action=getinfo cid=777&key=[secret]&orderid=47012
    # vps.credentials dev/47012 done
    ");
    for (user, text) in
        stage.discord.all_messages().iter().map(|message| (message.ephemeral_to, message.text()))
    {
        assert!(!text.contains(&secret) || user == Some(max.user), "{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_named_by_reference_or_id_and_what_is_no_key_of_the_account_is_refused() {
    let stage = stage().await;
    let ana = stage.ana();
    stage.inferno.order_is_paid(47_200);
    let template = ("template", "centos7-64-default");
    for thing in [("vps reinstall", "server", "dev/47012"), ("order install", "order", "dev/47200")] {
        let (path, option, thing) = thing;
        for (keys, words) in [
            ("7,shop/7", "**dev**: `shop/7` is no key of this account."),
            ("dev/7,laptop", "The option `ssh_keys` cannot be `dev/7,laptop`."),
            ("dev/7;8", "The option `ssh_keys` cannot be `dev/7;8`."),
        ] {
            let refused = used(&stage, &ana, path, &[(option, thing), template, ("ssh_keys", keys)]).await;
            assert_eq!(refused.ephemeral_to, Some(ana.user), "{path} {keys}");
            let text = refused.text();
            assert!(text.starts_with(words) && text.contains("`/sshkey list`"), "{path} {keys}: {text}");
        }
    }
    assert_eq!((stage.inferno.count(Operation::Reinstall), stage.inferno.count(Operation::Install)), (0, 0));
    let options =
        [("order", "dev/47200".into()), ("template", template.1.into()), ("ssh_keys", "dev/7, 7".into())];
    let sent = stage.use_command(&ana, "order install", &options).await.0;
    reads(&sent, "is installed and running after").await;
    let (template, keys) = (template.1.to_owned(), vec![7]);
    assert_eq!(effects(&stage), [Effect::Installed { order: 47_200, again: false, template, keys }]);
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
    assert_snapshot!(steady(&card(&unpaid)), @"
    for @ana alone
    **8634530000** is not paid yet: its server is installed once it is.
    Pay the invoice `dev/366000` at Inferno, and use this command again.
    Nothing was changed.
    ");
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
    assert_snapshot!(steady(&card(&told_end)), @"
    for everybody
    ✅ The server of **8634530000** is installed and running after ….
    -# Asked for by @ana.
    ");
    let template = "centos7-64-default".to_owned();
    assert_eq!(effects(&stage), [Effect::Installed { order: 47_200, again: false, template, keys: vec![] }]);
    let listed = used(&stage, &ana, "vps list", &[("account", "dev")]).await;
    assert!(listed.text().contains("dev/47200") || listed.text().contains("47200"), "{}", listed.text());
    let exists = stage.use_command(&ana, "order install", &arguments).await.1;
    assert_snapshot!(steady(&card(&exists)), @"
    for @ana alone
    The server of **8634530000** is installed already, or is being installed.
    `/vps reinstall` sets up `dev/47200` anew, which deletes all its data.
    Nothing was changed.
    ");
    assert_eq!(effects(&stage).len(), 1);
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.install dev/47200 done (verified)".to_owned()), "{audit:#?}");
    stage.end().await;
}

/// Asks for a plan, has the order answered so, and says yes.
pub(super) async fn bought(stage: &Stage, fault: Option<Fault>) -> Interaction {
    let max = stage.max();
    let question = stage.use_command(&max, "order buy", &[("plan", "dev/303".into())]).await.1;
    if let Some(fault) = fault {
        stage.inferno.inject(Operation::Create, fault.once());
    }
    press(&max, &question, "confirm")
}

/// The orders that were placed, with their invoices.
pub(super) fn placed(stage: &Stage) -> Vec<(u64, u64)> {
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
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Order VPS-1?
    Inferno makes an order and its invoice for the account **dev** as soon as you press the button. Nothing is charged before somebody pays the invoice.
    @max can decide this; it expires <t>.
    | Price: 5.00 EUR a period
    | Account: dev
    [Order VPS-1 - 5.00 EUR a period] [Cancel]
    ");
    for (option, value) in [("os", "centos7-64-default"), ("name", "web-9"), ("options", "a=b")] {
        let options = [("plan", "dev/303".into()), (option, value.into())];
        let refused = stage.use_command(&stage.max(), "order buy", &options).await.1;
        assert!(refused.text().contains("Nothing was"), "{option}: {}", refused.text());
    }
    assert_eq!(stage.inferno.count(Operation::Create), 0);
    let pressed = press(&stage.max(), &question, "confirm");
    let waits = reads(&pressed, "which is not paid yet").await;
    let [(order, invoice)] = placed(&stage).try_into().unwrap();
    let text = waits.text();
    assert!(text.contains(&format!("dev/{invoice}")) && text.contains("waits for its payment"), "{text}");
    assert!(text.contains("portal; once it is paid, `/order install` installs"), "{text}");
    // The purchase by its own id, and what Inferno lists, say the same.
    let own = stage.use_command(&stage.max(), "order list", &[("account", "dev".into())]).await.1;
    assert!(own.text().contains(&format!("waits for payment of invoice {invoice}")), "{}", own.text());
    let listed = used(&stage, &stage.max(), "order status", &[("order", &format!("dev/{order}"))]).await;
    assert!(listed.text().contains(&format!("It waits for invoice `dev/{invoice}`")), "{}", listed.text());
    assert!(listed.text().contains("`/order install`"), "{}", listed.text());
    stage.inferno.order_is_paid(order);
    let paid = reads(&pressed, "is paid after").await;
    assert!(paid.text().contains(&format!("/order install order:dev/{order}")), "{}", paid.text());
    assert_eq!(stage.inferno.count(Operation::Create), 1);
    // Which system it has is chosen then, and not by what buys.
    let plan = used(&stage, &stage.max(), "order plan", &[("plan", "dev/303")]).await;
    assert!(plan.text().contains("/order buy plan:dev/303`"), "{}", plan.text());
    assert!(plan.text().contains("with `/order install`"), "{}", plan.text());
    let audit = stage.audit().await;
    let bought = audit.iter().filter(|row| row.starts_with("order.buy dev/303") && row.contains("done"));
    let end = ["order.buy dev/303 done", "order.buy dev/303 done (verified)"];
    assert_eq!(bought.collect::<Vec<_>>(), end, "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_order_is_known_and_waits_for_money_can_be_bought_again_and_one_that_is_not_known_cannot()
 {
    for lost in [None, Some(Fault::after(Misbehaviour::Drop))] {
        let stage = stage().await;
        for _ in 0..2 {
            let pressed = bought(&stage, lost.clone()).await;
            reads(&pressed, "which is not paid yet").await;
        }
        let orders = placed(&stage);
        assert_eq!((orders.len(), stage.inferno.count(Operation::Create)), (2, 2), "{lost:?}");
        stage.end().await;
    }
    let stage = stage().await;
    let max = stage.max();
    let question = stage.use_command(&max, "order buy", &[("plan", "dev/303".into())]).await.1;
    let other = stage.use_command(&max, "order buy", &[("plan", "dev/303".into())]).await.1;
    // The answer comes to nobody, and the looks after it fail.
    stage.inferno.inject(Operation::Create, Fault::after(Misbehaviour::Drop).once());
    stage.inferno.inject(Operation::Orders, Fault::before(Misbehaviour::Delay(Duration::ZERO)).once());
    stage.inferno.inject(Operation::Orders, Fault::answer(Reply::status(StatusCode::BAD_GATEWAY)));
    reads(&press(&max, &question, "confirm"), "How far it is cannot be told just now").await;
    reads(&press(&max, &other, "confirm"), "had not ended when you asked").await;
    let again = stage.use_command(&max, "order buy", &[("plan", "dev/303".into())]).await.1;
    assert!(again.text().contains("had not ended when you asked"), "{}", again.text());
    assert_eq!(stage.inferno.count(Operation::Create), 1);
    stage.inferno.clear_faults();
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
        reads(&pressed, "which is not paid yet").await;
        let [(order, _)] = placed(&stage).try_into().unwrap();
        stage.inferno.order_is_paid(order);
        let done = reads(&pressed, "is paid after").await;
        assert!(done.text().contains("not there before"), "{case}: {}", done.text());
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
async fn a_purchase_is_found_by_its_plan_and_cancelled_and_installed_by_the_bots_own_id_too() {
    let stage = stage().await;
    let max = stage.max();
    reads(&bought(&stage, None).await, "which is not paid yet").await;
    let [(order, _)] = placed(&stage).try_into().unwrap();
    let own = stage.store.purchases().await.unwrap()[0].resource.to_string();
    let number = stage.inferno.with_state(|state| state.orders[&order].number).to_string();
    let status = used(&stage, &max, "order status", &[("order", &format!("dev/{order}"))]).await;
    assert!(status.text().contains(&number), "{}", status.text());
    for path in ["order cancel", "order install"] {
        let typing = max.autocomplete(CHANNEL_OPS, path, &[("order", "VPS".into())], "order").unwrap();
        let offered = typing.wait_choices(SOON).await.unwrap();
        let [offered] = &offered[..] else { panic!("{path}: {offered:?}") };
        assert_eq!(offered.value, format!("dev/{order}"), "{path}");
        assert!(offered.name.contains("VPS-1") && offered.name.contains(&number), "{}", offered.name);
    }
    let question = used(&stage, &max, "order cancel", &[("order", &own)]).await;
    assert!(question.text().contains(&format!("Cancel order {number}?")), "{}", question.text());
    stage.inferno.order_is_paid(order);
    let (_, bare) = own.split_once('/').unwrap();
    let arguments = [("order", bare.into()), ("template", "centos7-64-default".into())];
    let sent = stage.use_command(&max, "order install", &arguments).await.0;
    reads(&sent, "is installed and running after").await;
    let installed = |effect: &Effect| matches!(effect, Effect::Installed { order: it, .. } if *it == order);
    assert!(effects(&stage).iter().any(installed), "{:?}", effects(&stage));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_come_about_since_its_list_was_read_is_found_by_its_reference() {
    let stage = stage().await;
    let max = stage.max();
    let known = [
        ("order status", "order", "dev/47200", "8634530000"),
        ("order cancel", "order", "dev/47200", "8634530000"),
        ("invoice show", "invoice", "dev/366000", "366000"),
    ];
    for (path, option, reference, words) in known {
        let shown = used(&stage, &max, path, &[(option, reference)]).await;
        assert!(shown.text().contains(words), "{}", shown.text());
    }
    let order = stage.inferno.order_is_placed(303).unwrap();
    let placed = stage.inferno.with_state(|state| state.orders[&order].clone());
    let (reference, number) = (format!("dev/{order}"), placed.number.to_string());
    let invoice = format!("dev/{}", placed.invoice);
    for (path, option, reference, words) in [
        ("order status", "order", &reference, &number),
        ("order cancel", "order", &reference, &number),
        ("invoice show", "invoice", &invoice, &placed.invoice.to_string()),
    ] {
        let asking = async {
            // The list was read a moment ago, which counts as now for a moment longer.
            while used(&stage, &max, path, &[(option, reference)]).await.text().contains("fits") {}
            used(&stage, &max, path, &[(option, reference)]).await
        };
        let shown = tokio::time::timeout(SOON, asking).await.expect("it to be found before its list is old");
        assert!(shown.text().contains(words), "{}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unpaid_order_that_is_cancelled_asks_nobody_for_money_any_more() {
    let stage = stage().await;
    let ana = stage.ana();
    let pressed = bought(&stage, None).await;
    reads(&pressed, "which is not paid yet").await;
    let [(order, _)] = placed(&stage).try_into().unwrap();
    let question = used(&stage, &ana, "order cancel", &[("order", &format!("dev/{order}"))]).await;
    let form = press(&ana, &question, "confirm");
    let name = form.wait_modal(SOON).await.unwrap().inputs[0].placeholder.clone();
    reads(&form.submit_modal(&[("text", &name)]).unwrap(), "is cancelled").await;
    let over = reads(&pressed, "was cancelled at Inferno before anybody paid it").await;
    assert!(!over.text().contains("not paid yet"), "{}", over.text());
    let listed = used(&stage, &ana, "order list", &[("account", "dev")]).await;
    assert!(listed.text().contains("cancelled before it was paid"), "{}", listed.text());
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.buy dev/303 cancelled (cancelled)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_lost_purchases_the_one_that_was_made_is_nobody_elses() {
    let stage = stage().await;
    let max = stage.max();
    let ask = async |plan: &str| used(&stage, &max, "order buy", &[("plan", plan)]).await;
    let (never, made) = (ask("dev/304").await, ask("dev/303").await);
    stage.inferno.inject(Operation::Create, Fault::before(Misbehaviour::Drop).once());
    let never = press(&max, &never, "confirm");
    stage.inferno.wait_for_request(Operation::Create, 1, SOON).await.unwrap();
    stage.inferno.inject(Operation::Create, Fault::after(Misbehaviour::Drop).once());
    let made = press(&max, &made, "confirm");
    reads(&made, "which is not paid yet").await;
    reads(&never, "was not ordered").await;
    assert_eq!(placed(&stage).len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_of_another_amount_is_neither_the_lost_one_nor_a_proof_that_there_is_none() {
    let stage = stage().await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "dev/304")]).await;
    stage.inferno.inject(Operation::Create, Fault::before(Misbehaviour::Drop).once());
    let pressed = press(&max, &question, "confirm");
    stage.inferno.wait_for_request(Operation::Create, 1, SOON).await.unwrap();
    let elsewhere = stage.inferno.order_is_placed(303).unwrap();
    let looks = stage.inferno.count(Operation::Orders);
    stage.inferno.wait_for_request(Operation::Orders, looks as usize + 15, SOON).await.unwrap();
    let text = stage.discord.message(question.id).unwrap().text();
    assert!(!text.contains("was not ordered") && !text.contains(&elsewhere.to_string()), "{text}");
    assert_eq!(pressed.failed(), None);
    stage.end().await;
}
