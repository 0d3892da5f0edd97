//! Words: every sentence that a person reads, from Fluent files, in the reader's language.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::foreign;

/// How much of a foreign name a sentence shows.
const NAME: usize = 80;

/// The languages and their files; the first is the one that every other falls back to.
const FILES: &[(&str, &str)] = &[("en", include_str!("texts/en.ftl")), ("de", include_str!("texts/de.ftl"))];

type Bundle = FluentBundle<Arc<FluentResource>>;

/// The sentences of every language.
pub struct Words {
    languages: Vec<(&'static str, Bundle)>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.languages.iter().map(|(language, _)| language)).finish()
    }
}

/// Something that a sentence is filled with.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// Foreign text: cleaned, and escaped where Markdown is read.
    Foreign(&'a str),
    /// Text that this crate made for that very place.
    Own(String),
    /// A number, by which a sentence may choose its form.
    Number(u64),
}

/// What a sentence is filled with.
pub type Args<'a> = &'a [(&'static str, Arg<'a>)];

/// One language's sentences.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    bundle: &'a Bundle,
    fallback: &'a Bundle,
}

impl Words {
    /// Reads the compiled-in files; `transform` changes every word, so that a test sees which words are not from
    /// there.
    ///
    /// # Panics
    ///
    /// When one of the files cannot be read; a test reads them all.
    pub fn new(transform: Option<fn(&str) -> Cow<'_, str>>) -> Self {
        Words::read(FILES, transform)
    }

    fn read(files: &[(&'static str, &str)], transform: Option<fn(&str) -> Cow<'_, str>>) -> Self {
        let languages = files
            .iter()
            .map(|(language, file)| {
                let resource = FluentResource::try_new((*file).to_owned())
                    .unwrap_or_else(|(_, errors)| panic!("{language}.ftl: {errors:?}"));
                let id: LanguageIdentifier = language.parse().expect("our own language codes");
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                // Foreign text is isolated where it needs to be, and then only.
                bundle.set_use_isolating(false);
                bundle.set_transform(transform);
                bundle
                    .add_resource(Arc::new(resource))
                    .unwrap_or_else(|errors| panic!("{language}.ftl: {errors:?}"));
                (*language, bundle)
            })
            .collect();
        Words { languages }
    }

    /// The language for a Discord locale such as `de` or `en-GB`.
    pub fn speech(&self, locale: &str) -> Speech<'_> {
        let language = locale.split('-').next().unwrap_or(locale);
        let fallback = &self.languages[0].1;
        let bundle = self
            .languages
            .iter()
            .find(|(known, _)| *known == language)
            .map_or(fallback, |(_, bundle)| bundle);
        Speech { bundle, fallback }
    }
}

impl Speech<'_> {
    /// Whether there is such a sentence.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id) || self.fallback.has_message(id)
    }

    /// A sentence for a place that reads Markdown.
    pub fn markdown(&self, id: &str, args: Args<'_>) -> String {
        self.format(id, args, |text| foreign::markdown(text, NAME))
    }

    /// A sentence for a place that shows text as it is.
    pub fn plain(&self, id: &str, args: Args<'_>) -> String {
        self.format(id, args, |text| foreign::plain(text, NAME))
    }

    fn format(&self, id: &str, args: Args<'_>, clean: impl Fn(&str) -> String) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Foreign(text) => FluentValue::from(clean(text)),
                Arg::Own(text) => FluentValue::from(text.as_str()),
                Arg::Number(number) => FluentValue::from(*number),
            };
            values.set(*name, value);
        }
        for bundle in [self.bundle, self.fallback] {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { continue };
            let mut faults = vec![];
            let sentence = bundle.format_pattern(pattern, Some(&values), &mut faults);
            debug_assert!(faults.is_empty(), "{id}: {faults:?}");
            return sentence.into_owned();
        }
        debug_assert!(false, "there is no sentence {id}");
        tracing::error!(id, "A sentence is missing.");
        id.to_owned()
    }
}

/// A span of time in words, in its two largest units.
pub fn span(speech: Speech<'_>, seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds % 86_400 / 3600, seconds % 3600 / 60);
    let parts = match (days, hours, minutes) {
        (0, 0, 0) => [("span-seconds", seconds), ("", 0)],
        (0, 0, _) => [("span-minutes", minutes), ("span-seconds", seconds % 60)],
        (0, _, _) => [("span-hours", hours), ("span-minutes", minutes)],
        _ => [("span-days", days), ("span-hours", hours)],
    };
    let mut words = vec![];
    for (index, (id, number)) in parts.into_iter().enumerate() {
        if index == 0 || number > 0 {
            words.push(speech.plain(id, &[("n", Arg::Number(number))]));
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests;
