//! Failures: what happened, to what, and what to do next.

use super::{NAME, Pen, foreign, path, relative};
use crate::actions::Failure;
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::{AccountName, Action, Error, ErrorKind, Id, Operation, ProviderName, Risk, Target};

impl Pen<'_> {
    pub(super) fn failure(
        self,
        failure: &Failure,
        action: Action,
        target: &Target,
        incident: &Id,
        contact: Option<&str>,
    ) -> Message {
        let mut lines = match failure {
            Failure::Provider { account, error } => {
                let (name, why) = (Arg::Foreign(account.as_str()), self.why(error));
                let mut lines = vec![self.md("failed-why", &[("account", name), ("why", Arg::Own(why))])];
                let provider = ("provider", Arg::Foreign(error.provider.title()));
                if error.is_ambiguous() {
                    lines.push(self.md("failed-ambiguous", &[provider]));
                } else {
                    if action.risk().changes() {
                        lines.push(self.nothing_done(action));
                    }
                    lines.push(self.next(error));
                }
                lines
            }
            Failure::Payment { account, error, cards } => {
                let why = ("why", Arg::Own(self.why(error)));
                let provider = || ("provider", Arg::Foreign(error.provider.title()));
                let mut lines =
                    vec![self.md("failed-why", &[("account", Arg::Foreign(account.as_str())), why])];
                lines.extend(cards.as_ref().map(|cards| {
                    let cards: Vec<_> = cards.iter().take(5).map(|card| self.card_name(card)).collect();
                    let id = if cards.is_empty() { "failed-no-card" } else { "failed-card" };
                    self.md(id, &[provider(), ("cards", Arg::Own(cards.join(", ")))])
                }));
                if !error.is_ambiguous() {
                    lines.push(self.nothing_done(action));
                }
                lines.push(self.md("failed-card-next", &[provider()]));
                lines
            }
            Failure::Gone(target) => {
                let account = target.account().map_or("", AccountName::as_str);
                let gone = self.md("failed-gone", &[("account", Arg::Foreign(account))]);
                let kind = target.resource().map_or("", |resource| resource.kind.as_str());
                vec![gone, self.md("failed-gone-next", &[("kind", Arg::Own(kind.to_owned()))])]
            }
            Failure::Late => {
                let late = match target.account() {
                    Some(account) => {
                        self.md("failed-late-account", &[("account", Arg::Foreign(account.as_str()))])
                    }
                    None => self.md("failed-late", &[]),
                };
                vec![late, self.md("failed-late-next", &[])]
            }
            Failure::Internal => vec![self.md("failed-internal", &[]), self.md("failed-internal-next", &[])],
        };
        // Whatever else fails of a purchase fails before it is sent.
        if action.risk() == Risk::Spend
            && !matches!(failure, Failure::Provider { .. } | Failure::Payment { .. })
        {
            lines.insert(1, self.nothing_done(action));
        }
        lines.extend(contact.map(|contact| {
            self.md("failed-contact", &[("contact", Arg::Own(foreign::markdown(contact, 200)))])
        }));
        let command = ("command", Arg::Own(path(action)));
        let about = match target {
            Target::Bot => self.plain("failed-about-bot", &[command]),
            target => {
                self.plain("failed-about", &[command, ("name", Arg::Own(self.plain_target(target, NAME)))])
            }
        };
        let id = self.plain("failed-incident", &[("incident", Arg::Own(incident.short().to_owned()))]);
        Message::embed(
            Embed::new(Tone::Bad)
                .title(self.md("failed-title", &[]))
                .text(lines.join("\n"))
                .footer(format!("{about} \u{b7} {id}")),
        )
    }

    /// That a change has not come about.
    pub(super) fn nothing_done(self, action: Action) -> String {
        let id = match action {
            Action::InvoicePay => "failed-nothing-paid",
            Action::VpsResize => "failed-nothing-sent",
            _ if action.risk() == Risk::Spend => "failed-nothing-bought",
            _ => "failed-nothing-sent",
        };
        self.md(id, &[])
    }

    /// Why a provider failed, in a sentence that stands behind an account's name.
    pub(super) fn why(self, error: &Error) -> String {
        let provider = ("provider", Arg::Foreign(error.provider.title()));
        let (id, extra) = match &error.kind {
            ErrorKind::NotFound if error.operation.is_list() => ("why-not-found-list".to_owned(), None),
            ErrorKind::NotFound if error.operation == Operation::SiteCreate => {
                ("why-not-found-site-plan".to_owned(), None)
            }
            ErrorKind::Unauthorized if special(error.provider).is_some() => {
                (format!("why-unauthorized-{}", error.provider), None)
            }
            ErrorKind::RateLimited { retry_after: Some(wait) } => (
                "why-rate-limited-for".to_owned(),
                Some(("wait", Arg::Own(span(self.speech, wait.as_secs().max(1))))),
            ),
            ErrorKind::Refused(Some(words)) => {
                ("why-refused-words".to_owned(), Some(("words", Arg::Own(foreign::markdown(words, 300)))))
            }
            kind => (format!("why-{}", kind.as_str()), None),
        };
        let args: Vec<_> = std::iter::once(provider).chain(extra).collect();
        self.md(&id, &args)
    }

    /// What to do when a provider failed.
    pub(super) fn next(self, error: &Error) -> String {
        match &error.kind {
            ErrorKind::NotFound if error.operation.is_list() => self.md("next-not-found-list", &[]),
            ErrorKind::NotFound => self.md(
                match error.operation {
                    Operation::OrderBuy | Operation::OrderCustom => "next-not-found-goods",
                    Operation::SiteCreate => "next-not-found-site-plan",
                    Operation::TicketReply | Operation::TicketClose | Operation::TicketReopen => {
                        "next-not-found-ticket"
                    }
                    Operation::NoticeAck => "next-not-found-notice",
                    Operation::InvoiceShow | Operation::InvoicePay => "next-not-found-invoice",
                    Operation::CertificateShow | Operation::CertificateFile | Operation::SoftwareList => {
                        "next-not-found-cert"
                    }
                    Operation::CertificateBuy => "next-not-found-cert-plan",
                    Operation::ContactShow => "next-not-found-contact",
                    Operation::ServiceRelabel
                    | Operation::ServiceCancel
                    | Operation::ServiceUpgrade
                    | Operation::ServerCreate => "next-not-found-service",
                    _ => "next-not-found",
                },
                &[],
            ),
            ErrorKind::LoginRefused { again } => {
                let provider = ("provider", Arg::Foreign(error.provider.title()));
                let next = self.md("next-login-refused", &[provider, ("again", Arg::Own(relative(*again)))]);
                let factor = match error.provider {
                    ProviderName::LightLayer => "next-login-refused-lightlayer",
                    ProviderName::Klikk => "next-login-refused-klikk",
                    _ => return next,
                };
                format!("{next} {}", self.md(factor, &[]))
            }
            kind => {
                let is_key = match kind {
                    ErrorKind::Refused(_) => error.refuses_account(),
                    kind => *kind == ErrorKind::Unauthorized,
                };
                let id = match special(error.provider).filter(|_| is_key) {
                    Some(provider) => format!("next-unauthorized-{provider}"),
                    None => format!("next-{}", kind.as_str()),
                };
                self.md(&id, &[("provider", Arg::Foreign(error.provider.title()))])
            }
        }
    }
}

/// The provider, where what lets the bot in there is more than a key.
fn special(provider: ProviderName) -> Option<ProviderName> {
    (provider != ProviderName::LlamaLink).then_some(provider)
}
