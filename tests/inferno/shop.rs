//! Buying: what is offered, what is ordered, and how what was ordered is found again.

use hostmaster::domain::order::{Answers, NotSold, Progress, ProgressState, Trace, Wish};
use hostmaster::domain::{Action, ErrorKind, ErrorStatus, ResourceKind};
use hostmaster::providers::{Purchases, Shop};
use hostmaster::sandbox::inferno as sim;

use super::{Account, euros, offer, permit};

fn wish(plan: &str) -> Wish {
    Wish::Plan { plan: plan.to_owned(), os: None, name: None, answers: Answers::default(), more: vec![] }
}

#[tokio::test]
async fn a_plan_is_offered_as_it_is_listed_and_takes_no_choices() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.offer(&wish("303")).await.unwrap().unwrap(), offer("303"));
    let unknown = account.adapter.offer(&wish("999")).await.unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
    let with = |os: Option<&str>, name: Option<&str>| Wish::Plan {
        plan: "303".to_owned(),
        os: os.map(str::to_owned),
        name: name.map(str::to_owned),
        answers: Answers::default(),
        more: vec![],
    };
    let system = account.adapter.offer(&with(Some("centos7"), None)).await.unwrap().unwrap_err();
    assert_eq!(system, NotSold::NoSuchStep { text: "os".to_owned(), known: vec![] });
    assert_eq!(
        account.adapter.offer(&with(None, Some("x"))).await.unwrap().unwrap_err(),
        NotSold::NameNotTaken
    );
    assert!(account.sim.ledger().is_empty());
}

#[tokio::test]
async fn what_is_bought_waits_for_its_invoice_and_is_done_once_that_is_paid() {
    let account = Account::documented().await;
    let permit = permit(Action::OrderBuy, ResourceKind::Plan, "303");
    let before = account.adapter.traces(&offer("303"), "hm-1").await.unwrap();
    let purchase = account.adapter.buy(&permit, &offer("303"), "hm-1").await.unwrap();
    let [order] = purchase.traces.as_slice() else { panic!("{purchase:?}") };
    assert_eq!(account.sim.ledger().len(), 1);
    let number: u64 = order.parse().unwrap();
    assert_eq!(account.sim.ledger()[0].effect, sim::Effect::Ordered { order: number, product: 303 });
    let after = account.adapter.traces(&offer("303"), "hm-1").await.unwrap();
    let new = Trace { id: order.clone(), kind: Some(0), is_named: false, is_doubtful: false };
    assert_eq!(after, [before, vec![new]].concat());
    let progress = |state, words: Option<&str>, unpaid| Progress {
        state,
        percent: None,
        server: None,
        words: words.map(str::to_owned),
        unpaid,
        waits_for_payment: false,
        uninstalled: false,
    };
    let waits = progress(ProgressState::Running, Some("Pending"), purchase.invoice.clone());
    assert!(waits.unpaid.is_some());
    assert_eq!(account.adapter.progress(order).await.unwrap(), waits);
    account.sim.order_is_paid(number);
    let uninstalled = Progress { uninstalled: true, ..progress(ProgressState::Done, None, None) };
    assert_eq!(account.adapter.progress(order).await.unwrap(), uninstalled);
    let mut installed = progress(ProgressState::Done, None, None);
    installed.server = Some("47012".to_owned());
    assert_eq!(account.adapter.progress("47012").await.unwrap(), installed);
    assert_eq!(account.adapter.progress("1").await.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(euros("5"), offer("303").price);
}

#[tokio::test]
async fn a_success_without_an_order_is_no_receipt() {
    let account = Account::documented().await;
    let permit = permit(Action::OrderBuy, ResourceKind::Plan, "303");
    for body in [
        r#"{"result":"success"}"#,
        r#"{"result":"success","orderid":0}"#,
        r#"{"result":"success","orderid":["1"]}"#,
        // What was made is named beside what went wrong with it.
        r#"{"result":"success","orderid":47300,"invoiceid":9,"retx":{"result":"fail","msg":"no node"}}"#,
        r#"{"result":"fail","message":"not paid","orderid":"47300"}"#,
    ] {
        account.answers(sim::Operation::Create, body);
        let error = account.adapter.buy(&permit, &offer("303"), "hm-1").await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::Unreadable, ErrorStatus::Ambiguous), "{body}");
    }
}
