//! Tickets from the first word to the last.

use hostmaster::sandbox::lightlayer::{Effect, Operation};
use reqwest::Method;
use serde_json::{Value, json};

use super::Account;

impl Account {
    async fn ticket(&self, number: u64) -> Value {
        self.json(&format!("/tickets/{number}")).await
    }
}

#[tokio::test]
async fn a_ticket_goes_from_question_to_answer_to_closed_and_back() {
    let account = Account::documented().await;
    let sim = &account.sim;
    let opened =
        account.post("/tickets", json!({"dept_id": "1", "subject": "Slow", "body": "a\nb\r\nc"})).await;
    let number = opened.1["ticket"].as_u64().unwrap();
    let shown = account.ticket(number).await;
    assert_eq!(shown["ticket"]["body"], "a\r\nb\r\nc");
    assert_eq!([&shown["ticket"]["status"], &shown["replies"]], [&json!("Open"), &json!([])]);

    assert!(sim.staff_replies(number, "Which server?"));
    let listed = &account.json("/tickets").await["tickets"][0];
    assert_eq!(listed["ticket_number"], number.to_string(), "the one that was answered last");
    assert_eq!([&listed["status"], &listed["client_read"]], [&json!("Answered"), &json!("0")]);
    let shown = account.ticket(number).await;
    assert_eq!(shown["replies"][0]["type"], "Admin");
    assert_eq!(shown["ticket"]["client_read"], "1", "whoever looks has read it");

    account.post(&format!("/tickets/{number}"), json!({"body": "web-1"})).await;
    let shown = account.ticket(number).await;
    assert_eq!(
        [&shown["ticket"]["status"], &shown["replies"][1]["type"]],
        [&json!("Client-Reply"), &json!("Client")]
    );
    assert_eq!(shown["replies"][1]["name"], "Joe Doe");

    account.put(&format!("/tickets/{number}/close")).await;
    account.put(&format!("/tickets/{number}/close")).await;
    assert_eq!(account.ticket(number).await["ticket"]["status"], "Closed");
    account.put(&format!("/tickets/{number}/open")).await;
    account.put(&format!("/tickets/{number}/open")).await;
    assert_eq!(account.ticket(number).await["ticket"]["status"], "Open");
    let effects = account.effects();
    assert_eq!(
        effects[2..],
        [Effect::TicketClosed { ticket: number }, Effect::TicketReopened { ticket: number }]
    );
    assert_eq!(sim.count(Operation::CloseTicket), 2);
}

#[tokio::test]
async fn an_empty_ticket_is_refused_with_200() {
    let account = Account::documented().await;
    let cases = [
        (json!({"dept_id": 9, "subject": "s", "body": "b"}), "invalid_department"),
        (json!({"subject": "s", "body": "b"}), "invalid_department"),
        (json!({"dept_id": 1, "subject": " ", "body": "b"}), "empty_subject"),
        (json!({"dept_id": 1, "subject": "s"}), "empty_body"),
    ];
    for (body, code) in cases {
        assert_eq!(account.post("/tickets", body).await, (200, json!({"error": [code]})));
    }
    let reply = account.post("/tickets/736633", json!({"body": ""})).await;
    assert_eq!(reply, (200, json!({"error": ["empty_body"]})));
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn something_that_happens_to_the_documented_ticket_ends_the_disagreement_about_it() {
    let account = Account::documented().await;
    account.sim.staff_replies(736_633, "And?");
    let listed = &account.json("/tickets").await["tickets"][0];
    assert_eq!(listed["status"], "Answered");
    assert_ne!(listed["lastreply"], "2020-09-12 11:10:03");
}

#[tokio::test]
async fn a_file_of_the_staff_can_be_fetched() {
    let account = Account::documented().await;
    let bytes = b"\x00\xff not text".to_vec();
    let file = account.sim.staff_sends_file(736_633, "See the log.", "log.txt", bytes.clone()).unwrap();
    let shown = account.ticket(736_633).await;
    let reply = shown["replies"][1]["id"].as_str().unwrap();
    assert_eq!(shown["attachments"], json!({reply: [{"id": file, "org_filename": "log.txt"}]}));
    let path = format!("/ticket/attachment/{file}?number=736633");
    let answer = account.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"log.txt\"");
    assert_eq!(answer.bytes().await.unwrap(), bytes);
}
