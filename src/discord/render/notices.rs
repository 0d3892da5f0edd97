//! What providers tell: notices to an account, and items about their own state.

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::notice::{Notice, StatusItem};
use crate::domain::outcome::ResourceName;
use crate::domain::{AccountName, ProviderName};

/// Between the parts of a line.
const DOT: &str = " \u{b7} ";
/// How much of a notice's text is shown in a list.
const TEXT: usize = 120;
/// How much of an item's text is shown by itself.
const WHOLE: usize = 1800;

impl Pen<'_> {
    pub(super) fn notice_line(self, notice: &Notice) -> String {
        let mark = if notice.is_read == Some(true) { "\u{26AA}" } else { "\u{1F535}" };
        let mut parts = vec![format!("{mark} {}", foreign::markdown(&notice.text, TEXT))];
        let about = [notice.about.as_deref(), notice.about_id.as_deref()];
        let about: Vec<_> = about.into_iter().flatten().filter(|about| !about.trim().is_empty()).collect();
        if !about.is_empty() {
            parts.push(foreign::markdown(&about.join(" "), NAME));
        }
        parts.extend(notice.at.map(relative));
        parts.extend(notice.resource.as_ref().map(reference));
        parts.join(DOT)
    }

    pub(super) fn notice_read(self, notice: &ResourceName, already: bool) -> Message {
        let name = foreign::markdown(notice.name.as_deref().unwrap_or_default(), TEXT);
        let id = if already { "notice-already" } else { "notice-done" };
        let text = self.md(id, &[("name", Arg::Own(name))]);
        Message::embed(Embed::new(Tone::Good).text(text))
    }

    pub(super) fn status_line(self, item: &StatusItem) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&item.title, NAME))];
        parts.extend(item.state.as_ref().map(|state| foreign::markdown(state, 40)));
        parts.extend(item.at.map(relative));
        parts.extend(item.id.as_ref().map(|id| foreign::code(id, NAME)));
        parts.join(DOT)
    }

    pub(super) fn status(self, account: &AccountName, provider: ProviderName, item: &StatusItem) -> Message {
        let name = |id: &str| self.md(id, &[]);
        let shown = |text: &Option<String>| {
            text.as_ref().map(|text| foreign::markdown(text, NAME)).unwrap_or_default()
        };
        let account = foreign::markdown(account.as_str(), NAME);
        let text = item.text.as_ref().map(|text| foreign::lines(text, WHOLE)).unwrap_or_default();
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(foreign::markdown(&item.title, NAME))
                .text(text)
                .field(name("server-field-state"), shown(&item.state))
                .field(name("status-field-posted"), item.at.map(relative).unwrap_or_default())
                .field(name("server-field-account"), format!("{account}{DOT}{}", provider.title()))
                .field(
                    name("status-field-id"),
                    item.id.as_ref().map(|id| foreign::code(id, NAME)).unwrap_or_default(),
                ),
        )
    }
}
