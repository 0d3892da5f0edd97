//! The requests about services.

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{Client, read, service_path};
use crate::domain::job::Sight;
use crate::domain::order::Template;
use crate::domain::service::{
    Estimate, NewServer, ResourceWish, ServiceAddress, ServiceMethod, Told, UpgradeOptions, UpgradeWish,
};
use crate::domain::{Acceptance, Error, ErrorKind, Operation};
use crate::providers::layers::{Call, Effect, Path, Shape};
use crate::providers::lenient;
use crate::providers::lightlayer::types::{self, Frame};
use crate::providers::lightlayer::{services, types::Entry};

impl Client {
    pub async fn methods(&self, operation: Operation, service: &str) -> Result<Vec<services::Method>, Error> {
        self.list(read(operation, path(operation, service, "methods")?), "methods").await
    }

    /// A service by itself. Its password has no field, so that reading drops it.
    pub async fn service(&self, service: &str) -> Result<services::Detail, Error> {
        let operation = Operation::ServiceShow;
        let call = read(operation, service_path(operation, service)?);
        let answer = self.stack.send(&call).await?;
        let detail = answer.get("service").and_then(lenient::entry::<services::Detail>);
        match detail {
            Some(detail) if detail.id().is_none_or(|id| id == service) => Ok(detail),
            Some(_) => Err(self.unreadable(&call, "got another service than asked for")),
            None => Err(self.unreadable(&call, "expected a service, got a map without one")),
        }
    }

    pub async fn service_methods(&self, service: &str) -> Result<Vec<ServiceMethod>, Error> {
        let methods = self.methods(Operation::ServiceMethods, service).await?;
        Ok(methods.into_iter().filter_map(services::Method::into_domain).collect())
    }

    pub async fn service_resources(&self, service: &str) -> Result<Vec<Told>, Error> {
        let operation = Operation::ServiceResources;
        let call = Call::read(operation, path(operation, service, "resources")?, Shape::Either);
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, "resources", services::resources)
    }

    pub async fn service_addresses(&self, service: &str) -> Result<Vec<ServiceAddress>, Error> {
        let operation = Operation::ServiceAddresses;
        let call = Call::read(operation, path(operation, service, "ip")?, Shape::Either);
        let answer = self.stack.send(&call).await?;
        let key = ["ip", "ips"].into_iter().find(|key| answer.get(*key).is_some());
        self.entries(&call, &answer, key.unwrap_or("ip"), services::address)
    }

    pub async fn service_templates(&self, service: &str) -> Result<Vec<Template>, Error> {
        let operation = Operation::TemplateList;
        let path = path(operation, service, "templates")?;
        let templates = self.undocumented(operation, path, "templates", vec![]).await?;
        Ok(templates.into_iter().filter_map(Entry::into_template).collect())
    }

    /// The same; none when it is a service of another kind.
    pub async fn templates_if_any(&self, service: &str) -> Result<Vec<Template>, Error> {
        match self.service_templates(service).await {
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => Ok(vec![]),
            templates => templates,
        }
    }

    /// What a service is called by those who rent it; `None`: nothing.
    pub async fn label(&self, service: &str) -> Result<Option<String>, Error> {
        let operation = Operation::LabelShow;
        let call = read(operation, path(operation, service, "label")?);
        let answer = self.stack.send(&call).await?;
        match answer.get("label") {
            Some(Value::String(label)) => Ok(Some(label.trim().to_owned()).filter(|label| !label.is_empty())),
            Some(Value::Number(label)) => Ok(Some(label.to_string())),
            Some(Value::Null) => Ok(None),
            _ => Err(self.unreadable(&call, "expected a label, got a map without one")),
        }
    }

    pub async fn relabel(&self, service: &str, label: &str) -> Result<Acceptance, Error> {
        let operation = Operation::ServiceRelabel;
        let path = path(operation, service, "label")?;
        self.change(operation, Method::POST, path, Some(json!({"label": label}))).await
    }

    /// Asks for a service to end. LightLayer has texts for the truth.
    pub async fn cancel(
        &self,
        service: &str,
        immediate: bool,
        reason: Option<&str>,
    ) -> Result<Acceptance, Error> {
        let operation = Operation::ServiceCancel;
        let path = path(operation, service, "cancel")?;
        let mut body = json!({"immediate": if immediate { "true" } else { "false" }});
        if let Some(reason) = reason {
            body["reason"] = reason.into();
        }
        self.change(operation, Method::POST, path, Some(body)).await
    }

    pub async fn upgrade_options(&self, service: &str, frame: &Frame) -> Result<UpgradeOptions, Error> {
        self.upgrades(Operation::UpgradeOptions, service, frame).await
    }

    async fn upgrades(
        &self,
        operation: Operation,
        service: &str,
        frame: &Frame,
    ) -> Result<UpgradeOptions, Error> {
        let call = read(operation, path(operation, service, "upgrade")?);
        let answer: services::Upgrades = self.map(&call).await?;
        if answer.resources.is_none() && answer.package.is_none() {
            return Err(self.unreadable(&call, "expected resources or packages, got a map without either"));
        }
        Ok(answer.into_domain(frame))
    }

    /// What of a service an upgrade changes, as it is now.
    pub async fn upgrade_sight(&self, service: &str, frame: &Frame) -> Result<Sight, Error> {
        let operation = Operation::UpgradeOptions;
        let details = async {
            let call = read(operation, service_path(operation, service)?);
            let answer = self.stack.send(&call).await?;
            Ok(answer.get("service").and_then(lenient::entry::<services::Paid>).unwrap_or_default())
        };
        let (options, details) = tokio::try_join!(self.upgrades(operation, service, frame), details)?;
        let mut sight = options.sight();
        sight.extend(details.sight());
        Ok(sight)
    }

    /// What an upgrade would cost: a POST that only looks, since it is not told to send anything.
    pub async fn estimate(
        &self,
        service: &str,
        wish: &UpgradeWish,
        frame: &Frame,
    ) -> Result<Estimate, Error> {
        let operation = Operation::UpgradeEstimate;
        let path = path(operation, service, "upgrade")?;
        let mut call = Call::new(operation, Effect::Read, Method::POST, path, Shape::Either);
        call.body = Some(Value::Object(upgrade(wish)));
        Ok(services::estimate(&self.stack.send(&call).await?, frame))
    }

    pub async fn upgrade(&self, service: &str, wish: &UpgradeWish) -> Result<(), Error> {
        let operation = Operation::ServiceUpgrade;
        let path = path(operation, service, "upgrade")?;
        let mut body = upgrade(wish);
        // A truth value and no text: PHP takes the text "false" for the truth.
        body.insert("send".to_owned(), true.into());
        let mut call = Call::new(operation, Effect::Spend, Method::POST, path, Shape::Receipt);
        call.body = Some(Value::Object(body));
        self.stack.send(&call).await.map(drop)
    }

    /// Makes a VM; its id inside the service, where LightLayer tells it.
    pub async fn create_vm(&self, service: &str, server: &NewServer) -> Result<Option<String>, Error> {
        let operation = Operation::ServerCreate;
        let path = path(operation, service, "vms")?;
        let mut call = Call::new(operation, Effect::Spend, Method::POST, path, Shape::Receipt);
        call.body = Some(json!({
            "label": server.label,
            "template": server.template.id,
            "memory": server.memory_mb.to_string(),
            "cpu": server.cpu_cores.to_string(),
            "disk": server.disk_gb.to_string(),
        }));
        Ok(types::new_vm(&self.stack.send(&call).await?))
    }
}

fn path(operation: Operation, service: &str, word: &'static str) -> Result<Path, Error> {
    Ok(service_path(operation, service)?.word(word))
}

/// What an upgrade asks for. The values are texts, as documented.
fn upgrade(wish: &UpgradeWish) -> Map<String, Value> {
    let mut body = Map::new();
    let value = |wish: &ResourceWish| match wish {
        ResourceWish::Item(word) | ResourceWish::Quantity(word) => json!(word),
        ResourceWish::Both { item, quantity } => json!({item: quantity}),
    };
    if !wish.resources.is_empty() {
        let resources: Map<_, _> =
            wish.resources.iter().map(|(id, wish)| (id.clone(), value(wish))).collect();
        body.insert("resources".to_owned(), resources.into());
    }
    let package = wish.package.as_ref().and_then(|package| package.id.parse::<u64>().ok());
    body.extend(package.map(|id| ("package".to_owned(), id.into())));
    body.extend(wish.cycle.map(|cycle| ("cycle".to_owned(), cycle.sign().into())));
    body
}
