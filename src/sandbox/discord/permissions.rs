//! Discord's permission bits and how roles and overwrites add up to them.

/// The permission bits that the simulator knows.
pub mod bits {
    /// May do everything; overwrites do not apply.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// May change channels.
    pub const MANAGE_CHANNELS: u64 = 1 << 4;
    /// May see a channel at all.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// May write in a channel.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// May delete the messages of others.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// May send embeds.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// May send files.
    pub const ATTACH_FILES: u64 = 1 << 15;
    /// May read what was written before.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// May ping everyone and roles that are not mentionable.
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    /// May use slash commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// May start public threads.
    pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
    /// May write in threads.
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
    /// Every bit that Discord defines today.
    pub const ALL: u64 = (1 << 50) - 1;
    /// What `@everyone` may do in a new guild of the simulator.
    pub const EVERYONE: u64 = VIEW_CHANNEL
        | SEND_MESSAGES
        | EMBED_LINKS
        | ATTACH_FILES
        | READ_MESSAGE_HISTORY
        | USE_APPLICATION_COMMANDS
        | CREATE_PUBLIC_THREADS
        | SEND_MESSAGES_IN_THREADS;
    /// The least that a bot which only answers and posts needs.
    pub const BOT: u64 = VIEW_CHANNEL
        | SEND_MESSAGES
        | EMBED_LINKS
        | ATTACH_FILES
        | READ_MESSAGE_HISTORY
        | SEND_MESSAGES_IN_THREADS;
}

/// A channel's exception to the guild's permissions, for one role or one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overwrite {
    /// The role's or the member's id.
    pub id: u64,
    /// Whether `id` names a member, not a role.
    pub member: bool,
    /// The bits granted here.
    pub allow: u64,
    /// The bits taken away here.
    pub deny: u64,
}

/// What the permission sum is made of.
pub(super) struct Subject<'a> {
    pub guild: u64,
    pub user: u64,
    pub owner: bool,
    /// The ids of the roles held, without `@everyone`.
    pub roles: &'a [u64],
    /// The bits of `@everyone` and of every role held, added up.
    pub base: u64,
}

/// Adds up guild permissions and a channel's overwrites.
pub(super) fn in_channel(subject: &Subject<'_>, overwrites: &[Overwrite]) -> u64 {
    if subject.owner || subject.base & bits::ADMINISTRATOR != 0 {
        return bits::ALL;
    }
    let mut permissions = subject.base;
    if let Some(everyone) = overwrites.iter().find(|o| !o.member && o.id == subject.guild) {
        permissions = (permissions & !everyone.deny) | everyone.allow;
    }
    let (mut allow, mut deny) = (0, 0);
    for overwrite in overwrites.iter().filter(|o| !o.member && subject.roles.contains(&o.id)) {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    permissions = (permissions & !deny) | allow;
    if let Some(own) = overwrites.iter().find(|o| o.member && o.id == subject.user) {
        permissions = (permissions & !own.deny) | own.allow;
    }
    if permissions & bits::VIEW_CHANNEL == 0 {
        return 0;
    }
    if permissions & bits::SEND_MESSAGES == 0 {
        permissions &= !(bits::MENTION_EVERYONE | bits::ATTACH_FILES | bits::EMBED_LINKS);
    }
    permissions
}

#[cfg(test)]
mod tests {
    use super::bits::*;
    use super::*;

    fn subject(base: u64) -> Subject<'static> {
        Subject { guild: 1, user: 9, owner: false, roles: &[2], base }
    }

    #[test]
    fn a_role_overwrite_beats_everyone_and_a_member_overwrite_beats_both() {
        let everyone = Overwrite { id: 1, member: false, allow: 0, deny: VIEW_CHANNEL };
        let role = Overwrite { id: 2, member: false, allow: VIEW_CHANNEL, deny: 0 };
        let member = Overwrite { id: 9, member: true, allow: 0, deny: VIEW_CHANNEL };
        assert_eq!(in_channel(&subject(VIEW_CHANNEL), &[everyone]), 0);
        assert_eq!(in_channel(&subject(VIEW_CHANNEL), &[everyone, role]), VIEW_CHANNEL);
        assert_eq!(in_channel(&subject(VIEW_CHANNEL), &[everyone, role, member]), 0);
    }

    #[test]
    fn who_may_not_write_may_not_embed_either_and_an_administrator_may_everything() {
        let mute = Overwrite { id: 1, member: false, allow: 0, deny: SEND_MESSAGES };
        assert_eq!(in_channel(&subject(VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS), &[mute]), VIEW_CHANNEL);
        assert_eq!(in_channel(&subject(ADMINISTRATOR), &[mute]), ALL);
    }
}
