//! `?jsconfig=`: how a caller asks for other spellings of JSON, JSV and CSV
//! (docs/wire/json.md#jsconfig).

mod keys;

use jsv_codec::MemberNames;

/// What a host or a caller changes in ServiceStack.Text's notations. The default is that of a .NET
/// Framework host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JsConfig {
    /// How member names are cased; keys of dictionaries never are.
    pub text_case: MemberNames,
    /// How JSON writes dates.
    pub dates: DateHandler,
    /// Time spans as .NET's `01:02:03` and not as XSD durations. JSV never does.
    pub standard_time_spans: bool,
    /// Members that are null are written, as `null` in JSON; JSV ignores it.
    pub include_nulls: bool,
    /// Entries that are null are written in JSON.
    pub include_nulls_in_dictionaries: bool,
    /// Members that have their type's default are left out.
    pub exclude_defaults: bool,
    /// With `exclude_defaults`, enums are written all the same.
    pub include_default_enums: bool,
    /// Enums are written as numbers.
    pub enums_as_numbers: bool,
    /// JSON on several lines, four blanks a level.
    pub indent: bool,
    /// Dates are written as they are: no bare day for midnight, no offset for unspecified ones.
    pub skip_date_time_conversion: bool,
    /// Local times are written in UTC.
    pub always_use_utc: bool,
    /// Unspecified times are taken for UTC.
    pub assume_utc: bool,
    /// JSON appends `+0000` to UTC.
    pub append_utc_offset: bool,
}

/// How JSON writes dates (docs/wire/json.md#dates).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateHandler {
    /// `\/Date(ms+hhmm)\/`, the default.
    #[default]
    TimestampOffset,
    /// `\/Date(ms+hhmm)\/`, unspecified times as local ones.
    DcjsCompatible,
    /// `2001-01-01T10:20:30.0000000Z`.
    Iso8601,
    /// `2001-01-01`.
    Iso8601DateOnly,
    /// `2001-01-01 10:20:30`.
    Iso8601DateTime,
    /// `Mon, 01 Jan 2001 10:20:30 GMT`.
    Rfc1123,
    /// Seconds since 1970.
    UnixTime,
    /// Milliseconds since 1970.
    UnixTimeMs,
}

impl JsConfig {
    /// Applies the value of `?jsconfig=`: `key` or `key:value` between commas, long or short names
    /// in any case. Blanks count; unknown keys are passed over.
    ///
    /// ```
    /// use jsv_codec::MemberNames;
    /// use servicestack_emulator::wire::{DateHandler, JsConfig};
    ///
    /// let config = JsConfig::default().with("dh:iso8601,eccn,IncludeNullValues:true,zzz");
    /// assert_eq!((config.dates, config.text_case, config.include_nulls), (DateHandler::Iso8601, MemberNames::CamelCase, true));
    /// ```
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        for setting in text.split(',') {
            let (key, value) = setting.split_once(':').unwrap_or((setting, "true"));
            keys::apply(&mut self, &key.to_ascii_lowercase(), &value.to_ascii_lowercase());
        }
        self
    }
}
