//! Links to graphs: which of them may be shown, and what each is of.

use reqwest::Url;
use serde_json::{Map, Value};

use crate::domain::metrics::{Graph, GraphKind, Graphs, Range};

/// The longest link that is shown.
const LONGEST: usize = 600;

/// IV's words for how far back a graph goes.
const RANGES: [(&str, Range); 4] =
    [("daily", Range::Day), ("weekly", Range::Week), ("monthly", Range::Month), ("yearly", Range::Year)];

/// The graphs behind links by their names, as far as they lead to the hosts; what has another name is none.
pub fn read(links: &Map<String, Value>, hosts: &[String]) -> Graphs {
    let mut graphs = Graphs { graphs: vec![], elsewhere: 0 };
    let named = |kind: GraphKind, (word, _): &(&str, Range)| links.get(&format!("{}_{word}", kind.as_str()));
    for kind in GraphKind::ALL {
        for range in &RANGES {
            let Some(text) = named(*kind, range).and_then(Value::as_str) else { continue };
            match link(text, hosts) {
                Some(link) => graphs.graphs.push(Graph { kind: *kind, range: range.1, link }),
                None => graphs.elsewhere += 1,
            }
        }
    }
    graphs
}

/// The link as it may be shown: over TLS, to one of the hosts, without credentials, and such that nothing in it ends the
/// link or begins something else.
fn link(text: &str, hosts: &[String]) -> Option<String> {
    let text = text.trim();
    // IV leaves the scheme out.
    let text = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
    let url = Url::parse(&text).ok()?;
    let is_plain = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some_and(|host| hosts.iter().any(|known| known.eq_ignore_ascii_case(host)));
    let escaped = |char: char| match char {
        '(' | ')' | '[' | ']' | '<' | '>' | '|' | '*' | '_' | '~' | '`' | '\\' | '@' => {
            format!("%{:02X}", u32::from(char))
        }
        other => other.to_string(),
    };
    let link: String = String::from(url).chars().map(escaped).collect();
    (is_plain && link.len() <= LONGEST && link.is_ascii()).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        link(text, &["stats.serveriai.lt".to_owned()])
    }

    #[test]
    fn a_link_leads_over_tls_to_a_host_that_is_named() {
        let documented = "//stats.serveriai.lt/graph.php?Ds252x+6Lek==";
        assert_eq!(shown(documented).unwrap(), format!("https:{documented}"));
        assert_eq!(shown("https://STATS.serveriai.lt/x").unwrap(), "https://stats.serveriai.lt/x");
        let long = format!("//stats.serveriai.lt/{}", "x".repeat(600));
        for wrong in [
            "",
            "graph.php?x",
            "//evil.example/graph.php",
            "//stats.serveriai.lt.evil.example/",
            "//stats.serveriai.lt@evil.example/",
            "//user:word@stats.serveriai.lt/",
            "http://stats.serveriai.lt/x",
            "javascript://stats.serveriai.lt/%0aalert(1)",
            "//stats.serveriai.lt:8443/x",
            "///stats.serveriai.lt.evil.example",
            &long,
        ] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nothing_in_a_link_ends_it() {
        let link = shown("//stats.serveriai.lt/a?b=) @everyone **x** [y](https://evil.example)").unwrap();
        assert!(!link.contains([')', '(', ' ', '*', '[', ']', '@']), "{link}");
    }

    #[test]
    fn graphs_are_known_by_their_names_and_others_are_none() {
        let links = serde_json::json!({
            "cpu_daily": "//stats.serveriai.lt/1",
            "io_yearly": "//stats.serveriai.lt/2",
            "load_weekly": "//evil.example/3",
            "memory_monthly": 7,
            "cpu_hourly": "//stats.serveriai.lt/4",
            "../cpu_daily": "//stats.serveriai.lt/5",
        });
        let graphs = read(links.as_object().unwrap(), &["stats.serveriai.lt".to_owned()]);
        let known: Vec<_> = graphs.graphs.iter().map(|graph| (graph.kind, graph.range)).collect();
        assert_eq!(known, [(GraphKind::Cpu, Range::Day), (GraphKind::Io, Range::Year)]);
        assert_eq!(graphs.elsewhere, 1);
    }
}
