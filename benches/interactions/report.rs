//! The report: absolute figures, ratios to the bare bot, and whether the aims are met.

use std::fmt;
use std::time::Duration;

use crate::bots::Kind;
use crate::figures::Table;
use crate::load::Latencies;
use crate::{Effort, Figures, IN_FLIGHT, Measured, PER_SECOND};

/// What memory may grow by in the second half and still count as flat, in KiB.
const FLAT: u64 = 1024;

/// Everything that was measured.
pub struct Report {
    /// How much.
    pub effort: Effort,
    /// The bots, the bare one first.
    pub figures: Vec<(Kind, Figures)>,
}

type Pick = fn(&Figures) -> &Measured;

const USES: [(&str, Pick); 3] =
    [("`/access whoami`", |f| &f.whoami), ("`/vps show`", |f| &f.show), ("a keystroke", |f| &f.suggest)];
const PERCENTILES: [f64; 3] = [50.0, 99.0, 99.9];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [(_, bare), (_, ours)] = &self.figures[..] else { return Ok(()) };
        writeln!(f, "{} rounds in turns; x: as a multiple of the bare bot\n", self.effort.rounds)?;
        self.latencies(f, bare, ours)?;
        self.throughput(f, bare, ours)?;
        self.sizes(f, bare, ours)?;
        self.aims(f, bare, ours)
    }
}

impl Report {
    /// Puts what matters most into the table.
    pub fn fill(&self, table: &mut Table) {
        let [(_, bare), (_, ours)] = &self.figures[..] else { return };
        for (name, pick) in USES {
            let (one, other) = (Latencies::pooled(&pick(bare).rounds), Latencies::pooled(&pick(ours).rounds));
            for (percent, share) in [(50.0, "half of them"), (99.0, "99 of 100")] {
                let (one, other) = (one.percentile(percent), other.percentile(percent));
                table.add(
                    &format!("first answer, {name}, {PER_SECOND}/s, {share} within"),
                    &format!("{:.2} ms", millis(other)),
                    Some((&format!("{:.2} ms", millis(one)), ratio(other, one))),
                );
            }
        }
        for (name, pick) in USES {
            let (one, other) = (Work::of(pick(bare)), Work::of(pick(ours)));
            table.add(
                &format!("throughput, {name}, {IN_FLIGHT} under way"),
                &format!("{:.0}/s", other.per_second),
                Some((&format!("{:.0}/s", one.per_second), other.per_second / one.per_second)),
            );
            table.add(
                &format!("processor time, {name}"),
                &format!("{:.0} us", other.cpu),
                Some((&format!("{:.0} us", one.cpu), other.cpu / one.cpu)),
            );
        }
        for (nth, (after, kib)) in ours.memory.iter().enumerate() {
            let Some((_, beside)) = bare.memory.get(nth) else { continue };
            let when = if *after == 0 { "idle".to_owned() } else { format!("after {after} interactions") };
            table.add(
                &format!("memory, {when}"),
                &format!("{:.1} MiB", mib(*kib)),
                Some((&format!("{:.1} MiB", mib(*beside)), *kib as f64 / *beside as f64)),
            );
        }
        let (one, other) = (median(&bare.starts), median(&ours.starts));
        table.add(
            &format!("from start to ready, half of {}", self.effort.starts),
            &format!("{:.0} ms", millis(other)),
            Some((&format!("{:.0} ms", millis(one)), ratio(other, one))),
        );
    }

    fn latencies(&self, f: &mut fmt::Formatter<'_>, bare: &Figures, ours: &Figures) -> fmt::Result {
        writeln!(
            f,
            "First answer at {PER_SECOND}/s, ms        n     p50             p99             p99.9           p50 by round"
        )?;
        for (name, pick) in USES {
            let (one, other) = (Latencies::pooled(&pick(bare).rounds), Latencies::pooled(&pick(ours).rounds));
            write!(f, "  {name:<17} {:<10} {:>5}", "bare bot", one.count())?;
            for percent in PERCENTILES {
                write!(f, " {:>7.3}        ", millis(one.percentile(percent)))?;
            }
            write!(f, "\n  {:<17} {:<10} {:>5}", "", "hostmaster", other.count())?;
            for percent in PERCENTILES {
                let (one, other) = (one.percentile(percent), other.percentile(percent));
                write!(f, " {:>7.3} {:>5.2} x", millis(other), ratio(other, one))?;
            }
            let rounds = pick(bare).rounds.iter().zip(&pick(ours).rounds);
            let ratios: Vec<f64> =
                rounds.map(|(bare, ours)| ratio(ours.percentile(50.0), bare.percentile(50.0))).collect();
            writeln!(f, " {:.2} to {:.2} x", least(&ratios), greatest(&ratios))?;
            let failed = one.failed + other.failed;
            if failed > 0 {
                writeln!(f, "  {failed} were never answered")?;
            }
        }
        writeln!(f)
    }

    fn throughput(&self, f: &mut fmt::Formatter<'_>, bare: &Figures, ours: &Figures) -> fmt::Result {
        writeln!(
            f,
            "Throughput, {IN_FLIGHT} in flight           per second      CPU, us each    CPU at {PER_SECOND}/s, us each"
        )?;
        for (name, pick) in USES {
            let (one, other) = (Work::of(pick(bare)), Work::of(pick(ours)));
            writeln!(
                f,
                "  {name:<17} {:<10}     {:>7.0}         {:>7.0}         {:>7.0}",
                "bare bot", one.per_second, one.cpu, one.cpu_on_schedule
            )?;
            writeln!(
                f,
                "  {:<17} {:<10}     {:>7.0} {:>5.2} x {:>7.0} {:>5.2} x {:>7.0} {:>5.2} x",
                "",
                "hostmaster",
                other.per_second,
                other.per_second / one.per_second,
                other.cpu,
                other.cpu / one.cpu,
                other.cpu_on_schedule,
                other.cpu_on_schedule / one.cpu_on_schedule
            )?;
        }
        writeln!(f)
    }

    fn sizes(&self, f: &mut fmt::Formatter<'_>, bare: &Figures, ours: &Figures) -> fmt::Result {
        writeln!(f, "Memory, MiB (interactions so far)")?;
        for (name, figures) in [("bare bot", bare), ("hostmaster", ours)] {
            write!(f, "  {name:<10}")?;
            for (after, kib) in &figures.memory {
                write!(f, "  {:>5.1} ({after})", mib(*kib))?;
            }
            writeln!(f, "  highest {:.1}", mib(figures.peak))?;
        }
        writeln!(f, "\nStart to ready, ms, {} starts", self.effort.starts)?;
        for (name, figures) in [("bare bot", bare), ("hostmaster", ours)] {
            let starts: Vec<f64> = figures.starts.iter().map(|took| millis(*took)).collect();
            let (median, worst) = (millis(median(&figures.starts)), greatest(&starts));
            writeln!(f, "  {name:<10}  median {median:.0}  worst {worst:.0}")?;
        }
        writeln!(f)
    }

    fn aims(&self, f: &mut fmt::Formatter<'_>, bare: &Figures, ours: &Figures) -> fmt::Result {
        let pooled = |figures: &Figures, pick: Pick| Latencies::pooled(&pick(figures).rounds);
        let times = |percent| {
            let whoami = |figures| pooled(figures, |f| &f.whoami).percentile(percent);
            ratio(whoami(ours), whoami(bare))
        };
        let peak = mib(ours.peak);
        let last: Vec<u64> = ours.memory.iter().rev().take(2).map(|(_, kib)| *kib).collect();
        let grown = last.first().zip(last.get(1)).map_or(0, |(last, before)| last.saturating_sub(*before));
        let keystroke = |figures| millis(pooled(figures, |f| &f.suggest).percentile(99.0));
        let (keystroke, bare_keystroke) = (keystroke(ours), keystroke(bare));
        let start = millis(median(&ours.starts));
        let (p50, p99) = (times(50.0), times(99.0));
        writeln!(f, "Aims")?;
        for (aim, is, met) in [
            ("whoami p50 within 1.3 x", format!("{p50:.2} x"), p50 <= 1.3),
            ("whoami p99 within 1.5 x", format!("{p99:.2} x"), p99 <= 1.5),
            ("memory under 40 MiB", format!("{peak:.1} MiB at its highest"), peak < 40.0),
            ("memory flat", format!("{grown} KiB more in the second half"), grown <= FLAT),
            (
                "autocomplete p99 under 5 ms",
                format!("{keystroke:.2} ms; the bare bot {bare_keystroke:.2} ms"),
                keystroke < 5.0,
            ),
            ("start to ready under 300 ms", format!("{start:.0} ms"), start < 300.0),
        ] {
            writeln!(f, "  {aim:<28} {:<8} {is}", if met { "met" } else { "NOT MET" })?;
        }
        for (kind, figures) in &self.figures {
            let violations = &figures.violations;
            if let Some(first) = violations.first() {
                writeln!(f, "  {} broke {} rules, such as {first}", kind.name(), violations.len())?;
            }
        }
        Ok(())
    }
}

struct Work {
    per_second: f64,
    cpu: f64,
    cpu_on_schedule: f64,
}

impl Work {
    fn of(measured: &Measured) -> Self {
        let (count, time, cpu) = measured.saturated;
        let scheduled: usize = measured.rounds.iter().map(Latencies::count).sum();
        let each = |cpu: Duration, count: f64| cpu.as_secs_f64() * 1e6 / count.max(1.0);
        Work {
            per_second: count as f64 / time.as_secs_f64(),
            cpu: each(cpu, count as f64),
            cpu_on_schedule: each(measured.cpu, scheduled as f64),
        }
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(f64::EPSILON)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn least(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

fn greatest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(0.0, f64::max)
}
