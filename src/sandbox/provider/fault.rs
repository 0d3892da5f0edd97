//! Faults: what goes wrong, when in the life of a request, and how often.

use std::time::Duration;

use super::Endpoint;
use super::reply::Reply;

/// Where in the life of a request a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Received and recorded, nothing done yet.
    BeforeEffect,
    /// Done, not answered yet.
    AfterEffect,
    /// Done, and something was changed by it; not answered yet.
    AfterChange,
}

impl Point {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::BeforeEffect => "before-effect",
            Self::AfterEffect => "after-effect",
            Self::AfterChange => "after-change",
        }
    }
}

/// What becomes of a held request when its client goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisconnect {
    /// It is given up: a server that notices that nobody waits any more.
    Abandon,
    /// It stays held and goes on when released, although nobody hears the answer.
    Continue,
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Misbehaviour {
    /// The request waits until the test releases it.
    Hold(OnDisconnect),
    /// The connection closes without an answer.
    Drop,
    /// The request takes this much longer; it goes on even if the client has left.
    Delay(Duration),
    /// No answer ever comes; the client has to give up.
    Hang,
    /// This is answered, before the effect instead of it.
    Answer(Reply),
}

/// A misbehaviour at a point, for so many requests.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) point: Point,
    pub(super) misbehaviour: Misbehaviour,
    /// Absent: for every request from now on.
    pub(super) left: Option<u32>,
}

impl Fault {
    /// A fault that strikes before the effect, for every request.
    pub fn before(misbehaviour: Misbehaviour) -> Self {
        Self { point: Point::BeforeEffect, misbehaviour, left: None }
    }

    /// A fault that strikes after the effect, for every request.
    pub fn after(misbehaviour: Misbehaviour) -> Self {
        Self { point: Point::AfterEffect, misbehaviour, left: None }
    }

    /// A fault that strikes after a request that changed something, for every one of them.
    pub fn after_change(misbehaviour: Misbehaviour) -> Self {
        Self { point: Point::AfterChange, misbehaviour, left: None }
    }

    /// Every request is answered like this and has no effect.
    pub fn answer(reply: Reply) -> Self {
        Self::before(Misbehaviour::Answer(reply))
    }

    /// The same fault for the next request only.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// The same fault for the next `n` requests.
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.left = Some(n);
        self
    }
}

/// A fault and the operation that meets it; no operation means all.
pub(super) struct Script<O> {
    pub(super) operation: Option<O>,
    pub(super) fault: Fault,
}

impl<O: Endpoint> Script<O> {
    /// Uses the fault once if it is for `operation` and has uses left.
    pub(super) fn take(&mut self, operation: O) -> Option<Fault> {
        if self.operation.is_some_and(|own| own != operation) {
            return None;
        }
        match &mut self.fault.left {
            Some(0) => return None,
            Some(left) => *left -= 1,
            None => {}
        }
        Some(self.fault.clone())
    }

    pub(super) fn spent(&self) -> bool {
        self.fault.left == Some(0)
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let kind = match &self.fault.misbehaviour {
            Misbehaviour::Hold(OnDisconnect::Abandon) => "hold".to_owned(),
            Misbehaviour::Hold(OnDisconnect::Continue) => "hold, whoever leaves".to_owned(),
            Misbehaviour::Drop => "drop".to_owned(),
            Misbehaviour::Delay(by) => format!("delay {by:?}"),
            Misbehaviour::Hang => "hang".to_owned(),
            Misbehaviour::Answer(reply) => format!("answer {}", reply.code()),
        };
        serde_json::json!({
            "operation": self.operation.map(O::name),
            "point": self.fault.point.name(),
            "kind": kind,
            "left": self.fault.left,
        })
    }
}
