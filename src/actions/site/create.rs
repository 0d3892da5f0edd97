//! `/site create`: creates a hosted site.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{SiteWatch, Watch};
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::resource::is_plain_id;
use crate::domain::site::{NewSite, ascii_domain};
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::{Authorized, Scope};

/// The version of PHP of a site whose creator names none.
const PHP: &str = "8.2";

/// Creates a hosted site.
pub struct Create;

/// The arguments of `/site create`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    domain: String,
    plan: String,
    php: Option<String>,
}

#[async_trait]
impl Verb for Create {
    const ACTION: Action = Action::SiteCreate;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let bad = |argument, text: &str| Refusal::BadArgument { argument, text: text.to_owned() };
        let domain = ascii_domain(&args.domain).ok_or_else(|| bad("domain", &args.domain))?;
        if !is_plain_id(args.plan.trim()) {
            return Err(bad("plan", &args.plan));
        }
        if !php(args).split('.').all(|part| part.parse::<u8>().is_ok()) {
            return Err(bad("php", php(args)));
        }
        let account = context.named_account(args.account.trim())?.name().clone();
        let resource = ResourceRef::new(account, ResourceKind::Site, domain)
            .ok_or_else(|| bad("domain", &args.domain))?;
        Ok(Target::Resource { resource, name: Some(args.domain.trim().to_owned()) })
    }
}

#[async_trait]
impl Change for Create {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let sites = context.ask(permit, |reads| async move { reads.sites().await }).await?;
        account.sites().put(&sites);
        // The target's id is the domain: that is what makes the site, and what locks it while it is made.
        if let Some(site) = sites.into_iter().find(|site| site.is_at(&resource.id)) {
            let shown = context.doing(Action::SiteShow).may(Scope::Account(account.name()));
            return Err(Refusal::SiteExists { domain: site.domain, shown }.into());
        }
        let site = NewSite {
            domain: resource.id.clone(),
            plan: args.plan.trim().to_owned(),
            php: php(args).to_owned(),
        };
        Ok(Planned::of(Plan {
            fingerprint: String::new(),
            target: permit.target().clone(),
            facts: PlanFacts::Site { site },
        }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Site { site } = &plan.facts else { return None };
        Some(Watch::Site(SiteWatch::new(site.domain.clone())))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Site { site } = &plan.facts else {
            unreachable!("a plan to create a site has the facts of one");
        };
        context.changes(permit).create_site(permit, site).await?;
        Ok(Done::Accepted)
    }
}

fn php(args: &Args) -> &str {
    args.php.as_deref().map_or(PHP, str::trim)
}
