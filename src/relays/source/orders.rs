//! Looking at an account's orders: at the bot's own purchases in the store, and at the provider's list.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Blind, Came, Memory, Source};
use crate::domain::Operation;
use crate::domain::order::{Order, OrderState};
use crate::domain::relay::{MadeFacts, OrderFacts};
use crate::providers::{Digest, Looked};
use crate::relays::orders::{self, Changes};

/// How long after its call a purchase's server is asked for its address, which it need not have at once.
const ADDRESSED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

impl Source {
    /// Looks at the list and at the purchases; what has become of these is told though the list cannot be read.
    pub(super) async fn look_at_orders(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let known = list.body;
        if list.first {
            // However long the provider is away: what is bought from now on is news.
            self.compare(memory, None, None, true).await?;
        }
        if !self.account.has(Operation::OrderList) {
            // Nothing but the purchases is there to look at, and the store knows them.
            let list = if list.first || known.is_none() { Some((vec![], true)) } else { None };
            return self.compare(memory, list, Some(Digest::none()), false).await;
        }
        match self.account.reads().look_at_orders(known.as_ref()).await {
            Ok(Looked::Same) => self.compare(memory, None, known, false).await,
            Ok(Looked::Read { items, digest }) => {
                let first = known.is_none();
                self.compare(memory, Some((items, first)), Some(digest.unwrap_or(Digest::none())), false)
                    .await
            }
            Err(error) => {
                self.compare(memory, None, known, false).await?;
                Err(error.into())
            }
        }
    }

    /// Looks at the purchases alone, which asks the provider for no list.
    pub(super) async fn look_at_purchases(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let looking = async {
            let list = self.recall(memory).await?;
            self.compare(memory, None, list.body, list.first).await
        };
        crate::providers::layers::patiently(looking).await
    }

    /// Tells what is new of the purchases, and of the list where there is one to look at: with whether it is the first.
    ///
    /// The purchases are read after the list: of whatever it shows of theirs the store knows by then.
    async fn compare(
        &self,
        memory: &mut Memory,
        list: Option<(Vec<Order>, bool)>,
        digest: Option<Digest>,
        first: bool,
    ) -> Result<Came, Blind> {
        let name = self.account.name();
        let bought = self.store.purchases_of(name).await?;
        let kept = self.recall(memory).await?;
        let mut known = self.known::<OrderFacts>(&kept).await?;
        let made = self.made(&known, &bought).await;
        let Changes { mut changed, mut events, mut unsettled } =
            orders::purchases(&known, &bought, made, first);
        let mut turn = self.turn::<OrderFacts>(memory, digest);
        if let Some((items, first)) = &list {
            known.extend(changed.clone());
            let listed = orders::listed(&known, items, *first, turn.now);
            changed.extend(listed.changed);
            events.extend(listed.events);
            unsettled |= listed.unsettled;
            if *first {
                turn.owed = self.summary(items.len(), 0);
            }
        }
        if unsettled && turn.body.is_some() {
            turn.body = Some(Digest::none().as_str().to_owned());
        }
        for (id, event) in &events {
            self.owe(&mut turn.owed, *event, id, None);
        }
        turn.changed = changed;
        if turn.changed.is_empty() && list.is_none() && !first {
            return Ok(Came::Still);
        }
        self.keep(memory, turn, true).await
    }

    /// The new servers of purchases that are done, as far as their names and addresses are not known.
    async fn made(
        &self,
        known: &BTreeMap<String, OrderFacts>,
        bought: &[Order],
    ) -> BTreeMap<String, MadeFacts> {
        let mut made = BTreeMap::new();
        if !self.account.has(Operation::ServerShow) {
            return made;
        }
        for order in bought.iter().filter(|order| order.state == OrderState::Done) {
            let (Some(server), Some((placed, _))) = (&order.server, order.placed) else { continue };
            let addressed = known
                .get(&order.resource.id)
                .and_then(|facts| facts.made.as_ref())
                .is_some_and(|made| !made.addresses.is_empty());
            if addressed || Timestamp::now().duration_since(placed) >= ADDRESSED_WITHIN {
                continue;
            }
            // Without it the purchase is told all the same; the next look asks again.
            let Ok(server) = self.account.reads().server(&server.id).await else { continue };
            if server.is_new_since(placed) {
                let facts = MadeFacts { name: server.name, addresses: server.addresses };
                made.insert(order.resource.id.clone(), facts);
            }
        }
        made
    }
}
