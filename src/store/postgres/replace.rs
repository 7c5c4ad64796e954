//! Putting other coupons in the place of all: they are written under the next generation, where
//! nobody looks, and the same transaction puts that generation in force. The old rows go
//! afterwards, a few at a time.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Client, Transaction};
use tokio::time::timeout;

use super::analyze::analyze;
use super::database::Database;
use super::engine_error::EngineError;
use super::garbage::collect_garbage;
use super::insert::{self, CHUNK, NewRow, NewSeries};
use super::terms;
use crate::store::ticks::to_ticks;
use crate::store::{Coupon, CouponId, MAX_CODE, Source, StoreError, Terms};

/// A series this long is not given up as unsorted for one code that is out of order; another one
/// begins.
const SORTED_RUN: CouponId = 64;

const BEGIN: &str = "SELECT generation FROM coupon_store FOR UPDATE";
const END: &str = "UPDATE coupon_store SET generation = $1, last_id = $2";

pub(super) async fn replace(database: &Arc<Database>, source: Source) -> Result<u64, StoreError> {
    let patience = database.long_patience();
    let count =
        database.once(move |client| Box::pin(replace_once(client, source, patience))).await?;
    analyze(database).await;
    collect_garbage(database);
    Ok(count)
}

async fn replace_once(
    client: &mut Client,
    source: Source,
    patience: Duration,
) -> Result<u64, EngineError> {
    let transaction = client.transaction().await?;
    let row = timeout(patience, transaction.query_one(BEGIN, &[]))
        .await
        .map_err(|_| EngineError::Late)??;
    let generation = row.try_get::<_, i32>(0)? + 1;
    let mut replacing =
        Replacing { transaction: &transaction, generation, last_id: 0, growing: None };
    replacing.run(source).await?;
    let last_id = replacing.last_id;
    transaction.execute(END, &[&generation, &last_id]).await?;
    timeout(patience, transaction.commit()).await.map_err(|_| EngineError::Late)??;
    Ok(u64::from(last_id.unsigned_abs()))
}

/// A replacement under way.
struct Replacing<'a> {
    transaction: &'a Transaction<'a>,
    generation: i32,
    last_id: CouponId,
    growing: Option<Growing>,
}

/// The series that the last coupon belongs to.
struct Growing {
    series: NewSeries,
    terms: Arc<Terms>,
    last_code: String,
}

impl Replacing<'_> {
    async fn run(&mut self, source: Source) -> Result<(), EngineError> {
        let mut source = source;
        loop {
            let chunk: Vec<_> = source.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return self.close().await;
            }
            self.stage(chunk).await?;
        }
    }

    async fn stage(&mut self, chunk: Vec<Result<Coupon, String>>) -> Result<(), EngineError> {
        // What was good before the fault is checked as well: the first fault is reported.
        let (mut coupons, mut fault) = (Vec::with_capacity(chunk.len()), None);
        for coupon in chunk {
            match coupon
                .map_err(|why| StoreError::Source(why.into()))
                .and_then(|one| self.check(one, coupons.len()))
            {
                Ok(coupon) => coupons.push(coupon),
                Err(error) => {
                    fault = Some(error);
                    break;
                }
            }
        }
        self.refuse_twice(&coupons).await?;
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        let mut rows = Vec::with_capacity(coupons.len());
        for coupon in coupons {
            rows.push(self.place(coupon).await?);
        }
        insert::rows(self.transaction, self.generation, &rows).await
    }

    /// What would make the rows contradict each other; `before` of the chunk come before it.
    fn check(&self, coupon: Coupon, before: usize) -> Result<Coupon, StoreError> {
        let id = self
            .last_id
            .saturating_add(1)
            .saturating_add(CouponId::try_from(before).unwrap_or(CouponId::MAX));
        if coupon.id != id {
            return refused(format!(
                "the coupon with Id {id} is missing: Id {} comes next",
                coupon.id
            ));
        }
        if coupon.code.len() > MAX_CODE {
            return Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE });
        }
        if !coupon.code.is_char_boundary(coupon.prefix_length) {
            let Coupon { code, prefix_length, .. } = coupon;
            return refused(format!("the code {code} has no prefix of {prefix_length} bytes"));
        }
        if coupon.terms.is_too_large(&coupon.code[..coupon.prefix_length]) {
            return Err(StoreError::terms_too_large());
        }
        Ok(coupon)
    }

    async fn refuse_twice(&self, coupons: &[Coupon]) -> Result<(), EngineError> {
        let codes: Vec<&[u8]> = coupons.iter().map(|coupon| coupon.code.as_bytes()).collect();
        let mut known_codes =
            insert::known_codes(self.transaction, self.generation, &codes).await?;
        let ids: Vec<_> = coupons.iter().filter_map(|coupon| coupon.state.activate_id).collect();
        let mut known_ids = if ids.is_empty() {
            HashSet::new()
        } else {
            insert::known_ids(self.transaction, self.generation, &ids).await?
        };
        for coupon in coupons {
            if !known_codes.insert(coupon.code.clone().into_bytes()) {
                return Ok(refused(format!("the code {} comes twice", coupon.code))?);
            }
            if let Some(id) = coupon.state.activate_id.filter(|id| !known_ids.insert(*id)) {
                return Ok(refused(format!("the ActivateId {id} comes twice"))?);
            }
        }
        Ok(())
    }

    /// Finds or begins the series of a coupon.
    async fn place(&mut self, coupon: Coupon) -> Result<NewRow, EngineError> {
        let Coupon { id, code, prefix_length, terms, state } = coupon;
        let prefix = &code[..prefix_length];
        if !self.growing.as_ref().is_some_and(|growing| growing.takes(prefix, &terms, &code)) {
            self.close().await?;
        }
        let growing = self.growing.get_or_insert_with(|| Growing::of(id, prefix, terms));
        growing.series.sorted &= id == growing.series.first_id || growing.last_code < code;
        growing.series.last_id = id;
        code.clone_into(&mut growing.last_code);
        self.last_id = id;
        Ok(NewRow { id, series: growing.series.first_id, code, state })
    }

    /// Writes what is known only at the end of a series.
    async fn close(&mut self) -> Result<(), EngineError> {
        match self.growing.take() {
            Some(growing) => {
                insert::series(self.transaction, self.generation, &growing.series).await
            }
            None => Ok(()),
        }
    }
}

impl Growing {
    fn of(id: CouponId, prefix: &str, terms: Arc<Terms>) -> Self {
        let series = NewSeries {
            first_id: id,
            last_id: id,
            coupon_type: terms.coupon_type,
            expiration: to_ticks(terms.expiration_date),
            prefix: prefix.to_owned(),
            sorted: true,
            terms: terms::write(&terms),
        };
        Growing { series, terms, last_code: String::new() }
    }

    fn takes(&self, prefix: &str, terms: &Arc<Terms>, code: &str) -> bool {
        let NewSeries { first_id, last_id, sorted, .. } = self.series;
        let same = self.series.prefix == prefix
            && (Arc::ptr_eq(&self.terms, terms) || self.terms == *terms);
        let breaks = sorted && self.last_code.as_str() >= code;
        same && !(breaks && last_id - first_id >= SORTED_RUN)
    }
}

fn refused<T>(why: String) -> Result<T, StoreError> {
    Err(StoreError::Source(why.into()))
}
