//! `/vps create`: makes a server within a service.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::service::named;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::job::{CreationWatch, Watch};
use crate::domain::order::{Purchase, Template};
use crate::domain::outcome::{Plan, PlanFacts, ResourceName};
use crate::domain::service::NewServer;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// The most characters of a label.
const LONGEST: usize = 64;
/// The least and the most memory, MB: no document says, and what lies outside is a slip of the hand.
const MEMORY: std::ops::RangeInclusive<u32> = 64..=1_048_576;
/// The same of cores.
const CORES: std::ops::RangeInclusive<u32> = 1..=256;
/// The same of disk, GB.
const DISK: std::ops::RangeInclusive<u32> = 1..=65_536;

/// Makes a server.
pub struct Create;

/// The arguments of `/vps create`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    service: String,
    label: String,
    template: String,
    memory: u32,
    cpu: u32,
    disk: u32,
}

impl Args {
    /// The label, when everything is within its bounds.
    fn label(&self) -> Result<String, Refusal> {
        let bounds = [("memory", self.memory, MEMORY), ("cpu", self.cpu, CORES), ("disk", self.disk, DISK)];
        if let Some((argument, value, _)) =
            bounds.into_iter().find(|(_, value, range)| !range.contains(value))
        {
            return Err(Refusal::BadArgument { argument, text: value.to_string() });
        }
        named::line("label", &self.label, LONGEST)
    }
}

#[async_trait]
impl Verb for Create {
    const ACTION: Action = Action::VpsCreate;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.label()?;
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Change for Create {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let label = args.label()?;
        let service = named::read(context, permit).await?;
        let id = &service.resource.id;
        let (templates, servers) = tokio::try_join!(
            context.ask(permit, |reads| async move { reads.service_templates(id).await }),
            context.ask(permit, |reads| async move { reads.service_servers(id).await }),
        )?;
        let account = context.account_of(permit.target())?;
        account.service_templates().of(id).put(&templates);
        if templates.is_empty() {
            let service = ResourceName { resource: service.resource, name: Some(service.name) };
            return Err(Refusal::NoServersIn { service, provider: account.provider() }.into());
        }
        let text = args.template.trim();
        let meant = |it: &Template| it.id == text || it.name.eq_ignore_ascii_case(text);
        let refused = || Refusal::BadArgument { argument: "template", text: args.template.clone() };
        let template = templates.into_iter().find(meant).ok_or_else(refused)?;
        let (memory_mb, cpu_cores, disk_gb) = (args.memory, args.cpu, args.disk);
        let server = NewServer { label, template, memory_mb, cpu_cores, disk_gb };
        let mut before: Vec<_> = servers.into_iter().map(|server| server.resource.id).collect();
        before.sort();
        Ok(Planned::of(Plan {
            // Another server there is none of its business.
            fingerprint: format!("{}\n{}\n{server:?}", service.name, service.state),
            target: Target::Resource { resource: service.resource.clone(), name: Some(service.name.clone()) },
            facts: PlanFacts::NewServer { service, server, before, provider: account.provider() },
        }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::NewServer { server, before, .. } = &plan.facts else { return None };
        Some(Watch::Creation(CreationWatch::new(server.label.clone(), before.clone())))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::NewServer { server, .. } = &plan.facts else {
            unreachable!("a plan to make a server says which");
        };
        let made = context.changes(permit).create_server(permit, server).await;
        if let Ok(account) = context.account_of(permit.target()) {
            account.servers().expire();
        }
        made.map(|server| Done::Bought(Purchase { server, ..Purchase::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_sizes_out_of_bounds_are_refused_before_anything_is_asked() {
        let read = |label: &str, memory: u32, cpu: u32, disk: u32| {
            let template = String::new();
            let args = Args { service: String::new(), label: label.to_owned(), template, memory, cpu, disk };
            args.label().map_err(|refusal| match refusal {
                Refusal::BadArgument { argument, .. } => argument,
                _ => "",
            })
        };
        assert_eq!(read(" web 2 \u{1F600}", 2048, 2, 40).as_deref(), Ok("web 2 \u{1F600}"));
        let long = "x".repeat(10_240);
        for wrong in ["", "  ", "a\nb", "a\u{0}b", &long] {
            assert_eq!(read(wrong, 2048, 2, 40), Err("label"), "{wrong:?}");
        }
        assert_eq!(read("x", 63, 2, 40), Err("memory"));
        assert_eq!(read("x", 2_000_000, 2, 40), Err("memory"));
        assert_eq!(read("x", 2048, 0, 40), Err("cpu"));
        assert_eq!(read("x", 2048, 2, 70_000), Err("disk"));
    }
}
