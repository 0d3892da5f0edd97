//! Balance, invoices, credit and ways to pay.

use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, amount, body, date_time_or_never, flag, id, money, ok};
use crate::sandbox::lightlayer::billing::{Invoice, InvoiceStatus, Line};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "invoice_not_found";

pub(super) fn balance(state: &State) -> Reply {
    let body = json!({
        "success": true,
        "details": {
            "currency": state.currency,
            "acc_balance": money(state.balance()),
            "acc_credit": money(state.credit),
        }
    });
    if state.quirks.doubled_braces {
        Reply::new(StatusCode::OK, "application/json; charset=utf-8", format!("{{\n{body}\n}}"))
    } else {
        ok(&body)
    }
}

pub(super) fn list(state: &State) -> Reply {
    let invoices: Vec<_> = state
        .invoices
        .values()
        .rev()
        .map(|invoice| {
            json!({
                "id": invoice.id.to_string(),
                "date": invoice.date.to_string(),
                "dateorig": invoice.date.to_string(),
                "duedate": invoice.due_date.to_string(),
                "paybefore": invoice.due_date.to_string(),
                "total": money(shown_total(state, invoice)),
                "datepaid": date_time_or_never(invoice.paid_at),
                "status": invoice.status.name(),
                "merge_id": null,
                "number": invoice.number,
                "currency": state.currency,
            })
        })
        .collect();
    ok(&json!({"invoices": invoices}))
}

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let invoice = state.invoices.get(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    Ok(ok(&json!({"invoice": {
        "id": invoice.id.to_string(),
        "status": invoice.status.name(),
        "date": invoice.date.to_string(),
        "duedate": invoice.due_date.to_string(),
        "paybefore": invoice.due_date.to_string(),
        "datepaid": date_time_or_never(invoice.paid_at),
        "subtotal": amount(invoice.subtotal()),
        "credit": amount(invoice.credit),
        "tax": amount(invoice.tax()),
        "taxrate": amount(invoice.tax_rate),
        "tax2": 0,
        "taxrate2": 0,
        "taxexempt": "0",
        "total": amount(shown_total(state, invoice)),
        "rate": 1,
        "rate2": 0,
        "rate3": 1,
        "notes": invoice.notes,
        "items": items(state, invoice),
        "client": invoice.client,
        "number": invoice.number,
        "currency": state.currency,
    }})))
}

fn shown_total(state: &State, invoice: &Invoice) -> Decimal {
    if state.quirks.totals_are_net { invoice.due() } else { invoice.total() }
}

fn items(state: &State, invoice: &Invoice) -> Value {
    if state.quirks.items_are_a_map {
        let by_id = invoice.lines.iter().map(|line| (line.id.to_string(), item(invoice, line)));
        super::map(by_id.collect::<Map<_, _>>())
    } else {
        invoice.lines.iter().map(|line| item(invoice, line)).collect()
    }
}

fn item(invoice: &Invoice, line: &Line) -> Value {
    json!({
        "id": line.id.to_string(),
        "invoice_id": invoice.id.to_string(),
        "type": line.kind,
        "item_id": line.item_id,
        "description": line.description,
        "amount": money(line.amount),
        "taxed": flag(line.taxed),
        "qty": "1.00",
        "linetotal": money(line.amount),
    })
}

pub(super) fn apply_credit(state: &mut State, call: &Call) -> Result<Answer> {
    let refuse = |code| Refusal::of_content(code).with_false("success");
    let wanted = match body(call).get("amount") {
        None | Some(Value::Null) => None,
        Some(amount) => Some(
            decimal(amount)
                .filter(|amount| *amount > Decimal::ZERO)
                .ok_or_else(|| refuse("invalid_amount"))?,
        ),
    };
    let (now, credit) = (state.now(), state.credit);
    let invoice = state
        .invoices
        .get_mut(&id(call, UNKNOWN)?)
        .ok_or_else(|| Refusal::not_found(UNKNOWN).with_false("success"))?;
    if invoice.status != InvoiceStatus::Unpaid {
        return Err(refuse("invoice_not_unpaid"));
    }
    // Whoever offers more than is open pays what is open.
    let applied = wanted.unwrap_or(credit).min(invoice.due());
    if applied <= Decimal::ZERO || applied > credit {
        return Err(refuse("not_enough_credit"));
    }
    invoice.credit += applied;
    state.credit -= applied;
    if invoice.due() <= Decimal::ZERO {
        (invoice.status, invoice.paid_at) = (InvoiceStatus::Paid, Some(now));
    }
    let reply = ok(&json!({
        "success": true,
        "invoice_status": invoice.status.name(),
        "applied": amount(applied),
    }));
    let invoice = invoice.id;
    state.set_up_paid(invoice);
    Ok(Answer { reply, effect: Some(Effect::CreditApplied { invoice, amount: applied }) })
}

/// A number, or a text that is one; both occur in the wild.
fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn fees(state: &State) -> Reply {
    let fees: Vec<_> = state
        .payment_fees
        .iter()
        .map(|fee| {
            json!({
                "id": fee.id,
                "name": fee.name,
                "fixed_fee": format!("{:.1}", fee.fixed),
                "percent_fee": format!("{:.1}", fee.percent),
            })
        })
        .collect();
    ok(&json!({"payments": fees}))
}
