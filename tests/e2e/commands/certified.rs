//! Certificates that are bought: one consent, one order at most, found again by looking, and nothing sent for what cannot
//! be one.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Member, Message, Simulator};
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace, State};
use serde_json::{Value, json};

use super::tickets::{asked, ended};
use crate::buying::{press, reads};
use crate::scene::{Kind, Scene};
use crate::stage::{GRANTS, SOON, Setup, Stage};

const REQUEST: &str = include_str!("../../examplename.csr");
/// What the button that buys says.
const BUTTON: &str = "Order InstantSSL - 48.75 USD/2 years";

fn grants() -> String {
    format!("{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"cert.*\"]\n")
}

/// A lived-in LightLayer that sets up what is bought in so long.
fn state(provisioning: Duration) -> State {
    State { pace: Pace { provisioning, ..Pace::INSTANT }, ..State::sandbox() }
}

async fn stage(provisioning: Duration) -> Stage {
    let lightlayer = Some(state(provisioning));
    Stage::with(Setup { lightlayer, grants: grants(), ..Setup::default() }).await
}

fn choices() -> Value {
    json!({
        "plan": "asia/25",
        "years": 2,
        "approver_email": "admin@examplename.com",
        "software": "1",
        "contact": "asia/49",
        "pay_method": "PayPal",
    })
}

/// Asks for the certificate and hands the request in.
async fn hand_in(member: &Member, options: &Value, request: &str) -> Interaction {
    let form = asked(member, "cert order", options);
    let modal = form.wait_modal(SOON).await.unwrap();
    assert_eq!(modal.title, "Certificate: InstantSSL");
    form.submit_modal(&[("text", request)]).unwrap()
}

/// The question of the consent.
async fn question(stage: &Stage) -> Message {
    let sent = hand_in(&stage.max(), &choices(), REQUEST).await;
    let message = sent.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    assert!(sent.followups().is_empty(), "what is asked about is not given back");
    message
}

/// The message of the question, once it says the words.
async fn shown(stage: &Stage, question: &Message, words: &str) -> Message {
    let says = |discord: &Simulator| discord.message(question.id).filter(|it| it.text().contains(words));
    stage.discord.wait(&format!("{words:?}"), SOON, says).await.unwrap()
}

fn is_ordered(effect: &Effect) -> bool {
    matches!(effect, Effect::CertificateOrdered { .. })
}

/// How many certificates were ordered.
fn orders(stage: &Stage) -> usize {
    stage.lightlayer.ledger().iter().filter(|entry| is_ordered(&entry.effect)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_priced_bought_once_and_followed_until_it_is_active() {
    let stage = stage(Duration::from_millis(400)).await;
    let asked = question(&stage).await;
    let text = asked.text();
    for part in [
        "Order InstantSSL?",
        "examplename.com",
        "admin\\@examplename.com",
        "Apache-SSL",
        "PayPal",
        "Years: 2",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Mary"), "who answers for it is told to nobody: {text}");
    assert_eq!(orders(&stage), 0);
    // Of two clicks on the button one orders.
    press(&stage, &asked, BUTTON);
    let _ = stage.max().press(asked.id, BUTTON);
    shown(&stage, &asked, "LightLayer says: Pending").await;
    let done = shown(&stage, &asked, "calls it active after").await;
    assert!(done.text().contains("asia/304"), "{}", done.text());
    let [order] = stage.lightlayer.requests_for(Operation::OrderCertificate).try_into().unwrap();
    let body = json!({
        "product_id": 25, "csr": REQUEST, "years": 2, "pay_method": 9,
        "approver_email": "admin@examplename.com", "software": 1, "admin": 49, "tech": 49, "billing": 49,
    });
    assert_eq!((order.path.as_str(), order.json()), ("/api/certificate/order", Some(body)));
    assert_eq!(orders(&stage), 1);
    let audit = stage.audit().await;
    let rows: Vec<_> = audit.iter().filter(|row| row.starts_with("cert.order")).collect();
    assert_eq!(
        rows,
        [
            "cert.order asia/25 asked",
            "cert.order asia/25 asked",
            "cert.order asia/25 intent",
            "cert.order asia/25 done",
            "cert.order asia/25 done (verified)"
        ]
    );
    let list = stage.use_command(&stage.max(), "cert list", &[("account", "asia".into())]).await.1;
    assert!(list.text().contains("asia/304"), "{}", list.text());
    let orders = stage.use_command(&stage.max(), "order list", &[("account", "asia".into())]).await.1;
    assert!(orders.text().contains("InstantSSL") && orders.text().contains("done"), "{}", orders.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_settled_by_what_is_new_in_the_list_and_never_sent_again() {
    for (fault, end, ordered) in [
        (Fault::after(Misbehaviour::Drop), "not there before", 1),
        (Fault::before(Misbehaviour::Drop), "was not ordered", 0),
    ] {
        let stage = stage(Duration::ZERO).await;
        let asked = question(&stage).await;
        stage.lightlayer.inject(Operation::OrderCertificate, fault.once());
        let told = reads(&press(&stage, &asked, BUTTON), end).await;
        assert_eq!(told.text().contains("asia/304"), ordered == 1, "{}", told.text());
        assert_eq!((orders(&stage), stage.lightlayer.count(Operation::OrderCertificate)), (ordered, 1));
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_for_what_cannot_be_ordered() {
    let stage = stage(Duration::ZERO).await;
    let max = stage.max();
    let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
    for (request, words) in [
        ("examplename.com", "Paste the whole signing request"),
        (&REQUEST[..200], "Paste the whole signing request"),
        (key, "That is a private key"),
    ] {
        let sent = hand_in(&max, &choices(), request).await;
        let told = ended(&sent).await;
        assert!(told.text().contains(words) && told.ephemeral_to.is_some(), "{}", told.text());
        let is_key = |message: &Message| message.text().contains("c2VjcmV0");
        assert!(!sent.followups().iter().any(is_key), "a private key is repeated to nobody");
    }
    for (option, value, words) in [
        ("approver_email", json!("admin"), "Write one mail address"),
        ("contact", json!("asia/7"), "No contact"),
        ("plan", json!("asia/99"), "No certificate on sale"),
    ] {
        let mut options = choices();
        options[option] = value;
        let told = ended(&asked(&max, "cert order", &options)).await;
        assert!(told.text().contains(words), "{option}: {}", told.text());
    }
    for (option, value, words, known) in [
        ("years", json!(7), "does not take **7**", "`1`"),
        ("pay_method", json!("Beads"), "does not take **Beads**", "PayPal"),
        ("pay_method", Value::Null, "How shall it be paid?", "PayPal"),
    ] {
        let mut options = choices();
        options[option] = value;
        options.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        // Nobody is asked for a request that could not be used.
        let asked = asked(&max, "cert order", &options);
        let told = ended(&asked).await;
        assert!(asked.modal().is_none(), "{option}");
        assert!(told.text().contains(words) && told.text().contains(known), "{option}: {}", told.text());
    }
    let mut options = choices();
    options["software"] = json!("IIS");
    let told = ended(&hand_in(&max, &options, REQUEST).await).await;
    assert!(told.text().contains("does not take **IIS**"), "{}", told.text());
    assert_eq!(stage.lightlayer.count(Operation::OrderCertificate), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_refused_and_who_may_not_see_the_contacts_names_none() {
    let operators = "\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"cert.order\"]\n";
    let setup =
        Setup { lightlayer: Some(state(Duration::ZERO)), grants: grants() + operators, ..Setup::default() };
    let stage = Stage::with(setup).await;
    let told = ended(&asked(&stage.guest(), "cert order", &choices())).await;
    assert!(told.text().contains("You may not use") && told.ephemeral_to.is_some(), "{}", told.text());
    let told = ended(&asked(&stage.ana(), "cert order", &choices())).await;
    assert!(!told.text().contains("Mary") && told.text().contains("account.contacts"), "{}", told.text());
    let filled = [("plan", "asia/25".into()), ("contact", "".into())];
    let suggested = |member: Member| {
        let filled = filled.clone();
        async move {
            let typing = member.autocomplete(CHANNEL_OPS, "cert order", &filled, "contact").unwrap();
            format!("{:?}", typing.wait_choices(SOON).await.unwrap())
        }
    };
    assert!(!suggested(stage.ana()).await.contains("Mary"));
    assert!(suggested(stage.max()).await.contains("Mary Sue"));
    let filled = [("plan", "asia/25".into()), ("software", "apache".into())];
    let typing = stage.max().autocomplete(CHANNEL_OPS, "cert order", &filled, "software").unwrap();
    let programs = format!("{:?}", typing.wait_choices(SOON).await.unwrap());
    assert!(programs.contains("Apache-SSL") && !programs.contains("AOL"), "{programs}");
    assert_eq!(stage.lightlayer.count(Operation::OrderCertificate), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_price_asks_anew() {
    let stage = stage(Duration::ZERO).await;
    let question = question(&stage).await;
    stage
        .lightlayer
        .with_state(|state| state.certificate_products[0].periods[1].1 = "59.00".parse().unwrap());
    let pressed = press(&stage, &question, BUTTON);
    let anew = reads(&pressed, "has changed since you were asked").await;
    let button = anew.buttons()[0].label.clone();
    assert_eq!((button.as_str(), orders(&stage)), ("Order InstantSSL - 59.00 USD/2 years", 0));
    reads(&press(&stage, &anew, &button), "calls it active after").await;
    assert_eq!(orders(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_during_the_call_it_is_ordered_once_at_most_and_its_end_is_true() {
    for (fault, end, ordered) in [
        (Fault::before as fn(Misbehaviour) -> Fault, "was not ordered", 0),
        (Fault::after, "calls it active after", 1),
    ] {
        let mut scene = Scene::set_with_lightlayer(Kind::Hasty, state(Duration::ZERO), &grants()).await;
        let bot = scene.start().await;
        let sent = hand_in(&scene.max(), &choices(), REQUEST).await;
        let question = sent.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
        let held = fault(Misbehaviour::Hold(OnDisconnect::Abandon));
        scene.lightlayer.inject(Operation::OrderCertificate, held.once());
        scene.max().press(question.id, BUTTON).unwrap();
        scene.lightlayer.wait_until_held(Operation::OrderCertificate, SOON).await.unwrap();
        bot.kill();
        let _bot = scene.start().await;
        scene.reads(question.id, end).await;
        let ledger = scene.lightlayer.ledger();
        assert_eq!(ledger.iter().filter(|entry| is_ordered(&entry.effect)).count(), ordered, "{end}");
        assert_eq!(scene.lightlayer.count(Operation::OrderCertificate), 1, "{end}");
    }
}
