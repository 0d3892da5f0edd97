//! Hosted sites, and how creating one goes.

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::{SiteWatch, Verdict};
use crate::domain::outcome::{JobPhase, JobReport, Made};
use crate::domain::site::{Site, readable_domain};
use crate::domain::{AccountName, ProviderName};

impl Pen<'_> {
    pub(super) fn site(self, site: &Site, provider: ProviderName) -> Message {
        let name = |id: &str| self.md(id, &[]);
        let shown = |text: &Option<String>| {
            text.as_ref().map(|text| foreign::markdown(text, NAME)).unwrap_or_default()
        };
        let account = foreign::markdown(site.resource.account.as_str(), NAME);
        let certificate = match site.has_certificate {
            Some(true) => name("yes"),
            Some(false) => name("no"),
            None => String::new(),
        };
        let tone = if Site::is_active(&site.state) { Tone::Good } else { Tone::Busy };
        Message::embed(
            Embed::new(tone)
                .title(foreign::markdown(&site.domain, NAME))
                .field(name("server-field-state"), self.told_state(&site.state))
                .field(name("server-field-account"), format!("{account} \u{b7} {}", provider.title()))
                .field(name("site-field-plan"), shown(&site.plan))
                .field(name("site-field-php"), shown(&site.php))
                .field(name("site-field-certificate"), certificate)
                .field(name("site-field-disk"), self.site_disk(site).unwrap_or_default())
                .field(name("site-field-nameservers"), nameservers(site, "\n"))
                .field(name("server-field-id"), reference(&site.resource)),
        )
    }

    /// How much of its disk a site uses, where both are told.
    pub(super) fn site_disk(self, site: &Site) -> Option<String> {
        let (used, limit) = (site.disk_used_mb?, site.disk_limit_mb?);
        Some(self.md("site-disk", &[("used", Arg::Number(used)), ("limit", Arg::Number(limit))]))
    }

    /// How creating a site goes.
    pub(super) fn site_job(self, report: &JobReport, watch: &SiteWatch) -> Message {
        let account = report.target.account().map_or("", AccountName::as_str);
        let domain = readable_domain(&watch.domain);
        let site = || ("site", Arg::Foreign(&domain));
        let provider =
            || ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title())));
        let state = |state: &str| ("state", Arg::Own(foreign::markdown(state, NAME)));
        let (tone, mut lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let since = ("since", Arg::Own(relative(*since)));
                let id = match (doubtful, &watch.last) {
                    (false, _) => "site-watching",
                    (true, None) => "site-doubtful",
                    (true, Some(_)) => "site-doubtful-seen",
                };
                let mut lines = vec![self.md(id, &[site(), provider(), since])];
                lines.extend(watch.last.as_ref().map(|last| self.md("deed-state", &[state(last)])));
                (Tone::Busy, lines)
            }
            JobPhase::Ended { after_seconds, verdict, doubtful, .. } => {
                let after = || ("after", Arg::Own(span(self.speech, *after_seconds)));
                let (tone, mut lines) = match verdict {
                    Verdict::Verified => {
                        let verified = self.md("site-verified", &[site(), after()]);
                        let next = match &report.made {
                            Some(Made::Site(site)) if !site.nameservers.is_empty() => {
                                let servers = ("nameservers", Arg::Own(nameservers(site, ", ")));
                                self.md("site-verified-nameservers", &[servers])
                            }
                            _ => self.md("site-verified-next", &[]),
                        };
                        (Tone::Good, vec![format!("\u{2705} {verified}"), next])
                    }
                    Verdict::NotStarted => {
                        let lines = [
                            self.md("site-not-started", &[site(), provider()]),
                            self.md("site-not-started-next", &[]),
                        ];
                        (Tone::Bad, lines.to_vec())
                    }
                    Verdict::NotThere { state: last } => {
                        let lines = [
                            self.md("site-not-there", &[site(), after(), state(last)]),
                            self.md("site-next", &[provider()]),
                        ];
                        (Tone::Bad, lines.to_vec())
                    }
                    Verdict::Unobserved { .. } => {
                        let lines = [
                            self.md("site-unobserved", &[site(), provider(), after()]),
                            self.md("site-next", &[provider()]),
                        ];
                        (Tone::Busy, lines.to_vec())
                    }
                    _ => {
                        let lines = [
                            self.md("site-blind", &[site(), provider(), after()]),
                            self.md("site-next", &[provider()]),
                        ];
                        (Tone::Bad, lines.to_vec())
                    }
                };
                if *doubtful && *verdict == Verdict::Verified {
                    lines.push(self.md("site-after-doubt", &[]));
                }
                (tone, lines)
            }
        };
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }
}

/// The name servers that a site's domain must point to.
fn nameservers(site: &Site, between: &str) -> String {
    let shown = site.nameservers.iter().take(8).map(|server| foreign::code(server, NAME));
    shown.collect::<Vec<_>>().join(between)
}
