//! The engine for several emulators over one state: any database that speaks PostgreSQL's protocol.
//!
//! Every change of one coupon is one statement that says what must still hold; the database decides
//! the race. Nothing is used that the distributed engines lack: no sequences, triggers, advisory
//! locks or notifications. What the database calls passing (a lost connection, a serialization
//! failure, a deadlock) is tried again with the same ActivateId until the patience ends.

mod activate;
mod add;
mod address;
mod advance;
mod analyze;
mod batching;
mod candidate;
mod cells;
mod change;
mod database;
mod engine_error;
mod expire;
mod garbage;
mod insert;
mod interleaved_scan;
mod low_water_mark;
mod read;
mod replace;
mod schema;
mod search;
mod series;
mod series_hint;
mod series_hints;
mod snapshot;
mod take;
mod terms;
mod tls;
mod why;

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;

pub use self::address::{Address, AddressError};
use self::batching::Batching;
use self::database::Database;
use self::search::Searches;
use super::{
    Activate, Activation, Added, Addition, Answer, Change, Counts, Coupon, CouponId, CouponKey,
    Coupons, Expire, Filter, Page, Sink, Source, Spend, StoreError, Vitals,
};
use crate::lab::Seed;

/// How the engine is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Most connections to the database.
    pub connections: usize,
    /// Most calls that may wait for a connection; one more is [`StoreError::Busy`].
    pub queue: usize,
    /// How long a call on one coupon may take, with all repetitions, before it is refused because
    /// the database is away.
    pub patience: Duration,
    /// How long one statement of an addition, a replacement or a snapshot may take.
    pub long_patience: Duration,
    /// Spreads the repetitions of several emulators.
    pub seed: Seed,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            connections: 16,
            queue: 4096,
            patience: Duration::from_secs(3),
            long_patience: Duration::from_secs(120),
            seed: Seed::from_os(),
        }
    }
}

/// The coupons of one database. A cheap handle: clones share everything.
#[derive(Clone)]
pub struct PostgresCoupons {
    database: Arc<Database>,
    searches: Searches,
    batching: Batching,
}

/// Opens the store in a database and brings its tables up to date. Several emulators may do so at
/// once.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use servicestack_emulator::store::postgres::{Settings, open};
///
/// let coupons = open(&"postgres://till@db.example/coupons".parse()?, &Settings::default()).await?;
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`StoreError::Unreachable`], [`StoreError::Database`] or [`StoreError::Format`].
pub async fn open(address: &Address, settings: &Settings) -> Result<PostgresCoupons, StoreError> {
    let database = Arc::new(Database::new(address, settings)?);
    schema::apply(&database).await?;
    let searches = Searches::of(Arc::clone(&database));
    let batching = Batching::of(Arc::clone(&database), searches.clone());
    // What a process left that was ended in the middle of a reset.
    garbage::collect_garbage(&database);
    Ok(PostgresCoupons { database, searches, batching })
}

impl Coupons for PostgresCoupons {
    fn add(&self, addition: Addition) -> Answer<'_, Added> {
        Box::pin(add::add(&self.database, addition))
    }

    fn activate(&self, request: Activate) -> Answer<'_, Activation> {
        Box::pin(async move {
            let (request, end) = (Arc::new(request), self.database.end());
            if let Some(coupon) = self.batching.enqueue(&request, end).await? {
                return Ok(Activation::Activated(coupon));
            }
            let searches = self.searches.clone();
            self.database
                .run_until(end, move |client| {
                    Box::pin(activate::activate(client, Arc::clone(&request), searches.clone()))
                })
                .await
        })
    }

    fn spend(&self, request: Spend) -> Answer<'_, Change> {
        let request = Arc::new(request);
        Box::pin(
            self.database.run(move |client| Box::pin(change::spend(client, Arc::clone(&request)))),
        )
    }

    fn void(&self, coupon: CouponKey) -> Answer<'_, Change> {
        let coupon = Arc::new(coupon);
        Box::pin(
            self.database.run(move |client| Box::pin(change::void(client, Arc::clone(&coupon)))),
        )
    }

    fn expire(&self, request: Expire) -> Answer<'_, Change> {
        Box::pin(expire::expire(&self.database, request))
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        let coupon = Arc::new(coupon);
        Box::pin(self.database.run(move |client| {
            let coupon = Arc::clone(&coupon);
            Box::pin(async move { read::get(client, &coupon).await })
        }))
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        let filter = Arc::new(filter);
        Box::pin(
            self.database
                .run(move |client| Box::pin(read::find(client, Arc::clone(&filter), after, limit))),
        )
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        Box::pin(self.database.run_long(move |client| Box::pin(read::count(client, at))))
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        Box::pin(snapshot::snapshot(&self.database, sink))
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        Box::pin(replace::replace(&self.database, source))
    }

    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(self.database.run(|client| Box::pin(read::ready(client))))
    }

    fn vitals(&self) -> Vitals {
        let mut pool = self.database.pool();
        pool.waiting += self.batching.waiting();
        Vitals { pool: Some(pool), ..Vitals::default() }
    }
}
