//! Activating one coupon. The database lets one of all who race for a coupon have it: the others pass by locked rows
//! (`SKIP LOCKED`), and if they find nothing else they wait for them, so that nobody is told "none left" while somebody
//! may still let go.

use std::sync::Arc;

use deadpool_postgres::Client;
use tokio_postgres::types::ToSql;

use super::advance::Advance;
use super::candidate::{View, first, first_by_code, first_by_id};
use super::cells::{Cells, columns, end_of_beginning, free};
use super::race::race;
use super::read::get;
use super::series::Series;
use super::trouble::Trouble;
use super::why::why_none;
use crate::store::ticks::to_ticks;
use crate::store::{Activate, Activation, Coupon, CouponId, CouponKey, MAX_CODE};

/// The change. `$1` is the generation; `$2` to `$7` are what it writes; what follows names the coupon.
macro_rules! take {
    ($which:expr) => {
        concat!(
            "UPDATE coupon AS c SET status = 1, activate_id = $2, activate_prefix = $3, activate_opdate = $4, \
             activate_batch_num = $5, activate_pos_num = $6, activate_receipt_num = $7 FROM coupon_series AS s \
             WHERE c.generation = $1 AND c.id = (",
            $which,
            ") AND ",
            free!("c"),
            " AND s.generation = c.generation AND s.first_id = c.series RETURNING ",
            columns!()
        )
    };
}

const TAKE_BY_ID: &str = take!(concat!(first_by_id!("$8", "$9"), " FOR UPDATE SKIP LOCKED"));
const TAKE_BY_CODE: &str = take!(concat!(first_by_code!("$8", "$9", "$10"), " FOR UPDATE SKIP LOCKED"));
const TAKE_ONE: &str = take!("$8");

/// What came of going through the series.
enum Walk {
    Got(Coupon),
    /// Somebody else was faster.
    Lost,
    Nothing,
}

pub(super) async fn activate(
    client: &Client,
    request: Arc<Activate>,
    advance: Advance,
) -> Result<Activation, Trouble> {
    if request.prefix.len() > MAX_CODE {
        let nothing = Activate { prefix: String::new(), ..(*request).clone() };
        let earlier = View::of(client, &nothing, CouponId::MAX).await?.earlier;
        return match earlier {
            Some(id) => replay(client, &request, id).await,
            None => Ok(Activation::NoneLeft(Default::default())),
        };
    }
    loop {
        let view = View::of(client, &request, 0).await?;
        if let Some(id) = view.earlier {
            return replay(client, &request, id).await;
        }
        if let Some((generation, id)) = view.exact {
            match take_one(client, &request, generation, id).await? {
                Some(coupon) => return Ok(Activation::Activated(coupon)),
                None => continue,
            }
        }
        let walking = Walking { client, request: &request, advance: &advance };
        match walking.all(view).await? {
            Walk::Got(coupon) => return Ok(Activation::Activated(coupon)),
            Walk::Lost => {}
            Walk::Nothing => return Ok(Activation::NoneLeft(why_none(client, &request).await?)),
        }
    }
}

async fn replay(client: &Client, request: &Activate, id: CouponId) -> Result<Activation, Trouble> {
    let coupon = get(client, &CouponKey::Id(id)).await?;
    let coupon = coupon.ok_or_else(|| Trouble::Unreadable(format!("coupon {id} is gone")))?;
    let coupon_type = coupon.terms.coupon_type;
    let prefix = coupon.life.activate_prefix.clone().unwrap_or_default();
    if (coupon_type, &prefix) != (request.coupon_type, &request.prefix) {
        return Ok(Activation::Conflict { coupon_type, prefix });
    }
    Ok(Activation::Replayed(coupon))
}

struct Walking<'a> {
    client: &'a Client,
    request: &'a Activate,
    advance: &'a Advance,
}

impl Walking<'_> {
    /// First past what others hold, then waiting for it.
    async fn all(&self, view: View) -> Result<Walk, Trouble> {
        let mut view = view;
        let mut walked = Vec::new();
        loop {
            for series in &view.series {
                if let Some(coupon) = self.take_first(series).await? {
                    self.advance.past(series, Some(coupon.id));
                    return Ok(Walk::Got(coupon));
                }
                self.advance.past(series, None);
            }
            let more = view.more();
            walked.append(&mut view.series);
            match more {
                Some(after) => view = View::of(self.client, self.request, after).await?,
                None => break,
            }
        }
        self.again(&walked).await
    }

    async fn again(&self, walked: &[Series]) -> Result<Walk, Trouble> {
        for series in walked {
            if let Some(id) = first(self.client, series, &self.request.prefix, &self.advance.floors).await? {
                let coupon = take_one(self.client, self.request, series.generation, id).await?;
                return Ok(coupon.map_or(Walk::Lost, Walk::Got));
            }
        }
        Ok(Walk::Nothing)
    }

    async fn take_first(&self, series: &Series) -> Result<Option<Coupon>, Trouble> {
        let Series { generation, first_id, last_id, free_from, .. } = series;
        let wanted = &self.request.prefix;
        if series.fits {
            return take(self.client, TAKE_BY_ID, self.request, generation, &[free_from, last_id]).await;
        }
        if series.sorted {
            let end = end_of_beginning(wanted);
            let from = self.advance.floors.from(series, wanted);
            let which: [Parameter<'_>; 3] = [first_id, &from, &end];
            return take(self.client, TAKE_BY_CODE, self.request, generation, &which).await;
        }
        match race(self.client, series, wanted).await? {
            Some(id) => take_one(self.client, self.request, *generation, id).await,
            None => Ok(None),
        }
    }
}

type Parameter<'a> = &'a (dyn ToSql + Sync);

/// Takes this very coupon, if it is still free.
async fn take_one(
    client: &Client,
    request: &Activate,
    generation: i32,
    id: CouponId,
) -> Result<Option<Coupon>, Trouble> {
    take(client, TAKE_ONE, request, &generation, &[&id]).await
}

async fn take(
    client: &Client,
    sql: &'static str,
    request: &Activate,
    generation: &i32,
    which: &[Parameter<'_>],
) -> Result<Option<Coupon>, Trouble> {
    let statement = client.prepare_cached(sql).await?;
    let receipt = request.receipt;
    let opdate = receipt.map(|receipt| to_ticks(receipt.opdate));
    let prefix = request.prefix.as_bytes();
    let (batch_num, pos_num, receipt_num) = (
        receipt.and_then(|receipt| receipt.batch_num),
        receipt.and_then(|receipt| receipt.pos_num),
        receipt.and_then(|receipt| receipt.receipt_num),
    );
    let written: [Parameter<'_>; 7] =
        [generation, &request.activate_id, &prefix, &opdate, &batch_num, &pos_num, &receipt_num];
    let parameters: Vec<Parameter<'_>> = written.into_iter().chain(which.iter().copied()).collect();
    let row = client.query_opt(&statement, &parameters).await?;
    row.map(|row| Cells::of(&row).coupon(&mut None)).transpose()
}
