//! Orders in the channels: what is bought through the bot and what is ordered elsewhere, each one card, from placed to
//! address.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_PROVISIONING, ROLE_MANAGER};
use hostmaster::sandbox::discord::{Message, RateLimits, Simulator};
use hostmaster::sandbox::llamalink::{Ending, Fault, LlamaLink, Misbehaviour, Operation, Pace};
use insta::assert_snapshot;

use super::channel::{note, posted, says, there};
use super::watched::relay;
use crate::buying::{BUTTON, ask, charges, press, reads};
use crate::scene::{Kind, Scene};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady};

/// How often the list is looked at.
const WATCH: &str = "[watch]\ninterval = \"1s\"\n";

/// Everything about orders, mentioning the managers where they are to be.
fn rules(more: &str) -> String {
    format!("{}{WATCH}", relay(&["order.*", "provision.*"], CHANNEL_PROVISIONING, more))
}

fn mentioning() -> String {
    rules(&format!("mention_roles = [\"{ROLE_MANAGER}\"]"))
}

/// A stage on which setting up a server takes so long, when the list has been looked at once.
async fn stage(takes: Duration, rules: String) -> Stage {
    let stage = Stage::with(Setup { config: rules, ..Setup::provisioning(takes) }).await;
    wait_for(&stage.discord, "I watch the orders").await;
    stage
}

/// Waits for a message that says the words.
async fn wait_for(discord: &Simulator, words: &str) -> Message {
    posted(discord, CHANNEL_PROVISIONING, &[words]).await
}

/// Waits until the list has been looked at twice more: whatever would come of it has come.
async fn looked_again(llamalink: &LlamaLink) {
    let so_far = llamalink.requests_for(Operation::ListSubscriptions).len();
    llamalink.wait_for_request(Operation::ListSubscriptions, so_far + 2, SOON).await.unwrap();
}

/// A card as people read it, without what differs from run to run.
fn print(message: &Message) -> String {
    let text = steady(&card(message));
    let line = |line: &str| if line.starts_with("ref ") { "ref …".to_owned() } else { line.to_owned() };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_is_one_card_from_placed_to_address_though_the_provider_lists_it_too() {
    let stage = stage(Duration::from_secs(2), mentioning()).await;
    let pressed = press(&stage, &ask(&stage).await, BUTTON);
    let card = wait_for(&stage.discord, "Llama Spark").await;
    assert!(card.pings.roles.is_empty() && card.pings.users.is_empty(), "a card pings nobody");
    let placed = note(&stage.discord, &card, "A new order").await;
    assert_eq!(placed.pings.roles, [ROLE_MANAGER]);
    says(&stage.discord, &card, "\u{25B0}").await;
    says(&stage.discord, &card, "In the provider's list").await;
    let done = note(&stage.discord, &card, "It is set up").await;
    assert_eq!(done.pings.roles, [ROLE_MANAGER]);
    assert!(done.text().contains("spark-49") && done.text().contains("203.0.113.51"), "{}", done.text());
    reads(&pressed, "is set up after").await;
    looked_again(&stage.llamalink).await;
    assert_snapshot!(print(&says(&stage.discord, &card, "203.0.113.51").await), @"
    for everybody
    ✅ Llama Spark
    | State: done
    | In the provider's list: active
    | Ordered: <t>
    | Ordered by: @max
    | Price: 54.00 ILS/month
    | Server: spark-49 · `shop/49`
    | Addresses: `203.0.113.51`
    | Account: shop · LlamaLink
    | Reference: `shop/hm-…`
    ref …
    ");
    // One summary, one card, two notes, and nothing else: progress only changes the card.
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        4,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    assert_eq!(charges(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_placed_elsewhere_is_one_card_that_tells_the_providers_word() {
    let stage = stage(Duration::ZERO, rules("")).await;
    let id = stage.llamalink.order_is_placed_elsewhere("blaze").unwrap();
    let card = wait_for(&stage.discord, "Llama Blaze").await;
    let becomes = |word: &str| {
        stage.llamalink.with_state(|state| {
            let order = state.subscriptions.iter_mut().find(|order| order.id == id).unwrap();
            word.clone_into(&mut order.status);
        });
    };
    becomes("active");
    note(&stage.discord, &card, "now **active**").await;
    becomes("@everyone [free](https://evil.example)");
    let told = note(&stage.discord, &card, "evil.example").await;
    assert!(!told.pings.everyone, "foreign text pings nobody");
    becomes("suspended");
    note(&stage.discord, &card, "now **suspended**").await;
    looked_again(&stage.llamalink).await;
    let shown = says(&stage.discord, &card, "suspended").await;
    assert_snapshot!(print(&shown).replace(&id.to_string(), "…"), @"
    for everybody
    🛒 Llama Blaze
    | State: suspended
    | Ordered by: at the provider, not through me
    | Price: 189.00 ILS/month
    | Account: shop · LlamaLink
    | Reference: `shop/…`
    ref …
    ");
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        5,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_half_way_and_what_is_refused_is_told_as_it_is() {
    let stage = stage(Duration::from_millis(500), mentioning()).await;
    stage.llamalink.with_state(|state| state.purchases_end = Ending::FailsHalfWay);
    let pressed = press(&stage, &ask(&stage).await, BUTTON);
    reads(&pressed, "has failed").await;
    let failed = wait_for(&stage.discord, "setting up failed").await;
    let told = note(&stage.discord, &failed, "Setting it up has failed").await;
    assert_eq!(told.pings.roles, [ROLE_MANAGER]);
    assert!(failed.text().contains("may have been charged"), "{}", failed.text());
    stage.llamalink.with_state(|state| state.cards[0].accepts_charges = false);
    press(&stage, &ask(&stage).await, BUTTON);
    let refused = wait_for(&stage.discord, "\nrefused").await;
    note(&stage.discord, &refused, "It was not ordered").await;
    looked_again(&stage.llamalink).await;
    // One summary, and of each a card and two notes.
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        7,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_never_begun_is_told_and_goes_on_on_the_same_card_when_it_is_tried_again() {
    let stage = stage(Duration::from_millis(500), rules("")).await;
    stage.llamalink.inject(Operation::BuyPlan, Fault::before(Misbehaviour::Drop).once());
    let pressed = press(&stage, &ask(&stage).await, BUTTON);
    let told = reads(&pressed, "was not ordered").await;
    let card = wait_for(&stage.discord, "never begun").await;
    note(&stage.discord, &card, "It was not ordered").await;
    press(&stage, &told, "Try again - 54.00 ILS/month");
    note(&stage.discord, &card, "It is set up").await;
    says(&stage.discord, &card, "In the provider's list").await;
    looked_again(&stage.llamalink).await;
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        4,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_older_than_the_purchase_is_not_shown_as_its_own() {
    let stage = stage(Duration::from_secs(2), rules("")).await;
    press(&stage, &ask(&stage).await, BUTTON);
    let card = wait_for(&stage.discord, "Llama Spark").await;
    says(&stage.discord, &card, "\u{25B0}").await;
    stage.llamalink.with_state(|state| {
        state.provisionings.values_mut().for_each(|provisioning| provisioning.server = 42);
    });
    let done = note(&stage.discord, &card, "It is set up").await;
    looked_again(&stage.llamalink).await;
    let shown = stage.discord.message(card.id).unwrap();
    for text in [done.text(), shown.text()] {
        assert!(!text.contains("production-web") && !text.contains("203.0.113.50"), "{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_nobody_can_see_is_said_to_be_unknown_with_what_to_do() {
    let stage = stage(Duration::from_secs(60), mentioning()).await;
    press(&stage, &ask(&stage).await, BUTTON);
    let card = wait_for(&stage.discord, "Llama Spark").await;
    says(&stage.discord, &card, "In the provider's list").await;
    stage.llamalink.go_down().await;
    let told = note(&stage.discord, &card, "What became of it is not known").await;
    assert_eq!(told.pings.roles, [ROLE_MANAGER]);
    let shown = says(&stage.discord, &card, "end unknown").await;
    assert!(shown.text().contains("`/order status` asks LlamaLink"), "{}", shown.text());
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        4,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_channel_hides_price_buyer_and_server_and_shows_them_who_may_see_them() {
    let grants =
        format!("{GRANTS}\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"order.list\"]\n");
    let setup = Setup { config: rules("detail = \"public\""), grants, ..Setup::provisioning(Duration::ZERO) };
    let stage = Stage::with(setup).await;
    wait_for(&stage.discord, "I watch the orders").await;
    press(&stage, &ask(&stage).await, BUTTON);
    let card = wait_for(&stage.discord, "Llama Spark").await;
    let shown = says(&stage.discord, &card, "\u{2705}").await;
    let noted = note(&stage.discord, &card, "It is set up").await;
    looked_again(&stage.llamalink).await;
    for message in [shown, noted, stage.discord.message(card.id).unwrap()] {
        for hidden in ["54.00", "203.0.113.51", "spark-49", "shop/49", &stage.max().user.to_string()] {
            let text = message.text();
            let text = text.lines().filter(|line| !line.contains("hm-") && !line.starts_with("ref"));
            assert!(text.into_iter().all(|line| !line.contains(hidden)), "{hidden}: {}", message.text());
        }
    }
    let asked = stage.max().press(card.id, "Details for you").unwrap();
    let details = asked.wait_message(SOON).await.unwrap();
    assert_eq!(details.ephemeral_to, Some(stage.max().user));
    assert!(details.text().contains("54.00 ILS/month"), "{}", details.text());
    let refused = stage.ana().press(card.id, "Details for you").unwrap();
    let refused = refused.wait_message(SOON).await.unwrap();
    assert_eq!(refused.ephemeral_to, Some(stage.ana().user));
    assert!(refused.text().contains("order.status"), "{}", refused.text());
    assert!(!refused.text().contains("54.00"), "{}", refused.text());
    let audit = stage.audit_of(6).await;
    assert!(audit.iter().any(|row| row == "order.status - refused (denied)"), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_look_tells_nothing_of_what_was_bought_or_ordered_before() {
    let mut setup = Setup::provisioning(Duration::ZERO);
    setup.discord.limits = RateLimits::Unlimited;
    let stage = Stage::with(setup).await;
    reads(&press(&stage, &ask(&stage).await, BUTTON), "is set up after").await;
    stage.app.reload(&stage.config(GRANTS, &rules(""))).unwrap();
    wait_for(&stage.discord, "There are 6 orders").await;
    looked_again(&stage.llamalink).await;
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        1,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    // The next one looks the same and is another.
    reads(&press(&stage, &ask(&stage).await, BUTTON), "is set up after").await;
    let card = wait_for(&stage.discord, "Llama Spark").await;
    note(&stage.discord, &card, "It is set up").await;
    looked_again(&stage.llamalink).await;
    assert_eq!(
        there(&stage.discord, CHANNEL_PROVISIONING).len(),
        3,
        "{:#?}",
        there(&stage.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_in_flight_at_a_crash_goes_on_on_its_card() {
    let pace = Pace { provisioning: Duration::from_secs(3), ..Pace::INSTANT };
    let mut scene = Scene::set_with(Kind::Hasty, pace, &mentioning()).await;
    let bot = scene.start().await;
    wait_for(&scene.discord, "I watch the orders").await;
    let question = scene.ask_to_buy().await;
    scene.max().press(question.id, BUTTON).unwrap();
    let card = wait_for(&scene.discord, "Llama Spark").await;
    note(&scene.discord, &card, "A new order").await;
    bot.kill();
    scene.llamalink.order_is_placed_elsewhere("flame").unwrap();
    let _bot = scene.start().await;
    note(&scene.discord, &card, "It is set up").await;
    says(&scene.discord, &card, "203.0.113.51").await;
    let other = wait_for(&scene.discord, "at the provider, not through me").await;
    note(&scene.discord, &other, "A new order").await;
    looked_again(&scene.llamalink).await;
    assert_eq!(
        there(&scene.discord, CHANNEL_PROVISIONING).len(),
        6,
        "{:#?}",
        there(&scene.discord, CHANNEL_PROVISIONING).iter().map(Message::text).collect::<Vec<_>>()
    );
}
