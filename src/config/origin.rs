//! Where each setting was written: by what faults and `check-config` name its source.

use std::collections::BTreeMap;
use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{line_at, without_mark};
use super::layer::WHOLE;

/// The place of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A line of a file, counted from 1.
    File {
        /// The file's name.
        file: String,
        /// The line of the key.
        line: usize,
    },
    /// A flag of the command line, with its dashes.
    Flag(String),
    /// A variable of the environment.
    Variable(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, line } => write!(formatter, "{file}, line {line}"),
            Self::Flag(name) | Self::Variable(name) => formatter.write_str(name),
        }
    }
}

/// The places of settings by their keys, those of sections as `limits.depth`.
#[derive(Debug, Clone, Default)]
pub struct Origins(BTreeMap<String, Origin>);

impl Origins {
    /// Those of a settings file. One that is no TOML has none.
    pub fn of_file(file: &str, text: &str) -> Self {
        let text = without_mark(text);
        let Ok(document) = DeTable::parse(text) else { return Self::default() };
        let places = document.get_ref().iter().flat_map(|(key, value)| settings(key, value));
        let origin = |place| Origin::File { file: file.to_owned(), line: line_at(text, place) };
        Self(places.map(|(key, place)| (key, origin(place))).collect())
    }

    /// That of one setting.
    pub fn of(key: &str, origin: Origin) -> Self {
        Self(BTreeMap::from([(key.to_owned(), origin)]))
    }

    /// Where a setting was written; none of one that no file, flag or variable sets. A table that
    /// is one decision has one place.
    pub fn find(&self, key: &str) -> Option<&Origin> {
        let whole = || self.0.get(key.split_once('.')?.0);
        self.0.get(key).or_else(whole)
    }

    /// Those of keys that are kept.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|key, _| keep(key));
    }

    /// Adds those of a layer above.
    pub fn extend(&mut self, above: Self) {
        self.0.extend(above.0);
    }
}

/// The settings of one key at the top, and where they stand.
fn settings(key: &Spanned<Key<'_>>, value: &Spanned<DeValue<'_>>) -> Vec<(String, usize)> {
    let (name, place) = (key.get_ref(), key.span().start);
    match value.get_ref() {
        DeValue::Table(section) if !WHOLE.contains(&&**name) => {
            let inner = |inner: &Spanned<Key<'_>>| {
                (format!("{name}.{}", inner.get_ref()), inner.span().start)
            };
            section.keys().map(inner).collect()
        }
        // `json = "system"` names the library alone.
        DeValue::String(_) if name == "json" => vec![("json.library".to_owned(), place)],
        _ => vec![(name.to_string(), place)],
    }
}

type Key<'i> = std::borrow::Cow<'i, str>;
