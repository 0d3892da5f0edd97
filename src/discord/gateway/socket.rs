//! One connection with the gateway, from its first word to its last.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rand::Rng;
use reqwest::Url;
use secrecy::SecretString;
use serde_json::Value;
use serenity::model::id::GuildId;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::GatewayError;
use super::frame::{Closed, Event, Frame, Identified, Ready, heartbeat, identify, resume};

/// How long connecting may take, TLS and the first word of Discord's included.
const GREETING: Duration = Duration::from_secs(15);
/// How long Discord may take to open or resume a session.
const ADMISSION: Duration = Duration::from_secs(20);
/// How long a heartbeat may stay unanswered, where the interval is not shorter.
const ACKNOWLEDGEMENT: Duration = Duration::from_secs(15);
/// How long a frame may take to leave.
const SENDING: Duration = Duration::from_secs(5);
/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_millis(300);
/// The longest message that is read.
const LONGEST: usize = 16 * 1024 * 1024;
/// Leaves the session resumable.
const COMING_BACK: u16 = 4000;
/// Ends the session.
const LEAVING: u16 = 1000;

/// A session, which outlives its connections.
#[derive(Debug)]
pub(super) struct Session {
    id: String,
    /// Where Discord wants it resumed.
    pub resume_url: Option<String>,
    /// The number of the last event that was heard.
    seq: u64,
}

/// How a connection ended.
pub(super) enum End {
    /// The bot stops.
    Stopped,
    /// The connection is gone; the session, if one is left, is not.
    Lost(&'static str),
    /// No other connection will fare better.
    ForGood(GatewayError),
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One connection.
pub(super) struct Socket<'a, F> {
    pub token: &'a SecretString,
    pub session: &'a mut Option<Session>,
    pub hear: &'a F,
    pub stopping: &'a watch::Receiver<bool>,
    /// When a new session was asked for on it, if one was.
    pub identified: Option<Instant>,
    /// Whether Discord opened or resumed a session on it.
    pub admitted: bool,
}

/// When the next heartbeat is due, and whether the last one was answered.
struct Heart {
    interval: Duration,
    due: Instant,
    unanswered_since: Option<Instant>,
}

impl Heart {
    fn next(&self) -> Instant {
        let patience = self.interval.min(ACKNOWLEDGEMENT);
        self.unanswered_since.map_or(self.due, |since| self.due.min(since + patience))
    }
}

impl<F: Fn(Event)> Socket<'_, F> {
    /// Connects and listens until the connection ends.
    pub async fn run(&mut self, url: &Url) -> End {
        let mut stopping = self.stopping.clone();
        let mut stop = std::pin::pin!(async move {
            // An error means that nobody is left who could say stop, which is a stop as well.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        });
        let mut stream = tokio::select! {
            stream = greet(url) => match stream {
                Ok(stream) => stream,
                Err(why) => return End::Lost(why),
            },
            () = &mut stop => return End::Stopped,
        };
        let end = tokio::select! {
            end = self.talk(&mut stream) => end,
            () = &mut stop => End::Stopped,
        };
        let code = if matches!(end, End::Stopped) { LEAVING } else { COMING_BACK };
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        // Whether the other side still hears it is of no interest.
        let _ = timeout(GOODBYE, stream.close(Some(frame))).await;
        end
    }

    async fn talk(&mut self, stream: &mut Stream) -> End {
        let mut heart: Option<Heart> = None;
        let begun = Instant::now();
        loop {
            let patience = match &heart {
                None => begun + GREETING,
                Some(heart) if self.admitted => heart.next(),
                Some(heart) => heart.next().min(begun + ADMISSION),
            };
            let message = tokio::select! {
                message = stream.next() => match message {
                    Some(Ok(message)) => message,
                    Some(Err(_)) | None => return End::Lost("it broke"),
                },
                () = sleep_until(patience) => match self.grow_impatient(stream, &mut heart, begun).await {
                    Ok(()) => continue,
                    Err(end) => return end,
                },
            };
            let text = match message {
                Message::Text(text) => text,
                Message::Close(frame) => return self.closed(frame.map(|frame| frame.code.into())),
                // Pings are answered by the library; there is no compression, so there are no binary frames.
                _ => continue,
            };
            let Some(frame) = Frame::read(&text) else {
                tracing::warn!("Discord's gateway sent what is no frame.");
                continue;
            };
            if let Err(end) = self.hear(stream, &frame, &mut heart).await {
                return end;
            }
        }
    }

    async fn grow_impatient(
        &self,
        stream: &mut Stream,
        heart: &mut Option<Heart>,
        begun: Instant,
    ) -> Result<(), End> {
        let Some(heart) = heart else { return Err(End::Lost("it did not greet")) };
        if !self.admitted && begun.elapsed() >= ADMISSION {
            return Err(End::Lost("it admitted nobody"));
        }
        if heart.unanswered_since.is_some() {
            return Err(End::Lost("it did not answer a heartbeat"));
        }
        self.beat(stream, heart).await
    }

    async fn beat(&self, stream: &mut Stream, heart: &mut Heart) -> Result<(), End> {
        send(stream, &heartbeat(self.session.as_ref().map(|session| session.seq))).await?;
        let now = Instant::now();
        heart.due = now + heart.interval;
        heart.unanswered_since = heart.unanswered_since.or(Some(now));
        Ok(())
    }

    async fn hear(
        &mut self,
        stream: &mut Stream,
        frame: &Frame<'_>,
        heart: &mut Option<Heart>,
    ) -> Result<(), End> {
        match frame.op {
            Frame::HELLO if heart.is_none() => {
                #[derive(serde::Deserialize)]
                struct Hello {
                    heartbeat_interval: u64,
                }
                let hello: Hello = frame.content().ok_or(End::Lost("its greeting is unreadable"))?;
                let interval = Duration::from_millis(hello.heartbeat_interval.max(1));
                // Many bots that come back at once shall not beat at once.
                let first = interval.mul_f64(rand::thread_rng().gen_range(0.1..1.0));
                *heart = Some(Heart { interval, due: Instant::now() + first, unanswered_since: None });
                let opening = match &*self.session {
                    Some(session) => resume(self.token, &session.id, session.seq),
                    None => {
                        self.identified = Some(Instant::now());
                        identify(self.token)
                    }
                };
                send(stream, &opening).await
            }
            Frame::HEARTBEAT => match heart {
                Some(heart) => self.beat(stream, heart).await,
                None => Ok(()),
            },
            Frame::HEARTBEAT_ACK => {
                if let Some(heart) = heart {
                    heart.unanswered_since = None;
                }
                Ok(())
            }
            Frame::RECONNECT => Err(End::Lost("Discord asked for a new one")),
            Frame::INVALID_SESSION => {
                if frame.content() != Some(true) {
                    *self.session = None;
                }
                Err(End::Lost("its session is invalid"))
            }
            Frame::DISPATCH => {
                self.dispatch(frame);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn dispatch(&mut self, frame: &Frame<'_>) {
        let kind = frame.t.as_deref().unwrap_or_default();
        if kind == "READY" {
            let Some(mut ready) = frame.content::<Ready>() else {
                tracing::error!("Discord's gateway began a session in a way that cannot be read.");
                return;
            };
            *self.session = Some(Session {
                id: std::mem::take(&mut ready.session_id),
                resume_url: ready.resume_gateway_url.take(),
                seq: frame.s.unwrap_or_default(),
            });
            self.admitted = true;
            return (self.hear)(Event::Ready(ready));
        }
        let Some(session) = &mut *self.session else { return };
        if let Some(seq) = frame.s {
            // What is replayed a second time was heard before.
            if seq <= session.seq {
                return;
            }
            session.seq = seq;
        }
        let event = match kind {
            "RESUMED" => {
                tracing::info!("The connection with Discord was taken up again.");
                self.admitted = true;
                return;
            }
            "GUILD_CREATE" => frame.content().map(|guild: Identified<_>| Event::Guild(guild.id)),
            "GUILD_DELETE" => {
                #[derive(serde::Deserialize)]
                struct Gone {
                    id: GuildId,
                    #[serde(default)]
                    unavailable: bool,
                }
                match frame.content() {
                    // An outage at Discord's, which ends by itself.
                    Some(Gone { unavailable: true, .. }) => return,
                    gone => gone.map(|gone: Gone| Event::Gone(gone.id)),
                }
            }
            "INTERACTION_CREATE" => {
                frame.content().map(|interaction| Event::Interaction(Box::new(interaction)))
            }
            _ => return,
        };
        match event {
            Some(event) => (self.hear)(event),
            // Its text may carry a token and is not repeated.
            None => tracing::error!(kind, "An event of Discord's cannot be read."),
        }
    }

    fn closed(&mut self, code: Option<u16>) -> End {
        match Closed::of(code) {
            Closed::Resumable => {}
            Closed::Over => *self.session = None,
            Closed::ForGood(error) => return End::ForGood(error),
        }
        tracing::info!(code, "Discord closed the connection.");
        End::Lost("Discord closed it")
    }
}

async fn greet(url: &Url) -> Result<Stream, &'static str> {
    let config = WebSocketConfig {
        max_message_size: Some(LONGEST),
        max_frame_size: Some(LONGEST),
        ..WebSocketConfig::default()
    };
    match timeout(GREETING, connect_async_with_config(url.as_str(), Some(config), true)).await {
        Ok(Ok((stream, _))) => Ok(stream),
        // The cause may name an address.
        Ok(Err(_)) => Err("it could not be made"),
        Err(_) => Err("it could not be made in time"),
    }
}

async fn send(stream: &mut Stream, frame: &Value) -> Result<(), End> {
    match timeout(SENDING, stream.send(Message::Text(frame.to_string()))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Lost("it takes nothing more")),
    }
}
