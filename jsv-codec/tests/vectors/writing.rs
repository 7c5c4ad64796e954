//! Writing the value of a recording. The value is taken from its JSON, the kind of a date from its description.

use crate::json::Json;
use crate::types::Type;
use chrono::{DateTime as Instant, FixedOffset, NaiveDateTime, TimeDelta, Timelike};
use jsv_codec::raw::RawText;
use jsv_codec::scalar::date_time::{self, DateTime, Kind};
use jsv_codec::scalar::{bytes, character, date_time_offset, decimal, duration, float, guid, timestamp};
use jsv_codec::{Floats, MemberNames, Options, quote, to_string_with};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeStruct, Serializer};
use std::cell::Cell;

/// One `w` vector.
pub struct Written<'a> {
    pub what: &'a str,
    pub of: Type,
    pub json: Json,
    /// The text recorded, from which the ticks of a date are taken that its JSON has lost.
    pub jsv: &'a str,
    pub zone: FixedOffset,
    /// How many of its exact values have been used.
    pub told: Cell<usize>,
}

impl Written<'_> {
    pub fn text(&self) -> String {
        if let (true, Json::Text(text)) = (self.what.contains("object overload"), &self.json) {
            let mut out = String::new();
            quote::write(text, &mut out);
            return out;
        }
        let camel = self.what == "camel";
        let member_names = if camel { MemberNames::CamelCase } else { MemberNames::Declared };
        let options = Options { floats: Floats::Framework, member_names, ..Options::default() };
        let part = Part { of: Some(&self.of), json: &self.json, written: self };
        to_string_with(&part, &options).unwrap_or_else(|error| format!("!{error}"))
    }

    /// The next exact value of this name that is written so in JSON; none where the recording tells none, or not
    /// all. Entries that are null are passed over: they are not written.
    fn exact<T>(&self, name: &str, read: impl Fn(&str) -> T, written: impl Fn(&T) -> bool) -> Option<T> {
        let words = self.what.split(' ').filter_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        let mut values = words.map(read).enumerate().skip(self.told.get());
        let (place, value) = values.find(|(_, value)| written(value))?;
        self.told.set(place + 1);
        Some(value)
    }

    fn ticks(&self, written: impl Fn(i64) -> bool) -> Option<i64> {
        self.exact("ticks", |ticks| ticks.parse().expect("ticks"), |ticks| written(*ticks))
    }

    fn kind(&self) -> Kind {
        match self.what.rsplit(' ').next() {
            Some("Utc") => Kind::Utc,
            Some("Local") => Kind::Local,
            _ => Kind::Unspecified,
        }
    }

    fn date(&self, text: &str) -> DateTime {
        let of = |ticks| DateTime { clock: clock(ticks), kind: self.kind() };
        if let Some(ticks) =
            self.ticks(|ticks| shown(|out| timestamp::write(&of(ticks), self.zone, out)) == text)
        {
            return of(ticks);
        }
        let (clock, kind) = match text.strip_prefix("/Date(") {
            Some(rest) => self.timestamp(rest),
            None => iso(text),
        };
        DateTime { clock: clock + self.lost_ticks(clock), kind }
    }

    fn timestamp(&self, rest: &str) -> (NaiveDateTime, Kind) {
        let inner = rest.strip_suffix(")/").expect("a timestamp");
        let sign = inner[1..].find(['+', '-']).map_or(inner.len(), |at| at + 1);
        let utc =
            Instant::from_timestamp_millis(inner[..sign].parse().expect("milliseconds")).expect("a date");
        // The end of the year 9999 was rounded up.
        let utc = utc.naive_utc().min("9999-12-31T23:59:59.9999999".parse().expect("a date"));
        match &inner[sign..] {
            "" => (utc, Kind::Utc),
            "-0000" => (utc + self.zone, Kind::Unspecified),
            _ => (utc + self.zone, Kind::Local),
        }
    }

    /// Ticks below the millisecond are in the JSV alone.
    fn lost_ticks(&self, clock: NaiveDateTime) -> TimeDelta {
        if !clock.nanosecond().is_multiple_of(1_000_000) {
            return TimeDelta::zero();
        }
        let from = clock.format("%H:%M:%S%.3f").to_string();
        let digits = self.jsv.split_once(&from).map_or("", |(_, rest)| rest);
        let ticks: String =
            digits.chars().take_while(char::is_ascii_digit).chain("0000".chars()).take(4).collect();
        TimeDelta::nanoseconds(ticks.parse::<i64>().unwrap_or(0) * 100)
    }
}

fn shown(write: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    write(&mut out);
    out
}

/// The clock of so many ticks since the year 1.
pub fn clock(ticks: i64) -> NaiveDateTime {
    let (days, rest) = (ticks / 864_000_000_000, ticks % 864_000_000_000);
    DateTime::MIN.clock + TimeDelta::days(days) + TimeDelta::nanoseconds(rest * 100)
}

/// "o": nothing, `Z` or an offset behind seven digits.
fn iso(text: &str) -> (NaiveDateTime, Kind) {
    let clock = text[..27].parse().expect("a date");
    let kind = match &text[27..] {
        "" => Kind::Unspecified,
        "Z" => Kind::Utc,
        _ => Kind::Local,
    };
    (clock, kind)
}

/// A part of the value, and its declared type where it has one.
struct Part<'a> {
    of: Option<&'a Type>,
    json: &'a Json,
    written: &'a Written<'a>,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.json {
            Json::Null => serializer.serialize_none(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(text) => self.number(text, serializer),
            Json::Text(text) => self.scalar(text, serializer),
            Json::List(elements) => {
                let of = self.of.and_then(|of| of.arguments.first());
                serializer.collect_seq(elements.iter().map(|json| Part { of, json, written: self.written }))
            }
            Json::Object(entries) if self.name() == "Dictionary" => self.dictionary(entries, serializer),
            Json::Object(entries) => self.object(entries, serializer),
        }
    }
}

impl Part<'_> {
    fn name(&self) -> &str {
        match self.of {
            Some(of) if of.is("Nullable") => &of.argument(0).name,
            Some(of) => &of.name,
            None => "",
        }
    }

    fn number<S: Serializer>(&self, text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            "Double" => serializer.serialize_f64(
                match self.written.exact(
                    "bits",
                    |bits| f64::from_bits(u64::from_str_radix(bits, 16).expect("bits")),
                    |number| shown(|out| float::write_f64(*number, out)) == text,
                ) {
                    Some(number) => number,
                    None => text.replace("Infinity", "inf").parse().map_err(S::Error::custom)?,
                },
            ),
            "Single" => serializer.serialize_f32(
                match self.written.exact(
                    "bits",
                    |bits| f32::from_bits(u32::from_str_radix(bits, 16).expect("bits")),
                    |number| shown(|out| float::write_f32(*number, out)) == text,
                ) {
                    Some(number) => number,
                    None => text.replace("Infinity", "inf").parse().map_err(S::Error::custom)?,
                },
            ),
            "Decimal" => {
                let mut out = String::new();
                decimal::write(&decimal::read(text).map_err(S::Error::custom)?, &mut out);
                RawText(out.into()).serialize(serializer)
            }
            _ => match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
                (Ok(n), ..) => serializer.serialize_i64(n),
                (_, Ok(n), _) => serializer.serialize_u64(n),
                (.., n) => serializer.serialize_f64(n.map_err(S::Error::custom)?),
            },
        }
    }

    fn scalar<S: Serializer>(&self, text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = String::new();
        match self.name() {
            "DateTime" => date_time::write(&self.written.date(text), self.written.zone, &mut out),
            // Members of type object hold what they like.
            "Object" if text.starts_with("/Date(") => {
                date_time::write(&self.written.date(text), self.written.zone, &mut out);
            }
            "DateTimeOffset" => {
                let value = timestamp::read_with_offset(text, self.written.zone).map_err(S::Error::custom)?;
                let of =
                    |ticks| clock(ticks).and_local_timezone(*value.offset()).single().expect("one offset");
                let ticks = self
                    .written
                    .ticks(|ticks| shown(|out| timestamp::write_with_offset(&of(ticks), out)) == text);
                let local = ticks
                    .map(clock)
                    .unwrap_or_else(|| value.naive_local() + self.written.lost_ticks(value.naive_local()));
                let value = local.and_local_timezone(*value.offset()).single().expect("one offset");
                date_time_offset::write(&value, &mut out);
            }
            "Char" => {
                let unit = self.written.exact(
                    "unit",
                    |unit| u16::from_str_radix(unit, 16).expect("a unit"),
                    |unit| shown(|out| character::write(*unit, out)) == text,
                );
                character::write(unit.or(text.encode_utf16().next()).unwrap_or(0), &mut out);
            }
            "Guid" => guid::write(&guid::read(text).map_err(S::Error::custom)?, &mut out),
            "TimeSpan" => {
                let ticks = self.written.ticks(|ticks| shown(|out| duration::write(ticks, out)) == text);
                duration::write(ticks.unwrap_or(duration::read(text).map_err(S::Error::custom)?), &mut out);
            }
            // A key.
            "Boolean" => return serializer.serialize_bool(text == "true"),
            "Double" | "Single" | "Decimal" => return self.number(text, serializer),
            "Array" if self.of.is_some_and(|of| of.argument(0).is("Byte")) => {
                let bytes = bytes::read(text).map_err(S::Error::custom)?;
                return serializer.serialize_bytes(&bytes);
            }
            _ => return serializer.serialize_str(text),
        }
        RawText(out.into()).serialize(serializer)
    }

    fn dictionary<S: Serializer>(
        &self,
        entries: &[(String, Json)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(entries.len()))?;
        let of = self.of.and_then(|of| of.arguments.get(1));
        let key_of = self.of.and_then(|of| of.arguments.first());
        for (key, json) in entries {
            let key = Json::Text(key.clone());
            let key = Part { of: key_of, json: &key, written: self.written };
            map.serialize_entry(&key, &Part { of, json, written: self.written })?;
        }
        map.end()
    }

    fn object<S: Serializer>(&self, entries: &[(String, Json)], serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.of.and_then(Type::members).unwrap_or_default();
        let mut object = serializer.serialize_struct("", entries.len())?;
        for (name, json) in entries {
            let member = members.iter().find(|(member, _)| member.eq_ignore_ascii_case(name));
            // serde wants names that live for ever; a test can afford it. A camel-cased name goes back first.
            let name = member.map_or_else(|| &*name.clone().leak(), |(name, _)| name);
            let of = member.map(|(_, of)| of);
            object.serialize_field(name, &Part { of, json, written: self.written })?;
        }
        object.end()
    }
}
