//! Orders at Klikk and crashes: killed wherever its call may be, an order is made or cancelled once at most, and its
//! message ends in the truth.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{self as trouble, Message, Simulator, Trouble};
use hostmaster::sandbox::klikk::{Effect, Fault, Klikk, Misbehaviour, OnDisconnect, Operation, Pace, State};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::places::{Calls, PLACES, Place};
use crate::play::press;
use crate::scene::{Kind, SOON, Scene};
use crate::stage::Folder;

/// A scene with an account at a Klikk.
struct Fjord {
    klikk: Klikk,
    scene: Scene,
    // The token is in it.
    _folder: Folder,
}

impl Fjord {
    async fn set(mut state: State) -> Self {
        state.pace = Pace { provisioning: Duration::from_millis(300), ..Pace::INSTANT };
        let folder = Folder::new();
        let token = folder.path().join("klikk-token");
        std::fs::write(&token, state.who.token.expose_secret()).unwrap();
        let klikk = Klikk::start(state).await.unwrap();
        let account = format!(
            "\n[accounts.nordic]\nprovider = \"klikk\"\nbase_url = \"{}\"\ntoken = {{ file = {token:?} }}\n",
            klikk.base_url()
        );
        let scene = Scene::set_with(Kind::Hasty, Pace::INSTANT, &account).await;
        Fjord { klikk, scene, _folder: folder }
    }

    /// Uses a command and gives the question of the consent.
    async fn ask(&self, path: &str, options: &[(&str, Value)]) -> Message {
        let asked = self.scene.max().slash(CHANNEL_OPS, path, options).unwrap();
        asked.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap()
    }

    async fn ask_to_order(&self) -> Message {
        let wish = [
            ("account", "nordic".into()),
            ("name", "fjord-1".into()),
            ("cpu", 1.into()),
            ("memory", 0.5.into()),
            ("storage", 25.into()),
            ("os", "Debian 10.4".into()),
            ("guided", false.into()),
        ];
        self.ask("order custom", &wish).await
    }

    /// Asks to cancel an order and types its name; what comes back sends the form.
    async fn ask_to_cancel(&self, order: u64, name: &str) -> (Message, impl FnOnce()) {
        let question = self.ask("order cancel", &[("order", format!("nordic/{order}").into())]).await;
        let form = press(&self.scene.max(), &question, "confirm");
        form.wait_modal(SOON).await.unwrap();
        let name = name.to_owned();
        (question, move || drop(form.submit_modal(&[("text", &name)]).unwrap()))
    }

    fn effects(&self) -> Vec<Effect> {
        self.klikk.ledger().into_iter().map(|entry| entry.effect).collect()
    }

    /// The message once it says one of the words.
    async fn ends(&self, question: &Message, words: &[&str]) -> Message {
        let found = |discord: &Simulator| {
            discord.message(question.id).filter(|it| words.iter().any(|words| it.text().contains(words)))
        };
        let found = self.scene.discord.wait("an end", SOON, found).await;
        found.unwrap_or_else(|error| panic!("{error}; {}", self.scene.report(question.id)))
    }
}

async fn ordered(place: Place) {
    let mut fjord = Fjord::set(State::documented()).await;
    let bot = fjord.scene.start().await;
    let question = fjord.ask_to_order().await;
    let max = fjord.scene.max();
    let calls = Calls {
        look: Operation::OrderList,
        change: Operation::OrderCreate,
        follow: (Operation::OrderStatus, 0),
    };
    place.kill(&fjord.klikk, calls, bot, || drop(press(&max, &question, "confirm"))).await;
    let _bot = fjord.scene.start().await;
    let expected = match place {
        Place::BeforeTheCall => "Nothing was sent",
        Place::HeldAndGivenUp => "was not ordered",
        Place::HeldAndCarriedOut | Place::CarriedOut | Place::Answered => "is set up after",
    };
    let ends = ["is set up after", "Nothing was sent", "was not ordered"];
    let told = fjord.ends(&question, &ends).await;
    assert!(told.text().contains(expected), "{place:?}: {}", told.text());
    assert_eq!(fjord.effects().len(), usize::from(place.is_carried_out()), "{place:?}");
    assert_eq!(fjord.klikk.count(Operation::OrderCreate), u64::from(place.arrives()), "{place:?}");
    if place == Place::HeldAndGivenUp {
        // The next click is the same purchase, and is made once.
        press(&max, &told, "confirm");
        fjord.ends(&question, &["is set up after"]).await;
        let sent = fjord.klikk.requests_for(Operation::OrderCreate);
        let references: Vec<_> = sent.iter().map(|it| it.json().unwrap()["reference"].clone()).collect();
        assert_eq!((references.len(), fjord.effects().len()), (2, 1));
        assert_eq!(references[0], references[1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_bot_is_killed_an_order_is_made_once_at_most_and_its_end_is_true() {
    for place in PLACES {
        ordered(place).await;
    }
}

/// Cancels an order, killed at the place: one that shows that it is cancelled, or one that runs on and does not.
async fn cancelled(place: Place, shows: bool) {
    let case = format!("{place:?}, {shows}");
    let mut fjord = Fjord::set(State::documented()).await;
    let (mut order, mut name) = (70, "my.server.com");
    if shows {
        fjord.klikk.with_state(|state| state.has_credit = false);
        (order, name) = (fjord.klikk.order_is_placed("fjord-9"), "fjord-9");
    }
    let bot = fjord.scene.start().await;
    let (question, send) = fjord.ask_to_cancel(order, name).await;
    let calls = Calls {
        look: Operation::OrderStatus,
        change: Operation::OrderCancel,
        follow: (Operation::OrderStatus, 0),
    };
    place.kill(&fjord.klikk, calls, bot, send).await;
    let _bot = fjord.scene.start().await;
    let expected = match (place.arrives(), place.is_carried_out() && shows) {
        (false, _) => "Nothing was sent",
        (true, true) => "is cancelled",
        (true, false) => "cannot be told",
    };
    let told = fjord.ends(&question, &["Nothing was sent", "is cancelled", "cannot be told"]).await;
    assert!(told.text().contains(expected), "{case}: {}", told.text());
    let effects: Vec<_> = place.is_carried_out().then_some(Effect::Cancelled { order }).into_iter().collect();
    assert_eq!(fjord.effects(), effects, "{case}");
    assert_eq!(fjord.klikk.count(Operation::OrderCancel), u64::from(place.arrives()), "{case}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_bot_is_killed_an_order_is_cancelled_once_at_most_and_nothing_untrue_is_said() {
    // Its answer is the end of it: what comes after that has a test of its own.
    for place in PLACES.into_iter().filter(|place| *place != Place::Answered) {
        for shows in [true, false] {
            cancelled(place, shows).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_that_was_answered_and_not_told_is_told_after_the_crash() {
    let mut fjord = Fjord::set(State::documented()).await;
    let bot = fjord.scene.start().await;
    let (question, send) = fjord.ask_to_cancel(70, "my.server.com").await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon));
    fjord.klikk.inject(Operation::OrderCancel, held.once());
    send();
    fjord.klikk.wait_until_held(Operation::OrderCancel, SOON).await.unwrap();
    let silence = trouble::Fault::on("PATCH", "*", Trouble::Hang).always();
    let silence = fjord.scene.discord.fault(silence);
    fjord.klikk.release_all();
    fjord.klikk.wait_for_effects(1, SOON).await.unwrap();
    // What was done is recorded before it is shown.
    let shown = |_: &Simulator| (silence.hits() > 0).then_some(());
    fjord.scene.discord.wait("the edit that nobody hears", SOON, shown).await.unwrap();
    bot.kill();
    fjord.scene.discord.cancel_fault(&silence);
    let _bot = fjord.scene.start().await;
    fjord.ends(&question, &["It was done", "is cancelled"]).await;
    assert_eq!(fjord.effects(), [Effect::Cancelled { order: 70 }]);
    assert_eq!(fjord.klikk.count(Operation::OrderCancel), 1);
}
