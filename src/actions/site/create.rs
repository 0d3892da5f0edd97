//! `/site create`: creates a hosted site.

use async_trait::async_trait;
use reqwest::Url;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{SiteWatch, Watch};
use crate::domain::outcome::{Outcome, Plan, PlanFacts};
use crate::domain::resource::is_plain_id;
use crate::domain::site::NewSite;
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

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
        let bad = |argument| Refusal::BadArgument { argument };
        let domain = domain(&args.domain).ok_or(bad("domain"))?;
        if !is_plain_id(args.plan.trim()) {
            return Err(bad("plan"));
        }
        if !php(args).split('.').all(|part| part.parse::<u8>().is_ok()) {
            return Err(bad("php"));
        }
        let account = context.named_account(args.account.trim())?.name().clone();
        let resource = ResourceRef::new(account, ResourceKind::Site, domain).ok_or(bad("domain"))?;
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
        if let Some(site) = sites.into_iter().find(|site| site.domain.eq_ignore_ascii_case(&resource.id)) {
            return Ok(Planned::Nothing(Outcome::Site {
                site: Box::new(site),
                provider: account.provider(),
            }));
        }
        let site = NewSite {
            domain: resource.id.clone(),
            plan: args.plan.trim().to_owned(),
            php: php(args).to_owned(),
        };
        Ok(Planned::Plan(Plan {
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

/// The domain as it stands in a URL: ASCII, lower case, with at least one dot.
fn domain(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    // What a URL takes for something else than a host would be cut off in silence.
    if text.is_empty()
        || text.contains(['/', '\\', '?', '#', '@', ':', '%'])
        || text.contains(char::is_whitespace)
    {
        return None;
    }
    let host = Url::parse(&format!("https://{text}/")).ok()?.domain()?.to_owned();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (host.len() <= 64 && host.contains('.') && host.split('.').all(label)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::domain;

    #[test]
    fn a_domain_is_written_as_in_a_url_and_nothing_else_is_one() {
        for (typed, written) in [
            ("mysite.co.il", "mysite.co.il"),
            (" MySite.CO.il. ", "mysite.co.il"),
            ("דוגמה.co.il", "xn--6dbbec0c.co.il"),
        ] {
            assert_eq!(domain(typed).as_deref(), Some(written), "{typed}");
        }
        for typed in [
            "",
            "localhost",
            "a..b",
            "-a.il",
            "a-.il",
            "a b.il",
            "a.il/x",
            "a.il?x",
            "a@b.il",
            "a.il:80",
            "1.2.3.4",
            "[::1]",
            "a_b.il",
            "%61.il",
            "a.il\nb",
            "a\\b.il",
        ] {
            assert_eq!(domain(typed), None, "{typed:?}");
        }
        assert_eq!(domain(&format!("{}.il", "a".repeat(64))), None);
    }
}
