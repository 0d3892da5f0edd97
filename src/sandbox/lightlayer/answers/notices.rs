//! Notices and incidents. No answer of these calls is documented; these are the plainest that fit.

use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Result, date_time, done, flag, id, ok, query};
use crate::sandbox::lightlayer::account::{Notice, Status};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

pub(super) fn list(state: &State, call: &Call, only_new: bool) -> Reply {
    let query = query(call);
    let asked = |name: &str, value: &str| query.get(name).is_none_or(|asked| asked == value);
    let wanted = |notice: &&Notice| {
        asked("rel_type", &notice.rel_type) && asked("rel_id", &notice.rel_id) && !(only_new && notice.seen)
    };
    let notices: Vec<_> = state.notices.iter().rev().filter(wanted).map(notice).collect();
    ok(&json!({"notifications": notices}))
}

fn notice(notice: &Notice) -> Value {
    json!({
        "id": notice.id.to_string(),
        "rel_type": notice.rel_type,
        "rel_id": notice.rel_id,
        "subject": notice.subject,
        "body": notice.body,
        "date": date_time(notice.date),
        "seen": flag(notice.seen),
    })
}

pub(super) fn acknowledge(state: &mut State, call: &Call) -> Result<Answer> {
    let unknown = "notification_not_found";
    let id = id(call, unknown)?;
    let notice = state.notices.iter_mut().find(|notice| notice.id == id);
    let notice = notice.ok_or_else(|| Refusal::not_found(unknown))?;
    let news = !std::mem::replace(&mut notice.seen, true);
    Ok(done(news.then_some(Effect::NoticeAcknowledged { notice: id })))
}

pub(super) fn statuses(state: &State, call: &Call) -> Reply {
    let query = query(call);
    let wanted = |status: &&Status| query.get("status").is_none_or(|asked| *asked == status.status);
    let statuses: Vec<_> = state.statuses.iter().rev().filter(wanted).map(summary).collect();
    ok(&json!({"statuses": statuses}))
}

pub(super) fn status(state: &State, call: &Call) -> Result<Reply> {
    let unknown = "status_not_found";
    let id = id(call, unknown)?;
    let status = state.statuses.iter().find(|status| status.id == id);
    let status = status.ok_or_else(|| Refusal::not_found(unknown))?;
    let mut details = summary(status);
    details["body"] = json!(status.body);
    Ok(ok(&json!({"status": details})))
}

fn summary(status: &Status) -> Value {
    json!({
        "id": status.id.to_string(),
        "title": status.title,
        "status": status.status,
        "date": date_time(status.date),
    })
}
