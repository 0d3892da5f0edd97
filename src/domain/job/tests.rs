//! When what was begun counts as seen.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::order::{
    Chosen, CustomServer, Cycle, Goods, Offer, PriceFor, PricePart, Progress, ProgressState, Purchase,
    Template, Trace,
};
use crate::domain::{ResourceKind, ResourceRef};

const LIMITS: WatchLimits = WatchLimits {
    task: Duration::from_secs(600),
    trace: Duration::from_secs(90),
    arrival: Duration::from_secs(240),
    absence: Duration::from_secs(30),
    setup: Duration::from_secs(900),
    payment: Duration::from_secs(90_000),
};

fn offer() -> Offer {
    let server = CustomServer {
        name: "my-api-vps".to_owned(),
        cpu_type: "xeonE5".to_owned(),
        cpu_cores: 4,
        memory_gb: 8.into(),
        storage_type: "ssd".to_owned(),
        storage_gb: 160,
        ipv4: 1,
    };
    let each = "15.6".parse().unwrap();
    Offer {
        goods: Goods::Custom(server),
        system: Some(Template {
            id: "debian-12".to_owned(),
            name: "Debian 12".to_owned(),
            enabled: true,
            price: None,
            memory_mb: None,
        }),
        price: None,
        cycle: Cycle::Monthly,
        parts: vec![PricePart { what: PriceFor::Cpu, amount: 4, each }],
        then: vec![],
        chosen: vec![],
        more: vec![],
    }
}

fn purchase() -> PurchaseWatch {
    let order = ResourceRef::parse(ResourceKind::Order, "shop/hm-1").unwrap();
    PurchaseWatch::new(order, offer())
}

#[test]
fn what_is_stored_of_a_purchase_is_what_was_shown_of_it() {
    let chosen = |value: &str, label: &str| Chosen {
        step: "cloud_init_url".to_owned(),
        key: None,
        title: "cloud_init_url".to_owned(),
        value: value.to_owned(),
        label: label.to_owned(),
        cycle: None,
        is_text: true,
    };
    let offer =
        Offer { chosen: vec![chosen("https://example.com/canary", "https://example.com/…")], ..offer() };
    let order = ResourceRef::parse(ResourceKind::Order, "shop/hm-1").unwrap();
    let stored = serde_json::to_string(&PurchaseWatch::new(order, offer)).unwrap();
    assert!(stored.contains("example.com") && !stored.contains("canary"), "{stored}");
}

#[test]
fn a_list_without_what_was_there_before_shows_nothing_of_a_purchase() {
    let trace = |id: &str| Trace { id: id.to_owned(), kind: Some(0), is_named: false, is_doubtful: false };
    let mut purchase = purchase();
    let none = BTreeSet::new();
    assert!(purchase.is_missing_from(&[], &none), "it has an id of its own");
    purchase.traced = Some(Traced::default());
    assert!(purchase.is_missing_from(&[], &none), "there was none before");
    purchase.traced = Some(Traced { before: ["7".to_owned(), "8".to_owned()].into(), ..Traced::default() });
    assert!(purchase.is_missing_from(&[trace("8")], &none));
    assert!(!purchase.is_missing_from(&[], &none));
    assert!(!purchase.is_missing_from(&[trace("9")], &none));
    let doubtful = |id: &str| Trace { is_doubtful: true, kind: None, ..trace(id) };
    assert!(!purchase.is_missing_from(&[trace("8"), doubtful("9")], &none));
    assert!(purchase.is_missing_from(&[trace("7"), doubtful("8")], &none), "it was there before");
    let others = BTreeSet::from(["9".to_owned()]);
    assert!(purchase.is_missing_from(&[trace("8"), doubtful("9")], &others), "it is another purchase's");
    assert_eq!(purchase.pick(&[doubtful("9")], &none), Vec::<String>::new());
}

fn told(state: ProgressState, percent: u8) -> PurchaseLook {
    let server = Some("43".to_owned());
    PurchaseLook::Told(Progress {
        state,
        percent: Some(percent),
        server,
        words: None,
        unpaid: None,
        waits_for_payment: false,
        uninstalled: false,
    })
}

fn seen(state: &str, uptime_seconds: Option<u64>) -> Seen {
    Seen::There { state: state.into(), uptime_seconds }
}

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_restart_is_back_when_another_state_was_followed_by_running() {
    let mut watch = ServerWatch::new(ServerVerb::Restart);
    assert_eq!(watch.observe(at(2), seen("running", Some(500)), &LIMITS), None);
    assert_eq!(watch.observe(at(4), seen("stopped", None), &LIMITS), None);
    let back = watch.observe(at(12), seen("running", None), &LIMITS);
    assert_eq!(back, Some(Verdict::Verified));
}

#[test]
fn a_restart_is_back_when_the_uptime_is_shorter_than_the_time_since_the_call() {
    let mut watch = ServerWatch::new(ServerVerb::Restart);
    let back = watch.observe(at(12), seen("running", Some(9)), &LIMITS);
    assert_eq!(back, Some(Verdict::Verified));
}

#[test]
fn a_shutdown_is_seen_by_the_state_and_a_reset_like_a_restart() {
    let mut shutdown = ServerWatch::new(ServerVerb::Shutdown);
    assert_eq!(shutdown.observe(at(2), seen("running", Some(500)), &LIMITS), None);
    assert_eq!(shutdown.observe(at(4), seen("stopped", None), &LIMITS), Some(Verdict::Verified));
    let mut ignored = ServerWatch::new(ServerVerb::Shutdown);
    assert_eq!(ignored.observe(at(100), seen("running", Some(600)), &LIMITS), None);
    let end = ignored.observe(at(240), seen("running", Some(740)), &LIMITS);
    assert_eq!(end, Some(Verdict::NotThere { state: "running".into() }));
    let mut reset = ServerWatch::new(ServerVerb::Reset);
    assert_eq!(reset.observe(at(12), seen("running", Some(9)), &LIMITS), Some(Verdict::Verified));
    let mut traceless = ServerWatch::new(ServerVerb::Reset);
    let end = traceless.observe(at(90), seen("running", Some(900)), &LIMITS);
    assert_eq!(end, Some(Verdict::Unobserved { uptime_seconds: Some(900) }));
}

#[test]
fn setting_up_anew_is_seen_like_a_restart_and_may_take_as_long_as_setting_up() {
    let mut watch = ServerWatch::new(ServerVerb::Reinstall);
    assert_eq!(watch.observe(at(100), seen("running", Some(900)), &LIMITS), None, "it may begin late");
    assert_eq!(watch.observe(at(300), seen("installing", None), &LIMITS), None);
    assert_eq!(watch.observe(at(800), seen("running", Some(30)), &LIMITS), Some(Verdict::Verified));
    let mut traceless = ServerWatch::new(ServerVerb::Reinstall);
    let end = traceless.observe(at(240), seen("running", Some(900)), &LIMITS);
    assert_eq!(end, Some(Verdict::Unobserved { uptime_seconds: Some(900) }));
}

#[test]
fn other_sizes_are_seen_by_what_the_server_tells_of_itself() {
    let server = |cores: Option<u32>, gigabytes: &str| Server {
        resource: ResourceRef::parse(ResourceKind::Server, "asia/301.1374").unwrap(),
        name: "vm".to_owned(),
        state: ServerState::Running,
        addresses: vec![],
        uptime_seconds: None,
        cpu_cores: cores.map(Into::into),
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: gigabytes.parse().ok(),
        disk_used_gb: None,
        disk_gb: None,
        sizes: None,
        payment_state: None,
    };
    let wanted = NewSizes { cpu: Some(2), memory_mb: Some(4_096), ..NewSizes::default() };
    let mut watch = ServerWatch::resizing(wanted);
    assert_eq!(watch.look(at(2), &server(Some(2), "2"), &LIMITS), None);
    assert_eq!(
        watch.look(at(4), &server(None, "4"), &LIMITS),
        None,
        "a size that is not told proves nothing"
    );
    assert_eq!(watch.clone().look(at(6), &server(Some(2), "4.0"), &LIMITS), Some(Verdict::Verified));
    let end = watch.look(at(240), &server(Some(1), "4"), &LIMITS);
    assert_eq!(end, Some(Verdict::NotThere { state: "running".into() }));
}

#[test]
fn a_server_that_stays_away_is_still_down_at_the_end() {
    let mut watch = ServerWatch::new(ServerVerb::Restart);
    assert_eq!(watch.observe(at(100), seen("stopped", None), &LIMITS), None);
    let end = watch.observe(at(240), seen("stopped", None), &LIMITS);
    assert_eq!(end, Some(Verdict::NotThere { state: "stopped".into() }));
}

#[test]
fn a_watch_that_never_saw_the_server_says_so() {
    assert_eq!(ServerWatch::new(ServerVerb::Stop).expire(at(239), &LIMITS), None);
    assert_eq!(ServerWatch::new(ServerVerb::Stop).expire(at(240), &LIMITS), Some(Verdict::Blind));
}

#[test]
fn a_deleted_server_is_gone_when_the_provider_knows_it_no_more() {
    let mut install = ServerWatch::new(ServerVerb::Install);
    assert_eq!(install.observe(at(1), Seen::Gone, &LIMITS), None, "there is none yet");
    assert_eq!(
        install.clone().expire(LIMITS.setup, &LIMITS),
        Some(Verdict::Unobserved { uptime_seconds: None })
    );
    let is = |state: &str| Seen::There { state: state.to_owned(), uptime_seconds: None };
    assert_eq!(install.observe(at(2), is("creating"), &LIMITS), None);
    let late = Verdict::NotThere { state: "creating".to_owned() };
    assert_eq!(install.expire(LIMITS.setup, &LIMITS), Some(late));
    assert_eq!(install.observe(at(3), is("running"), &LIMITS), Some(Verdict::Verified));

    let mut watch = ServerWatch::new(ServerVerb::Destroy);
    assert_eq!(watch.observe(at(2), seen("running", None), &LIMITS), None);
    assert_eq!(watch.observe(at(4), Seen::Gone, &LIMITS), Some(Verdict::Verified));
    assert_eq!(
        ServerWatch::new(ServerVerb::Restart).observe(at(4), Seen::Gone, &LIMITS),
        Some(Verdict::Gone)
    );
}

#[test]
fn a_purchase_is_done_when_the_provider_says_so() {
    let mut watch = purchase();
    assert_eq!(watch.observe(at(5), told(ProgressState::Running, 20), &LIMITS), None);
    let done = watch.observe(at(10), told(ProgressState::Done, 100), &LIMITS);
    assert_eq!((done, watch.server.as_deref()), (Some(Verdict::Verified), Some("43")));
    let full = purchase().observe(at(5), told(ProgressState::Running, 100), &LIMITS);
    assert_eq!(full, Some(Verdict::Verified));
    let failed = purchase().observe(at(5), told(ProgressState::Failed, 50), &LIMITS);
    assert_eq!(failed, Some(Verdict::Failed));
}

#[test]
fn while_the_call_goes_on_a_purchase_that_is_not_known_yet_is_no_sign() {
    let mut watch = purchase();
    for second in [5, 60, 119] {
        assert_eq!(watch.observe(at(second), PurchaseLook::Absent, &LIMITS), None);
    }
    watch.lose_answer();
    assert_eq!(watch.observe(at(120), PurchaseLook::Absent, &LIMITS), None, "the first look counts anew");
    assert_eq!(watch.observe(at(149), PurchaseLook::Absent, &LIMITS), None);
    assert_eq!(watch.observe(at(150), PurchaseLook::Absent, &LIMITS), Some(Verdict::NotStarted));
}

#[test]
fn what_a_restart_forgot_is_looked_for_twice_again() {
    let mut watch = purchase();
    watch.lose_answer();
    assert_eq!(watch.observe(at(10), PurchaseLook::Absent, &LIMITS), None);
    let stored = serde_json::to_string(&Watch::Purchase(Box::new(watch))).unwrap();
    let Watch::Purchase(mut watch) = serde_json::from_str(&stored).unwrap() else { panic!("a purchase") };
    assert_eq!(watch.observe(at(100), PurchaseLook::Absent, &LIMITS), None);
    assert_eq!(watch.observe(at(130), PurchaseLook::Absent, &LIMITS), Some(Verdict::NotStarted));
}

#[test]
fn what_is_looked_for_only_after_a_long_downtime_is_looked_for_twice_all_the_same() {
    let mut watch = purchase();
    watch.lose_answer();
    assert_eq!(watch.observe(at(90_000), PurchaseLook::Absent, &LIMITS), None);
    assert_eq!(watch.observe(at(90_030), PurchaseLook::Absent, &LIMITS), Some(Verdict::NotStarted));
    let mut watch = SiteWatch::new("mysite.co.il".to_owned());
    assert_eq!(watch.observe(at(90_000), None, &LIMITS), None);
    assert_eq!(watch.observe(at(90_030), None, &LIMITS), Some(Verdict::NotStarted));
}

#[test]
fn what_was_bought_is_stored_and_what_an_older_version_stored_is_read_without_it() {
    let watch = purchase();
    let mut stored = serde_json::to_value(&watch).unwrap();
    assert_eq!(serde_json::from_value::<PurchaseWatch>(stored.clone()).unwrap(), watch);
    stored.as_object_mut().unwrap().remove("offer").unwrap();
    let older: PurchaseWatch = serde_json::from_value(stored).unwrap();
    assert_eq!((older.title.as_str(), older.offer), ("my-api-vps", None));
}

#[test]
fn an_accepted_purchase_whose_progress_is_never_told_is_unobserved() {
    let mut watch = purchase();
    watch.accept(Purchase { server: Some("43".to_owned()), ..Purchase::default() });
    assert_eq!(watch.observe(at(10), PurchaseLook::Absent, &LIMITS), None);
    assert_eq!(watch.observe(at(40), PurchaseLook::Absent, &LIMITS), Some(UNOBSERVED));
    assert_eq!(watch.expire(at(900), &LIMITS), Some(UNOBSERVED));
}

#[test]
fn a_purchase_that_goes_on_for_too_long_is_unfinished_and_one_never_seen_is_blind() {
    let mut watch = purchase();
    assert_eq!(watch.expire(at(900), &LIMITS), Some(Verdict::Blind));
    assert_eq!(watch.observe(at(899), told(ProgressState::Running, 20), &LIMITS), None);
    assert_eq!(watch.expire(at(900), &LIMITS), Some(Verdict::Unfinished));
}

#[test]
fn what_waits_for_a_payment_has_days_for_that_and_is_set_up_in_its_time_afterwards() {
    let unpaid = Progress { unpaid: Some("366000".to_owned()), ..Progress::new(ProgressState::Running) };
    let look = |progress: &Progress| PurchaseLook::Told(progress.clone());
    let mut watch = purchase();
    watch.accept(Purchase::default());
    assert_eq!(watch.observe(at(10), look(&unpaid), &LIMITS), None);
    assert_eq!(watch.observe(at(80_000), look(&unpaid), &LIMITS), None);
    let mut left = watch.clone();
    assert_eq!(left.observe(at(90_000), look(&unpaid), &LIMITS), Some(Verdict::Unfinished));
    assert_eq!(watch.observe(at(80_010), told(ProgressState::Running, 5), &LIMITS), None);
    assert_eq!(watch.observe(at(80_909), told(ProgressState::Running, 5), &LIMITS), None);
    let end = watch.observe(at(80_910), told(ProgressState::Running, 5), &LIMITS);
    assert_eq!(end, Some(Verdict::Unfinished));
}

#[test]
fn a_site_is_there_when_it_is_active_and_was_never_created_when_two_looks_miss_it() {
    let mut watch = SiteWatch::new("mysite.co.il".to_owned());
    assert_eq!(watch.observe(at(2), Some("provisioning".into()), &LIMITS), None);
    assert_eq!(watch.observe(at(4), Some("Active".into()), &LIMITS), Some(Verdict::Verified));
    let mut watch = SiteWatch::new("mysite.co.il".to_owned());
    assert_eq!(watch.observe(at(2), None, &LIMITS), None);
    assert_eq!(watch.observe(at(32), None, &LIMITS), Some(Verdict::NotStarted));
    let mut watch = SiteWatch::new("mysite.co.il".to_owned());
    assert_eq!(
        watch.observe(at(900), Some("provisioning".into()), &LIMITS),
        Some(Verdict::NotThere { state: "provisioning".into() })
    );
}

#[test]
fn a_site_that_was_accepted_or_seen_is_never_called_never_created() {
    let mut accepted = SiteWatch::new("mysite.co.il".to_owned());
    accepted.accept();
    let mut listed = SiteWatch::new("mysite.co.il".to_owned());
    assert_eq!(listed.observe(at(2), Some("provisioning".into()), &LIMITS), None);
    for mut watch in [accepted, listed] {
        assert_eq!(watch.observe(at(4), None, &LIMITS), None);
        assert_eq!(watch.observe(at(400), None, &LIMITS), None);
        assert_eq!(watch.clone().observe(at(900), None, &LIMITS), Some(UNOBSERVED));
        assert_eq!(watch.observe(at(600), Some("active".into()), &LIMITS), Some(Verdict::Verified));
    }
}

proptest! {
    #[test]
    fn not_started_needs_two_misses_far_enough_apart_and_nothing_seen(
        looks in prop::collection::vec((1u64..20, prop::option::of(0u8..99), any::<bool>()), 1..60)
    ) {
        let mut watch = purchase();
        watch.lose_answer();
        let (mut now, mut seen, mut missed_since) = (0, false, None);
        for (step, percent, fails) in looks {
            now += step;
            if fails {
                continue;
            }
            let verdict = match percent {
                Some(percent) => {
                    (seen, missed_since) = (true, None);
                    watch.observe(at(now), told(ProgressState::Running, percent), &LIMITS)
                }
                None => {
                    missed_since.get_or_insert(now);
                    watch.observe(at(now), PurchaseLook::Absent, &LIMITS)
                }
            };
            if verdict == Some(Verdict::NotStarted) {
                prop_assert!(!seen && missed_since.is_some_and(|since| now - since >= 30));
            }
            if verdict.is_some() {
                break;
            }
        }
    }

    #[test]
    fn running_throughout_with_growing_uptime_is_never_back(
        before in 0u64..100_000, looks in prop::collection::vec(1u64..30, 1..60)
    ) {
        let mut watch = ServerWatch::new(ServerVerb::Restart);
        let mut elapsed = 0;
        for step in looks {
            elapsed += step;
            let verdict = watch.observe(at(elapsed), seen("running", Some(before + elapsed)), &LIMITS);
            prop_assert_ne!(verdict, Some(Verdict::Verified));
        }
    }
}
