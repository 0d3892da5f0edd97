//! LightLayer's panel over HTTP: looking at the simulated provider, and making things happen and go wrong there.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::trouble::{Answer, Given, Means, Refusal, Trouble, TroubleWanted, snapshot};
use crate::sandbox::lightlayer::{LightLayer, Line, Operation, Reply};

/// The operations that only log in or out.
const SESSIONS: &[Operation] =
    &[Operation::Login, Operation::Logout, Operation::RefreshToken, Operation::RevokeToken];

/// Something that happens at the provider without the bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "happening", rename_all = "kebab-case", deny_unknown_fields)]
enum Happening {
    /// A ticket arrives.
    TicketArrives,
    /// The staff replies to a ticket.
    StaffReplies {
        /// Its number.
        ticket: u64,
    },
    /// The owner replies to a ticket in the portal.
    OwnerReplies {
        /// Its number.
        ticket: u64,
    },
    /// The staff opens a closed ticket again.
    StaffReopens {
        /// Its number.
        ticket: u64,
    },
    /// The staff closes a ticket.
    StaffCloses {
        /// Its number.
        ticket: u64,
    },
    /// An invoice is issued.
    InvoiceIssued,
    /// An invoice is due tomorrow.
    InvoiceDue {
        /// Its id.
        invoice: u64,
    },
    /// The day of an invoice passes.
    InvoiceOverdue {
        /// Its id.
        invoice: u64,
    },
    /// An invoice is paid elsewhere.
    InvoicePaid {
        /// Its id.
        invoice: u64,
    },
    /// Most of the credit is gone.
    CreditFalls,
    /// The credit is topped up.
    CreditRises,
    /// A notice is posted.
    NoticePosted,
    /// The owner acknowledges a notice in the portal.
    NoticeRead {
        /// Its id.
        notice: u64,
    },
    /// A VM goes down by itself.
    VmDies {
        /// The service that it belongs to.
        service: u64,
        /// The VM.
        vm: String,
    },
    /// A VM runs again.
    VmComesBack {
        /// The service that it belongs to.
        service: u64,
        /// The VM.
        vm: String,
    },
}

impl Happening {
    /// Makes it happen; false when what it happens to is not there.
    fn happen(&self, lightlayer: &LightLayer) -> bool {
        match self {
            Happening::TicketArrives => {
                let body = "Pages time out since this morning.\nWhat can we do?";
                lightlayer.ticket_arrives("Technical Support", "The shop does not load", body);
                true
            }
            Happening::StaffReplies { ticket } => {
                lightlayer.staff_replies(*ticket, "We found the cause and are repairing it.")
            }
            Happening::OwnerReplies { ticket } => {
                lightlayer.owner_replies_elsewhere(*ticket, "It has just happened again.")
            }
            Happening::StaffReopens { ticket } => lightlayer.staff_reopens(*ticket),
            Happening::StaffCloses { ticket } => lightlayer.staff_closes(*ticket),
            Happening::InvoiceIssued => {
                // The last one for the same server was cheaper by 18 %.
                let plan = Line::for_service(302, "Cloud VPS M - vps.example.com", Decimal::new(3_396, 2));
                lightlayer.invoice_is_issued(vec![plan, Line::new("Extra IPv4", Decimal::new(300, 2))]);
                true
            }
            Happening::InvoiceDue { invoice } => lightlayer.invoice_becomes_due(*invoice),
            Happening::InvoiceOverdue { invoice } => lightlayer.invoice_becomes_overdue(*invoice),
            Happening::InvoicePaid { invoice } => lightlayer.invoice_is_paid_elsewhere(*invoice),
            Happening::CreditFalls => {
                lightlayer.credit_changes(Decimal::new(1_250, 2));
                true
            }
            Happening::CreditRises => {
                lightlayer.credit_changes(Decimal::new(25_000, 2));
                true
            }
            Happening::NoticeRead { notice } => lightlayer.notice_is_read_elsewhere(*notice),
            Happening::NoticePosted => {
                let body = "The network in Frankfurt is serviced tonight between 1 and 3 o'clock.";
                lightlayer.notice_is_posted("Maintenance tonight", body);
                true
            }
            Happening::VmDies { service, vm } => lightlayer.vm_dies(*service, vm),
            Happening::VmComesBack { service, vm } => lightlayer.vm_comes_back(*service, vm),
        }
    }
}

#[derive(Clone)]
struct Panel {
    lightlayer: Arc<LightLayer>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel of a simulated LightLayer.
pub fn lightlayer_panel(lightlayer: Arc<LightLayer>) -> Router {
    Router::new()
        .route("/", get(look))
        .route("/trouble", post(set_trouble))
        .route("/happening", post(happen))
        .with_state(Panel { lightlayer, trouble: Arc::default() })
}

async fn look(State(panel): State<Panel>) -> Json<Value> {
    Json(snapshot(&panel.lightlayer, &panel.trouble))
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let refusal = json!({ "error": ["unauthorized"] }).to_string();
    let refusal = Reply::new(StatusCode::UNAUTHORIZED, "application/json", refusal);
    let means = Means { sessions: SESSIONS, guarded: Operation::ALL.to_vec(), refusal };
    body?.0.order(&panel.lightlayer, means, &panel.trouble)
}

async fn happen(State(panel): State<Panel>, body: Given<Happening>) -> Answer {
    let Json(happening) = body?;
    if happening.happen(&panel.lightlayer) {
        Ok(Json(json!({})))
    } else {
        Err(Refusal(StatusCode::NOT_FOUND, "LightLayer has no such thing".to_owned()))
    }
}
