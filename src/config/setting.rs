//! The declarations of the settings, read from the schema of [`Settings`].

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use super::Settings;

/// A setting, as it is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its key in a settings file, `limits.depth` in a section.
    pub key: String,
    /// What it does, in one sentence.
    pub description: String,
    /// How its value is written.
    pub kind: Kind,
    /// What `--help` calls the value.
    pub value_name: String,
    /// Its default, for people. Empty where nothing is set.
    pub default: String,
    /// What it is in 5.x and in 10.x where nothing sets it; none where that is the same.
    pub by_profile: Option<[String; 2]>,
    /// Whether its value may be a secret, which nothing shows.
    pub secret: bool,
    /// The flag without its dashes.
    flag: String,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// A path, which starts at the directory of the file that names it.
    Path,
    /// A word, a list or a table in the notation of TOML.
    Any,
    /// Tables of a settings file. There is no flag for them.
    Tables,
}

impl Setting {
    /// All settings: those at the top, then section by section. They are read once a process.
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Setting>> = LazyLock::new(Setting::declared);
        &ALL
    }

    fn declared() -> Vec<Self> {
        let options = SchemaSettings::default().with(|options| options.inline_subschemas = true);
        let schema = options.into_generator().into_root_schema_for::<Settings>().to_value();
        let (sections, settings): (Vec<_>, Vec<_>) =
            properties(&schema).partition(|(_, schema)| schema.get("properties").is_some());
        let top = settings.into_iter().map(|(key, schema)| Self::read(key.clone(), schema));
        let inner = sections.into_iter().flat_map(|(section, schema)| {
            properties(schema)
                .map(move |(key, schema)| Self::read(format!("{section}.{key}"), schema))
        });
        top.chain(inner).collect()
    }

    /// The flag of the command line, without its dashes; `None` for tables.
    pub fn flag(&self) -> Option<&str> {
        (self.kind != Kind::Tables).then_some(&*self.flag)
    }

    /// The environment variable; `None` for tables.
    pub fn variable(&self) -> Option<String> {
        let name = self.flag()?.replace('-', "_").to_ascii_uppercase();
        Some(format!("SSE_{name}"))
    }

    /// The section of its key; empty at the top.
    pub fn section(&self) -> &str {
        self.key.split_once('.').map_or("", |(section, _)| section)
    }

    /// Its key within its section.
    pub fn name(&self) -> &str {
        self.key.split_once('.').map_or(&self.key, |(_, name)| name)
    }

    /// A text of the command line as the value of a settings file. What does not fit stays a text
    /// and is refused when it is read as settings.
    pub fn value_of(&self, text: &str) -> Value {
        let read = match self.kind {
            Kind::Number => text.parse().ok().map(Value::Integer),
            Kind::Boolean => boolean(text).map(Value::Boolean),
            Kind::Any => text.parse().ok(),
            Kind::Text | Kind::Path | Kind::Tables => None,
        };
        read.unwrap_or_else(|| Value::String(text.to_owned()))
    }

    /// Its value in a table of settings.
    pub(super) fn value_in<'a>(&self, table: &'a mut Table) -> Option<&'a mut Value> {
        match self.key.split_once('.') {
            None => table.get_mut(&self.key),
            Some((section, key)) => table.get_mut(section)?.get_mut(key),
        }
    }

    fn read(key: String, schema: &Json) -> Self {
        let text = |name: &str| schema.get(name).and_then(Json::as_str).unwrap_or_default();
        let kind = kind(schema);
        Self {
            description: text("description").replace('\n', " "),
            kind,
            value_name: Some(text("x-value").to_owned())
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| value_name(kind).to_owned()),
            default: default(schema),
            by_profile: by_profile(schema),
            secret: schema.get("writeOnly").is_some(),
            flag: Some(text("x-flag").to_owned())
                .filter(|flag| !flag.is_empty())
                .unwrap_or_else(|| key.replace(['.', '_'], "-")),
            key,
        }
    }
}

/// All settings as a table of Markdown, for `docs/settings.md`.
pub fn markdown() -> String {
    let code = |text: Option<String>| text.map_or(String::new(), |text| format!("`{text}`"));
    let row = |setting: &Setting| {
        let flag = code(setting.flag().map(|flag| format!("--{flag}")));
        let (key, variable) = (code(Some(setting.key.clone())), code(setting.variable()));
        format!("| {key} | {flag} | {variable} | {} |\n", setting.default)
    };
    let head = "| key in the file | flag | variable | default |\n|---|---|---|---|\n".to_owned();
    Setting::all().iter().map(row).fold(head, |table, row| table + &row)
}

fn properties(schema: &Json) -> impl Iterator<Item = (&String, &Json)> {
    schema.get("properties").and_then(Json::as_object).into_iter().flat_map(Map::iter)
}

fn kind(schema: &Json) -> Kind {
    let types: Vec<&str> = match schema.get("type") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let types: Vec<&str> = types.into_iter().filter(|name| *name != "null").collect();
    match types.as_slice() {
        ["boolean"] => Kind::Boolean,
        ["integer"] => Kind::Number,
        ["string"] if schema.get("format").is_some_and(|format| format == "path") => Kind::Path,
        ["string"] => Kind::Text,
        ["array"] if schema.pointer("/items/properties").is_some() => Kind::Tables,
        _ => Kind::Any,
    }
}

fn value_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "BOOL",
        Kind::Number => "NUMBER",
        Kind::Path => "FILE",
        Kind::Text => "TEXT",
        Kind::Any | Kind::Tables => "VALUE",
    }
}

/// `x-default` is for people where the value itself says nothing or depends on the machine.
fn default(schema: &Json) -> String {
    if let Some(text) = schema.get("x-default").and_then(Json::as_str) {
        return text.to_owned();
    }
    if let Some([classic, modern]) = by_profile(schema) {
        let known = [(classic, "5.x"), (modern, "10.x")];
        let known = known.into_iter().filter(|(preset, _)| !preset.is_empty());
        let said: Vec<String> =
            known.map(|(preset, version)| format!("{preset} in {version}")).collect();
        return said.join(", ");
    }
    match schema.get("default") {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(false)) => "off".to_owned(),
        Some(Json::Bool(true)) => "on".to_owned(),
        Some(Json::Array(items)) => {
            items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// `x-profile` holds what 5.x and 10.x have.
fn by_profile(schema: &Json) -> Option<[String; 2]> {
    let presets = schema.get("x-profile")?.as_array()?;
    let preset = |place: usize| presets.get(place)?.as_str().map(str::to_owned);
    Some([preset(0)?, preset(1)?])
}

/// As people switch things on and off.
fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "t" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "f" | "0" => Some(false),
        _ => None,
    }
}
