//! Documented bounds hold before anything is sent.

use hostmaster::domain::ProviderName;
use hostmaster::domain::billing::MovementKind;

use crate::accounts::Account;

#[tokio::test]
async fn counts_and_widths_stay_within_the_thousand() {
    let account = Account::at(ProviderName::Iv).await;
    for (count, sent) in
        [(0, "1"), (1, "1"), (999, "999"), (1000, "1000"), (1001, "1000"), (u16::MAX, "1000")]
    {
        account.adapter.tasks("3", count, None).await.unwrap();
        assert_eq!(account.sent().last().unwrap().field("count"), Some(sent), "tasks, {count}");
        for kind in [MovementKind::Credit, MovementKind::Bonus] {
            account.adapter.movements(kind, count).await.unwrap();
            assert_eq!(account.sent().last().unwrap().field("count"), Some(sent), "{kind:?}, {count}");
        }
    }
    account.adapter.graphs("3", "203.0.113.7".parse().unwrap()).await.unwrap();
    let width: u32 = account.sent().last().unwrap().field("width").unwrap().parse().unwrap();
    assert!((1..=1000).contains(&width), "{width}");
}
