//! Buying Llama Spark on a stage.

use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::llamalink::{Effect, Fault, Misbehaviour, OnDisconnect, Operation};

use crate::stage::{SOON, Stage};

/// What the button that buys says.
pub const BUTTON: &str = "Order Llama Spark - 54.00 ILS/month";

/// Asks for the plan and gives the question.
pub async fn ask(stage: &Stage) -> Message {
    let options = [("plan", "shop/spark".into()), ("os", "ubuntu-22".into())];
    stage.use_command(&stage.max(), "order buy", &options).await.1
}

/// Presses the button that says this.
pub fn press(stage: &Stage, question: &Message, button: &str) -> Interaction {
    stage.max().press(question.id, button).unwrap()
}

/// The message of the interaction, once it says this.
pub async fn reads(interaction: &Interaction, words: &str) -> Message {
    let told = interaction.wait_until(|message| message.text().contains(words), SOON).await;
    told.unwrap_or_else(|error| panic!("{error}: {:?}", interaction.message().map(|message| message.text())))
}

/// How often a card was charged.
pub fn charges(stage: &Stage) -> usize {
    stage.llamalink.ledger().iter().filter(|entry| matches!(entry.effect, Effect::Charged { .. })).count()
}

/// Orders what begins only after the bot, which lost the provider, told that it never did; gives what was told.
pub async fn begun_late(stage: &Stage) -> Message {
    let question = ask(stage).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.llamalink.inject(Operation::BuyPlan, held.once());
    let pressed = press(stage, &question, BUTTON);
    stage.llamalink.wait_until_held(Operation::BuyPlan, SOON).await.unwrap();
    stage.llamalink.go_down().await;
    stage.llamalink.come_back().await.unwrap();
    let told = reads(&pressed, "was not ordered").await;
    stage.llamalink.release_all();
    stage.llamalink.wait_for_effects(1, SOON).await.unwrap();
    told
}
