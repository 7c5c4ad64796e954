//! A persistent set of Ids, in which a million consecutive ones take no more room than one.

use std::sync::Arc;

use crate::store::CouponId;

const BITS: u32 = 5;
const FANOUT: usize = 1 << BITS;
/// 64 Ids in a word, 32 parts in each of 5 levels: all positive Ids.
const HEIGHT: u32 = 5;

/// A set of Ids.
#[derive(Clone, Default)]
pub(super) struct IdSet {
    root: Part,
}

#[derive(Clone, Default)]
enum Part {
    #[default]
    Empty,
    Full,
    Word(u64),
    Branch(Arc<[Part; FANOUT]>),
}

/// How many Ids a part of this height holds.
fn size(height: u32) -> u32 {
    64 << (height * BITS)
}

impl IdSet {
    pub(super) fn insert(&mut self, first: CouponId, last: CouponId) {
        self.root.insert(HEIGHT, 0, first as u32, last as u32);
    }

    pub(super) fn remove(&mut self, id: CouponId) {
        self.root.remove(HEIGHT, id as u32);
    }

    /// The least Id in the set from `first` to `last`. O(log n), however many are missing.
    pub(super) fn first(&self, first: CouponId, last: CouponId) -> Option<CouponId> {
        self.root.first(HEIGHT, first.max(0) as u32).map(|id| id as CouponId).filter(|id| *id <= last)
    }
}

impl Part {
    fn insert(&mut self, height: u32, base: u32, first: u32, last: u32) {
        let end = base + (size(height) - 1);
        if first <= base && end <= last {
            *self = Part::Full;
        }
        if matches!(self, Part::Full) || last < base || end < first {
            return;
        }
        if height == 0 {
            let word = if let Part::Word(word) = self { *word } else { 0 };
            let (low, high) = (first.max(base) - base, last.min(end) - base);
            *self = Part::Word(word | (u64::MAX >> (63 - (high - low))) << low);
            return;
        }
        let slots = self.branch();
        for (part, base) in slots.iter_mut().zip((base..=end).step_by(size(height - 1) as usize)) {
            part.insert(height - 1, base, first, last);
        }
    }

    fn branch(&mut self) -> &mut [Part; FANOUT] {
        match self {
            Part::Empty => *self = Part::Branch(Arc::default()),
            Part::Full => *self = Part::Branch(Arc::new(std::array::from_fn(|_| Part::Full))),
            Part::Word(_) | Part::Branch(_) => {}
        }
        let Part::Branch(slots) = self else { unreachable!("words lie below all branches") };
        Arc::make_mut(slots)
    }

    /// `id` counts from where the part begins.
    fn remove(&mut self, height: u32, id: u32) {
        match (height, &*self) {
            (_, Part::Empty) => {}
            (0, part) => {
                let word = if let Part::Word(word) = part { *word } else { u64::MAX };
                let rest = word & !(1 << id);
                *self = if rest == 0 { Part::Empty } else { Part::Word(rest) };
            }
            _ => {
                let below = size(height - 1);
                let slots = self.branch();
                slots[(id / below) as usize].remove(height - 1, id % below);
                if slots.iter().all(|part| matches!(part, Part::Empty)) {
                    *self = Part::Empty;
                }
            }
        }
    }

    /// The least Id at or after `from`; both count from where the part begins.
    fn first(&self, height: u32, from: u32) -> Option<u32> {
        match self {
            Part::Empty => None,
            Part::Full => Some(from),
            Part::Word(word) => {
                let rest = word & (u64::MAX << from);
                (rest != 0).then(|| rest.trailing_zeros())
            }
            Part::Branch(slots) => {
                let below = size(height - 1);
                let (begin, within) = (from / below, from % below);
                (begin..FANOUT as u32).find_map(|slot| {
                    let from = if slot == begin { within } else { 0 };
                    slots[slot as usize].first(height - 1, from).map(|id| slot * below + id)
                })
            }
        }
    }
}
