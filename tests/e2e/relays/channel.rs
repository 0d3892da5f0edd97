//! What stands in a channel, and what comes there.

use hostmaster::sandbox::discord::{Message, Simulator};

use super::watched::SOON;

/// The messages of a channel that are there, oldest first.
pub fn there(discord: &Simulator, channel: u64) -> Vec<Message> {
    let mut messages = discord.all_messages();
    messages.retain(|message| message.channel == channel && !message.deleted);
    messages
}

/// Waits for a message in the channel that says all the words.
pub async fn posted(discord: &Simulator, channel: u64, words: &[&str]) -> Message {
    first(discord, channel, &format!("a message that says {words:?}"), |message| {
        words.iter().all(|words| message.text().contains(words))
    })
    .await
}

/// Waits for a note to the card that says the words.
pub async fn note(discord: &Simulator, card: &Message, words: &str) -> Message {
    first(discord, card.channel, &format!("a note that says {words:?}"), |message| {
        message.reference == Some(card.id) && message.text().contains(words)
    })
    .await
}

/// Waits until the card says the words.
pub async fn says(discord: &Simulator, card: &Message, words: &str) -> Message {
    first(discord, card.channel, &format!("the card to read {words:?}"), |message| {
        message.id == card.id && message.text().contains(words)
    })
    .await
}

/// Waits for a message of the channel that is so.
async fn first(discord: &Simulator, channel: u64, what: &str, is_it: impl Fn(&Message) -> bool) -> Message {
    let found = |discord: &Simulator| there(discord, channel).into_iter().find(&is_it);
    let found = discord.wait(what, SOON, found).await;
    let texts = || there(discord, channel).iter().map(Message::text).collect::<Vec<_>>();
    found.unwrap_or_else(|error| panic!("{error}; {:#?}", texts()))
}
