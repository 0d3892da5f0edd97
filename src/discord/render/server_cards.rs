//! The cards of servers, of what is paid for regularly, and of certificates.

use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Tone};
use crate::discord::words::Arg;
use crate::domain::relay::{CardView, CertificateFacts, ServerFacts, ServiceFacts};

impl Pen<'_> {
    pub(super) fn server_card(self, view: &CardView, server: &ServerFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, title) = match (server.gone, server.is_down(), server.state.as_str()) {
            (true, ..) => (Tone::Neutral, "card-server-gone"),
            (false, true, _) => (Tone::Bad, "card-server-down"),
            (false, false, "running") => (Tone::Good, "card-server-running"),
            (false, false, _) => (Tone::Neutral, "card-server"),
        };
        let since = server.down_since.filter(|_| server.is_down()).map(relative);
        let state = Some(&server.state).filter(|state| !state.is_empty() && !server.gone);
        let mut embed = Embed::new(tone)
            .title(self.md(title, &[("name", Arg::Foreign(&server.name))]))
            .field(name("server-field-state"), state.map(|state| self.state(state)).unwrap_or_default())
            .field(name("card-field-since"), since.unwrap_or_default());
        if !view.public {
            embed = embed.field(name("server-field-addresses"), self.addresses(&server.addresses));
        }
        embed
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    pub(super) fn service_card(self, view: &CardView, service: &ServiceFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, title) =
            if service.is_over() { (Tone::Neutral, "card-service") } else { (Tone::Busy, "card-renewal") };
        let mut embed = Embed::new(tone)
            .title(self.md(title, &[("name", Arg::Foreign(&service.name))]))
            .field(name("server-field-state"), self.told_state(&service.state))
            .field(
                name("order-field-renews"),
                service.renews_on.map(|day| foreign::markdown(&day.to_string(), NAME)).unwrap_or_default(),
            );
        if !view.public {
            let monthly = service.monthly.map(|price| self.monthly(price));
            embed = embed.field(name("card-field-amount"), monthly.unwrap_or_default());
        }
        embed
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    pub(super) fn certificate_card(self, view: &CardView, certificate: &CertificateFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let has_ended = certificate.expires.is_some_and(|end| end < jiff::Timestamp::now());
        let (tone, title) = match (certificate.is_over(), has_ended) {
            (true, _) => (Tone::Neutral, "card-certificate"),
            (false, true) => (Tone::Bad, "card-certificate-expired"),
            (false, false) => (Tone::Busy, "card-certificate-expiring"),
        };
        Embed::new(tone)
            .title(self.md(title, &[("name", Arg::Foreign(&certificate.domain))]))
            .field(name("server-field-state"), foreign::markdown(&certificate.state, NAME))
            .field(name("certificate-field-expires"), certificate.expires.map(relative).unwrap_or_default())
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }
}
