//! Where to begin to search a series: what is used up before, and the rows of it that the database
//! has not cleared away yet, need not be walked past again. No coupon becomes free again, so a
//! mark may lag but is never wrong; a process that forgets it only searches longer, once.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::BytesMut;
use lru::LruCache;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::series::Series;
use crate::store::{Coupon, CouponId};

/// LowWaterMarks that are remembered.
const MOST: NonZeroUsize = NonZeroUsize::new(1024).expect("is not zero");

/// No coupon before is free: by Id where every coupon of the series fits, else by code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LowWaterMark {
    Id(CouponId),
    Code(Vec<u8>),
}

impl LowWaterMark {
    /// The one that is known without any search. None where neither Id nor code leads to the first
    /// coupon.
    pub(super) fn of(series: &Series, wanted: &str) -> Option<Self> {
        match series {
            Series { fits: true, free_from, .. } => Some(LowWaterMark::Id(*free_from)),
            Series { sorted: true, .. } => Some(LowWaterMark::Code(wanted.as_bytes().to_vec())),
            _ => None,
        }
    }

    /// Where it is when the coupons are taken that were found from there on.
    pub(super) fn behind(self, taken: &[Option<Coupon>]) -> Self {
        let LowWaterMark::Id(low_water) = self else { return self };
        let ids = taken.iter().flatten().map(|coupon| coupon.id);
        LowWaterMark::Id(ids.fold(low_water, |low_water, id| {
            if id == low_water { low_water + 1 } else { low_water }
        }))
    }

    /// Whether nothing of the series is free.
    fn is_behind(&self, series: &Series) -> bool {
        matches!(self, LowWaterMark::Id(low_water) if *low_water > series.last_id)
    }
}

impl ToSql for LowWaterMark {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            LowWaterMark::Id(id) => id.to_sql(kind, out),
            LowWaterMark::Code(code) => code.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        <CouponId as ToSql>::accepts(kind) || <Vec<u8> as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}

type Key = (i32, CouponId, String);

/// The low-water marks of the texts wanted last.
#[derive(Clone)]
pub(super) struct LowWaterMarks(Arc<Mutex<LruCache<Key, LowWaterMark>>>);

impl LowWaterMarks {
    pub(super) fn new() -> Self {
        LowWaterMarks(Arc::new(Mutex::new(LruCache::new(MOST))))
    }

    /// From where to search a series. None as in [`LowWaterMark::of`].
    pub(super) fn from(&self, series: &Series, wanted: &str) -> Option<LowWaterMark> {
        let least = LowWaterMark::of(series, wanted)?;
        let known = self.lock().get(&key(series, wanted)).cloned();
        Some(known.map_or(least.clone(), |known| known.max(least)))
    }

    /// Whether a series is known to be used up.
    pub(super) fn used_up(&self, series: &Series, wanted: &str) -> bool {
        self.from(series, wanted).is_some_and(|low_water| low_water.is_behind(series))
    }

    /// A search has found that nothing before is free.
    pub(super) fn raise(&self, series: &Series, wanted: &str, low_water: LowWaterMark) {
        let mut low_water_marks = self.lock();
        let known = low_water_marks.get_or_insert_mut(key(series, wanted), || low_water.clone());
        if *known < low_water {
            *known = low_water;
        }
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, LruCache<Key, LowWaterMark>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(series: &Series, wanted: &str) -> Key {
    (series.generation, series.first_id, wanted.to_owned())
}
