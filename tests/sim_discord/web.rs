//! The client's side over HTTP, as a web page uses it.

use futures_util::StreamExt;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_BILLING, CHANNEL_OPS, GUEST};
use hostmaster::sandbox::discord::{Options, client_router};
use serde_json::{Value, json};
use serenity::all::{ChannelId, CreateAttachment, CreateEmbed, CreateMessage};

use crate::bot::{Running, SOON, none, start};

struct Page {
    base: String,
    client: reqwest::Client,
}

impl Page {
    async fn open(bot: &Running) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = client_router(&bot.discord);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, client: reqwest::Client::new() }
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let request =
            self.client.post(format!("{}{path}", self.base)).header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    /// A stream of events, already open.
    async fn events(&self, member: u64) -> Events {
        let url = format!("{}/client/events?member={member}", self.base);
        let answer = self.client.get(url).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut events = Events { body: Box::pin(answer.bytes_stream()), read: String::new() };
        events.until("hello").await;
        events
    }
}

struct Events {
    body: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<axum::body::Bytes>> + Send>>,
    read: String,
}

impl Events {
    async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (name, data) = event.split_once('\n').unwrap();
                let found = (
                    name.trim_start_matches("event: ").to_owned(),
                    serde_json::from_str(data.trim_start_matches("data: ")).unwrap(),
                );
                self.read = rest.to_owned();
                return found;
            }
            let more = tokio::time::timeout(SOON, self.body.next()).await.expect("an event in time");
            self.read.push_str(std::str::from_utf8(&more.unwrap().unwrap()).unwrap());
        }
    }

    async fn until(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next().await;
            if found == name {
                return data;
            }
        }
    }
}

#[tokio::test]
async fn a_page_shows_the_world_as_its_member_sees_it() {
    let bot = start(Options::default()).await;
    let page = Page::open(&bot).await;
    let people = page.get("/client/members").await;
    assert!(people.as_array().unwrap().iter().any(|person| person["name"] == "ana"));
    let channels = async |member: u64| {
        let world = page.get(&format!("/client/world?member={member}")).await;
        assert_eq!(world["bot"]["online"], true);
        assert_eq!(world["guilds"][0]["commands"][0]["name"], "try");
        world["guilds"][0]["channels"].as_array().unwrap().iter().map(|c| c["id"].clone()).collect::<Vec<_>>()
    };
    assert!(channels(ANA).await.contains(&json!(CHANNEL_BILLING.to_string())));
    assert!(!channels(GUEST).await.contains(&json!(CHANNEL_BILLING.to_string())));
    bot.stop().await;
}

#[tokio::test]
async fn a_page_gets_the_picture_of_an_embed_with_its_words_and_may_load_it() {
    let bot = start(Options::default()).await;
    let page = Page::open(&bot).await;
    let mut ana = page.events(ANA).await;
    let png = CreateAttachment::bytes(&b"\x89PNG\r\n\x1a\n"[..], "cpu.png").description("the load");
    let embed = CreateEmbed::new().title("CPU").attachment("cpu.png");
    let message = CreateMessage::new().embed(embed).add_file(png).allowed_mentions(none());
    ChannelId::new(CHANNEL_OPS).send_message(&bot.http, message).await.unwrap();
    let heard = ana.until("message_created").await;
    let image = &heard["embeds"][0]["image"];
    assert_eq!(image["description"], "the load");
    assert_eq!(heard["attachments"], json!([]));
    let url = image["url"].as_str().unwrap();
    let served = page.client.get(url).send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    let port = url.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split('/').next()).unwrap();
    port.parse::<u16>().expect("the page's policy lets in pictures of this address");
    bot.stop().await;
}

#[tokio::test]
async fn a_page_types_presses_and_submits_and_hears_what_happens() {
    let bot = start(Options::default()).await;
    let page = Page::open(&bot).await;
    let (member, channel) = (ANA.to_string(), CHANNEL_OPS.to_string());
    let mut ana = page.events(ANA).await;
    let mut guest = page.events(GUEST).await;

    let typed = json!({ "member": member, "channel": channel, "command": "try echo", "options": { "server": "db" }, "focused": "server" });
    let (_, offered) = page.post("/client/autocomplete", typed).await;
    assert_eq!(offered, json!({ "choices": [{ "name": "db-1", "value": "db-1" }] }));

    let (status, refused) = page
        .post("/client/slash", json!({ "member": member, "channel": channel, "command": "try echo" }))
        .await;
    assert_eq!((status, refused["error"].as_str()), (422, Some("the option `server` is required")));

    let slash = |command: &str| json!({ "member": member, "channel": channel, "command": command });
    page.post("/client/slash", slash("try hidden")).await;
    let secret = ana.until("message_created").await;
    assert_eq!((secret["content"].as_str(), secret["ephemeral"].as_bool()), (Some("secret"), Some(true)));

    page.post("/client/slash", slash("try buttons")).await;
    let question = ana.until("message_created").await;
    let heard = guest.until("message_created").await;
    assert_eq!(heard["id"], question["id"], "the guest never heard of the secret");

    let press = json!({ "member": member, "message": question["id"], "custom_id": "ask" });
    page.post("/client/press", press).await;
    let opened = ana.until("modal_shown").await;
    assert_eq!(opened["modal"]["title"], "Why?");
    let values = json!({ "why": "because" });
    let submit = |who: u64| json!({ "member": who.to_string(), "interaction": opened["interaction"], "values": values });
    assert_eq!(page.post("/client/modal", submit(GUEST)).await.0, 404);
    assert_eq!(page.post("/client/modal", submit(ANA)).await.0, 200);
    assert_eq!(ana.until("message_edited").await["content"], "m2: because");

    let select =
        json!({ "member": GUEST.to_string(), "message": secret["id"], "custom_id": "pick", "values": ["1"] });
    assert_eq!(page.post("/client/select", select).await.0, 422);
    let shown = page.get(&format!("/client/messages?member={GUEST}&channel={channel}")).await;
    assert_eq!(shown.as_array().unwrap().len(), 1);

    page.post("/client/slash", slash("try silent")).await;
    bot.discord.advance(std::time::Duration::from_secs(4));
    assert_eq!(ana.until("interaction_failed").await["reason"], "The application did not respond");
    bot.stop().await;
}

#[tokio::test]
async fn other_sites_and_other_content_types_are_kept_out() {
    let bot = start(Options::default()).await;
    let page = Page::open(&bot).await;
    let url = format!("{}/client/members", page.base);
    let with = async |name: &str, value: &str| {
        page.client.get(&url).header(name, value).send().await.unwrap().status().as_u16()
    };
    assert_eq!(with("accept", "*/*").await, 200);
    assert_eq!(with("host", "rebound.example").await, 403);
    assert_eq!(with("origin", "http://evil.example").await, 403);
    assert_eq!(with("sec-fetch-site", "cross-site").await, 403);
    let body =
        json!({ "member": ANA.to_string(), "channel": CHANNEL_OPS.to_string(), "command": "try answer" });
    let plain = page.client.post(format!("{}/client/slash", page.base)).header("content-type", "text/plain");
    assert_eq!(plain.body(body.to_string()).send().await.unwrap().status().as_u16(), 415);
    assert_eq!(page.post("/client/slash", json!({ "member": 5 })).await.0, 400);
    assert_eq!(bot.discord.interactions().len(), 0);
    bot.stop().await;
}
