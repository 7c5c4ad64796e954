//! The statement that activates: it takes the first free coupons of one series, one for each
//! request that it carries, or for as many as there are. All that must hold is in it, so one
//! journey to the database is enough.

use std::sync::Arc;

use chrono::NaiveDateTime;
use deadpool_postgres::Client;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::candidate::{free_by_code, free_by_id};
use super::cells::{Cells, columns, end_of_beginning, free};
use super::engine_error::EngineError;
use super::low_water_mark::LowWaterMark;
use super::series::Series;
use crate::store::ticks::to_ticks;
use crate::store::{Activate, Coupon, Receipt};

/// `$1` and `$2` are the series, `$3` the instant, `$4` the wanted text; `$5` to `$9` are what it
/// writes, a place in each array for each request; `$10` and `$11` are from where to where to
/// search, by Id or by code.
///
/// Nobody gets a coupon here if the generation or the series is over, its codes ascend no longer,
/// or a coupon of the type and of exactly that code can be had, nor does a request whose id is
/// known: those have to look closer. The others pass by rows that somebody else is taking
/// (`SKIP LOCKED`). Every row begins with where the next search may begin: where the first free
/// coupon is that others see, so nobody who lets go of one is forgotten.
macro_rules! take {
    ($holds:literal, $free:expr, $low_water:expr) => {
        concat!(
            "WITH wanted AS MATERIALIZED (\
             SELECT w.*, row_number() OVER (ORDER BY w.n) AS turn \
             FROM unnest($5::uuid[], $6::int8[], $7::int4[], $8::int4[], $9::int4[]) WITH ORDINALITY \
             AS w (activate_id, opdate, batch_num, pos_num, receipt_num, n) \
             WHERE (SELECT s.expiration FROM coupon_store st JOIN coupon_series s ON s.generation = st.generation \
             WHERE s.generation = $1 AND s.first_id = $2 AND ",
            $holds,
            ") >= $3 AND NOT EXISTS (SELECT FROM coupon e JOIN coupon_series es \
             ON es.generation = e.generation AND es.first_id = e.series \
             WHERE e.generation = $1 AND e.code = $4 AND ",
            free!("e"),
            " AND es.expiration >= $3 AND es.coupon_type = \
             (SELECT s.coupon_type FROM coupon_series s WHERE s.generation = $1 AND s.first_id = $2)\
             ) AND NOT EXISTS (SELECT FROM coupon e WHERE e.generation = $1 AND e.activate_id = w.activate_id)\
             ), found AS MATERIALIZED (\
             SELECT l.id, row_number() OVER (ORDER BY l.id) AS turn FROM (",
            $free,
            " LIMIT (SELECT count(*) FROM wanted) FOR UPDATE SKIP LOCKED) l\
             ), taken AS (\
             UPDATE coupon AS c SET status = 1, activate_id = w.activate_id, activate_prefix = $4, \
             activate_opdate = w.opdate, activate_batch_num = w.batch_num, activate_pos_num = w.pos_num, \
             activate_receipt_num = w.receipt_num FROM wanted w, found f, coupon_series s \
             WHERE w.turn = f.turn AND c.generation = $1 AND c.id = f.id \
             AND s.generation = $1 AND s.first_id = $2 RETURNING w.n, ",
            columns!(),
            ") SELECT x.low_water, t.* FROM (SELECT ",
            $low_water,
            " AS low_water) x LEFT JOIN taken t ON true"
        )
    };
}

const BY_ID: &str = take!(
    "true",
    free_by_id!("$10", "$11"),
    concat!("coalesce((", free_by_id!("$10", "$11"), " LIMIT 1), $11 + 1)")
);

/// The low-water mark is the code of the first free coupon, or else of the last one that fits:
/// later ones have greater codes.
const BY_CODE: &str = take!(
    "s.sorted",
    free_by_code!("$2", "$10", "$11"),
    concat!(
        "coalesce((SELECT x.code FROM coupon x WHERE x.generation = $1 AND x.id = (",
        free_by_code!("$2", "$10", "$11"),
        " LIMIT 1)), (SELECT l.code FROM coupon l WHERE l.generation = $1 AND l.series = $2 \
         AND l.code >= $10 AND l.code < $11 ORDER BY l.code DESC LIMIT 1), $10)"
    )
);

/// What came of it.
pub(super) struct Taken {
    /// For each request in turn its coupon, if it got one.
    pub(super) coupons: Vec<Option<Coupon>>,
    /// Where the next search may begin.
    pub(super) low_water: LowWaterMark,
}

/// Takes coupons of a series for requests of one type and text, searching from `from`. The series
/// is one whose coupons all fit, or whose codes ascend with its Ids.
pub(super) async fn take(
    client: &Client,
    series: &Series,
    from: LowWaterMark,
    requests: &[Arc<Activate>],
) -> Result<Taken, EngineError> {
    let (statement, to): (_, Box<dyn ToSql + Sync + Send>) = match from {
        LowWaterMark::Id(_) => (BY_ID, Box::new(series.last_id)),
        LowWaterMark::Code(_) => (BY_CODE, Box::new(wanted(requests).map(end_of_beginning))),
    };
    let statement = client.prepare_cached(statement).await?;
    let ids: Vec<Uuid> = requests.iter().map(|request| request.activate_id).collect();
    let opdates = each(requests, |receipt| Some(to_ticks(receipt.opdate)));
    let batch_nums = each(requests, |receipt| receipt.batch_num);
    let pos_nums = each(requests, |receipt| receipt.pos_num);
    let receipt_nums = each(requests, |receipt| receipt.receipt_num);
    let parameters: [&(dyn ToSql + Sync); 11] = [
        &series.generation,
        &series.first_id,
        &latest(requests).map(to_ticks),
        &wanted(requests).map(str::as_bytes),
        &ids,
        &opdates,
        &batch_nums,
        &pos_nums,
        &receipt_nums,
        &from,
        &*to,
    ];
    let rows = client.query(&statement, &parameters).await?;
    read(&rows, from, requests.len())
}

fn read(rows: &[Row], from: LowWaterMark, requests: usize) -> Result<Taken, EngineError> {
    let mut taken = Taken { coupons: vec![None; requests], low_water: from };
    let mut terms = None;
    for row in rows {
        let mut cells = Cells::of(row);
        taken.low_water = match taken.low_water {
            LowWaterMark::Id(_) => LowWaterMark::Id(cells.next()?),
            LowWaterMark::Code(_) => LowWaterMark::Code(cells.next()?),
        };
        // Without any coupon there is one row that has the low-water mark alone.
        let Some(place) = cells.next::<Option<i64>>()? else { continue };
        let place = usize::try_from(place - 1).ok().and_then(|place| taken.coupons.get_mut(place));
        let place =
            place.ok_or_else(|| EngineError::Unreadable("a coupon for nobody".to_owned()))?;
        *place = Some(cells.coupon(&mut terms)?);
    }
    Ok(taken)
}

fn each<T>(requests: &[Arc<Activate>], of: impl Fn(Receipt) -> Option<T>) -> Vec<Option<T>> {
    requests.iter().map(|request| request.receipt.and_then(&of)).collect()
}

fn wanted(requests: &[Arc<Activate>]) -> Option<&str> {
    requests.first().map(|request| request.prefix.as_str())
}

/// What is not expired then is not expired for any of them.
fn latest(requests: &[Arc<Activate>]) -> Option<NaiveDateTime> {
    requests.iter().map(|request| request.at).max()
}
