//! `/vps hostname`: gives a server another host name.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::{TaskWatch, Watch};
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// The most characters of a host name, and of each of its labels.
const LONGEST: (usize, usize) = (253, 63);

/// Gives a server another host name.
pub struct Hostname;

/// The arguments of `/vps hostname`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    hostname: String,
}

impl Args {
    /// The name in small letters, when it is one that a host can have.
    fn hostname(&self) -> Result<String, Refusal> {
        let name = self.hostname.trim().to_ascii_lowercase();
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_label = |label: &str| {
            (1..=LONGEST.1).contains(&label.len())
                && label.bytes().all(letter)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_name = name.len() <= LONGEST.0 && name.split('.').all(is_label);
        let refused = || Refusal::BadArgument { argument: "hostname", text: self.hostname.clone() };
        is_name.then_some(name).ok_or_else(refused)
    }
}

#[async_trait]
impl Verb for Hostname {
    const ACTION: Action = Action::VpsHostname;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.hostname()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Hostname {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let hostname = args.hostname()?;
        let server = deed::read(context, permit).await?;
        Ok(Planned::of(Plan {
            fingerprint: String::new(),
            target: Target::Resource { resource: server.resource, name: Some(server.name) },
            facts: PlanFacts::Hostname { hostname },
        }))
    }

    fn watch(_: &Context<'_>, _: &Plan, _: &Id) -> Option<Watch> {
        Some(Watch::Task(TaskWatch::new(Action::VpsHostname)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Hostname { hostname } = &plan.facts else {
            unreachable!("a plan to rename a server has the name");
        };
        context.changes(permit).rename(permit, hostname).await.map(Done::Queued)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_is_labels_of_letters_digits_and_hyphens() {
        let read =
            |hostname: &str| Args { server: String::new(), hostname: hostname.to_owned() }.hostname().ok();
        assert_eq!(read(" Web-1.Example.com ").as_deref(), Some("web-1.example.com"));
        let (long, longer) = ("a".repeat(64), vec!["a".repeat(60); 5].join("."));
        for wrong in
            ["", ".", "a..b", "-a", "a-", "a b", "a_b", "ä.lt", "a/b", "a&id=4", "a\nb", &long, &longer]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
