//! The routes that the bot calls: their paths, their names without ids, and what they count towards.

use std::hash::{DefaultHasher, Hash, Hasher};

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serenity::http::Route;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};

use crate::discord::limits::{Class, Major, RouteKey, RouteName};

/// Where serenity's routes begin.
pub(super) const DISCORD: &str = "https://discord.com";
pub(super) const DISCORD_HOST: &str = "discord.com";

/// One route with its ids.
#[derive(Clone, Copy)]
pub(super) enum Endpoint<'a> {
    GatewayBot,
    Gateway,
    Application,
    Oauth2Application,
    GlobalCommands(ApplicationId),
    GuildCommands(ApplicationId, GuildId),
    Callback(InteractionId, &'a SecretString),
    Original(ApplicationId, &'a SecretString),
    FollowUps(ApplicationId, &'a SecretString),
    FollowUp(ApplicationId, &'a SecretString, MessageId),
    Messages(ChannelId),
    Message(ChannelId, MessageId),
    Threads(ChannelId, MessageId),
    Guild(GuildId),
    GuildChannels(GuildId),
    GuildRoles(GuildId),
    OwnUser,
    GuildMember(GuildId, UserId),
    OwnGuilds,
    OwnGuild(GuildId),
}

impl<'a> Endpoint<'a> {
    /// The path from the server's root on, or nothing when an interaction token would change it.
    pub(super) fn path(&self) -> Option<String> {
        if !self.token().is_none_or(is_plain) {
            return None;
        }
        let url = match *self {
            Self::GatewayBot => Route::GatewayBot.path(),
            Self::Gateway => Route::Gateway.path(),
            Self::Oauth2Application => Route::Oauth2ApplicationCurrent.path(),
            // serenity knows this object under its older address only.
            Self::Application => Route::Oauth2ApplicationCurrent.path().replacen("/oauth2/", "/", 1).into(),
            Self::GlobalCommands(application_id) => Route::Commands { application_id }.path(),
            Self::GuildCommands(application_id, guild_id) => {
                Route::GuildCommands { application_id, guild_id }.path()
            }
            Self::Callback(interaction_id, token) => {
                Route::InteractionResponse { interaction_id, token: token.expose_secret() }.path()
            }
            Self::Original(application_id, token) => {
                Route::WebhookOriginalInteractionResponse { application_id, token: token.expose_secret() }
                    .path()
            }
            Self::FollowUps(application_id, token) => {
                Route::WebhookFollowupMessages { application_id, token: token.expose_secret() }.path()
            }
            Self::FollowUp(application_id, token, message_id) => {
                let token = token.expose_secret();
                Route::WebhookFollowupMessage { application_id, token, message_id }.path()
            }
            Self::Messages(channel_id) => Route::ChannelMessages { channel_id }.path(),
            Self::Message(channel_id, message_id) => Route::ChannelMessage { channel_id, message_id }.path(),
            Self::Threads(channel_id, message_id) => {
                Route::ChannelMessageThreads { channel_id, message_id }.path()
            }
            Self::Guild(guild_id) => Route::Guild { guild_id }.path(),
            Self::GuildChannels(guild_id) => Route::GuildChannels { guild_id }.path(),
            Self::GuildRoles(guild_id) => Route::GuildRoles { guild_id }.path(),
            Self::OwnUser => Route::UserMe.path(),
            Self::GuildMember(guild_id, user_id) => Route::GuildMember { guild_id, user_id }.path(),
            Self::OwnGuilds => Route::UserMeGuilds.path(),
            Self::OwnGuild(guild_id) => Route::UserMeGuild { guild_id }.path(),
        };
        url.strip_prefix(DISCORD).map(str::to_owned)
    }

    /// The interaction token in the path.
    pub(super) fn token(&self) -> Option<&'a SecretString> {
        match *self {
            Self::Callback(_, token)
            | Self::Original(_, token)
            | Self::FollowUps(_, token)
            | Self::FollowUp(_, token, _) => Some(token),
            _ => None,
        }
    }

    /// The route as the limiter knows it.
    pub(super) fn key(&self, method: &Method) -> RouteKey {
        let path = match self {
            Self::GatewayBot => "/gateway/bot",
            Self::Gateway => "/gateway",
            Self::Application => "/applications/@me",
            Self::Oauth2Application => "/oauth2/applications/@me",
            Self::GlobalCommands(_) => "/applications/{application}/commands",
            Self::GuildCommands(..) => "/applications/{application}/guilds/{guild}/commands",
            Self::Callback(..) => "/interactions/{interaction}/{token}/callback",
            Self::Original(..) => "/webhooks/{application}/{token}/messages/@original",
            Self::FollowUps(..) => "/webhooks/{application}/{token}",
            Self::FollowUp(..) => "/webhooks/{application}/{token}/messages/{message}",
            Self::Messages(_) => "/channels/{channel}/messages",
            Self::Message(..) => "/channels/{channel}/messages/{message}",
            Self::Threads(..) => "/channels/{channel}/messages/{message}/threads",
            Self::Guild(_) => "/guilds/{guild}",
            Self::GuildChannels(_) => "/guilds/{guild}/channels",
            Self::GuildRoles(_) => "/guilds/{guild}/roles",
            Self::OwnUser => "/users/@me",
            Self::GuildMember(..) => "/guilds/{guild}/members/{user}",
            Self::OwnGuilds => "/users/@me/guilds",
            Self::OwnGuild(_) => "/users/@me/guilds/{guild}",
        };
        let major = match self {
            Self::Messages(channel) | Self::Message(channel, _) | Self::Threads(channel, _) => {
                Major::Channel(channel.get())
            }
            Self::Guild(guild)
            | Self::GuildChannels(guild)
            | Self::GuildRoles(guild)
            | Self::GuildMember(guild, _)
            | Self::GuildCommands(_, guild) => Major::Guild(guild.get()),
            Self::Original(application, token)
            | Self::FollowUps(application, token)
            | Self::FollowUp(application, token, _) => {
                let mut hasher = DefaultHasher::new();
                (application.get(), token.expose_secret()).hash(&mut hasher);
                Major::Webhook(hasher.finish())
            }
            Self::GatewayBot
            | Self::Gateway
            | Self::Application
            | Self::Oauth2Application
            | Self::GlobalCommands(_)
            | Self::Callback(..)
            | Self::OwnUser
            | Self::OwnGuilds
            | Self::OwnGuild(_) => Major::None,
        };
        let class = match self {
            Self::Callback(..) => Class::Callback,
            Self::Original(..) | Self::FollowUps(..) | Self::FollowUp(..) => Class::Webhook,
            _ => Class::Bot,
        };
        RouteKey { name: RouteName { method: method_name(method), path }, major, class }
    }
}

fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        "POST" => "POST",
        "PUT" => "PUT",
        _ => "GET",
    }
}

/// Whether a token stays one segment of a path.
fn is_plain(token: &SecretString) -> bool {
    let token = token.expose_secret();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~=+:".contains(c);
    !token.is_empty() && token.chars().all(plain) && !token.chars().all(|c| c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::new(text.to_owned())
    }

    #[test]
    fn paths_begin_at_the_root_of_the_server() {
        let token = secret("aW50ZXI_x-y.z");
        let (app, guild, channel) = (ApplicationId::new(1), GuildId::new(2), ChannelId::new(3));
        for (endpoint, path) in [
            (Endpoint::GatewayBot, "/api/v10/gateway/bot"),
            (Endpoint::Application, "/api/v10/applications/@me"),
            (Endpoint::GuildCommands(app, guild), "/api/v10/applications/1/guilds/2/commands"),
            (
                Endpoint::Callback(InteractionId::new(4), &token),
                "/api/v10/interactions/4/aW50ZXI_x-y.z/callback",
            ),
            (Endpoint::Original(app, &token), "/api/v10/webhooks/1/aW50ZXI_x-y.z/messages/@original"),
            (
                Endpoint::FollowUp(app, &token, MessageId::new(5)),
                "/api/v10/webhooks/1/aW50ZXI_x-y.z/messages/5",
            ),
            (Endpoint::Message(channel, MessageId::new(5)), "/api/v10/channels/3/messages/5"),
            (Endpoint::OwnUser, "/api/v10/users/@me"),
            (Endpoint::OwnGuild(guild), "/api/v10/users/@me/guilds/2"),
        ] {
            assert_eq!(endpoint.path().as_deref(), Some(path));
        }
    }

    #[test]
    fn a_token_that_would_change_the_path_is_refused() {
        for bad in ["", "a/b", "..", ".", "a?b", "a#b", "a%2fb", "a b", "a\nb", "ä"] {
            let token = secret(bad);
            assert_eq!(Endpoint::Original(ApplicationId::new(1), &token).path(), None, "{bad:?}");
        }
    }

    #[test]
    fn interactions_have_buckets_of_their_own_and_their_keys_hide_the_token() {
        let (one, two) = (secret("canary-one"), secret("canary-two"));
        let key = |token| Endpoint::Original(ApplicationId::new(1), token).key(&Method::PATCH);
        assert_ne!(key(&one).major, key(&two).major);
        assert_eq!(key(&one).major, key(&one).major);
        assert_eq!(key(&one).name.to_string(), "PATCH /webhooks/{application}/{token}/messages/@original");
        assert!(!format!("{:?}", key(&one)).contains("canary"));
    }
}
