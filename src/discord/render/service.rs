//! One thing that is paid for regularly, in detail.

use super::servers::reference;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::domain::ProviderName;
use crate::domain::service::{FactValue, ServiceDetail};

/// How much of a fact is shown.
const LONGEST: usize = 300;

impl Pen<'_> {
    pub(super) fn service(self, service: &ServiceDetail, provider: ProviderName) -> Message {
        let name = |id: &str| self.md(id, &[]);
        let account = foreign::markdown(service.resource.account.as_str(), NAME);
        let state = service.state.as_ref().map(|state| self.told_state(state));
        let mut embed = Embed::new(Tone::Neutral)
            .title(foreign::markdown(&service.title, 200))
            .field(name("server-field-state"), state.unwrap_or_default())
            .field(name("server-field-account"), format!("{account} \u{b7} {}", provider.title()));
        for fact in &service.facts {
            let value = match &fact.value {
                FactValue::Text(text) => foreign::markdown(text, LONGEST),
                FactValue::Money(money) => foreign::markdown(&money.to_string(), NAME),
                FactValue::Day(day) => day.to_string(),
            };
            embed = embed.field(name(&format!("fact-{}", fact.label.as_str())), value);
        }
        Message::embed(embed.field(name("server-field-id"), reference(&service.resource)))
    }
}
