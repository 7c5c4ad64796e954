//! The names that objects of a text have had, as a tree of what came behind what: the next object
//! most likely has the same, and then shares its keys with the others.

use crate::value::{Keys, Text};

/// So many different names are remembered behind one.
const WIDTH: usize = 8;
/// So many are remembered in all, and behind one another.
const MOST: u16 = 1024;
const LONGEST: u16 = 64;
/// Room for so many is made at once.
const FEW: usize = 24;

/// A place in the tree: the objects that have had the names on the way to it. The root is where
/// objects begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u16);

pub(super) const ROOT: Place = Place(0);

#[derive(Default)]
struct Node<'de> {
    name: &'de str,
    parent: u16,
    /// How many names are on the way here.
    depth: u16,
    /// What has come behind it: the first and, of the same parent, the next. Nothing comes before
    /// the root.
    child: u16,
    sibling: u16,
    /// How many entries an object had that began so.
    entries: usize,
    /// The keys of an object that ended here.
    keys: Option<Keys>,
}

#[derive(Default)]
pub(super) struct Names<'de>(Vec<Node<'de>>);

impl<'de> Names<'de> {
    #[inline]
    fn node(&self, place: Place) -> Option<&Node<'de>> {
        self.0.get(usize::from(place.0))
    }

    #[inline]
    fn node_mut(&mut self, place: Place) -> Option<&mut Node<'de>> {
        self.0.get_mut(usize::from(place.0))
    }

    /// The place behind `place` whose name `follows`.
    #[inline]
    pub fn find(&self, place: Place, mut follows: impl FnMut(&'de str) -> bool) -> Option<Place> {
        let mut next = self.node(place)?.child;
        while next != ROOT.0 {
            let node = self.node(Place(next))?;
            if follows(node.name) {
                return Some(Place(next));
            }
            next = node.sibling;
        }
        None
    }

    /// Remembers a name that was not found. There is no place for one that stands on the way
    /// already, and none beyond the limits.
    #[cold]
    pub fn add(&mut self, place: Place, name: &'de str) -> Option<Place> {
        if self.0.is_empty() {
            self.0.reserve_exact(FEW);
            self.0.push(Node::default());
        }
        let at = u16::try_from(self.0.len()).ok().filter(|at| *at < MOST)?;
        let parent = self.node(place)?;
        if parent.depth >= LONGEST
            || self.count(place) >= WIDTH
            || self.way(place).any(|other| other == name)
        {
            return None;
        }
        let (depth, sibling) = (parent.depth + 1, parent.child);
        self.0.push(Node { name, parent: place.0, depth, sibling, ..Node::default() });
        self.node_mut(place)?.child = at;
        Some(Place(at))
    }

    fn count(&self, place: Place) -> usize {
        let mut count = 0;
        self.find(place, |_| {
            count += 1;
            false
        });
        count
    }

    /// The names on the way, the last one first.
    pub fn way(&self, place: Place) -> impl Iterator<Item = &'de str> {
        let nodes = std::iter::successors(self.node(place), |node| self.node(Place(node.parent)));
        nodes.take_while(|node| node.depth > 0).map(|node| node.name)
    }

    /// The first name on the way.
    pub fn first(&self, place: Place) -> Place {
        let mut at = place;
        while let Some(node) = self.node(at).filter(|node| node.depth > 1) {
            at = Place(node.parent);
        }
        at
    }

    /// How many entries the last object had whose first name is here.
    #[inline]
    pub fn expected(&self, place: Place) -> usize {
        self.node(place).map_or(0, |node| node.entries)
    }

    #[inline]
    pub fn note(&mut self, first: Place, entries: usize) {
        if let Some(node) = self.node_mut(first) {
            node.entries = entries;
        }
    }

    /// The keys of an object that ends here.
    #[inline]
    pub fn keys(&mut self, place: Place) -> Keys {
        match self.node(place).and_then(|node| node.keys.clone()) {
            Some(keys) => keys,
            None => self.new_keys(place),
        }
    }

    #[cold]
    fn new_keys(&mut self, place: Place) -> Keys {
        let depth = self.node(place).map_or(0, |node| usize::from(node.depth));
        let mut names = Vec::with_capacity(depth);
        names.extend(self.way(place).map(Text::from));
        names.reverse();
        let keys = Keys::from(names);
        if let Some(node) = self.node_mut(place) {
            node.keys = Some(keys.clone());
        }
        keys
    }
}
