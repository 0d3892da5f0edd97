//! The life of a request: received, recorded, spoilt by a fault or not, carried out, answered.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::{Response, StatusCode};
use axum::routing::on;
use tokio::sync::oneshot;

use super::connection::Line;
use super::fault::{Fault, Misbehaviour, OnDisconnect, Point};
use super::record::{LedgerEntry, Outcome, RecordedRequest};
use super::reply::Reply;
use super::simulator::{Held, Inner, Shared};
use super::{Call, Endpoint, Provider};

/// No documented body comes near this size.
const LARGEST_BODY: usize = 1024 * 1024;

/// The documented paths; a HEAD request counts as GET, as it does in most web frameworks.
pub(super) fn router<P: Provider>(shared: Arc<Shared<P>>) -> Router {
    let mut router = Router::new();
    let place = |operation: P::Operation| (operation.template(), operation.filter());
    let mut left = P::Operation::ALL.to_vec();
    while let Some(&first) = left.first() {
        let (here, rest): (Vec<_>, _) = left.into_iter().partition(|other| place(*other) == place(first));
        left = rest;
        let shared = Arc::clone(&shared);
        let here: Arc<[P::Operation]> = here.into();
        let handler = move |line: ConnectInfo<Line>,
                            parameters: Result<RawPathParams, RawPathParamsRejection>,
                            request: Request| {
            let parameters = parameters
                .map(|parameters| parameters.iter().map(|(_, value)| value.to_owned()).collect())
                .unwrap_or_default();
            serve(Arc::clone(&shared), Arc::clone(&here), parameters, line.0, request)
        };
        let path = format!("{}{}", P::BASE_PATH, first.template());
        router = router.route(&path, on(first.filter(), handler));
    }
    let unknown = move |line: ConnectInfo<Line>, request: Request| {
        serve(Arc::clone(&shared), Arc::default(), Vec::new(), line.0, request)
    };
    router.method_not_allowed_fallback(unknown.clone()).fallback(unknown)
}

async fn serve<P: Provider>(
    shared: Arc<Shared<P>>,
    here: Arc<[P::Operation]>,
    parameters: Vec<String>,
    line: Line,
    request: Request,
) -> Response<Body> {
    let _under_way = shared.begin();
    let (mut parts, body) = request.into_parts();
    for name in P::Operation::SECRET_HEADERS.iter().copied().chain([AUTHORIZATION.as_str()]) {
        if let Some(value) = parts.headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return P::refuse(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };

    let asked = |operation: &&P::Operation| operation.is_asked_for(parts.uri.query(), &body);
    let operation = here.iter().find(asked).copied();
    let reply = {
        let mut inner = shared.lock();
        let number = inner.log.number(operation);
        if inner.log.recording {
            let authorization = inner.state.judge(&parts, &body);
            let request = RecordedRequest {
                number,
                operation,
                method: parts.method,
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().map(str::to_owned),
                authorization,
                headers: parts.headers.clone(),
                body: body.clone(),
                at: inner.state.clock().now(),
                outcome: Outcome::Pending,
                carried_out: false,
            };
            inner.log.push(request);
        }
        match operation {
            None => {
                let reply = P::refuse(StatusCode::NOT_FOUND);
                inner.log.settle(number, Outcome::Answered(reply.code()));
                Ok(reply)
            }
            Some(operation) => {
                let query = parts.uri.query().map(str::to_owned);
                let call = Call { operation, number, parameters, query, headers: parts.headers, body };
                match inner.next_fault(operation) {
                    None => {
                        let (reply, _) = inner.carry_out(&call);
                        inner.log.settle(number, Outcome::Answered(reply.code()));
                        Ok(reply)
                    }
                    Some(fault) => Err((call, fault)),
                }
            }
        }
    };
    shared.announce();

    match reply {
        Ok(reply) => reply.into_response(),
        Err((call, fault)) => {
            // A task of its own, since this one ends when the client leaves and the provider need not.
            let (answer, answered) = oneshot::channel();
            tokio::spawn(misbehave(Arc::clone(&shared), call, fault, line, answer));
            match answered.await {
                Ok(reply) => reply.into_response(),
                // The connection is being cut, and nothing may be written to it first.
                Err(_) => std::future::pending().await,
            }
        }
    }
}

impl<P: Provider> Inner<P> {
    fn next_fault(&mut self, operation: P::Operation) -> Option<Fault> {
        let fault = self.scripts.iter_mut().find_map(|script| script.take(operation));
        if fault.is_some() {
            self.scripts.retain(|script| !script.spent());
        }
        fault
    }

    /// Does what is asked; the answer, and whether something was changed.
    fn carry_out(&mut self, call: &Call<P::Operation>) -> (Reply, bool) {
        let answer = self.state.carry_out(call);
        let changed = answer.effect.is_some();
        if let Some(effect) = answer.effect {
            let at = self.state.clock().now();
            self.ledger.push(LedgerEntry { at, request: call.number, effect });
            self.log.mark_carried_out(call.number);
        }
        (answer.reply, changed)
    }
}

/// How a request goes on after a misbehaviour.
enum Course {
    GoOn,
    Answer(Reply),
    Drop,
    ClientLeft,
}

async fn misbehave<P: Provider>(
    shared: Arc<Shared<P>>,
    call: Call<P::Operation>,
    fault: Fault,
    line: Line,
    mut answer: oneshot::Sender<Reply>,
) {
    let mut course = Course::GoOn;
    if fault.point == Point::BeforeEffect {
        course = strike(&shared, &call, &fault, &mut answer).await;
    }
    if matches!(course, Course::GoOn) {
        let (reply, changed) = shared.lock().carry_out(&call);
        shared.announce();
        course = Course::Answer(reply);
        let is_due = match fault.point {
            Point::BeforeEffect => false,
            Point::AfterEffect => true,
            Point::AfterChange => changed,
        };
        if is_due {
            match strike(&shared, &call, &fault, &mut answer).await {
                Course::GoOn => {}
                other => course = other,
            }
        }
    }
    match course {
        Course::Answer(reply) => {
            // Before the answer, so that whoever has it finds the record complete.
            if !answer.is_closed() {
                shared.settle(call.number, Outcome::Answered(reply.code()));
            }
            if answer.send(reply).is_err() {
                shared.settle(call.number, Outcome::ClientLeft);
            }
        }
        Course::Drop => {
            shared.settle(call.number, Outcome::Dropped);
            line.cut();
        }
        Course::GoOn | Course::ClientLeft => {
            shared.settle(call.number, Outcome::ClientLeft);
            line.cut();
        }
    }
}

async fn strike<P: Provider>(
    shared: &Shared<P>,
    call: &Call<P::Operation>,
    fault: &Fault,
    answer: &mut oneshot::Sender<Reply>,
) -> Course {
    match &fault.misbehaviour {
        Misbehaviour::Drop => Course::Drop,
        Misbehaviour::Answer(reply) => Course::Answer(reply.clone()),
        Misbehaviour::Delay(by) => {
            outlast(shared, call, answer, tokio::time::sleep(*by)).await;
            Course::GoOn
        }
        Misbehaviour::Hang => {
            answer.closed().await;
            Course::ClientLeft
        }
        Misbehaviour::Hold(on_disconnect) => {
            let (release, released) = oneshot::channel();
            let held = Held { operation: call.operation, point: fault.point, release };
            shared.lock().held.insert(call.number, held);
            shared.announce();
            let released = match on_disconnect {
                OnDisconnect::Continue => outlast(shared, call, answer, released).await.is_ok(),
                OnDisconnect::Abandon => tokio::select! {
                    released = released => released.is_ok(),
                    () = answer.closed() => false,
                },
            };
            shared.lock().held.remove(&call.number);
            if released { Course::GoOn } else { Course::ClientLeft }
        }
    }
}

/// Waits for `end` whether the client stays or not, and notes when it leaves.
async fn outlast<P: Provider, T>(
    shared: &Shared<P>,
    call: &Call<P::Operation>,
    answer: &mut oneshot::Sender<Reply>,
    end: impl Future<Output = T>,
) -> T {
    let mut end = std::pin::pin!(end);
    tokio::select! {
        ended = &mut end => return ended,
        () = answer.closed() => shared.settle(call.number, Outcome::ClientLeft),
    }
    end.await
}

impl<P: Provider> Shared<P> {
    fn settle(&self, number: u64, outcome: Outcome) {
        self.lock().log.settle(number, outcome);
        self.announce();
    }
}
