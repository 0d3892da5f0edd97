//! The HTTP half: which request each question is, and the form of its answer.

mod network;
mod services;

use std::sync::Arc;

use reqwest::{Method, Url};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::auth::{Session, Signed};
use super::basic::{Shown, basic};
use super::config::{BASE_URL, Login, Settings};
use super::{billing, certificates, error, people, secret, support, types, vms};
use crate::domain::account::{Condition, Profile};
use crate::domain::contact::{Person, PersonField, Privileges};
use crate::domain::setup::{Credentials, NewSizes};
use crate::domain::ticket::{File, NewTicket};
use crate::domain::{Acceptance, AccountName, Error, ErrorKind, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Digest, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient::{self, is_number};

/// What can be asked of a VM's power.
#[derive(Clone, Copy, Debug)]
pub enum Verb {
    /// Start it.
    Start,
    /// Power it off.
    Stop,
    /// Restart it softly.
    Reboot,
    /// Shut it down in good order.
    Shutdown,
    /// Restart it by its power.
    Reset,
}

impl Verb {
    const fn as_str(self) -> &'static str {
        match self {
            Verb::Start => "start",
            Verb::Stop => "stop",
            Verb::Reboot => "reboot",
            Verb::Shutdown => "shutdown",
            Verb::Reset => "reset",
        }
    }
}

/// Where a VM is: the service that it belongs to, and its id inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VmId<'a> {
    pub service: &'a str,
    pub vm: &'a str,
}

impl<'a> VmId<'a> {
    /// Reads `service.vmid`.
    pub fn parse(id: &'a str) -> Option<Self> {
        let (service, vm) = id.split_once('.')?;
        (is_number(service) && !vm.is_empty()).then_some(VmId { service, vm })
    }
}

/// The client of one account.
pub struct Client {
    stack: Stack,
    /// What signs the calls, unless the password does.
    session: Option<Arc<Session>>,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let (username, password) = (settings.username, settings.password);
        let stack = StackSettings {
            provider: ProviderName::LightLayer,
            account,
            base_url,
            limits: settings.limits,
            secrets: vec![password.clone()],
            credentials: vec![],
            judge: error::judge,
            clients: settings.clients,
        };
        Ok(match settings.login {
            Login::Basic => {
                let authorization = basic(&username, &password).ok_or(SetupError::Credential)?;
                let stack = Stack::with(stack, |inner| Shown::new(inner, authorization))?;
                Client { stack, session: None }
            }
            Login::Token => {
                let session = Session::new(username, password);
                let signing = session.clone();
                let stack = Stack::with(stack, |inner| Signed::new(inner, signing))?;
                Client { stack, session: Some(session) }
            }
        })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    /// Tells the portal that the session's tokens are no longer needed.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let Some(session) = &self.session else { return Ok(()) };
        let mut result = Ok(());
        for call in session.take_leave(Operation::SignOut).await {
            result = result.and(self.stack.send(&call).await.map(drop));
        }
        result
    }

    pub async fn services(&self, operation: Operation) -> Result<Vec<types::Service>, Error> {
        self.list(read(operation, Path::of(&["service"])), "services").await
    }

    /// The VMs of a service; none when it is a service of another kind.
    pub async fn vms(&self, operation: Operation, service: &str) -> Result<Vec<vms::Vm>, Error> {
        let call = read(operation, service_path(operation, service)?.word("vms"));
        let answer = match self.stack.send(&call).await {
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(vec![]),
            Err(error) if matches!(error.kind, ErrorKind::Refused(_)) => {
                // A service that has VMs and does not tell them now is not one without.
                return if self.has_vms(operation, service).await? { Err(error) } else { Ok(vec![]) };
            }
            answer => answer?,
        };
        vms::list(&answer).ok_or_else(|| self.unreadable(&call, "expected VMs, got a map without them"))
    }

    /// Whether a service can have VMs: it answers about them, or its methods do not tell that it has none.
    pub async fn can_have_vms(&self, operation: Operation, service: &str) -> Result<bool, Error> {
        let call = read(operation, service_path(operation, service)?.word("vms"));
        match self.stack.send(&call).await {
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => {}
            answer => return answer.map(|_| true),
        }
        match self.methods(operation, service).await {
            Ok(methods) => {
                Ok(methods.is_empty() || methods.iter().any(super::services::Method::is_about_vms))
            }
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Whether a service is of the kind that has VMs.
    async fn has_vms(&self, operation: Operation, service: &str) -> Result<bool, Error> {
        match self.methods(operation, service).await {
            Ok(methods) => Ok(methods.iter().any(super::services::Method::is_about_vms)),
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub async fn vm(&self, id: &str) -> Result<vms::Vm, Error> {
        let operation = Operation::ServerShow;
        let (path, vm) = vm_path(operation, id)?;
        let call = read(operation, path);
        let answer = self.stack.send(&call).await?;
        let found = vms::single(&answer, vm);
        let found = found.ok_or_else(|| self.unreadable(&call, "expected a VM, got a map without one"))?;
        // What is shown, and consented to, must be the VM that was asked for.
        if found.is_another_than(vm) {
            return Err(self.unreadable(&call, "got another VM than asked for"));
        }
        Ok(found)
    }

    /// Changes a VM's power; LightLayer answers before the VM has done it.
    pub async fn power(&self, operation: Operation, verb: Verb, id: &str) -> Result<Acceptance, Error> {
        let (path, _) = vm_path(operation, id)?;
        self.change(operation, Method::POST, path.word(verb.as_str()), None).await
    }

    /// Sets a VM up anew, which wipes its disk; LightLayer answers before it has done it.
    pub async fn rebuild(&self, id: &str, template: &str) -> Result<Acceptance, Error> {
        let operation = Operation::ServerReinstall;
        let path = vm_path(operation, id)?.0.word("rebuild");
        self.change(operation, Method::POST, path, Some(json!({"template": template}))).await
    }

    /// Gives a VM other sizes. They are texts, as documented.
    pub async fn resize(&self, id: &str, sizes: &NewSizes) -> Result<Acceptance, Error> {
        let operation = Operation::ServerResize;
        let mut body = serde_json::Map::new();
        for (name, size) in [("memory", sizes.memory_mb), ("cpu", sizes.cpu)] {
            body.extend(size.map(|size| (name.to_owned(), size.to_string().into())));
        }
        self.change(operation, Method::PUT, vm_path(operation, id)?.0, Some(body.into())).await
    }

    /// By what a VM is entered: what it tells itself, else what its service does.
    pub async fn credentials(&self, id: &str) -> Result<Option<Credentials>, Error> {
        let operation = Operation::CredentialsShow;
        let (path, vm) = vm_path(operation, id)?;
        let call = read(operation, path);
        let answer = self.stack.send(&call).await?;
        let found = vms::single(&answer, vm);
        let found = found.ok_or_else(|| self.unreadable(&call, "expected a VM, got a map without one"))?;
        // Another VM's password is nobody's business.
        if found.is_another_than(vm) {
            return Err(self.unreadable(&call, "got another VM than asked for"));
        }
        if let Some(credentials) = secret::of_vm(&answer, vm) {
            return Ok(Some(credentials));
        }
        let service = VmId::parse(id).map_or("", |id| id.service);
        let answer = self.stack.send(&read(operation, service_path(operation, service)?)).await?;
        Ok(secret::of_service(&answer))
    }

    /// Deletes a VM with its data; LightLayer answers before it is gone.
    pub async fn destroy(&self, id: &str) -> Result<Acceptance, Error> {
        let operation = Operation::ServerDestroy;
        self.change(operation, Method::DELETE, vm_path(operation, id)?.0, None).await
    }

    pub async fn balance(&self) -> Result<billing::Balance, Error> {
        let mut call = read(Operation::BalanceShow, Path::of(&["balance"]));
        call.mend = Some(|body| serde_json::from_slice(billing::without_doubled_braces(body)?).ok());
        let answer: billing::BalanceAnswer = self.map(&call).await?;
        let balance = answer.details.filter(billing::Balance::tells_something);
        balance.ok_or_else(|| self.unreadable(&call, "expected a balance, got a map without amounts"))
    }

    pub async fn invoices(&self) -> Result<Vec<billing::Invoice>, Error> {
        self.list(read(Operation::InvoiceList, Path::of(&["invoice"])), "invoices").await
    }

    pub async fn look_at_invoices(
        &self,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<billing::Invoice>, Digest)>, Error> {
        self.look(read(Operation::InvoiceList, Path::of(&["invoice"])), "invoices", known).await
    }

    pub async fn invoice(&self, id: &str) -> Result<billing::Invoice, Error> {
        let operation = Operation::InvoiceShow;
        let call = read(operation, numbered(operation, &["invoice"], id)?);
        let answer: billing::InvoiceAnswer = self.map(&call).await?;
        match answer.invoice {
            Some(invoice) if invoice.id.as_deref() == Some(id) => Ok(invoice),
            Some(invoice) if invoice.id.is_some() => {
                Err(self.unreadable(&call, "got another invoice than asked for"))
            }
            _ => Err(self.unreadable(&call, "expected an invoice, got a map without one")),
        }
    }

    /// Uses credit for an invoice; without an amount, as much as pays it in full.
    pub async fn apply_credit(
        &self,
        id: &str,
        amount: Option<Decimal>,
    ) -> Result<billing::CreditAnswer, Error> {
        let operation = Operation::InvoicePay;
        let path = numbered(operation, &["invoice"], id)?.word("credit");
        let body = match amount {
            None => json!({}),
            Some(amount) => {
                // JSON has no decimals: only a number that is written just as the amount is that amount.
                let same = |number: &f64| number.to_string().parse() == Ok(amount.normalize());
                let number = amount.to_f64().filter(|number| amount > Decimal::ZERO && same(number));
                json!({"amount": number.ok_or_else(|| error::not_sent(operation, "the amount is none"))?})
            }
        };
        let mut call = Call::new(operation, Effect::Spend, Method::POST, path, Shape::Receipt);
        call.body = Some(body);
        Ok(lenient::entry(&self.stack.send(&call).await?).unwrap_or_default())
    }

    pub async fn payment_methods(&self) -> Result<Vec<billing::Method>, Error> {
        let call = read(Operation::PaymentMethodList, Path::of(&["payment"]));
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, "payments", billing::Method::read)
    }

    /// The fees of the ways to pay; none where the portal does not tell them.
    pub async fn payment_fees(&self) -> Result<Vec<billing::Method>, Error> {
        let call = read(Operation::PaymentMethodList, Path::of(&["payment", "fees"]));
        match self.stack.send(&call).await {
            Ok(answer) => self.entries(&call, &answer, "payments", billing::Method::read),
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => Ok(vec![]),
            Err(error) => Err(error),
        }
    }

    pub async fn tickets(&self) -> Result<Vec<support::Ticket>, Error> {
        self.list(read(Operation::TicketList, Path::of(&["tickets"])), "tickets").await
    }

    pub async fn look_at_tickets(
        &self,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<support::Ticket>, Digest)>, Error> {
        self.look(read(Operation::TicketList, Path::of(&["tickets"])), "tickets", known).await
    }

    pub async fn ticket(&self, number: &str) -> Result<support::Thread, Error> {
        let operation = Operation::TicketShow;
        let call = read(operation, numbered(operation, &["tickets"], number)?);
        let thread: support::Thread = self.map(&call).await?;
        match thread.number() {
            Some(same) if same == number => {}
            Some(_) => return Err(self.unreadable(&call, "got another ticket than asked for")),
            None => return Err(self.unreadable(&call, "expected a ticket, got a map without one")),
        }
        if thread.replies.is_none() {
            return Err(self.unreadable(&call, "expected replies, got a map without them"));
        }
        Ok(thread)
    }

    pub async fn departments(&self) -> Result<Vec<types::Entry>, Error> {
        let operation = Operation::DepartmentList;
        self.undocumented(operation, Path::of(&["ticket", "departments"]), "departments", vec![]).await
    }

    pub async fn attachment(&self, ticket: &str, file: &str) -> Result<File, Error> {
        let operation = Operation::AttachmentShow;
        let path = Path::of(&["ticket", "attachment"]).id(file).filter(|_| is_number(ticket));
        let path = path.ok_or_else(|| error::not_an_id(operation))?;
        let mut call = Call::read(operation, path, Shape::File);
        call.query = vec![("number", ticket.to_owned())];
        self.stack.fetch(&call).await
    }

    /// Opens a ticket; `None` when LightLayer took it without telling its number.
    pub async fn open_ticket(&self, ticket: &NewTicket) -> Result<Option<String>, Error> {
        let operation = Operation::TicketOpen;
        let department: u64 = Some(&ticket.department)
            .filter(|department| is_number(department))
            .and_then(|department| department.parse().ok())
            .ok_or_else(|| error::not_sent(operation, "the department's id is no number"))?;
        let body = json!({"dept_id": department, "subject": ticket.subject, "body": ticket.text});
        let mut call =
            Call::new(operation, Effect::Change, Method::POST, Path::of(&["tickets"]), Shape::Receipt);
        call.body = Some(body);
        let answer = self.stack.send(&call).await?;
        let opened: support::Opened = lenient::entry(&answer).unwrap_or_default();
        Ok(opened.ticket.filter(|number| is_number(number)))
    }

    pub async fn reply(&self, number: &str, text: &str) -> Result<Acceptance, Error> {
        let operation = Operation::TicketReply;
        let path = numbered(operation, &["tickets"], number)?;
        self.change(operation, Method::POST, path, Some(json!({"body": text}))).await
    }

    pub async fn close(&self, number: &str) -> Result<Acceptance, Error> {
        let operation = Operation::TicketClose;
        let path = numbered(operation, &["tickets"], number)?.word("close");
        self.change(operation, Method::PUT, path, None).await
    }

    pub async fn reopen(&self, number: &str) -> Result<Acceptance, Error> {
        let operation = Operation::TicketReopen;
        let path = numbered(operation, &["tickets"], number)?.word("open");
        self.change(operation, Method::PUT, path, None).await
    }

    pub async fn notices(&self, all: bool) -> Result<Vec<types::Entry>, Error> {
        let words: &[_] = if all { &["notifications"] } else { &["notifications", "new"] };
        self.undocumented(Operation::NoticeList, Path::of(words), "notifications", vec![]).await
    }

    pub async fn acknowledge(&self, id: &str) -> Result<Acceptance, Error> {
        let operation = Operation::NoticeAck;
        let path = numbered(operation, &["notifications"], id)?.word("ack");
        self.change(operation, Method::PUT, path, None).await
    }

    pub async fn statuses(&self, state: Option<&str>) -> Result<Vec<types::Entry>, Error> {
        let query = state.map(|state| ("status", state.to_owned())).into_iter().collect();
        self.undocumented(Operation::StatusList, Path::of(&["statuses"]), "statuses", query).await
    }

    /// One status item. LightLayer has PUT for it, and only looks.
    pub async fn status(&self, id: &str) -> Result<types::Entry, Error> {
        let operation = Operation::StatusShow;
        let path = numbered(operation, &["statuses"], id)?;
        let call = Call::new(operation, Effect::Read, Method::PUT, path, Shape::Either);
        let answer = self.stack.send(&call).await?;
        let found = types::Entry::single(&answer, "status");
        found.ok_or_else(|| self.unreadable(&call, "expected a status, got nothing readable"))
    }

    pub async fn certificates(&self, operation: Operation) -> Result<Vec<certificates::Certificate>, Error> {
        self.list(read(operation, Path::of(&["certificate"])), "sslservices").await
    }

    pub async fn certificate(
        &self,
        operation: Operation,
        id: &str,
    ) -> Result<certificates::Certificate, Error> {
        let call = read(operation, numbered(operation, &["certificate"], id)?);
        let answer: certificates::Answer = self.map(&call).await?;
        match answer.service {
            Some(certificate) if certificate.id.as_deref() == Some(id) => Ok(certificate),
            Some(certificate) if certificate.id.is_some() => {
                Err(self.unreadable(&call, "got another certificate than asked for"))
            }
            _ => Err(self.unreadable(&call, "expected a certificate, got a map without one")),
        }
    }

    /// The PEM text of a certificate, which comes as it is or in a string of a map.
    pub async fn certificate_file(&self, id: &str) -> Result<File, Error> {
        let operation = Operation::CertificateFile;
        let path = numbered(operation, &["certificate"], id)?.word("crt");
        let call = Call::read(operation, path, Shape::File);
        let file = self.stack.fetch(&call).await?;
        let found = certificates::pem(&file.bytes);
        let got = lenient::excerpt(file.media_type.as_deref().unwrap_or("nothing of a type"), 80);
        let bytes = found.ok_or_else(|| {
            self.unreadable(&call, format!("expected a certificate, got {got} without one"))
        })?;
        Ok(File { media_type: Some("application/x-pem-file".to_owned()), bytes })
    }

    pub async fn certificate_plans(&self, operation: Operation) -> Result<Vec<certificates::Plan>, Error> {
        self.list(read(operation, Path::of(&["certificate", "order"])), "products").await
    }

    pub async fn software(
        &self,
        operation: Operation,
        plan: &str,
    ) -> Result<Vec<certificates::Software>, Error> {
        let path = numbered(operation, &["certificate", "order"], plan)?.word("software");
        self.list(read(operation, path), "software").await
    }

    pub async fn contacts(&self) -> Result<Vec<people::Contact>, Error> {
        self.list(read(Operation::ContactList, Path::of(&["contact"])), "contacts").await
    }

    pub async fn contact(&self, id: &str) -> Result<people::Contact, Error> {
        let operation = Operation::ContactShow;
        let call = read(operation, numbered(operation, &["contact"], id)?);
        let answer: people::Answer = self.map(&call).await?;
        match answer.contact {
            Some(contact) if contact.id.as_deref() == Some(id) => Ok(contact),
            Some(contact) if contact.id.is_some() => {
                Err(self.unreadable(&call, "got another contact than asked for"))
            }
            _ => Err(self.unreadable(&call, "expected a contact, got a map without one")),
        }
    }

    /// Changes what is told of the owner, but never the address by which the owner, and maybe the bot itself, signs in.
    pub async fn edit_profile(&self, person: &Person) -> Result<Acceptance, Error> {
        let operation = Operation::ProfileEdit;
        let mut body = people::body(person);
        body.remove(PersonField::Email.as_str());
        if body.is_empty() {
            return Err(error::not_sent(operation, "there is nothing to change"));
        }
        self.change(operation, Method::PUT, Path::of(&["details"]), Some(body.into())).await
    }

    /// Adds a contact without a password, which so cannot sign in; its id where LightLayer tells it.
    pub async fn add_contact(&self, person: &Person) -> Result<(Acceptance, Option<String>), Error> {
        let path = Path::of(&["contact"]);
        let mut call = Call::new(Operation::ContactAdd, Effect::Change, Method::POST, path, Shape::Receipt);
        call.body = Some(people::body(person).into());
        let answer = self.stack.send(&call).await?;
        let added: people::Added = lenient::entry(&answer).unwrap_or_default();
        Ok((types::acceptance(&answer), added.contact_id.filter(|id| is_number(id))))
    }

    pub async fn edit_contact(&self, id: &str, person: &Person) -> Result<Acceptance, Error> {
        let operation = Operation::ContactEdit;
        let path = numbered(operation, &["contact"], id)?;
        self.change(operation, Method::PUT, path, Some(people::body(person).into())).await
    }

    pub async fn privileges(&self) -> Result<Vec<Privileges>, Error> {
        let call = read(Operation::PrivilegeList, Path::of(&["contact", "privileges"]));
        let answer = self.stack.send(&call).await?;
        let privileges = answer.get("privileges").and_then(people::privileges);
        privileges.ok_or_else(|| self.unreadable(&call, "expected privileges, got a map without them"))
    }

    pub async fn logs(&self) -> Result<Vec<people::Entry>, Error> {
        let call = Call::read(Operation::LogList, Path::of(&["logs"]), Shape::Either);
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, "logs", people::Entry::read)
    }

    pub async fn profile(&self) -> Result<Profile, Error> {
        let call = read(Operation::ProfileShow, Path::of(&["details"]));
        let answer: types::Details = self.map(&call).await?;
        let profile = answer.client.and_then(types::Client::into_domain);
        profile.ok_or_else(|| self.unreadable(&call, "expected a client, got a map that names nobody"))
    }

    /// Makes a change that is answered with nothing but that it was made.
    async fn change(
        &self,
        operation: Operation,
        method: Method,
        path: Path,
        body: Option<Value>,
    ) -> Result<Acceptance, Error> {
        let mut call = Call::new(operation, Effect::Change, method, path, Shape::Receipt);
        call.body = body;
        Ok(types::acceptance(&self.stack.send(&call).await?))
    }

    /// The map that the call is answered with.
    pub(super) async fn map<T: DeserializeOwned + Default>(&self, call: &Call) -> Result<T, Error> {
        Ok(lenient::entry(&self.stack.send(call).await?).unwrap_or_default())
    }

    /// The list under the key; an entry that is no map is an entry that tells nothing.
    pub(super) async fn list<T: DeserializeOwned + Default>(
        &self,
        call: Call,
        key: &str,
    ) -> Result<Vec<T>, Error> {
        let answer = self.stack.send(&call).await?;
        self.items(&call, &answer, key)
    }

    /// The same, unless the answer is byte for byte the known one.
    async fn look<T: DeserializeOwned + Default>(
        &self,
        call: Call,
        key: &str,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<T>, Digest)>, Error> {
        let Some((answer, digest)) = self.stack.look(call.clone(), known).await? else { return Ok(None) };
        Ok(Some((self.items(&call, &answer, key)?, digest)))
    }

    fn items<T: DeserializeOwned + Default>(
        &self,
        call: &Call,
        answer: &Value,
        key: &str,
    ) -> Result<Vec<T>, Error> {
        let list = answer.get(key).and_then(lenient::maps);
        list.ok_or_else(|| self.unreadable(call, format!("expected {key}, got a map without them")))
    }

    /// The entries of a list whose form nobody documents.
    async fn undocumented(
        &self,
        operation: Operation,
        path: Path,
        key: &str,
        query: Vec<(&'static str, String)>,
    ) -> Result<Vec<types::Entry>, Error> {
        let mut call = Call::read(operation, path, Shape::Either);
        call.query = query;
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, key, types::Entry::read)
    }

    fn entries<T>(
        &self,
        call: &Call,
        answer: &Value,
        key: &str,
        read: impl Fn(Option<&str>, &Value) -> Option<T>,
    ) -> Result<Vec<T>, Error> {
        let all = types::entries(answer, key)
            .ok_or_else(|| self.unreadable(call, format!("expected {key}, got no readable entries")))?;
        let count = all.len();
        let readable: Vec<T> = all.into_iter().filter_map(|(key, value)| read(key, value)).collect();
        if readable.is_empty() && count > 0 {
            return Err(
                self.unreadable(call, format!("expected {key}, got {count} entries, none of them readable"))
            );
        }
        if readable.len() < count {
            let skipped = count - readable.len();
            tracing::warn!(operation = %call.operation, skipped, "Unreadable entries of a list were skipped.");
        }
        Ok(readable)
    }

    pub(super) fn unreadable(&self, call: &Call, cause: impl std::fmt::Display) -> Error {
        self.stack.unreadable(call, cause)
    }
}

pub(super) fn read(operation: Operation, path: Path) -> Call {
    Call::read(operation, path, Shape::Map)
}

/// The path of the words with a number at its end.
pub(super) fn numbered(operation: Operation, words: &[&'static str], id: &str) -> Result<Path, Error> {
    let path = Path::of(words).id(id).filter(|_| is_number(id));
    path.ok_or_else(|| error::not_an_id(operation))
}

fn service_path(operation: Operation, service: &str) -> Result<Path, Error> {
    numbered(operation, &["service"], service)
}

fn vm_path(operation: Operation, id: &str) -> Result<(Path, &str), Error> {
    let id = VmId::parse(id).ok_or_else(|| error::not_an_id(operation))?;
    let path = service_path(operation, id.service)?.word("vms").id(id.vm);
    Ok((path.ok_or_else(|| error::not_an_id(operation))?, id.vm))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vm_is_a_service_and_an_id_inside_it() {
        for (id, service, vm) in [("301.1374", "301", "1374"), ("7.pve-1.100", "7", "pve-1.100")] {
            assert_eq!(VmId::parse(id), Some(VmId { service, vm }));
        }
        for id in ["", "301", "301.", ".1374", "x.1374", "-1.2", "..", "order.1"] {
            assert_eq!(VmId::parse(id), None, "{id:?}");
        }
    }
}
