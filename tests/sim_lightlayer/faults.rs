//! Holds, drops, hangs and bad answers; the simulators share the machinery, so these are the ones that matter here.

use hostmaster::sandbox::lightlayer::{Fault, Misbehaviour, OnDisconnect, Operation, Outcome, Reply};
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Account, REPLIED, SOON, read};

#[tokio::test]
async fn a_reply_can_be_held_before_and_after_it_is_added() {
    for (after, effects) in [(false, 0), (true, 1)] {
        let account = Account::documented().await;
        let hold = Misbehaviour::Hold(OnDisconnect::Abandon);
        let fault = if after { Fault::after(hold) } else { Fault::before(hold) };
        account.sim.inject(Operation::ReplyToTicket, fault.once());
        let reply = account.reply_in_background();
        let number = account.sim.wait_until_held(Operation::ReplyToTicket, SOON).await.unwrap();
        assert_eq!(account.effects().len(), effects);
        account.json("/tickets").await;
        assert!(account.sim.release(number));
        assert_eq!(reply.await.unwrap().unwrap(), 200);
        assert_eq!(account.effects(), [REPLIED]);
    }
}

#[tokio::test]
async fn an_answer_can_be_lost_with_or_without_the_effect() {
    for (fault, effects) in [(Fault::before(Misbehaviour::Drop), 0), (Fault::after(Misbehaviour::Drop), 1)] {
        let account = Account::documented().await;
        account.json("/tickets").await;
        account.sim.inject(Operation::ReplyToTicket, fault.once());
        assert!(account.reply_in_background().await.unwrap().is_err());
        assert_eq!((account.effects().len(), account.last_outcome()), (effects, Outcome::Dropped));
        assert_eq!(account.sim.requests_for(Operation::ReplyToTicket)[0].carried_out, effects == 1);
    }
}

#[tokio::test]
async fn a_hanging_request_ends_with_the_patience_of_its_client() {
    let account = Account::documented().await;
    account.sim.inject(Operation::ReplyToTicket, Fault::after(Misbehaviour::Hang));
    let reply = account.reply_in_background();
    let request = account.sim.wait_for_request(Operation::ReplyToTicket, 1, SOON).await.unwrap();
    account.sim.wait_for_effects(1, SOON).await.unwrap();
    reply.abort();
    let request = account.sim.wait_until_settled(request.number, SOON).await.unwrap();
    assert_eq!(request.outcome, Outcome::ClientLeft);
}

#[tokio::test]
async fn bad_answers_come_as_told_and_then_the_good_ones_again() {
    let account = Account::documented().await;
    let expired = Reply::error(StatusCode::UNAUTHORIZED, "token_expired");
    account.sim.inject(Operation::ListTickets, Fault::answer(expired).once());
    let answer = read(account.request(Method::GET, "/tickets")).await;
    assert_eq!(answer, (401, json!({"error": ["token_expired"]})));
    for (reply, status, is_json) in [
        (Reply::html(StatusCode::BAD_GATEWAY), 502, false),
        (Reply::html(StatusCode::OK), 200, false),
        (Reply::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_error_0"), 500, true),
        (Reply::wrong_shape(), 200, true),
        (Reply::truncated_json(), 200, false),
        (Reply::empty(), 200, false),
    ] {
        account.sim.inject(Operation::ListTickets, Fault::answer(reply).once());
        let answer = account.request(Method::GET, "/tickets").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status);
        let body = answer.bytes().await.unwrap();
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).is_ok(), is_json, "{body:?}");
    }
    account.json("/tickets").await;
    account.sim.inject_everywhere(Fault::answer(Reply::error(StatusCode::SERVICE_UNAVAILABLE, "busy")));
    assert_eq!(read(account.request(Method::GET, "/details")).await.0, 503);
    account.sim.clear_faults();
    account.json("/details").await;
}

#[tokio::test]
async fn the_provider_can_go_down_and_come_back_with_its_state() {
    let account = Account::documented().await;
    account.reply_in_background().await.unwrap().unwrap();
    account.sim.go_down().await;
    assert!(account.request(Method::GET, "/tickets").send().await.unwrap_err().is_connect());
    account.sim.come_back().await.unwrap();
    let replies = &account.json("/tickets/736633").await["replies"];
    assert_eq!(replies.as_array().unwrap().len(), 2);
    let message =
        account.sim.wait_for_request(Operation::Login, 1, std::time::Duration::from_millis(10)).await;
    let message = message.unwrap_err().to_string();
    assert!(message.contains("the simulated LightLayer waited"), "{message}");
}
