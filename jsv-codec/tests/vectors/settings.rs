//! `?jsconfig=` of the vectors of 10.1.5: what of it shows in JSV.

use crate::reading::Host;
use crate::types::Type;
use jsv_codec::scalar::timestamp::Unix;
use jsv_codec::{Dialect, MemberNames};
use serde_json::Value;

/// What a host is told about one answer; all other settings change nothing in JSV.
#[derive(Clone, Copy)]
pub struct Settings {
    pub host: Host,
    /// Dates are written as Unix time.
    pub unix: Option<Unix>,
    /// Unspecified dates are UTC.
    pub assume_utc: bool,
    /// Dates keep midnight, and unspecified ones have no offset.
    pub unconverted: bool,
    /// A `TimeOnly` is hours and minutes in quotes.
    pub clocks: bool,
    pub enums_as_numbers: bool,
    /// Members that have the default of their type are left out, if they are no enums.
    exclude_defaults: bool,
    /// Enums that have the default of their type are written.
    default_enums: bool,
}

impl Settings {
    /// The settings of a host, `jsconfig` applied. Blanks count.
    pub fn new(names: MemberNames, jsconfig: &str) -> Self {
        let host = Host { dialect: Dialect::Modern, names };
        let mut settings = Self {
            host,
            unix: None,
            assume_utc: false,
            unconverted: false,
            clocks: false,
            enums_as_numbers: false,
            exclude_defaults: false,
            default_enums: true,
        };
        for setting in jsconfig.to_ascii_lowercase().split(',') {
            let (key, value) = setting.split_once(':').unwrap_or((setting, "true"));
            settings.apply(key, value);
        }
        settings
    }

    fn apply(&mut self, key: &str, value: &str) {
        let on = !matches!(value, "false" | "0");
        match (key, value) {
            ("eccn" | "emitcamelcasenames", _) if on => self.host.names = MemberNames::CamelCase,
            ("epcn" | "emitpascalcasenames", _) if on => self.host.names = MemberNames::PascalCase,
            ("elun" | "emitlowercaseunderscorenames", _) if on => {
                self.host.names = MemberNames::SnakeCase
            }
            ("tc" | "textcase", "d" | "default") => self.host.names = MemberNames::Declared,
            ("tc" | "textcase", "pc" | "pascalcase") => self.host.names = MemberNames::PascalCase,
            ("tc" | "textcase", "cc" | "camelcase") => self.host.names = MemberNames::CamelCase,
            ("tc" | "textcase", "sc" | "snakecase") => self.host.names = MemberNames::SnakeCase,
            ("dh" | "datehandler", "ut" | "unixtime") => self.unix = Some(Unix::Seconds),
            ("dh" | "datehandler", "utm" | "unixtimems") => self.unix = Some(Unix::Milliseconds),
            // Unknown ones change nothing; those that JSON alone has take Unix time away.
            ("dh" | "datehandler", "zzz") => {}
            ("dh" | "datehandler", _) => self.unix = None,
            ("tsh" | "timespanhandler", _) => {
                self.clocks = matches!(value, "sf" | "standardformat")
            }
            ("edv" | "excludedefaultvalues", _) => self.exclude_defaults = on,
            ("ide" | "includedefaultenums", _) => self.default_enums = on,
            ("teai" | "treatenumasinteger", _) => self.enums_as_numbers = on,
            ("sdtc" | "skipdatetimeconversion", _) => self.unconverted = on,
            ("au" | "assumeutc", _) => self.assume_utc = on,
            _ => {}
        }
    }

    /// Whether a member of this type is left out for its value.
    pub fn leaves_out(&self, of: &Type, value: &Value) -> bool {
        let leaves_out =
            if of.enumeration().is_some() { !self.default_enums } else { self.exclude_defaults };
        leaves_out && is_default(of, value)
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
