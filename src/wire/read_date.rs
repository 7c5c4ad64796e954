//! Which zone a date is in that was read, where a host is set to decide otherwise than by default
//! (`AlwaysUseUtc`, `AssumeUtc` and others of ServiceStack's `JsConfig`; recorded of both versions).

use jsv_codec::scalar::date_time::{DateTime, Kind};
use jsv_codec::scalar::timestamp;

use super::{DateHandler, Dialect, JsConfig};

/// A number, which is Unix time where the host writes dates so (docs/wire/jsv.md#dates).
pub(super) fn unix(text: &str, dialect: &Dialect) -> Option<DateTime> {
    let moment = match dialect.js.dates {
        DateHandler::UnixTime => chrono::DateTime::from_timestamp_secs(text.parse().ok()?),
        DateHandler::UnixTimeMs => chrono::DateTime::from_timestamp_millis(text.parse().ok()?),
        _ => None,
    };
    let clock = moment?.naive_utc();
    (DateTime::MIN.clock..=DateTime::MAX.clock).contains(&clock).then(|| DateTime::utc(clock))
}

/// A date that was read from a text by the default rules, as the host is set to take it.
pub(super) fn as_set(date: DateTime, text: &str, dialect: &Dialect) -> DateTime {
    let js = &dialect.js;
    if !decides(js) {
        return date;
    }
    let is_modern = dialect.text == jsv_codec::Dialect::Modern;
    let keeps_utc = match is_modern {
        true => js.skip_date_time_conversion || js.system_json_compatible,
        false => js.assume_utc,
    };
    let is_day = !text.contains(['T', ' ', ':', '(']);
    match date.kind {
        _ if js.always_use_utc => DateTime::utc(date.to_utc(dialect.zone)),
        _ if keeps_utc && text.ends_with(['Z', 'z']) => DateTime::utc(date.to_utc(dialect.zone)),
        Kind::Local if is_day && js.system_json_compatible => {
            DateTime { kind: Kind::Unspecified, ..date }
        }
        Kind::Local if is_day && js.assume_utc => DateTime::utc(date.clock),
        Kind::Unspecified if js.assume_utc => DateTime::utc(date.clock),
        Kind::Local if is_modern && js.dates == DateHandler::DcjsCompatible => {
            without_offset(text, dialect).unwrap_or(date)
        }
        _ => date,
    }
}

/// Whether anything but the text decides.
fn decides(js: &JsConfig) -> bool {
    js.always_use_utc
        || js.assume_utc
        || js.skip_date_time_conversion
        || js.system_json_compatible
        || js.dates == DateHandler::DcjsCompatible
}

/// A timestamp whose offset says nothing of its clock: `/Date(0+0400)/` is the beginning of 1970.
fn without_offset(text: &str, dialect: &Dialect) -> Option<DateTime> {
    let inner = text.split_once('(')?.1.split_once(')')?.0;
    let sign = inner.get(1..)?.find(['+', '-'])? + 1;
    timestamp::read(&format!("/Date({}-0000)/", &inner[..sign]), dialect.zone).ok()
}
