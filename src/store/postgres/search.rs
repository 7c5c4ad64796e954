//! Taking coupons of a series, and remembering what the search has learnt.

use std::sync::Arc;

use deadpool_postgres::Client;

use super::advance::Advance;
use super::database::Database;
use super::floor::Floors;
use super::series::Series;
use super::start::Starts;
use super::take::take;
use super::trouble::Trouble;
use crate::store::{Activate, Coupon};

/// What is known of where coupons are free.
#[derive(Clone)]
pub(super) struct Searches {
    pub(super) starts: Starts,
    pub(super) floors: Floors,
    advance: Advance,
}

impl Searches {
    pub(super) fn of(database: Arc<Database>) -> Self {
        Searches { starts: Starts::new(), floors: Floors::new(), advance: Advance::of(database) }
    }

    /// For each of some requests of one kind the next coupon of a series, if there is one. None where neither Id nor
    /// code leads to it.
    pub(super) async fn take(
        &self,
        client: &Client,
        series: &Series,
        requests: &[Arc<Activate>],
    ) -> Result<Option<Vec<Option<Coupon>>>, Trouble> {
        let wanted = requests.first().map_or("", |request| request.prefix.as_str());
        let Some(from) = self.floors.from(series, wanted) else { return Ok(None) };
        let taken = take(client, series, from.clone(), requests).await?;
        let floor = taken.floor.behind(&taken.coupons);
        self.advance.past(series, &from, &floor);
        self.floors.raise(series, wanted, floor);
        Ok(Some(taken.coupons))
    }
}
