//! Looking at an account's servers, and at what it pays for regularly.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;

use super::{Blind, Came, Memory, Source, distinct};
use crate::domain::relay::{ServerFacts, ServiceFacts};
use crate::domain::{ErrorKind, Operation};
use crate::relays::{servers, services};

/// How many servers that are missing from the list are asked for at once.
const SIDE_BY_SIDE: usize = 2;

impl Source {
    pub(super) async fn look_at_servers(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let listed = self.account.reads().servers().await?;
        self.account.servers().put(&listed);
        let (listed, now) = (distinct(listed, |server| Some(&server.resource.id)), Timestamp::now());
        if list.first {
            let first = |server| servers::first_seen(server, now);
            let facts = listed.iter().map(|server| (server.resource.id.clone(), first(server)));
            let down = listed.iter().filter(|server| first(server).told_down).count();
            return self.begin(memory, facts.collect(), None, down).await;
        }
        let known = self.known::<ServerFacts>(&list).await?;
        let missing = servers::missing(&known, &listed, self.interval, now);
        let asked = stream::iter(missing).map(|id| async move { self.is_gone(&id).await.then_some(id) });
        let gone: BTreeSet<String> =
            asked.buffer_unordered(SIDE_BY_SIDE).filter_map(std::future::ready).collect().await;
        let mut turn = self.turn(memory, None);
        for (id, facts, event) in servers::changes(&known, &listed, &gone, self.interval, now) {
            if let Some(event) = event {
                self.owe(&mut turn.owed, event, Some(&id), None);
            }
            turn.changed.insert(id, facts);
        }
        self.keep(memory, turn, true).await
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
        if list.first {
            let soon = changes.iter().filter(|(_, facts, _)| facts.told.is_some()).count();
            let facts = changes.into_iter().map(|(id, facts, _)| (id, facts)).collect();
            return self.begin(memory, facts, None, soon).await;
        }
        let mut turn = self.turn(memory, None);
        for (id, facts, event) in changes {
            if let Some(event) = event {
                self.owe(&mut turn.owed, event, Some(&id), None);
            }
            turn.changed.insert(id, facts);
        }
        self.keep(memory, turn, true).await
    }
}
