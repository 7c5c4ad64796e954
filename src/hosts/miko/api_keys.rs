//! Who may call: API_ID, API_TIME and API_HASH = hex of sha512(time + id + secret), as MIKO's own
//! publishing action sends them.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha512};
use subtle::ConstantTimeEq as _;

use super::refusal::Refusal;
use crate::config::{ApiKeyLayer, MikoSettings};
use crate::http::Request;

/// Lets everybody in where no pair is set.
pub fn admit(
    settings: &MikoSettings,
    request: &Request,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if settings.api_keys.is_empty() {
        return Ok(());
    }
    let status = u16::try_from(settings.refused_status.get()).unwrap_or(401);
    let refused = |message: &str| Err(Refusal::message(status, message));
    let headers =
        (request.header("api_id"), request.header("api_time"), request.header("api_hash"));
    let (Some(id), Some(time), Some(hash)) = headers else {
        return refused("Headers API_ID, API_TIME and API_HASH are required");
    };
    let Ok(sent_at) = time.parse::<i64>() else {
        return refused("API_TIME must be a number of seconds since 1970");
    };
    let window = settings.clock_window.0.as_secs();
    if now.timestamp().abs_diff(sent_at) > window {
        return refused(&format!("API_TIME must be within {window} seconds of the server's time"));
    }
    if holds(&settings.api_keys, id, time, hash) {
        Ok(())
    } else {
        refused("API_ID or API_HASH is wrong")
    }
}

/// An unknown id takes as long as a known one, and gets the same answer.
fn holds(keys: &[ApiKeyLayer], id: &str, time: &str, hash: &str) -> bool {
    let known = keys.iter().find(|key| key.id == id);
    let secret = known.map_or("nobody's secret", |key| key.secret.reveal());
    let expected =
        Sha512::new().chain_update(time).chain_update(id).chain_update(secret).finalize();
    let sent = hex::decode(hash).unwrap_or_default();
    bool::from(expected.as_slice().ct_eq(&sent)) && known.is_some()
}
