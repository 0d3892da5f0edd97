//! The web page: the client of the simulated Discord, a panel of each simulated provider, and what the bot wrote down.
//!
//! Plain files, compiled in. The page acts through the routes of [`client_router`] and has no other way to the bot: it
//! can read what the bot wrote down, and that is all. The panels have the routes below, with the same protection. All bodies and answers are JSON; a refusal is
//! `{"error": "..."}` with 400 for a body that makes no sense and 404 for a thing that is not there.
//!
//! # `GET /sandbox/provider`
//! `{"trouble", "now", "servers": [{"server": {...}, "mode"}], "requests": [REQUEST]}`: the servers as LlamaLink lists
//! them, the mode each is in, and the newest requests, oldest first, as [`RecordedRequest::to_json`] writes them.
//!
//! # `POST /sandbox/provider/trouble`
//! `{"trouble": "none" | "hang" | "error-500" | "html" | "lost-answer" | "key-refused"}`: what goes wrong from now on.
//!
//! # `POST /sandbox/provider/crash`
//! `{"server": 42}`: the server goes down by itself.
//!
//! # `POST /sandbox/provider/mode`
//! `{"server": 42, "mode": "normal" | "unobservable" | "stuck-down" | "ignores-commands"}`: how it takes its orders.
//!
//! # `POST /sandbox/provider/happening`
//! `{"happening": "order-placed" | "orders-set-up"}`: a plan is ordered there, not through the bot; what was ordered so
//! is set up.
//!
//! # `GET /sandbox/lightlayer`
//! `{"trouble", "now", "credit", "balance", "currency", "tickets", "invoices", "services", "notices", "requests", ...}`:
//! LightLayer's state, and the newest requests, as above.
//!
//! # `POST /sandbox/lightlayer/trouble`
//! As for LlamaLink; `key-refused` refuses the password and every token.
//!
//! # `POST /sandbox/lightlayer/happening`
//! `{"happening": "ticket-arrives" | "invoice-issued" | "notice-posted"}`, or with the thing that it happens to:
//! `"staff-replies" | "staff-closes"` and a `ticket`, `"invoice-overdue" | "invoice-paid"` and an `invoice`,
//! `"vm-dies" | "vm-comes-back"`, a `service` and a `vm`.
//!
//! # `GET /sandbox/iv`
//! `{"trouble", "now", "credit", "bonus", "servers", "invoices", "requests"}`: IV's state, and the newest requests, as
//! above and without the password that each carries.
//!
//! # `POST /sandbox/iv/trouble`
//! As for LlamaLink; `key-refused` refuses the API's user.
//!
//! # `POST /sandbox/iv/happening`
//! `{"happening": "invoice-issued" | "credit-used"}`, or with more: `"invoice-paid"` and an `invoice`, `"tasks-stall"`,
//! a `server` and whether it is `stuck`, `"caller-moves"` and whether it is `inside` then.
//!
//! # `GET /sandbox/inferno`
//! `{"trouble", "now", "balance", "orders", "keys", "requests"}`: Inferno's state, and the newest requests, as above and
//! without the key that each carries.
//!
//! # `POST /sandbox/inferno/trouble`
//! As for LlamaLink; `key-refused` refuses the key.
//!
//! # `POST /sandbox/inferno/happening`
//! `{"happening": "order-placed" | "balance-used"}`, or with more: `"order-paid"` and an `order`, `"vps-behaves"`, an
//! `order` and a `mode`, `"vps-runs"`, an `order` and whether it is `running` then, `"list-changes"` and whether the caller's address is `listed` then.
//!
//! # `GET /sandbox/klikk`
//! `{"trouble", "now", "credit", "orders", "requests"}`: Klikk's state, and the newest requests, as above and without the
//! token that each carries.
//!
//! # `POST /sandbox/klikk/trouble`
//! As for LlamaLink; `key-refused` refuses the token.
//!
//! # `POST /sandbox/klikk/happening`
//! `{"happening": "order-placed" | "period-ends"}`, or with more: `"credit-changes"` and whether there is `enough`,
//! `"order-paid" | "order-created"` and an `order`, `"vps-runs"`, an `item` and whether its server is `running` then,
//! `"filter-changes"` and whether the caller's address is `inside` then.
//!
//! # `GET /sandbox/bot`
//! What the bot wrote down, newest first: `{"audit": [{"number", "at", "invocation", "user", "channel", "action",
//! "target", "result", "detail"}], "journal": [{"id", "invocation", "user", "action", "target", "state", "intended",
//! "sent", "ended", "followed": {"ended", "verdict"} | null}]}`. There is no `POST` beside it.
//!
//! [`RecordedRequest::to_json`]: super::provider::RecordedRequest::to_json

mod bot;
mod inferno;
mod iv;
mod klikk;
mod lightlayer;
mod provider;
mod trouble;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub use self::bot::Records;
use super::discord::{Simulator, client_router, host_is_local};
use super::inferno::Inferno;
use super::iv::Iv;
use super::klikk::Klikk;
use super::lightlayer::LightLayer;
use super::llamalink::LlamaLink;

/// Images may come from the simulated Discord, which has a port of its own.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' http://127.0.0.1:*; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, media type and content of every file.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("index.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("style.css")),
    ("/icon.svg", "image/svg+xml", include_str!("icon.svg")),
    ("/main.js", SCRIPT, include_str!("main.js")),
    ("/api.js", SCRIPT, include_str!("api.js")),
    ("/dom.js", SCRIPT, include_str!("dom.js")),
    ("/time.js", SCRIPT, include_str!("time.js")),
    ("/world.js", SCRIPT, include_str!("world.js")),
    ("/markdown.js", SCRIPT, include_str!("markdown.js")),
    ("/messages.js", SCRIPT, include_str!("messages.js")),
    ("/message.js", SCRIPT, include_str!("message.js")),
    ("/commands.js", SCRIPT, include_str!("commands.js")),
    ("/composer.js", SCRIPT, include_str!("composer.js")),
    ("/suggestions.js", SCRIPT, include_str!("suggestions.js")),
    ("/modal.js", SCRIPT, include_str!("modal.js")),
    ("/provider.js", SCRIPT, include_str!("provider.js")),
    ("/lightlayer.js", SCRIPT, include_str!("lightlayer.js")),
    ("/iv.js", SCRIPT, include_str!("iv.js")),
    ("/inferno.js", SCRIPT, include_str!("inferno.js")),
    ("/klikk.js", SCRIPT, include_str!("klikk.js")),
    ("/panel.js", SCRIPT, include_str!("panel.js")),
    ("/bot.js", SCRIPT, include_str!("bot.js")),
    ("/tour.js", SCRIPT, include_str!("tour.js")),
    ("/unread.js", SCRIPT, include_str!("unread.js")),
];

/// Everything that the browser asks for.
pub fn router(
    discord: &Simulator,
    llamalink: Arc<LlamaLink>,
    lightlayer: Arc<LightLayer>,
    iv: Arc<Iv>,
    inferno: Arc<Inferno>,
    klikk: Arc<Klikk>,
    records: Records,
) -> Router {
    let mut files = Router::new();
    for (path, media_type, content) in FILES {
        files = files.route(path, get(([(header::CONTENT_TYPE, *media_type)], *content)));
    }
    // A link to the page may stand anywhere, so only the Host matters here; what acts refuses other sites too.
    files
        .layer(middleware::from_fn(local_host))
        .merge(provider::router(llamalink))
        .merge(lightlayer::router(lightlayer))
        .merge(iv::router(iv))
        .merge(inferno::router(inferno))
        .merge(klikk::router(klikk))
        .merge(bot::router(records))
        .merge(client_router(discord))
        .layer(middleware::from_fn(harden))
}

async fn local_host(request: Request, next: Next) -> Response {
    if host_is_local(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This page is for this machine only: open it at its 127.0.0.1 address.\n")
            .into_response()
    }
}

async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
