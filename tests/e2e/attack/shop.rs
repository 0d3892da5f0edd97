//! The shop under attack: odd answers around purchases and sites, and very long lists.

use hostmaster::sandbox::discord::Simulator;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Operation, Reply, Template};
use reqwest::StatusCode;
use std::time::Duration;

use crate::buying::{ask, begun_late, charges, reads};
use crate::play::{component, press, used};
use crate::stage::{SOON, Setup, Stage};

/// A stage on which setting up a server takes so long.
async fn stage(provisioning: Duration) -> Stage {
    Stage::with(Setup::provisioning(provisioning)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_very_long_list_is_shown_in_time() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        for n in 0..20_000 {
            let id = format!("system-{n}");
            state.templates.push(Template { label: id.clone(), id, ..state.templates[0].clone() });
        }
    });
    let shown = used(&stage, &stage.max(), "order plan", &[("plan", "shop/spark")]).await;
    assert!(shown.text().contains("Llama Spark"), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_that_is_listed_twice_can_be_chosen_all_the_same() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        let twice = state.templates[0].clone();
        state.templates.push(twice);
    });
    let menu = used(&stage, &stage.max(), "order buy", &[("plan", "shop/spark")]).await;
    assert!(!menu.components.is_empty(), "{}", menu.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_is_not_believed_when_the_provider_says_that_the_order_is_under_way() {
    for status in [StatusCode::CONFLICT, StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS] {
        let stage = stage(Duration::from_millis(700)).await;
        let question = ask(&stage).await;
        let refusal = Fault::after(Misbehaviour::Answer(Reply::status(status)));
        stage.llamalink.inject(Operation::BuyPlan, refusal.once());
        let pressed = press(&stage.max(), &question, "confirm");
        reads(&pressed, "is set up after").await;
        assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1), "{status}");
        assert_eq!(stage.store.purchases().await.unwrap()[0].state.as_str(), "done", "{status}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_began_late_after_all_is_not_asked_for_at_another_price() {
    let stage = stage(Duration::from_millis(300)).await;
    let told = begun_late(&stage).await;
    stage.llamalink.with_state(|state| {
        state.plans.iter_mut().for_each(|plan| plan.price += rust_decimal::Decimal::ONE);
        state.cards.clear();
    });
    // The bot may have seen it by itself before the button is pressed, and taken the button away.
    let _ = stage.max().press(told.id, &component(&told, "confirm"));
    let says = |discord: &Simulator| {
        discord.message(told.id).filter(|message| message.text().contains("is set up after"))
    };
    stage.discord.wait("the message to be true", SOON, says).await.unwrap();
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_that_was_accepted_and_is_not_listed_yet_is_not_called_never_created() {
    let stage = stage(Duration::from_millis(300)).await;
    let hidden = Fault::answer(Reply::new(StatusCode::OK, "application/json", "[]"));
    stage.llamalink.inject(Operation::ListSites, hidden);
    let options = [("account", "shop".into()), ("domain", "new.co.il".into()), ("plan", "business".into())];
    let (created, _) = stage.use_command(&stage.max(), "site create", &options).await;
    let told = created
        .wait_until(
            |message| !message.text().contains("is being created") && !message.text().contains('\u{23F3}'),
            SOON,
        )
        .await
        .unwrap();
    assert!(!told.text().contains("was not created"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_to_try_again_that_is_over_changes_nothing_however_often_it_is_pressed() {
    let setup = Setup {
        confirm: Some(Duration::from_millis(1500)),
        ..Setup::provisioning(Duration::from_millis(300))
    };
    let stage = Stage::with(setup).await;
    let told = begun_late(&stage).await;
    let again = component(&told, "confirm");
    let text = |discord: &Simulator| discord.message(told.id).unwrap().text();
    let done = |discord: &Simulator| text(discord).contains("is set up after").then_some(());
    stage.discord.wait("the purchase", SOON, done).await.unwrap();
    let audit = stage.audit().await;
    let clicks =
        (0..5).map(|_| stage.max().forge_component(CHANNEL_OPS, Some(told.id), &again, 2, None).unwrap());
    for click in clicks.collect::<Vec<_>>() {
        click.wait_first_response(SOON).await.unwrap();
    }
    assert!(text(&stage.discord).contains("is set up after"), "{}", text(&stage.discord));
    assert_eq!(stage.store.open_jobs().await.unwrap().len(), 0);
    assert_eq!(stage.audit().await, audit);
    stage.end().await;
}
