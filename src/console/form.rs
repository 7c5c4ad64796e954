//! The fields of a request as HTML.

use std::cell::Cell;

use maud::{Markup, html};

use super::shape::{self, DEEPEST, MOST_FIELDS, Shape, below};
use super::{Fields, FilledForm};
use crate::contract::{Contract, DtoId, Enumeration, Member, Property, Scalar, TypeRef};
use crate::pages::data_type;

/// A form and what was given in it so far.
pub(super) struct Form<'a> {
    contract: &'a Contract,
    fields: &'a Fields,
    filled_form: &'a FilledForm,
    left: Cell<usize>,
}

impl<'a> Form<'a> {
    pub fn new(contract: &'a Contract, fields: &'a Fields, filled_form: &'a FilledForm) -> Self {
        Self { contract, fields, filled_form, left: Cell::new(MOST_FIELDS) }
    }

    /// The members of a class.
    pub fn members(&self, dto: DtoId, path: &str, depth: usize) -> Markup {
        let members = self.contract.dto(dto).members.iter().enumerate();
        html! {
            @for (place, member) in members.filter(|(_, member)| !member.hidden) {
                (self.member(member, &below(path, place), depth))
            }
        }
    }

    fn member(&self, member: &Member, path: &str, depth: usize) -> Markup {
        let about = About::of(self.contract, member);
        match shape::of(self.contract, &member.ty) {
            Shape::Line(_) | Shape::Choice(_) => html! {
                div.field {
                    label for=(id(path)) { (about.label()) }
                    (self.input(&member.ty, path, about.allowed()))
                    (about.text(path))
                }
            },
            shape => html! {
                fieldset.field {
                    legend { (about.label()) }
                    (about.text(path))
                    (self.several(shape, path, depth))
                }
            },
        }
    }

    /// A list, a dictionary or a class.
    fn several(&self, shape: Shape<'_>, path: &str, depth: usize) -> Markup {
        let count = self.fields.count(path);
        let is_class = matches!(shape, Shape::Class(_));
        let more = depth < DEEPEST && self.left.get() > 0;
        html! {
            input type="hidden" name=(format!("n.{path}")) value=(count);
            @match shape {
                Shape::Class(dto) if count > 0 && more => { (self.members(dto, path, depth + 1)) },
                Shape::List(item) if more => @for place in 0..count {
                    (self.item(path, place, &self.value(item, &below(path, place), depth + 1)))
                },
                Shape::Dictionary(key, value) if more => @for place in 0..count {
                    @let entry = below(path, place);
                    (self.item(path, place, &html! {
                        (self.value(key, &below(&entry, "k"), depth + 1)) span.arrow aria-hidden="true" { "→" }
                        (self.value(value, &below(&entry, "v"), depth + 1))
                    }))
                },
                _ => {},
            }
            @if is_class && count > 0 {
                (button("clear", path, "Leave out"))
            } @else if more {
                (button("add", path, if is_class { "Fill in" } else { "Add" }))
            }
        }
    }

    fn item(&self, list: &str, place: usize, content: &Markup) -> Markup {
        html! {
            div.item { (content) (button("remove", &below(list, place), "Remove")) }
        }
    }

    /// The value of an item, a key or an entry.
    fn value(&self, ty: &TypeRef, path: &str, depth: usize) -> Markup {
        match shape::of(self.contract, ty) {
            Shape::Line(_) | Shape::Choice(_) => self.input(ty, path, &[]),
            Shape::Class(dto) => html! { div.members { (self.members(dto, path, depth)) } },
            shape => html! { div.members { (self.several(shape, path, depth)) } },
        }
    }

    fn input(&self, ty: &TypeRef, path: &str, allowed: &[String]) -> Markup {
        self.left.set(self.left.get().saturating_sub(1));
        let fault = self.filled_form.faults.get(path);
        let input = Input { path, text: self.fields.text(path), faulty: fault.is_some() };
        html! {
            @match shape::of(self.contract, ty) {
                Shape::Choice(members) => (input.choice(&names(members))),
                Shape::Line(Some(Scalar::Boolean)) => (input.choice(&["true".to_owned(), "false".to_owned()])),
                Shape::Line(scalar) => (input.line(scalar, allowed)),
                _ => {},
            }
            @if let Some(fault) = fault { p.fault id=(format!("e.{path}")) { (fault) } }
        }
    }
}

/// The texts that the wire has for the members of an enum.
fn names(members: &Enumeration) -> Vec<String> {
    members.members.iter().map(|member| member.on_the_wire().to_owned()).collect()
}

fn id(path: &str) -> String {
    format!("v.{path}")
}

fn button(act: &str, path: &str, label: &str) -> Markup {
    let act = format!("{act}.{path}");
    html! { button.small type="submit" name="do" value=(act) id=(format!("b.{act}")) { (label) } }
}

/// What a contract says of a member.
struct About<'a> {
    member: &'a Member,
    property: Option<&'a Property>,
}

impl<'a> About<'a> {
    fn of(contract: &'a Contract, member: &'a Member) -> Self {
        Self { member, property: contract.property(member) }
    }

    fn allowed(&self) -> &'a [String] {
        self.property.map(|property| property.allowable_values.as_slice()).unwrap_or_default()
    }

    fn label(&self) -> Markup {
        let property = self.property;
        html! {
            span.name { (self.member.name) }
            @if let Some(property) = property {
                " " span.type { (property.display_type.clone().unwrap_or_else(|| data_type(&property.type_name))) }
                @if property.is_required { " " span.required { "required" } }
            }
        }
    }

    fn text(&self, path: &str) -> Markup {
        let description = self.property.and_then(|property| property.description.as_deref());
        html! { @if let Some(text) = description { p.about id=(format!("d.{path}")) { (text) } } }
    }
}

/// One input.
struct Input<'a> {
    path: &'a str,
    text: &'a str,
    faulty: bool,
}

impl Input<'_> {
    fn fault_id(&self) -> Option<String> {
        self.faulty.then(|| format!("e.{}", self.path))
    }

    /// Something chosen before stays choosable, even if it is none of the names.
    fn choice(&self, names: &[String]) -> Markup {
        let foreign = !self.text.is_empty() && !names.iter().any(|name| name == self.text);
        html! {
            select id=(id(self.path)) name=(id(self.path)) aria-label=[self.own_label()]
                aria-invalid=[self.faulty.then_some("true")] aria-describedby=[self.fault_id()] {
                option value="" {}
                @if foreign { option selected { (self.text) } }
                @for name in names { option selected[name == self.text] { (name) } }
            }
        }
    }

    fn line(&self, scalar: Option<Scalar>, allowed: &[String]) -> Markup {
        let kind = Kind::of(scalar);
        // A browser shows nothing of a time that is not in its form, so that it stays a line then.
        let fits =
            self.text.is_empty() || (self.text.len() >= 16 && self.text.as_bytes()[10] == b'T');
        let ty = if kind.ty == "datetime-local" && !fits { "text" } else { kind.ty };
        let list = (!allowed.is_empty()).then(|| format!("l.{}", self.path));
        html! {
            input id=(id(self.path)) name=(id(self.path)) type=(ty) value=(self.text) inputmode=[kind.mode]
                placeholder=[kind.hint] step=[(ty == "datetime-local").then_some("1")] list=[&list]
                autocomplete="off" spellcheck="false" aria-label=[self.own_label()]
                aria-invalid=[self.faulty.then_some("true")] aria-describedby=[self.fault_id()];
            @if let Some(list) = list { datalist id=(list) { @for value in allowed { option value=(value); } } }
        }
    }

    /// Items have no label of their own: their list has one.
    fn own_label(&self) -> Option<String> {
        let (list, place) = self.path.rsplit_once('.')?;
        let number = |text: &str| text.parse::<usize>().map_or(1, |place| place + 1);
        Some(match place {
            "k" => format!("Key {}", number(list.rsplit('.').next().unwrap_or_default())),
            "v" => format!("Value {}", number(list.rsplit('.').next().unwrap_or_default())),
            _ => return None,
        })
    }
}

/// How a browser asks for a scalar.
struct Kind {
    ty: &'static str,
    mode: Option<&'static str>,
    hint: Option<&'static str>,
}

impl Kind {
    fn of(scalar: Option<Scalar>) -> Self {
        let plain = Self { ty: "text", mode: None, hint: None };
        match scalar {
            Some(scalar) if scalar.is_whole() => Self { mode: Some("numeric"), ..plain },
            Some(scalar) if scalar.is_number() => Self { mode: Some("decimal"), ..plain },
            Some(Scalar::DateTime) => Self { ty: "datetime-local", ..plain },
            Some(Scalar::DateTimeOffset) => {
                Self { hint: Some("2030-01-02T03:04:05+04:00"), ..plain }
            }
            Some(Scalar::DateOnly) => Self { ty: "date", ..plain },
            Some(Scalar::TimeSpan | Scalar::TimeOnly) => Self { hint: Some("PT1H30M"), ..plain },
            Some(Scalar::Guid) => Self { hint: Some("00000000000000000000000000000000"), ..plain },
            Some(Scalar::Bytes) => Self { hint: Some("Base64"), ..plain },
            _ => plain,
        }
    }
}
