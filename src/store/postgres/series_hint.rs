//! In which series the search for a type and text begins, as a look around has found it: an
//! activation that knows needs no look of its own. Older series are used up for good or expired,
//! and newer ones have greater Ids, so what was the first one stays it until it is used up, or a
//! clock is set back. Whether the rest still holds, the statement that takes the coupon asks.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;
use lru::LruCache;

use super::series::Series;
use crate::store::Activate;

/// Types and texts that are remembered.
const MOST: NonZeroUsize = NonZeroUsize::new(1024).expect("is not zero");

/// A type, and what a code shall begin with.
pub(super) type Kind = (i32, String);

/// What a request wants.
pub(super) fn kind(request: &Activate) -> Kind {
    (request.coupon_type, request.prefix.clone())
}

#[derive(Clone, Copy)]
struct SeriesHint {
    series: Series,
    /// When it was the first one.
    at: NaiveDateTime,
}

/// The starts of what was wanted last.
#[derive(Clone)]
pub(super) struct SeriesHints(Arc<Mutex<LruCache<Kind, SeriesHint>>>);

impl SeriesHints {
    pub(super) fn new() -> Self {
        SeriesHints(Arc::new(Mutex::new(LruCache::new(MOST))))
    }

    /// The first series for a kind at an instant.
    pub(super) fn of(&self, kind: &Kind, at: NaiveDateTime) -> Option<Series> {
        self.lock().get(kind).filter(|start| start.at <= at).map(|start| start.series)
    }

    /// A look around has found this series first.
    pub(super) fn learn(&self, request: &Activate, series: Series) {
        self.lock().put(kind(request), SeriesHint { series, at: request.at });
    }

    /// The series has nothing more for the kind, or is over.
    pub(super) fn forget(&self, kind: &Kind) {
        self.lock().pop(kind);
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, LruCache<Kind, SeriesHint>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
