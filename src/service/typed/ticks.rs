//! Instants on their way from a handler's struct to a value.

use chrono::{DateTime, NaiveDateTime};
use serde::{Serialize, Serializer};

/// Ticks from the first instant of the year 1 to that of 1970.
const UNIX_EPOCH: i64 = 62_135_596_800 * PER_SECOND;

const PER_SECOND: i64 = 10_000_000;

/// An instant in UTC that crosses as .NET counts it, in ticks of 100 ns. Of chrono's own types
/// serde makes a text, only for it to be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticks(i64);

impl From<NaiveDateTime> for Ticks {
    /// The tick in which the instant lies; beyond chrono's own years nothing is asked for.
    fn from(utc: NaiveDateTime) -> Self {
        let utc = utc.and_utc();
        let fraction = i64::from(utc.timestamp_subsec_nanos() / 100);
        Self(
            utc.timestamp()
                .saturating_mul(PER_SECOND)
                .saturating_add(UNIX_EPOCH)
                .saturating_add(fraction),
        )
    }
}

impl Serialize for Ticks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

/// The instant at which a tick begins; none if no calendar reaches it.
pub(super) fn instant(ticks: i64) -> Option<NaiveDateTime> {
    let since_1970 = ticks.checked_sub(UNIX_EPOCH)?;
    let nanoseconds = u32::try_from(since_1970.rem_euclid(PER_SECOND)).ok()? * 100;
    DateTime::from_timestamp(since_1970.div_euclid(PER_SECOND), nanoseconds)
        .map(|utc| utc.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_comes_back_to_the_tick() {
        for text in [
            "0001-01-01T00:00:00",
            "1969-12-31T23:59:59.9999999",
            "2026-03-01T12:00:00.1234567",
            "9999-12-31T23:59:59.9999999",
        ] {
            let utc: NaiveDateTime = text.parse().expect("a time");
            assert_eq!(instant(Ticks::from(utc).0), Some(utc), "{text}");
        }
    }

    #[test]
    fn a_tick_that_no_calendar_has_is_none() {
        assert_eq!(Ticks::from(NaiveDateTime::MAX), Ticks(i64::MAX));
        assert!(instant(i64::MIN).is_none());
    }
}
