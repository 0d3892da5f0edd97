//! Servers that go down, come back, come and go, and what is to be paid again soon.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_SUPPORT, ROLE_OPERATOR, SAM};
use hostmaster::sandbox::lightlayer::{Operation, Reply, Vm};
use hostmaster::sandbox::{lightlayer, provider};
use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp, ToSpan};
use reqwest::StatusCode;

use super::watched::{SOON, Watched, relay};

/// A VM that runs, and its service.
const VM: &str = "302.1375";

/// Does something to it.
fn vm(watched: &Watched, change: impl FnOnce(&mut Vm)) {
    watched.lightlayer.with_state(|state| {
        let service = state.services.get_mut(&302).unwrap();
        change(service.vms.as_mut().unwrap().get_mut("1375").unwrap());
    });
}

fn up(vm: &mut Vm) {
    vm.power = provider::Power::on_since(Timestamp::now() - SignedDuration::from_hours(1));
}

async fn watching(events: &[&str]) -> Watched {
    let restarts = format!("[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"vps.restart\"]\n");
    let watched = Watched::start(&(relay(events, CHANNEL_SUPPORT, "") + &restarts)).await;
    watched.wait_for(CHANNEL_SUPPORT, "From now on I watch").await;
    watched.lightlayer.with_state(|state| state.pace = provider::Pace::INSTANT);
    watched
}

fn count(watched: &Watched, words: &str) -> usize {
    let says = |message: &&Message| message.text().contains(words);
    watched.messages(CHANNEL_SUPPORT).iter().filter(says).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stays_down_has_a_card_and_is_started_from_it() {
    let watched = watching(&["server.*"]).await;
    vm(&watched, |vm| vm.power = provider::Power::OFF);
    let card = watched.card(CHANNEL_SUPPORT, VM).await;
    let down = watched.reads(card.id, "is down").await;
    assert_snapshot!(watched.print(&down), @"
    for everybody
    ll-web-1 is down
    | State: stopped
    | Down since: <t>
    | Addresses: `203.0.113.71`
    | Account: asia · LightLayer
    | Reference: `asia/302.1375`
    ref …
    [Start] [Restart] [Claim]
    (15 minutes = 15m | 1 hour = 1h | until tomorrow morning = morning)
    ");
    let refused = watched.press(SAM, card.id, "start");
    let refused = watched.says(&refused, "vps.start").await;
    assert_eq!(refused.ephemeral_to, Some(SAM));
    assert_eq!(watched.lightlayer.count(Operation::StartVm), 0);
    watched.says(&watched.press(ANA, card.id, "start"), "running").await;
    watched.reads(card.id, "runs").await;
    watched.note(card.id, "The server runs again").await;
    assert_eq!(watched.labels(card.id), Vec::<String>::new());
    assert_eq!(watched.lightlayer.count(Operation::StartVm), 1);
    let is_card = |message: &&Message| message.text().contains(VM) && message.text().contains("ref ");
    assert_eq!(watched.messages(CHANNEL_SUPPORT).iter().filter(is_card).count(), 1, "one card");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_through_the_bot_is_no_outage_however_many_looks_see_the_server_down() {
    let watched = watching(&["server.*"]).await;
    // Several times as long as a server may be down before that is told.
    let boot_time = Duration::from_secs(4);
    watched
        .lightlayer
        .with_state(|state| state.pace = provider::Pace { boot_time, ..provider::Pace::INSTANT });
    let asked = watched.use_command("vps restart", &[("server", format!("asia/{VM}").into())]).await;
    let pressed = watched.discord.member(ANA).press(asked.id, "Restart ll-web-1").unwrap();
    watched.says(&pressed, "is back").await;
    watched.looks(Operation::ListVms, 3).await;
    assert_eq!(count(&watched, VM), 0, "no card");
    assert_eq!(count(&watched, "The server"), 0, "and no note");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_gone_is_told_and_a_list_that_is_cut_short_is_not() {
    let watched = watching(&["server.added", "server.removed"]).await;
    // The list says that there are none; asked for, each is there.
    let empty = lightlayer::Fault::answer(Reply::new(StatusCode::OK, "application/json", r#"{"vms":[]}"#));
    watched.lightlayer.inject(Operation::ListVms, empty);
    watched.looks(Operation::ShowVm, 3).await;
    watched.lightlayer.clear_faults();
    watched.looks(Operation::ListVms, 2).await;
    assert_eq!(count(&watched, "no longer there") + count(&watched, "302."), 0);
    watched.lightlayer.with_state(|state| {
        let vms = state.services.get_mut(&302).unwrap().vms.as_mut().unwrap();
        vms.remove("1375");
        let mut new = Vm::new("1400", "brand-new");
        up(&mut new);
        vms.insert("1400".to_owned(), new);
    });
    let added = watched.card(CHANNEL_SUPPORT, "302.1400").await;
    assert!(added.text().contains("brand-new"), "{}", added.text());
    let gone = watched.card(CHANNEL_SUPPORT, VM).await;
    assert!(watched.reads(gone.id, "is no longer there").await.buttons().is_empty());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewal_is_told_once_and_its_card_ends_when_it_is_paid() {
    let watched = watching(&["renewal.due"]).await;
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let renews = |days: i32| {
        let day = today.checked_add(days.days()).unwrap();
        watched.lightlayer.with_state(|state| state.services.get_mut(&302).unwrap().next_due = day);
    };
    renews(2);
    let card = watched.card(CHANNEL_SUPPORT, "302").await;
    assert_snapshot!(watched.print(&card), @"
    for everybody
    vps.example.com is to be paid again soon
    | State: active
    | Next payment: <date>
    | Amount: 28.32/month
    | Account: asia · LightLayer
    | Reference: `asia/302`
    ref …
    ");
    renews(32);
    watched.reads(card.id, &today.checked_add(32.days()).unwrap().to_string()).await;
    assert_eq!(count(&watched, "is to be paid again soon"), 0, "the card is over, and there was no note");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_ends_soon_is_one_card_and_a_note_as_the_end_comes_nearer() {
    let watched = watching(&["certificate.*"]).await;
    let ends_in = |days: i32| {
        let end = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).checked_add(days.days()).unwrap();
        watched.lightlayer.with_state(|state| {
            state.certificates.get_mut(&300).unwrap().expires = end.datetime();
        });
    };
    ends_in(400);
    watched.looks(Operation::ListCertificates, 2).await;
    ends_in(20);
    let card = watched.card(CHANNEL_SUPPORT, "300").await;
    assert_snapshot!(watched.print(&card), @"
    for everybody
    The certificate for examplename.com is not valid much longer
    | State: Active
    | Valid until: <t>
    | Account: asia · LightLayer
    | Reference: `asia/300`
    ref …
    ");
    ends_in(5);
    watched.note(card.id, "The certificate is not valid much longer").await;
    ends_in(400);
    let over = |_: &_| {
        let text = watched.discord.message(card.id).unwrap().text();
        (!text.contains("much longer")).then_some(())
    };
    watched.discord.wait("the card to say that it was renewed", SOON, over).await.unwrap();
    let notes = watched.messages(CHANNEL_SUPPORT);
    assert_eq!(notes.iter().filter(|message| message.reference == Some(card.id)).count(), 1);
    watched.end().await;
}
