use super::*;

#[test]
fn look() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let jerusalem = TimeZone::get("Asia/Jerusalem").unwrap();
    let end: Timestamp = "2026-11-25T09:07:00Z".parse().unwrap();
    let series = |count: i64, step: i64, f: &dyn Fn(f64) -> f64| -> Vec<(Timestamp, f64)> {
        (0..count)
            .map(|n| {
                (end - jiff::SignedDuration::from_secs(step * (count - 1 - n)), f(n as f64 / count as f64))
            })
            .collect()
    };
    let noisy = |x: f64| {
        let noise = ((x * 12_345.678).sin() * 43_758.545).fract().abs();
        35.0 + 25.0 * (x * 9.0).sin() + 9.0 * noise
    };
    let show = |name: &str, title: &str, unit: &str, points: &[(Timestamp, f64)], timezone: &TimeZone| {
        let labels = ["Minimum", "Mean", "Maximum"];
        let start = std::time::Instant::now();
        let bytes = png(&Chart { title, unit, points, timezone, labels }).unwrap();
        eprintln!("{name}: {:?}, {} bytes", start.elapsed(), bytes.len());
        std::fs::write(format!("/tmp/chart-{name}.png"), bytes).unwrap();
    };
    show("hour", "web-1 · CPU", "%", &series(61, 60, &noisy), &berlin);
    show("day", "production-web-1 · CPU", "%", &series(288, 300, &noisy), &berlin);
    show("week", "שרת ייצור web-1 (תל אביב) · CPU", "%", &series(168, 3600, &noisy), &jerusalem);
    let mut gap = series(720, 3600, &noisy);
    gap.drain(300..420);
    show("month", "db-1 · Memory", "GB", &gap, &TimeZone::UTC);
    show(
        "year",
        &"A very long name of a server that never ends ".repeat(4),
        "%",
        &series(20000, 1577, &noisy),
        &TimeZone::get("America/Argentina/Buenos_Aires").unwrap(),
    );
    show(
        "spikes",
        "spikes 😀 漢",
        "%",
        &series(1440, 60, &|x| if (x * 1440.0) as i64 % 97 == 5 { 387.0 } else { 3.0 + x }),
        &berlin,
    );
    show("one", "one", "%", &[(end, 42.0)], &berlin);
    show("level", "", "Mbit/s", &series(100, 60, &|_| 1234.5), &berlin);
    show("negative", "neg", "°C", &series(100, 60, &|x| -30.0 + 50.0 * x), &berlin);
}
