//! No secret comes out: everything is played with canaries, with failing providers too, and every byte is looked at.
//!
//! The play runs in a process of its own, since a process has one log.

mod inferno;
mod iv;
mod klikk;
mod lightlayer;
mod reveals;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hostmaster::config;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Fault as Accident, GatewayFault, Message, Trouble};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Operation, Reply};
use hostmaster::telemetry::{self, Redactor};
use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use reveals::Reveals;

use crate::play::{self, over, press, used};
use crate::stage::{Folder, GRANTS, SOON, Stage};

/// A key with characters that every encoding writes differently.
const KEY: &str = "llk_canary/7f3a+9c21==~K";
/// A bot token as Discord makes them: the application's id, a time, a signature.
const TOKEN: &str = "OTAwMDAwMDAwMDAwMDAwMDAx.GcAnAr.y-bird_of-the-bot-token-0123456789abcd";
/// Parts of them that must not come out either: a shortened secret is still half a secret.
const PARTS: [&str; 3] = ["canary/7f3a", "7f3a+9c21", "y-bird_of-the"];

/// What an owner's profile holds: for whoever asked, and for nobody and nothing else.
const PERSONAL: [&str; 4] = ["canary-login-7", "canary.mail@example.com", "Kanarya Person", "0509876543"];

/// Tells the process that it is to play, and where it leaves what it learns.
const FOLDER: &str = "HOSTMASTER_TEST_CANARY";
/// Tells it to log without redaction: what is ours must not lean on it.
const BARE: &str = "HOSTMASTER_TEST_CANARY_BARE";

#[test]
fn no_secret_comes_out_of_anything_at_any_level_of_the_log() {
    match std::env::var_os(FOLDER) {
        Some(folder) => play_in_this_process(&PathBuf::from(folder), std::env::var_os(BARE).is_some()),
        None => {
            play_in_another_process("no_secret_comes_out_of_anything_at_any_level_of_the_log", false);
        }
    }
}

#[test]
fn what_the_bot_itself_logs_holds_no_secret_even_before_it_is_redacted() {
    match std::env::var_os(FOLDER) {
        Some(folder) => play_in_this_process(&PathBuf::from(folder), std::env::var_os(BARE).is_some()),
        None => {
            let name = "what_the_bot_itself_logs_holds_no_secret_even_before_it_is_redacted";
            play_in_another_process(name, true);
        }
    }
}

/// The forms in which a secret could come out.
fn forms(secret: &str) -> Vec<String> {
    let hex = |upper: bool| -> String {
        secret.bytes().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect()
    };
    let escaped = |upper: bool, keep: &[u8]| -> String {
        let escape = |byte: u8| match byte {
            _ if byte.is_ascii_alphanumeric() || keep.contains(&byte) => char::from(byte).to_string(),
            _ if upper => format!("%{byte:02X}"),
            _ => format!("%{byte:02x}"),
        };
        secret.bytes().map(escape).collect()
    };
    let mut forms = vec![secret.to_owned(), hex(false), hex(true), secret.replace('/', "\\/")];
    for keep in [&b""[..], b"-_.", b"-_.~", b"-_.~/", b"-_.~+=", b"-_.!~*'()"] {
        forms.extend([escaped(true, keep), escaped(false, keep)]);
    }
    for offset in 0..3 {
        // Only the characters that the secret's own bytes decide.
        let shifted = [&vec![b'?'; offset], secret.as_bytes()].concat();
        let decided = (offset * 8).div_ceil(6)..shifted.len() * 8 / 6;
        forms.extend(
            [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)]
                .map(|text| text[decided.clone()].to_owned()),
        );
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Looks for secrets in whatever comes out.
struct Watch {
    forms: Vec<String>,
    finder: AhoCorasick,
}

impl Watch {
    fn over(secrets: &[String]) -> Self {
        let forms: Vec<_> = secrets.iter().flat_map(|secret| forms(secret)).collect();
        let parts = PARTS
            .iter()
            .chain(&iv::PARTS)
            .chain(&inferno::PARTS)
            .chain(&klikk::PARTS)
            .chain(&lightlayer::PARTS)
            .filter(|part| secrets.iter().any(|secret| secret.contains(**part)));
        let forms: Vec<_> = forms.into_iter().chain(parts.map(|part| (*part).to_owned())).collect();
        let finder = AhoCorasick::new(&forms).unwrap();
        Watch { forms, finder }
    }

    /// Fails when one of the secrets is among the bytes.
    fn look(&self, what: &str, bytes: &[u8]) {
        if let Some(found) = self.finder.find(bytes) {
            let around = &bytes[found.start().saturating_sub(300)..bytes.len().min(found.end() + 100)];
            let form = &self.forms[found.pattern().as_usize()];
            panic!("{what} holds {form:?}: ...{}...", String::from_utf8_lossy(around));
        }
    }
}

#[test]
fn the_watch_sees_a_secret_in_every_form() {
    let watch = Watch::over(&[KEY.to_owned()]);
    let sees = |text: &str| {
        let looking = std::panic::AssertUnwindSafe(|| watch.look("a test", text.as_bytes()));
        std::panic::catch_unwind(looking).is_err()
    };
    let around = |text: &str| format!("{{\"some\": \"{text}\"}}");
    for prefix in ["", "B", "Be", "Bearer "] {
        let header = format!("{prefix}{KEY}, and more");
        assert!(sees(&around(&header)));
        assert!(sees(&around(&STANDARD_NO_PAD.encode(&header))), "{prefix:?}");
        assert!(sees(&around(&URL_SAFE_NO_PAD.encode(&header))), "{prefix:?}");
        let hex: String = header.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(sees(&around(&hex)) && sees(&around(&hex.to_uppercase())), "{prefix:?}");
    }
    for encoded in ["llk_canary%2F7f3a%2B9c21%3D%3D~K", "llk%5fcanary%2f7f3a%2b9c21%3d%3d%7eK", "7f3a+9c21"] {
        assert!(sees(encoded), "{encoded}");
    }
    assert!(!sees("llk_can") && !sees("provider=llamalink key=Secret([REDACTED alloc::string::String])"));
}

/// Plays in a process of its own and looks at everything that it wrote.
fn play_in_another_process(test: &str, bare: bool) {
    let folder = Folder::new();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("canary::{test}"), "--exact", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder.path()).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "0");
    if bare {
        command.env(BARE, "1");
    }
    let played = command.output().unwrap();
    let log = String::from_utf8_lossy(&played.stderr);
    let tail: String =
        log.lines().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n");
    assert!(played.status.success(), "the play failed:\n{}\n{tail}", String::from_utf8_lossy(&played.stdout));
    for sign in ["TRACE", "A provider failed.", "Could not "] {
        assert!(log.contains(sign), "the log was not at its finest: no {sign:?} in it\n{tail}");
    }
    let secrets = std::fs::read_to_string(folder.path().join("secrets")).unwrap();
    let secrets: Vec<_> = secrets.lines().map(str::to_owned).collect();
    assert!(secrets.len() > 50, "every interaction has a token");
    let watch = Watch::over(&secrets);
    let personal = Watch::over(&PERSONAL.map(str::to_owned));
    for watch in [watch, personal] {
        watch.look("the log", &played.stderr);
        watch.look("the output", &played.stdout);
    }
}

fn play_in_this_process(folder: &Path, bare: bool) {
    let secrets = [KEY, TOKEN, iv::PASSWORD, inferno::KEY, klikk::TOKEN, lightlayer::PASSWORD];
    let secrets = secrets.map(|secret| SecretString::new(secret.to_owned()));
    if bare {
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("off,hostmaster=trace"))
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .init();
    } else {
        telemetry::init(Redactor::new(&secrets), LevelFilter::TRACE);
    }
    tracing::trace!(target: "hostmaster", "The log is at its finest.");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let stage = stage().await;
        play::everything(&stage).await;
        fail(&stage).await;
        iv::fail(&stage).await;
        inferno::fail(&stage).await;
        klikk::fail(&stage).await;
        lightlayer::fail(&stage).await;
        let reveals = Reveals::play(&stage).await;
        lightlayer::refuse_login(&stage).await;
        reveals::silence(&stage).await;
        disturb(&stage).await;
        let known = [KEY, TOKEN, iv::PASSWORD, inferno::KEY, klikk::TOKEN, lightlayer::PASSWORD];
        let mut known = known.map(str::to_owned).to_vec();
        known.extend(lightlayer::tokens(&stage));
        known.extend(stage.discord.interactions().iter().filter_map(|interaction| interaction.token()));
        let passwords = reveals::PASSWORDS.map(str::to_owned);
        std::fs::write(folder.join("secrets"), [&known[..], &passwords].concat().join("\n")).unwrap();
        look_around(stage, &reveals, &Watch::over(&known), &Watch::over(&passwords)).await;
    });
}

async fn stage() -> Stage {
    let mut setup = play::setup();
    setup.llamalink.key = SecretString::new(KEY.to_owned());
    setup.discord.token = TOKEN.to_owned();
    setup.iv = Some(iv::state());
    setup.inferno = Some(inferno::state());
    setup.klikk = Some(klikk::state());
    setup.lightlayer = Some(lightlayer::state());
    setup.grants = format!("{GRANTS}{}", reveals::GRANT);
    // Long enough for whatever answers, and what does not is played too.
    setup.read_timeout = Some(Duration::from_secs(5));
    let profile = &mut setup.llamalink.profile;
    [&mut profile.username, &mut profile.email, &mut profile.realname, &mut profile.phone]
        .into_iter()
        .zip(PERSONAL)
        .for_each(|(fact, canary)| *fact = canary.to_owned());
    Stage::with(setup).await
}

/// A provider that fails in every way, some of them with the request's own secret in the answer.
async fn fail(stage: &Stage) {
    let echo = |status, content_type| {
        let body = json!({ "message": format!("key {KEY} is bad"), "error": format!("Bearer {KEY}") });
        Fault::answer(Reply::new(status, content_type, body.to_string()))
    };
    let spelt = |form: String| {
        let body = json!({ "message": form, "error": form });
        Fault::answer(Reply::new(StatusCode::BAD_REQUEST, "application/json", body.to_string()))
    };
    let page = format!("<html><title>{KEY}</title><pre>Authorization: Bearer {KEY}</pre></html>");
    let faults = [
        echo(StatusCode::INTERNAL_SERVER_ERROR, "application/json"),
        echo(StatusCode::BAD_REQUEST, "application/json"),
        echo(StatusCode::UNAUTHORIZED, "application/json"),
        echo(StatusCode::TOO_MANY_REQUESTS, "application/json"),
        echo(StatusCode::OK, "application/json"),
        echo(StatusCode::OK, KEY_AS_TYPE),
        Fault::answer(Reply::new(StatusCode::BAD_GATEWAY, "text/html", page.clone())),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", page)),
        Fault::answer(Reply::redirect(&format!("https://elsewhere.example/?key={KEY}"))),
        spelt(format!("Basic {}", URL_SAFE_NO_PAD.encode(format!("user:{KEY}")))),
        spelt(format!("Basic {}", STANDARD_NO_PAD.encode(format!("a:{KEY}:b")))),
        spelt(forms(KEY).into_iter().filter(|form| form.contains('%')).collect::<Vec<_>>().join(" ")),
        spelt(KEY.bytes().map(|byte| format!("{byte:02X}")).collect()),
        spelt(format!("{}{KEY}", "x".repeat(290))),
        spelt(format!("{}{KEY}", "x".repeat(70))),
        Fault::answer(Reply::truncated_json()),
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
    ];
    for fault in faults {
        let (ana, max) = (stage.ana(), stage.max());
        // Asked while the provider still answers, so that the changing call itself meets the fault.
        let question = used(stage, &ana, "vps restart", &[("server", "db-1")]).await;
        stage.llamalink.inject(Operation::RestartServer, fault.clone().once());
        over(&press(&ana, &question, "confirm")).await;
        let question = used(stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
        stage.llamalink.inject(Operation::BuyPlan, fault.clone().once());
        // One that was never begun ends with a button that tries it again.
        let is_over =
            |message: &Message| !message.text().contains('\u{23F3}') && !message.text().contains("Order L");
        press(&max, &question, "confirm").wait_until(is_over, SOON).await.unwrap();
        stage.llamalink.inject(Operation::CreateSite, fault.clone().once());
        let site = [("account", "shop"), ("domain", "canary.example"), ("plan", "business")];
        let (created, _) =
            stage.use_command(&max, "site create", &site.map(|(name, value)| (name, value.into()))).await;
        over(&created).await;
        stage.llamalink.with_state(|state| state.sites.retain(|site| site.domain != "canary.example"));
        stage.llamalink.inject_everywhere(fault);
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", &[]).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", &[("server", "production-web".into())]).unwrap(),
            ana.slash(CHANNEL_OPS, "vps stop", &[("server", "production-web".into())]).unwrap(),
            ana.slash(CHANNEL_OPS, "vps metrics", &[("server", "production-web".into())]).unwrap(),
            ana.slash(CHANNEL_OPS, "vps templates", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "balance", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "billing methods", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "order plan", &[("plan", "shop/spark".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "order buy", &[("plan", "shop/spark".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "order list", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "site show", &[("site", "example.co.il".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "account show", &[("account", "shop".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "account list", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "find", &[("query", "web".into())]).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON).await.unwrap();
        }
        stage.llamalink.clear_faults();
    }
}

/// A content type that is the key, as far as a header can hold it.
const KEY_AS_TYPE: &str = "text/llk_canary/7f3a+9c21==~K";

/// A Discord that fails, with secrets in its answers too.
async fn disturb(stage: &Stage) {
    let garbage = |status| {
        Trouble::Garbage {
        status,
        content_type: "application/json".to_owned(),
        body: json!({ "message": format!("Bot {TOKEN} is unknown"), "code": 50_035, "errors": { "token": TOKEN } }).to_string(),
    }
    };
    for trouble in [
        garbage(500),
        garbage(400),
        garbage(404),
        Trouble::Status(500),
        Trouble::Status(400),
        Trouble::DropBefore,
        Trouble::DropAfter,
        Trouble::RateLimited { retry_after: 0.1, scope: hostmaster::sandbox::discord::Scope::User },
    ] {
        for (method, path) in
            [("POST", "/interactions/*/callback"), ("PATCH", "/webhooks/*"), ("GET", "/webhooks/*")]
        {
            let accident = Accident::on(method, path, trouble.clone());
            let ordered = stage.discord.fault(accident);
            let ana = stage.ana();
            let asked = ana.slash(CHANNEL_OPS, "vps restart", &[("server", "staging-web".into())]).unwrap();
            // Some of these interactions are lost for good; the bot must only keep quiet about their secrets.
            let question = asked.wait_message(SOON).await.ok();
            if let Some(question) = question.filter(|question| !question.buttons().is_empty()) {
                let _ = press(&ana, &question, "cancel").wait_first_response(SOON).await;
            }
            stage.discord.cancel_fault(&ordered);
        }
    }
    for fault in [
        GatewayFault::Reconnect,
        GatewayFault::InvalidSession { resumable: true },
        GatewayFault::InvalidSession { resumable: false },
        GatewayFault::Drop,
    ] {
        stage.discord.gateway_fault(fault);
        stage
            .discord
            .wait("the bot to come back", SOON, |discord| (discord.live_sessions() > 0).then_some(()))
            .await
            .unwrap();
        // Only an interaction that is answered shows that the connection stands.
        let ana = stage.ana();
        let answered = async {
            while ana.slash(CHANNEL_OPS, "access whoami", &[]).unwrap().wait_message(SOON).await.is_err() {}
        };
        tokio::time::timeout(SOON * 3, answered).await.unwrap();
    }
}

/// Looks at every message, every request's body and every byte of the database: for what may be nowhere, and for the
/// passwords of servers, which may be in what reveals them alone.
async fn look_around(stage: Stage, reveals: &Reveals, watch: &Watch, passwords: &Watch) {
    let personal = Watch::over(&PERSONAL.map(str::to_owned));
    for message in stage.discord.all_messages() {
        if message.ephemeral_to.is_none() {
            personal.look("a message for everybody", message.text().replace("\\@\u{200B}", "@").as_bytes());
        }
        let versions = message.revisions.iter().map(|old| json!([old.content, old.embeds, old.components]));
        for version in versions.chain([json!([message.content, message.embeds, message.components])]) {
            watch.look("a message", version.to_string().as_bytes());
            if !reveals.made(&message) {
                passwords.look("a message", version.to_string().as_bytes());
            }
        }
    }
    for request in stage.discord.requests() {
        watch.look("a body for Discord", request.body.to_string().as_bytes());
        if !reveals.sent(&request) {
            passwords.look("a body for Discord", request.body.to_string().as_bytes());
        }
        watch.look("a query for Discord", request.query.as_bytes());
        for (name, value) in request.headers.iter().filter(|(name, _)| name != "authorization") {
            watch.look(name, value.as_bytes());
        }
    }
    for interaction in stage.discord.interactions() {
        let first = interaction.first_response().map(|first| first.data).unwrap_or_default();
        watch.look("a first answer", first.to_string().as_bytes());
        if !reveals.answered(interaction.id) {
            passwords.look("a first answer", first.to_string().as_bytes());
        }
    }
    for request in stage.llamalink.requests() {
        watch.look("a path at the provider", request.path.as_bytes());
    }
    for watch in [watch, passwords] {
        iv::look(&stage, watch);
        inferno::look(&stage, watch);
        klikk::look(&stage, watch);
        lightlayer::look(&stage, watch);
    }
    for line in stage.audit().await {
        [watch, passwords, &personal].iter().for_each(|watch| watch.look("the audit", line.as_bytes()));
    }
    let told =
        stage.discord.all_messages().into_iter().filter(|message| message.text().contains(PERSONAL[0]));
    let readers: Vec<_> = told.map(|message| message.ephemeral_to).collect();
    assert_eq!(readers, [Some(stage.max().user)], "whoever may see the owner does, and nobody else");
    let databases = std::fs::read_dir(stage.folder()).unwrap();
    let files: Vec<_> = databases.map(|file| file.unwrap().path()).collect();
    assert!(files.iter().any(|file| file.to_string_lossy().ends_with("-wal")), "{files:?}");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        [watch, passwords, &personal]
            .iter()
            .for_each(|watch| watch.look(&file.display().to_string(), &bytes));
    }
    watch.look("the state of the pipeline", format!("{:?}", stage.app.ready()).as_bytes());
    assert!(stage.app.stop().await, "work was left over");
}

#[test]
fn a_configuration_shows_no_secret() {
    let text = "[discord]\ntoken = { env = \"T\" }\nguilds = [\"111111111111111111\"]\n\n[store]\nurl = \"sqlite://x.db\"\n\n\
                [accounts.shop]\nprovider = \"llamalink\"\nbase_url = \"https://api.example.com\"\nkey = { env = \"K\" }\n";
    let lookup = |name: &str| Some(if name == "T" { TOKEN.into() } else { KEY.into() });
    let watch = Watch::over(&[KEY.to_owned(), TOKEN.to_owned()]);
    let loaded = config::parse(Path::new("hostmaster.toml"), text, &lookup).unwrap();
    assert_eq!(loaded.config.discord.token.expose_secret(), TOKEN);
    watch.look("the configuration", format!("{:?} {:#?}", loaded.config, loaded.config).as_bytes());
    // Secrets that are put where they do not belong are not repeated by the fault that says so.
    for wrong in [
        text.replace("{ env = \"T\" }", &format!("{TOKEN:?}")),
        text.replace("{ env = \"K\" }", &format!("{KEY:?}")),
        text.replace("{ env = \"K\" }", &format!("{{ value = {KEY:?} }}")),
        text.replace("https://api", &format!("https://user:{}@api", KEY.replace('/', "%2F"))),
        text.replace("com\"\nkey", &format!("com?key={KEY}\"\nkey")),
    ] {
        let faults = config::parse(Path::new("hostmaster.toml"), &wrong, &lookup).unwrap_err();
        watch.look("a fault", format!("{faults} {faults:?}").as_bytes());
    }
}
