//! Writing many coupons, chunk by chunk, into a transaction that nobody sees before its end.

use std::collections::HashSet;
use std::pin::pin;

use deadpool_postgres::Transaction;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::engine_error::EngineError;
use crate::store::ticks::to_ticks;
use crate::store::{CouponId, CouponState, Receipt};

/// Coupons that are written at once, and that are in memory at once.
pub(super) const CHUNK: usize = 5_000;

const COPY: &str = "COPY coupon (generation, id, series, status, voided, used, code, use_time, \
    activate_id, activate_prefix, activate_opdate, activate_batch_num, activate_pos_num, activate_receipt_num, \
    spend_id, spend_opdate, spend_batch_num, spend_pos_num, spend_receipt_num) FROM STDIN BINARY";

const TYPES: [Type; 19] = [
    Type::INT4,
    Type::INT4,
    Type::INT4,
    Type::INT2,
    Type::BOOL,
    Type::BOOL,
    Type::BYTEA,
    Type::INT8,
    Type::UUID,
    Type::BYTEA,
    Type::INT8,
    Type::INT4,
    Type::INT4,
    Type::INT4,
    Type::UUID,
    Type::INT8,
    Type::INT4,
    Type::INT4,
    Type::INT4,
];

const KNOWN_CODES: &str = "SELECT code FROM coupon WHERE generation = $1 AND code = ANY($2)";
const KNOWN_IDS: &str =
    "SELECT activate_id FROM coupon WHERE generation = $1 AND activate_id = ANY($2)";

const SERIES: &str = "INSERT INTO coupon_series \
    (generation, first_id, last_id, free_from, coupon_type, expiration, prefix, sorted, terms) \
    VALUES ($1, $2, $3, $2, $4, $5, $6, $7, $8) \
    ON CONFLICT (generation, first_id) DO UPDATE SET last_id = excluded.last_id, sorted = excluded.sorted";

/// One coupon to be written.
pub(super) struct NewRow {
    pub(super) id: CouponId,
    pub(super) series: CouponId,
    pub(super) code: String,
    pub(super) state: CouponState,
}

/// A series to be written. `first_id` to `last_id` exist then.
pub(super) struct NewSeries {
    pub(super) first_id: CouponId,
    pub(super) last_id: CouponId,
    pub(super) coupon_type: i32,
    /// In ticks.
    pub(super) expiration: i64,
    pub(super) prefix: String,
    pub(super) sorted: bool,
    pub(super) terms: String,
}

/// Those of the codes that exist in a generation.
pub(super) async fn known_codes(
    transaction: &Transaction<'_>,
    generation: i32,
    codes: &[&[u8]],
) -> Result<HashSet<Vec<u8>>, EngineError> {
    let statement = transaction.prepare_cached(KNOWN_CODES).await?;
    let rows = transaction.query(&statement, &[&generation, &codes]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Those of the ActivateIds that exist in a generation.
pub(super) async fn known_ids(
    transaction: &Transaction<'_>,
    generation: i32,
    ids: &[Uuid],
) -> Result<HashSet<Uuid>, EngineError> {
    let statement = transaction.prepare_cached(KNOWN_IDS).await?;
    let rows = transaction.query(&statement, &[&generation, &ids]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Writes coupons.
pub(super) async fn rows(
    transaction: &Transaction<'_>,
    generation: i32,
    rows: &[NewRow],
) -> Result<(), EngineError> {
    let mut writer = pin!(BinaryCopyInWriter::new(transaction.copy_in(COPY).await?, &TYPES));
    for NewRow { id, series, code, state } in rows {
        let (a, s) = (ReceiptRow::of(state.activation), ReceiptRow::of(state.spending));
        let prefix = state.activate_prefix.as_ref().map(|prefix| prefix.as_bytes());
        writer
            .as_mut()
            .write(&[
                &generation,
                id,
                series,
                &(state.status as i16),
                &state.voided,
                &state.used,
                &code.as_bytes(),
                &state.use_time.map(to_ticks),
                &state.activate_id,
                &prefix,
                &a.opdate,
                &a.batch_num,
                &a.pos_num,
                &a.receipt_num,
                &state.spend_id,
                &s.opdate,
                &s.batch_num,
                &s.pos_num,
                &s.receipt_num,
            ])
            .await?;
    }
    writer.finish().await?;
    Ok(())
}

/// Writes a series, or lets one grow.
pub(super) async fn series(
    transaction: &Transaction<'_>,
    generation: i32,
    new: &NewSeries,
) -> Result<(), EngineError> {
    let NewSeries { first_id, last_id, coupon_type, expiration, prefix, sorted, terms } = new;
    let statement = transaction.prepare_cached(SERIES).await?;
    let prefix = prefix.as_bytes();
    transaction
        .execute(
            &statement,
            &[&generation, first_id, last_id, coupon_type, expiration, &prefix, sorted, terms],
        )
        .await?;
    Ok(())
}

/// A receipt, member by member.
#[derive(Default)]
struct ReceiptRow {
    opdate: Option<i64>,
    batch_num: Option<i32>,
    pos_num: Option<i32>,
    receipt_num: Option<i32>,
}

impl ReceiptRow {
    fn of(receipt: Option<Receipt>) -> Self {
        receipt.map_or_else(ReceiptRow::default, |receipt| ReceiptRow {
            opdate: Some(to_ticks(receipt.opdate)),
            batch_num: receipt.batch_num,
            pos_num: receipt.pos_num,
            receipt_num: receipt.receipt_num,
        })
    }
}
