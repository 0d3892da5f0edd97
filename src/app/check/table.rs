//! Tables of plain text whose lists are wrapped.

/// The widest that a column gets before its cells are wrapped.
const WIDEST: usize = 44;

/// A table with its head; a cell is a list, wrapped between its items.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[Vec<String>; N]]) -> String {
    let rows: Vec<[Vec<String>; N]> =
        rows.iter().map(|row| row.each_ref().map(|items| wrapped(items))).collect();
    let width = |column: usize| {
        let cells = rows.iter().flat_map(|row| &row[column]).map(String::as_str).chain([head[column]]);
        cells.map(|line| line.chars().count()).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    let mut put = |cells: [&str; N]| {
        let line: String = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}  ")).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    };
    put(head);
    for row in &rows {
        for line in 0..row.iter().map(Vec::len).max().unwrap_or(0) {
            put(row.each_ref().map(|cell| cell.get(line).map_or("", String::as_str)));
        }
    }
    text
}

fn wrapped(items: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for (index, item) in items.iter().enumerate() {
        let comma = if index + 1 < items.len() { "," } else { "" };
        match lines.last_mut() {
            Some(line) if line.chars().count() + item.chars().count() + 2 <= WIDEST => {
                line.push_str(&format!(" {item}{comma}"));
            }
            _ => lines.push(format!("{item}{comma}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_wrapped_between_items_and_columns_stay_aligned() {
        let items = |count: usize| (0..count).map(|item| format!("item-{item:04}")).collect::<Vec<_>>();
        let rows = [[items(1), items(5)], [items(2), vec![]]];
        insta::assert_snapshot!(table(["ONE", "TWO"], &rows), @r"
        ONE                   TWO
        item-0000             item-0000, item-0001, item-0002, item-0003,
                              item-0004
        item-0000, item-0001
        ");
    }
}
