//! When a fault is in force.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

/// A time between two others, the second one not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Every day, in UTC; over midnight, where the end is the earlier one.
    Daily(NaiveTime, NaiveTime),
    /// Once.
    Once(DateTime<Utc>, DateTime<Utc>),
}

impl Window {
    /// Reads both ends: `12:00` and `12:05`, or instants.
    ///
    /// # Errors
    /// What is expected, in a sentence without its subject.
    pub fn read(from: &str, to: &str) -> Result<Self, String> {
        match (daytime(from), daytime(to)) {
            (Some(from), Some(to)) if from == to => Err("begins when it ends".to_owned()),
            (Some(from), Some(to)) => Ok(Self::Daily(from, to)),
            _ => match (instant(from), instant(to)) {
                (Some(from), Some(to)) if from < to => Ok(Self::Once(from, to)),
                (Some(_), Some(_)) => Err("ends before it begins".to_owned()),
                _ => Err(format!(
                    "expected two times of day such as 12:00, or two instants such as \
                     2026-03-01T12:00:00Z, found `{from}` and `{to}`"
                )),
            },
        }
    }

    /// From an instant on for so long.
    pub fn of(from: DateTime<Utc>, lasts: TimeDelta) -> Self {
        let to = from.checked_add_signed(lasts).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Self::Once(from, to)
    }

    /// Whether an instant lies in it.
    ///
    /// ```
    /// use servicestack_emulator::lab::fault::Window;
    ///
    /// let night = Window::read("23:00", "01:00")?;
    /// assert!(night.holds("2026-03-01T00:30:00Z".parse().expect("an instant")));
    /// assert!(!night.holds("2026-03-01T12:00:00Z".parse().expect("an instant")));
    /// # Ok::<(), String>(())
    /// ```
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        match *self {
            Self::Once(from, to) => (from..to).contains(&now),
            Self::Daily(from, to) if from < to => (from..to).contains(&now.time()),
            Self::Daily(from, to) => now.time() >= from || now.time() < to,
        }
    }
}

fn daytime(text: &str) -> Option<NaiveTime> {
    let read = |form| NaiveTime::parse_from_str(text.trim(), form).ok();
    read("%H:%M").or_else(|| read("%H:%M:%S"))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|instant| instant.to_utc())
}
