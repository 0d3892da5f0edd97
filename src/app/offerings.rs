//! What each provider offers, as the last part of the command reference.

use std::fmt::Write;

use crate::catalogue::Catalogue;
use crate::domain::event::Event;
use crate::domain::{Action, ProviderName};
use crate::providers::{Offering, offering};
use crate::relays;

/// The text of `commands/README.md`: the commands, and what each provider offers.
pub fn reference(catalogue: &Catalogue) -> String {
    let providers: Vec<_> =
        ProviderName::ALL.iter().map(|provider| (*provider, offering(*provider))).collect();
    let mut text = catalogue.reference_markdown();
    text.push_str(
        "\n## What each provider offers\n\nA command is registered, suggested and explained only where a configured \
         account offers it.\n\n",
    );
    table(
        &mut text,
        "command",
        &providers,
        catalogue.leaves().filter_map(|leaf| row(&leaf.path, leaf.action, &providers)),
    );
    text.push_str(
        "\n## Which events each provider tells\n\nWhat happens is found by looking at the provider's lists again and \
         again; a list that is not there tells nothing.\n\n",
    );
    let events = Event::ALL.iter().map(|event| {
        let tells = |offering: &Offering| relays::tells(offering.capability, *event);
        (event.to_string(), providers.iter().map(|(_, offering)| tells(offering)).collect())
    });
    table(&mut text, "event", &providers, events);
    text.push_str("\n## How the providers' documents are read\n\nWhere a document leaves something open, this is how hostmaster reads it.\n");
    for (provider, offering) in &providers {
        let _ = write!(text, "\n### {}\n\n| open | read as |\n|---|---|\n", provider.title());
        for point in offering.open_points {
            let _ = writeln!(text, "| {} | {} |", point.open, point.read);
        }
    }
    text
}

/// An action's row; `None` for the bot's own tools, which need no provider.
fn row(path: &str, action: Action, providers: &[(ProviderName, Offering)]) -> Option<(String, Vec<bool>)> {
    let needs = action.operations();
    let offers = |(_, offering): &(ProviderName, Offering)| offering.capability.offers_all(needs);
    (!needs.is_empty()).then(|| (format!("/{path}"), providers.iter().map(offers).collect()))
}

fn table(
    text: &mut String,
    what: &str,
    providers: &[(ProviderName, Offering)],
    rows: impl Iterator<Item = (String, Vec<bool>)>,
) {
    let titles: Vec<_> = providers.iter().map(|(provider, _)| provider.title()).collect();
    let _ = writeln!(text, "| {what} | {} |\n|---|{}", titles.join(" | "), "---|".repeat(titles.len()));
    for (name, offered) in rows {
        let cells: Vec<_> = offered.into_iter().map(|offered| if offered { "yes" } else { "" }).collect();
        let _ = writeln!(text, "| `{name}` | {} |", cells.join(" | "));
    }
}
