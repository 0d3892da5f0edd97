//! What each changing request looks like, and what its answer comes to.

use std::future::Future;

use jiff::tz::TimeZone;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::client::Client;
use super::config::{Login, Settings};
use super::types::Frame;
use super::*;
use crate::domain::{ErrorKind, ErrorStatus};
use crate::providers::http::Clients;
use crate::providers::layers::Limits;
use portal::{PASSWORD, Portal, Reply, Script, USERNAME};

#[allow(dead_code, reason = "the tests of the whole adapter use more of it")]
#[path = "../../../tests/lightlayer/portal.rs"]
mod portal;

async fn start() -> (Portal, Client) {
    let portal = Portal::start(Script::default()).await;
    let settings = Settings {
        base_url: Some(portal.base_url.parse().unwrap()),
        login: Login::Basic,
        username: USERNAME.to_owned(),
        password: SecretString::new(PASSWORD.to_owned()),
        timezone: TimeZone::UTC,
        currency: None,
        limits: Limits::default(),
        clients: Clients::default(),
    };
    let client = Client::new("asia".parse().unwrap(), settings).unwrap();
    (portal, client)
}

/// The one request that the portal saw.
fn only(portal: &Portal) -> (String, Value) {
    let [seen] = portal.take_seen().try_into().unwrap_or_else(|seen| panic!("{seen:?}"));
    (seen.line, seen.body)
}

fn ticket() -> NewTicket {
    NewTicket { department: "2".to_owned(), subject: "Disk \"full\"".to_owned(), text: "a\nb".to_owned() }
}

/// What becomes of a change when the portal answers nothing, no, and not at all.
async fn fares<T: PartialEq + std::fmt::Debug, F: Future<Output = Result<T, Error>>>(
    portal: &Portal,
    unconfirmed: T,
    change: impl Fn() -> F,
) {
    let page = Reply::Answer(200, "text/html", b"<html>ok</html>".to_vec());
    for reply in [page, Reply::json(""), Reply::json("{}"), Reply::json("[]")] {
        portal.script().everything = Some(reply.clone());
        assert_eq!(change().await.unwrap(), unconfirmed, "{reply:?}");
    }
    portal.script().everything = Some(Reply::json(r#"{"error":["locked"]}"#));
    let error = change().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused(Some("locked".to_owned())));
    assert_eq!(error.status, ErrorStatus::Permanent);
    for reply in [Reply::Cut, Reply::status(502), Reply::json("{\"info\":[")] {
        portal.script().everything = Some(reply.clone());
        let error = change().await.unwrap_err();
        assert!(error.is_ambiguous(), "{reply:?}: {error}");
    }
    // None of these was sent twice.
    assert_eq!(portal.take_seen().len(), 8);
    portal.script().everything = None;
}

#[tokio::test]
async fn a_ticket_is_opened_with_its_department_its_subject_and_its_text() {
    let (portal, client) = start().await;
    assert_eq!(client.open_ticket(&ticket()).await.unwrap().as_deref(), Some("865650"));
    let body = json!({"dept_id": 2, "subject": "Disk \"full\"", "body": "a\nb"});
    assert_eq!(only(&portal), ("POST /api/tickets".to_owned(), body));
    fares(&portal, None, || async { client.open_ticket(&ticket()).await }).await;
    for department in ["", "billing", "1/2", "99999999999999999999"] {
        let ticket = NewTicket { department: department.to_owned(), ..ticket() };
        let error = client.open_ticket(&ticket).await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::Refused(None), ErrorStatus::Permanent));
    }
    assert_eq!(portal.take_seen(), []);
}

#[tokio::test]
async fn a_reply_is_its_text_and_nothing_else() {
    let (portal, client) = start().await;
    assert_eq!(client.reply("736633", "Thanks.\n").await.unwrap(), Acceptance::Confirmed);
    let expected = ("POST /api/tickets/736633".to_owned(), json!({"body": "Thanks.\n"}));
    assert_eq!(only(&portal), expected);
    fares(&portal, Acceptance::Unconfirmed, || client.reply("736633", "Thanks.")).await;
}

#[tokio::test]
async fn tickets_are_closed_and_opened_again_by_puts_without_a_body() {
    let (portal, client) = start().await;
    assert_eq!(client.close("736633").await.unwrap(), Acceptance::Confirmed);
    assert_eq!(only(&portal), ("PUT /api/tickets/736633/close".to_owned(), Value::Null));
    assert_eq!(client.reopen("736633").await.unwrap(), Acceptance::Confirmed);
    assert_eq!(only(&portal), ("PUT /api/tickets/736633/open".to_owned(), Value::Null));
    fares(&portal, Acceptance::Unconfirmed, || client.close("736633")).await;
    fares(&portal, Acceptance::Unconfirmed, || client.reopen("736633")).await;
}

#[tokio::test]
async fn a_notice_is_acknowledged_by_a_put() {
    let (portal, client) = start().await;
    assert_eq!(client.acknowledge("5").await.unwrap(), Acceptance::Confirmed);
    assert_eq!(only(&portal), ("PUT /api/notifications/5/ack".to_owned(), Value::Null));
    fares(&portal, Acceptance::Unconfirmed, || client.acknowledge("5")).await;
}

#[tokio::test]
async fn credit_is_used_in_whole_or_just_so_much_of_it() {
    let (portal, client) = start().await;
    let frame = Frame { currency: Some("EUR".parse().unwrap()), timezone: TimeZone::UTC };
    let pay = async |amount: Option<&str>| {
        let amount = amount.map(|amount| amount.parse().unwrap());
        client.apply_credit("308976", amount).await.map(|answer| answer.into_domain(&frame))
    };
    let line = "POST /api/invoice/308976/credit".to_owned();
    let applied = pay(None).await.unwrap();
    assert_eq!(applied.amount.unwrap().to_string(), "2.10 EUR");
    assert_eq!(applied.state.as_deref(), Some("Paid"));
    assert!(applied.is_confirmed());
    assert_eq!(only(&portal), (line.clone(), json!({})));
    for (amount, number) in [("2.10", json!(2.1)), ("123456.55", json!(123456.55)), ("1.234", json!(1.234))] {
        pay(Some(amount)).await.unwrap();
        assert_eq!(only(&portal), (line.clone(), json!({"amount": number})));
    }
    for amount in ["0", "-1", "12345678901234567.89"] {
        let error = pay(Some(amount)).await.unwrap_err();
        assert_eq!(
            (error.kind, error.status),
            (ErrorKind::Refused(None), ErrorStatus::Permanent),
            "{amount}"
        );
    }
    assert_eq!(portal.take_seen(), []);
    let unconfirmed = AppliedCredit { amount: None, state: None };
    assert!(!unconfirmed.is_confirmed());
    fares(&portal, unconfirmed, || pay(None)).await;
}

#[tokio::test]
async fn power_is_changed_by_the_word_that_means_it() {
    let (portal, client) = start().await;
    for (verb, word) in [
        (Verb::Start, "start"),
        (Verb::Stop, "stop"),
        (Verb::Reboot, "reboot"),
        (Verb::Shutdown, "shutdown"),
        (Verb::Reset, "reset"),
    ] {
        let changed = client.power(Operation::ServerReset, verb, "301.1374").await.unwrap();
        assert_eq!(changed, Acceptance::Confirmed);
        assert_eq!(only(&portal), (format!("POST /api/service/301/vms/1374/{word}"), Value::Null));
    }
    fares(&portal, Acceptance::Unconfirmed, || client.power(Operation::ServerReset, Verb::Reset, "301.1374"))
        .await;
}

#[tokio::test]
async fn nothing_is_sent_for_an_id_that_is_no_number() {
    let (portal, client) = start().await;
    for id in ["", "new", "1/close", "..", "-5", "order"] {
        let errors = [
            client.reply(id, "x").await.unwrap_err(),
            client.close(id).await.unwrap_err(),
            client.reopen(id).await.unwrap_err(),
            client.acknowledge(id).await.unwrap_err(),
            client.apply_credit(id, None).await.err().unwrap(),
            client.power(Operation::ServerReset, Verb::Reset, id).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!((error.kind, error.status), (ErrorKind::NotFound, ErrorStatus::Permanent), "{id:?}");
        }
    }
    assert_eq!(portal.take_seen(), []);
}
