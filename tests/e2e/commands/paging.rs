//! Long lists: page by page, each item once, turned by whoever asked.

use std::collections::BTreeSet;

use hostmaster::sandbox::llamalink::Template;
use hostmaster::sandbox::{inferno, iv, klikk, lightlayer};
use serde_json::json;

use crate::play::used;
use crate::stage::{SOON, Setup, Stage};

/// How many of everything there are.
const MANY: usize = 47;

fn setup() -> Setup {
    let mut setup = Setup::default();
    let state = &mut setup.llamalink;
    let numbered = |nth: usize| format!("item-{nth:02}-");
    state.plans = (0..MANY)
        .map(|nth| {
            let mut plan = state.plans[0].clone();
            (plan.id, plan.name) = (format!("plan{nth}"), numbered(nth));
            plan
        })
        .collect();
    state.sites = (0..MANY)
        .map(|nth| {
            let mut site = state.sites[0].clone();
            (site.id, site.domain) =
                (format!("8f2a1c00-1111-2222-3333-{nth:012}"), numbered(nth) + "x.example");
            site
        })
        .collect();
    state.subscriptions = (0..MANY)
        .map(|nth| {
            let mut subscription = state.subscriptions[0].clone();
            (subscription.id, subscription.name) = (1000 + nth as u64, numbered(nth));
            subscription
        })
        .collect();
    state.cards = (0..MANY)
        .map(|nth| {
            let mut card = state.cards[0].clone();
            (card.id, card.brand) = (nth as u64, numbered(nth));
            card
        })
        .collect();
    state.templates = (0..MANY)
        .map(|nth| Template { id: format!("os{nth}"), label: numbered(nth), enabled: true })
        .collect();
    setup
}

/// The numbers of the items that a text shows.
fn items(text: &str) -> Vec<usize> {
    let numbers = text.split("item-").skip(1);
    numbers.filter_map(|rest| rest.get(..2)?.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_long_list_shows_every_item_once_page_by_page() {
    let stage = Stage::with(setup()).await;
    let (ana, max) = (stage.ana(), stage.max());
    for (member, path, pages) in [
        (&max, "order plans", 4),
        (&max, "order list", 4),
        (&max, "service list", 4),
        (&max, "site list", 4),
        (&max, "billing methods", 4),
        (&ana, "vps templates", 3),
    ] {
        let mut page = used(&stage, member, path, &[("account", "shop")]).await;
        let mut seen = vec![];
        for number in 1..=pages {
            let text = page.text();
            assert!(text.contains(&format!("Page {number} of {pages}")), "{path}: {text}");
            assert!(text.contains("47 "), "{path}: the title tells how many there are in all: {text}");
            seen.extend(items(&text));
            let next = page.buttons()[1].clone();
            assert_eq!(next.disabled, number == pages, "{path}");
            if number < pages {
                page = member.press(page.id, &next.custom_id).unwrap().wait_message(SOON).await.unwrap();
            }
        }
        assert_eq!(seen.len(), MANY, "{path}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), (0..MANY).collect(), "{path}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_found_is_shown_page_by_page_and_the_pages_are_the_callers_alone() {
    let stage = Stage::with(setup()).await;
    let max = stage.max();
    let first = used(&stage, &max, "find", &[("query", "item-")]).await;
    assert!(first.text().contains("94 things found for `item-`"), "{}", first.text());
    let mut seen = items(&first.text()).len();
    let mut page = first;
    while let Some(next) = page.buttons().get(1).filter(|next| !next.disabled).cloned() {
        page = max.press(page.id, &next.custom_id).unwrap().wait_message(SOON).await.unwrap();
        assert_eq!(page.ephemeral_to, Some(max.user));
        seen += items(&page.text()).len();
    }
    assert_eq!(seen, 2 * MANY);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_members_turn_of_a_page_is_refused_to_them_alone() {
    let stage = Stage::with(setup()).await;
    stage.discord.give_role(
        stage.ana().guild,
        stage.ana().user,
        hostmaster::sandbox::discord::world::ROLE_MANAGER,
    );
    let list = used(&stage, &stage.max(), "site list", &[]).await;
    let next = list.buttons()[1].custom_id.clone();
    let ana = stage.discord.member(stage.ana().user);
    let told = ana.press(list.id, &next).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(told.ephemeral_to, Some(ana.user));
    assert!(told.text().contains("can decide this"), "{}", told.text());
    assert_eq!(json!(stage.discord.message(list.id).unwrap().embeds), json!(list.embeds));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_names_every_command_of_who_may_use_all_of_them_page_by_page() {
    let grants =
        "[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"*\", \"vps.credentials\"]\n".to_owned();
    let stage = Stage::with(Setup {
        lightlayer: Some(lightlayer::State::sandbox()),
        iv: Some(iv::State::documented()),
        inferno: Some(inferno::State::documented()),
        klikk: Some(klikk::State::documented()),
        grants,
        ..Setup::default()
    })
    .await;
    let max = stage.max();
    let mut page = used(&stage, &max, "help", &[]).await;
    assert!(page.text().contains("Page 1 of") && page.text().contains("ask in #ops-help"), "{}", page.text());
    let mut text = page.text();
    while let Some(next) = page.buttons().get(1).filter(|next| !next.disabled).cloned() {
        page = max.press(page.id, &next.custom_id).unwrap().wait_message(SOON).await.unwrap();
        assert_eq!(page.ephemeral_to, Some(max.user));
        text += &page.text();
    }
    assert!(!text.contains(" more"), "{text}");
    for action in hostmaster::domain::Action::ALL {
        let line = format!("/{}**:", action.as_str().replace('.', " "));
        assert_eq!(text.matches(&line).count(), 1, "{line} {text}");
    }
    stage.end().await;
}
