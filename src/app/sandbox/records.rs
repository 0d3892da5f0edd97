//! What the bot has written down, for the page: read from the database, beside the bot and with no way to it.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::sandbox::page;
use crate::store::{PastOperation, PlacedAuditRow, Records, StoreError};

/// How many lines of the audit, and how many operations, the page shows.
const SHOWN: u32 = 60;

/// Opens the database of the bot for the page to look at.
pub(super) async fn open(url: &str) -> Result<page::Records, StoreError> {
    let records = Arc::new(Mutex::new(Records::open(url).await?));
    Ok(Arc::new(move || {
        let records = Arc::clone(&records);
        Box::pin(async move { read(&mut *records.lock().await).await.map_err(|error| error.to_string()) })
    }))
}

async fn read(records: &mut Records) -> Result<Value, StoreError> {
    let audit = records.audit(SHOWN).await?;
    let journal = records.operations(SHOWN).await?;
    Ok(json!({
        "audit": audit.iter().map(line).collect::<Vec<_>>(),
        "journal": journal.iter().map(operation).collect::<Vec<_>>(),
    }))
}

fn line(placed: &PlacedAuditRow) -> Value {
    let row = &placed.row;
    json!({
        "number": placed.number,
        "at": row.at.to_string(),
        "invocation": row.invocation,
        "user": row.user.0.to_string(),
        "guild": placed.guild.0.to_string(),
        "channel": placed.channel.0.to_string(),
        "action": row.action,
        "target": row.target,
        "result": row.result.as_str(),
        "detail": row.detail,
    })
}

fn operation(past: &PastOperation) -> Value {
    let entry = &past.entry;
    json!({
        "id": entry.id.as_str(),
        "invocation": entry.invocation.as_str(),
        "user": entry.actor.0.to_string(),
        "guild": entry.address.guild.0.to_string(),
        "action": entry.action.as_str(),
        "target": entry.target.to_string(),
        "state": entry.state.as_str(),
        "intended": entry.intended.to_string(),
        "sent": entry.sent.map(|at| at.to_string()),
        "ended": past.ended.map(|at| at.to_string()),
        "followed": past.followed.as_ref().map(|followed| {
            json!({ "ended": followed.ended.map(|at| at.to_string()), "verdict": followed.verdict })
        }),
    })
}
