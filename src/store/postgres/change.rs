//! Spending and voiding: a statement that says what must hold, and only if nothing was changed a
//! look at why.

use std::sync::Arc;

use deadpool_postgres::Client;

use super::cells::{Cells, columns, generation};
use super::engine_error::EngineError;
use super::read::get;
use crate::store::ticks::to_ticks;
use crate::store::{Change, Coupon, CouponKey, Refusal, Spend};

/// `$1` is the Id, `$2` the code; one of them is none.
macro_rules! of_key {
    () => {
        concat!(
            "c.generation = ",
            generation!(),
            " AND s.generation = c.generation AND s.first_id = c.series"
        )
    };
}

const SPEND: &str = concat!(
    "UPDATE coupon AS c SET status = 2, used = true, spend_id = $2, use_time = $3, spend_opdate = $4, \
     spend_batch_num = $5, spend_pos_num = $6, spend_receipt_num = $7 FROM coupon_series AS s WHERE ",
    of_key!(),
    " AND c.id = $1 AND c.status <> 0 AND NOT c.voided AND NOT c.used AND s.expiration >= $3 RETURNING ",
    columns!()
);

const VOID: &str = concat!(
    "UPDATE coupon AS c SET voided = true FROM coupon_series AS s WHERE ",
    of_key!(),
    " AND c.id = $1 AND NOT c.voided AND NOT c.used RETURNING ",
    columns!()
);

pub(super) async fn spend(client: &Client, request: Arc<Spend>) -> Result<Change, EngineError> {
    loop {
        let Some(coupon) = get(client, &request.coupon).await? else {
            return Ok(Change::NoSuchCoupon);
        };
        if coupon.state.spend_id == Some(request.spend_id) {
            return Ok(Change::Replayed(coupon));
        }
        if let Some(refusal) = coupon.state.refuses_spending(coupon.terms.expired(request.at)) {
            return Ok(Change::Refused(refusal));
        }
        // Another change meanwhile is seen by the next look.
        if let Some(spent) = try_spend(client, &coupon, &request).await? {
            return Ok(Change::Done(spent));
        }
    }
}

async fn try_spend(
    client: &Client,
    coupon: &Coupon,
    request: &Spend,
) -> Result<Option<Coupon>, EngineError> {
    let statement = client.prepare_cached(SPEND).await?;
    let receipt = request.receipt;
    let opdate = receipt.map(|receipt| to_ticks(receipt.opdate));
    let row = client
        .query_opt(
            &statement,
            &[
                &coupon.id,
                &request.spend_id,
                &to_ticks(request.at),
                &opdate,
                &receipt.and_then(|receipt| receipt.batch_num),
                &receipt.and_then(|receipt| receipt.pos_num),
                &receipt.and_then(|receipt| receipt.receipt_num),
            ],
        )
        .await?;
    row.map(|row| Cells::of(&row).coupon(&mut None)).transpose()
}

pub(super) async fn void(client: &Client, key: Arc<CouponKey>) -> Result<Change, EngineError> {
    loop {
        let Some(coupon) = get(client, &key).await? else { return Ok(Change::NoSuchCoupon) };
        if coupon.state.voided {
            return Ok(Change::Replayed(coupon));
        }
        if coupon.state.used {
            return Ok(Change::Refused(Refusal::Used));
        }
        let statement = client.prepare_cached(VOID).await?;
        if let Some(row) = client.query_opt(&statement, &[&coupon.id]).await? {
            return Ok(Change::Done(Cells::of(&row).coupon(&mut None)?));
        }
    }
}
