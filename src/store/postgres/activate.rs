//! Activating one coupon. The database lets one of all who race for a coupon have it: the others
//! pass by locked rows (`SKIP LOCKED`), and if they find nothing else they wait for them, so that
//! no caller gets "none left" while another may still roll back.

use std::collections::HashSet;
use std::sync::Arc;

use deadpool_postgres::Client;

use super::candidate::{View, first};
use super::cells::{Cells, columns, free};
use super::engine_error::EngineError;
use super::interleaved_scan::interleaved_scan;
use super::read::get;
use super::search::Searches;
use super::series::{Extent, Series};
use super::why::why_none;
use crate::store::ticks::to_ticks;
use crate::store::{Activate, Activation, Coupon, CouponId, CouponKey, MAX_CODE};

const TAKE_ONE: &str = concat!(
    "UPDATE coupon AS c SET status = 1, activate_id = $3, activate_prefix = $4, activate_opdate = $5, \
     activate_batch_num = $6, activate_pos_num = $7, activate_receipt_num = $8 FROM coupon_series AS s \
     WHERE c.generation = $1 AND c.id = $2 AND ",
    free!("c"),
    " AND s.generation = c.generation AND s.first_id = c.series RETURNING ",
    columns!()
);

/// What came of going through the series.
enum Walk {
    Got(Coupon),
    /// Somebody else was faster.
    Lost,
    /// These series have nothing, and never will.
    Nothing(Vec<Series>),
}

pub(super) async fn activate(
    client: &Client,
    request: Arc<Activate>,
    searches: Searches,
) -> Result<Activation, EngineError> {
    if request.prefix.len() > MAX_CODE {
        let nothing = Activate { prefix: String::new(), ..(*request).clone() };
        let earlier = View::of(client, &nothing, CouponId::MAX).await?.earlier;
        return match earlier {
            Some(id) => replay(client, &request, id).await,
            None => Ok(Activation::NoneLeft(Default::default())),
        };
    }
    // Coupons may be added while the series of a look are gone through, so "none" takes a look that
    // shows no others.
    let mut known = HashSet::new();
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
        let walking = Walking { client, request: &request, searches: &searches };
        walking.learn(&view);
        match walking.all(view, &known).await? {
            Walk::Got(coupon) => return Ok(Activation::Activated(coupon)),
            Walk::Lost => {}
            Walk::Nothing(others) if others.is_empty() => {
                return Ok(Activation::NoneLeft(why_none(client, &request).await?));
            }
            Walk::Nothing(others) => known.extend(others.iter().map(Series::extent)),
        }
    }
}

async fn replay(
    client: &Client,
    request: &Activate,
    id: CouponId,
) -> Result<Activation, EngineError> {
    let coupon = get(client, &CouponKey::Id(id)).await?;
    let coupon = coupon.ok_or_else(|| EngineError::Unreadable(format!("coupon {id} is gone")))?;
    let coupon_type = coupon.terms.coupon_type;
    let prefix = coupon.state.activate_prefix.clone().unwrap_or_default();
    if (coupon_type, &prefix) != (request.coupon_type, &request.prefix) {
        return Ok(Activation::Conflict { coupon_type, prefix });
    }
    Ok(Activation::Replayed(coupon))
}

struct Walking<'a> {
    client: &'a Client,
    request: &'a Arc<Activate>,
    searches: &'a Searches,
}

impl Walking<'_> {
    /// First past what others hold, then waiting for it. The known series have nothing.
    async fn all(&self, view: View, known: &HashSet<Extent>) -> Result<Walk, EngineError> {
        let mut view = view;
        let (mut walked, mut used_up) = (Vec::new(), Vec::new());
        loop {
            let more = view.more();
            for series in view.series {
                if known.contains(&series.extent()) {
                    continue;
                }
                // Others may have used it up since the look, and have added coupons before they
                // did.
                if self.used_up(&series) {
                    used_up.push(series);
                    continue;
                }
                if let Some(coupon) = self.take_first(&series).await? {
                    if walked.is_empty() {
                        self.searches.starts.learn(self.request, series);
                    }
                    return Ok(Walk::Got(coupon));
                }
                walked.push(series);
            }
            match more {
                Some(after) => view = View::of(self.client, self.request, after).await?,
                None => break,
            }
        }
        let found = self.again(&walked).await?;
        Ok(found.unwrap_or_else(|| Walk::Nothing([walked, used_up].concat())))
    }

    /// What others who want the same need not look for.
    fn learn(&self, view: &View) {
        let first = view.series.iter().find(|series| !self.used_up(series));
        if let Some(series) = first.filter(|series| series.fits) {
            self.searches.starts.learn(self.request, *series);
        }
    }

    fn used_up(&self, series: &Series) -> bool {
        self.searches.low_water_marks.used_up(series, &self.request.prefix)
    }

    /// Waits for the first coupon that somebody held; none if there is none left.
    async fn again(&self, walked: &[Series]) -> Result<Option<Walk>, EngineError> {
        let wanted = &self.request.prefix;
        for series in walked {
            let from = self.searches.low_water_marks.from(series, wanted);
            if let Some(id) = first(self.client, series, wanted, from).await? {
                let coupon = take_one(self.client, self.request, series.generation, id).await?;
                return Ok(Some(coupon.map_or(Walk::Lost, Walk::Got)));
            }
        }
        Ok(None)
    }

    async fn take_first(&self, series: &Series) -> Result<Option<Coupon>, EngineError> {
        let request = std::slice::from_ref(self.request);
        if let Some(mut coupons) = self.searches.take(self.client, series, request).await? {
            return Ok(coupons.pop().flatten());
        }
        match interleaved_scan(self.client, series, &self.request.prefix).await? {
            Some(id) => take_one(self.client, self.request, series.generation, id).await,
            None => Ok(None),
        }
    }
}

/// Takes this very coupon, if it is still free.
async fn take_one(
    client: &Client,
    request: &Activate,
    generation: i32,
    id: CouponId,
) -> Result<Option<Coupon>, EngineError> {
    let statement = client.prepare_cached(TAKE_ONE).await?;
    let receipt = request.receipt;
    let row = client
        .query_opt(
            &statement,
            &[
                &generation,
                &id,
                &request.activate_id,
                &request.prefix.as_bytes(),
                &receipt.map(|receipt| to_ticks(receipt.opdate)),
                &receipt.and_then(|receipt| receipt.batch_num),
                &receipt.and_then(|receipt| receipt.pos_num),
                &receipt.and_then(|receipt| receipt.receipt_num),
            ],
        )
        .await?;
    row.map(|row| Cells::of(&row).coupon(&mut None)).transpose()
}
