//! Damaged versions of the documented answers: whatever comes, the adapter answers or says that it cannot read it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hostmaster::domain::resource::is_plain_id;
use hostmaster::domain::{Action, ErrorKind, Money, ResourceKind, ResourceRef};
use hostmaster::providers::{Billing, Networks, Notices, Purchases, Servers, Services, Shop, Support};
use proptest::prelude::*;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::portal::{BALANCE, EXAMPLES, Reply};
use super::spoil::{intruder, spoil};
use super::{Account, CHANGES, READS, SPENDS, certificate_offer, offer, permit_of, wish};

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
    r#"{"vms":[],"vm":[],"services":{},"tickets":{},"invoices":[]}"#,
    r#"{"0":{},"1":[]}"#,
    r#"{"vm":{},"invoice":{},"ticket":{},"replies":[],"status":{},"client":{}}"#,
    "{{}}",
];

/// A portal for all cases of one test; starting one for each would be most of the time.
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
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let examples: Vec<&str> =
        EXAMPLES.iter().map(|(_, body)| *body).filter(|body| body.starts_with('{')).collect();
    let spoils = prop::collection::vec((0usize..30, prop::option::of(intruder())), 0..4);
    let cut = prop::option::weighted(0.2, (any::<usize>(), prop::collection::vec(any::<u8>(), 0..4)));
    (prop::sample::select(examples), spoils, cut).prop_map(|(example, spoils, cut)| {
        let mut bytes = match serde_json::from_str::<Value>(example) {
            Ok(mut value) => {
                for (mut at, intruder) in spoils {
                    spoil(&mut value, &mut at, &intruder);
                }
                value.to_string().into_bytes()
            }
            Err(_) => BALANCE.as_bytes().to_vec(),
        };
        if let Some((at, more)) = cut {
            bytes.truncate(at % bytes.len().max(1));
            bytes.extend(more);
        }
        bytes
    })
}

/// Performs every operation: each works, or says what it could not read or was refused.
async fn nothing_panics(account: &Account) -> Result<(), TestCaseError> {
    for operation in READS.into_iter().chain(CHANGES).chain(SPENDS) {
        if let Err(error) = account.perform(operation).await {
            let is_told = matches!(error.kind, ErrorKind::Unreadable | ErrorKind::Refused(_));
            prop_assert!(is_told, "{operation}: {error}");
            let is_change = CHANGES.contains(&operation) || SPENDS.contains(&operation);
            let is_lost = error.kind == ErrorKind::Unreadable && is_change;
            prop_assert_eq!(error.is_ambiguous(), is_lost, "{}", error);
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
    resources.extend(adapter.tickets().await.into_iter().flatten().map(|it| it.resource));
    resources.extend(adapter.notices(true).await.into_iter().flatten().filter_map(|it| it.resource));
    prop_assert!(resources.iter().all(|resource| is_plain_id(&resource.id)));
    if let Ok(thread) = adapter.ticket("736633").await {
        prop_assert_eq!(thread.ticket.resource.id, "736633");
        let attachments = thread.replies.iter().flat_map(|reply| &reply.attachments);
        prop_assert!(attachments.into_iter().all(|file| is_plain_id(&file.id)));
        prop_assert!(thread.replies.iter().all(|reply| !reply.text.contains('\r')));
    }
    if let Ok(detail) = adapter.invoice("308976").await {
        prop_assert_eq!(detail.invoice.resource.id, "308976");
    }
    let options = adapter.upgrade_options("301").await.unwrap_or_default();
    let ids = options.resources.iter().flat_map(|it| it.items.iter().map(|item| &item.id).chain([&it.id]));
    prop_assert!(ids.chain(options.packages.iter().map(|it| &it.id)).all(|id| is_plain_id(id)));
    let templates = adapter.templates().await.unwrap_or_default();
    prop_assert!(templates.iter().all(|template| is_plain_id(&template.id)));
    let servers = adapter.service_servers("301").await.unwrap_or_default();
    prop_assert!(servers.iter().all(|server| is_plain_id(&server.resource.id)));
    let interfaces = adapter.interfaces("301.1374").await.unwrap_or_default();
    prop_assert!(interfaces.iter().all(|interface| is_plain_id(&interface.id)));
    if let Ok(interface) = adapter.interface("301.1374", "0").await {
        prop_assert!(interface.is_named("0"));
    }
    let pools = adapter.pools("301.1374", None).await.unwrap_or_default();
    prop_assert!(pools.iter().all(|pool| is_plain_id(&pool.id)));
    let addresses = adapter.server_addresses("301.1374", None, None).await.unwrap_or_default();
    prop_assert!(addresses.iter().all(|address| address.id.as_deref().is_none_or(is_plain_id)));
    if let Ok(server) = adapter.server("301.1374").await {
        prop_assert_eq!(server.resource.id, "301.1374");
    }
    what_is_sold_is_sound(account).await
}

/// The same of what is sold and of what became of it.
async fn what_is_sold_is_sound(account: &Account) -> Result<(), TestCaseError> {
    let adapter = &account.adapter;
    let plans = adapter.plans().await.unwrap_or_default();
    prop_assert!(plans.iter().all(|plan| is_plain_id(&plan.resource.id)));
    let is_price = |price: Option<Money>| price.is_none_or(|price| !price.amount.is_sign_negative());
    prop_assert!(plans.iter().all(|plan| is_price(plan.price)));
    let steps = adapter.steps("333").await.unwrap_or_default();
    let ids: BTreeSet<_> = steps.iter().map(|step| &step.id).collect();
    prop_assert!(ids.len() == steps.len(), "an option means one question");
    // A default that could not be chosen would stand in the way of every order.
    prop_assert!(steps.iter().all(|step| step.default.as_ref().is_none_or(|text| step.read(text).is_ok())));
    for wished in [adapter.quote(&wish()).await, adapter.offer(&wish()).await] {
        if let Ok(Ok(offer)) = wished {
            prop_assert!(offer.price.is_some() && is_price(offer.price));
        }
    }
    let mut traces = adapter.traces(&offer(), "hm-1").await.unwrap_or_default();
    traces.extend(adapter.traces(&certificate_offer(), "hm-1").await.unwrap_or_default());
    prop_assert!(traces.iter().all(|trace| is_plain_id(&trace.id)));
    let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
    if let Ok(bought) = adapter.buy(&permit, &offer(), "hm-1").await {
        prop_assert!(bought.traces.iter().chain(&bought.invoice).all(|id| is_plain_id(id)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_answer_is_read_or_said_to_be_unreadable(body in damaged()) {
        static PROVIDER: LazyLock<Provider> = LazyLock::new(Provider::start);
        let reply = Reply::Answer(200, "application/json", body);
        PROVIDER.account.portal.script().everything = Some(reply);
        PROVIDER.runtime.block_on(async {
            nothing_panics(&PROVIDER.account).await?;
            what_is_read_is_sound(&PROVIDER.account).await
        })?;
    }
}

#[test]
fn another_answer_in_place_of_the_documented_one_is_read_or_said_to_be_unreadable() {
    let Provider { runtime, account } = Provider::start();
    for body in EXAMPLES.iter().map(|(_, body)| body).chain(&OTHERS) {
        account.portal.script().everything = Some(Reply::json(body));
        runtime.block_on(nothing_panics(&account)).unwrap();
        runtime.block_on(what_is_read_is_sound(&account)).unwrap();
    }
}
