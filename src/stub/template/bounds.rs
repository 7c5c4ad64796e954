//! What a template may cost: steps, bytes, nesting.

use std::io;
use std::sync::LazyLock;

use minijinja::value::Rest;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior, Value};

use crate::stub::budget;

/// Steps of the engine for one text.
const FUEL: u64 = 200_000;

/// Bytes of one text.
const LONGEST: usize = 4 * 1024 * 1024;

/// Items of one list.
pub(in crate::stub) const MOST_ITEMS: usize = 500_000;

/// How deep loops and conditions nest.
const DEEPEST: usize = 50;

/// All filters: the library's but for those that are taken out, and `repeat`.
const FILTERS: [&str; 45] = [
    "safe",
    "escape",
    "e",
    "lower",
    "upper",
    "title",
    "capitalize",
    "replace",
    "length",
    "count",
    "dictsort",
    "items",
    "reverse",
    "trim",
    "join",
    "split",
    "lines",
    "default",
    "d",
    "round",
    "abs",
    "int",
    "float",
    "attr",
    "first",
    "last",
    "min",
    "max",
    "sort",
    "list",
    "string",
    "bool",
    "sum",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "map",
    "groupby",
    "unique",
    "chain",
    "zip",
    "tojson",
    "urlencode",
    "repeat",
];

/// An engine whose templates end, and make no more than is sensible.
fn uncounted() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_keep_trailing_newline(true);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(DEEPEST);
    env.set_formatter(|out, state, value| match value {
        value if value.is_none() => Ok(()),
        value if !is_finite(value) => Err(Error::new(ErrorKind::InvalidOperation, NOT_FINITE)),
        value => minijinja::escape_formatter(out, state, value),
    });
    // These can make a long text of a short one in one step.
    for filter in ["format", "indent", "pprint", "batch", "slice"] {
        env.remove_filter(filter);
    }
    // An operator may have made a list of any length.
    env.add_filter("list", |items: &Value| Ok::<_, Error>(Value::from(listed(items)?)));
    // A member or a header that a request does not have is null.
    env.add_filter("default", or_default);
    env.add_filter("d", or_default);
    env.add_filter("replace", replace);
    env.add_filter("join", join);
    env.add_filter("repeat", repeat);
    env.remove_global("namespace");
    env.remove_global("debug");
    env
}

/// The same, whose filters count what they are given.
pub(in crate::stub) fn environment() -> Environment<'static> {
    static UNCOUNTED: LazyLock<Environment<'static>> = LazyLock::new(uncounted);
    let mut env = uncounted();
    let names: Vec<&str> = FILTERS.into_iter().filter(|name| has_filter(&env, name)).collect();
    for name in names {
        env.add_filter(name, move |state: &State<'_, '_>, values: Rest<Value>| {
            budget::look_at(state, &values)?;
            UNCOUNTED.empty_state().apply_filter(name, &values)
        });
    }
    env
}

/// What the engine makes of a division by zero.
pub(super) const NOT_FINITE: &str = "a division by zero, or a number that is too large";

/// Whether a value is no number, or one that can be written.
pub(super) fn is_finite(value: &Value) -> bool {
    !value.is_number() || f64::try_from(value.clone()).is_ok_and(f64::is_finite)
}

/// Whether a filter of this name is known.
pub(super) fn has_filter(env: &Environment<'_>, name: &str) -> bool {
    let tried = env.empty_state().apply_filter(name, &[]);
    tried.err().is_none_or(|error| error.kind() != ErrorKind::UnknownFilter)
}

/// The items of a list that is not too long.
fn listed(items: &Value) -> Result<Vec<Value>, Error> {
    let listed: Vec<Value> = items.try_iter()?.take(MOST_ITEMS + 1).collect();
    if listed.len() <= MOST_ITEMS {
        return Ok(listed);
    }
    let reason = format!("the list has more than {MOST_ITEMS} items");
    Err(Error::new(ErrorKind::InvalidOperation, reason))
}

fn or_default(value: Value, other: Option<Value>, is_lax: Option<bool>) -> Value {
    let is_missing = value.is_undefined() || value.is_none();
    if is_missing || (is_lax == Some(true) && !value.is_true()) {
        return other.unwrap_or_else(|| Value::from(""));
    }
    value
}

fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    let length = text.len().saturating_add(text.matches(from).count().saturating_mul(to.len()));
    bounded(length)?;
    Ok(text.replace(from, to))
}

/// A text so many times.
fn repeat(text: &str, times: usize) -> Result<String, Error> {
    bounded(text.len().saturating_mul(times))?;
    Ok(text.repeat(times))
}

fn join(items: &Value, separator: Option<&str>) -> Result<String, Error> {
    let (mut text, separator) = (String::new(), separator.unwrap_or_default());
    for (place, item) in items.try_iter()?.enumerate() {
        if place >= MOST_ITEMS {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("the list has more than {MOST_ITEMS} items"),
            ));
        }
        if place > 0 {
            text.push_str(separator);
        }
        match item.as_str() {
            Some(item) => text.push_str(item),
            None => text.push_str(&item.to_string()),
        }
        bounded(text.len())?;
    }
    Ok(text)
}

pub(super) fn bounded(length: usize) -> Result<(), Error> {
    if length <= LONGEST {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidOperation, format!("the text has more than {LONGEST} bytes")))
}

/// The output of a template, up to a length.
#[derive(Default)]
pub(super) struct Bounded(Vec<u8>);

impl Bounded {
    pub fn into_text(self) -> Result<String, String> {
        String::from_utf8(self.0).map_err(|error| error.to_string())
    }
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other(format!("the text has more than {LONGEST} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_the_filters_that_there_are() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lab.md");
        let page = std::fs::read_to_string(page).unwrap();
        let row = page.lines().find(|line| line.starts_with("| filters |")).unwrap();
        let named: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let env = environment();
        for name in FILTERS.into_iter().filter(|name| has_filter(&env, name)) {
            assert!(named.contains(&name), "{name} is not documented");
        }
        for name in &named {
            assert!(has_filter(&env, name), "there is no {name}");
        }
    }
}
