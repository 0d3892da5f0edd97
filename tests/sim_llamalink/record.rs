//! What the simulator remembers, shows and waits for.

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Operation, Outcome};
use reqwest::Method;

use super::{Account, RESTARTED, read, spark};

#[tokio::test]
async fn every_request_is_recorded_without_showing_its_key() {
    let account = Account::documented().await;
    account.get("/user/vps/42/metrics-history?metric=cpu&range=day").await;
    account.buy("/user/subscribe-vps", "hm-1", spark()).await;
    let other_key = account.http.get(format!("{}/user/vps", account.sim.base_url())).bearer_auth("llk_BAD");
    read(other_key).await;
    account.get("/no%20where").await;

    let requests = account.sim.requests();
    let metrics = &requests[0];
    assert_eq!((metrics.number, metrics.operation), (1, Some(Operation::MetricsHistory)));
    assert_eq!((metrics.method.as_str(), metrics.path.as_str()), ("GET", "/user/vps/42/metrics-history"));
    assert_eq!(metrics.query.as_deref(), Some("metric=cpu&range=day"));
    assert!(metrics.authorization.is_right());
    assert_eq!(metrics.authorization.value(), Some("Bearer llk_YOUR_KEY"));
    assert_eq!(requests[1].header("x-provision-op-id"), Some("hm-1"));
    assert_eq!(requests[1].json(), Some(spark()));
    assert!(!requests[2].authorization.is_right());
    assert_eq!(requests[2].authorization.value(), Some("Bearer llk_BAD"));
    assert_eq!((requests[3].operation, requests[3].path.as_str()), (None, "/no%20where"));
    let outcomes: Vec<_> = requests.iter().map(|request| request.outcome).collect();
    assert_eq!(outcomes, [200, 201, 403, 404].map(Outcome::Answered));
    assert_eq!(account.sim.requests_since(2).len(), 2);
    assert_eq!(account.sim.requests_for(Operation::BuyPlan).len(), 1);

    let shown: Vec<_> = requests.iter().map(|request| request.to_json().to_string()).collect();
    let shown = format!("{requests:?}{shown:?}{}", account.sim.snapshot());
    assert!(!shown.contains("llk_"), "{shown}");
}

#[tokio::test]
async fn of_what_is_older_only_changes_are_among_the_newest() {
    let account = Account::documented().await;
    account.get("/user/vps/restart/42").await;
    account.get("/user/vps/restart/42").await;
    for _ in 0..3 {
        account.get("/user/vps/42").await;
    }
    let numbers = |newest, changes| {
        let requests = account.sim.newest_requests(newest, changes);
        requests.iter().map(|request| request.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(2, 5), [1, 2, 4, 5]);
    assert_eq!(numbers(2, 1), [2, 4, 5], "the newest of them");
    assert_eq!(numbers(4, 1), [1, 2, 3, 4, 5], "the newest requests take no place of theirs");
    assert_eq!(numbers(9, 0), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_record_can_be_switched_off_and_the_counts_go_on() {
    let account = Account::documented().await;
    account.sim.set_recording(false);
    account.get("/user/vps/42").await;
    account.get("/user/vps/restart/42").await;
    assert!(account.sim.requests().is_empty());
    assert_eq!(account.sim.count(Operation::ShowServer), 1);
    assert_eq!(account.effects(), [RESTARTED]);
    account.sim.set_recording(true);
    account.get("/user/vps/42").await;
    assert_eq!(account.sim.requests()[0].number, 3);
}

#[tokio::test]
async fn a_wait_in_vain_says_what_was_seen() {
    let account = Account::documented().await;
    account.get("/user/vps/42").await;
    let wait = account.sim.wait_for_request(Operation::RestartServer, 1, Duration::from_millis(10));
    let message = wait.await.unwrap_err().to_string();
    assert!(message.contains("request 1 for restart-server"), "{message}");
    assert!(message.contains("GET /user/vps/42 Answered(200)"), "{message}");
}

#[tokio::test]
async fn the_provider_can_go_down_and_come_back_with_its_state() {
    let account = Account::documented().await;
    account.get("/user/vps/restart/42").await;
    account.sim.go_down().await;
    assert!(account.request(Method::GET, "/user/vps").send().await.unwrap_err().is_connect());
    account.sim.come_back().await.unwrap();
    assert_eq!(account.json("/user/vps/42").await["uptime"], 0);
    assert_eq!(account.effects(), [RESTARTED]);
}
