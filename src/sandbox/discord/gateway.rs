//! The gateway: hello, identify, resume, heartbeats, events in sequence, and accidents to order.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as WsMessage;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::Simulator;
use super::faults::GatewayFault;
use super::record::{Direction, Frame};
use super::state::State;
use super::world::BOT;

pub(super) const GUILDS: u64 = 1;
/// Members, presences and message content need Discord's consent.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;
const KNOWN_INTENTS: u64 = 0x1FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// How long a lost session can be resumed.
const RESUMABLE: Duration = Duration::from_secs(180);
const MAX_EVENTS_PER_MINUTE: u32 = 120;
const MAX_PAYLOAD: usize = 4096;
const REPLAY: usize = 2000;

/// What a connection task is asked to do.
#[derive(Debug)]
pub(super) enum Out {
    Event(Arc<str>),
    Fault(GatewayFault),
}

/// A gateway session; it outlives its connection.
#[derive(Debug)]
pub(super) struct Session {
    pub id: String,
    pub shard: (u64, u64),
    pub intents: u64,
    seq: u64,
    replay: VecDeque<(u64, Arc<str>)>,
    /// The live connection: its number and its way in.
    live: Option<(u64, UnboundedSender<Out>)>,
    lost_at: Option<Duration>,
}

impl Session {
    fn push(&mut self, name: &str, data: &str) {
        self.seq += 1;
        let frame: Arc<str> = format!(r#"{{"t":"{name}","s":{},"op":0,"d":{data}}}"#, self.seq).into();
        self.replay.push_back((self.seq, Arc::clone(&frame)));
        if self.replay.len() > REPLAY {
            self.replay.pop_front();
        }
        if let Some((_, way)) = &self.live {
            // A connection that is just closing leaves the event to the replay.
            let _ = way.send(Out::Event(frame));
        }
    }

    fn covers(&self, guild: Option<u64>) -> bool {
        let shard = guild.map_or(0, |guild| (guild >> 22) % self.shard.1.max(1));
        shard == self.shard.0
    }

    /// Whether a bot listens on it now.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }
}

impl State {
    /// Sends an event to every session that asked for it; lost sessions get it when they resume.
    pub fn dispatch(&mut self, name: &str, guild: Option<u64>, intents: u64, data: &Value) {
        let now = self.clock.now();
        self.sessions.retain(|session| session.lost_at.is_none_or(|at| now < at + RESUMABLE));
        let wanted =
            |session: &Session| session.covers(guild) && (intents == 0 || session.intents & intents != 0);
        if !self.sessions.iter().any(wanted) {
            return;
        }
        let text = data.to_string();
        for session in self.sessions.iter_mut().filter(|session| wanted(session)) {
            session.push(name, &text);
        }
    }

    pub fn gateway_fault(&mut self, fault: GatewayFault) -> usize {
        let live = self.sessions.iter().filter_map(|session| session.live.as_ref());
        let count = live.map(|(_, way)| way.send(Out::Fault(fault))).filter(Result::is_ok).count();
        if matches!(fault, GatewayFault::InvalidSession { resumable: false }) {
            self.sessions.clear();
        }
        count
    }

    fn lose(&mut self, connection: u64, resumable: bool) {
        let now = self.clock.now();
        let is = |session: &Session| session.live.as_ref().is_some_and(|(number, _)| *number == connection);
        if !resumable {
            self.sessions.retain(|session| !is(session));
        }
        for session in self.sessions.iter_mut().filter(|session| is(session)) {
            session.live = None;
            session.lost_at = Some(now);
        }
        self.bump();
    }

    fn frame(&mut self, connection: u64, direction: Direction, payload: impl FnOnce() -> Value) {
        if !self.lean {
            let frame = Frame { at: self.clock.now(), connection, direction, payload: payload() };
            self.frames.push(frame);
            self.bump();
        }
    }
}

/// Accepts gateway connections for ever.
pub(super) async fn serve(simulator: Simulator, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let number = {
            let mut state = simulator.0.state();
            if state.refuse_connections > 0 {
                state.refuse_connections -= 1;
                continue;
            }
            state.number()
        };
        // Small frames that wait for each other would spoil every measurement.
        let _ = stream.set_nodelay(true);
        let simulator_of_connection = simulator.clone();
        let task = tokio::spawn(async move {
            let mut connection = Connection { simulator: simulator_of_connection, number, session: None };
            let resumable = connection.run(stream).await;
            connection.simulator.0.state().lose(number, resumable);
        });
        simulator.keep_task(task.abort_handle());
    }
}

type Sink = SplitSink<WebSocketStream<TcpStream>, WsMessage>;

/// Why a connection ends: with a close code of ours or without one, or without a word.
enum End {
    Close(u16, &'static str),
    CloseWithoutCode,
    /// The client closed, resumably or not.
    Gone {
        resumable: bool,
    },
    Drop,
}

struct Connection {
    simulator: Simulator,
    number: u64,
    session: Option<String>,
}

impl Connection {
    /// Runs to the end and says whether the session can be resumed.
    async fn run(&mut self, stream: TcpStream) -> bool {
        let mut query = String::new();
        // The error type is tungstenite's own.
        #[allow(clippy::result_large_err)]
        let accepted =
            tokio_tungstenite::accept_hdr_async(stream, |request: &Request, response: Response| {
                query = request.uri().query().unwrap_or_default().to_owned();
                Ok(response)
            })
            .await;
        let Ok(stream) = accepted else { return true };
        let (mut sink, mut incoming) = stream.split();
        let end = self.talk(&mut sink, &mut incoming, &query).await;
        match end {
            End::Close(..) | End::CloseWithoutCode => {
                let (frame, resumable) = match end {
                    End::Close(code, reason) => (
                        Some(CloseFrame { code: CloseCode::from(code), reason: reason.into() }),
                        !matches!(code, 1000 | 1001 | 4003..=4005 | 4007 | 4009..=4014),
                    ),
                    _ => (None, true),
                };
                // First the session, then the word: a client that is quick to return must find it so.
                self.simulator.0.state().lose(self.number, resumable);
                let _ = sink.send(WsMessage::Close(frame)).await;
                // Until the client has answered the close, dropping the stream could swallow our frame.
                let drain = async { while let Some(Ok(_)) = incoming.next().await {} };
                let _ = tokio::time::timeout(Duration::from_secs(1), drain).await;
                resumable
            }
            End::Gone { resumable } => {
                // The answer to the client's own close leaves with a flush, and Discord gives that answer.
                let _ = sink.flush().await;
                resumable
            }
            End::Drop => true,
        }
    }

    async fn talk(
        &mut self,
        sink: &mut Sink,
        incoming: &mut futures_util::stream::SplitStream<WebSocketStream<TcpStream>>,
        query: &str,
    ) -> End {
        let mut parameters = query.split('&').filter_map(|pair| pair.split_once('='));
        if parameters.clone().any(|(key, value)| key == "v" && !matches!(value, "9" | "10")) {
            return End::Close(4012, "Invalid API version.");
        }
        if parameters.any(|(key, value)| {
            (key == "encoding" && value != "json") || (key == "compress" && !value.is_empty())
        }) {
            return End::Close(4002, "This simulator speaks uncompressed JSON only.");
        }
        let interval = self.simulator.0.options.heartbeat;
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": interval.as_millis() as u64 }, "t": null, "s": null });
        if self.send(sink, &hello).await.is_err() {
            return End::Gone { resumable: true };
        }
        let (way, mut orders) = mpsc::unbounded_channel();
        let patience = interval + interval / 2 + Duration::from_secs(1);
        let mut heartbeat_due = Instant::now() + patience;
        let mut hold_until = Instant::now();
        let mut silent = false;
        let mut minute = (Instant::now(), 0);
        loop {
            let held = silent || Instant::now() < hold_until;
            tokio::select! {
                message = incoming.next() => {
                    let text = match message {
                        Some(Ok(WsMessage::Text(text))) => text,
                        Some(Ok(WsMessage::Binary(bytes))) => match String::from_utf8(bytes) {
                            Ok(text) => text,
                            Err(_) => return End::Close(4002, "Decode error."),
                        },
                        Some(Ok(WsMessage::Close(frame))) => {
                            let clean = frame.is_some_and(|frame| matches!(u16::from(frame.code), 1000 | 1001));
                            return End::Gone { resumable: !clean };
                        }
                        Some(Ok(_)) => continue,
                        Some(Err(_)) | None => return End::Gone { resumable: true },
                    };
                    if minute.0.elapsed() > Duration::from_secs(60) {
                        minute = (Instant::now(), 0);
                    }
                    minute.1 += 1;
                    if minute.1 > MAX_EVENTS_PER_MINUTE {
                        self.violation("more than 120 gateway events in a minute");
                        return End::Close(4008, "You are being rate limited.");
                    }
                    if silent {
                        continue;
                    }
                    if text.len() > MAX_PAYLOAD {
                        self.violation("a gateway payload over 4096 bytes");
                        return End::Close(4002, "Payload too large.");
                    }
                    let Ok(payload) = serde_json::from_str::<Value>(&text) else {
                        self.violation("a gateway payload that is no JSON");
                        return End::Close(4002, "Decode error.");
                    };
                    if payload["op"] == 1 {
                        heartbeat_due = Instant::now() + patience;
                    }
                    if let Err(end) = self.receive(sink, payload, &way).await {
                        return end;
                    }
                }
                order = orders.recv(), if !held => {
                    match self.obey(sink, order, &mut orders).await {
                        Ok(None) => {}
                        Ok(Some(GatewayFault::Delay(by))) => hold_until = Instant::now() + by,
                        Ok(Some(_)) => silent = true,
                        Err(end) => return end,
                    }
                }
                () = tokio::time::sleep_until(hold_until), if held && !silent => {}
                () = tokio::time::sleep_until(heartbeat_due), if !silent => {
                    self.violation("no heartbeat in time");
                    return End::Close(4009, "Session timed out.");
                }
            }
        }
    }

    fn violation(&self, text: &str) {
        self.simulator.0.state().violation("gateway", text);
    }

    async fn send(&self, sink: &mut Sink, payload: &Value) -> Result<(), End> {
        self.simulator.0.state().frame(self.number, Direction::ToBot, || payload.clone());
        sink.send(WsMessage::Text(payload.to_string())).await.map_err(|_| End::Gone { resumable: true })
    }

    /// Sends what waits, or does what was ordered.
    async fn obey(
        &mut self,
        sink: &mut Sink,
        order: Option<Out>,
        orders: &mut UnboundedReceiver<Out>,
    ) -> Result<Option<GatewayFault>, End> {
        let gone = |_| End::Gone { resumable: true };
        let mut next = order;
        while let Some(order) = next {
            match order {
                Out::Event(text) => {
                    self.simulator.0.state().frame(self.number, Direction::ToBot, || {
                        serde_json::from_str(&text).unwrap_or_default()
                    });
                    sink.feed(WsMessage::Text(text.to_string())).await.map_err(gone)?;
                }
                Out::Fault(fault) => {
                    sink.flush().await.map_err(gone)?;
                    match fault {
                        GatewayFault::Reconnect => {
                            self.send(sink, &json!({ "op": 7, "d": null, "t": null, "s": null })).await?;
                        }
                        GatewayFault::InvalidSession { resumable } => {
                            self.send(sink, &json!({ "op": 9, "d": resumable, "t": null, "s": null }))
                                .await?;
                            if !resumable {
                                self.session = None;
                            }
                        }
                        GatewayFault::Close(code) => return Err(End::Close(code, "As ordered.")),
                        GatewayFault::CloseWithoutCode => return Err(End::CloseWithoutCode),
                        GatewayFault::Drop => return Err(End::Drop),
                        GatewayFault::Delay(_) | GatewayFault::Silence => return Ok(Some(fault)),
                    }
                }
            }
            next = orders.try_recv().ok();
        }
        sink.flush().await.map_err(gone)?;
        Ok(None)
    }

    async fn receive(
        &mut self,
        sink: &mut Sink,
        payload: Value,
        way: &UnboundedSender<Out>,
    ) -> Result<(), End> {
        self.simulator.0.state().frame(self.number, Direction::FromBot, || {
            let mut shown = payload.clone();
            if let Some(token) = shown.pointer_mut("/d/token") {
                *token = "...".into();
            }
            shown
        });
        match payload["op"].as_u64() {
            Some(1) => self.send(sink, &json!({ "op": 11, "d": null, "t": null, "s": null })).await,
            Some(2) if self.session.is_some() => {
                self.violation("a second identify on one connection");
                Err(End::Close(4005, "Already authenticated."))
            }
            Some(2) => self.identify(&payload["d"], way),
            Some(6) if self.session.is_some() => Err(End::Close(4005, "Already authenticated.")),
            Some(6) => self.resume(sink, &payload["d"], way).await,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => {
                self.violation("a gateway payload before identify");
                Err(End::Close(4003, "Not authenticated."))
            }
            Some(3 | 4 | 8 | 31) => Ok(()),
            _ => {
                self.violation("an unknown gateway opcode");
                Err(End::Close(4001, "Unknown opcode."))
            }
        }
    }

    fn right_token(&self, data: &Value) -> Result<(), End> {
        let token = data["token"].as_str().unwrap_or_default();
        if token.trim_start_matches("Bot ") == self.simulator.0.options.token {
            return Ok(());
        }
        self.simulator.0.state().violation("unauthorized", "a wrong token on the gateway");
        Err(End::Close(4004, "Authentication failed."))
    }

    fn identify(&mut self, data: &Value, way: &UnboundedSender<Out>) -> Result<(), End> {
        self.right_token(data)?;
        let Some(intents) = data["intents"].as_u64().filter(|intents| intents & !KNOWN_INTENTS == 0) else {
            self.violation("invalid intents");
            return Err(End::Close(4013, "Invalid intent(s)."));
        };
        if intents & PRIVILEGED & !self.simulator.0.options.privileged_intents != 0 {
            self.violation("disallowed intents");
            return Err(End::Close(4014, "Disallowed intent(s)."));
        }
        let properties = &data["properties"];
        if !properties.is_object() {
            return Err(End::Close(4002, "Identify without properties."));
        }
        let number_at = |index: usize| data["shard"][index].as_u64();
        let shard = match &data["shard"] {
            Value::Null => (0, 1),
            _ => match (number_at(0), number_at(1)) {
                (Some(id), Some(total)) if id < total => (id, total),
                _ => return Err(End::Close(4010, "Invalid shard.")),
            },
        };
        let mut state = self.simulator.0.state();
        let id = format!("{:032x}", rand::random::<u128>());
        let guilds: Vec<u64> = state.world.guilds.values().filter(|g| g.bot_joined).map(|g| g.id).collect();
        let ready = json!({
            "v": 10,
            "user_settings": {},
            "user": state.world.current_user_json(),
            "session_type": "normal",
            "session_id": id,
            "resume_gateway_url": self.simulator.gateway_url(),
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": guilds.iter().map(|id| json!({ "id": id.to_string(), "unavailable": true })).collect::<Vec<_>>(),
            "shard": [shard.0, shard.1],
            "geo_ordered_rtc_regions": [],
            "auth": {},
            "application": { "id": BOT.to_string(), "flags": 1 << 23 },
            "_trace": [],
        });
        let mut session = Session {
            id: id.clone(),
            shard,
            intents,
            seq: 0,
            replay: VecDeque::new(),
            live: Some((self.number, way.clone())),
            lost_at: None,
        };
        session.push("READY", &ready.to_string());
        for guild in guilds {
            if session.covers(Some(guild))
                && session.intents & GUILDS != 0
                && let Some(guild) = state.world.guilds.get(&guild)
            {
                session.push("GUILD_CREATE", &state.world.guild_create_json(guild).to_string());
            }
        }
        state.sessions.push(session);
        state.bump();
        self.session = Some(id);
        Ok(())
    }

    async fn resume(&mut self, sink: &mut Sink, data: &Value, way: &UnboundedSender<Out>) -> Result<(), End> {
        self.right_token(data)?;
        let wanted = data["session_id"].as_str().unwrap_or_default().to_owned();
        let seq = data["seq"].as_u64().unwrap_or(0);
        let resumed = self.attach(&wanted, seq, way)?;
        if !resumed {
            return self.send(sink, &json!({ "op": 9, "d": false, "t": null, "s": null })).await;
        }
        self.session = Some(wanted);
        Ok(())
    }

    /// Takes a session over and replays what was missed; false when it is not to be had any more.
    fn attach(&self, wanted: &str, seq: u64, way: &UnboundedSender<Out>) -> Result<bool, End> {
        let mut state = self.simulator.0.state();
        let now = state.clock.now();
        let Some(session) = state.sessions.iter_mut().find(|session| session.id == wanted) else {
            return Ok(false);
        };
        if seq > session.seq {
            return Err(End::Close(4007, "Invalid seq."));
        }
        let first = session.replay.front().map_or(session.seq + 1, |(first, _)| *first);
        if seq + 1 < first || session.lost_at.is_some_and(|at| now > at + RESUMABLE) {
            return Ok(false);
        }
        for (_, frame) in session.replay.iter().filter(|(number, _)| *number > seq) {
            let _ = way.send(Out::Event(Arc::clone(frame)));
        }
        session.live = Some((self.number, way.clone()));
        session.lost_at = None;
        session.push("RESUMED", r#"{"_trace":[]}"#);
        state.bump();
        Ok(true)
    }
}
