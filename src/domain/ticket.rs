//! Tickets: what an account's owner and the provider's staff write to each other.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::job::{Verdict, WatchLimits};
use super::outcome::Page;
use super::{ProviderName, ResourceRef};

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

impl TicketThread {
    /// Every message, the first one first.
    pub fn messages(&self) -> impl Iterator<Item = &TicketMessage> {
        std::iter::once(&self.first).chain(&self.replies)
    }

    /// Every file that came with it.
    pub fn attachments(&self) -> impl Iterator<Item = &Attachment> {
        self.messages().flat_map(|message| &message.attachments)
    }
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A page of what was written in a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPage {
    /// The ticket.
    pub ticket: Ticket,
    /// Its account's provider.
    pub provider: ProviderName,
    /// What is on this page, in the order in which it was written.
    pub parts: Vec<TicketPart>,
    /// How many messages there are on all pages.
    pub total: usize,
    /// Which page this is.
    pub page: Page,
}

/// A message of a ticket, or a part of a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPart {
    /// The message, with so much of its text.
    pub message: TicketMessage,
    /// Which message of the ticket it is, from 1.
    pub number: usize,
    /// Whether the text begins before this part.
    pub goes_on: bool,
}

/// A file that came with a ticket, and which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketFile {
    /// The ticket's reference.
    pub ticket: ResourceRef,
    /// Which file.
    pub attachment: Attachment,
    /// The file; `None` when it is larger than what can be passed on.
    pub file: Option<File>,
}

/// What is done to a ticket, with what was there before: by that it is known again when the answer is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TicketDeed {
    /// A ticket is opened.
    Open {
        /// The ticket.
        ticket: NewTicket,
        /// The ids of the tickets about the same that were there before.
        known: Vec<String>,
    },
    /// Something is written to it.
    Reply {
        /// What is written.
        text: String,
        /// The ids of the replies that were there before.
        known: Vec<String>,
    },
    /// It is closed.
    Close,
    /// It is opened again.
    Reopen,
}

impl TicketDeed {
    /// The deed in a word, by which texts select.
    pub const fn as_str(&self) -> &'static str {
        match self {
            TicketDeed::Open { .. } => "open",
            TicketDeed::Reply { .. } => "reply",
            TicketDeed::Close => "close",
            TicketDeed::Reopen => "reopen",
        }
    }

    /// What was written for it.
    pub fn text(&self) -> Option<&str> {
        match self {
            TicketDeed::Open { ticket, .. } => Some(&ticket.text),
            TicketDeed::Reply { text, .. } => Some(text),
            TicketDeed::Close | TicketDeed::Reopen => None,
        }
    }
}

/// One look at what became of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketLook {
    /// All tickets.
    List(Vec<Ticket>),
    /// The ticket with all that was written.
    Thread(Box<TicketThread>),
}

/// What has been seen of a deed since its call, whose own answer does not tell what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketWatch {
    /// What was done.
    pub deed: TicketDeed,
    /// The ticket that came of it.
    pub opened: Option<ResourceRef>,
    /// Whether the provider took the request.
    accepted: bool,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

/// What a look shows of a deed.
enum Trace {
    /// It was done.
    Done,
    /// Something was done that may or may not be it.
    Unclear,
    /// Nothing was done; the state of the ticket, where there is one.
    None(Option<String>),
}

impl TicketWatch {
    /// A watch that starts with the call.
    pub fn new(deed: TicketDeed) -> Self {
        TicketWatch { deed, opened: None, accepted: false, absent_since: None }
    }

    /// Takes in that the provider took the request.
    pub fn accept(&mut self) {
        self.accepted = true;
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// That nothing was done needs two looks that find nothing, far enough apart: the request may still be on its way.
    pub fn observe(&mut self, elapsed: Duration, look: &TicketLook, limits: &WatchLimits) -> Option<Verdict> {
        let trace = self.trace(look);
        if matches!(trace, Trace::Done) {
            return Some(Verdict::Verified);
        }
        let since = *self.absent_since.get_or_insert(elapsed);
        if elapsed.saturating_sub(since) < limits.absence {
            return self.expire(elapsed, limits);
        }
        Some(match trace {
            Trace::None(Some(state)) => Verdict::NotThere { state },
            Trace::None(None) if !self.accepted => Verdict::NotStarted,
            _ => Verdict::Unobserved { uptime_seconds: None },
        })
    }

    fn trace(&mut self, look: &TicketLook) -> Trace {
        match (&self.deed, look) {
            (TicketDeed::Open { ticket, known }, TicketLook::List(tickets)) => {
                let new = |seen: &&Ticket| {
                    is_same(&seen.subject, &ticket.subject) && !known.contains(&seen.resource.id)
                };
                let Some(opened) = tickets.iter().find(new) else { return Trace::None(None) };
                self.opened = Some(opened.resource.clone());
                Trace::Done
            }
            (TicketDeed::Reply { text, known }, TicketLook::Thread(thread)) => {
                let mut known = known.clone();
                // Each that was there before accounts for one: without ids, two may have the same key.
                let mut is_new = |reply: &&TicketMessage| {
                    let before = known.iter().position(|key| *key == reply.key());
                    before.map(|at| known.swap_remove(at)).is_none() && !reply.is_staff
                };
                let new: Vec<_> = thread.replies.iter().filter(|reply| is_new(reply)).collect();
                match new.as_slice() {
                    [] => Trace::None(None),
                    new if new.iter().any(|reply| is_same(&reply.text, text)) => Trace::Done,
                    _ => Trace::Unclear,
                }
            }
            (TicketDeed::Close, TicketLook::Thread(thread)) if thread.ticket.is_closed() => Trace::Done,
            (TicketDeed::Reopen, TicketLook::Thread(thread)) if !thread.ticket.is_closed() => Trace::Done,
            (TicketDeed::Close | TicketDeed::Reopen, TicketLook::Thread(thread)) => {
                Trace::None(Some(thread.ticket.state.clone()))
            }
            _ => Trace::Unclear,
        }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        (elapsed >= limits.setup).then_some(Verdict::Blind)
    }
}

impl TicketMessage {
    /// What tells it from the others of its ticket: its id, or when it was written, by whom and what.
    pub fn key(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{:?} {:?} {:?}", self.at, self.author, self.text))
    }
}

/// Whether two texts say the same: providers change line ends and blanks.
pub fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(state: &str, replies: &[(&str, bool, &str)]) -> TicketLook {
        let message = |&(id, is_staff, text): &(&str, bool, &str)| TicketMessage {
            id: Some(id.to_owned()),
            author: None,
            is_staff,
            text: text.to_owned(),
            at: None,
            attachments: vec![],
        };
        let ticket = Ticket {
            resource: ResourceRef::parse(super::super::ResourceKind::Ticket, "asia/7").unwrap(),
            subject: "A question".to_owned(),
            department: None,
            state: state.to_owned(),
            opened: None,
            last_reply: None,
            is_read: None,
        };
        let (first, replies) = (message(&("0", false, "")), replies.iter().map(message).collect());
        TicketLook::Thread(Box::new(TicketThread { ticket, first, replies }))
    }

    const fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn a_reply_is_seen_when_somebody_of_ours_has_said_the_same_since() {
        let deed = TicketDeed::Reply { text: "Hello\nyou".to_owned(), known: vec!["1".to_owned()] };
        let limits = WatchLimits::default();
        let seen = |replies: &[(&str, bool, &str)], at| {
            let mut watch = TicketWatch::new(deed.clone());
            watch.observe(seconds(1), &thread("Open", replies), &limits);
            watch.observe(seconds(at), &thread("Open", replies), &limits)
        };
        let mut watch = TicketWatch::new(deed.clone());
        let look = thread("Open", &[("1", false, "x"), ("2", false, "Hello\r\nyou ")]);
        assert_eq!(watch.observe(seconds(1), &look, &limits), Some(Verdict::Verified));
        for replies in [&[][..], &[("1", false, "Hello you")], &[("2", true, "Hello you")]] {
            assert_eq!(seen(replies, 20), None, "it may still be on its way: {replies:?}");
            assert_eq!(seen(replies, 40), Some(Verdict::NotStarted), "{replies:?}");
        }
        let other = seen(&[("2", false, "Something else")], 40);
        assert_eq!(other, Some(Verdict::Unobserved { uptime_seconds: None }), "that may be it, rewritten");
    }

    #[test]
    fn what_the_provider_took_is_never_called_not_begun() {
        let limits = WatchLimits::default();
        let mut watch = TicketWatch::new(TicketDeed::Reply { text: "x".to_owned(), known: vec![] });
        watch.accept();
        assert_eq!(watch.observe(seconds(1), &thread("Open", &[]), &limits), None);
        let verdict = watch.observe(seconds(40), &thread("Open", &[]), &limits);
        assert_eq!(verdict, Some(Verdict::Unobserved { uptime_seconds: None }));
        let mut watch = TicketWatch::new(TicketDeed::Close);
        assert_eq!(watch.observe(seconds(1), &thread("Open", &[]), &limits), None);
        let still = Verdict::NotThere { state: "Open".to_owned() };
        assert_eq!(watch.observe(seconds(40), &thread("Open", &[]), &limits), Some(still));
        assert_eq!(watch.observe(seconds(41), &thread("closed", &[]), &limits), Some(Verdict::Verified));
        assert_eq!(watch.expire(limits.setup, &limits), Some(Verdict::Blind));
    }

    #[test]
    fn the_content_of_a_file_is_not_in_its_debug_form() {
        let file = File { media_type: Some("text/plain".to_owned()), bytes: b"hunter2".to_vec() };
        assert_eq!(format!("{file:?}"), r#"File { media_type: Some("text/plain"), bytes: 7 bytes }"#);
    }
}
