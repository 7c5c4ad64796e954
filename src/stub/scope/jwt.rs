//! `jwt(sub=…, exp=…)`: a token that the host signs.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind};

use super::Call;

/// Claims that are times: seconds since 1970.
const TIMES: [&str; 3] = ["exp", "nbf", "iat"];

/// The token of these claims.
pub(super) fn signed(call: &Call, claims: &Kwargs) -> Result<String, Error> {
    let failed = |reason: String| Error::new(ErrorKind::InvalidOperation, reason);
    let now = call.context.clock().now();
    let mut made = serde_json::Map::new();
    for name in claims.args() {
        let value: Value = claims.get(name)?;
        let claim = match name {
            name if TIMES.contains(&name) => seconds(&value, now)
                .ok_or_else(|| failed(format!("jwt(): `{name}` is no time: {value}")))?,
            "sub" => subject(&value),
            _ => serde_json::to_value(&value).map_err(|error| failed(error.to_string()))?,
        };
        made.insert(name.to_owned(), claim);
    }
    let context = &call.context;
    let token = match (&context.accounting, &context.accounts) {
        (Some(accounting), Some(accounts)) => accounting.sign(accounts, made, now),
        _ => None,
    };
    token.ok_or_else(|| failed("jwt(): the settings of the host have no [jwt] secret".to_owned()))
}

/// A number, an instant, or a time from now on (`1h`) or back (`-5m`); none leaves the claim out.
fn seconds(value: &Value, now: DateTime<Utc>) -> Option<serde_json::Value> {
    if value.is_none() {
        return Some(serde_json::Value::Null);
    }
    if let Ok(number) = i64::try_from(value.clone()) {
        return Some(number.into());
    }
    let text = value.as_str()?;
    let span = |text: &str| {
        let span = humantime::parse_duration(text).ok()?;
        chrono::Duration::from_std(span).ok()
    };
    let instant = match text.strip_prefix('-') {
        Some(back) => now.checked_sub_signed(span(back)?)?,
        None => match span(text) {
            Some(ahead) => now.checked_add_signed(ahead)?,
            None => instant(text)?,
        },
    };
    Some(instant.timestamp().into())
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc());
    }
    let clock = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    clock.or_else(day).map(|clock| clock.and_utc())
}

/// The host writes an id that is a number as one.
fn subject(value: &Value) -> serde_json::Value {
    let text = value.to_string();
    match text.parse::<i64>() {
        _ if value.is_none() => serde_json::Value::Null,
        Ok(number) => number.into(),
        Err(_) => text.into(),
    }
}
