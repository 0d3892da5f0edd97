//! How the adapter shows who it is: by a token, by a password, and by a digest where the server asks for one.

use hostmaster::domain::{ErrorKind, ErrorStatus, Operation};
use hostmaster::sandbox::klikk as sim;
use hostmaster::sandbox::klikk::{DOCUMENTED_PASSWORD, Scheme, State};
use jiff::Timestamp;

use super::{Account, CHANGES, offered, password, token};

/// What a server that is down answers.
const STOPPED: reqwest::StatusCode = reqwest::StatusCode::SERVICE_UNAVAILABLE;

/// An account with a password, at a server that asks for it so.
async fn account(scheme: Scheme, text: &str) -> Account {
    let mut state = State::documented();
    state.who.scheme = scheme;
    Account::with(password(text), state).await
}

/// What each request showed, and whether it was right: the scheme's name.
fn shown(account: &Account) -> Vec<(String, bool)> {
    let requests = account.sim.requests();
    let lines = requests.iter().map(|request| {
        let value = request.authorization.value().unwrap_or("nothing");
        (value.split(' ').next().unwrap().to_owned(), request.authorization.is_right())
    });
    lines.collect()
}

fn field(header: &str, name: &str) -> String {
    let at = header.find(&format!("{name}=")).unwrap_or_else(|| panic!("{name} in {header}"));
    let rest = &header[at + name.len() + 1..];
    rest.split([',', ' ']).next().unwrap().trim_matches('"').to_owned()
}

#[tokio::test]
async fn a_password_is_shown_plainly_where_that_is_enough() {
    for (operation, _) in offered().into_values() {
        let account = account(Scheme::Basic, DOCUMENTED_PASSWORD).await;
        account.perform(operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(shown(&account), [("Basic".to_owned(), true)]);
        assert_eq!(account.sim.requests()[0].header("x-account-token"), None);
    }
}

#[tokio::test]
async fn a_digest_is_shown_once_it_was_asked_for_and_its_answers_are_counted() {
    for (scheme, algorithm, length) in [(Scheme::Md5, "MD5", 32), (Scheme::Sha256, "SHA-256", 64)] {
        let account = account(scheme, DOCUMENTED_PASSWORD).await;
        for _ in 0..3 {
            account.perform(Operation::OrderList).await.unwrap();
        }
        account.perform(Operation::OrderCancel).await.unwrap();
        let digest = || ("Digest".to_owned(), true);
        let expected = [("Basic".to_owned(), false), digest(), digest(), digest(), digest()];
        assert_eq!(shown(&account), expected, "{scheme:?}");
        let requests = account.sim.requests();
        let headers: Vec<_> =
            requests[1..].iter().map(|request| request.authorization.value().unwrap().to_owned()).collect();
        let all = |name| headers.iter().map(|header| field(header, name)).collect::<Vec<_>>();
        assert_eq!(all("nc"), ["00000001", "00000002", "00000003", "00000004"]);
        assert!(all("nonce").windows(2).all(|pair| pair[0] == pair[1]));
        assert!(all("cnonce").windows(2).all(|pair| pair[0] != pair[1]));
        assert!(all("response").windows(2).all(|pair| pair[0] != pair[1] && pair[0].len() == length));
        assert_eq!(all("algorithm")[0], algorithm);
        assert_eq!((all("uri")[0].as_str(), all("qop")[0].as_str()), ("/api", "auth"));
        assert_eq!(all("username")[0], sim::DOCUMENTED_USERNAME);
        assert_eq!(account.effects(), [sim::Effect::Cancelled { order: 73 }]);
    }
}

#[tokio::test]
async fn a_change_that_was_refused_for_want_of_a_digest_happens_once() {
    for operation in CHANGES {
        let account = account(Scheme::Md5, DOCUMENTED_PASSWORD).await;
        account.perform(operation).await.unwrap();
        assert_eq!((account.effects().len(), account.sim.requests().len()), (1, 2), "{operation}");
    }
}

#[tokio::test]
async fn a_challenge_that_is_too_old_is_answered_anew() {
    let account = account(Scheme::Md5, DOCUMENTED_PASSWORD).await;
    account.perform(Operation::OrderList).await.unwrap();
    account.sim.with_state(|state| state.who.forget_challenges());
    account.perform(Operation::OrderCancel).await.unwrap();
    assert_eq!((account.effects().len(), account.sim.requests().len()), (1, 4));
    // Where it asks for the password plainly again, that is a refusal: a digest was asked for once.
    account.sim.with_state(|state| state.who.scheme = Scheme::Sha256);
    account.perform(Operation::OrderList).await.unwrap();
}

#[tokio::test]
async fn many_at_once_each_count_an_answer_of_their_own() {
    let account = account(Scheme::Md5, DOCUMENTED_PASSWORD).await;
    account.perform(Operation::OrderList).await.unwrap();
    let asked = (0..8).map(|_| account.perform(Operation::ServerList));
    // One that overtakes another finds its answer counted already, and answers anew.
    for result in futures_util::future::join_all(asked).await {
        result.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_not_tried_again_and_again() {
    for (scheme, requests) in [(Scheme::Basic, 1), (Scheme::Md5, 2), (Scheme::Sha256, 2)] {
        for (operation, _) in offered().into_values() {
            let account = account(scheme, "not the password").await;
            let error = account.perform(operation).await.unwrap_err();
            let ErrorKind::LoginRefused { again } = error.kind else { panic!("{error}") };
            assert!(again > Timestamp::now() && error.status == ErrorStatus::Permanent, "{error}");
            assert_eq!(account.sim.requests().len(), requests, "{scheme:?} {operation}");
            assert!(account.effects().is_empty());
        }
    }
}

#[tokio::test]
async fn a_password_that_was_refused_rests_whoever_asks_and_however_many_at_once() {
    for (scheme, requests) in [(Scheme::Basic, 1), (Scheme::Md5, 2)] {
        let account = account(scheme, "not the password").await;
        let asked = (0..8).map(|_| account.perform(Operation::ServerList));
        for result in futures_util::future::join_all(asked).await {
            let error = result.unwrap_err();
            assert!(matches!(error.kind, ErrorKind::LoginRefused { .. }), "{error}");
        }
        for operation in CHANGES {
            let error = account.perform(operation).await.unwrap_err();
            assert_eq!((error.operation, error.is_ambiguous()), (operation, false));
        }
        assert_eq!((account.sim.requests().len(), account.effects().len()), (requests, 0), "{scheme:?}");
    }
}

#[tokio::test]
async fn a_refusal_that_comes_later_rests_too_and_a_lost_answer_does_not() {
    let account = account(Scheme::Basic, DOCUMENTED_PASSWORD).await;
    account.sim.inject(sim::Operation::OrderList, sim::Fault::answer(sim::Reply::status(STOPPED)).once());
    account.perform(Operation::OrderList).await.expect("a read is tried again");
    account.sim.with_state(|state| state.who.password = secrecy::SecretString::new("another".to_owned()));
    account.perform(Operation::OrderList).await.unwrap_err();
    let so_far = account.sim.requests().len();
    account.sim.with_state(|state| {
        state.who.password = secrecy::SecretString::new(DOCUMENTED_PASSWORD.to_owned());
    });
    account.perform(Operation::OrderList).await.unwrap_err();
    assert_eq!(account.sim.requests().len(), so_far);
}

#[tokio::test]
async fn a_wrong_token_a_filter_and_two_factors_refuse_and_say_what_may_be_wrong() {
    let refused = async |account: &Account, kind: &str| {
        let error = account.perform(Operation::OrderCancel).await.unwrap_err();
        assert_eq!((error.kind.as_str(), error.status), (kind, ErrorStatus::Permanent), "{error}");
        assert!(error.cause.contains("IP filter") && error.cause.contains("2-factor"), "{error}");
        assert_eq!((account.effects().len(), account.sim.requests().len()), (0, 1));
    };
    let mut state = State::documented();
    state.who.is_in_filter = false;
    refused(&Account::with(token(), state).await, "unauthorized").await;
    let mut state = State::documented();
    state.who.token = secrecy::SecretString::new("another-token".to_owned());
    refused(&Account::with(token(), state).await, "unauthorized").await;
    let mut state = State::documented();
    state.who.two_factor = true;
    refused(&Account::with(password(DOCUMENTED_PASSWORD), state).await, "login-refused").await;
    let mut state = State::documented();
    state.who.two_factor = true;
    let account = Account::with(token(), state).await;
    account.perform(Operation::OrderList).await.expect("a token works with 2-factor");
}
