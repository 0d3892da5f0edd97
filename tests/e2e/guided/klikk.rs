//! The form of a server at Klikk: what is not asked, what is refused where it is written, and what nobody is shown.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::klikk::{Klikk, Operation, Pace, State};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{FINISH, Filler, filler, reads, told};
use crate::scene::{Kind, Scene};
use crate::stage::{Folder, SOON, Setup, Stage};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";
const ADDRESS: &str = "https://example.com/init?key=canary";
const BUTTON: &str = "Order fjord-1 - price not told by Klikk";

fn state() -> State {
    let mut state = State::documented();
    state.pace = Pace { provisioning: Duration::from_millis(300), ..Pace::INSTANT };
    state
}

fn wish() -> Vec<(&'static str, Value)> {
    vec![
        ("account", "nordic".into()),
        ("name", "fjord-1".into()),
        ("cpu", 2.into()),
        ("memory", 1.5.into()),
        ("storage", 25.into()),
        ("os", "Debian 10.4".into()),
    ]
}

async fn begun(more: &[(&'static str, Value)]) -> (Stage, Message) {
    let stage = Stage::with(Setup { klikk: Some(state()), ..Setup::default() }).await;
    let options = [wish(), more.to_vec()].concat();
    let form = stage.use_command(&stage.max(), "order custom", &options).await.1;
    (stage, form)
}

impl Filler<'_> {
    /// Writes an answer that is not taken, and sees why.
    async fn write_badly(&self, text: &str) {
        self.write(text, "does not take").await;
        let shown = self.discord.message(self.form).unwrap();
        assert!(!shown.text().contains("canary"), "{}", shown.text());
    }
}

/// What was ordered, once.
fn sent(klikk: &Klikk) -> Value {
    let [request] = klikk.requests_for(Operation::OrderCreate).try_into().unwrap();
    request.json().unwrap()["items"][0]["product"]["options"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_asked_in_turn_and_ends_in_one_order_without_a_price() {
    let (stage, form) = begun(&[]).await;
    // The system was said with the command.
    assert!(form.text().contains("Who may reach ssh"), "{}", form.text());
    assert!(
        form.text().contains("Question 2 of 8") && form.text().contains("Debian 10.4"),
        "{}",
        form.text()
    );
    assert!(form.text().contains("or you lock yourself out"), "{}", form.text());
    let filler = filler(&stage, &form);
    filler.press("Back", "Question 1 of 8").await;
    filler.write_badly("Debian").await;
    filler.write("Debian 11", "Who may reach ssh").await;
    filler.write_badly("everywhere").await;
    filler.write("192.0.2.7, 2001:db8::/32", "Public SSH key").await;
    filler.write_badly("ssh-rsa canary").await;
    filler.write(KEY, "Ports open to everybody").await;
    filler.write("80,443", "Address of a cloud-init file").await;
    filler.write_badly("http://example.com/init?key=canary").await;
    filler.write(ADDRESS, "Keep apart from").await;
    filler.write("3", "Firewall group").await;
    filler.write("7", "Add the server to that group").await;
    let review = filler.press("yes", "That is all that is asked").await;
    let text = review.text();
    assert!(text.contains("https\\://example.com/…") && text.contains("ana\\@home"), "{text}");
    let question = filler.press(FINISH, "Order fjord-1?").await;
    assert!(question.text().contains("price not told by Klikk"), "{}", question.text());
    assert_eq!(stage.klikk.count(Operation::OrderCreate), 0);
    // Of two clicks on the button one orders.
    let first = stage.max().press(form.id, BUTTON).unwrap();
    let _ = stage.max().press(form.id, BUTTON);
    drop(first);
    reads(&stage.discord, form.id, "is set up after").await;
    let expected = json!({
        "quantity_ram_gb": 1.5, "quantity_cpu": 2, "quantity_storage_gb": 25, "os": "Debian", "os_version": "11",
        "antiaffinity": 3, "firewall_id": 7, "firewall_addme": "1",
        "features": {
            "ipv4": 1,
            "sshd": {"ip_allow": "192.0.2.7,2001:db8::/32", "authorized_keys": KEY, "public_ports_allow": "80,443"},
            "cloud_init_url": ADDRESS,
        },
    });
    assert_eq!(sent(&stage.klikk), expected);
    for message in stage.discord.all_messages() {
        assert!(!message.text().contains("canary"), "{}", message.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_no_meaning_is_not_asked_and_what_is_left_open_is_not_sent() {
    let (stage, form) = begun(&[]).await;
    let filler = filler(&stage, &form);
    filler.press("Leave open", "Address of a cloud-init file").await;
    filler.press("Back", "Who may reach ssh").await;
    filler.press("Leave open", "Address of a cloud-init file").await;
    filler.press("Leave open", "Keep apart from").await;
    filler.press("Leave open", "Firewall group").await;
    filler.press("Leave open", "That is all that is asked").await;
    filler.press(FINISH, "Order fjord-1?").await;
    stage.max().press(form.id, BUTTON).unwrap();
    reads(&stage.discord, form.id, "is set up after").await;
    assert_eq!(sent(&stage.klikk)["features"], json!({"ipv4": 1}));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_options_say_is_not_asked_unless_that_is_wished_and_nobody_else_answers() {
    let options = ("options", Value::from("ip_allow=192.0.2.7, antiaffinity=3"));
    let (stage, question) = begun(std::slice::from_ref(&options)).await;
    assert!(question.text().contains("Order fjord-1?"), "{}", question.text());
    stage.end().await;
    let (stage, form) = begun(&[options, ("guided", true.into())]).await;
    assert!(form.text().contains("Public SSH key") && form.text().contains("192.0.2.7"), "{}", form.text());
    let denied = stage.guest().press(form.id, "Leave open").unwrap();
    told(&denied).await;
    let filler = filler(&stage, &form);
    let shown = filler.press("Cancel", "Cancelled").await;
    assert!(shown.components.is_empty());
    assert_eq!(stage.klikk.requests_for(Operation::OrderCreate).len(), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_goes_on_after_the_bot_was_killed_between_two_questions() {
    let state = state();
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
    let asked = scene.max().slash(super::CHANNEL_OPS, "order custom", &wish()).unwrap();
    let form = asked.wait_message(SOON).await.unwrap();
    let before = Filler { discord: &scene.discord, max: scene.max(), form: form.id };
    before.write("192.0.2.7", "Public SSH key").await;
    bot.kill();
    let _bot = scene.start().await;
    let after = Filler { discord: &scene.discord, max: scene.max(), form: form.id };
    after.write(KEY, "Ports open to everybody").await;
    for then in ["cloud-init file", "Keep apart from", "Firewall group", "That is all that is asked"] {
        after.press("Leave open", then).await;
    }
    after.press(FINISH, "Order fjord-1?").await;
    scene.max().press(form.id, BUTTON).unwrap();
    scene.reads(form.id, "is set up after").await;
    let sshd = json!({"ip_allow": "192.0.2.7", "authorized_keys": KEY});
    assert_eq!(sent(&klikk)["features"]["sshd"], sshd);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_that_klikk_does_not_sell_are_refused_before_anything_is_asked() {
    for (name, value, words) in [
        ("memory", json!(1.3), "**memory**"),
        ("ipv4", json!(3), "**ipv4**"),
        ("cpu_type", json!("xeon"), "nothing called **cpu\\_type**"),
        ("os", json!("Debian"), "Debian"),
        ("options", json!("firewall_id=many"), "Firewall group"),
    ] {
        let mut options: Vec<_> = wish().into_iter().filter(|(option, _)| *option != name).collect();
        options.extend([(name, value), ("guided", true.into())]);
        let stage = Stage::with(Setup { klikk: Some(state()), ..Setup::default() }).await;
        let told = stage.use_command(&stage.max(), "order custom", &options).await.1;
        let text = told.text();
        assert!(text.contains(words) && text.contains("Nothing was ordered"), "{name}: {text}");
        assert!(!text.contains("Question"), "{name}: {text}");
        stage.end().await;
    }
}
