//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::sync::LazyLock;

use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{ErrorKind, Operation, ResourceRef};
use hostmaster::providers::http::check_base_url;
use hostmaster::providers::inferno::config::KeySettings;
use hostmaster::providers::inferno::key::{self, KeyError, Owner};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{Billing, Keys, Servers, Shop};
use hostmaster::sandbox::inferno::{Fault, Reply};
use proptest::prelude::*;
use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::spoil::{intruder, spoil};
use super::{Account, CHANGES, anew, offered};

/// The documented answers, and those that the document describes.
const EXAMPLES: [&str; 12] = [
    r#"{"result":"success","orderid":47000,"invoiceid":366000,"productids":"49700"}"#,
    r#"{"orders":{"47200":{"id":"47200","ordernum":"8634530000","amount":"5.00","invoiceid":"366000","status":"Pending"},"47012":{"id":"47012","amount":"5.00","invoiceid":"365000","status":"Active"}}}"#,
    r#"{"result":"success"}"#,
    r#"{"result":"fail","message":"Order ID not found or Status not Pending"}"#,
    r#"{"method":"createVPS","result":"success","msg":"ok","retx":{"result":"success","msg":"VSCD: VPS added to queue","error_code":0}}"#,
    r#"{"method":"createVPS","result":"fail","msg":"Vps exists with current main_id (21968) , W:47012","error_code":904}"#,
    r#"{"result":"success","orderid":47012,"orderStatus":"Active","productStatus":"Active","dedicatedip":"","vps_info":{"result":"success","message":"","main_id":"21968","vps_name":"37-1-0-111","ip":"37.1.0.111","real_state":"Включен","vps_password":"XXXXXXXXXXX"}}"#,
    r#"{"ostpls":["centos7-64-default"],"products":{"303":{"pid":303,"name":"VPS-1","price":"5.00"}}}"#,
    r#"{"list":[{"id":7,"name":"ana","sshkey":"ssh-rsa AAAAB ana"}]}"#,
    r#"{"result":"success","services":{"49500":{"id":"49500","product":"VPS-1","status":"Active","nextduedate":"2026-12-01","dedicatedip":"37.1.0.111","amount":"5.00","billingcycle":"Monthly"}}}"#,
    r#"{"result":"success","balance":"12.50","currency":"EUR"}"#,
    r#"{"result":"success","cid":"777","key":"0123456789abcdef"}"#,
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
    "[method] => createVPS [result] => success [msg] => ok [retx] => Array ( [result] => success [msg] => VSCD: VPS added to queue [error_code] => 0 )",
    "Array ( [method] => createVPS [result] => fail [msg] => Vps exists with current main_id (21968) , W:47012 [error_code] => 904 )",
    "[result] => fail [result] => success",
    "<br />\n<b>Warning</b>: mysql_connect() in /home/api_client.php",
];

/// A simulated Inferno for all cases of one test; starting one for each would be most of the time.
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
            let is_change = CHANGES.contains(&operation) || operation == Operation::OrderBuy;
            let is_open = is_change && !is_refused;
            prop_assert_eq!(error.is_ambiguous(), is_open, "{}", error);
        }
    }
    beside_the_operations(account).await
}

/// What is asked beside the operations: checks before a change, looks of the relays, and the key for the command line.
async fn beside_the_operations(account: &Account) -> Result<(), TestCaseError> {
    let (adapter, setup) = (&account.adapter, anew(&["7"]));
    let errors = [
        adapter.check_reinstall("47012", &setup).await.err(),
        adapter.check_install("47200", &setup).await.err(),
        adapter.look_at_orders(None).await.err(),
        adapter.look_at_invoices(None).await.err(),
        adapter.server("37.1.0.111").await.err(),
    ];
    for error in errors.into_iter().flatten() {
        let kinds = matches!(error.kind, ErrorKind::Refused(_) | ErrorKind::Unreadable | ErrorKind::NotFound);
        prop_assert!(kinds && !error.is_ambiguous(), "{error}");
    }
    let base_url = Some(check_base_url(&account.sim.base_url()).unwrap());
    let settings = KeySettings { base_url, limits: Limits::default() };
    let owner = Owner { email: "ana@example.com".to_owned(), password: SecretString::new("password".into()) };
    match key::fetch("dev".parse().unwrap(), settings, &owner, false).await {
        Err(KeyError::Setup(error)) => prop_assert!(false, "{error}"),
        Err(KeyError::Provider(error)) => {
            prop_assert!(matches!(error.kind, ErrorKind::Refused(_) | ErrorKind::Unreadable), "{error}");
        }
        Ok(fetched) => prop_assert!(!fetched.key.expose_secret().contains(char::is_control)),
    }
    Ok(())
}

/// Everything that was read is what the rest of the bot may rely on.
async fn what_is_read_is_sound(account: &Account) -> Result<(), TestCaseError> {
    let adapter = &account.adapter;
    let mut resources: Vec<ResourceRef> = vec![];
    resources.extend(adapter.servers().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.services().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.invoices().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.orders().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.plans().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.ssh_keys().await.into_iter().flatten().map(|it| it.resource));
    prop_assert!(resources.iter().all(|resource| is_plain_id(&resource.id)));
    let templates = adapter.templates().await.unwrap_or_default();
    prop_assert!(templates.iter().all(|template| is_plain_id(&template.id)));
    if let Ok(server) = adapter.server("47012").await {
        prop_assert_eq!(server.resource.id, "47012");
    }
    if let Ok(service) = adapter.service("49500").await {
        prop_assert_eq!(service.resource.id, "49500");
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
