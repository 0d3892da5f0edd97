//! What is said on the gateway: frames, and why a connection was closed.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use serenity::model::application::Interaction;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id::{ApplicationId, GuildId};

use super::GatewayError;

/// What of Discord's events the bot hears.
#[derive(Debug)]
pub enum Event {
    /// A new session has begun.
    Ready(Ready),
    /// A guild can be used: the bot is in it, or has just been added to it.
    Guild(GuildId),
    /// The bot is no longer in a guild.
    Gone(GuildId),
    /// Somebody used a command, a component or a form.
    Interaction(Box<Interaction>),
}

/// What a new session begins with.
#[derive(Debug, Deserialize)]
pub struct Ready {
    /// The bot's own application.
    pub application: Identified<ApplicationId>,
    /// The guilds that the bot is in.
    #[serde(default)]
    pub guilds: Vec<Identified<GuildId>>,
    pub(super) session_id: String,
    #[serde(default)]
    pub(super) resume_gateway_url: Option<String>,
}

/// An object of which the id alone is read.
#[derive(Debug, Deserialize)]
pub struct Identified<T> {
    /// Its id.
    pub id: T,
}

/// One frame, its content not read yet.
#[derive(Deserialize)]
pub(super) struct Frame<'a> {
    pub op: u8,
    #[serde(default)]
    pub s: Option<u64>,
    #[serde(default, borrow)]
    pub t: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub d: Option<&'a RawValue>,
}

impl<'a> Frame<'a> {
    pub const DISPATCH: u8 = 0;
    pub const HEARTBEAT: u8 = 1;
    pub const RECONNECT: u8 = 7;
    pub const INVALID_SESSION: u8 = 9;
    pub const HELLO: u8 = 10;
    pub const HEARTBEAT_ACK: u8 = 11;

    /// Reads a frame; what is no frame is `None`, and is not repeated anywhere, since it may carry a token.
    pub fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The content, when it has the form.
    pub fn content<T: Deserialize<'a>>(&self) -> Option<T> {
        serde_json::from_str(self.d?.get()).ok()
    }
}

/// The frame that begins a session.
pub(super) fn identify(token: &SecretString) -> Value {
    json!({ "op": 2, "d": {
        "token": token.expose_secret(),
        "intents": GatewayIntents::GUILDS.bits(),
        "properties": { "os": std::env::consts::OS, "browser": "hostmaster", "device": "hostmaster" },
    }})
}

/// The frame that goes on with a session.
pub(super) fn resume(token: &SecretString, session: &str, seq: u64) -> Value {
    json!({ "op": 6, "d": { "token": token.expose_secret(), "session_id": session, "seq": seq } })
}

/// The frame that shows that the bot is there.
pub(super) fn heartbeat(seq: Option<u64>) -> Value {
    json!({ "op": 1, "d": seq })
}

/// What a close code of Discord's means for the session.
pub(super) enum Closed {
    /// It may be gone on with.
    Resumable,
    /// A new one is needed.
    Over,
    /// No session will ever be had like this.
    ForGood(GatewayError),
}

impl Closed {
    pub fn of(code: Option<u16>) -> Self {
        let for_good = |why: &str| Closed::ForGood(GatewayError::Ended(why.to_owned()));
        match code {
            Some(4004) => Closed::ForGood(GatewayError::Token),
            Some(4007 | 4009) => Closed::Over,
            Some(4010 | 4011) => for_good("the bot is in too many guilds for one connection"),
            Some(4012) => for_good("Discord no longer speaks this version of the gateway"),
            Some(4013 | 4014) => for_good("Discord does not allow the bot the events that it needs"),
            // Discord calls every other code one after which to come back, and says so itself if the session is over.
            _ => Closed::Resumable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_whatever_its_content_is() {
        let frame =
            Frame::read(r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"a","application":{"id":"7"}}}"#);
        let frame = frame.unwrap();
        assert_eq!((frame.op, frame.s, frame.t.as_deref()), (Frame::DISPATCH, Some(1), Some("READY")));
        let ready: Ready = frame.content().unwrap();
        assert_eq!((ready.session_id.as_str(), ready.application.id.get()), ("a", 7));
        assert!(frame.content::<bool>().is_none());
        let resumable = Frame::read(r#"{"op":9,"d":true}"#).unwrap();
        assert_eq!(resumable.content::<bool>(), Some(true));
        for text in ["", "[]", "null", "{", r#"{"op":"0"}"#, r#"{"op":-1}"#, r#"{"d":1}"#] {
            assert!(Frame::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn only_what_no_reconnect_can_mend_ends_the_connection() {
        for code in [None, Some(1000), Some(1001), Some(1006), Some(4000), Some(4001), Some(4003), Some(4008)]
        {
            assert!(matches!(Closed::of(code), Closed::Resumable), "{code:?}");
        }
        for code in [4007, 4009] {
            assert!(matches!(Closed::of(Some(code)), Closed::Over), "{code}");
        }
        assert!(matches!(Closed::of(Some(4004)), Closed::ForGood(GatewayError::Token)));
        for code in 4010..=4014 {
            assert!(matches!(Closed::of(Some(code)), Closed::ForGood(GatewayError::Ended(_))), "{code}");
        }
    }
}
