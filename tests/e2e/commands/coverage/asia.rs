//! LightLayer's part: from commands, from what follows them, and from the login that they need.

use std::time::Duration;

use hostmaster::actions::Handler;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::lightlayer::{Operation, State};
use hostmaster::sandbox::llamalink::Pace;
use serde_json::{Value, json};

use super::reached::{Reached, Way, asks, consent};
use crate::commands::samples::at_asia;
use crate::commands::tickets::ended;
use crate::play;
use crate::play::{over, press};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{last_request, settle};

/// Plays a use of a command to its end and takes in what LightLayer recorded meanwhile.
async fn by(reached: &mut Reached<Operation>, stage: &Stage, path: &str, options: Value) {
    settle(stage).await;
    let before = last_request(&stage.lightlayer);
    let options = play::options(&options);
    let used = stage.ana().slash(CHANNEL_OPS, path, &options).unwrap();
    used.wait_first_response(SOON).await.unwrap();
    let written = used.modal().map(|form| {
        let text = |name: &str| match (path, name) {
            ("cert order", _) => include_str!("../../../examplename.csr"),
            (_, "email") => "as@written.example",
            _ => "As written.",
        };
        let values: Vec<_> =
            form.inputs.iter().map(|it| (it.custom_id.as_str(), text(&it.custom_id))).collect();
        used.submit_modal(&values).unwrap()
    });
    let message = match &written {
        Some(sent) => ended(sent).await,
        None => used.wait_message(SOON).await.unwrap(),
    };
    if asks(&message) {
        consent(&stage.ana(), &message).await;
    } else if written.is_none()
        && !matches!(Handler::of(path.replace(' ', ".").parse().unwrap()), Handler::Look(_))
    {
        over(&used).await;
    }
    reached.since(&stage.lightlayer, before, &format!("/{path}"));
}

/// Plays a form in which two things are bought in one order.
async fn by_form(reached: &mut Reached<Operation>, stage: &Stage) {
    settle(stage).await;
    let before = last_request(&stage.lightlayer);
    let ana = stage.ana();
    let (used, form) = stage.use_command(&ana, "order buy", &[("plan", "asia/841".into())]).await;
    let reads = |words: &'static str| used.wait_until(move |shown| shown.text().contains(words), SOON);
    ana.select(form.id, "Choose one", &["0"]).unwrap();
    reads("Way to pay").await.unwrap();
    ana.select(form.id, "Choose one", &["0"]).unwrap();
    reads("That is all that is asked").await.unwrap();
    ana.press(form.id, "Add another").unwrap();
    let menu = reads("What else shall be in the order?").await.unwrap();
    let entries = menu.flat_components().find_map(|it| it["options"].as_array().cloned()).unwrap();
    let same = entries.iter().find(|it| it["label"].as_str().unwrap().starts_with("Managed VPS")).unwrap();
    ana.select(form.id, "Choose one", &[same["value"].as_str().unwrap()]).unwrap();
    reads("Question 1 of 1").await.unwrap();
    ana.select(form.id, "Choose one", &["0"]).unwrap();
    reads("That is all that is asked").await.unwrap();
    ana.press(form.id, "Review the order").unwrap();
    let question = reads("And Managed VPS").await.unwrap();
    let pressed = press(&ana, &question, "confirm");
    pressed.wait_until(|shown| shown.text().contains("waits for its payment"), SOON).await.unwrap();
    reached.since(&stage.lightlayer, before, "/order buy, two at once");
}

pub async fn ways() -> Vec<Way> {
    let mut lightlayer = State::sandbox();
    lightlayer.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let grants = "[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"vps.*\", \"network.*\", \"service.*\", \"ticket.*\", \"notice.*\", \
                  \"invoice.*\", \"billing.*\", \"balance\", \"account.*\", \"cert.*\", \"order.*\", \"find\"]\n";
    let setup = Setup { lightlayer: Some(lightlayer), grants: grants.to_owned(), ..Setup::default() };
    let stage = Stage::with(setup).await;
    let mut reached = Reached::default();
    reached.since(&stage.lightlayer, 0, "the start");
    let file = stage.lightlayer.staff_sends_file(736_633, "See this.", "log.txt", "text").unwrap();
    let unpaid = stage.lightlayer.invoice_is_issued(vec![]).to_string();
    stage.lightlayer.with_state(|state| {
        let line = hostmaster::sandbox::lightlayer::Line::new("Setup", "5.00".parse().unwrap());
        state.invoices.get_mut(&unpaid.parse().unwrap()).unwrap().lines.push(line);
    });
    let vps = json!({
        "plan": "asia/840", "cycle": "m", "domain": "new.example.com", "options": "1700=Debian 12", "pay_method": "9",
    });
    let begin = [
        ("vps list", json!({"account": "asia"})),
        ("vps show", json!({"server": "asia/302.1375"})),
        ("vps start", json!({"server": "asia/303.1380"})),
        ("vps restart", json!({"server": "asia/302.1375"})),
    ];
    let rest = [
        ("vps stop", json!({"server": "asia/302.1376"})),
        ("network add", json!({"server": "asia/302.1375"})),
        ("network update", json!({"server": "asia/302.1375", "interface": "net1", "firewall": true})),
        ("network remove", json!({"server": "asia/302.1375", "interface": "net1"})),
        ("vps templates", json!({"server": "asia/302.1375"})),
        ("vps resize", json!({"server": "asia/302.1375", "cpu": 1})),
        ("vps reinstall", json!({"server": "asia/302.1376", "template": "101"})),
        ("vps credentials", json!({"server": "asia/302.1375"})),
        ("vps destroy", json!({"server": "lab"})),
        ("service show", json!({"service": "asia/302"})),
        ("service upgrade", json!({"service": "asia/302", "resources": "1557=10103"})),
        ("service relabel", json!({"service": "asia/302", "label": "shop"})),
        ("service cancel", json!({"service": "asia/303"})),
        ("balance", json!({"account": "asia"})),
        ("billing methods", json!({"account": "asia"})),
        ("account show", json!({"account": "asia"})),
        ("invoice list", json!({})),
        ("invoice show", json!({"invoice": format!("asia/{unpaid}")})),
        ("invoice pay", json!({"invoice": format!("asia/{unpaid}")})),
        ("ticket list", json!({})),
        ("ticket open", json!({"account": "asia", "department": "Billing", "subject": "Hello"})),
        ("ticket close", json!({"ticket": "asia/736633"})),
        ("ticket reopen", json!({"ticket": "asia/736633"})),
        ("ticket attachment", json!({"ticket": "asia/736633", "file": file})),
        ("cert list", json!({})),
        ("cert download", json!({"cert": "examplename.com"})),
        ("cert software", json!({"plan": "InstantSSL"})),
        (
            "cert order",
            json!({"plan": "asia/25", "years": 1, "approver_email": "admin@examplename.com", "pay_method": "9"}),
        ),
        ("order plans", json!({"account": "asia"})),
        ("order plan", json!({"plan": "asia/840"})),
        ("order quote", vps.clone()),
        ("order buy", vps),
        ("account contact", json!({"account": "asia", "contact": "mary@example.com"})),
        ("notice list", json!({"account": "asia", "all": true})),
    ];
    for (path, options) in begin.into_iter().chain(at_asia()).chain(rest) {
        by(&mut reached, &stage, path, options).await;
    }
    by_form(&mut reached, &stage).await;
    // The token is at its end, and is renewed.
    stage.lightlayer.advance(Duration::from_secs(2 * 60 * 60));
    by(&mut reached, &stage, "vps list", json!({"account": "asia"})).await;
    let before = last_request(&stage.lightlayer);
    let Stage { app, lightlayer, discord, .. } = stage;
    assert!(app.stop().await, "work was left over");
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
    reached.since(&lightlayer, before, "a clean stop");
    reached.ways("LightLayer", &Operation::ALL)
}
