//! Taking coupons of a series, and remembering what the search has learnt.

use std::sync::Arc;

use deadpool_postgres::Client;

use super::advance::Advance;
use super::database::Database;
use super::engine_error::EngineError;
use super::low_water_mark::LowWaterMarks;
use super::series::Series;
use super::series_hint::SeriesHints;
use super::take::take;
use crate::store::{Activate, Coupon};

/// What is known of where coupons are free.
#[derive(Clone)]
pub(super) struct Searches {
    pub(super) starts: SeriesHints,
    pub(super) low_water_marks: LowWaterMarks,
    advance: Advance,
}

impl Searches {
    pub(super) fn of(database: Arc<Database>) -> Self {
        Searches {
            starts: SeriesHints::new(),
            low_water_marks: LowWaterMarks::new(),
            advance: Advance::of(database),
        }
    }

    /// For each of some requests of one kind the next coupon of a series, if there is one. None
    /// where neither Id nor code leads to it.
    pub(super) async fn take(
        &self,
        client: &Client,
        series: &Series,
        requests: &[Arc<Activate>],
    ) -> Result<Option<Vec<Option<Coupon>>>, EngineError> {
        let wanted = requests.first().map_or("", |request| request.prefix.as_str());
        let Some(from) = self.low_water_marks.from(series, wanted) else { return Ok(None) };
        let taken = take(client, series, from.clone(), requests).await?;
        let low_water = taken.low_water.behind(&taken.coupons);
        self.advance.past(series, &from, &low_water);
        self.low_water_marks.raise(series, wanted, low_water);
        Ok(Some(taken.coupons))
    }
}
