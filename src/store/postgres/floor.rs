//! Where to begin when some coupons of a series fit: the codes below that are used up, and their rows that the database
//! has not cleared away yet, need not be walked past again. No coupon becomes free again, so a floor may lag but never
//! lies; a process that forgets it only searches longer, once.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::candidate::first_by_code;
use super::cells::{end_of_beginning, free};
use super::database::Database;
use super::series::Series;
use crate::store::{CouponId, StoreError};

/// Texts that are remembered.
const MOST: NonZeroUsize = NonZeroUsize::new(1024).expect("is not zero");
/// Searches from one floor before it is moved.
const LAG: u32 = 256;

/// The code of the first free coupon, or else of the last one that fits: later ones have greater codes.
const FIND: &str = concat!(
    "SELECT coalesce((SELECT x.code FROM coupon x WHERE x.generation = $1 AND x.id = (",
    first_by_code!("$2", "$3", "$4"),
    ")), (SELECT l.code FROM coupon l WHERE l.generation = $1 AND l.series = $2 AND l.code >= $3 AND l.code < $4 \
     ORDER BY l.code DESC LIMIT 1))"
);

type Key = (i32, CouponId, String);

struct Floor {
    code: Vec<u8>,
    searches: u32,
}

/// The floors of the texts wanted last.
#[derive(Clone)]
pub(super) struct Floors {
    database: Arc<Database>,
    known: Arc<Mutex<LruCache<Key, Floor>>>,
}

impl Floors {
    pub(super) fn of(database: Arc<Database>) -> Self {
        Floors { database, known: Arc::new(Mutex::new(LruCache::new(MOST))) }
    }

    /// The code from which to search, and whether it should be moved meanwhile.
    pub(super) fn from(&self, series: &Series, wanted: &str) -> Vec<u8> {
        let key = key(series, wanted);
        let mut known = self.lock();
        let floor =
            known.get_or_insert_mut(key.clone(), || Floor { code: wanted.as_bytes().to_vec(), searches: 0 });
        let (code, due) = (floor.code.clone(), floor.searches.is_multiple_of(LAG));
        floor.searches = floor.searches.wrapping_add(1);
        drop(known);
        if due {
            tokio::spawn(self.clone().advance(key, code.clone()));
        }
        code
    }

    async fn advance(self, key: Key, from: Vec<u8>) {
        match self.find(&key, from).await {
            Ok(Some(code)) => {
                if let Some(floor) = self.lock().get_mut(&key).filter(|floor| floor.code < code) {
                    floor.code = code;
                }
            }
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "where a search begins could not be moved"),
        }
    }

    async fn find(
        &self,
        (generation, first_id, wanted): &Key,
        from: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (generation, first_id, end, from) =
            (*generation, *first_id, Arc::new(end_of_beginning(wanted)), Arc::new(from));
        let found = self.database.run(move |client| {
            let (end, from) = (Arc::clone(&end), Arc::clone(&from));
            Box::pin(async move {
                let statement = client.prepare_cached(FIND).await?;
                let row = client.query_one(&statement, &[&generation, &first_id, &*from, &*end]).await?;
                Ok(row.try_get(0)?)
            })
        });
        found.await
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, LruCache<Key, Floor>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(series: &Series, wanted: &str) -> Key {
    (series.generation, series.first_id, wanted.to_owned())
}
