//! Looking at an account's invoices: at the list, and at the lines of those that are new.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Blind, Came, Memory, Source, UNREAD_LOOKS};
use crate::domain::invoice::InvoiceDetail;
use crate::domain::relay::InvoiceFacts;
use crate::domain::{Error, ErrorKind, ErrorStatus, Operation};
use crate::providers::Looked;
use crate::relays::{distinct, invoices};

/// How many earlier invoices are read at most to find the one before for the same thing.
const EARLIER: usize = 5;

impl Source {
    pub(super) async fn look_at_invoices(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let today = self.account.today();
        let list = self.recall(memory).await?;
        // A new day changes what is due, of the invoices that are in the list: another one may have been cancelled.
        let known_body = list.body.as_ref().filter(|_| memory.day == Some(today));
        let Looked::Read { items, digest } = self.account.reads().look_at_invoices(known_body).await? else {
            return Ok(Came::Still);
        };
        let mut items = distinct(items, |invoice| Some(&invoice.resource.id));
        let mut known = self.known::<InvoiceFacts>(&list).await?;
        if list.first {
            let open = items.iter().filter(|invoice| invoice.is_unpaid()).count();
            let facts =
                items.iter().map(|invoice| (invoice.resource.id.clone(), invoices::baseline(invoice, today)));
            memory.day = Some(today);
            return self.begin(memory, facts.collect(), digest, open).await;
        }
        items.sort_by_key(|invoice| memory.failures(&invoice.resource.id));
        let (mut turn, mut whole) = (self.turn(memory, digest), true);
        turn.changed = invoices::gone(&known, &items);
        known.extend(turn.changed.clone());
        for invoice in items {
            let id = &invoice.resource.id;
            if !known.contains_key(id) && invoices::was_overlooked(&invoice, self.day(list.since)) {
                turn.changed.insert(id.clone(), invoices::baseline(&invoice, today));
                continue;
            }
            let is_new = invoices::still(known.get(id), &invoice).is_none();
            if !is_new && invoices::change(known.get(id), &invoice, None, [], today).is_none() {
                continue;
            }
            let mut detail = None;
            if is_new {
                match self.read_invoice(memory, id).await {
                    Ok(read) => detail = Some(read),
                    Err(error) if error.status == ErrorStatus::Permanent => {}
                    Err(error) => {
                        tracing::debug!(account = %self.account.name(), invoice = id, %error, "Could not read an invoice.");
                        if memory.fail(id) < UNREAD_LOOKS {
                            whole = false;
                            if error.kind == ErrorKind::Timeout {
                                // The others are read at the next look, and before it.
                                break;
                            }
                            continue;
                        }
                    }
                }
                memory.unread.remove(id);
                if detail.is_some() {
                    turn.changed.extend(self.read_earlier(&mut known, invoice.issued).await);
                }
            }
            let Some(change) =
                invoices::change(known.get(id), &invoice, detail.as_ref(), known.values(), today)
            else {
                continue;
            };
            for event in change.events {
                self.owe(&mut turn.owed, event, id, None);
            }
            known.insert(id.clone(), change.facts.clone());
            turn.changed.insert(id.clone(), change.facts);
        }
        let came = self.keep(memory, turn, whole).await?;
        memory.day = Some(today);
        Ok(came)
    }

    async fn read_invoice(&self, memory: &Memory, id: &str) -> Result<InvoiceDetail, Error> {
        let reads = self.account.reads();
        self.read(Operation::InvoiceShow, memory.failures(id), reads.invoice(id)).await
    }

    /// Reads the lines of the last invoices before one that is new, as far as nobody has: it is compared with them.
    async fn read_earlier(
        &self,
        known: &mut BTreeMap<String, InvoiceFacts>,
        issued: Option<Date>,
    ) -> BTreeMap<String, InvoiceFacts> {
        let mut earlier: Vec<_> = known.iter().filter(|(_, facts)| facts.issued < issued).collect();
        earlier.sort_by_key(|(_, facts)| std::cmp::Reverse(facts.issued));
        let unread = earlier.into_iter().take(EARLIER).filter(|(_, facts)| facts.lines.is_none());
        let unread: Vec<String> = unread.map(|(id, _)| id.clone()).collect();
        let (reads, mut read) = (self.account.reads(), BTreeMap::new());
        for id in unread {
            // Without it the new one is told all the same.
            let Ok(detail) = self.read(Operation::InvoiceShow, 0, reads.invoice(&id)).await else { continue };
            if let Some(facts) = known.get_mut(&id) {
                facts.lines = Some(detail.lines.iter().map(invoices::line).collect());
                read.insert(id, facts.clone());
            }
        }
        read
    }
}
