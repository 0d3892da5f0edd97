//! Hostile text: a server whose name is an attack, wherever a name is shown, and a ticket that is one.

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, CHANNEL_SUPPORT};
use hostmaster::sandbox::llamalink::{Operation, Server};

use crate::play::{over, press, used};
use crate::relays::watched::{Watched, relay};
use crate::stage::{SOON, Stage};

/// The hostile server's id in the sandbox's state.
const HOSTILE: u64 = 48;

/// How a link to a message of the bot's own begins, and how its own picture is referred to.
const OWN_LINK: &str = "[look](https://discord.com/channels/111111111111111111/555555555555555551/";
const OWN_PICTURE: &str = "\"url\":\"attachment://cpu.png\"";

/// The text without its code spans, in which Discord reads nothing.
fn outside_of_code(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether the character at this place is escaped.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].chars().rev().take_while(|char| *char == '\\').count() % 2 == 1
}

/// What Discord's client would make of foreign text: links and mentions beside those of people.
fn dangers(message: &Message) -> Vec<String> {
    // Escaped backticks open no code span.
    let text = message.text().replace("\\`", "").replace(OWN_LINK, "");
    let read = outside_of_code(&text);
    let mut dangers = vec![];
    for danger in ["://", "](", "@everyone", "@here", "<@&", "<#"] {
        for (at, _) in read.match_indices(danger) {
            if !is_escaped(&read, at) {
                dangers.push(format!("{danger} in {text}"));
            }
        }
    }
    let all = serde_json::to_string(&(&message.content, &message.embeds, &message.components)).unwrap();
    let all = all.replace(OWN_PICTURE, "");
    for char in all.chars().filter(|char| matches!(char, '\u{202A}'..='\u{202E}' | '\u{200E}' | '\u{200F}')) {
        dangers.push(format!("{char:?} in {all}"));
    }
    if !message.pings.is_empty() {
        dangers.push(format!("{:?} pinged by {text}", message.pings));
    }
    if all.contains("\"url\"") {
        dangers.push(format!("a link in {all}"));
    }
    dangers
}

fn assert_harmless(stage: &Stage) {
    let messages = stage.discord.all_messages();
    assert!(messages.len() > 8);
    let dangers: Vec<_> = messages.iter().flat_map(dangers).collect();
    assert!(dangers.is_empty(), "{dangers:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_a_hostile_name_neither_pings_nor_links_nor_turns_the_line_around() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let name = stage.llamalink.with_state(|state| state.server(HOSTILE).unwrap().name.clone());
    let shown: String = name.chars().take(90).collect();
    for (path, server) in
        [("vps show", "shop/48"), ("vps show", &shown), ("vps start", "shop/48"), ("vps show", "@everyone")]
    {
        used(&stage, &ana, path, &[("server", server)]).await;
    }
    used(&stage, &ana, "vps list", &[]).await;
    used(&stage, &stage.guest(), "vps show", &[("server", &shown)]).await;
    used(&stage, &stage.sam(), "vps show", &[("server", &shown)]).await;
    used(&stage, &ana, "vps list", &[("account", "@everyone")]).await;
    let typing = ana.autocomplete(CHANNEL_OPS, "vps show", &[("server", "".into())], "server").unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    assert!(choices.iter().all(|choice| !choice.name.contains('\u{202E}')), "{choices:?}");

    let question = used(&stage, &ana, "vps restart", &[("server", "shop/48")]).await;
    assert!(question.text().contains("free"), "{}", question.text());
    let done = over(&press(&ana, &question, "confirm")).await;
    assert!(done.text().contains("is back after"), "{}", done.text());
    let question = used(&stage, &ana, "vps stop", &[("server", "shop/48")]).await;
    over(&press(&ana, &question, "cancel")).await;
    used(&stage, &stage.max(), "audit list", &[]).await;
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    assert_harmless(&stage);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_every_kind_keep_discords_limits_and_stay_harmless() {
    let names = [
        "@here",
        "<@777777777777777774> <@&222222222222222222> <#555555555555555551>",
        "[click](https://evil.example)",
        "https://evil.example",
        "```\n@everyone\n```",
        "`` ` ``",
        "\\`@everyone\\`",
        "||spoiler|| **b** _i_ ~~s~~",
        "# heading\n> quote\n- list\n1. one",
        "-# small",
        "\u{202E}\u{2066}\u{200B}\u{FEFF}",
        "\u{5E9}\u{5E8}\u{5EA} 1",
        "",
        " ",
        "</vps destroy:1>",
        "<t:1:R>",
        "<:a:1234567890>",
        "a\u{301}\u{301}\u{301}\u{301}",
        "\u{1F9D1}\u{200D}\u{1F680}",
    ];
    let mut setup = crate::stage::Setup::default();
    let long = ["\u{10FFFF}*".repeat(2000), "x".repeat(5000), "\\".repeat(300), "`".repeat(300)];
    for (id, name) in (500..).zip(names.iter().map(ToString::to_string).chain(long)) {
        setup.llamalink.add_server(Server::new(id, name));
    }
    let last = 500 + names.len() as u64 + 4;
    let stage = Stage::with(setup).await;
    let ana = stage.ana();
    let list = used(&stage, &ana, "vps list", &[]).await;
    let next = list.buttons()[1].custom_id.clone();
    ana.press(list.id, &next).unwrap().wait_message(SOON).await.unwrap();
    for id in 500..last {
        let reference = format!("shop/{id}");
        used(&stage, &ana, "vps show", &[("server", &reference)]).await;
        let question = used(&stage, &ana, "vps restart", &[("server", &reference)]).await;
        over(&press(&ana, &question, "cancel")).await;
    }
    assert_harmless(&stage);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_provider_calls_its_goods_they_stay_harmless() {
    let mut setup = crate::stage::Setup::default();
    let state = &mut setup.llamalink;
    let hostile = state.server(HOSTILE).unwrap().name.clone();
    state.plans.iter_mut().for_each(|plan| plan.name.clone_from(&hostile));
    state.templates.iter_mut().for_each(|system| system.label.clone_from(&hostile));
    for site in &mut state.sites {
        for text in [&mut site.domain, &mut site.plan, &mut site.php_version] {
            text.clone_from(&hostile);
        }
    }
    for paid in &mut state.subscriptions {
        for text in [&mut paid.name, &mut paid.kind, &mut paid.status] {
            text.clone_from(&hostile);
        }
    }
    for card in &mut state.cards {
        for text in [&mut card.brand, &mut card.last4dig] {
            text.clone_from(&hostile);
        }
    }
    let profile = &mut state.profile;
    for text in [
        &mut profile.username,
        &mut profile.email,
        &mut profile.realname,
        &mut profile.phone,
        &mut profile.role,
    ] {
        text.clone_from(&hostile);
    }
    let stage = Stage::with(setup).await;
    let (ana, max) = (stage.ana(), stage.max());
    for (path, options) in [
        ("order plans", &[][..]),
        ("order plan", &[("plan", "shop/spark")]),
        ("order quote", &[("plan", "shop/spark")]),
        ("order plan", &[("plan", hostile.as_str())]),
        ("order list", &[]),
        ("order status", &[("order", "shop/101")]),
        ("service list", &[]),
        ("billing methods", &[]),
        ("site list", &[]),
        ("site show", &[("site", "shop/8f2a1c00-1111-2222-3333-444455556666")]),
        ("account list", &[]),
        ("account show", &[("account", "shop")]),
        ("account show", &[("account", "@everyone")]),
        ("find", &[("query", "everyone")]),
        ("find", &[("query", "@everyone [gift](https://evil.example)")]),
        ("site create", &[("account", "shop"), ("domain", "@everyone"), ("plan", "business")]),
        ("order buy", &[("plan", "shop/spark")]),
    ] {
        used(&stage, &max, path, options).await;
    }
    for path in ["vps templates", "vps metrics"] {
        let server: &[_] = if path == "vps metrics" { &[("server", "shop/48")] } else { &[] };
        used(&stage, &ana, path, server).await;
    }
    for (path, option) in [("order plan", "plan"), ("order status", "order"), ("site show", "site")] {
        let typing = max.autocomplete(CHANNEL_OPS, path, &[(option, "".into())], option).unwrap();
        let choices = typing.wait_choices(SOON).await.unwrap();
        assert!(choices.iter().all(|choice| !choice.name.contains('\u{202E}')), "{path}: {choices:?}");
    }
    let question = used(&stage, &max, "order buy", &[("plan", "shop/spark"), ("os", "ubuntu-22")]).await;
    used(&stage, &max, "pending list", &[]).await;
    let done = over(&press(&max, &question, "confirm")).await;
    assert!(done.text().contains("is set up after"), "{}", done.text());
    used(&stage, &max, "audit list", &[]).await;
    assert_harmless(&stage);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_ticket_does_nothing_in_its_card_its_notes_and_its_thread() {
    let threaded = relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true");
    let watched = Watched::start(&threaded).await;
    watched.first_look(Feed::Tickets).await;
    let hostile =
        "@everyone <@&444444444444444444> [x](https://evil.example) ||`**\u{202E}\u{200B}\n> q\n# h\n```\n"
            .repeat(200);
    let number = watched.lightlayer.ticket_arrives(&hostile, &hostile, &hostile);
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, &format!("Mark {hostile}"));
    let noted = watched.wait_for(card.id, "Mark").await;
    let card = watched.reads(card.id, "Mark").await;
    for message in [&card, &noted] {
        let text = message.text();
        assert!(message.pings.is_empty(), "{:?}", message.pings);
        for bad in ["@everyone", "https://", "<@&", "\u{202E}", "```", "\u{200B}e\u{200B}"] {
            assert!(!text.contains(bad), "{bad:?}: {text}");
        }
    }
    assert!(watched.discord.violations().is_empty(), "{:?}", watched.discord.violations());
    watched.end().await;
}
