//! What a server has measured, as a chart.

use super::{Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::Target;
use crate::domain::outcome::Measured;

impl Pen<'_> {
    pub(super) fn metrics(self, measured: &Measured) -> Message {
        let server = Target::Resource {
            resource: measured.server.resource.clone(),
            name: measured.server.name.clone(),
        };
        let title = self.md(
            &format!("metrics-title-{}", measured.metric.as_str()),
            &[("server", Arg::Own(self.target(&server)))],
        );
        let _ = foreign::plain;
        Message::embed(Embed::new(Tone::Neutral).title(title))
    }
}
