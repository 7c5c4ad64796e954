//! `[json]` of a host's settings, ServiceStack's `JsConfig`; and `?jsconfig=`, how a caller asks for
//! other spellings of JSON, JSV and CSV (docs/wire/json.md#jsconfig).

mod text_case;

use jsv_codec::MemberNames;
use jsv_codec::jsconfig::{DateHandler, Defaults, Setting, TimeSpanHandler, settings};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::JsonDialect;

/// What a host or a caller changes in ServiceStack.Text's notations. The default is that of a .NET
/// Framework host. As settings they have the names of ServiceStack's `JsConfig`, in snake_case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JsConfig {
    /// The library that reads and writes JSON: `servicestack` (ServiceStack.Text), `system`
    /// (System.Text.Json), which hosts of the profile `modern` can have, or `datacontract`
    /// (DataContractJsonSerializer), which only writes.
    #[schemars(
        with = "Option<String>",
        extend(
            "x-default" = "system with endpoint routing, else servicestack",
            "x-profile" = ["servicestack", "servicestack"]
        )
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library: Option<JsonDialect>,
    /// How names of members are cased: Default, as the version has them, CamelCase, PascalCase or
    /// SnakeCase.
    #[serde(with = "text_case")]
    #[schemars(with = "String", extend("x-value" = "CASE", "x-default" = "Default"))]
    pub text_case: MemberNames,
    /// How JSON writes dates: TimestampOffset, DCJSCompatible, ISO8601, ISO8601DateOnly,
    /// ISO8601DateTime, RFC1123, UnixTime or UnixTimeMs.
    #[serde(rename = "date_handler")]
    #[schemars(with = "String", extend("x-value" = "HANDLER", "x-default" = "TimestampOffset"))]
    pub dates: DateHandler,
    /// How JSON writes time spans: DurationFormat, as XSD has them, or StandardFormat, `01:02:03`.
    #[serde(rename = "time_span_handler")]
    #[schemars(with = "String", extend("x-value" = "HANDLER", "x-default" = "DurationFormat"))]
    pub time_spans: TimeSpanHandler,
    /// Write members that are null: as `null` in JSON; JSV ignores it.
    #[serde(rename = "include_null_values")]
    pub include_nulls: bool,
    /// Write entries of dictionaries that are null in JSON.
    #[serde(rename = "include_null_values_in_dictionaries")]
    pub include_nulls_in_dictionaries: bool,
    /// Leave out members that have their type's default.
    #[serde(rename = "exclude_default_values")]
    pub exclude_defaults: bool,
    /// With exclude_default_values, write enums all the same.
    #[schemars(with = "bool", extend("x-profile" = ["off", "on"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_default_enums: Option<bool>,
    /// Write enums as numbers.
    #[serde(rename = "treat_enum_as_integer")]
    pub enums_as_numbers: bool,
    /// Begin each object with its type, as `__type`.
    pub include_type_info: bool,
    /// JSON on several lines, four blanks a level; not of 5.x.
    pub indent: bool,
    /// Write dates as they are: no bare day for midnight, no offset for unspecified ones.
    pub skip_date_time_conversion: bool,
    /// Write local times in UTC.
    pub always_use_utc: bool,
    /// Take unspecified times for UTC.
    pub assume_utc: bool,
    /// Append `+0000` to UTC in JSON.
    pub append_utc_offset: bool,
    /// Write characters beyond ASCII as `\\u0416` in JSON.
    pub escape_unicode: bool,
    /// Write `<`, `>`, `&`, `=` and `'` as `\\u003c` in JSON.
    pub escape_html_chars: bool,
    /// Which names of members are read: Strict, in any case, or Lenient, with `_` and `-` in them,
    /// too.
    #[schemars(with = "String", extend("x-value" = "CONVENTION", "x-default" = "Strict"))]
    pub property_convention: PropertyConvention,
    /// Refuse a value that is none of its member's type; the member keeps its default otherwise.
    pub throw_on_error: bool,
    /// Write nothing for an object within more others than this.
    #[schemars(extend("x-default" = "50 in strict mode, else none"))]
    #[serde(deserialize_with = "depth", skip_serializing_if = "Option::is_none")]
    pub max_depth: Option<u32>,
    /// Write what System.Text.Json writes by default, where ServiceStack.Text differs; 10.x alone.
    pub system_json_compatible: bool,
}

/// A depth at which something is written.
fn depth<'de, D: Deserializer<'de>>(source: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(source)? {
        0 => Err(D::Error::custom("0 is no depth; the least is 1")),
        depth => Ok(Some(depth)),
    }
}

/// Which names of members are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PropertyConvention {
    /// Their own, in any case.
    #[default]
    Strict,
    /// With `_` and `-` in them, too.
    Lenient,
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
        settings(text).for_each(|setting| self.apply(setting));
        self
    }

    /// Which members a host of this dialect leaves out for having their type's default.
    pub(super) fn defaults(&self, text: jsv_codec::Dialect) -> Defaults {
        let own = Defaults::of(text);
        Defaults {
            exclude: self.exclude_defaults,
            include_enums: self.include_default_enums.unwrap_or(own.include_enums),
        }
    }

    fn apply(&mut self, setting: Setting) {
        match setting {
            Setting::ExcludeDefaults(on) => self.exclude_defaults = on,
            Setting::IncludeNulls(on) => self.include_nulls = on,
            Setting::IncludeNullsInDictionaries(on) => self.include_nulls_in_dictionaries = on,
            Setting::IncludeDefaultEnums(on) => self.include_default_enums = Some(on),
            Setting::IncludeTypeInfo(on) => self.include_type_info = on,
            Setting::Indent(on) => self.indent = on,
            Setting::Names(names) => self.text_case = names,
            Setting::EnumsAsNumbers(on) => self.enums_as_numbers = on,
            Setting::SkipDateTimeConversion(on) => self.skip_date_time_conversion = on,
            Setting::AssumeUtc(on) => self.assume_utc = on,
            Setting::AppendUtcOffset(on) => self.append_utc_offset = on,
            Setting::Dates(handler) => self.dates = handler,
            Setting::TimeSpans(handler) => self.time_spans = handler,
            // Another setting of a later crate.
            _ => {}
        }
    }
}
