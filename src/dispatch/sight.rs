//! Looking at what a change shows in.

use std::collections::BTreeMap;

use crate::actions::service::cancel::STATE;
use crate::actions::service::relabel::LABEL;
use crate::domain::job::{Sight, SightWatch};
use crate::domain::network::{addresses_sight, interfaces_sight};
use crate::domain::{Action, Error, ErrorKind, ResourceRef};
use crate::providers::Reads;

/// What the provider shows now of what is watched.
pub(super) async fn look(reads: &dyn Reads, thing: &ResourceRef, watch: &SightWatch) -> Result<Sight, Error> {
    let id = &thing.id;
    match (watch.action, &watch.part) {
        (Action::NetworkAdd | Action::NetworkRemove, _) => Ok(interfaces_sight(&reads.interfaces(id).await?)),
        (Action::NetworkAssign, _) => Ok(addresses_sight(&reads.server_addresses(id, None, None).await?)),
        (Action::NetworkUpdate, Some(interface)) => match reads.interface(id, interface).await {
            Ok(interface) => Ok(interface.sight()),
            // It shows nothing at all, and so not what is looked for either.
            Err(error) if error.kind == ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error),
        },
        (Action::ServiceRelabel, _) => {
            let label = reads.service_label(id).await?;
            Ok(BTreeMap::from([(LABEL.to_owned(), label.unwrap_or_default())]))
        }
        (Action::ServiceUpgrade, _) => reads.upgrade_sight(id).await,
        (Action::ServiceCancel, _) => {
            let services = reads.services().await?;
            let state = services.into_iter().find(|service| service.resource == *thing).map(|it| it.state);
            Ok(state.into_iter().map(|state| (STATE.to_owned(), state)).collect())
        }
        _ => Ok(BTreeMap::new()),
    }
}
