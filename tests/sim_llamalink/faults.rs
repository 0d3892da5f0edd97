//! Holds, drops, delays, hangs and bad answers.

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, OnDisconnect, Operation, Outcome, Reply};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{Account, RESTARTED, SOON};

#[tokio::test]
async fn a_request_held_before_its_effect_takes_effect_when_released() {
    let account = Account::documented().await;
    let hold = Misbehaviour::Hold(OnDisconnect::Abandon);
    account.sim.inject(Operation::RestartServer, Fault::before(hold).once());
    let answer = account.restart_in_background();
    let number = account.sim.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    assert!(account.effects().is_empty());
    assert_eq!(account.last_outcome(), Outcome::Pending);
    assert_eq!(account.get("/user/vps/42").await.0, 200, "other requests go on");
    assert!(account.sim.release(number));
    assert!(!account.sim.release(number), "once is enough");
    assert_eq!(answer.await.unwrap().unwrap(), 200);
    assert_eq!(account.effects(), [RESTARTED]);
}

#[tokio::test]
async fn a_held_request_whose_client_leaves_is_abandoned_or_goes_on_as_told() {
    for (on_disconnect, effects) in [(OnDisconnect::Abandon, 0), (OnDisconnect::Continue, 1)] {
        let account = Account::documented().await;
        account.sim.inject(Operation::RestartServer, Fault::before(Misbehaviour::Hold(on_disconnect)));
        let answer = account.restart_in_background();
        let number = account.sim.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
        answer.abort();
        assert!(answer.await.unwrap_err().is_cancelled());
        let request = account.sim.wait_until_settled(number, SOON).await.unwrap();
        assert_eq!((request.outcome, request.carried_out), (Outcome::ClientLeft, false));
        assert_eq!(account.sim.release_all(), effects, "{on_disconnect:?}");
        assert_eq!(account.sim.wait_for_effects(effects, SOON).await.unwrap().len(), effects);
        assert_eq!(account.sim.requests()[0].carried_out, effects == 1);
        assert_eq!(account.last_outcome(), Outcome::ClientLeft);
    }
}

#[tokio::test]
async fn a_request_held_after_its_effect_is_in_the_ledger_before_its_answer() {
    let account = Account::documented().await;
    let hold = Misbehaviour::Hold(OnDisconnect::Abandon);
    account.sim.inject(Operation::RestartServer, Fault::after(hold).once());
    let answer = account.restart_in_background();
    let ledger = account.sim.wait_for_effects(1, SOON).await.unwrap();
    let number = account.sim.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    assert_eq!((ledger[0].request, &ledger[0].effect), (number, &RESTARTED));
    assert_eq!(account.sim.snapshot()["held"][0]["point"], "after-effect");
    assert_eq!(account.sim.release_all(), 1);
    assert_eq!(answer.await.unwrap().unwrap(), 200);
    assert_eq!(account.effects().len(), 1);
}

#[tokio::test]
async fn after_a_change_alone_the_connection_drops() {
    let account = Account::documented().await;
    account.sim.inject_everywhere(Fault::after_change(Misbehaviour::Drop));
    assert_eq!(account.get("/user/vps").await.0, 200, "what only looks is answered");
    assert_eq!(account.get("/user/vps/restart/4444").await.0, 404, "and so is what is refused");
    assert!(account.request(Method::GET, "/user/vps/restart/42").send().await.is_err());
    assert_eq!(account.effects(), [RESTARTED]);
    assert_eq!(account.last_outcome(), Outcome::Dropped);
}

#[tokio::test]
async fn a_dropped_connection_brings_no_answer_and_the_effect_as_told() {
    for (fault, effects) in [(Fault::before(Misbehaviour::Drop), 0), (Fault::after(Misbehaviour::Drop), 1)] {
        let account = Account::documented().await;
        account.get("/user/vps").await;
        account.sim.inject(Operation::RestartServer, fault.once());
        let error = account.request(Method::GET, "/user/vps/restart/42").send().await.unwrap_err();
        assert!(error.is_request() && !error.is_timeout(), "{error:?}");
        assert_eq!(account.effects().len(), effects);
        assert_eq!(account.last_outcome(), Outcome::Dropped);
        assert_eq!(account.sim.count(Operation::RestartServer), 1);
        assert_eq!(account.get("/user/vps/restart/42").await.0, 200, "a new connection works");
    }
}

#[tokio::test]
async fn a_hanging_request_ends_with_the_patience_of_its_client() {
    for (fault, effects) in [(Fault::before(Misbehaviour::Hang), 0), (Fault::after(Misbehaviour::Hang), 1)] {
        let account = Account::documented().await;
        account.sim.inject(Operation::RestartServer, fault);
        let answer = account.restart_in_background();
        let request = account.sim.wait_for_request(Operation::RestartServer, 1, SOON).await.unwrap();
        account.sim.wait_for_effects(effects, SOON).await.unwrap();
        answer.abort();
        let request = account.sim.wait_until_settled(request.number, SOON).await.unwrap();
        assert_eq!((request.outcome, account.effects().len()), (Outcome::ClientLeft, effects));
    }
}

#[tokio::test]
async fn a_delayed_request_takes_effect_although_its_client_left() {
    let account = Account::documented().await;
    let delay = Misbehaviour::Delay(Duration::from_millis(500));
    account.sim.inject(Operation::RestartServer, Fault::before(delay).once());
    let answer = account.restart_in_background();
    let request = account.sim.wait_for_request(Operation::RestartServer, 1, SOON).await.unwrap();
    answer.abort();
    let request = account.sim.wait_until_settled(request.number, SOON).await.unwrap();
    assert_eq!((request.outcome, request.carried_out), (Outcome::ClientLeft, false));
    account.sim.wait_for_effects(1, SOON).await.unwrap();
}

#[tokio::test]
async fn any_status_can_be_answered_before_or_after_the_effect() {
    let account = Account::documented().await;
    for code in [401, 402, 403, 404, 429, 500] {
        let status = StatusCode::from_u16(code).unwrap();
        account.sim.inject(Operation::RestartServer, Fault::answer(Reply::status(status)).once());
        let (answered, body) = account.get("/user/vps/restart/42").await;
        assert_eq!(answered, code);
        let body: Value = serde_json::from_str(&body).unwrap();
        assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()));
        assert_eq!(account.last_outcome(), Outcome::Answered(code));
    }
    assert!(account.effects().is_empty());

    let reply = Reply::new(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "oops");
    account.sim.inject(Operation::RestartServer, Fault::after(Misbehaviour::Answer(reply)).once());
    assert_eq!(account.get("/user/vps/restart/42").await, (500, "oops".to_owned()));
    assert_eq!(account.effects(), [RESTARTED]);

    account.sim.inject(Operation::ListServers, Fault::answer(Reply::too_many_requests(7)).once());
    let response = account.request(Method::GET, "/user/vps").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn bodies_can_be_pages_halves_nothing_garbage_or_of_another_shape() {
    let account = Account::documented().await;
    let answer = async |reply: Reply| {
        account.sim.inject(Operation::ListServers, Fault::answer(reply).once());
        let response = account.request(Method::GET, "/user/vps").send().await.unwrap();
        let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (content_type, location) = (header("content-type").unwrap(), header("location"));
        (response.status().as_u16(), content_type, location, response.bytes().await)
    };

    for status in [StatusCode::OK, StatusCode::BAD_GATEWAY] {
        let (code, content_type, _, body) = answer(Reply::html(status)).await;
        assert_eq!((code, content_type.as_str()), (status.as_u16(), "text/html; charset=utf-8"));
        assert!(body.unwrap().starts_with(b"<!DOCTYPE html>"));
    }
    for reply in [Reply::truncated_json(), Reply::empty(), Reply::garbage()] {
        let (code, content_type, _, body) = answer(reply).await;
        assert_eq!((code, content_type.as_str()), (200, "application/json; charset=utf-8"));
        assert!(serde_json::from_slice::<Value>(&body.unwrap()).is_err());
    }
    let (_, _, _, body) = answer(Reply::wrong_shape()).await;
    assert!(serde_json::from_slice::<Value>(&body.unwrap()).unwrap().is_object());
    let (code, _, location, _) = answer(Reply::redirect("http://127.0.0.1:9/user/vps")).await;
    assert_eq!((code, location.as_deref()), (302, Some("http://127.0.0.1:9/user/vps")));
    let (code, _, _, body) = answer(Reply::cut_off()).await;
    assert_eq!(code, 200, "the head arrives");
    assert!(body.is_err());
}

#[tokio::test]
async fn a_body_of_200_megabytes_is_streamed() {
    let account = Account::documented().await;
    let size = 200 * 1024 * 1024;
    account.sim.inject(Operation::ListServers, Fault::answer(Reply::huge(size)).once());
    let mut response = account.request(Method::GET, "/user/vps").send().await.unwrap();
    assert_eq!(response.content_length(), Some(size));
    let (mut total, mut last) = (0, 0);
    while let Some(chunk) = response.chunk().await.unwrap() {
        total += chunk.len() as u64;
        last = *chunk.last().unwrap();
    }
    assert_eq!((total, last), (size, b'"'));
}

#[tokio::test]
async fn a_body_can_stall_after_its_first_bytes() {
    let account = Account::documented().await;
    account.sim.inject(Operation::ListServers, Fault::answer(Reply::stalled()));
    let mut response = account.request(Method::GET, "/user/vps").send().await.unwrap();
    assert!(response.chunk().await.unwrap().unwrap().starts_with(b"[{"));
    let more = tokio::time::timeout(Duration::from_millis(100), response.chunk()).await;
    assert!(more.is_err(), "{more:?}");
}

#[tokio::test]
async fn faults_are_used_up_in_order_and_can_be_cleared() {
    let account = Account::documented().await;
    let fault = |code| Fault::answer(Reply::status(StatusCode::from_u16(code).unwrap()));
    account.sim.inject(Operation::ListServers, fault(500).times(2));
    account.sim.inject(Operation::ListServers, fault(429).once());
    account.sim.inject(Operation::ShowServer, fault(404));
    let mut codes = Vec::new();
    for path in ["/user/vps", "/user/vps/42", "/user/vps", "/user/vps", "/user/vps", "/user/vps/42"] {
        codes.push(account.get(path).await.0);
    }
    assert_eq!(codes, [500, 404, 500, 429, 200, 404]);
    assert_eq!(account.sim.snapshot()["faults"].as_array().unwrap().len(), 1, "the lasting one");
    account.sim.clear_faults();
    account.sim.inject_everywhere(fault(503));
    assert_eq!((account.get("/user/vps/42").await.0, account.get("/user/profile").await.0), (503, 503));
    account.sim.clear_faults();
    assert_eq!(account.get("/user/vps/42").await.0, 200);
}
