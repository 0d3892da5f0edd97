//! The people of an account, what they may do, and what was done in it.

use super::lists::DOT;
use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines};
use crate::discord::words::Arg;
use crate::domain::contact::{Contact, ContactDetail, LogEntry, Person, PersonDeed, Privileges};
use crate::domain::{AccountName, ProviderName, ResourceRef};

/// How much of a log's entry is shown.
const TEXT: usize = 160;
/// How many characters of a person, or of what they may do, are shown in a field.
const FIELD: usize = 900;

impl Pen<'_> {
    pub(super) fn contact_line(self, contact: &Contact) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&contact.name, NAME))];
        parts.extend(contact.email.as_ref().map(|email| foreign::markdown(email, NAME)));
        let seen = |at| self.md("contact-seen", &[("time", Arg::Own(relative(at)))]);
        parts.extend(contact.last_login.map(seen));
        parts.push(reference(&contact.resource));
        parts.join(DOT)
    }

    pub(super) fn contact(self, detail: &ContactDetail, provider: ProviderName) -> Message {
        let ContactDetail { resource, person, privileges } = detail;
        let title = person.name().unwrap_or_else(|| resource.id.clone());
        let account = foreign::markdown(resource.account.as_str(), NAME);
        let rights: Vec<_> = privileges.iter().map(|it| self.privileges_line(it)).collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        Message::embed(
            Embed::new(Tone::Neutral)
                .title(foreign::markdown(&title, NAME))
                .text(self.person_lines(person))
                .wide_field(self.md("contact-field-privileges", &[]), fit_lines(&rights, FIELD, more))
                .field(self.md("server-field-account", &[]), format!("{account}{DOT}{}", provider.title()))
                .field(self.md("server-field-id", &[]), reference(resource)),
        )
    }

    /// Something was done to people; in words that name nobody, since others may read them.
    pub(super) fn person_done(
        self,
        deed: PersonDeed,
        who: Option<&ResourceRef>,
        account: &AccountName,
        provider: ProviderName,
        confirmed: bool,
    ) -> Message {
        let args = [
            ("account", Arg::Foreign(account.as_str())),
            ("provider", Arg::Foreign(provider.title())),
            ("who", Arg::Own(who.map_or_else(|| self.md("nobody", &[]), reference))),
        ];
        let id = if confirmed { format!("person-done-{}", deed.as_str()) } else { "person-taken".to_owned() };
        let tone = if confirmed { Tone::Good } else { Tone::Busy };
        Message::embed(Embed::new(tone).text(self.md(&id, &args)))
    }

    /// What is told of a person, one fact a line.
    pub(super) fn person_lines(self, person: &Person) -> String {
        let line = |(field, text): &(crate::domain::contact::PersonField, String)| {
            let name = self.md(&format!("person-{}", field.as_str()), &[]);
            format!("{name}: {}", foreign::markdown(text, NAME))
        };
        let lines: Vec<_> = person.0.iter().map(line).collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        fit_lines(&lines, FIELD, more)
    }

    pub(super) fn privileges_line(self, privileges: &Privileges) -> String {
        let rights: Vec<_> = privileges.rights.iter().map(|right| foreign::code(right, NAME)).collect();
        let area = foreign::markdown(&privileges.area, NAME);
        let mut shown = rights.iter().take(20).cloned().collect::<Vec<_>>().join(" ");
        if rights.len() > 20 {
            let n = ("n", Arg::Number(rights.len() as u64 - 20));
            shown = format!("{shown} {}", self.md("more-lines", &[n]));
        }
        format!("**{area}**: {shown}")
    }

    pub(super) fn log_line(self, entry: &LogEntry) -> String {
        let mut parts: Vec<String> = entry.at.map(relative).into_iter().collect();
        parts.push(foreign::markdown(&entry.text, TEXT));
        parts.extend(entry.ip.as_ref().map(|ip| foreign::code(ip, NAME)));
        parts.join(DOT)
    }
}
