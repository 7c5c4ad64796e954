//! The vectors of ServiceStack 10.1.5 on .NET 10: JSV that it read and wrote.

use crate::exact::clock;
use crate::reading::{self, Host};
use crate::settings::Settings;
use crate::types::Type;
use crate::{compressed, hours};
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use jsv_codec::jsconfig::TimeSpanHandler;
use jsv_codec::raw::RawText;
use jsv_codec::scalar::date_time::{DateTime, Kind};
use jsv_codec::scalar::{bytes, character, date_only, date_time_offset, duration, guid, time_only};
use jsv_codec::{Dialect, Floats, MemberNames, Options, to_query_string_with, to_string_with};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// Vectors that are not reproduced: type, text (or, of what is written, the JSON of the value), and
/// the reason.
fn is_excepted(vector: &Value) -> bool {
    let what = vector["text"].as_str().map_or_else(|| vector["v"].to_string(), str::to_owned);
    let lines = include_str!("exceptions-modern.jsonl").lines();
    let mut exceptions =
        lines.map(|line| serde_json::from_str::<[String; 3]>(line).expect("type, text, reason"));
    exceptions.any(|[of, text, _]| vector["type"] == *of && text == what)
}

/// How a host, or the library alone, spells names.
fn names(vector: &Value) -> MemberNames {
    if vector["s"] == "host" { MemberNames::CamelCase } else { MemberNames::Declared }
}

#[test]
fn reads_as_10_1_5_does() {
    let (mut same, mut excepted, mut different) = (0, 0, Vec::new());
    for line in compressed("serializer-random-modern.jsonl.gz").lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        if text("r") != "jsv" {
            continue;
        }
        let of = Type::parse(text("type"));
        let host = Host { dialect: Dialect::Modern, names: names(&vector) };
        let found = reading::result(&of, text("text"), hours(0), host);
        let expected = text("json_of_result");
        if found == expected {
            same += 1;
        } else if is_excepted(&vector) {
            excepted += 1;
        } else {
            different.push(format!("{line}\n    expected {expected}\n    found    {found}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert_eq!((same, excepted), (3_407, 58));
}

/// A value of the recordings: scalars by their bits, ticks and units, dictionaries as lists of
/// pairs.
struct Typed<'a> {
    of: &'a Type,
    value: &'a Value,
    settings: Settings,
    /// Members are written whatever their value: the root of a query string.
    keeps_defaults: bool,
}

impl Typed<'_> {
    /// A TimeOnly as a text of hours and minutes.
    fn clock(&self) -> Option<String> {
        let is_clock =
            self.of.is("TimeOnly") && self.settings.time_spans == TimeSpanHandler::StandardFormat;
        let ticks = self.value.as_str().filter(|_| is_clock)?.parse().ok()?;
        let mut out = String::new();
        time_only::write_clock(ticks, &mut out);
        Some(out)
    }

    /// The text of what is written without quotes; nothing where serde has a method for it.
    fn bare(&self) -> Option<String> {
        let text = self.value.as_str().unwrap_or_default();
        let words: Vec<i64> = text.split(' ').filter_map(|word| word.parse().ok()).collect();
        let mut out = String::new();
        let write_date = |date: &DateTime, out: &mut String| {
            self.settings.dates.write(date, hours(0), Dialect::Modern, out);
        };
        if let Some((names, by_name)) = self.of.enumeration() {
            let number = self.value.as_i64()?;
            // The names of `[EnumMember]` stay.
            let by_name = by_name && (!self.settings.enums_as_numbers || self.of.is("EM"));
            let named = names.iter().find(|(_, known)| by_name && *known == number);
            return Some(named.map_or_else(|| number.to_string(), |(name, _)| (*name).to_owned()));
        }
        match self.of.name.as_str() {
            "DateTime" => {
                let kind = match text.split(' ').nth(1) {
                    Some("Utc") => Kind::Utc,
                    Some("Local") => Kind::Local,
                    _ => Kind::Unspecified,
                };
                write_date(&DateTime { clock: clock(words[0]), kind }, &mut out);
            }
            "DateOnly" if self.settings.dates.is_unix() => {
                let day: NaiveDate = text.parse().ok()?;
                write_date(&DateTime::utc(day.and_time(NaiveTime::MIN)), &mut out);
            }
            "DateTimeOffset" => {
                let zone = FixedOffset::east_opt(i32::try_from(words[1]).ok()? * 60)?;
                date_time_offset::write(
                    &clock(words[0]).and_local_timezone(zone).single()?,
                    &mut out,
                );
            }
            "DateOnly" => date_only::write(text.parse().ok()?, &mut out),
            "TimeOnly" => time_only::write(words.first().copied()?, &mut out),
            "TimeSpan" => duration::write(words.first().copied()?, &mut out),
            "Char" => character::write(u16::from_str_radix(text, 16).ok()?, &mut out),
            "Guid" => guid::write(&guid::read(text).ok()?, &mut out),
            "Decimal" => out.push_str(text),
            "Array" if self.of.argument(0).is("Byte") => out.push_str(text),
            _ => return None,
        }
        Some(out)
    }
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let settings = self.settings;
        let with = |of, value| Typed { of, value, settings, keeps_defaults: false };
        if self.value.is_null() {
            return serializer.serialize_none();
        }
        if self.of.is("Nullable") {
            return with(self.of.argument(0), self.value).serialize(serializer);
        }
        // What stands in an object names its type, unless it is a string.
        if let (true, Some(of)) = (self.of.is("Object"), self.value["is"].as_str()) {
            return with(&Type::parse(of), &self.value["v"]).serialize(serializer);
        }
        if let Some(clock) = self.clock() {
            return serializer.serialize_str(&clock);
        }
        if let Some(text) = self.bare() {
            return RawText(text.into()).serialize(serializer);
        }
        match (self.of.name.as_str(), self.value) {
            ("Single", Value::String(text)) => serializer
                .serialize_f32(text.replace("Infinity", "inf").parse().map_err(S::Error::custom)?),
            ("Double", Value::String(text)) => serializer
                .serialize_f64(text.replace("Infinity", "inf").parse().map_err(S::Error::custom)?),
            // The vectors have these in base64, the text is a list.
            ("Array", Value::String(text)) if self.of.argument(0).is("SByte") => {
                let bytes = bytes::read_base64(text).map_err(S::Error::custom)?;
                serializer.collect_seq(bytes.into_iter().map(u8::cast_signed))
            }
            ("Dictionary", Value::Array(pairs)) => {
                let mut map = serializer.serialize_map(None)?;
                for pair in pairs {
                    map.serialize_entry(
                        &with(self.of.argument(0), &pair[0]),
                        &with(self.of.argument(1), &pair[1]),
                    )?;
                }
                map.end()
            }
            (_, Value::Array(items)) => {
                let of = self.of.argument(0);
                let empty = Value::Object(serde_json::Map::new());
                let item = |item| match item {
                    // Null among objects is an empty object.
                    &Value::Null if of.members().is_some() && !of.is("Tuple") => with(of, &empty),
                    item => with(of, item),
                };
                serializer.collect_seq(items.iter().map(item))
            }
            (_, Value::Object(entries)) => {
                let members = self.of.members().unwrap_or_default();
                let mut map = serializer.serialize_map(None)?;
                for (name, of) in &members {
                    let value = entries.get(self.of.renamed(name).unwrap_or(name));
                    let stays =
                        |value: &&Value| self.keeps_defaults || !settings.leaves_out(of, value);
                    if let Some(value) = value.filter(stays) {
                        map.serialize_entry(
                            &RawText(settings.host.name(self.of, name)),
                            &with(of, value),
                        )?;
                    }
                }
                map.end()
            }
            (_, Value::Bool(flag)) => serializer.serialize_bool(*flag),
            (_, Value::Number(number)) => RawText(number.to_string().into()).serialize(serializer),
            (_, Value::String(text)) => serializer.serialize_str(text),
            (_, Value::Null) => serializer.serialize_none(),
        }
    }
}

/// What is written of each value that has this text; how many are the same, and excepted.
fn written(text: &str, write: impl Fn(&Typed<'_>) -> jsv_codec::Result<String>) -> (usize, usize) {
    let (mut same, mut excepted, mut different) = (0, 0, Vec::new());
    for line in compressed("serializer-random-modern.jsonl.gz").lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let (Some(_), Some(expected)) = (vector["w"].as_str(), vector[text].as_str()) else {
            continue;
        };
        let of = Type::parse(vector["type"].as_str().unwrap_or_default());
        let settings = Settings::new(names(&vector), vector["j"].as_str().unwrap_or_default());
        let keeps_defaults = text == "qs";
        match write(&Typed { of: &of, value: &vector["v"], settings, keeps_defaults }) {
            Ok(found) if found == expected => same += 1,
            _ if is_excepted(&vector) => excepted += 1,
            found => {
                different.push(format!("{line}\n    expected {expected}\n    found    {found:?}"))
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    (same, excepted)
}

#[test]
fn writes_as_10_1_5_does() {
    let options =
        Options { floats: Floats::Modern, dialect: Dialect::Modern, ..Options::default() };
    assert_eq!(written("jsv", |typed| to_string_with(typed, &options)), (6_704, 35));
}

#[test]
fn writes_query_strings_as_10_1_5_does() {
    let options = Options { floats: Floats::Modern, dialect: Dialect::Modern, ..Options::strict() };
    assert_eq!(written("qs", |typed| to_query_string_with(typed, &options)), (4_056, 9));
}
