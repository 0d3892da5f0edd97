//! Where the axes have their marks and what stands at them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// A mark on the axis of time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: Timestamp,
    pub(super) label: String,
}

/// How far the marks are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Minutes(usize),
    Days(i32),
    Months(i32),
    Years(i32),
}

use Step::{Days, Minutes, Months, Years};

const DAY: f64 = 86_400.0;

const STEPS: &[Step] = &[
    Minutes(1),
    Minutes(2),
    Minutes(5),
    Minutes(10),
    Minutes(15),
    Minutes(20),
    Minutes(30),
    Minutes(60),
    Minutes(2 * 60),
    Minutes(3 * 60),
    Minutes(4 * 60),
    Minutes(6 * 60),
    Minutes(12 * 60),
    Days(1),
    Days(2),
    Days(7),
    Months(1),
    Months(2),
    Months(3),
    Months(6),
    Years(1),
    Years(2),
    Years(5),
    Years(10),
    Years(20),
    Years(50),
    Years(100),
    Years(1000),
    Years(5000),
];

impl Step {
    /// The smallest step at which no more labels than fit stand side by side; `fitting` says how many of them do.
    pub(super) fn of(seconds: f64, fitting: impl Fn(Step) -> f64) -> Step {
        let chosen = STEPS.iter().find(|step| seconds / step.seconds() <= fitting(**step));
        *chosen.unwrap_or(&Years(5000))
    }

    fn seconds(self) -> f64 {
        match self {
            Minutes(n) => n as f64 * 60.0,
            Days(n) => f64::from(n) * DAY,
            Months(n) => f64::from(n) * 30.4 * DAY,
            Years(n) => f64::from(n) * 365.2 * DAY,
        }
    }

    /// A label as wide as any of this step.
    pub(super) fn widest(self) -> &'static str {
        match self {
            Minutes(_) => "00:00",
            Days(_) => "00-00",
            Months(_) => "0000-00",
            Years(_) => "0000",
        }
    }

    fn label(self, at: DateTime) -> String {
        match self {
            Minutes(_) => format!("{:02}:{:02}", at.hour(), at.minute()),
            Days(_) => format!("{:02}-{:02}", at.month(), at.day()),
            Months(_) => format!("{:04}-{:02}", at.year(), at.month()),
            Years(_) => at.year().to_string(),
        }
    }
}

/// The marks from one instant to another: at whole minutes, hours, days, months or years of the zone.
pub(super) fn ticks(first: Timestamp, last: Timestamp, zone: &TimeZone, step: Step) -> Vec<Tick> {
    let (from, to) = (zone.to_datetime(first).date(), zone.to_datetime(last).date());
    let mut ticks = vec![];
    let mut put = |local: DateTime| {
        for at in instants(local, zone, step) {
            if (first..=last).contains(&at) {
                ticks.push(Tick { at, label: step.label(local) });
            }
        }
    };
    let mut date = begin(from, step);
    while let Some(day) = date.filter(|day| *day <= to) {
        match step {
            Minutes(minutes) => (0..24 * 60)
                .step_by(minutes)
                .for_each(|minute| put(day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0))),
            _ => put(day.at(0, 0, 0, 0)),
        }
        date = match step {
            Minutes(_) => day.checked_add(1.day()),
            Days(days) => day.checked_add(days.days()),
            Months(months) => day.checked_add(months.months()),
            Years(years) => day.checked_add(years.years()),
        }
        .ok();
    }
    // An hour that the clocks repeat comes twice.
    ticks.sort_by_key(|tick| tick.at);
    ticks
}

/// The last date of a step's rhythm at or before a date; the rhythm does not depend on where the data begin.
fn begin(date: Date, step: Step) -> Option<Date> {
    match step {
        Minutes(_) => Some(date),
        Days(7) => date.checked_sub(i32::from(date.weekday().to_monday_zero_offset()).days()).ok(),
        Days(days) => {
            let past = Date::constant(1970, 1, 1).until(date).ok()?.get_days().rem_euclid(days);
            date.checked_sub(past.days()).ok()
        }
        Months(months) => {
            let past = (i32::from(date.month()) - 1).rem_euclid(months);
            date.first_of_month().checked_sub(past.months()).ok()
        }
        Years(years) => {
            let past = i32::from(date.year()).rem_euclid(years);
            // A rhythm of millennia may begin before the calendar does.
            date.first_of_year().checked_sub(past.years()).ok().or(Some(Date::MIN))
        }
    }
}

/// When a local time is: never in the hour that the clocks leave out, twice in the one they repeat.
fn instants(local: DateTime, zone: &TimeZone, step: Step) -> Vec<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match (ambiguous.offset(), step) {
        (AmbiguousOffset::Fold { .. }, Minutes(_)) => {
            [ambiguous.earlier(), ambiguous.later()].into_iter().flatten().collect()
        }
        (AmbiguousOffset::Gap { .. }, Minutes(_)) => vec![],
        // A day may begin later than at midnight; it begins all the same.
        _ => ambiguous.compatible().into_iter().collect(),
    }
}

/// The local date of the data, or the dates from and to which they go.
pub(super) fn dates(first: Timestamp, last: Timestamp, zone: &TimeZone) -> String {
    let (from, to) = (zone.to_datetime(first).date(), zone.to_datetime(last).date());
    if from == to { from.to_string() } else { format!("{from} \u{2013} {to}") }
}

/// What the zone is called, at length and in short: its name, and the abbreviations that hold at the two ends.
pub(super) fn zone_names(first: Timestamp, last: Timestamp, zone: &TimeZone) -> [String; 2] {
    let short = |at: Timestamp| {
        let info = zone.to_offset_info(at);
        let short = info.abbreviation();
        match short.split_at_checked(3) {
            Some((hours, minutes)) if hours.starts_with(['+', '-']) && !minutes.is_empty() => {
                format!("UTC{hours}:{minutes}")
            }
            _ if short.starts_with(['+', '-']) => format!("UTC{short}"),
            _ => short.to_owned(),
        }
    };
    let (from, to) = (short(first), short(last));
    let shorts = if from == to { from } else { format!("{from}/{to}") };
    match zone.iana_name() {
        Some(name) if name != shorts => {
            let name = name.replace('_', " ");
            let place = name.rsplit('/').next().unwrap_or(&name);
            [format!("{name} ({shorts})"), format!("{place} ({shorts})")]
        }
        _ => [shorts.clone(), shorts],
    }
}

/// The axis of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

impl Scale {
    /// An axis from zero, or from below it where the data are, to a round number that they do not exceed.
    pub(super) fn of(lowest: f64, highest: f64) -> Scale {
        let (lowest, highest) = (lowest.min(0.0), highest.max(0.0));
        let reach = highest - lowest;
        if reach < 1e-6 {
            return Scale { low: 0.0, high: 1.0, step: 0.25 };
        }
        let rough = reach / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let factor = [1.0, 2.0, 2.5, 5.0].into_iter().find(|factor| factor * power >= rough * 0.999_999);
        let step = factor.unwrap_or(10.0) * power;
        let whole = |value: f64| {
            let steps = value / step;
            // A sum of rounding errors is no reason for another line.
            if (steps - steps.round()).abs() < 1e-6 { steps.round() } else { steps }
        };
        Scale { low: whole(lowest).floor() * step, high: whole(highest).ceil() * step, step }
    }

    /// The values at which the axis has a line.
    pub(super) fn lines(self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count.min(20)).map(|n| self.low + n as f64 * self.step).collect()
    }

    /// A value of the axis in digits, all with as many decimals as the step needs.
    pub(super) fn label(self, value: f64) -> String {
        let decimals = (0..7).find(|decimals| {
            let scaled = self.step * 10_f64.powi(*decimals);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs()
        });
        digits(value, decimals.unwrap_or(6) as usize)
    }
}

/// A number with so many decimals, short whatever its size.
pub(super) fn digits(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e6 {
        let short = format!("{value:.2e}");
        let (mantissa, exponent) = short.split_once('e').unwrap_or((&short, "0"));
        return format!("{}e{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'));
    }
    let shown = format!("{value:.decimals$}");
    // Nothing is "-0.0".
    if shown.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.')) {
        shown.trim_start_matches('-').to_owned()
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn labels(from: &str, to: &str, zone_name: &str, fitting: f64) -> Vec<String> {
        let (first, last): (Timestamp, Timestamp) = (from.parse().unwrap(), to.parse().unwrap());
        let seconds = first.until(last).unwrap().total(jiff::Unit::Second).unwrap();
        let step = Step::of(seconds, |_| fitting);
        ticks(first, last, &zone(zone_name), step).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn marks_stand_at_whole_local_times_that_suit_the_span() {
        let berlin = "Europe/Berlin";
        assert_eq!(
            labels("2026-11-25T09:07:00Z", "2026-11-25T10:07:00Z", berlin, 7.0),
            ["10:10", "10:20", "10:30", "10:40", "10:50", "11:00"]
        );
        assert_eq!(
            labels("2026-11-24T09:07:00Z", "2026-11-25T09:07:00Z", berlin, 7.0),
            ["12:00", "16:00", "20:00", "00:00", "04:00", "08:00"]
        );
        assert_eq!(
            labels("2026-11-18T09:00:00Z", "2026-11-25T09:00:00Z", berlin, 7.0),
            ["11-19", "11-20", "11-21", "11-22", "11-23", "11-24", "11-25"]
        );
        assert_eq!(
            labels("2026-10-26T00:00:00Z", "2026-11-25T00:00:00Z", berlin, 7.0),
            ["11-02", "11-09", "11-16", "11-23"],
            "on Mondays"
        );
        assert_eq!(
            labels("2025-11-25T00:00:00Z", "2026-11-25T00:00:00Z", berlin, 5.0),
            ["2026-01", "2026-04", "2026-07", "2026-10"]
        );
        assert_eq!(
            labels("2019-06-01T00:00:00Z", "2026-11-25T00:00:00Z", berlin, 5.0),
            ["2020", "2022", "2024", "2026"]
        );
        // A zone whose offset is no whole hour has whole hours of its own.
        assert_eq!(
            labels("2026-11-25T00:00:00Z", "2026-11-25T05:00:00Z", "Asia/Kathmandu", 5.0),
            ["06:00", "07:00", "08:00", "09:00", "10:00"]
        );
    }

    #[test]
    fn the_hour_that_the_clocks_leave_out_has_no_mark_and_the_one_they_repeat_has_two() {
        let spring = labels("2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z", "Europe/Berlin", 7.0);
        assert_eq!(spring, ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]);
        let autumn = labels("2026-10-24T22:00:00Z", "2026-10-25T03:00:00Z", "Europe/Berlin", 7.0);
        assert_eq!(autumn, ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"]);
        // Days go on where midnight is left out.
        let gap = labels("2026-09-04T12:00:00Z", "2026-09-08T12:00:00Z", "America/Santiago", 7.0);
        assert_eq!(gap, ["09-05", "09-06", "09-07", "09-08"]);
    }

    #[test]
    fn the_zone_is_named_with_what_holds_at_both_ends() {
        let name = |from: &str, to: &str, name: &str| {
            zone_names(from.parse().unwrap(), to.parse().unwrap(), &zone(name))[0].clone()
        };
        assert_eq!(
            name("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "Asia/Jerusalem"),
            "Asia/Jerusalem (IST)"
        );
        assert_eq!(
            name("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", "Europe/Berlin"),
            "Europe/Berlin (CEST/CET)"
        );
        assert_eq!(
            name("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "America/Sao_Paulo"),
            "America/Sao Paulo (UTC-03)"
        );
        assert_eq!(name("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "UTC"), "UTC");
        assert_eq!(
            name("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "Asia/Kathmandu"),
            "Asia/Kathmandu (UTC+05:45)"
        );
        let fixed = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(zone_names(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH, &fixed), ["UTC+02", "UTC+02"]);
        let far = zone("America/Argentina/Buenos_Aires");
        let [_, short] = zone_names(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH, &far);
        assert_eq!(short, "Buenos Aires (UTC-03)");
    }

    #[test]
    fn the_axis_of_values_begins_at_zero_and_ends_at_a_round_number() {
        let shown = |lowest, highest| {
            let scale = Scale::of(lowest, highest);
            scale.lines().into_iter().map(|line| scale.label(line)).collect::<Vec<_>>()
        };
        assert_eq!(shown(12.0, 97.3), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(shown(100.0, 100.0), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(shown(0.0, 387.0), ["0", "100", "200", "300", "400"]);
        assert_eq!(shown(0.02, 0.31), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(shown(0.0, 0.0), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(shown(-30.0, 20.0), ["-30", "-20", "-10", "0", "10", "20"]);
        assert_eq!(shown(0.0, 2e9), ["0", "5e8", "1e9", "1.5e9", "2e9"]);
        assert_eq!(digits(-0.04, 1), "0.0");
        assert_eq!(digits(1e300, 1), "1e300");
    }
}
