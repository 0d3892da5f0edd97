//! Messages with a picture, posted and edited with the bot's own token.

use secrecy::SecretString;

use super::*;
use crate::catalogue::Catalogue;
use crate::discord::message::{Attachment, Embed, Tone};
use crate::discord::words::Words;
use crate::domain::GuildId;
use crate::sandbox::discord::world::{CHANNEL_OPS, GUILD};
use crate::sandbox::discord::{Fault, Options, RateLimits, Scope, Simulator, Trouble};

const SOON: Duration = Duration::from_secs(10);

async fn stage() -> (Simulator, RestMessenger) {
    let options = Options { limits: RateLimits::Unlimited, ..Options::default() };
    let discord = Simulator::start(options).await.unwrap();
    let rest = Rest::new(SecretString::new(discord.token().to_owned()), Some(&discord.api_base())).unwrap();
    let renderer = Renderer::new(Words::new(None), Catalogue::load().unwrap());
    (discord, RestMessenger::new(rest, Arc::new(renderer)))
}

fn address(message: Option<MessageId>) -> Address {
    let locale = "en-US".to_owned();
    Address { guild: GuildId(GUILD), channel: ChannelId(CHANNEL_OPS), message, ephemeral: false, locale }
}

fn picture(bytes: &[u8]) -> Message {
    let embed = Embed::new(Tone::Neutral).title("CPU");
    Message::embed(embed).image(Attachment::png("cpu", "CPU of web-1", bytes.to_vec()))
}

fn shown(discord: &Simulator, id: MessageId) -> Option<Vec<u8>> {
    discord.message(id.0).unwrap().picture().map(|file| file.data.to_vec())
}

#[tokio::test]
async fn a_picture_is_posted_replaced_and_taken_away() {
    let (discord, messenger) = stage().await;
    let posted = messenger.place(&address(None), &picture(b"one"), SOON).await.unwrap().unwrap();
    assert_eq!(shown(&discord, posted).unwrap(), b"one");
    let there = address(Some(posted));
    assert_eq!(messenger.place(&there, &picture(b"two"), SOON).await, Ok(Some(posted)));
    assert_eq!(shown(&discord, posted).unwrap(), b"two");
    assert_eq!(discord.message(posted.0).unwrap().attachments.len(), 1, "the old file is gone");
    messenger.place(&there, &Message::line("no picture"), SOON).await.unwrap();
    assert!(discord.message(posted.0).unwrap().attachments.is_empty());
    assert_eq!(discord.violations().len(), 0, "{:?}", discord.violations());
}

#[tokio::test]
async fn a_picture_comes_once_and_whole_whatever_happens_on_the_way() {
    let (discord, messenger) = stage().await;
    let limited = Trouble::RateLimited { retry_after: 0.1, scope: Scope::Shared };
    for trouble in [Trouble::DropBefore, Trouble::DropAfter, Trouble::StatusAfter(502), limited] {
        let before = discord.all_messages().len();
        let ordered = discord.fault(Fault::on("POST", "/channels/*/messages", trouble.clone()));
        let posted = messenger.place(&address(None), &picture(b"one"), SOON).await.unwrap().unwrap();
        assert_eq!(shown(&discord, posted).unwrap(), b"one", "{trouble:?}");
        assert_eq!((ordered.hits(), discord.all_messages().len()), (1, before + 1), "{trouble:?}");
    }
}

#[tokio::test]
async fn a_picture_whose_message_is_gone_is_posted_anew() {
    let (discord, messenger) = stage().await;
    let posted =
        messenger.place(&address(Some(MessageId(7))), &picture(b"one"), SOON).await.unwrap().unwrap();
    assert_ne!(posted, MessageId(7));
    assert_eq!(shown(&discord, posted).unwrap(), b"one");
}
