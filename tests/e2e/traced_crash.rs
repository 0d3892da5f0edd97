//! Purchases at LightLayer and crashes: killed wherever its call may be, one order is placed at most, and the message ends
//! in the truth.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, OnDisconnect, Operation};

use crate::scene::{Kind, SOON, Scene};
use crate::stage::GRANTS;
use crate::traced::{AGAIN, BUTTON, choices, state};

/// Where the call is when the bot is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// What is there before it is being looked at.
    BeforeTheCall,
    /// It has arrived and is given up.
    HeldAndGivenUp,
    /// It has arrived, and is carried out though nobody waits any more.
    HeldAndCarriedOut,
    /// It was carried out, and its answer is lost.
    CarriedOut,
}

const PLACES: [Place; 4] =
    [Place::BeforeTheCall, Place::HeldAndGivenUp, Place::HeldAndCarriedOut, Place::CarriedOut];

/// How a message ends.
const ENDS: [&str; 3] = ["is set up after", "Nothing was sent", "was not ordered"];

fn orders(scene: &Scene) -> usize {
    let ordered = |effect: &Effect| matches!(effect, Effect::Ordered { .. });
    scene.lightlayer.ledger().iter().filter(|entry| ordered(&entry.effect)).count()
}

/// The message once it has ended, and how.
async fn ended(scene: &Scene, question: &Message) -> (Message, &'static str) {
    let found = |discord: &Simulator| {
        let message = discord.message(question.id)?;
        let text = message.text();
        ENDS.into_iter().find(|words| text.contains(words)).map(|words| (message, words))
    };
    let found = scene.discord.wait("an end", SOON, found).await;
    found.unwrap_or_else(|error| panic!("{error}; {}", scene.report(question.id)))
}

async fn run(place: Place) {
    let mut scene = Scene::set_with_lightlayer(Kind::Hasty, state(Duration::ZERO), GRANTS).await;
    let bot = scene.start().await;
    let asked = scene.max().slash(CHANNEL_OPS, "order buy", &choices()).unwrap();
    let question = asked.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    let (operation, fault) = match place {
        Place::BeforeTheCall => {
            (Operation::ListServices, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)))
        }
        Place::HeldAndGivenUp => (Operation::Order, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon))),
        Place::HeldAndCarriedOut => {
            (Operation::Order, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)))
        }
        Place::CarriedOut => (Operation::Order, Fault::after(Misbehaviour::Hold(OnDisconnect::Abandon))),
    };
    scene.lightlayer.inject(operation, fault.once());
    scene.max().press(question.id, BUTTON).unwrap();
    let held = scene.lightlayer.wait_until_held(operation, SOON).await.unwrap();
    let effects = scene.lightlayer.ledger().len();
    bot.kill();
    if place == Place::HeldAndGivenUp {
        // Let go before it is seen that nobody waits any more, it would be carried out.
        scene.lightlayer.wait_until_settled(held, SOON).await.unwrap();
    }
    scene.lightlayer.release_all();
    if place == Place::HeldAndCarriedOut {
        scene.lightlayer.wait_for_effects(effects + 1, SOON).await.unwrap();
    }
    let bot = scene.start().await;
    let (message, words) = ended(&scene, &question).await;
    let (expected, ordered) = match place {
        Place::BeforeTheCall => ("Nothing was sent", 0),
        Place::HeldAndGivenUp => ("was not ordered", 0),
        Place::HeldAndCarriedOut | Place::CarriedOut => ("is set up after", 1),
    };
    assert_eq!(words, expected, "{place:?}: {}", message.text());
    let sent = u64::from(place != Place::BeforeTheCall);
    assert_eq!((orders(&scene), scene.lightlayer.count(Operation::Order)), (ordered, sent), "{place:?}");
    if place == Place::HeldAndGivenUp {
        scene.max().press(question.id, AGAIN).unwrap();
        scene.reads(question.id, "is set up after").await;
        assert_eq!((orders(&scene), scene.lightlayer.count(Operation::Order)), (1, 2), "{place:?}");
    }
    bot.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_bot_is_killed_one_order_is_placed_at_most_and_its_end_is_true() {
    for place in PLACES {
        run(place).await;
    }
}
