//! Inferno's part: all of it by commands, but for its key, which the command line fetches.

use std::io::Write;
use std::process::{Command, Stdio};

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::inferno::Operation;
use secrecy::ExposeSecret;

use super::reached::{Reached, Way};
use crate::buying::reads;
use crate::commands::dev::{LINE, stage};
use crate::commands::dev_orders::{bought, placed};
use crate::play::{press, used};
use crate::stage::{Folder, SOON, Stage};
use crate::told::last_request;

/// What Inferno recorded, use by use.
struct Record<'s> {
    stage: &'s Stage,
    reached: Reached<Operation>,
    before: u64,
}

impl Record<'_> {
    /// Takes in what Inferno recorded since the last time.
    fn take(&mut self, by: &str) {
        self.reached.since(&self.stage.inferno, self.before, by);
        self.before = last_request(&self.stage.inferno);
    }
}

pub async fn ways() -> Vec<Way> {
    let stage = stage().await;
    let (ana, max) = (stage.ana(), stage.max());
    let before = last_request(&stage.inferno);
    let mut record = Record { stage: &stage, reached: Reached::default(), before };
    for (path, options) in [
        ("vps list", vec![("account", "dev")]),
        ("vps show", vec![("server", "dev/47012")]),
        ("order list", vec![("account", "dev")]),
        ("order plans", vec![("account", "dev")]),
        ("service list", vec![("account", "dev")]),
        ("service show", vec![("service", "dev/49500")]),
        ("sshkey list", vec![("account", "dev")]),
    ] {
        used(&stage, &ana, path, &options).await;
        record.take(&format!("/{path}"));
    }
    used(&stage, &max, "balance", &[("account", "dev")]).await;
    record.take("/balance");
    let reinstall = [("server", "dev/47012".into()), ("template", "centos7-64-default".into())];
    stage.use_command(&ana, "vps reinstall", &reinstall).await;
    record.take("/vps reinstall");
    for path in ["vps restart", "vps stop"] {
        let question = used(&stage, &ana, path, &[("server", "dev/47012")]).await;
        reads(&press(&ana, &question, "confirm"), "after").await;
        record.take(&format!("/{path}"));
    }
    let started = stage.use_command(&ana, "vps start", &[("server", "dev/47012".into())]).await.0;
    reads(&started, "is running after").await;
    record.take("/vps start");
    let pressed = bought(&stage, None).await;
    reads(&pressed, "which is not paid yet").await;
    record.take("/order buy");
    let [(order, _)] = placed(&stage).try_into().unwrap();
    stage.inferno.order_is_paid(order);
    used(&stage, &ana, "order list", &[("account", "dev")]).await;
    let install = [("order", format!("dev/{order}").into()), ("template", "centos7-64-default".into())];
    let sent = stage.use_command(&ana, "order install", &install).await.0;
    reads(&sent, "is installed and running after").await;
    record.take("/order install");
    let name = stage.inferno.with_state(|state| state.keys[&7].name.clone());
    for (path, option, id, name, end) in [
        ("order cancel", "order", "dev/47200", "8634530000", "is cancelled"),
        ("sshkey remove", "key", "dev/7", &*name, "is removed"),
    ] {
        let question = used(&stage, &ana, path, &[(option, id)]).await;
        let opened = press(&ana, &question, "confirm");
        opened.wait_modal(SOON).await.unwrap();
        reads(&opened.submit_modal(&[("text", name)]).unwrap(), end).await;
        record.take(&format!("/{path}"));
    }
    let form = stage.ana().slash(CHANNEL_OPS, "sshkey add", &[("account", "dev".into())]).unwrap();
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", LINE)]).unwrap(), "is in").await;
    record.take("/sshkey add");
    assert_eq!(stage.inferno.count(Operation::GetApiKey), 0, "no command shows or makes a key");
    fetch_key(&stage);
    record.take("hostmaster key");
    let Record { reached, .. } = record;
    stage.end().await;
    reached.ways("Inferno", Operation::ALL)
}

/// Fetches the key of the stage's account into a file, by the built program.
fn fetch_key(stage: &Stage) {
    let folder = Folder::new();
    let config = format!(
        "[discord]\ntoken = {{ env = \"DISCORD_TOKEN\" }}\nguilds = [\"111111111111111111\"]\n\
         [accounts.dev]\nprovider = \"inferno\"\nbase_url = \"{}\"\ncid = \"777\"\nkey = {{ file = \"key\" }}\n\
         [[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"risk:read\"]\n",
        stage.inferno.base_url()
    );
    std::fs::write(folder.path().join("hostmaster.toml"), config).unwrap();
    let owner =
        stage.inferno.with_state(|state| format!("{}\n{}\n", state.email, state.password.expose_secret()));
    let mut program = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
    program.args(["key", "dev"]).current_dir(folder.path()).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    child.stdin.take().unwrap().write_all(owner.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let key = stage.inferno.with_state(|state| state.key.expose_secret().clone());
    assert_eq!(std::fs::read_to_string(folder.path().join("key")).unwrap(), format!("{key}\n"));
}
