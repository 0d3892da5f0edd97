//! Money and lost answers: what is asked, what is said afterwards, and who may read it.

use std::time::Duration;

use hostmaster::domain::invoice::Payment;
use hostmaster::domain::job::{PaymentLook, PaymentWatch, Verdict, WatchLimits};
use hostmaster::domain::ticket::{Ticket, TicketDeed, TicketLook, TicketMessage, TicketThread, TicketWatch};
use hostmaster::domain::{Money, ResourceKind, ResourceRef};
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, ROLE_OPERATOR};
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::lightlayer::{Effect, Fault, InvoiceStatus, Misbehaviour, OnDisconnect, Operation};

use crate::play::{component, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};

fn usd(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: Some("USD".parse().unwrap()) }
}

#[test]
fn what_was_paid_by_card_is_not_said_to_be_paid_from_the_credit() {
    let payment = Payment { amount: usd("10"), due: usd("10"), credit: usd("125"), used: Some(usd("0")) };
    let mut watch = PaymentWatch::new(payment);
    // The request was lost. Somebody paid this invoice by card, and another one from the credit: the portal says in so
    // many words that no credit was used for this one.
    let look = PaymentLook {
        state: "Paid".to_owned(),
        due: Some(usd("0")),
        used: Some(usd("0")),
        credit: Some(usd("100")),
    };
    let verdict = watch.observe(Duration::from_secs(1), look, &WatchLimits::default());
    assert_ne!(verdict, Some(Verdict::Verified));
}

#[test]
fn a_reply_that_arrived_is_not_called_unsent_because_replies_have_no_ids() {
    let message = |text: &str| TicketMessage {
        id: None,
        author: None,
        is_staff: false,
        text: text.to_owned(),
        at: None,
        attachments: vec![],
    };
    let known = vec![message("An earlier one").key()];
    let deed = TicketDeed::Reply { text: "Please restart it".to_owned(), known };
    let mut watch = TicketWatch::new(deed);
    let ticket = Ticket {
        resource: ResourceRef::parse(ResourceKind::Ticket, "asia/7").unwrap(),
        subject: "A question".to_owned(),
        department: None,
        state: "Open".to_owned(),
        opened: None,
        last_reply: None,
        is_read: None,
    };
    let replies = vec![message("An earlier one"), message("Please restart it")];
    let look = TicketLook::Thread(Box::new(TicketThread { ticket, first: message("x"), replies }));
    let limits = WatchLimits::default();
    let verdicts = [1, 40].map(|second| watch.observe(Duration::from_secs(second), &look, &limits));
    assert!(!verdicts.contains(&Some(Verdict::NotStarted)), "they write it again: {verdicts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_amount_that_was_asked_for_and_confirmed_is_paid_in_a_currency_of_three_decimals() {
    let mut setup = Setup::with_lightlayer();
    let state = setup.lightlayer.as_mut().unwrap();
    "KWD".clone_into(&mut state.currency);
    let invoice = state.invoices.get_mut(&308_976).unwrap();
    (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
    setup.grants = format!("{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"invoice.*\"]\n");
    let stage = Stage::with(setup).await;
    let question =
        used(&stage, &stage.ana(), "invoice pay", &[("invoice", "asia/308976"), ("amount", "1.234")]).await;
    if !question.components.is_empty() {
        let pressed = stage.ana().press(question.id, &component(&question, "confirm")).unwrap();
        pressed.wait_message(SOON).await.unwrap();
        let paid = |_: &Simulator| {
            let ledger = stage.lightlayer.ledger();
            let amount = "1.234".parse().unwrap();
            let paid = Effect::CreditApplied { invoice: 308_976, amount };
            ledger.iter().any(|entry| entry.effect == paid).then_some(())
        };
        let paid = stage.discord.wait("the payment", Duration::from_secs(4), paid).await;
        let told = stage.discord.message(question.id).unwrap().text();
        assert!(paid.is_ok(), "asked for consent, then: {told}");
    }
    stage.end().await;
}

/// A stage on which operators pay invoices: 308976 and 308979 are unpaid, and there is so much credit.
async fn paying(credit: &str) -> Stage {
    let mut setup = Setup::with_lightlayer();
    let state = setup.lightlayer.as_mut().unwrap();
    let invoice = state.invoices.get_mut(&308_976).unwrap();
    (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
    state.credit = credit.parse().unwrap();
    setup.grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\", \"333333333333333333\"]\nallow = [\"invoice.*\"]\n"
    );
    Stage::with(setup).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_question_whether_to_pay_does_not_show_the_whole_channel_the_accounts_credit() {
    let stage = paying("125").await;
    let question = used(&stage, &stage.ana(), "invoice pay", &[("invoice", "asia/308976")]).await;
    let seen = stage.guest().messages(CHANNEL_OPS).iter().any(|message| message.text().contains("125.00"));
    assert!(!seen, "/balance tells it to its caller alone: {}", question.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_arrives_late_makes_its_message_true_again() {
    let stage = paying("125").await;
    let question =
        used(&stage, &stage.ana(), "invoice pay", &[("invoice", "asia/308976"), ("amount", "5")]).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.lightlayer.inject(Operation::ApplyCredit, held.once());
    stage.ana().press(question.id, &component(&question, "confirm")).unwrap();
    stage.lightlayer.wait_until_held(Operation::ApplyCredit, SOON).await.unwrap();
    stage.lightlayer.go_down().await;
    stage.lightlayer.come_back().await.unwrap();
    let says = |words: &'static str| {
        move |discord: &Simulator| {
            discord.message(question.id).filter(|message| message.text().contains(words))
        }
    };
    stage.discord.wait("the end", SOON, says("was not paid")).await.unwrap();
    stage.lightlayer.release_all();
    let paid = |_: &Simulator| {
        let ledger = stage.lightlayer.ledger();
        let paid = |effect: &Effect| matches!(effect, Effect::CreditApplied { .. });
        ledger.iter().any(|entry| paid(&entry.effect)).then_some(())
    };
    stage.discord.wait("the payment", SOON, paid).await.unwrap();
    let told = stage.discord.wait("the truth", SOON, says("were paid from the credit")).await.unwrap();
    let text = told.text();
    assert!(!text.contains("was not paid"), "5.00 USD were taken, and whoever reads this pays again: {text}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_is_made_anew_is_not_taken_for_the_one_that_never_arrived() {
    let stage = paying("125").await;
    let pay = async || {
        let options = [("invoice", "asia/308976"), ("amount", "5")];
        let question = used(&stage, &stage.ana(), "invoice pay", &options).await;
        stage.ana().press(question.id, &component(&question, "confirm")).unwrap();
        question.id
    };
    let says = |id, words: &'static str| {
        move |discord: &Simulator| discord.message(id).filter(|message| message.text().contains(words))
    };
    stage.lightlayer.inject(Operation::ApplyCredit, Fault::before(Misbehaviour::Drop).once());
    let lost = pay().await;
    stage.discord.wait("the end", SOON, says(lost, "was not paid")).await.unwrap();
    let anew = pay().await;
    stage.discord.wait("the payment", SOON, says(anew, "were paid from the credit")).await.unwrap();
    // The next look at the invoice sees the second payment.
    let before = stage.lightlayer.requests_for(Operation::ShowInvoice).len();
    let look = stage.lightlayer.wait_for_request(Operation::ShowInvoice, before + 1, SOON).await.unwrap();
    stage.lightlayer.wait_until_settled(look.number, SOON).await.unwrap();
    used(&stage, &stage.ana(), "invoice show", &[("invoice", "asia/308976")]).await;
    let (text, audit) = (stage.discord.message(lost).unwrap().text(), stage.audit().await);
    assert!(
        text.contains("was not paid") && !audit.iter().any(|line| line.contains("seen")),
        "{text} {audit:?}"
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_who_pay_two_invoices_at_once_spend_no_more_than_there_is() {
    let stage = paying("35").await;
    let one = used(&stage, &stage.ana(), "invoice pay", &[("invoice", "asia/308976")]).await;
    let other = used(&stage, &stage.max(), "invoice pay", &[("invoice", "asia/308979")]).await;
    let pressed = [
        stage.ana().press(one.id, &component(&one, "confirm")).unwrap(),
        stage.max().press(other.id, &component(&other, "confirm")).unwrap(),
    ];
    for pressed in &pressed {
        let over = |message: &Message| !message.text().contains('\u{23F3}');
        pressed.wait_until(over, SOON).await.unwrap();
    }
    let texts = [one.id, other.id].map(|id| stage.discord.message(id).unwrap().text());
    let ledger = stage.lightlayer.ledger();
    let paid = |effect: &Effect| matches!(effect, Effect::CreditApplied { .. });
    assert_eq!(ledger.iter().filter(|entry| paid(&entry.effect)).count(), 1, "{texts:#?}");
    assert_eq!(texts.iter().filter(|text| text.contains("is paid")).count(), 1, "{texts:#?}");
    stage.end().await;
}
