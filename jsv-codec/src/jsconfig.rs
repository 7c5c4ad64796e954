//! `?jsconfig=`: how a caller asks a host for another spelling of its answer
//! (docs/wire/json.md#jsconfig).
//!
//! ```
//! use jsv_codec::MemberNames;
//! use jsv_codec::jsconfig::{DateHandler, Setting, settings};
//!
//! let wanted: Vec<Setting> = settings("DH:ut,eccn,inv:false,zzz").collect();
//! assert_eq!(wanted, [
//!     Setting::Dates(DateHandler::UnixTime),
//!     Setting::Names(MemberNames::CamelCase),
//!     Setting::IncludeNulls(false),
//! ]);
//! ```

#[cfg(feature = "chrono")]
mod dates;

#[cfg(feature = "chrono")]
pub use dates::Dates;

use crate::options::MemberNames;
use crate::scalar::Dialect;

/// One thing that a caller asks for.
///
/// ```
/// use jsv_codec::jsconfig::{Setting, settings};
///
/// assert_eq!(settings("teai").next(), Some(Setting::EnumsAsNumbers(true)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// Members that have their type's default are left out.
    ExcludeDefaults(bool),
    /// Members that are null are written.
    IncludeNulls(bool),
    /// Entries that are null are written.
    IncludeNullsInDictionaries(bool),
    /// Enums that have their type's default are written all the same.
    IncludeDefaultEnums(bool),
    /// Objects begin with their type.
    IncludeTypeInfo(bool),
    /// JSON is laid out.
    Indent(bool),
    /// How names of members are spelt.
    Names(MemberNames),
    /// Enums are written as numbers.
    EnumsAsNumbers(bool),
    /// Dates are not converted.
    SkipDateTimeConversion(bool),
    /// Unspecified times are taken for UTC.
    AssumeUtc(bool),
    /// JSON appends `+0000` to UTC.
    AppendUtcOffset(bool),
    /// How dates are written.
    Dates(DateHandler),
    /// How time spans are written.
    TimeSpans(TimeSpanHandler),
}

/// How dates are written, by ServiceStack's names. JSV knows Unix time alone.
///
/// ```
/// use jsv_codec::jsconfig::DateHandler;
///
/// assert_eq!(DateHandler::find("iso8601dt"), Some(DateHandler::Iso8601DateTime));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum DateHandler {
    /// `\/Date(ms+hhmm)\/`.
    #[default]
    TimestampOffset,
    /// `\/Date(ms+hhmm)\/`, unspecified times as local ones.
    #[serde(rename = "DCJSCompatible")]
    DcjsCompatible,
    /// `2001-01-01T10:20:30.0000000Z`.
    #[serde(rename = "ISO8601")]
    Iso8601,
    /// `2001-01-01`.
    #[serde(rename = "ISO8601DateOnly")]
    Iso8601DateOnly,
    /// `2001-01-01 10:20:30`.
    #[serde(rename = "ISO8601DateTime")]
    Iso8601DateTime,
    /// `Mon, 01 Jan 2001 10:20:30 GMT`.
    #[serde(rename = "RFC1123")]
    Rfc1123,
    /// Seconds since 1970.
    UnixTime,
    /// Milliseconds since 1970.
    UnixTimeMs,
}

/// How JSON writes time spans. JSV always has XSD's durations.
///
/// ```
/// use jsv_codec::jsconfig::{Setting, TimeSpanHandler, settings};
///
/// let standard = Setting::TimeSpans(TimeSpanHandler::StandardFormat);
/// assert!(settings("tsh:sf").eq([standard]));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum TimeSpanHandler {
    /// `PT1H2M3S`.
    #[default]
    DurationFormat,
    /// `01:02:03`.
    StandardFormat,
}

/// Which members are left out for having their type's default.
///
/// ```
/// use jsv_codec::Dialect;
/// use jsv_codec::jsconfig::Defaults;
///
/// let classic = Defaults { exclude: true, ..Defaults::of(Dialect::Classic) };
/// assert!(classic.leaves_out(Dialect::Classic, true));
/// let modern = Defaults { exclude: true, ..Defaults::of(Dialect::Modern) };
/// assert!(!modern.leaves_out(Dialect::Modern, true));
/// assert!(modern.leaves_out(Dialect::Modern, false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Defaults {
    /// [`Setting::ExcludeDefaults`].
    pub exclude: bool,
    /// [`Setting::IncludeDefaultEnums`].
    pub include_enums: bool,
}

impl Defaults {
    /// What a host does that is told nothing: it writes all of them. Hosts of 10.x keep their enums
    /// until that is taken back (recorded).
    #[must_use]
    pub const fn of(dialect: Dialect) -> Self {
        Self { exclude: false, include_enums: matches!(dialect, Dialect::Modern) }
    }

    /// Whether a member with its type's default is left out. Hosts of 10.x ask for an enum whether
    /// enums are included, and nothing else (recorded of 10.1.5).
    #[inline]
    #[must_use]
    pub const fn leaves_out(self, dialect: Dialect, is_enum: bool) -> bool {
        match (dialect, is_enum) {
            (_, false) => self.exclude,
            (Dialect::Classic, true) => self.exclude && !self.include_enums,
            (Dialect::Modern, true) => !self.include_enums,
        }
    }
}

/// What a text asks for: `key` or `key:value` between commas, long or short names in any case.
/// A key alone is true. Blanks are not trimmed; what is unknown is passed over, and `false` takes no
/// spelling of names away (recorded of 10.1.5).
///
/// ```
/// use jsv_codec::jsconfig::{Setting, settings};
///
/// assert!(settings("INV,inv:0").eq([Setting::IncludeNulls(true), Setting::IncludeNulls(false)]));
/// assert_eq!(settings(" inv,dh:zzz,eccn:false").count(), 0);
/// ```
pub fn settings(text: &str) -> impl Iterator<Item = Setting> {
    text.split(',').filter_map(|setting| {
        let (key, value) = setting.split_once(':').unwrap_or((setting, "true"));
        find(&key.to_ascii_lowercase(), &value.to_ascii_lowercase())
    })
}

/// Key and value are in lower case. Keys that concern reading or .NET's own types change nothing in
/// an answer, and neither does `auu` (recorded of both versions).
fn find(key: &str, value: &str) -> Option<Setting> {
    let on = !matches!(value, "false" | "0");
    let names = |names| on.then_some(Setting::Names(names));
    Some(match key {
        "edv" | "excludedefaultvalues" => Setting::ExcludeDefaults(on),
        "inv" | "includenullvalues" => Setting::IncludeNulls(on),
        "invid" | "includenullvaluesindictionaries" => Setting::IncludeNullsInDictionaries(on),
        "ide" | "includedefaultenums" => Setting::IncludeDefaultEnums(on),
        "iti" | "includetypeinfo" => Setting::IncludeTypeInfo(on),
        "i" | "pp" | "indent" => Setting::Indent(on),
        "eccn" | "emitcamelcasenames" => names(MemberNames::CamelCase)?,
        "epcn" | "emitpascalcasenames" => names(MemberNames::PascalCase)?,
        "elun" | "emitlowercaseunderscorenames" => names(MemberNames::SnakeCase)?,
        "teai" | "treatenumasinteger" => Setting::EnumsAsNumbers(on),
        "sdtc" | "skipdatetimeconversion" => Setting::SkipDateTimeConversion(on),
        "au" | "assumeutc" => Setting::AssumeUtc(on),
        "auo" | "appendutcoffset" => Setting::AppendUtcOffset(on),
        "dh" | "datehandler" => Setting::Dates(DateHandler::find(value)?),
        "tsh" | "timespanhandler" => Setting::TimeSpans(match value {
            "sf" | "standardformat" => TimeSpanHandler::StandardFormat,
            _ => TimeSpanHandler::DurationFormat,
        }),
        "tc" | "textcase" => Setting::Names(text_case(value)?),
        _ => return None,
    })
}

impl DateHandler {
    /// The handler of a long or short name in lower case.
    ///
    /// ```
    /// use jsv_codec::jsconfig::DateHandler;
    ///
    /// assert_eq!(DateHandler::find("utm"), DateHandler::find("unixtimems"));
    /// assert_eq!(DateHandler::find("zzz"), None);
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "to" | "timestampoffset" => Self::TimestampOffset,
            "dcjsc" | "dcjscompatible" => Self::DcjsCompatible,
            "iso8601" => Self::Iso8601,
            "iso8601do" | "iso8601dateonly" => Self::Iso8601DateOnly,
            "iso8601dt" | "iso8601datetime" => Self::Iso8601DateTime,
            "rfc1123" => Self::Rfc1123,
            "ut" | "unixtime" => Self::UnixTime,
            "utm" | "unixtimems" => Self::UnixTimeMs,
            _ => return None,
        })
    }
}

fn text_case(value: &str) -> Option<MemberNames> {
    Some(match value {
        "d" | "default" => MemberNames::Declared,
        "pc" | "pascalcase" => MemberNames::PascalCase,
        "cc" | "camelcase" => MemberNames::CamelCase,
        "sc" | "snakecase" => MemberNames::SnakeCase,
        _ => return None,
    })
}
