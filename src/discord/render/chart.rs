//! Charts: a server's metric over time as a picture, to be read on a dark screen and on a phone.
//!
//! Discord shows a picture of this size on a phone at less than half of it, hence the large type and the few lines.

mod axis;
mod canvas;
mod text;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plotters::prelude::{
    AreaSeries, ChartBuilder, Color, DrawingAreaErrorKind, IntoDrawingArea, LineSeries, PathElement,
    RGBAColor, RGBColor, ShapeStyle,
};

use axis::{Scale, Step, digits};
use canvas::{Brush, Canvas, FINE, HEIGHT, WIDTH};

/// What a chart shows.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a> {
    /// What it is of: foreign text, shortened to the width.
    pub title: &'a str,
    /// What the values count, as short as `%`.
    pub unit: &'a str,
    /// The values, in any order.
    pub points: &'a [(Timestamp, f64)],
    /// The zone whose hours and days the axis has.
    pub timezone: &'a TimeZone,
    /// The words for minimum, mean and maximum, in the reader's language.
    pub labels: [&'a str; 3],
}

/// Discord's ground of an embed in the dark, a little darker than the window's.
const GROUND: RGBColor = RGBColor(0x2b, 0x2d, 0x31);
const GRID: RGBColor = RGBColor(0x45, 0x47, 0x4e);
const ZERO: RGBColor = RGBColor(0x80, 0x84, 0x8e);
const BRIGHT: RGBColor = RGBColor(0xf2, 0xf3, 0xf5);
const QUIET: RGBColor = RGBColor(0xc4, 0xc9, 0xd1);
const LINE: RGBColor = RGBColor(0x5c, 0xb8, 0xff);
const LOWEST: RGBColor = RGBColor(0x5d, 0xdf, 0x98);
const HIGHEST: RGBColor = RGBColor(0xff, 0xb4, 0x54);

/// How much of the ground the area under the line lets through.
const AREA: f64 = 0.22;
/// The sizes of the type, as heights of the em square: at 350 pixels of width a digit is still 8 high.
const TITLE: f32 = 32.0;
const SMALL: f32 = 26.0;
const MARGIN: f32 = 22.0;
const TITLE_BASELINE: f32 = 46.0;
const NUMBERS_BASELINE: f32 = 90.0;
const PLOT_TOP: f32 = 120.0;
const PLOT_BOTTOM: f32 = HEIGHT as f32 - 84.0;
const TICKS_BASELINE: f32 = HEIGHT as f32 - 49.0;
const FOOT_BASELINE: f32 = HEIGHT as f32 - 15.0;
/// The least room between two labels of an axis, and between two numbers below the title.
const SPACE: f32 = 18.0;
const APART: f32 = 30.0;
/// How high the font's digits are in the small size.
const DIGIT: f32 = SMALL * 0.729;
/// The width of the line, and the size of the dots at its lowest and highest point.
const STROKE: f32 = 4.0;
const DOT: f32 = 7.0;
/// The width of the dashes that show the mean, and how far one is from the next.
const DASH: f32 = 2.5;
const DASHES: f32 = 18.0;
/// Points that are so many times farther apart than usual are not joined.
const GAP: f64 = 4.0;
/// Larger values are drawn as this one, so that no difference overflows.
const LARGEST: f64 = 1e300;

type Fault = DrawingAreaErrorKind<std::convert::Infallible>;

/// Draws a chart as PNG; nothing when it has no points.
pub fn png(chart: &Chart<'_>) -> Option<Vec<u8>> {
    let mut points: Vec<(Timestamp, f64)> =
        chart.points.iter().copied().filter(|(_, value)| value.is_finite()).collect();
    points.sort_by_key(|(at, _)| *at);
    let shape = Shape::of(&points)?;
    let mut canvas = Canvas::new(GROUND);
    let unit = text::fit(chart.unit, SMALL, 90.0);
    canvas.write(
        &text::fit(chart.title, TITLE, WIDTH as f32 - 2.0 * MARGIN),
        TITLE,
        MARGIN,
        TITLE_BASELINE,
        BRIGHT,
    );
    numbers(&mut canvas, chart.labels, &unit, &shape);
    plot(&mut canvas, &points, &shape, &unit, chart.timezone).ok()?;
    foot(&mut canvas, &shape, chart.timezone);
    canvas.png()
}

/// What the points come to.
struct Shape {
    first: Timestamp,
    last: Timestamp,
    lowest: (Timestamp, f64),
    mean: f64,
    highest: (Timestamp, f64),
}

impl Shape {
    fn of(points: &[(Timestamp, f64)]) -> Option<Shape> {
        let (first, last) = (points.first()?.0, points.last()?.0);
        let lowest = *points.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let highest = *points.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let count = points.len() as f64;
        let mean = points.iter().map(|(_, value)| value / count).sum();
        Some(Shape { first, last, lowest, mean, highest })
    }

    /// The instants at which the axis begins and ends; a single one has some time around it.
    fn span(&self) -> (Timestamp, Timestamp) {
        if self.first < self.last {
            return (self.first, self.last);
        }
        let around = jiff::SignedDuration::from_mins(30);
        let before = self.first.checked_sub(around).unwrap_or(self.first);
        (before, self.last.checked_add(around).unwrap_or(self.last))
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}

/// A style of plotters, with the width in pixels of the picture.
fn stroke(colour: RGBAColor, width: f32) -> ShapeStyle {
    ShapeStyle { color: colour, filled: true, stroke_width: fine(width) as u32 }
}

fn fine(pixels: f32) -> i32 {
    (pixels * FINE as f32).round() as i32
}

/// Writes minimum, mean and maximum below the title, each behind what marks it in the plot.
fn numbers(canvas: &mut Canvas, labels: [&str; 3], unit: &str, shape: &Shape) {
    let (mark, gap) = (2.0 * DOT + 9.0, 10.0);
    let wanted = labels.map(|label| text::width(&text::fit(label, SMALL, f32::INFINITY), SMALL));
    let wanted_all: f32 = wanted.iter().sum();
    let lay = |unit: &str| {
        let values = [shape.lowest.1, shape.mean, shape.highest.1];
        let values = values.map(|value| with_unit(&digits(value, 1), unit));
        let taken: f32 = values.iter().map(|value| mark + gap + text::width(value, SMALL) + APART).sum();
        (values, (WIDTH as f32 - 2.0 * MARGIN - taken + APART).max(0.0))
    };
    let (mut values, mut room) = lay(unit);
    if room < wanted_all {
        // The axis has the unit too.
        (values, room) = lay("");
    }
    // Words that do not fit lose the same share each; the numbers lose nothing.
    let share = (room / wanted_all.max(1.0)).min(1.0);
    let middle = NUMBERS_BASELINE - DIGIT / 2.0;
    let mut x = MARGIN;
    for (n, (label, value)) in labels.iter().zip(&values).enumerate() {
        match n {
            0 => canvas.disc((x + DOT, middle), DOT, LOWEST),
            1 => canvas.bar((x - 1.0, middle), 2.0 * DOT + 2.0, DASH, QUIET),
            _ => canvas.disc((x + DOT, middle), DOT, HIGHEST),
        }
        x += mark;
        let label = text::fit(label, SMALL, (wanted[n] * share).ceil());
        canvas.write(&label, SMALL, x, NUMBERS_BASELINE, QUIET);
        x += text::width(&label, SMALL) + gap;
        canvas.write(value, SMALL, x, NUMBERS_BASELINE, BRIGHT);
        x += text::width(value, SMALL) + APART;
    }
}

/// Draws the plot with its axes.
fn plot(
    canvas: &mut Canvas,
    points: &[(Timestamp, f64)],
    shape: &Shape,
    unit: &str,
    zone: &TimeZone,
) -> Result<(), Fault> {
    let tame = |value: f64| value.clamp(-LARGEST, LARGEST);
    let scale = Scale::of(tame(shape.lowest.1), tame(shape.highest.1));
    let lines: Vec<(f64, String)> =
        scale.lines().into_iter().map(|line| (line, with_unit(&scale.label(line), unit))).collect();
    let gutter = lines.iter().map(|(_, label)| text::width(label, SMALL)).fold(0.0, f32::max);
    let (left, right) = (MARGIN + gutter + 14.0, WIDTH as f32 - MARGIN - DOT);
    let (first, last) = shape.span();
    let (span, room) = (seconds(first, last).max(1e-9), right - left);
    let step = Step::of(span, |step| f64::from(room / (text::width(step.widest(), SMALL) + SPACE)));
    let ticks = axis::ticks(first, last, zone, step);
    let place = |point: &(Timestamp, f64)| (seconds(first, point.0), tame(point.1));

    let root = Brush(canvas).into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin_left(fine(left))
        .margin_right(fine(WIDTH as f32 - right))
        .margin_top(fine(PLOT_TOP))
        .margin_bottom(fine(HEIGHT as f32 - PLOT_BOTTOM))
        .build_cartesian_2d(0.0..span, scale.low..scale.high)?;
    let level = |value: f64, from: f64, to: f64, style: ShapeStyle| {
        PathElement::new(vec![(span * from, value), (span * to, value)], style)
    };
    let grid = |line: f64| stroke(if line == 0.0 { ZERO.into() } else { GRID.into() }, 2.0);
    chart.draw_series(lines.iter().map(|(line, _)| level(*line, 0.0, 1.0, grid(*line))))?;
    let runs = runs(points);
    let columns = f64::from(room) / span;
    let runs: Vec<Vec<(f64, f64)>> = runs.map(|run| thin(run.iter().map(place), columns)).collect();
    for run in &runs {
        chart.draw_series(AreaSeries::new(run.iter().copied(), 0.0, LINE.mix(AREA)))?;
    }
    let dashes = (room / DASHES).floor();
    let dashes = (0..dashes as u32).map(|n| f64::from(n) / f64::from(dashes));
    let length = 0.55 / f64::from(room / DASHES);
    chart.draw_series(
        dashes.map(|from| level(tame(shape.mean), from, from + length, stroke(QUIET.mix(0.8), DASH))),
    )?;
    for run in &runs {
        chart.draw_series(LineSeries::new(run.iter().copied(), stroke(LINE.into(), STROKE)))?;
    }
    let lone = runs.iter().filter(|run| run.len() == 1).map(|run| chart.backend_coord(&run[0])).collect();
    let dots = [&shape.lowest, &shape.highest].map(|point| chart.backend_coord(&place(point)));
    let levels: Vec<i32> = lines.iter().map(|(line, _)| chart.backend_coord(&(0.0, *line)).1).collect();
    let marks: Vec<i32> =
        ticks.iter().map(|tick| chart.backend_coord(&(seconds(first, tick.at), 0.0)).0).collect();
    drop(chart);
    drop(root);

    let coarse = |fine: i32| fine as f32 / FINE as f32;
    let lone: Vec<(i32, i32)> = lone;
    for (x, y) in lone {
        canvas.disc((coarse(x), coarse(y)), STROKE, LINE);
    }
    for ((x, y), colour) in dots.into_iter().zip([LOWEST, HIGHEST]) {
        canvas.disc((coarse(x), coarse(y)), DOT + 2.0, GROUND);
        canvas.disc((coarse(x), coarse(y)), DOT, colour);
    }
    for ((_, label), y) in lines.iter().zip(levels) {
        let x = left - 14.0 - text::width(label, SMALL);
        canvas.write(label, SMALL, x, coarse(y) + DIGIT / 2.0, QUIET);
    }
    let mut free = 0.0;
    for (tick, x) in ticks.iter().zip(marks) {
        let (x, width) = (coarse(x), text::width(&tick.label, SMALL));
        let from = (x - width / 2.0).clamp(0.0, WIDTH as f32 - 8.0 - width);
        if from >= free {
            canvas.bar((x - 1.0, PLOT_BOTTOM + 5.0), 2.0, 8.0, QUIET);
            canvas.write(&tick.label, SMALL, from, TICKS_BASELINE, QUIET);
            free = from + width + SPACE / 2.0;
        }
    }
    Ok(())
}

/// Writes which days the axis has, and in which zone.
fn foot(canvas: &mut Canvas, shape: &Shape, zone: &TimeZone) {
    let (first, last) = shape.span();
    let dates = axis::dates(first, last, zone);
    canvas.write(&dates, SMALL, MARGIN, FOOT_BASELINE, QUIET);
    let room = WIDTH as f32 - 2.0 * MARGIN - text::width(&dates, SMALL) - SPACE;
    let [long, short] = axis::zone_names(first, last, zone);
    let name = if text::width(&long, SMALL) <= room { long } else { text::fit(&short, SMALL, room) };
    canvas.write(&name, SMALL, WIDTH as f32 - MARGIN - text::width(&name, SMALL), FOOT_BASELINE, QUIET);
}

/// The points in runs between gaps: where nothing was measured for long, no line pretends that something was.
fn runs(points: &[(Timestamp, f64)]) -> impl Iterator<Item = &[(Timestamp, f64)]> {
    let mut ways: Vec<f64> = points.windows(2).map(|pair| seconds(pair[0].0, pair[1].0)).collect();
    ways.sort_by(f64::total_cmp);
    let usual = ways.get(ways.len() / 2).copied().unwrap_or(0.0);
    points.chunk_by(move |a, b| usual <= 0.0 || seconds(a.0, b.0) <= usual * GAP)
}

/// Leaves of each column of pixels what shows: its first, lowest, highest and last point.
fn thin(points: impl Iterator<Item = (f64, f64)>, columns: f64) -> Vec<(f64, f64)> {
    let points: Vec<(f64, f64)> = points.collect();
    let column = |point: &(f64, f64)| (point.0 * columns) as i64;
    let mut kept = Vec::with_capacity(points.len().min(4 * WIDTH as usize));
    for chunk in points.chunk_by(|a, b| column(a) == column(b)) {
        let by_value = |a: &usize, b: &usize| chunk[*a].1.total_cmp(&chunk[*b].1);
        let lowest = (0..chunk.len()).min_by(by_value).unwrap_or(0);
        let highest = (0..chunk.len()).max_by(by_value).unwrap_or(0);
        let mut shown = [0, lowest, highest, chunk.len() - 1];
        shown.sort_unstable();
        kept.extend(shown.iter().map(|n| chunk[*n]));
    }
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests;
