//! Rows as coupons.

use std::sync::Arc;

use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use super::engine_error::EngineError;
use super::terms;
use crate::store::ticks::from_ticks;
use crate::store::{Coupon, CouponId, CouponState, CouponStatus, Receipt, Terms};

/// What [`Cells::coupon`] reads, of a coupon `c` and its series `s`.
macro_rules! columns {
    () => {
        "c.id, c.series, c.status, c.voided, c.used, c.code, c.use_time, \
         c.activate_id, c.activate_prefix, c.activate_opdate, c.activate_batch_num, c.activate_pos_num, c.activate_receipt_num, \
         c.spend_id, c.spend_opdate, c.spend_batch_num, c.spend_pos_num, c.spend_receipt_num, \
         octet_length(s.prefix) AS prefix_length, s.coupon_type, s.expiration, s.terms"
    };
}

/// That a coupon of the given alias can be activated, if it is not expired.
macro_rules! free {
    ($alias:literal) => {
        concat!($alias, ".status = 0 AND NOT ", $alias, ".voided AND NOT ", $alias, ".used")
    };
}

/// The same, in words that PostgreSQL does not find in `coupon_free`: that index is in the order of
/// codes, and where Ids lead it would be read as a whole and sorted, as happens before the database
/// has counted a table's rows.
macro_rules! free_by_any_index {
    ($alias:literal) => {
        concat!($alias, ".status < 1 AND NOT ", $alias, ".voided AND NOT ", $alias, ".used")
    };
}

/// The generation in force.
macro_rules! generation {
    () => {
        "(SELECT generation FROM coupon_store)"
    };
}

/// Coupons with their series, as [`Cells`] reads them; a condition on `c` may follow.
macro_rules! coupons {
    () => {
        concat!(
            "SELECT ",
            $crate::store::postgres::cells::columns!(),
            " FROM coupon c \
             JOIN coupon_series s ON s.generation = c.generation AND s.first_id = c.series \
             WHERE c.generation = ",
            $crate::store::postgres::cells::generation!()
        )
    };
}

pub(super) use {columns, coupons, free, free_by_any_index, generation};

/// The cells of a row, read one after the other.
pub(super) struct Cells<'r> {
    row: &'r Row,
    at: usize,
}

/// The terms of the series read last: coupons of one series come together.
pub(super) type LastTerms = Option<(CouponId, Arc<Terms>)>;

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r Row) -> Self {
        Cells { row, at: 0 }
    }

    pub(super) fn next<T: FromSql<'r>>(&mut self) -> Result<T, EngineError> {
        let value = self.row.try_get(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// A coupon out of the [`columns`].
    pub(super) fn coupon(mut self, last: &mut LastTerms) -> Result<Coupon, EngineError> {
        let (id, series) = (self.next()?, self.next()?);
        let mut state = self.state()?;
        let code = text(self.next()?, "code")?;
        state.use_time = self.next::<Option<i64>>()?.map(instant).transpose()?;
        state.activate_id = self.next()?;
        let prefix: Option<&[u8]> = self.next()?;
        state.activate_prefix = prefix.map(|prefix| text(prefix, "activate_prefix")).transpose()?;
        state.activation = self.receipt()?;
        state.spend_id = self.next()?;
        state.spending = self.receipt()?;
        let prefix_length: i32 = self.next()?;
        let prefix_length = usize::try_from(prefix_length).unwrap_or_default();
        Ok(Coupon { id, code, prefix_length, terms: self.terms(series, last)?, state })
    }

    fn state(&mut self) -> Result<CouponState, EngineError> {
        let status: i16 = self.next()?;
        let status = CouponStatus::from_number(status.into());
        let status = status.ok_or_else(|| EngineError::Unreadable("status".to_owned()))?;
        Ok(CouponState {
            status,
            voided: self.next()?,
            used: self.next()?,
            ..CouponState::default()
        })
    }

    fn receipt(&mut self) -> Result<Option<Receipt>, EngineError> {
        let opdate: Option<i64> = self.next()?;
        let (batch_num, pos_num, receipt_num) = (self.next()?, self.next()?, self.next()?);
        let opdate = opdate.map(instant).transpose()?;
        Ok(opdate.map(|opdate| Receipt { opdate, batch_num, pos_num, receipt_num }))
    }

    fn terms(&mut self, series: CouponId, last: &mut LastTerms) -> Result<Arc<Terms>, EngineError> {
        let (coupon_type, expiration, text) = (self.next()?, self.next()?, self.next()?);
        if let Some((_, terms)) = last.as_ref().filter(|(of, _)| *of == series) {
            return Ok(Arc::clone(terms));
        }
        let terms = Arc::new(terms::read(coupon_type, expiration, text)?);
        *last = Some((series, Arc::clone(&terms)));
        Ok(terms)
    }
}

fn text(bytes: &[u8], column: &str) -> Result<String, EngineError> {
    String::from_utf8(bytes.to_vec())
        .map_err(|_| EngineError::Unreadable(format!("{column} is no text")))
}

fn instant(ticks: i64) -> Result<chrono::NaiveDateTime, EngineError> {
    from_ticks(ticks).ok_or_else(|| EngineError::Unreadable("an instant".to_owned()))
}

/// Where texts end that begin so: no UTF-8 text contains this byte.
pub(super) fn end_of_beginning(text: &str) -> Vec<u8> {
    let mut end = text.as_bytes().to_vec();
    end.push(0xFF);
    end
}

/// All texts that this one begins with, the empty one and itself among them.
pub(super) fn beginnings(text: &str) -> Vec<&[u8]> {
    let cuts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    cuts.map(|at| &text.as_bytes()[..at]).collect()
}
