//! Certificates: lists, single ones, files, and what is on sale.

use super::lists::DOT;
use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Attachment, Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::ProviderName;
use crate::domain::certificate::{
    Certificate, CertificateDetail, CertificateFile, CertificatePeriod, CertificatePlan, Software,
};

impl Pen<'_> {
    pub(super) fn certificate_line(self, certificate: &Certificate) -> String {
        let mut parts = vec![
            format!("**{}**", foreign::markdown(&certificate.domain, NAME)),
            foreign::markdown(&certificate.state, NAME),
        ];
        parts.extend(certificate.product.as_ref().map(|product| foreign::markdown(product, NAME)));
        let expires = |at| self.md("certificate-expires", &[("time", Arg::Own(relative(at)))]);
        parts.extend(certificate.expires.map(expires));
        parts.push(reference(&certificate.resource));
        parts.join(DOT)
    }

    pub(super) fn certificate(self, detail: &CertificateDetail, provider: ProviderName) -> Message {
        let CertificateDetail { certificate, approver, people } = detail;
        let account = foreign::markdown(certificate.resource.account.as_str(), NAME);
        let shown = |text: &Option<String>| {
            text.as_ref().map(|text| foreign::markdown(text, NAME)).unwrap_or_default()
        };
        let name = |id: &str| self.md(id, &[]);
        let price = certificate.price.map(|price| foreign::markdown(&price.to_string(), NAME));
        let mut embed = Embed::new(Tone::Neutral)
            .title(foreign::markdown(&certificate.domain, NAME))
            .field(name("server-field-state"), foreign::markdown(&certificate.state, NAME))
            .field(name("certificate-field-issue"), shown(&certificate.issue_state))
            .field(name("server-field-account"), format!("{account}{DOT}{}", provider.title()))
            .field(name("certificate-field-product"), shown(&certificate.product))
            .field(name("certificate-field-expires"), certificate.expires.map(relative).unwrap_or_default())
            .field(
                name("order-field-renews"),
                certificate.renews_on.map(|date| date.to_string()).unwrap_or_default(),
            )
            .field(name("ask-field-price"), price.unwrap_or_default())
            .field(name("certificate-field-approver"), shown(approver));
        for (role, person) in people {
            let id = format!("certificate-field-{}", role.as_str());
            embed = embed.wide_field(name(&id), self.person_lines(person));
        }
        Message::embed(embed.field(name("server-field-id"), reference(&certificate.resource)))
    }

    pub(super) fn certificate_file(self, shown: &CertificateFile) -> Message {
        let cert = ("cert", Arg::Own(reference(&shown.certificate)));
        let text = self.md("certificate-file", &[cert]);
        let note = format!("-# {}", self.md("certificate-file-note", &[]));
        let word = format!("certificate-{}", shown.certificate.id);
        Message::embed(Embed::new(Tone::Neutral).text(format!("{text}\n{note}")))
            .file(Attachment::pem(&word, shown.file.bytes.clone()))
    }

    pub(super) fn certificate_plan_line(self, plan: &CertificatePlan) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&plan.name, NAME))];
        parts.extend(plan.periods.iter().map(|period| self.period(period)));
        parts.push(reference(&plan.resource));
        parts.join(DOT)
    }

    fn period(self, period: &CertificatePeriod) -> String {
        let years = self.md("certificate-years", &[("n", Arg::Number(period.years.into()))]);
        let Some(price) = period.price else { return years };
        let price = ("price", Arg::Own(foreign::markdown(&price.to_string(), NAME)));
        let years = ("years", Arg::Own(years));
        match period.renewal.filter(|renewal| Some(*renewal) != period.price) {
            None => self.md("certificate-period", &[years, price]),
            Some(renewal) => {
                let renewal = ("renewal", Arg::Own(foreign::markdown(&renewal.to_string(), NAME)));
                self.md("certificate-period-then", &[years, price, renewal])
            }
        }
    }

    pub(super) fn software_line(self, software: &Software) -> String {
        format!("**{}**{DOT}{}", foreign::markdown(&software.name, NAME), foreign::code(&software.id, NAME))
    }
}
