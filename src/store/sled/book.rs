//! The rows as coupons: every reading and every change of one coupon's fate goes through here, so that a record and
//! its indexes are never out of step.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::sled::IVec;

use super::asked::Asked;
use super::draft::Draft;
use super::key::{Keys, Kind};
use super::known::Known;
use super::lives::{self, Lives};
use super::memo::Memo;
use super::record::{Record, Series, Tally, Unreadable};
use super::table::Table;
use super::tails::{Cursor, Tails};
use super::trouble::Trouble;
use crate::store::{Coupon, CouponId, CouponKey, Life};

/// The coupons of one generation.
pub(super) struct Book<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) keys: Keys,
    /// The last coupon that exists.
    pub(super) last_id: CouponId,
    /// Lives that a snapshot still has to see as they were.
    pub(super) kept: Option<Kept>,
    pub(super) memo: Memo,
    /// Empty where nobody asks for it: the writer alone does.
    pub(super) asked: Asked,
    /// What other readers found out.
    pub(super) known: Option<&'a Known>,
}

/// What a snapshot under way still needs of the past, so that it shows one moment though changes go on.
pub(super) struct Kept {
    /// The last coupon that the snapshot has seen.
    pub(super) seen: CouponId,
    /// The lives, at the snapshot's moment, of later coupons that were changed since.
    pub(super) lives: BTreeMap<CouponId, Life>,
}

/// A coupon with what it takes to change it.
pub(super) struct Member {
    pub(super) id: CouponId,
    pub(super) series: Arc<Series>,
    pub(super) life: Life,
}

impl<'a> Book<'a> {
    /// One for looking only.
    pub(super) fn of_reader(table: &'a Table, keys: Keys, last_id: CouponId) -> Self {
        let (draft, memo, asked) = (Draft::of_reader(table), Memo::default(), Asked::default());
        Book { draft, keys, last_id, kept: None, memo, asked, known: None }
    }

    /// The value of a row.
    pub(super) fn read<T: Record>(&self, key: &[u8]) -> Result<Option<T>, Trouble> {
        Ok(self.draft.get(key)?.map(|bytes| T::from_bytes(&bytes)).transpose()?)
    }

    pub(super) fn write<T: Record>(&mut self, key: impl Into<IVec>, value: &T) {
        self.draft.put(key, value.to_bytes());
    }

    /// The Id of an existing coupon.
    pub(super) fn id(&self, name: &CouponKey) -> Result<Option<CouponId>, Trouble> {
        match name {
            CouponKey::Id(id) => Ok(Some(*id).filter(|id| self.exists(*id))),
            CouponKey::Code(code) => self.id_of_code(code),
        }
    }

    /// The Id of an existing coupon by its code.
    pub(super) fn id_of_code(&self, code: &str) -> Result<Option<CouponId>, Trouble> {
        Ok(self.find_code(code)?.filter(|id| self.exists(*id)))
    }

    fn exists(&self, id: CouponId) -> bool {
        (1..=self.last_id).contains(&id)
    }

    /// The series that holds an existing coupon.
    pub(super) fn series(&self, id: CouponId) -> Result<Arc<Series>, Trouble> {
        let mut last = self.memo.series.borrow_mut();
        if let Some(series) = last.as_ref().filter(|series| (series.first_id..=series.last_id).contains(&id))
        {
            return Ok(Arc::clone(series));
        }
        Ok(Arc::clone(last.insert(self.find_series(id)?)))
    }

    fn find_series(&self, id: CouponId) -> Result<Arc<Series>, Trouble> {
        if let Some(series) = self.known.and_then(|known| known.series(self.keys, id)) {
            return Ok(series);
        }
        let row = self.draft.last(self.keys.ids(Kind::Series, 0, id))?;
        let (_, bytes) = row.ok_or(Unreadable)?;
        let series = Arc::new(Series::from_bytes(&bytes)?);
        if let Some(known) = self.known.filter(|_| id <= self.last_id) {
            known.keep_series(self.keys, &series, bytes.len());
        }
        Ok(series)
    }

    /// An existing coupon.
    pub(super) fn member(&self, id: CouponId) -> Result<Member, Trouble> {
        let series = self.series(id)?;
        let life = self.life(id, &series)?;
        Ok(Member { id, series, life })
    }

    /// An existing coupon that is likely to be changed now.
    pub(super) fn member_at_hand(&mut self, id: CouponId) -> Result<Member, Trouble> {
        self.memo.lives.hold(&mut self.draft, self.keys, lives::row_of(id))?;
        self.member(id)
    }

    pub(super) fn life(&self, id: CouponId, series: &Series) -> Result<Life, Trouble> {
        Ok(self.own_life(id)?.unwrap_or_else(|| series.life.clone()))
    }

    /// The life of a coupon if it is not that of its series any more.
    pub(super) fn own_life(&self, id: CouponId) -> Result<Option<Life>, Trouble> {
        let row = lives::row_of(id);
        if let Some(lives) = self.memo.lives.get(row) {
            return Ok(lives.find(id)?);
        }
        let row = self.draft.get(&self.keys.id(Kind::Life, row))?;
        Ok(row.map(|row| lives::find(&row, id)).transpose()?.flatten())
    }

    /// Writes a coupon's own life.
    pub(super) fn write_life(&mut self, id: CouponId, life: &Life) -> Result<(), Trouble> {
        let lives: &mut Lives = self.memo.lives.change(&mut self.draft, self.keys, lives::row_of(id))?;
        Ok(lives.put(id, life)?)
    }

    /// The code of a coupon without the prefix of its series.
    pub(super) fn tail(&self, id: CouponId) -> Result<String, Trouble> {
        self.code("", id)
    }

    /// The code of a coupon whose series has this prefix.
    pub(super) fn code(&self, prefix: &str, id: CouponId) -> Result<String, Trouble> {
        let mut last = self.memo.tails.borrow_mut();
        if let Some(tail) = last.as_mut().and_then(|row| row.tail(id)) {
            return Ok([prefix, tail?].concat());
        }
        let (first, row) = self.tails(id)?.ok_or(Unreadable)?;
        let tail = last.insert(Cursor::over(first, row)).tail(id).ok_or(Unreadable)??;
        Ok([prefix, tail].concat())
    }

    /// The row with the tail of a coupon, and its first Id.
    pub(super) fn tails(&self, id: CouponId) -> Result<Option<(CouponId, IVec)>, Trouble> {
        let Some((key, row)) = self.draft.last(self.keys.ids(Kind::Tails, 0, id))? else { return Ok(None) };
        Ok(Some((Keys::read_id(&key).ok_or(Unreadable)?, row)))
    }

    /// The row of tails that begins with this coupon.
    pub(super) fn tails_from(&self, first: CouponId) -> Result<IVec, Trouble> {
        let row = self.draft.get(&self.keys.id(Kind::Tails, first))?.ok_or(Unreadable)?;
        *self.memo.tails.borrow_mut() = Some(Cursor::over(first, row.clone()));
        Ok(row)
    }

    /// Writes the tails gathered so far.
    pub(super) fn write_tails(&mut self, tails: &mut Tails) {
        if let Some((first, row)) = tails.take() {
            self.draft.put(self.keys.id(Kind::Tails, first), row);
        }
    }

    pub(super) fn coupon(&self, member: Member) -> Result<Coupon, Trouble> {
        let code = self.code(&member.series.prefix, member.id)?;
        Ok(coupon(&member.series, member.id, code, member.life))
    }

    /// Gives a coupon another life and keeps the indexes in step. The answer is the coupon as it will be read.
    pub(super) fn change(&mut self, mut member: Member, mut life: Life) -> Result<Coupon, Trouble> {
        if member.life.is_free() && !life.is_free() {
            self.take(&member.series, member.id)?;
        }
        self.count(&member.series, &member.life, &life)?;
        if let Some(kept) = self.kept.as_mut().filter(|kept| member.id > kept.seen) {
            kept.lives.entry(member.id).or_insert_with(|| member.life.clone());
        }
        life.cut_to_ticks()?;
        self.write_life(member.id, &life)?;
        member.life = life;
        self.coupon(member)
    }

    fn count(&mut self, series: &Series, before: &Life, after: &Life) -> Result<(), Trouble> {
        let tally = self.tally_mut(series)?;
        if let Some(count) = tally.of(before) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = tally.of(after) {
            *count = count.saturating_add(1);
        }
        Ok(())
    }

    /// How many coupons of a series are what.
    pub(super) fn tally(&self, series: &Series) -> Result<Tally, Trouble> {
        match self.memo.tally.get(series.first_id) {
            Some(tally) => Ok(*tally),
            None => Ok(self.read(&self.keys.id(Kind::Tally, series.first_id))?.unwrap_or_default()),
        }
    }

    /// The same, to be changed.
    pub(super) fn tally_mut(&mut self, series: &Series) -> Result<&mut Tally, Trouble> {
        self.memo.tally.change(&mut self.draft, self.keys, series.first_id)
    }

    /// Puts into the draft what it lacks of the rows that are held as values. Without it a batch must not be applied.
    pub(super) fn write_held(&mut self) {
        self.memo.write(&mut self.draft, self.keys);
        self.write_asked();
    }

    /// Forgets what will not hold any more.
    pub(super) fn forget(&mut self) {
        self.write_held();
        self.memo = Memo::default();
    }
}

/// Puts a coupon together.
pub(super) fn coupon(series: &Series, id: CouponId, code: String, life: Life) -> Coupon {
    Coupon { id, code, prefix_length: series.prefix.len(), terms: Arc::clone(&series.terms), life }
}
