//! VMs by themselves and their networks: what is sent for them, and what is understood of answers that nobody documents.

use hostmaster::domain::network::{Family, Interface, InterfaceSettings, NetAddress, Pool};
use hostmaster::domain::setup::{NewSizes, Reinstallation};
use hostmaster::domain::{Action, ErrorKind};
use hostmaster::providers::{NetworkControl, Networks, Reveals, ServerControl};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::portal::{Reply, STATUS};
use super::{Account, net0, permit, web_2};

const VM: &str = "/api/service/301/vms/1374";

/// The one request after the sign-in, with its body.
async fn only(account: &Account) -> (String, Value) {
    let mut seen = account.portal.take_seen();
    seen.retain(|seen| seen.line != "POST /api/login");
    let [seen] = seen.try_into().unwrap_or_else(|seen| panic!("{seen:?}"));
    (seen.line, seen.body)
}

#[tokio::test]
async fn interfaces_addresses_and_pools_are_read_as_clients_of_other_portals_know_them() {
    let account = Account::documented().await;
    let server = "301.1374";
    assert_eq!(account.adapter.interfaces(server).await.unwrap(), [net0()]);
    assert_eq!(only(&account).await, (format!("GET {VM}/interfaces"), Value::Null));
    for name in ["0", "net0"] {
        assert_eq!(account.adapter.interface(server, name).await.unwrap(), net0());
        assert_eq!(only(&account).await, (format!("GET {VM}/interfaces/{name}"), Value::Null));
    }
    let address =
        |id: &str, address: &str| NetAddress { id: Some(id.to_owned()), address: address.parse().unwrap() };
    let both = [address("901", "203.0.113.70"), address("902", "2001:db8::1")];
    for (family, interface, query) in [
        (None, None, ""),
        (Some(Family::Ipv6), None, "?type=ipv6"),
        (Some(Family::Ipv4), Some(0), "?type=ipv4&iface=0"),
        (None, Some(7), "?iface=7"),
    ] {
        assert_eq!(account.adapter.server_addresses(server, family, interface).await.unwrap(), both);
        assert_eq!(only(&account).await.0, format!("GET {VM}/ips{query}"));
    }
    let pool = Pool {
        id: "5".to_owned(),
        name: "Public IPv4".to_owned(),
        family: Some(Family::Ipv4),
        free: Some(3),
    };
    for (interface, query) in [(None, ""), (Some(1), "?iface=1")] {
        assert_eq!(account.adapter.pools(server, interface).await.unwrap(), std::slice::from_ref(&pool));
        assert_eq!(only(&account).await.0, format!("GET {VM}/ippool{query}"));
    }
}

#[tokio::test]
async fn every_likely_form_of_an_undocumented_answer_is_read_and_another_is_unreadable() {
    let account = Account::documented().await;
    let server = "301.1374";
    let said = |path: &'static str, body: &str| {
        account.portal.script().answers.insert(path, Reply::json(body));
    };
    let interfaces = "GET /api/service/301/vms/1374/interfaces";
    let bare = |id: &str| Interface {
        id: id.to_owned(),
        name: None,
        model: None,
        mac: None,
        firewall: None,
        addresses: vec![],
    };
    for body in [r#"{"interfaces":{"0":{}}}"#, r#"[{"id":0}]"#, r#"{"0":{"id":"0"},"status":true}"#] {
        said(interfaces, body);
        assert_eq!(account.adapter.interfaces(server).await.unwrap(), [bare("0")], "{body}");
    }
    for body in ["{}", r#"{"interfaces":7}"#, "[7]", r#"{"interfaces":["net0"]}"#] {
        said(interfaces, body);
        let error = account.adapter.interfaces(server).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
    for body in [r#"{"interfaces":[]}"#, "[]"] {
        said(interfaces, body);
        assert_eq!(account.adapter.interfaces(server).await.unwrap(), []);
    }
    let one = "GET /api/service/301/vms/1374/interfaces/0";
    for body in [r#"{"interface":{}}"#, r#"{"iface":{"id":"0"}}"#, r#"{"id":0}"#] {
        said(one, body);
        assert_eq!(account.adapter.interface(server, "0").await.unwrap(), bare("0"), "{body}");
    }
    for body in ["[]", r#"{"interface":7}"#, r#"{"interface":{"id":"1"}}"#] {
        said(one, body);
        let error = account.adapter.interface(server, "0").await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
    let ips = "GET /api/service/301/vms/1374/ips";
    for (body, id) in [
        (r#"{"ips":["203.0.113.70/24"]}"#, None),
        (r#"{"ips":{"901":"203.0.113.70"}}"#, Some("901")),
        (r#"{"ips":[{"id":901,"ip":"203.0.113.70"}]}"#, Some("901")),
        (r#"["203.0.113.70"]"#, None),
    ] {
        said(ips, body);
        let expected = NetAddress { id: id.map(str::to_owned), address: "203.0.113.70".parse().unwrap() };
        let read = account.adapter.server_addresses(server, None, None).await.unwrap();
        assert_eq!(read, [expected], "{body}");
    }
    let pools = "GET /api/service/301/vms/1374/ippool";
    let named =
        |id: &str, name: &str| Pool { id: id.to_owned(), name: name.to_owned(), family: None, free: None };
    for (body, expected) in [
        (r#"{"pools":{"5":"Public"}}"#, named("5", "Public")),
        (r#"{"ips":[{"id":"5","title":"Public"}]}"#, named("5", "Public")),
        (r#"["public"]"#, named("public", "public")),
    ] {
        said(pools, body);
        assert_eq!(account.adapter.pools(server, None).await.unwrap(), [expected], "{body}");
    }
}

#[tokio::test]
async fn each_change_of_a_network_is_one_request_with_what_is_asked_for_and_nothing_else() {
    let account = Account::documented().await;
    account.adapter.interfaces("301.1374").await.unwrap();
    account.portal.take_seen();
    let adapter = &account.adapter;
    let settings = InterfaceSettings { firewall: Some(true), ipv4: Some(vec![901, 903]), ipv6: Some(vec![]) };
    let all = json!({"firewall": 1, "ipv4": [901, 903], "ipv6": []});
    let off = InterfaceSettings { firewall: Some(false), ..InterfaceSettings::default() };

    adapter.add_interface(&permit(Action::NetworkAdd), &settings).await.unwrap();
    assert_eq!(only(&account).await, (format!("POST {VM}/interfaces"), all.clone()));
    adapter.add_interface(&permit(Action::NetworkAdd), &InterfaceSettings::default()).await.unwrap();
    assert_eq!(only(&account).await, (format!("POST {VM}/interfaces"), json!({})));
    adapter.update_interface(&permit(Action::NetworkUpdate), &net0(), &settings).await.unwrap();
    assert_eq!(only(&account).await, (format!("PUT {VM}/interfaces/0"), all));
    adapter.update_interface(&permit(Action::NetworkUpdate), &net0(), &off).await.unwrap();
    assert_eq!(only(&account).await, (format!("PUT {VM}/interfaces/0"), json!({"firewall": 0})));

    adapter.remove_interface(&permit(Action::NetworkRemove), &net0()).await.unwrap();
    assert_eq!(only(&account).await, (format!("DELETE {VM}/interfaces/net0"), Value::Null));
    // A name that could change the path gives way to the id.
    let hostile = Interface { name: Some("../../vms".to_owned()), ..net0() };
    account
        .portal
        .script()
        .answers
        .insert("DELETE /api/service/301/vms/1374/interfaces/0", Reply::json(STATUS));
    adapter.remove_interface(&permit(Action::NetworkRemove), &hostile).await.unwrap();
    assert_eq!(only(&account).await, (format!("DELETE {VM}/interfaces/0"), Value::Null));

    adapter.assign_address(&permit(Action::NetworkAssign), &net0(), "5", Family::Ipv4).await.unwrap();
    let body = json!({"type": "ipv4", "iface": 0});
    assert_eq!(only(&account).await, (format!("POST {VM}/ippool/5"), body));
    adapter.destroy(&permit(Action::VpsDestroy)).await.unwrap();
    assert_eq!(only(&account).await, (format!("DELETE {VM}"), Value::Null));
}

#[tokio::test]
async fn no_id_from_outside_changes_a_path_and_what_has_no_number_is_not_sent() {
    let account = Account::documented().await;
    let adapter = &account.adapter;
    let long = "x".repeat(10_240);
    for id in ["", "..", "../0", "0?x=1", "%2e", "0\n", "0/..", "\u{1F600}", &long] {
        let shown = adapter.interface("301.1374", id).await.unwrap_err();
        let assigned =
            adapter.assign_address(&permit(Action::NetworkAssign), &net0(), id, Family::Ipv6).await;
        let listed = adapter.interfaces(&format!("301.{id}")).await.unwrap_err();
        for error in [shown, assigned.unwrap_err(), listed] {
            assert_eq!(error.kind, ErrorKind::NotFound, "{id:?}: {error}");
        }
    }
    let nameless = Interface { id: "eth".to_owned(), name: None, ..net0() };
    let settings = InterfaceSettings::default();
    let errors = [
        adapter.update_interface(&permit(Action::NetworkUpdate), &nameless, &settings).await.unwrap_err(),
        adapter
            .assign_address(&permit(Action::NetworkAssign), &nameless, "5", Family::Ipv4)
            .await
            .unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::Refused(None)), "{errors:?}");
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn a_vm_is_set_up_anew_resized_and_entered_by_one_request_each() {
    let account = Account::documented().await;
    let adapter = &account.adapter;
    let setup = Reinstallation { template: web_2().template, ssh_keys: vec![] };
    assert_eq!(adapter.reinstall(&permit(Action::VpsReinstall), &setup).await.unwrap(), None);
    assert_eq!(only(&account).await, (format!("POST {VM}/rebuild"), json!({"template": "101"})));
    for (cpu, memory_mb, body) in [
        (Some(4), Some(4096), json!({"memory": "4096", "cpu": "4"})),
        (Some(1), None, json!({"cpu": "1"})),
        (None, Some(1024), json!({"memory": "1024"})),
    ] {
        let sizes = NewSizes { cpu, memory_mb, ..NewSizes::default() };
        assert_eq!(adapter.resize(&permit(Action::VpsResize), &sizes).await.unwrap(), None);
        assert_eq!(only(&account).await, (format!("PUT {VM}"), body));
    }
    let shown = async || {
        let told = adapter.credentials(&permit(Action::VpsCredentials)).await.unwrap();
        told.map(|it| (it.user, it.password.expose_secret().clone()))
    };
    let own = Some((Some("root".to_owned()), "canary-of-the-vm".to_owned()));
    assert_eq!(shown().await, own);
    assert_eq!(only(&account).await, (format!("GET {VM}"), Value::Null));
    // A VM that tells none is entered by what its service tells.
    let silent = "GET /api/service/301/vms/1374";
    account.portal.script().answers.insert(silent, Reply::json(r#"{"vm":{"id":"1374","password":""}}"#));
    let services = Some((Some("examplen".to_owned()), "canary-of-the-service".to_owned()));
    assert_eq!(shown().await, services);
    assert_eq!(account.portal.take_lines(), [format!("GET {VM}"), "GET /api/service/301".to_owned()]);
    account.portal.script().answers.insert(silent, Reply::json(r#"{"vm":{"id":"9","password":"x"}}"#));
    let other = adapter.credentials(&permit(Action::VpsCredentials)).await.unwrap_err();
    assert_eq!(other.kind, ErrorKind::Unreadable);
}
