//! The names that objects of a text have had, as a tree of what came behind what: the next object most likely has the
//! same, and then shares its keys with the others.

use crate::value::Keys;

/// So many different names are remembered behind one.
const WIDTH: usize = 8;
/// So many are remembered in all, and behind one another.
const MOST: usize = 1024;
const LONGEST: usize = 64;

/// A place in the tree: the objects that have had the names on the way to it. The root is where objects begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(usize);

pub(super) const ROOT: Place = Place(0);

#[derive(Default)]
struct Node<'de> {
    name: &'de str,
    parent: usize,
    /// How many names are on the way here.
    depth: usize,
    /// What has come behind it: the first and, of the same parent, the next.
    child: Option<usize>,
    sibling: Option<usize>,
    /// How many entries an object had that began so.
    entries: usize,
    /// The keys of an object that ended here.
    keys: Option<Keys>,
}

#[derive(Default)]
pub(super) struct Names<'de>(Vec<Node<'de>>);

impl<'de> Names<'de> {
    /// The place behind `place` whose name `follows`.
    #[inline]
    pub fn find(&self, place: Place, mut follows: impl FnMut(&'de str) -> bool) -> Option<Place> {
        let mut next = self.0.get(place.0)?.child;
        while let Some(node) = next.and_then(|at| self.0.get(at)) {
            if follows(node.name) {
                return next.map(Place);
            }
            next = node.sibling;
        }
        None
    }

    /// Remembers a name that was not found. There is no place for one that stands on the way already, and none beyond
    /// the limits.
    #[cold]
    pub fn add(&mut self, place: Place, name: &'de str) -> Option<Place> {
        if self.0.is_empty() {
            self.0.push(Node::default());
        }
        let parent = self.0.get(place.0)?;
        let full = self.0.len() >= MOST || parent.depth >= LONGEST || self.count(place) >= WIDTH;
        if full || self.way(place).any(|other| other == name) {
            return None;
        }
        let (depth, sibling) = (parent.depth + 1, parent.child);
        let at = self.0.len();
        self.0.push(Node { name, parent: place.0, depth, sibling, ..Node::default() });
        self.0.get_mut(place.0)?.child = Some(at);
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
        let nodes = std::iter::successors(self.0.get(place.0), |node| self.0.get(node.parent));
        nodes.take_while(|node| node.depth > 0).map(|node| node.name)
    }

    /// The first name on the way.
    pub fn first(&self, place: Place) -> Place {
        let mut at = place.0;
        while let Some(node) = self.0.get(at).filter(|node| node.depth > 1) {
            at = node.parent;
        }
        Place(at)
    }

    /// How many entries the last object had whose first name is here.
    #[inline]
    pub fn expected(&self, place: Place) -> usize {
        self.0.get(place.0).map_or(0, |node| node.entries)
    }

    #[inline]
    pub fn note(&mut self, first: Place, entries: usize) {
        if let Some(node) = self.0.get_mut(first.0) {
            node.entries = entries;
        }
    }

    /// The keys of an object that ends here.
    #[inline]
    pub fn keys(&mut self, place: Place) -> Keys {
        match self.0.get(place.0).and_then(|node| node.keys.clone()) {
            Some(keys) => keys,
            None => self.new_keys(place),
        }
    }

    #[cold]
    fn new_keys(&mut self, place: Place) -> Keys {
        let mut names: Vec<_> = self.way(place).map(Into::into).collect();
        names.reverse();
        let keys = Keys::from(names);
        if let Some(node) = self.0.get_mut(place.0) {
            node.keys = Some(keys.clone());
        }
        keys
    }
}
