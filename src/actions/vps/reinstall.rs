//! `/vps reinstall`: sets a server up anew with another system, which deletes its data.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb, sshkey};
use crate::domain::job::{ServerVerb, ServerWatch, Watch};
use crate::domain::order::Template;
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::resource::is_plain_id;
use crate::domain::server::Server;
use crate::domain::setup::{Reinstallation, Unfit};
use crate::domain::{
    AccountName, Action, Error, Id, Operation, ProviderName, ResourceKind, ResourceRef, Target,
};
use crate::policy::Authorized;

/// How many keys can be named.
const KEYS: usize = 20;

/// Sets a server up anew.
pub struct Reinstall;

/// The arguments of `/vps reinstall`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    template: String,
    ssh_keys: Option<String>,
}

/// The keys that an argument names, as it names them: by their ids, or by references, which may lead to another account.
pub(in crate::actions) fn named_keys(argument: Option<&str>) -> Result<Vec<&str>, Refusal> {
    let text = argument.unwrap_or_default();
    let keys: Vec<_> = text.split([',', ' ']).filter(|key| !key.is_empty()).collect();
    let is_key = |key: &&str| is_plain_id(key) || ResourceRef::parse(ResourceKind::Key, key).is_some();
    if keys.len() > KEYS || !keys.iter().all(is_key) {
        return Err(Refusal::BadArgument { argument: "ssh_keys", text: text.to_owned() });
    }
    Ok(keys)
}

/// The ids of the account's keys that an argument names, each once.
fn key_ids(
    argument: Option<&str>,
    account: &AccountName,
    provider: ProviderName,
) -> Result<Vec<String>, Refusal> {
    let mut ids: Vec<String> = vec![];
    for key in named_keys(argument)? {
        let id = match ResourceRef::parse(ResourceKind::Key, key) {
            Some(key) if key.account != *account => {
                let why = Box::new(Unfit::KeyElsewhere { key });
                return Err(Refusal::Unfit { account: account.clone(), provider, why });
            }
            Some(key) => key.id,
            None => key.to_owned(),
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The same, as far as the account tells which it has.
pub(in crate::actions) async fn known_keys(
    context: &Context<'_>,
    permit: &Authorized,
    argument: Option<&str>,
) -> Result<Vec<String>, Stop> {
    let account = context.account_of(permit.target())?;
    let ids = key_ids(argument, account.name(), account.provider())?;
    if !ids.is_empty() && account.has(Operation::KeyList) {
        let known = sshkey::read(context, permit).await?;
        if !ids.iter().all(|id| known.iter().any(|key| key.resource.id == *id)) {
            let text = argument.unwrap_or_default().to_owned();
            return Err(Refusal::BadArgument { argument: "ssh_keys", text }.into());
        }
    }
    Ok(ids)
}

/// The operating system that the text means: by its id, or by a name that only one has.
pub(in crate::actions) fn choose(text: &str, known: Vec<Template>) -> Result<Template, Unfit> {
    let text = text.trim();
    let by_id = known.iter().find(|template| template.id == text);
    let mut by_name = known.iter().filter(|template| template.name.eq_ignore_ascii_case(text));
    let found = by_id.or_else(|| by_name.next().filter(|_| by_name.next().is_none())).cloned();
    match found {
        Some(template) if template.enabled => Ok(template),
        Some(template) => Err(Unfit::TemplateDisabled { name: template.name, known }),
        None => Err(Unfit::TemplateUnknown { text: text.to_owned(), known }),
    }
}

#[async_trait]
impl Verb for Reinstall {
    const ACTION: Action = Action::VpsReinstall;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        named_keys(args.ssh_keys.as_deref())?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Reinstall {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let (name, provider) = (account.name().clone(), account.provider());
        let unfit = |why| Refusal::Unfit { account: name.clone(), provider, why: Box::new(why) };
        let keys = args.ssh_keys.as_deref();
        if !named_keys(keys)?.is_empty() && !account.has(Operation::ServerReinstallKeys) {
            return Err(unfit(Unfit::KeysNotTaken).into());
        }
        let ssh_keys = known_keys(context, permit, keys).await?;
        let server = deed::read(context, permit).await?;
        let id = server.resource.id.as_str();
        let known = context.ask(permit, |reads| async move { reads.templates_of(id).await }).await?;
        account.systems().of(id).put(&known);
        let template = choose(&args.template, known).map_err(unfit)?;
        let setup = Reinstallation { template, ssh_keys };
        let checked = &setup;
        context.ask(permit, |reads| async move { reads.check_reinstall(id, checked).await }).await?;
        let Template { id: system, price, .. } = &setup.template;
        let fingerprint = format!("{}\n{}\n{system}\n{price:?}", server.state.as_str(), server.name);
        Ok(Planned::of(Plan {
            fingerprint,
            target: Target::Resource { resource: server.resource.clone(), name: Some(server.name.clone()) },
            facts: PlanFacts::Reinstall { server: Box::new(server), setup, provider },
        }))
    }

    fn watch(context: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        Some(deed::watch(context, plan, ServerWatch::new(ServerVerb::Reinstall)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Reinstall { setup, .. } = &plan.facts else {
            unreachable!("a plan to set a server up says how");
        };
        context.changes(permit).reinstall(permit, setup).await.map(Done::Queued)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(id: &str, name: &str, enabled: bool) -> Template {
        Template { id: id.to_owned(), name: name.to_owned(), enabled, price: None, memory_mb: None }
    }

    #[test]
    fn a_system_is_meant_by_its_id_or_by_a_name_that_only_one_has() {
        let known = || {
            vec![
                template("debian-12", "Debian 12", true),
                template("debian-12-lvm", "Debian", true),
                template("debian-11", "debian", true),
                template("beos", "BeOS", false),
            ]
        };
        for (text, id) in
            [("debian-12", "debian-12"), (" DEBIAN 12 ", "debian-12"), ("debian-11", "debian-11")]
        {
            assert_eq!(choose(text, known()).unwrap().id, id);
        }
        for text in ["", "Debian", "centos", "debian-1", "../debian-12"] {
            assert_eq!(choose(text, known()).unwrap_err().as_str(), "template-unknown", "{text}");
        }
        assert_eq!(choose("beos", known()).unwrap_err().as_str(), "template-disabled");
    }

    #[test]
    fn keys_are_ids_or_references_of_the_account_each_once() {
        let account = "dev".parse().unwrap();
        let read = |text: &str| key_ids(Some(text), &account, ProviderName::Inferno);
        assert_eq!(read(" 1, dev/2,,2 3 ").unwrap(), ["1", "2", "3"]);
        assert_eq!(read("").unwrap(), [""; 0]);
        let many = (0..=KEYS).map(|key| key.to_string()).collect::<Vec<_>>().join(",");
        for wrong in ["1;2", "1,../2", "dev/", "/2", "dev/a/2", "1&run=1", "1\n2", "\u{1F600}", &many] {
            assert_eq!(read(wrong).unwrap_err().as_str(), "bad argument", "{wrong:?}");
        }
        for elsewhere in ["shop/2", "1,dev/2,shop/2"] {
            assert_eq!(read(elsewhere).unwrap_err().as_str(), "key-elsewhere", "{elsewhere:?}");
        }
    }
}
