//! Looking at an account's servers, at what it pays for regularly, and at its certificates.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;

use super::{Blind, Came, Memory, Source};
use crate::domain::relay::{CertificateFacts, ServerFacts, ServiceFacts};
use crate::domain::server::Server;
use crate::domain::{ErrorKind, Operation};
use crate::relays::{certificates, distinct, servers, services};

/// How many servers that are missing from the list are asked for at once.
const SIDE_BY_SIDE: usize = 2;

impl Source {
    pub(super) async fn look_at_servers(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let listed = self.account.reads().servers().await?;
        self.account.servers().put(&listed);
        let (listed, now) = (distinct(listed, |server| Some(&server.resource.id)), Timestamp::now());
        let is_down = ServerFacts::is_down;
        if list.first {
            let first =
                |server: &Server| (server.resource.id.clone(), servers::first_seen(server, now), None);
            return self.keep_changes(memory, listed.iter().map(first).collect(), is_down).await;
        }
        let known = self.known::<ServerFacts>(&list).await?;
        let missing = servers::missing(&known, &listed, self.interval, now);
        let asked = stream::iter(missing).map(|id| async move { self.is_gone(&id).await.then_some(id) });
        let gone: BTreeSet<String> =
            asked.buffer_unordered(SIDE_BY_SIDE).filter_map(std::future::ready).collect().await;
        let mut handled = BTreeSet::new();
        for server in servers::halting(&known, &listed) {
            if self.store.lock(&server.resource).await?.is_some() {
                handled.insert(server.resource.id.clone());
            }
        }
        let seen = servers::Seen { listed: &listed, gone: &gone, handled: &handled };
        let changes = servers::changes(&known, seen, self.interval, now);
        self.keep_changes(memory, changes, is_down).await
    }

    /// Whether the provider says of a server that it does not have it; a list alone may be cut short.
    async fn is_gone(&self, id: &str) -> bool {
        if !self.account.has(Operation::ServerShow) {
            return true;
        }
        let asked = self.read(Operation::ServerShow, 0, self.account.reads().server(id)).await;
        asked.is_err_and(|error| error.kind == ErrorKind::NotFound)
    }

    pub(super) async fn look_at_services(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let listed = self.account.reads().services().await?;
        self.account.services().put(&listed);
        let known = self.known::<ServiceFacts>(&list).await?;
        let changes = services::changes(&known, &listed, self.day(Timestamp::now()), list.first);
        self.keep_changes(memory, changes, |facts| facts.told.is_some()).await
    }

    pub(super) async fn look_at_certificates(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let listed = self.account.reads().certificates().await?;
        self.account.certificates().put(&listed);
        let known = self.known::<CertificateFacts>(&list).await?;
        let changes = certificates::changes(&known, &listed, Timestamp::now(), list.first);
        self.keep_changes(memory, changes, |facts| facts.told.is_some()).await
    }
}
