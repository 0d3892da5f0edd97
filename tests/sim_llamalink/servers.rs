//! Servers over time: provisioning, restarts, modes, metrics, and the sandbox's first state.

use std::time::Duration;

use hostmaster::sandbox::llamalink::{Condition, DOCUMENTED_KEY, Effect, Mode, Pace, State};
use serde_json::json;

use super::{Account, RESTARTED, spark};

#[tokio::test]
async fn a_new_server_comes_about_in_steps_and_may_fail() {
    let mut state = State::documented();
    state.pace.provisioning = Duration::from_secs(40);
    let account = Account::start(state).await;
    account.buy("/user/subscribe-vps", "hm-1", spark()).await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        let progress = account.json("/user/vps/provision-progress/hm-1").await;
        let server = account.json("/user/vps/43").await;
        seen.push(json!([progress["percent"], progress["status"], server["status"]]));
        account.sim.advance(Duration::from_secs(10));
    }
    let half_way = |percent: u8| json!([percent, "running", "stopped"]);
    let expected =
        [half_way(0), half_way(25), half_way(50), half_way(75), json!([100, "success", "running"])];
    assert_eq!(seen, expected);

    account.buy("/user/subscribe-vps", "hm-2", spark()).await;
    assert!(account.sim.with_state(|state| state.fail_provisioning("hm-2")));
    account.sim.advance(Duration::from_secs(60));
    let failed = json!({"status": "failed", "percent": 50, "vpsId": 44, "message": "installation failed"});
    assert_eq!(account.json("/user/vps/provision-progress/hm-2").await, failed);
    assert_eq!(account.json("/user/vps/44").await["status"], "stopped");
}

/// What the API shows of server 42 at each of these seconds.
async fn watch(account: &Account, seconds: &[u64]) -> Vec<(String, u64)> {
    let mut seen = Vec::new();
    let mut now = 0;
    for &second in seconds {
        account.sim.advance(Duration::from_secs(second - now));
        now = second;
        let server = account.json("/user/vps/42").await;
        seen.push((server["status"].as_str().unwrap().to_owned(), server["uptime"].as_u64().unwrap()));
    }
    seen
}

fn running(uptime: u64) -> (String, u64) {
    ("running".to_owned(), uptime)
}

fn stopped() -> (String, u64) {
    ("stopped".to_owned(), 0)
}

async fn account_with_mode(mode: Mode) -> Account {
    let mut state = State::documented();
    state.pace = Pace {
        reaction: Duration::from_secs(2),
        boot_time: Duration::from_secs(10),
        provisioning: Duration::ZERO,
    };
    state.server_mut(42).unwrap().mode = mode;
    Account::start(state).await
}

#[tokio::test]
async fn a_restarted_server_goes_down_and_comes_back_with_a_new_uptime() {
    let account = account_with_mode(Mode::Normal).await;
    account.get("/user/vps/restart/42").await;
    let seen = watch(&account, &[1, 2, 11, 12, 15]).await;
    assert_eq!(seen, [running(86401), stopped(), stopped(), running(0), running(3)]);
    assert_eq!(account.effects(), [RESTARTED]);
}

#[tokio::test]
async fn a_server_stops_and_starts_and_does_nothing_twice() {
    let account = account_with_mode(Mode::Normal).await;
    let stopping = r#"{"message":"פעולה נשלחה לשרת","status":"stopped"}"#;
    assert_eq!(account.get("/user/vps/start/42").await.0, 200, "already running");
    assert_eq!(account.get("/user/vps/stop/42").await, (200, stopping.to_owned()));
    assert_eq!(account.get("/user/vps/stop/42").await.0, 200, "already going down");
    assert_eq!(watch(&account, &[1, 60]).await, [running(86401), stopped()]);
    assert_eq!(account.get("/user/vps/stop/42").await.0, 200, "already stopped");
    account.get("/user/vps/start/42").await;
    account.get("/user/vps/start/42").await;
    assert_eq!(watch(&account, &[9, 10, 14]).await, [stopped(), running(0), running(4)]);
    assert_eq!(account.effects(), [Effect::Stopped { server: 42 }, Effect::Started { server: 42 }]);
    let condition = account.sim.with_state(|state| state.condition(42));
    assert_eq!(condition, Some(Condition::Running { uptime: Duration::from_secs(4) }));
}

#[tokio::test]
async fn the_modes_of_a_server_hide_prevent_or_ignore_a_restart() {
    let account = account_with_mode(Mode::Unobservable).await;
    account.get("/user/vps/restart/42").await;
    assert_eq!(watch(&account, &[0, 5, 60]).await, [running(86400), running(86405), running(86460)]);
    assert_eq!(account.effects(), [RESTARTED]);

    let account = account_with_mode(Mode::StuckDown).await;
    account.get("/user/vps/restart/42").await;
    account.sim.advance(Duration::from_secs(30));
    account.get("/user/vps/start/42").await;
    assert_eq!(watch(&account, &[0, 5, 3600]).await, [stopped(), stopped(), stopped()]);

    let account = account_with_mode(Mode::IgnoresCommands).await;
    account.get("/user/vps/restart/42").await;
    account.get("/user/vps/stop/42").await;
    assert_eq!(watch(&account, &[0, 60]).await, [running(86400), running(86460)]);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn made_up_metrics_are_plausible_and_unknown_ones_refused() {
    let account = Account::start(State::sandbox()).await;
    for (metric, range, points) in [("cpu", "hour", 12), ("memory", "day", 24), ("cpu", "year", 52)] {
        let path = format!("/user/vps/44/metrics-history?metric={metric}&range={range}");
        let history = account.json(&path).await;
        let values = history["points"].as_array().unwrap();
        assert_eq!(values.len(), points);
        assert!(values.iter().all(|point| (0.0..=100.0).contains(&point["value"].as_f64().unwrap())));
        assert!(values.is_sorted_by_key(|point| point["time"].as_i64()));
        assert_eq!(history, account.json(&path).await);
    }
    for query in ["metric=disk&range=day", "metric=cpu&range=forever", "metric=cpu", ""] {
        assert_eq!(account.get(&format!("/user/vps/44/metrics-history?{query}")).await.0, 400, "{query}");
    }
}

#[tokio::test]
async fn the_sandbox_looks_lived_in_and_holds_a_hostile_name() {
    let account = Account::start(State::sandbox()).await;
    assert_ne!(account.key, DOCUMENTED_KEY);
    let servers = account.json("/user/vps").await;
    let servers = servers.as_array().unwrap();
    let names: Vec<_> = servers.iter().map(|server| server["name"].as_str().unwrap()).collect();
    assert_eq!(names[..5], ["production-web", "staging-web", "db-1", "mail", "build-1"]);
    assert!(names.iter().any(|name| name.chars().any(|letter| ('א'..='ת').contains(&letter))));
    assert!(names.iter().any(|name| name.contains("@everyone") && name.contains('\u{202e}')));
    let build = servers.iter().find(|server| server["name"] == "build-1").unwrap();
    assert_eq!(build["status"], "stopped");
    let sites = account.json("/user/websites").await;
    let domains: Vec<_> =
        sites.as_array().unwrap().iter().map(|site| site["domain"].as_str().unwrap()).collect();
    let expected = ["example.co.il", "shop.example.co.il", "דוגמה.co.il", "xn--4db6bi.co.il"];
    assert_eq!(domains, expected);
    for site in sites.as_array().unwrap() {
        let path = format!("/user/websites/info/{}", site["id"].as_str().unwrap());
        assert_eq!(account.json(&path).await["domain"], site["domain"]);
    }
    let list = async |path| account.json(path).await["items"].as_array().unwrap().len();
    assert_eq!((list("/platform/vps-plans").await, list("/platform/os-templates").await), (3, 4));
    let snapshot = account.sim.snapshot();
    assert_eq!(snapshot["state"]["servers"].as_array().unwrap().len(), servers.len());
    assert!(!snapshot.to_string().contains(&account.key));
}
