//! The time of the emulator.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// The first instant of the year 1.
const FIRST: DateTime<Utc> = instant(-62_135_596_800, 0);

/// The last tick of 100 ns of the year 9999.
const LAST: DateTime<Utc> = instant(253_402_300_799, 999_999_900);

const fn instant(seconds: i64, nanoseconds: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, nanoseconds).expect("chrono's years reach beyond .NET's")
}

/// Reads an instant: `2026-03-01T12:00:00Z`, also without an offset, where UTC is meant, or a date,
/// which is its first instant. The years are those of a .NET `DateTime`.
///
/// ```
/// use servicestack_emulator::lab::instant_of;
///
/// assert_eq!(instant_of("2026-03-01"), instant_of("2026-03-01T04:00:00+04:00"));
/// assert_eq!(instant_of("noon"), None);
/// ```
pub fn instant_of(text: &str) -> Option<DateTime<Utc>> {
    let with_offset = || DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc());
    let without_offset =
        || text.replacen(' ', "T", 1).parse::<NaiveDateTime>().ok().map(|time| time.and_utc());
    let date =
        || text.parse::<NaiveDate>().ok().map(|date| date.and_time(NaiveTime::MIN).and_utc());
    let instant = with_offset().or_else(without_offset).or_else(date)?;
    (FIRST..=LAST).contains(&instant).then_some(instant)
}

/// The clock every part of the emulator asks. Clones show the same time; setting one sets all.
///
/// Its instants lie in the years 1 to 9999, the range of a .NET `DateTime`: a jump beyond stops at
/// the end, so that whatever the clock shows can be written in every format.
///
/// ```
/// use chrono::TimeDelta;
/// use servicestack_emulator::lab::Clock;
///
/// let noon = "2026-03-01T12:00:00Z".parse()?;
/// let clock = Clock::frozen_at(noon);
/// clock.advance(TimeDelta::hours(1));
/// assert_eq!(clock.now(), noon + TimeDelta::hours(1));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Clock {
    hands: Arc<Mutex<Hands>>,
}

#[derive(Debug, Clone, Copy)]
enum Hands {
    /// As far ahead of the machine's clock.
    Running(TimeDelta),
    Frozen(DateTime<Utc>),
    /// So many times as fast as the machine's clock since it showed `machine`.
    Paced {
        from: DateTime<Utc>,
        machine: DateTime<Utc>,
        rate: f64,
    },
}

/// How fast a clock may run: from a thousandth of the machine's to a year in half a minute.
pub const RATES: std::ops::RangeInclusive<f64> = 0.001..=1_000_000.0;

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::with(Hands::Running(TimeDelta::zero()))
    }

    /// Stands still at this instant.
    pub fn frozen_at(instant: DateTime<Utc>) -> Self {
        Self::with(Hands::Frozen(in_dot_net_range(instant)))
    }

    /// The instant the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.hands().show()
    }

    /// Whether the clock is frozen.
    pub fn is_frozen(&self) -> bool {
        matches!(*self.hands(), Hands::Frozen(_))
    }

    /// Stops the clock where it stands.
    pub fn freeze(&self) {
        let mut hands = self.hands();
        *hands = Hands::Frozen(hands.show());
    }

    /// Moves the clock forward, or back by a negative span; a running clock goes on running.
    pub fn advance(&self, span: TimeDelta) {
        let mut hands = self.hands();
        let shown = hands.show();
        let end = if span < TimeDelta::zero() {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        };
        *hands = hands.moved_to(shown.checked_add_signed(span).unwrap_or(end));
    }

    /// Shows this instant from now on; a frozen clock stays frozen, a running one goes on running.
    pub fn set(&self, instant: DateTime<Utc>) {
        let mut hands = self.hands();
        *hands = hands.moved_to(instant);
    }

    /// Lets a frozen clock run on from the instant it shows, as fast as the machine's.
    pub fn resume(&self) {
        let mut hands = self.hands();
        *hands = Hands::Running(hands.show() - machine_time());
    }

    /// How many times as fast it runs as the machine's clock; 0 when it is frozen.
    pub fn rate(&self) -> f64 {
        match *self.hands() {
            Hands::Frozen(_) => 0.0,
            Hands::Running(_) => 1.0,
            Hands::Paced { rate, .. } => rate,
        }
    }

    /// Lets the clock run on from the instant it shows, so many times as fast as the machine's; a
    /// rate outside [`RATES`] is moved to its end.
    ///
    /// ```
    /// use servicestack_emulator::lab::Clock;
    ///
    /// let clock = Clock::system();
    /// let before = clock.now();
    /// clock.run_at(1_000_000.0);
    /// std::thread::sleep(std::time::Duration::from_millis(5));
    /// assert!(clock.now() - before > chrono::TimeDelta::minutes(60));
    /// ```
    pub fn run_at(&self, rate: f64) {
        let rate = if rate.is_nan() { 1.0 } else { rate.clamp(*RATES.start(), *RATES.end()) };
        let mut hands = self.hands();
        *hands = Hands::Paced { from: hands.show(), machine: machine_time(), rate };
    }

    /// A clock that shows the same time, to be set on its own.
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use servicestack_emulator::lab::Clock;
    ///
    /// let clock = Clock::frozen_at("2026-03-01T12:00:00Z".parse()?);
    /// clock.fork().advance(TimeDelta::hours(1));
    /// assert_eq!(clock.now().to_string(), "2026-03-01 12:00:00 UTC");
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn fork(&self) -> Self {
        Self::with(*self.hands())
    }

    /// Shows what another clock shows, standing still if that one does. Setting one of them later
    /// does nothing to the other.
    pub fn show_as(&self, other: &Self) {
        let shown = *other.hands();
        *self.hands() = shown;
    }

    fn with(hands: Hands) -> Self {
        Self { hands: Arc::new(Mutex::new(hands)) }
    }

    /// No code panics while it holds the lock, and two plain values cannot be half written: a
    /// poisoned lock is as good.
    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hands {
    fn show(self) -> DateTime<Utc> {
        match self {
            // Adding nothing takes as long as asking for the time.
            Self::Running(ahead) if ahead.is_zero() => in_dot_net_range(machine_time()),
            Self::Running(ahead) => in_dot_net_range(machine_time() + ahead),
            Self::Frozen(instant) => instant,
            Self::Paced { from, machine, rate } => {
                let passed = (machine_time() - machine).num_microseconds().unwrap_or(i64::MAX);
                let shown = TimeDelta::microseconds((passed as f64 * rate) as i64);
                let end = DateTime::<Utc>::MAX_UTC;
                in_dot_net_range(from.checked_add_signed(shown).unwrap_or(end))
            }
        }
    }

    fn moved_to(self, instant: DateTime<Utc>) -> Self {
        let instant = in_dot_net_range(instant);
        match self {
            Self::Running(_) => Self::Running(instant - machine_time()),
            Self::Frozen(_) => Self::Frozen(instant),
            Self::Paced { rate, .. } => {
                Self::Paced { from: instant, machine: machine_time(), rate }
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn machine_time() -> DateTime<Utc> {
    SystemTime::now().into()
}

fn in_dot_net_range(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.clamp(FIRST, LAST)
}
