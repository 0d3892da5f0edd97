//! Tickets.

use axum::body::Bytes;
use jiff::civil::DateTime;

/// How a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketStatus {
    /// Nobody has answered yet.
    Open,
    /// The staff spoke last.
    Answered,
    /// The customer spoke last.
    ClientReply,
    /// It is done.
    Closed,
}

impl TicketStatus {
    /// The word that LightLayer uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Answered => "Answered",
            Self::ClientReply => "Client-Reply",
            Self::Closed => "Closed",
        }
    }
}

/// Who wrote a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The staff.
    Admin,
    /// The customer.
    Client,
}

impl Author {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Client => "Client",
        }
    }
}

/// A reply to a ticket.
#[derive(Clone, Debug)]
pub struct TicketReply {
    /// Its id.
    pub id: u64,
    /// The author's name.
    pub name: String,
    /// When it was written.
    pub date: DateTime,
    /// Its text, with `\r\n`.
    pub body: String,
    /// Who wrote it.
    pub author: Author,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
}

/// A file that came with a reply.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Bytes,
}

/// A ticket.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its number.
    pub number: u64,
    /// When it was opened.
    pub date: DateTime,
    /// The department's name.
    pub department: String,
    /// Who opened it.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Its subject.
    pub subject: String,
    /// Its first text, with `\r\n`.
    pub body: String,
    /// How it stands.
    pub status: TicketStatus,
    /// Whether the customer has seen the last reply.
    pub read: bool,
    /// What was said since.
    pub replies: Vec<TicketReply>,
    /// What the list says instead of the truth, until something happens to the ticket.
    ///
    /// The documented list and the documented details are of one ticket and disagree.
    pub listed: Option<(TicketStatus, DateTime)>,
}

impl Ticket {
    /// The status and the time of the last reply as the list has them.
    pub(super) fn listed(&self) -> (TicketStatus, DateTime) {
        self.listed.unwrap_or((self.status, self.replies.last().map_or(self.date, |reply| reply.date)))
    }

    pub(super) fn set_status(&mut self, status: TicketStatus) {
        self.status = status;
        self.listed = None;
    }

    pub(super) fn attachment(&self, id: &str) -> Option<&Attachment> {
        self.replies.iter().flat_map(|reply| &reply.attachments).find(|attachment| attachment.id == id)
    }
}

/// A department that takes tickets.
#[derive(Clone, Debug)]
pub struct Department {
    /// Its id, the `dept_id` of a ticket.
    pub id: u64,
    /// Its name.
    pub name: String,
}

/// The same text with the line ends that LightLayer stores.
pub(super) fn with_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}
