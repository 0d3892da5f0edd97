//! `/invoice`: what is to be paid, and paying it from the credit: once, as confirmed, and told as it is.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_OPS, GUILD};
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::lightlayer::{
    Effect, Fault, InvoiceStatus, Misbehaviour, Operation, RecordedRequest, Reply, State,
};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::buying::reads;
use crate::play::{component, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady, told};

const BUTTON: &str = "Pay invoice 2016/12/1 - 19.65 USD";

/// A setup in which managers pay invoices: the documented one is unpaid, 19.65 USD, and there are 125.00 of credit.
fn setup() -> Setup {
    let mut lightlayer = State::sandbox();
    for (id, invoice) in &mut lightlayer.invoices {
        // The others are numbered by the month in which the test runs.
        if *id == 308_976 {
            (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
        } else {
            invoice.number = format!("A-{id}");
        }
    }
    let grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"invoice.*\", \"find\"]\n"
    );
    Setup { lightlayer: Some(lightlayer), grants, ..Setup::default() }
}

async fn stage() -> Stage {
    Stage::with(setup()).await
}

async fn ask(stage: &Stage, options: &[(&str, &str)]) -> Message {
    used(stage, &stage.max(), "invoice pay", options).await
}

fn press(stage: &Stage, question: &Message, button: &str) -> Interaction {
    stage.max().press(question.id, button).unwrap()
}

/// What was taken from the credit, payment by payment.
fn charges(stage: &Stage) -> Vec<String> {
    let charge = |effect: &Effect| match effect {
        Effect::CreditApplied { amount, .. } => Some(amount.to_string()),
        _ => None,
    };
    stage.lightlayer.ledger().iter().filter_map(|entry| charge(&entry.effect)).collect()
}

/// The bodies of the requests to pay.
fn payments(stage: &Stage) -> Vec<String> {
    let body = |request: &RecordedRequest| String::from_utf8_lossy(&request.body).into_owned();
    stage.lightlayer.requests_for(Operation::ApplyCredit).iter().map(body).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invoice_list_shows_the_manager_alone_what_is_to_be_paid_first() {
    let stage = stage().await;
    assert_snapshot!(told(&stage, &stage.max(), "invoice list", json!({})).await.print(), @"
    for @max alone
    4 invoices
    **asia** · LightLayer
    **2016/12/1** · ⚠️ overdue · 19.65 USD · due <date> · `asia/308976`
    **A-308979** · unpaid · 31.32 USD · due <date> · `asia/308979`
    **A-308978** · paid · 13.92 USD · of <date> · `asia/308978`
    **A-308977** · paid · 24.00 USD · of <date> · `asia/308977`
    | Overdue together: 19.65 USD
    | Unpaid, not overdue: 31.32 USD
    | Paid together: 37.92 USD
    -> GET /api/invoice
    # invoice.list asia done
    ");
    for (status, all) in [("unpaid", "2 invoices"), ("overdue", "1 invoice"), ("paid", "2 invoices")] {
        let listed = used(&stage, &stage.max(), "invoice list", &[("status", status)]).await;
        assert!(listed.text().starts_with(all), "{status}: {}", listed.text());
    }
    stage.lightlayer.inject(Operation::ListInvoices, Fault::answer(Reply::html(StatusCode::OK)));
    assert_snapshot!(told(&stage, &stage.max(), "invoice list", json!({"account": "asia"})).await.print(), @"
    for @max alone
    The list could not be read
    ⚠️ **asia**: LightLayer gave an answer that cannot be read. Try again; if it stays so, tell whoever runs the bot.
    -> GET /api/invoice
    # invoice.list asia failed (asia: unreadable)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invoice_list_turns_its_pages_with_the_sums_of_all_of_them() {
    let mut setup = setup();
    let state = setup.lightlayer.as_mut().unwrap();
    for id in 400_000..400_020 {
        let mut invoice = state.invoices[&308_976].clone();
        (invoice.id, invoice.number) = (id, format!("B-{id}"));
        state.invoices.insert(id, invoice);
    }
    let stage = Stage::with(setup).await;
    let list = used(&stage, &stage.max(), "invoice list", &[]).await;
    for part in ["24 invoices", "Page 1 of 2", "412.65 USD", "B-400019"] {
        assert!(list.text().contains(part), "{part}: {}", list.text());
    }
    assert!(!list.text().contains("2016/12/1"), "{}", list.text());
    let next = list.buttons()[1].custom_id.clone();
    let turned = stage.max().press(list.id, &next).unwrap().wait_message(SOON).await.unwrap();
    for part in ["2016/12/1", "412.65 USD"] {
        assert!(turned.text().contains(part), "{part}: {}", turned.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invoice_show_finds_an_invoice_by_its_number_id_and_reference() {
    let stage = stage().await;
    let shown = told(&stage, &stage.max(), "invoice show", json!({"invoice": "2016/12/1"})).await;
    assert_snapshot!(shown.print(), @"
    for @max alone
    Invoice 2016/12/1
    • Example Service · 15.00 USD
    • PayPal Payment Fee · 1.24 USD
    | State: ⚠️ overdue
    | Account: asia · LightLayer
    | Issued: <date>
    | Due: <date>
    | Before tax: 16.24 USD
    | Tax: 3.41 USD
    | Total: 19.65 USD
    | Paid from credit: 0.00 USD
    | Left to pay: **19.65 USD**
    | Reference: `asia/308976`
    -> GET /api/invoice
    -> GET /api/invoice/308976
    # invoice.show asia/308976 done
    ");
    for typed in ["308976", "asia/308976", " a-308979 "] {
        let shown = used(&stage, &stage.max(), "invoice show", &[("invoice", typed)]).await;
        assert!(shown.text().contains("Left to pay"), "{typed}: {}", shown.text());
    }
    assert_snapshot!(told(&stage, &stage.max(), "invoice show", json!({"invoice": "2017/1/1"})).await.print(), @"
    for @max alone
    No invoice that you may see fits `2017/1/1`.
    Type part of the number and choose from the list, or see `/invoice list`.
    # invoice.show - refused (nothing fits)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_option_invoice_is_completed_with_what_is_to_be_paid_first() {
    let stage = stage().await;
    let typing = stage.max().autocomplete(CHANNEL_OPS, "invoice pay", &[("invoice", "".into())], "invoice");
    let choices = typing.unwrap().wait_choices(SOON).await.unwrap();
    let (first, last) = (format!("{:?}", choices[0]), format!("{:?}", choices.last().unwrap()));
    for part in ["2016/12/1", "asia", "19.65 USD", "overdue", "2017-01-06", "asia/308976"] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(choices.len() == 4 && last.contains(" paid"), "{last}");
    let guessing =
        stage.guest().autocomplete(CHANNEL_OPS, "invoice pay", &[("invoice", "".into())], "invoice");
    assert!(guessing.unwrap().wait_choices(SOON).await.unwrap().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_paid_in_full_once_however_often_the_button_is_pressed() {
    let stage = stage().await;
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Pay invoice 2016/12/1 from the credit?
    LightLayer takes it from the credit of the account **asia**, which is enough, as soon as you press the button.
    @max can decide this; it expires <t>.
    | To pay now: **19.65 USD**
    | Left to pay: 19.65 USD
    | Then left to pay: 0.00 USD
    | Due: <date>
    | Account: asia
    [Pay invoice 2016/12/1 - 19.65 USD] [Cancel]
    ");
    assert!(payments(&stage).is_empty());
    assert_eq!(question.buttons()[0].label, BUTTON);
    let confirm = component(&question, "confirm");
    let presses: Vec<_> = (0..3)
        .map(|_| stage.max().forge_component(question.channel, Some(question.id), &confirm, 2, None).unwrap())
        .collect();
    for pressed in &presses {
        pressed.wait_first_response(SOON).await.unwrap();
    }
    let is_paid = |message: &Message| message.text().contains("is paid: 19.65 USD");
    let done = stage.discord.wait_message(is_paid, SOON).await.unwrap();
    assert_snapshot!(steady(&card(&done)), @"
    for everybody
    ✅ Invoice **2016/12/1** is paid: 19.65 USD from the credit.
    Now left to pay: **0.00 USD**.
    ");
    assert_eq!(payments(&stage), [r#"{"amount":19.65}"#]);
    assert_eq!(charges(&stage), ["19.65"]);
    stage.lightlayer.with_state(|state| {
        assert_eq!(state.credit.to_string(), "105.35");
        assert_eq!(state.invoices[&308_976].status, InvoiceStatus::Paid);
    });
    let audit = stage.audit_of(3).await;
    assert_eq!(audit[..3], ["asked", "intent", "done"].map(|end| format!("invoice.pay asia/308976 {end}")));
    let again = ask(&stage, &[("invoice", "2016/12/1")]).await;
    assert!(again.text().contains("is paid already") && again.buttons().is_empty(), "{}", again.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_is_paid_and_then_the_rest() {
    let stage = stage().await;
    let question = ask(&stage, &[("invoice", "308976"), ("amount", "10,5")]).await;
    let pressed = press(&stage, &question, "Pay invoice 2016/12/1 - 10.50 USD");
    let done = reads(&pressed, "were paid from the credit").await;
    assert!(done.text().contains("Now left to pay: **9.15 USD**."), "{}", done.text());
    let rest = ask(&stage, &[("invoice", "308976")]).await;
    reads(&press(&stage, &rest, "Pay invoice 2016/12/1 - 9.15 USD"), "is paid: 9.15 USD").await;
    assert_eq!(payments(&stage), [r#"{"amount":10.5}"#, r#"{"amount":9.15}"#]);
    assert_eq!(charges(&stage), ["10.5", "9.15"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_paid_is_refused_before_anything_is_sent() {
    let stage = stage().await;
    stage.lightlayer.with_state(|state| state.credit = "15".parse().unwrap());
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("invoice", "A-308977")], "is paid already"),
        (&[("invoice", "2016/12/1")], "The credit is not enough to pay 19.65 USD"),
        (&[("invoice", "2016/12/1"), ("amount", "15.01")], "is not enough to pay 15.01 USD"),
        (&[("invoice", "2016/12/1"), ("amount", "19.66")], "more than the 19.65 USD that is left"),
        (&[("invoice", "2016/12/1"), ("amount", "1.005")], "have 2 decimals at most"),
        (&[("invoice", "2016/12/1"), ("amount", "0")], "Write an amount above 0"),
        (&[("invoice", "2016/12/1"), ("amount", "-5")], "Write an amount above 0"),
        (&[("invoice", "2016/12/1"), ("amount", "all")], "Write an amount above 0"),
    ];
    for (options, words) in cases {
        let refused = ask(&stage, options).await;
        assert!(refused.text().contains(words), "{options:?}: {}", refused.text());
        assert_eq!(refused.ephemeral_to, Some(stage.max().user));
        assert!(refused.buttons().is_empty());
    }
    stage.lightlayer.invoice_is_cancelled(308_976);
    let refused = ask(&stage, &[("invoice", "2016/12/1")]).await;
    assert!(refused.text().contains("There is nothing to pay"), "{}", refused.text());
    assert!(payments(&stage).is_empty());
    let audit = stage.audit_of(9).await;
    assert_eq!(audit[1], "invoice.pay - refused (above-credit)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_amount_due_asks_anew_and_too_little_credit_refuses() {
    let stage = stage().await;
    let question = ask(&stage, &[("invoice", "2016/12/1"), ("amount", "5")]).await;
    stage.lightlayer.with_state(|state| {
        state.invoices.get_mut(&308_976).unwrap().lines[0].amount = "20".parse().unwrap();
    });
    let anew =
        reads(&press(&stage, &question, "Pay invoice 2016/12/1 - 5.00 USD"), "has changed since").await;
    assert!(payments(&stage).is_empty(), "{}", anew.text());
    stage.lightlayer.credit_changes("4".parse().unwrap());
    let refused = reads(&press(&stage, &anew, "Pay invoice 2016/12/1 - 5.00 USD"), "is not enough").await;
    assert!(!refused.text().contains("4.00") && payments(&stage).is_empty(), "{}", refused.text());
    let question = ask(&stage, &[("invoice", "2016/12/1"), ("amount", "3")]).await;
    stage.lightlayer.invoice_is_paid_elsewhere(308_976);
    reads(&press(&stage, &question, "Pay invoice 2016/12/1 - 3.00 USD"), "is paid already").await;
    assert!(payments(&stage).is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_lost_is_settled_by_looking_and_the_payment_is_made_once() {
    let faults = [
        Fault::after(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR))),
        Fault::after(Misbehaviour::Answer(Reply::html(StatusCode::BAD_GATEWAY))),
        Fault::after(Misbehaviour::Hang),
    ];
    let stage = Stage::with(Setup { spend_timeout: Some(Duration::from_millis(400)), ..setup() }).await;
    for (nth, fault) in faults.into_iter().enumerate() {
        let case = format!("{fault:?}");
        stage.lightlayer.inject(Operation::ApplyCredit, fault.once());
        let question = ask(&stage, &[("invoice", "2016/12/1"), ("amount", "1")]).await;
        let done = reads(
            &press(&stage, &question, "Pay invoice 2016/12/1 - 1.00 USD"),
            "so this is what the invoice",
        )
        .await;
        assert!(done.text().contains("1.00 USD of invoice"), "{case}: {}", done.text());
        assert_eq!((charges(&stage).len(), payments(&stage).len()), (nth + 1, nth + 1), "{case}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_never_arrived_is_told_so_and_not_sent_again() {
    let stage = stage().await;
    stage.lightlayer.inject(Operation::ApplyCredit, Fault::before(Misbehaviour::Drop).once());
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    let told = reads(&press(&stage, &question, BUTTON), "was not paid").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    Invoice **2016/12/1** was not paid: the answer was lost, and LightLayer, asked twice, shows neither a payment nor any credit used.
    It may still arrive: I go on looking for a while, and then say so here. Look with `/invoice show` before you use the command again.
    The invoice reports Unpaid; left to pay: 19.65 USD.
    -# Asked for by @max.
    ");
    assert_eq!((charges(&stage).len(), payments(&stage).len()), (0, 1));
    let audit = stage.audit_of(4).await;
    assert_eq!(audit[2], "invoice.pay asia/308976 unknown (connection-lost)");
    assert_eq!(audit[3], "invoice.pay asia/308976 failed (not-started)");
    // The lock is gone: whoever wants to may ask again.
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    reads(&press(&stage, &question, BUTTON), "is paid: 19.65 USD").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_paid_elsewhere_while_an_answer_is_lost_is_not_called_a_payment_from_the_credit() {
    let stage = stage().await;
    stage.lightlayer.inject(Operation::ApplyCredit, Fault::before(Misbehaviour::Drop).once());
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    let pressed = press(&stage, &question, BUTTON);
    reads(&pressed, "was lost").await;
    stage.lightlayer.invoice_is_paid_elsewhere(308_976);
    let told = reads(&pressed, "was not paid").await;
    assert!(told.text().contains("left to pay: 0.00 USD"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_was_taken_without_a_word_is_looked_for_on_the_invoice() {
    let stage = stage().await;
    let silent = Fault::after(Misbehaviour::Answer(Reply::empty()));
    stage.lightlayer.inject(Operation::ApplyCredit, silent.once());
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    let told = reads(&press(&stage, &question, BUTTON), "said nothing of what it did").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    ✅ 19.65 USD of invoice **2016/12/1** were paid from the credit.
    LightLayer said nothing of what it did, so this is what the invoice and the credit show.
    The invoice reports Paid; left to pay: 0.00 USD.
    -# Asked for by @max.
    ");
    assert_eq!((charges(&stage).len(), payments(&stage).len()), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_refuses_or_fails_is_told_as_it_is() {
    let stage = stage().await;
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    let refusal = json!({"success": false, "error": ["not_enough_credit"]}).to_string();
    let refusal = Reply::new(StatusCode::OK, "application/json", refusal);
    stage.lightlayer.inject(Operation::ApplyCredit, Fault::answer(refusal).once());
    let told = reads(&press(&stage, &question, BUTTON), "That did not work").await;
    assert_snapshot!(steady(&card(&told)), @r"
    for everybody
    That did not work
    **asia**: LightLayer refused it: not\_enough\_credit
    Nothing was paid.
    Check the options and try again.
    /invoice pay on 2016/12/1 · Error …
    ");
    stage.lightlayer.inject_everywhere(Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)));
    for path in ["invoice show", "invoice pay"] {
        let failed = used(&stage, &stage.max(), path, &[("invoice", "2016/12/1")]).await;
        assert!(failed.text().contains("LightLayer has a fault of its own"), "{path}: {}", failed.text());
    }
    assert!(charges(&stage).is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_is_refused_and_reads_nothing() {
    let stage = stage().await;
    for member in [stage.guest(), stage.ana()] {
        for path in ["invoice list", "invoice show", "invoice pay"] {
            let options: &[(&str, &str)] =
                if path == "invoice list" { &[] } else { &[("invoice", "2016/12/1")] };
            let refused = used(&stage, &member, path, options).await;
            assert!(refused.text().contains("The right that is missing"), "{path}: {}", refused.text());
            assert!(!refused.text().contains("19.65"), "{}", refused.text());
            assert_eq!(refused.ephemeral_to, Some(member.user));
        }
    }
    assert_eq!(stage.lightlayer.count(Operation::ListInvoices), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paying_is_told_in_german_to_a_german_guild() {
    let stage = stage().await;
    stage.discord.set_guild_locale(GUILD, "de");
    stage.discord.set_locale(stage.max().user, "de");
    let listed = used(&stage, &stage.max(), "invoice list", &[("status", "overdue")]).await;
    assert!(listed.text().contains("überfällig"), "{}", listed.text());
    let question = ask(&stage, &[("invoice", "2016/12/1")]).await;
    let paid = press(&stage, &question, "Rechnung 2016/12/1 bezahlen - 19.65 USD");
    let done = reads(&paid, "ist bezahlt: 19.65 USD vom Guthaben").await;
    assert!(done.text().contains("Jetzt noch offen: **0.00 USD**."), "{}", done.text());
    stage.end().await;
}
