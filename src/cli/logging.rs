//! Logging on the standard error: for people on a terminal, JSON for everything else.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use super::failure::Failure;

/// actix tells of every worker it starts; what sled says of a damaged log, our own sentence says.
const DEFAULT: &str = "info,actix_server=warn,sled=off";

/// Starts logging what the filter lets through.
pub fn start(filter: Option<&str>) -> Result<(), Failure> {
    let filter = filter.filter(|filter| !filter.trim().is_empty()).unwrap_or(DEFAULT);
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::Mendable(format!("`{filter}` is no log filter ({error}); write one such as info, or info,servicestack_emulator::http=debug"))
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started =
        if io::stderr().is_terminal() { log.try_init() } else { log.json().flatten_event(true).try_init() };
    started.map_err(|error| Failure::Other(error.to_string()))
}
