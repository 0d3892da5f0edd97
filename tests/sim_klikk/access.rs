//! Who is let in, and how they are asked to show who they are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hostmaster::sandbox::klikk::{
    DOCUMENTED_PASSWORD, DOCUMENTED_TOKEN, DOCUMENTED_USERNAME, Operation, Scheme, State,
};
use serde_json::json;

use super::Account;

#[tokio::test]
async fn a_token_is_good_from_an_address_in_its_filter_alone() {
    let account = Account::documented().await;
    let list = json!({"action": "order_list"});
    let with = async |token: &str| account.post(&[("x-account-token", token)], &list).await.status();
    assert_eq!(with(DOCUMENTED_TOKEN).await, 200);
    assert_eq!(with("another").await, 401);
    account.sim.with_state(|state| state.who.is_in_filter = false);
    assert_eq!(with(DOCUMENTED_TOKEN).await, 403);
    assert_eq!(account.post(&[], &list).await.status(), 401);
}

#[tokio::test]
async fn a_password_is_good_unless_2_factor_is_required() {
    let account = Account::documented().await;
    let list = json!({"action": "order_list"});
    let basic =
        |password: &str| format!("Basic {}", STANDARD.encode(format!("{DOCUMENTED_USERNAME}:{password}")));
    let with = async |shown: String| account.post(&[("authorization", &shown)], &list).await;
    assert_eq!(with(basic(DOCUMENTED_PASSWORD)).await.status(), 200);
    let refused = with(basic("another")).await;
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["www-authenticate"], r#"Basic realm="my.klikk.com""#);
    account.sim.with_state(|state| state.who.two_factor = true);
    assert_eq!(with(basic(DOCUMENTED_PASSWORD)).await.status(), 403);
}

#[tokio::test]
async fn a_digest_is_good_once_and_only_for_what_was_asked() {
    let mut state = State::documented();
    state.who.scheme = Scheme::Md5;
    let account = Account::with(state).await;
    let list = json!({"action": "order_list"});
    let asked = account.post(&[], &list).await;
    assert_eq!(asked.status(), 401);
    let asked = asked.headers()["www-authenticate"].to_str().unwrap().to_owned();
    assert!(asked.starts_with("Digest ") && asked.contains("algorithm=MD5"), "{asked}");
    let mut challenge = digest_auth::parse(&asked).unwrap();
    let mut answer = |path: &'static str, password: &'static str| {
        let context = digest_auth::AuthContext::new_post(DOCUMENTED_USERNAME, password, path, None::<&[u8]>);
        challenge.respond(&context).unwrap().to_header_string()
    };
    let with = async |shown: &str| account.post(&[("authorization", shown)], &list).await;
    let good = answer("/api", DOCUMENTED_PASSWORD);
    assert_eq!(with(&good).await.status(), 200);
    let again = with(&good).await;
    assert_eq!(again.status(), 401);
    assert!(again.headers()["www-authenticate"].to_str().unwrap().contains("stale=true"));
    for bad in [answer("/other", DOCUMENTED_PASSWORD), answer("/api", "another"), "Digest x".to_owned()] {
        let refused = with(&bad).await;
        assert_eq!(refused.status(), 401, "{bad}");
        assert!(refused.headers()["www-authenticate"].to_str().unwrap().contains("stale=false"));
    }
    assert_eq!(with(&answer("/api", DOCUMENTED_PASSWORD)).await.status(), 200);
}

#[tokio::test]
async fn the_record_knows_the_action_and_shows_no_credential() {
    let account = Account::documented().await;
    account.ask(&json!({"action": "order_cancel", "order_id": 1})).await;
    account.ask(&json!({"action": "order_cancel", "order_id": 1, "order_item_id": 2})).await;
    account.ask(&json!({"action": "order_delete"})).await;
    account.ask(&json!({"action": "order_create", "cloud_init_url": "https://canary.example"})).await;
    account.http.get(account.sim.base_url()).send().await.unwrap();
    let requests = account.sim.requests();
    let operations: Vec<_> = requests.iter().map(|request| request.operation).collect();
    let known = [
        Some(Operation::OrderCancel),
        Some(Operation::ItemCancel),
        None,
        Some(Operation::OrderCreate),
        Some(Operation::HelpPage),
    ];
    assert_eq!(operations, known);
    for request in requests {
        let shown = format!("{request:?} {}", request.to_json());
        assert!(!shown.contains(DOCUMENTED_TOKEN) && !shown.contains("canary"), "{shown}");
    }
}
