//! Keeping a series' beginning behind what is used up. No coupon becomes free again, so where the first free one of a
//! series was, none below it will ever be; the number may lag, and searches only take longer for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::candidate::first_by_id;
use super::cells::free;
use super::database::Database;
use super::floor::Floors;
use super::series::Series;
use crate::store::CouponId;

/// How far a search may walk past used-up coupons before the beginning is moved.
const LAG: CouponId = 256;

const MOVE: &str = concat!(
    "UPDATE coupon_series AS s SET free_from = greatest(s.free_from, coalesce((",
    first_by_id!("$2", "$3"),
    "), $3 + 1)) WHERE s.generation = $1 AND s.first_id = $4"
);

/// Moves beginnings, one at a time, beside the activations.
#[derive(Clone)]
pub(super) struct Advance {
    database: Arc<Database>,
    busy: Arc<AtomicBool>,
    pub(super) floors: Floors,
}

impl Advance {
    pub(super) fn of(database: Arc<Database>) -> Self {
        let floors = Floors::of(Arc::clone(&database));
        Advance { database, busy: Arc::new(AtomicBool::new(false)), floors }
    }

    /// A search found the coupon `found` in a series, or none at all.
    pub(super) fn past(&self, series: &Series, found: Option<CouponId>) {
        let near = found.is_some_and(|found| found - series.free_from < LAG);
        if !series.fits || near || self.busy.swap(true, Ordering::AcqRel) {
            return;
        }
        let (this, series) = (self.clone(), *series);
        tokio::spawn(async move {
            this.advance(series).await;
            this.busy.store(false, Ordering::Release);
        });
    }

    async fn advance(&self, series: Series) {
        let Series { generation, first_id, last_id, free_from, .. } = series;
        let moved = self.database.run(move |client| {
            Box::pin(async move {
                let statement = client.prepare_cached(MOVE).await?;
                Ok(client.execute(&statement, &[&generation, &free_from, &last_id, &first_id]).await?)
            })
        });
        if let Err(error) = moved.await {
            // Nothing is lost: the next search tries again.
            tracing::debug!(%error, "the beginning of a series could not be moved");
        }
    }
}
