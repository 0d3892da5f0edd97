//! Orders at Klikk and crashes: killed wherever its call may be, an order is made once at most, and its message ends in
//! the truth.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::klikk::{Effect, Fault, Klikk, Misbehaviour, OnDisconnect, Operation, State};
use hostmaster::sandbox::llamalink::Pace;
use secrecy::ExposeSecret;

use crate::play::press;
use crate::scene::{Kind, SOON, Scene};
use crate::stage::Folder;

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

fn orders(klikk: &Klikk) -> usize {
    klikk.ledger().iter().filter(|entry| matches!(entry.effect, Effect::Ordered { .. })).count()
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
    let state = State::documented();
    let folder = Folder::new();
    let token = folder.path().join("klikk-token");
    std::fs::write(&token, state.who.token.expose_secret()).unwrap();
    let klikk = Klikk::start(state).await.unwrap();
    let account = format!(
        "\n[accounts.nordic]\nprovider = \"klikk\"\nbase_url = \"{}\"\ntoken = {{ file = {token:?} }}\n",
        klikk.base_url()
    );
    let mut scene = Scene::set_with(Kind::Hasty, Pace::INSTANT, &account).await;
    let bot = scene.start().await;
    let wish = [
        ("account", "nordic".into()),
        ("name", "fjord-1".into()),
        ("cpu", 1.into()),
        ("memory", 0.5.into()),
        ("storage", 25.into()),
        ("os", "Debian 10.4".into()),
    ];
    let asked = scene.max().slash(CHANNEL_OPS, "order custom", &wish).unwrap();
    let question = asked.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    let (operation, fault) = match place {
        Place::BeforeTheCall => {
            (Operation::OrderList, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)))
        }
        Place::HeldAndGivenUp => {
            (Operation::OrderCreate, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)))
        }
        Place::HeldAndCarriedOut => {
            (Operation::OrderCreate, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)))
        }
        Place::CarriedOut => {
            (Operation::OrderCreate, Fault::after(Misbehaviour::Hold(OnDisconnect::Abandon)))
        }
    };
    klikk.inject(operation, fault.once());
    press(&scene.max(), &question, "confirm");
    klikk.wait_until_held(operation, SOON).await.unwrap();
    bot.kill();
    klikk.release_all();
    let carried_out = matches!(place, Place::HeldAndCarriedOut | Place::CarriedOut);
    if carried_out {
        klikk.wait_for_effects(1, SOON).await.unwrap();
    }
    let bot = scene.start().await;
    let (message, words) = ended(&scene, &question).await;
    let expected = match place {
        Place::BeforeTheCall => "Nothing was sent",
        Place::HeldAndGivenUp => "was not ordered",
        Place::HeldAndCarriedOut | Place::CarriedOut => "is set up after",
    };
    assert_eq!(words, expected, "{place:?}: {}", message.text());
    assert_eq!(orders(&klikk), usize::from(carried_out), "{place:?}");
    assert_eq!(klikk.count(Operation::OrderCreate), u64::from(place != Place::BeforeTheCall), "{place:?}");
    bot.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_bot_is_killed_an_order_is_made_once_at_most_and_its_end_is_true() {
    for place in PLACES {
        run(place).await;
    }
}
