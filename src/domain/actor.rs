//! Who acts, and where: Discord's ids as plain numbers, and the roles sent with one interaction.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! snowflakes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotASnowflake;

            fn try_from(text: String) -> Result<Self, NotASnowflake> {
                text.parse()
            }
        }

        impl FromStr for $name {
            type Err = NotASnowflake;

            fn from_str(text: &str) -> Result<Self, NotASnowflake> {
                parse_snowflake(text).map($name).ok_or(NotASnowflake)
            }
        }
    )*};
}

snowflakes! {
    /// A Discord user's id.
    UserId;
    /// A Discord role's id.
    RoleId;
    /// A Discord guild's id.
    GuildId;
    /// A Discord channel's id.
    ChannelId;
    /// A Discord message's id.
    MessageId;
}

/// The text is not a Discord id: 15 to 20 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a Discord id (15 to 20 digits)")]
pub struct NotASnowflake;

fn parse_snowflake(text: &str) -> Option<u64> {
    let plain = (15..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().filter(|id| *id != 0)
}

/// Where an interaction happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The guild.
    pub guild: GuildId,
    /// The channel or thread.
    pub channel: ChannelId,
    /// The channel whose grants apply: a thread's parent, else the channel itself; `None` when Discord did not say
    /// whether the channel is a thread, so that rules about channels can fail closed.
    pub granting_channel: Option<ChannelId>,
}

/// A person at one moment: with the roles that Discord sent with that very interaction.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// The person's roles at that moment.
    pub roles: Vec<RoleId>,
    /// Where the interaction happened.
    pub place: Place,
}

/// A person whom a command names, with the roles that Discord sent along.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Named")]
pub struct Person {
    /// The person.
    pub user: UserId,
    /// Their roles at that moment; `None`: they are no member of the guild.
    pub roles: Option<Vec<RoleId>>,
}

/// The forms in which an argument names a person.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    User(UserId),
    Member { id: UserId, roles: Vec<RoleId> },
}

impl From<Named> for Person {
    fn from(named: Named) -> Self {
        match named {
            Named::User(user) => Person { user, roles: None },
            Named::Member { id, roles } => Person { user: id, roles: Some(roles) },
        }
    }
}

/// The message that stands for an invocation, and whom it speaks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The guild.
    pub guild: GuildId,
    /// The channel or thread.
    pub channel: ChannelId,
    /// The message, once Discord has told its id.
    pub message: Option<MessageId>,
    /// Whether only its receiver sees it; such a message can be edited for 15 minutes only.
    pub ephemeral: bool,
    /// The locale that it is written in.
    pub locale: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_person_has_roles_where_discord_sent_some() {
        let read = serde_json::from_value::<Person>;
        let (user, role) = (UserId(111_111_111_111_111_111), RoleId(222_222_222_222_222_222));
        let stranger = read(serde_json::json!("111111111111111111")).unwrap();
        assert_eq!(stranger, Person { user, roles: None });
        let member = serde_json::json!({ "id": "111111111111111111", "roles": ["222222222222222222"] });
        assert_eq!(read(member).unwrap(), Person { user, roles: Some(vec![role]) });
        for wrong in ["{}", "\"ana\"", "7", "{\"id\":\"111111111111111111\"}"] {
            assert!(read(serde_json::from_str(wrong).unwrap()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_plain_digits_of_a_snowflakes_length_are_ids() {
        assert_eq!("111111111111111111".parse(), Ok(UserId(111111111111111111)));
        for text in [
            "",
            "0",
            "42",
            "+11111111111111111",
            "1111111111111111a",
            "000000000000000000",
            "99999999999999999999",
        ] {
            assert_eq!(text.parse::<UserId>(), Err(NotASnowflake), "{text:?}");
        }
    }
}
