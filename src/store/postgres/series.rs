//! Coupons with consecutive Ids, one prefix and one kind of terms.

use tokio_postgres::Row;

use super::cells::Cells;
use super::engine_error::EngineError;
use crate::store::CouponId;

/// Generation, first and last Id of a series.
pub(super) type Extent = (i32, CouponId, CouponId);

/// A series that may have a coupon for an activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Series {
    pub(super) generation: i32,
    pub(super) first_id: CouponId,
    /// When it was read; it may have grown since.
    pub(super) last_id: CouponId,
    /// No coupon below is free.
    pub(super) free_from: CouponId,
    /// Whether codes ascend with Ids, so that the smallest code is the smallest Id.
    pub(super) sorted: bool,
    /// Whether every coupon of it fits the wanted text.
    pub(super) fits: bool,
}

impl Series {
    /// Which coupons it has.
    pub(super) fn extent(&self) -> Extent {
        (self.generation, self.first_id, self.last_id)
    }

    /// Out of the row that [`candidate`](super::candidate) asks for, behind its first column.
    pub(super) fn read(row: &Row) -> Result<Self, EngineError> {
        let mut cells = Cells::of(row);
        let _kind: i32 = cells.next()?;
        Ok(Series {
            generation: cells.next()?,
            first_id: cells.next()?,
            last_id: cells.next()?,
            free_from: cells.next()?,
            sorted: cells.next()?,
            fits: cells.next()?,
        })
    }
}
