//! Showing every coupon as it is at one moment, page by page in one transaction; changes go on
//! meanwhile.

use std::time::Duration;

use deadpool_postgres::{Client, Transaction};
use tokio::time::timeout;
use tokio_postgres::IsolationLevel;

use super::cells::{Cells, coupons};
use super::database::Database;
use super::engine_error::EngineError;
use crate::store::{CouponId, Sink, StoreError};

/// Coupons of a page.
const PAGE: usize = 2_000;

const COUPONS: &str = concat!(coupons!(), " AND c.id > $1 AND c.id <= $1 + 2000 ORDER BY c.id");

pub(super) async fn snapshot(database: &Database, sink: Sink) -> Result<u64, StoreError> {
    let patience = database.long_patience();
    database.once(move |client| Box::pin(snapshot_once(client, sink, patience))).await
}

async fn snapshot_once(
    client: &mut Client,
    sink: Sink,
    patience: Duration,
) -> Result<u64, EngineError> {
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    let shown = show(&transaction, sink, patience).await?;
    transaction.commit().await?;
    Ok(shown)
}

async fn show(
    transaction: &Transaction<'_>,
    mut sink: Sink,
    patience: Duration,
) -> Result<u64, EngineError> {
    let statement = transaction.prepare_cached(COUPONS).await?;
    let (mut after, mut shown, mut terms): (CouponId, u64, _) = (0, 0, None);
    loop {
        let rows = timeout(patience, transaction.query(&statement, &[&after])).await;
        let rows = rows.map_err(|_| EngineError::Late)??;
        for row in &rows {
            let coupon = Cells::of(row).coupon(&mut terms)?;
            sink(&coupon).map_err(|error| StoreError::Snapshot(error.to_string().into()))?;
            (after, shown) = (coupon.id, shown + 1);
        }
        // Ids have no gaps, so a page that is not full is the last.
        if rows.len() < PAGE {
            return Ok(shown);
        }
    }
}
