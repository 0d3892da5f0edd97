//! Guided forms: one question a message, answered by one person, taken once each, and ending in one consent.

mod klikk;

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Message, Simulator};
use hostmaster::sandbox::lightlayer::{Effect, FormField, Operation};
use serde_json::json;

use crate::scene::{Kind, Scene};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::traced::state;

/// What the menu of answers says.
const MENU: &str = "Choose one";
/// The last button before the question of the consent.
const FINISH: &str = "Review the order";
const BUTTON: &str = "Order Cloud VPS S - 14.00 USD/month";

async fn stage() -> Stage {
    Stage::with(Setup { lightlayer: Some(state(Duration::ZERO)), ..Setup::default() }).await
}

/// Waits until a message says the words.
async fn reads(discord: &Simulator, message: u64, words: &str) -> Message {
    let says = |discord: &Simulator| discord.message(message).filter(|it| it.text().contains(words));
    let told = discord.wait(&format!("{words:?}"), SOON, says).await;
    told.unwrap_or_else(|error| panic!("{error}: {:?}", discord.message(message).map(|it| it.text())))
}

/// What a person alone was told beside the message.
async fn told(interaction: &Interaction) -> String {
    let first = interaction.wait_first_response(SOON).await.unwrap();
    let own = interaction.message().map(|message| message.text()).unwrap_or_default();
    format!("{first:?} {own}")
}

async fn begun(stage: &Stage) -> Message {
    let asked = stage.use_command(&stage.max(), "order buy", &[("plan", "asia/840".into())]).await.1;
    assert!(asked.text().contains("How often it is paid"), "{}", asked.text());
    asked
}

/// One person who fills in a form.
struct Filler<'a> {
    discord: &'a Simulator,
    max: hostmaster::sandbox::discord::Member,
    form: u64,
}

impl Filler<'_> {
    async fn choose(&self, value: &str, then: &str) {
        self.max.select(self.form, MENU, &[value]).unwrap();
        reads(self.discord, self.form, then).await;
    }

    async fn press(&self, button: &str, then: &str) -> Message {
        self.max.press(self.form, button).unwrap();
        reads(self.discord, self.form, then).await
    }

    async fn write(&self, text: &str, then: &str) {
        let pressed = self.max.press(self.form, "Write").unwrap();
        pressed.wait_modal(SOON).await.unwrap();
        pressed.submit_modal(&[("text", text)]).unwrap();
        reads(self.discord, self.form, then).await;
    }

    /// Answers everything behind the first question.
    async fn go_on(&self) {
        self.write("new.example.com", "Operating system").await;
        self.choose("0", "Extra IPv4").await;
        self.press("Leave open", "Backups").await;
        self.press("yes", "Note to the staff").await;
        self.press("Leave open", "Way to pay").await;
        self.choose("0", "That is all that is asked").await;
    }
}

fn filler(stage: &Stage, form: &Message) -> Filler<'static> {
    // The stage outlives whoever fills in a form on it.
    let discord: &'static Simulator = Box::leak(Box::new(stage.discord.clone()));
    Filler { discord, max: stage.max(), form: form.id }
}

fn orders(stage: &Stage) -> usize {
    let ordered = |effect: &Effect| matches!(effect, Effect::Ordered { .. });
    stage.lightlayer.ledger().iter().filter(|entry| ordered(&entry.effect)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_asks_one_question_a_message_goes_back_and_ends_in_one_order() {
    let stage = stage().await;
    let form = begun(&stage).await;
    let filler = filler(&stage, &form);
    filler.choose("1", "Domain or host name").await;
    filler.press("Back", "Question 1 of 7").await;
    filler.choose("0", "Domain or host name").await;
    filler.go_on().await;
    assert_eq!(stage.lightlayer.count(Operation::Quote), 0);
    filler.press(FINISH, "Order Cloud VPS S?").await;
    // Of two clicks on the button one orders.
    let first = stage.max().press(form.id, BUTTON).unwrap();
    let _ = stage.max().press(form.id, BUTTON);
    drop(first);
    reads(&stage.discord, form.id, "is set up after").await;
    let [order] = stage.lightlayer.requests_for(Operation::Order).try_into().unwrap();
    let body = order.json().unwrap();
    assert_eq!(body["custom"], json!({"1700": {"9001": 1}, "1702": {"9020": 1}}));
    assert_eq!((&body["cycle"], &body["domain"]), (&json!("m"), &json!("new.example.com")));
    assert_eq!(orders(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_thing_is_added_and_both_are_one_order() {
    let stage = stage().await;
    let form = begun(&stage).await;
    let filler = filler(&stage, &form);
    filler.choose("0", "Domain or host name").await;
    filler.go_on().await;
    let menu = filler.press("Add another", "What else shall be in the order?").await;
    let entries = menu.flat_components().find_map(|it| it["options"].as_array().cloned()).unwrap();
    let managed = entries.iter().find(|entry| entry["label"].as_str().unwrap().starts_with("Managed VPS"));
    let managed = managed.unwrap()["value"].as_str().unwrap().to_owned();
    filler.choose(&managed, "Question 1 of 1").await;
    filler.choose("0", "That is all that is asked").await;
    let question = filler.press(FINISH, "And Managed VPS").await;
    let button = question.buttons()[0].label.clone();
    assert!(button.contains("63.00 USD"), "{button}");
    stage.max().press(form.id, &button).unwrap();
    reads(&stage.discord, form.id, "waits for its payment").await;
    let [order] = stage.lightlayer.requests_for(Operation::OrderSeveral).try_into().unwrap();
    let items = order.json().unwrap()["items"].clone();
    assert_eq!((items[0]["product_id"].clone(), items[1]["product_id"].clone()), (json!(840), json!(841)));
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (1, 0));
    let Effect::Ordered { invoice, .. } = stage.lightlayer.ledger().last().unwrap().effect.clone() else {
        panic!("an order")
    };
    stage.lightlayer.invoice_is_paid_elsewhere(invoice);
    reads(&stage.discord, form.id, "is set up after").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_answers_a_form_and_an_old_click_answers_nothing() {
    let grants = format!("{GRANTS}\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"order.*\"]\n");
    let setup = Setup { lightlayer: Some(state(Duration::ZERO)), grants, ..Setup::default() };
    let stage = Stage::with(setup).await;
    let form = begun(&stage).await;
    let denied = stage.guest().select(form.id, MENU, &["0"]).unwrap();
    told(&denied).await;
    // Ana may order, but it is not her form.
    let other = stage.ana().select(form.id, MENU, &["0"]).unwrap();
    assert!(told(&other).await.contains("can decide this"));
    let cancel = stage.ana().press(form.id, "Cancel").unwrap();
    assert!(told(&cancel).await.contains("can decide this"));
    let shown = stage.discord.message(form.id).unwrap();
    assert!(shown.text().contains("How often it is paid"), "{}", shown.text());
    // Of two answers to the same question one is taken.
    let max = stage.max();
    max.select(form.id, MENU, &["0"]).unwrap();
    let _ = max.select(form.id, MENU, &["1"]);
    let next = reads(&stage.discord, form.id, "Domain or host name").await;
    assert!(next.text().contains("Question 2 of 7"), "{}", next.text());
    max.press(form.id, "Cancel").unwrap();
    let over = |discord: &Simulator| discord.message(form.id).filter(|it| it.components.is_empty());
    stage.discord.wait("its end", SOON, over).await.unwrap();
    assert_eq!(stage.lightlayer.count(Operation::Order), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_nobody_answers_ends_by_itself() {
    let mut setup = Setup { lightlayer: Some(state(Duration::ZERO)), ..Setup::default() };
    setup.timing.view = Duration::from_millis(800);
    let stage = Stage::with(setup).await;
    let form = begun(&stage).await;
    let over = |discord: &Simulator| discord.message(form.id).filter(|it| it.components.is_empty());
    let over = stage.discord.wait("its end", SOON, over).await.unwrap();
    assert!(over.text().contains("order buy"), "{}", over.text());
    assert_eq!(stage.lightlayer.count(Operation::Order), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_goes_on_after_the_bot_was_killed_between_two_questions() {
    let mut scene = Scene::set_with_lightlayer(Kind::Hasty, state(Duration::ZERO), GRANTS).await;
    let bot = scene.start().await;
    let asked = scene.max().slash(CHANNEL_OPS, "order buy", &[("plan", "asia/840".into())]).unwrap();
    let form = asked.wait_message(SOON).await.unwrap();
    scene.max().select(form.id, MENU, &["0"]).unwrap();
    scene.reads(form.id, "Domain or host name").await;
    bot.kill();
    let _bot = scene.start().await;
    let filler = Filler { discord: &scene.discord, max: scene.max(), form: form.id };
    filler.go_on().await;
    filler.press(FINISH, "Order Cloud VPS S?").await;
    scene.max().press(form.id, BUTTON).unwrap();
    scene.reads(form.id, "is set up after").await;
    assert_eq!(scene.lightlayer.count(Operation::Order), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_answers_are_picked_one_by_one_and_a_field_with_conditions_may_stay_open() {
    let mut lightlayer = state(Duration::ZERO);
    let field = |id, title: &str, multiple, conditionals| FormField {
        id,
        kind: "checkbox".to_owned(),
        title: title.to_owned(),
        required: true,
        multiple,
        conditionals,
        items: ["Backups", "Monitoring", "Firewall"]
            .iter()
            .zip(id * 10..)
            .map(|(title, id)| (id, (*title).to_owned(), 1.into()))
            .collect(),
    };
    let managed = lightlayer.products.iter_mut().find(|product| product.id == 841).unwrap();
    managed.forms = vec![field(1_800, "Extras", true, vec![])];
    let stage = Stage::with(Setup { lightlayer: Some(lightlayer), ..Setup::default() }).await;
    let asked = stage.use_command(&stage.max(), "order buy", &[("plan", "asia/841".into())]).await.1;
    let filler = filler(&stage, &asked);
    filler.choose("0", "Extras").await;
    let open = stage.discord.message(asked.id).unwrap();
    assert!(!open.buttons().iter().any(|it| it.label == "Leave open"), "one at least is needed");
    filler.choose("2", "Extras: Firewall").await;
    let picked = stage.discord.message(asked.id).unwrap();
    let entries = picked.flat_components().find_map(|it| it["options"].as_array().cloned()).unwrap();
    let is_marked = |entry: &serde_json::Value| entry["label"].as_str().unwrap().starts_with('\u{2713}');
    assert_eq!(entries.iter().map(is_marked).collect::<Vec<_>>(), [false, false, true]);
    filler.choose("0", "Extras: Backups, Firewall").await;
    filler.choose("2", "Extras: Backups\n").await;
    filler.choose("1", "Extras: Backups, Monitoring").await;
    filler.press("Go on", "Way to pay").await;
    filler.choose("0", "That is all that is asked").await;
    let question = filler.press(FINISH, "Order Managed VPS?").await;
    assert!(question.text().contains("Extras: Backups, Monitoring"), "{}", question.text());
    let button = question.buttons()[0].label.clone();
    assert_eq!(button, "Order Managed VPS - 51.00 USD/month");
    stage.max().press(asked.id, &button).unwrap();
    reads(&stage.discord, asked.id, "waits for its payment").await;
    let order = stage.lightlayer.requests_for(Operation::Order)[0].json().unwrap();
    assert_eq!(order["custom"], json!({"1800": {"18000": 1, "18001": 1}}));

    // Whether a field with conditions applies only the portal knows; what it says is passed on.
    stage.lightlayer.with_state(|state| {
        let managed = state.products.iter_mut().find(|product| product.id == 841).unwrap();
        managed.forms = vec![field(1_801, "Licence", false, vec![json!({"when": "1800"})])];
    });
    let asked = stage.use_command(&stage.max(), "order buy", &[("plan", "asia/841".into())]).await.1;
    let filler = self::filler(&stage, &asked);
    filler.choose("0", "Licence").await;
    filler.press("Leave open", "Way to pay").await;
    filler.choose("0", "That is all that is asked").await;
    filler.press(FINISH, "required\\_field\\_missing").await;
    assert_eq!(orders(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_with_the_command_is_refused_before_anything_is_asked() {
    let stage = stage().await;
    let max = stage.max();
    for (plan, more, words) in [
        ("asia/840", vec![("domain", "not a domain")], "**domain**"),
        ("asia/840", vec![("options", "9999=1")], "nothing called **9999**"),
        ("asia/840", vec![("options", "1701=many")], "Extra IPv4 (1701)"),
        ("asia/840", vec![("name", "web-1")], "takes no name"),
        ("asia/840", vec![("os", "debian-12")], "nothing called **os**"),
        ("asia/842", vec![], "does not sell this plan now"),
    ] {
        let mut options = vec![("plan", plan.into()), ("guided", true.into())];
        options.extend(more.iter().map(|(name, value)| (*name, json!(value))));
        let told = stage.use_command(&max, "order buy", &options).await.1;
        let text = told.text();
        assert!(text.contains(words) && text.contains("Nothing was ordered"), "{more:?}: {text}");
        assert!(!text.contains("Question 1 of"), "{more:?}: {text}");
        assert_eq!(told.ephemeral_to, Some(max.user));
    }
    // What is right is kept, and the rest is asked.
    let options =
        [("plan", "asia/840".into()), ("guided", true.into()), ("domain", "web.example.com".into())];
    let form = stage.use_command(&max, "order buy", &options).await.1;
    assert!(
        form.text().contains("web.example.com") && form.text().contains("Question 1 of"),
        "{}",
        form.text()
    );
    stage.end().await;
}
