//! Tickets: what an account's owner and the provider's staff write to each other.

use std::fmt;

use jiff::Timestamp;

use super::ResourceRef;

/// A ticket as lists show it; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its reference; the id is the number by which the provider addresses it.
    pub resource: ResourceRef,
    /// What it is about; foreign text.
    pub subject: String,
    /// The department that it lies with; foreign text.
    pub department: Option<String>,
    /// How far it is, in the provider's own word; foreign text.
    pub state: String,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When somebody last wrote to it.
    pub last_reply: Option<Timestamp>,
    /// Whether the account's owner has read all of it; looking at a ticket may change this.
    pub is_read: Option<bool>,
}

impl Ticket {
    /// Whether nobody goes on with it: the providers call that closed.
    pub fn is_closed(&self) -> bool {
        self.state.eq_ignore_ascii_case("closed")
    }
}

/// A ticket with all that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketThread {
    /// The ticket.
    pub ticket: Ticket,
    /// What it was opened with.
    pub first: TicketMessage,
    /// What was written since, in the provider's order.
    pub replies: Vec<TicketMessage>,
}

/// One message of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketMessage {
    /// The provider's id for it; the first message has none.
    pub id: Option<String>,
    /// Who wrote it; foreign text and personal.
    pub author: Option<String>,
    /// Whether the provider's staff wrote it.
    pub is_staff: bool,
    /// What was written, with `\n` at the line ends; foreign text.
    pub text: String,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
}

/// A file that came with a message, by its name only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The provider's id for it.
    pub id: String,
    /// Its name; foreign text.
    pub name: Option<String>,
}

/// The content of a file: any bytes at all, from a stranger.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// What the provider says that it is; foreign text.
    pub media_type: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What people attach is nobody else's business, and long.
        f.debug_struct("File")
            .field("media_type", &self.media_type)
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .finish()
    }
}

/// A part of the provider's staff that tickets are opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// The provider's id for it.
    pub id: String,
    /// Its name; foreign text.
    pub name: String,
}

/// A ticket that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    /// The id of the department.
    pub department: String,
    /// What it is about.
    pub subject: String,
    /// The first message.
    pub text: String,
}

/// A ticket that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedTicket {
    /// Its reference; `None` when the provider took the request without telling the number.
    pub resource: Option<ResourceRef>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_a_file_is_not_in_its_debug_form() {
        let file = File { media_type: Some("text/plain".to_owned()), bytes: b"hunter2".to_vec() };
        assert_eq!(format!("{file:?}"), r#"File { media_type: Some("text/plain"), bytes: 7 bytes }"#);
    }
}
