//! A persistent B+ tree: clones share everything, and a change copies one path of nodes. Entries
//! are compared by functions of the caller, so that an Id can stand for a text that lies elsewhere,
//! and every node knows the least Id below it.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::iter;
use std::sync::Arc;

use crate::store::CouponId;

/// What can be kept in a tree.
pub(super) trait Entry: Clone {
    /// The least Id that the entry stands for, where that is looked for.
    fn least(&self) -> CouponId {
        0
    }
}

impl Entry for CouponId {
    fn least(&self) -> CouponId {
        *self
    }
}

/// Most entries of a leaf, and most children of an inner node.
const LEAF: usize = 64;
const INNER: usize = 16;
/// How a visit goes on: with all entries, or with none.
pub(super) const ALL: CouponId = CouponId::MAX;
pub(super) const END: CouponId = -1;

/// Entries in an order. A `place` says how an entry lies to what is wanted: `Less` if before it.
#[derive(Clone)]
pub(super) struct Tree<E: Entry>(Arc<Node<E>>);

#[derive(Clone)]
enum Node<E: Entry> {
    Leaf(Vec<E>),
    Inner(Vec<Child<E>>),
}

#[derive(Clone)]
struct Child<E: Entry> {
    first: E,
    least: CouponId,
    node: Arc<Node<E>>,
}

impl<E: Entry> Default for Tree<E> {
    fn default() -> Self {
        Tree(Arc::new(Node::Leaf(Vec::new())))
    }
}

impl<E: Entry> Tree<E> {
    /// A tree of entries in their order.
    pub(super) fn of(entries: impl IntoIterator<Item = E>) -> Self {
        let mut level = nodes(entries.into_iter(), LEAF, Node::Leaf);
        while level.len() > 1 {
            level = nodes(level.into_iter(), INNER, Node::Inner);
        }
        level.pop().map_or_else(Tree::default, |root| Tree(root.node))
    }

    /// The least Id of all entries; the greatest there is if there are none.
    pub(super) fn least(&self) -> CouponId {
        self.0.least()
    }

    /// The first entry that lies where it is wanted.
    pub(super) fn find(&self, place: impl Fn(&E) -> Ordering) -> Option<&E> {
        let mut found = None;
        self.visit(place, |entry| {
            found = Some(entry);
            END
        });
        found
    }

    /// The least Id among the entries that lie where it is wanted. O(log n).
    pub(super) fn least_in(&self, place: impl Fn(&E) -> Ordering) -> Option<CouponId> {
        Some(self.0.least_in(&place, false)).filter(|least| *least < CouponId::MAX)
    }

    /// Shows the entries that lie where it is wanted. `show` gives the Id up to which others are
    /// wanted: those whose least Id is greater are passed by, whole nodes at once.
    pub(super) fn visit<'a>(
        &'a self,
        place: impl Fn(&E) -> Ordering,
        mut show: impl FnMut(&'a E) -> CouponId,
    ) {
        self.0.visit(&place, &mut { ALL }, &mut show);
    }

    /// All entries.
    pub(super) fn entries(&self) -> Vec<&E> {
        let (mut entries, all) = (Vec::new(), |_: &E| Equal);
        self.visit(all, |entry| {
            entries.push(entry);
            ALL
        });
        entries
    }

    /// Puts an entry where none lies.
    pub(super) fn insert(&mut self, entry: E, place: impl Fn(&E) -> Ordering) {
        self.edit(place, |entries, at| entries.insert(at, entry));
    }

    /// Changes the entry that lies where it is wanted, and first makes it if there is none; its
    /// place stays.
    pub(super) fn update(
        &mut self,
        place: impl Fn(&E) -> Ordering,
        make: impl FnOnce() -> E,
        change: impl FnOnce(&mut E),
    ) {
        self.edit(&place, |entries, at| {
            if entries.get(at).is_none_or(|entry| place(entry) != Equal) {
                entries.insert(at, make());
            }
            change(&mut entries[at]);
        });
    }

    /// Removes the entry that lies where it is wanted, if there is one.
    pub(super) fn remove(&mut self, place: impl Fn(&E) -> Ordering) {
        self.edit(&place, |entries, at| {
            if entries.get(at).is_some_and(|entry| place(entry) == Equal) {
                entries.remove(at);
            }
        });
    }

    /// Changes the leaf in which a place is; `work` gets what begins there.
    fn edit(&mut self, place: impl Fn(&E) -> Ordering, work: impl FnOnce(&mut Vec<E>, usize)) {
        let root = Arc::make_mut(&mut self.0);
        if let Some(right) = root.edit(&place, work) {
            let left = Child::of(std::mem::replace(root, Node::Leaf(Vec::new())));
            *root = Node::Inner(left.into_iter().chain([right]).collect());
        } else if root.first().is_none() {
            *root = Node::Leaf(Vec::new());
        }
    }
}

/// Nodes of so many neighbours each.
fn nodes<T, E: Entry>(
    mut parts: impl Iterator<Item = T>,
    most: usize,
    node: impl Fn(Vec<T>) -> Node<E>,
) -> Vec<Child<E>> {
    // An empty node is no child.
    iter::from_fn(|| Child::of(node(parts.by_ref().take(most).collect()))).collect()
}

/// The child in which what is wanted begins.
fn lower<E: Entry>(children: &[Child<E>], place: &impl Fn(&E) -> Ordering) -> usize {
    children.partition_point(|child| place(&child.first) == Less).saturating_sub(1)
}

impl<E: Entry> Child<E> {
    /// None if the node is empty.
    fn of(node: Node<E>) -> Option<Self> {
        Some(Child { first: node.first()?.clone(), least: node.least(), node: Arc::new(node) })
    }
}

impl<E: Entry> Node<E> {
    fn first(&self) -> Option<&E> {
        match self {
            Node::Leaf(entries) => entries.first(),
            Node::Inner(children) => children.first().map(|child| &child.first),
        }
    }

    fn least(&self) -> CouponId {
        let least = match self {
            Node::Leaf(entries) => entries.iter().map(E::least).min(),
            Node::Inner(children) => children.iter().map(|child| child.least).min(),
        };
        least.unwrap_or(CouponId::MAX)
    }

    /// `to_end`: what comes after the node is wanted, and so all of the node from where it begins
    /// to be.
    fn least_in(&self, place: &impl Fn(&E) -> Ordering, to_end: bool) -> CouponId {
        match self {
            Node::Leaf(entries) => {
                let begin = entries.partition_point(|entry| place(entry) == Less);
                let wanted =
                    entries[begin..].iter().take_while(|entry| to_end || place(entry) == Equal);
                wanted.map(E::least).min().unwrap_or(CouponId::MAX)
            }
            Node::Inner(children) => {
                let end = children.partition_point(|child| place(&child.first) != Greater);
                let begin = lower(children, place).min(end);
                let least = |at: usize| {
                    let to_end = at + 1 < end || (to_end && end == children.len());
                    match &children[at] {
                        child if to_end && place(&child.first) == Equal => child.least,
                        child => child.node.least_in(place, to_end),
                    }
                };
                (begin..end).map(least).min().unwrap_or(CouponId::MAX)
            }
        }
    }

    /// Gives whether what comes next can lie where it is wanted.
    fn visit<'a>(
        &'a self,
        place: &impl Fn(&E) -> Ordering,
        most: &mut CouponId,
        show: &mut impl FnMut(&'a E) -> CouponId,
    ) -> bool {
        match self {
            Node::Leaf(entries) => {
                let begin = entries.partition_point(|entry| place(entry) == Less);
                entries[begin..].iter().all(|entry| {
                    let wanted = place(entry) == Equal;
                    if wanted && entry.least() <= *most {
                        *most = show(entry);
                    }
                    wanted && *most > END
                })
            }
            Node::Inner(children) => children[lower(children, place)..].iter().all(|child| {
                child.least > *most
                    || (place(&child.first) != Greater && child.node.visit(place, most, show))
            }),
        }
    }

    /// Gives the right half if the node became too large.
    fn edit(
        &mut self,
        place: &impl Fn(&E) -> Ordering,
        work: impl FnOnce(&mut Vec<E>, usize),
    ) -> Option<Child<E>> {
        match self {
            Node::Leaf(entries) => {
                let at = entries.partition_point(|entry| place(entry) == Less);
                work(entries, at);
                Child::of(Node::Leaf(surplus(entries, at, LEAF)?))
            }
            Node::Inner(children) => {
                // The last child that begins at or before what is wanted.
                let after = children.partition_point(|child| place(&child.first) != Greater);
                let at = after.saturating_sub(1);
                let child = &mut children[at];
                let right = Arc::make_mut(&mut child.node).edit(place, work);
                child.least = child.node.least();
                match child.node.first() {
                    Some(first) => child.first = first.clone(),
                    None => drop(children.remove(at)),
                }
                children.insert(at + 1, right?);
                Child::of(Node::Inner(surplus(children, at + 1, INNER)?))
            }
        }
    }
}

/// What is too much for one node. One that grows at its end stays full.
fn surplus<T>(parts: &mut Vec<T>, inserted: usize, most: usize) -> Option<Vec<T>> {
    let half = if inserted + 1 == parts.len() { most } else { parts.len() / 2 };
    (parts.len() > most).then(|| parts.split_off(half))
}
