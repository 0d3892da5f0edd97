//! A hostile portal and unlucky channels: each test here says what was promised, and fails while it is broken.

use std::sync::Arc;
use std::time::Duration;

use hostmaster::domain::invoice::Payment;
use hostmaster::domain::job::{PaymentLook, PaymentWatch, Verdict, WatchLimits};
use hostmaster::domain::relay::{Feed, Note};
use hostmaster::domain::ticket::{Ticket, TicketDeed, TicketLook, TicketMessage, TicketThread, TicketWatch};
use hostmaster::domain::{ChannelId, Money, ResourceKind, ResourceRef, UserId};
use hostmaster::providers::http::check_base_url;
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::lightlayer::{LightLayer as Adapter, Settings};
use hostmaster::providers::{Billing, Owner, Support};
use hostmaster::sandbox::discord::world::{
    CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, ROLE_OPERATOR, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Fault as DiscordFault, Message, Simulator, Trouble};
use hostmaster::sandbox::lightlayer::{
    DOCUMENTED_PASSWORD, DOCUMENTED_USERNAME, Effect, Fault, InvoiceStatus, LightLayer, Misbehaviour,
    OnDisconnect, Operation, Reply, State,
};
use hostmaster::store::Store;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
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

// Sources: lost, doubled and false events.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_card_of_the_only_notice_says_that_it_was_acknowledged() {
    let rules = relay(&["notice.*"], CHANNEL_BILLING, "");
    let watched = Watched::start_prepared(&rules, QUICK, |lightlayer, _| {
        lightlayer.with_state(|state| state.notices.clear());
    })
    .await;
    watched.first_look(Feed::Notices).await;
    let id = watched.lightlayer.notice_is_posted("Maintenance", "The rack 7 moves.");
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.lightlayer.with_state(|state| state.notices[0].seen = true);
    asked(&watched.lightlayer, Operation::ListNewNotices, 4).await;
    let shown = watched.discord.message(card.id).unwrap();
    assert!(shown.buttons().is_empty(), "it was acknowledged: {}", shown.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_whose_outages_are_to_be_told_is_asked_whether_it_is_there() {
    let watched = Watched::start(&relay(&["provider.*"], CHANNEL_SUPPORT, "")).await;
    // The servers are listed once at the start.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let before = watched.lightlayer.requests().len();
    tokio::time::sleep(Duration::from_secs(6)).await;
    let after = watched.lightlayer.requests().len();
    assert!(after > before, "the interval is a second, and nobody would notice that it is gone");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_becomes_public_takes_the_text_off_the_cards_that_stand() {
    let mut watched = Watched::start(&relay(&["ticket.*"], CHANNEL_SUPPORT, "")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Top secret", "The password is hunter2.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.config.relays[0].public = true;
    watched.restart(|_| {}).await;
    asked(&watched.lightlayer, Operation::ListTickets, 4).await;
    let shown = watched.discord.message(card.id).unwrap();
    assert!(!shown.text().contains("hunter2"), "{}", shown.text());
    watched.end().await;
}

// Channels.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_public_rule_takes_is_not_shown_by_another_rule_for_the_same_channel() {
    let closings = relay(&["ticket.closed"], CHANNEL_SUPPORT, "");
    let public = relay(&["ticket.*"], CHANNEL_SUPPORT, "detail = \"public\"");
    let watched = Watched::start(&format!("{closings}{public}")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Top secret", "The password is hunter2.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    for secret in ["hunter2", "Top secret", "Joe"] {
        assert!(!card.text().contains(secret), "{secret}: {}", card.text());
    }
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_text_of_a_public_notice_can_be_asked_for() {
    let watched = Watched::start(&relay(&["notice.*"], CHANNEL_BILLING, "detail = \"public\"")).await;
    watched.first_look(Feed::Notices).await;
    let id = watched.lightlayer.notice_is_posted("Maintenance", "The rack 7 moves.");
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    let labels: Vec<_> = card.buttons().into_iter().map(|button| button.label).collect();
    assert!(labels.iter().any(|label| label == "Details for you"), "{labels:?}: {}", card.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_takes_messages_again_no_longer_counts_as_gone() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let refused = watched
        .discord
        .fault(DiscordFault::on("POST", "/channels/*/messages", Trouble::Status(403)).always());
    watched.lightlayer.ticket_arrives("Billing", "Nobody can read this", "Hello?");
    watched.until("relay list", "not delivered").await;
    watched.discord.cancel_fault(&refused);
    let number = watched.lightlayer.ticket_arrives("Billing", "Everybody can read this", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let listed = watched.use_command("relay list", &[]).await;
    // While it counts as gone, a second loss of the channel would be told to nobody.
    assert!(!listed.text().contains("I may not write there"), "{}", listed.text());
    watched.end().await;
}

#[tokio::test]
async fn one_owed_thing_that_cannot_be_read_blocks_no_other_channel() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let now = Timestamp::now();
    // A version that was rolled back has left a note of a kind that this one does not know.
    store.owe_note(ChannelId(1), &json!({"of-a-later-version": {}}), now).await.unwrap();
    store.owe_note(ChannelId(2), &Note::Test { by: UserId(3) }, now).await.unwrap();
    let due = store.due::<Note>(ChannelId(2), now).await;
    assert!(due.as_ref().is_ok_and(Option::is_some), "{due:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_delivered_long_ago_leaves_the_outbox() {
    let stage = Stage::start().await;
    let file = stage.folder().join("hostmaster.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let old = (Timestamp::now() - SignedDuration::from_hours(24 * 60)).as_millisecond();
    sqlx::query("INSERT INTO outbox (id, channel, note, state, created, due) VALUES ('x', 1, '{}', 'delivered', ?1, ?1)")
        .bind(old)
        .execute(&pool)
        .await
        .unwrap();
    // The stage sweeps every 50 ms.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM outbox").fetch_one(&pool).await.unwrap();
    pool.close().await;
    assert_eq!(left, 0, "replies of tickets stay in the database for ever");
    stage.end().await;
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
