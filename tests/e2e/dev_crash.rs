//! Orders at Inferno and crashes: killed wherever its call may be, an order is made once at most, and its message ends
//! in the truth.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::inferno::{Effect, Inferno, Operation, Pace, State};
use secrecy::ExposeSecret;

use crate::places::{Calls, PLACES, Place};
use crate::play::press;
use crate::scene::{Kind, SOON, Scene};
use crate::stage::Folder;

/// The orders that were made by request.
fn orders(inferno: &Inferno) -> Vec<u64> {
    let ordered = |effect| match effect {
        Effect::Ordered { order, .. } => Some(order),
        _ => None,
    };
    inferno.ledger().into_iter().filter_map(|entry| ordered(entry.effect)).collect()
}

/// The message once it says one of the words.
async fn ends(scene: &Scene, question: &Message, words: &[&str]) -> Message {
    let found = |discord: &Simulator| {
        discord.message(question.id).filter(|it| words.iter().any(|words| it.text().contains(words)))
    };
    let found = scene.discord.wait("an end", SOON, found).await;
    found.unwrap_or_else(|error| panic!("{error}; {}", scene.report(question.id)))
}

/// Waits for the list that is read at the start, so that it is not taken for what the purchase asks.
async fn settle(inferno: &Inferno, start: usize) {
    let asked = inferno.wait_for_request(Operation::GetInfo, start, SOON).await.unwrap();
    inferno.wait_until_settled(asked.number, SOON).await.unwrap();
}

async fn bought(place: Place) {
    let state = State::documented();
    let folder = Folder::new();
    let key = folder.path().join("inferno-key");
    std::fs::write(&key, state.key.expose_secret()).unwrap();
    let inferno = Inferno::start(state).await.unwrap();
    let account = format!(
        "\n[accounts.dev]\nprovider = \"inferno\"\nbase_url = \"{}\"\ncid = \"777\"\nkey = {{ file = {key:?} }}\n",
        inferno.base_url()
    );
    let mut scene = Scene::set_with(Kind::Hasty, Pace::INSTANT, &account).await;
    let bot = scene.start().await;
    settle(&inferno, 1).await;
    let asked = scene.max().slash(CHANNEL_OPS, "order buy", &[("plan", "dev/303".into())]).unwrap();
    let question = asked.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    let max = scene.max();
    // The list of orders is what is there before, and tells what has come of it.
    let calls = Calls { look: Operation::Orders, change: Operation::Create, follow: (Operation::Orders, 1) };
    place.kill(&inferno, calls, bot, || drop(press(&max, &question, "confirm"))).await;
    let _bot = scene.start().await;
    let expected = match place {
        Place::BeforeTheCall => "Nothing was sent",
        Place::HeldAndGivenUp => "was not ordered",
        Place::HeldAndCarriedOut | Place::CarriedOut | Place::Answered => "which is not paid yet",
    };
    let told =
        ends(&scene, &question, &["Nothing was sent", "was not ordered", "which is not paid yet"]).await;
    assert!(told.text().contains(expected), "{place:?}: {}", told.text());
    assert_eq!(inferno.count(Operation::Create), u64::from(place.arrives()), "{place:?}");
    if place == Place::HeldAndGivenUp {
        press(&max, &told, "confirm");
        ends(&scene, &question, &["which is not paid yet"]).await;
    }
    let made = orders(&inferno);
    assert_eq!(made.len(), usize::from(place.arrives()), "{place:?}");
    for order in made {
        inferno.order_is_paid(order);
        let paid = ends(&scene, &question, &["is paid after"]).await;
        assert!(paid.text().contains(&format!("/order install order:dev/{order}")), "{}", paid.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_bot_is_killed_a_plan_is_ordered_once_at_most_and_its_end_is_true() {
    for place in PLACES {
        bought(place).await;
    }
}
