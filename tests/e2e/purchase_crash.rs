//! Purchases and crashes: killed at any instant, however often, a purchase charges once at most, exactly once where the
//! provider had it, and its message ends in the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, CHANNEL_PROVISIONING};
use hostmaster::sandbox::discord::{self as trouble, Message, Simulator, Trouble};
use hostmaster::sandbox::llamalink::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::scene::{Bot, Kind, SOON, Scene};

/// How many runs each place of a kill has.
const RUNS: u64 = 40;
/// How many runs go on at once.
const AT_ONCE: usize = 6;

/// Where the bot tells of what is bought.
const RELAY: &str = "[[relays]]\nevents = [\"order.*\", \"provision.*\"]\nchannel = \"555555555555555555\"\n\
                     [watch]\ninterval = \"1s\"\n";

const BUTTON: &str = "Order Llama Spark - 54.00 ILS/month";
const AGAIN: &str = "Try again - 54.00 ILS/month";

/// How a message ends.
const ENDS: [&str; 3] = ["is set up after", "Nothing was sent", "was not ordered"];

/// Where the bot is killed.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// After the consent, while the price is read once more.
    BeforeTheCall,
    /// The provider has the call and has not charged; it gives up when nobody waits.
    HeldBeforeTheCharge,
    /// The same, and it charges all the same when the bot is gone.
    HeldAndChargedLater,
    /// The provider has charged and not answered.
    HeldAfterTheCharge,
    /// Discord has taken the bot's answer to the click and not said so.
    BeforeDiscordsAnswer,
    /// As soon as so many requests of the bot have reached anybody.
    AfterAnyRequest,
    /// While the server is being set up.
    DuringProgress,
}

const PLACES: [Place; 7] = [
    Place::BeforeTheCall,
    Place::HeldBeforeTheCharge,
    Place::HeldAndChargedLater,
    Place::HeldAfterTheCharge,
    Place::BeforeDiscordsAnswer,
    Place::AfterAnyRequest,
    Place::DuringProgress,
];

impl Scene {
    /// Asks for a plan and gives the message with the button.
    pub async fn ask_to_buy(&self) -> Message {
        let options = [("plan", "shop/spark".into()), ("os", "ubuntu-22".into())];
        let asked = self.max().slash(CHANNEL_OPS, "order buy", &options).unwrap();
        asked.wait_message(SOON).await.unwrap()
    }

    /// How often a card was charged.
    fn charges(&self) -> usize {
        let charged = |effect: &Effect| matches!(effect, Effect::Charged { .. });
        self.llamalink.ledger().iter().filter(|entry| charged(&entry.effect)).count()
    }

    /// How many servers there are that were bought.
    fn bought(&self) -> usize {
        self.llamalink.with_state(|state| {
            state.servers.values().filter(|server| server.name.starts_with("spark-")).count()
        })
    }

    /// How many requests of the bot have reached anybody.
    fn requests(&self) -> usize {
        self.discord.requests().len() + self.llamalink.requests().len()
    }

    fn hold(&self, operation: Operation, fault: fn(Misbehaviour) -> Fault, on_disconnect: OnDisconnect) {
        self.llamalink.inject(operation, fault(Misbehaviour::Hold(on_disconnect)).once());
    }
}

/// Presses the button and kills the bot at the place.
async fn press_and_kill(scene: &Scene, bot: Bot, question: &Message, place: Place, random: &mut StdRng) {
    match place {
        Place::BeforeTheCall => scene.hold(Operation::ListPlans, Fault::before, OnDisconnect::Abandon),
        Place::HeldBeforeTheCharge => scene.hold(Operation::BuyPlan, Fault::before, OnDisconnect::Abandon),
        Place::HeldAndChargedLater => scene.hold(Operation::BuyPlan, Fault::before, OnDisconnect::Continue),
        Place::HeldAfterTheCharge => scene.hold(Operation::BuyPlan, Fault::after, OnDisconnect::Abandon),
        Place::BeforeDiscordsAnswer => {
            let callback = trouble::Fault::on("POST", "/interactions/*/*/callback", Trouble::HangAfter);
            scene.discord.fault(callback);
        }
        Place::AfterAnyRequest | Place::DuringProgress => {}
    }
    let before = scene.requests();
    scene.max().press(question.id, BUTTON).unwrap();
    let held = match place {
        Place::BeforeTheCall => Some(Operation::ListPlans),
        Place::HeldBeforeTheCharge | Place::HeldAndChargedLater | Place::HeldAfterTheCharge => {
            Some(Operation::BuyPlan)
        }
        Place::BeforeDiscordsAnswer | Place::AfterAnyRequest | Place::DuringProgress => None,
    };
    if let Some(operation) = held {
        scene.llamalink.wait_until_held(operation, SOON).await.unwrap();
    } else {
        let (looks, requests) = match place {
            Place::DuringProgress => (random.gen_range(1..4), 0),
            Place::BeforeDiscordsAnswer => (0, 1),
            _ => (0, random.gen_range(0..12)),
        };
        let reached = |_: &Simulator| {
            let looked = scene.llamalink.count(Operation::ProvisionProgress) >= looks;
            // On a busy machine it may be over after fewer looks.
            let over = scene
                .discord
                .message(question.id)
                .is_some_and(|shown| ending(&shown).is_some_and(|ending| ending != BUTTON));
            (over || looked && scene.requests() >= before + requests).then_some(())
        };
        scene.discord.wait("the bot to come so far", SOON, reached).await.unwrap();
    }
    // The instant is what is tried out here: requests alone would kill at the same ones over and over.
    tokio::time::sleep(Duration::from_micros(random.gen_range(0..20_000))).await;
    bot.kill();
    if matches!(place, Place::HeldAndChargedLater) {
        scene.llamalink.release_all();
        scene.llamalink.wait_for_effects(1, SOON).await.unwrap();
    }
}

/// How a message ends, or what it waits for; `None` while it goes on.
fn ending(message: &Message) -> Option<&'static str> {
    let text = message.text();
    let asks = message.buttons().iter().any(|button| button.label == BUTTON);
    ENDS.into_iter().find(|words| text.contains(words)).or(asks.then_some(BUTTON))
}

/// The messages of #provisioning, oldest first.
fn in_provisioning(discord: &Simulator) -> Vec<Message> {
    let mut messages = discord.all_messages();
    messages.retain(|message| message.channel == CHANNEL_PROVISIONING && !message.deleted);
    messages
}

/// Whether #provisioning has one summary, and of what was bought one card with the address and one note that it is set up.
fn told_once(discord: &Simulator, bought: usize, had: bool) -> bool {
    let there = in_provisioning(discord);
    let says = |words: &str| there.iter().filter(|message| message.text().contains(words)).count();
    // What the provider never had may have been noted as sent, and is told as not begun.
    let cards = says("Llama Spark");
    let is_fit = if had || bought > 0 { cards == 1 } else { cards <= 1 };
    let done =
        says("\u{2705}") == bought && says("It is set up") == bought && says("203.0.113.51") == 2 * bought;
    is_fit && done && says("I watch the orders") == 1 && says("not through me") == 0
}

/// One run: asked, pressed, killed, started again, perhaps killed again, and followed to the end.
async fn run(place: Place, seed: u64) -> &'static str {
    let random = &mut StdRng::seed_from_u64(seed);
    let case = format!("{place:?}, seed {seed}");
    let pace = Pace { provisioning: Duration::from_millis(600), ..Pace::INSTANT };
    let mut scene = Scene::set_with(Kind::Hasty, pace, RELAY).await;
    let bot = scene.start().await;
    // What is bought from now on is news, since the orders are watched.
    let watched = |discord: &Simulator| (!in_provisioning(discord).is_empty()).then_some(());
    scene.discord.wait(&format!("{case}: the first look"), SOON, watched).await.unwrap();
    let question = scene.ask_to_buy().await;
    press_and_kill(&scene, bot, &question, place, random).await;

    let mut bot = scene.start().await;
    for _ in 0..random.gen_range(0..2) {
        tokio::time::sleep(Duration::from_millis(random.gen_range(0..300))).await;
        bot.kill();
        bot = scene.start().await;
    }
    let found = |discord: &Simulator| {
        let message = discord.message(question.id)?;
        ending(&message).map(|ending| (message, ending))
    };
    let (mut message, ending) = scene
        .discord
        .wait(&format!("{case}: an end"), SOON, found)
        .await
        .unwrap_or_else(|error| panic!("{error}; {}", scene.report(question.id)));
    let (charges, had) = (scene.charges(), scene.llamalink.count(Operation::BuyPlan));
    assert!(charges <= 1, "{case}: {charges} charges");
    let text = message.text();
    if !text.contains("is set up after") {
        assert_eq!(charges, 0, "{case}: {text}");
    }
    if text.contains("Nothing was sent") {
        assert_eq!(had, 0, "{case}: {text}");
    }
    // The next click, where one is offered, ends in one server as well.
    if let Some(button) =
        message.buttons().first().filter(|button| [BUTTON, AGAIN].contains(&button.label.as_str()))
    {
        scene.max().press(question.id, &button.label).unwrap();
        message = scene.reads(question.id, "is set up after").await;
    }
    let expected = usize::from(message.text().contains("is set up after"));
    assert_eq!((scene.charges(), scene.bought()), (expected, expected), "{case}: {}", message.text());
    let ids: BTreeSet<_> = scene
        .llamalink
        .requests_for(Operation::BuyPlan)
        .iter()
        .map(|request| request.header("x-provision-op-id").unwrap().to_owned())
        .collect();
    assert!(ids.len() <= 1, "{case}: {ids:?}");
    let told = |discord: &Simulator| told_once(discord, expected, had > 0).then_some(());
    if scene.discord.wait(&format!("{case}: the card"), SOON, told).await.is_err() {
        let there: Vec<_> = in_provisioning(&scene.discord).iter().map(Message::text).collect();
        panic!("{case}: {expected} bought, {there:#?}; {}", scene.report(question.id));
    }
    bot.kill();
    ending
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_instant_a_purchase_charges_once_at_most_and_tells_the_truth() {
    let runs = PLACES.iter().flat_map(|place| (0..RUNS).map(|seed| run(*place, seed)));
    let ended: Vec<_> = stream::iter(runs).buffer_unordered(AT_ONCE).collect().await;
    let mut endings = BTreeMap::new();
    for ending in ended {
        *endings.entry(ending).or_insert(0) += 1;
    }
    println!("{endings:?}");
    // Where one of them never came, the kills would have missed what they are for.
    for ending in ENDS {
        assert!(endings.contains_key(ending), "{endings:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_whose_button_was_pressed_before_discord_told_its_id_is_ended_after_the_crash() {
    let mut scene = Scene::set(Kind::Hasty, Pace::INSTANT).await;
    let bot = scene.start().await;
    // Everybody sees the question; the bot does not know yet which message it is.
    scene.discord.fault(trouble::Fault::on("POST", "/interactions/*/*/callback", Trouble::HangAfter));
    let asked = trouble::Fault::on("GET", "/webhooks/*/*/messages/@original", Trouble::HangAfter);
    scene.discord.fault(asked.always());
    let question = scene.ask_to_buy().await;
    scene.hold(Operation::ListPlans, Fault::before, OnDisconnect::Abandon);
    scene.max().press(question.id, BUTTON).unwrap();
    scene.llamalink.wait_until_held(Operation::ListPlans, SOON).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    scene.reads(question.id, "Nothing was sent").await;
    assert_eq!(scene.discord.all_messages().len(), 1);
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_built_bot_takes_two_looks_thirty_seconds_apart_for_never_begun() {
    let mut scene = Scene::set(Kind::Built, Pace::INSTANT).await;
    let bot = scene.start().await;
    let question = scene.ask_to_buy().await;
    scene.hold(Operation::BuyPlan, Fault::before, OnDisconnect::Abandon);
    scene.max().press(question.id, BUTTON).unwrap();
    scene.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "was not ordered").await;
    let looks = scene.llamalink.requests_for(Operation::ProvisionProgress);
    let (first, last) = (looks.first().unwrap().at, looks.last().unwrap().at);
    assert!(last.duration_since(first).as_secs() >= 30, "{first} {last}");
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (0, 1));
    scene.max().press(told.id, AGAIN).unwrap();
    scene.reads(question.id, "is set up after").await;
    assert_eq!((scene.charges(), scene.bought()), (1, 1));
}

impl Scene {
    /// Orders what the provider has not begun when it is told that it never was; gives the message that says so.
    async fn order_what_begins_late(&self) -> Message {
        let question = self.ask_to_buy().await;
        self.hold(Operation::BuyPlan, Fault::before, OnDisconnect::Continue);
        self.max().press(question.id, BUTTON).unwrap();
        self.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
        self.llamalink.go_down().await;
        self.llamalink.come_back().await.unwrap();
        self.reads(question.id, "was not ordered").await
    }

    /// Lets it begin.
    async fn begin_late(&self) {
        self.llamalink.release_all();
        self.llamalink.wait_for_effects(1, SOON).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_begins_late_while_the_bot_is_away_is_told_at_the_next_start() {
    let mut scene = Scene::set(Kind::Hasty, Pace::INSTANT).await;
    let bot = scene.start().await;
    let told = scene.order_what_begins_late().await;
    scene.max().press(told.id, "Cancel").unwrap();
    scene.reads(told.id, "it was not sent again").await;
    bot.kill();
    scene.begin_late().await;
    let _bot = scene.start().await;
    scene.reads(told.id, "is set up after").await;
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_killed_as_it_looks_whether_to_try_again_tells_what_has_begun_late() {
    let mut scene = Scene::set(Kind::Hasty, Pace::INSTANT).await;
    let bot = scene.start().await;
    let told = scene.order_what_begins_late().await;
    // The click looks, and so does who looks for what begins late meanwhile.
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon));
    scene.llamalink.inject(Operation::ProvisionProgress, held);
    scene.max().press(told.id, AGAIN).unwrap();
    scene.reads(told.id, "Ordering").await;
    scene.llamalink.wait_until_held(Operation::ProvisionProgress, SOON).await.unwrap();
    bot.kill();
    scene.llamalink.clear_faults();
    scene.begin_late().await;
    let _bot = scene.start().await;
    scene.reads(told.id, "is set up after").await;
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (1, 1));
}

/// Lets no edit of the bot's reach anybody until the fault is taken back.
fn silence(scene: &Scene) -> trouble::Ordered {
    scene.discord.fault(trouble::Fault::on("PATCH", "*", Trouble::Hang).always())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_was_recorded_and_not_told_is_told_after_the_crash() {
    let pace = Pace { provisioning: Duration::from_millis(600), ..Pace::INSTANT };
    let mut scene = Scene::set(Kind::Hasty, pace).await;
    let bot = scene.start().await;
    let question = scene.ask_to_buy().await;
    let silence = silence(&scene);
    scene.max().press(question.id, BUTTON).unwrap();
    // The new server is read once the end is recorded, to be shown with it.
    scene.llamalink.wait_for_request(Operation::ShowServer, 1, SOON).await.unwrap();
    bot.kill();
    scene.discord.cancel_fault(&silence);
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "is set up after").await;
    assert!(told.text().contains("shop/49"), "{}", told.text());
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_that_was_recorded_and_not_told_is_told_after_the_crash() {
    let mut scene = Scene::set(Kind::Hasty, Pace::INSTANT).await;
    let bot = scene.start().await;
    let question = scene.ask_to_buy().await;
    scene.llamalink.with_state(|state| state.cards[0].accepts_charges = false);
    let silence = silence(&scene);
    scene.max().press(question.id, BUTTON).unwrap();
    // The refusal is shown once it is recorded.
    let edit = |discord: &Simulator| {
        let edits = discord.requests().into_iter().filter(|request| request.method == "PATCH");
        let charged = scene.llamalink.requests_for(Operation::BuyPlan).len() == 1;
        (charged && edits.count() >= 1).then_some(())
    };
    scene.discord.wait("the edit that nobody hears", SOON, edit).await.unwrap();
    bot.kill();
    scene.discord.cancel_fault(&silence);
    let _bot = scene.start().await;
    let told = |discord: &Simulator| {
        let text = discord.message(question.id)?.text();
        ["It was not carried out", "was not ordered"].iter().any(|words| text.contains(words)).then_some(())
    };
    scene.discord.wait("the truth", SOON, told).await.unwrap();
    assert_eq!((scene.charges(), scene.llamalink.count(Operation::BuyPlan)), (0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_only_its_buyer_sees_ends_with_one_ping_after_a_crash() {
    let pace = Pace { provisioning: Duration::from_millis(1500), ..Pace::INSTANT };
    let mut scene =
        Scene::set_with(Kind::Hasty, pace, "[replies]\nprivate = [\"order.*\", \"pending.*\"]").await;
    let bot = scene.start().await;
    let question = scene.ask_to_buy().await;
    let max = scene.max();
    assert_eq!(question.ephemeral_to, Some(max.user));
    max.press(question.id, BUTTON).unwrap();
    scene.reads(question.id, "is being set up").await;
    bot.kill();
    let _bot = scene.start().await;
    let pings = |discord: &Simulator| {
        let messages = discord.all_messages().into_iter();
        messages.filter(|message| message.pings.users == [max.user]).collect::<Vec<_>>()
    };
    let pinged = |discord: &Simulator| (!pings(discord).is_empty()).then_some(());
    scene.discord.wait("a ping", SOON, pinged).await.unwrap();
    let pending = max.slash(CHANNEL_OPS, "pending list", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert!(
        pending.text().contains("Llama Spark") && pending.text().contains("**done**"),
        "{}",
        pending.text()
    );
    assert_eq!((pings(&scene.discord).len(), scene.charges()), (1, 1));
}
