//! Services by themselves: what is sent for them, and what is understood.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::header::CONTENT_TYPE;
use hostmaster::domain::job::Sight;
use hostmaster::domain::service::{
    Choice, Estimate, Period, ResourceWish, ServiceMethod, Told, UpgradePackage, UpgradeWish,
};
use hostmaster::domain::{Acceptance, Action, ErrorKind, ErrorStatus, Money};
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::{Billing, Servers, ServiceControl, Services};
use serde_json::{Value, json};

use super::portal::{Portal, Reply, Script, VMS};
use super::{Account, adapter, service_permit, web_2};

/// What was asked after the sign-in, with bodies.
fn seen(account: &Account) -> Vec<(String, Value)> {
    let seen = account.portal.take_seen().into_iter().filter(|seen| seen.line != "POST /api/login");
    seen.map(|seen| (seen.line, seen.body)).collect()
}

fn only(account: &Account) -> (String, Value) {
    let [only] = seen(account).try_into().unwrap_or_else(|seen| panic!("{seen:?}"));
    only
}

fn money(amount: &str) -> Option<Money> {
    Some(Money { amount: amount.parse().unwrap(), currency: Some("EUR".parse().unwrap()) })
}

fn wish(resources: &[(&str, ResourceWish)]) -> UpgradeWish {
    let resources: BTreeMap<_, _> =
        resources.iter().map(|(id, wish)| ((*id).to_owned(), wish.clone())).collect();
    UpgradeWish { resources, ..UpgradeWish::default() }
}

#[tokio::test]
async fn everything_that_is_told_of_a_service_is_read_and_its_secrets_are_not() {
    let account = Account::documented().await;
    let adapter = &account.adapter;
    let method = |name: &str, method: &str, route: &str| ServiceMethod {
        name: name.to_owned(),
        method: method.to_owned(),
        route: route.to_owned(),
    };
    let expected = [
        method("Upgrade Request", "POST", "/service/@id/upgrade"),
        method("List VMs", "GET", "/service/@id/vms"),
    ];
    assert_eq!(adapter.service_methods("301").await.unwrap(), expected);
    assert_eq!(only(&account), ("GET /api/service/301/methods".to_owned(), Value::Null));

    let told = |what: &str, how: &str| Told { what: what.to_owned(), how: how.to_owned() };
    let expected = [told("cpu", "8"), told("memory", "total 16384, used 2048")];
    let mut resources = adapter.service_resources("301").await.unwrap();
    resources.sort_by(|one, other| one.what.cmp(&other.what));
    assert_eq!(resources, expected);
    assert_eq!(only(&account).0, "GET /api/service/301/resources");

    let addresses = adapter.service_addresses("301").await.unwrap();
    assert_eq!((addresses.len(), addresses[0].of.as_deref()), (1, Some("web-1")));
    assert_eq!(only(&account).0, "GET /api/service/301/ip");

    assert_eq!(adapter.service_label("301").await.unwrap().as_deref(), Some("example"));
    assert_eq!(only(&account).0, "GET /api/service/301/label");
    for (body, label) in
        [(r#"{"label":""}"#, None), (r#"{"label":null}"#, None), (r#"{"label":7}"#, Some("7"))]
    {
        account.portal.script().answers.insert("GET /api/service/301/label", Reply::json(body));
        assert_eq!(adapter.service_label("301").await.unwrap().as_deref(), label, "{body}");
    }
    seen(&account);

    let options = adapter.upgrade_options("301").await.unwrap();
    assert_eq!(only(&account).0, "GET /api/service/301/upgrade");
    let [bandwidth] = options.resources.try_into().unwrap();
    assert_eq!((bandwidth.id.as_str(), bandwidth.choice), ("1557", Choice::Item));
    let items: Vec<_> = bandwidth.items.iter().map(|it| (it.id.as_str(), it.price, it.selected)).collect();
    let expected = [("9953", money("1"), true), ("10103", money("5"), false), ("10104", money("10"), false)];
    assert_eq!(items, expected);

    let sight = adapter.upgrade_sight("301").await.unwrap();
    let words = [("1557", "9953"), ("package", "starter hosting"), ("cycle", "monthly")];
    let expected: Sight = words.map(|(key, word)| (key.to_owned(), word.to_owned())).into();
    assert_eq!(sight, expected);
    let mut lines: Vec<_> = seen(&account).into_iter().map(|(line, _)| line).collect();
    lines.sort();
    assert_eq!(lines, ["GET /api/service/301", "GET /api/service/301/upgrade"]);

    let shown = adapter.service("301").await.unwrap();
    assert_eq!((shown.title.as_str(), shown.state.as_deref()), ("examplename.com", Some("Active")));
    let facts = format!("{:?}", shown.facts);
    for part in ["Starter Hosting", "9.99", "Monthly", "2016-12-30", "2017-12-30"] {
        assert!(facts.contains(part), "{part}: {facts}");
    }
    assert!(!facts.contains("canary") && !facts.contains("examplen\""), "{facts}");
    assert_eq!(only(&account), ("GET /api/service/301".to_owned(), Value::Null));
    let other = Reply::json(r#"{"service":{"id":"302"}}"#);
    account.portal.script().answers.insert("GET /api/service/301", other);
    assert_eq!(adapter.service("301").await.unwrap_err().kind, ErrorKind::Unreadable);
    account.portal.script().answers.clear();
    seen(&account);

    let servers = adapter.service_servers("301").await.unwrap();
    assert_eq!(servers[0].resource.id, "301.1374");
    assert_eq!(only(&account).0, "GET /api/service/301/vms");
}

#[tokio::test]
async fn the_systems_of_a_server_are_its_services_and_those_of_the_account_are_of_all() {
    let account = Account::documented().await;
    let names = |templates: Vec<hostmaster::domain::order::Template>| {
        templates.into_iter().map(|it| format!("{} {}", it.id, it.name)).collect::<Vec<_>>()
    };
    let expected = ["101 Debian 12", "102 Ubuntu 24.04"];
    assert_eq!(names(account.adapter.templates_of("301.1374").await.unwrap()), expected);
    assert_eq!(only(&account).0, "GET /api/service/301/templates");
    assert_eq!(names(account.adapter.templates().await.unwrap()), expected);
    let mut lines: Vec<_> = seen(&account).into_iter().map(|(line, _)| line).collect();
    lines.sort();
    let asked = ["GET /api/service", "GET /api/service/301/templates", "GET /api/service/302/templates"];
    assert_eq!(lines, asked);
    for body in [
        r#"{"templates":{"101":"Debian 12","102":"Ubuntu 24.04"}}"#,
        r#"{"101":{"name":"Debian 12"},"102":{"title":"Ubuntu 24.04"}}"#,
    ] {
        account.portal.script().answers.insert("GET /api/service/301/templates", Reply::json(body));
        assert_eq!(names(account.adapter.templates_of("301.1374").await.unwrap()), expected, "{body}");
    }
}

#[tokio::test]
async fn an_upgrade_is_estimated_without_sending_and_then_sent_with_the_same_words() {
    let account = Account::documented().await;
    let adapter = &account.adapter;
    let both = ResourceWish::Both { item: "81".to_owned(), quantity: "3".to_owned() };
    let package = UpgradePackage { id: "31".to_owned(), name: "Cloud VPS L".to_owned(), price: None };
    let wish = UpgradeWish {
        package: Some(package),
        cycle: Some(Period::Annually),
        ..wish(&[
            ("1557", ResourceWish::Item("10103".to_owned())),
            ("7", ResourceWish::Quantity("80".to_owned())),
            ("8", both),
        ])
    };
    let resources = json!({"1557": "10103", "7": "80", "8": {"81": "3"}});
    let estimated = adapter.upgrade_estimate("301", &wish).await.unwrap();
    assert_eq!(estimated, Estimate { now: money("4.00"), recurring: money("13.99") });
    let body = json!({"resources": resources, "package": 31, "cycle": "a"});
    assert_eq!(only(&account), ("POST /api/service/301/upgrade".to_owned(), body));

    adapter.upgrade_service(&service_permit(Action::ServiceUpgrade), &wish).await.unwrap();
    let body = json!({"resources": resources, "package": 31, "cycle": "a", "send": true});
    assert_eq!(only(&account), ("POST /api/service/301/upgrade".to_owned(), body));
    // An estimate only looks, and is asked for again for a passing reason; an order never is.
    account.portal.script().answers.insert("POST /api/service/301/upgrade", Reply::status(503));
    adapter.upgrade_estimate("301", &wish).await.unwrap_err();
    assert_eq!(seen(&account).len(), 3);
    let lost = adapter.upgrade_service(&service_permit(Action::ServiceUpgrade), &wish).await.unwrap_err();
    assert_eq!((lost.status, seen(&account).len()), (ErrorStatus::Ambiguous, 1));
    let refusal = Reply::json(r#"{"error":["no_upgrade"],"success":false}"#);
    account.portal.script().answers.insert("POST /api/service/301/upgrade", refusal);
    let refused = adapter.upgrade_estimate("301", &wish).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Refused(Some("no_upgrade".to_owned())));
}

#[tokio::test]
async fn a_label_a_cancellation_and_a_new_vm_are_one_request_each_with_texts_as_documented() {
    let account = Account::documented().await;
    let adapter = &account.adapter;
    let label = "shop \"1\" \u{1F600}/../x?y=1&z";
    let relabelled = adapter.relabel(&service_permit(Action::ServiceRelabel), label).await.unwrap();
    assert_eq!(relabelled, Acceptance::Confirmed);
    assert_eq!(only(&account), ("POST /api/service/301/label".to_owned(), json!({"label": label})));

    for (immediate, reason, body) in [
        (false, None, json!({"immediate": "false"})),
        (true, Some("moved\u{202e}"), json!({"immediate": "true", "reason": "moved\u{202e}"})),
    ] {
        let permit = service_permit(Action::ServiceCancel);
        let sent = adapter.cancel_service(&permit, immediate, reason).await.unwrap();
        assert_eq!(sent, Acceptance::Confirmed);
        assert_eq!(only(&account), ("POST /api/service/301/cancel".to_owned(), body));
    }
    let sizes = json!({"label": "web-2", "template": "101", "memory": "2048", "cpu": "2", "disk": "40"});
    for (answer, id) in [
        (r#"{"status":true}"#, None),
        (r#"{"status":true,"vm":{"id":1381}}"#, Some("301.1381")),
        (r#"{"vmid":"1381"}"#, Some("301.1381")),
        (r#"{"vmid":"../9"}"#, None),
    ] {
        account.portal.script().answers.insert("POST /api/service/301/vms", Reply::json(answer));
        let made = adapter.create_server(&service_permit(Action::VpsCreate), &web_2()).await.unwrap();
        assert_eq!(made.as_deref(), id, "{answer}");
        assert_eq!(only(&account), ("POST /api/service/301/vms".to_owned(), sizes.clone()));
    }
}

#[tokio::test]
async fn no_service_but_a_number_is_asked_about() {
    let account = Account::documented().await;
    let long = "1".repeat(10_240);
    for id in ["", ".", "..", "301/..", "301?x=1", "%2e", "301\n", "\u{1F600}", "order", &long] {
        let adapter = &account.adapter;
        let errors = [
            adapter.service_methods(id).await.unwrap_err(),
            adapter.service_resources(id).await.unwrap_err(),
            adapter.service_addresses(id).await.unwrap_err(),
            adapter.service_servers(id).await.unwrap_err(),
            adapter.service_templates(id).await.unwrap_err(),
            adapter.service_label(id).await.unwrap_err(),
            adapter.upgrade_options(id).await.unwrap_err(),
            adapter.upgrade_estimate(id, &wish(&[])).await.unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?}: {errors:?}");
    }
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

/// What is listed for every service is asked for side by side, and no more at once than the account allows.
#[tokio::test]
async fn many_services_are_asked_side_by_side_and_bounded() {
    const LIMIT: usize = 6;
    let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // Answers only when so many wait for one.
    let barrier = Arc::new(tokio::sync::Barrier::new(LIMIT));
    let services: Vec<_> = (1..=50 * LIMIT).map(|id| json!({"id": id, "status": "Active"})).collect();
    let services = json!({"services": services}).to_string();
    let vms = {
        let most = most.clone();
        move || async move {
            most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            barrier.wait().await;
            at_once.fetch_sub(1, Ordering::SeqCst);
            ([(CONTENT_TYPE, "application/json")], VMS)
        }
    };
    let list = move || async move { ([(CONTENT_TYPE, "application/json")], services) };
    let router = axum::Router::new()
        .route("/api/service", axum::routing::get(list))
        .route("/api/service/{id}/vms", axum::routing::get(vms));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/api/", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, router).await });
    let portal = Portal::start(Script::default()).await;
    let adapter = adapter(&portal, |settings| {
        settings.base_url = Some(base_url.parse().unwrap());
        settings.login = Login::Basic;
        settings.limits.concurrency = LIMIT;
    });
    assert_eq!(adapter.servers().await.unwrap().len(), 50 * LIMIT);
    assert_eq!(most.load(Ordering::SeqCst), LIMIT);
}
