//! `hostmaster audit`: who did what, from the database of a bot that may be running.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use serde::Serialize;

use super::console;
use crate::actions;
use crate::config;
use crate::discord::foreign;
use crate::domain::{ChannelId, GuildId, UserId};
use crate::store::{AuditReader, PlacedAuditRow, StoreError};

/// How the audit is printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// A table for a terminal.
    Table,
    /// A JSON object on each line.
    Jsonl,
    /// Comma-separated values with a header (RFC 4180), safe to open in a spreadsheet.
    Csv,
}

/// Why printing ended early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Output(#[from] io::Error),
}

/// The time so long ago.
pub fn since(text: &str) -> Result<Timestamp, &'static str> {
    actions::audit::list::since(text, Timestamp::now())
        .ok_or("write a number and its unit (m, h, d or w), such as 90m, 12h, 7d or 2w")
}

/// Prints the audit since a time, or all of it, oldest first.
pub fn run(path: &Path, since: Option<Timestamp>, format: Format) -> ExitCode {
    // Whoever audits need not have the secrets, and nothing here uses one.
    let loaded = match config::load_with(path, &|_| Some(OsString::from("unused"))) {
        Ok(loaded) => loaded,
        Err(faults) => return console::refuse(&faults),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return console::fail(format_args!("the runtime cannot start: {error}")),
    };
    let mut out = Printer { format, widths: WIDTHS, out: BufWriter::new(io::stdout().lock()) };
    match runtime.block_on(print(&loaded.config.store.url, since, &mut out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => console::written(Err(error)),
        Err(Failure::Store(error @ (StoreError::Missing(_) | StoreError::Foreign(_)))) => {
            console::fail(format_args!(
                "{error}: the bot makes one at its first start; is url in [store] right, and this the folder that the bot starts in?"
            ))
        }
        Err(Failure::Store(error)) => console::fail(format_args!(
            "{error}: make sure that this user may read the database that url in [store] names"
        )),
    }
}

async fn print(url: &str, since: Option<Timestamp>, out: &mut Printer<impl Write>) -> Result<(), Failure> {
    let mut reader = AuditReader::open(url, since).await?;
    out.head()?;
    loop {
        let rows = reader.page().await?;
        if rows.is_empty() {
            break;
        }
        out.rows(&rows)?;
    }
    reader.close().await;
    Ok(())
}

const HEAD: [&str; 6] = ["TIME", "USER", "ACTION", "TARGET", "RESULT", "DETAIL"];
/// What most values take, so that one page rarely is wider than the one before.
const WIDTHS: [usize; 6] = [24, 19, 14, 16, 9, 0];
/// The most characters of a cell of the table.
const LONGEST_CELL: usize = 100;
const COLUMNS: [&str; 9] =
    ["at", "user", "action", "target", "result", "detail", "invocation", "guild", "channel"];

/// A line of the audit for other programs.
#[derive(Serialize)]
struct Record<'r> {
    at: String,
    user: UserId,
    action: &'r str,
    target: Option<&'r str>,
    result: &'static str,
    detail: &'r str,
    invocation: &'r str,
    guild: GuildId,
    channel: ChannelId,
}

impl<'r> Record<'r> {
    fn of(placed: &'r PlacedAuditRow) -> Self {
        let row = &placed.row;
        Record {
            at: time(row.at),
            user: row.user,
            action: &row.action,
            target: Some(row.target.as_str()).filter(|target| *target != "-"),
            result: row.result.as_str(),
            detail: &row.detail,
            invocation: &row.invocation,
            guild: placed.guild,
            channel: placed.channel,
        }
    }
}

struct Printer<W> {
    format: Format,
    widths: [usize; 6],
    out: W,
}

impl<W: Write> Printer<W> {
    fn head(&mut self) -> io::Result<()> {
        match self.format {
            Format::Table => self.line(HEAD.map(str::to_owned))?,
            Format::Jsonl => {}
            Format::Csv => csv_line(&mut self.out, &COLUMNS)?,
        }
        self.out.flush()
    }

    fn rows(&mut self, rows: &[PlacedAuditRow]) -> io::Result<()> {
        match self.format {
            Format::Table => {
                let rows: Vec<_> = rows.iter().map(cells).collect();
                for row in &rows {
                    for (width, cell) in self.widths.iter_mut().zip(row) {
                        *width = cell.chars().count().max(*width);
                    }
                }
                for row in rows {
                    self.line(row)?;
                }
            }
            Format::Jsonl => {
                for record in rows.iter().map(Record::of) {
                    serde_json::to_writer(&mut self.out, &record)?;
                    self.out.write_all(b"\n")?;
                }
            }
            Format::Csv => {
                for record in rows.iter().map(Record::of) {
                    let ids = [record.user.to_string(), record.guild.to_string(), record.channel.to_string()];
                    let target = record.target.unwrap_or_default();
                    let [user, guild, channel] = ids.each_ref().map(String::as_str);
                    csv_line(
                        &mut self.out,
                        &[
                            &record.at,
                            user,
                            record.action,
                            target,
                            record.result,
                            record.detail,
                            record.invocation,
                            guild,
                            channel,
                        ],
                    )?;
                }
            }
        }
        self.out.flush()
    }

    fn line(&mut self, cells: [String; 6]) -> io::Result<()> {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(self.widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        writeln!(self.out, "{}", line.trim_end())
    }
}

/// The cells of a row of the table, harmless for a terminal.
fn cells(placed: &PlacedAuditRow) -> [String; 6] {
    let row = &placed.row;
    let harmless =
        |text: &str| if text.is_empty() { String::new() } else { foreign::plain(text, LONGEST_CELL) };
    [
        time(row.at),
        row.user.to_string(),
        harmless(&row.action),
        harmless(&row.target),
        row.result.as_str().to_owned(),
        harmless(&row.detail),
    ]
}

/// A time as RFC 3339 in UTC, always of the same length.
fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

fn csv_line(out: &mut impl Write, cells: &[&str]) -> io::Result<()> {
    let line: Vec<_> = cells.iter().map(|cell| csv_cell(cell)).collect();
    write!(out, "{}\r\n", line.join(","))
}

/// A cell of a CSV file: quoted where it must be, and no formula to a spreadsheet.
fn csv_cell(text: &str) -> String {
    // The apostrophe is what spreadsheets themselves write before a text that looks like a formula.
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cells of the one record in a CSV text, by the grammar of RFC 4180.
    fn parse(text: &str) -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut rest = text.strip_suffix("\r\n").expect("a line end").chars().peekable();
        let mut quoted = false;
        while let Some(char) = rest.next() {
            let cell = cells.last_mut().unwrap();
            match char {
                '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                ',' if !quoted => cells.push(String::new()),
                _ => {
                    assert!(quoted || !matches!(char, '"' | '\r' | '\n'), "{text:?}");
                    cell.push(char);
                }
            }
        }
        assert!(!quoted, "{text:?}");
        cells
    }

    #[test]
    fn a_time_has_the_same_length_always() {
        for (millis, expected) in
            [(0, "1970-01-01T00:00:00.000Z"), (1_768_478_400_120, "2026-01-15T12:00:00.120Z")]
        {
            assert_eq!(time(Timestamp::from_millisecond(millis).unwrap()), expected);
        }
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_compute_is_text() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("shop/42", "shop/42"),
            ("a,b", "\"a,b\""),
            ("", ""),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }

    proptest! {
        #[test]
        fn cells_read_back_as_they_were_and_none_is_a_formula(
            cells in proptest::collection::vec("[\\PC\"',=+@\\-\r\n\t]{0,12}", 1..6),
        ) {
            let mut line = Vec::new();
            csv_line(&mut line, &cells.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
            let read = parse(&String::from_utf8(line).unwrap());
            prop_assert_eq!(read.len(), cells.len());
            for (read, cell) in read.iter().zip(&cells) {
                prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert!(read == cell || read.strip_prefix('\'') == Some(cell));
            }
        }
    }
}
