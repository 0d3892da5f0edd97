//! Tickets, departments and attachments.

use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, body, date_time, done, flag, id, ok, text};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::lightlayer::support::{
    Attachment, Author, Department, Ticket, TicketReply, TicketStatus,
};
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "ticket_not_found";

pub(super) fn list(state: &State) -> Reply {
    let mut tickets: Vec<_> = state.tickets.values().collect();
    tickets.sort_by_key(|ticket| std::cmp::Reverse((ticket.listed().1, ticket.number)));
    let tickets: Vec<_> = tickets
        .into_iter()
        .map(|ticket| {
            let (status, last_reply) = ticket.listed();
            json!({
                "client_read": flag(ticket.read),
                "ticket_number": ticket.number.to_string(),
                "date": date_time(ticket.date),
                "deptname": ticket.department,
                "subject": ticket.subject,
                "status": status.name(),
                "lastreply": date_time(last_reply),
            })
        })
        .collect();
    ok(&json!({"tickets": tickets}))
}

/// Whoever looks at a ticket has read it.
pub(super) fn show(state: &mut State, call: &Call) -> Result<Reply> {
    let ticket = find(state, call)?;
    ticket.read = true;
    let mut shown = json!({
        "ticket": {
            "date": date_time(ticket.date),
            "ticket_number": ticket.number.to_string(),
            "name": ticket.name,
            "email": ticket.email,
            "subject": ticket.subject,
            "body": ticket.body,
            "status": ticket.status.name(),
            "client_read": flag(ticket.read),
            "deptname": ticket.department,
        },
        "replies": ticket.replies.iter().map(shown_reply).collect::<Vec<_>>(),
    });
    let files: Map<_, _> = ticket.replies.iter().filter_map(files).collect();
    // The documented ticket has no files and no word about them.
    if !files.is_empty() {
        shown["attachments"] = Value::Object(files);
    }
    Ok(ok(&shown))
}

fn shown_reply(reply: &TicketReply) -> Value {
    json!({
        "id": reply.id.to_string(),
        "name": reply.name,
        "date": date_time(reply.date),
        "body": reply.body,
        "status": "Sent",
        "type": reply.author.name(),
    })
}

/// The files of a reply under its id: so the software hands them to its own pages, whatever its API does.
fn files(reply: &TicketReply) -> Option<(String, Value)> {
    let file = |file: &Attachment| json!({"id": file.id, "org_filename": file.name});
    let files: Vec<_> = reply.attachments.iter().map(file).collect();
    (!files.is_empty()).then(|| (reply.id.to_string(), json!(files)))
}

pub(super) fn open(state: &mut State, call: &Call) -> Result<Answer> {
    let body = body(call);
    let id = body.get("dept_id").map(ToString::to_string).unwrap_or_default();
    let department =
        state.departments.iter().find(|department| department.id.to_string() == id.trim_matches('"'));
    let department = department.ok_or_else(|| Refusal::of_content("invalid_department"))?.name.clone();
    let subject = text(&body, "subject").ok_or_else(|| Refusal::of_content("empty_subject"))?;
    let message = text(&body, "body").ok_or_else(|| Refusal::of_content("empty_body"))?;
    let ticket = state.add_ticket(&department, subject, message);
    let effect = Some(Effect::TicketOpened { ticket });
    Ok(Answer { reply: ok(&json!({"ticket": ticket})), effect })
}

/// A reply to a closed ticket opens it again, as in the portal.
pub(super) fn reply(state: &mut State, call: &Call) -> Result<Answer> {
    let ticket = find(state, call)?.number;
    let body = body(call);
    let message = text(&body, "body").ok_or_else(|| Refusal::of_content("empty_body"))?;
    let effect =
        state.add_reply(ticket, Author::Client, message).map(|reply| Effect::ReplyAdded { ticket, reply });
    Ok(Answer { reply: ok(&json!({"info": ["reply_added"]})), effect })
}

pub(super) fn reopen(state: &mut State, call: &Call) -> Result<Answer> {
    let ticket = find(state, call)?;
    if ticket.status != TicketStatus::Closed {
        return Ok(done(None));
    }
    ticket.set_status(TicketStatus::Open);
    Ok(done(Some(Effect::TicketReopened { ticket: ticket.number })))
}

pub(super) fn close(state: &mut State, call: &Call) -> Result<Answer> {
    let ticket = find(state, call)?;
    if ticket.status == TicketStatus::Closed {
        return Ok(done(None));
    }
    ticket.set_status(TicketStatus::Closed);
    Ok(done(Some(Effect::TicketClosed { ticket: ticket.number })))
}

pub(super) fn departments(state: &State) -> Reply {
    let department =
        |department: &Department| json!({"id": department.id.to_string(), "name": department.name});
    ok(&json!({"departments": state.departments.iter().map(department).collect::<Vec<_>>()}))
}

pub(super) fn attachment(state: &State, call: &Call) -> Result<Reply> {
    let found = state.tickets.values().find_map(|ticket| ticket.attachment(call.parameter(0)));
    let attachment = found.ok_or_else(|| Refusal::not_found("attachment_not_found"))?;
    // The name is foreign text and may not be fit for a header.
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", attachment.name))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let reply = Reply::new(StatusCode::OK, "application/octet-stream", attachment.content.clone());
    Ok(reply.with_header(CONTENT_DISPOSITION, disposition))
}

fn find<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Ticket> {
    state.tickets.get_mut(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))
}
