//! Why an activation found nothing.

use chrono::NaiveDateTime;

use super::series::{Series, place_of};
use super::{Ranged, State, place_of_parts};
use crate::store::{CouponId, WhyNone};

/// How many series, and how many coupons of each, are looked at: the answer is a courtesy and must not hold up the
/// writer.
const LOOKS: usize = 200;
/// How many coupons of other types are passed by.
const OTHERS: usize = 10_000;

impl State {
    /// What has become of the coupons of a type whose codes begin so.
    pub(super) fn why_none(&self, coupon_type: i32, wanted: &str, at: NaiveDateTime) -> WhyNone {
        let mut why = WhyNone::default();
        let mut look = |series: &Series, id| why.add(&self.life(series, id), series.terms.expired(at));
        self.look_in_ranges(wanted, coupon_type, &mut look);
        let (mut looks, mut others) = (0, 0);
        self.codes.visit(
            |id| place_of_parts(self.text(*id), wanted),
            |_| false,
            |id| {
                let series = self.series_of(*id).filter(|series| series.terms.coupon_type == coupon_type);
                match series {
                    Some(series) => {
                        look(series, *id);
                        looks += 1;
                    }
                    None => others += 1,
                }
                looks < LOOKS && others < OTHERS
            },
        );
        why
    }

    /// Ranges whose prefix is a beginning of what is wanted, then those whose prefix begins so.
    fn look_in_ranges(&self, wanted: &str, coupon_type: i32, look: &mut impl FnMut(&Series, CouponId)) {
        let shorter = wanted.char_indices().map(|(at, _)| &wanted[..at]);
        for prefix in shorter {
            self.look_at(|range| range.prefix().cmp(prefix), wanted, coupon_type, look);
        }
        self.look_at(|range| place_of(range.prefix(), wanted), wanted, coupon_type, look);
    }

    fn look_at(
        &self,
        place: impl Fn(&Ranged) -> std::cmp::Ordering,
        wanted: &str,
        coupon_type: i32,
        look: &mut impl FnMut(&Series, CouponId),
    ) {
        let mut looks = 0;
        self.ranges.visit(
            place,
            |_| false,
            |Ranged(series)| {
                if let Some((first, last)) =
                    series.ids_of(wanted).filter(|_| series.terms.coupon_type == coupon_type)
                {
                    // Evenly spread, the first and the last one among them.
                    let step = (last - first) as usize / LOOKS + 1;
                    (first..=last).step_by(step).chain([last]).for_each(|id| look(series, id));
                }
                looks += 1;
                looks < LOOKS
            },
        );
    }
}
