//! IV's part.

use std::time::Duration;

use hostmaster::sandbox::iv::{Operation, Pace, State};
use serde_json::{Value, json};

use super::reached::{Reached, Way, asks, consent};
use crate::play;
use crate::play::over;
use crate::stage::{Setup, Stage};
use crate::told::{last_request, settle};

/// Grants that let one person do all of it.
const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["*", "risk:reveal"]
"#;

/// Plays a use of a command to its end and takes in what IV recorded meanwhile.
async fn by(reached: &mut Reached<Operation>, stage: &Stage, path: &str, options: Value) {
    settle(stage).await;
    let (before, ana) = (last_request(&stage.iv), stage.ana());
    let (used, message) = stage.use_command(&ana, path, &play::options(&options)).await;
    if asks(&message) {
        consent(&ana, &message).await;
    } else if path == "vps hostname" {
        over(&used).await;
    }
    reached.since(&stage.iv, before, &format!("/{path}"));
}

pub async fn ways() -> Vec<Way> {
    let mut iv = State::sandbox();
    iv.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let setup = Setup { iv: Some(iv), grants: GRANTS.to_owned(), ..Setup::default() };
    let stage = Stage::with(setup).await;
    let mut reached = Reached::default();
    for (path, options) in [
        ("account list", json!({})),
        ("account show", json!({"account": "baltic"})),
        ("balance", json!({"account": "baltic"})),
        ("billing history", json!({"account": "baltic"})),
        ("invoice list", json!({"account": "baltic"})),
        ("service list", json!({"account": "baltic"})),
        ("vps list", json!({"account": "baltic"})),
        ("vps show", json!({"server": "iv-web-1"})),
        ("vps tasks", json!({"server": "iv-web-1"})),
        ("vps metrics", json!({"server": "iv-web-1", "ip": "203.0.113.9"})),
        ("vps templates", json!({"server": "iv-web-1"})),
        ("vps restart", json!({"server": "iv-web-1"})),
        ("vps hostname", json!({"server": "iv-web-1", "hostname": "web.example.com"})),
        ("vps resize", json!({"server": "iv-db-1", "memory": 8192})),
        ("vps reinstall", json!({"server": "iv-db-1", "template": "debian-12-x86_64"})),
        ("vps password", json!({"server": "iv-db-1"})),
    ] {
        by(&mut reached, &stage, path, options).await;
    }
    stage.end().await;
    reached.ways("IV", &Operation::ALL)
}
