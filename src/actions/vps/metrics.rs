//! `/vps metrics`: what a server has measured, as a chart.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::metrics::{Metric, Range};
use crate::domain::outcome::{Measured, Outcome, ResourceName};
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows what a server has measured.
pub struct Metrics;

/// The arguments of `/vps metrics`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    metric: Option<String>,
    range: Option<String>,
}

impl Args {
    fn metric(&self) -> Result<Metric, Refusal> {
        let text = self.metric.as_deref().unwrap_or(Metric::Cpu.as_str());
        text.parse().map_err(|()| Refusal::BadArgument { argument: "metric", text: text.to_owned() })
    }

    fn range(&self) -> Result<Range, Refusal> {
        let text = self.range.as_deref().unwrap_or(Range::Day.as_str());
        text.parse().map_err(|()| Refusal::BadArgument { argument: "range", text: text.to_owned() })
    }
}

#[async_trait]
impl Verb for Metrics {
    const ACTION: Action = Action::VpsMetrics;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.metric()?;
        args.range()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Metrics {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let (metric, range) = (args.metric()?, args.range()?);
        let account = context.account_of(permit.target())?;
        // Rights may hang on the name, and the list that told it may be old.
        let server = super::deed::read(context, permit).await?;
        let server = ResourceName { resource: server.resource, name: Some(server.name) };
        let id = &server.resource.id;
        let readings =
            context.ask(permit, |reads| async move { reads.metrics(id, metric, range).await }).await?;
        Ok(Outcome::Metrics(Box::new(Measured {
            provider: account.provider(),
            timezone: account.timezone().clone(),
            server,
            metric,
            range,
            readings,
        })))
    }
}
