//! Rights: why somebody has one or not, and what a new configuration changed.

use super::{NAME, Pen, foreign, path};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::outcome::Why;
use crate::domain::rights::{
    Effect, Extent, Fit, Miss, Narrowing, Principal, PrincipalChange, Rights, RightsChange, Rule,
};

/// How many names of one list are shown.
const LISTED: usize = 10;

impl Pen<'_> {
    pub(super) fn why_rights(self, why: &Why) -> Message {
        let tone = if why.may() { Tone::Good } else { Tone::Bad };
        let mut lines = vec![self.verdict(why)];
        let action = || ("action", Arg::Own(why.action.to_string()));
        let explained = &why.explanation;
        let short = if !explained.served {
            Some("why-not-served")
        } else if !why.is_member {
            Some("why-no-member")
        } else {
            explained.open.then_some("why-open")
        };
        if let Some(short) = short {
            lines.push(self.md(short, &[]));
            return Message::embed(Embed::new(tone).text(lines.join("\n")));
        }
        if explained.rules.is_empty() {
            lines.push(self.md("why-no-rule", &[action()]));
        }
        lines.extend(explained.rules.iter().map(|rule| self.rule(rule)));
        if !why.is_offered {
            let on = why.on.as_ref().map(|_| "why-not-offered-here");
            lines.push(self.md(on.unwrap_or("why-not-offered"), &[("command", Arg::Own(path(why.action)))]));
        }
        let mut text = self.fit(&lines);
        if !why.may() {
            text = format!("{text}\n\n{}", self.missing(why));
        }
        Message::embed(Embed::new(tone).text(text))
    }

    /// Whether the person may, in one sentence.
    fn verdict(self, why: &Why) -> String {
        let person = self.person("person", why.user);
        let command = ("command", Arg::Own(path(why.action)));
        let id = match (why.may(), &why.on) {
            (true, Some(_)) => "why-may-on",
            (true, None) if why.explanation.is_partial() => "why-may-partly",
            (true, None) => "why-may",
            (false, Some(_)) => "why-may-not-on",
            (false, None) => "why-may-not",
        };
        let on = why.on.as_ref().map(|target| ("target", Arg::Own(self.target(target))));
        let args: Vec<_> = [person, command].into_iter().chain(on).collect();
        self.md(id, &args)
    }

    /// What a grant says, and whether that counts.
    fn rule(self, rule: &Rule) -> String {
        let patterns: Vec<_> =
            rule.patterns.iter().map(|pattern| foreign::code(&pattern.to_string(), NAME)).collect();
        let only = match rule.left_open.as_slice() {
            [] => None,
            [narrowing] => Some(self.md(&format!("why-only-{}", narrowing.as_str()), &[])),
            _ => Some(self.md("why-only-both", &[])),
        };
        let certain = rule.misses.iter().any(|miss| !miss.unknown);
        let told: Vec<_> =
            rule.misses.iter().filter(|miss| miss.unknown != certain).map(|miss| self.miss(miss)).collect();
        let reasons = || ("reasons", Arg::Own(told.join(", ")));
        let counts = match (rule.effect, rule.applies, only) {
            _ if certain => self.md("why-counts-not", &[reasons()]),
            (Effect::Allow, Fit::Unknown, _) => self.md("why-counts-unknown", &[reasons()]),
            (Effect::Deny, Fit::Unknown, _) => self.md("why-wins-unknown", &[reasons()]),
            (_, _, Some(only)) => self.md("why-counts-partly", &[("only", Arg::Own(only))]),
            (Effect::Allow, _, None) => self.md("why-counts", &[]),
            (Effect::Deny, _, None) => self.md("why-wins", &[]),
        };
        let id = match rule.effect {
            Effect::Allow => "why-allow",
            Effect::Deny => "why-deny",
        };
        let line = ("line", Arg::Own(rule.line.to_string()));
        let patterns = ("patterns", Arg::Own(patterns.join(" ")));
        let through = ("through", Arg::Own(self.through(rule)));
        self.md(id, &[line, patterns, through, ("counts", Arg::Own(counts))])
    }

    /// The roles and users that a person has a grant through, and where it holds.
    fn through(self, rule: &Rule) -> String {
        if rule.through.is_empty() {
            return String::new();
        }
        let people: Vec<_> = rule.through.iter().take(LISTED).copied().map(mention).collect();
        let through = self.md("why-through", &[("people", Arg::Own(people.join(", ")))]);
        let extent = self.extent(&rule.extent);
        if extent.is_empty() { format!(" {through}") } else { format!(" {through} ({extent})") }
    }

    fn miss(self, miss: &Miss) -> String {
        match (miss.narrowing, miss.unknown) {
            (Narrowing::Channels, true) => self.md("why-unknown-channels", &[]),
            (_, true) => self.md("why-unknown-servers", &[]),
            (narrowing, false) => self.md(&format!("why-other-{}", narrowing.as_str()), &[]),
        }
    }

    /// What would have to change, and whom to ask for that.
    fn missing(self, why: &Why) -> String {
        let wins = |rule: &&Rule| rule.effect == Effect::Deny && rule.applies != Fit::No;
        let lines: Vec<_> =
            why.explanation.rules.iter().filter(wins).map(|rule| rule.line.to_string()).collect();
        let missing = if lines.is_empty() {
            let id = if why.user == why.asker { "why-missing-own" } else { "why-missing" };
            self.md(id, &[self.person("person", why.user), ("action", Arg::Own(why.action.to_string()))])
        } else {
            let n = ("n", Arg::Number(lines.len() as u64));
            let shown = lines.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
            self.md("why-forbidden", &[n, ("lines", Arg::Own(shown))])
        };
        let contact = why.contact.as_ref().map(|contact| {
            self.md("refused-contact", &[("contact", Arg::Own(foreign::markdown(contact, 200)))])
        });
        [Some(missing), contact].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    pub(super) fn reloaded(self, change: &RightsChange) -> Message {
        if change.is_empty() {
            return Message::embed(Embed::new(Tone::Neutral).text(self.md("reloaded-none", &[])));
        }
        let guild = |id: &str, guild| self.md(id, &[("guild", Arg::Own(format!("`{guild}`")))]);
        let served = change.served.iter().map(|id| guild("reloaded-served", id));
        let unserved = change.unserved.iter().map(|id| guild("reloaded-unserved", id));
        let mut lines: Vec<String> = served.chain(unserved).collect();
        lines.extend(change.principals.iter().flat_map(|change| self.principal_change(change)));
        Message::embed(
            Embed::new(Tone::Busy)
                .title(self.md("reloaded-title", &[]))
                .text(self.fit(&lines))
                .footer(self.plain("reloaded-footer", &[])),
        )
    }

    fn principal_change(self, change: &PrincipalChange) -> Vec<String> {
        let mut lines = vec![mention(change.principal)];
        for (id, list) in [
            ("reloaded-gained", &change.gained),
            ("reloaded-lost", &change.lost),
            ("reloaded-kept", &change.kept),
            ("reloaded-denied", &change.denied),
            ("reloaded-undenied", &change.undenied),
        ] {
            lines.extend(list.iter().map(|rights| self.md(id, &[("rights", Arg::Own(self.rights(rights)))])));
        }
        lines
    }

    /// Rights in one line: `vps.stop` `vps.restart` (account `shop`; servers `web-*`).
    fn rights(self, rights: &Rights) -> String {
        let actions: Vec<_> = rights.actions.iter().map(|action| format!("`{action}`")).collect();
        let extent = self.extent(&rights.extent);
        if extent.is_empty() { actions.join(" ") } else { format!("{} ({extent})", actions.join(" ")) }
    }

    fn extent(self, extent: &Extent) -> String {
        let Extent { guilds, accounts, servers, channels } = extent;
        let parts = [
            self.enumerated("extent-accounts", accounts, |account| foreign::code(account.as_str(), NAME)),
            self.enumerated("extent-servers", servers, |glob| foreign::code(glob, NAME)),
            self.enumerated("extent-channels", channels, |channel| format!("<#{channel}>")),
            self.enumerated("extent-guilds", guilds, |guild| format!("`{guild}`")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn enumerated<T>(self, id: &str, list: &Option<Vec<T>>, shown: impl Fn(&T) -> String) -> Option<String> {
        let list = list.as_ref()?;
        let mut names: Vec<_> = list.iter().take(LISTED).map(shown).collect();
        if list.len() > LISTED {
            names.push(self.md("more-lines", &[("n", Arg::Number((list.len() - LISTED) as u64))]));
        }
        let (n, list) = (("n", Arg::Number(list.len() as u64)), ("list", Arg::Own(names.join(", "))));
        Some(self.md(id, &[n, list]))
    }
}

/// A role or a user, shown by Discord with their name of now.
fn mention(principal: Principal) -> String {
    match principal {
        Principal::Role(role) => format!("<@&{role}>"),
        Principal::User(user) => format!("<@{user}>"),
    }
}
