use std::io::Write;
use std::sync::Mutex;

use serde_json::json;
use tokio::net::TcpListener;

use super::*;

mod server;

use server::{Server, Step};

const BOT_TOKEN: &str = "canary-bot.TOKEN_1";
const INTERACTION_TOKEN: &str = "canary-interaction.TOKEN_2";
const APP: ApplicationId = ApplicationId::new(1);
const GUILD: GuildId = GuildId::new(2);
const CHANNEL: ChannelId = ChannelId::new(3);
const INTERACTION: InteractionId = InteractionId::new(4);
const MESSAGE: MessageId = MessageId::new(5);

fn rest(base: &str) -> Rest {
    Rest::new(SecretString::new(BOT_TOKEN.to_owned()), Some(base)).unwrap()
}

fn token() -> SecretString {
    SecretString::new(INTERACTION_TOKEN.to_owned())
}

fn within(millis: u64) -> Instant {
    Instant::now() + Duration::from_millis(millis)
}

fn soon() -> Instant {
    within(10_000)
}

fn made() -> Step {
    Step::json(200, &json!({"id": "5"}))
}

fn nonce() -> Value {
    json!({"content": "hello", "nonce": "n-1", "enforce_nonce": true})
}

async fn respond(rest: &Rest, deadline: Instant) -> Result<Option<MessageId>, RestError> {
    rest.respond(INTERACTION, &token(), &json!({"type": 5}), &[], deadline, false).await
}

async fn follow_up(rest: &Rest, deadline: Instant) -> Result<Option<MessageId>, RestError> {
    rest.follow_up(APP, &token(), &json!({"content": "hello"}), &[], deadline).await
}

fn kind<T: fmt::Debug>(result: Result<T, RestError>) -> RestErrorKind {
    result.unwrap_err().kind
}

#[tokio::test]
async fn a_request_carries_the_bots_token_its_name_and_its_body() {
    let server = Server::start([made()]).await;
    let id = rest(&format!("{}/prefix/", server.base))
        .create_message(CHANNEL, &nonce(), &[], soon())
        .await
        .unwrap();
    assert_eq!(id, Some(MESSAGE));
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /prefix/api/v10/channels/3/messages");
    assert!(seen.head.contains(&format!("authorization: bot {}", BOT_TOKEN.to_lowercase())), "{}", seen.head);
    assert!(seen.head.contains("user-agent: discordbot ("), "{}", seen.head);
    assert!(seen.head.contains("content-type: application/json"), "{}", seen.head);
    assert_eq!(serde_json::from_slice::<Value>(&seen.body).unwrap(), nonce());
}

fn picture() -> Attachment {
    Attachment::png("uptime", "Uptime of web-1", b"PNG-bytes".to_vec())
}

fn carries_the_picture(seen: &server::Seen) {
    assert!(seen.head.contains("content-type: multipart/form-data; boundary="), "{}", seen.head);
    let body = String::from_utf8(seen.body.clone()).unwrap();
    for part in [
        "name=\"payload_json\"\r\ncontent-type: application/json\r\n\r\n{\"content\":\"hello\"",
        "name=\"files[0]\"; filename=\"uptime.png\"\r\ncontent-type: image/png\r\n\r\npng-bytes\r\n",
    ] {
        assert!(body.to_lowercase().contains(part), "{part} in {body}");
    }
    assert!(body.contains("PNG-bytes"), "{body}");
}

#[tokio::test]
async fn files_go_with_the_body_of_whatever_makes_or_changes_a_message() {
    let script = [Step::empty(204), made(), made(), made(), made()];
    let server = Server::start(script).await;
    let (rest, files, body) = (rest(&server.base), [picture()], json!({"content": "hello"}));
    rest.respond(INTERACTION, &token(), &body, &files, soon(), false).await.unwrap();
    rest.edit_original(APP, &token(), &body, &files, soon()).await.unwrap();
    rest.follow_up(APP, &token(), &body, &files, soon()).await.unwrap();
    rest.create_message(CHANNEL, &nonce(), &files, soon()).await.unwrap();
    rest.edit_message(CHANNEL, MESSAGE, &body, &files, soon()).await.unwrap();
    assert_eq!(server.seen().len(), 5);
    server.seen().iter().for_each(carries_the_picture);
}

#[tokio::test]
async fn a_repeated_call_carries_its_files_again() {
    let server = Server::start([Step::Close, Step::limited(0.1, false), Step::empty(204)]).await;
    let (files, body) = ([picture()], json!({"content": "hello"}));
    let rest = rest(&server.base);
    rest.respond(INTERACTION, &token(), &body, &files, soon(), false).await.unwrap();
    assert_eq!(server.seen().len(), 3);
    server.seen().iter().for_each(carries_the_picture);
    let server = Server::start([Step::Close, Step::empty(502), made()]).await;
    let rest = self::rest(&server.base);
    rest.create_message(CHANNEL, &nonce(), &files, soon()).await.unwrap();
    assert_eq!(server.seen().len(), 3);
    server.seen().iter().for_each(carries_the_picture);
}

#[tokio::test]
async fn a_429_is_waited_for_and_then_repeated() {
    for files in [0, 1] {
        let files = vec![picture(); files];
        let server = Server::start([Step::limited(0.2, false), Step::limited(0.2, false), made()]).await;
        let start = Instant::now();
        rest(&server.base).edit_original(APP, &token(), &json!({}), &files, soon()).await.unwrap();
        assert!(start.elapsed() >= Duration::from_millis(400), "{:?}", start.elapsed());
        assert_eq!(server.seen().len(), 3);
        assert_eq!(server.seen()[0].line, server.seen()[2].line);
    }
}

#[tokio::test]
async fn a_429_to_a_callback_loses_nothing() {
    let server = Server::start([Step::limited(0.15, false), Step::empty(204)]).await;
    let start = Instant::now();
    assert_eq!(respond(&rest(&server.base), soon()).await, Ok(None));
    assert!(start.elapsed() >= Duration::from_millis(150));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_429_is_repeated_even_where_a_lost_answer_is_not() {
    let server = Server::start([Step::limited(0.1, false), made()]).await;
    assert_eq!(follow_up(&rest(&server.base), soon()).await, Ok(Some(MESSAGE)));
}

#[tokio::test]
async fn a_429_beyond_the_deadline_is_an_error_at_once() {
    let server = Server::start([Step::limited(60.0, false)]).await;
    let rest = rest(&server.base);
    let start = Instant::now();
    assert_eq!(kind(rest.create_message(CHANNEL, &nonce(), &[], soon()).await), RestErrorKind::RateLimited);
    assert_eq!(kind(rest.create_message(CHANNEL, &nonce(), &[], soon()).await), RestErrorKind::RateLimited);
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_global_429_holds_the_other_routes_too() {
    let server =
        Server::start([Step::limited(1.0, true), Step::empty(204), Step::json(200, &json!([]))]).await;
    let rest = rest(&server.base);
    let start = Instant::now();
    let refused = rest.create_message(CHANNEL, &nonce(), &[], within(900)).await;
    assert_eq!(kind(refused), RestErrorKind::RateLimited);
    respond(&rest, soon()).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(900), "interactions are exempt");
    rest.guild_roles::<Value>(GUILD, soon()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn three_500s_are_outlasted_where_a_repeat_is_harmless() {
    let fail = || Step::Reply(500, vec![], "<html>".to_owned());
    let server = Server::start([fail(), fail(), Step::empty(502), made()]).await;
    let edited = rest(&server.base).edit_message(CHANNEL, MESSAGE, &json!({}), &[], soon()).await;
    assert_eq!(edited, Ok(Some(MESSAGE)));
    assert_eq!(server.lines(), vec!["PATCH /api/v10/channels/3/messages/5"; 4]);
}

#[tokio::test]
async fn a_500_to_a_follow_up_is_not_repeated() {
    let server = Server::start([Step::empty(500), made()]).await;
    assert_eq!(kind(follow_up(&rest(&server.base), soon()).await), RestErrorKind::Unavailable);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_503_is_repeated_when_it_says_so() {
    let busy = Step::Reply(503, vec![("retry-after", "0.4".to_owned())], String::new());
    let server = Server::start([busy, Step::json(200, &json!([]))]).await;
    let start = Instant::now();
    rest(&server.base).guild_channels::<Value>(GUILD, soon()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn a_callback_is_repeated_when_its_connection_broke() {
    let server = Server::start([Step::Close, Step::empty(204)]).await;
    assert_eq!(respond(&rest(&server.base), soon()).await, Ok(None));
    assert_eq!(server.lines(), vec![format!("POST /api/v10/interactions/4/{INTERACTION_TOKEN}/callback"); 2]);
}

#[tokio::test]
async fn a_repeated_callback_that_was_acknowledged_before_is_a_success() {
    let acknowledged = || Step::json(400, &json!({"code": 40060, "message": "already acknowledged"}));
    for lost in [Step::Close, Step::empty(500)] {
        let server = Server::start([lost, acknowledged()]).await;
        assert_eq!(respond(&rest(&server.base), soon()).await, Ok(None));
    }
    for first in [vec![], vec![Step::limited(0.1, false)]] {
        let server = Server::start(first.into_iter().chain([acknowledged()])).await;
        let refused = kind(respond(&rest(&server.base), soon()).await);
        assert!(matches!(refused, RestErrorKind::Invalid(40060, _)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_callback_gets_a_second_try_while_the_first_hangs() {
    let server = Server::start([Step::Hang, Step::empty(204)]).await;
    assert_eq!(respond(&rest(&server.base), Instant::now() + CALLBACK_WINDOW).await, Ok(None));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_follow_up_whose_answer_was_lost_is_unknown_and_not_repeated() {
    for lost in [Step::Close, Step::BreakOff(200)] {
        let server = Server::start([lost, made()]).await;
        assert_eq!(kind(follow_up(&rest(&server.base), soon()).await), RestErrorKind::Unknown);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_message_is_repeated_only_with_its_nonce() {
    let server = Server::start([Step::Close, made()]).await;
    assert_eq!(rest(&server.base).create_message(CHANNEL, &nonce(), &[], soon()).await, Ok(Some(MESSAGE)));
    for body in [json!({"content": "x"}), json!({"nonce": "n"}), json!({"enforce_nonce": true})] {
        let server = Server::start([Step::Close, made()]).await;
        let lost = rest(&server.base).create_message(CHANNEL, &body, &[], soon()).await;
        assert_eq!(kind(lost), RestErrorKind::Unknown, "{body}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_message_is_not_repeated_when_its_nonce_may_be_forgotten() {
    let server = Server::start([Step::Close, Step::limited(300.0, false), made()]).await;
    let lost = rest(&server.base).create_message(CHANNEL, &nonce(), &[], within(900_000)).await;
    assert_eq!(kind(lost), RestErrorKind::Unknown);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn what_was_never_sent_is_tried_again_whatever_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let start = Instant::now();
    let error = follow_up(&rest(&base), within(600)).await.unwrap_err();
    assert_eq!(error.kind, RestErrorKind::Unavailable);
    assert!(start.elapsed() >= Duration::from_millis(100), "{:?}", start.elapsed());
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn the_deadline_ends_a_call_that_hangs() {
    let server = Server::start([Step::Hang, Step::Hang]).await;
    let rest = rest(&server.base);
    assert_eq!(kind(respond(&rest, within(300)).await), RestErrorKind::Unknown);
    assert_eq!(kind(rest.guild::<Value>(GUILD, within(300)).await), RestErrorKind::Deadline);
    assert_eq!(kind(respond(&rest, Instant::now()).await), RestErrorKind::Deadline);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn refusals_are_told_apart_and_not_repeated() {
    let refusal = |status, code| Step::json(status, &json!({"code": code, "message": "No\nway"}));
    let script = [(401, 0), (403, 50013), (404, 10003), (400, 50035), (405, 0), (401, 50027)];
    let server = Server::start(script.map(|(status, code)| refusal(status, code))).await;
    let rest = rest(&server.base);
    let mut kinds = Vec::new();
    for _ in 0..5 {
        kinds.push(kind(rest.create_message(CHANNEL, &nonce(), &[], soon()).await));
    }
    kinds.push(kind(rest.original(APP, &token(), soon()).await));
    assert_eq!(
        kinds,
        [
            RestErrorKind::Unauthorized,
            RestErrorKind::Forbidden(50013),
            RestErrorKind::NotFound(10003),
            RestErrorKind::Invalid(50035, "No way".to_owned()),
            RestErrorKind::Invalid(0, "No way".to_owned()),
            RestErrorKind::NotFound(50027),
        ]
    );
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn a_guild_that_was_left_by_the_first_try_is_left() {
    let gone = || Step::json(404, &json!({"code": 10004, "message": "Unknown Guild"}));
    let server = Server::start([Step::Close, gone(), gone()]).await;
    let rest = rest(&server.base);
    assert_eq!(rest.leave_guild(GUILD, soon()).await, Ok(()));
    assert_eq!(kind(rest.leave_guild(GUILD, soon()).await), RestErrorKind::NotFound(10004));
}

#[tokio::test]
async fn a_read_survives_an_answer_that_broke_off() {
    let server = Server::start([Step::BreakOff(200), Step::json(200, &json!([{"id": "9"}]))]).await;
    let commands = rest(&server.base).guild_commands(APP, GUILD, soon()).await.unwrap();
    assert_eq!(commands, [json!({"id": "9"})]);
    assert_eq!(server.lines()[1], "GET /api/v10/applications/1/guilds/2/commands?with_localizations=true");
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error() {
    let page = || Step::Reply(200, vec![], "<html>".to_owned());
    let server = Server::start([page(), page()]).await;
    let rest = rest(&server.base);
    assert_eq!(kind(rest.guild::<Value>(GUILD, soon()).await), RestErrorKind::Unavailable);
    assert_eq!(kind(rest.create_message(CHANNEL, &nonce(), &[], soon()).await), RestErrorKind::Unknown);
}

#[tokio::test]
async fn the_message_of_an_answer_is_known_when_discord_tells_it() {
    let server = Server::start([
        Step::json(
            200,
            &json!({"interaction": {"id": "4"}, "resource": {"type": 4, "message": {"id": "5"}}}),
        ),
        Step::json(200, &json!({"interaction": {"response_message_id": "5"}})),
        Step::empty(204),
        Step::BreakOff(200),
    ])
    .await;
    let rest = rest(&server.base);
    for known in [Some(MESSAGE), Some(MESSAGE), None, None] {
        let told = rest.respond(INTERACTION, &token(), &json!({"type": 4}), &[], soon(), true).await;
        assert_eq!(told, Ok(known));
    }
    assert!(server.lines().iter().all(|line| line.ends_with("/callback?with_response=true")));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([made()]).await;
    let moved = Step::Reply(302, vec![("location", elsewhere.base.clone())], String::new());
    let server = Server::start([moved]).await;
    assert!(rest(&server.base).guild::<Value>(GUILD, soon()).await.is_err());
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn the_older_address_of_an_object_is_tried_when_the_newer_is_missing() {
    let me = json!({"id": "1", "name": "ops", "flags": 32768, "bot_public": false});
    let server = Server::start([
        Step::json(200, &me),
        Step::empty(404),
        Step::json(200, &json!({"id": "1"})),
        Step::empty(404),
        Step::json(200, &json!({"url": "ws://127.0.0.1:9/gateway"})),
    ])
    .await;
    let rest = rest(&server.base);
    let application = rest.current_application(soon()).await.unwrap();
    assert_eq!(application, Application { id: APP, name: "ops".to_owned(), flags: 32768, bot_public: false });
    assert!(rest.current_application(soon()).await.unwrap().bot_public);
    assert_eq!(rest.gateway_url(soon()).await.unwrap().as_str(), "ws://127.0.0.1:9/gateway");
    assert_eq!(
        server.lines(),
        ["/applications/@me", "/applications/@me", "/oauth2/applications/@me", "/gateway/bot", "/gateway"]
            .map(|path| format!("GET /api/v10{path}"))
    );
}

#[test]
fn the_gateway_belongs_to_the_server_that_names_it() {
    let may = |base: Option<&str>, gateway: &str| {
        let rest = Rest::new(SecretString::new("t".to_owned()), base).unwrap();
        rest.may_connect(&Url::parse(gateway).unwrap())
    };
    let (local, other) = (Some("http://127.0.0.1:17000"), Some("https://discord.example.com"));
    assert!(may(None, "wss://gateway.discord.gg"));
    assert!(may(Some("https://discord.com"), "wss://gateway.discord.gg"));
    assert!(may(local, "ws://localhost:17001/"));
    assert!(may(other, "wss://gateway.example.com"));
    assert!(!may(None, "ws://gateway.discord.gg"));
    assert!(!may(None, "wss://evildiscord.gg"));
    assert!(!may(None, "wss://discord.gg.example.com"));
    assert!(!may(local, "wss://gateway.discord.gg"));
    assert!(!may(local, "wss://gateway.example.com"));
    assert!(!may(other, "wss://gateway.discord.gg"));
    assert!(!may(other, "ws://gateway.example.com"));
    assert!(!may(other, "https://gateway.example.com"));
}

#[test]
fn unusable_settings_are_refused_without_repeating_them() {
    let new = |token: &str, base| Rest::new(SecretString::new(token.to_owned()), base).unwrap_err();
    for token in ["", "  ", "canary token", "canary\ntoken", "canäry"] {
        let error = new(token, None);
        assert!(matches!(error, RestSetupError::Token), "{error}");
        assert!(!format!("{error:?} {error}").contains("canary"));
    }
    assert!(matches!(new("t", Some("http://discord.example.com")), RestSetupError::Base(_)));
    assert!(Rest::new(SecretString::new(" token\n".to_owned()), None).is_ok());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_error_and_no_trace_line_carries_a_token() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // While only one subscriber exists, tracing lets a thread that does not have it switch call sites off for all.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _guard = tracing::subscriber::set_default(subscriber);

    let echo = format!("no {BOT_TOKEN} and no {INTERACTION_TOKEN}");
    let script = |echo: &str| {
        let refusal = |status| {
            let errors = json!({ echo: {"_errors": [{"message": echo}]} });
            Step::json(status, &json!({"code": 7, "message": echo, "errors": errors}))
        };
        let moved = Step::Reply(302, vec![("location", format!("/{echo}"))], echo.to_owned());
        let page = Step::Reply(200, vec![], echo.to_owned());
        [
            refusal(400),
            refusal(401),
            refusal(403),
            refusal(404),
            refusal(500),
            Step::Close,
            Step::BreakOff(200),
            moved,
            page,
        ]
        .into_iter()
        .chain([Step::limited(60.0, false), Step::limited(60.0, true)])
    };
    let mut errors = Vec::new();
    for step in script(&echo) {
        let server = Server::start([step]).await;
        errors.extend(follow_up(&rest(&server.base), within(300)).await.err());
    }
    for step in script(&echo) {
        let server = Server::start([step]).await;
        errors.extend(respond(&rest(&server.base), within(300)).await.err());
    }
    for step in script(BOT_TOKEN) {
        let server = Server::start([step]).await;
        errors.extend(rest(&server.base).guild::<Value>(GUILD, within(300)).await.err());
    }
    errors.extend(follow_up(&rest("http://127.0.0.1:1"), within(150)).await.err());
    errors.extend(
        rest("http://127.0.0.1:1").original(APP, &SecretString::new("canary/..".into()), soon()).await.err(),
    );
    assert!(errors.len() > 25, "{}", errors.len());

    let shown = errors.iter().map(|error| format!("{error} {error:?} {error:#?}\n")).collect::<String>();
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("Discord did not answer properly"), "the log was captured");
    for (place, text) in
        [("errors", shown), ("log", logged), ("client", format!("{:?}", rest("http://127.0.0.1:1")))]
    {
        assert!(!text.contains("canary"), "{place}: {text}");
    }
}

#[test]
fn calls_may_run_on_any_thread() {
    fn assert_send(_: &impl Send) {}
    let rest = rest("http://127.0.0.1:1");
    assert_send(&rest.create_message(CHANNEL, &json!({}), &[], Instant::now()));
    assert_send(&rest.gateway_url(Instant::now()));
}
