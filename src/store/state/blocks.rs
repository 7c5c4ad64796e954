//! A sparse array of byte strings: neighbours lie in blocks, each in one piece of memory.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::tree::{ALL, END, Entry, Tree};
use crate::store::CouponId;

/// Places of a block.
const PLACES: usize = 64;

/// The byte strings of some neighbours.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Block {
    number: u32,
    places: Arc<Places>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Places {
    /// Where the bytes of each place end.
    ends: Vec<u16>,
    bytes: Vec<u8>,
}

impl Entry for Block {
    fn least(&self) -> CouponId {
        0
    }
}

fn block_of(id: CouponId) -> (u32, usize) {
    (id as u32 / PLACES as u32, id as usize % PLACES)
}

/// Byte strings by Id.
impl Tree<Block> {
    pub(super) fn put(&mut self, block: Block) {
        let number = block.number;
        self.insert(block, |other| other.number.cmp(&number));
    }

    /// The bytes of an Id; empty if it has none.
    pub(super) fn get(&self, id: CouponId) -> &[u8] {
        let (number, place) = block_of(id);
        self.find(|block| block.number.cmp(&number)).map_or(&[], |block| block.places.get(place))
    }

    /// Puts other bytes in the places of an Id and those that follow. Those of a block are bounded:
    /// codes and rows have less than 1,000 each.
    pub(super) fn set<B: AsRef<[u8]>>(
        &mut self,
        first: CouponId,
        bytes: impl IntoIterator<Item = B>,
    ) {
        let mut rest = (first..).map(block_of).zip(bytes).peekable();
        while let Some(((number, _), _)) = rest.peek() {
            let number = *number;
            self.update(
                |block| block.number.cmp(&number),
                || Block {
                    number,
                    places: Arc::new(Places { ends: vec![0; PLACES], bytes: Vec::new() }),
                },
                |block| {
                    let places = Arc::make_mut(&mut block.places);
                    while let Some(((_, place), bytes)) =
                        rest.next_if(|((other, _), _)| *other == number)
                    {
                        places.set(place, bytes.as_ref());
                    }
                },
            );
        }
    }

    /// What gives the bytes of the Ids from one to another, for those who look at many of them
    /// again and again.
    pub(super) fn view<'a>(
        &'a self,
        first: CouponId,
        last: CouponId,
    ) -> impl Fn(CouponId) -> &'a [u8] {
        let (low, high) = (block_of(first).0, block_of(last).0);
        let mut blocks = vec![None; (high - low) as usize + 1];
        let place = move |block: &Block| block.number.cmp(&block.number.clamp(low, high));
        self.visit(place, |block| {
            blocks[(block.number - low) as usize] = Some(&*block.places);
            ALL
        });
        move |id| {
            let (number, place) = block_of(id);
            blocks[(number - low) as usize].map_or(&[], |places| places.get(place))
        }
    }

    /// Shows what is not empty from one Id to another, both included, until `show` gives `false`.
    pub(super) fn visit_ids<'a>(
        &'a self,
        first: CouponId,
        last: CouponId,
        mut show: impl FnMut(CouponId, &'a [u8]) -> bool,
    ) {
        let (low, high) = (block_of(first).0, block_of(last).0);
        let place = |block: &Block| block.number.cmp(&block.number.clamp(low, high));
        self.visit(place, |block| {
            let ids = (0..PLACES).map(|place| (block.number as usize * PLACES + place) as CouponId);
            let mut own = ids.zip(0..).map(|(id, place)| (id, block.places.get(place)));
            let shown = |(id, bytes): (CouponId, &'a [u8])| {
                bytes.is_empty() || !(first..=last).contains(&id) || show(id, bytes)
            };
            if own.all(shown) { ALL } else { END }
        });
    }
}

impl Places {
    fn begin(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| usize::from(self.ends[before]))
    }

    fn get(&self, place: usize) -> &[u8] {
        self.bytes.get(self.begin(place)..usize::from(self.ends[place])).unwrap_or_default()
    }

    fn set(&mut self, place: usize, bytes: &[u8]) {
        let (begin, end) = (self.begin(place), usize::from(self.ends[place]));
        // A block has no room in reserve: there are very many.
        self.bytes.reserve_exact(bytes.len());
        self.bytes.splice(begin..end, bytes.iter().copied());
        for end_of in &mut self.ends[place..] {
            *end_of = (usize::from(*end_of) + bytes.len() - (end - begin)) as u16;
        }
    }
}
