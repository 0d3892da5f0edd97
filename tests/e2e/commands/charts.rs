//! `/vps metrics`: a picture, the same in words, and words alone where nothing was measured.

use std::io::Cursor;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::llamalink::{Metric, Operation, Reading};
use insta::assert_snapshot;
use serde_json::json;

use crate::stage::{SOON, Stage};
use crate::told::told;

/// What production-web has measured, the same on every day that the tests run.
fn measure(stage: &Stage) {
    let reading = |(nth, value): (i64, f64)| Reading { time: 1_716_508_800 + nth * 3_600, value };
    let values = [24.5, 31.2, 90.0, 12.0, 17.25, 44.0];
    stage.llamalink.with_state(|state| {
        let history = &mut state.server_mut(42).unwrap().history;
        history.insert(Metric::Cpu, (0..).zip(values).map(reading).collect());
        history.insert(Metric::Memory, (0..).zip(values).map(reading).collect());
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_metrics_answers_with_a_chart_that_is_told_in_words_too() {
    let stage = Stage::start().await;
    measure(&stage);
    let drawn = told(&stage, &stage.ana(), "vps metrics", json!({"server": "production-web"})).await;
    assert_snapshot!(drawn.print(), @"
    for everybody
    production-web: CPU
    the last day · minimum 12.0 % · mean 36.5 % · maximum 90.0 %
    (cpu.png: production-web: CPU, the last day: minimum 12.0 %, mean 36.5 %, maximum 90.0 %)
    -> GET /user/vps/42
    -> GET /user/vps/42/metrics-history?metric=cpu&range=day
    # vps.metrics shop/42 done
    ");
    let picture = drawn.message.picture().expect("a picture in the embed");
    assert_eq!(picture.content_type, "image/png");
    let mut decoder = png::Decoder::new(Cursor::new(&picture.data)).read_info().unwrap();
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    let frame = decoder.next_frame(&mut pixels).unwrap();
    assert_eq!(Some((frame.width, frame.height)), picture.size());
    assert!(frame.width >= 600 && frame.height >= 300, "{frame:?}");
    let colours: std::collections::HashSet<_> = pixels.chunks(3).collect();
    assert!(colours.len() > 8, "nothing is drawn: {} colours", colours.len());
    assert_eq!(drawn.message.attachments.len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_metrics_asks_for_the_metric_and_the_range_that_were_chosen() {
    let stage = Stage::start().await;
    for metric in ["cpu", "memory"] {
        for range in ["hour", "day", "week", "month", "year"] {
            let options = json!({"server": "shop/42", "metric": metric, "range": range});
            let drawn = told(&stage, &stage.ana(), "vps metrics", options).await;
            let wanted = format!("GET /user/vps/42/metrics-history?metric={metric}&range={range}");
            assert_eq!(drawn.requests, ["GET /user/vps/42", &wanted]);
            assert!(drawn.message.picture().is_some(), "{}", drawn.print());
        }
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_was_measured_the_answer_says_so_and_has_no_picture() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        state.server_mut(42).unwrap().history.insert(Metric::Memory, vec![]);
    });
    let options = json!({"server": "production-web", "metric": "memory", "range": "week"});
    let empty = told(&stage, &stage.ana(), "vps metrics", options).await;
    assert!(empty.message.attachments.is_empty());
    assert_snapshot!(empty.print(), @"
    for everybody
    production-web: memory
    LlamaLink has no measurements for the last week. Try another range.
    -> GET /user/vps/42
    -> GET /user/vps/42/metrics-history?metric=memory&range=week
    # vps.metrics shop/42 done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_metric_or_a_range_that_there_is_not_is_refused_before_anything_is_asked() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    // Discord offers a choice of them; whoever sends something else has made the request by hand.
    for (option, value) in [("metric", "disk"), ("range", "decade")] {
        let mut payload = ana
            .slash_payload(
                CHANNEL_OPS,
                "vps metrics",
                &[("server", "shop/42".into()), (option, json!("day"))],
            )
            .or_else(|_| {
                ana.slash_payload(
                    CHANNEL_OPS,
                    "vps metrics",
                    &[("server", "shop/42".into()), (option, json!("cpu"))],
                )
            })
            .unwrap();
        let options = payload["data"]["options"][0]["options"].as_array_mut().unwrap();
        let chosen = options.iter_mut().find(|chosen| chosen["name"] == option).unwrap();
        chosen["value"] = json!(value);
        let refused = stage.discord.inject(payload).unwrap().wait_message(SOON).await.unwrap();
        assert_eq!(refused.ephemeral_to, Some(ana.user));
        assert!(refused.text().contains(&format!("option `{option}`")), "{}", refused.text());
    }
    assert_eq!(stage.llamalink.count(Operation::MetricsHistory), 0);
    assert_eq!(stage.audit_of(2).await, ["vps.metrics - refused (bad argument)"; 2]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn support_sees_charts_of_the_servers_of_its_grant_alone() {
    let grants = crate::stage::GRANTS.replace("\"vps.list\", \"vps.show\"", "\"vps.metrics\"");
    let stage = Stage::with(crate::stage::Setup { grants, ..Default::default() }).await;
    let sam = stage.sam();
    let own = told(&stage, &sam, "vps metrics", json!({"server": "staging-web"})).await;
    assert!(own.message.picture().is_some(), "{}", own.print());
    for other in ["production-web", "42", "203.0.113.50"] {
        let refused = told(&stage, &sam, "vps metrics", json!({"server": other})).await;
        assert!(refused.message.text().contains("No server that you may use fits"), "{}", refused.print());
        assert!(refused.requests.is_empty());
    }
    stage.end().await;
}
