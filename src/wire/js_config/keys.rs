//! The keys of `?jsconfig=`, long and short.

use jsv_codec::MemberNames;

use super::{DateHandler, JsConfig, TimeSpanHandler};

/// Applies one setting; key and value are in lower case. Keys that only concern reading or .NET's
/// own types change nothing that a client could see here, and are passed over like unknown ones.
pub(super) fn apply(config: &mut JsConfig, key: &str, value: &str) {
    let on = !matches!(value, "false" | "0");
    match key {
        "edv" | "excludedefaultvalues" => config.exclude_defaults = on,
        "inv" | "includenullvalues" => config.include_nulls = on,
        "invid" | "includenullvaluesindictionaries" => config.include_nulls_in_dictionaries = on,
        "ide" | "includedefaultenums" => config.include_default_enums = on,
        "i" | "pp" | "indent" => config.indent = on,
        "eccn" | "emitcamelcasenames" => case(config, on, MemberNames::CamelCase),
        "epcn" | "emitpascalcasenames" => case(config, on, MemberNames::PascalCase),
        "elun" | "emitlowercaseunderscorenames" => case(config, on, MemberNames::SnakeCase),
        "teai" | "treatenumasinteger" => config.enums_as_numbers = on,
        "sdtc" | "skipdatetimeconversion" => config.skip_date_time_conversion = on,
        "auu" | "alwaysuseutc" => config.always_use_utc = on,
        "au" | "assumeutc" => config.assume_utc = on,
        "auo" | "appendutcoffset" => config.append_utc_offset = on,
        "dh" | "datehandler" => config.dates = date_handler(value).unwrap_or(config.dates),
        "tsh" | "timespanhandler" => {
            config.time_spans = match value {
                "standardformat" | "sf" => TimeSpanHandler::StandardFormat,
                _ => TimeSpanHandler::DurationFormat,
            }
        }
        "tc" | "textcase" => config.text_case = text_case(value).unwrap_or(config.text_case),
        _ => {}
    }
}

/// To switch a case off changes nothing (recorded of 10.x).
fn case(config: &mut JsConfig, on: bool, text_case: MemberNames) {
    if on {
        config.text_case = text_case;
    }
}

fn date_handler(value: &str) -> Option<DateHandler> {
    Some(match value {
        "timestampoffset" | "to" => DateHandler::TimestampOffset,
        "dcjscompatible" | "dcjsc" => DateHandler::DcjsCompatible,
        "iso8601" => DateHandler::Iso8601,
        "iso8601dateonly" | "iso8601do" => DateHandler::Iso8601DateOnly,
        "iso8601datetime" | "iso8601dt" => DateHandler::Iso8601DateTime,
        "rfc1123" => DateHandler::Rfc1123,
        "unixtime" | "ut" => DateHandler::UnixTime,
        "unixtimems" | "utm" => DateHandler::UnixTimeMs,
        _ => return None,
    })
}

fn text_case(value: &str) -> Option<MemberNames> {
    Some(match value {
        "default" | "d" => MemberNames::Declared,
        "pascalcase" | "pc" => MemberNames::PascalCase,
        "camelcase" | "cc" => MemberNames::CamelCase,
        "snakecase" | "sc" => MemberNames::SnakeCase,
        _ => return None,
    })
}
