//! `/vps metrics`: what a server has measured, as a chart, or as links to where its provider draws it.

use std::net::IpAddr;
use std::str::FromStr;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::metrics::{GraphKind, Metric, Range};
use crate::domain::outcome::{Measured, Outcome, ResourceName};
use crate::domain::server::Server;
use crate::domain::{Action, Operation, Target};
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
    ip: Option<String>,
}

impl Args {
    fn metric(&self) -> Result<Option<Metric>, Refusal> {
        read("metric", self.metric.as_deref())
    }

    fn range(&self) -> Result<Option<Range>, Refusal> {
        read("range", self.range.as_deref())
    }

    fn viewer(&self) -> Result<Option<IpAddr>, Refusal> {
        read("ip", self.ip.as_deref())
    }
}

/// What an option says, if it is given.
fn read<T: FromStr>(argument: &'static str, text: Option<&str>) -> Result<Option<T>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let bad = |_| Refusal::BadArgument { argument, text: text.to_owned() };
    text.trim().parse().map(Some).map_err(bad)
}

#[async_trait]
impl Verb for Metrics {
    const ACTION: Action = Action::VpsMetrics;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.metric()?;
        args.range()?;
        args.viewer()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Metrics {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let (metric, range, viewer) = (args.metric()?, args.range()?, args.viewer()?);
        let account = context.account_of(permit.target())?;
        let provider = account.provider();
        let is_drawn_there = !account.has(Operation::ServerMetrics);
        let viewer = viewer.or_else(|| account.reads().graph_viewer());
        if is_drawn_there && viewer.is_none() {
            return Err(Refusal::BadArgument { argument: "ip", text: String::new() }.into());
        }
        // Rights may hang on the name, and the list that told it may be old.
        let server = super::deed::read(context, permit).await?;
        let server = ResourceName { resource: server.resource, name: Some(server.name) };
        let id = &server.resource.id;
        if let Some(viewer) = viewer.filter(|_| is_drawn_there) {
            let mut graphs =
                context.ask(permit, |reads| async move { reads.graphs(id, viewer).await }).await?;
            let is_of = |kind: GraphKind| metric.is_none_or(|metric| metric.as_str() == kind.as_str());
            // Of everything over every range there are more than anybody looks at.
            let range = range.or((metric.is_none()).then_some(Range::Day));
            let is_over = |of: Range| range.is_none_or(|range| range == of);
            graphs.graphs.retain(|graph| is_of(graph.kind) && is_over(graph.range));
            return Ok(Outcome::Graphs { server, provider, viewer, graphs });
        }
        let (metric, range) = (metric.unwrap_or(Metric::Cpu), range.unwrap_or(Range::Day));
        let readings =
            context.ask(permit, |reads| async move { reads.metrics(id, metric, range).await }).await?;
        Ok(Outcome::Metrics(Box::new(Measured {
            provider,
            timezone: account.timezone().clone(),
            server,
            metric,
            range,
            readings,
        })))
    }
}
