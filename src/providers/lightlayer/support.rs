//! LightLayer's tickets.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::Value;

use super::types::{Frame, NO_WORD};
use crate::domain::resource::is_plain_id;
use crate::domain::{ResourceRef, ticket};
use crate::providers::lenient;

/// A ticket; one of the list has no text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ticket {
    #[serde(deserialize_with = "lenient::id")]
    pub ticket_number: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    subject: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    deptname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::local_time")]
    date: Option<DateTime>,
    #[serde(deserialize_with = "lenient::local_time")]
    lastreply: Option<DateTime>,
    #[serde(deserialize_with = "lenient::truth")]
    client_read: Option<bool>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    body: Option<String>,
    #[serde(deserialize_with = "attachments")]
    attachments: Vec<ticket::Attachment>,
}

impl Ticket {
    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> ticket::Ticket {
        ticket::Ticket {
            resource,
            subject: self.subject.unwrap_or_default(),
            department: self.deptname,
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            opened: frame.moment(self.date),
            last_reply: frame.moment(self.lastreply),
            is_read: self.client_read,
        }
    }
}

/// A ticket with its replies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Thread {
    #[serde(deserialize_with = "lenient::map")]
    ticket: Option<Ticket>,
    #[serde(deserialize_with = "replies")]
    pub replies: Option<Vec<Reply>>,
    /// The files by the id of their reply; those of the first message under another one.
    #[serde(deserialize_with = "files_by_reply")]
    attachments: BTreeMap<String, Vec<ticket::Attachment>>,
}

impl Thread {
    /// The number of the ticket.
    pub fn number(&self) -> Option<&str> {
        self.ticket.as_ref()?.ticket_number.as_deref()
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> ticket::TicketThread {
        let mut opened = self.ticket.unwrap_or_default();
        let mut files = self.attachments;
        let mut first = ticket::TicketMessage {
            id: None,
            author: opened.name.take(),
            // The client area opens tickets for the client alone.
            is_staff: false,
            text: lines(opened.body.take()),
            at: frame.moment(opened.date),
            attachments: std::mem::take(&mut opened.attachments),
        };
        let replies = self.replies.unwrap_or_default().into_iter();
        let mut replies: Vec<_> = replies.filter_map(|reply| reply.into_domain(frame)).collect();
        for reply in &mut replies {
            reply.attachments.extend(reply.id.as_ref().and_then(|id| files.remove(id)).unwrap_or_default());
        }
        first.attachments.extend(files.into_values().flatten());
        let mut ticket = opened.into_domain(resource, frame);
        // The single ticket does not tell when somebody last wrote to it; its replies do.
        ticket.last_reply = ticket.last_reply.or_else(|| replies.iter().filter_map(|reply| reply.at).max());
        ticket::TicketThread { ticket, first, replies }
    }
}

/// A reply.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reply {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::local_time")]
    date: Option<DateTime>,
    #[serde(deserialize_with = "lenient::text")]
    body: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::words")]
    kind: Option<String>,
    #[serde(deserialize_with = "attachments")]
    attachments: Vec<ticket::Attachment>,
}

impl Reply {
    /// The reply; `None` when it says nothing and has no id.
    fn into_domain(self, frame: &Frame) -> Option<ticket::TicketMessage> {
        if self.id.is_none() && self.body.is_none() {
            return None;
        }
        let kind = self.kind.unwrap_or_default();
        Some(ticket::TicketMessage {
            id: self.id,
            author: self.name,
            is_staff: ["admin", "staff"].iter().any(|staff| kind.eq_ignore_ascii_case(staff)),
            text: lines(self.body),
            at: frame.moment(self.date),
            attachments: self.attachments,
        })
    }
}

/// The replies of a ticket; `null` means that there are none.
fn replies<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Reply>>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Some(vec![])),
        value => Ok(lenient::entries(value).unwrap_or_default()),
    }
}

/// A text with `\n` at its line ends.
fn lines(text: Option<String>) -> String {
    text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n")
}

/// The files of a message. No document says how they are told: a list or a map of ids, names, or maps of both.
fn attachments<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<ticket::Attachment>, D::Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Named {
        #[serde(deserialize_with = "lenient::id")]
        id: Option<String>,
        #[serde(deserialize_with = "lenient::id")]
        file: Option<String>,
        #[serde(deserialize_with = "lenient::words")]
        org_filename: Option<String>,
        #[serde(deserialize_with = "lenient::words")]
        filename: Option<String>,
        #[serde(deserialize_with = "lenient::words")]
        name: Option<String>,
    }
    let read = |key: Option<&str>, value: &Value| -> Option<ticket::Attachment> {
        let key = key.filter(|key| is_plain_id(key)).map(str::to_owned);
        if let Some(text) = value.as_str() {
            let text = text.trim();
            let id = key.or_else(|| is_plain_id(text).then(|| text.to_owned()))?;
            return Some(ticket::Attachment { id, name: Some(text.to_owned()).filter(|it| !it.is_empty()) });
        }
        let named: Named = lenient::entry(value)?;
        let name = named.org_filename.or(named.filename).or(named.name);
        Some(ticket::Attachment { id: named.id.or(named.file).or(key)?, name })
    };
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items.iter().filter_map(|item| read(None, item)).collect(),
        Value::Object(fields) => fields.iter().filter_map(|(key, value)| read(Some(key), value)).collect(),
        _ => vec![],
    })
}

/// The files of a whole ticket: a map from the ids of replies to their files.
fn files_by_reply<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<ticket::Attachment>>, D::Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Files {
        #[serde(deserialize_with = "attachments")]
        attachments: Vec<ticket::Attachment>,
    }
    let Value::Object(replies) = Value::deserialize(deserializer)? else { return Ok(BTreeMap::new()) };
    let read = |value: Value| {
        let files: Option<Files> = lenient::entry(&serde_json::json!({ "attachments": value }));
        files.unwrap_or_default().attachments
    };
    Ok(replies.into_iter().map(|(reply, value)| (reply, read(value))).collect())
}

/// The answer to a new ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Opened {
    #[serde(deserialize_with = "lenient::id")]
    pub ticket: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_belong_to_the_reply_whose_id_they_stand_under_and_else_to_the_first_message() {
        let thread: Thread = lenient::entry(&json!({
            "ticket": {"ticket_number": "7"},
            "replies": [{"id": "929", "body": "x"}, {"id": "930", "body": "y"}],
            "attachments": {"930": [{"id": "1", "org_filename": "a.txt"}], "0": {"2": "b.txt"}, "931": 5},
        }))
        .unwrap();
        let resource = ResourceRef::parse(crate::domain::ResourceKind::Ticket, "asia/7").unwrap();
        let frame = Frame { currency: None, timezone: jiff::tz::TimeZone::UTC };
        let thread = thread.into_domain(resource, &frame);
        let files: Vec<Vec<_>> = thread
            .messages()
            .map(|message| message.attachments.iter().map(|file| file.id.as_str()).collect())
            .collect();
        assert_eq!(files, [vec!["2"], vec![], vec!["1"]]);
    }

    #[test]
    fn attachments_are_read_in_every_form_that_is_likely() {
        let read = |value: Value| {
            let ticket: Ticket = lenient::entry(&json!({"attachments": value})).unwrap();
            let pair = |it: ticket::Attachment| (it.id, it.name.unwrap_or_default());
            ticket.attachments.into_iter().map(pair).collect::<Vec<_>>()
        };
        let one = |id: &str, name: &str| vec![(id.to_owned(), name.to_owned())];
        assert_eq!(read(json!([{"id": 7, "filename": "a b.png"}])), one("7", "a b.png"));
        assert_eq!(read(json!({"7": {"org_filename": "log.txt", "filename": "x1"}})), one("7", "log.txt"));
        assert_eq!(read(json!({"7": "log.txt"})), one("7", "log.txt"));
        assert_eq!(read(json!(["7"])), one("7", "7"));
        for none in
            [json!([]), json!(null), json!(["../7"]), json!([{"filename": "x"}]), json!("7"), json!(7)]
        {
            assert_eq!(read(none.clone()), [], "{none}");
        }
    }
}
