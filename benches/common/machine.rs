//! The machine that it was measured on.

use std::fs;

/// The machine in one line.
pub fn facts() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = field(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let kib: u64 = memory.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let kernel = read("/proc/sys/kernel/osrelease");
    format!("{cores} cores, {model}, {} GiB, Linux {}", (kib + (1 << 19)) >> 20, kernel.trim())
}

/// How busy the machine has been, in ticks: everybody, our own share, and all there was.
#[derive(Clone, Copy)]
pub struct Busy {
    used: u64,
    own: u64,
    all: u64,
}

impl Busy {
    /// The counters of now.
    pub fn now() -> Self {
        let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
        let line = stat.lines().next().unwrap_or_default();
        let ticks: Vec<u64> = line.split_whitespace().skip(1).take(8).flat_map(str::parse).collect();
        let all: u64 = ticks.iter().sum();
        // The fourth and fifth are idle time and waiting for disks.
        let idle: u64 = ticks.iter().skip(3).take(2).sum();
        let own = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let fields = own.rsplit(')').next().unwrap_or_default().split_whitespace();
        // utime, stime, and those of children that have ended: the bots.
        let own = fields.skip(11).take(4).flat_map(str::parse::<u64>).sum();
        Busy { used: all - idle, own, all }
    }

    /// The share of the machine, in percent, that others have used since then.
    pub fn since(self) -> f64 {
        let now = Busy::now();
        let others = (now.used - self.used).saturating_sub(now.own - self.own);
        100.0 * others as f64 / (now.all - self.all).max(1) as f64
    }
}
