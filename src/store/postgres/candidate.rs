//! Which coupon an activation gets: of a type, free, not expired, with exactly the wanted code, or
//! else that with the smallest Id among those whose code begins so.
//!
//! Ids of series do not overlap, so the first series that has a fitting coupon has the one with the
//! smallest Id.
//! 1. In a series whose prefix begins with the wanted text every coupon fits: the first free one is
//!    found by Id, from where the series is not yet used up.
//! 2. In a series whose prefix is a beginning of the wanted text only some fit. If its codes ascend
//!    with its Ids, the first free one is found by code; else two searches race, over the free Ids
//!    and over the codes that fit.

use deadpool_postgres::Client;
use tokio_postgres::Row;

use super::cells::{beginnings, end_of_beginning, free, generation};
use super::engine_error::EngineError;
use super::interleaved_scan::interleaved_scan;
use super::low_water_mark::LowWaterMark;
use super::series::Series;
use crate::store::ticks::to_ticks;
use crate::store::{Activate, CouponId};

/// Series in one look.
const SERIES: usize = 32;

/// What there is for a request: an earlier activation with its id (0), a coupon of exactly that
/// code (1), series (2).
const LOOK_AROUND: &str = concat!(
    "SELECT 0 AS kind, c.generation, c.id AS id, 0, 0, false, false FROM coupon c \
     WHERE c.generation = ",
    generation!(),
    " AND c.activate_id = $1 \
     UNION ALL SELECT 1, c.generation, c.id, 0, 0, false, false FROM coupon c \
     JOIN coupon_series s ON s.generation = c.generation AND s.first_id = c.series \
     WHERE c.generation = ",
    generation!(),
    " AND c.code = $2 AND ",
    free!("c"),
    " AND s.coupon_type = $4 AND s.expiration >= $5 \
     UNION ALL (SELECT 2, s.generation, s.first_id, s.last_id, s.free_from, s.sorted, s.prefix >= $2 FROM (\
     SELECT * FROM coupon_series WHERE generation = ",
    generation!(),
    " AND coupon_type = $4 AND free_from <= last_id AND prefix = ANY($6) \
     UNION ALL SELECT * FROM coupon_series WHERE generation = ",
    generation!(),
    " AND coupon_type = $4 AND free_from <= last_id AND prefix > $2 AND prefix < $3\
     ) s WHERE s.expiration >= $5 AND s.first_id > $7 ORDER BY s.first_id LIMIT 32) ORDER BY 1, 3"
);

/// The free ones of a generation `$1` from one Id to another, in the order of Ids.
macro_rules! free_by_id {
    ($from:literal, $to:literal) => {
        concat!(
            "SELECT f.id FROM coupon f WHERE f.generation = $1 AND f.id >= ",
            $from,
            " AND f.id <= ",
            $to,
            " AND ",
            $crate::store::postgres::cells::free_by_any_index!("f"),
            " ORDER BY f.id"
        )
    };
}

/// The free ones of a series of the generation `$1` from one code to before another, in the order
/// of codes.
macro_rules! free_by_code {
    ($series:literal, $from:literal, $to:literal) => {
        concat!(
            "SELECT f.id FROM coupon f WHERE f.generation = $1 AND f.series = ",
            $series,
            " AND f.code >= ",
            $from,
            " AND f.code < ",
            $to,
            " AND ",
            $crate::store::postgres::cells::free!("f"),
            " ORDER BY f.code"
        )
    };
}

pub(super) use {free_by_code, free_by_id};

const FIND_BY_ID: &str = concat!(free_by_id!("$2", "$3"), " LIMIT 1");
const FIND_BY_CODE: &str = concat!(free_by_code!("$2", "$3", "$4"), " LIMIT 1");

/// What there is for a request.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The coupon that an earlier call with the same id activated.
    pub(super) earlier: Option<CouponId>,
    /// The free coupon with exactly the wanted code, and its generation.
    pub(super) exact: Option<(i32, CouponId)>,
    /// In the order of Ids; more may follow.
    pub(super) series: Vec<Series>,
}

impl View {
    /// Looks for series after the Id `after`.
    pub(super) async fn of(
        client: &Client,
        request: &Activate,
        after: CouponId,
    ) -> Result<Self, EngineError> {
        let wanted = &request.prefix;
        let statement = client.prepare_cached(LOOK_AROUND).await?;
        let (beginnings, end) = (beginnings(wanted), end_of_beginning(wanted));
        let (wanted, at) = (wanted.as_bytes(), to_ticks(request.at));
        let rows = client
            .query(
                &statement,
                &[
                    &request.activate_id,
                    &wanted,
                    &end,
                    &request.coupon_type,
                    &at,
                    &beginnings,
                    &after,
                ],
            )
            .await?;
        let mut view = View::default();
        rows.iter().try_for_each(|row| view.take(row))?;
        Ok(view)
    }

    fn take(&mut self, row: &Row) -> Result<(), EngineError> {
        match row.try_get(0)? {
            0 => self.earlier = Some(row.try_get(2)?),
            1 => self.exact = Some((row.try_get(1)?, row.try_get(2)?)),
            _ => self.series.push(Series::read(row)?),
        }
        Ok(())
    }

    /// Where more series begin, if there may be more.
    pub(super) fn more(&self) -> Option<CouponId> {
        self.series.last().filter(|_| self.series.len() == SERIES).map(|series| series.first_id)
    }
}

/// The first fitting coupon of a series that nobody has, as far as it is known: somebody may be
/// about to take it.
pub(super) async fn first(
    client: &Client,
    series: &Series,
    wanted: &str,
    from: Option<LowWaterMark>,
) -> Result<Option<CouponId>, EngineError> {
    let row = match from {
        None => return interleaved_scan(client, series, wanted).await,
        Some(LowWaterMark::Id(from)) => {
            let statement = client.prepare_cached(FIND_BY_ID).await?;
            client.query_opt(&statement, &[&series.generation, &from, &series.last_id]).await?
        }
        Some(LowWaterMark::Code(from)) => {
            let statement = client.prepare_cached(FIND_BY_CODE).await?;
            let end = end_of_beginning(wanted);
            client
                .query_opt(&statement, &[&series.generation, &series.first_id, &from, &end])
                .await?
        }
    };
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
