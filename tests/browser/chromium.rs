//! The programs that the tests drive: found, or installed by the system's package manager; one Chromium for all tests.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

/// The names of Chromium on the systems that people have.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Without the later ones, Chromium calls its maker's hosts at every start. The page is our own, and the sandbox of
/// Chromium cannot be had as root and in most containers.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
];

/// A running headless Chromium; it ends with the last test that uses it.
pub struct Chromium {
    process: Child,
    profile: PathBuf,
    /// Where it takes commands.
    pub endpoint: String,
}

impl Chromium {
    /// The one that is running, or else a new one.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Chromium>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start());
            *shared = Arc::downgrade(&started);
            started
        })
    }

    fn start() -> Self {
        static PROGRAM: LazyLock<Result<PathBuf, String>> = LazyLock::new(program);
        let program = PROGRAM.as_ref().unwrap_or_else(|why| panic!("{why}"));
        let profile = temporary().join(format!("chromium-{}", std::process::id()));
        let _ = fs::remove_dir_all(&profile);
        let mut process = Command::new(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let endpoint = lines.by_ref().find_map(|line| {
            let endpoint = line.strip_prefix("DevTools listening on ").map(str::to_owned);
            said.push(line);
            endpoint
        });
        let endpoint =
            endpoint.unwrap_or_else(|| panic!("{} ended at once: {}", program.display(), said.join("\n")));
        // Somebody must read what else it says: a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Chromium { process, profile, endpoint }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// Chromium's program, installed if there is none.
fn program() -> Result<PathBuf, String> {
    let found = std::env::var_os("CHROMIUM").map(PathBuf::from);
    if let Some(found) = found.or_else(|| NAMES.into_iter().find_map(on_path)) {
        return Ok(found);
    }
    let wish = "install Chromium or Chrome, or name its program in the variable CHROMIUM";
    install(&["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"], wish)?;
    on_path(NAMES[0]).ok_or_else(|| format!("{} was installed, but is not on the PATH", NAMES[0]))
}

/// The source of axe-core, which `package-lock.json` pins; npm compares its checksum when it installs it.
pub fn axe() -> &'static str {
    static AXE: LazyLock<Result<String, String>> = LazyLock::new(axe_source);
    AXE.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

fn axe_source() -> Result<String, String> {
    const LOCK: &str = include_str!("package-lock.json");
    let folder = temporary().join("npm");
    let stamp = folder.join("installed.json");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(LOCK) {
        if on_path("npm").is_none() {
            install(&["npm"], "install npm, which comes with Node.js")?;
        }
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), include_str!("package.json")).unwrap();
        fs::write(folder.join("package-lock.json"), LOCK).unwrap();
        let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run(Command::new("npm").args(npm).current_dir(&folder))
            .map_err(|why| format!("axe-core cannot be had from npm, which needs the network once: {why}"))?;
        fs::write(&stamp, LOCK).unwrap();
    }
    Ok(fs::read_to_string(folder.join("node_modules/axe-core/axe.min.js")).unwrap())
}

/// A folder below `target` for what is kept from one run to the next.
fn temporary() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Installs packages where apt-get is and may be used; else says what there is to do by hand.
fn install(packages: &[&str], wish: &str) -> Result<(), String> {
    let names = packages.join(" ");
    let apt = on_path("apt-get").ok_or_else(|| format!("the browser tests need {names}: {wish}"))?;
    let user = Command::new("id").arg("-u").output();
    let is_root = user.is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    eprintln!("installing {names}, once");
    let steps: [(&[&str], &[&str]); 2] =
        [(&["update"], &[]), (&["install", "-y", "--no-install-recommends"], packages)];
    for (step, more) in steps {
        let mut command = if is_root {
            Command::new(&apt)
        } else {
            let mut command = Command::new("sudo");
            command.arg("-n").arg(&apt);
            command
        };
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=300"]);
        run(command.args(step).args(more)).map_err(|why| {
            format!("the browser tests need {names}, which cannot be installed: {wish}\n{why}")
        })?;
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    Err(format!("{command:?}: {}\n{}", done.status, said.concat()))
}
