//! Making a whole state at once: from rows, or from coupons one after the other. What follows from the rows is made at
//! the end, sorted, which takes a tenth of the time of as many insertions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::group::{Group, GroupKey};
use super::ids::IdSet;
use super::record::{decode_life, decode_series, encode_life};
use super::rows::{self, Unreadable, decode_blocks, decode_head};
use super::runs::{Prepared, Runs};
use super::series::{Ranged, Series};
use super::tree::Tree;
use super::{Activated, LAST_ID, LIVES, Salt, State};
use crate::store::{Coupon, CouponId, Life, MAX_CODE, StoreError, Terms};

/// Coupons being gathered.
pub(in crate::store) struct Loader {
    state: State,
    /// The series that the last coupon belongs to.
    growing: Option<(Runs, String, Arc<Terms>)>,
    next_id: CouponId,
}

impl Loader {
    pub(in crate::store) fn new(salt: Salt) -> Self {
        Loader { state: State::new(salt), growing: None, next_id: 1 }
    }

    /// Takes a row of a state. The rows come in the order of their keys.
    pub(in crate::store) fn row(&mut self, key: &[u8], value: &[u8]) -> Result<(), Unreadable> {
        let (kind, number) = key.split_first().ok_or(Unreadable)?;
        let number = u32::from_be_bytes(number.try_into().map_err(|_| Unreadable)?);
        let state = &mut self.state;
        match *kind {
            rows::HEAD => (state.version, state.last_id) = decode_head(value).ok_or(Unreadable)?,
            rows::SERIES => {
                let series = Arc::new(decode_series(value).ok_or(Unreadable)?);
                state.series.insert(Arc::clone(&series), |other| other.place(series.first));
            }
            rows::CODES if number < 1 << 26 => {
                decode_blocks(number, value, &mut state.texts).ok_or(Unreadable)?
            }
            rows::LIVES if number < 1 << 26 => {
                decode_blocks(number, value, &mut state.lives).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        }
        Ok(())
    }

    /// Takes the next coupon.
    pub(in crate::store) fn push(&mut self, mut coupon: Coupon) -> Result<(), StoreError> {
        check(&coupon, self.next_id)?;
        let prefix = &coupon.code[..coupon.prefix_length];
        let grows = self.growing.as_ref();
        if !grows.is_some_and(|(_, of, terms)| of == prefix && *terms == coupon.terms) {
            self.close();
            let terms = Arc::clone(&coupon.terms);
            if terms.is_too_large(prefix) {
                return Err(StoreError::terms_too_large());
            }
            self.growing = Some((Runs::new(prefix), prefix.to_owned(), terms));
        }
        coupon.life.round_to_ticks();
        if coupon.life != Life::default() {
            let block = self.state.lives.get_mut(coupon.id as u32 / LIVES as u32);
            block.set(coupon.id as usize % LIVES, &encode_life(&coupon.life));
        }
        self.next_id += 1;
        match &mut self.growing {
            Some((runs, ..)) => runs.push(coupon.code),
            None => Ok(()),
        }
    }

    /// Makes the series of the coupons gathered so far.
    fn close(&mut self) {
        let Some((runs, prefix, terms)) = self.growing.take() else { return };
        let mut terms = Arc::unwrap_or_clone(terms);
        terms.round_to_ticks();
        let (terms, life) = (Arc::new(terms), Life::default());
        let addition = Prepared { prefix, terms, life, runs: Vec::new() };
        for run in runs.finish() {
            let series = Arc::new(self.state.keep(&addition, &run));
            self.state.series.insert(Arc::clone(&series), |other| other.place(series.first));
        }
    }

    /// The state.
    ///
    /// # Errors
    /// [`StoreError::Source`] if a code or an ActivateId comes twice.
    pub(in crate::store) fn finish(mut self) -> Result<State, StoreError> {
        self.close();
        self.state.index()?;
        Ok(self.state)
    }
}

/// What would make the coupons contradict each other, or cannot be kept.
fn check(coupon: &Coupon, id: CouponId) -> Result<(), StoreError> {
    let refuse = |why: String| Err(StoreError::Source(why.into()));
    if id > LAST_ID {
        return Err(StoreError::IdsExhausted);
    }
    if coupon.id != id {
        return refuse(format!("the coupon with Id {id} is missing: Id {} comes next", coupon.id));
    }
    if coupon.code.len() > MAX_CODE {
        return Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE });
    }
    if coupon.life.activate_prefix.as_ref().is_some_and(|prefix| prefix.len() > MAX_CODE) {
        return Err(StoreError::TooLarge { what: "an ActivatePrefix", limit: MAX_CODE });
    }
    if !coupon.code.is_char_boundary(coupon.prefix_length) {
        return refuse(format!("the code {} has no prefix of {} bytes", coupon.code, coupon.prefix_length));
    }
    Ok(())
}

fn twice(what: &str, value: &str) -> StoreError {
    StoreError::Source(format!("the {what} {value} comes twice").into())
}

/// What is gathered of a group.
#[derive(Default)]
struct Gathered {
    group: Group,
    texts: Vec<CouponId>,
}

impl State {
    /// Makes what follows from series, texts and lives.
    fn index(&mut self) -> Result<(), StoreError> {
        let mut all = Vec::new();
        self.series.for_each(|series| all.push(Arc::clone(series)));
        let (mut groups, mut activations) = (BTreeMap::<GroupKey, Gathered>::new(), Vec::new());
        let mut next = 1;
        for series in &all {
            if series.first != next {
                return Err(Unreadable.into());
            }
            next = series.last + 1;
            let gathered = groups.entry(GroupKey::of(&series.terms)).or_default();
            self.enter_lives(series, &mut gathered.group, &mut activations)?;
            self.enter_range(series, &mut gathered.group)?;
        }
        if next != self.last_id + 1 {
            return Err(Unreadable.into());
        }
        activations.sort_unstable();
        self.check_activations(&activations)?;
        self.activations = Tree::of(activations);
        self.enter_texts(&all, &mut groups)?;
        let groups =
            groups.into_iter().map(|(key, Gathered { group, texts })| group.with(key, Tree::of(texts)));
        self.groups = Tree::of(groups);
        Ok(())
    }

    /// What the lives of a series tell: what is free, what has become of the others, and ActivateIds.
    fn enter_lives(
        &mut self,
        series: &Series,
        group: &mut Group,
        activations: &mut Vec<Activated>,
    ) -> Result<(), Unreadable> {
        group.tally.made((series.last - series.first + 1) as u64, &series.life);
        let (mut free, mut next) = (std::mem::take(&mut self.free), series.first);
        let mut add = |free: &mut IdSet, end: CouponId| {
            if series.life.is_free() && next < end {
                free.insert(next, end - 1);
            }
            next = end + 1;
        };
        for (id, row) in self.own_lives(series.first, series.last) {
            let life = decode_life(row).ok_or(Unreadable)?;
            group.tally.moved(&series.life, &life);
            if !life.is_free() {
                add(&mut free, id);
            }
            activations.extend(life.activate_id.map(|of| Activated { hash: self.hash(of), id }));
        }
        add(&mut free, series.last + 1);
        self.free = free;
        Ok(())
    }

    fn enter_range(&mut self, series: &Arc<Series>, group: &mut Group) -> Result<(), StoreError> {
        let Some(range) = series.range() else { return Ok(()) };
        let end = range.from + (series.last - series.first) as u64;
        let parts = range.parts(range.from);
        if let Some(Ranged(other)) = self.ranges.find(|other| other.place(&parts, end)) {
            let from = other.range().map_or(0, |other| other.from);
            return Err(twice("code", &range.text(from.max(range.from))));
        }
        self.ranges.insert(Ranged(Arc::clone(series)), |other| other.place(&parts, end));
        if self.free.first(series.first, series.last).is_some() {
            Arc::make_mut(&mut group.ranges).push(Arc::clone(series));
        }
        Ok(())
    }

    fn check_activations(&self, sorted: &[Activated]) -> Result<(), StoreError> {
        let asked =
            |one: &Activated| self.series_of(one.id).and_then(|series| self.life(series, one.id).activate_id);
        for (at, one) in sorted.iter().enumerate() {
            let mut same = sorted[at + 1..].iter().take_while(|other| other.hash == one.hash);
            if let Some(id) = same.find_map(|other| asked(other).filter(|id| asked(one) == Some(*id))) {
                return Err(twice("ActivateId", &id.to_string()));
            }
        }
        Ok(())
    }

    /// Sorts the codes that are texts.
    fn enter_texts(
        &mut self,
        all: &[Arc<Series>],
        groups: &mut BTreeMap<GroupKey, Gathered>,
    ) -> Result<(), StoreError> {
        let lists = all.iter().filter(|series| series.range().is_none());
        let mut ids: Vec<_> = lists.flat_map(|series| series.first..=series.last).map(|id| (0, id)).collect();
        sort(self, &mut ids, 0);
        for pair in ids.windows(2) {
            // Equal beginnings only can be equal texts.
            if pair[0].0 == pair[1].0 && self.text(pair[0].1) == self.text(pair[1].1) {
                return Err(self.code_twice(pair[1].1));
            }
        }
        let exists = |id| self.ranges.least().is_some() && self.id_in_ranges(&self.joined(id)).is_some();
        if let Some((_, id)) = ids.iter().find(|(_, id)| exists(*id)) {
            return Err(self.code_twice(*id));
        }
        self.codes = Tree::of(ids.iter().map(|(_, id)| *id));
        let keys: Vec<_> = all.iter().map(|series| (series.last, GroupKey::of(&series.terms))).collect();
        for (_, id) in ids {
            let key = keys[keys.partition_point(|(last, _)| *last < id)].1;
            if let Some(gathered) = groups.get_mut(&key).filter(|_| self.is_free(id)) {
                gathered.texts.push(id);
            }
        }
        Ok(())
    }

    fn joined(&self, id: CouponId) -> String {
        let (prefix, tail) = self.text(id);
        [prefix, tail].concat()
    }

    fn code_twice(&self, id: CouponId) -> StoreError {
        twice("code", &self.joined(id))
    }
}

/// Sorts Ids by their codes, of which so many bytes are equal. The next eight bytes of each are compared as a number,
/// so most comparisons touch no text.
fn sort(state: &State, ids: &mut [(u64, CouponId)], equal: usize) {
    let common = equal + common(state, ids, equal);
    for (key, id) in ids.iter_mut() {
        *key = bytes_at(state.text(*id), common);
    }
    ids.sort_unstable();
    for same in ids.chunk_by_mut(|one, other| one.0 == other.0) {
        if same.len() > 32 && common <= MAX_CODE {
            sort(state, same, common + 8);
        } else if same.len() > 1 {
            same.sort_unstable_by(|one, other| {
                let ((a, b), (c, d)) = (state.text(one.1), state.text(other.1));
                a.bytes().chain(b.bytes()).cmp(c.bytes().chain(d.bytes()))
            });
        }
    }
}

/// How many further bytes all codes have in common.
fn common(state: &State, ids: &[(u64, CouponId)], equal: usize) -> usize {
    let Some((_, first)) = ids.first() else { return 0 };
    let first: Vec<u8> = bytes(state.text(*first)).skip(equal).collect();
    ids.iter().fold(first.len(), |common, (_, id)| {
        let other = bytes(state.text(*id)).skip(equal);
        first[..common].iter().zip(other).take_while(|(one, other)| **one == *other).count()
    })
}

fn bytes<'a>((prefix, tail): (&'a str, &'a str)) -> impl Iterator<Item = u8> + 'a {
    prefix.bytes().chain(tail.bytes())
}

/// Eight bytes as a number that sorts as they do.
fn bytes_at(code: (&str, &str), at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.iter_mut().zip(bytes(code).skip(at)).for_each(|(place, byte)| *place = byte);
    u64::from_be_bytes(eight)
}
