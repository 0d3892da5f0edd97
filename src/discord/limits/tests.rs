use std::future::Future;

use futures_util::future::join_all;
use proptest::prelude::*;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::time::{advance, sleep};

use super::invalid::{MOST, WINDOW};
use super::*;

const MESSAGES: RouteName = RouteName { method: "POST", path: "/channels/{channel}/messages" };
const EDITS: RouteName = RouteName { method: "PATCH", path: "/channels/{channel}/messages/{message}" };
const ORIGINAL: RouteName =
    RouteName { method: "PATCH", path: "/webhooks/{application}/{token}/messages/@original" };
const CALLBACK: RouteName =
    RouteName { method: "POST", path: "/interactions/{interaction}/{token}/callback" };

fn message(channel: u64) -> RouteKey {
    RouteKey { name: MESSAGES, major: Major::Channel(channel), class: Class::Bot }
}

fn edit(channel: u64) -> RouteKey {
    RouteKey { name: EDITS, ..message(channel) }
}

fn original(token: u64) -> RouteKey {
    RouteKey { name: ORIGINAL, major: Major::Webhook(token), class: Class::Webhook }
}

fn callback() -> RouteKey {
    RouteKey { name: CALLBACK, major: Major::None, class: Class::Callback }
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
        .collect();
    Answer::read(status, &headers, body.as_bytes())
}

fn window(bucket: &str, limit: u32, remaining: u32, reset_after: Duration) -> Answer {
    answer(
        200,
        &[
            ("x-ratelimit-bucket", bucket),
            ("x-ratelimit-limit", &limit.to_string()),
            ("x-ratelimit-remaining", &remaining.to_string()),
            ("x-ratelimit-reset-after", &format!("{:.3}", reset_after.as_secs_f64())),
        ],
        "",
    )
}

fn limited(retry_after: &str) -> Answer {
    answer(429, &[("retry-after", retry_after)], "{}")
}

fn in_a(minutes: u64) -> Instant {
    Instant::now() + Duration::from_secs(60 * minutes)
}

async fn pass(limiter: &Limiter, route: RouteKey) -> Permit<'_> {
    limiter.acquire(route, in_a(600)).await.expect("the limiter opens within ten hours")
}

/// How long a future takes on the paused clock.
async fn took<T>(future: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let output = future.await;
    (output, start.elapsed())
}

fn is_about(left: Duration, right: Duration) -> bool {
    left.abs_diff(right) <= Duration::from_millis(20)
}

/// One bucket as Discord keeps it: a window begins with the first request that finds none.
struct Server {
    limit: u32,
    length: Duration,
    end: Instant,
    used: u32,
    excess: u32,
}

impl Server {
    fn new(limit: u32, length: Duration) -> Self {
        Self { limit, length, end: Instant::now(), used: 0, excess: 0 }
    }

    fn take(&mut self) -> Answer {
        let now = Instant::now();
        if now >= self.end {
            self.end = now + self.length;
            self.used = 0;
        }
        if self.used == self.limit {
            self.excess += 1;
            return limited(&(self.end - now).as_secs_f64().to_string());
        }
        self.used += 1;
        window("abc", self.limit, self.limit - self.used, self.end - now)
    }
}

#[derive(Clone, Debug)]
struct Trip {
    begins: u64,
    there: u64,
    back: u64,
}

fn trips() -> impl Strategy<Value = Vec<Trip>> {
    let trip = (0_u64..3_000, 0_u64..2_500, 0_u64..2_500).prop_map(|(begins, there, back)| Trip {
        begins,
        there,
        back,
    });
    proptest::collection::vec(trip, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_window_ever_takes_more_than_its_limit(limit in 1_u32..7, length in 100_u64..3_000, trips in trips()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let excess = runtime.block_on(async {
            let limiter = Limiter::new();
            let server = Mutex::new(Server::new(limit, Duration::from_millis(length)));
            join_all(trips.iter().map(|trip| async {
                sleep(Duration::from_millis(trip.begins)).await;
                let permit = pass(&limiter, message(1)).await;
                sleep(Duration::from_millis(trip.there)).await;
                let answer = server.lock().unwrap().take();
                sleep(Duration::from_millis(trip.back)).await;
                permit.answered(&answer);
            }))
            .await;
            server.into_inner().unwrap().excess
        });
        prop_assert_eq!(excess, 0);
    }

    #[test]
    fn answers_of_any_shape_are_read_without_panic(
        status in 0_u16..1_000,
        header in "[ -~]{0,20}",
        number in any::<f64>(),
        body in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        for value in [header, number.to_string()] {
            let names =
                ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset-after", "x-ratelimit-bucket"];
            let headers = names.map(|name| (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap()));
            let answer = Answer::read(status, &headers.into_iter().collect(), &body);
            prop_assert!(answer.retry_after.is_none_or(|wait| wait <= LONGEST_WAIT));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_known_bucket_takes_as_many_at_once_as_remain() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&window("b", 5, 4, Duration::from_secs(2)));
    let (permits, waited) = took(join_all((0..4).map(|_| pass(&limiter, message(1))))).await;
    assert_eq!(waited, Duration::ZERO);
    let (_fifth, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_secs(2)), "{waited:?}");
    drop(permits);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_route_is_tried_by_one_request_at_a_time() {
    let limiter = Limiter::new();
    let first = pass(&limiter, message(1)).await;
    assert_eq!(limiter.acquire(message(1), in_a(1)).await.err(), Some(TooLate));
    first.answered(&window("b", 5, 4, Duration::from_secs(2)));
    assert!(limiter.acquire(message(1), in_a(1)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_route_without_limits_is_not_held_back() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&answer(200, &[], ""));
    let (_permits, waited) = took(join_all((0..20).map(|_| pass(&limiter, message(1))))).await;
    assert_eq!(waited, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_known_route_needs_no_trial_in_another_channel() {
    let limiter = Limiter::new();
    pass(&limiter, original(1)).await.answered(&window("b", 5, 4, Duration::from_secs(2)));
    let (_permits, waited) = took(join_all((0..5).map(|_| pass(&limiter, original(2))))).await;
    assert_eq!(waited, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn routes_that_share_a_hash_share_the_bucket() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&window("b", 5, 1, Duration::from_secs(9)));
    pass(&limiter, edit(1)).await.answered(&window("b", 5, 0, Duration::from_secs(9)));
    let (_permit, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_secs(9)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn those_who_queued_before_the_hash_was_known_move_to_its_bucket() {
    let limiter = Limiter::new();
    let first = pass(&limiter, message(1)).await;
    let others = join_all((0..3).map(|_| pass(&limiter, message(1))));
    let answer_first = async {
        sleep(Duration::from_millis(50)).await;
        first.answered(&window("b", 3, 2, Duration::from_secs(4)));
    };
    let ((permits, ()), waited) = took(async { tokio::join!(others, answer_first) }).await;
    assert_eq!(permits.len(), 3);
    assert!(is_about(waited, Duration::from_millis(4_050)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_smaller_remaining_and_the_later_reset_count_when_answers_overtake_each_other() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&window("b", 5, 4, Duration::from_secs(8)));
    let (second, third) = (pass(&limiter, message(1)).await, pass(&limiter, message(1)).await);
    third.answered(&window("b", 5, 0, Duration::from_secs(8)));
    second.answered(&window("b", 5, 3, Duration::from_secs(1)));
    let (_permit, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_secs(8)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_bucket_serves_in_order() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&window("b", 1, 0, Duration::from_secs(1)));
    let order = Mutex::new(Vec::new());
    join_all((0..6).map(|n| {
        let (limiter, order) = (&limiter, &order);
        async move {
            let permit = pass(limiter, message(1)).await;
            order.lock().unwrap().push(n);
            permit.answered(&window("b", 1, 0, Duration::from_secs(1)));
        }
    }))
    .await;
    assert_eq!(order.into_inner().unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_its_bucket_for_the_longer_of_the_two_times() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&answer(
        429,
        &[("retry-after", "2")],
        r#"{"retry_after": 2.75}"#,
    ));
    pass(&limiter, message(2)).await.answered(&answer(
        429,
        &[("retry-after", "4")],
        r#"{"retry_after": 0.5}"#,
    ));
    pass(&limiter, message(3)).await.answered(&answer(
        429,
        &[("retry-after", "1")],
        r#"{"retry_after": 0.3}"#,
    ));
    let (_other, waited) = took(pass(&limiter, edit(1))).await;
    assert_eq!(waited, Duration::ZERO);
    let (_three, waited) = took(pass(&limiter, message(3))).await;
    assert!(is_about(waited, Duration::from_millis(300)), "a rounded header: {waited:?}");
    let (_one, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_millis(2_450)), "{waited:?}");
    let (_two, waited) = took(pass(&limiter, message(2))).await;
    assert!(is_about(waited, Duration::from_millis(1_250)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_429_of_another_limit_holds_its_bucket_no_longer_than_told() {
    let limiter = Limiter::new();
    let headers = [
        ("x-ratelimit-bucket", "b"),
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "4"),
        ("x-ratelimit-reset-after", "5"),
        ("x-ratelimit-scope", "shared"),
    ];
    pass(&limiter, message(1)).await.answered(&answer(429, &headers, r#"{"retry_after": 0.3}"#));
    let (_one, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_millis(300)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn absurd_waits_are_bounded() {
    for (told, wait) in [
        ("1e18", LONGEST_WAIT),
        ("inf", LONGEST_WAIT),
        ("NaN", UNTOLD_WAIT),
        ("-3", UNTOLD_WAIT),
        ("soon", UNTOLD_WAIT),
        ("0", SHORTEST_WAIT),
    ] {
        let limiter = Limiter::new();
        let not_before = pass(&limiter, message(1)).await.answered(&limited(told));
        assert_eq!(not_before, Some(Instant::now() + wait), "{told}");
        let (_permit, waited) = took(pass(&limiter, message(1))).await;
        assert!(is_about(waited, wait), "{told}: {waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_global_429_stops_the_bots_routes_and_not_the_interactions() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&answer(429, &[], r#"{"retry_after": 3.0, "global": true}"#));
    let (_permits, waited) =
        took(async { (pass(&limiter, callback()).await, pass(&limiter, original(1)).await) }).await;
    assert_eq!(waited, Duration::ZERO);
    let (_permit, waited) = took(pass(&limiter, edit(7))).await;
    assert!(is_about(waited, Duration::from_secs(3)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_global_429_to_an_interaction_stops_everything() {
    let limiter = Limiter::new();
    let global = answer(429, &[("x-ratelimit-global", "true"), ("retry-after", "2")], "");
    pass(&limiter, original(1)).await.answered(&global);
    let (_permits, waited) =
        took(join_all([callback(), original(2), message(1)].map(|key| pass(&limiter, key)))).await;
    assert!(is_about(waited, Duration::from_secs(2)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn no_second_sees_more_than_fifty_requests_of_the_bot() {
    let limiter = Limiter::new();
    let sent = Mutex::new(Vec::new());
    join_all((0..230).map(|channel| {
        let (limiter, sent) = (&limiter, &sent);
        async move {
            sleep(Duration::from_millis(channel * 3)).await;
            let permit = pass(limiter, message(channel)).await;
            sent.lock().unwrap().push(Instant::now());
            permit.answered(&window("b", 5, 4, Duration::from_secs(1)));
        }
    }))
    .await;
    let sent = sent.into_inner().unwrap();
    assert_eq!(sent.len(), 230);
    for burst in sent.windows(global::PER_SECOND + 1) {
        assert!(burst[global::PER_SECOND] - burst[0] >= SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn interactions_do_not_count_towards_the_global_limit() {
    let limiter = Limiter::new();
    let everything = async {
        for token in 0..500 {
            pass(&limiter, callback()).await.answered(&answer(204, &[], ""));
            pass(&limiter, original(token)).await.answered(&window("b", 5, 4, Duration::from_secs(2)));
        }
        join_all((0..50).map(|channel| pass(&limiter, message(channel)))).await
    };
    let (_permits, waited) = took(everything).await;
    assert_eq!(waited, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_interactions_leave_nothing_behind() {
    let limiter = Limiter::new();
    let mut most = 0;
    for token in 0..100_000 {
        pass(&limiter, callback()).await.answered(&answer(204, &[], ""));
        pass(&limiter, original(token)).await.answered(&window("b", 5, 4, Duration::from_secs(2)));
        advance(Duration::from_millis(5)).await;
        most = most.max(limiter.buckets());
    }
    // 200 a second, each for its window of two, swept every second.
    assert!(most <= 700, "{most}");
    advance(Duration::from_secs(10)).await;
    pass(&limiter, callback()).await.answered(&answer(204, &[], ""));
    assert_eq!(limiter.buckets(), 0);
    assert_eq!(limiter.lock().routes.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_in_time_is_refused_at_once() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&limited("30"));
    let (refused, waited) = took(limiter.acquire(message(1), Instant::now() + Duration::from_secs(29))).await;
    assert_eq!((refused.err(), waited), (Some(TooLate), Duration::ZERO));
    assert!(limiter.acquire(message(1), Instant::now() + Duration::from_secs(31)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_counts_as_a_request() {
    let limiter = Limiter::new();
    pass(&limiter, message(1)).await.answered(&window("b", 5, 2, Duration::from_secs(6)));
    drop(pass(&limiter, message(1)).await);
    drop(pass(&limiter, message(1)).await);
    let (_permit, waited) = took(pass(&limiter, message(1))).await;
    assert!(is_about(waited, Duration::from_secs(6)), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn lost_answers_do_not_wedge_a_bucket() {
    let limiter = Limiter::new();
    drop(pass(&limiter, message(1)).await);
    pass(&limiter, message(1)).await.answered(&window("b", 2, 1, Duration::from_secs(1)));
    for _ in 0..20 {
        drop(pass(&limiter, message(1)).await);
    }
    let abandoned = limiter.acquire(message(1), in_a(1));
    drop(abandoned);
    let (_permit, waited) = took(pass(&limiter, message(1))).await;
    assert!(waited <= Duration::from_secs(2), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn too_many_invalid_answers_stop_all_but_callbacks_until_they_age() {
    let limiter = Limiter::new();
    for n in 0..MOST {
        let status = [401, 403, 429][n as usize % 3];
        let invalid = answer(status, &[("retry-after", "0")], "");
        // Callbacks have no bucket, so that the clock stands still here.
        pass(&limiter, callback()).await.answered(&invalid);
    }
    let (_permit, waited) = took(pass(&limiter, callback())).await;
    assert_eq!(waited, Duration::ZERO);
    for route in [message(1), original(1)] {
        assert_eq!(limiter.acquire(route, in_a(10)).await.err(), Some(TooLate));
    }
    let (_permit, waited) = took(pass(&limiter, message(1))).await;
    assert!(waited >= WINDOW && waited <= WINDOW + Duration::from_secs(61), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn shared_429s_and_other_refusals_are_not_invalid_answers() {
    let limiter = Limiter::new();
    for _ in 0..MOST {
        let shared = answer(429, &[("x-ratelimit-scope", "shared"), ("retry-after", "0")], "");
        pass(&limiter, callback()).await.answered(&shared);
        pass(&limiter, callback()).await.answered(&answer(404, &[], ""));
    }
    assert!(limiter.acquire(message(1), in_a(1)).await.is_ok());
}
