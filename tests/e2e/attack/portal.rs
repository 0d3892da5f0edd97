//! A hostile portal and unlucky channels: each test here says what was promised, and fails while it is broken.

use std::sync::Arc;
use std::time::Duration;

use hostmaster::domain::invoice::Payment;
use hostmaster::domain::job::{PaymentLook, PaymentWatch, Verdict, WatchLimits};
use hostmaster::domain::relay::Feed;
use hostmaster::domain::ticket::{Ticket, TicketDeed, TicketLook, TicketMessage, TicketThread, TicketWatch};
use hostmaster::domain::{Money, ResourceKind, ResourceRef};
use hostmaster::providers::http::check_base_url;
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::lightlayer::{LightLayer as Adapter, Settings};
use hostmaster::providers::{Billing, Owner, Support};
use hostmaster::sandbox::discord::world::{
    CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, ROLE_OPERATOR, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::lightlayer::{
    DOCUMENTED_PASSWORD, DOCUMENTED_USERNAME, Effect, Fault, InvoiceStatus, LightLayer, Line, Misbehaviour,
    OnDisconnect, Operation, Reply, State,
};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, HeaderValue, RETRY_AFTER};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::play::{component, used};
use crate::relays::watched::{Watched, relay};
use crate::stage::{GRANTS, SOON, Setup, Stage};

const QUICK: &str = "[watch]\ninterval = \"1s\"\n";

fn tickets() -> String {
    relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"))
}

fn answer(status: StatusCode, body: &Value) -> Reply {
    Reply::new(status, "application/json", body.to_string())
}

/// Waits until the portal was asked so many times more.
async fn asked(lightlayer: &LightLayer, operation: Operation, more: usize) {
    let before = lightlayer.requests_for(operation).len();
    for nth in 1..=more {
        let asked =
            lightlayer.wait_for_request(operation, before + nth, Duration::from_secs(30)).await.unwrap();
        lightlayer.wait_until_settled(asked.number, SOON).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
}

fn texts(watched: &Watched, channel: u64) -> Vec<String> {
    watched.messages(channel).iter().map(|message| message.text()).collect()
}

// Sources: lost, doubled and false events.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_look_at_a_list_that_is_briefly_empty_does_not_post_the_backlog_later() {
    let watched = Watched::start_prepared(&tickets(), QUICK, |lightlayer, _| {
        let empty = answer(StatusCode::OK, &json!({"tickets": []}));
        lightlayer.inject(Operation::ListTickets, Fault::answer(empty).once());
    })
    .await;
    watched.first_look(Feed::Tickets).await;
    asked(&watched.lightlayer, Operation::ListTickets, 4).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    assert_eq!(told.len(), 1, "one summary and never the backlog: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_time_zone_makes_no_old_reply_a_new_one() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    // The portal's clock was thought to show UTC, and shows New York's time.
    watched.config.accounts[0].timezone = TimeZone::get("America/New_York").unwrap();
    watched.restart(|_| {}).await;
    asked(&watched.lightlayer, Operation::ListTickets, 4).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    assert_eq!(told.len(), 1, "nothing has happened: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_ticket_whose_replies_are_null_is_told_all_the_same() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    watched.lightlayer.with_state(|state| state.next_ticket_numbers.push_back(700_001));
    let odd = json!({
        "ticket": {"ticket_number": "700001", "date": "2026-11-29 12:00:00", "subject": "No replies yet",
            "body": "Hello?", "status": "Open", "deptname": "Billing", "name": "Joe"},
        "replies": null,
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &odd)));
    watched.lightlayer.ticket_arrives("Billing", "No replies yet", "Hello?");
    watched.card(CHANNEL_SUPPORT, "700001").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_invoice_whose_details_always_fail_is_told_all_the_same() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    let broken = answer(StatusCode::INTERNAL_SERVER_ERROR, &json!({"error": ["internal_error_0"]}));
    watched.lightlayer.inject(Operation::ShowInvoice, Fault::answer(broken));
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reply_that_came_while_nobody_looked_is_told() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Talkative", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    watched
        .restart(|watched| {
            for nth in 1..=7 {
                watched.lightlayer.staff_replies(number, &format!("Answer {nth} of 7."));
            }
        })
        .await;
    watched.note(card.id, "Answer 7 of 7.").await;
    let notes = watched.messages(CHANNEL_SUPPORT);
    let missing: Vec<_> = (1..=7)
        .filter(|nth| {
            let words = format!("Answer {nth} of 7.");
            !notes.iter().any(|note| note.reference == Some(card.id) && note.text().contains(&words))
        })
        .collect();
    assert_eq!(missing, [0; 0], "a restart misses nothing that happened meanwhile");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_the_list_has_twice_is_told_once() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let row = json!({"client_read": "1", "ticket_number": "700002", "date": "2026-11-29 12:00:00",
        "deptname": "Billing", "subject": "Twice", "status": "Open", "lastreply": "2026-11-29 12:00:00"});
    let twice = answer(StatusCode::OK, &json!({"tickets": [row, row]}));
    watched.lightlayer.with_state(|state| state.next_ticket_numbers.push_back(700_002));
    watched.lightlayer.inject(Operation::ListTickets, Fault::answer(twice));
    watched.lightlayer.ticket_arrives("Billing", "Twice", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, "700002").await;
    watched.note(card.id, "A new ticket").await;
    asked(&watched.lightlayer, Operation::ListTickets, 2).await;
    let notes = texts(&watched, CHANNEL_SUPPORT).iter().filter(|text| text.contains("A new ticket")).count();
    assert_eq!(notes, 1, "{:#?}", texts(&watched, CHANNEL_SUPPORT));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_without_a_date_to_a_ticket_of_the_first_look_is_told() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let reply = |id: &str, date: &str, body: &str| json!({"id": id, "name": "Support Staff", "date": date, "body": body, "status": "Sent", "type": "Admin"});
    let thread = json!({
        "ticket": {"ticket_number": "736633", "date": "2016-12-30 12:48:13", "subject": "Lore Ipsum",
            "body": "Hello?", "status": "Answered", "deptname": "Billing", "name": "Joe"},
        "replies": [reply("929", "2016-12-30 12:51:04", "Old."), reply("930", "0000-00-00 00:00:00", "Undated.")],
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &thread)));
    watched.lightlayer.staff_replies(736_633, "Undated.");
    watched.wait_for(CHANNEL_SUPPORT, "Undated.").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_without_a_credit_makes_no_second_alarm() {
    let rules = relay(&["balance.low"], CHANNEL_BILLING, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"));
    let watched = Watched::start_prepared(&rules, QUICK, |_, config| {
        config.accounts[0].balance_floor = Some("200".parse().unwrap());
    })
    .await;
    watched.wait_for(CHANNEL_BILLING, "below the floor").await;
    let odd = json!({"success": true, "details": {"currency": "USD", "acc_balance": "31.32"}});
    watched.lightlayer.inject(Operation::ShowBalance, Fault::answer(answer(StatusCode::OK, &odd)).once());
    asked(&watched.lightlayer, Operation::ShowBalance, 4).await;
    let alarms =
        texts(&watched, CHANNEL_BILLING).iter().filter(|text| text.contains("below the floor")).count();
    assert_eq!(alarms, 1, "{:#?}", texts(&watched, CHANNEL_BILLING));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_does_not_say_overdue_when_the_day_was_put_off() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.lightlayer.invoice_becomes_overdue(id);
    watched.note(card.id, "overdue").await;
    let day = watched.lightlayer.with_state(|state| {
        let day = state.now().date().saturating_add(30.days());
        state.invoices.get_mut(&id).unwrap().due_date = day;
        day
    });
    let shown = watched.reads(card.id, &day.to_string()).await;
    assert!(!shown.text().contains("overdue"), "{}", shown.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_the_portal_no_longer_has_is_not_called_due() {
    let west = TimeZone::get("Etc/GMT+12").unwrap();
    let rules = relay(&["invoice.*"], CHANNEL_BILLING, "");
    let mut watched =
        Watched::start_prepared(&rules, QUICK, |_, config| config.accounts[0].timezone = west.clone()).await;
    watched.first_look(Feed::Invoices).await;
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    let day = Timestamp::now().to_zoned(west).date().saturating_add(4.days());
    watched.lightlayer.with_state(|state| state.invoices.get_mut(&id).unwrap().due_date = day);
    watched.reads(card.id, &day.to_string()).await;
    // It was merged into another one; the list has it no more, look after look.
    watched.lightlayer.with_state(|state| state.invoices.remove(&id));
    asked(&watched.lightlayer, Operation::ListInvoices, 3).await;
    // A day passes, in the account's calendar.
    watched.config.accounts[0].timezone = TimeZone::get("Pacific/Kiritimati").unwrap();
    watched.restart(|_| {}).await;
    asked(&watched.lightlayer, Operation::ListInvoices, 3).await;
    let told = texts(&watched, CHANNEL_BILLING);
    assert!(!told.iter().any(|text| text.contains("is due soon")), "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_under_a_used_id_is_a_new_invoice() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    watched.lightlayer.with_state(|state| {
        let today = state.now().date();
        let invoice = state.invoices.get_mut(&308_976).unwrap();
        "2026/99".clone_into(&mut invoice.number);
        (invoice.date, invoice.due_date) = (today, today.saturating_add(14.days()));
        (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
        invoice.lines = vec![Line::new("Another thing altogether", "99.00".parse().unwrap())];
    });
    watched.card(CHANNEL_BILLING, "308976").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_moves_to_another_portal_is_looked_at_for_the_first_time() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let mut state = State::sandbox();
    state.login.password = watched.lightlayer.with_state(|state| state.login.password.clone());
    let other = LightLayer::start(state).await.unwrap();
    watched.config.accounts[0].base_url = Some(check_base_url(&other.base_url()).unwrap());
    watched.restart(|_| {}).await;
    asked(&other, Operation::ListTickets, 3).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    let backlog = told.iter().filter(|text| text.contains("A new ticket")).count();
    assert_eq!(backlog, 0, "one summary and never the backlog: {told:#?}");
    watched.end().await;
}

// Signing in.

fn adapter(lightlayer: &LightLayer, login: Login, password: &str) -> Arc<Adapter> {
    let settings = Settings {
        base_url: Some(check_base_url(&lightlayer.base_url()).unwrap()),
        login,
        username: DOCUMENTED_USERNAME.to_owned(),
        password: SecretString::new(password.to_owned()),
        timezone: TimeZone::UTC,
        currency: None,
        limits: Limits::default(),
        clients: hostmaster::providers::http::Clients::default(),
    };
    Arc::new(Adapter::new("asia".parse().unwrap(), settings).unwrap())
}

#[tokio::test]
async fn a_portal_that_asks_to_wait_before_the_next_sign_in_is_not_asked_again() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let wait = answer(StatusCode::TOO_MANY_REQUESTS, &json!({"error": ["too_many_attempts"]}))
        .with_header(RETRY_AFTER, HeaderValue::from_static("600"));
    lightlayer.inject(Operation::Login, Fault::answer(wait));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    for _ in 0..6 {
        adapter.tickets().await.unwrap_err();
    }
    assert_eq!(lightlayer.count(Operation::Login), 1, "Retry-After: 600");
}

#[tokio::test]
async fn a_wrong_password_rests_with_basic_too() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Basic, "another-password");
    for _ in 0..6 {
        adapter.tickets().await.unwrap_err();
    }
    assert_eq!(lightlayer.count(Operation::ListTickets), 1, "wrong passwords are counted by the portal");
}

#[tokio::test]
async fn an_endpoint_that_lets_nobody_in_causes_no_sign_in_at_every_call() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    // A contact without the right to see invoices, at a portal that says so with 401.
    let closed = answer(StatusCode::UNAUTHORIZED, &json!({"error": ["unauthorized"]}));
    lightlayer.inject(Operation::ListInvoices, Fault::answer(closed));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    for _ in 0..10 {
        adapter.invoices().await.unwrap_err();
    }
    let (logins, renewals) = (lightlayer.count(Operation::Login), lightlayer.count(Operation::RefreshToken));
    assert!(logins <= 3 && renewals <= 2, "{logins} sign-ins with the password and {renewals} renewals");
}

#[tokio::test]
async fn an_expired_token_is_renewed_when_the_portal_says_so_in_two_words() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    adapter.tickets().await.unwrap();
    let expired = answer(StatusCode::OK, &json!({"error": ["unauthorized", "token_expired"]}));
    lightlayer.inject(Operation::ListTickets, Fault::answer(expired).once());
    adapter.tickets().await.unwrap();
}

#[tokio::test]
async fn a_token_that_still_works_is_used_while_it_cannot_be_renewed() {
    let mut state = State::documented();
    state.login.token_life = Duration::from_secs(62);
    let lightlayer = LightLayer::start(state).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    adapter.profile().await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    let wait = answer(StatusCode::TOO_MANY_REQUESTS, &json!({}));
    lightlayer.inject(Operation::RefreshToken, Fault::answer(wait));
    // The token is good for another 59 seconds.
    adapter.profile().await.unwrap();
}

#[tokio::test]
async fn a_file_that_speaks_of_an_error_is_a_file() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let file = answer(StatusCode::OK, &json!({"error": "unauthorized", "from": "our own log"}))
        .with_header(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"log.json\""));
    lightlayer.inject(Operation::FetchAttachment, Fault::answer(file));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    let fetched = adapter.attachment("736633", "77").await;
    assert_eq!(lightlayer.count(Operation::Login), 1, "somebody's file makes the bot sign in anew");
    assert!(fetched.unwrap().bytes.starts_with(b"{"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_a_reload_sets_up_anew_ends_its_old_session() {
    let stage = Stage::with(Setup::with_lightlayer()).await;
    let mut config = stage.config(GRANTS, "");
    let asia = config.accounts.iter_mut().find(|account| account.name.as_str() == "asia").unwrap();
    asia.currency = Some("EUR".parse().unwrap());
    stage.app.reload(&config).unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let over = |effect: &Effect| matches!(effect, Effect::LoggedOut | Effect::TokenRevoked);
    let ended = stage.lightlayer.ledger().iter().filter(|entry| over(&entry.effect)).count();
    assert!(ended > 0, "the old tokens work on, and nobody will ever end them");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_password_that_the_portal_sends_back_is_shown_to_nobody() {
    let mut setup = Setup::with_lightlayer();
    setup.lightlayer.as_mut().unwrap().login.password = SecretString::new("hunter2".to_owned());
    setup.grants = format!("{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"ticket.*\"]\n");
    let stage = Stage::with(setup).await;
    let echo = json!({"error": ["refused for owner@example.com with hunter2"]});
    stage.lightlayer.inject(Operation::ListTickets, Fault::answer(answer(StatusCode::BAD_REQUEST, &echo)));
    let (_, shown) = stage.use_command(&stage.ana(), "ticket list", &[]).await;
    assert!(!shown.text().contains("hunter2"), "{}", shown.text());
    stage.end().await;
}

// Money and lost answers.

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
    tokio::time::sleep(Duration::from_secs(4)).await;
    let text = stage.discord.message(question.id).unwrap().text();
    assert!(!text.contains("was not paid"), "5.00 USD were taken, and whoever reads this pays again: {text}");
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
    tokio::time::sleep(Duration::from_secs(1)).await;
    let texts = [one.id, other.id].map(|id| stage.discord.message(id).unwrap().text());
    let ledger = stage.lightlayer.ledger();
    let paid = |effect: &Effect| matches!(effect, Effect::CreditApplied { .. });
    assert_eq!(ledger.iter().filter(|entry| paid(&entry.effect)).count(), 1, "{texts:#?}");
    assert_eq!(texts.iter().filter(|text| text.contains("is paid")).count(), 1, "{texts:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_hangs_holds_up_no_other() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    watched.lightlayer.inject(Operation::ShowTicket, Fault::before(Misbehaviour::Hang).once());
    watched.lightlayer.ticket_arrives("Billing", "This one hangs", "Hello?");
    watched.lightlayer.wait_for_request(Operation::ShowTicket, 1, SOON).await.unwrap();
    let number = watched.lightlayer.ticket_arrives("Billing", "This one does not", "Hello?");
    let there = |_: &Simulator| {
        let messages = watched.messages(CHANNEL_SUPPORT);
        messages.into_iter().find(|message| message.text().contains(&number.to_string()))
    };
    let found = watched.discord.wait("the other ticket", Duration::from_secs(8), there).await;
    assert!(found.is_ok(), "eight intervals later: {:#?}", texts(&watched, CHANNEL_SUPPORT));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_ticket_does_nothing_in_its_card_its_notes_and_its_thread() {
    let threaded = relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true");
    let watched = Watched::start(&threaded).await;
    watched.first_look(Feed::Tickets).await;
    let hostile =
        "@everyone <@&444444444444444444> [x](https://evil.example) ||`**\u{202E}\u{200B}\n> q\n# h\n```\n"
            .repeat(200);
    let number = watched.lightlayer.ticket_arrives(&hostile, &hostile, &hostile);
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, &format!("Mark {hostile}"));
    let noted = watched.wait_for(card.id, "Mark").await;
    let card = watched.reads(card.id, "Mark").await;
    for message in [&card, &noted] {
        let text = message.text();
        assert!(message.pings.is_empty(), "{:?}", message.pings);
        for bad in ["@everyone", "https://", "<@&", "\u{202E}", "```", "\u{200B}e\u{200B}"] {
            assert!(!text.contains(bad), "{bad:?}: {text}");
        }
    }
    assert!(watched.discord.violations().is_empty(), "{:?}", watched.discord.violations());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reloads_while_things_happen_lose_and_double_nothing() {
    // The old source keeps its turn while the new one has read what was known before it.
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let mut numbers = vec![];
    for nth in 0..12 {
        numbers.push(watched.lightlayer.ticket_arrives("Billing", &format!("Ticket {nth}"), "Hello?"));
        for reload in 0..40 {
            watched.reload();
            tokio::time::sleep(Duration::from_millis(reload % 13)).await;
        }
    }
    // Discord lets a channel have five messages in five seconds.
    tokio::time::sleep(Duration::from_secs(45)).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    let notes = told.iter().filter(|text| text.contains("A new ticket")).count();
    let cards = told.iter().filter(|text| text.contains("Ticket ")).count();
    assert_eq!((cards, notes), (numbers.len(), numbers.len()), "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_that_the_portal_refuses_is_told_to_somebody() {
    let watched = Watched::start_prepared(&tickets(), QUICK, |lightlayer, _| {
        // A contact without the privilege to see tickets.
        let refused = answer(StatusCode::FORBIDDEN, &json!({"error": ["no_privilege"]}));
        lightlayer.inject(Operation::ListTickets, Fault::answer(refused));
    })
    .await;
    for nth in 1..=3 {
        watched
            .lightlayer
            .wait_for_request(Operation::ListTickets, nth, Duration::from_secs(30))
            .await
            .unwrap();
    }
    let listed = watched.use_command("relay list", &[]).await.text();
    let said: Vec<_> = watched.discord.all_messages().iter().map(Message::text).collect();
    let told =
        said.iter().chain([&listed]).any(|text| text.contains("no_privilege") || text.contains("refuse"));
    assert!(
        told,
        "no channel, no list and no line of the log at INFO says that nothing is watched: {listed}"
    );
    watched.end().await;
}
