//! `serve`: everything opened, until somebody says stop.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use futures_util::FutureExt as _;
use futures_util::future::{join_all, pending, select_all};
use servicestack_emulator::hosts::apex;
use servicestack_emulator::store::StoreError;
use servicestack_emulator::stub::{Data, Stubs};
use servicestack_emulator::{Builder, Running};

use super::failure::Failure;
use super::greeting::{Greeting, Place};
use super::hosts::{Chosen, HostArgs, Plan};
use super::logging;
use super::prepared::Prepared;
use super::settings_args::SettingsArgs;
use super::signals::Signals;
use servicestack_emulator::emulator::OpenStore;
use servicestack_emulator::emulator::assembly::{self, Root};

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    hosts: HostArgs,
}

/// Serves until SIGINT or SIGTERM, then lets running requests finish. A second signal ends at once.
pub fn run(args: &ServeArgs) -> Result<(), Failure> {
    let Plan { root, below, apart } = args.hosts.plan(&args.settings)?;
    let others = Others { below, apart };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match root {
        None => {
            let prepared = Prepared::new(&args.settings)?;
            let stubs = apex_stubs(args.hosts.stubs()?.as_deref(), &prepared)?;
            let data = apex_data(args.hosts.lab(), &prepared)?;
            let lab = Lab { folder: args.hosts.lab().map(Path::to_owned), stubs, data };
            runtime.block_on(serve_apex(prepared, lab, others))
        }
        Some(root) => {
            args.hosts.stubs()?;
            runtime.block_on(serve_imported(root, others))
        }
    }
}

/// What ApexERPHost's lab holds.
struct Lab {
    folder: Option<PathBuf>,
    stubs: Option<Arc<Stubs>>,
    data: Option<Arc<Data>>,
}

/// The records of ApexERPHost in its lab.
pub fn apex_data(lab: Option<&Path>, prepared: &Prepared) -> Result<Option<Arc<Data>>, Failure> {
    let Some(lab) = lab else { return Ok(None) };
    let data = assembly::apex_data(lab, &prepared.settings, &prepared.contract);
    data.map(Some).map_err(|mistake| Failure::Mendable(mistake.to_string()))
}

/// The stubs of ApexERPHost in this folder, read again when it changes.
pub fn apex_stubs(
    folder: Option<&Path>,
    prepared: &Prepared,
) -> Result<Option<Arc<Stubs>>, Failure> {
    let Some(folder) = folder else { return Ok(None) };
    let stubs = assembly::apex_stubs(folder, &prepared.settings, &prepared.contract);
    stubs.map(Some).map_err(|mistake| Failure::Mendable(mistake.to_string()))
}

async fn serve_apex(
    prepared: Prepared,
    Lab { folder, stubs, data }: Lab,
    others: Others,
) -> Result<(), Failure> {
    let Prepared { settings, contract, additions, of_tenants, miko, .. } = prepared;
    let mut signals = Signals::new()?;
    let mut root = Root::of(&settings);
    logging::show_time_of(&root.clock);
    let faults =
        folder.map(|folder| assembly::faults(&folder, "apex", &contract, &settings, &root));
    let faults = faults.transpose().map_err(|mistake| Failure::Mendable(mistake.to_string()))?;
    let store = OpenStore::open(&settings).await?;
    let coupons = &store.coupons;
    let seeded = tokio::select! {
        seeded = apex::seed(coupons.as_ref(), additions) => seeded?,
        _ = signals.next() => return Ok(()),
    };
    let total = coupons.count(root.clock.now().naive_utc()).await?.total();
    let process = root.clone();
    root.seed = root.seed.after(store.starts().await?);
    let mut builder = assembly::apex(&settings, contract, miko, coupons.clone(), root);
    if let Some(data) = data {
        builder = assembly::with_records(builder, "apex", &data, &settings)?;
    }
    builder = assembly::with_stored_uploads(builder, ("apex", &[]), &settings)?;
    if let Some(stubs) = stubs {
        builder = builder.stubs(stubs);
    }
    if let Some(faults) = faults {
        builder = builder.fault_files(faults);
    }
    if let Some(additions) = of_tenants {
        builder = builder.tenant_coupons(apex::in_memory(additions)?);
    }
    let (running, hosts) = others.start(builder, &process)?;
    Greeting {
        settings: &settings,
        address: running[0].address(),
        stock: Some((seeded, total)),
        hosts,
    }
    .print();
    let records = records_stopped(&running);
    let stopped = async {
        tokio::select! {
            error = store.stopped() => error,
            error = records => error,
        }
    };
    let ended = until_stopped(running, signals, stopped).await;
    // The store closes last: a request that is being finished may still change it.
    store.close();
    ended
}

async fn serve_imported(root: Chosen, others: Others) -> Result<(), Failure> {
    let signals = Signals::new()?;
    let process = Root::of(&root.settings);
    logging::show_time_of(&process.clock);
    let builder = assembly::imported(&root.host, &root.settings, process.clone())?;
    let (running, hosts) = others.start(builder, &process)?;
    Greeting { settings: &root.settings, address: running[0].address(), stock: None, hosts }
        .print();
    let stopped = records_stopped(&running);
    until_stopped(running, signals, stopped).await
}

/// Waits until the records of a host take no more changes; for ever where none are on a disk.
fn records_stopped(running: &[Running]) -> impl Future<Output = StoreError> + use<> {
    let stopped = |running: &Running| {
        let tenant = running.tenants().default();
        tenant.all_records().map(|(_, records)| records.stopped().boxed()).collect::<Vec<_>>()
    };
    let waiting: Vec<_> = running.iter().flat_map(stopped).chain([pending().boxed()]).collect();
    select_all(waiting).map(|(error, ..)| error)
}

/// The hosts that are not at the root.
struct Others {
    below: Vec<Chosen>,
    apart: Vec<Chosen>,
}

impl Others {
    /// Starts the root with the hosts below it, then those with ports of their own. Gives all that
    /// run, the root first, and where each other host is.
    fn start(
        self,
        mut root: Builder,
        process: &Root,
    ) -> Result<(Vec<Running>, Vec<Place>), Failure> {
        let mut places = Vec::new();
        for Chosen { host, settings, .. } in &self.below {
            let path = settings
                .base_path
                .as_ref()
                .map_or(format!("/{}", host.name), |path| path.0.clone());
            root = root.mount_host(&path, assembly::imported(host, settings, process.clone())?);
            places.push(Place { title: settings.title.clone(), at: path });
        }
        let mut running = vec![root.request_log(logging::of_requests()).start()?];
        for Chosen { host, settings, .. } in &self.apart {
            let started = assembly::imported(host, settings, process.clone())?
                .request_log(logging::of_requests());
            let started = started.start()?;
            let base_path = settings.base_path.as_ref().map_or("", |path| &path.0);
            let at = format!("{}{base_path}", started.base_url());
            places.push(Place { title: settings.title.clone(), at });
            running.push(started);
        }
        Ok((running, places))
    }
}

/// A store that can keep no promise any more ends the process: its supervisor should start another.
async fn until_stopped(
    running: Vec<Running>,
    mut signals: Signals,
    store_failed: impl Future<Output = StoreError>,
) -> Result<(), Failure> {
    let outcome = tokio::select! {
        signal = signals.next() => {
            tracing::info!(signal, "stopping: running requests are finished, then the store is closed");
            Ok(())
        }
        error = store_failed => {
            tracing::error!(%error, "stopping: the store has stopped accepting writes");
            Err(Failure::Other(error.to_string()))
        }
    };
    tokio::select! {
        _ = join_all(running.into_iter().map(Running::stop)) => outcome,
        signal = signals.next() => Err(Failure::Other(format!("ended at once by a second signal, {signal}"))),
    }
}
