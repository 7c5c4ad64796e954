//! A persistent B+ tree: clones share everything, and a change copies one path of nodes. Entries are
//! compared by functions of the caller, so that an Id can stand for a text that lies elsewhere, and
//! every node knows the least Id below it.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::sync::Arc;

use crate::store::CouponId;

/// What can be kept in a tree.
pub(super) trait Entry: Clone {
    /// The least Id that the entry stands for.
    fn least(&self) -> CouponId;
}

impl Entry for CouponId {
    fn least(&self) -> CouponId {
        *self
    }
}

/// Most entries of a leaf, and most children of an inner node.
const LEAF: usize = 64;
const INNER: usize = 16;

/// Entries in an order. A `place` tells how an entry lies to what is wanted: `Less` if before it.
#[derive(Clone)]
pub(super) struct Tree<E>(Arc<Node<E>>);

#[derive(Clone)]
enum Node<E> {
    Leaf(Vec<E>),
    Inner(Vec<Child<E>>),
}

#[derive(Clone)]
struct Child<E> {
    first: E,
    least: CouponId,
    node: Arc<Node<E>>,
}

impl<E> Default for Tree<E> {
    fn default() -> Self {
        Tree(Arc::new(Node::Leaf(Vec::new())))
    }
}

impl<E: Entry> Tree<E> {
    /// A tree of entries in their order.
    pub(super) fn of(entries: impl IntoIterator<Item = E>) -> Self {
        let mut entries = entries.into_iter().peekable();
        let mut level = Vec::new();
        while entries.peek().is_some() {
            level.extend(Child::of(Node::Leaf(entries.by_ref().take(LEAF).collect())));
        }
        while level.len() > 1 {
            let mut below = level.into_iter().peekable();
            level = Vec::new();
            while below.peek().is_some() {
                level.extend(Child::of(Node::Inner(below.by_ref().take(INNER).collect())));
            }
        }
        level.pop().map_or_else(Tree::default, |root| Tree(root.node))
    }

    /// The least Id of all entries.
    pub(super) fn least(&self) -> Option<CouponId> {
        self.0.least().filter(|least| *least < CouponId::MAX)
    }

    /// The entry that lies where it is wanted; the last one if there are several.
    pub(super) fn find(&self, place: impl Fn(&E) -> Ordering) -> Option<&E> {
        let mut node = &*self.0;
        loop {
            match node {
                Node::Leaf(entries) => {
                    let end = entries.partition_point(|entry| place(entry) != Greater);
                    return entries[..end].last().filter(|entry| place(entry) == Equal);
                }
                Node::Inner(children) => node = &children[last_begun(children, &place)].node,
            }
        }
    }

    /// The least Id among the entries that lie where it is wanted. O(log n).
    pub(super) fn least_in(&self, place: impl Fn(&E) -> Ordering) -> Option<CouponId> {
        self.0.least_in(&place)
    }

    /// Shows the entries that lie where it is wanted, until `show` gives `false`. Passes by nodes whose least Id is
    /// to be skipped.
    pub(super) fn visit<'a>(
        &'a self,
        place: impl Fn(&E) -> Ordering,
        skip: impl Fn(CouponId) -> bool,
        mut show: impl FnMut(&'a E) -> bool,
    ) {
        self.0.visit(&place, &skip, &mut show);
    }

    /// Shows all entries.
    pub(super) fn for_each<'a>(&'a self, mut show: impl FnMut(&'a E)) {
        self.0.visit(&|_| Equal, &|_| false, &mut |entry| {
            show(entry);
            true
        });
    }

    /// Puts an entry before the first one that does not lie before it.
    pub(super) fn insert(&mut self, entry: E, place: impl Fn(&E) -> Ordering) {
        if let Some(right) = Arc::make_mut(&mut self.0).insert(entry, &place) {
            let left = Child::of(std::mem::replace(Arc::make_mut(&mut self.0), Node::Leaf(Vec::new())));
            self.0 = Arc::new(Node::Inner(left.into_iter().chain([right]).collect()));
        }
    }

    /// Changes the entry that lies where it is wanted, if there is one; its place stays. It is removed if `change`
    /// gives `false`.
    pub(super) fn update(&mut self, place: impl Fn(&E) -> Ordering, change: impl FnOnce(&mut E) -> bool) {
        Arc::make_mut(&mut self.0).update(&place, change);
    }

    pub(super) fn remove(&mut self, place: impl Fn(&E) -> Ordering) {
        self.update(place, |_| false);
    }
}

/// The last child that begins at or before what is wanted.
fn last_begun<E>(children: &[Child<E>], place: &impl Fn(&E) -> Ordering) -> usize {
    children.partition_point(|child| place(&child.first) != Greater).saturating_sub(1)
}

/// The child in which what is wanted begins.
fn lower<E>(children: &[Child<E>], place: &impl Fn(&E) -> Ordering) -> usize {
    children.partition_point(|child| place(&child.first) == Less).saturating_sub(1)
}

impl<E: Entry> Child<E> {
    /// None if the node is empty.
    fn of(node: Node<E>) -> Option<Self> {
        Some(Child { first: node.first()?.clone(), least: node.least()?, node: Arc::new(node) })
    }
}

impl<E: Entry> Node<E> {
    fn first(&self) -> Option<&E> {
        match self {
            Node::Leaf(entries) => entries.first(),
            Node::Inner(children) => children.first().map(|child| &child.first),
        }
    }

    fn least(&self) -> Option<CouponId> {
        match self {
            Node::Leaf(entries) => entries.iter().map(E::least).min(),
            Node::Inner(children) => children.iter().map(|child| child.least).min(),
        }
    }

    /// An inner node that lost its last child keeps it, empty.
    fn is_empty(&self) -> bool {
        match self {
            Node::Leaf(entries) => entries.is_empty(),
            Node::Inner(children) => children.iter().all(|child| child.node.is_empty()),
        }
    }

    fn least_in(&self, place: &impl Fn(&E) -> Ordering) -> Option<CouponId> {
        match self {
            Node::Leaf(entries) => {
                let begin = entries.partition_point(|entry| place(entry) == Less);
                let end = entries.partition_point(|entry| place(entry) != Greater);
                entries[begin..end.max(begin)].iter().map(E::least).min()
            }
            Node::Inner(children) => {
                let begin = lower(children, place);
                let end = children.partition_point(|child| place(&child.first) != Greater);
                let wanted = children.get(begin..end)?;
                // Only the outer ones may hold others as well.
                let (first, rest) = wanted.split_first()?;
                let outer = rest.last().and_then(|last| last.node.least_in(place));
                let inner = rest.iter().rev().skip(1).map(|child| child.least);
                first.node.least_in(place).into_iter().chain(outer).chain(inner).min()
            }
        }
    }

    fn visit<'a>(
        &'a self,
        place: &impl Fn(&E) -> Ordering,
        skip: &impl Fn(CouponId) -> bool,
        show: &mut impl FnMut(&'a E) -> bool,
    ) -> bool {
        match self {
            Node::Leaf(entries) => {
                let begin = entries.partition_point(|entry| place(entry) == Less);
                entries[begin..].iter().all(|entry| place(entry) == Equal && show(entry))
            }
            Node::Inner(children) => children[lower(children, place)..].iter().all(|child| {
                skip(child.least) || (place(&child.first) != Greater && child.node.visit(place, skip, show))
            }),
        }
    }

    /// Gives the right half if the node became too large.
    fn insert(&mut self, entry: E, place: &impl Fn(&E) -> Ordering) -> Option<Child<E>> {
        match self {
            Node::Leaf(entries) => {
                let at = entries.partition_point(|entry| place(entry) == Less);
                entries.insert(at, entry);
                let half = split(entries.len(), at, LEAF)?;
                Child::of(Node::Leaf(entries.split_off(half)))
            }
            Node::Inner(children) => {
                let at = lower(children, place);
                let child = &mut children[at];
                let right = Arc::make_mut(&mut child.node).insert(entry, place);
                child.refresh();
                children.insert(at + 1, right?);
                let half = split(children.len(), at + 1, INNER)?;
                Child::of(Node::Inner(children.split_off(half)))
            }
        }
    }

    fn update(&mut self, place: &impl Fn(&E) -> Ordering, change: impl FnOnce(&mut E) -> bool) {
        match self {
            Node::Leaf(entries) => {
                let end = entries.partition_point(|entry| place(entry) != Greater);
                let Some(at) = end.checked_sub(1).filter(|at| place(&entries[*at]) == Equal) else { return };
                if !change(&mut entries[at]) {
                    entries.remove(at);
                }
            }
            Node::Inner(children) => {
                let at = last_begun(children, place);
                let child = &mut children[at];
                Arc::make_mut(&mut child.node).update(place, change);
                if !child.refresh() && children.len() > 1 {
                    children.remove(at);
                }
            }
        }
    }
}

impl<E: Entry> Child<E> {
    /// Follows its node; tells whether there is anything in it.
    fn refresh(&mut self) -> bool {
        self.least = self.node.least().unwrap_or(CouponId::MAX);
        if let Some(first) = self.node.first() {
            self.first = first.clone();
        }
        !self.node.is_empty()
    }
}

/// Where a node of this length is cut, if it has to be. One that grows at its end stays full.
fn split(length: usize, inserted: usize, most: usize) -> Option<usize> {
    (length > most).then_some(if inserted + 1 == length { most } else { length / 2 })
}
