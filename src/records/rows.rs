//! Rows in the order of their keys, in blocks that clones share.

use std::sync::Arc;

use super::order::Key;
use crate::value::Object;

/// Most rows of a block. A change copies one block and the list of all blocks.
const BLOCK: usize = 256;

/// A row with its key.
#[derive(Debug, Clone)]
struct Entry {
    key: Key,
    row: Arc<Object>,
}

/// The rows of a table; a clone shares all of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    blocks: Arc<Vec<Arc<Vec<Entry>>>>,
    count: usize,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Arc<Object>)> {
        self.blocks.iter().flat_map(|block| block.iter().map(|entry| (&entry.key, &entry.row)))
    }

    pub fn get(&self, key: &Key) -> Option<&Arc<Object>> {
        let block = self.blocks.get(self.block_of(key))?;
        let at = block.binary_search_by(|entry| entry.key.cmp(key)).ok()?;
        Some(&block[at].row)
    }

    pub fn last_key(&self) -> Option<&Key> {
        self.blocks.last()?.last().map(|entry| &entry.key)
    }

    /// Puts a row under a key and gives the one that was there.
    pub fn put(&mut self, key: Key, row: Arc<Object>) -> Option<Arc<Object>> {
        let place = self.block_of(&key);
        let blocks = Arc::make_mut(&mut self.blocks);
        let entry = Entry { key, row };
        let Some(block) = blocks.get_mut(place) else {
            blocks.push(Arc::new(vec![entry]));
            self.count += 1;
            return None;
        };
        let block = Arc::make_mut(block);
        match block.binary_search_by(|known| known.key.cmp(&entry.key)) {
            Ok(at) => return Some(std::mem::replace(&mut block[at], entry).row),
            Err(at) => block.insert(at, entry),
        }
        self.count += 1;
        if block.len() > BLOCK {
            // One that grows at its end stays full.
            let at = if place + 1 == blocks.len() { BLOCK } else { BLOCK / 2 };
            let right = Arc::make_mut(&mut blocks[place]).split_off(at);
            blocks.insert(place + 1, Arc::new(right));
        }
        None
    }

    pub fn remove(&mut self, key: &Key) -> Option<Arc<Object>> {
        let place = self.block_of(key);
        let at = self.blocks.get(place)?.binary_search_by(|entry| entry.key.cmp(key)).ok()?;
        let blocks = Arc::make_mut(&mut self.blocks);
        let block = Arc::make_mut(&mut blocks[place]);
        let removed = block.remove(at).row;
        if block.is_empty() {
            blocks.remove(place);
        }
        self.count -= 1;
        Some(removed)
    }

    /// The block in which a key is, or would be.
    fn block_of(&self, key: &Key) -> usize {
        let begun = |block: &Arc<Vec<Entry>>| block.first().is_some_and(|entry| entry.key <= *key);
        self.blocks.partition_point(begun).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::contract::DtoId;
    use crate::value::Value;

    fn row(number: i64) -> Arc<Object> {
        Arc::new(Object { dto: DtoId::at(0), members: vec![Value::Int(number)] })
    }

    proptest! {
        #[test]
        fn rows_are_a_map_whose_clones_stay_as_they_are(
            steps in prop::collection::vec((0i64..2000, any::<bool>()), 0..3000),
        ) {
            let (mut rows, mut model) = (Rows::default(), BTreeMap::new());
            let mut kept = None;
            for (at, (number, puts)) in steps.into_iter().enumerate() {
                let key = Key(Value::Int(number));
                if puts {
                    prop_assert_eq!(rows.put(key, row(at as i64)).is_some(), model.insert(number, at as i64).is_some());
                } else {
                    prop_assert_eq!(rows.remove(&key).is_some(), model.remove(&number).is_some());
                }
                if at == 1000 {
                    kept = Some((rows.clone(), model.clone()));
                }
            }
            for (rows, model) in kept.into_iter().chain([(rows, model)]) {
                let found: Vec<_> = rows.iter().map(|(key, row)| (key.0.clone(), row.members[0].clone())).collect();
                let wanted: Vec<_> = model.iter().map(|(key, value)| (Value::Int(*key), Value::Int(*value))).collect();
                prop_assert_eq!(found, wanted);
                prop_assert_eq!(rows.len(), model.len());
            }
        }
    }
}
