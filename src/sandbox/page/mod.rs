//! The web page: the client of the simulated Discord, a panel of each account's simulated provider, and what the bot wrote down.
//!
//! Plain files, compiled in. The page acts through the routes of [`client_router`] and has no other way to the bot: it
//! can read what the bot wrote down, and that is all. The panels have the routes below, with the same protection. All
//! bodies and answers are JSON; a refusal is `{"error": "..."}` with 400 for a body that makes no sense and 404 for a thing that is not there.
//!
//! # `GET /sandbox/accounts`
//! `[{"name", "provider", "title"}]`: the accounts that are configured now, each with its provider's name as the
//! configuration writes it and as the provider does.
//!
//! # `GET /sandbox/accounts/NAME`
//! What is there at the account's provider, `"trouble"`, `"now"`, and the newest `"requests"`, oldest first, as
//! [`RecordedRequest::to_json`] writes them and without what they carry as proof. Of LlamaLink besides `"servers":
//! [{"server": {...}, "mode"}]`, of LightLayer `"credit", "balance", "currency", "tickets", "invoices", "services",
//! "notices"`, of IV `"credit", "bonus", "servers", "invoices"`, of Inferno `"balance", "orders", "keys"`, of Klikk
//! `"credit", "orders"`.
//!
//! # `POST /sandbox/accounts/NAME/trouble`
//! `{"trouble": "none" | "hang" | "error-500" | "html" | "lost-answer" | "key-refused"}`: what goes wrong from now on.
//!
//! # `POST /sandbox/accounts/NAME/happening`
//! `{"happening": ...}`, with the thing that it happens to.
//!
//! - LlamaLink: `"order-placed" | "orders-set-up"`: a plan is ordered there, not through the bot; what was ordered so is
//!   set up.
//! - LightLayer: `"ticket-arrives" | "invoice-issued" | "notice-posted" | "credit-falls" | "credit-rises"`,
//!   `"staff-replies" | "owner-replies" | "staff-closes" | "staff-reopens"` and a `ticket`, `"invoice-due" |
//!   "invoice-overdue" | "invoice-paid"` and an `invoice`, `"notice-read"` and a `notice`, `"vm-dies" | "vm-comes-back"`, a
//!   `service` and a `vm`.
//! - IV: `"invoice-issued" | "credit-used"`, `"invoice-paid"` and an `invoice`, `"tasks-stall"`, a `server` and whether it
//!   is `stuck`, `"caller-moves"` and whether it is `inside` then.
//! - Inferno: `"order-placed" | "balance-used"`, `"order-paid"` and an `order`, `"vps-behaves"`, an `order` and a `mode`,
//!   `"vps-runs"`, an `order` and whether it is `running` then, `"list-changes"` and whether the caller's address is
//!   `listed` then.
//! - Klikk: `"order-placed" | "period-ends"`, `"credit-changes"` and whether there is `enough`, `"order-paid" |
//!   "order-created"` and an `order`, `"vps-runs"`, an `item` and whether its server is `running` then, `"filter-changes"`
//!   and whether the caller's address is `inside` then.
//!
//! # `POST /sandbox/accounts/NAME/crash`
//! At LlamaLink, `{"server": 42}`: the server goes down by itself.
//!
//! # `POST /sandbox/accounts/NAME/mode`
//! At LlamaLink, `{"server": 42, "mode": "normal" | "unobservable" | "stuck-down" | "ignores-commands"}`: how it takes its
//! orders.
//!
//! # `GET /sandbox/bot`
//! What the bot wrote down, newest first: `{"audit": [{"number", "at", "invocation", "user", "guild", "channel", "action",
//! "target", "result", "detail"}], "journal": [{"id", "invocation", "user", "guild", "action", "target", "state", "intended",
//! "sent", "ended", "followed": {"ended", "verdict"} | null}]}`. There is no `POST` beside it.
//!
//! # `GET /sandbox/line`, `POST /sandbox/line/trouble`
//! `{"trouble": "none" | "answers-lost"}`: whether the bot's answers to interactions come through to the simulated Discord.
//!
//! # `GET /sandbox/configuration`
//! The configuration in force: `{"file": text | null, "accounts": ["NAME"], "members": [{"id", "guild", "note": text | null, "channel", "tries":
//! {CHANNEL: ["/vps list"]}}], "read": {"at", "taken_over", "text"} | null}`: in the order of the file, what each member
//! may begin with and in which channel, and what became of the file when it was last read again.
//!
//! [`RecordedRequest::to_json`]: super::provider::RecordedRequest::to_json

mod bot;
mod configuration;
mod inferno;
mod iv;
mod klikk;
mod lightlayer;
mod line;
mod llamalink;
mod trouble;

use std::collections::HashMap;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

pub use self::bot::Records;
pub use self::configuration::{Beginning, Configuration, ReadAgain, SharedConfiguration};
pub use self::inferno::inferno_panel;
pub use self::iv::iv_panel;
pub use self::klikk::klikk_panel;
pub use self::lightlayer::lightlayer_panel;
pub use self::llamalink::llamalink_panel;
use super::discord::{Simulator, client_router, host_is_local, local_only};

/// An account on the page.
pub struct Account {
    /// Its name.
    pub name: String,
    /// The provider that it is at, as the configuration writes it.
    pub provider: &'static str,
    /// The provider's name as it writes itself.
    pub title: &'static str,
    /// What the panel of its simulator answers.
    pub panel: Router,
}

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
    ("/scroll.js", SCRIPT, include_str!("scroll.js")),
    ("/panes.js", SCRIPT, include_str!("panes.js")),
    ("/kept.js", SCRIPT, include_str!("kept.js")),
    ("/welcome.js", SCRIPT, include_str!("welcome.js")),
    ("/configuration.js", SCRIPT, include_str!("configuration.js")),
    ("/messages.js", SCRIPT, include_str!("messages.js")),
    ("/message.js", SCRIPT, include_str!("message.js")),
    ("/commands.js", SCRIPT, include_str!("commands.js")),
    ("/composer.js", SCRIPT, include_str!("composer.js")),
    ("/suggestions.js", SCRIPT, include_str!("suggestions.js")),
    ("/modal.js", SCRIPT, include_str!("modal.js")),
    ("/accounts.js", SCRIPT, include_str!("accounts.js")),
    ("/llamalink.js", SCRIPT, include_str!("llamalink.js")),
    ("/lightlayer.js", SCRIPT, include_str!("lightlayer.js")),
    ("/iv.js", SCRIPT, include_str!("iv.js")),
    ("/inferno.js", SCRIPT, include_str!("inferno.js")),
    ("/klikk.js", SCRIPT, include_str!("klikk.js")),
    ("/panel.js", SCRIPT, include_str!("panel.js")),
    ("/requests.js", SCRIPT, include_str!("requests.js")),
    ("/bot.js", SCRIPT, include_str!("bot.js")),
    ("/line.js", SCRIPT, include_str!("line.js")),
    ("/tour.js", SCRIPT, include_str!("tour.js")),
    ("/unread.js", SCRIPT, include_str!("unread.js")),
];

/// Everything that the browser asks for.
pub fn router(
    discord: &Simulator,
    accounts: Vec<Account>,
    records: Records,
    configuration: SharedConfiguration,
) -> Router {
    let panels = panels(accounts, configuration.clone());
    let looks = bot::router(records).merge(configuration::router(configuration)).merge(line::router(discord));
    let mut files = Router::new();
    for (path, media_type, content) in FILES {
        files = files.route(path, get(([(header::CONTENT_TYPE, *media_type)], *content)));
    }
    // A link to the page may stand anywhere, so only the Host matters here; what acts refuses other sites too.
    files
        .layer(middleware::from_fn(local_host))
        .merge(panels.merge(looks).layer(middleware::from_fn(local_only)))
        .merge(client_router(discord))
        .layer(middleware::from_fn(harden))
}

fn panels(accounts: Vec<Account>, configuration: SharedConfiguration) -> Router {
    let known: HashMap<String, Value> = accounts
        .iter()
        .map(|Account { name, provider, title, .. }| {
            (name.clone(), json!({ "name": name, "provider": provider, "title": title }))
        })
        .collect();
    let list = move || {
        let listed = configuration.now().accounts;
        let list: Value = listed.iter().filter_map(|name| known.get(name).cloned()).collect();
        async { Json(list) }
    };
    let mut router = Router::new().route("/sandbox/accounts", get(list));
    for Account { name, panel, .. } in accounts {
        router = router.nest(&format!("/sandbox/accounts/{name}"), panel);
    }
    router
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
