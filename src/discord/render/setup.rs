//! How servers are set up: the consent to it, why it is not done so, and by what they are entered.

use rust_decimal::Decimal;
use secrecy::ExposeSecret;

use super::refused::named_choice;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::server::Server;
use crate::domain::setup::{
    CpuUnit, NewSizes, Reinstallation, ResizeEffect, Resizing, ShownCredentials, Size, Unfit,
};
use crate::domain::{AccountName, Id, ProviderName};

/// The most characters of a password that is shown.
const PASSWORD: usize = 200;

impl Pen<'_> {
    /// With what a server is set up, as fields.
    pub(super) fn reinstall_facts(self, embed: Embed, server: &Server, setup: &Reinstallation) -> Embed {
        let keys: Vec<_> = setup.ssh_keys.iter().map(|key| format!("`{key}`")).collect();
        let embed = embed.field(self.md("ask-field-os", &[]), self.template_line(&setup.template));
        self.server_facts(embed.field(self.md("ask-field-keys", &[]), keys.join(", ")), server, None)
    }

    /// The sizes that change, as fields.
    pub(super) fn resize_facts(
        self,
        embed: Embed,
        server: &Server,
        sizes: &NewSizes,
        resizing: &Resizing,
    ) -> Embed {
        let changed = Size::ALL.into_iter().filter_map(|size| {
            let (now, wanted) = (server.size(size), Decimal::from(sizes.get(size)?));
            (now != Some(wanted)).then_some((size, now, wanted))
        });
        let lines = changed.map(|(size, now, wanted)| {
            let now = now.map_or_else(|| self.md("nobody", &[]), |now| self.sized(size, resizing.unit, now));
            format!("{now} \u{2192} **{}**", self.sized(size, resizing.unit, wanted))
        });
        let lines: Vec<_> = lines.collect();
        self.server_facts(embed.field(self.md("ask-field-sizes", &[]), lines.join("\n")), server, None)
    }

    /// What changing a server's sizes does beside, in a word by which texts select.
    pub(super) const fn resize_word(effect: ResizeEffect) -> &'static str {
        match effect {
            ResizeEffect::Price => "price",
            ResizeEffect::Interruption => "interruption",
        }
    }

    fn sized(self, size: Size, unit: CpuUnit, n: Decimal) -> String {
        let text = Arg::Own(n.normalize().to_string());
        match (size, unit) {
            (Size::Cpu, CpuUnit::Cores) => {
                let one = n == Decimal::ONE;
                self.md("server-cores", &[("n", if one { Arg::Number(1) } else { text })])
            }
            _ => self.md(&format!("server-size-{}", size.as_str()), &[("n", text)]),
        }
    }

    /// Why a server is not set up as it was asked for.
    pub(super) fn unfit(
        self,
        account: &AccountName,
        provider: ProviderName,
        why: &Unfit,
        view: Option<&Id>,
    ) -> Message {
        let options = Size::ALL.map(|size| format!("`{}`", size.as_str())).join(", ");
        let mut args = vec![("provider", Arg::Foreign(provider.title())), ("known", Arg::Own(options))];
        match why {
            Unfit::TemplateUnknown { text, .. } | Unfit::TemplateDisabled { name: text, .. } => {
                args.push(("text", Arg::Foreign(text)));
            }
            Unfit::OutOfBounds { size, unit, value, least, most, .. } => args.extend([
                ("size", Arg::Own(size.as_str().to_owned())),
                ("least", Arg::Own(least.to_string())),
                ("most", Arg::Own(self.sized(*size, *unit, (*most).into()))),
                ("value", Arg::Own(self.sized(*size, *unit, *value))),
            ]),
            Unfit::SizeFixed(size) | Unfit::SizeUntold(size) => {
                args.push(("size", Arg::Own(size.as_str().to_owned())));
            }
            Unfit::KeyElsewhere { key } => {
                args.push(("key", Arg::Own(foreign::code(&key.to_string(), NAME))));
            }
            Unfit::KeysNotTaken | Unfit::NoSize => {}
        }
        let templates = why.templates().unwrap_or_default().iter().filter(|template| template.enabled);
        let choices: Vec<_> =
            templates.map(|template| (foreign::plain(&template.name, 60), template.id.clone())).collect();
        let known: Vec<_> = choices.iter().take(25).map(named_choice).collect();
        let known =
            (!known.is_empty()).then(|| self.md("not-sold-known", &[("known", Arg::Own(known.join(", ")))]));
        let about = foreign::markdown(account.as_str(), NAME);
        let first = format!("**{about}**: {}", self.md(&format!("unfit-{}", why.as_str()), &args));
        let lines = [Some(first), known, Some(self.md("failed-nothing-sent", &[]))];
        let text: Vec<_> = lines.into_iter().flatten().collect();
        self.with_menu(Message::embed(Embed::new(Tone::Bad).text(text.join("\n"))), view, choices)
    }

    /// By what a server is entered: for its reader alone, and behind a spoiler.
    pub(super) fn credentials(self, shown: &ShownCredentials) -> Message {
        let embed = Embed::new(Tone::Neutral)
            .title(self.md("credentials-title", &[("server", Arg::Own(self.resource_name(&shown.server)))]));
        let provider = || ("provider", Arg::Foreign(shown.provider.title()));
        let Some(credentials) = &shown.credentials else {
            let id = match shown.provider {
                ProviderName::Iv => "credentials-none-iv",
                _ => "credentials-none",
            };
            return Message::embed(embed.text(self.md(id, &[provider()])));
        };
        let user = credentials
            .user
            .as_ref()
            .map(|user| self.md("credentials-user", &[("user", Arg::Own(foreign::code(user, NAME)))]));
        let password = credentials.password.expose_secret();
        let code = foreign::code(password, PASSWORD);
        // What is cleaned would be another password.
        let secret = match code == format!("`{password}`") {
            true => format!("||{code}||"),
            false => self.md("credentials-unshowable", &[provider()]),
        };
        let since = credentials
            .since
            .map(|since| self.md("credentials-since", &[("time", Arg::Own(relative(since)))]));
        let note = format!("-# {}", self.md("credentials-note", &[]));
        let lines: Vec<_> = [user, Some(secret), since, Some(note)].into_iter().flatten().collect();
        Message::embed(embed.text(lines.join("\n")))
    }
}
