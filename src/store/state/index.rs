//! What follows from series, codes and states: what finds a coupon by its code, by its ActivateId,
//! or because it is free. Many codes are sorted first, which takes a tenth of the time of as many
//! insertions.

use std::collections::{BTreeMap, HashSet};
use std::mem;
use std::sync::{Arc, Mutex};

use super::State;
use super::activations::{Activations, Entry};
use super::group::{self, GroupKey};
use super::ids::Span;
use super::series::{Ranged, Series};
use super::tree::Tree;
use crate::store::{CouponId, MAX_CODE, StoreError, Terms};

fn twice(what: &str, value: &str) -> StoreError {
    StoreError::Source(format!("the {what} {value} comes twice").into())
}

impl State {
    /// Lets coupons be found whose series, texts and states are there.
    ///
    /// # Errors
    /// [`StoreError::Source`] if a code or an ActivateId comes twice.
    pub(super) fn index(&mut self, new: &[Arc<Series>]) -> Result<(), StoreError> {
        let mut activations = Vec::new();
        for series in new {
            self.index_states(series, &mut activations);
            self.index_range(series)?;
        }
        activations.sort_unstable();
        let id_of = |(_, id): &Entry| self.state_of(self.series_of(*id)?, *id).activate_id;
        let alike = activations.chunk_by(|one, other| one.0 == other.0);
        let mut ids = alike.filter(|alike| alike.len() > 1).flatten().filter_map(id_of);
        let mut seen = HashSet::new();
        if let Some(id) = ids.find(|id| !seen.insert(*id)) {
            return Err(twice("ActivateId", &id.to_string()));
        }
        if !activations.is_empty() {
            self.activations = Arc::new(Mutex::new(Activations::of(&activations)));
        }
        self.index_texts(new)
    }

    /// What is free, what has become of the others, and ActivateIds.
    fn index_states(&mut self, series: &Series, activations: &mut Vec<Entry>) {
        let Series { ids, state: made, terms, .. } = series;
        let (mut free, mut next) = (mem::take(&mut self.free), ids.first);
        let mut until = |last: CouponId| {
            if made.is_free() && next <= last {
                free.put(Span { first: next, last });
            }
            next = last + 2;
        };
        let mut groups = mem::take(&mut self.groups);
        group::update(&mut groups, terms, |group| {
            *group.counts.of(made) += ids.len();
            self.states.visit_ids(*ids, |id, row| {
                let state = series.state_in(row);
                group.counts.moved(made, &state);
                if !state.is_free() {
                    until(id - 1);
                }
                activations.extend(state.activate_id.map(|of| (self.hash(of), id)));
                true
            });
        });
        until(ids.last);
        (self.free, self.groups) = (free, groups);
    }

    fn index_range(&mut self, series: &Arc<Series>) -> Result<(), StoreError> {
        let Some(new) = Ranged::of(series) else { return Ok(()) };
        if let Some(other) = self.ranges.find(|other| other.place_to(&new)) {
            return Err(twice("code", &new.range.text(other.range.from.max(new.range.from))));
        }
        self.has_tails |= new.range.prefix.ends_with(|letter: char| letter.is_ascii_digit());
        self.enter_range(&new);
        Ok(())
    }

    /// Makes numbered codes findable: all of them by their code, and for activations where one of
    /// them is free.
    pub(super) fn enter_range(&mut self, new: &Arc<Ranged>) {
        self.ranges.insert(Arc::clone(new), |other| other.place_to(new));
        if self.free.first_of(new.series.ids).is_some() {
            group::update(&mut self.groups, &new.series.terms, |group| {
                group.ranges.insert(Arc::clone(new), |other| other.place_to(new));
            });
        }
    }

    /// Sorts the codes that are texts.
    fn index_texts(&mut self, new: &[Arc<Series>]) -> Result<(), StoreError> {
        let lists = new.iter().filter(|series| series.range.is_none());
        let ids = lists.clone().flat_map(|series| series.ids.first..=series.ids.last);
        let mut ids: Vec<_> = ids.map(|id| (0, id)).collect();
        let (Some((_, first)), Some((_, last))) = (ids.first(), ids.last()) else { return Ok(()) };
        let text = self.texts.view(Span { first: *first, last: *last });
        sort(&text, &mut ids, 0);
        // Equal beginnings only can be equal texts.
        let same = |pair: &&[(u64, CouponId)]| {
            pair[0].0 == pair[1].0 && text(pair[0].1) == text(pair[1].1)
        };
        let same = ids.windows(2).find(same).map(|pair| pair[1].1);
        let ids: Vec<_> = ids.into_iter().map(|(_, id)| id).collect();
        let exists = |id: &CouponId| {
            self.ranges.least() < CouponId::MAX && self.id_in_ranges(self.text(*id)).is_some()
        };
        if let Some(id) = same.or_else(|| ids.iter().copied().find(exists)) {
            return Err(twice("code", self.text(id)));
        }
        let terms: Vec<_> = lists.map(|series| (series.ids.last, &*series.terms)).collect();
        let mut free = BTreeMap::<GroupKey, (&Terms, Vec<CouponId>)>::new();
        for id in ids.iter().filter(|id| self.is_free(**id)) {
            let terms = terms[terms.partition_point(|(last, _)| last < id)].1;
            free.entry(group::key_of(terms)).or_insert((terms, Vec::new())).1.push(*id);
        }
        let (mut codes, mut groups) = (mem::take(&mut self.codes), mem::take(&mut self.groups));
        self.insert_sorted(&mut codes, ids);
        for (terms, ids) in free.into_values() {
            group::update(&mut groups, terms, |group| self.insert_sorted(&mut group.texts, ids));
        }
        (self.codes, self.groups) = (codes, groups);
        Ok(())
    }

    /// Puts Ids, sorted by their codes, in a tree.
    fn insert_sorted(&self, tree: &mut Tree<CouponId>, sorted: Vec<CouponId>) {
        if tree.least() == CouponId::MAX {
            *tree = Tree::of(sorted);
            return;
        }
        for id in sorted {
            tree.insert(id, |other| self.text(*other).cmp(self.text(id)));
        }
    }
}

/// Sorts Ids by their codes, of which so many bytes are equal. The next eight bytes of each are
/// compared as a number, so most comparisons touch no text.
fn sort<'a>(text: &impl Fn(CouponId) -> &'a [u8], ids: &mut [(u64, CouponId)], equal: usize) {
    for (key, id) in ids.iter_mut() {
        let mut eight = [0; 8];
        let rest = text(*id).iter().skip(equal);
        eight.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        *key = u64::from_be_bytes(eight);
    }
    ids.sort_unstable();
    for same in ids.chunk_by_mut(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        if same.len() > 32 && equal <= MAX_CODE {
            sort(text, same, equal + 8);
        } else {
            same.sort_unstable_by(|one, other| text(one.1).cmp(text(other.1)));
        }
    }
}
