//! The calls of LightLayer's cart: what is sold, what it would cost, and ordering it.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::client::{Client, numbered, read};
use super::error;
use super::products::{Category, Configuration, Ordered, Product, ProductAnswer, Quote, ServiceAnswer};
use crate::domain::form::YES_NO;
use crate::domain::order::{Chosen, NewCertificate};
use crate::domain::{Error, ErrorKind, Operation};
use crate::providers::layers::{Call, Effect, Path, Shape};
use crate::providers::lenient::{self, is_number};

/// A product with what was chosen of it, as it is sent.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub product: &'a str,
    pub chosen: &'a [Chosen],
}

/// The ids of what is chosen beside a form's fields.
pub const CYCLE: &str = "cycle";
pub const DOMAIN: &str = "domain";
pub const PROMOCODE: &str = "promocode";
pub const PAY_METHOD: &str = "pay_method";
/// The ids of what is chosen of a certificate.
pub const YEARS: &str = "years";
pub const APPROVER: &str = "approver_email";
pub const SOFTWARE: &str = "software";
pub const CONTACT: &str = "contact";
/// What the ids of add-ons begin with.
pub const ADDON: &str = "addon-";
/// The answer of who does not want an add-on.
pub const NO_ADDON: &str = "no";

impl Wanted<'_> {
    /// The names under which the product's order is sent.
    fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        for id in [DOMAIN, CYCLE, PROMOCODE] {
            fields.extend(Chosen::value_of(self.chosen, id).map(|value| (id.to_owned(), json!(value))));
        }
        let (mut custom, mut addons, mut cycles) = (Map::new(), Map::new(), Map::new());
        for chosen in self.chosen {
            if let Some(addon) = chosen.step.strip_prefix(ADDON) {
                if chosen.value != NO_ADDON {
                    addons.insert(addon.to_owned(), json!(1));
                    cycles.insert(addon.to_owned(), json!(chosen.value));
                }
            } else if let Some(item) = &chosen.key {
                let value = match chosen.value.as_str() {
                    text if chosen.is_text => json!(text),
                    yes if yes == YES_NO[0] => json!(1),
                    no if no == YES_NO[1] => continue,
                    text => text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number)),
                };
                custom.insert(chosen.step.clone(), json!({item: value}));
            } else if is_number(&chosen.step) {
                // Of a field that takes several, each.
                let items = chosen.value.split(',').map(|item| (item.to_owned(), json!(1)));
                custom.insert(chosen.step.clone(), Value::Object(items.collect()));
            }
        }
        for (name, map) in [("custom", custom), ("addon", addons), ("addon_cycles", cycles)] {
            if !map.is_empty() {
                fields.insert(name.to_owned(), Value::Object(map));
            }
        }
        fields
    }

    /// The product as one of several.
    fn item(&self, operation: Operation) -> Result<Value, Error> {
        let mut item = self.fields();
        item.insert("type".to_owned(), json!("product"));
        item.insert("product_id".to_owned(), number(operation, self.product)?);
        Ok(Value::Object(item))
    }
}

/// An id as the number that it is.
fn number(operation: Operation, id: &str) -> Result<Value, Error> {
    let number = Some(id).filter(|id| is_number(id)).and_then(|id| id.parse::<u64>().ok());
    number.map(Value::from).ok_or_else(|| error::not_sent(operation, "an id is no number"))
}

impl Client {
    /// The products of every category, so many categories asked at once; with the name of its category.
    pub async fn products(&self, side_by_side: usize) -> Result<Vec<(Option<String>, Product)>, Error> {
        let operation = Operation::PlanList;
        let categories: Vec<Category> =
            self.list(read(operation, Path::of(&["category"])), "categories").await?;
        let numbered = categories
            .into_iter()
            .filter_map(|category| Some((category.id.filter(|id| is_number(id))?, category.name)));
        let asked = stream::iter(numbered.map(|(id, name)| async move {
            let products = self.products_of(operation, &id).await?;
            Ok::<_, Error>(products.into_iter().map(|product| (name.clone(), product)).collect::<Vec<_>>())
        }));
        Ok(asked.buffered(side_by_side).try_collect::<Vec<_>>().await?.into_iter().flatten().collect())
    }

    /// The products of a category; none where it has such as cannot be listed.
    async fn products_of(&self, operation: Operation, category: &str) -> Result<Vec<Product>, Error> {
        let path = numbered(operation, &["category"], category)?.word("product");
        match self.list(read(operation, path), "products").await {
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_)) => {
                tracing::warn!(%category, %error, "A category without a list of products was skipped.");
                Ok(vec![])
            }
            listed => listed,
        }
    }

    /// What a product can be ordered with.
    pub async fn product(&self, operation: Operation, id: &str) -> Result<Configuration, Error> {
        let call = read(operation, numbered(operation, &["order"], id)?);
        let answer: ProductAnswer = self.map(&call).await?;
        match answer.product {
            Some(product) if product.id.as_deref().is_none_or(|told| told == id) => Ok(product),
            Some(_) => Err(self.unreadable(&call, "got another product than asked for")),
            None => Err(self.unreadable(&call, "expected a product, got a map without one")),
        }
    }

    /// What an order would cost. LightLayer has POST for it, and only calculates.
    pub async fn quote(
        &self,
        operation: Operation,
        items: &[Wanted<'_>],
        pay_method: Option<&str>,
    ) -> Result<Quote, Error> {
        let mut body = json!({"output": "short", "items": items_of(operation, items)?});
        if let Some(method) = pay_method {
            body["pay_method"] = number(operation, method)?;
        }
        let mut call = Call::new(operation, Effect::Read, Method::POST, Path::of(&["quote"]), Shape::Map);
        call.body = Some(body);
        let quote: Quote = self.map(&call).await?;
        if quote.items.iter().all(|item| item.error.is_empty()) && total(&quote).is_none() {
            return Err(self.unreadable(&call, "expected a quote, got a map without a total"));
        }
        Ok(quote)
    }

    /// Orders one thing, or several in one order.
    pub async fn order(&self, items: &[Wanted<'_>], pay_method: &str) -> Result<Ordered, Error> {
        let operation = Operation::OrderBuy;
        let pay_method = number(operation, pay_method)?;
        let (path, body) = match items {
            [only] => {
                let mut body = only.fields();
                body.insert(PAY_METHOD.to_owned(), pay_method);
                (numbered(operation, &["order"], only.product)?, Value::Object(body))
            }
            several => {
                let items = items_of(operation, several)?;
                (Path::of(&["order"]), json!({"pay_method": pay_method, "items": items}))
            }
        };
        self.place(operation, path, body).await
    }

    /// Orders a certificate.
    pub async fn order_certificate(
        &self,
        certificate: &NewCertificate,
        chosen: &[Chosen],
    ) -> Result<Ordered, Error> {
        let operation = Operation::CertificateBuy;
        let needed = |id: &str| {
            Chosen::value_of(chosen, id)
                .ok_or_else(|| error::not_sent(operation, "the offer lacks what must be chosen"))
        };
        let mut body = json!({
            "product_id": number(operation, &certificate.plan.id)?,
            "csr": certificate.request.pem(),
            "years": number(operation, needed(YEARS)?)?,
            "pay_method": number(operation, needed(PAY_METHOD)?)?,
            "approver_email": needed(APPROVER)?,
        });
        if let Some(software) = Chosen::value_of(chosen, SOFTWARE) {
            body["software"] = number(operation, software)?;
        }
        if let Some(contact) = Chosen::value_of(chosen, CONTACT) {
            for role in ["admin", "tech", "billing"] {
                body[role] = number(operation, contact)?;
            }
        }
        self.place(operation, Path::of(&["certificate", "order"]), body).await
    }

    async fn place(&self, operation: Operation, path: Path, body: Value) -> Result<Ordered, Error> {
        let mut call = Call::new(operation, Effect::Spend, Method::POST, path, Shape::Map);
        call.body = Some(body);
        let ordered: Ordered = self.map(&call).await?;
        if !ordered.tells_something() {
            return Err(self.unreadable(&call, "expected an order, got a map without one"));
        }
        Ok(ordered)
    }

    /// How a service stands, in the portal's own word.
    pub async fn service_status(&self, operation: Operation, id: &str) -> Result<Option<String>, Error> {
        let call = read(operation, numbered(operation, &["service"], id)?);
        let answer: ServiceAnswer = self.map(&call).await?;
        match answer.service {
            Some(service) if service.id.as_deref().is_none_or(|told| told == id) => Ok(service.status),
            Some(_) => Err(self.unreadable(&call, "got another service than asked for")),
            None => Err(self.unreadable(&call, "expected a service, got a map without one")),
        }
    }
}

fn items_of(operation: Operation, items: &[Wanted<'_>]) -> Result<Vec<Value>, Error> {
    items.iter().map(|item| item.item(operation)).collect()
}

/// What a quote comes to; `None` when it does not tell, or an amount that cannot be a price.
pub fn total(quote: &Quote) -> Option<Decimal> {
    quote.summary.as_ref()?.total.filter(|total| !total.is_sign_negative())
}

/// Why the portal would not take an order, in its words; `None`: it would.
pub fn objection(quote: &Quote) -> Option<String> {
    let errors: Vec<_> = quote.items.iter().flat_map(|item| item.error.iter().map(String::as_str)).collect();
    let invalid = quote.items.iter().any(|item| item.valid == Some(false));
    (invalid || !errors.is_empty()).then(|| lenient::excerpt(&errors.join(", "), 300))
}
