//! The HTTP half: which request each question is, and the form of its answer.

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::config::{BASE_URL, Settings};
use super::purchase::PurchaseRequest;
use super::shop::{PriceList, System};
use super::{error, types};
use crate::domain::account::{Condition, Profile};
use crate::domain::metrics::{Metric, Range};
use crate::domain::order::{Progress, Purchase};
use crate::domain::resource::is_plain_id;
use crate::domain::site::NewSite;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Digest, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient;

/// The header that makes a purchase one purchase, however often it is sent.
const PURCHASE_ID: HeaderName = HeaderName::from_static("x-provision-op-id");

/// What can be asked of a server's power.
#[derive(Clone, Copy, Debug)]
pub enum Verb {
    /// Start it.
    Start,
    /// Power it off.
    Stop,
    /// Restart it.
    Restart,
}

impl Verb {
    const fn as_str(self) -> &'static str {
        match self {
            Verb::Start => "start",
            Verb::Stop => "stop",
            Verb::Restart => "restart",
        }
    }
}

/// The client of one account.
pub struct Client {
    stack: Stack,
    authorization: HeaderValue,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", settings.key.expose_secret()))
            .map_err(|_| SetupError::Credential)?;
        authorization.set_sensitive(true);
        let stack = Stack::new(StackSettings {
            provider: ProviderName::LlamaLink,
            account,
            base_url,
            limits: settings.limits,
            secrets: vec![settings.key],
            credentials: vec![],
            judge: error::judge,
            clients: settings.clients,
        })?;
        Ok(Client { stack, authorization })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    pub async fn servers(&self) -> Result<Vec<types::Server>, Error> {
        let call = Call::read(Operation::ServerList, Path::of(&["user", "vps"]), Shape::List);
        self.list(self.signed(call)).await
    }

    pub async fn server(&self, id: &str) -> Result<types::Server, Error> {
        let operation = Operation::ServerShow;
        let path = Path::of(&["user", "vps"]).id(id).ok_or_else(|| error::not_an_id(operation))?;
        let call = self.signed(Call::read(operation, path, Shape::Map));
        let server: types::Server = self.map(&call).await?;
        // What is shown, and consented to, must be the server that was asked for.
        match server.id.as_deref() {
            Some(same) if same == id => Ok(server),
            Some(_) => Err(self.stack.unreadable(&call, "got another server than asked for")),
            None => Err(self.stack.unreadable(&call, "expected a server, got a map without an id")),
        }
    }

    /// Changes a server's power. LlamaLink has GET for it, and answers before the server has done it.
    pub async fn power(&self, operation: Operation, verb: Verb, id: &str) -> Result<(), Error> {
        let path =
            Path::of(&["user", "vps", verb.as_str()]).id(id).ok_or_else(|| error::not_an_id(operation))?;
        let call = self.signed(Call::new(operation, Effect::Change, Method::GET, path, Shape::Map));
        let answer = self.stack.send(&call).await?;
        let told = |key| answer.get(key).is_some_and(|value| !value.is_null());
        if told("message") || told("status") {
            Ok(())
        } else {
            Err(self.stack.unreadable(&call, "expected a message or a status, got neither"))
        }
    }

    /// What a server has measured, in whatever order it comes.
    pub async fn metrics(&self, id: &str, metric: Metric, range: Range) -> Result<Vec<types::Point>, Error> {
        let operation = Operation::ServerMetrics;
        let path = Path::of(&["user", "vps"]).id(id).ok_or_else(|| error::not_an_id(operation))?;
        let mut call = self.signed(Call::read(operation, path.word("metrics-history"), Shape::Map));
        call.query = vec![("metric", metric.as_str().to_owned()), ("range", range.as_str().to_owned())];
        let history: types::History = self.map(&call).await?;
        history.points.ok_or_else(|| self.stack.unreadable(&call, "expected points, got a map without them"))
    }

    /// The operating systems; nobody's key is asked for and none is sent.
    pub async fn systems(&self, operation: Operation) -> Result<Vec<System>, Error> {
        self.list(Call::read(operation, Path::of(&["platform", "os-templates"]), Shape::List)).await
    }

    /// The price list; nobody's key is asked for and none is sent.
    pub async fn price_list(&self, operation: Operation) -> Result<PriceList, Error> {
        let call = Call::read(operation, Path::of(&["platform", "vps-plans"]), Shape::Map);
        let list: PriceList = self.map(&call).await?;
        if list.is_readable() {
            Ok(list)
        } else {
            Err(self.stack.unreadable(&call, "expected a price list, got a map without plans"))
        }
    }

    pub async fn subscriptions(&self, operation: Operation) -> Result<Vec<types::Subscription>, Error> {
        let call = Call::read(operation, Path::of(&["user", "subscriptions"]), Shape::List);
        self.list(self.signed(call)).await
    }

    pub async fn look_at_subscriptions(
        &self,
        operation: Operation,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<types::Subscription>, Digest)>, Error> {
        let call = self.signed(Call::read(operation, Path::of(&["user", "subscriptions"]), Shape::List));
        let Some((answer, digest)) = self.stack.look(call, known).await? else { return Ok(None) };
        Ok(Some((lenient::maps(&answer).unwrap_or_default(), digest)))
    }

    pub async fn cards(&self, operation: Operation) -> Result<Vec<types::Card>, Error> {
        let call = Call::read(operation, Path::of(&["user", "payment"]), Shape::List);
        self.list(self.signed(call)).await
    }

    /// Buys; an answer that does not tell that it was bought leaves that open.
    pub async fn buy(&self, request: PurchaseRequest, order: &str) -> Result<Purchase, Error> {
        let operation = request.operation;
        // The id must be one that the progress can be asked for by.
        let id = Some(order).filter(|order| is_plain_id(order));
        let id = id.and_then(|order| HeaderValue::from_str(order).ok());
        let id =
            id.ok_or_else(|| error::not_for_sale(operation, "the purchase's id cannot stand in a path"))?;
        let mut call = self.post(operation, Effect::Spend, Path::of(request.path), request.body);
        call.headers.insert(PURCHASE_ID, id);
        let answer: types::Purchase = self.map(&call).await?;
        answer.into_domain().ok_or_else(|| {
            self.stack.unreadable(&call, "expected a purchase, got a map that does not tell of one")
        })
    }

    /// How far the purchase is that was made under this id.
    pub async fn progress(&self, order: &str) -> Result<Progress, Error> {
        let operation = Operation::OrderProgress;
        let path = Path::of(&["user", "vps", "provision-progress"]).id(order);
        let path = path.ok_or_else(|| error::not_an_id(operation))?;
        let call = self.signed(Call::read(operation, path, Shape::Map));
        let answer: types::Progress = self.map(&call).await?;
        answer.into_domain().ok_or_else(|| {
            self.stack.unreadable(&call, "expected a progress, got a map without status and percent")
        })
    }

    pub async fn sites(&self) -> Result<Vec<types::Site>, Error> {
        let call = Call::read(Operation::SiteList, Path::of(&["user", "websites"]), Shape::List);
        self.list(self.signed(call)).await
    }

    pub async fn site(&self, id: &str) -> Result<types::Site, Error> {
        let operation = Operation::SiteShow;
        let path = Path::of(&["user", "websites", "info"]).id(id);
        let call =
            self.signed(Call::read(operation, path.ok_or_else(|| error::not_an_id(operation))?, Shape::Map));
        let site: types::Site = self.map(&call).await?;
        match site.id.as_deref() {
            // The letters of a UUID may come back in the other case.
            Some(same) if same.eq_ignore_ascii_case(id) => Ok(site),
            Some(_) => Err(self.stack.unreadable(&call, "got another site than asked for")),
            None => Err(self.stack.unreadable(&call, "expected a site, got a map without an id")),
        }
    }

    /// Creates a site; LlamaLink answers before it is set up.
    pub async fn create_site(&self, site: &NewSite) -> Result<(), Error> {
        let body = json!({"domain": site.domain, "planId": site.plan, "phpVersion": site.php});
        let path = Path::of(&["user", "websites", "new"]);
        let call = self.post(Operation::SiteCreate, Effect::Change, path, body);
        let answer: types::Site = self.map(&call).await?;
        if answer.id.is_some() || answer.message.is_some() {
            Ok(())
        } else {
            Err(self.stack.unreadable(&call, "expected a site or a message, got neither"))
        }
    }

    pub async fn profile(&self) -> Result<Profile, Error> {
        let call = Call::read(Operation::ProfileShow, Path::of(&["user", "profile"]), Shape::Map);
        let call = self.signed(call);
        let profile: types::Profile = self.map(&call).await?;
        let profile = profile.into_domain();
        profile.ok_or_else(|| self.stack.unreadable(&call, "expected a profile, got a map that names nobody"))
    }

    /// The map that the call is answered with.
    async fn map<T: DeserializeOwned + Default>(&self, call: &Call) -> Result<T, Error> {
        Ok(lenient::entry(&self.stack.send(call).await?).unwrap_or_default())
    }

    /// The list that the call is answered with; an entry that is no map is an entry that tells nothing.
    async fn list<T: DeserializeOwned + Default>(&self, call: Call) -> Result<Vec<T>, Error> {
        Ok(lenient::maps(&self.stack.send(&call).await?).unwrap_or_default())
    }

    fn post(&self, operation: Operation, effect: Effect, path: Path, body: Value) -> Call {
        let mut call = self.signed(Call::new(operation, effect, Method::POST, path, Shape::Map));
        call.body = Some(body);
        call
    }

    fn signed(&self, mut call: Call) -> Call {
        call.headers.insert(AUTHORIZATION, self.authorization.clone());
        call
    }
}
