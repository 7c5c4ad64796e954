//! The scalars of a recording as exactly as they were: its description has the ticks of a time, the
//! bits of a number and the unit of a character where its JSON has lost them.

use std::cell::Cell;

use chrono::{DateTime as Instant, FixedOffset, NaiveDateTime, TimeDelta, Timelike};
use jsv_codec::scalar::date_time::{DateTime, Kind};
use jsv_codec::scalar::{ScalarError, character, duration, float, timestamp};

/// What a recording says of its scalars, in the order of its text.
pub struct Exact<'a> {
    what: &'a str,
    /// The text recorded, from which the ticks of a date are taken where the description lacks
    /// them.
    jsv: &'a str,
    pub zone: FixedOffset,
    /// How many of its exact values have been used.
    used: Cell<usize>,
}

impl<'a> Exact<'a> {
    pub fn new(what: &'a str, jsv: &'a str, zone: FixedOffset) -> Self {
        Self { what, jsv, zone, used: Cell::default() }
    }

    /// The next exact value of this name that is written so in JSON; none where the recording tells
    /// none, or not all. Entries that are null are passed over: they are not written.
    fn next<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> T,
        written: impl Fn(&T) -> bool,
    ) -> Option<T> {
        let words =
            self.what.split(' ').filter_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        let mut values = words.map(read).enumerate().skip(self.used.get());
        let (place, value) = values.find(|(_, value)| written(value))?;
        self.used.set(place + 1);
        Some(value)
    }

    fn ticks(&self, written: impl Fn(i64) -> bool) -> Option<i64> {
        self.next("ticks", |ticks| ticks.parse().expect("ticks"), |ticks| written(*ticks))
    }

    fn kind(&self) -> Kind {
        match self.what.rsplit(' ').next() {
            Some("Utc") => Kind::Utc,
            Some("Local") => Kind::Local,
            _ => Kind::Unspecified,
        }
    }

    pub fn date(&self, text: &str) -> DateTime {
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

    pub fn date_with_offset(&self, text: &str) -> Result<Instant<FixedOffset>, ScalarError> {
        let value = timestamp::read_with_offset(text, self.zone)?;
        let of = |local: NaiveDateTime| {
            local.and_local_timezone(*value.offset()).single().expect("one offset")
        };
        let is_written =
            |ticks| shown(|out| timestamp::write_with_offset(&of(clock(ticks)), out)) == text;
        let lost = || value.naive_local() + self.lost_ticks(value.naive_local());
        Ok(of(self.ticks(is_written).map_or_else(lost, clock)))
    }

    pub fn span(&self, text: &str) -> Result<i64, ScalarError> {
        let ticks = self.ticks(|ticks| shown(|out| duration::write(ticks, out)) == text);
        ticks.map_or_else(|| duration::read(text), Ok)
    }

    pub fn unit(&self, text: &str) -> u16 {
        let read = |unit: &str| u16::from_str_radix(unit, 16).expect("a unit");
        let unit =
            self.next("unit", read, |unit| shown(|out| character::write(*unit, out)) == text);
        unit.or(text.encode_utf16().next()).unwrap_or(0)
    }

    pub fn double(&self, text: &str) -> Result<f64, std::num::ParseFloatError> {
        let read = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("bits"));
        let number =
            self.next("bits", read, |number| shown(|out| float::write_f64(*number, out)) == text);
        number.map_or_else(|| text.replace("Infinity", "inf").parse(), Ok)
    }

    pub fn single(&self, text: &str) -> Result<f32, std::num::ParseFloatError> {
        let read = |bits: &str| f32::from_bits(u32::from_str_radix(bits, 16).expect("bits"));
        let number =
            self.next("bits", read, |number| shown(|out| float::write_f32(*number, out)) == text);
        number.map_or_else(|| text.replace("Infinity", "inf").parse(), Ok)
    }

    fn timestamp(&self, rest: &str) -> (NaiveDateTime, Kind) {
        let inner = rest.strip_suffix(")/").expect("a timestamp");
        let sign = inner[1..].find(['+', '-']).map_or(inner.len(), |at| at + 1);
        let utc = Instant::from_timestamp_millis(inner[..sign].parse().expect("milliseconds"))
            .expect("a date");
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
