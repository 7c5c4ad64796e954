//! What is read without changing anything. Each is one statement, so it sees one moment.

use std::sync::Arc;

use chrono::NaiveDateTime;
use deadpool_postgres::Client;

use super::cells::{Cells, columns, coupons, generation};
use super::engine_error::EngineError;
use crate::store::ticks::to_ticks;
use crate::store::{Counts, Coupon, CouponId, CouponKey, DateRange, Filter, Page};

/// Most Ids that one page looks at.
const LOOKS: CouponId = 50_000;

const BY_ID: &str = concat!(coupons!(), " AND c.id = $1");

const BY_CODE: &str = concat!(coupons!(), " AND c.code = $1");

const PAGE: &str = concat!(
    "SELECT st.last_id, x.* FROM coupon_store st LEFT JOIN LATERAL (\
     SELECT ",
    columns!(),
    " FROM coupon c \
     JOIN coupon_series s ON s.generation = c.generation AND s.first_id = c.series \
     WHERE c.generation = st.generation AND c.id > $1 AND c.id <= $2 \
     AND ($4::int4 IS NULL OR s.coupon_type = $4) AND ($5::int4 IS NULL OR c.status = $5) \
     AND ($6::int4 IS NULL OR c.activate_pos_num = $6 OR c.spend_pos_num = $6) \
     AND ($7::int8 IS NULL OR c.activate_opdate >= $7) AND ($8::int8 IS NULL OR c.activate_opdate <= $8) \
     AND ($9::int8 IS NULL OR c.spend_opdate >= $9) AND ($10::int8 IS NULL OR c.spend_opdate <= $10) \
     AND ($11::int8 IS NULL OR s.expiration >= $11) AND ($12::int8 IS NULL OR s.expiration <= $12) \
     ORDER BY c.id LIMIT $3) x ON true"
);

/// The groups are counted before they meet their series: there are few of them and many coupons.
const COUNT: &str = concat!(
    "SELECT g.voided, g.used, g.status <> 0, s.expiration < $1, sum(g.coupons)::int8 FROM (\
     SELECT generation, series, voided, used, status, count(*) AS coupons FROM coupon \
     WHERE generation = ",
    generation!(),
    " GROUP BY 1, 2, 3, 4, 5) g \
     JOIN coupon_series s ON s.generation = g.generation AND s.first_id = g.series GROUP BY 1, 2, 3, 4"
);

/// Changes nothing, and is refused where nothing can be changed.
const WRITABLE: &str = "UPDATE coupon_store SET last_id = last_id WHERE false";

pub(super) async fn get(client: &Client, key: &CouponKey) -> Result<Option<Coupon>, EngineError> {
    let row = match key {
        CouponKey::Id(id) => {
            let statement = client.prepare_cached(BY_ID).await?;
            client.query_opt(&statement, &[id]).await?
        }
        CouponKey::Code(code) => {
            let statement = client.prepare_cached(BY_CODE).await?;
            client.query_opt(&statement, &[&code.as_bytes()]).await?
        }
    };
    row.map(|row| Cells::of(&row).coupon(&mut None)).transpose()
}

pub(super) async fn find(
    client: &Client,
    filter: Arc<Filter>,
    after: CouponId,
    limit: usize,
) -> Result<Page, EngineError> {
    if let Some(code) = &filter.code {
        let coupon = get(client, &CouponKey::Code(code.clone())).await?;
        let coupons =
            coupon.into_iter().filter(|one| one.id > after && filter.holds(one)).collect();
        return Ok(Page { coupons, next: None });
    }
    let after = after.max(0);
    let window = after.saturating_add(LOOKS);
    let limit = limit.max(1);
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let Filter { coupon_type, status, pos_num, activation, spending, expiration, .. } = &*filter;
    let ([a, b], [c, d], [e, f]) = (ends(activation), ends(spending), ends(expiration));
    let statement = client.prepare_cached(PAGE).await?;
    let rows = client
        .query(
            &statement,
            &[&after, &window, &most, coupon_type, status, pos_num, &a, &b, &c, &d, &e, &f],
        )
        .await?;
    page(&rows, window, limit)
}

fn page(rows: &[tokio_postgres::Row], window: CouponId, limit: usize) -> Result<Page, EngineError> {
    let (mut page, mut last_id, mut terms) = (Page::default(), 0, None);
    for row in rows {
        let mut cells = Cells::of(row);
        last_id = cells.next()?;
        // Without any coupon there is one row that has the last Id alone.
        if row.try_get::<_, Option<CouponId>>(1)?.is_some() {
            page.coupons.push(cells.coupon(&mut terms)?);
        }
    }
    let full = page.coupons.last().filter(|_| page.coupons.len() == limit).map(|coupon| coupon.id);
    page.next = Some(full.unwrap_or(window)).filter(|next| *next < last_id);
    Ok(page)
}

fn ends(range: &DateRange) -> [Option<i64>; 2] {
    [range.start, range.end].map(|end| end.map(to_ticks))
}

pub(super) async fn count(client: &Client, at: NaiveDateTime) -> Result<Counts, EngineError> {
    let statement = client.prepare_cached(COUNT).await?;
    let mut counts = Counts::default();
    for row in client.query(&statement, &[&to_ticks(at)]).await? {
        let mut cells = Cells::of(&row);
        let (voided, used, taken, expired) =
            (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let coupons: i64 = cells.next()?;
        let counter = match (voided, used, taken, expired) {
            (true, ..) => &mut counts.voided,
            (_, true, ..) => &mut counts.used,
            (_, _, true, _) => &mut counts.activated,
            (_, _, _, true) => &mut counts.expired,
            _ => &mut counts.free,
        };
        *counter += coupons.unsigned_abs();
    }
    Ok(counts)
}

pub(super) async fn ready(client: &Client) -> Result<(), EngineError> {
    let statement = client.prepare_cached(WRITABLE).await?;
    client.execute(&statement, &[]).await?;
    Ok(())
}
