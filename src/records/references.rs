//! Members that are rows of other tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::order::Key;
use super::schema::Reference;
use super::state::State;
use crate::contract::DtoId;
use crate::value::{Object, Value};

/// Rows by the value of a member.
type Index = BTreeMap<Key, Vec<Arc<Object>>>;

/// The rows that members of a class are filled with.
#[derive(Debug)]
pub struct References {
    found: Vec<(Reference, Index)>,
}

impl References {
    /// Those of the members of a class that pass a test.
    pub fn of(state: &State, class: DtoId, wanted: impl Fn(usize) -> bool) -> Self {
        let all = state.schema().class(class).map(|class| class.references.as_slice());
        let wanted = all.unwrap_or_default().iter().filter(|reference| wanted(reference.member));
        let index = |reference: &Reference| {
            let mut rows = Index::new();
            for row in state.rows(reference.class) {
                rows.entry(Key(row.members[reference.to].clone())).or_default().push(row.clone());
            }
            (reference.clone(), rows)
        };
        Self { found: wanted.map(index).collect() }
    }

    /// Fills the members of a row that hold nothing. Without rows they stay null.
    pub fn fill(&self, object: &mut Object) {
        for (reference, rows) in &self.found {
            if object.members[reference.member] != Value::Null {
                continue;
            }
            let key = Key(object.members[reference.from].clone());
            let Some(rows) = rows.get(&key).filter(|_| key.0 != Value::Null) else { continue };
            let mut values = rows.iter().map(|row| Value::Object((**row).clone()));
            object.members[reference.member] = match reference.is_list {
                true => Value::List(values.collect()),
                false => values.next().unwrap_or_default(),
            };
        }
    }
}
