//! From a code to its coupon. The codes of one row of [tails](super::tails), when they ascend and no other code comes
//! between, are a *stretch*: one row of the index leads to all of them, so that a million numbered coupons take sixteen
//! thousand rows. Any other code has a row of its own.

use ::sled::IVec;

use super::book::Book;
use super::key::Keys;
use super::record::{Record, Unreadable};
use super::tails;
use super::trouble::Trouble;
use crate::store::CouponId;

/// A stretch of fewer codes is not worth its longer row.
const FEW: usize = 4;

impl Book<'_> {
    /// The Id that goes with a code, also of a coupon that does not exist yet.
    pub(super) fn find_code(&self, code: &str) -> Result<Option<CouponId>, Trouble> {
        if let Some(id) = self.known.map(|known| known.find_code(self.keys, code)).transpose()?.flatten() {
            return Ok(Some(id));
        }
        match self.read(&self.keys.code(code))? {
            Some(id) => Ok(Some(id)),
            None => self.find_in_stretch(code),
        }
    }

    fn find_in_stretch(&self, code: &str) -> Result<Option<CouponId>, Trouble> {
        let Some((key, stretch)) = self.stretches(code).next().transpose()? else { return Ok(None) };
        // To a reader those of an unfinished addition are nothing; they may go at any moment.
        if *stretch.first_code > *code || (self.known.is_some() && stretch.first_id > self.last_id) {
            return Ok(None);
        }
        let row = self.tails_from(stretch.first_id)?;
        let found = stretch.find(&row, None, code)?;
        if let (Some(known), Some(last_code)) = (self.known, Keys::read_stretch(&key)) {
            known.keep_stretch(self.keys, last_code, stretch, &row);
        }
        Ok(found)
    }

    /// Whether the codes of consecutive coupons can be a stretch; none of them exists then.
    pub(super) fn are_stretch(&self, codes: &[String]) -> Result<bool, Trouble> {
        match codes {
            [first, .., last] if codes.len() >= FEW && codes.is_sorted_by(|one, next| one < next) => {
                self.is_vacant(first, last)
            }
            _ => Ok(false),
        }
    }

    /// Whether no code sorts from one to another, both included.
    fn is_vacant(&self, first: &str, last: &str) -> Result<bool, Trouble> {
        let mut end = self.keys.code(last);
        end.push(0);
        if self.draft.first(self.keys.code(first)..end)?.is_some() {
            return Ok(false);
        }
        let next = self.stretches(first).next().transpose()?;
        Ok(next.is_none_or(|(_, next)| *next.first_code > *last))
    }

    /// Makes the codes of a row of tails findable.
    pub(super) fn enter_stretch(&mut self, first_id: CouponId, codes: &[String]) {
        let (Some(first), Some(last)) = (codes.first(), codes.last()) else { return };
        let value = [&first_id.to_be_bytes(), first.as_bytes()].concat();
        self.draft.put(self.keys.stretch(last), value);
    }

    /// Makes one code findable.
    pub(super) fn enter_code(&mut self, code: &str, id: CouponId) {
        self.write(self.keys.code(code), &id);
    }

    /// Undoes what was entered for a row of tails.
    pub(super) fn forget_codes(
        &mut self,
        prefix: &str,
        first_id: CouponId,
        row: &[u8],
    ) -> Result<(), Trouble> {
        let code = |tail: &str| format!("{prefix}{tail}");
        let first = tails::iter(row).next().transpose()?.map(code);
        let stretch = first.map(|first| self.stretches(&first).next().transpose()).transpose()?.flatten();
        if let Some((key, _)) = stretch.filter(|(_, stretch)| stretch.first_id == first_id) {
            self.draft.remove(key);
            return Ok(());
        }
        for tail in tails::iter(row) {
            self.draft.remove(self.keys.code(&code(tail?)));
        }
        Ok(())
    }

    /// The Ids of all codes that begin so, in no order.
    pub(super) fn ids_of_codes(
        &self,
        beginning: &str,
    ) -> impl Iterator<Item = Result<CouponId, Trouble>> + use<'_> {
        let alone = self.draft.rows(self.keys.codes(beginning)).map(|row| Ok(CouponId::from_bytes(&row?.1)?));
        let owned = beginning.to_owned();
        let within = move |stretch: &Result<(IVec, Stretch), Trouble>| {
            let first = stretch.as_ref().map(|(_, stretch)| &stretch.first_code);
            first.map_or(true, |first| *first <= owned || first.starts_with(&owned))
        };
        let owned = beginning.to_owned();
        let stretches = self.stretches(beginning).take_while(within);
        alone.chain(stretches.flat_map(move |stretch| {
            let ids = stretch.and_then(|(_, stretch)| self.fitting(&stretch, &owned));
            ids.map_or_else(|trouble| vec![Err(trouble)], |ids| ids.into_iter().map(Ok).collect())
        }))
    }

    fn fitting(&self, stretch: &Stretch, beginning: &str) -> Result<Vec<CouponId>, Trouble> {
        let row = self.tails_from(stretch.first_id)?;
        let prefix = stretch.prefix(&row)?;
        let mut ids = Vec::new();
        for (tail, id) in tails::iter(&row).zip(stretch.first_id..) {
            if format!("{prefix}{}", tail?).starts_with(beginning) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// The stretches that end with this code or a later one, with their keys.
    fn stretches(&self, code: &str) -> impl Iterator<Item = Result<(IVec, Stretch), Trouble>> + use<'_> {
        let rows = self.draft.rows(self.keys.stretches(code));
        rows.map(|row| row.map_err(Trouble::from).and_then(|(key, value)| Ok((key, Stretch::read(&value)?))))
    }
}

/// Where the codes of a stretch are, and the first of them.
pub(super) struct Stretch {
    first_id: CouponId,
    first_code: String,
}

impl Stretch {
    fn read(value: &[u8]) -> Result<Self, Unreadable> {
        let (first_id, first_code) = value.split_first_chunk::<4>().ok_or(Unreadable)?;
        let first_code = String::from_bytes(first_code)?;
        Ok(Stretch { first_id: CouponId::from_be_bytes(*first_id), first_code })
    }

    /// The Id of a code that is one of them. The length of the tails, if they have one, makes it quicker.
    pub(super) fn find(
        &self,
        row: &[u8],
        width: Option<usize>,
        code: &str,
    ) -> Result<Option<CouponId>, Unreadable> {
        if *self.first_code > *code {
            return Ok(None);
        }
        let Some(tail) = code.strip_prefix(self.prefix(row)?) else { return Ok(None) };
        let at = match width {
            Some(width) => tails::bisect(row, width, tail),
            None => tails::position(row, tail)?,
        };
        Ok(at.map(|at| self.first_id + at))
    }

    /// What its codes have before their tails.
    fn prefix(&self, row: &[u8]) -> Result<&str, Unreadable> {
        let first_tail = tails::iter(row).next().ok_or(Unreadable)??;
        self.first_code.strip_suffix(first_tail).ok_or(Unreadable)
    }
}
