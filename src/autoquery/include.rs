//! `Include`: the count of all rows, and aggregates.

use super::columns::Columns;
use crate::contract::Contract;
use crate::records::{Aggregate, Function, Matches};

/// What an answer says of all rows.
#[derive(Debug, Default)]
pub struct Included {
    /// How many there are, where that was asked.
    pub total: Option<usize>,
    /// `Meta`; `None` is null.
    pub meta: Option<Vec<(String, Option<String>)>>,
}

impl Included {
    /// What `Include` asks for. What is no aggregate is passed over; where nothing else is asked, the
    /// database gives the first row (recorded).
    pub fn of(text: &str, columns: &Columns, matches: &Matches, contract: &Contract) -> Self {
        let commands: Vec<&str> =
            text.split(',').map(str::trim).filter(|command| !command.is_empty()).collect();
        if commands.is_empty() {
            return Self { total: None, meta: Some(Vec::new()) };
        }
        let mut included = Self::default();
        let mut meta = Vec::new();
        for command in &commands {
            if command.eq_ignore_ascii_case("total") {
                included.total = Some(matches.rows.len());
            } else if let Some((label, aggregate)) = read(command, columns) {
                if aggregate.column.is_none() {
                    included.total = Some(matches.rows.len());
                }
                meta.push((label, aggregate.of(matches, contract)));
            }
        }
        if meta.is_empty() && included.total.is_none() {
            included.meta = Some(first_row(columns, matches, contract));
        } else {
            included.meta = (!meta.is_empty()).then_some(meta);
        }
        included
    }
}

/// `max(amount)`, `count(*) Total`, `count(distinct kind)`.
fn read(command: &str, columns: &Columns) -> Option<(String, Aggregate)> {
    let (name, rest) = command.split_once('(')?;
    let (inside, alias) = rest.split_once(')')?;
    let function = Function::named(name.trim())?;
    let (inside, alias) = (inside.trim(), alias.trim());
    let distinct = inside.get(..9).filter(|word| word.eq_ignore_ascii_case("distinct "));
    let of = if distinct.is_some() { inside[9..].trim() } else { inside };
    let column = match of {
        "*" if function == Function::Count => None,
        of => Some(columns.find(of)?),
    };
    let label = if alias.is_empty() { command } else { alias };
    Some((label.to_owned(), Aggregate { function, column, is_distinct: distinct.is_some() }))
}

fn first_row(
    columns: &Columns,
    matches: &Matches,
    contract: &Contract,
) -> Vec<(String, Option<String>)> {
    let first = |column: &crate::records::Column| {
        let first = Aggregate {
            function: Function::First,
            column: Some(column.clone()),
            is_distinct: false,
        };
        let one = Matches { rows: matches.rows.first().cloned().into_iter().collect() };
        first.of(&one, contract)
    };
    if matches.rows.is_empty() {
        return Vec::new();
    }
    columns.all().map(|(name, column)| (name.to_owned(), first(column))).collect()
}
