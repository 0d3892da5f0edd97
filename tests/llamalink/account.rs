//! What the account holds beside servers: cards, subscriptions, orders, sites, and its owner.

use hostmaster::domain::account::Profile;
use hostmaster::domain::billing::{Balance, Card, Subscription};
use hostmaster::domain::order::{Cycle, Order, OrderState};
use hostmaster::domain::site::Site;
use hostmaster::domain::{Action, ErrorKind, ErrorStatus, Operation, ResourceKind, ResourceRef};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::llamalink::LlamaLink;
use hostmaster::providers::{Billing, Looked, Owner, Shop, SiteControl, Sites};
use hostmaster::sandbox::llamalink::{self as sim, Effect, Fault, Reply};
use jiff::civil::date;
use reqwest::StatusCode;
use serde_json::json;

use super::requests::{get, post, seen};
use super::{Account, SITE, SOON, ils, new_site, permit_here, settings};

fn visa() -> Card {
    Card { brand: "visa".to_owned(), last_four: "4242".to_owned(), expires_on: Some(date(2028, 1, 1)) }
}

fn business() -> Subscription {
    Subscription {
        resource: ResourceRef::parse(ResourceKind::Service, "shop/101").unwrap(),
        kind: Some("vps".to_owned()),
        name: "VPS Business".to_owned(),
        state: "active".to_owned(),
        renews_on: Some(date(2026, 6, 1)),
        monthly: Some(ils("89")),
    }
}

/// An account whose every answer is this JSON.
async fn answering(body: &'static str) -> Account {
    let reply = Reply::new(StatusCode::OK, "application/json", body);
    Account::documented().await.failing(Fault::answer(reply))
}

#[tokio::test]
async fn the_balance_is_subscriptions_and_cards_read_side_by_side() {
    let account = Account::documented().await;
    let expected = Balance {
        credit: None,
        bonus: None,
        owed: None,
        subscriptions: vec![business()],
        cards: Some(vec![visa()]),
    };
    assert_eq!(account.adapter.balance().await.unwrap(), expected);
    let mut requests = seen(&account);
    requests.sort();
    assert_eq!(requests, [get(&account, "/user/payment"), get(&account, "/user/subscriptions")]);
}

#[tokio::test]
async fn both_halves_of_the_balance_are_under_way_at_once() {
    let account = Account::documented().await;
    for half in [sim::Operation::ListCards, sim::Operation::ListSubscriptions] {
        account.sim.inject(half, Fault::before(sim::Misbehaviour::Hold(sim::OnDisconnect::Abandon)));
    }
    let both_held = async {
        account.sim.wait_until_held(sim::Operation::ListCards, SOON).await.unwrap();
        account.sim.wait_until_held(sim::Operation::ListSubscriptions, SOON).await.unwrap();
        account.sim.release_all()
    };
    let (balance, released) = tokio::join!(account.adapter.balance(), both_held);
    assert_eq!((balance.unwrap().subscriptions.len(), released), (1, 2));
}

#[tokio::test]
async fn cards_services_and_orders_are_one_request_each_and_read_as_documented() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.cards().await.unwrap(), [visa()]);
    assert_eq!(account.adapter.services().await.unwrap(), [business()]);
    let order = Order {
        resource: ResourceRef::parse(ResourceKind::Order, "shop/101").unwrap(),
        name: "VPS Business".to_owned(),
        state: OrderState::Told("active".to_owned()),
        price: Some(ils("89")),
        placed: None,
        cycle: Cycle::Monthly,
        renews_on: Some(date(2026, 6, 1)),
        server: None,
        traces: None,
    };
    assert_eq!(account.adapter.orders().await.unwrap(), [order]);
    let subscriptions = || get(&account, "/user/subscriptions");
    assert_eq!(seen(&account), [get(&account, "/user/payment"), subscriptions(), subscriptions()]);
}

#[tokio::test]
async fn a_list_of_orders_that_is_known_is_not_read_again() {
    let account = Account::documented().await;
    let Looked::Read { items, digest } = account.adapter.look_at_orders(None).await.unwrap() else {
        panic!("nothing is known of it yet");
    };
    assert_eq!(items, account.adapter.orders().await.unwrap());
    assert!(matches!(account.adapter.look_at_orders(digest.as_ref()).await.unwrap(), Looked::Same));
    account.sim.with_state(|state| "pending".clone_into(&mut state.subscriptions[0].status));
    let Looked::Read { items, .. } = account.adapter.look_at_orders(digest.as_ref()).await.unwrap() else {
        panic!("it is another list now");
    };
    assert_eq!(items[0].state, OrderState::Told("pending".to_owned()));
}

#[tokio::test]
async fn the_accounts_currency_goes_before_llamalinks() {
    let account = Account::documented().await;
    let mut settings = settings(&account.sim, sim::DOCUMENTED_KEY, Limits::default());
    settings.currency = Some("EUR".parse().unwrap());
    let adapter = LlamaLink::new("shop".parse().unwrap(), settings).unwrap();
    let balance = adapter.balance().await.unwrap();
    assert_eq!(balance.subscriptions[0].monthly.unwrap().to_string(), "89.00 EUR");
    assert_eq!(adapter.orders().await.unwrap()[0].price.unwrap().to_string(), "89.00 EUR");
    assert_eq!(
        adapter.plans().await.unwrap()[0].price.unwrap().to_string(),
        "54.00 ILS",
        "plans state theirs"
    );
}

#[tokio::test]
async fn a_list_of_the_account_keeps_the_entries_that_have_an_id() {
    let account = answering(r#"{"items":[{"id":1},{"id":"../2"},{"name":"x"},null,{"id":"3-a"}]}"#).await;
    let ids =
        |refs: Vec<ResourceRef>| refs.into_iter().map(|resource| resource.to_string()).collect::<Vec<_>>();
    let services = account.adapter.services().await.unwrap().into_iter().map(|it| it.resource);
    assert_eq!(ids(services.collect()), ["shop/1", "shop/3-a"]);
    let orders = account.adapter.orders().await.unwrap();
    assert!(orders.iter().all(|order| order.state == OrderState::Told("?".to_owned())));
    assert_eq!(ids(orders.into_iter().map(|it| it.resource).collect()), ["shop/1", "shop/3-a"]);
    let sites = account.adapter.sites().await.unwrap().into_iter().map(|it| it.resource);
    assert_eq!(ids(sites.collect()), ["shop/1", "shop/3-a"]);
    assert_eq!(account.adapter.cards().await.unwrap().len(), 2);
}

#[tokio::test]
async fn sites_are_listed_by_one_request_and_read_as_documented() {
    let account = Account::documented().await;
    let in_list = Site {
        resource: ResourceRef::new("shop".parse().unwrap(), ResourceKind::Site, SITE).unwrap(),
        domain: "example.co.il".to_owned(),
        state: "active".to_owned(),
        plan: Some("business".to_owned()),
        disk_used_mb: Some(1200),
        disk_limit_mb: Some(10240),
        php: None,
        has_certificate: None,
        nameservers: vec![],
    };
    let alone = Site {
        plan: None,
        disk_used_mb: None,
        disk_limit_mb: None,
        php: Some("8.2".to_owned()),
        has_certificate: Some(true),
        nameservers: vec!["ns1.llamalink.net".to_owned(), "ns2.llamalink.net".to_owned()],
        ..in_list.clone()
    };
    assert_eq!(account.adapter.sites().await.unwrap(), [in_list]);
    assert_eq!(account.adapter.site(SITE).await.unwrap(), alone);
    let info = format!("/user/websites/info/{SITE}");
    assert_eq!(seen(&account), [get(&account, "/user/websites"), get(&account, &info)]);
    let error = account.adapter.site("00000000-1111-2222-3333-444455556666").await.unwrap_err();
    assert_eq!((error.kind, error.operation), (ErrorKind::NotFound, Operation::SiteShow));
}

#[tokio::test]
async fn another_site_than_asked_for_is_not_shown() {
    for body in [r#"{"id":"9a3b","domain":"x.co.il"}"#, r#"{"domain":"x.co.il"}"#, r#"{"error":"x"}"#] {
        let error = answering(body).await.adapter.site(SITE).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
    let body = r#"{"id":"8F2A1C00-1111-2222-3333-444455556666","domain":"example.co.il"}"#;
    let site = answering(body).await.adapter.site(SITE).await.unwrap();
    assert_eq!(site.resource.id, SITE, "a UUID is the same in either case");
}

#[tokio::test]
async fn a_site_is_created_by_one_request_that_says_what_is_documented() {
    let account = Account::documented().await;
    account.adapter.create_site(&permit_here(Action::SiteCreate), &new_site()).await.unwrap();
    let body = json!({"domain": "mysite.co.il", "planId": "business", "phpVersion": "8.2"});
    assert_eq!(seen(&account), [post(&account, "/user/websites/new", &body)]);
    let created = Effect::SiteCreated {
        site: "9a3b2c10-aaaa-bbbb-cccc-dddddddddddd".to_owned(),
        domain: "mysite.co.il".to_owned(),
    };
    assert_eq!(account.effects(), [created]);
    let error = account.adapter.create_site(&permit_here(Action::SiteCreate), &new_site()).await.unwrap_err();
    assert_eq!(error.status, ErrorStatus::Permanent, "the domain is taken: {error}");
    assert!(matches!(error.kind, ErrorKind::Refused(Some(_))), "{error}");
}

#[tokio::test]
async fn a_new_site_is_one_when_the_answer_names_it_or_says_something() {
    let create = async |body| {
        let account = answering(body).await;
        account.adapter.create_site(&permit_here(Action::SiteCreate), &new_site()).await
    };
    for body in
        [r#"{"id":"9a3b"}"#, r#"{"message":"האתר בתהליך הקמה"}"#, r#"{"id":9,"status":"provisioning"}"#]
    {
        create(body).await.unwrap();
    }
    for body in ["{}", r#"{"message":" "}"#, r#"{"status":"provisioning"}"#, r#"{"id":"../"}"#] {
        let error = create(body).await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::Unreadable, ErrorStatus::Ambiguous), "{body}");
    }
}

#[tokio::test]
async fn the_owner_is_read_as_documented() {
    let account = Account::documented().await;
    let told = |text: &str| Some(text.to_owned());
    let expected = Profile {
        id: told("7"),
        username: told("client1"),
        name: told("ישראל ישראלי"),
        email: told("user@example.com"),
        phone: told("0501234567"),
        role: told("user"),
    };
    assert_eq!(account.adapter.profile().await.unwrap(), expected);
    assert_eq!(seen(&account), [get(&account, "/user/profile")]);
    for body in ["{}", r#"{"error":"closed"}"#, r#"{"username":null,"email":""}"#] {
        let error = answering(body).await.adapter.profile().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
}
