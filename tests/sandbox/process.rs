//! The sandbox as a process: where it listens, what it is told, and how it ends.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hostmaster::app::sandbox::{Sandbox, SandboxError};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::page::Page;
use crate::{ANA, ANYWHERE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_in_use_is_told_with_how_to_get_one_that_is_free() {
    let taken = tokio::net::TcpListener::bind(ANYWHERE).await.unwrap();
    let address = taken.local_addr().unwrap();
    let Err(error) = Sandbox::start(address).await else { panic!("it started") };
    assert!(matches!(error, SandboxError::InUse(_)), "{error}");
    let text = error.to_string();
    assert!(text.contains(&address.to_string()) && text.ends_with("--listen 127.0.0.1:0"), "{text}");
}

pub fn hostmaster(listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
    command.args(["sandbox", "--listen", listen]).env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

#[test]
fn an_address_that_others_reach_is_bad_usage_and_a_port_in_use_a_failure() {
    let open = hostmaster("0.0.0.0:0").output().unwrap();
    assert_eq!(open.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&open.stderr).contains("127.0.0.1"));

    let taken = std::net::TcpListener::bind(ANYWHERE).unwrap();
    let refused = hostmaster(&taken.local_addr().unwrap().to_string()).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--listen 127.0.0.1:"));
}

#[cfg(unix)]
#[test]
fn told_to_stop_it_ends_well_and_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let folder =
            std::env::temp_dir().join(format!("hostmaster-test-{}", hostmaster::domain::Id::random()));
        std::fs::create_dir(&folder).unwrap();
        let mut child =
            hostmaster("127.0.0.1:0").env("TMPDIR", &folder).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("open http://127.0.0.1:")), "it says where the page is");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
        assert!(kill.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "{signal}");
        std::fs::remove_dir(&folder).unwrap();
    }
}

/// How long it takes to stop when nothing is waited for, and less than a provider that hangs is waited for.
#[cfg(unix)]
const AT_ONCE: Duration = Duration::from_secs(5);

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_while_a_provider_hangs_it_says_so_and_told_twice_it_leaves_at_once() {
    let folder = std::env::temp_dir().join(format!("hostmaster-test-{}", hostmaster::domain::Id::random()));
    std::fs::create_dir(&folder).unwrap();
    let mut command = hostmaster("127.0.0.1:0");
    command.env("TMPDIR", &folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let base = lines.find_map(|line| Some(line.split_once("open ")?.1.to_owned())).unwrap();
    let page = Page { http: reqwest::Client::new(), base };
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "hang" })).await;
    let mut events = page.events(ANA).await;
    page.slash(ANA, "vps show", json!({ "server": "db-1" })).await;
    events.message_that(|message| message["thinking"] == true).await;

    let id = child.id();
    let stop = || {
        let kill = Command::new("sh").args(["-c", &format!("kill -INT {id}")]).status();
        assert!(kill.unwrap().success());
    };
    stop();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line == "Stopping: finishing what runs; once more to leave at once."));
    let told_twice = Instant::now();
    stop();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(told_twice.elapsed() < AT_ONCE, "{:?}", told_twice.elapsed());
    std::fs::remove_dir(&folder).expect("nothing is left behind");
}

#[cfg(unix)]
#[test]
fn told_to_read_its_file_again_it_says_that_there_is_none_and_goes_on() {
    let mut child = hostmaster("127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("open http://127.0.0.1:")), "it says where the page is");
    let id = child.id();
    let signal = |signal: &str| {
        let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {id}")]).status();
        assert!(kill.unwrap().success());
    };
    signal("HUP");
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("WARN") && line.contains("there is no file to read again")));
    signal("TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_and_store_are_for_this_user_alone_and_go_at_the_end() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let file = sandbox.config_file();
    let folder = file.parent().unwrap().to_owned();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&file), 0o600);
    assert!(folder.join("hostmaster.db").exists());
    let key = sandbox.llamalink().with_state(|state| state.key.expose_secret().clone());
    for file in std::fs::read_dir(&folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(&key), "no secret is stored");
    }

    let address = sandbox.address();
    assert!(sandbox.stop().await);
    assert!(!folder.exists());
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nothing listens any more");
}
