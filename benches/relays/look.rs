//! One account with long lists: a look that shows nothing new beside the bare work of receiving and hashing the same
//! body, and looks that show one thing new.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hostmaster::catalogue::Catalogue;
use hostmaster::config::Login;
use hostmaster::discord::render::Renderer;
use hostmaster::discord::rest::Rest;
use hostmaster::discord::sink::RestSink;
use hostmaster::discord::words::Words;
use hostmaster::domain::ChannelId;
use hostmaster::domain::event::{EventPattern, Relay};
use hostmaster::domain::relay::Feed;
use hostmaster::providers::Account;
use hostmaster::providers::http::{self, ClientSettings, Clients};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::{LightLayer, Settings};
use hostmaster::relays::Relays;
use hostmaster::relays::outbox::Timing;
use hostmaster::relays::rules::Rules;
use hostmaster::relays::source::{Came, Memory, Source};
use hostmaster::store::Store;
use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use stats_alloc::Region;
use tokio::sync::watch;

use crate::figures::Table;
use crate::portal::Portal;
use crate::process::Folder;
use crate::{ALLOCATOR, Effort, aim, median};

const INVOICES: usize = 10_000;
const TICKETS: usize = 5_000;
/// What an unchanged look may cost beside receiving and hashing.
const AIM: f64 = 1.2;

/// What one look cost.
#[derive(Clone, Copy, Debug)]
struct Cost {
    took: Duration,
    allocations: usize,
    bytes: usize,
}

async fn costing<T>(work: impl Future<Output = T>) -> (T, Cost) {
    let (region, begun) = (Region::new(ALLOCATOR), Instant::now());
    let value = work.await;
    let (took, change) = (begun.elapsed(), region.change());
    (value, Cost { took, allocations: change.allocations, bytes: change.bytes_allocated })
}

/// The one in the middle by its time, and the sums' middles.
fn middle(costs: &[Cost]) -> Cost {
    let by =
        |pick: fn(&Cost) -> usize| median(&costs.iter().map(pick).collect::<Vec<_>>()).unwrap_or_default();
    let times: Vec<Duration> = costs.iter().map(|cost| cost.took).collect();
    Cost {
        took: median(&times).unwrap_or_default(),
        allocations: by(|cost| cost.allocations),
        bytes: by(|cost| cost.bytes),
    }
}

struct Scene {
    portal: Portal,
    base_url: String,
    source: Source,
    memory: Memory,
    database: SqliteConnection,
    client: reqwest::Client,
    path: &'static str,
    _rules: watch::Sender<Arc<Rules>>,
    _relays: Relays,
    _folder: Folder,
}

impl Scene {
    async fn set(feed: Feed, event: &str, path: &'static str) -> Self {
        let (portal, folder) = (Portal::start(), Folder::new());
        let base_url = portal.base_url(INVOICES, TICKETS);
        let file = folder.path().join("hostmaster.db");
        let store = Store::open(&format!("sqlite://{}", file.display())).await.expect("a database");
        let settings = Settings {
            base_url: Some(Url::parse(&base_url).expect("a URL")),
            login: Login::Basic,
            username: "api@example.com".to_owned(),
            password: SecretString::new("correct horse battery".to_owned()),
            timezone: TimeZone::UTC,
            currency: None,
            limits: Limits::default(),
            clients: Clients::default(),
        };
        let name = "asia".parse().expect("a name");
        let adapter = LightLayer::new(name, settings).expect("an adapter");
        let relay = Relay {
            events: vec![event.parse::<EventPattern>().expect("a pattern")],
            accounts: None,
            channel: ChannelId(1),
            mention_roles: vec![],
            threads: false,
            public: false,
            line: 1,
        };
        let rules = watch::Sender::new(Arc::new(Rules { relays: vec![relay], ..Rules::default() }));
        // Nothing is delivered here: the outbox does not run.
        let rest = Rest::new(SecretString::new("token".to_owned()), Some("http://127.0.0.1:9/api"))
            .expect("a client");
        let renderer = Renderer::new(Words::new(None), Catalogue::load().expect("the catalogue"));
        let sink = RestSink::new(rest, Arc::new(renderer), Duration::from_secs(1));
        let relays = Relays::new(store.clone(), Arc::new(sink), Timing::default());
        let source = Source {
            account: Arc::new(Account::new(Arc::new(adapter), TimeZone::UTC)),
            feed,
            origin: String::new(),
            floor: None,
            interval: Duration::from_secs(60),
            store,
            outbox: relays.outbox().clone(),
            rules: rules.subscribe(),
            delay: Duration::ZERO,
        };
        let options = SqliteConnectOptions::new().filename(&file);
        let database = SqliteConnection::connect_with(&options).await.expect("the database");
        let client = http::client(&ClientSettings::for_base(&Url::parse(&base_url).expect("a URL")));
        Scene {
            portal,
            base_url,
            source,
            memory: Memory::default(),
            database,
            client: client.expect("a client"),
            path,
            _rules: rules,
            _relays: relays,
            _folder: folder,
        }
    }

    async fn look(&mut self) -> Came {
        self.source.look(&mut self.memory).await.expect("a look")
    }

    /// The bare work: the same body, received and hashed.
    async fn receive_and_hash(&self) -> usize {
        let url = format!("{}/{}", self.base_url, self.path);
        let request = self.client.get(url).basic_auth("api@example.com", Some("correct horse battery"));
        let mut answer = request.send().await.expect("the portal answers");
        let (mut hash, mut length) = (Sha256::new(), 0);
        while let Some(piece) = answer.chunk().await.expect("all of it comes") {
            hash.update(&piece);
            length += piece.len();
        }
        std::hint::black_box(hash.finalize());
        length
    }

    /// Every row that relays keep, as text.
    async fn rows(&mut self) -> HashSet<String> {
        let mut rows = HashSet::new();
        for select in [
            "SELECT 'feed ' || account || feed || COALESCE(body, '') AS row FROM feeds",
            "SELECT 'thing ' || account || feed || thing || facts AS row FROM watched",
            "SELECT 'card ' || id || version || shown AS row FROM cards",
            "SELECT 'owed ' || id || state || due AS row FROM outbox",
        ] {
            let found = sqlx::query(select).fetch_all(&mut self.database).await.expect("the rows");
            rows.extend(found.iter().map(|row| row.get::<String, _>("row")));
        }
        rows
    }
}

/// Resident memory of this process in MiB, now and at its highest since that was last reset.
fn resident() -> (f64, f64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    (field("VmRSS:").unwrap_or_default() / 1024.0, field("VmHWM:").unwrap_or_default() / 1024.0)
}

fn reset_highest() {
    // Where the kernel does not offer it, the figure is the highest of the whole run.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn line(what: &str, cost: Cost, more: &str) -> String {
    format!(
        "    {what:<28} {:>9.2} ms {:>9} allocations {:>9.2} MiB  {more}\n",
        cost.took.as_secs_f64() * 1e3,
        cost.allocations,
        cost.bytes as f64 / f64::from(1 << 20)
    )
}

/// Measures both lists.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let mut report = format!("One account with {INVOICES} invoices and {TICKETS} tickets\n");
    let mut worst = 0.0_f64;
    for (feed, event, path) in
        [(Feed::Invoices, "invoice.*", "invoice"), (Feed::Tickets, "ticket.*", "tickets")]
    {
        let mut scene = Scene::set(feed, event, path).await;
        let (_, first) = costing(scene.look()).await;
        let length = scene.receive_and_hash().await;
        scene.look().await;
        let _ = writeln!(report, "  {feed}, a list of {:.2} MiB", length as f64 / f64::from(1 << 20));
        report += &line("the first look", first, "");

        let before = scene.rows().await;
        let (mut bare, mut ours, mut ratios) = (vec![], vec![], vec![]);
        for nth in 0..effort.looks {
            // Who begins changes every time.
            let mut one = None;
            if nth % 2 == 0 {
                one = Some(costing(scene.receive_and_hash()).await.1);
            }
            let (came, look) = costing(scene.look()).await;
            assert_eq!(came, Came::Still);
            let one = match one {
                Some(one) => one,
                None => costing(scene.receive_and_hash()).await.1,
            };
            ratios.push((1e4 * look.took.as_secs_f64() / one.took.as_secs_f64()) as u64);
            bare.push(one);
            ours.push(look);
        }
        let written = scene.rows().await.difference(&before).count();
        let ratio = middle(&ours).took.as_secs_f64() / middle(&bare).took.as_secs_f64();
        let paired = median(&ratios).unwrap_or_default() as f64 / 1e4;
        worst = worst.max(ratio.min(paired));
        let milliseconds = |cost: Cost| format!("{:.1} ms", cost.took.as_secs_f64() * 1e3);
        table.add(
            &format!(
                "a look at {} {feed} that shows nothing new",
                if feed == Feed::Invoices { INVOICES } else { TICKETS }
            ),
            &milliseconds(middle(&ours)),
            Some((&format!("{} to receive and hash them", milliseconds(middle(&bare))), ratio)),
        );
        report += &line("receiving and hashing", middle(&bare), "");
        report += &line(
            "a look, nothing new",
            middle(&ours),
            &format!("{written} rows written, {ratio:.2} x (pair by pair {paired:.2} x)"),
        );

        let (mut changes, mut rows) = (vec![], vec![]);
        reset_highest();
        let (idle, _) = resident();
        for _ in 0..effort.changes {
            scene.portal.add(&scene.base_url, path, 1).await;
            let before = scene.rows().await;
            let (came, look) = costing(scene.look()).await;
            assert_eq!(came, Came::Moved);
            rows.push(scene.rows().await.difference(&before).count());
            changes.push(look);
        }
        let (_, highest) = resident();
        let rows = median(&rows).unwrap_or_default();
        table.add(
            &format!("the same with one new, {rows} rows written"),
            &milliseconds(middle(&changes)),
            None,
        );
        report += &line("a look, one new", middle(&changes), &format!("{rows} rows written"));
        let _ = writeln!(
            report,
            "    resident {idle:.0} MiB, at most {highest:.0} MiB with the bench's own copy of all rows"
        );
    }
    report
        + &aim(&format!("a look that shows nothing new under {AIM} x"), &format!("{worst:.2} x"), worst < AIM)
}
