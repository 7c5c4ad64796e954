//! Why an activation found nothing.

use deadpool_postgres::Client;

use super::cells::{Cells, beginnings, end_of_beginning, generation};
use super::engine_error::EngineError;
use crate::store::ticks::to_ticks;
use crate::store::{Activate, CouponState, CouponStatus, WhyNone};

/// Some coupons of some series whose prefix begins so, and some whose code does: the answer is a
/// courtesy and must not cost more than what it explains.
///
/// Where more codes begin so than are looked at, those may all be of other types. Only then are
/// the series gone through of which some codes may begin so.
const STATES: &str = concat!(
    "WITH codes AS (SELECT series, status, voided, used FROM coupon WHERE generation = ",
    generation!(),
    " AND code >= $2 AND code < $3 LIMIT 1000) \
     SELECT c.status, c.voided, c.used, s.expiration < $4 FROM (\
     SELECT first_id, last_id, expiration FROM coupon_series WHERE generation = ",
    generation!(),
    " AND coupon_type = $1 AND prefix >= $2 AND prefix < $3 LIMIT 200) s \
     CROSS JOIN LATERAL (SELECT status, voided, used FROM coupon WHERE generation = ",
    generation!(),
    " AND id >= s.first_id AND id <= s.last_id LIMIT 200) c \
     UNION SELECT c.status, c.voided, c.used, s.expiration < $4 FROM codes c \
     JOIN coupon_series s ON s.generation = ",
    generation!(),
    " AND s.first_id = c.series WHERE s.coupon_type = $1 \
     UNION SELECT status, voided, used, expiration < $4 FROM (\
     SELECT c.*, s.expiration FROM (\
     SELECT first_id, last_id, expiration FROM coupon_series WHERE generation = ",
    generation!(),
    " AND coupon_type = $1 AND prefix = ANY($5) AND prefix < $2 \
     AND (SELECT count(*) FROM codes) = 1000) s \
     CROSS JOIN LATERAL (SELECT code, status, voided, used FROM coupon WHERE generation = ",
    generation!(),
    " AND id >= s.first_id AND id <= s.last_id LIMIT 1000) c LIMIT 40000) f \
     WHERE code >= $2 AND code < $3"
);

/// What has become of the coupons of a type whose codes begin so.
pub(super) async fn why_none(client: &Client, request: &Activate) -> Result<WhyNone, EngineError> {
    let statement = client.prepare_cached(STATES).await?;
    let (wanted, end) = (request.prefix.as_bytes(), end_of_beginning(&request.prefix));
    let (at, beginnings) = (to_ticks(request.at), beginnings(&request.prefix));
    let rows =
        client.query(&statement, &[&request.coupon_type, &wanted, &end, &at, &beginnings]).await?;
    let mut why = WhyNone::default();
    for row in &rows {
        let mut cells = Cells::of(row);
        let status: i16 = cells.next()?;
        let status = CouponStatus::from_number(status.into()).unwrap_or_default();
        let state = CouponState {
            status,
            voided: cells.next()?,
            used: cells.next()?,
            ..CouponState::default()
        };
        why.add(&state, cells.next()?);
    }
    Ok(why)
}
