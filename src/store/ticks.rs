//! Instants as the hosts count them: 100 ns steps since 0001-01-01, so that no engine rounds what a
//! client sent.

use chrono::{DateTime, NaiveDateTime};

const TICKS_PER_SECOND: i64 = 10_000_000;
const NANOS_PER_TICK: u32 = 100;
/// Seconds from 0001-01-01 to 1970-01-01.
const UNIX_EPOCH: i64 = 62_135_596_800;

/// The step in which the instant lies. An instant beyond the year 29,000 becomes the last step.
pub(super) fn to_ticks(at: NaiveDateTime) -> i64 {
    let at = at.and_utc();
    let fraction = i64::from(at.timestamp_subsec_nanos() / NANOS_PER_TICK);
    (at.timestamp() + UNIX_EPOCH).saturating_mul(TICKS_PER_SECOND).saturating_add(fraction)
}

/// The instant at which a step begins; none if no calendar reaches it.
pub(super) fn from_ticks(ticks: i64) -> Option<NaiveDateTime> {
    let seconds = ticks.div_euclid(TICKS_PER_SECOND) - UNIX_EPOCH;
    let nanos = u32::try_from(ticks.rem_euclid(TICKS_PER_SECOND)).ok()? * NANOS_PER_TICK;
    DateTime::from_timestamp(seconds, nanos).map(|at| at.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_instant_is_zero_and_ticks_survive() {
        assert_eq!(to_ticks(at("0001-01-01T00:00:00")), 0);
        for text in
            ["0001-01-01T00:00:00", "1969-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999"]
        {
            assert_eq!(from_ticks(to_ticks(at(text))), Some(at(text)));
        }
    }

    #[test]
    fn finer_than_a_tick_is_cut() {
        let cut = from_ticks(to_ticks(at("2024-02-29T10:00:00.123456789")));
        assert_eq!(cut, Some(at("2024-02-29T10:00:00.1234567")));
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_overflow() {
        for end in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            assert!(from_ticks(to_ticks(end)).is_some());
        }
    }
}
