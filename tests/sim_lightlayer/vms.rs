//! Virtual machines and their power.

use std::collections::BTreeMap;
use std::time::Duration;

use hostmaster::sandbox::lightlayer::{Condition, Effect, Mode, Pace, PowerOrder, State};
use serde_json::{Value, json};

use super::Account;

const PATH: &str = "/service/301/vms/1374";

impl Account {
    async fn vm(&self) -> Value {
        self.json(PATH).await["vm"].take()
    }

    async fn order(&self, order: &str) -> (u16, Value) {
        self.post(&format!("{PATH}/{order}"), json!({})).await
    }
}

fn ordered(order: PowerOrder) -> Effect {
    Effect::VmPower { service: 301, vm: "1374".to_owned(), order }
}

#[tokio::test]
async fn a_vm_is_shown_as_clients_of_such_portals_read_it() {
    let account = Account::documented().await;
    let vm = account.vm().await;
    for (name, value) in [
        ("id", json!("1374")),
        ("label", json!("web-1")),
        ("status", json!("running")),
        ("power", json!(true)),
        ("built", json!(true)),
        ("uptime", json!("86400")),
        ("memory", json!("2048")),
        ("cores", json!("2")),
        ("disk", json!("40")),
        ("ipv4", json!("203.0.113.70")),
    ] {
        assert_eq!(vm[name], value, "{name}");
    }
    assert_eq!(account.json("/service/301/vms").await, json!({"vms": {"1374": vm}}));
    account.sim.with_state(|state| state.quirks.vms_are_a_list = true);
    assert_eq!(account.json("/service/301/vms").await, json!({"vms": [vm]}));

    account.sim.with_state(|state| {
        state.quirks.vms_are_a_list = false;
        state.services.get_mut(&301).unwrap().vms = Some(BTreeMap::new());
    });
    assert_eq!(account.json("/service/301/vms").await, json!({"vms": []}), "PHP's empty map");
    account.sim.with_state(|state| state.services.get_mut(&301).unwrap().vms = None);
    let refused = super::read(account.request(reqwest::Method::GET, "/service/301/vms")).await;
    assert_eq!(refused, (404, json!({"error": ["invalid_method"]})));
}

#[tokio::test]
async fn every_order_does_what_its_name_says_at_the_pace_of_the_provider() {
    let mut state = State::documented();
    state.pace = Pace::REAL;
    let account = Account::start(state).await;
    let done = (200, json!({"status": true}));
    let power = async |seconds| {
        account.sim.advance(Duration::from_secs(seconds));
        let vm = account.vm().await;
        (vm["status"].as_str().unwrap().to_owned(), vm["uptime"].as_str().unwrap().to_owned())
    };
    let running = |uptime: &str| ("running".to_owned(), uptime.to_owned());
    let stopped = || ("stopped".to_owned(), "0".to_owned());

    assert_eq!(account.order("start").await, done, "nothing to do is no fault");
    for (order, effect) in [("reboot", PowerOrder::Reboot), ("reset", PowerOrder::Reset)] {
        assert_eq!(account.order(order).await, done);
        assert_ne!(power(0).await, stopped(), "it takes a moment");
        assert_eq!(power(1).await, stopped());
        assert_eq!(power(11).await, running("0"));
        assert_eq!(account.effects().last(), Some(&ordered(effect)));
    }
    for (order, effect) in [("shutdown", PowerOrder::ShutDown), ("stop", PowerOrder::Stop)] {
        assert_eq!(account.order(order).await, done);
        assert_eq!(power(1).await, stopped());
        assert_eq!(account.effects().last(), Some(&ordered(effect)));
        assert_eq!(account.order("start").await, done);
        assert_eq!(power(12).await, running("1"));
    }
    assert_eq!(account.effects().len(), 6);
}

#[tokio::test]
async fn a_vm_may_ignore_what_it_is_told_and_die_by_itself() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.vm_mut(301, "1374").unwrap().mode = Mode::IgnoresCommands);
    assert_eq!(account.order("shutdown").await, (200, json!({"status": true})));
    assert_eq!(account.vm().await["uptime"], "86400");
    assert!(account.effects().is_empty());

    assert!(account.sim.vm_dies(301, "1374"));
    assert_eq!(account.vm().await["power"], false);
    assert!(account.sim.vm_comes_back(301, "1374"));
    let condition = account.sim.with_state(|state| state.condition(301, "1374"));
    assert_eq!(condition, Some(Condition::Running { uptime: Duration::ZERO }));
    assert!(!account.sim.vm_dies(301, "9") && !account.sim.vm_comes_back(9, "1374"));
}
