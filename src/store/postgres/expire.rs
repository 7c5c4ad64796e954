//! The end of one coupon. A series has one end, and what other emulators know of it (how far its
//! Ids go) must not lead to the coupon any more. So all coupons are written under the next
//! generation, with the series cut around this one, while nobody changes them. That takes time by
//! their number: it is an operation for tests. `LOCK TABLE` is PostgreSQL's own.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Client, Transaction};
use tokio::time::timeout;

use super::cells::{Cells, coupons};
use super::database::Database;
use super::engine_error::EngineError;
use super::garbage::collect_garbage;
use super::read::get;
use crate::store::ticks::to_ticks;
use crate::store::{Change, Coupon, CouponKey, Expire, StoreError};

const BEGIN: &str = "SELECT generation FROM coupon_store FOR UPDATE";
const ALONE: &str = "LOCK TABLE coupon IN EXCLUSIVE MODE";
const ONE: &str = concat!(coupons!(), " AND c.id = $1");
const END: &str = "UPDATE coupon_store SET generation = $1";

/// `$1` is the old generation, `$2` the coupon, `$3` its end.
const SERIES: &str = "INSERT INTO coupon_series \
    (generation, first_id, last_id, free_from, coupon_type, expiration, prefix, sorted, terms) \
    SELECT s.generation + 1, p.first_id, p.last_id, greatest(s.free_from, p.first_id), s.coupon_type, \
    CASE WHEN p.first_id = $2 AND p.last_id = $2 THEN $3 ELSE s.expiration END, s.prefix, s.sorted, s.terms \
    FROM coupon_series s CROSS JOIN LATERAL (\
    SELECT s.first_id, s.last_id WHERE $2 < s.first_id OR $2 > s.last_id \
    UNION ALL SELECT s.first_id, $2 - 1 WHERE $2 > s.first_id AND $2 <= s.last_id \
    UNION ALL SELECT $2, $2 WHERE $2 >= s.first_id AND $2 <= s.last_id \
    UNION ALL SELECT $2 + 1, s.last_id WHERE $2 >= s.first_id AND $2 < s.last_id\
    ) p WHERE s.generation = $1";

const COUPONS: &str = "INSERT INTO coupon (generation, id, series, status, voided, used, code, use_time, \
    activate_id, activate_prefix, activate_opdate, activate_batch_num, activate_pos_num, activate_receipt_num, \
    spend_id, spend_opdate, spend_batch_num, spend_pos_num, spend_receipt_num) \
    SELECT generation + 1, id, \
    CASE WHEN id = $2 THEN $2 WHEN id > $2 AND series <= $2 THEN $2 + 1 ELSE series END, \
    status, voided, used, code, use_time, \
    activate_id, activate_prefix, activate_opdate, activate_batch_num, activate_pos_num, activate_receipt_num, \
    spend_id, spend_opdate, spend_batch_num, spend_pos_num, spend_receipt_num \
    FROM coupon WHERE generation = $1";

pub(super) async fn expire(
    database: &Arc<Database>,
    request: Expire,
) -> Result<Change, StoreError> {
    let patience = database.long_patience();
    let change = database.once(move |client| Box::pin(expire_once(client, request, patience)));
    let change = change.await?;
    if let Change::Done(_) = change {
        collect_garbage(database);
    }
    Ok(change)
}

async fn expire_once(
    client: &mut Client,
    request: Expire,
    patience: Duration,
) -> Result<Change, EngineError> {
    // Nothing is locked for a coupon that stays as it is.
    let Some(coupon) = get(client, &request.coupon).await? else {
        return Ok(Change::NoSuchCoupon);
    };
    let transaction = client.transaction().await?;
    let within = async {
        let row = transaction.query_one(BEGIN, &[]).await?;
        transaction.batch_execute(ALONE).await?;
        end(&transaction, row.try_get(0)?, &coupon, &request).await
    };
    let change = timeout(patience, within).await.map_err(|_| EngineError::Late)??;
    timeout(patience, transaction.commit()).await.map_err(|_| EngineError::Late)??;
    Ok(change)
}

async fn end(
    transaction: &Transaction<'_>,
    generation: i32,
    coupon: &Coupon,
    request: &Expire,
) -> Result<Change, EngineError> {
    // It may have been changed before the lock was had.
    let Some(coupon) = one(transaction, coupon).await? else { return Ok(Change::NoSuchCoupon) };
    let has_code = match &request.coupon {
        CouponKey::Code(code) => *code == coupon.code,
        CouponKey::Id(_) => true,
    };
    if !has_code {
        return Ok(Change::NoSuchCoupon);
    }
    if let Some(why) = coupon.state.refuses_ending() {
        return Ok(Change::Refused(why));
    }
    if coupon.terms.expired(request.at) {
        return Ok(Change::Replayed(coupon));
    }
    let end = to_ticks(request.terms(&coupon.terms).expiration_date);
    transaction.execute(SERIES, &[&generation, &coupon.id, &end]).await?;
    transaction.execute(COUPONS, &[&generation, &coupon.id]).await?;
    transaction.execute(END, &[&(generation + 1)]).await?;
    Ok(one(transaction, &coupon).await?.map_or(Change::NoSuchCoupon, Change::Done))
}

async fn one(
    transaction: &Transaction<'_>,
    coupon: &Coupon,
) -> Result<Option<Coupon>, EngineError> {
    let row = transaction.query_opt(ONE, &[&coupon.id]).await?;
    row.map(|row| Cells::of(&row).coupon(&mut None)).transpose()
}
