//! From the values of a file to a shape, checked against the type.

use super::{Item, Shape};
use crate::contract::{Dto, DtoId, Scalar, TypeRef};
use crate::nearest::nearest;
use crate::stub::compile::Compiler;
use crate::stub::mistake::Fault;
use crate::stub::scope::member_of;
use crate::stub::tree::{Kind, Node};
use crate::value::Value;

impl Compiler<'_> {
    /// The shape of a value of this type; `path` names it in faults.
    pub fn shape(&mut self, node: &Node, ty: &TypeRef, path: &str) -> Result<Shape, Fault> {
        let contract = self.contract();
        match (ty, &node.kind) {
            (TypeRef::Nullable(_), Kind::Null) => Ok(Shape::Constant(Value::Null)),
            (TypeRef::Nullable(of), _) => self.shape(node, of, path),
            (_, Kind::Null) if contract.default_value(ty) == Value::Null => {
                Ok(Shape::Constant(Value::Null))
            }
            (_, Kind::Text(text)) => self.text_shape(node, ty, text, path),
            (TypeRef::List(_, of), Kind::List(items)) => self.list(items, of, path),
            (TypeRef::Dictionary(key, of), Kind::Table(entries)) => {
                self.dictionary(entries, (key, of), path)
            }
            (TypeRef::Dto(id), Kind::Table(entries))
                if contract.dto(*id).enumeration().is_none() =>
            {
                self.object(entries, *id, path)
            }
            _ => self.scalar(node, ty, path).map(Shape::Constant),
        }
    }

    /// The shape of a value that was read already: its texts may be templates.
    pub fn shape_of(&mut self, value: Value, ty: &TypeRef, path: &str) -> Result<Shape, Fault> {
        match (value, ty) {
            (Value::String(text), _) => {
                let compiled = self.templates.text(&text, 0, path)?;
                let is_constant = matches!(compiled, super::Text::Constant(_));
                let constant = || Shape::Constant(Value::String(text.clone()));
                Ok(if is_constant { constant() } else { Shape::Text(compiled, ty.clone()) })
            }
            (value, TypeRef::Nullable(of)) => self.shape_of(value, of, path),
            (Value::Object(mut object), _) => {
                let dto = self.contract().dto(object.dto);
                let mut members = Vec::new();
                for (place, member) in dto.members.iter().enumerate() {
                    let value = std::mem::take(&mut object.members[place]);
                    let path = if path.is_empty() {
                        member.name.clone()
                    } else {
                        format!("{path}.{}", member.name)
                    };
                    match self.shape_of(value, &member.ty, &path)? {
                        Shape::Constant(value) => object.members[place] = value,
                        shape => members.push((place, shape)),
                    }
                }
                let is_constant = members.is_empty();
                Ok(if is_constant {
                    Shape::Constant(Value::Object(object))
                } else {
                    Shape::Object(object, members)
                })
            }
            (Value::List(items), TypeRef::List(_, of)) => {
                let mut shapes = Vec::with_capacity(items.len());
                for (index, item) in items.into_iter().enumerate() {
                    shapes.push(Item::One(self.shape_of(item, of, &format!("{path}[{index}]"))?));
                }
                Ok(folded(shapes))
            }
            (value, _) => Ok(Shape::Constant(value)),
        }
    }

    fn list(&mut self, items: &[Node], of: &TypeRef, path: &str) -> Result<Shape, Fault> {
        let mut made = Vec::with_capacity(items.len());
        for (index, node) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            made.push(match node.get("$for") {
                Some(head) => self.each(node, head, of, &path)?,
                None => Item::One(self.shape(node, of, &path)?),
            });
        }
        Ok(folded(made))
    }

    /// `{"$for": "name in Names", …}`: the other members are the item, or `$item` is it.
    fn each(&mut self, node: &Node, head: &Node, of: &TypeRef, path: &str) -> Result<Item, Fault> {
        let fault = || Fault::at(head.at, format!("`{path}.$for` is written `name in NAMES`"));
        let Kind::Text(text) = &head.kind else { return Err(fault()) };
        let (name, over) = text.split_once(" in ").ok_or_else(fault)?;
        let name = name.trim();
        let is_name = name.starts_with(|c: char| c.is_alphabetic())
            && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !is_name {
            return Err(fault());
        }
        let over = self.templates.expression(over.trim(), head.at, &format!("{path}.$for"))?;
        self.templates.locals.push(name.to_owned());
        let item = match (node.get("$item"), &node.kind) {
            (Some(item), _) => self.shape(item, of, path),
            (None, Kind::Table(entries)) => {
                let rest = entries.iter().filter(|(key, _)| key != "$for").cloned().collect();
                self.shape(&Node { at: node.at, kind: Kind::Table(rest) }, of, path)
            }
            _ => Err(fault()),
        };
        self.templates.locals.pop();
        Ok(Item::Each { over, name: name.to_owned(), item: item? })
    }

    fn dictionary(
        &mut self,
        entries: &[(String, Node)],
        (key, of): (&TypeRef, &TypeRef),
        path: &str,
    ) -> Result<Shape, Fault> {
        let mut made = Vec::with_capacity(entries.len());
        for (name, node) in entries {
            let path = format!("{path}[{name}]");
            let text = Node { at: node.at, kind: Kind::Text(name.clone()) };
            made.push((self.scalar(&text, key, &path)?, self.shape(node, of, &path)?));
        }
        let constant = |(key, shape): &(Value, Shape)| match shape {
            Shape::Constant(value) => Some((key.clone(), value.clone())),
            _ => None,
        };
        Ok(match made.iter().map(constant).collect() {
            Some(entries) => Shape::Constant(Value::Dictionary(entries)),
            None => Shape::Dictionary(made),
        })
    }

    fn object(
        &mut self,
        entries: &[(String, Node)],
        id: DtoId,
        path: &str,
    ) -> Result<Shape, Fault> {
        let contract = self.contract();
        let (dto, mut blank) = (contract.dto(id), contract.new_object(id));
        let mut members: Vec<(usize, Shape)> = Vec::new();
        let mut met = Vec::new();
        for (name, node) in entries {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let place = member_of(contract, id, name)
                .ok_or_else(|| Fault::at(node.at, unknown(dto, &self.name_of(id), &below, name)))?;
            if met.contains(&place) {
                return Err(Fault::at(node.at, format!("`{below}` is given twice")));
            }
            met.push(place);
            match self.shape(node, &dto.members[place].ty, &below)? {
                Shape::Constant(value) => blank.members[place] = value,
                shape => members.push((place, shape)),
            }
        }
        let is_constant = members.is_empty();
        Ok(if is_constant {
            Shape::Constant(Value::Object(blank))
        } else {
            Shape::Object(blank, members)
        })
    }

    fn name_of(&self, id: DtoId) -> String {
        self.contract().type_text(&TypeRef::Dto(id))
    }

    fn text_shape(
        &mut self,
        node: &Node,
        ty: &TypeRef,
        text: &str,
        path: &str,
    ) -> Result<Shape, Fault> {
        let compiled = self.templates.text(text, node.at, path)?;
        if let super::Text::Constant(_) = compiled {
            return self.scalar(node, ty, path).map(Shape::Constant);
        }
        if let Some(of) = compiled.ty().filter(|of| !may_become(of, ty)) {
            let contract = self.contract();
            let (wanted, found) = (contract.type_text(ty), contract.type_text(of));
            let reason =
                format!("`{path}` is not of its type: expected {wanted}, `{text}` is {found}");
            return Err(Fault::at(node.at, reason));
        }
        Ok(Shape::Text(compiled, ty.clone()))
    }
}

/// A list of constants is one itself.
fn folded(items: Vec<Item>) -> Shape {
    let constant = |item: &Item| match item {
        Item::One(Shape::Constant(value)) => Some(value.clone()),
        _ => None,
    };
    match items.iter().map(constant).collect() {
        Some(values) => Shape::Constant(Value::List(values)),
        None => Shape::List(items),
    }
}

/// Whether a value of one type can be one of the other, as far as types show.
fn may_become(from: &TypeRef, to: &TypeRef) -> bool {
    match (from, to) {
        (from, to) if from == to => true,
        (TypeRef::Nullable(from), to) => may_become(from, to),
        (from, TypeRef::Nullable(to)) => may_become(from, to),
        (TypeRef::List(_, from), TypeRef::List(_, to)) => may_become(from, to),
        (TypeRef::Dictionary(..), TypeRef::Dictionary(..)) | (TypeRef::Unknown(_), _) => true,
        (TypeRef::Scalar(Scalar::Object), _) => true,
        (TypeRef::Scalar(from), TypeRef::Scalar(to)) => {
            is_text(*from) || is_text(*to) || is_number(*from) == is_number(*to)
        }
        (TypeRef::Scalar(from), TypeRef::Dto(_)) => is_text(*from) || is_number(*from),
        (TypeRef::Dto(_), TypeRef::Scalar(to)) => is_text(*to) || is_number(*to),
        // Two classes may have members of the same names.
        (TypeRef::Dto(_), TypeRef::Dto(_)) => true,
        (_, TypeRef::Unknown(_)) => true,
        _ => false,
    }
}

fn is_text(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::String | Scalar::Object | Scalar::Uri | Scalar::Version | Scalar::Type)
}

fn is_number(scalar: Scalar) -> bool {
    !is_text(scalar)
        && !matches!(
            scalar,
            Scalar::Boolean
                | Scalar::Guid
                | Scalar::DateTime
                | Scalar::DateTimeOffset
                | Scalar::TimeSpan
                | Scalar::DateOnly
                | Scalar::TimeOnly
                | Scalar::Bytes
                | Scalar::Stream
                | Scalar::Char
        )
}

/// The sentence of a member that the class does not have.
pub(in crate::stub) fn unknown(dto: &Dto, class: &str, path: &str, name: &str) -> String {
    let names = dto.members.iter().map(|member| member.name.as_str());
    match nearest(name, names.clone()) {
        Some(near) => format!("`{path}` is no member of {class}; did you mean `{near}`?"),
        None if dto.members.is_empty() => {
            format!("`{path}` is no member of {class}, which has none")
        }
        None => {
            let names: Vec<&str> = names.take(12).collect();
            format!("`{path}` is no member of {class}; its members are {}", names.join(", "))
        }
    }
}
