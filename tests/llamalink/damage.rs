//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::sync::LazyLock;

use hostmaster::domain::metrics::{Metric, Range};
use hostmaster::domain::order::{Answers, CustomWish, Goods, Wish, sum};
use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{Error, ErrorKind, Operation, ResourceRef};
use hostmaster::providers::{Billing, Servers, Shop, Sites};
use hostmaster::sandbox::llamalink::{Fault, Operation as Endpoint, Reply};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::spoil::{intruder, spoil};
use super::{Account, CHANGES, OFFERED, SITE, is_read};

const PRICE_LIST: &str = r#"{"shopPurchasesEnabled":true,"items":[{"id":"spark","name":"Llama Spark","price":54,"currency":"ILS","cpuCores":2,"ramGB":2,"storageGB":50}],"custom":{"available":true,"endpoint":"/user/custom-packages","pricing":{"currency":"ILS","ramPerGB":7,"cpuPerCore":{"xeonE5":15.6,"xeonGold":17}}}}"#;
const SYSTEMS: &str = r#"{"items":[{"id":"ubuntu-22","label":"Ubuntu 22.04","enabled":true},{"id":"windows-2022","label":"Windows Server 2022","enabled":true}]}"#;

const EXAMPLES: [&str; 14] = [
    PRICE_LIST,
    SYSTEMS,
    r#"{"subscribed":true,"vpsId":42,"message":"השרת הוקם בהצלחה."}"#,
    r#"{"status":"success","percent":100,"vpsId":42,"message":"completed"}"#,
    r#"{"range":"day","points":[{"time":1716508800,"value":24.5},{"time":1716512400,"value":31.2}]}"#,
    r#"[{"id":"8f2a1c00-1111-2222-3333-444455556666","domain":"example.co.il","status":"active","plan":"business","diskUsedMb":1200,"diskLimitMb":10240}]"#,
    r#"{"id":"8f2a1c00-1111-2222-3333-444455556666","domain":"example.co.il","status":"active","phpVersion":"8.2","ssl":true,"nameservers":["ns1.llamalink.net","ns2.llamalink.net"]}"#,
    r#"{"id":"9a3b2c10-aaaa-bbbb-cccc-dddddddddddd","domain":"mysite.co.il","status":"provisioning","message":"האתר בתהליך הקמה"}"#,
    r#"{"id":7,"username":"client1","email":"user@example.com","realname":"ישראל ישראלי","phone":"0501234567","userpfp":"avatar-7.png","role":"user"}"#,
    r#"[{"id":42,"name":"production-web","status":"running","paymentStatus":"active","disk":40.5,"cpu_used":12,"cpus_avail":4,"memory":{"used":1.2,"max":4,"usage_percent":30},"uptime":86400,"ip_addresses":["203.0.113.50"]}]"#,
    r#"{"id":42,"name":"production-web","status":"running","ip_addresses":["203.0.113.50"],"memory":{"used":1.2,"max":4,"usage_percent":30},"cpu_used":12,"uptime":86400}"#,
    r#"{"message":"פעולה נשלחה לשרת","status":"running"}"#,
    r#"[{"id":101,"type":"vps","name":"VPS Business","status":"active","renewalDate":"2026-06-01","priceMonthly":89}]"#,
    r#"[{"id":3,"last4dig":"4242","exp_month":12,"exp_year":2027,"brand":"visa"}]"#,
];

/// What may stand in place of a whole answer.
const OTHERS: [&str; 12] = [
    "",
    "null",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "0",
    r#""closed""#,
    r#"{"items":[]}"#,
    r#"{"0":{},"1":[]}"#,
    r#"{"error":"closed"}"#,
    "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
];

/// A provider for all cases of one test; starting one for each would be most of the time.
struct Provider {
    runtime: Runtime,
    account: Account,
}

impl Provider {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let account = runtime.block_on(Account::documented());
        Provider { runtime, account }
    }

    /// Answers every request with the body from now on.
    fn answer_everything(&self, body: Vec<u8>) {
        self.account.sim.clear_faults();
        self.account.sim.inject_everywhere(Fault::answer(reply(body)));
    }
}

fn reply(body: Vec<u8>) -> Reply {
    Reply::new(StatusCode::OK, "application/json", body)
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

fn damaged(examples: &[&'static str]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let spoils = prop::collection::vec((0usize..24, prop::option::of(intruder())), 0..4);
    (prop::sample::select(examples.to_vec()), spoils, bruise()).prop_map(|(example, spoils, bruise)| {
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

/// Performs every operation: each works, or says what it could not read.
async fn nothing_panics(account: &Account) -> Result<(), TestCaseError> {
    for operation in OFFERED {
        let result = account.perform(operation).await;
        prop_assert!(result.is_ok() || is_unreadable(&result), "{operation}: {result:?}");
        if let Err(error) = result {
            prop_assert_eq!(error.is_ambiguous(), !is_read(operation), "{}", error);
        }
    }
    Ok(())
}

/// Everything that was read is what the rest of the bot may rely on.
async fn what_is_read_is_sound(account: &Account) -> Result<(), TestCaseError> {
    let adapter = &account.adapter;
    let mut resources: Vec<ResourceRef> = Vec::new();
    resources.extend(adapter.servers().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.services().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.orders().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.sites().await.into_iter().flatten().map(|it| it.resource));
    for plan in adapter.plans().await.into_iter().flatten() {
        prop_assert!(plan.price.is_none_or(|price| !price.amount.is_sign_negative()));
        resources.push(plan.resource);
    }
    prop_assert!(resources.iter().all(|resource| is_plain_id(&resource.id)));
    if let Ok(server) = adapter.server("42").await {
        prop_assert_eq!(server.resource.id, "42");
    }
    if let Ok(site) = adapter.site(SITE).await {
        prop_assert_eq!(site.resource.id, SITE);
    }
    if let Ok(progress) = adapter.progress("hm-1").await {
        prop_assert!(progress.percent.is_none_or(|percent| percent <= 100));
        prop_assert!(progress.server.is_none_or(|server| is_plain_id(&server)));
    }
    if let Ok(readings) = adapter.metrics("42", Metric::Cpu, Range::Day).await {
        prop_assert!(readings.iter().all(|reading| reading.value.is_finite()));
        prop_assert!(readings.is_sorted_by_key(|reading| reading.at));
    }
    Ok(())
}

fn wishes() -> [Wish; 2] {
    let plan = Wish::Plan {
        plan: "spark".to_owned(),
        os: Some("ubuntu-22".to_owned()),
        name: None,
        answers: Answers::new(),
        more: vec![],
    };
    let custom = CustomWish {
        name: "my-api-vps".to_owned(),
        os: "ubuntu-22".to_owned(),
        cpu_type: None,
        cpu_cores: 4,
        memory_gb: 8.into(),
        storage_type: None,
        storage_gb: 160,
        ipv4: 1,
        answers: Answers::new(),
    };
    [plan, Wish::Custom(custom)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_answer_is_read_or_said_to_be_unreadable(body in damaged(&EXAMPLES)) {
        static PROVIDER: LazyLock<Provider> = LazyLock::new(Provider::start);
        PROVIDER.answer_everything(body);
        PROVIDER.runtime.block_on(async {
            nothing_panics(&PROVIDER.account).await?;
            what_is_read_is_sound(&PROVIDER.account).await
        })?;
    }

    #[test]
    fn what_is_offered_out_of_a_damaged_shop_has_a_price_and_an_operating_system(
        prices in damaged(&[PRICE_LIST]), systems in damaged(&[SYSTEMS]), both: bool
    ) {
        static PROVIDER: LazyLock<Provider> = LazyLock::new(Provider::start);
        let Account { sim, adapter } = &PROVIDER.account;
        sim.clear_faults();
        let systems = if both { systems } else { SYSTEMS.into() };
        sim.inject(Endpoint::ListPlans, Fault::answer(reply(prices)));
        sim.inject(Endpoint::ListTemplates, Fault::answer(reply(systems)));
        PROVIDER.runtime.block_on(async {
            for wish in wishes() {
                match adapter.offer(&wish).await {
                    Ok(Ok(offer)) => {
                        let amount = offer.price.unwrap().amount;
                        prop_assert!(!amount.is_sign_negative());
                        prop_assert!(offer.system.unwrap().enabled);
                        if let Goods::Custom(_) = offer.goods {
                            prop_assert_eq!(sum(&offer.parts), Some(amount));
                        }
                    }
                    Ok(Err(_)) => {}
                    Err(error) => {
                        let is_gone = error.kind == ErrorKind::NotFound && error.operation == Operation::OrderBuy;
                        prop_assert!(is_gone || error.kind == ErrorKind::Unreadable, "{}", error);
                    }
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn another_answer_in_place_of_the_documented_one_is_read_or_said_to_be_unreadable() {
    let provider = Provider::start();
    let Provider { runtime, account } = &provider;
    for body in EXAMPLES.iter().chain(&OTHERS) {
        provider.answer_everything(body.as_bytes().to_vec());
        runtime.block_on(nothing_panics(account)).unwrap();
        runtime.block_on(what_is_read_is_sound(account)).unwrap();
    }
    for body in OTHERS {
        provider.answer_everything(body.as_bytes().to_vec());
        for operation in CHANGES {
            let error = runtime.block_on(account.perform(operation)).unwrap_err();
            assert!(error.is_ambiguous(), "{operation} {body}: {error}");
        }
    }
}
