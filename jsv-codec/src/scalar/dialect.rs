//! The rules of 5.9.1 or those of 10.x, where they differ (`ServiceStack.Text` 10.1.5 on .NET 10).
//!
//! The modules beside this one have the rules of 5.9.1; what is not named here is the same in both.

use super::{ScalarError, boolean, character, duration, float};
use crate::options::Floats;

/// Which ServiceStack's rules a text follows.
///
/// ```
/// use jsv_codec::Dialect;
///
/// let text = |dialect: Dialect| { let mut out = String::new(); dialect.write_f64(1.0 / 3.0, &mut out); out };
/// assert_eq!(text(Dialect::Classic), "0.333333333333333");
/// assert_eq!(text(Dialect::Modern), "0.3333333333333333");
/// assert_eq!(Dialect::Modern.read_bool(" true"), Ok(true));
/// assert!(Dialect::Classic.read_bool(" true").is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// ServiceStack 5.9.1 on .NET Framework.
    #[default]
    Classic,
    /// ServiceStack 10.x on .NET 10: names in quotes are names, keys and items keep what 5.9.1
    /// takes off them, numbers are .NET's.
    Modern,
}

impl Dialect {
    /// Reads a truth value. Modern: blanks and NULs around `true` and `false` do not count.
    ///
    /// # Errors
    /// As [`boolean::read`].
    ///
    /// ```
    /// assert_eq!(jsv_codec::Dialect::Modern.read_bool("TRUE\n"), Ok(true));
    /// assert!(jsv_codec::Dialect::Modern.read_bool(" on").is_err());
    /// ```
    pub fn read_bool(self, text: &str) -> Result<bool, ScalarError> {
        let inner = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        match self {
            Self::Modern if inner.len() > 3 => boolean::read(inner),
            _ => boolean::read(text),
        }
    }

    /// Reads a character. Modern: an escape that nobody knows is the character behind the
    /// backslash; `\0` is one.
    ///
    /// # Errors
    /// As [`character::read`].
    ///
    /// ```
    /// use jsv_codec::Dialect;
    ///
    /// assert_eq!(Dialect::Modern.read_char(r"\q"), Ok(u16::from(b'q')));
    /// assert_eq!(Dialect::Classic.read_char(r"\q"), Ok(u16::from(b'\\')));
    /// assert_eq!(Dialect::Modern.read_char(r"\n"), Ok(u16::from(b'\n')));
    /// ```
    pub fn read_char(self, text: &str) -> Result<u16, ScalarError> {
        match self {
            Self::Classic => character::read(text),
            Self::Modern => character::read_modern(text),
        }
    }

    /// Reads a double. Modern: `nan` and `infinity` in any case, and what is beyond the largest
    /// double is infinite.
    ///
    /// # Errors
    /// As [`float::read_f64`].
    ///
    /// ```
    /// assert_eq!(jsv_codec::Dialect::Modern.read_f64("-1e400"), Ok(f64::NEG_INFINITY));
    /// assert!(jsv_codec::Dialect::Classic.read_f64("-1e400").is_err());
    /// ```
    pub fn read_f64(self, text: &str) -> Result<f64, ScalarError> {
        match (self, float::read_f64(text)) {
            (Self::Modern, Err(error)) => modern_float(text, error),
            (_, read) => read,
        }
    }

    /// Reads a single; see [`read_f64`](Self::read_f64).
    ///
    /// # Errors
    /// As [`float::read_f32`].
    ///
    /// ```
    /// assert_eq!(jsv_codec::Dialect::Modern.read_f32("1e40"), Ok(f32::INFINITY));
    /// ```
    #[expect(clippy::cast_possible_truncation, reason = "infinity stays what it is")]
    pub fn read_f32(self, text: &str) -> Result<f32, ScalarError> {
        match (self, float::read_f32(text)) {
            (Self::Modern, Err(error)) => modern_float(text, error).map(|number| number as f32),
            (_, read) => read,
        }
    }

    /// Appends a double. Modern: the shortest digits that read back the same, without an exponent
    /// up to 17 digits.
    ///
    /// ```
    /// let mut out = String::new();
    /// jsv_codec::Dialect::Modern.write_f64(1e16, &mut out);
    /// assert_eq!(out, "10000000000000000");
    /// ```
    pub fn write_f64(self, value: f64, out: &mut String) {
        Floats::from(self).write_f64(value, out);
    }

    /// Appends a single. Modern: the shortest digits that read back the same, without an exponent
    /// up to 9 digits.
    ///
    /// ```
    /// let mut out = String::new();
    /// jsv_codec::Dialect::Modern.write_f32(1e9, &mut out);
    /// assert_eq!(out, "1E+09");
    /// ```
    pub fn write_f32(self, value: f32, out: &mut String) {
        Floats::from(self).write_f32(value, out);
    }

    /// Reads a decimal. Modern: .NET's own parser, with a sign in front, an exponent anywhere and
    /// leading zeros; digits beyond the 28th are rounded, half to even.
    ///
    /// # Errors
    /// As [`decimal::read`](super::decimal::read).
    ///
    /// ```
    /// use jsv_codec::Dialect;
    ///
    /// assert_eq!(Dialect::Modern.read_decimal("+1e3").unwrap().to_string(), "1000");
    /// assert!(Dialect::Classic.read_decimal("+1e3").is_err());
    /// ```
    #[cfg(feature = "rust_decimal")]
    pub fn read_decimal(self, text: &str) -> Result<rust_decimal::Decimal, ScalarError> {
        match self {
            Self::Classic => super::decimal::read(text),
            Self::Modern => super::decimal::read_modern(text),
        }
    }

    /// Reads a time span in ticks of 100 ns. Modern: a number of seconds is cut to a tick, not
    /// rounded to a millisecond.
    ///
    /// # Errors
    /// As [`duration::read`].
    ///
    /// ```
    /// assert_eq!(jsv_codec::Dialect::Modern.read_time_span("84621.184"), Ok(846_211_839_999));
    /// ```
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
    pub fn read_time_span(self, text: &str) -> Result<i64, ScalarError> {
        let seconds =
            !text.strip_prefix('-').unwrap_or(text).starts_with('P') && !text.contains(':');
        if self == Self::Classic || !seconds {
            return duration::read(text);
        }
        // The range is that of classic rules, and so are the faults.
        duration::read(text)?;
        Ok((float::read_f64(text)? * 10_000_000.0) as i64)
    }

    /// Appends a date. Modern: a fraction always has seven digits.
    ///
    /// ```
    /// use jsv_codec::{Dialect, scalar::date_time};
    ///
    /// let utc = chrono::FixedOffset::east_opt(0).unwrap();
    /// let date = date_time::read("/Date(1577934245001)/", utc).unwrap();
    /// let mut out = String::new();
    /// Dialect::Modern.write_date_time(&date, utc, &mut out);
    /// assert_eq!(out, "2020-01-02T03:04:05.0010000Z");
    /// ```
    #[cfg(feature = "chrono")]
    pub fn write_date_time(
        self,
        date: &super::date_time::DateTime,
        zone: chrono::FixedOffset,
        out: &mut String,
    ) {
        super::date_time::write_as(date, zone, self == Self::Classic, out);
    }

    /// Appends the timestamp of a date; modern ones differ by a millisecond in some far years.
    ///
    /// ```
    /// use jsv_codec::{Dialect, scalar::date_time::DateTime};
    ///
    /// let utc = chrono::FixedOffset::east_opt(0).unwrap();
    /// let mut out = String::new();
    /// Dialect::Modern.write_date_timestamp(&DateTime::MIN, utc, &mut out);
    /// assert_eq!(out, "/Date(-62135596800000-0000)/");
    /// ```
    #[cfg(feature = "chrono")]
    pub fn write_date_timestamp(
        self,
        date: &super::date_time::DateTime,
        zone: chrono::FixedOffset,
        out: &mut String,
    ) {
        match self {
            Self::Classic => super::timestamp::write(date, zone, out),
            Self::Modern => super::timestamp::write_modern(date, zone, out),
        }
    }

    /// Reads a `DateTimeOffset`. Modern: the milliseconds of a timestamp are those of UTC.
    ///
    /// # Errors
    /// As [`date_time_offset::read`](super::date_time_offset::read).
    ///
    /// ```
    /// let utc = chrono::FixedOffset::east_opt(0).unwrap();
    /// let date = jsv_codec::Dialect::Modern.read_date_time_offset("/Date(0+0400)/", utc).unwrap();
    /// assert_eq!(date.to_rfc3339(), "1970-01-01T04:00:00+04:00");
    /// ```
    #[cfg(feature = "chrono")]
    pub fn read_date_time_offset(
        self,
        text: &str,
        zone: chrono::FixedOffset,
    ) -> Result<chrono::DateTime<chrono::FixedOffset>, ScalarError> {
        let read = super::date_time_offset::read(text, zone)?;
        if self == Self::Classic || !super::timestamp::is_one(text) || text.contains("-0000)") {
            return Ok(read);
        }
        let utc = read.naive_local();
        super::date_time_offset::at_utc(utc, *read.offset())
    }

    /// Appends the timestamp of a `DateTimeOffset`. Modern: the milliseconds are those of UTC.
    ///
    /// ```
    /// let date = chrono::DateTime::parse_from_rfc3339("1970-01-01T04:00:01+04:00").unwrap();
    /// let mut out = String::new();
    /// jsv_codec::Dialect::Modern.write_timestamp(&date, &mut out);
    /// assert_eq!(out, "/Date(1000+0400)/");
    /// ```
    #[cfg(feature = "chrono")]
    pub fn write_timestamp(self, date: &chrono::DateTime<chrono::FixedOffset>, out: &mut String) {
        super::timestamp::write_with_offset_as(date, self == Self::Classic, out);
    }
}

/// What .NET Framework refuses and .NET 10 reads.
fn modern_float(text: &str, error: ScalarError) -> Result<f64, ScalarError> {
    let text = text.trim_end_matches('\0').trim_matches(|c| matches!(c, ' ' | '\t'..='\r'));
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let word = text.strip_prefix(['+', '-']).unwrap_or(text);
    match error {
        ScalarError::TooLarge(_) => Ok(f64::INFINITY.copysign(sign)),
        _ if word.eq_ignore_ascii_case("infinity") => Ok(f64::INFINITY.copysign(sign)),
        _ if word.eq_ignore_ascii_case("nan") => Ok(f64::NAN),
        error => Err(error),
    }
}
