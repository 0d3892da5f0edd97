//! Claim and behaviour are equal, for every operation of every adapter.

use hostmaster::domain::event::Event;
use hostmaster::domain::server::ServerState;
use hostmaster::domain::{ErrorKind, Operation, ProviderName};
use hostmaster::relays::tells;

use crate::accounts::Account;
use crate::perform::perform;

#[tokio::test]
async fn what_an_adapter_claims_works_and_the_rest_is_unsupported_and_sends_nothing() {
    let mut faults = vec![];
    for &provider in ProviderName::ALL {
        for operation in Operation::ALL {
            let account = Account::at(provider).await;
            assert_eq!(account.adapter.provider(), provider);
            let performed = perform(&*account.adapter, *operation, &account.things).await;
            let performed = performed.expect("the things of the account can be spoken of");
            let (claimed, sent) = (account.adapter.capability().offers(*operation), account.sent().len());
            let fault = match performed {
                Ok(()) if !claimed => Some("works and is not claimed".to_owned()),
                // With a password that goes along every time, no session is there to be ended.
                Ok(()) if sent == 0 && *operation != Operation::SignOut => {
                    Some("is claimed, works, and asks nobody".to_owned())
                }
                Err(error) if !claimed && error.kind != ErrorKind::Unsupported => {
                    Some(format!("is not claimed and answers {error}"))
                }
                Err(_) if !claimed && sent > 0 => Some("is not claimed and asks the provider".to_owned()),
                Err(error) if claimed => Some(format!("is claimed and answers {error}")),
                Ok(()) | Err(_) => None,
            };
            faults.extend(fault.map(|fault| format!("{provider}: {operation} {fault}")));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn events_are_claimed_where_what_they_are_seen_by_is_told() {
    for &provider in ProviderName::ALL {
        let account = Account::at(provider).await;
        let (adapter, capability) = (&account.adapter, account.adapter.capability());
        let invoices = match capability.offers(Operation::InvoiceList) {
            true => adapter.invoices().await.unwrap(),
            false => vec![],
        };
        let has_due = invoices.iter().any(|invoice| invoice.due.is_some());
        let servers = adapter.servers().await.unwrap();
        let has_power = servers.iter().any(|server| server.state != ServerState::Untold);
        for (event, is_seen) in [
            (Event::InvoiceIssued, !invoices.is_empty()),
            (Event::InvoiceDue, has_due),
            (Event::InvoiceOverdue, has_due),
            (Event::ServerDown, has_power),
            (Event::ServerUp, has_power),
        ] {
            assert_eq!(tells(capability, event), is_seen, "{provider}: {event}");
        }
    }
}
