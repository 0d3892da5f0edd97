//! What each operation does to the state and answers.

mod access;
mod billing;
mod cart;
mod certificates;
mod network;
mod notices;
mod people;
mod services;
mod support;
mod upgrades;
mod vms;

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::effect::{Effect, PowerOrder};
use super::operation::Operation;
use super::state::{Quirks, State};
use crate::sandbox::provider::{self, Reply, number};

type Call = provider::Call<Operation>;
type Answer = provider::Answer<Effect>;
type Result<T> = std::result::Result<T, Refusal>;

/// A refusal before it has the shape that this portal gives it.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    code: &'static str,
    /// The word that is false beside the error, for calls that answer with it otherwise.
    flag: Option<&'static str>,
}

impl Refusal {
    /// The credential is not good enough.
    fn unauthorized(code: &'static str) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, code, flag: None }
    }

    /// There is no such thing.
    fn not_found(code: &'static str) -> Self {
        Self { status: StatusCode::NOT_FOUND, code, flag: None }
    }

    /// The request was understood and is not granted; such refusals come with 200.
    fn of_content(code: &'static str) -> Self {
        Self { status: StatusCode::OK, code, flag: None }
    }

    fn with_false(self, flag: &'static str) -> Self {
        Self { flag: Some(flag), ..self }
    }

    fn shape(&self, quirks: Quirks) -> Reply {
        let error = if quirks.errors_are_text { json!(self.code) } else { json!([self.code]) };
        let mut body = json!({"error": error});
        if let Some(flag) = self.flag {
            body[flag] = json!(false);
        }
        Reply::json(if quirks.errors_are_200 { StatusCode::OK } else { self.status }, &body)
    }
}

/// Carries out `call` and answers it.
pub(super) fn carry_out(state: &mut State, call: &Call) -> Answer {
    let now = state.clock.now();
    let admitted = match state.login.admit(&call.headers, now) {
        Err(refused) if call.operation.needs_login() => Err(Refusal::unauthorized(refused.code())),
        _ => Ok(()),
    };
    let answer = admitted.and_then(|()| dispatch(state, call));
    answer.unwrap_or_else(|refusal| refusal.shape(state.quirks).into())
}

fn dispatch(state: &mut State, call: &Call) -> Result<Answer> {
    let reply = match call.operation {
        Operation::Login => return access::log_in(state, call),
        Operation::Logout => return access::log_out(state, call),
        Operation::RefreshToken => return access::refresh(state, call),
        Operation::RevokeToken => return access::revoke(state, call),
        Operation::ShowDetails => access::details(state),
        Operation::UpdateDetails => return people::update_owner(state, call),
        Operation::AddContact => return people::add(state, call),
        Operation::EditContact => return people::edit(state, call),
        Operation::ListLogs => people::logs(state),
        Operation::ListContacts => people::list(state),
        Operation::ListPrivileges => people::privileges(state),
        Operation::ShowContact => people::show(state, call)?,
        Operation::ListNotices => notices::list(state, call, false),
        Operation::ListNewNotices => notices::list(state, call, true),
        Operation::AcknowledgeNotice => return notices::acknowledge(state, call),
        Operation::ListStatuses => notices::statuses(state, call),
        Operation::ShowStatus => notices::status(state, call)?,
        Operation::ShowBalance => billing::balance(state),
        Operation::ListInvoices => billing::list(state),
        Operation::ShowInvoice => billing::show(state, call)?,
        Operation::ApplyCredit => return billing::apply_credit(state, call),
        Operation::ListPaymentMethods => ok(&json!({"payments": state.payment_methods})),
        Operation::ListPaymentFees => billing::fees(state),
        Operation::ListTickets => support::list(state),
        Operation::ShowTicket => support::show(state, call)?,
        Operation::OpenTicket => return support::open(state, call),
        Operation::ReplyToTicket => return support::reply(state, call),
        Operation::ReopenTicket => return support::reopen(state, call),
        Operation::CloseTicket => return support::close(state, call),
        Operation::ListDepartments => support::departments(state),
        Operation::FetchAttachment => support::attachment(state, call)?,
        Operation::ListCertificates => certificates::list(state),
        Operation::ShowCertificate => certificates::show(state, call)?,
        Operation::DownloadCertificate => certificates::download(state, call)?,
        Operation::ListCertificatePlans => certificates::plans(state),
        Operation::ListSoftware => certificates::software(state, call)?,
        Operation::OrderCertificate => return certificates::order(state, call),
        Operation::ListServices => services::list(state),
        Operation::ShowService => services::show(state, call)?,
        Operation::ListMethods => services::methods(state, call)?,
        Operation::ShowUpgrades => upgrades::show(state, call)?,
        Operation::UpgradeService => return upgrades::upgrade(state, call),
        Operation::CancelService => return services::cancel(state, call),
        Operation::ShowLabel => services::label(state, call)?,
        Operation::ChangeLabel => return services::relabel(state, call),
        Operation::ListTemplates => services::templates(state, call)?,
        Operation::ShowResources => services::resources(state, call)?,
        Operation::ListServiceAddresses => services::addresses(state, call)?,
        Operation::ListVms => vms::list(state, call)?,
        Operation::ShowVm => vms::show(state, call)?,
        Operation::CreateVm => return vms::create(state, call),
        Operation::DestroyVm => return vms::destroy(state, call),
        Operation::ResizeVm => return vms::resize(state, call),
        Operation::RebuildVm => return vms::rebuild(state, call),
        Operation::StartVm => return vms::power(state, call, PowerOrder::Start),
        Operation::StopVm => return vms::power(state, call, PowerOrder::Stop),
        Operation::ShutDownVm => return vms::power(state, call, PowerOrder::ShutDown),
        Operation::RebootVm => return vms::power(state, call, PowerOrder::Reboot),
        Operation::ResetVm => return vms::power(state, call, PowerOrder::Reset),
        Operation::ListAddresses => network::addresses(state, call)?,
        Operation::ListPools => network::pools(state, call)?,
        Operation::AssignAddress => return network::assign(state, call),
        Operation::ListInterfaces => network::interfaces(state, call)?,
        Operation::ShowInterface => network::interface(state, call)?,
        Operation::UpdateInterface => return network::update(state, call),
        Operation::AddInterface => return network::add(state, call),
        Operation::RemoveInterface => return network::remove(state, call),
        Operation::ListCategories => cart::categories(state),
        Operation::ListProducts => cart::products(state, call)?,
        Operation::ShowProduct => cart::configuration(state, call)?,
        Operation::Order => return cart::order_one(state, call),
        Operation::OrderSeveral => return cart::order_several(state, call),
        Operation::Quote => cart::quote(state, call)?,
    };
    Ok(reply.into())
}

fn ok(body: &Value) -> Reply {
    Reply::json(StatusCode::OK, body)
}

/// The answer of calls that only say that they worked.
fn done(effect: Option<Effect>) -> Answer {
    Answer { reply: ok(&json!({"status": true})), effect }
}

/// The number in the path; portals route anything else elsewhere.
fn id(call: &Call, unknown: &'static str) -> Result<u64> {
    call.parameter(0).parse().map_err(|_| Refusal::not_found(unknown))
}

/// The body by its names, JSON or a form; nothing for anything else.
fn body(call: &Call) -> Map<String, Value> {
    let content_type =
        call.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let fields = pairs(std::str::from_utf8(&call.body).unwrap_or_default());
        return fields.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    }
    serde_json::from_slice(&call.body).unwrap_or_default()
}

/// What stands behind the question mark.
fn query(call: &Call) -> HashMap<String, String> {
    pairs(call.query.as_deref().unwrap_or_default())
}

fn pairs(text: &str) -> HashMap<String, String> {
    let uri = format!("/?{text}").parse();
    uri.ok().and_then(|uri| Query::try_from_uri(&uri).ok()).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// A text of the body that is more than blanks.
fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    body.get(name)?.as_str().filter(|text| !text.trim().is_empty())
}

/// Money as most lists print it: text with two decimals.
fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}

/// Money as the details print it: a number.
fn amount(amount: Decimal) -> Value {
    number::decimal(&amount, serde_json::value::Serializer).unwrap_or_default()
}

fn date_time(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn date_time_or_never(moment: Option<DateTime>) -> String {
    moment.map_or_else(|| "0000-00-00 00:00:00".to_owned(), date_time)
}

/// PHP writes an empty map as an empty list.
fn map(map: Map<String, Value>) -> Value {
    if map.is_empty() { json!([]) } else { Value::Object(map) }
}

fn flag(flag: bool) -> &'static str {
    if flag { "1" } else { "0" }
}
