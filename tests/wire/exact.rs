//! The exact times of a vector: its name tells the ticks that its JSON has lost.

use chrono::{DateTime as Moment, FixedOffset, NaiveDateTime, TimeDelta};
use jsv_codec::scalar::date_time::DateTime;
use servicestack_emulator::value::{Object, Value};

/// The value with its times as `ticks=` and `minutes=` in the name tell them, in the order of the text. A name that
/// tells of fewer or more changes nothing.
pub fn with_ticks(value: Value, what: &str) -> Value {
    let ticks = numbers(what, "ticks=");
    let mut exact = value.clone();
    let mut next = ticks.iter().copied();
    let fits = set(&mut exact, &mut next);
    if fits && next.next().is_none() { exact } else { value }
}

fn numbers(what: &str, name: &str) -> Vec<i64> {
    what.split(' ').filter_map(|word| word.strip_prefix(name)?.parse().ok()).collect()
}

fn set(value: &mut Value, next: &mut impl Iterator<Item = i64>) -> bool {
    match value {
        Value::DateTime(DateTime { clock, .. }) => next.next().map(|ticks| *clock = at(ticks)).is_some(),
        Value::DateTimeOffset(moment) => {
            next.next().map(|ticks| *moment = moment_at(ticks, moment)).is_some()
        }
        Value::TimeSpan(span) => next.next().map(|ticks| *span = ticks).is_some(),
        Value::List(items) => items.iter_mut().all(|item| set(item, next)),
        Value::Object(Object { members, .. }) => members.iter_mut().all(|member| set(member, next)),
        Value::Dictionary(entries) => {
            entries.iter_mut().all(|(key, value)| set(key, next) && set(value, next))
        }
        _ => true,
    }
}

fn moment_at(ticks: i64, moment: &Moment<FixedOffset>) -> Moment<FixedOffset> {
    at(ticks).and_local_timezone(*moment.offset()).single().unwrap_or(*moment)
}

fn at(ticks: i64) -> NaiveDateTime {
    let first: NaiveDateTime = "0001-01-01T00:00:00".parse().expect("a date");
    let (seconds, rest) = (ticks / 10_000_000, ticks % 10_000_000);
    first + TimeDelta::seconds(seconds) + TimeDelta::nanoseconds(rest * 100)
}
