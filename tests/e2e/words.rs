//! Words: every one of them from the Fluent files, and each reader in their own language.

use std::borrow::Cow;

use hostmaster::catalogue::Catalogue;
use hostmaster::discord::foreign;
use hostmaster::discord::words::Words;
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, GUILD};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Reply};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::play::{self, over, press, used};
use crate::stage::{SOON, Stage};

/// Every letter in full width, so that letters from elsewhere stand out.
fn widen(text: &str) -> Cow<'_, str> {
    let wide = |char: char| match char {
        'A'..='Z' | 'a'..='z' => char::from_u32(u32::from(char) - 0x21 + 0xFF01).unwrap(),
        other => other,
    };
    text.chars().map(wide).collect::<String>().into()
}

/// What is data on this stage: names, what was typed, what providers said, what the commands say of themselves.
fn data(stage: &Stage) -> Vec<String> {
    let catalogue = Catalogue::load().unwrap();
    let mut data: Vec<String> = ["LlamaLink", "shop", "lab", "lab-1", "Llama Spark", "ILS", "VPS Business"]
        .into_iter()
        .chain([
            "visa",
            "active",
            "provisioning",
            "completed",
            "lab/spark",
            "lab/no-such-plan",
            "shop/",
            "my-api-vps",
            "xeonE5",
            "xeonGold",
            "SSD",
            "HDD",
            "mysite.co.il",
            "other.co.il",
            "not a domain",
            "client1",
            "user@example.com",
            "user",
            "website",
            "pending",
            "installing operating system",
            "configuring network",
            "allocating resources",
        ])
        .map(str::to_owned)
        .collect();
    stage.llamalink.with_state(|state| {
        data.extend(state.plans.iter().flat_map(|plan| [plan.name.clone(), format!("shop/{}", plan.id)]));
        data.extend(state.templates.iter().flat_map(|system| [system.label.clone(), system.id.clone()]));
        data.extend(
            state.sites.iter().flat_map(|site| [site.domain.clone(), site.plan.clone(), site.id.clone()]),
        );
        data.extend(state.subscriptions.iter().flat_map(|paid| [paid.name.clone(), paid.kind.clone()]));
        data.extend(state.provisionings.keys().flat_map(|order| {
            // Where orders are suggested, the beginning of the id tells them apart.
            [order.clone(), order.chars().take(11).collect()]
        }));
    });
    data.push("ask in #ops-help".to_owned());
    stage.llamalink.with_state(|state| data.extend(state.servers.values().map(|server| server.name.clone())));
    for leaf in catalogue.leaves() {
        data.extend([leaf.path.clone(), leaf.action.to_string()]);
        for locale in ["en-US", "de"] {
            data.push(leaf.description.get(locale).to_owned());
            data.extend(leaf.options.iter().map(|option| option.description.get(locale).to_owned()));
        }
    }
    // As they are shown where Markdown is read, and where it is not.
    let shown = data
        .iter()
        .flat_map(|text| [foreign::markdown(text, 80), foreign::plain(text, 80), foreign::plain(text, 60)]);
    let mut data: Vec<String> = shown.chain(data.iter().cloned()).collect();
    data.sort_by_key(|text| std::cmp::Reverse(text.len()));
    data
}

/// The words of plain letters that are neither data nor in a code span nor an id.
fn own_words(text: &str, data: &[String]) -> Vec<String> {
    let mut text = text.to_owned();
    data.iter().filter(|known| known.contains('`')).for_each(|known| text = text.replace(known, " "));
    let mut rest = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    // An error's id is as random as it looks.
    if let Some(at) = rest.find(&*widen("Error ")) {
        let id = at + widen("Error ").len();
        rest.replace_range(id..id + 8, " ");
    }
    data.iter().for_each(|known| rest = rest.replace(known, " "));
    for (from, to) in [("<t:", ":R>"), ("<@", ">")] {
        while let Some(at) = rest.find(from) {
            let end = at + rest[at..].find(to).unwrap() + to.len();
            rest.replace_range(at..end, " ");
        }
    }
    let words = rest.split(|char: char| !char.is_ascii_alphabetic());
    words.filter(|word| word.len() > 2).map(str::to_owned).collect()
}

/// Every text that people read in a body.
fn texts(body: &Value) -> Vec<String> {
    match body {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => {
            let is_shown = |key: &str| match key {
                "custom_id" | "allowed_mentions" | "nonce" | "url" | "type" | "filename" => false,
                // Of a choice, the label or the name is shown.
                "value" => fields.contains_key("inline"),
                _ => true,
            };
            fields.iter().filter(|(key, _)| is_shown(key)).flat_map(|(_, value)| texts(value)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => vec![],
    }
}

/// Every body that was sent to be read.
fn bodies(stage: &Stage) -> Vec<Value> {
    let requests = stage.discord.requests();
    let read = requests.iter().filter(|request| {
        ["/interactions/", "/webhooks/", "/channels/"].iter().any(|route| request.path.starts_with(route))
    });
    read.map(|request| request.body.clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_word_that_anybody_reads_is_hard_coded() {
    let mut setup = play::setup();
    setup.options.words = Words::new(Some(widen));
    let stage = Stage::with(setup).await;
    play::everything(&stage).await;
    let faults = [
        Fault::answer(Reply::status(StatusCode::UNAUTHORIZED)),
        Fault::answer(Reply::status(StatusCode::PAYMENT_REQUIRED)),
        Fault::answer(Reply::status(StatusCode::NOT_FOUND)),
        Fault::answer(Reply::too_many_requests(90)),
        Fault::answer(Reply::status(StatusCode::BAD_REQUEST)),
        Fault::answer(Reply::html(StatusCode::OK)),
        Fault::answer(Reply::huge(20 << 20)),
        Fault::answer(Reply::redirect("https://elsewhere.example/")),
        Fault::before(Misbehaviour::Drop),
    ];
    let (ana, max) = (stage.ana(), stage.max());
    for fault in faults {
        stage.llamalink.inject_everywhere(fault);
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", &[]).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", &[("server", "production-web".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "balance", &[]).unwrap(),
            max.slash(CHANNEL_OPS, "order plan", &[("plan", "shop/spark".into())]).unwrap(),
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
    stage.app.flush_audit().await;
    used(&stage, &max, "audit list", &[]).await;

    let (bodies, data) = (bodies(&stage), data(&stage));
    assert!(bodies.len() > 90, "{} bodies", bodies.len());
    let mut wide = 0;
    for body in &bodies {
        for text in texts(body) {
            wide += text.chars().filter(|char| ('\u{FF21}'..='\u{FF5A}').contains(char)).count();
            let own = own_words(&text, &data);
            assert!(own.is_empty(), "{own:?} is hard-coded in {text:?}");
        }
    }
    assert!(wide > 5000, "only {wide} letters came from the files");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_person_sees_speaks_their_language_and_what_all_see_the_guilds() {
    let stage = Stage::start().await;
    let (ana, max) = (stage.ana(), stage.max());
    stage.discord.set_locale(max.user, "de");
    let help = used(&stage, &ana, "help", &[]).await;
    assert!(help.text().contains("What you can do here"), "{}", help.text());
    let help = used(&stage, &max, "help", &[]).await;
    assert!(help.text().contains("Was du hier tun kannst"), "{}", help.text());
    assert!(help.text().contains("Die Server eines Kontos oder aller Konten auflisten"), "{}", help.text());
    let balance = used(&stage, &max, "balance", &[]).await;
    assert!(balance.text().contains("Was die Konten haben und schulden"), "{}", balance.text());
    let refused = used(&stage, &max, "vps restart", &[("server", "mail")]).await;
    assert!(refused.text().contains("Du darfst **/vps restart** hier nicht"), "{}", refused.text());
    let list = used(&stage, &max, "vps list", &[]).await;
    assert!(list.text().contains("running"), "{}", list.text());
    for (member, state) in [(&ana, "running"), (&max, "läuft")] {
        let typing = member.autocomplete(CHANNEL_OPS, "vps show", &[("server", "mail".into())], "server");
        let choices = typing.unwrap().wait_choices(SOON).await.unwrap();
        assert_eq!(choices[0].name, format!("mail · shop · {state}"));
    }

    stage.discord.set_guild_locale(GUILD, "de");
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    assert!(question.text().contains("production-web neu starten?"), "{}", question.text());
    assert_eq!(question.buttons()[1].label, "Abbrechen");
    // What the bot says about it to one person is in that person's language.
    let told = press(&max, &question, "confirm").wait_message(SOON).await.unwrap();
    assert!(told.text().contains("Du darfst"), "{}", told.text());
    let done = over(&press(&ana, &question, "confirm")).await;
    assert!(done.text().contains("wieder da"), "{}", done.text());
    let form = press(&ana, &used(&stage, &ana, "vps destroy", &[("server", "lab-1")]).await, "confirm");
    assert_eq!(form.wait_modal(SOON).await.unwrap().title, "Delete for good");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_can_be_played_in_german() {
    let setup = play::setup();
    let stage = Stage::with(setup).await;
    stage.discord.set_guild_locale(GUILD, "de");
    for member in [stage.ana(), stage.max(), stage.sam(), stage.guest()] {
        stage.discord.set_locale(member.user, "de");
    }
    play::everything(&stage).await;
    let english = [" the ", " is ", " you ", " not ", " and ", " your ", " of ", " with "];
    let descriptions: Vec<String> = data(&stage);
    for body in bodies(&stage) {
        for text in texts(&body) {
            let mut text = text.clone();
            descriptions.iter().for_each(|known| text = text.replace(known.as_str(), " "));
            let found: Vec<_> = english.iter().filter(|word| text.contains(**word)).collect();
            assert!(found.is_empty(), "{found:?} in {text:?}");
        }
    }
    assert_ne!(json!(bodies(&stage)), json!([]));
    stage.end().await;
}
