//! The page of figures: the tables in the README, each of which one bench makes.

use std::fmt::Write as _;
use std::{fs, io};

use jiff::Zoned;

use crate::machine::{self, Busy};

/// What a bench found out, for its table.
pub struct Table {
    bench: &'static str,
    beside: &'static str,
    rows: String,
    busy: Busy,
}

impl Table {
    /// An empty one of a bench whose figures stand beside something else's.
    pub fn new(bench: &'static str, beside: &'static str) -> Self {
        Table { bench, beside, rows: String::new(), busy: Busy::now() }
    }

    /// Adds a figure, and where it stands beside something: what that is, and how many times that the figure is.
    pub fn add(&mut self, what: &str, ours: &str, beside: Option<(&str, f64)>) {
        let (beside, ratio) = beside
            .map_or_else(Default::default, |(beside, ratio)| (beside.to_owned(), format!("{ratio:.2} x")));
        let _ = writeln!(self.rows, "| {what} | {ours} | {beside} | {ratio} |");
    }

    /// The table as Markdown, with when and where it was measured.
    fn markdown(&self, quick: bool) -> String {
        let (command, how) = if quick { (" -- --quick", "a quick run, ") } else { ("", "") };
        format!(
            "`cargo bench --bench {}{command}`, {how}{} on {}; others used {:.0} % of the machine meanwhile.\n\n\
             | | hostmaster | {} | |\n|---|---|---|---|\n{}",
            self.bench,
            Zoned::now().date(),
            machine::facts(),
            self.busy.since(),
            self.beside,
            self.rows
        )
    }

    /// Prints the table and, where the bench was asked to with `--write`, puts it into the README.
    ///
    /// # Errors
    ///
    /// When the README cannot be read or written, or has no place for the table.
    pub fn publish(&self, arguments: &[String]) -> io::Result<()> {
        let given = |name: &str| arguments.iter().any(|argument| argument == name);
        let table = self.markdown(given("--quick"));
        println!("\n{table}");
        if !given("--write") {
            return Ok(());
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        let readme = fs::read_to_string(path)?;
        let (begin, end) = (format!("<!-- figures: {} -->\n", self.bench), "<!-- end of figures -->");
        let missing = || io::Error::other(format!("{path} has no {}", begin.trim_end()));
        let (before, rest) = readme.split_once(&begin).ok_or_else(missing)?;
        let (_, after) = rest.split_once(end).ok_or_else(missing)?;
        fs::write(path, format!("{before}{begin}{table}{end}{after}"))
    }
}
