//! Which coupon an activation gets: of a type, free, not ended, with exactly the wanted code, or
//! else that with the least Id among those whose code begins so. And why it gets none.
//!
//! In a range the codes that begin so are numbers from one to another, so the first free one is
//! found in O(log n). Among texts they are neighbours in a tree whose nodes know the least Id below
//! them. Both hold what is free and nothing else, so no search depends on how many coupons are used
//! up.

use std::cmp::Ordering::{Equal, Less};
use std::sync::Arc;

use super::State;
use super::group::Group;
use super::ids::Span;
use super::series::{Ranged, Series, place_of};
use super::tree::{ALL, END, Tree};
use crate::store::ticks::to_ticks;
use crate::store::{Activate, CouponId, MAX_CODE, Terms, WhyNone};

/// How many series, and how many coupons of each, are looked at to say why there is none: the
/// answer is a courtesy and must not hold up the writer.
const LOOKS: usize = 200;
/// How many coupons of other types are passed by.
const OTHERS: usize = 10_000;

impl State {
    pub(super) fn is_free(&self, id: CouponId) -> bool {
        self.free.first_of(Span::of(id)).is_some()
    }

    /// Finds the coupon to activate.
    pub(super) fn candidate(&self, request: &Activate) -> Option<CouponId> {
        let fits =
            |terms: &Terms| terms.coupon_type == request.coupon_type && !terms.expired(request.at);
        let is_one = |id: &CouponId| {
            self.is_free(*id) && self.series_of(*id).is_some_and(|series| fits(&series.terms))
        };
        if let Some(id) = self.id_of_code(&request.prefix).filter(is_one) {
            return Some(id);
        }
        let (at, mut best) = (to_ticks(request.at), CouponId::MAX);
        let of_type = |group: &Group| group.key.0.cmp(&request.coupon_type);
        let place =
            |group: &Group| of_type(group).then(if group.key.1 < at { Less } else { Equal });
        self.groups.visit(place, |group| {
            best = best.min(self.least_free(group, &request.prefix));
            best
        });
        Some(best).filter(|id| *id < CouponId::MAX)
    }

    /// The least Id of a free coupon of a group whose code begins so; the greatest there is if
    /// there is none.
    fn least_free(&self, group: &Group, wanted: &str) -> CouponId {
        let text = group.texts.least_in(|id| place_of(self.text(*id), wanted));
        let range = group.ranges.least_in(|range| place_of(&range.range.prefix, wanted));
        let range = range.and_then(|first| self.free.first_of(self.series_of(first)?.ids));
        let mut best = text.into_iter().chain(range).min().unwrap_or(ALL);
        self.visit_numbers(&group.ranges, wanted, |ids, _| {
            best = best.min(self.free.first_of(ids).unwrap_or(ALL));
            best
        });
        best
    }

    /// What has become of the coupons of a type whose codes begin so.
    pub(super) fn why_none(&self, request: &Activate) -> WhyNone {
        let wanted = request.prefix.as_str();
        let (mut why, mut looks, mut others) = (WhyNone::default(), 0, 0);
        let mut look = |series: &Series, ids: Span| {
            if series.terms.coupon_type != request.coupon_type {
                others += 1;
                return if others < OTHERS { ALL } else { END };
            }
            // Evenly spread, the first and the last one among them.
            let step = ids.len() as usize / LOOKS + 1;
            for id in (ids.first..=ids.last).step_by(step).chain([ids.last]) {
                why.add(&self.state_of(series, id), series.terms.expired(request.at));
            }
            looks += 1;
            if looks < LOOKS { ALL } else { END }
        };
        self.visit_numbers(&self.ranges, wanted, |ids, series| look(series, ids));
        let begins = |range: &Arc<Ranged>| place_of(&range.range.prefix, wanted);
        self.ranges.visit(begins, |range| look(&range.series, range.series.ids));
        let mut look = |id| self.series_of(id).map_or(ALL, |series| look(series, Span::of(id)));
        self.codes.visit(|id| place_of(self.text(*id), wanted), |id| look(*id));
        why
    }

    /// Shows the Ids of ranges whose prefix is a beginning of what is wanted: their numbers go on
    /// from there.
    fn visit_numbers(
        &self,
        ranges: &Tree<Arc<Ranged>>,
        wanted: &str,
        mut show: impl FnMut(Span, &Series) -> CouponId,
    ) {
        let is_digit = |letter: char| letter.is_ascii_digit();
        let begins = |(before, rest): &(&str, &str)| {
            rest.starts_with(is_digit) && (self.has_tails || !before.ends_with(is_digit))
        };
        let is_short = wanted.len() <= MAX_CODE;
        let places = wanted.char_indices().filter(|_| is_short).map(|(at, _)| wanted.split_at(at));
        for (prefix, _) in places.filter(begins) {
            let mut most = ALL;
            let place = |range: &Arc<Ranged>| range.range.prefix.as_ref().cmp(prefix);
            ranges.visit(place, |range| {
                most = range.ids_of(wanted).map_or(most, |ids| show(ids, &range.series));
                most
            });
        }
    }
}
