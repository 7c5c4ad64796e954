//! A value as nested tables and lists.

use maud::{Markup, html};

use crate::{
    contract::{Contract, DtoId, TypeRef},
    value::{Object, Value},
    wire::{Dialect, Typed, text},
};

/// A value of any type.
pub(super) fn value(typed: &Typed, dialect: &Dialect, depth: usize) -> Markup {
    if depth > dialect.max_depth {
        return html! { span.null { "…" } };
    }
    match (typed.value, typed.ty) {
        (Value::Null, _) => html! { span.null { "null" } },
        (_, TypeRef::Nullable(inner)) => value(&Typed { ty: inner, ..*typed }, dialect, depth),
        (Value::Object(object), _) => members(typed.contract, object, dialect, depth),
        (Value::List(items), TypeRef::List(_, of)) => {
            list(&Typed { ty: of, ..*typed }, items, dialect, depth)
        }
        (Value::List(items), _) => list(typed, items, dialect, depth),
        (Value::Dictionary(entries), _) => dictionary(typed, entries, dialect, depth),
        _ => scalar(typed, dialect),
    }
}

/// A scalar as JSV spells it; a string as it is.
fn scalar(typed: &Typed, dialect: &Dialect) -> Markup {
    let mut plain = String::new();
    let class = match typed.value {
        Value::Bool(_) => "boolean",
        Value::Int(_)
        | Value::UInt(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_) => "number",
        Value::String(text) if text.is_empty() => return html! { span.null { "empty" } },
        _ => "text",
    };
    match text::write(&mut plain, typed, dialect) {
        Ok(()) => html! { span class=(class) { (plain) } },
        Err(error) => html! { span.null { (error) } },
    }
}

fn members(contract: &Contract, object: &Object, dialect: &Dialect, depth: usize) -> Markup {
    let members = contract.dto(object.dto).members.iter().zip(&object.members);
    html! {
        table.object {
            @for (member, value) in members {
                tr {
                    th scope="row" { (dialect.member_name(member)) }
                    td { (self::value(&Typed { contract, ty: &member.ty, value }, dialect, depth + 1)) }
                }
            }
        }
    }
}

/// Items of one class are rows of a table, all others points of a list. `typed` has the type of an
/// item.
fn list(typed: &Typed, items: &[Value], dialect: &Dialect, depth: usize) -> Markup {
    if items.is_empty() {
        return html! { span.null { "empty list" } };
    }
    match typed.ty {
        TypeRef::Dto(id) if text::is_class(typed.contract, typed.ty) => {
            rows(typed.contract, *id, items, dialect, depth)
        }
        _ => html! {
            ol start="0" {
                @for item in items {
                    li { (value(&Typed { value: item, ..*typed }, dialect, depth + 1)) }
                }
            }
        },
    }
}

fn rows(
    contract: &Contract,
    id: DtoId,
    items: &[Value],
    dialect: &Dialect,
    depth: usize,
) -> Markup {
    html! {
        table.rows {
            thead {
                tr {
                    @for member in &contract.dto(id).members {
                        th scope="col" { (dialect.member_name(member)) }
                    }
                }
            }
            tbody {
                @for item in items {
                    tr { (row(contract, id, item, dialect, depth)) }
                }
            }
        }
    }
}

/// The cells of a row. A null, or an object of another class, takes the whole row.
fn row(contract: &Contract, id: DtoId, item: &Value, dialect: &Dialect, depth: usize) -> Markup {
    let members = &contract.dto(id).members;
    match item {
        Value::Object(object) if object.dto == id => html! {
            @for (member, value) in members.iter().zip(&object.members) {
                td { (self::value(&Typed { contract, ty: &member.ty, value }, dialect, depth + 1)) }
            }
        },
        value => html! {
            td colspan=(members.len()) {
                (self::value(&Typed { contract, ty: &TypeRef::Dto(id), value }, dialect, depth + 1))
            }
        },
    }
}

fn dictionary(
    typed: &Typed,
    entries: &[(Value, Value)],
    dialect: &Dialect,
    depth: usize,
) -> Markup {
    let (key, of) = match typed.ty {
        TypeRef::Dictionary(key, of) => (&**key, &**of),
        other => (other, other),
    };
    if entries.is_empty() {
        return html! { span.null { "empty" } };
    }
    html! {
        table.object {
            @for (name, entry) in entries {
                tr {
                    th scope="row" { (value(&Typed { ty: key, value: name, ..*typed }, dialect, depth + 1)) }
                    td { (value(&Typed { ty: of, value: entry, ..*typed }, dialect, depth + 1)) }
                }
            }
        }
    }
}
