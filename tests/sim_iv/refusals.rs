//! What is refused, and with which status.

use hostmaster::sandbox::iv::{DOCUMENTED_NICK, Operation};

use super::Account;

#[tokio::test]
async fn a_wrong_command_parameter_or_server_is_400() {
    let account = Account::documented().await;
    let all = [("id", "3"), ("cpu", "4"), ("ram", "4096"), ("quota", "40"), ("bandwidth", "100")];
    for (command, fields) in [
        ("server_destroy", &[("id", "3")][..]),
        ("", &[]),
        ("server_info", &[]),
        ("server_info", &[("id", "4")]),
        ("server_info", &[("id", "3x")]),
        ("server_tasks", &[("id", "3")]),
        ("server_tasks", &[("id", "3"), ("count", "1001")]),
        ("account_credits", &[]),
        ("account_bonuses", &[("count", "0")]),
        ("server_graphs", &[("id", "3"), ("width", "1001"), ("ip", "198.51.100.7")]),
        ("server_graphs", &[("id", "3"), ("width", "800"), ("ip", "me")]),
        ("server_recreate", &[("id", "3"), ("os", "windows")]),
        ("server_reboot", &[("id", "4")]),
        ("server_domain", &[("id", "3")]),
        ("server_change", &all[..4]),
        ("server_change", &[&all[..], &[("cpu", "17")]].concat()),
        ("server_change", &[&all[..], &[("ram", "1024")]].concat()),
        ("server_change", &[&all[..], &[("quota", "801")]].concat()),
        ("server_change", &[&all[..], &[("bandwidth", "19")]].concat()),
    ] {
        let (status, body) = account.ask(command, fields).await;
        assert_eq!(status, 400, "{command} {fields:?}: {body}");
    }
    assert!(account.sim.ledger().is_empty());
}

#[tokio::test]
async fn a_wrong_user_is_401_and_a_caller_from_elsewhere_403() {
    let account = Account::documented().await;
    for who in [
        &[][..],
        &[("nick", DOCUMENTED_NICK)],
        &[("nick", DOCUMENTED_NICK), ("password", "wrong")],
        &[("nick", "foobar"), ("password", hostmaster::sandbox::iv::DOCUMENTED_PASSWORD)],
    ] {
        let fields = [who, &[("command", "version")]].concat();
        assert_eq!(account.get(&fields).await.0, 401, "{who:?}");
    }
    assert!(account.sim.requests().iter().all(|request| !request.authorization.is_right()));
    account.sim.with_state(|state| state.is_inside = false);
    assert_eq!(account.ask("version", &[]).await.0, 403);
}

#[tokio::test]
async fn the_record_knows_the_command_and_shows_no_password() {
    let account = Account::documented().await;
    account.ask("server_info", &[("id", "3")]).await;
    account.ask("server_destroy", &[("id", "3")]).await;
    let [known, unknown] = account.sim.requests().try_into().unwrap();
    assert_eq!((known.operation, unknown.operation), (Some(Operation::ServerInfo), None));
    for request in [known, unknown] {
        let shown = request.shown_query().unwrap();
        assert!(shown.contains("password=[secret]&command="), "{shown}");
        assert!(!format!("{request:?} {}", request.to_json()).contains("a%26b"));
        assert!(request.query.unwrap().contains("a%26b"), "a test may compare it");
    }
}
