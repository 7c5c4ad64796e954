//! A persistent sparse array: clones share everything, and a change copies one path of blocks.

use std::array;
use std::sync::Arc;

const BITS: u32 = 5;
const FANOUT: usize = 1 << BITS;

/// Blocks by their index, of at most 30 bits.
#[derive(Clone)]
pub(super) struct Radix<T> {
    /// Levels of branches above the blocks.
    height: u32,
    root: Link<T>,
}

enum Link<T> {
    Empty,
    Leaf(Arc<T>),
    Branch(Arc<[Link<T>; FANOUT]>),
}

impl<T> Clone for Link<T> {
    fn clone(&self) -> Self {
        match self {
            Link::Empty => Link::Empty,
            Link::Leaf(block) => Link::Leaf(Arc::clone(block)),
            Link::Branch(slots) => Link::Branch(Arc::clone(slots)),
        }
    }
}

impl<T> Default for Radix<T> {
    fn default() -> Self {
        Radix { height: 0, root: Link::Empty }
    }
}

fn slot(index: u32, level: u32) -> usize {
    (index >> (level * BITS)) as usize % FANOUT
}

impl<T: Clone + Default> Radix<T> {
    fn reaches(&self, index: u32) -> bool {
        index >> (self.height * BITS) == 0
    }

    pub(super) fn get(&self, index: u32) -> Option<&T> {
        if !self.reaches(index) {
            return None;
        }
        let mut link = &self.root;
        for level in (0..self.height).rev() {
            let Link::Branch(slots) = link else { return None };
            link = &slots[slot(index, level)];
        }
        if let Link::Leaf(block) = link { Some(block) } else { None }
    }

    /// The block, made if need be. A block that a clone shares is copied first.
    pub(super) fn get_mut(&mut self, index: u32) -> &mut T {
        while !self.reaches(index) {
            self.grow();
        }
        let mut link = &mut self.root;
        for level in (0..self.height).rev() {
            if matches!(link, Link::Empty) {
                *link = Link::Branch(Arc::new(array::from_fn(|_| Link::Empty)));
            }
            let Link::Branch(slots) = link else { unreachable!("blocks lie below all branches") };
            link = &mut Arc::make_mut(slots)[slot(index, level)];
        }
        if matches!(link, Link::Empty) {
            *link = Link::Leaf(Arc::default());
        }
        let Link::Leaf(block) = link else { unreachable!("below all branches lie blocks") };
        Arc::make_mut(block)
    }

    fn grow(&mut self) {
        let below = std::mem::replace(&mut self.root, Link::Empty);
        if !matches!(below, Link::Empty) {
            let mut slots = array::from_fn(|_| Link::Empty);
            slots[0] = below;
            self.root = Link::Branch(Arc::new(slots));
        }
        self.height += 1;
    }

    /// The blocks from an index on, in order.
    pub(super) fn iter(&self, from: u32) -> impl Iterator<Item = (u32, &T)> {
        let next = move |from| first(&self.root, self.height, 0, from);
        std::iter::successors(next(from), move |(index, _)| next(index + 1))
    }
}

/// The first block at or after an index, below a link whose blocks begin at `base`.
fn first<T>(link: &Link<T>, height: u32, base: u32, from: u32) -> Option<(u32, &T)> {
    match link {
        Link::Empty => None,
        Link::Leaf(block) => (base >= from).then_some((base, block)),
        Link::Branch(slots) => {
            let shift = (height - 1) * BITS;
            let skipped = (from.saturating_sub(base) >> shift) as usize;
            let rest = slots.iter().enumerate().skip(skipped);
            rest.map(|(slot, link)| (link, base + ((slot as u32) << shift)))
                .find_map(|(link, base)| first(link, height - 1, base, from))
        }
    }
}
