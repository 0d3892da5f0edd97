//! Orders at LightLayer in the channels: each is one card, from placed to active.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_PROVISIONING, ROLE_MANAGER};
use hostmaster::sandbox::lightlayer::Operation;

use super::channel::{note, posted, says, there};
use super::watched::relay;
use crate::buying::{press, reads};
use crate::stage::{Setup, Stage};
use crate::traced::{BUTTON, choices, state};

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
    posted(&stage.discord, CHANNEL_PROVISIONING, &["I watch the orders"]).await;
    let question = stage.use_command(&stage.max(), "order buy", &choices()).await.1;
    let pressed = press(&stage, &question, BUTTON);
    let card = posted(&stage.discord, CHANNEL_PROVISIONING, &["Cloud VPS S"]).await;
    assert!(card.pings.roles.is_empty() && card.pings.users.is_empty(), "a card pings nobody");
    let placed = note(&stage.discord, &card, "A new order").await;
    assert_eq!(placed.pings.roles, [ROLE_MANAGER]);
    let done = note(&stage.discord, &card, "It is set up").await;
    assert_eq!(done.pings.roles, [ROLE_MANAGER]);
    reads(&pressed, "is set up after").await;
    let shown = says(&stage.discord, &card, "\u{2705}").await;
    for part in ["Cloud VPS S", "11.50 USD/month", "asia/304.1304", "new.example.com"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    // One summary, one card, two notes, and nothing else.
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        4,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING)
    );
    assert_eq!(stage.lightlayer.count(Operation::Order), 1);
    stage.end().await;
}
