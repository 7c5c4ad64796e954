//! What `DateTime.Parse` understands with the invariant culture: numeric dates (`2020-1-2`, `1/2/2020` month
//! first), dates with month names, a time of day with an optional fraction, AM or PM, and a zone.
//!
//! A time without a date is refused: .NET would take today, and nothing here looks at a clock.

use super::ScalarError;
use super::duration::ticks_of;
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// A date as written: the clock, and the zone when one was named.
pub(super) struct Written {
    pub clock: NaiveDateTime,
    pub zone: Option<FixedOffset>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(super) fn read(text: &str) -> Result<Written, ScalarError> {
    let mut found = Found::default();
    let mut rest = Rest(text.trim());
    while !rest.0.is_empty() {
        found.token(&mut rest).ok_or(ScalarError::Date)?;
    }
    found.finish().ok_or(ScalarError::Date)
}

/// The text still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn take(&mut self, fits: fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !fits(c)).unwrap_or(self.0.len());
        let (head, tail) = self.0.split_at(end);
        self.0 = tail;
        head
    }
    fn digits(&mut self) -> Option<&'a str> {
        Some(self.take(|c| c.is_ascii_digit())).filter(|d| !d.is_empty() && d.len() <= 9)
    }
    fn number(&mut self) -> Option<u32> {
        self.digits()?.parse().ok()
    }
    fn skip(&mut self, c: char) -> bool {
        self.0.strip_prefix(c).map(|rest| self.0 = rest).is_some()
    }
}

#[derive(Default)]
struct Found<'a> {
    /// Numbers of the date in the order they stand.
    numbers: Vec<&'a str>,
    month: Option<u32>,
    time: Option<NaiveTime>,
    afternoon: Option<bool>,
    zone: Option<FixedOffset>,
}

impl<'a> Found<'a> {
    fn token(&mut self, rest: &mut Rest<'a>) -> Option<()> {
        match rest.0.chars().next()? {
            ' ' | ',' => rest.0 = &rest.0[1..],
            '0'..='9' => self.number(rest)?,
            '+' | '-' if self.time.is_some() && self.zone.is_none() => self.zone = Some(offset(rest)?),
            '-' | '/' | '.' if !self.numbers.is_empty() && self.time.is_none() => rest.0 = &rest.0[1..],
            c if c.is_ascii_alphabetic() => self.word(rest.take(|c| c.is_ascii_alphabetic()))?,
            _ => return None,
        }
        Some(())
    }

    /// Digits before a colon begin the time; any others belong to the date.
    fn number(&mut self, rest: &mut Rest<'a>) -> Option<()> {
        let digits = rest.digits()?;
        if rest.skip(':') {
            if self.time.is_some() {
                return None;
            }
            self.time = Some(time_of_day(digits.parse().ok()?, rest)?);
        } else if self.time.is_none() || self.month.is_some() {
            self.numbers.push(digits);
        } else {
            return None;
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "t" if !self.numbers.is_empty() && self.time.is_none() => {}
            "z" | "gmt" | "utc" if self.zone.is_none() => self.zone = FixedOffset::east_opt(0),
            "am" | "a" if self.time.is_some() => self.afternoon = Some(false),
            "pm" | "p" if self.time.is_some() => self.afternoon = Some(true),
            _ if names(&DAYS, &word).is_some() => {}
            _ => self.month = Some(u32::try_from(names(&MONTHS, &word)?).ok()? + 1),
        }
        Some(())
    }

    fn finish(self) -> Option<Written> {
        use chrono::Timelike;
        let date = self.date()?;
        let mut time = self.time.unwrap_or_default();
        if let Some(afternoon) = self.afternoon {
            let hour = Some(time.hour()).filter(|h| (1..=12).contains(h))?;
            time = time.with_hour(hour % 12 + if afternoon { 12 } else { 0 })?;
        }
        Some(Written { clock: date.and_time(time), zone: self.zone })
    }

    fn date(&self) -> Option<NaiveDate> {
        let number = |i: usize| self.numbers.get(i).and_then(|t| t.parse::<u32>().ok());
        match (self.month, self.numbers.as_slice()) {
            (Some(month), [year]) if year.len() > 2 => ymd(year, month, 1),
            (Some(month), [year, _]) if year.len() > 2 => ymd(year, month, number(1)?),
            (Some(month), [_, year]) => ymd(year, month, number(0)?),
            (None, [year, _, _]) if year.len() > 2 => ymd(year, number(1)?, number(2)?),
            (None, [_, _, year]) => ymd(year, number(0)?, number(1)?),
            (None, [year, _]) if year.len() == 4 => ymd(year, number(1)?, 1),
            _ => None,
        }
    }
}

/// The index of a name that `word` is, or abbreviates to three letters.
fn names(all: &[&str], word: &str) -> Option<usize> {
    all.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))
}

/// Two digits mean 1930 to 2029.
fn ymd(year: &str, month: u32, day: u32) -> Option<NaiveDate> {
    let number: i32 = year.parse().ok()?;
    let year = match (year.len(), number) {
        (..=2, ..30) => 2000 + number,
        (..=2, _) => 1900 + number,
        _ => number,
    };
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1..=9999).contains(&year))
}

/// `mm[:ss[.fffffff]]` behind the hour and its colon.
fn time_of_day(hour: u32, rest: &mut Rest<'_>) -> Option<NaiveTime> {
    let minute = rest.number()?;
    let second = if rest.skip(':') { rest.number()? } else { 0 };
    let nanos = if rest.skip('.') {
        u32::try_from(ticks_of(rest.take(|c| c.is_ascii_digit()))).ok()? * 100
    } else {
        0
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
}

/// `+4`, `+04`, `+0400`, `+04:00`.
pub(super) fn zone(text: &str) -> Option<FixedOffset> {
    let mut rest = Rest(text);
    offset(&mut rest).filter(|_| rest.0.is_empty())
}

fn offset(rest: &mut Rest<'_>) -> Option<FixedOffset> {
    let sign = if rest.skip('-') { -1 } else { i32::from(rest.skip('+')) };
    let digits = rest.digits().filter(|d| d.len() <= 4)?;
    let number: i32 = digits.parse().ok()?;
    let minutes = match digits.len() {
        3 | 4 => number / 100 * 60 + number % 100,
        _ if rest.skip(':') => (number * 60).checked_add(i32::try_from(rest.number()?).ok()?)?,
        _ => number * 60,
    };
    // .NET knows zones of up to 14 hours.
    if minutes <= 14 * 60 { FixedOffset::east_opt(sign * minutes * 60) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_beyond_any_clock_is_none() {
        assert_eq!(zone("+14:00"), FixedOffset::east_opt(14 * 3600));
        assert_eq!(zone("+14:01"), None);
        assert_eq!(zone("+0:20204040"), None);
        assert_eq!(zone("-9999:2147483647"), None);
    }
}
