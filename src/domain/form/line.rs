//! Answers that are written in a form of their own.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::key::PublicKey;

/// The most characters of such an answer.
const LONGEST: usize = 900;
/// The most characters of a domain.
const DOMAIN: usize = 253;
/// The most characters of a system's name and version.
const SYSTEM: usize = 64;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// An operating system: its name, and its version behind the last space.
    System,
    /// Addresses and networks, with commas.
    Networks,
    /// Ports and ranges of ports, with commas.
    Ports,
    /// A public SSH key.
    Key,
    /// The address of something on the web; behind its host may be a secret.
    Address,
    /// A domain or a host name.
    Domain,
}

impl Line {
    /// Every form.
    pub const ALL: [Line; 6] =
        [Line::System, Line::Networks, Line::Ports, Line::Key, Line::Address, Line::Domain];

    /// How many characters it has at most.
    pub const fn longest(self) -> usize {
        match self {
            Line::System => SYSTEM,
            Line::Domain => DOMAIN,
            _ => LONGEST,
        }
    }

    /// An answer of that form.
    pub const fn example(self) -> &'static str {
        match self {
            Line::System => "Debian 10.4",
            Line::Networks => "192.0.2.7, 2001:db8::/32",
            Line::Ports => "80, 443, 12000:12010",
            Line::Key => "ssh-ed25519 AAAA… ana@home",
            Line::Address => "https://example.com/cloud-init",
            Line::Domain => "vps.example.com",
        }
    }

    /// Whether an answer may be a secret, so that one of another form is not said again.
    pub const fn may_be_secret(self) -> bool {
        matches!(self, Line::Key | Line::Address)
    }

    /// The answer as it is sent, and as it is shown; `None`: the text has another form.
    pub fn read(self, text: &str) -> Option<(String, String)> {
        if text.chars().count() > self.longest() {
            return None;
        }
        let as_sent = |value: String| (value.clone(), value);
        match self {
            Line::System => system(text).map(as_sent),
            Line::Networks => list(text, is_network).map(as_sent),
            Line::Ports => list(text, is_port_range).map(as_sent),
            Line::Key => {
                let key = PublicKey::read(text).ok()?;
                Some((key.line().to_owned(), key.name().to_owned()))
            }
            Line::Domain => is_domain(text).then(|| as_sent(text.to_owned())),
            Line::Address => is_address(text).then(|| (text.to_owned(), host_of(text))),
        }
    }
}

fn system(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, version) = text.rsplit_once(' ')?;
    let is_plain = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    (is_plain && version.starts_with(|c: char| c.is_ascii_digit())).then_some(text)
}

/// A list with commas, each entry of which must be of a kind, without the spaces between them.
fn list(text: &str, is_one: fn(&str) -> bool) -> Option<String> {
    let entries: Vec<_> = text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect();
    (!entries.is_empty() && entries.iter().all(|entry| is_one(entry))).then(|| entries.join(","))
}

/// A number without a sign, which `parse` alone would let through.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text is an address or a network of either kind.
fn is_network(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| number::<u8>(length).is_some_and(|bits| bits <= longest))
}

/// Whether a text is a port, or two with a colon between them.
fn is_port_range(text: &str) -> bool {
    let port = |text: &str| number::<u16>(text).filter(|port| *port > 0);
    match text.split_once(':') {
        Some((first, last)) => {
            matches!((port(first), port(last)), (Some(first), Some(last)) if first <= last)
        }
        None => port(text).is_some(),
    }
}

/// Whether a text is an address on the web that says no password of its own.
fn is_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = |c: char| c.is_ascii_alphanumeric() || ['.', '-', ':', '[', ']'].contains(&c);
    let is_named = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    is_named && host.chars().all(is_host) && text.chars().all(|c| c.is_ascii_graphic())
}

/// Whether a text can be a domain or a host name; which of them a provider takes it knows itself.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        !label.is_empty() && label.chars().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.split('.').all(is_label)
}

/// Where an address leads to, without what may be secret in it: its path may be a token as well as its query.
fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.split_once(['/', '?', '#']) {
        Some((host, _)) => format!("https://{host}/…"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";

    fn sent(line: Line, text: &str) -> Option<String> {
        line.read(text).map(|(sent, _)| sent)
    }

    #[test]
    fn each_form_is_read_as_people_write_it() {
        assert_eq!(sent(Line::System, " Debian  10.4 ").as_deref(), Some("Debian 10.4"));
        assert_eq!(sent(Line::System, "Windows Server 2022").as_deref(), Some("Windows Server 2022"));
        let networks = "fec0:aaa:1:2::ff, 192.168.0.0/24,";
        assert_eq!(sent(Line::Networks, networks).as_deref(), Some("fec0:aaa:1:2::ff,192.168.0.0/24"));
        assert_eq!(sent(Line::Ports, "80, 443,12000:12010").as_deref(), Some("80,443,12000:12010"));
        assert_eq!(sent(Line::Domain, "web-1.bücher.example").as_deref(), Some("web-1.bücher.example"));
        assert_eq!(Line::Key.read(KEY), Some((KEY.to_owned(), "ana@home".to_owned())));
        let address = "https://example.com/cloud-init?id=3987438&key=casoiujm3uhjumh";
        let shown = "https://example.com/…".to_owned();
        assert_eq!(Line::Address.read(address), Some((address.to_owned(), shown)));
    }

    #[test]
    fn another_form_is_none() {
        for (line, texts) in [
            (Line::System, &["", "Debian", "10.4", "Debian ten", "D\u{200B} 1"][..]),
            (
                Line::Networks,
                &["", ",", "everywhere", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/+8", "1.1.1.1;1.1.1.2"],
            ),
            (Line::Ports, &["", "0", "90:80", "65536", "+80", "80:", "80-90"]),
            (Line::Key, &["", "ssh-rsa ......"]),
            (
                Line::Domain,
                &["", ".", "not a domain", "example.com.", "a..b", "-a.example", "https://a.example"],
            ),
            (
                Line::Address,
                &[
                    "",
                    "https://",
                    "http://example.com/x",
                    "https://ana:canary@example.com/x",
                    "https:///x",
                    "https://?x",
                    "https://exa mple.com/",
                    "example.com",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(line.read(text), None, "{line:?} {text:?}");
            }
        }
        let long = format!("https://example.com/{}", "x".repeat(LONGEST));
        assert_eq!(Line::Address.read(&long), None);
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_and_is_what_it_claims(text in "[0-9a-f.:/, ]{0,40}|https://[ -~]{0,40}") {
            for line in Line::ALL {
                let Some((sent, shown)) = line.read(&text) else { continue };
                prop_assert_eq!(line.read(&sent), Some((sent.clone(), shown)));
                match line {
                    Line::Networks => for network in sent.split(',') {
                        prop_assert!(network.split('/').next().unwrap().parse::<IpAddr>().is_ok());
                    },
                    Line::Ports => {
                        prop_assert!(sent.split([',', ':']).all(|port| port.parse::<u16>().is_ok_and(|it| it > 0)));
                    }
                    Line::Domain => prop_assert!(!sent.contains(|c: char| c.is_whitespace() || c == '/')),
                    Line::System | Line::Key | Line::Address => {}
                }
            }
        }
    }
}
