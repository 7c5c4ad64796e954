//! What `DateTime.Parse` understands with the invariant culture: numeric dates (`2020-1-2`,
//! `1/2/2020` month first), dates with month names, a time of day with an optional fraction, AM or
//! PM, and a zone.
//!
//! A year that is not written is that of today, if the caller tells it. A time without a date is
//! refused (recorded).

use super::ScalarError;
use super::date_time::in_era;
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

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
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a date; `today` is where its year comes from, if the text has none.
pub(super) fn read(text: &str, today: Option<NaiveDate>) -> Result<Written, ScalarError> {
    let trimmed = text.trim_end_matches('\0').trim();
    if let Some((day, time)) = iso(trimmed) {
        return time_with_zone(day, time);
    }
    let mut found = Found::default();
    let mut rest = Rest(trimmed);
    while !rest.0.is_empty() {
        let here = rest.0;
        if let Err(fault) = found.token(&mut rest) {
            let unknown = fault == Fault::Word;
            let units = || text[..text.len() - text.trim_start().len()].encode_utf16().count();
            let place = || units() + trimmed[..trimmed.len() - here.len()].encode_utf16().count();
            return Err(if unknown { ScalarError::DateWord(place()) } else { ScalarError::Date });
        }
    }
    found.finish(today)
}

/// What is wrong with a token: a word that no date has, or anything else.
#[derive(PartialEq, Eq)]
enum Fault {
    Word,
    Other,
}

/// A numeric date, year first, and what stands behind the `T` that follows at once. From there on
/// the rules are strict.
fn iso(text: &str) -> Option<(Option<NaiveDate>, &str)> {
    let (date, time) = text.split_once(['T', 't'])?;
    let numbers: Vec<&str> = date.split(['-', '/']).collect();
    let [year, month, day] = numbers.as_slice() else { return None };
    let digits =
        |t: &str, max: usize| (1..=max).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = (year.trim_end(), month.trim());
    let day = day.trim_start();
    let fits = digits(year, 4) && year.len() > 2 && digits(month, 8) && digits(day, 8);
    if !fits || time.starts_with(char::is_alphabetic) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
    Some((ymd(year, number(month), number(day)), time))
}

/// `hh:mm[:ss[.f]][zone]`, with white space between the parts. A fraction is rounded to a tick. The
/// form is looked at first, then the calendar, then the zone.
fn time_with_zone(day: Option<NaiveDate>, text: &str) -> Result<Written, ScalarError> {
    let mut rest = Rest(text);
    let clock = strict_time(day, &mut rest).ok_or(ScalarError::Date)?;
    rest.0 = rest.0.trim_start();
    let zone = match rest.0.chars().next() {
        Some('Z' | 'z') => {
            rest.0 = &rest.0[1..];
            FixedOffset::east_opt(0).map(Ok)
        }
        Some('+' | '-') => Some(offset(&mut rest).ok_or(ScalarError::Date)?),
        _ => None,
    };
    if !rest.0.trim_matches([' ', '\0']).is_empty() {
        return Err(ScalarError::Date);
    }
    let clock = clock.ok_or(ScalarError::NoSuchDate)?;
    Ok(Written { clock, zone: zone.transpose()? })
}

/// Nothing when the text is no time, `Some(None)` when there is no such time.
fn strict_time(day: Option<NaiveDate>, rest: &mut Rest<'_>) -> Option<Option<NaiveDateTime>> {
    let hour = rest.two_digits()?;
    let minute = rest.spaced(':').then(|| rest.two_digits())??;
    let (mut second, mut ticks) = (0, 0);
    if rest.spaced(':') {
        second = rest.two_digits()?;
        if rest.skip('.') {
            ticks = rounded(rest.digits_of_fraction()?);
        }
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second);
    let clock = day.zip(time).map(|(day, time)| day.and_time(time));
    let rounded =
        |clock: NaiveDateTime| clock.checked_add_signed(TimeDelta::nanoseconds(ticks * 100));
    // The last instant of all may have been rounded up.
    Some(clock.and_then(rounded).filter(in_era))
}

/// Digits behind a point, as ticks.
#[expect(clippy::cast_possible_truncation, reason = "a fraction has at most ten million ticks")]
fn rounded(digits: &str) -> i64 {
    let fraction: f64 = format!("0.{digits}").parse().unwrap_or(0.0);
    (fraction * 10_000_000.0).round_ties_even() as i64
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
    /// Exactly two, with white space before them.
    fn two_digits(&mut self) -> Option<u32> {
        self.0 = self.0.trim_start();
        let digits = self.take(|c| c.is_ascii_digit());
        if digits.len() == 2 { digits.parse().ok() } else { None }
    }
    fn digits_of_fraction(&mut self) -> Option<&'a str> {
        Some(self.take(|c| c.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }
    /// Whether the next thing but white space is this, which is skipped then.
    fn spaced(&mut self, c: char) -> bool {
        self.0 = self.0.trim_start();
        self.skip(c)
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
    /// Hour, minute, second and ticks.
    time: Option<(u32, u32, u32, i64)>,
    afternoon: Option<bool>,
    zone: Option<Result<FixedOffset, ScalarError>>,
    day_of_week: Option<usize>,
}

impl<'a> Found<'a> {
    fn token(&mut self, rest: &mut Rest<'a>) -> Result<(), Fault> {
        match rest.0.chars().next().ok_or(Fault::Other)? {
            c if c == ',' || c.is_whitespace() => rest.0 = &rest.0[c.len_utf8()..],
            '0'..='9' => self.number(rest).ok_or(Fault::Other)?,
            '+' | '-' if self.time.is_some() && self.zone.is_none() => {
                self.zone = Some(offset(rest).ok_or(Fault::Other)?);
            }
            '-' | '/' | '.' if !self.numbers.is_empty() && self.time.is_none() => {
                rest.0 = rest.0[1..].trim_start();
                let follows =
                    rest.0.starts_with(char::is_alphanumeric) && !rest.0.starts_with(['T', 't']);
                follows.then_some(()).ok_or(Fault::Other)?;
            }
            c if c.is_alphabetic() => self.word(rest.take(char::is_alphabetic))?,
            _ => return Err(Fault::Other),
        }
        Ok(())
    }

    /// Digits before a colon begin the time; any others belong to the date. A `T` right behind a
    /// date that does not begin with its year is no mark of a time.
    fn number(&mut self, rest: &mut Rest<'a>) -> Option<()> {
        let digits = rest.digits()?;
        if rest.skip(':') {
            if self.time.is_some() {
                return None;
            }
            self.time = Some(time_of_day(digits.parse().ok()?, rest)?);
        } else if rest.0.starts_with(['T', 't']) && !rest.0[1..].starts_with(char::is_alphabetic) {
            return None;
        } else if self.time.is_some() && rest.0.starts_with(['Z', 'z']) {
            // A year behind the time has no zone (recorded).
            return None;
        } else if self.time.is_none() || self.month.is_some() {
            self.numbers.push(digits);
            // A whole date is looked up before anything behind it.
            if self.numbers.len() == 3 {
                self.date()?;
            }
        } else {
            return None;
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "z" | "gmt" if self.zone.is_none() => {
                self.zone = FixedOffset::east_opt(0).map(Ok);
            }
            "z" | "gmt" => return Err(Fault::Other),
            "am" | "a" if self.time.is_some() => self.afternoon = Some(false),
            "pm" | "p" if self.time.is_some() => self.afternoon = Some(true),
            _ => match (names(&DAYS, &word), names(&MONTHS, &word)) {
                (Some(day), _) => self.day_of_week = Some(day),
                (None, Some(month)) => self.month = u32::try_from(month + 1).ok(),
                (None, None) => return Err(Fault::Word),
            },
        }
        Ok(())
    }

    fn finish(self, today: Option<NaiveDate>) -> Result<Written, ScalarError> {
        use chrono::Datelike;
        let (mut hour, minute, second, ticks) = self.time.unwrap_or_default();
        let time = |hour| NaiveTime::from_hms_opt(hour, minute, second);
        if self.numbers.is_empty()
            && self.month.is_none()
            && self.time.is_some()
            && time(hour).is_none()
        {
            return Err(ScalarError::NoSuchDate);
        }
        // Two numbers are a month, and a month has no zone.
        let month_only = self.month.map_or(self.numbers.len() < 3, |_| self.numbers.len() < 2);
        let date = self.date().or_else(|| self.date_of(today?));
        let date =
            date.filter(|_| !(month_only && self.zone.is_some())).ok_or(ScalarError::Date)?;
        if let Some(afternoon) = self.afternoon {
            hour = Some(hour).filter(|hour| (1..=12).contains(hour)).ok_or(ScalarError::Date)? % 12;
            hour += if afternoon { 12 } else { 0 };
        }
        let clock = date.and_time(time(hour).ok_or(ScalarError::Date)?);
        let clock = clock.checked_add_signed(TimeDelta::nanoseconds(ticks * 100)).filter(in_era);
        let clock = clock.ok_or(ScalarError::Date)?;
        if self.day_of_week.is_some_and(|day| date.weekday().num_days_from_monday() as usize != day)
        {
            return Err(ScalarError::DayOfWeek);
        }
        Ok(Written { clock, zone: self.zone.transpose()? })
    }

    /// A month and a day are of this year. (A time alone is refused, as recorded.)
    fn date_of(&self, today: NaiveDate) -> Option<NaiveDate> {
        use chrono::Datelike;
        let number = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
        match (self.month, self.numbers.as_slice()) {
            (Some(month), [day]) => NaiveDate::from_ymd_opt(today.year(), month, number(day)?),
            (None, [month, day]) => {
                NaiveDate::from_ymd_opt(today.year(), number(month)?, number(day)?)
            }
            _ => None,
        }
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
            (None, [_, year]) if year.len() == 4 => ymd(year, number(0)?, 1),
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

/// `mm[:ss[.f]]` behind the hour and its colon.
fn time_of_day(hour: u32, rest: &mut Rest<'_>) -> Option<(u32, u32, u32, i64)> {
    let minute = rest.number()?;
    let second = if rest.skip(':') { rest.number()? } else { 0 };
    let ticks = if rest.skip('.') { rounded(rest.take(|c| c.is_ascii_digit())) } else { 0 };
    Some((hour, minute, second, ticks))
}

/// `+4`, `+04`, `+0400`, `+04:00`. Nothing when it is none; an error when .NET has no such zone.
fn offset(rest: &mut Rest<'_>) -> Option<Result<FixedOffset, ScalarError>> {
    let sign = if rest.skip('-') { -1 } else { i32::from(rest.skip('+')) };
    let digits = rest.digits().filter(|d| d.len() <= 4)?;
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = match digits.len() {
        3 | 4 => (number / 100, number % 100),
        _ if rest.skip(':') => (number, rest.digits().filter(|d| d.len() <= 2)?.parse().ok()?),
        _ => (number, 0),
    };
    if minutes > 59 {
        return None;
    }
    let minutes = hours * 60 + minutes;
    // .NET knows zones of up to 14 hours.
    let zone = FixedOffset::east_opt(sign * minutes * 60).filter(|_| minutes <= 14 * 60);
    Some(zone.ok_or(ScalarError::ZoneRange))
}
