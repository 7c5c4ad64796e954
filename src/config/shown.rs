//! The settings in force as a settings file, each with its source.

use std::collections::HashSet;

use super::setting::{Kind, Setting};
use super::{Layer, Settings};
use crate::edition::Profile;

impl Settings {
    /// The settings of a layer as a settings file without secrets. A comment beside each says where
    /// it was written; what is not set is a comment itself.
    ///
    /// # Errors
    /// When a name holds what TOML cannot write.
    pub fn shown(&self, layer: &Layer) -> Result<String, toml::ser::Error> {
        let text = self.to_toml()?;
        let shown = Shown { settings: self, layer };
        let lines: Vec<Line<'_>> = Line::all(&text);
        let seen: HashSet<&str> =
            lines.iter().filter_map(|line| Some(line.setting?.key.as_str())).collect();
        let mut file: Vec<String> = Vec::new();
        // A table that is one setting ends what stands in its section.
        let mut open = Some("");
        let mut section = "";
        for line in &lines {
            if let Some(next) = line.begins {
                if let Some(open) = open {
                    shown.add_unset(open, &seen, &mut file);
                }
                open = Some(next).filter(|next| *next != section);
                section = next;
            }
            file.push(shown.line(line));
        }
        if let Some(open) = open {
            shown.add_unset(open, &seen, &mut file);
        }
        Ok(file.join("\n") + "\n")
    }
}

struct Shown<'s> {
    settings: &'s Settings,
    layer: &'s Layer,
}

impl Shown<'_> {
    /// A line with its source behind it. A preset of the profile is no line of a file: it would
    /// hold for another profile, too.
    fn line(&self, line: &Line<'_>) -> String {
        match line.setting {
            None => line.text.to_owned(),
            Some(setting) => match (self.layer.origin(&setting.key), self.of_profile(setting)) {
                (None, Some(preset)) => self.unset(setting, &preset, &self.profile()),
                (Some(origin), _) => line.with(&origin.to_string()),
                (None, None) => line.with("default"),
            },
        }
    }

    /// Adds what a section does not set, above the empty line that ends it.
    fn add_unset(&self, section: &str, seen: &HashSet<&str>, file: &mut Vec<String>) {
        let ends = file.last().is_some_and(String::is_empty).then(|| file.pop()).flatten();
        let unset = Setting::all().iter().filter(|setting| {
            setting.section() == section
                && setting.kind != Kind::Tables
                && !seen.contains(setting.key.as_str())
        });
        for setting in unset {
            file.push(match self.of_profile(setting) {
                Some(preset) => self.unset(setting, &preset, &self.profile()),
                None if setting.default.is_empty() => self.unset(setting, "not set", "default"),
                None => self.unset(setting, &setting.default, "default"),
            });
        }
        file.extend(ends);
    }

    fn unset(&self, setting: &Setting, value: &str, source: &str) -> String {
        format!("# {}: {value}  # {source}", setting.name())
    }

    /// What the profile makes of a setting that nothing sets.
    fn of_profile(&self, setting: &Setting) -> Option<String> {
        let [classic, modern] = setting.by_profile.as_ref()?;
        let preset = match self.settings.profile {
            Profile::Classic => classic,
            Profile::Modern => modern,
        };
        let library = || self.settings.edition().json.name().to_owned();
        Some(match preset.as_str() {
            "" => "not set".to_owned(),
            _ if setting.key == "json.library" => library(),
            preset => preset.to_owned(),
        })
    }

    fn profile(&self) -> String {
        format!("profile {}", self.settings.profile.name())
    }
}

/// A line of the file.
struct Line<'t> {
    text: &'t str,
    /// The setting that it begins.
    setting: Option<&'static Setting>,
    /// The section that it begins.
    begins: Option<&'t str>,
    /// The text that it begins goes on in the next line, which takes no comment behind it.
    goes_on: bool,
}

impl<'t> Line<'t> {
    fn with(&self, source: &str) -> String {
        match self.goes_on {
            true => format!("# {source}\n{}", self.text),
            false => format!("{}  # {source}", self.text),
        }
    }

    /// Those of a text that this program wrote.
    fn all(text: &'t str) -> Vec<Self> {
        let mut place = Place::default();
        text.lines().map(|line| place.read(line)).collect()
    }
}

/// Where in the file a line stands.
#[derive(Default)]
struct Place<'t> {
    section: &'t str,
    /// In a table that is one setting, or in a list of tables.
    is_inner: bool,
    /// What ends the text of several lines that it stands in.
    text_ends: Option<&'static str>,
}

impl<'t> Place<'t> {
    fn read(&mut self, text: &'t str) -> Line<'t> {
        let plain = Line { text, setting: None, begins: None, goes_on: false };
        if let Some(end) = self.text_ends {
            self.text_ends = Some(end).filter(|end| !text.contains(end));
            return plain;
        }
        if let Some(header) = text.strip_prefix('[') {
            let header = header.trim_matches(['[', ']']);
            let (begun, inner) = header.split_once('.').unwrap_or((header, ""));
            self.is_inner = !inner.is_empty() || text.starts_with("[[");
            self.section = begun;
            return Line { setting: find(begun, inner), begins: Some(begun), ..plain };
        }
        let Some((key, value)) = text.split_once(" = ") else { return plain };
        let goes_on =
            |end: &&str| value.starts_with(end) && (value.len() < 6 || !value.ends_with(end));
        self.text_ends = ["\"\"\"", "'''"].into_iter().find(goes_on);
        let setting = if self.is_inner { None } else { find(self.section, key) };
        Line { setting, goes_on: self.text_ends.is_some(), ..plain }
    }
}

/// The setting of a key in a section.
fn find(section: &str, key: &str) -> Option<&'static Setting> {
    let own = |setting: &&Setting| setting.section() == section && setting.name() == key;
    Setting::all().iter().find(own)
}
