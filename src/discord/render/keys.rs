//! SSH keys, and what was done to one.

use super::lists::DOT;
use super::servers::reference;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::key::{KeyDeed, SshKey};
use crate::domain::outcome::ResourceName;

impl Pen<'_> {
    pub(super) fn key_line(self, key: &SshKey) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&key.name, NAME))];
        parts.extend(key.kind.as_ref().map(|kind| foreign::code(kind, NAME)));
        parts.push(reference(&key.resource));
        parts.join(DOT)
    }

    pub(super) fn key_done(self, deed: &KeyDeed, key: &ResourceName) -> Message {
        let name = ("name", Arg::Own(self.resource_name(key)));
        let account = ("account", Arg::Foreign(key.resource.account.as_str()));
        let done = self.md(&format!("sshkey-{}-done", deed.as_str()), &[name, account]);
        Message::embed(Embed::new(Tone::Good).text(format!("\u{2705} {done}")))
    }
}
