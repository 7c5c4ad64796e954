//! Snapshots. Those of tenants in memory are whole states, kept in memory until the process ends;
//! of coupons that outlive the process they are files, the same that `coupons snapshot` makes.

mod drop_snapshot;
mod list_snapshots;
mod restore_snapshot;
mod take_snapshot;

use std::sync::Arc;

use serde::Serialize;

use super::refused::{of_store, wrong};
use super::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::transfer::{SnapshotError, Snapshots};
use crate::tenant::Tenant;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    drop_snapshot::register(services, admin);
    list_snapshots::register(services, admin);
    restore_snapshot::register(services, admin);
    take_snapshot::register(services, admin);
}

/// `SnapshotInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct SnapshotInfo {
    name: String,
    tenant: String,
    /// Nobody has read how many a file has.
    coupons: Option<u64>,
}

impl SnapshotInfo {
    async fn of(name: &str, snapshot: &Tenant) -> Result<Self, ServiceError> {
        let at = snapshot.clock().now().naive_utc();
        let coupons = Some(snapshot.coupons().count(at).await.map_err(of_store)?.total());
        Ok(Self { name: name.to_owned(), tenant: snapshot.name().to_owned(), coupons })
    }
}

/// The files of snapshots.
fn files(call: &AdminCall) -> Option<Snapshots> {
    call.admin.snapshots.as_ref().map(Snapshots::new)
}

fn of_file(error: SnapshotError) -> ServiceError {
    let (status, code) = match error {
        SnapshotError::Store(error) => return of_store(error),
        SnapshotError::Name(_) => (400, "SnapshotName"),
        SnapshotError::NoSuchSnapshot(_) => (404, "NoSuchSnapshot"),
        SnapshotError::Directory(..) => (500, "SnapshotDirectory"),
    };
    wrong(status, code, "Name", error.to_string())
}
