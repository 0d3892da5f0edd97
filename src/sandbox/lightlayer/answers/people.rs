//! The people of the account, and what was done in it.

use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, access, body, date_time, date_time_or_never, id, ok, text};
use crate::sandbox::lightlayer::account::{Client, Contact};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "profile_not_found";

pub(super) fn list(state: &State) -> Reply {
    let contacts: Vec<_> = state.contacts.values().map(summary).collect();
    ok(&json!({"contacts": contacts}))
}

fn summary(contact: &Contact) -> Value {
    let client = &contact.client;
    json!({
        "email": client.email,
        "id": client.id,
        "firstname": client.firstname,
        "lastname": client.lastname,
        "companyname": client.companyname,
        "company": "0",
        "lastlogin": date_time_or_never(contact.last_login),
    })
}

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let contact = state.contacts.get(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    let mut shown = json!(contact.client);
    shown["type"] = json!("Private");
    // PHP writes an empty map as an empty list.
    shown["privileges"] = match contact.privileges.as_object() {
        Some(privileges) if privileges.is_empty() => json!([]),
        _ => contact.privileges.clone(),
    };
    Ok(ok(&json!({"contact": shown})))
}

/// Takes over what a body says of a person.
fn take(client: &mut Client, body: &Map<String, Value>) {
    let fields = [
        ("email", &mut client.email),
        ("firstname", &mut client.firstname),
        ("lastname", &mut client.lastname),
        ("companyname", &mut client.companyname),
        ("address1", &mut client.address1),
        ("address2", &mut client.address2),
        ("city", &mut client.city),
        ("state", &mut client.state),
        ("postcode", &mut client.postcode),
        ("country", &mut client.country),
        ("phonenumber", &mut client.phonenumber),
    ];
    for (name, field) in fields {
        if let Some(text) = text(body, name) {
            text.clone_into(field);
        }
    }
}

pub(super) fn update_owner(state: &mut State, call: &Call) -> Result<Answer> {
    take(&mut state.owner.client, &body(call));
    let reply = ok(&json!({"client": access::client(state), "info": ["client_info_updated"]}));
    Ok(Answer { reply, effect: Some(Effect::DetailsUpdated) })
}

pub(super) fn add(state: &mut State, call: &Call) -> Result<Answer> {
    let body = body(call);
    text(&body, "email").ok_or_else(|| Refusal::of_content("email_required"))?;
    let id = state.contacts.keys().next_back().map_or(1, |last| last + 1);
    let mut client = Client { id: id.to_string(), ..Client::default() };
    take(&mut client, &body);
    let privileges = body.get("privileges").cloned().unwrap_or_else(|| json!({}));
    state.contacts.insert(id, Contact { client, last_login: None, privileges });
    let can_sign_in = body.contains_key("password");
    let reply = ok(&json!({"contact_id": id.to_string(), "info": ["profile_added"]}));
    Ok(Answer { reply, effect: Some(Effect::ContactAdded { contact: id, can_sign_in }) })
}

pub(super) fn edit(state: &mut State, call: &Call) -> Result<Answer> {
    let id = id(call, UNKNOWN)?;
    let contact = state.contacts.get_mut(&id).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    take(&mut contact.client, &body(call));
    let reply = ok(&json!({"info": ["profile_updated"]}));
    Ok(Answer { reply, effect: Some(Effect::ContactEdited { contact: id }) })
}

pub(super) fn privileges(state: &State) -> Reply {
    let mut services = json!({"full": 1});
    for id in state.services.keys() {
        let rights = ["basic", "billing", "cancelation", "upgrade", "notify", "logindetails"];
        services[id.to_string()] = json!(rights);
    }
    ok(&json!({"privileges": {
        "billing": ["emails", "payinvoice", "orders", "balance", "addfunds", "creditcard"],
        "support": ["newticket", "tickets", "closeticket", "emails"],
        "misc": ["editmain", "emails", "editipaccess", "manageprofiles", "affiliates"],
        "services": services,
        "domains": {"full": 1, "523": ["basic", "renew", "notify", "contactinfo", "nameservers"]},
    }}))
}

/// No answer of this call is documented; this is the plainest that fits.
pub(super) fn logs(state: &State) -> Reply {
    let entry = |(at, description): &(jiff::civil::DateTime, String)| json!({"date": date_time(*at), "description": description, "ip": state.owner.ip});
    ok(&json!({"logs": state.logs.iter().rev().map(entry).collect::<Vec<_>>()}))
}
