//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::sync::LazyLock;

use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{ErrorKind, ResourceRef};
use hostmaster::providers::{Billing, Servers};
use hostmaster::sandbox::iv::{Fault, Reply};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::spoil::{intruder, spoil};
use super::{Account, CHANGES, offered};

/// The documented answers.
const EXAMPLES: [&str; 10] = [
    r#"{"ac_id":"1","ac_company":null,"ac_name":"Name Surname","ac_vat":null,"ac_phone":"","ac_email":"name@test.com","ac_credit":"0","ac_bonus":"0","ac_contacts":[],"ac_users":[{"us_id":"1","us_subuser":"no","us_nick":"foobar","us_description":null}]}"#,
    r#"[{"or_id":"1","or_created":"2011-11-11 11:11:11","or_paid":null,"or_series":null,"or_number":null,"or_cost":"11.11","or_url":"https://saskaitos.iv.lt/"},{"or_id":"2","or_created":"2012-12-12 12:12:12","or_paid":"2012-12-12 13:12:12","or_series":"IV","or_number":"121212","or_cost":"12.12"}]"#,
    r#"[{"se_id":"3","se_created":"2013-02-02 12:12:12","se_since":"2013-02-02","se_until":"2013-03-02","se_quantity":"1","se_price":"10.00","se_discount":"10","se_unit":"mėn.","se_description":"Serverio nuoma (planas 1GHz:1024MB:10GB:10Mbps, server.example.com)"}]"#,
    r#"{"se_id":"3","se_until":"2013-03-02","se_domain":"server.example.com","se_cpu":"1","se_ram":"1024","se_quota":"10","se_bandwidth":"10","se_info":{"in_host":"server.example.com","in_qt_limit":"100352","in_qt_usage":"17432","in_mm_limit":"2048","in_mm_usage":"1297","in_ips":"12.23.34.45"}}"#,
    r#"[{"ta_id":"1","ta_activated":"2013-04-04 04:04:04","ta_assigned":"2013-04-04 04:04:08","ta_completed":"2013-04-04 04:04:12","ta_command":"server_recreate","ta_params":{"os":"debian-6.0-x86_64"},"ta_results":"IP: 12.23.34.45\nPassword:  secret"}]"#,
    r#"{"centos-6-x86_64":{"title":"CentOS 6","arch":"64-bit"},"centos-6-x86_64-directadmin":{"title":"DirectAdmin 1.4","panel":"yes","price":"99","min_ram":"2048"}}"#,
    r#"{"task_id":"11"}"#,
    r#"{"version":"0.1"}"#,
    r#"[{"bo_id":"1","bo_created":"2013-03-01 12:12:12","bo_amount":"1.00","bo_description":"SMS +370.61234567 (example)"}]"#,
    r#"{"traffic_daily":"//stats.serveriai.lt/graph.php?Ds252x+6Lek==","cpu_yearly":"//stats.serveriai.lt/graph.php?x"}"#,
];

/// What may stand in place of a whole answer.
const OTHERS: [&str; 8] = ["", "null", "[]", "{}", "[[]]", "0", r#""closed""#, r#"{"0":{},"1":[]}"#];

/// A simulated IV for all cases of one test; starting one for each would be most of the time.
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
    fn answer(&self, body: &[u8]) -> Result<(), TestCaseError> {
        self.account.sim.clear_faults();
        let reply = Reply::new(StatusCode::OK, "application/json", body.to_vec());
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

/// Performs every operation: each works, or says what it could not read or did not find.
async fn nothing_panics(account: &Account) -> Result<(), TestCaseError> {
    for (operation, _) in offered().into_values() {
        if let Err(error) = account.perform(operation).await {
            let is_told = matches!(error.kind, ErrorKind::Unreadable | ErrorKind::NotFound);
            prop_assert!(is_told, "{operation}: {error}");
            prop_assert_eq!(error.is_ambiguous(), CHANGES.contains(&operation), "{}", error);
        }
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
    prop_assert!(resources.iter().all(|resource| is_plain_id(&resource.id)));
    if let Ok(graphs) = adapter.graphs("3", super::VIEWER).await {
        let leads_there = |link: &str| link.starts_with("https://stats.serveriai.lt/") && !link.contains(')');
        prop_assert!(graphs.graphs.iter().all(|graph| leads_there(&graph.link)), "{:?}", graphs);
    }
    let templates = adapter.templates_of("3").await.unwrap_or_default();
    prop_assert!(templates.iter().all(|template| is_plain_id(&template.id)));
    if let Ok(server) = adapter.server("3").await {
        prop_assert_eq!(server.resource.id, "3");
    }
    if let Ok(detail) = adapter.invoice("2").await {
        prop_assert_eq!(detail.invoice.resource.id, "2");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_answer_is_read_or_said_to_be_unreadable(body in damaged()) {
        static PROVIDER: LazyLock<Provider> = LazyLock::new(Provider::start);
        PROVIDER.answer(&body)?;
    }
}

#[test]
fn another_answer_in_place_of_the_documented_one_is_read_or_said_to_be_unreadable() {
    let provider = Provider::start();
    for body in EXAMPLES.iter().chain(&OTHERS) {
        provider.answer(body.as_bytes()).unwrap();
    }
}
