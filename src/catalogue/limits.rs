//! Discord's limits of slash commands.
//!
//! <https://discord.com/developers/docs/interactions/application-commands>

/// Characters of a name of a command, sub-command or option.
pub(super) const NAME_CHARACTERS: usize = 32;
/// Characters of a description.
pub(super) const DESCRIPTION_CHARACTERS: usize = 100;
/// Characters of a choice's label, and of its value where that is a text.
pub(super) const CHOICE_CHARACTERS: usize = 100;
/// Options of a command or sub-command, sub-commands of a command, choices of an option.
pub(super) const ITEMS: usize = 25;
/// Slash commands of a guild.
pub(super) const COMMANDS: usize = 100;
/// Characters of a command in all: names, descriptions and values, each text in its longest language.
pub(super) const COMMAND_CHARACTERS: usize = 8000;
/// Characters that an option's text may be asked to have at most.
pub(super) const TEXT_CHARACTERS: u16 = 6000;
/// The largest size of a bound or of a number among the choices.
pub(super) const NUMBER_SIZE: f64 = 9_007_199_254_740_991.0;

/// The locales that Discord speaks.
pub(super) const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko",
];

/// Whether the text can be the name of a command, sub-command or option.
pub(super) fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=NAME_CHARACTERS).contains(&text.len()) && text.bytes().all(plain)
}
