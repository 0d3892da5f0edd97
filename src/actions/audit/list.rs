//! `/audit list`: who did what.

use async_trait::async_trait;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Outcome, Page};
use crate::domain::{Action, Person, Target};
use crate::policy::Authorized;
use crate::store::AuditFilter;

/// How many lines a page shows.
const PAGE: usize = 15;

/// Shows who did what.
pub struct List;

/// The arguments of `/audit list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    user: Option<Person>,
    action: Option<String>,
    since: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::AuditList;
    type Args = Args;

    async fn resolve(_: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        match &args.since {
            Some(text) if since(text, Timestamp::now()).is_none() => {
                Err(Refusal::BadArgument { argument: "since", text: text.clone() })
            }
            _ => Ok(Target::Bot),
        }
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, _: &Authorized, args: Args) -> Result<Outcome, Stop> {
        // Lines about no single account may be about accounts that a narrowed grant leaves out.
        let narrowed = !context.may_on_every_account();
        let filter = AuditFilter {
            user: args.user.map(|person| person.user),
            action: args.action.map(|text| text.trim().trim_start_matches('/').replace(' ', ".")),
            since: args.since.and_then(|text| since(&text, Timestamp::now())),
            accounts: narrowed.then(|| context.accounts().map(|account| account.name().clone()).collect()),
        };
        let (_, total) = context.store().audit_rows(&filter, 0, 0).await?;
        let page = Page::new(args.page, total, PAGE);
        let (rows, _) = context.store().audit_rows(&filter, page.index * PAGE, PAGE).await?;
        Ok(Outcome::Audit { rows, page })
    }
}

/// The time so long ago: `7d`, `12h`, `30m`, `2w`.
pub fn since(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok().filter(|number| (0..=10_000).contains(number))?;
    let hours = match unit {
        "w" => number * 24 * 7,
        "d" => number * 24,
        "h" => number,
        "m" => return now.checked_sub(Span::new().minutes(number)).ok(),
        _ => return None,
    };
    now.checked_sub(Span::new().hours(hours)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_back_in_time_is_a_number_and_a_unit() {
        let now: Timestamp = "2026-01-15T12:00:00Z".parse().unwrap();
        let at = |text: &str| since(text, now).map(|time| time.to_string());
        assert_eq!(at("7d").as_deref(), Some("2026-01-08T12:00:00Z"));
        assert_eq!(at("90m").as_deref(), Some("2026-01-15T10:30:00Z"));
        assert_eq!(at(" 2w ").as_deref(), Some("2026-01-01T12:00:00Z"));
        for text in ["", "d", "7", "-1d", "7y", "99999999999999999999d", "7é", "10001w"] {
            assert_eq!(at(text), None, "{text:?}");
        }
    }
}
