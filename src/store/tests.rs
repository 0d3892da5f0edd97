//! What must hold of the store whatever happens around it.

use serde_json::{Map, Value};

use super::*;
use crate::domain::job::{Ending, ServerVerb, ServerWatch, Verdict, Watch};
use crate::domain::outcome::AuditResult;
use crate::domain::{AccountName, Action, Actor, Id, Place, ResourceKind, ResourceRef, Target, UserId};

const ANA: UserId = UserId(777_777_777_777_777_771);
const MAX: UserId = UserId(777_777_777_777_777_772);

fn place() -> Place {
    let channel = ChannelId(555_555_555_555_555_551);
    Place { guild: GuildId(111_111_111_111_111_111), channel, granting_channel: Some(channel) }
}

fn address() -> Address {
    Address {
        guild: place().guild,
        channel: place().channel,
        message: None,
        ephemeral: false,
        locale: "en-US".into(),
    }
}

fn server() -> ResourceRef {
    ResourceRef::parse(ResourceKind::Server, "shop/42").unwrap()
}

fn target() -> Target {
    Target::Resource { resource: server(), name: Some("production-web".into()) }
}

fn confirmation(expires: Timestamp) -> Confirmation {
    Confirmation {
        id: Id::random(),
        invocation: Id::random(),
        action: Action::VpsRestart,
        arguments: Map::new(),
        target: target(),
        fingerprint: "running".into(),
        requester: ANA,
        deciders: vec![ANA],
        address: address(),
        expires,
        again: false,
    }
}

fn operation(by: UserId) -> JournalEntry {
    JournalEntry {
        id: Id::random(),
        invocation: Id::random(),
        actor: by,
        action: Action::VpsRestart,
        target: target(),
        address: address(),
        state: JournalState::Intent,
        intended: Timestamp::now(),
        sent: None,
    }
}

fn soon() -> Timestamp {
    Timestamp::now() + Duration::from_secs(60)
}

async fn memory() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_claims_at_once_exactly_one_succeeds() {
    let folder = std::env::temp_dir().join(format!("hostmaster-{}", Id::random()));
    let store = Store::open(&format!("sqlite://{}", folder.display())).await.unwrap();
    let confirmation = confirmation(soon());
    store.insert_confirmation(&confirmation).await.unwrap();
    let mut claims = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (store, id) = (store.clone(), confirmation.id.clone());
        claims
            .spawn(async move { store.claim_confirmation(&id, ANA, None, Timestamp::now()).await.unwrap() });
    }
    assert_eq!(claims.join_all().await.into_iter().filter(|claimed| *claimed).count(), 1);
    store.close().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", folder.display()));
    }
}

#[tokio::test]
async fn an_expired_or_cancelled_consent_cannot_be_claimed() {
    let store = memory().await;
    let late = confirmation(Timestamp::now());
    store.insert_confirmation(&late).await.unwrap();
    assert!(!store.claim_confirmation(&late.id, ANA, None, Timestamp::now()).await.unwrap());
    let cancelled = confirmation(soon());
    store.insert_confirmation(&cancelled).await.unwrap();
    assert!(store.end_confirmation(&cancelled.id, ConfirmationState::Cancelled).await.unwrap());
    assert!(!store.claim_confirmation(&cancelled.id, ANA, None, Timestamp::now()).await.unwrap());
    assert_eq!(store.overdue_confirmations(Timestamp::now()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_consent_reads_back_as_it_was_stored() {
    let store = memory().await;
    let stored = confirmation(soon());
    store.insert_confirmation(&stored).await.unwrap();
    let (read, state) = store.confirmation(&stored.id).await.unwrap().unwrap();
    assert_eq!(state, ConfirmationState::Open);
    assert_eq!((read.target, read.deciders, read.address), (stored.target, stored.deciders, stored.address));
    assert_eq!(read.expires.as_millisecond(), stored.expires.as_millisecond());
}

#[tokio::test]
async fn an_open_operation_and_its_job_lock_the_resource() {
    let store = memory().await;
    let first = operation(ANA);
    let intent = first.audit_entry(AuditResult::Intent);
    assert_eq!(store.begin(&first, &server(), &intent).await.unwrap(), Begun::Open { again: false });
    let second = operation(MAX);
    let refused = store.begin(&second, &server(), &second.audit_entry(AuditResult::Intent)).await.unwrap();
    assert!(matches!(refused, Begun::Locked(Lock { by: ANA, .. })));
    let job = Job {
        entry: first.clone(),
        watch: Watch::Server(ServerWatch::new(ServerVerb::Restart)),
        doubtful: false,
        called: Timestamp::now(),
    };
    store.mark_sent(&first.id, Timestamp::now(), Some(&job)).await.unwrap();
    let done = first.audit_entry(AuditResult::Done);
    store.end(&first.id, JournalState::Done, &done, Some(&job)).await.unwrap();
    assert!(store.lock(&server()).await.unwrap().is_some(), "the job still runs");
    store
        .end_job(&job, &Ending { verdict: Verdict::Verified, after_seconds: 12 }, None, &done)
        .await
        .unwrap();
    assert_eq!(store.lock(&server()).await.unwrap(), None);
    assert_eq!(store.begin(&second, &server(), &intent).await.unwrap(), Begun::Open { again: false });
}

#[tokio::test]
async fn what_another_process_settled_as_never_sent_is_not_sent_and_ends_once() {
    let store = memory().await;
    let entry = operation(ANA);
    store.begin(&entry, &server(), &entry.audit_entry(AuditResult::Intent)).await.unwrap();
    let failed = entry.audit_entry(AuditResult::Failed);
    store.end(&entry.id, JournalState::Failed, &failed, None).await.unwrap();
    let sent = store.mark_sent(&entry.id, Timestamp::now(), None).await;
    assert!(matches!(sent, Err(StoreError::Settled)), "{sent:?}");
    store.end(&entry.id, JournalState::Failed, &failed, None).await.unwrap();
    assert_eq!(store.audit_rows(&AuditFilter::default(), 0, 10).await.unwrap().1, 2);
}

#[tokio::test]
async fn a_claim_without_a_journal_row_is_found_after_a_crash() {
    let store = memory().await;
    let (lost, run) = (confirmation(soon()), confirmation(soon()));
    for confirmation in [&lost, &run] {
        store.insert_confirmation(confirmation).await.unwrap();
        assert!(store.claim_confirmation(&confirmation.id, ANA, None, Timestamp::now()).await.unwrap());
    }
    let entry = JournalEntry { id: run.id.clone(), ..operation(ANA) };
    store.begin(&entry, &server(), &entry.audit_entry(AuditResult::Intent)).await.unwrap();
    let found = store.unsettled_confirmations().await.unwrap();
    assert_eq!(found.iter().map(|found| &found.id).collect::<Vec<_>>(), [&lost.id]);
}

#[tokio::test]
async fn the_audit_is_read_newest_first_and_only_for_the_accounts_asked_for() {
    let store = memory().await;
    let actor = Actor { user: ANA, roles: vec![], place: place() };
    let entry = |target| AuditEntry::now(&Id::random(), &actor, Action::VpsShow, target, AuditResult::Done);
    let account = |name: &str| name.parse::<AccountName>().unwrap();
    store.audit_soon(entry(target())).await;
    store.audit_soon(entry(Target::Account(account("asia")))).await;
    store.audit_soon(entry(Target::Bot)).await;
    store.flush_audit().await;
    let (rows, total) = store.audit_rows(&AuditFilter::default(), 0, 10).await.unwrap();
    let targets: Vec<_> = rows.iter().map(|row| row.target.as_str()).collect();
    assert_eq!((targets, total), (vec!["-", "asia", "shop/42"], 3));
    let narrowed = AuditFilter { accounts: Some(vec![account("shop")]), ..AuditFilter::default() };
    let (rows, total) = store.audit_rows(&narrowed, 0, 10).await.unwrap();
    assert_eq!((rows.len(), total, rows[0].target.as_str()), (1, 1, "shop/42"));
    let nothing = AuditFilter { accounts: Some(vec![]), ..AuditFilter::default() };
    assert_eq!(store.audit_rows(&nothing, 0, 10).await.unwrap().1, 0);
}

#[tokio::test]
async fn a_consent_is_asked_for_anew_only_while_its_call_counts_as_never_begun() {
    let store = memory().await;
    let given = confirmation(soon());
    store.insert_confirmation(&given).await.unwrap();
    assert!(store.claim_confirmation(&given.id, ANA, None, Timestamp::now()).await.unwrap());
    let entry = JournalEntry { id: given.id.clone(), ..operation(ANA) };
    let (intent, failed) = (entry.audit_entry(AuditResult::Intent), entry.audit_entry(AuditResult::Failed));
    for _ in 0..2 {
        store.begin(&entry, &server(), &intent).await.unwrap();
        assert!(!store.ask_again(&given.id, soon()).await.unwrap(), "its call is being made");
        store.end(&entry.id, JournalState::Failed, &failed, None).await.unwrap();
        assert!(store.ask_again(&given.id, soon()).await.unwrap());
        assert!(store.claim_confirmation(&given.id, ANA, None, Timestamp::now()).await.unwrap());
    }
}

#[tokio::test]
async fn what_was_typed_is_forgotten_when_the_consent_to_it_cannot_be_given_again() {
    let store = memory().await;
    let typed: Map<String, Value> = [("options".to_owned(), "canary".into())].into_iter().collect();
    let asked = || Confirmation { arguments: typed.clone(), ..confirmation(soon()) };
    let kept = async |id: &Id| !store.confirmation(id).await.unwrap().unwrap().0.arguments.is_empty();
    for state in [ConfirmationState::Cancelled, ConfirmationState::Expired] {
        let ended = asked();
        store.insert_confirmation(&ended).await.unwrap();
        store.prune(Timestamp::now()).await.unwrap();
        assert!(kept(&ended.id).await, "it is open");
        assert!(store.end_confirmation(&ended.id, state).await.unwrap());
        assert!(!kept(&ended.id).await, "{state:?}");
    }
    for (state, is_kept) in [(JournalState::Done, false), (JournalState::Failed, true)] {
        let given = asked();
        store.insert_confirmation(&given).await.unwrap();
        assert!(store.claim_confirmation(&given.id, ANA, None, Timestamp::now()).await.unwrap());
        let entry = JournalEntry { id: given.id.clone(), ..operation(ANA) };
        let done = entry.audit_entry(AuditResult::Done);
        store.begin(&entry, &server(), &entry.audit_entry(AuditResult::Intent)).await.unwrap();
        store.prune(Timestamp::now()).await.unwrap();
        assert!(kept(&given.id).await, "it is about to be sent");
        let watch = Watch::Server(ServerWatch::new(ServerVerb::Restart));
        let job = Job { entry: entry.clone(), watch, doubtful: false, called: Timestamp::now() };
        store.mark_sent(&entry.id, Timestamp::now(), Some(&job)).await.unwrap();
        store.end(&entry.id, state, &done, Some(&job)).await.unwrap();
        store.prune(Timestamp::now()).await.unwrap();
        assert!(kept(&given.id).await, "it is followed");
        let ending = Ending { verdict: Verdict::Verified, after_seconds: 1 };
        store.end_job(&job, &ending, None, &done).await.unwrap();
        store.prune(Timestamp::now()).await.unwrap();
        assert_eq!(kept(&given.id).await, is_kept, "{state:?}");
    }
}

#[tokio::test]
async fn what_is_forgotten_is_in_no_file_and_these_are_for_one_user_alone() {
    let folder = std::env::temp_dir().join(format!("hostmaster-store-{}", Id::random()));
    std::fs::create_dir(&folder).unwrap();
    let store = Store::open(&format!("sqlite://{}/bot.db", folder.display())).await.unwrap();
    let typed = [("options".to_owned(), "canary".into())].into_iter().collect();
    let asked = Confirmation { arguments: typed, ..confirmation(soon()) };
    store.insert_confirmation(&asked).await.unwrap();
    assert!(store.claim_confirmation(&asked.id, ANA, None, Timestamp::now()).await.unwrap());
    store.settle_confirmation(&asked.id).await.unwrap();
    let files = || -> Vec<_> { std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap()).collect() };
    let holds = |file: &std::fs::DirEntry| {
        let bytes = std::fs::read(file.path()).unwrap();
        bytes.windows(6).any(|part| part == b"canary")
    };
    assert!(files().iter().any(holds), "it is kept while it is needed");
    store.prune(Timestamp::now()).await.unwrap();
    assert!(!files().iter().any(holds));
    #[cfg(unix)]
    for file in files() {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "{:?}", file.path());
    }
    store.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn lines_of_the_audit_that_cannot_be_written_for_a_while_are_written_afterwards() {
    let store = memory().await;
    let actor = Actor { user: ANA, roles: vec![], place: place() };
    let entry = || AuditEntry::now(&Id::random(), &actor, Action::VpsShow, target(), AuditResult::Done);
    sqlx::query("ALTER TABLE audit RENAME TO away").execute(&store.pool).await.unwrap();
    for _ in 0..300 {
        store.audit_soon(entry()).await;
    }
    store.flush_audit().await;
    sqlx::query("ALTER TABLE away RENAME TO audit").execute(&store.pool).await.unwrap();
    store.audit_soon(entry()).await;
    assert_eq!(store.audit_rows(&AuditFilter::default(), 0, 10).await.unwrap().1, 301);
}

#[tokio::test]
async fn a_database_that_may_only_be_read_is_noticed_at_once() {
    let folder = std::env::temp_dir().join(format!("hostmaster-store-{}", Id::random()));
    std::fs::create_dir(&folder).unwrap();
    let url = format!("sqlite://{}", folder.join("hostmaster.db").display());
    Store::open(&url).await.unwrap().close().await;
    let options = SqliteConnectOptions::from_str(&url).unwrap().read_only(true);
    let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
    let tried = try_writing(&pool).await;
    pool.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
    let error = tried.expect_err("nothing could be recorded").to_string();
    assert!(error.contains("readonly database"), "{error}");
}

#[tokio::test]
async fn another_programs_database_is_left_as_it_is() {
    let folder = std::env::temp_dir().join(format!("hostmaster-store-{}", Id::random()));
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("other.db");
    let url = format!("sqlite://{}", file.display());
    let other = SqliteConnectOptions::from_str(&url).unwrap().create_if_missing(true);
    let pool = SqlitePoolOptions::new().connect_with(other).await.unwrap();
    for statement in ["CREATE TABLE users (id INTEGER)", "CREATE TABLE audit (what TEXT)"] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let before = std::fs::read(&file).unwrap();
    let opened = Store::open(&url).await;
    let after = std::fs::read(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(opened, Err(StoreError::Foreign(_))));
    assert!(before == after, "it was written to");
}
