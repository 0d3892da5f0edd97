//! Lists over several accounts: filled in as they answer, page by page, sums apart.

use std::time::Duration;

use hostmaster::dispatch::Timing;
use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::lightlayer::State as LightLayerState;
use hostmaster::sandbox::llamalink::{Fault, LlamaLink, Misbehaviour, Operation, State};
use hostmaster::sandbox::{lightlayer, provider::OnDisconnect};
use insta::assert_snapshot;
use secrecy::{ExposeSecret, SecretString};

use crate::play::used;
use crate::stage::{SOON, Setup, Stage};
use crate::told::{card, settle, steady};

/// A stage on which it is told after a moment already who has not answered.
async fn stage() -> Stage {
    let setup = Setup { lightlayer: Some(LightLayerState::sandbox()), ..Setup::default() };
    let timing = Timing { partly: Duration::from_millis(100), ..setup.timing };
    let stage = Stage::with(Setup { timing, ..setup }).await;
    settle(&stage).await;
    stage
}

fn reads(message: &Message) -> String {
    steady(&card(message))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_answered_is_shown_while_the_others_are_awaited() {
    let stage = stage().await;
    let hold = lightlayer::Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)).once();
    stage.lightlayer.inject(lightlayer::Operation::ListServices, hold);
    let listing = stage.ana().slash(CHANNEL_OPS, "vps list", &[]).unwrap();
    let waits = |message: &Message| message.text().contains("has not answered yet");
    let so_far = reads(&listing.wait_until(waits, SOON).await.unwrap());
    assert!(so_far.contains("production-web") && so_far.contains("so far"), "{so_far}");
    assert!(!so_far.contains("vps.example.com"), "{so_far}");
    let held = stage.lightlayer.requests_for(lightlayer::Operation::ListServices).pop().unwrap();
    assert!(stage.lightlayer.release(held.number));
    let all = listing.wait_until(|message| !waits(message), SOON).await.unwrap();
    let text = reads(&all);
    assert!(text.contains("production-web") && text.contains("**asia**"), "{text}");
    assert!(!text.contains("so far"), "{text}");
    assert_eq!(stage.audit_of(1).await, ["vps.list shop,asia,lab done"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_never_answers_is_named_at_last_and_the_rest_stays() {
    let setup = Setup { lightlayer: Some(LightLayerState::sandbox()), ..Setup::default() };
    let timing = Timing { partly: Duration::from_millis(100), read: Duration::from_secs(4), ..setup.timing };
    let stage = Stage::with(Setup { timing, ..setup }).await;
    settle(&stage).await;
    stage.lightlayer.inject_everywhere(lightlayer::Fault::before(Misbehaviour::Hang));
    let listing = stage.ana().slash(CHANNEL_OPS, "vps list", &[]).unwrap();
    let late = |message: &Message| message.text().contains("did not answer in time");
    let text = reads(&listing.wait_until(late, SOON).await.unwrap());
    assert!(text.contains("production-web") && !text.contains("not answered yet"), "{text}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn personal_data_is_on_record_before_a_part_of_it_is_shown() {
    let stage = stage().await;
    let hold = Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)).once();
    stage.llamalink.inject(Operation::ListSubscriptions, hold);
    let asking = stage.max().slash(CHANNEL_OPS, "balance", &[]).unwrap();
    let waits = |message: &Message| message.text().contains("has not answered yet");
    let so_far = asking.wait_until(waits, SOON).await.unwrap();
    assert_snapshot!(reads(&so_far).split(" / Next").next().unwrap(), @"
    for @max alone
    What the accounts hold and owe
    ⏳ **shop** has not answered yet.
    | asia · LightLayer: Credit: **125.00 USD** / Owed: **31.32 USD** / Every month: **49.81 USD**
    ");
    assert_eq!(stage.audit_of(1).await, ["balance shop,asia intent"]);
    let held = stage.llamalink.requests_for(Operation::ListSubscriptions).pop().unwrap();
    assert!(stage.llamalink.release(held.number));
    let all = asking.wait_until(|message| !waits(message), SOON).await.unwrap();
    assert_snapshot!(reads(&all).split("\n|").next().unwrap(), @"
    for @max alone
    What the accounts hold and owe
    Credit together: **125.00 USD**
    Owed together: **31.32 USD**
    A month together: **371.00 ILS · 49.81 USD**
    ");
    assert_eq!(stage.audit_of(2).await, ["balance shop,asia intent", "balance shop,asia done"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_balances_of_many_accounts_come_page_by_page_and_are_summed_up_over_all() {
    let setup = Setup::default();
    let mut state = State::sandbox();
    state.key = SecretString::new(setup.llamalink.key.expose_secret().clone());
    let spare = LlamaLink::start(state).await.unwrap();
    let account = |n: usize| {
        let url = spare.base_url();
        format!(
            "[accounts.more-{n}]\nprovider = \"llamalink\"\nbase_url = \"{url}\"\nkey = {{ env = \"LLAMALINK_KEY\" }}\n"
        )
    };
    let config = (1..=8).map(account).collect();
    let stage = Stage::with(Setup { config, ..setup }).await;
    let max = stage.max();
    let first = used(&stage, &max, "balance", &[]).await;
    assert_eq!(first.embeds[0]["fields"].as_array().unwrap().len(), 8);
    let text = reads(&first);
    assert!(text.contains("A month together: **3339.00 ILS**") && text.contains("Page 1 of 2"), "{text}");
    let next = first.buttons()[1].clone();
    let second = max.press(first.id, &next.custom_id).unwrap().wait_message(SOON).await.unwrap();
    assert!(second.text().contains("Page 2 of 2"), "{}", second.text());
    assert_eq!(second.embeds[0]["fields"].as_array().unwrap().len(), 1);
    assert!(reads(&second).contains("A month together: **3339.00 ILS**"));
    stage.end().await;
}
