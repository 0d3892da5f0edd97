//! `[discord]`: who the bot is and which guilds it serves.

use reqwest::Url;
use secrecy::SecretString;

use crate::domain::GuildId;

use super::reader::{List, Section};
use super::secrets::Vault;
use super::values;

/// How the bot reaches Discord.
#[derive(Clone, Debug)]
pub struct Discord {
    /// The bot's token.
    pub token: SecretString,
    /// The guilds that it serves; every other one it leaves.
    pub guilds: Vec<GuildId>,
    /// A Discord-compatible server to use in Discord's place.
    pub api_base: Option<Url>,
}

/// Reads the section, and the guilds apart, since other sections are checked against them.
pub(super) fn read<'a>(
    root: &Section<'a>,
    vault: &Vault<'_>,
) -> (Option<Discord>, Option<List<'a, GuildId>>) {
    let example = r#"a section [discord] with token = { env = "DISCORD_TOKEN" } and guilds = ["..."]"#;
    let sections = root.require("discord", example).and_then(|item| {
        item.section(|section| {
            let token = vault.require(section, "token", "DISCORD_TOKEN");
            let guilds = read_guilds(section);
            let api_base = section.get("api_base").map(|item| values::url(&item));
            let values = guilds
                .as_ref()
                .filter(|guilds| guilds.whole)
                .map(|guilds| guilds.items.iter().map(|(_, guild)| *guild).collect());
            let discord = token.zip(values).map(|(token, guilds)| Discord {
                token,
                guilds,
                api_base: api_base.flatten(),
            });
            (discord, guilds)
        })
    });
    sections.unwrap_or_default()
}

fn read_guilds<'a>(section: &Section<'a>) -> Option<List<'a, GuildId>> {
    let example = r#"guilds = ["111111111111111111"]"#;
    let guilds = section.require("guilds", example)?.filled_list(
        &format!("a list: {example}"),
        "name the guild that the bot serves",
        values::snowflake,
    );
    guilds.each_repeated(|item| item.fault("this guild stands in the list twice: remove one"));
    Some(guilds)
}
