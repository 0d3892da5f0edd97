//! Logging in and out, tokens, and who the owner is.

use serde_json::json;

use super::{Answer, Call, Refusal, Result, body, date_time, done, ok, text};
use crate::sandbox::lightlayer::auth::Pair;
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

pub(super) fn log_in(state: &mut State, call: &Call) -> Result<Answer> {
    let (body, now) = (body(call), state.clock.now());
    let (username, password) = (text(&body, "username"), text(&body, "password"));
    let pair = state.login.log_in(username.unwrap_or_default(), password.unwrap_or_default(), now);
    let answer = tokens(pair, Effect::LoggedIn).ok_or_else(|| Refusal::of_content("wronglogin"))?;
    state.owner.last_login = state.now();
    Ok(answer)
}

pub(super) fn refresh(state: &mut State, call: &Call) -> Result<Answer> {
    let (body, now) = (body(call), state.clock.now());
    let pair = text(&body, "refresh_token").and_then(|token| state.login.refresh(token, now));
    tokens(pair, Effect::TokenRefreshed).ok_or_else(|| Refusal::unauthorized("unauthorized"))
}

fn tokens(pair: Option<Pair>, effect: Effect) -> Option<Answer> {
    let Pair { access, refresh } = pair?;
    Some(Answer { reply: ok(&json!({"token": access, "refresh": refresh})), effect: Some(effect) })
}

/// With Basic there is nothing to give up, and that is no fault.
pub(super) fn log_out(state: &mut State, call: &Call) -> Result<Answer> {
    let given_up = state.login.log_out(&call.headers);
    Ok(done(given_up.then_some(Effect::LoggedOut)))
}

pub(super) fn revoke(state: &mut State, call: &Call) -> Result<Answer> {
    let body = body(call);
    if state.login.revoke(text(&body, "refresh_token"), &call.headers) {
        Ok(done(Some(Effect::TokenRevoked)))
    } else {
        Err(Refusal::unauthorized("unauthorized"))
    }
}

pub(super) fn details(state: &State) -> Reply {
    ok(&json!({"client": client(state)}))
}

pub(super) fn client(state: &State) -> serde_json::Value {
    let owner = &state.owner;
    let mut client = json!(owner.client);
    client["lastlogin"] = json!(date_time(owner.last_login));
    client["ip"] = json!(owner.ip);
    client["host"] = json!(owner.host);
    client
}
