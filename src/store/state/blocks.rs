//! A sparse array of byte strings: neighbours lie in blocks, each in one piece of memory.

use std::cmp::Ordering::{self, Equal};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::Span;
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

#[derive(Clone, Default, Serialize, Deserialize)]
struct Places {
    /// Where the bytes of each place end, up to the last place that has any.
    ends: Vec<u16>,
    /// Encoded and read as one piece, not byte by byte.
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
}

impl Entry for Block {}

fn block_of(id: CouponId) -> (u32, usize) {
    (id as u32 / PLACES as u32, id as usize % PLACES)
}

/// Where blocks lie that have some of these Ids.
fn among(ids: Span) -> impl Fn(&Block) -> Ordering {
    let (low, high) = (block_of(ids.first).0, block_of(ids.last).0);
    move |block| block.number.cmp(&block.number.clamp(low, high))
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

    /// Gives an Id other bytes. Those of a block are bounded: codes and rows have less than 1,000
    /// each.
    pub(super) fn set(&mut self, id: CouponId, bytes: &[u8]) {
        let (number, place) = block_of(id);
        let new = || Block { number, places: Arc::default() };
        let here = |block: &Block| block.number.cmp(&number);
        self.update(here, new, |block| Arc::make_mut(&mut block.places).set(place, bytes));
    }

    /// What gives the bytes of the Ids from one to another, for callers that look at many of them
    /// again and again.
    pub(super) fn view<'a>(&'a self, ids: Span) -> impl Fn(CouponId) -> &'a [u8] {
        let (low, high) = (block_of(ids.first).0, block_of(ids.last).0);
        let mut blocks = vec![None; (high - low) as usize + 1];
        self.visit(among(ids), |block| {
            blocks[(block.number - low) as usize] = Some(&*block.places);
            ALL
        });
        move |id| {
            let (number, place) = block_of(id);
            blocks[(number - low) as usize].map_or(&[], |places| places.get(place))
        }
    }

    /// Shows what is not empty from one Id to another, both included, until `show` gives `false`.
    pub(super) fn visit_ids(&self, ids: Span, mut show: impl FnMut(CouponId, &[u8]) -> bool) {
        self.visit(among(ids), |block| {
            let first = block.number as usize * PLACES;
            let goes_on = |place| {
                let (id, bytes) = ((first + place) as CouponId, block.places.get(place));
                bytes.is_empty() || ids.place(Span::of(id)) != Equal || show(id, bytes)
            };
            if (0..PLACES).all(goes_on) { ALL } else { END }
        });
    }
}

impl Places {
    fn range(&self, place: usize) -> Range<usize> {
        let end = |place| self.ends.get(place).map_or(self.bytes.len(), |end| usize::from(*end));
        place.checked_sub(1).map_or(0, end)..end(place)
    }

    fn get(&self, place: usize) -> &[u8] {
        self.bytes.get(self.range(place)).unwrap_or_default()
    }

    fn set(&mut self, place: usize, bytes: &[u8]) {
        let old = self.range(place);
        let length = self.ends.len().max(place + 1);
        self.ends.resize(length, old.end as u16);
        // Little room in reserve: there are very many blocks.
        self.bytes.reserve_exact(bytes.len().max(self.bytes.len() / 8));
        self.bytes.splice(old.clone(), bytes.iter().copied());
        for end in &mut self.ends[place..] {
            *end = (usize::from(*end) + bytes.len() - old.len()) as u16;
        }
    }
}
