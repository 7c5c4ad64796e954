//! Two searches in a series whose codes do not ascend with its Ids: over the free Ids, and over the
//! codes that fit. They go on by turns, so the shorter one ends both.

use deadpool_postgres::Client;

use super::cells::{end_of_beginning, free, free_by_any_index};
use super::engine_error::EngineError;
use super::series::Series;
use crate::store::CouponId;

/// Coupons in one look of a race.
const LOOK: i64 = 512;

const SOME_BY_ID: &str = concat!(
    "SELECT f.id, f.code FROM coupon f WHERE f.generation = $1 AND f.id >= $2 AND f.id <= $3 AND ",
    free_by_any_index!("f"),
    " ORDER BY f.id LIMIT $4"
);

const SOME_BY_CODE: &str = concat!(
    "SELECT f.id, f.code FROM coupon f WHERE f.generation = $1 AND f.series = $2 AND f.code > $3 AND f.code < $4 AND ",
    free!("f"),
    " ORDER BY f.code LIMIT $5"
);

/// The first fitting coupon of a series whose codes do not ascend with its Ids.
pub(super) async fn interleaved_scan(
    client: &Client,
    series: &Series,
    wanted: &str,
) -> Result<Option<CouponId>, EngineError> {
    let (by_id, by_code) =
        (client.prepare_cached(SOME_BY_ID).await?, client.prepare_cached(SOME_BY_CODE).await?);
    let (wanted, end) = (wanted.as_bytes(), end_of_beginning(wanted));
    let (mut next, mut best) = (series.free_from, None);
    // A code equal to the wanted text is not sought here: it is the exact one.
    let mut behind = wanted.to_vec();
    loop {
        let rows =
            client.query(&by_id, &[&series.generation, &next, &series.last_id, &LOOK]).await?;
        for row in &rows {
            let (id, code): (CouponId, &[u8]) = (row.try_get(0)?, row.try_get(1)?);
            if code.starts_with(wanted) {
                return Ok(Some(id));
            }
            next = id + 1;
        }
        let short = i64::try_from(rows.len()).is_ok_and(|rows| rows < LOOK);
        if short {
            return Ok(None);
        }
        let rows = client
            .query(&by_code, &[&series.generation, &series.first_id, &behind, &end, &LOOK])
            .await?;
        for row in &rows {
            let (id, code): (CouponId, &[u8]) = (row.try_get(0)?, row.try_get(1)?);
            best = Some(best.map_or(id, |best: CouponId| best.min(id)));
            behind = code.to_vec();
        }
        if i64::try_from(rows.len()).is_ok_and(|rows| rows < LOOK) {
            return Ok(best);
        }
    }
}
