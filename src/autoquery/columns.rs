//! The columns that a query knows.

use super::settings::{JoinKind, JoinSettings};
use crate::contract::{Contract, DtoId};
use crate::records::{Column, Schema, Source};

/// The tables of a query and their columns by name.
#[derive(Debug, Clone)]
pub struct Columns {
    /// The first table.
    pub from: DtoId,
    /// The others.
    pub joined: Vec<Source>,
    /// In the order in which names are looked for.
    named: Vec<(String, Column)>,
    /// As the database lists them: each table's own names.
    all: Vec<(String, Column)>,
}

impl Columns {
    /// The columns of a table and of those that are joined to it.
    ///
    /// # Errors
    /// When a table is not there, or does not go with the others.
    pub fn new(schema: &Schema, from: DtoId, joins: &[JoinSettings]) -> Result<Self, String> {
        let mut columns = Self { from, joined: Vec::new(), named: Vec::new(), all: Vec::new() };
        for join in joins {
            let class =
                schema.find(&join.with).ok_or_else(|| format!("there is no type {}", join.with))?;
            let of = match &join.of {
                Some(name) => schema.find(name),
                None => Some(from),
            };
            let of = of.and_then(|of| Some((columns.place_of(of)?, of)));
            let (place, of) = of.ok_or_else(|| {
                format!("{} is joined to a table that is not before it", join.with)
            })?;
            let (on, to) = schema.link(of, class).ok_or_else(|| {
                let (one, other) = (schema.name(of), schema.name(class));
                format!("{one} and {other} do not go together: neither has a member {{Type}}Id of the other")
            })?;
            columns.joined.push(Source {
                class,
                on: (place, on),
                to,
                is_left: join.kind == JoinKind::Left,
            });
        }
        columns.name(schema);
        Ok(columns)
    }

    /// A column by its name in any case: the table's own, then `{Type}{Name}` of another, then its name there.
    pub fn find(&self, name: &str) -> Option<Column> {
        let is_it = |(known, _): &&(String, Column)| known.eq_ignore_ascii_case(name);
        self.named.iter().find(is_it).map(|(_, column)| column.clone())
    }

    /// All columns of all tables with the names that they have there.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.all.iter().map(|(name, column)| (name.as_str(), column))
    }

    fn place_of(&self, class: DtoId) -> Option<usize> {
        let joined = || self.joined.iter().position(|source| source.class == class);
        if class == self.from { Some(0) } else { joined().map(|at| at + 1) }
    }

    fn name(&mut self, schema: &Schema) {
        let contract = schema.contract();
        self.all = self
            .tables()
            .flat_map(|(source, class)| of_table(schema, contract, source, class))
            .collect();
        let own = self.all.iter().filter(|(_, column)| column.source == 0).cloned();
        let others = || self.all.iter().filter(|(_, column)| column.source > 0);
        let prefixed = others().map(|(name, column)| {
            let class = self.joined[column.source - 1].class;
            (format!("{}{name}", schema.name(class)), column.clone())
        });
        self.named = own.chain(prefixed).chain(others().cloned()).collect();
    }

    fn tables(&self) -> impl Iterator<Item = (usize, DtoId)> {
        let joined = self.joined.iter().map(|source| source.class);
        std::iter::once(self.from).chain(joined).enumerate()
    }
}

fn of_table(
    schema: &Schema,
    contract: &Contract,
    source: usize,
    class: DtoId,
) -> Vec<(String, Column)> {
    let members = contract.dto(class).members.iter().enumerate();
    members
        .filter(|(member, _)| schema.is_column(class, *member))
        .map(|(member, of)| (of.name.clone(), Column { source, member, ty: of.ty.clone() }))
        .collect()
}
