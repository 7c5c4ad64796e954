//! One source of settings: what it sets, and nothing else.

use std::fmt;
use std::path::Path;

use serde::Deserialize as _;
use toml::{Table, Value};

use super::elsewhere::sentence;
use super::origin::{Origin, Origins};
use super::setting::{Kind, Setting};
use super::{DocumentError, KeyFault, Notation, Settings, document};

/// Keys that are one decision together: a source that sets one of them has decided for all.
const DECIDED_TOGETHER: [[&str; 2]; 2] = [["seed_data", "empty"], ["fresh", "store"]];

/// Keys whose tables are one decision.
pub(super) const WHOLE: [&str; 2] = ["tls", "cors"];

/// A key of `[clock]` with which it runs; a frozen clock does not.
fn runs(key: &str) -> bool {
    matches!(key, "at" | "rate")
}

/// Settings of one source. Each is checked by itself, so any layers can be laid over each other.
#[derive(Clone, Default)]
pub struct Layer {
    table: Table,
    origins: Origins,
}

impl fmt::Debug for Layer {
    /// The keys alone: values may be secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.table.keys()).finish()
    }
}

impl Layer {
    /// Reads a settings file. Its relative paths start at its own directory.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, or holds an unknown key or a bad value.
    pub fn from_file(path: &Path) -> Result<Self, DocumentError> {
        let name = path.display().to_string();
        let text = document::text_of(path)?;
        let mut layer = Self::from_text(&name, &text)?;
        layer
            .start_paths_at(path.parent().unwrap_or(Path::new("")))
            .map_err(|fault| DocumentError { file: name, line: None, fault })?;
        Ok(layer)
    }

    /// Reads the text of a settings file that is called `name` in errors.
    ///
    /// # Errors
    /// When the text is no TOML, or holds an unknown key or a bad value, or when one of its API keys
    /// names a user whom its list of users has not.
    pub fn from_text(name: &str, text: &str) -> Result<Self, DocumentError> {
        let settings: Settings = document::read_text(name, Notation::Toml, text)?;
        let origins = Origins::of_file(name, text);
        if let Some((key, fault)) = settings.fault() {
            let line = match origins.find(key) {
                Some(Origin::File { line, .. }) => Some(*line),
                _ => None,
            };
            return Err(DocumentError { file: name.to_owned(), line, fault: fault.to_owned() });
        }
        // A file without users leaves them to another source.
        if let Some(fault) = settings.users.as_ref().and_then(|_| KeyFault::of(&settings)) {
            let (line, fault) = (fault.line_in(text), fault.to_string());
            return Err(DocumentError { file: name.to_owned(), line, fault });
        }
        let table = document::read_text(name, Notation::Toml, text)?;
        Ok(Self { table, origins })
    }

    /// One setting of a flag or variable.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn given(key: &str, value: impl Into<Value>, origin: Origin) -> Result<Self, String> {
        Ok(Self { origins: Origins::of(key, origin), ..Self::of(key, value)? })
    }

    /// One setting; a key of a section is written `limits.depth`.
    ///
    /// # Errors
    /// What is wrong with the value, in a sentence without its subject.
    pub fn of(key: &str, value: impl Into<Value>) -> Result<Self, String> {
        let mut table = Table::new();
        match key.split_once('.') {
            None => table.insert(key.to_owned(), value.into()),
            Some((section, key)) => {
                let inner = Table::from_iter([(key.to_owned(), value.into())]);
                table.insert(section.to_owned(), Value::Table(inner))
            }
        };
        match Settings::deserialize(table.clone()) {
            Ok(_) => Ok(Self { table, origins: Origins::default() }),
            Err(error) => Err(sentence(".", error.message())),
        }
    }

    /// The settings with these keys at the top, of those that are set.
    #[must_use]
    pub fn only(&self, keys: &[&str]) -> Self {
        let kept = self.table.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        let table = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { table, origins: self.origins.clone() }.without_other_origins()
    }

    /// Whether a setting or a section with this key at the top is set.
    pub fn sets(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where a setting was written, its key as `limits.depth`; none of a default.
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        self.origins.find(key)
    }

    /// Forgets the places of what is not set.
    fn without_other_origins(mut self) -> Self {
        let table = &self.table;
        self.origins.retain(|key| match key.split_once('.') {
            None => table.contains_key(key),
            Some((section, key)) => match table.get(section) {
                Some(Value::Table(section)) => section.contains_key(key),
                Some(Value::String(_)) => key == "library",
                _ => false,
            },
        });
        self
    }

    /// What this layer sets, and what it leaves open from the other.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let mut merged = below.table;
        for decision in DECIDED_TOGETHER.iter().filter(|keys| keys.iter().any(|key| self.sets(key)))
        {
            merged.retain(|key, _| !decision.contains(&key));
        }
        for (key, value) in self.table {
            match (merged.get_mut(&key), value) {
                (Some(Value::Table(section)), Value::Table(set))
                    if !WHOLE.contains(&key.as_str()) =>
                {
                    if key == "clock" && !set.is_empty() {
                        section.retain(|below, _| runs(below) == set.keys().any(|key| runs(key)));
                    }
                    section.extend(set);
                }
                (_, value) => _ = merged.insert(key, value),
            }
        }
        let mut origins = below.origins;
        origins.extend(self.origins);
        Self { table: merged, origins }.without_other_origins()
    }

    /// The settings over the defaults.
    pub fn settings(self) -> Settings {
        Settings::deserialize(self.table).expect("each source was read as settings by itself")
    }

    fn start_paths_at(&mut self, directory: &Path) -> Result<(), String> {
        for setting in Setting::all().iter().filter(|setting| setting.kind == Kind::Path) {
            let Some(Value::String(path)) = setting.value_in(&mut self.table) else { continue };
            let joined = directory.join(&*path).into_os_string().into_string();
            *path = joined.map_err(|path| format!("the path {} is not UTF-8", path.display()))?;
        }
        Ok(())
    }
}
