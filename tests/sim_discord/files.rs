//! Files: on every way that makes or changes a message, in embeds, and with the permission for them.

use hostmaster::sandbox::discord::permissions::{Overwrite, bits};
use hostmaster::sandbox::discord::world::{ANA, BOT, CHANNEL_OPS, GUILD};
use hostmaster::sandbox::discord::{Message, Options, RateLimits};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use serenity::all::{ChannelId, CreateAttachment, CreateEmbed, CreateMessage, EditAttachments, EditMessage};

use crate::bot::{Running, none, start, status};

/// The first bytes of a picture of 2 by 3 pixels, which is all that anybody looks at.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03";

async fn stage() -> Running {
    start(Options { limits: RateLimits::Unlimited, ..Options::default() }).await
}

/// Sends a message with a picture, as the bot would; comes back with the status and the answer.
async fn send(bot: &Running, method: &str, path: &str, payload: Value, files: &[&str]) -> (u16, Value) {
    let json = Part::text(payload.to_string()).mime_str("application/json").unwrap();
    let form = files.iter().enumerate().fold(Form::new().part("payload_json", json), |form, (n, name)| {
        form.part(format!("files[{n}]"), Part::bytes(PNG.to_vec()).file_name((*name).to_owned()))
    });
    let url = format!("{}/api/v10{path}", bot.discord.api_base());
    let request = reqwest::Client::new().request(method.parse().unwrap(), url).multipart(form);
    let request = request.header("authorization", format!("Bot {}", bot.discord.token()));
    let answer = request.header("user-agent", "DiscordBot (test, 1)").send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
}

fn message(description: &str) -> Value {
    json!({
        "embeds": [{ "title": "CPU", "image": { "url": "attachment://cpu.png" } }],
        "attachments": [{ "id": 0, "filename": "cpu.png", "description": description }],
        "allowed_mentions": { "parse": [] },
    })
}

fn shows(message: &Message, description: &str) {
    let file = message.picture().unwrap();
    assert_eq!(message.attachments.len(), 1);
    assert_eq!((file.filename.as_str(), file.content_type.as_str()), ("cpu.png", "image/png"));
    assert_eq!((file.description.as_deref(), file.size()), (Some(description), Some((2, 3))));
    assert_eq!(&file.data[..], PNG);
}

#[tokio::test]
async fn a_picture_comes_by_every_way_that_makes_or_changes_a_message() {
    let bot = stage().await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let token = asked.token().unwrap();
    let callback = format!("/interactions/{}/{token}/callback", asked.id);
    let first = json!({ "type": 4, "data": message("first") });
    assert_eq!(send(&bot, "POST", &callback, first, &["cpu.png"]).await.0, 204);
    let original = asked.message().unwrap();
    shows(&original, "first");

    let path = format!("/webhooks/{BOT}/{token}/messages/@original");
    assert_eq!(send(&bot, "PATCH", &path, message("edited"), &["cpu.png"]).await.0, 200);
    shows(&bot.discord.message(original.id).unwrap(), "edited");

    let (status, _) =
        send(&bot, "POST", &format!("/webhooks/{BOT}/{token}"), message("more"), &["cpu.png"]).await;
    assert_eq!(status, 200);
    shows(&asked.followups()[0], "more");

    let channel = format!("/channels/{CHANNEL_OPS}/messages");
    let (status, posted) = send(&bot, "POST", &channel, message("posted"), &["cpu.png"]).await;
    assert_eq!(status, 200);
    let id = posted["id"].as_str().unwrap();
    shows(&bot.discord.message(id.parse().unwrap()).unwrap(), "posted");
    let (status, _) = send(&bot, "PATCH", &format!("{channel}/{id}"), message("again"), &["cpu.png"]).await;
    assert_eq!(status, 200);
    shows(&bot.discord.message(id.parse().unwrap()).unwrap(), "again");

    let pressed = bot
        .discord
        .member(ANA)
        .forge_component(CHANNEL_OPS, Some(original.id), "unanswered", 2, None)
        .unwrap();
    let callback = format!("/interactions/{}/{}/callback", pressed.id, pressed.token().unwrap());
    let update = json!({ "type": 7, "data": message("updated") });
    let answered = send(&bot, "POST", &callback, update, &["cpu.png"]).await;
    assert_eq!(answered.0, 204, "{answered:?}");
    shows(&bot.discord.message(original.id).unwrap(), "updated");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn a_picture_in_an_embed_has_an_address_there_and_is_not_listed_again() {
    let bot = stage().await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let embed = || CreateEmbed::new().title("CPU").attachment("cpu.png");
    let sent = CreateMessage::new()
        .embed(embed())
        .add_file(CreateAttachment::bytes(PNG, "cpu.png").description("the load"))
        .add_file(CreateAttachment::bytes(&b"text"[..], "log.txt"))
        .allowed_mentions(none());
    let sent = channel.send_message(&bot.http, sent).await.unwrap();
    let names: Vec<_> = sent.attachments.iter().map(|file| file.filename.as_str()).collect();
    assert_eq!(names, ["log.txt"], "what an embed shows does not stand below it too");
    let image = sent.embeds[0].image.as_ref().unwrap();
    assert_eq!((image.width, image.height), (Some(2), Some(3)));
    let served = reqwest::get(&image.url).await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.unwrap(), PNG);

    // An edit that names a new file and keeps none leaves one; the old address leads nowhere.
    let other = CreateAttachment::bytes(PNG, "cpu.png");
    let edit = EditMessage::new()
        .embed(embed())
        .attachments(EditAttachments::new().add(other))
        .allowed_mentions(none());
    let edited = channel.edit_message(&bot.http, sent.id, edit).await.unwrap();
    assert!(edited.attachments.is_empty());
    assert_ne!(edited.embeds[0].image.as_ref().unwrap().url, image.url);
    assert_eq!(reqwest::get(&image.url).await.unwrap().status().as_u16(), 404);
    assert_eq!(bot.discord.message(sent.id.get()).unwrap().attachments.len(), 1);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn an_embed_that_shows_a_file_which_is_not_there_is_refused() {
    let bot = stage().await;
    let channel = format!("/channels/{CHANNEL_OPS}/messages");
    let none = json!({
        "embeds": [{ "title": "CPU", "image": { "url": "attachment://cpu.png" } }],
        "attachments": [],
        "allowed_mentions": { "parse": [] },
    });
    let (status, answer) = send(&bot, "POST", &channel, none.clone(), &[]).await;
    assert_eq!((status, &answer["code"]), (400, &json!(50035)));
    assert!(answer["errors"]["embeds"]["0"]["image"]["url"].is_object(), "{answer}");
    let mut renamed = message("x");
    renamed["attachments"][0]["filename"] = "memory.png".into();
    assert_eq!(send(&bot, "POST", &channel, renamed, &["cpu.png"]).await.0, 400);
    assert_eq!(
        send(&bot, "POST", &channel, message("x"), &[]).await.0,
        400,
        "it names a file and sends none"
    );
    assert_eq!(send(&bot, "POST", &channel, message(&"x".repeat(1025)), &["cpu.png"]).await.0, 400);

    let (_, posted) = send(&bot, "POST", &channel, message("x"), &["cpu.png"]).await;
    let path = format!("{channel}/{}", posted["id"].as_str().unwrap());
    assert_eq!(send(&bot, "PATCH", &path, none, &[]).await.0, 400, "the edit takes its file away");
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let callback = format!("/interactions/{}/{}/callback", asked.id, asked.token().unwrap());
    assert_eq!(send(&bot, "POST", &callback, json!({ "type": 4, "data": message("x") }), &[]).await.0, 400);
    bot.stop().await;
}

#[tokio::test]
async fn files_in_a_channel_need_their_own_permission_and_in_an_answer_none() {
    let bot = stage().await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let file = || CreateAttachment::bytes(PNG, "cpu.png");
    let post = || CreateMessage::new().content("c").allowed_mentions(none());
    let sent = channel.send_message(&bot.http, post()).await.unwrap();
    let deny = Overwrite { id: BOT, member: true, allow: 0, deny: bits::ATTACH_FILES };
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, vec![deny]);
    let refused = channel.send_message(&bot.http, post().add_file(file())).await.unwrap_err();
    assert_eq!(status(refused), (403, 50013));
    let edit = EditMessage::new().new_attachment(file()).allowed_mentions(none());
    let refused = channel.edit_message(&bot.http, sent.id, edit).await.unwrap_err();
    assert_eq!(status(refused), (403, 50013));
    channel.send_message(&bot.http, post()).await.unwrap();
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try file", &[]).unwrap();
    asked.wait_message(crate::bot::SOON).await.expect("an interaction's answer needs no permission");
    bot.stop().await;
}
