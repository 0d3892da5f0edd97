//! Purchases: whole requests, one charge for one id, and what a lost answer leaves open.

use std::time::Duration;

use futures_util::future::join_all;
use hostmaster::domain::order::{Answers, CustomWish, Offer, Progress, ProgressState, Purchase, Wish};
use hostmaster::domain::{Action, Error, ErrorKind, ErrorStatus, Operation};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{Purchases, Servers, Shop};
use hostmaster::sandbox::llamalink::{self as sim, Effect, Ending, Fault, Misbehaviour, OnDisconnect, Reply};
use reqwest::StatusCode;
use serde_json::json;

use super::requests::{get, purchase, seen};
use super::{Account, SOON, SPENDS, custom, ils, permit_here, spark};

async fn buy(account: &Account, offer: &Offer, id: &str) -> Result<Purchase, Error> {
    account.adapter.buy(&permit_here(Action::OrderBuy), offer, id).await
}

fn bought(server: &str) -> Purchase {
    Purchase {
        server: Some(server.to_owned()),
        words: Some("השרת הוקם בהצלחה.".to_owned()),
        ..Purchase::default()
    }
}

fn charged(id: &str, amount: &str, server: u64) -> Effect {
    Effect::Charged { op_id: id.to_owned(), amount: amount.parse().unwrap(), server }
}

#[tokio::test]
async fn a_plan_is_bought_by_one_request_that_says_what_is_documented() {
    let account = Account::documented().await;
    assert_eq!(buy(&account, &spark(), "my-unique-op-001").await.unwrap(), bought("42"), "as documented");
    assert_eq!(buy(&account, &spark(), "hm-1").await.unwrap(), bought("43"));
    let request =
        |id| purchase(&account, "/user/subscribe-vps", id, &json!({"planId": "spark", "os": "ubuntu-22"}));
    assert_eq!(seen(&account), [request("my-unique-op-001"), request("hm-1")]);
    assert_eq!(account.effects(), [charged("hm-1", "54", 43)]);
}

#[tokio::test]
async fn a_server_of_ones_own_choice_is_bought_by_one_request_with_the_exact_price() {
    let account = Account::documented().await;
    let permit = permit_here(Action::OrderCustom);
    let answer = account.adapter.buy(&permit, &custom(), "my-unique-op-002").await.unwrap();
    assert_eq!(answer, bought("43"));
    let body = json!({
        "name": "my-api-vps", "cpuType": "xeonE5", "cpuCores": 4, "ram": 8, "storageType": "ssd", "storageGB": 160,
        "ipv4": 1, "estimatedPrice": 362.4, "os": "ubuntu-22",
    });
    let requests = seen(&account);
    assert_eq!(requests, [purchase(&account, "/user/custom-packages", "my-unique-op-002", &body)]);
    assert!(requests[0].3.contains(r#""estimatedPrice":362.4,"#), "{}", requests[0].3);
    assert_eq!(account.effects(), [charged("my-unique-op-002", "362.4", 43)]);
}

#[tokio::test]
async fn two_calls_with_one_id_buy_once_and_two_ids_buy_twice() {
    let account = Account::documented().await;
    assert_eq!(buy(&account, &spark(), "hm-1").await.unwrap(), bought("43"));
    assert_eq!(buy(&account, &spark(), "hm-1").await.unwrap(), bought("43"));
    assert_eq!(buy(&account, &spark(), "hm-2").await.unwrap(), bought("44"));
    assert_eq!(account.effects(), [charged("hm-1", "54", 43), charged("hm-2", "54", 44)]);
    let ids: Vec<_> = account
        .sim
        .requests()
        .iter()
        .map(|request| request.header("x-provision-op-id").unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["hm-1", "hm-1", "hm-2"]);
}

#[tokio::test]
async fn an_offer_that_lacks_something_is_refused_and_nothing_is_sent() {
    let account = Account::documented().await;
    let own = permit_here(Action::OrderCustom);
    for error in [
        buy(&account, &Offer { system: None, ..spark() }, "hm-1").await.unwrap_err(),
        account.adapter.buy(&own, &Offer { system: None, ..custom() }, "hm-1").await.unwrap_err(),
        account.adapter.buy(&own, &Offer { price: None, ..custom() }, "hm-1").await.unwrap_err(),
    ] {
        assert_eq!((&error.kind, error.status), (&ErrorKind::Refused(None), ErrorStatus::Permanent));
        assert!(error.cause.starts_with("nothing was sent: the offer has no "), "{error}");
    }
    assert_eq!(account.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_card_that_is_missing_or_declined_buys_nothing_and_is_asked_once() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.cards[0].accepts_charges = false);
    let declined = buy(&account, &spark(), "hm-1").await.unwrap_err();
    account.sim.with_state(|state| state.cards.clear());
    let missing = buy(&account, &spark(), "hm-2").await.unwrap_err();
    for error in [declined, missing] {
        assert_eq!((error.kind, error.status), (ErrorKind::PaymentRequired, ErrorStatus::Permanent));
    }
    assert_eq!((account.paths().len(), account.effects()), (2, vec![]));
}

#[tokio::test]
async fn a_price_that_llamalink_does_not_reckon_is_refused_in_its_own_words() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.custom.ssd = "1.6".parse().unwrap());
    let error = account.adapter.buy(&permit_here(Action::OrderCustom), &custom(), "hm-1").await.unwrap_err();
    let words = "המחיר המשוער אינו תואם את חישוב השרת".to_owned();
    assert_eq!((error.kind, error.status), (ErrorKind::Refused(Some(words)), ErrorStatus::Permanent));
    assert_eq!(account.effects(), []);
}

#[tokio::test]
async fn a_purchase_whose_answer_is_lost_or_no_answer_is_ambiguous_and_is_never_repeated() {
    let status = |code| Reply::status(StatusCode::from_u16(code).unwrap());
    let json = |body| Reply::new(StatusCode::CREATED, "application/json", body);
    let after = |reply| Fault::after(Misbehaviour::Answer(reply));
    let table = [
        (Fault::before(Misbehaviour::Drop), ErrorKind::ConnectionLost, false),
        (Fault::after(Misbehaviour::Drop), ErrorKind::ConnectionLost, true),
        (after(Reply::cut_off()), ErrorKind::ConnectionLost, true),
        (Fault::before(Misbehaviour::Hang), ErrorKind::Timeout, false),
        (Fault::after(Misbehaviour::Hang), ErrorKind::Timeout, true),
        (after(Reply::stalled()), ErrorKind::Timeout, true),
        (Fault::answer(status(500)), ErrorKind::ServerError, false),
        (after(status(500)), ErrorKind::ServerError, true),
        (after(Reply::html(StatusCode::BAD_GATEWAY)), ErrorKind::ServerError, true),
        (after(Reply::html(StatusCode::OK)), ErrorKind::Unreadable, true),
        (after(Reply::empty()), ErrorKind::Unreadable, true),
        (after(json("{}")), ErrorKind::Unreadable, true),
        (after(json(r#"{"message":"השרת הוקם בהצלחה."}"#)), ErrorKind::Unreadable, true),
        (after(json(r#"{"subscribed":false,"vpsId":43}"#)), ErrorKind::Unreadable, true),
        (after(Reply::redirect("/user/vps")), ErrorKind::Redirected, true),
    ];
    let cases = table.iter().flat_map(|row| SPENDS.map(|operation| (row, operation)));
    join_all(cases.map(async |((fault, kind, is_charged), operation)| {
        let account = Account::hasty().await;
        account.sim.inject_everywhere(fault.clone().once());
        let error = account.perform(operation).await.unwrap_err();
        assert_eq!((&error.kind, error.status), (kind, ErrorStatus::Ambiguous), "{fault:?}: {error}");
        assert_eq!(account.paths().len(), 1, "{fault:?}");
        assert_eq!(account.effects().len(), usize::from(*is_charged), "{fault:?}");

        // What happened can be learned, and the same id never buys a second time.
        let id = if operation == Operation::OrderBuy { "hm-plan" } else { "hm-custom" };
        match account.adapter.progress(id).await {
            Ok(progress) => assert!(*is_charged && progress.state == ProgressState::Done, "{fault:?}"),
            Err(error) => assert!(!is_charged && error.kind == ErrorKind::NotFound, "{fault:?}: {error}"),
        }
        account.perform(operation).await.unwrap();
        assert_eq!(account.effects().len(), 1, "{fault:?}");
    }))
    .await;
}

#[tokio::test]
async fn an_answer_that_names_the_new_server_is_a_purchase_whatever_else_it_lacks() {
    for (body, server) in [
        (r#"{"vpsId":"43-b"}"#, Some("43-b")),
        (r#"{"subscribed":true}"#, None),
        (r#"{"subscribed":true,"vpsId":{},"message":7}"#, None),
    ] {
        let reply = Reply::new(StatusCode::OK, "application/json", body);
        let account = Account::documented().await.failing(Fault::answer(reply));
        assert_eq!(buy(&account, &spark(), "hm-1").await.unwrap().server.as_deref(), server, "{body}");
    }
}

#[tokio::test]
async fn a_purchase_has_the_patience_of_one_that_spends() {
    let limits = Limits { read_timeout: Duration::from_millis(300), ..Limits::default() };
    let account = Account::start(sim::State::documented(), limits).await;
    let hold = Misbehaviour::Hold(OnDisconnect::Abandon);
    account.sim.inject(sim::Operation::BuyPlan, Fault::before(hold));
    account.sim.inject(sim::Operation::ListServers, Fault::before(Misbehaviour::Hang));
    let outlasted = async {
        let number = account.sim.wait_until_held(sim::Operation::BuyPlan, SOON).await.unwrap();
        let error = account.adapter.servers().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Timeout, "the whole patience of a read has passed");
        assert!(account.sim.release(number));
    };
    let offer = spark();
    let (answer, ()) = tokio::join!(buy(&account, &offer, "hm-1"), outlasted);
    assert_eq!(answer.unwrap(), bought("43"));
    assert_eq!(Limits::default().spend_timeout, Duration::from_secs(120));
}

#[tokio::test]
async fn the_progress_of_a_purchase_is_read_as_documented_and_what_never_began_is_not_found() {
    let account = Account::documented().await;
    let done = Progress {
        state: ProgressState::Done,
        percent: Some(100),
        server: Some("42".to_owned()),
        words: Some("completed".to_owned()),
        unpaid: None,
        waits_for_payment: false,
        uninstalled: false,
    };
    assert_eq!(account.adapter.progress("my-unique-op-001").await.unwrap(), done);
    let path = "/user/vps/provision-progress/my-unique-op-001";
    assert_eq!(seen(&account), [get(&account, path)]);
    let error = account.adapter.progress("my-unique-op-002").await.unwrap_err();
    let expected = (ErrorKind::NotFound, ErrorStatus::Permanent, Operation::OrderProgress);
    assert_eq!((error.kind, error.status, error.operation), expected);
    for body in ["{}", r#"{"vpsId":42}"#, r#"{"error":"x","status":null}"#] {
        let reply = Reply::new(StatusCode::OK, "application/json", body);
        let account = Account::documented().await.failing(Fault::answer(reply));
        let error = account.adapter.progress("hm-1").await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
}

#[tokio::test]
async fn a_purchase_is_followed_until_it_is_done_or_failed_and_may_go_on_for_ever() {
    use ProgressState::{Done, Failed, Running};
    let slow = async |ending| {
        let mut state = sim::State::documented();
        state.pace.provisioning = Duration::from_secs(40);
        state.purchases_end = ending;
        let account = Account::start(state, Limits::default()).await;
        buy(&account, &spark(), "hm-1").await.unwrap();
        account
    };
    for (ending, states) in [
        (Ending::Succeeds, [(Running, Some(0)), (Running, Some(75)), (Done, Some(100))]),
        (Ending::FailsHalfWay, [(Running, Some(0)), (Failed, Some(50)), (Failed, Some(50))]),
        (Ending::NeverEnds, [(Running, Some(0)), (Running, Some(75)), (Running, Some(95))]),
    ] {
        let account = slow(ending).await;
        let mut seen = Vec::new();
        for _ in 0..3 {
            let progress = account.adapter.progress("hm-1").await.unwrap();
            assert_eq!(progress.server.as_deref(), Some("43"));
            seen.push((progress.state, progress.percent));
            account.sim.advance(Duration::from_secs(30));
        }
        assert_eq!(seen, states, "{ending:?}");
    }
}

#[tokio::test]
async fn what_is_bought_is_what_was_offered() {
    let account = Account::documented().await;
    let wish = Wish::Custom(CustomWish {
        name: " web 1 ".to_owned(),
        os: "windows server 2022".to_owned(),
        cpu_type: Some("xeongold".to_owned()),
        cpu_cores: 3,
        memory_gb: 5.into(),
        storage_type: Some("HDD".to_owned()),
        storage_gb: 33,
        ipv4: 0,
        answers: Answers::new(),
    });
    let offer = account.adapter.offer(&wish).await.unwrap().unwrap();
    assert_eq!(offer.price, Some(ils("125.60")));
    account.adapter.buy(&permit_here(Action::OrderCustom), &offer, "hm-1").await.unwrap();
    assert_eq!(account.effects(), [charged("hm-1", "125.6", 43)]);
    let body = account.sim.requests_for(sim::Operation::BuyCustom)[0].json().unwrap();
    let expected = json!({
        "name": "web 1", "cpuType": "xeonGold", "cpuCores": 3, "ram": 5, "storageType": "hdd", "storageGB": 33,
        "ipv4": 0, "estimatedPrice": 125.6, "os": "windows-2022",
    });
    assert_eq!(body, expected);
}
