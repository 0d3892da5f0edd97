//! Staying connected: one session after another, each over as many connections as it takes.

use std::collections::VecDeque;
use std::time::Duration;

use rand::Rng;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::GatewayError;
use super::frame::Event;
use super::socket::{End, Session, Socket};
use crate::discord::rest::{Rest, RestErrorKind};

/// The pause after the second failure in a row; after the first there is none.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause while Discord admits the bot and soon drops it.
const LONGEST_PAUSE_WHEN_ADMITTED: Duration = Duration::from_secs(1);
/// The longest pause while it does not.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A connection that lasted so long was a good one.
const GOOD: Duration = Duration::from_secs(5);
/// After so many failures in a row Discord is asked anew where its gateway is.
const ASK_ANEW_AFTER: u32 = 3;
/// How long that is tried.
const ASKING: Duration = Duration::from_secs(10);
/// How long closing the connection may take.
const CLOSE_WITHIN: Duration = Duration::from_millis(500);

/// The connection with Discord's gateway.
///
/// It comes back by itself from whatever can be come back from, and goes on with its session wherever Discord lets it,
/// so that nothing that happened meanwhile is missed.
pub struct Connection {
    stop: watch::Sender<bool>,
    task: JoinHandle<Option<GatewayError>>,
}

impl Connection {
    /// Connects to the gateway at the address, and hands its events to `hear`.
    pub fn open(
        rest: Rest,
        token: &SecretString,
        gateway_url: Url,
        hear: impl Fn(Event) + Send + Sync + 'static,
    ) -> Self {
        let (stop, stopping) = watch::channel(false);
        let token = SecretString::new(token.expose_secret().trim().to_owned());
        let keeper = Keeper {
            rest,
            token,
            url: gateway_url,
            session: None,
            identified: Identified::default(),
            failures: 0,
            stopping,
        };
        Connection { stop, task: tokio::spawn(keeper.keep(hear)) }
    }

    /// Comes back when the connection has ended for good.
    pub async fn ended(&mut self) -> GatewayError {
        let ended = |why: &str| GatewayError::Ended(why.to_owned());
        match (&mut self.task).await {
            Ok(Some(error)) => error,
            Ok(None) => ended("it was closed"),
            Err(_) => ended("what keeps it failed"),
        }
    }

    /// Takes no more events.
    pub async fn close(&mut self) {
        self.stop.send_replace(true);
        if !self.task.is_finished() && tokio::time::timeout(CLOSE_WITHIN, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

/// What keeps the connection.
struct Keeper {
    rest: Rest,
    token: SecretString,
    url: Url,
    session: Option<Session>,
    identified: Identified,
    /// How many connections in a row did not last.
    failures: u32,
    stopping: watch::Receiver<bool>,
}

impl Keeper {
    /// Connects again and again, until the bot stops (`None`) or nothing helps.
    async fn keep(mut self, hear: impl Fn(Event)) -> Option<GatewayError> {
        loop {
            if self.failures >= ASK_ANEW_AFTER
                && let Err(error) = self.ask_anew().await
            {
                return Some(error);
            }
            if self.session.is_none() && !self.pause(self.identified.pause(Instant::now())).await {
                return None;
            }
            let url = self.address();
            let begun = Instant::now();
            let mut socket = Socket {
                token: &self.token,
                session: &mut self.session,
                hear: &hear,
                stopping: &self.stopping,
                identified: None,
                admitted: false,
            };
            let end = socket.run(&url).await;
            let (identified, admitted) = (socket.identified, socket.admitted);
            if let Some(at) = identified {
                self.identified.note(at);
            }
            let why = match end {
                End::Stopped => return None,
                End::ForGood(error) => return Some(error),
                End::Lost(why) => why,
            };
            self.failures = if admitted && begun.elapsed() >= GOOD { 0 } else { self.failures + 1 };
            let pause = pause_after(self.failures, admitted);
            tracing::warn!(
                why,
                resumes = self.session.is_some(),
                pause_ms = pause.as_millis(),
                "The connection with Discord is lost; making another."
            );
            if !self.pause(pause).await {
                return None;
            }
        }
    }

    /// Where to connect: where Discord wants the session resumed, and elsewhere when that did not work.
    fn address(&self) -> Url {
        let resumed_at = self.session.as_ref().and_then(|session| session.resume_url.as_deref());
        let mut url = resumed_at
            .filter(|_| self.failures <= 1)
            .and_then(|url| self.rest.gateway_at(url))
            .unwrap_or_else(|| self.url.clone());
        url.query_pairs_mut().clear().append_pair("v", "10").append_pair("encoding", "json");
        url
    }

    async fn ask_anew(&mut self) -> Result<(), GatewayError> {
        let asking = self.rest.gateway_url(Instant::now() + ASKING);
        let mut stopping = self.stopping.clone();
        let answer = tokio::select! {
            answer = asking => answer,
            // The loop finds out by itself.
            _ = stopping.wait_for(|stopping| *stopping) => return Ok(()),
        };
        match answer {
            Ok(url) => self.url = url,
            Err(error) if matches!(error.kind, RestErrorKind::Unauthorized) => {
                return Err(GatewayError::Token);
            }
            Err(error) => tracing::warn!(%error, "Discord does not tell where its gateway is."),
        }
        Ok(())
    }

    /// Waits for so long, or until the bot stops; says whether to go on.
    async fn pause(&self, time: Duration) -> bool {
        let mut stopping = self.stopping.clone();
        tokio::time::timeout(time, stopping.wait_for(|stopping| *stopping)).await.is_err()
    }
}

/// The pause before the next connection: none at first, then longer and longer.
fn pause_after(failures: u32, admitted: bool) -> Duration {
    let Some(doublings) = failures.checked_sub(2) else { return Duration::ZERO };
    let longest = if admitted { LONGEST_PAUSE_WHEN_ADMITTED } else { LONGEST_PAUSE };
    let pause = FIRST_PAUSE.saturating_mul(1 << doublings.min(10)).min(longest);
    pause.mul_f64(rand::thread_rng().gen_range(0.8..1.2))
}

/// When sessions were begun: Discord takes one every five seconds, and replaces the token of a bot that begins a
/// thousand in a day.
#[derive(Debug, Default)]
struct Identified(VecDeque<Instant>);

impl Identified {
    const APART: Duration = Duration::from_secs(5);
    /// How many an hour are taken to be honest misfortune.
    const PER_HOUR: usize = 10;
    const FAR_APART: Duration = Duration::from_secs(120);
    const HOUR: Duration = Duration::from_secs(3600);

    fn note(&mut self, now: Instant) {
        self.0.push_back(now);
        self.0.retain(|at| now.duration_since(*at) < Self::HOUR);
    }

    /// How long the next one has to wait.
    fn pause(&self, now: Instant) -> Duration {
        let lately = self.0.iter().filter(|at| now.duration_since(**at) < Self::HOUR).count();
        let apart = if lately < Self::PER_HOUR { Self::APART } else { Self::FAR_APART };
        self.0.back().map_or(Duration::ZERO, |last| (*last + apart).saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_connection_is_replaced_at_once_and_failures_wait_longer_and_longer() {
        assert_eq!(pause_after(0, true), Duration::ZERO);
        assert_eq!(pause_after(1, false), Duration::ZERO);
        let within = |pause: Duration, least: f64, most: f64| {
            assert!((least..=most).contains(&pause.as_secs_f64()), "{pause:?}");
        };
        within(pause_after(2, false), 0.2, 0.3);
        within(pause_after(4, false), 0.8, 1.2);
        within(pause_after(40, false), 24.0, 36.0);
        within(pause_after(40, true), 0.8, 1.2);
    }

    #[test]
    fn sessions_are_begun_five_seconds_apart_and_never_a_thousand_times_a_day() {
        let start = Instant::now();
        let mut identified = Identified::default();
        assert_eq!(identified.pause(start), Duration::ZERO);
        identified.note(start);
        assert_eq!(identified.pause(start + Duration::from_secs(2)), Duration::from_secs(3));
        assert_eq!(identified.pause(start + Duration::from_secs(9)), Duration::ZERO);

        let (mut now, mut sessions) = (start, 1);
        while now.duration_since(start) < Duration::from_secs(24 * 3600) {
            now += identified.pause(now).max(Duration::from_millis(1));
            identified.note(now);
            sessions += 1;
        }
        assert!(sessions < 1000, "{sessions}");
    }
}
