//! Rights: what a new configuration changed.

use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::rights::{Extent, Principal, PrincipalChange, Rights, RightsChange};

/// How many names of one list are shown.
const LISTED: usize = 10;

impl Pen<'_> {
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
        let mut lines = vec![match change.principal {
            Principal::Role(role) => format!("<@&{role}>"),
            Principal::User(user) => format!("<@{user}>"),
        }];
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
