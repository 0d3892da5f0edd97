//! Tickets: lists, what was written in one, and how changes of them go.

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Attachment, Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::Verdict;
use crate::domain::outcome::{JobPhase, JobReport, ResourceName};
use crate::domain::ticket::{
    Department, Ticket, TicketDeed, TicketFile, TicketMessage, TicketPage, TicketPart, TicketWatch,
};
use crate::domain::{AccountName, ProviderName};

/// Between the parts of a line.
const DOT: &str = " \u{b7} ";
/// How much of a subject is shown.
const SUBJECT: usize = 120;
/// How much of a text that was written in a form is shown.
const WRITTEN: usize = 3800;
/// The same beside other things, when it is shown again in public.
const WRITTEN_BESIDE: usize = 1500;
/// How many files of a message are named.
const FILES: usize = 8;

impl Pen<'_> {
    pub(super) fn ticket_line(self, ticket: &Ticket) -> String {
        let mark = if ticket.is_closed() { "\u{26AA}" } else { "\u{1F7E2}" };
        let mut parts = vec![
            format!("{mark} **{}**", foreign::markdown(&ticket.subject, NAME)),
            foreign::markdown(&ticket.state, 40),
        ];
        parts.extend(ticket.department.as_ref().map(|name| foreign::markdown(name, 40)));
        let last = ticket.last_reply.or(ticket.opened);
        parts.extend(last.map(|at| self.md("ticket-last", &[("at", Arg::Own(relative(at)))])));
        if ticket.is_read == Some(false) {
            parts.push(self.md("ticket-unread", &[]));
        }
        parts.push(reference(&ticket.resource));
        parts.join(DOT)
    }

    pub(super) fn ticket(self, shown: &TicketPage) -> Message {
        let TicketPage { ticket, provider, parts, total, page } = shown;
        let name = |id: &str| self.md(id, &[]);
        let account = foreign::markdown(ticket.resource.account.as_str(), NAME);
        let department = ticket.department.as_ref().map(|name| foreign::markdown(name, NAME));
        let texts: Vec<_> = parts.iter().map(|part| self.ticket_part(part)).collect();
        let tone = if ticket.is_closed() { Tone::Neutral } else { Tone::Busy };
        let count = self.plain("ticket-messages", &[("n", Arg::Number(*total as u64))]);
        let footer = [count, self.page_note(*page)];
        let footer: Vec<_> = footer.into_iter().filter(|part| !part.is_empty()).collect();
        Message::embed(
            Embed::new(tone)
                .title(foreign::markdown(&ticket.subject, SUBJECT))
                .text(texts.join("\n\n"))
                .field(name("server-field-state"), foreign::markdown(&ticket.state, NAME))
                .field(name("ticket-field-department"), department.unwrap_or_default())
                .field(name("ticket-field-opened"), ticket.opened.map(relative).unwrap_or_default())
                .field(name("server-field-account"), format!("{account}{DOT}{}", provider.title()))
                .field(name("server-field-id"), reference(&ticket.resource))
                .footer(footer.join(DOT)),
        )
    }

    /// One message: who, when, what, and which files.
    fn ticket_part(self, part: &TicketPart) -> String {
        let TicketPart { message, number, goes_on } = part;
        let who = self.md(if message.is_staff { "ticket-staff" } else { "ticket-us" }, &[]);
        let mut head = vec![format!("**{}**", author(message)), who];
        head.extend(message.at.map(relative));
        head.push(format!("#{number}"));
        if *goes_on {
            head.push(self.md("ticket-goes-on", &[]));
        }
        let files = message.attachments.iter().take(FILES).map(|file| {
            let name = file.name.as_deref().unwrap_or(&file.id);
            format!("\u{1F4CE} {}", foreign::code(name, 60))
        });
        let files: Vec<_> = files.collect();
        let text = foreign::lines(&message.text, usize::MAX);
        [head.join(DOT), text, files.join(" ")]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub(super) fn ticket_done(
        self,
        deed: &TicketDeed,
        ticket: Option<&ResourceName>,
        provider: ProviderName,
    ) -> Message {
        let name = ticket.map(|ticket| self.resource_name(ticket)).unwrap_or_default();
        let args = [("name", Arg::Own(name)), ("provider", Arg::Foreign(provider.title()))];
        let mut lines =
            vec![format!("\u{2705} {}", self.md(&format!("ticket-{}-done", deed.as_str()), &args))];
        lines.extend(ticket.map(|ticket| self.ticket_next(&ticket.resource.to_string())));
        Message::embed(Embed::new(Tone::Good).text(lines.join("\n")))
    }

    fn ticket_next(self, reference: &str) -> String {
        format!("-# {}", self.md("ticket-next", &[("ticket", Arg::Own(foreign::code(reference, NAME)))]))
    }

    pub(super) fn ticket_already(self, closed: bool, ticket: &ResourceName) -> Message {
        let id = if closed { "ticket-already-closed" } else { "ticket-already-open" };
        let text = self.md(id, &[("name", Arg::Own(self.resource_name(ticket)))]);
        Message::embed(Embed::new(Tone::Good).text(text))
    }

    pub(super) fn department_line(self, department: &Department) -> String {
        format!(
            "**{}**{DOT}{}",
            foreign::markdown(&department.name, NAME),
            foreign::code(&department.id, NAME)
        )
    }

    pub(super) fn ticket_file(self, shown: &TicketFile) -> Message {
        let TicketFile { ticket, attachment, file } = shown;
        let name = foreign::code(attachment.name.as_deref().unwrap_or(&attachment.id), SUBJECT);
        let args = [("name", Arg::Own(name)), ("ticket", Arg::Own(reference(ticket)))];
        let Some(file) = file else {
            return Message::embed(Embed::new(Tone::Bad).text(self.md("ticket-file-too-large", &args)));
        };
        let mut lines = vec![self.md("ticket-file", &args)];
        let size = ("n", Arg::Number(file.bytes.len() as u64));
        lines.push(format!("-# {}", self.md("ticket-file-size", &[size])));
        let word = format!("ticket-{}-file-{}", ticket.id, attachment.id);
        Message::embed(Embed::new(Tone::Neutral).text(lines.join("\n")))
            .file(Attachment::opaque(&word, file.bytes.clone()))
    }

    /// What a person wrote and was not sent.
    pub(super) fn written(self, text: &str) -> Message {
        let block = foreign::block(text, WRITTEN);
        Message::embed(Embed::new(Tone::Neutral).title(self.md("written-title", &[])).text(block))
    }

    /// How the change of a ticket goes whose answer was lost.
    pub(super) fn ticket_job(self, report: &JobReport, watch: &TicketWatch) -> Message {
        let account = report.target.account().map_or("", AccountName::as_str);
        let deed = watch.deed.as_str();
        let opened = match &watch.deed {
            TicketDeed::Open { ticket, .. } => Some(foreign::markdown(&ticket.subject, NAME)),
            _ => None,
        };
        let name = || ("name", Arg::Own(opened.clone().unwrap_or_else(|| self.target(&report.target))));
        let provider =
            || ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title())));
        let (tone, mut lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let since = ("since", Arg::Own(relative(*since)));
                let id = if *doubtful { "doubtful" } else { "watching" };
                (Tone::Busy, vec![self.md(&format!("ticket-{deed}-{id}"), &[name(), provider(), since])])
            }
            JobPhase::Ended { after_seconds, verdict, .. } => {
                let after = ("after", Arg::Own(span(self.speech, *after_seconds)));
                let sentence = |id: &str| self.md(&format!("ticket-{deed}-{id}"), &[name(), provider()]);
                match verdict {
                    Verdict::Verified => (
                        Tone::Good,
                        vec![format!("\u{2705} {}", sentence("done")), self.md("ticket-seen", &[])],
                    ),
                    Verdict::NotStarted => {
                        (Tone::Bad, vec![sentence("absent"), self.md("ticket-absent-next", &[])])
                    }
                    Verdict::NotThere { state } => {
                        let state = ("state", Arg::Own(foreign::markdown(state, NAME)));
                        (Tone::Bad, vec![self.md("ticket-not-there", &[name(), state, after])])
                    }
                    Verdict::Unobserved { .. } => {
                        (Tone::Bad, vec![sentence("unclear"), self.md("ticket-unclear-next", &[])])
                    }
                    _ => {
                        let blind = self.md("ticket-blind", &[name(), provider(), after]);
                        (Tone::Bad, vec![blind, self.md("ticket-unclear-next", &[])])
                    }
                }
            }
        };
        let is_done = matches!(&report.phase, JobPhase::Ended { verdict: Verdict::Verified, .. });
        match (&watch.opened, report.target.resource()) {
            (Some(opened), _) => lines.push(self.ticket_next(&opened.to_string())),
            (None, Some(ticket)) if opened.is_none() => lines.push(self.ticket_next(&ticket.to_string())),
            _ => {}
        }
        // What may have to be written again is not lost with the form that it was written in.
        if let (false, JobPhase::Ended { .. }, Some(text)) = (is_done, &report.phase, watch.deed.text()) {
            lines.push(self.md("written-title", &[]));
            lines.push(foreign::block(text, WRITTEN_BESIDE));
        }
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }
}

/// Who wrote a message: a name. Where the provider tells an e-mail address in its place, what stands before the `@`.
fn author(message: &TicketMessage) -> String {
    let name = message.author.as_deref().unwrap_or_default();
    let name = match name.split_once('@') {
        Some((local, domain)) if domain.contains('.') && !name.contains(' ') => local,
        _ => name,
    };
    foreign::markdown(name, NAME)
}
