//! `/service upgrade`: gives a service more or less of what it has, or makes it another product.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::Deserialize;

use super::named;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::job::{SightWatch, Sign, Watch};
use crate::domain::outcome::Plan;
use crate::domain::service::{
    Choice, Period, ResourceWish, ServiceDeed, Told, UpgradeOptions, UpgradePackage, UpgradeWish,
};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// The most digits of a quantity.
const DIGITS: usize = 9;

/// Upgrades a service.
pub struct Upgrade;

/// The arguments of `/service upgrade`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    service: String,
    resources: Option<String>,
    package: Option<String>,
    cycle: Option<String>,
}

impl Args {
    /// The parts of `resources`: what is before each `=`, and what is behind it.
    fn resources(&self) -> Result<Vec<(&str, &str)>, Refusal> {
        let Some(text) = &self.resources else { return Ok(vec![]) };
        let pair = |part: &'_ str| -> Option<(usize, usize)> {
            let (id, value) = part.split_once('=')?;
            (!id.trim().is_empty() && !value.trim().is_empty()).then_some((id.len(), value.len()))
        };
        let parts: Vec<_> = text.split(',').filter(|part| !part.trim().is_empty()).collect();
        if parts.is_empty() || parts.iter().any(|part| pair(part).is_none()) {
            return Err(Refusal::BadArgument { argument: "resources", text: text.clone() });
        }
        let pairs = parts.into_iter().filter_map(|part| part.split_once('='));
        Ok(pairs.map(|(id, value)| (id.trim(), value.trim())).collect())
    }

    fn cycle(&self) -> Result<Option<Period>, Refusal> {
        let refused = |text: &String| Refusal::BadArgument { argument: "cycle", text: text.clone() };
        self.cycle.as_ref().map(|text| Period::of(text.trim()).ok_or_else(|| refused(text))).transpose()
    }

    /// Whether what is written can be meant at all.
    fn check(&self) -> Result<(), Refusal> {
        let (_, cycle) = (self.resources()?, self.cycle()?);
        if self.resources.is_none() && cycle.is_none() && self.package.is_none() {
            return Err(Refusal::OptionMissing { options: &["resources", "package", "cycle"] });
        }
        Ok(())
    }
}

/// What is wished of what there is, and the same in the provider's words.
fn wish(args: &Args, options: &UpgradeOptions) -> Result<(UpgradeWish, Vec<Told>), Refusal> {
    let mut wish = UpgradeWish { resources: BTreeMap::new(), package: None, cycle: args.cycle()? };
    let mut chosen = vec![];
    for (id, value) in args.resources()? {
        let text = args.resources.clone().unwrap_or_default();
        let refused = || Refusal::BadArgument { argument: "resources", text: text.clone() };
        let is_meant = |own: &str, name: &str, text: &str| own == text || name.eq_ignore_ascii_case(text);
        let resource =
            options.resources.iter().find(|it| is_meant(&it.id, &it.name, id)).ok_or_else(refused)?;
        let item = |text: &str| {
            resource.items.iter().find(|it| is_meant(&it.id, &it.name, text)).ok_or_else(refused)
        };
        let quantity = |text: &str| {
            let plain = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.to_owned()).ok_or_else(refused)
        };
        let (one, how) = match resource.choice {
            Choice::Item => {
                let item = item(value)?;
                (ResourceWish::Item(item.id.clone()), item.name.clone())
            }
            Choice::Quantity => (ResourceWish::Quantity(quantity(value)?), quantity(value)?),
            Choice::ItemAndQuantity => {
                let (text, count) = value.rsplit_once(':').unwrap_or((value, "1"));
                let (item, quantity) = (item(text.trim())?, quantity(count.trim())?);
                let how = format!("{} \u{d7} {quantity}", item.name);
                (ResourceWish::Both { item: item.id.clone(), quantity }, how)
            }
        };
        if wish.resources.insert(resource.id.clone(), one).is_some() {
            return Err(refused());
        }
        chosen.push(Told { what: resource.name.clone(), how });
    }
    if let Some(text) = &args.package {
        let is_meant =
            |it: &&UpgradePackage| it.id == text.trim() || it.name.eq_ignore_ascii_case(text.trim());
        let refused = || Refusal::BadArgument { argument: "package", text: text.clone() };
        wish.package = Some(options.packages.iter().find(is_meant).ok_or_else(refused)?.clone());
    }
    Ok((wish, chosen))
}

#[async_trait]
impl Verb for Upgrade {
    const ACTION: Action = Action::ServiceUpgrade;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.check()?;
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Change for Upgrade {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        args.check()?;
        let service = named::read(context, permit).await?;
        let id = &service.resource.id;
        let options = context.ask(permit, |reads| async move { reads.upgrade_options(id).await }).await?;
        let (wish, chosen) = wish(args, &options)?;
        let wished = &wish;
        let estimate =
            context.ask(permit, |reads| async move { reads.upgrade_estimate(id, wished).await }).await?;
        named::plan(context, permit, service, ServiceDeed::Upgrade { wish, chosen, estimate })
    }

    /// An upgrade may wait for its invoice to be paid, so that a service which shows nothing of it says nothing.
    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let ServiceDeed::Upgrade { wish, .. } = &named::change(plan).deed else { return None };
        Some(Watch::Sight(SightWatch::hidden(Action::ServiceUpgrade, Sign::Words(wish.sight()))))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let ServiceDeed::Upgrade { wish, .. } = &named::change(plan).deed else {
            unreachable!("a plan to upgrade a service says to what");
        };
        let upgraded = context.changes(permit).upgrade_service(permit, wish).await;
        if let Ok(account) = context.account_of(permit.target()) {
            account.services().expire();
            account.invoices().expire();
        }
        upgraded.map(|()| Done::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::{UpgradeItem, UpgradeResource};

    fn options() -> UpgradeOptions {
        let item = |id: &str, name: &str| UpgradeItem {
            id: id.to_owned(),
            name: name.to_owned(),
            price: None,
            setup: None,
            selected: false,
        };
        let resource = |id: &str, name: &str, choice, items| UpgradeResource {
            id: id.to_owned(),
            name: name.to_owned(),
            choice,
            items,
            quantity: None,
        };
        UpgradeOptions {
            resources: vec![
                resource(
                    "1557",
                    "Bandwidth",
                    Choice::Item,
                    vec![item("9953", "100 GB"), item("10103", "500 GB")],
                ),
                resource("7", "Disk", Choice::Quantity, vec![]),
                resource("8", "Addresses", Choice::ItemAndQuantity, vec![item("81", "IPv4")]),
            ],
            packages: vec![UpgradePackage {
                id: "31".to_owned(),
                name: "Cloud VPS L".to_owned(),
                price: None,
            }],
        }
    }

    fn read(resources: Option<&str>, package: Option<&str>) -> Option<UpgradeWish> {
        let args = Args {
            service: String::new(),
            resources: resources.map(str::to_owned),
            package: package.map(str::to_owned),
            cycle: None,
        };
        args.check().ok()?;
        wish(&args, &options()).ok().map(|(wish, _)| wish)
    }

    #[test]
    fn a_wish_is_of_what_there_is_by_ids_or_names() {
        let words = |wish: UpgradeWish| wish.sight().into_iter().collect::<Vec<_>>();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        for text in ["1557=10103, 7=80, 8=81:3", "bandwidth = 500 gb,Disk=80,Addresses=IPv4:3,"] {
            let read = read(Some(text), None).unwrap();
            assert_eq!(words(read), [pair("1557", "10103"), pair("7", "80"), pair("8", "81:3")], "{text}");
        }
        assert_eq!(words(read(Some("8=81"), None).unwrap()), [pair("8", "81:1")]);
        assert_eq!(words(read(None, Some("cloud vps l")).unwrap()), [pair("package", "cloud vps l")]);
        let long = "9".repeat(10);
        for wrong in [
            "",
            ",",
            "1557",
            "=1",
            "1557=",
            "1557=7",
            "9=1",
            "7=-1",
            "7=1e3",
            &format!("7={long}"),
            "7=1,7=2",
            "8=81:x",
            "8=IPv4:\u{661}",
        ] {
            assert_eq!(read(Some(wrong), None), None, "{wrong:?}");
        }
        assert_eq!((read(None, None), read(None, Some("32"))), (None, None));
    }
}
