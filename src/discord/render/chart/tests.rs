use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

/// A picture, decoded again.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[f64; 3]>,
}

const END: &str = "2026-11-25T09:07:00Z";

fn decode(bytes: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut buffer).unwrap();
    assert_eq!((frame.color_type, frame.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
    let pixels = buffer[..frame.buffer_size()].chunks(3).map(|rgb| [0, 1, 2].map(|n| f64::from(rgb[n])));
    Picture { width: frame.width as usize, height: frame.height as usize, pixels: pixels.collect() }
}

/// The share of light that a colour sends out, as the accessibility guidelines reckon it.
fn light(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|value| {
        let value = value / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (light(a) + 0.05, light(b) + 0.05);
    a.max(b) / a.min(b)
}

fn rgb(RGBColor(red, green, blue): RGBColor) -> [f64; 3] {
    [red, green, blue].map(f64::from)
}

impl Picture {
    fn at(&self, x: usize, y: usize) -> [f64; 3] {
        self.pixels[y * self.width + x]
    }

    /// The places in a part of the picture whose colour is about this one.
    fn places(&self, colour: RGBColor, xs: (usize, usize), ys: (usize, usize)) -> Vec<(usize, usize)> {
        let near = |place: &(usize, usize)| {
            let found = self.at(place.0, place.1);
            found.iter().zip(rgb(colour)).all(|(a, b)| (a - b).abs() < 24.0)
        };
        (ys.0..ys.1).flat_map(|y| (xs.0..xs.1).map(move |x| (x, y))).filter(near).collect()
    }

    /// How high the line stands on the average in each of ten slices of the plot; larger is lower.
    fn heights(&self) -> Vec<f64> {
        let slice = |n: usize| {
            let found = self.places(LINE, (170 + n * 60, 230 + n * 60), PLOT);
            assert!(found.len() > 30, "slice {n} has a line of {} pixels", found.len());
            found.iter().map(|(_, y)| *y as f64).sum::<f64>() / found.len() as f64
        };
        (0..10).map(slice).collect()
    }

    fn part(&self, ys: (usize, usize)) -> &[[f64; 3]] {
        &self.pixels[ys.0 * self.width..ys.1 * self.width]
    }

    /// How many pixels of a part read well against the ground.
    fn readable(&self, xs: (usize, usize), ys: (usize, usize)) -> usize {
        let places = (ys.0..ys.1).flat_map(|y| (xs.0..xs.1).map(move |x| (x, y)));
        places.filter(|(x, y)| contrast(self.at(*x, *y), rgb(GROUND)) >= 4.5).count()
    }

    /// The picture as a phone shows it: each pixel the mean of those that it covers.
    fn on_a_phone(&self) -> Picture {
        let factor = self.width as f64 / 350.0;
        let (width, height) = (350, (self.height as f64 / factor) as usize);
        let shares = |n: usize, size: usize| {
            let (from, to) = (n as f64 * factor, (n + 1) as f64 * factor);
            (from as usize..(to.ceil() as usize).min(size))
                .map(move |cell| (cell, (to.min(cell as f64 + 1.0) - from.max(cell as f64)) / factor))
        };
        let pixel = |x: usize, y: usize| {
            let mut sum = [0.0; 3];
            for (row, high) in shares(y, self.height) {
                for (column, wide) in shares(x, self.width) {
                    let colour = self.at(column, row);
                    (0..3).for_each(|n| sum[n] += colour[n] * high * wide);
                }
            }
            sum
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect();
        Picture { width, height, pixels }
    }
}

const TITLE_ROWS: (usize, usize) = (10, 58);
const NUMBER_ROWS: (usize, usize) = (62, 100);
const PLOT: (usize, usize) = (PLOT_TOP as usize - 6, PLOT_BOTTOM as usize + 3);
const TICK_ROWS: (usize, usize) = (TICKS_BASELINE as usize - 22, TICKS_BASELINE as usize + 4);

/// One value a minute, up to the end; `value` gets the share of time that has gone.
fn series(count: i64, value: impl Fn(f64) -> f64) -> Vec<(Timestamp, f64)> {
    let end: Timestamp = END.parse().unwrap();
    let at = |n: i64| end - SignedDuration::from_mins(count - 1 - n);
    (0..count).map(|n| (at(n), value(n as f64 / (count - 1).max(1) as f64))).collect()
}

fn drawn(title: &str, points: &[(Timestamp, f64)]) -> Picture {
    let timezone = &TimeZone::get("Europe/Berlin").unwrap();
    let labels = ["Minimum", "Mean", "Maximum"];
    decode(&png(&Chart { title, unit: "%", points, timezone, labels }).unwrap())
}

#[test]
fn the_picture_is_as_large_as_discord_shows_it_and_as_dark_as_its_ground() {
    let picture = drawn("web-1", &series(60, |x| 20.0 + 60.0 * x));
    assert_eq!((picture.width, picture.height), (800, 480));
    for (x, y) in [(0, 0), (799, 0), (0, 479), (799, 479), (400, 4)] {
        assert_eq!(picture.at(x, y), rgb(GROUND));
    }
    for discords in [[0x31, 0x33, 0x38], [0x2b, 0x2d, 0x31]] {
        assert!(contrast(rgb(GROUND), discords.map(f64::from)) < 1.2);
    }
    let dark = picture.pixels.iter().filter(|pixel| light(**pixel) < 0.1).count();
    assert!(dark > picture.pixels.len() * 8 / 10, "{dark}");
}

#[test]
fn the_line_is_as_high_as_the_values() {
    let rising = drawn("web-1", &series(60, |x| 10.0 + 80.0 * x)).heights();
    assert!(rising.windows(2).all(|pair| pair[0] > pair[1] + 10.0), "{rising:?}");
    let falling = drawn("web-1", &series(60, |x| 90.0 - 80.0 * x)).heights();
    assert!(falling.windows(2).all(|pair| pair[0] + 10.0 < pair[1]), "{falling:?}");
    for value in [0.0, 50.0, 100.0] {
        let level = drawn("web-1", &series(60, |_| value)).heights();
        // A scale ends at the highest value where that is a round number.
        let wanted = f64::from(if value == 0.0 { PLOT_BOTTOM } else { PLOT_TOP });
        assert!(level.iter().all(|height| (height - wanted).abs() < 2.0), "{value}: {level:?}");
    }
    let half = drawn("web-1", &series(60, |x| if x == 0.0 { 100.0 } else { 50.0 })).heights();
    let middle = f64::from((PLOT_TOP + PLOT_BOTTOM) / 2.0);
    assert!(half[1..].iter().all(|height| (height - middle).abs() < 2.0), "{half:?}");
}

#[test]
fn the_area_under_the_line_differs_from_the_ground_above_it_and_the_line_from_both() {
    let picture = drawn("web-1", &series(60, |x| if x == 0.0 { 100.0 } else { 50.0 }));
    let (above, below) = (picture.at(330, 205), picture.at(330, 305));
    assert_eq!(above, rgb(GROUND));
    assert!((1.15..3.0).contains(&contrast(above, below)), "{below:?}");
    assert!(contrast(rgb(LINE), below) >= 3.0 && contrast(rgb(LINE), above) >= 3.0);
}

#[test]
fn thousands_of_values_with_spikes_are_a_line_all_along() {
    let spiky = |x: f64| if (x * 9_999.0) as i64 % 500 == 3 { 380.0 } else { 40.0 };
    let picture = drawn("web-1", &series(10_000, spiky));
    picture.heights();
    let top = picture.places(LINE, (150, 770), (PLOT.0, PLOT.0 + 60));
    assert!(top.len() > 20 * 20, "every spike is seen: {}", top.len());
}

#[test]
fn the_title_is_drawn_and_shortened_and_may_be_in_any_script() {
    let points = series(60, |x| 20.0 + x);
    let title = |text: &str| drawn(text, &points);
    let part = |text: &str| title(text).part(TITLE_ROWS).to_vec();
    assert!(title("web-1").readable((0, 800), TITLE_ROWS) > 150);
    assert_eq!(title("").readable((0, 800), TITLE_ROWS), 0);
    assert_ne!(part("web-1"), part("web-2"));
    assert_ne!(part("שרת"), part("תרש"));
    assert_eq!(part("a\u{202E}b"), part("ab"));
    assert!(title("שרת ייצור").readable((0, 800), TITLE_ROWS) > 150);
    assert!(title("\u{1F600}").readable((0, 800), TITLE_ROWS) > 50, "a box stands for it");
    let long = title(&"production web server ".repeat(50));
    assert!(long.readable((700, 778), TITLE_ROWS) > 50);
    assert_eq!(long.readable((779, 800), TITLE_ROWS), 0);
}

#[test]
fn axes_numbers_zone_and_dates_are_written_where_they_belong() {
    let points = series(600, |x| 20.0 + 60.0 * x);
    let picture = drawn("web-1", &points);
    assert!(picture.readable((0, 95), PLOT) > 400, "values");
    assert!(picture.readable((0, 800), TICK_ROWS) > 400, "times");
    let foot = (TICK_ROWS.1 + 6, 480);
    assert!(picture.readable((0, 300), foot) > 200, "dates");
    assert!(picture.readable((400, 800), foot) > 200, "zone");
    let numbers = |points: &[(Timestamp, f64)]| drawn("web-1", points).part(NUMBER_ROWS).to_vec();
    assert!(picture.readable((0, 800), NUMBER_ROWS) > 800);
    assert_ne!(numbers(&points), numbers(&series(600, |x| 20.0 + 61.0 * x)));
    let zone = |name: &str| {
        let timezone = &TimeZone::get(name).unwrap();
        let labels = ["Minimum", "Mean", "Maximum"];
        decode(&png(&Chart { title: "", unit: "%", points: &points, timezone, labels }).unwrap())
    };
    let (berlin, delhi) = (zone("Europe/Berlin"), zone("Asia/Kolkata"));
    assert_ne!(berlin.part(TICK_ROWS), delhi.part(TICK_ROWS));
    assert_ne!(berlin.part(foot), delhi.part(foot));
    assert_eq!(berlin.part(NUMBER_ROWS), delhi.part(NUMBER_ROWS));
}

#[test]
fn numbers_keep_their_digits_when_words_or_units_are_long() {
    let points = series(60, |x| 1000.0 * x);
    let timezone = &TimeZone::UTC;
    for (unit, word) in [("%", "Durchschnittlicher Wert"), ("requests/s", "Minimum"), ("Mbit/s", "ממוצע")]
    {
        let labels = [word; 3];
        let picture = decode(&png(&Chart { title: "", unit, points: &points, timezone, labels }).unwrap());
        assert_eq!(picture.readable((782, 800), NUMBER_ROWS), 0, "{unit} {word}");
        assert!(picture.readable((500, 800), NUMBER_ROWS) > 200, "{unit} {word}");
    }
}

#[test]
fn the_lowest_and_the_highest_value_are_marked_in_the_colours_of_their_numbers() {
    let picture = drawn("web-1", &series(61, |x| 50.0 + 40.0 * (x * std::f64::consts::TAU).sin()));
    let middle = |colour, xs, ys| {
        let found = picture.places(colour, xs, ys);
        assert!(found.len() > 60, "{}", found.len());
        let sum = found.iter().fold((0, 0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
        (sum.0 / found.len(), sum.1 / found.len())
    };
    let (high, low) = (middle(HIGHEST, (0, 800), PLOT), middle(LOWEST, (0, 800), PLOT));
    assert!((240..300).contains(&high.0) && (580..640).contains(&low.0), "{high:?} {low:?}");
    assert!(high.1 + 150 < low.1, "{high:?} {low:?}");
    let (left, right) = (middle(LOWEST, (0, 800), NUMBER_ROWS), middle(HIGHEST, (0, 800), NUMBER_ROWS));
    assert!(left.0 < right.0);
}

#[test]
fn colours_have_the_contrast_that_text_and_lines_need() {
    for colour in [BRIGHT, QUIET, LINE, LOWEST, HIGHEST] {
        assert!(contrast(rgb(colour), rgb(GROUND)) >= 4.5, "{colour:?}");
    }
    assert!(contrast(rgb(BRIGHT), rgb(GROUND)) > contrast(rgb(QUIET), rgb(GROUND)));
    assert!(contrast(rgb(GRID), rgb(GROUND)) < 2.0, "the lines of the axis stay behind");
}

#[test]
fn a_phone_shows_a_line_and_letters_that_can_still_be_told_apart() {
    let waves = |x: f64| 50.0 + 40.0 * (x * 9.0).sin();
    let picture = drawn("web-1", &series(288, waves)).on_a_phone();
    assert_eq!((picture.width, picture.height), (350, 210));
    let marks = [picture.places(HIGHEST, (0, 350), (50, 175)), picture.places(LOWEST, (0, 350), (50, 175))];
    let near_a_mark = |column: usize| marks.iter().flatten().any(|(x, _)| x.abs_diff(column) < 4);
    for column in (70..335).filter(|column| !near_a_mark(*column)) {
        let best = (50..175).map(|y| contrast(picture.at(column, y), rgb(GROUND))).fold(0.0, f64::max);
        assert!(best >= 3.0, "column {column}: {best}");
    }
    let level = drawn("web-1", &series(288, |x| if x == 0.0 { 100.0 } else { 33.3 })).on_a_phone();
    for column in 90..320 {
        let best = (100..150).map(|y| contrast(level.at(column, y), rgb(GROUND))).fold(0.0, f64::max);
        assert!(best >= 3.0, "column {column}: {best}");
    }
    // The digits of the times are at least eight rows high.
    let rows = |ys: std::ops::Range<usize>| {
        let seen = |y: usize| (0..350).any(|x| contrast(picture.at(x, y), rgb(GROUND)) >= 3.0);
        ys.filter(|y| seen(*y)).count()
    };
    let scaled = |y: usize| y * 350 / 800;
    assert!(rows(scaled(TICK_ROWS.0)..scaled(TICK_ROWS.1) + 1) >= 8);
    assert!(rows(scaled(TITLE_ROWS.0)..scaled(TITLE_ROWS.1)) >= 10);
}

#[test]
fn where_nothing_was_measured_no_line_is_drawn() {
    let mut points = series(600, |_| 50.0);
    points.drain(200..400);
    points[0].1 = 100.0;
    let picture = drawn("web-1", &points);
    assert!(picture.places(LINE, (360, 500), PLOT).is_empty());
    assert!(picture.places(LINE, (150, 280), PLOT).len() > 300);
    assert!(picture.places(LINE, (600, 750), PLOT).len() > 300);
}

#[test]
fn a_single_value_is_a_dot_and_none_is_no_picture() {
    let one = drawn("web-1", &series(1, |_| 42.0));
    assert!(one.places(HIGHEST, (100, 800), PLOT).len() > 60);
    let timezone = &TimeZone::UTC;
    let end: Timestamp = END.parse().unwrap();
    for points in [vec![], vec![(end, f64::NAN), (end, f64::INFINITY)]] {
        assert!(png(&Chart { title: "", unit: "", points: &points, timezone, labels: [""; 3] }).is_none());
    }
}

#[test]
fn the_order_of_the_values_does_not_matter() {
    let mut points = series(60, |x| 10.0 + 80.0 * x);
    let sorted = drawn("web-1", &points);
    points.reverse();
    assert_eq!(drawn("web-1", &points).pixels, sorted.pixels);
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    prop_oneof![
        (first..=last).prop_map(|second| Timestamp::from_second(second).unwrap()),
        (1_700_000_000_i64..1_700_100_000).prop_map(|second| Timestamp::from_second(second).unwrap()),
        (0_i32..5).prop_map(|nano| Timestamp::new(1_700_000_000, nano).unwrap()),
        Just(Timestamp::MIN),
        Just(Timestamp::MAX),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        prop::num::f64::ANY,
        0.0..120.0,
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        Just(-0.0),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_measured_there_is_a_picture(
        points in prop::collection::vec((instant(), number()), 0..30),
        title in "\\PC{0,60}|.{0,20}", unit in "\\PC{0,12}", label in "\\PC{0,40}",
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Santiago", "Pacific/Apia"]),
    ) {
        let timezone = &TimeZone::get(zone).unwrap();
        let drawn = png(&Chart { title: &title, unit: &unit, points: &points, timezone, labels: [&label; 3] });
        let any = points.iter().any(|(_, value)| value.is_finite());
        prop_assert_eq!(drawn.map(|bytes| decode(&bytes).width), any.then_some(800));
    }
}
