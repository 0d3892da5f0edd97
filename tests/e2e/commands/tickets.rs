//! `/ticket` and `/notice`: what comes back, what reaches LightLayer and what the audit keeps.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Member, Message};
use hostmaster::sandbox::lightlayer::{Author, Effect, State, Ticket};
use insta::assert_snapshot;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::stage::{SOON, Setup, Stage};
use crate::told::{Told, asked_since, card, last_request, steady, told};

/// Grants under which operators do everything with tickets and notices, support reads, and nobody else does anything.
pub const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["ticket.*", "notice.*"]

[[grants]]
roles = ["444444444444444444"]
allow = ["ticket.list", "ticket.show"]
"#;

/// A ticket of a fixed number that was opened on a fixed day.
fn ticket(number: u64, subject: &str) -> Ticket {
    let mut state = State::documented();
    let documented = state.tickets.remove(&736_633).unwrap();
    Ticket {
        number,
        subject: subject.to_owned(),
        date: date(2026, 1, 1).at(0, 0, 0, 0),
        replies: vec![],
        listed: None,
        body: "Hello".to_owned(),
        ..documented
    }
}

/// The documented account with two more tickets, one of which is closed, and a second department.
pub fn setup() -> Setup {
    let mut state = State::documented();
    let lived_in = State::sandbox();
    state.departments = lived_in.departments;
    state.notices = lived_in.notices;
    state.statuses = lived_in.statuses;
    let mut closed = ticket(100_001, "Old matter");
    closed.status = hostmaster::sandbox::lightlayer::TicketStatus::Closed;
    state.tickets.insert(100_001, closed);
    state.tickets.insert(100_002, ticket(100_002, "web-1 is slow"));
    Setup { lightlayer: Some(state), grants: GRANTS.to_owned(), ..Setup::default() }
}

/// How many changes LightLayer has carried out.
pub fn changes(stage: &Stage) -> usize {
    stage.lightlayer.ledger().iter().filter(|entry| entry.effect != Effect::LoggedIn).count()
}

/// Uses a command that asks for a text.
pub fn asked(member: &Member, path: &str, options: &Value) -> Interaction {
    let options: Vec<_> =
        options.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    member.slash(CHANNEL_OPS, path, &options).unwrap()
}

/// Waits until a message says how it ended.
pub async fn ended(sent: &Interaction) -> Message {
    let is_over = |message: &Message| {
        let text = message.text();
        !text.contains('\u{23F3}') && !text.contains("I am looking") && !text.is_empty()
    };
    sent.wait_until(is_over, SOON).await.unwrap()
}

/// Uses a command that asks for a text, writes it, and tells what came of it.
async fn written(stage: &Stage, member: &Member, path: &str, options: Value, text: &str) -> Told {
    let before = last_request(&stage.lightlayer);
    let recorded = stage.audit().await.len();
    let form = asked(member, path, &options);
    let modal = form.wait_modal(SOON).await.unwrap();
    assert_eq!(asked_since(&stage.lightlayer, before).iter().filter(|line| line.starts_with('P')).count(), 0);
    assert!(modal.inputs[0].paragraph && modal.inputs[0].max == 4000, "{modal:?}");
    // That the form was asked for is written behind it.
    stage.audit_of(recorded + 1).await;
    let sent = form.submit_modal(&[("text", text)]).unwrap();
    let message = ended(&sent).await;
    let audit = stage.audit_of(recorded + 3).await.split_off(recorded);
    let mut requests = asked_since(&stage.lightlayer, before);
    // Which lists were read for the names is a matter of the inventory.
    requests.retain(|line| line.starts_with('P'));
    Told { message, requests, audit }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_single_tickets_show_what_was_written() {
    let stage = Stage::with(setup()).await;
    assert_snapshot!(told(&stage, &stage.ana(), "ticket list", json!({})).await.print(), @"
    for everybody
    3 tickets
    **asia** · LightLayer
    🟢 **web-1 is slow** · Answered · Billing · last word <t> · `asia/100002`
    🟢 **Lore Ipsum** · Open · Billing · last word <t> · `asia/736633`
    ⚪ **Old matter** · Closed · Billing · last word <t> · `asia/100001`
    -> GET /api/tickets
    # ticket.list asia done
    ");
    assert_snapshot!(told(&stage, &stage.ana(), "ticket list", json!({"status": "closed", "account": "asia"})).await.print(), @"
    for everybody
    1 ticket
    **asia** · LightLayer
    ⚪ **Old matter** · Closed · Billing · last word <t> · `asia/100001`
    -> GET /api/tickets
    # ticket.list asia done
    ");
    assert_snapshot!(told(&stage, &stage.sam(), "ticket show", json!({"ticket": "736633"})).await.print(), @r"
    for everybody
    Lore Ipsum
    **Joe Doe** · us · <t> · #1
    Donec sollicitudin molestie malesuada.
    Sed porttitor lectus nibh. Vivamus magna justo,
    lacinia eget consectetur sed, convallis at tellus.

    **Suppport Staff** · staff · <t> · #2
    Vestibulum ac diam sit amet quam
    vehicula elementum sed sit amet dui.
    Praesent sapien massa

    \-- Maecenas efficitur elit est --
    | State: Answered
    | Department: Billing
    | Opened: <t>
    | Account: asia · LightLayer
    | Reference: `asia/736633`
    2 messages
    -> GET /api/tickets/736633
    # ticket.show asia/736633 done
    ");
    let by_subject = told(&stage, &stage.ana(), "ticket show", json!({"ticket": "is slow"})).await;
    assert!(by_subject.message.text().contains("asia/100002"), "{}", by_subject.message.text());
    assert_snapshot!(told(&stage, &stage.ana(), "ticket show", json!({"ticket": "asia/999999"})).await.print(), @"
    for everybody
    That did not work
    **asia** no longer has it.
    `/ticket list` shows what there is.
    /ticket show on asia/999999 · Error …
    -> GET /api/tickets/999999
    # ticket.show asia/999999 failed (gone)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_is_written_in_a_form_and_sent_as_it_was_written() {
    let stage = Stage::with(setup()).await;
    let text = "Thank you, @everyone!\n\n**It** works.";
    assert_snapshot!(written(&stage, &stage.ana(), "ticket reply", json!({"ticket": "736633"}), text).await.print(), @r#"
    for everybody
    ✅ Your reply is in **Lore Ipsum** at LightLayer.
    -# `/ticket show` with `asia/736633` shows it.
    -> POST /api/tickets/736633 {"body":"Thank you, @everyone!\n\n**It** works."}
    # ticket.reply asia/736633 asked
    # ticket.reply asia/736633 intent
    # ticket.reply asia/736633 done
    "#);
    stage.lightlayer.with_state(|state| {
        let reply = state.tickets[&736_633].replies.last().unwrap();
        assert_eq!((reply.author, reply.body.replace("\r\n", "\n")), (Author::Client, text.to_owned()));
    });
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_opened_closed_and_opened_again() {
    let stage = Stage::with(setup()).await;
    let options = json!({"account": "asia", "department": "technical support", "subject": "db-1 is down"});
    assert_snapshot!(written(&stage, &stage.ana(), "ticket open", options, "It does not answer.").await.print(), @r#"
    for everybody
    ✅ The ticket **db-1 is down** was opened at LightLayer.
    -# `/ticket show` with `asia/865650` shows it.
    -> POST /api/tickets {"body":"It does not answer.","dept_id":2,"subject":"db-1 is down"}
    # ticket.open asia/2 asked
    # ticket.open asia/2 intent
    # ticket.open asia/2 done
    "#);
    for (path, rows) in [("ticket close", 5), ("ticket close", 6), ("ticket reopen", 8)] {
        let (used, _) = stage.use_command(&stage.ana(), path, &[("ticket", "865650".into())]).await;
        println!("{}", card(&ended(&used).await));
        // A row that tells of no call is written behind the answer.
        stage.audit_of(rows).await;
    }
    let audit = stage.audit_of(8).await;
    assert_snapshot!(audit[3..].join("\n"), @"
    ticket.close asia/865650 intent
    ticket.close asia/865650 done
    ticket.close asia/865650 done (nothing to do)
    ticket.reopen asia/865650 intent
    ticket.reopen asia/865650 done
    ");
    assert_eq!(changes(&stage), 3);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn departments_notices_and_statuses_are_listed_and_notices_acknowledged() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "ticket departments", json!({"account": "asia"})).await.print(), @"
    for everybody
    3 departments
    **asia** · LightLayer
    **Billing** · `1`
    **Technical Support** · `2`
    **Sales** · `3`
    -> GET /api/ticket/departments
    # ticket.departments asia done
    ");
    assert_snapshot!(told(&stage, &ana, "notice list", json!({})).await.print(), @"
    for everybody
    1 notice
    **asia** · LightLayer
    🔵 Disk almost full: db-1 uses 91 % of its disk. · Service 302 · <t> · `asia/12`
    -> GET /api/notifications/new
    # notice.list asia done
    ");
    assert_snapshot!(told(&stage, &ana, "notice list", json!({"all": true})).await.print(), @"
    for everybody
    2 notices
    **asia** · LightLayer
    🔵 Disk almost full: db-1 uses 91 % of its disk. · Service 302 · <t> · `asia/12`
    ⚪ Your server is ready: vps.example.com is set up. · Service 302 · <t> · `asia/11`
    -> GET /api/notifications
    # notice.list asia done
    ");
    assert_snapshot!(told(&stage, &ana, "notice statuses", json!({"account": "asia", "status": "Open"})).await.print(), @"
    for everybody
    Nothing reported
    The provider reports no incident and no maintenance of that kind.
    -> GET /api/statuses?status=Open
    # notice.statuses asia done
    ");
    assert_snapshot!(told(&stage, &ana, "notice status", json!({"account": "asia", "id": "4"})).await.print(), @"
    for everybody
    Packet loss in Frankfurt
    An upstream was replaced.
    | State: Resolved
    | Posted: <t>
    | Account: asia · LightLayer
    | Id: `4`
    -> PUT /api/statuses/4
    # notice.status asia done
    ");
    assert_snapshot!(told(&stage, &ana, "notice status", json!({"account": "asia", "id": "99"})).await.print(), @"
    for @ana alone
    The option `id` cannot be `99`.
    Write the id as `/notice statuses` shows it.
    -> PUT /api/statuses/99
    # notice.status - refused (bad argument)
    ");
    let (used, _) = stage.use_command(&ana, "notice ack", &[("notice", "disk".into())]).await;
    assert_snapshot!(steady(&card(&ended(&used).await)), @"
    for everybody
    Acknowledged at the provider: Disk almost full: db-1 uses 91 % of its disk.
    ");
    let (used, _) = stage.use_command(&ana, "notice ack", &[("notice", "asia/12".into())]).await;
    assert_snapshot!(steady(&card(&ended(&used).await)), @"
    for everybody
    That had been acknowledged already: Disk almost full: db-1 uses 91 % of its disk.
    ");
    let audit = stage.audit_of(9).await;
    assert_snapshot!(audit[6..].join("\n"), @"
    notice.ack asia/12 intent
    notice.ack asia/12 done
    notice.ack asia/12 done (nothing to do)
    ");
    assert_eq!(changes(&stage), 1);
    assert_snapshot!(told(&stage, &ana, "ticket departments", json!({"account": "shop"})).await.print(), @"
    for @ana alone
    LlamaLink does not offer **/ticket departments**, so the account **shop** cannot do it.
    Accounts that do: `asia`.
    # ticket.departments - refused (not offered)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_comes_as_bytes_under_a_neutral_name_and_only_from_its_own_ticket() {
    let stage = Stage::with(setup()).await;
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let name = "<script>`x`@everyone.html";
    let file = stage.lightlayer.staff_sends_file(736_633, "See this", name, bytes.clone()).unwrap();
    let typing = stage
        .ana()
        .autocomplete(
            CHANNEL_OPS,
            "ticket attachment",
            &[("ticket", "736633".into()), ("file", "".into())],
            "file",
        )
        .unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    assert_eq!(choices.len(), 1, "{choices:?}");
    let options = json!({"ticket": "736633", "file": file});
    let told_of = told(&stage, &stage.ana(), "ticket attachment", options).await;
    assert_snapshot!(told_of.print(), @"
    for everybody
    `<script>'x'@everyone.html`, a file of the ticket `asia/736633`. It comes from a stranger: open it only if you trust it.
    -# 5000 bytes
    -> GET /api/ticket/attachment/930?number=736633
    -> GET /api/tickets/736633
    # ticket.attachment asia/736633 done
    ");
    let sent = &told_of.message.attachments[0];
    assert_eq!(
        (sent.filename.as_str(), sent.data.len()),
        (format!("ticket-736633-file-{file}.bin").as_str(), 5000)
    );
    assert_eq!(sent.data.to_vec(), bytes);
    let elsewhere =
        told(&stage, &stage.ana(), "ticket attachment", json!({"ticket": "100002", "file": file})).await;
    assert_snapshot!(elsewhere.print(), @"
    for @ana alone
    The option `file` cannot be `930`.
    The ticket has no such file. Choose one from the list that opens while you type.
    -> GET /api/tickets/100002
    # ticket.attachment - refused (bad argument)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_are_completed_from_what_the_account_has() {
    let stage = Stage::with(setup()).await;
    let choices = async |path: &str, options: &[(&str, Value)], focused: &str| {
        let typing = stage.ana().autocomplete(CHANNEL_OPS, path, options, focused).unwrap();
        let choices = typing.wait_choices(SOON).await.unwrap();
        choices
            .iter()
            .map(|choice| format!("{} = {}", choice.name, choice.value))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_snapshot!(choices("ticket reply", &[("ticket", "".into())], "ticket").await, @r#"
    #100002 · web-1 is slow · asia · Answered = "asia/100002"
    #736633 · Lore Ipsum · asia · Open = "asia/736633"
    #100001 · Old matter · asia · Closed = "asia/100001"
    "#);
    assert_snapshot!(choices("ticket reopen", &[("ticket", "100".into())], "ticket").await, @r#"
    #100001 · Old matter · asia · Closed = "asia/100001"
    #100002 · web-1 is slow · asia · Answered = "asia/100002"
    "#);
    assert_snapshot!(choices("notice ack", &[("notice", "".into())], "notice").await, @r#"
    Disk almost full: db-1 uses 91 % of its disk. · asia/12 = "asia/12"
    Your server is ready: vps.example.com is set up. · asia/11 = "asia/11"
    "#);
    let options = [("account", "asia".into()), ("department", "".into())];
    assert_snapshot!(choices("ticket open", &options, "department").await, @r#"
    Billing · asia = "asia/1"
    Sales · asia = "asia/3"
    Technical Support · asia = "asia/2"
    "#);
    let guest =
        stage.guest().autocomplete(CHANNEL_OPS, "ticket show", &[("ticket", "".into())], "ticket").unwrap();
    assert!(guest.wait_choices(SOON).await.unwrap().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_and_hostile_tickets_are_shown_page_by_page_and_do_nothing() {
    let mut setup = setup();
    let hostile = "@everyone <@&1> **x** [a](https://evil.example) `b` \u{202E}\n> q\n# h\n".repeat(120);
    let state = setup.lightlayer.as_mut().unwrap();
    let mut ticket = ticket(100_003, "@everyone [x](https://evil.example)");
    ticket.body = hostile.clone();
    ticket.name = "joe@example.com".to_owned();
    state.tickets.insert(100_003, ticket);
    let stage = Stage::with(setup).await;
    let mut message = told(&stage, &stage.ana(), "ticket show", json!({"ticket": "100003"})).await.message;
    let (mut pages, mut quotes) = (1, 0);
    loop {
        let text = message.embeds[0]["description"].as_str().unwrap().to_owned();
        assert!(
            !text.contains("@everyone") && !text.contains("https://") && !text.contains("joe@"),
            "{text}"
        );
        assert!(text.lines().all(|line| !line.starts_with(['#', '>'])), "{text}");
        quotes += text.lines().filter(|line| line.trim() == r"\> q").count();
        let Some(next) = message.buttons().get(1).filter(|button| !button.disabled).cloned() else { break };
        let turned = stage.ana().press(message.id, &next.custom_id).unwrap();
        message = turned.wait_until(|now| now.embeds != message.embeds, SOON).await.unwrap();
        pages += 1;
    }
    assert!(pages > 2, "{pages}");
    assert_eq!(quotes, 120, "nothing is lost between two pages");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn find_finds_tickets_where_the_caller_may_list_them() {
    let mut setup = setup();
    setup.grants.push_str(
        "[[grants]]\nroles = [\"222222222222222222\", \"333333333333333333\"]\nallow = [\"find\"]\n",
    );
    let stage = Stage::with(setup).await;
    for query in ["is slow", "100002", "#100002"] {
        let found = told(&stage, &stage.ana(), "find", json!({"query": query})).await;
        assert!(found.message.text().contains("asia/100002"), "{}", found.message.text());
    }
    let not = told(&stage, &stage.max(), "find", json!({"query": "is slow"})).await;
    assert!(!not.message.text().contains("100002"), "{}", not.message.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_german_is_answered_in_german() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    stage.discord.set_locale(ana.user, "de");
    stage.discord.set_guild_locale(hostmaster::sandbox::discord::world::GUILD, "de");
    let form = asked(&ana, "ticket reply", &json!({"ticket": "736633"}));
    let modal = form.wait_modal(SOON).await.unwrap();
    assert_eq!(modal.title, "Antwort: Lore Ipsum");
    let sent = form.submit_modal(&[("text", "Danke")]).unwrap();
    let text = ended(&sent).await.text();
    assert!(text.contains("Deine Antwort steht in **Lore Ipsum**"), "{text}");
    stage.end().await;
}
