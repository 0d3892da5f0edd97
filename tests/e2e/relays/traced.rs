//! Orders at LightLayer in the channels: each is one card, from placed to active.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_PROVISIONING, ROLE_MANAGER};
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::lightlayer::Operation;

use super::watched::relay;
use crate::buying::{press, reads};
use crate::stage::{SOON, Setup, Stage};
use crate::traced::{BUTTON, choices, state};

/// The messages that are there, oldest first.
fn there(discord: &Simulator) -> Vec<Message> {
    let mut messages = discord.all_messages();
    messages.retain(|message| message.channel == CHANNEL_PROVISIONING && !message.deleted);
    messages
}

/// Waits for a message that is so and says the words.
async fn wait_for(discord: &Simulator, words: &str, is_it: impl Fn(&Message) -> bool) -> Message {
    let says = |discord: &Simulator| {
        there(discord).into_iter().find(|message| is_it(message) && message.text().contains(words))
    };
    let found = discord.wait(&format!("a message that says {words:?}"), SOON, says).await;
    let texts = || there(discord).iter().map(Message::text).collect::<Vec<_>>();
    found.unwrap_or_else(|error| panic!("{error}; {:#?}", texts()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_found_by_looking_is_one_card_from_placed_to_active() {
    let more = format!("accounts = [\"asia\"]\nmention_roles = [\"{ROLE_MANAGER}\"]");
    let rules = relay(&["order.*", "provision.*"], CHANNEL_PROVISIONING, &more);
    let setup = Setup {
        lightlayer: Some(state(Duration::from_secs(2))),
        config: format!("{rules}[watch]\ninterval = \"1s\"\n"),
        ..Setup::default()
    };
    let stage = Stage::with(setup).await;
    wait_for(&stage.discord, "I watch the orders", |_| true).await;
    let question = stage.use_command(&stage.max(), "order buy", &choices()).await.1;
    let pressed = press(&stage, &question, BUTTON);
    let card = wait_for(&stage.discord, "Cloud VPS S", |_| true).await;
    assert!(card.pings.roles.is_empty() && card.pings.users.is_empty(), "a card pings nobody");
    let is_note = |message: &Message| message.reference == Some(card.id);
    let placed = wait_for(&stage.discord, "A new order", is_note).await;
    assert_eq!(placed.pings.roles, [ROLE_MANAGER]);
    let done = wait_for(&stage.discord, "It is set up", is_note).await;
    assert_eq!(done.pings.roles, [ROLE_MANAGER]);
    reads(&pressed, "is set up after").await;
    let is_card = |message: &Message| message.id == card.id;
    let shown = wait_for(&stage.discord, "\u{2705}", is_card).await;
    for part in ["Cloud VPS S", "11.50 USD/month", "asia/304.1304", "new.example.com"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    // One summary, one card, two notes, and nothing else.
    assert_eq!(there(&stage.discord).len(), 4, "{:#?}", there(&stage.discord));
    assert_eq!(stage.lightlayer.count(Operation::Order), 1);
    stage.end().await;
}
