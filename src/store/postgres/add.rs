//! Adding coupons: one transaction that holds the counter of Ids from its beginning, so that
//! additions of all emulators come one after the other and Ids have no gaps.

use std::collections::HashSet;
use std::iter::Peekable;
use std::time::Duration;

use deadpool_postgres::{Client, Transaction};
use tokio::time::timeout;

use super::analyze::{analyze, is_due};
use super::database::Database;
use super::engine_error::EngineError;
use super::insert::{self, CHUNK, NewRow, NewSeries};
use super::terms;
use crate::store::ticks::to_ticks;
use crate::store::{Added, Addition, CouponId, CouponState, MAX_CODE, StoreError};

/// The greatest Id given. One past the end of a series must be a number too.
const LAST_ID: CouponId = CouponId::MAX - 1;

const COUNTER: &str = "SELECT generation, last_id FROM coupon_store FOR UPDATE";
const LAST_SERIES: &str = "SELECT s.first_id, s.prefix, s.coupon_type, s.expiration, s.terms, s.sorted, c.code \
    FROM coupon_series s JOIN coupon c ON c.generation = s.generation AND c.id = s.last_id \
    WHERE s.generation = $1 ORDER BY s.first_id DESC LIMIT 1";
const SET_COUNTER: &str = "UPDATE coupon_store SET last_id = $1";

pub(super) async fn add(database: &Database, addition: Addition) -> Result<Added, StoreError> {
    if addition.terms.is_too_large(&addition.prefix) {
        return Err(StoreError::terms_too_large());
    }
    let patience = database.long_patience();
    let added = database.once(move |client| Box::pin(add_once(client, addition, patience))).await?;
    if is_due(&added) {
        analyze(database).await;
    }
    Ok(added)
}

async fn add_once(
    client: &mut Client,
    addition: Addition,
    patience: Duration,
) -> Result<Added, EngineError> {
    let transaction = client.transaction().await?;
    let row = timeout(patience, transaction.query_one(COUNTER, &[]))
        .await
        .map_err(|_| EngineError::Late)??;
    let (generation, last_id) = (row.try_get(0)?, row.try_get(1)?);
    let added = Adding::new(addition, generation, last_id).run(&transaction).await?;
    timeout(patience, transaction.commit()).await.map_err(|_| EngineError::Late)??;
    Ok(added)
}

/// An addition under way.
struct Adding {
    prefix: String,
    tails: Peekable<Box<dyn Iterator<Item = String> + Send>>,
    state: CouponState,
    generation: i32,
    last_id: CouponId,
    series: NewSeries,
    last_code: Option<String>,
    added: Added,
}

impl Adding {
    fn new(addition: Addition, generation: i32, last_id: CouponId) -> Self {
        let Addition { prefix, codes, terms, state } = addition;
        let series = NewSeries {
            first_id: last_id.saturating_add(1),
            last_id,
            coupon_type: terms.coupon_type,
            expiration: to_ticks(terms.expiration_date),
            prefix: prefix.clone(),
            sorted: true,
            terms: terms::write(&terms),
        };
        let (tails, last_code, added) = (codes.into_texts().peekable(), None, Added::default());
        Adding { prefix, tails, state, generation, last_id, series, last_code, added }
    }

    async fn run(mut self, transaction: &Transaction<'_>) -> Result<Added, EngineError> {
        let mut codes = self.new_codes(transaction).await?;
        if self.tails.peek().is_none() {
            self.go_on(transaction, &codes).await?;
        }
        loop {
            self.write(transaction, codes).await?;
            if self.tails.peek().is_none() {
                break;
            }
            codes = self.new_codes(transaction).await?;
        }
        if self.added.inserted > 0 {
            insert::series(transaction, self.generation, &self.series).await?;
            transaction.execute(SET_COUNTER, &[&self.last_id]).await?;
            self.added.last_id = Some(self.last_id);
        }
        Ok(self.added)
    }

    /// Draws a chunk of codes; those that exist are noted and left out.
    async fn new_codes(
        &mut self,
        transaction: &Transaction<'_>,
    ) -> Result<Vec<String>, EngineError> {
        let codes: Vec<_> =
            self.tails.by_ref().take(CHUNK).map(|tail| format!("{}{tail}", self.prefix)).collect();
        if codes.iter().any(|code| code.len() > MAX_CODE) {
            return Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE }.into());
        }
        let wanted: Vec<&[u8]> = codes.iter().map(|code| code.as_bytes()).collect();
        let known = insert::known_codes(transaction, self.generation, &wanted).await?;
        let mut seen = HashSet::new();
        let (mut new, mut omitted) = (Vec::with_capacity(codes.len()), Vec::new());
        for code in &codes {
            if known.contains(code.as_bytes()) || !seen.insert(code.as_str()) {
                omitted.push(code.clone())
            } else {
                new.push(code.clone())
            }
        }
        self.added.omitted.append(&mut omitted);
        Ok(new)
    }

    /// Continues the series right before, if the new one is the same but for the numbers. So a
    /// client that adds coupons one by one makes one series, not thousands.
    async fn go_on(
        &mut self,
        transaction: &Transaction<'_>,
        codes: &[String],
    ) -> Result<(), EngineError> {
        let Some(row) = transaction.query_opt(LAST_SERIES, &[&self.generation]).await? else {
            return Ok(());
        };
        let (first_id, prefix, coupon_type): (CouponId, &[u8], i32) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (expiration, terms, sorted): (i64, &str, bool) =
            (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        let last: &[u8] = row.try_get(6)?;
        let new = &self.series;
        let same = (prefix, coupon_type, expiration, terms)
            == (new.prefix.as_bytes(), new.coupon_type, new.expiration, new.terms.as_str());
        let ascend = codes.is_sorted() && codes.first().is_some_and(|code| last < code.as_bytes());
        if same && sorted && ascend {
            self.series.first_id = first_id;
        }
        Ok(())
    }

    async fn write(
        &mut self,
        transaction: &Transaction<'_>,
        codes: Vec<String>,
    ) -> Result<(), EngineError> {
        let mut rows = Vec::with_capacity(codes.len());
        for code in codes {
            if self.last_id >= LAST_ID {
                return Err(StoreError::IdsExhausted.into());
            }
            self.last_id += 1;
            self.series.sorted &= self.last_code.as_ref().is_none_or(|last| *last < code);
            self.last_code = Some(code.clone());
            rows.push(NewRow {
                id: self.last_id,
                series: self.series.first_id,
                code,
                state: self.state.clone(),
            });
        }
        if !rows.is_empty() {
            insert::rows(transaction, self.generation, &rows).await?;
        }
        self.series.last_id = self.last_id;
        self.added.inserted += rows.len() as u64;
        Ok(())
    }
}
