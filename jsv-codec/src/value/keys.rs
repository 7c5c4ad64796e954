//! The keys of an object. Objects of one text that have the same keys in the same order share them.

use super::Text;
use std::sync::Arc;

/// Keys in their order; no memory for none.
#[derive(Clone, Default)]
pub(crate) struct Keys(Option<Arc<Vec<Text>>>);

impl Keys {
    pub const NONE: Self = Self(None);

    /// Room for some.
    pub fn with_capacity(capacity: usize) -> Self {
        Self((capacity > 0).then(|| Arc::new(Vec::with_capacity(capacity))))
    }

    #[inline]
    pub fn as_slice(&self) -> &[Text] {
        self.0.as_ref().map_or(&[], |keys| keys.as_slice())
    }

    /// Where a key is.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.as_slice().iter().position(|other| other == key)
    }

    /// Whether both are the same without a look at them.
    pub fn shares(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(ours), Some(theirs)) => Arc::ptr_eq(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        }
    }

    pub fn push(&mut self, key: Text) {
        Arc::make_mut(self.0.get_or_insert_default()).push(key);
    }

    pub fn remove(&mut self, at: usize) {
        if let Some(keys) = &mut self.0 {
            Arc::make_mut(keys).remove(at);
        }
    }
}

impl From<Vec<Text>> for Keys {
    fn from(keys: Vec<Text>) -> Self {
        Self((!keys.is_empty()).then(|| Arc::new(keys)))
    }
}
