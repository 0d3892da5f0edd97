//! Purchases at LlamaLink: charged once at most, followed to the new server, and told as they are.

use std::time::Duration;

use hostmaster::app::Options;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::llamalink::{
    Ending, Fault, Misbehaviour, OnDisconnect, Operation, RecordedRequest, Reply,
};
use reqwest::StatusCode;

use crate::buying::{BUTTON, ask, begun_late, charges, press, reads};
use crate::stage::{SOON, Setup, Stage};

/// A stage on which setting up a server takes so long.
async fn stage(provisioning: Duration) -> Stage {
    Stage::with(Setup::provisioning(provisioning)).await
}

fn op_id(request: &RecordedRequest) -> String {
    request.header("x-provision-op-id").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_bought_watched_and_shown_with_its_new_server() {
    let stage = stage(Duration::from_millis(900)).await;
    let question = ask(&stage).await;
    let text = question.text();
    for part in ["Order Llama Spark?", "54.00 ILS/month", "visa, valid to 12/2027", "Ubuntu 22.04", "2 cores"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("4242"), "the digits of a card are not for a channel: {text}");
    assert_eq!(charges(&stage), 0);
    let pressed = press(&stage, &question, BUTTON);
    let bar = pressed.wait_until(|message| message.text().contains('\u{25B0}'), SOON).await.unwrap();
    assert!(bar.components.is_empty() && bar.text().contains('%'), "{}", bar.text());
    let done = reads(&pressed, "is set up after").await;
    for part in
        ["spark-49", "203.0.113.51", "shop/49", "\u{2068}השרת הוקם בהצלחה.\u{2069}", "54.00 ILS/month"]
    {
        assert!(done.text().contains(part), "{part}: {}", done.text());
    }
    let bought = stage.llamalink.requests_for(Operation::BuyPlan);
    assert_eq!(bought.len(), 1);
    let order = op_id(&bought[0]);
    assert!(order.starts_with("hm-"), "{order}");
    let asked = stage.llamalink.requests_for(Operation::ProvisionProgress);
    assert!(asked.iter().all(|request| request.path.ends_with(&order)), "{asked:#?}");
    assert_eq!(charges(&stage), 1);
    assert_eq!(
        stage.audit_of(4).await,
        [
            "order.buy shop/spark asked",
            "order.buy shop/spark intent",
            "order.buy shop/spark done",
            "order.buy shop/spark done (verified)"
        ]
    );
    let orders = stage.store.purchases().await.unwrap();
    assert_eq!(orders[0].resource.to_string(), format!("shop/{order}"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_is_in_the_database_before_the_call_is_made() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    stage
        .llamalink
        .inject(Operation::BuyPlan, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)).once());
    let pressed = press(&stage, &question, BUTTON);
    stage.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
    let order = op_id(&stage.llamalink.requests_for(Operation::BuyPlan)[0]);
    let stored = stage.store.purchases().await.unwrap();
    assert_eq!(stored[0].resource.id, order);
    assert_eq!(stage.store.open_operations().await.unwrap().len(), 1);
    stage.llamalink.release_all();
    reads(&pressed, "is set up after").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn progress_is_shown_while_the_call_itself_still_waits_for_its_answer() {
    let stage = stage(Duration::from_millis(1500)).await;
    let question = ask(&stage).await;
    stage
        .llamalink
        .inject(Operation::BuyPlan, Fault::after(Misbehaviour::Hold(OnDisconnect::Continue)).once());
    let pressed = press(&stage, &question, BUTTON);
    let bar = pressed.wait_until(|message| message.text().contains('\u{25B0}'), SOON).await.unwrap();
    assert!(bar.text().contains("Its answer is not here yet"), "{}", bar.text());
    reads(&pressed, "is set up after").await;
    assert_eq!(charges(&stage), 1);
    assert_eq!(stage.audit_of(4).await[2], "order.buy shop/spark done (seen)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_a_fault_after_the_charge_and_an_unreadable_answer_end_in_one_server() {
    let faults = [
        Fault::after(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR))),
        Fault::after(Misbehaviour::Answer(Reply::html(StatusCode::BAD_GATEWAY))),
        Fault::after(Misbehaviour::Answer(Reply::empty())),
        Fault::after(Misbehaviour::Answer(Reply::wrong_shape())),
    ];
    for fault in faults {
        let case = format!("{fault:?}");
        let stage = stage(Duration::from_millis(700)).await;
        let question = ask(&stage).await;
        stage.llamalink.inject(Operation::BuyPlan, fault.once());
        let pressed = press(&stage, &question, BUTTON);
        let doubt = reads(&pressed, "was lost").await;
        assert!(doubt.text().contains("not sent again"), "{case}: {}", doubt.text());
        let done = reads(&pressed, "is set up after").await;
        assert!(done.text().contains("203.0.113.51"), "{case}: {}", done.text());
        assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1), "{case}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_takes_too_long_is_given_up_and_looked_for() {
    let mut setup = Setup::provisioning(Duration::from_secs(2));
    setup.spend_timeout = Some(Duration::from_millis(500));
    let stage = Stage::with(setup).await;
    let question = ask(&stage).await;
    stage.llamalink.inject(Operation::BuyPlan, Fault::after(Misbehaviour::Hang).once());
    let pressed = press(&stage, &question, BUTTON);
    reads(&pressed, "was lost").await;
    reads(&pressed, "is set up after").await;
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    assert_eq!(stage.audit_of(4).await[2], "order.buy shop/spark unknown (timeout)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_never_begun_is_said_so_and_trying_again_sends_the_same_order() {
    let stage = stage(Duration::from_millis(500)).await;
    let question = ask(&stage).await;
    stage.llamalink.inject(Operation::BuyPlan, Fault::before(Misbehaviour::Drop).once());
    let pressed = press(&stage, &question, BUTTON);
    let told = reads(&pressed, "was not ordered").await;
    assert!(told.text().contains("asked twice, knows nothing"), "{}", told.text());
    assert_eq!(charges(&stage), 0);
    assert!(stage.llamalink.count(Operation::ProvisionProgress) >= 2);
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 1, "nothing is sent again without a click");
    // A guest and another manager cannot press it for them.
    stage
        .guest()
        .press(told.id, "Try again - 54.00 ILS/month")
        .unwrap()
        .wait_first_response(SOON)
        .await
        .unwrap();
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 1);
    let again = press(&stage, &told, "Try again - 54.00 ILS/month");
    reads(&again, "is set up after").await;
    let bought = stage.llamalink.requests_for(Operation::BuyPlan);
    assert_eq!(bought.len(), 2);
    assert_eq!((op_id(&bought[0]), &bought[0].body), (op_id(&bought[1]), &bought[1].body));
    assert_eq!(charges(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_began_late_and_is_not_tried_again_is_told_all_the_same() {
    for cancelled in [false, true] {
        let setup = Setup {
            confirm: Some(Duration::from_millis(1500)),
            ..Setup::provisioning(Duration::from_millis(300))
        };
        let stage = Stage::with(setup).await;
        let told = begun_late(&stage).await;
        if cancelled {
            press(&stage, &told, "Cancel");
        }
        let done = |discord: &hostmaster::sandbox::discord::Simulator| {
            discord.message(told.id).filter(|message| message.text().contains("is set up after"))
        };
        stage.discord.wait("the purchase", SOON, done).await.unwrap();
        assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_began_late_is_told_when_its_provider_is_back() {
    let stage = stage(Duration::from_millis(300)).await;
    let told = begun_late(&stage).await;
    stage.llamalink.go_down().await;
    let cancelled = press(&stage, &told, "Cancel");
    reads(&cancelled, "it was not sent again").await;
    stage.llamalink.come_back().await.unwrap();
    reads(&cancelled, "is set up after").await;
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trying_again_can_be_left_alone_or_cancelled_and_says_that_nothing_was_sent_again() {
    for cancelled in [false, true] {
        let setup =
            Setup { confirm: Some(Duration::from_millis(1500)), ..Setup::provisioning(Duration::ZERO) };
        let stage = Stage::with(setup).await;
        let question = ask(&stage).await;
        stage.llamalink.inject(Operation::BuyPlan, Fault::before(Misbehaviour::Drop).once());
        let pressed = press(&stage, &question, BUTTON);
        let told = reads(&pressed, "was not ordered").await;
        if cancelled {
            press(&stage, &told, "Cancel");
        }
        let closed = |discord: &hostmaster::sandbox::discord::Simulator| {
            discord.message(told.id).filter(|message| message.text().contains("it was not sent again"))
        };
        let closed = stage.discord.wait("the offer to end", SOON, closed).await.unwrap();
        assert!(closed.components.is_empty());
        assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (0, 1));
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_definite_refusal_ends_it_at_once_and_says_what_to_do() {
    for (status, words) in [
        (
            StatusCode::PAYMENT_REQUIRED,
            &["visa, valid to 12/2027", "/billing methods", "payment methods"][..],
        ),
        (StatusCode::FORBIDDEN, &["key is invalid or has expired", "new key"]),
        (StatusCode::UNAUTHORIZED, &["no key came with the request"]),
        (StatusCode::TOO_MANY_REQUESTS, &["fewer requests"]),
        (StatusCode::CONFLICT, &["refused it"]),
    ] {
        let stage = stage(Duration::ZERO).await;
        let question = ask(&stage).await;
        stage.llamalink.inject(Operation::BuyPlan, Fault::answer(Reply::status(status)).once());
        let pressed = press(&stage, &question, BUTTON);
        let told = reads(&pressed, "That did not work").await;
        for word in words {
            assert!(told.text().contains(word), "{status} {word}: {}", told.text());
        }
        assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (0, 1));
        assert!(stage.store.open_jobs().await.unwrap().is_empty(), "{status}");
        let orders = stage.store.purchases().await.unwrap();
        assert_eq!(orders[0].state.as_str(), "refused", "{status}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_and_a_replay_charge_once() {
    let stage = stage(Duration::from_millis(300)).await;
    let question = ask(&stage).await;
    let presses: Vec<_> = (0..5).map(|_| press(&stage, &question, BUTTON)).collect();
    let done = |discord: &hostmaster::sandbox::discord::Simulator| {
        discord.message(question.id).filter(|message| message.text().contains("is set up after"))
    };
    stage.discord.wait("the purchase", SOON, done).await.unwrap();
    for pressed in presses {
        pressed.wait_first_response(SOON).await.unwrap();
    }
    let button = &question.buttons()[0].custom_id;
    let forged = stage.max().forge_component(CHANNEL_OPS, Some(question.id), button, 2, None).unwrap();
    forged.wait_first_response(SOON).await.unwrap();
    assert_eq!((charges(&stage), stage.llamalink.count(Operation::BuyPlan)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_an_order_is_doubtful_the_same_plan_is_not_ordered_and_afterwards_it_can_be() {
    let stage = stage(Duration::from_secs(1)).await;
    let question = ask(&stage).await;
    stage.llamalink.inject(Operation::BuyPlan, Fault::after(Misbehaviour::Drop).once());
    let pressed = press(&stage, &question, BUTTON);
    reads(&pressed, "was lost").await;
    let locked = ask(&stage).await;
    assert!(locked.text().contains("had not ended when you asked"), "{}", locked.text());
    reads(&pressed, "is set up after").await;
    let question = ask(&stage).await;
    assert!(question.text().contains("Order Llama Spark?"), "{}", question.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_fails_half_way_and_one_that_never_ends_are_told_as_they_are() {
    for (ending, words) in [
        (Ending::FailsHalfWay, &["says that setting up", "has failed", "may have been charged"][..]),
        (Ending::NeverEnds, &["is still being set up after", "95 %", "/order status"]),
    ] {
        let mut setup = Setup::provisioning(Duration::from_millis(300));
        setup.llamalink.purchases_end = ending;
        setup.timing.watch.setup = Duration::from_millis(1200);
        let stage = Stage::with(setup).await;
        let pressed = press(&stage, &ask(&stage).await, BUTTON);
        let told = reads(&pressed, words[0]).await;
        for word in words {
            assert!(told.text().contains(word), "{word}: {}", told.text());
        }
        assert_eq!(charges(&stage), 1);
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_outlives_the_interactions_token() {
    let stage = stage(Duration::from_millis(1200)).await;
    let question = ask(&stage).await;
    let pressed = press(&stage, &question, BUTTON);
    reads(&pressed, "is being set up").await;
    // From here on Discord knows the token no more.
    stage.discord.advance(Duration::from_secs(16 * 60));
    let done = |discord: &hostmaster::sandbox::discord::Simulator| {
        discord.message(question.id).filter(|message| message.text().contains("is set up after"))
    };
    stage.discord.wait("the purchase", SOON, done).await.unwrap();
    let edits = stage.discord.requests_on("PATCH", "/channels/*/messages/*");
    assert!(!edits.is_empty(), "edited with the bot's own token");
    // Only Discord's clock went on, so the bot could not know.
    stage.end_despite("Invalid Webhook Token").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_only_its_buyer_sees_ends_with_a_ping_when_the_token_is_gone() {
    let config = "[replies]\nprivate = [\"order.*\"]".to_owned();
    let setup = Setup { config, ..Setup::provisioning(Duration::from_millis(1200)) };
    let stage = Stage::with(setup).await;
    let question = ask(&stage).await;
    assert_eq!(question.ephemeral_to, Some(stage.max().user));
    let pressed = press(&stage, &question, BUTTON);
    reads(&pressed, "is being set up").await;
    stage.discord.advance(Duration::from_secs(16 * 60));
    let max = stage.max().user;
    let pinged = |discord: &hostmaster::sandbox::discord::Simulator| {
        discord.all_messages().into_iter().find(|message| message.pings.users == [max])
    };
    let ping = stage.discord.wait("a ping", SOON, pinged).await.unwrap();
    assert!(ping.text().contains("/pending list"), "{}", ping.text());
    assert!(!ping.text().contains("Llama Spark"), "nothing of it is told in public: {}", ping.text());
    let (_, pending) = stage.use_command(&stage.max(), "pending list", &[]).await;
    assert!(pending.text().contains("Llama Spark") && pending.text().contains("done"), "{}", pending.text());
    // Only Discord's clock went on, so the bot could not know.
    stage.end_despite("Invalid Webhook Token").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn progress_is_edited_no_more_often_than_told() {
    let mut setup = Setup { options: Options::default(), ..Setup::provisioning(Duration::from_secs(3)) };
    setup.timing.progress = Duration::from_secs(1);
    let stage = Stage::with(setup).await;
    let pressed = press(&stage, &ask(&stage).await, BUTTON);
    reads(&pressed, "is set up after").await;
    let edits: Vec<_> =
        stage.discord.requests().into_iter().filter(|request| request.method == "PATCH").collect();
    // Accepted, two or three steps of progress, and the end.
    assert!(edits.len() <= 6, "{} edits", edits.len());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_or_a_price_that_changed_meanwhile_is_asked_for_anew() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    stage.llamalink.with_state(|state| state.cards[0].last4dig = "1881".to_owned());
    let pressed = press(&stage, &question, BUTTON);
    let anew = reads(&pressed, "the card has changed").await;
    assert!(!anew.text().contains("1881"), "{}", anew.text());
    assert_eq!(stage.llamalink.count(Operation::BuyPlan), 0);
    reads(&press(&stage, &anew, BUTTON), "is set up after").await;
    assert_eq!(charges(&stage), 1);
    stage.end().await;
}
