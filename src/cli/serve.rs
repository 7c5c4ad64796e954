//! `serve`: everything put together, until somebody says stop.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use servicestack_emulator::auth::Tokens;
use servicestack_emulator::config::Settings;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::hosts::apex;
use servicestack_emulator::http::{Manners, server};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::{Coupons, sled};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, Running};

use super::failure::Failure;
use super::greeting::Greeting;
use super::prepared::{Prepared, call_limits};
use super::settings_args::SettingsArgs;

/// Serves until SIGINT or SIGTERM, then lets running requests finish. A second signal ends at once.
pub fn run(args: &SettingsArgs) -> Result<(), Failure> {
    let prepared = Prepared::new(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(prepared))
}

async fn serve(prepared: Prepared) -> Result<(), Failure> {
    let Prepared { settings, contract, additions, .. } = prepared;
    let mut signals = Signals::new()?;
    let clock = settings.clock.frozen_at.map_or_else(Clock::system, Clock::frozen_at);
    let (coupons, guard) = sled::open(&settings.data, &store_settings(&settings))?;
    let coupons: Arc<dyn Coupons> = Arc::new(coupons);
    let seeded = tokio::select! {
        seeded = apex::seed(coupons.as_ref(), additions) => seeded?,
        _ = signals.next() => return Ok(()),
    };
    let total = coupons.count(clock.now().naive_utc()).await?.total();
    let running = start(&settings, contract, &coupons, clock)?;
    Greeting { settings: &settings, address: running.address(), seeded, total }.print();
    let ended = until_stopped(running, signals).await;
    // The store closes last: a request that is being finished may still change it.
    drop(guard);
    ended
}

fn start(
    settings: &Settings,
    contract: Contract,
    coupons: &Arc<dyn Coupons>,
    clock: Clock,
) -> Result<Running, Failure> {
    let mut builder = Emulator::builder(contract)
        .listen(settings.listen)
        .title(settings.title.as_str())
        .services(|services| apex::register(services, coupons, call_limits(settings)))
        .users(settings.effective_users())
        .api_keys(settings.api_keys())
        .session_lifetime(span(settings.session.expiry))
        .session_file(settings.data.join("sessions.jsonl"))
        .clock(clock)
        .seed(settings.seed.map_or_else(Seed::from_os, Seed::from_u64))
        .manners(manners(settings))
        .limits(server_limits(settings));
    if let Some(jwt) = &settings.jwt {
        builder = builder.tokens(Tokens::new(jwt.secret.reveal().as_bytes(), span(jwt.lifetime)));
    }
    if let Some(failures) = settings.session.lock_after {
        builder = builder.max_failures(failures);
    }
    Ok(builder.start()?)
}

/// A duration of the settings, which lies far within what chrono holds.
fn span(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}

fn manners(settings: &Settings) -> Manners {
    let dialect = Dialect {
        zone: settings.time_zone,
        strict: settings.strict,
        max_depth: settings.limits.depth,
        max_values: settings.limits.values,
        ..Dialect::default()
    };
    Manners { dialect, debug: settings.debug, most_in_batch: settings.limits.batch, ..Manners::default() }
}

fn server_limits(settings: &Settings) -> server::Limits {
    server::Limits {
        body_bytes: settings.limits.body_bytes,
        request_timeout: settings.limits.request_timeout,
        keep_alive: settings.limits.keep_alive,
        shutdown_timeout: settings.limits.shutdown_timeout,
        workers: settings.limits.workers,
    }
}

fn store_settings(settings: &Settings) -> sled::Settings {
    sled::Settings { queue: settings.limits.queue, ..sled::Settings::default() }
}

async fn until_stopped(running: Running, mut signals: Signals) -> Result<(), Failure> {
    let signal = signals.next().await;
    tracing::info!(signal, "stopping: running requests are finished, then the store is closed");
    tokio::select! {
        () = running.stop() => Ok(()),
        signal = signals.next() => Err(Failure::Other(format!("ended at once by a second signal, {signal}"))),
    }
}

/// What asks this process to stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one and gives its name.
    #[cfg(unix)]
    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = tokio::signal::ctrl_c() => "SIGINT",
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) -> &'static str {
        let _ = tokio::signal::ctrl_c().await;
        "Ctrl-C"
    }
}
