//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::sync::LazyLock;

use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{Action, Error, ErrorKind};
use hostmaster::providers::{Billing, ServerControl, Servers};
use hostmaster::sandbox::llamalink::{Fault, Reply};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::{Account, permit};

const EXAMPLES: [&str; 5] = [
    r#"[{"id":42,"name":"production-web","status":"running","paymentStatus":"active","disk":40.5,"cpu_used":12,"cpus_avail":4,"memory":{"used":1.2,"max":4,"usage_percent":30},"uptime":86400,"ip_addresses":["203.0.113.50"]}]"#,
    r#"{"id":42,"name":"production-web","status":"running","ip_addresses":["203.0.113.50"],"memory":{"used":1.2,"max":4,"usage_percent":30},"cpu_used":12,"uptime":86400}"#,
    r#"{"message":"פעולה נשלחה לשרת","status":"running"}"#,
    r#"[{"id":101,"type":"vps","name":"VPS Business","status":"active","renewalDate":"2026-06-01","priceMonthly":89}]"#,
    r#"[{"id":3,"last4dig":"4242","exp_month":12,"exp_year":2027,"brand":"visa"}]"#,
];

/// One provider for all cases; starting one for each would be most of the time.
static PROVIDER: LazyLock<(Runtime, Account)> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let account = runtime.block_on(Account::documented());
    (runtime, account)
});

/// What may stand where something else stood.
fn intruder() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec![
            json!(null),
            json!([]),
            json!({}),
            json!(""),
            json!("0000-00-00"),
            json!("2026-13-45"),
            json!("9999-12-31"),
            json!(-1),
            json!(u64::MAX),
            json!(1e308),
            json!(0.1),
            json!(true),
            json!("٤٢"),
            json!("79228162514264337593543950336"),
            json!([[[[null]]]]),
            json!({"items": [1, {"id": 7}]}),
        ]),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ]
}

/// Puts `intruder` in place of the `at`th node, or removes that node.
fn spoil(value: &mut Value, at: &mut usize, intruder: &Option<Value>) -> bool {
    if *at == 0 {
        match intruder {
            Some(intruder) => *value = intruder.clone(),
            None => return true,
        }
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(entries) => entries.retain_mut(|entry| !spoil(entry, at, intruder)),
        Value::Object(map) => map.retain(|_, entry| !spoil(entry, at, intruder)),
        _ => {}
    }
    false
}

/// What happens to the bytes of an answer.
#[derive(Clone, Debug)]
enum Bruise {
    None,
    Cut(usize),
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
}

fn bruise() -> impl Strategy<Value = Bruise> {
    prop_oneof![
        3 => Just(Bruise::None),
        1 => any::<usize>().prop_map(Bruise::Cut),
        1 => (any::<usize>(), 1u8..).prop_map(|(at, bits)| Bruise::Flip(at, bits)),
        1 => (any::<usize>(), prop::collection::vec(any::<u8>(), 1..5)).prop_map(|(at, bytes)| Bruise::Insert(at, bytes)),
    ]
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let spoils = prop::collection::vec((0usize..20, prop::option::of(intruder())), 0..4);
    (prop::sample::select(EXAMPLES.to_vec()), spoils, bruise()).prop_map(|(example, spoils, bruise)| {
        let mut value: Value = serde_json::from_str(example).unwrap();
        for (mut at, intruder) in spoils {
            spoil(&mut value, &mut at, &intruder);
        }
        let mut bytes = value.to_string().into_bytes();
        match bruise {
            Bruise::None => {}
            Bruise::Cut(at) => bytes.truncate(at % bytes.len()),
            Bruise::Flip(at, bits) => {
                let at = at % bytes.len();
                bytes[at] ^= bits;
            }
            Bruise::Insert(at, more) => {
                let at = at % bytes.len();
                bytes.splice(at..at, more);
            }
        }
        bytes
    })
}

fn is_unreadable<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(error) if error.kind == ErrorKind::Unreadable)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_answer_is_read_or_said_to_be_unreadable(body in damaged()) {
        let (runtime, Account { sim, adapter }) = &*PROVIDER;
        sim.clear_faults();
        sim.inject_everywhere(Fault::answer(Reply::new(StatusCode::OK, "application/json", body)));
        runtime.block_on(async {
            let servers = adapter.servers().await;
            prop_assert!(servers.is_ok() || is_unreadable(&servers));
            for server in servers.iter().flatten() {
                prop_assert!(is_plain_id(&server.resource.id));
            }
            let server = adapter.server("42").await;
            prop_assert!(server.is_ok() || is_unreadable(&server));
            prop_assert!(server.is_err() || server.unwrap().resource.id == "42");
            let balance = adapter.balance().await;
            prop_assert!(balance.is_ok() || is_unreadable(&balance));
            let restarted = adapter.restart(&permit(Action::VpsRestart, "42")).await;
            prop_assert!(restarted.is_ok() || restarted.unwrap_err().is_ambiguous());
            Ok(())
        })?;
    }
}
