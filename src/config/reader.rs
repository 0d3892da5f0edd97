//! The typed reader: sections hand out values, remember what was asked of them, and report everything else.

use std::cell::RefCell;
use std::fmt::Display;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::report::{MAX_SHOWN, Report, Span, did_you_mean, shown};

/// A table of the file.
pub(super) struct Section<'a> {
    key: String,
    span: Span,
    table: &'a DeTable<'a>,
    report: &'a Report<'a>,
    known: RefCell<Vec<&'static str>>,
    open: RefCell<bool>,
}

impl<'a> Section<'a> {
    /// Reads the whole file, then reports the sections that nothing asked for.
    pub(super) fn root<T>(
        table: &'a DeTable<'a>,
        report: &'a Report<'a>,
        read: impl FnOnce(&Section<'a>) -> T,
    ) -> T {
        Section::read(String::new(), 0..0, table, report, read)
    }

    fn read<T>(
        key: String,
        span: Span,
        table: &'a DeTable<'a>,
        report: &'a Report<'a>,
        read: impl FnOnce(&Section<'a>) -> T,
    ) -> T {
        let section =
            Section { key, span, table, report, known: RefCell::default(), open: RefCell::default() };
        let value = read(&section);
        section.report_unknown();
        value
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &'static str) -> Option<Item<'a>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        drop(known);
        let (_, value) = self.table.get_key_value(key)?;
        Some(self.item(key, value))
    }

    /// The value of a key; a fault that shows the example when it is not there.
    pub(super) fn require(&self, key: &'static str, example: &str) -> Option<Item<'a>> {
        let item = self.get(key);
        if item.is_none() {
            let path = path(&self.key, key);
            self.report.consequence(&self.span, &path, format!("missing: write {example}"));
        }
        item
    }

    /// Every key that is there, with its place and its value: for a section whose keys are names.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Span, Item<'a>)> {
        self.allow_rest();
        self.table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span(), self.item(key.get_ref(), value)))
    }

    /// Leaves keys that nothing asked for unreported.
    pub(super) fn allow_rest(&self) {
        self.open.replace(true);
    }

    /// Reports a fault of the section as a whole.
    pub(super) fn fault(&self, message: impl Into<String>) {
        self.report.fault(&self.span, &self.key, message);
    }

    /// Reports a fault of the section that may only follow from another line being unreadable.
    pub(super) fn consequence(&self, message: impl Into<String>) {
        self.report.consequence(&self.span, &self.key, message);
    }

    /// Records a warning about the section as a whole.
    pub(super) fn warn(&self, message: impl Into<String>) {
        self.report.warn(&self.span, &self.key, message);
    }

    /// The line on which the section begins.
    pub(super) fn line(&self) -> usize {
        self.report.line(&self.span)
    }

    fn item(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Item<'a> {
        Item { key: path(&self.key, key), span: value.span(), value: value.get_ref(), report: self.report }
    }

    fn report_unknown(&self) {
        if *self.open.borrow() {
            return;
        }
        let known = self.known.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let what = if self.key.is_empty() { "section" } else { "key" };
            let hint = did_you_mean(key.get_ref(), known.iter().copied());
            let possible = known.join(", ");
            let message = format!("unknown {what}{hint}; possible here: {possible}");
            self.report.fault(&key.span(), &path(&self.key, key.get_ref()), message);
        }
    }
}

/// A value of the file, with the way to it.
#[derive(Clone)]
pub(super) struct Item<'a> {
    key: String,
    span: Span,
    value: &'a DeValue<'a>,
    report: &'a Report<'a>,
}

impl<'a> Item<'a> {
    /// Reports that the value is wrong.
    pub(super) fn fault(&self, message: impl Into<String>) {
        self.report.fault(&self.span, &self.key, message);
    }

    /// Reports that the key at a place, which is this value's, is wrong.
    pub(super) fn fault_of_key(&self, key: &Span, message: impl Into<String>) {
        self.report.fault(key, &self.key, message);
    }

    /// Reports that the value does not fit the rest of the file.
    pub(super) fn consequence(&self, message: impl Into<String>) {
        self.report.consequence(&self.span, &self.key, message);
    }

    /// Records a warning about the value.
    pub(super) fn warn(&self, message: impl Into<String>) {
        self.report.warn(&self.span, &self.key, message);
    }

    /// The value as it stands, for readers that must not show it.
    pub(super) fn value(&self) -> &'a DeValue<'a> {
        self.value
    }

    /// A text; `wanted` completes "write ...".
    pub(super) fn text(&self, wanted: &str) -> Option<&'a str> {
        if self.value.as_str().is_none() {
            self.wrong_type(wanted);
        }
        self.value.as_str()
    }

    /// A text that the type itself reads; `wanted` completes "write ...".
    pub(super) fn parsed<T: std::str::FromStr<Err: Display>>(&self, wanted: &str) -> Option<T> {
        match self.text(wanted)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(error.to_string());
                None
            }
        }
    }

    /// A whole number between two bounds.
    pub(super) fn number(&self, least: u32, most: u32) -> Option<u32> {
        let wanted = format!("a whole number from {least} to {most}, without quotes");
        let DeValue::Integer(number) = self.value else {
            self.wrong_type(&wanted);
            return None;
        };
        let number = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let within = number.filter(|number| (least..=most).contains(number));
        if within.is_none() {
            self.fault(format!("out of bounds: write {wanted}"));
        }
        within
    }

    /// A switch.
    pub(super) fn flag(&self) -> Option<bool> {
        if self.value.as_bool().is_none() {
            self.wrong_type("true or false");
        }
        self.value.as_bool()
    }

    /// A section of its own.
    pub(super) fn section<T>(&self, read: impl FnOnce(&Section<'a>) -> T) -> Option<T> {
        match self.value {
            DeValue::Table(table) => {
                Some(Section::read(self.key.clone(), self.span.clone(), table, self.report, read))
            }
            DeValue::Array(_) => {
                self.fault(format!("there is only one: write [{}] with one bracket on each side", self.key));
                None
            }
            _ => {
                self.wrong_type(&format!("a section: [{}] on a line of its own, its keys below", self.key));
                None
            }
        }
    }

    /// Sections that may occur several times.
    pub(super) fn sections<T>(&self, mut read: impl FnMut(&Section<'a>) -> T) -> Vec<T> {
        match self.value {
            DeValue::Array(_) => self.elements().iter().filter_map(|item| item.section(&mut read)).collect(),
            _ => {
                self.fault(format!(
                    "write [[{}]] with two brackets on each side, once for each, its keys below",
                    self.key
                ));
                Vec::new()
            }
        }
    }

    /// A list; `wanted` completes "write ..." and shows one.
    pub(super) fn list<T>(&self, wanted: &str, mut read: impl FnMut(&Item<'a>) -> Option<T>) -> List<'a, T> {
        let mut list = List { items: Vec::new(), whole: true };
        if self.value.as_array().is_none() {
            self.wrong_type(wanted);
            list.whole = false;
        }
        for item in self.elements() {
            match read(&item) {
                Some(value) => list.items.push((item, value)),
                None => list.whole = false,
            }
        }
        list
    }

    /// A list with at least one element; `empty` says what to do instead of writing none.
    pub(super) fn filled_list<T>(
        &self,
        wanted: &str,
        empty: &str,
        read: impl FnMut(&Item<'a>) -> Option<T>,
    ) -> List<'a, T> {
        if self.value.as_array().is_some_and(|array| array.is_empty()) {
            self.fault(format!("the list is empty: {empty}"));
            return List { items: Vec::new(), whole: false };
        }
        self.list(wanted, read)
    }

    /// Reports a value of the wrong type; never shows the value.
    pub(super) fn wrong_type(&self, wanted: &str) {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a section",
        };
        self.fault(format!("this is {found}: write {wanted}"));
    }

    fn elements(&self) -> Vec<Item<'a>> {
        let elements = self.value.as_array().into_iter().flat_map(|array| array.iter());
        elements
            .enumerate()
            .map(|(index, element)| Item {
                key: format!("{}[{index}]", self.key),
                span: element.span(),
                value: element.get_ref(),
                report: self.report,
            })
            .collect()
    }
}

/// The elements of a list that could be read, each with its place.
pub(super) struct List<'a, T> {
    /// The elements.
    pub(super) items: Vec<(Item<'a>, T)>,
    /// Whether every element could be read.
    pub(super) whole: bool,
}

impl<'a, T: PartialEq> List<'a, T> {
    /// Hands every element that stands there a second time to the reporter.
    pub(super) fn each_repeated(&self, report: impl Fn(&Item<'a>)) {
        for (index, (item, value)) in self.items.iter().enumerate() {
            if self.items[..index].iter().any(|(_, earlier)| earlier == value) {
                report(item);
            }
        }
    }
}

impl<T> List<'_, T> {
    /// The values, if every element could be read.
    pub(super) fn values(self) -> Option<Vec<T>> {
        self.whole.then(|| self.items.into_iter().map(|(_, value)| value).collect())
    }
}

fn path(section: &str, key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let key = match key {
        "" => shown(key),
        key if key.len() <= MAX_SHOWN && key.bytes().all(bare) => key.to_owned(),
        key => shown(key),
    };
    if section.is_empty() { key } else { format!("{section}.{key}") }
}
