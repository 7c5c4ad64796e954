//! From found rows to instances of the answer's class: all members, or those that `Fields` names.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::Columns;
use super::values::fitted;
use crate::contract::{Contract, DtoId, TypeRef};
use crate::records::{Column, Found, Key, References, State};
use crate::value::{Object, Value};

/// Where the members of the answer's class come from.
#[derive(Debug, Clone)]
pub struct Target {
    /// The class.
    pub class: DtoId,
    /// By member: its column.
    members: Vec<Option<Column>>,
    /// The columns that a member gets where the database is asked for all columns: the last of its name wins
    /// (recorded).
    by_star: Vec<Option<Column>>,
    /// Whether it is the table's own class.
    is_own: bool,
}

/// What is read of each row.
pub struct Selection {
    target: Target,
    /// By member: whether it is read.
    wanted: Vec<bool>,
    is_star: bool,
    is_distinct: bool,
    references: Arc<References>,
}

impl Target {
    /// The members of a class by the columns of a query.
    pub fn new(contract: &Contract, class: DtoId, columns: &Columns) -> Self {
        let members = || contract.dto(class).members.iter();
        let last = |name: &str| {
            let same = columns.all().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            same.last().map(|(_, column)| column.clone())
        };
        Self {
            class,
            members: members().map(|member| columns.find(&member.name)).collect(),
            by_star: members().map(|member| last(&member.name)).collect(),
            is_own: columns.from == class && columns.joined.is_empty(),
        }
    }

    /// What `Fields` selects: names of members in any case, `DISTINCT ` before them. Unknown names are passed
    /// over; where all are unknown, all columns are read.
    pub fn select(&self, fields: &str, state: &State) -> Selection {
        let members = &state.schema().contract().dto(self.class).members;
        let fields = fields.trim();
        let distinct = fields.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("distinct "));
        let names = if distinct { &fields[9..] } else { fields };
        let names: Vec<&str> =
            names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        let is_named = |name: &str| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
        let named: Vec<bool> = members.iter().map(|member| is_named(&member.name)).collect();
        let is_any_column =
            named.iter().zip(&self.members).any(|(named, column)| *named && column.is_some());
        let is_star = !names.is_empty() && !is_any_column;
        let wanted = match names.is_empty() || is_star {
            true => vec![true; named.len()],
            false => named.clone(),
        };
        let references =
            References::of(state, self.class, |member| names.is_empty() || named[member]);
        Selection {
            target: self.clone(),
            wanted,
            is_star,
            // Of a query with an own result the host reads all rows (recorded).
            is_distinct: distinct && self.is_own,
            references: Arc::new(references),
        }
    }
}

impl Selection {
    /// Without what is there already, where only different rows are wanted.
    pub fn distinct(&self, rows: Vec<Found>) -> Vec<Found> {
        if !self.is_distinct {
            return rows;
        }
        let mut met: BTreeSet<Vec<Key>> = BTreeSet::new();
        let key = |found: &Found| {
            let columns =
                self.target.members.iter().zip(&self.wanted).filter(|(_, wanted)| **wanted);
            let values = columns.filter_map(|(column, _)| column.as_ref());
            values.map(|column| Key(found.value(column).clone())).collect::<Vec<_>>()
        };
        rows.into_iter().filter(|found| met.insert(key(found))).collect()
    }

    /// The instance for a row.
    pub fn instance(&self, contract: &Contract, found: &Found) -> Value {
        let mut object = contract.new_object(self.target.class);
        let columns = if self.is_star { &self.target.by_star } else { &self.target.members };
        let members = contract.dto(self.target.class).members.iter();
        for (place, (member, column)) in members.zip(columns).enumerate() {
            if let Some(column) = column.as_ref().filter(|_| self.wanted[place]) {
                object.members[place] = taken(contract, &member.ty, column, found);
            }
        }
        if self.target.is_own {
            self.fill(found, &mut object);
        }
        Value::Object(object)
    }

    /// Rows of other tables; those that the row itself holds go before.
    fn fill(&self, found: &Found, object: &mut Object) {
        if let Some(row) = found.row(0) {
            for (place, value) in row.members.iter().enumerate() {
                let is_reference = self.target.members[place].is_none();
                if is_reference && self.wanted[place] && !self.is_star {
                    object.members[place] = value.clone();
                }
            }
        }
        self.references.fill(object);
    }
}

fn taken(contract: &Contract, ty: &TypeRef, column: &Column, found: &Found) -> Value {
    match found.value(column) {
        value if column.ty == *ty && *value != Value::Null => value.clone(),
        value => fitted(contract, &column.ty, value, ty),
    }
}
