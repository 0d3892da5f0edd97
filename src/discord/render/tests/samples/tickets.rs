//! Tickets and notices, and how changes of them go.

use super::things::lists;
use super::{Foreign, account, at, ended, job, report};
use crate::dispatch::Answer;
use crate::domain::job::{Verdict, Watch};
use crate::domain::notice::{Notice, StatusItem};
use crate::domain::outcome::{JobPhase, Outcome, Page, ResourceName};
use crate::domain::ticket::{
    Attachment, Department, File, NewTicket, Ticket, TicketDeed, TicketFile, TicketMessage, TicketPage,
    TicketPart, TicketWatch,
};
use crate::domain::{Action, ProviderName, ResourceKind, ResourceRef, Target};

const PROVIDER: ProviderName = ProviderName::LlamaLink;

fn resource(kind: ResourceKind, id: &str) -> ResourceRef {
    ResourceRef::new(account(), kind, id).unwrap()
}

pub(super) fn tickets(foreign: &Foreign) -> Vec<Ticket> {
    let full = Ticket {
        resource: resource(ResourceKind::Ticket, "736633"),
        subject: foreign.name.clone(),
        department: Some(foreign.typed.clone()),
        state: foreign.words.clone(),
        opened: Some(at(0)),
        last_reply: Some(at(60)),
        is_read: Some(false),
    };
    let bare = Ticket { department: None, opened: None, last_reply: None, is_read: None, ..full.clone() };
    vec![full, bare]
}

fn pages(foreign: &Foreign) -> Vec<TicketPage> {
    let files = vec![
        Attachment { id: "902".to_owned(), name: Some(foreign.name.clone()) },
        Attachment { id: "903".to_owned(), name: None },
    ];
    // The lines that people write are lines of the message too; those of a sample are counted.
    let text = foreign.words.replace('\n', " ");
    let message = |is_staff, attachments: &[Attachment]| TicketMessage {
        id: Some("929".to_owned()),
        author: Some(foreign.name.clone()),
        is_staff,
        text: text.clone(),
        at: Some(at(0)),
        attachments: attachments.to_vec(),
    };
    let part = |number, goes_on, message| TicketPart { message, number, goes_on };
    let page = |ticket: &Ticket, parts, total, count| TicketPage {
        ticket: ticket.clone(),
        provider: PROVIDER,
        parts,
        total,
        page: Page { index: 0, count },
    };
    let [open, closed] = tickets(foreign).try_into().unwrap();
    let many = vec![part(1, false, message(false, &[])), part(2, true, message(true, &files))];
    vec![page(&open, many, 3, 2), page(&closed, vec![part(1, false, message(false, &[]))], 1, 1)]
}

fn deeds(foreign: &Foreign) -> [TicketDeed; 4] {
    let (subject, text) = (foreign.name.clone(), foreign.words.clone());
    let ticket = NewTicket { department: "2".to_owned(), subject, text: text.clone() };
    [
        TicketDeed::Open { ticket, known: vec![] },
        TicketDeed::Reply { text, known: vec![] },
        TicketDeed::Close,
        TicketDeed::Reopen,
    ]
}

fn jobs(foreign: &Foreign) -> Vec<(String, Answer)> {
    let verdicts = [
        Verdict::Verified,
        Verdict::NotStarted,
        Verdict::NotThere { state: foreign.words.clone() },
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::Blind,
    ];
    let mut jobs = vec![];
    for deed in deeds(foreign) {
        let (kind, id) = match deed {
            TicketDeed::Open { .. } => (ResourceKind::Department, "2"),
            _ => (ResourceKind::Ticket, "736633"),
        };
        let target = Target::Resource { resource: resource(kind, id), name: Some(foreign.name.clone()) };
        let name = format!("ticket {}", deed.as_str());
        let told = |watch, phase| job(report(Watch::Ticket(watch), target.clone(), phase));
        for doubtful in [true, false] {
            let phase = JobPhase::Watching { since: at(0), doubtful };
            jobs.push((format!("{name}, doubtful: {doubtful}"), told(TicketWatch::new(deed.clone()), phase)));
        }
        for verdict in &verdicts {
            let mut watch = TicketWatch::new(deed.clone());
            if *verdict == Verdict::Verified && kind == ResourceKind::Department {
                watch.opened = Some(resource(ResourceKind::Ticket, "865650"));
            }
            jobs.push((format!("{name}, {}", verdict.as_str()), told(watch, ended(verdict.clone(), true))));
        }
    }
    jobs
}

fn notices(foreign: &Foreign) -> (Vec<Notice>, Vec<StatusItem>) {
    let full = Notice {
        resource: Some(resource(ResourceKind::Notice, "12")),
        text: foreign.words.clone(),
        about: Some(foreign.typed.clone()),
        about_id: Some("302".to_owned()),
        at: Some(at(0)),
        is_read: Some(false),
    };
    let bare =
        Notice { resource: None, about: None, about_id: None, at: None, is_read: Some(true), ..full.clone() };
    let item = StatusItem {
        id: Some(foreign.typed.clone()),
        title: foreign.name.clone(),
        state: Some(foreign.words.clone()),
        text: Some(foreign.words.replace('\n', " ")),
        at: Some(at(0)),
    };
    let nothing = StatusItem { id: None, state: None, text: None, at: None, ..item.clone() };
    (vec![full, bare], vec![item, nothing])
}

/// One answer for each, each with a name.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let departments = [Department { id: foreign.typed.clone(), name: foreign.name.clone() }];
    let (notices, statuses) = notices(foreign);
    let mut answers = [
        lists("tickets", &tickets(foreign), Outcome::Tickets),
        lists("departments", &departments, Outcome::Departments),
        lists("notices", &notices, Outcome::Notices),
        lists("statuses", &statuses, Outcome::Statuses),
        jobs(foreign),
    ]
    .concat();
    let mut push = |name: &str, outcome| answers.push((name.to_owned(), Answer::Outcome(outcome, None)));
    for page in pages(foreign) {
        push("ticket", Outcome::Ticket(Box::new(page)));
    }
    let ticket =
        ResourceName { resource: resource(ResourceKind::Ticket, "736633"), name: Some(foreign.name.clone()) };
    for deed in deeds(foreign) {
        let done = Outcome::TicketDone { deed, ticket: Some(ticket.clone()), provider: PROVIDER };
        push("ticket done", done);
    }
    for closed in [true, false] {
        push("ticket already", Outcome::TicketAlready { closed, ticket: ticket.clone() });
    }
    for bytes in [Some(1), Some(2048), None] {
        let file = bytes.map(|n| File { media_type: Some(foreign.words.clone()), bytes: vec![0; n] });
        let attachment = Attachment { id: "902".to_owned(), name: Some(foreign.name.clone()) };
        let shown = TicketFile { ticket: ticket.resource.clone(), attachment, file };
        push("ticket file", Outcome::TicketFile(Box::new(shown)));
    }
    let notice =
        ResourceName { resource: resource(ResourceKind::Notice, "12"), name: Some(foreign.words.clone()) };
    for already in [false, true] {
        push("notice read", Outcome::NoticeRead { notice: notice.clone(), already });
    }
    for item in statuses {
        push("status", Outcome::Status { account: account(), provider: PROVIDER, item: Box::new(item) });
    }
    for (action, kind) in [
        (Action::TicketOpen, ResourceKind::Department),
        (Action::TicketReply, ResourceKind::Ticket),
        (Action::TicketClose, ResourceKind::Ticket),
        (Action::TicketReopen, ResourceKind::Ticket),
        (Action::NoticeAck, ResourceKind::Notice),
    ] {
        let target = Target::Resource { resource: resource(kind, "2"), name: Some(foreign.name.clone()) };
        answers.push((format!("{action} working"), Answer::Working(action, target)));
    }
    answers.push(("written".to_owned(), Answer::Written(foreign.words.clone())));
    answers
}
