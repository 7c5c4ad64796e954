//! Keeping a series' beginning behind what is used up, for processes that have no [`LowWaterMark`]
//! of it. No coupon becomes free again, so the number may lag, and searches only take longer for
//! it.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::database::Database;
use super::low_water_mark::LowWaterMark;
use super::series::Series;
use crate::store::{CouponId, StoreError};

/// How far a first search may walk past used-up coupons before the beginning is moved.
const LAG: CouponId = 1024;

const MOVE: &str = "UPDATE coupon_series AS s SET free_from = greatest(s.free_from, m.low_water) \
    FROM unnest($1::int4[], $2::int4[], $3::int4[]) AS m (generation, first_id, low_water) \
    WHERE s.generation = m.generation AND s.first_id = m.first_id";

/// Where series shall begin, by generation and first Id.
type Moves = BTreeMap<(i32, CouponId), CouponId>;

#[derive(Default)]
struct Pending {
    moves: Moves,
    /// Whether somebody is at work.
    busy: bool,
}

/// Moves beginnings beside the activations; those that come up meanwhile go together.
#[derive(Clone)]
pub(super) struct Advance {
    database: Arc<Database>,
    pending: Arc<Mutex<Pending>>,
}

impl Advance {
    pub(super) fn of(database: Arc<Database>) -> Self {
        Advance { database, pending: Arc::default() }
    }

    /// A search from one place has found that no coupon before another is free.
    pub(super) fn past(&self, series: &Series, from: &LowWaterMark, low_water: &LowWaterMark) {
        let (LowWaterMark::Id(from), LowWaterMark::Id(low_water)) = (from, low_water) else {
            return;
        };
        if from / LAG == low_water / LAG && *low_water <= series.last_id {
            return;
        }
        let mut pending = self.lock();
        pending.moves.insert((series.generation, series.first_id), *low_water);
        if !mem::replace(&mut pending.busy, true) {
            tokio::spawn(self.clone().work());
        }
    }

    async fn work(self) {
        while let Some(moves) = self.next() {
            if let Err(error) = self.make(moves.clone()).await {
                tracing::debug!(%error, "the beginnings of series could not be moved");
                return self.put_back(moves);
            }
        }
    }

    fn next(&self) -> Option<Moves> {
        let mut pending = self.lock();
        pending.busy = !pending.moves.is_empty();
        pending.busy.then(|| mem::take(&mut pending.moves))
    }

    async fn make(&self, moves: Moves) -> Result<u64, StoreError> {
        let (generations, first_ids): (Vec<_>, Vec<_>) = moves.keys().copied().unzip();
        let low_water_marks: Vec<_> = moves.into_values().collect();
        let columns = Arc::new([generations, first_ids, low_water_marks]);
        let moved = self.database.run(move |client| {
            let columns = Arc::clone(&columns);
            Box::pin(async move {
                let [generations, first_ids, low_water_marks] = &*columns;
                let statement = client.prepare_cached(MOVE).await?;
                Ok(client.execute(&statement, &[generations, first_ids, low_water_marks]).await?)
            })
        });
        moved.await
    }

    /// They go with the next.
    fn put_back(&self, moves: Moves) {
        let mut pending = self.lock();
        let newer = mem::replace(&mut pending.moves, moves);
        pending.moves.extend(newer);
        pending.busy = false;
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
