//! `/pending list`: what waits, what is followed, what never became known, and what ended while nobody could be told.

use std::time::Duration;

use hostmaster::sandbox::discord::world::ROLE_OPERATOR;
use hostmaster::sandbox::discord::{Member, Message, world};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Operation};
use insta::assert_snapshot;
use serde_json::json;

use crate::play::{over, press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage, stage_with_a_spare};
use crate::told::{steady, told};

/// Operators see what is pending, and managers the audit too.
fn setup() -> Setup {
    let grants = GRANTS.replace("allow = [\"vps.*\"]", "allow = [\"vps.*\", \"pending.list\"]");
    Setup { grants, ..Setup::default() }
}

/// The lines of the list, without the links' numbers, as soon as so many of them lead to a message.
///
/// Where a question stands is noted only when Discord has answered, which the person who sees it need not wait for.
async fn lines(stage: &Stage, member: &Member, links: usize) -> String {
    let listed = async {
        loop {
            let listed = told(stage, member, "pending list", json!({})).await;
            if listed.message.text().matches("[look](https://discord.com/channels/").count() == links {
                return listed;
            }
            tokio::task::yield_now().await;
        }
    };
    let listed = tokio::time::timeout(SOON, listed).await.unwrap();
    assert_eq!(listed.message.ephemeral_to, Some(member.user));
    assert!(listed.requests.iter().all(|asked| asked.contains("/user/vps/")), "{:?}", listed.requests);
    let line = |line: &str| match (line.find("](https:"), line.rfind(')')) {
        (Some(from), Some(to)) => format!("{}](\u{2026}{}", &line[..from], &line[to..]),
        _ => line.to_owned(),
    };
    steady(&listed.message.text().lines().map(line).collect::<Vec<_>>().join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_pending_is_said_in_words() {
    let stage = Stage::with(setup()).await;
    assert_snapshot!(told(&stage, &stage.ana(), "pending list", json!({})).await.print(), @"
    for @ana alone
    What is not over, and what ended lately
    Nothing waits, and nothing is being followed.
    # pending.list - done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_questions_and_what_is_followed_are_listed_own_ones_first() {
    let stage = Stage::with(setup()).await;
    stage.llamalink.with_state(|state| state.pace.boot_time = Duration::from_secs(600));
    let (ana, max) = (stage.ana(), stage.max());
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    let pressed = press(&ana, &question, "confirm");
    pressed.wait_until(|message| message.text().contains("is restarting"), SOON).await.unwrap();
    used(&stage, &ana, "vps stop", &[("server", "mail")]).await;
    used(&stage, &max, "order buy", &[("plan", "lab/spark")]).await;
    assert_snapshot!(lines(&stage, &max, 3).await, @"
    What is not over, and what ended lately
    ❓ **/order buy** Llama Spark: waits for a decision, expires <t> · [look](…)
    ❓ **/vps stop** mail: waits for a decision, expires <t>, by @ana · [look](…)
    ⏳ **/vps restart** production-web: followed, sent <t>, by @ana · [look](…)
    ");
    // Without the right to the audit, one's own alone.
    assert_snapshot!(lines(&stage, &ana, 2).await, @"
    What is not over, and what ended lately
    ❓ **/vps stop** mail: waits for a decision, expires <t> · [look](…)
    ⏳ **/vps restart** production-web: followed, sent <t> · [look](…)
    ");
    stage.llamalink.advance(Duration::from_secs(601));
    over(&pressed).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_things_are_seen_in_the_accounts_whose_audit_one_may_read() {
    let grants = GRANTS.replace("\"audit.list\", ", "")
        + "\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"audit.list\"]\naccounts = [\"spare\"]\n";
    let (stage, _spare) = stage_with_a_spare(Setup { grants, ..Setup::default() }).await;
    let ana = stage.ana();
    used(&stage, &ana, "vps stop", &[("server", "shop/45")]).await;
    used(&stage, &ana, "vps restart", &[("server", "spare/42")]).await;
    assert_snapshot!(lines(&stage, &stage.max(), 1).await, @"
    What is not over, and what ended lately
    ❓ **/vps restart** production-web: waits for a decision, expires <t>, by @ana · [look](…)
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_became_known_stays_listed_and_says_what_to_do() {
    let stage = Stage::with(setup()).await;
    let max = stage.max();
    let question = used(&stage, &max, "order buy", &[("plan", "lab/spark")]).await;
    stage.fake.state.lock().unwrap().loses_answers = true;
    let pressed = press(&max, &question, "confirm");
    pressed.wait_until(|message| message.text().contains("may or may not"), SOON).await.unwrap();
    stage.audit_of(3).await;
    assert_snapshot!(lines(&stage, &max, 1).await, @"
    What is not over, and what ended lately
    ⚠️ **/order buy** Llama Spark: end unknown, sent <t> · [look](…)
    What ended unknown is listed for a week. Look at the provider before you ask for it again.
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_being_looked_for_is_listed_as_doubtful() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    stage.llamalink.with_state(|state| state.pace.boot_time = Duration::from_secs(600));
    stage.llamalink.inject(Operation::RestartServer, Fault::after(Misbehaviour::Drop));
    let pressed = press(&ana, &question, "confirm");
    pressed.wait_until(|message| message.text().contains("was lost"), SOON).await.unwrap();
    assert_snapshot!(lines(&stage, &ana, 1).await, @"
    What is not over, and what ended lately
    ⏳ **/vps restart** production-web: answer lost, being looked for, sent <t> · [look](…)
    ");
    stage.llamalink.advance(Duration::from_secs(601));
    over(&pressed).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ended_is_listed_for_whoever_asked_for_it_alone() {
    let private = Setup { config: "[replies]\nprivate = [\"vps.restart\"]".to_owned(), ..setup() };
    let stage = Stage::with(private).await;
    stage.discord.give_role(world::GUILD, stage.max().user, ROLE_OPERATOR);
    let ana = stage.ana();
    let question = used(&stage, &ana, "vps restart", &[("server", "production-web")]).await;
    assert_eq!(question.ephemeral_to, Some(ana.user));
    let is_back = |message: &Message| message.text().contains("is back after");
    press(&ana, &question, "confirm").wait_until(is_back, SOON).await.unwrap();
    stage.audit_of(4).await;
    assert_snapshot!(lines(&stage, &ana, 0).await, @"
    What is not over, and what ended lately
    ☑️ **/vps restart** production-web: **done**, ended <t>
    ");
    assert_snapshot!(lines(&stage, &stage.max(), 0).await, @"
    What is not over, and what ended lately
    Nothing waits, and nothing is being followed.
    ");
    stage.end().await;
}
