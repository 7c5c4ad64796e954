//! The time that lines of the log show: that of the emulator, once it has a clock.

use std::fmt;
use std::sync::OnceLock;

use servicestack_emulator::lab::Clock;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

static CLOCK: OnceLock<Clock> = OnceLock::new();

/// Lets all lines from now on show the time of this clock.
pub fn show(clock: &Clock) {
    // One process serves once.
    let _ = CLOCK.set(clock.clone());
}

/// The time of the process's clock, as `tracing` writes times.
pub struct EmulatorTime;

impl FormatTime for EmulatorTime {
    fn format_time(&self, out: &mut Writer<'_>) -> fmt::Result {
        let now = CLOCK.get().map_or_else(|| Clock::system().now(), Clock::now);
        write!(out, "{}", now.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
}
