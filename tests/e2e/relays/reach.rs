//! Which cards a person can take on or quiet: those of the channel they are in, of what they may see.

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::Interaction;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_OPS, CHANNEL_SUPPORT, MAX, ROLE_MANAGER, ROLE_SUPPORT, SAM,
};
use hostmaster::sandbox::lightlayer::Line;
use hostmaster::sandbox::provider;

use super::watched::{SOON, Watched, relay};

/// The cards that a person is offered in a channel, as they read them.
async fn offered(watched: &Watched, user: u64, channel: u64) -> Vec<String> {
    let member = watched.discord.member(user);
    let typed = member.autocomplete(channel, "card claim", &[("card", "".into())], "card").unwrap();
    typed.wait_choices(SOON).await.unwrap().into_iter().map(|choice| choice.name).collect()
}

fn claim(watched: &Watched, user: u64, channel: u64, card: &str) -> Interaction {
    watched.discord.member(user).slash(channel, "card claim", &[("card", card.into())]).unwrap()
}

fn quiet(watched: &Watched, user: u64, card: u64) -> Interaction {
    let menu = watched.discord.message(card).unwrap();
    let menu = menu.flat_components().find(|component| component["type"] == 3).unwrap()["custom_id"].clone();
    watched.discord.member(user).select(card, menu.as_str().unwrap(), &["1h"]).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_taken_on_and_quieted_where_it_stands_by_those_who_may_see_what_it_is_about() {
    let grant = |role: u64, servers: &str| {
        let allow = "allow = [\"card.*\", \"vps.show\"]";
        format!("[[grants]]\nroles = [\"{role}\"]\n{allow}\nservers = [\"{servers}\"]\n")
    };
    let rules = [
        relay(&["ticket.*", "invoice.*"], CHANNEL_SUPPORT, ""),
        relay(&["server.*"], CHANNEL_OPS, ""),
        grant(ROLE_MANAGER, "ll-web-*"),
        grant(ROLE_SUPPORT, "staging-*"),
    ];
    let watched = Watched::start(&rules.concat()).await;
    watched.first_look(Feed::Tickets).await;
    watched.wait_for(CHANNEL_SUPPORT, "I watch the invoices").await;
    watched.wait_for(CHANNEL_OPS, "From now on I watch").await;
    let ticket = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let invoice = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.lightlayer.with_state(|state| {
        let vms = state.services.get_mut(&302).unwrap().vms.as_mut().unwrap();
        vms.get_mut("1375").unwrap().power = provider::Power::OFF;
    });
    let [ticket, invoice] = [ticket, invoice].map(|thing| format!("asia/{thing}"));
    let server = "asia/302.1375";
    let tickets = watched.wait_for(CHANNEL_SUPPORT, &ticket).await.id;
    let invoices = watched.wait_for(CHANNEL_SUPPORT, &invoice).await.id;
    let outage = watched.wait_for(CHANNEL_OPS, server).await.id;
    for card in [tickets, invoices, outage] {
        watched.stored(card).await;
    }
    let [ticket_card, invoice_card, server_card] =
        [(&*ticket, "tickets"), (&*invoice, "invoices"), (server, "servers")]
            .map(|(thing, feed)| format!("{thing} \u{b7} {feed}"));

    assert_eq!(offered(&watched, SAM, CHANNEL_SUPPORT).await, [&*ticket_card]);
    assert_eq!(offered(&watched, SAM, CHANNEL_OPS).await, [""; 0]);
    assert_eq!(offered(&watched, MAX, CHANNEL_OPS).await, [&*server_card]);
    assert_eq!(offered(&watched, ANA, CHANNEL_OPS).await, [&*server_card]);
    let mut of_ana = offered(&watched, ANA, CHANNEL_SUPPORT).await;
    of_ana.sort_unstable_by_key(|card| *card != ticket_card);
    assert_eq!(of_ana, [ticket_card, invoice_card]);

    // By its name, by its own id, by its button and by its menu.
    let id = watched.stored(outage).await.id.to_string();
    for asked in [
        claim(&watched, SAM, CHANNEL_OPS, server),
        claim(&watched, SAM, CHANNEL_OPS, &id),
        watched.press(SAM, outage, "claim"),
        quiet(&watched, SAM, outage),
    ] {
        let told = watched.says(&asked, "vps.show").await;
        assert!(told.text().contains(server) && told.ephemeral_to == Some(SAM), "{}", told.text());
    }
    for asked in [watched.press(SAM, invoices, "claim"), quiet(&watched, SAM, invoices)] {
        watched.says(&asked, "invoice.show").await;
    }
    // From another channel, though she may see it.
    let id = watched.stored(tickets).await.id.to_string();
    for card in [&ticket, &id] {
        watched.says(&claim(&watched, ANA, CHANNEL_OPS, card), "such as asia/736633").await;
    }
    for card in [tickets, invoices, outage] {
        let card = watched.stored(card).await;
        assert_eq!((card.owner, card.snoozed), (None, None), "{}", card.thing);
    }

    let place = format!("<#{CHANNEL_SUPPORT}>");
    let taken = watched.says(&claim(&watched, SAM, CHANNEL_SUPPORT, &ticket), "You have taken it on").await;
    assert!(taken.text().contains(&place), "{}", taken.text());
    let waits = watched.says(&quiet(&watched, SAM, tickets), "wait").await;
    assert!(waits.text().contains(&place), "{}", waits.text());
    watched.says(&watched.press(MAX, outage, "claim"), "You have taken it on").await;
    watched.end().await;
}
