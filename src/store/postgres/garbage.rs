//! Removing the rows of generations that are over, a few at a time. Nobody sees them any more.

use std::sync::Arc;

use super::database::Database;

/// Old rows that are removed at once.
const SWEEP: &str = "DELETE FROM coupon WHERE (generation, id) IN (\
    SELECT generation, id FROM coupon WHERE generation < (SELECT generation FROM coupon_store) LIMIT 10000)";
const SWEEP_SERIES: &str =
    "DELETE FROM coupon_series WHERE generation < (SELECT generation FROM coupon_store)";

/// Does so beside everything else. What a process leaves that ends meanwhile goes at the next
/// start.
pub(super) fn collect_garbage(database: &Arc<Database>) {
    let database = Arc::clone(database);
    tokio::spawn(async move {
        loop {
            let removed = database.run_long(|client| {
                Box::pin(async move {
                    let removed = client.execute(SWEEP, &[]).await?;
                    if removed == 0 {
                        client.execute(SWEEP_SERIES, &[]).await?;
                    }
                    Ok(removed)
                })
            });
            match removed.await {
                Ok(0) => break,
                Ok(_) => tokio::task::yield_now().await,
                Err(error) => {
                    tracing::debug!(%error, "old coupons stay until the next start");
                    break;
                }
            }
        }
    });
}
