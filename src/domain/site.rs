//! Hosted sites as the bot sees them, whatever the provider.

use reqwest::Url;

use super::ResourceRef;

/// A hosted site; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its domain; foreign text.
    pub domain: String,
    /// What it is doing, in the provider's own word; foreign text.
    pub state: String,
    /// Its plan; foreign text.
    pub plan: Option<String>,
    /// Disk in use, MB.
    pub disk_used_mb: Option<u64>,
    /// Disk in all, MB.
    pub disk_limit_mb: Option<u64>,
    /// Its version of PHP; foreign text.
    pub php: Option<String>,
    /// Whether it has a certificate.
    pub has_certificate: Option<bool>,
    /// The name servers that its domain must point to; foreign text.
    pub nameservers: Vec<String>,
}

impl Site {
    /// Whether the site's domain is this one, which is written as in a URL.
    pub fn is_at(&self, domain: &str) -> bool {
        ascii_domain(&self.domain).as_deref() == Some(domain)
    }

    /// Whether a state in the provider's word means that the site works.
    pub fn is_active(state: &str) -> bool {
        state.eq_ignore_ascii_case("active")
    }
}

/// A site that is to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    /// Its domain, in the form that stands in a URL: ASCII, lower case.
    pub domain: String,
    /// The plan of the account that it uses.
    pub plan: String,
    /// Its version of PHP.
    pub php: String,
}

/// A domain as it stands in a URL: ASCII, lower case, 64 characters at most, with at least one dot.
pub fn ascii_domain(text: &str) -> Option<String> {
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

/// A domain as people read it: what stands in a URL as `xn--` in its own letters. Anything else stays as it is.
pub fn readable_domain(domain: &str) -> String {
    match idna::domain_to_unicode(domain) {
        (readable, Ok(())) if ascii_domain(&readable).is_some() => readable,
        _ => domain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ascii_domain, readable_domain};

    #[test]
    fn a_domain_is_read_in_its_own_letters() {
        assert_eq!(readable_domain("xn--6dbbec0c.co.il"), "דוגמה.co.il");
        for same in ["mysite.co.il", "דוגמה.co.il", "xn--", "xn--zzzzzz.il", "no domain", "a b.il", ""] {
            assert_eq!(readable_domain(same), same);
        }
    }

    #[test]
    fn a_domain_is_written_as_in_a_url_and_nothing_else_is_one() {
        for (typed, written) in [
            ("mysite.co.il", "mysite.co.il"),
            (" MySite.CO.il. ", "mysite.co.il"),
            ("דוגמה.co.il", "xn--6dbbec0c.co.il"),
        ] {
            assert_eq!(ascii_domain(typed).as_deref(), Some(written), "{typed}");
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
            assert_eq!(ascii_domain(typed), None, "{typed:?}");
        }
        assert_eq!(ascii_domain(&format!("{}.il", "a".repeat(64))), None);
    }
}
