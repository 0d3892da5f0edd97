//! A provider whose lists are as long as wanted, in a process of its own.
//!
//! An account at `/<invoices>/<tickets>/api` has so many of each; accounts at one address are one and the same.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::process::Process;

/// The variable that makes a process of this binary the portal.
pub const PORTAL: &str = "HOSTMASTER_BENCH_PORTAL";

/// The running portal.
pub struct Portal {
    address: String,
    client: reqwest::Client,
    _process: Process,
}

impl Portal {
    /// Starts it.
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("the bench's own path"))
            .env(PORTAL, "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the portal's process starts");
        let mut address = String::new();
        let said = BufReader::new(child.stdout.take().expect("its output is piped")).read_line(&mut address);
        said.expect("the portal says where it is");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Portal { address: address.trim().to_owned(), client, _process: Process(child) }
    }

    /// The base URL of an account with so many invoices and tickets.
    pub fn base_url(&self, invoices: usize, tickets: usize) -> String {
        format!("{}/{invoices}/{tickets}/api", self.address)
    }

    /// Lets that many more be there in an account's list, `invoice` or `tickets`.
    pub async fn add(&self, base_url: &str, list: &str, count: usize) {
        let url = format!("{base_url}/more/{list}/{count}");
        let answer = self.client.post(url).send().await.expect("the portal answers");
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// How many lists it was asked for.
    pub async fn asked(&self) -> u64 {
        let answer = self.client.get(format!("{}/asked", self.address)).send().await;
        let text = answer.expect("the portal answers").text().await.expect("it says a number");
        text.parse().expect("it says a number")
    }
}

/// The lists of one account.
#[derive(Default)]
struct Lists {
    invoices: Vec<Value>,
    tickets: Vec<Value>,
    invoice_body: Bytes,
    ticket_body: Bytes,
}

impl Lists {
    fn new(invoices: usize, tickets: usize) -> Self {
        let mut lists = Lists {
            invoices: (0..invoices).map(|nth| invoice(nth, "Paid", "2016-12-30", "2017-01-06")).collect(),
            tickets: (0..tickets).map(|nth| ticket(nth, "Closed", "2016-12-30 12:48:13")).collect(),
            ..Lists::default()
        };
        lists.write();
        lists
    }

    fn write(&mut self) {
        self.invoice_body = json!({ "invoices": self.invoices }).to_string().into();
        self.ticket_body = json!({ "tickets": self.tickets }).to_string().into();
    }
}

fn invoice(nth: usize, status: &str, date: &str, due: &str) -> Value {
    json!({
        "id": (1000 + nth).to_string(), "date": date, "dateorig": date, "duedate": due, "paybefore": due,
        "total": "19.65", "datepaid": if status == "Paid" { "2016-12-30 12:40:47" } else { "0000-00-00 00:00:00" },
        "status": status, "merge_id": null, "number": format!("2016/12/{nth}"), "currency": "USD",
    })
}

fn ticket(nth: usize, status: &str, date: &str) -> Value {
    json!({
        "client_read": "1", "ticket_number": (700_000 + nth).to_string(), "date": date, "deptname": "Billing",
        "subject": format!("Lore ipsum {nth}"), "status": status, "lastreply": date,
    })
}

#[derive(Default)]
struct Shared {
    accounts: Mutex<HashMap<(usize, usize), Lists>>,
    asked: AtomicU64,
}

impl Shared {
    fn with<T>(&self, account: (usize, usize), act: impl FnOnce(&mut Lists) -> T) -> T {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        act(accounts.entry(account).or_insert_with(|| Lists::new(account.0, account.1)))
    }
}

fn answer(body: impl Into<Bytes>) -> Response {
    ([(CONTENT_TYPE, "application/json")], body.into()).into_response()
}

async fn list(
    State(shared): State<Arc<Shared>>,
    Path((invoices, tickets, list)): Path<(usize, usize, String)>,
) -> Response {
    shared.asked.fetch_add(1, Ordering::Relaxed);
    shared.with((invoices, tickets), |lists| match list.as_str() {
        "invoice" => answer(lists.invoice_body.clone()),
        "tickets" => answer(lists.ticket_body.clone()),
        "balance" => answer(
            r#"{"success":true,"details":{"currency":"USD","acc_balance":"0.00","acc_credit":"5.00"}}"#,
        ),
        "service" => answer(r#"{"services":[]}"#),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
}

async fn one(
    State(shared): State<Arc<Shared>>,
    Path((invoices, tickets, list, id)): Path<(usize, usize, String, String)>,
) -> Response {
    shared.with((invoices, tickets), |lists| {
        let found =
            |list: &[Value], key: &str| list.iter().rev().find(|item| item[key] == id.as_str()).cloned();
        match list.as_str() {
            "notifications" => {
                shared.asked.fetch_add(1, Ordering::Relaxed);
                answer(r#"{"notifications":[]}"#)
            }
            "invoice" => match found(&lists.invoices, "id") {
                Some(mut invoice) => {
                    invoice["items"] = json!([{
                        "id": "12305", "type": "Hosting", "item_id": "301", "description": "Example service",
                        "amount": "19.65", "taxed": "0", "qty": "1.00", "linetotal": "19.65",
                    }]);
                    answer(json!({ "invoice": invoice }).to_string())
                }
                None => StatusCode::NOT_FOUND.into_response(),
            },
            _ => match found(&lists.tickets, "ticket_number") {
                Some(mut ticket) => {
                    ticket["body"] = json!("Donec sollicitudin molestie malesuada.");
                    answer(json!({ "ticket": ticket, "replies": [] }).to_string())
                }
                None => StatusCode::NOT_FOUND.into_response(),
            },
        }
    })
}

async fn more(
    State(shared): State<Arc<Shared>>,
    Path((invoices, tickets, list, count)): Path<(usize, usize, String, usize)>,
) {
    let now = Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string();
    shared.with((invoices, tickets), |lists| {
        for _ in 0..count {
            if list == "invoice" {
                lists.invoices.push(invoice(lists.invoices.len(), "Unpaid", &now[..10], "2099-01-06"));
            } else {
                lists.tickets.push(ticket(lists.tickets.len(), "Open", &now));
            }
        }
        lists.write();
    });
}

async fn asked(State(shared): State<Arc<Shared>>) -> String {
    shared.asked.load(Ordering::Relaxed).to_string()
}

/// Serves until the process is ended.
pub async fn serve() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("http://{}", listener.local_addr().expect("it is bound"));
    let router = Router::new()
        .route("/asked", get(asked))
        .route("/{invoices}/{tickets}/api/{list}", get(list))
        .route("/{invoices}/{tickets}/api/{list}/{id}", get(one))
        .route("/{invoices}/{tickets}/api/more/{list}/{count}", post(more))
        .with_state(Arc::new(Shared::default()));
    axum::serve(listener, router).await.expect("it serves until it is ended");
}
