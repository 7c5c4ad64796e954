//! Logging on the standard error: for people on a terminal, JSON for everything else.

mod line;
mod one_line;
mod request_line;
#[cfg(test)]
mod sink;
mod standard_error;
mod time;

use std::io::{self, IsTerminal as _};
use std::sync::{Arc, OnceLock};

use servicestack_emulator::http::{Observer, RequestLog};
use tracing::Level;
use tracing_subscriber::EnvFilter;

use super::failure::Failure;
use request_line::RequestLine;
pub use standard_error::Flushing;
use standard_error::StandardError;
use time::EmulatorTime;
pub use time::show as show_time_of;

/// actix logs every worker it starts; what sled logs of a damaged log, our own sentence says.
const DEFAULT: &str = "info,actix_server=warn,sled=off";

/// Starts logging what the filter lets through. What is logged before the guard is dropped is
/// written.
pub fn start(filter: Option<&str>) -> Result<Flushing, Failure> {
    let filter = filter.filter(|filter| !filter.trim().is_empty()).unwrap_or(DEFAULT);
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::Mendable(format!("`{filter}` is no log filter ({error}); write one such as info, or info,servicestack_emulator::http=debug"))
    })?;
    let (error, flushing) = StandardError::start()?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(error.clone());
    let log = log.with_timer(EmulatorTime);
    let started = if io::stderr().is_terminal() {
        log.fmt_fields(one_line::fields()).try_init()
    } else {
        // Nobody starts the log twice: the second to try it is refused below.
        let _ = REQUEST_LINE.set(Arc::new(RequestLine::new(error)));
        log.json().flatten_event(true).try_init()
    };
    started.map_err(|error| Failure::Other(error.to_string()))?;
    Ok(flushing)
}

/// Like the subscriber of `tracing`, the process's only one.
static REQUEST_LINE: OnceLock<Arc<RequestLine>> = OnceLock::new();

/// Who writes the line of each request.
pub fn of_requests() -> Arc<dyn Observer> {
    match REQUEST_LINE.get() {
        // The filter stays as it is. What it lets through outside of any span it lets through in
        // all of them.
        Some(line) if tracing::enabled!(target: RequestLog::TARGET, Level::INFO) => line.clone(),
        _ => Arc::new(RequestLog),
    }
}
