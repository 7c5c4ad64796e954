//! `?jsconfig=` of the vectors of 10.1.5: what of it shows in JSV.

use crate::reading::Host;
use crate::types::Type;
use jsv_codec::jsconfig::{self, Dates, Defaults, Setting, TimeSpanHandler};
use jsv_codec::{Dialect, MemberNames};
use serde_json::Value;

/// What a host is told about one answer; all other settings change nothing in JSV.
#[derive(Clone, Copy)]
pub struct Settings {
    pub host: Host,
    pub dates: Dates,
    pub time_spans: TimeSpanHandler,
    pub enums_as_numbers: bool,
    defaults: Defaults,
}

impl Settings {
    /// The settings of a host, `jsconfig` applied.
    pub fn new(names: MemberNames, jsconfig: &str) -> Self {
        let mut settings = Self {
            host: Host { dialect: Dialect::Modern, names },
            dates: Dates::default(),
            time_spans: TimeSpanHandler::default(),
            enums_as_numbers: false,
            defaults: Defaults::of(Dialect::Modern),
        };
        for setting in jsconfig::settings(jsconfig) {
            match setting {
                Setting::Names(names) => settings.host.names = names,
                Setting::Dates(handler) => settings.dates.handler = handler,
                Setting::SkipDateTimeConversion(on) => settings.dates.skip_conversion = on,
                Setting::AssumeUtc(on) => settings.dates.assume_utc = on,
                Setting::TimeSpans(handler) => settings.time_spans = handler,
                Setting::EnumsAsNumbers(on) => settings.enums_as_numbers = on,
                Setting::ExcludeDefaults(on) => settings.defaults.exclude = on,
                Setting::IncludeDefaultEnums(on) => settings.defaults.include_enums = on,
                _ => {}
            }
        }
        settings
    }

    /// Whether a member of this type is left out for its value.
    pub fn leaves_out(&self, of: &Type, value: &Value) -> bool {
        self.defaults.leaves_out(self.host.dialect, of.enumeration().is_some())
            && is_default(of, value)
    }
}

/// Whether it is `default(T)`; null is left out anyway.
fn is_default(of: &Type, value: &Value) -> bool {
    match value {
        Value::Bool(flag) => of.is("Boolean") && !flag,
        Value::Number(number) => {
            !of.is("Nullable") && !of.is("Object") && number.as_i64() == Some(0)
        }
        Value::String(text) => match of.name.as_str() {
            "Single" | "Double" | "Decimal" => {
                text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.'))
            }
            "Char" => text == "0000",
            "Guid" => text.bytes().all(|byte| matches!(byte, b'0' | b'-')),
            "TimeSpan" | "TimeOnly" => text == "0",
            "DateTime" => text.starts_with("0 "),
            "DateTimeOffset" => text == "0 0",
            "DateOnly" => text == "0001-01-01",
            _ => false,
        },
        _ => false,
    }
}
