//! Accounts with a great many of everything: lists that page, suggestions, and calls that keep to their number.

use std::collections::BTreeSet;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Member, Message};
use hostmaster::sandbox::llamalink::LlamaLink;
use hostmaster::sandbox::provider::{Fault, Misbehaviour, OnDisconnect, Provider, Simulator};
use hostmaster::sandbox::{inferno, iv, lightlayer};
use secrecy::{ExposeSecret, SecretString};

use super::typing::typing;
use crate::crowd;
use crate::play::used;
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::settle;

/// How many calls an account makes at once, unless its configuration says otherwise.
const AT_ONCE: usize = 4;

const MORE: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"invoice.*\", \"ticket.*\"]\n";

/// The account `asia` alone, with all that it can have.
fn asia() -> Setup {
    let mut state = crowd::asia();
    crowd::fill(&mut state);
    Setup { lightlayer: Some(state), grants: format!("{GRANTS}{MORE}"), ..Setup::default() }
}

/// All five accounts.
fn five() -> Setup {
    Setup {
        llamalink: crowd::shop(),
        iv: Some(crowd::baltic()),
        inferno: Some(crowd::dev()),
        klikk: Some(crowd::nordic()),
        ..asia()
    }
}

async fn next(member: &Member, page: &Message) -> Option<Message> {
    let next = page.buttons().get(1).filter(|next| !next.disabled)?.custom_id.clone();
    // The page is turned in its own message, where the one before stands until then.
    let before = page.text();
    let is_next = |shown: &Message| shown.text() != before;
    Some(member.press(page.id, &next).unwrap().wait_until(is_next, SOON * 3).await.unwrap())
}

/// Turns all pages of a list and gives what was in it, each once, and how many pages it had.
async fn walked(
    stage: &Stage,
    path: &str,
    options: &[(&str, &str)],
    is_one: &str,
) -> (BTreeSet<String>, usize) {
    let ana = stage.ana();
    let (mut seen, mut pages) = (BTreeSet::new(), 0);
    let mut page = Some(used(stage, &ana, path, options).await);
    while let Some(shown) = page {
        pages += 1;
        let text = shown.text();
        assert!(text.contains(&format!("Page {pages} of ")), "{path}: {text}");
        assert!(!text.contains(" more"), "{path}: something is cut off page {pages}: {text}");
        for line in text.lines().filter(|line| line.contains(is_one)) {
            let reference = line.rsplit('`').nth(1).unwrap().to_owned();
            assert!(seen.insert(reference), "{path}: a thing is on two pages: {line}");
        }
        page = next(&ana, &shown).await;
    }
    (seen, pages)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_three_hundred_servers_and_five_hundred_tickets_show_each_of_them_once() {
    let stage = Stage::with(asia()).await;
    let (servers, pages) = walked(&stage, "vps list", &[("account", "asia")], "`asia/").await;
    assert_eq!((servers.len(), pages), (crowd::SERVERS, crowd::SERVERS.div_ceil(15)));
    let (tickets, pages) = walked(&stage, "ticket list", &[], "`asia/").await;
    assert_eq!((tickets.len() as u64, pages as u64), (crowd::TICKETS, crowd::TICKETS.div_ceil(15)));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_two_thousand_invoices_show_each_of_them_once_the_unpaid_first() {
    let stage = Stage::with(asia()).await;
    let (invoices, pages) = walked(&stage, "invoice list", &[], "`asia/").await;
    assert_eq!((invoices.len() as u64, pages as u64), (crowd::INVOICES, crowd::INVOICES.div_ceil(15)));
    let first = used(&stage, &stage.ana(), "invoice list", &[]).await;
    assert!(first.text().contains("2000 invoices"), "{}", first.text());
    assert!(!first.text().contains(" \u{b7} paid"), "{}", first.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifteen_hundred_servers_of_five_providers_are_one_list_and_are_suggested() {
    let stage = Stage::with(five()).await;
    settle(&stage).await;
    let ana = stage.ana();
    // The laboratory has one, too.
    let all = 5 * crowd::SERVERS + 1;
    let asked = ana.slash(CHANNEL_OPS, "vps list", &[]).unwrap();
    let is_whole = |message: &Message| message.text().contains(&format!("{all} servers"));
    let page = asked.wait_until(is_whole, SOON * 3).await.unwrap();
    assert!(page.text().contains(&format!("Page 1 of {}", all.div_ceil(15))), "{}", page.text());
    let second = next(&ana, &page).await.unwrap();
    assert!(second.text().contains("Page 2 of "), "{}", second.text());
    for (typed, whole) in [
        ("asia-29", "asia-299"),
        ("nordic-007", "nordic-007"),
        ("10.4.1.1", "dev-200"),
        ("baltic-1", "baltic-1"),
    ] {
        let suggested = typing(&ana, "vps show", &[("server", typed)]).await;
        assert!(suggested.contains(whole), "{typed}: {suggested}");
        assert!((1..=25).contains(&suggested.lines().count()), "{typed}: {suggested}");
    }
    assert_eq!(typing(&ana, "vps show", &[("server", "")]).await.lines().count(), 25);
    let invoices = typing(&ana, "invoice show", &[("invoice", "2026/0199")]).await;
    assert!(invoices.contains("2026/0199"), "{invoices}");
    let tickets = typing(&ana, "ticket show", &[("ticket", "subject-499")]).await;
    assert!(tickets.contains("subject-499"), "{tickets}");
    for most in [
        stage.llamalink.most_at_once(),
        stage.iv.most_at_once(),
        stage.lightlayer.most_at_once(),
        stage.inferno.most_at_once(),
        stage.klikk.most_at_once(),
    ] {
        assert!((1..=AT_ONCE).contains(&most), "{most} calls at once");
    }
    stage.end().await;
}

/// Holds every call for one of many, and looks that as many are under way as may be and no more.
async fn side_by_side<P: Provider>(stage: &Stage, portal: &Simulator<P>, account: &str, one: P::Operation) {
    settle(stage).await;
    let before = portal.count(one) as usize;
    portal.inject(one, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)));
    let listing = stage.ana().slash(CHANNEL_OPS, "vps list", &[("account", account.into())]).unwrap();
    portal.wait_for_request(one, before + AT_ONCE, SOON).await.unwrap();
    assert_eq!(portal.count(one) as usize, before + AT_ONCE, "{account}");
    portal.clear_faults();
    // A call is counted before it is held.
    let mut released = 0;
    while released < AT_ONCE {
        released += portal.release_all();
        tokio::task::yield_now().await;
    }
    let all = format!("{} servers", crowd::SERVERS);
    listing.wait_until(|message| message.text().contains(&all), SOON * 3).await.unwrap();
    assert_eq!(portal.most_at_once(), AT_ONCE, "{account}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_for_one_by_one_is_asked_side_by_side_and_never_all_at_once() {
    let stage = Stage::with(five()).await;
    side_by_side(&stage, &stage.lightlayer, "asia", lightlayer::Operation::ListVms).await;
    side_by_side(&stage, &stage.iv, "baltic", iv::Operation::ServerInfo).await;
    side_by_side(&stage, &stage.inferno, "dev", inferno::Operation::GetInfo).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_accounts_than_a_message_has_room_for_come_page_by_page() {
    const MORE: usize = 28;
    let setup = Setup::default();
    let mut state = crowd::shop();
    state.key = SecretString::new(setup.llamalink.key.expose_secret().clone());
    let spare = LlamaLink::start(state).await.unwrap();
    let account = |nth: usize| {
        let url = spare.base_url();
        format!(
            "[accounts.more-{nth:02}]\nprovider = \"llamalink\"\nbase_url = \"{url}\"\nkey = {{ env = \"LLAMALINK_KEY\" }}\n"
        )
    };
    let config = (0..MORE).map(account).collect();
    let stage = Stage::with(Setup { config, ..setup }).await;
    let max = stage.max();
    // Beside these, `shop` holds money and so does not `lab`, which is listed alone.
    for (path, accounts) in [("account list", MORE + 2), ("balance", MORE + 1)] {
        let (mut seen, mut pages) = (vec![], 0);
        let mut page = Some(used(&stage, &max, path, &[]).await);
        while let Some(shown) = page {
            pages += 1;
            let of = accounts.div_ceil(8);
            assert!(shown.text().contains(&format!("Page {pages} of {of}")), "{path}: {}", shown.text());
            let fields = shown.embeds[0]["fields"].as_array().unwrap();
            let names = fields.iter().map(|field| field["name"].as_str().unwrap().to_owned());
            seen.extend(names);
            page = next(&max, &shown).await;
        }
        assert_eq!((seen.len(), pages), (accounts, accounts.div_ceil(8)), "{path}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>().len(), accounts, "{path}: each once");
    }
    stage.end().await;
}
