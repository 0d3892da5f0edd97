//! `/site list`: the hosted sites.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::site::Site;
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists hosted sites.
pub struct List;

#[async_trait]
impl Listable for List {
    const ACTION: Action = Action::SiteList;
    type Item = Site;

    async fn list(account: &Account) -> Result<Vec<Site>, Error> {
        let mut sites = account.reads().sites().await?;
        account.sites().put(&sites);
        sites.sort_by_key(|site| site.domain.to_lowercase());
        Ok(sites)
    }

    fn outcome(list: Listed<Site>) -> Outcome {
        Outcome::Sites(list)
    }
}
