//! Cards about money: invoices from issued to paid, the credit below its floor, and paying from the card.

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_SUPPORT, MAX};
use hostmaster::sandbox::lightlayer::{Effect, Line};

use super::watched::{SOON, Watched, relay};
use crate::play::component;

/// An invoice for the server that the last one was for, dearer by 18 %.
fn dearer() -> Vec<Line> {
    let line = |text: &str, price: &str| Line::new(text, price.parse().unwrap());
    let plan = Line::for_service(302, "Cloud VPS M - vps.example.com", "33.96".parse().unwrap());
    vec![plan, line("Extra IPv4", "3.00")]
}

async fn start() -> Watched {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    watched
}

/// What was taken from the credit, payment by payment.
fn charges(watched: &Watched) -> Vec<(u64, String)> {
    let charge = |effect: &Effect| match effect {
        Effect::CreditApplied { invoice, amount } => Some((*invoice, amount.to_string())),
        _ => None,
    };
    watched.lightlayer.ledger().iter().filter_map(|entry| charge(&entry.effect)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_paid_with_credit_from_its_card() {
    let watched = start().await;
    let invoice = watched.lightlayer.invoice_is_issued(dearer());
    let card = watched.card(CHANNEL_BILLING, &invoice.to_string()).await;
    let text = watched.print(&card);
    assert!(text.contains("+18 % / Cloud VPS M - vps.example.com: 28.32 USD → 33.96 USD"), "{text}");
    assert!(text.contains("| Amount: 36.96 USD") && text.contains("| Lines: Cloud VPS M"), "{text}");
    assert_eq!(watched.labels(card.id), ["Pay with credit", "Claim"]);
    let asked = watched.press(MAX, card.id, "pay");
    let question = watched.says(&asked, "36.96 USD").await;
    let buttons = question.buttons();
    assert!(buttons[0].label.ends_with("36.96 USD"), "the price is on the button: {buttons:?}");
    assert_eq!(charges(&watched), []);
    let paid = watched.discord.member(MAX).press(question.id, &component(&question, "confirm")).unwrap();
    watched.says(&paid, "is paid").await;
    assert_eq!(charges(&watched), [(invoice, "36.96".to_owned())]);
    watched.reads(card.id, "Paid").await;
    watched.note(card.id, "The invoice is paid").await;
    assert_eq!(watched.labels(card.id), [] as [String; 0]);
    let line = |result: &str| format!("{MAX} asia/{invoice} {result}");
    assert_eq!(watched.audit("invoice.pay").await, [line("asked"), line("intent"), line("done")]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_told_once_as_due_soon_as_overdue_and_as_paid_on_one_card() {
    let watched = start().await;
    let invoice = watched.lightlayer.invoice_is_issued(dearer());
    let card = watched.card(CHANNEL_BILLING, &invoice.to_string()).await.id;
    watched.lightlayer.invoice_becomes_due(invoice);
    watched.note(card, "The invoice is due soon").await;
    watched.lightlayer.invoice_becomes_overdue(invoice);
    watched.note(card, "The invoice is overdue").await;
    watched.lightlayer.invoice_is_paid_elsewhere(invoice);
    watched.note(card, "The invoice is paid").await;
    watched.reads(card, "Paid").await;
    // Whatever comes after it was looked at once more.
    let other = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.card(CHANNEL_BILLING, &other.to_string()).await;
    let said = watched.messages(CHANNEL_BILLING);
    let notes = said.iter().filter(|message| message.reference == Some(card)).count();
    assert_eq!((said.len(), notes), (1 + 2 + 3, 3), "the summary, two cards, three notes");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_comes_to_nothing_is_not_to_be_paid_and_never_overdue() {
    let watched = start().await;
    let invoice = watched.lightlayer.invoice_is_issued(vec![Line::new("Upgrade", "0.00".parse().unwrap())]);
    let card = watched.card(CHANNEL_BILLING, &invoice.to_string()).await;
    assert_eq!(watched.labels(card.id), [] as [String; 0]);
    assert!(watched.print(&card).contains("| Amount: 0.00 USD"), "{}", watched.print(&card));
    let asked = watched
        .discord
        .member(MAX)
        .slash(CHANNEL_BILLING, "invoice pay", &[("invoice", format!("asia/{invoice}").into())])
        .unwrap();
    watched.says(&asked, "though the provider still calls it Unpaid").await;
    watched.lightlayer.invoice_becomes_overdue(invoice);
    let other = watched.lightlayer.invoice_is_issued(dearer());
    watched.card(CHANNEL_BILLING, &other.to_string()).await;
    let said = watched.messages(CHANNEL_BILLING);
    assert!(!said.iter().any(|message| message.reference == Some(card.id)), "{said:?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credit_below_its_floor_is_one_card_that_says_when_it_has_risen() {
    let watched = Watched::start(&relay(&["balance.low"], CHANNEL_BILLING, "")).await;
    watched.wait_for(CHANNEL_BILLING, "I watch the balance").await;
    watched.lightlayer.credit_changes("9.99".parse().unwrap());
    let low = watched.wait_for(CHANNEL_BILLING, "The balance is low").await;
    assert!(low.text().contains("9.99 USD"), "{}", low.text());
    watched.lightlayer.credit_changes("4.00".parse().unwrap());
    watched.reads(low.id, "4.00 USD").await;
    watched.lightlayer.credit_changes("200.00".parse().unwrap());
    watched.reads(low.id, "200.00 USD").await;
    let risen = |_: &_| (!watched.discord.message(low.id).unwrap().text().contains("is low")).then_some(());
    watched.discord.wait("the card to say that it has risen", SOON, risen).await.unwrap();
    let cards = |message: &Message| message.text().contains("Balance") || message.text().contains("balance");
    let told = watched.messages(CHANNEL_BILLING).iter().filter(|message| cards(message)).count();
    assert_eq!(told, 2, "the summary and one card");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credit_that_is_used_is_told_by_how_much_and_without_the_amount_where_details_are_hidden() {
    let rules = relay(&["credit.used"], CHANNEL_BILLING, "")
        + &relay(&["credit.used"], CHANNEL_SUPPORT, "detail = \"public\"");
    let watched = Watched::start(&rules).await;
    for channel in [CHANNEL_BILLING, CHANNEL_SUPPORT] {
        watched.wait_for(channel, "I watch the balance").await;
    }
    let credit = watched.lightlayer.with_state(|state| state.credit);
    watched.lightlayer.credit_changes(credit - "1.25".parse::<rust_decimal::Decimal>().unwrap());
    let used = watched.wait_for(CHANNEL_BILLING, "**1.25 USD** of the credit was used").await;
    let card = watched.discord.message(used.reference.unwrap()).unwrap();
    assert!(card.text().contains("Credit"), "{}", card.text());
    watched.wait_for(CHANNEL_SUPPORT, "Some of the credit was used").await;
    let hidden = watched.messages(CHANNEL_SUPPORT);
    assert!(hidden.iter().all(|message| !message.text().contains("1.25")), "{hidden:?}");
    watched.end().await;
}
