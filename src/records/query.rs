//! What is asked of a state: rows of one class, with those of others beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::CellError;
use super::filter::Term;
use super::like::Steps;
use super::order::{Key, compare};
use super::schema::Schema;
use super::state::State;
use crate::contract::{DtoId, TypeRef};
use crate::value::{Object, Value};

/// Where rows come from besides the first class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The class.
    pub class: DtoId,
    /// Which of the classes before it is joined, the first one 0, and by which of its members.
    pub on: (usize, usize),
    /// The member that has the same value.
    pub to: usize,
    /// Rows that find no partner stay.
    pub is_left: bool,
}

/// A column of one of the classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Which of the classes, the first one 0.
    pub source: usize,
    /// Its member.
    pub member: usize,
    /// The member's type.
    pub ty: TypeRef,
}

/// How rows are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// From the greatest.
    pub is_descending: bool,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Query {
    /// The class of the rows.
    pub from: DtoId,
    /// Others beside them.
    pub joined: Vec<Source>,
    /// Which rows.
    pub terms: Vec<Term>,
    /// In which order; that of the keys where nothing is said.
    pub order: Vec<Order>,
}

/// A row with its partners.
#[derive(Debug, Clone)]
pub struct Found {
    row: Arc<Object>,
    partners: Vec<Option<Arc<Object>>>,
}

/// The rows that a question takes, sorted.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// All of them.
    pub rows: Vec<Found>,
}

const NULL: &Value = &Value::Null;

impl Found {
    /// The row of a source; `None` for a partner that was not found.
    pub fn row(&self, source: usize) -> Option<&Arc<Object>> {
        match source.checked_sub(1) {
            None => Some(&self.row),
            Some(at) => self.partners.get(at)?.as_ref(),
        }
    }

    /// The value of a column.
    pub fn value(&self, column: &Column) -> &Value {
        self.member(column.source, column.member)
    }

    fn member(&self, source: usize, member: usize) -> &Value {
        self.row(source).and_then(|row| row.members.get(member)).unwrap_or(NULL)
    }
}

impl Query {
    /// The rows that it takes.
    ///
    /// # Errors
    /// A pattern that takes too long.
    pub fn run(&self, state: &State) -> Result<Matches, CellError> {
        let mut steps = Steps::default();
        let mut rows = match self.by_key(state) {
            Some(row) => vec![Found { row, partners: Vec::new() }],
            None if self.joined.is_empty() => self.scanned(state, &mut steps)?,
            None => {
                let all = state.rows(self.from);
                all.map(|row| Found { row: row.clone(), partners: Vec::new() }).collect()
            }
        };
        for source in &self.joined {
            rows = joined(rows, source, state);
        }
        let mut kept = Vec::with_capacity(rows.len());
        for found in rows {
            if self.takes(&found, state.schema(), &mut steps)? {
                kept.push(found);
            }
        }
        if !self.order.is_empty() {
            kept.sort_by(|one, other| {
                let by = |order: &Order| {
                    let lies = compare(one.value(&order.column), other.value(&order.column));
                    if order.is_descending { lies.reverse() } else { lies }
                };
                self.order
                    .iter()
                    .map(by)
                    .find(|lies| lies.is_ne())
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
        }
        Ok(Matches { rows: kept })
    }

    /// The one row that can pass, where the key is asked for.
    fn by_key(&self, state: &State) -> Option<Arc<Object>> {
        if self.terms.iter().skip(1).any(|term| term.or) {
            return None;
        }
        let key = state.schema().class(self.from)?.key?;
        let is_key = |term: &&Term| {
            let column = term.filter.column();
            column.source == 0 && column.member == key
        };
        let wanted = self.terms.iter().filter(is_key).find_map(|term| term.filter.equal_to())?;
        state.get(self.from, wanted).cloned()
    }

    /// The rows that pass, without the others in memory.
    fn scanned(&self, state: &State, steps: &mut Steps) -> Result<Vec<Found>, CellError> {
        let mut kept = Vec::new();
        for row in state.rows(self.from) {
            let found = Found { row: row.clone(), partners: Vec::new() };
            if self.takes(&found, state.schema(), steps)? {
                kept.push(found);
            }
        }
        Ok(kept)
    }

    /// AND binds closer than OR.
    fn takes(&self, found: &Found, schema: &Schema, steps: &mut Steps) -> Result<bool, CellError> {
        let mut group = true;
        for (at, Term { filter, or }) in self.terms.iter().enumerate() {
            if *or && at > 0 {
                if group {
                    return Ok(true);
                }
                group = true;
            }
            group =
                group && filter.takes(found.value(filter.column()), schema.contract(), steps)?;
        }
        Ok(group)
    }
}

/// Each row with each of its partners.
fn joined(rows: Vec<Found>, source: &Source, state: &State) -> Vec<Found> {
    let mut index: BTreeMap<Key, Vec<&Arc<Object>>> = BTreeMap::new();
    for row in state.rows(source.class) {
        index.entry(Key(row.members[source.to].clone())).or_default().push(row);
    }
    let mut made = Vec::with_capacity(rows.len());
    for found in rows {
        let value = found.member(source.on.0, source.on.1);
        let partners = index.get(&Key(value.clone())).filter(|_| *value != Value::Null);
        let with = |partner: Option<Arc<Object>>| {
            let mut found = found.clone();
            found.partners.push(partner);
            found
        };
        match partners {
            Some(partners) => made.extend(partners.iter().map(|row| with(Some(Arc::clone(row))))),
            None if source.is_left => made.push(with(None)),
            None => {}
        }
    }
    made
}
