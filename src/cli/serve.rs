//! `serve`: everything opened, until somebody says stop.

use servicestack_emulator::Running;
use servicestack_emulator::hosts::apex;
use servicestack_emulator::lab::Clock;
use servicestack_emulator::store::StoreError;

use super::assembly;
use super::failure::Failure;
use super::greeting::Greeting;
use super::open_store::OpenStore;
use super::prepared::Prepared;
use super::settings_args::SettingsArgs;
use super::signals::Signals;

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
    let store = OpenStore::open(&settings).await?;
    let coupons = &store.coupons;
    let seeded = tokio::select! {
        seeded = apex::seed(coupons.as_ref(), additions) => seeded?,
        _ = signals.next() => return Ok(()),
    };
    let total = coupons.count(clock.now().naive_utc()).await?.total();
    let running = assembly::emulator(&settings, contract, coupons, clock).start()?;
    Greeting { settings: &settings, address: running.address(), seeded, total }.print();
    let ended = until_stopped(running, signals, store.stopped()).await;
    // The store closes last: a request that is being finished may still change it.
    store.close(&settings);
    ended
}

/// A store that can keep no promise any more ends the process: whoever watches it shall start another.
async fn until_stopped(
    running: Running,
    mut signals: Signals,
    store_failed: impl Future<Output = StoreError>,
) -> Result<(), Failure> {
    let outcome = tokio::select! {
        signal = signals.next() => {
            tracing::info!(signal, "stopping: running requests are finished, then the store is closed");
            Ok(())
        }
        error = store_failed => {
            tracing::error!(%error, "stopping: the store takes no more changes");
            Err(Failure::Other(error.to_string()))
        }
    };
    tokio::select! {
        () = running.stop() => outcome,
        signal = signals.next() => Err(Failure::Other(format!("ended at once by a second signal, {signal}"))),
    }
}
