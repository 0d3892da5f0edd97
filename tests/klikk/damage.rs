//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::sync::LazyLock;

use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{ErrorKind, ResourceRef};
use hostmaster::providers::{Servers, Shop};
use hostmaster::sandbox::klikk::{Fault, Reply};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::spoil::{intruder, spoil};
use super::{Account, CHANGES, offered};

/// The documented answers, and those that the document describes.
const EXAMPLES: [&str; 7] = [
    r#"{"order_id":73,"status":200,"message":"Order is being processed"}"#,
    r#"{"order_id":73,"status":200,"message":"Order is being processed","order_items":[{"id":1293,"status":200,"name":"VPS","reference":"My testserver 1","message":"Order is being processed"}]}"#,
    r#"{"orders":[{"order_id":73,"status":200,"message":"Order is being processed","reference":"hm-1"},{"order_id":70,"status":0}]}"#,
    r#"[{"id":73,"status":100},{"id":"70","status":"900"}]"#,
    r#"{"73":{"status":200},"70":{"status":0}}"#,
    r#"{"servers":[{"id":1,"name":"my.server.com","cpu":1,"memory":512,"is_running":1,"customer_id":1,"order_item_id":1290,"networks":[{"id":1,"ifindex":0,"name":"Segmentname1","ipv4":"127.0.0.2","ipv6":"fec0::fec0"}],"storages":[{"id":1,"lun":0,"name":"NVM SSD","size":20000}]}]}"#,
    r#"{"message":"Order not found"}"#,
];

/// What may stand in place of a whole answer.
const OTHERS: [&str; 12] = [
    "",
    "null",
    "[]",
    "{}",
    "[[]]",
    "0",
    r#""closed""#,
    r#"{"0":{},"1":[]}"#,
    r#"{"error":"no"}"#,
    "OK",
    "<!DOCTYPE html><html><head><title>JSON REST API</title></head></html>",
    "<br />\n<b>Warning</b>: mysql_connect() in /home/api.php",
];

/// A simulated Klikk for all cases of one test; starting one for each would be most of the time.
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

    /// Answers everything so, and looks that nothing comes of it but an answer or a clear error.
    fn answer(&self, body: &[u8], media_type: &'static str) -> Result<(), TestCaseError> {
        self.account.sim.clear_faults();
        let reply = Reply::new(StatusCode::OK, media_type, body.to_vec());
        self.account.sim.inject_everywhere(Fault::answer(reply));
        self.runtime.block_on(async {
            nothing_panics(&self.account).await?;
            what_is_read_is_sound(&self.account).await
        })
    }
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let spoils = prop::collection::vec((0usize..25, prop::option::of(intruder())), 0..4);
    let cut = prop::option::weighted(0.2, (any::<usize>(), prop::collection::vec(any::<u8>(), 0..4)));
    (prop::sample::select(EXAMPLES.to_vec()), spoils, cut).prop_map(|(example, spoils, cut)| {
        let mut value: Value = serde_json::from_str(example).unwrap();
        for (mut at, intruder) in spoils {
            spoil(&mut value, &mut at, &intruder);
        }
        let mut bytes = value.to_string().into_bytes();
        if let Some((at, more)) = cut {
            bytes.truncate(at % bytes.len().max(1));
            bytes.extend(more);
        }
        bytes
    })
}

/// Performs every operation: each works, is refused, or says what it could not read or did not find.
async fn nothing_panics(account: &Account) -> Result<(), TestCaseError> {
    for (operation, _) in offered().into_values() {
        if let Err(error) = account.perform(operation).await {
            let is_refused = matches!(error.kind, ErrorKind::Refused(_));
            let is_told = is_refused || matches!(error.kind, ErrorKind::Unreadable | ErrorKind::NotFound);
            prop_assert!(is_told, "{operation}: {error}");
            let is_open = CHANGES.contains(&operation) && !is_refused;
            prop_assert_eq!(error.is_ambiguous(), is_open, "{}", error);
        }
    }
    // What the relays look at is no operation of its own.
    if let Err(error) = account.adapter.look_at_orders(None).await {
        let is_told = matches!(error.kind, ErrorKind::Refused(_) | ErrorKind::Unreadable);
        prop_assert!(is_told && !error.is_ambiguous(), "{error}");
    }
    Ok(())
}

/// Everything that was read is what the rest of the bot may rely on.
async fn what_is_read_is_sound(account: &Account) -> Result<(), TestCaseError> {
    let adapter = &account.adapter;
    let mut resources: Vec<ResourceRef> = vec![];
    resources.extend(adapter.servers().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.orders().await.into_iter().flatten().map(|it| it.resource));
    prop_assert!(resources.iter().all(|resource| is_plain_id(&resource.id)));
    if let Ok(server) = adapter.server("1290.1").await {
        prop_assert_eq!(server.resource.id, "1290.1");
    }
    if let Ok(detail) = adapter.order("73").await {
        prop_assert_eq!(detail.order.resource.id, "73");
        prop_assert!(detail.items.iter().all(|item| item.id.parse::<u64>().is_ok_and(|id| id > 0)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_answer_is_read_or_said_to_be_unreadable(body in damaged(), is_page: bool) {
        static PROVIDER: LazyLock<Provider> = LazyLock::new(Provider::start);
        PROVIDER.answer(&body, if is_page { "text/html" } else { "application/json" })?;
    }
}

#[test]
fn another_answer_in_place_of_the_documented_one_is_read_or_said_to_be_unreadable() {
    let provider = Provider::start();
    for body in EXAMPLES.iter().chain(&OTHERS) {
        for media_type in ["application/json", "text/html"] {
            provider.answer(body.as_bytes(), media_type).unwrap();
        }
    }
}
