//! The HTTP half: which request each question is, and the form of its answer.
//!
//! Every command goes to one address. What shows who asks is put before the command by the wire alone, so that no call
//! here, and nothing that is said of one, has the password in it.

use std::net::IpAddr;

use reqwest::{Method, Url};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::config::{BASE_URL, HttpMethod, Settings};
use super::secret::PasswordTask;
use super::{error, types};
use crate::domain::account::Condition;
use crate::domain::billing::MovementKind;
use crate::domain::setup::NewSizes;
use crate::domain::task::TaskWanted;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Digest, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient::{self, is_number};

/// How many of a server's newest tasks are looked through for one whose id is not known.
const TASKS: &str = "20";

/// How wide graphs are drawn, in pixels.
const WIDTH: &str = "800";

/// How many of a server's newest tasks of each kind are looked through for one that has set its password.
const PASSWORD_TASKS: &str = "5";

/// The most that IV takes as a count.
const MOST: u16 = 1000;

/// The client of one account.
pub struct Client {
    stack: Stack,
    http_method: HttpMethod,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let stack = Stack::new(StackSettings {
            provider: ProviderName::Iv,
            account,
            base_url,
            limits: settings.limits,
            clients: settings.clients,
            secrets: vec![settings.password.clone()],
            credentials: vec![("nick", SecretString::new(settings.nick)), ("password", settings.password)],
            judge: error::judge,
        })?;
        Ok(Client { stack, http_method: settings.http_method })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    pub async fn account(&self, operation: Operation) -> Result<types::Account, Error> {
        let call = self.read(operation, "account_info", vec![], Shape::Map);
        let account: types::Account = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        if account.tells_something() {
            Ok(account)
        } else {
            Err(self.stack.unreadable(&call, "expected an account, got a map that tells of none"))
        }
    }

    pub async fn services(&self, operation: Operation) -> Result<Vec<types::Service>, Error> {
        let call = self.read(operation, "account_services", vec![], Shape::List);
        Ok(list(&self.stack.send(&call).await?))
    }

    /// The invoices, of whichever one is asked for.
    pub async fn invoices(&self, operation: Operation) -> Result<Vec<types::Invoice>, Error> {
        let call = self.read(operation, "account_orders", vec![], Shape::List);
        Ok(list(&self.stack.send(&call).await?))
    }

    pub async fn look_at_invoices(
        &self,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<types::Invoice>, Digest)>, Error> {
        let call = self.read(Operation::InvoiceList, "account_orders", vec![], Shape::List);
        let Some((answer, digest)) = self.stack.look(call, known).await? else { return Ok(None) };
        Ok(Some((list(&answer), digest)))
    }

    pub async fn server(&self, operation: Operation, id: &str) -> Result<types::Server, Error> {
        let call = self.read(operation, "server_info", vec![server(operation, id)?], Shape::Map);
        let server: types::Server = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        // What is shown, and consented to, must be the server that was asked for.
        match server.id.as_deref() {
            Some(same) if same == id => Ok(server),
            Some(_) => Err(self.stack.unreadable(&call, "got another server than asked for")),
            None => Err(self.stack.unreadable(&call, "expected a server, got a map without an id")),
        }
    }

    /// The links to the graphs of a server by their names; they open from the viewer's address alone.
    pub async fn graphs(&self, id: &str, viewer: IpAddr) -> Result<Map<String, Value>, Error> {
        let operation = Operation::ServerGraphs;
        let size = ("width", WIDTH.to_owned());
        let fields = vec![server(operation, id)?, size, ("ip", viewer.to_string())];
        let call = self.read(operation, "server_graphs", fields, Shape::Either);
        match self.stack.send(&call).await? {
            Value::Object(links) => Ok(links),
            // PHP writes an empty map as an empty list.
            Value::Array(none) if none.is_empty() => Ok(Map::new()),
            _ => Err(self.stack.unreadable(&call, "expected a map of links, got a list")),
        }
    }

    /// The newest overpayments or bonuses.
    pub async fn movements(
        &self,
        operation: Operation,
        kind: MovementKind,
        count: u16,
    ) -> Result<Vec<types::Movement>, Error> {
        let command = match kind {
            MovementKind::Credit => "account_credits",
            MovementKind::Bonus => "account_bonuses",
        };
        let count = ("count", count.clamp(1, MOST).to_string());
        let call = self.read(operation, command, vec![count], Shape::List);
        Ok(types::movements(&self.stack.send(&call).await?))
    }

    /// The version of the API.
    pub async fn version(&self) -> Result<String, Error> {
        let call = self.read(Operation::VersionShow, "version", vec![], Shape::Word);
        let answer = self.stack.send(&call).await?;
        types::version(&answer)
            .ok_or_else(|| self.stack.unreadable(&call, "expected a version, got a map without one"))
    }

    /// The operating systems that the server can be set up with, by their ids.
    pub async fn systems(&self, id: &str) -> Result<Vec<types::System>, Error> {
        let operation = Operation::TemplateList;
        let call = self.read(operation, "server_os", vec![server(operation, id)?], Shape::Either);
        match self.stack.send(&call).await? {
            Value::Object(systems) => Ok(types::systems(systems)),
            // PHP writes an empty map as an empty list.
            Value::Array(none) if none.is_empty() => Ok(vec![]),
            _ => Err(self.stack.unreadable(&call, "expected a map of systems, got a list")),
        }
    }

    /// The newest tasks of a server.
    pub async fn newest_tasks(
        &self,
        id: &str,
        count: u16,
        command: Option<&str>,
    ) -> Result<Vec<types::Task>, Error> {
        let operation = Operation::TaskList;
        let mut fields = vec![server(operation, id)?, ("count", count.clamp(1, MOST).to_string())];
        fields.extend(command.map(|command| ("task", command.to_owned())));
        let call = self.read(operation, "server_tasks", fields, Shape::List);
        Ok(list(&self.stack.send(&call).await?))
    }

    /// The tasks of a server among which the wanted one is, if there is such.
    pub async fn tasks(&self, id: &str, wanted: &TaskWanted) -> Result<Vec<types::Task>, Error> {
        let operation = Operation::TaskShow;
        let mut fields = vec![server(operation, id)?];
        match wanted {
            TaskWanted::Id(task) if is_number(task) => {
                fields.extend([("task_id", task.clone()), ("count", "1".to_owned())]);
            }
            TaskWanted::Id(_) => return Err(error::not_an_id(operation)),
            TaskWanted::Since { action, .. } => {
                fields.extend(types::command(*action).map(|command| ("task", command.to_owned())));
                fields.push(("count", TASKS.to_owned()));
            }
        }
        let call = self.read(operation, "server_tasks", fields, Shape::List);
        Ok(list(&self.stack.send(&call).await?))
    }

    /// Restarts a server; the id of the task that IV queued, if it told one.
    pub async fn reboot(&self, id: &str) -> Result<Option<String>, Error> {
        self.queue(Operation::ServerRestart, Effect::Change, "server_reboot", id, vec![]).await
    }

    /// Sets a server up anew with an operating system, which deletes what is on it; the same of its task.
    pub async fn recreate(&self, id: &str, system: &str) -> Result<Option<String>, Error> {
        let fields = vec![("os", system.to_owned())];
        self.queue(Operation::ServerReinstall, Effect::Change, "server_recreate", id, fields).await
    }

    /// Gives a server a new password; the same of its task.
    pub async fn reset_password(&self, id: &str) -> Result<Option<String>, Error> {
        self.queue(Operation::ServerPassword, Effect::Change, "server_reset_password", id, vec![]).await
    }

    /// Gives a server these sizes, all of which IV wants to be told; the same of its task.
    pub async fn change(&self, id: &str, sizes: &NewSizes) -> Result<Option<String>, Error> {
        let named = [
            ("cpu", sizes.cpu),
            ("ram", sizes.memory_mb),
            ("quota", sizes.disk_gb),
            ("bandwidth", sizes.bandwidth_mbps),
        ];
        let fields = named.into_iter().filter_map(|(name, size)| Some((name, size?.to_string()))).collect();
        self.queue(Operation::ServerResize, Effect::Spend, "server_change", id, fields).await
    }

    /// The newest tasks of a server that set a password.
    pub async fn password_tasks(&self, id: &str) -> Result<Vec<PasswordTask>, Error> {
        let operation = Operation::CredentialsShow;
        let ask = async |command: &str| {
            let count = ("count", PASSWORD_TASKS.to_owned());
            let fields = vec![server(operation, id)?, ("task", command.to_owned()), count];
            let call = self.read(operation, "server_tasks", fields, Shape::List);
            Ok::<Vec<PasswordTask>, Error>(list(&self.stack.send(&call).await?))
        };
        let (recreated, reset) = tokio::try_join!(ask("server_recreate"), ask("server_reset_password"))?;
        Ok([recreated, reset].into_iter().flatten().collect())
    }

    /// Gives a server another host name; the same of its task.
    pub async fn rename(&self, id: &str, hostname: &str) -> Result<Option<String>, Error> {
        let fields = vec![("domain", hostname.to_owned())];
        self.queue(Operation::ServerRename, Effect::Change, "server_domain", id, fields).await
    }

    /// Has IV queue a task for a server.
    async fn queue(
        &self,
        operation: Operation,
        effect: Effect,
        command: &'static str,
        id: &str,
        more: Vec<(&'static str, String)>,
    ) -> Result<Option<String>, Error> {
        let fields = [vec![server(operation, id)?], more].concat();
        let call = self.call(operation, effect, command, fields, Shape::Either);
        Ok(types::task_id(&self.stack.send(&call).await?))
    }

    fn read(
        &self,
        operation: Operation,
        command: &'static str,
        fields: Vec<(&'static str, String)>,
        shape: Shape,
    ) -> Call {
        self.call(operation, Effect::Read, command, fields, shape)
    }

    /// A command. IV has GET for all of them, those that change something too.
    fn call(
        &self,
        operation: Operation,
        effect: Effect,
        command: &'static str,
        fields: Vec<(&'static str, String)>,
        shape: Shape,
    ) -> Call {
        let method = match self.http_method {
            HttpMethod::Get => Method::GET,
            HttpMethod::Post => Method::POST,
        };
        let mut call = Call::new(operation, effect, method, Path::of(&[]), shape);
        let id = fields.iter().find(|(name, _)| *name == "id");
        let id = id.map(|(_, id)| format!(" id={id}")).unwrap_or_default();
        call.name = Some(format!("command={command}{id}"));
        call.form = self.http_method == HttpMethod::Post;
        call.query = vec![("command", command.to_owned())];
        call.query.extend(fields);
        call
    }
}

/// The field that says which server a command is about.
fn server(operation: Operation, id: &str) -> Result<(&'static str, String), Error> {
    if is_number(id) { Ok(("id", id.to_owned())) } else { Err(error::not_an_id(operation)) }
}

/// The entries of a list; one that is no map is one that tells nothing.
fn list<T: DeserializeOwned + Default>(answer: &Value) -> Vec<T> {
    lenient::maps(answer).unwrap_or_default()
}
