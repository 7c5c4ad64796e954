//! An expression that is a member of the request: its value needs no engine, and keeps its type.

use super::Templates;
use super::bounds::{NOT_FINITE, is_finite};
use crate::contract::TypeRef;
use crate::stub::mistake::Fault;
use crate::stub::scope::{BUILT_IN, Scope, TemplateError, member_of};
use crate::value::Value;

/// The way to a value within the request.
#[derive(Debug, Clone)]
pub(in crate::stub) struct MemberPath {
    text: String,
    steps: Vec<Step>,
    ty: TypeRef,
    line: usize,
}

#[derive(Debug, Clone)]
enum Step {
    Member(usize),
    Item(usize),
}

impl Templates<'_> {
    /// The member that an expression names; none when it is anything else.
    pub(in crate::stub) fn member(
        &self,
        expression: &str,
        at: usize,
        path: &str,
    ) -> Result<Option<MemberPath>, Fault> {
        let Some(names) = names_of(expression) else { return Ok(None) };
        let first = names[0].0;
        let dto = self.contract.dto(self.operation.request);
        let is_exact = dto.members.iter().any(|member| member.name == first);
        if self.locals.iter().any(|local| local == first)
            || (BUILT_IN.contains(&first) && !is_exact)
        {
            return Ok(None);
        }
        let dotted = names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(".");
        self.known(&dotted).map_err(|reason| Fault::at(at, format!("`{path}`: {reason}")))?;
        Ok(self.way(&names).map(|(steps, ty)| {
            let (text, line) = (expression.to_owned(), self.lines.line_of(at));
            MemberPath { text, steps, ty, line }
        }))
    }

    fn way(&self, names: &[(&str, Vec<usize>)]) -> Option<(Vec<Step>, TypeRef)> {
        let (mut steps, mut ty) = (Vec::new(), TypeRef::Dto(self.operation.request));
        for (name, items) in names {
            let TypeRef::Dto(id) = ty else { return None };
            let place = member_of(self.contract, id, name)?;
            steps.push(Step::Member(place));
            ty = self.contract.dto(id).members[place].ty.clone();
            for item in items {
                let TypeRef::List(_, of) = ty else { return None };
                steps.push(Step::Item(*item));
                ty = *of;
            }
        }
        Some((steps, ty))
    }
}

/// `A.B[0].C` as names with their indices; none for any other expression.
fn names_of(expression: &str) -> Option<Vec<(&str, Vec<usize>)>> {
    expression.split('.').map(one_name).collect()
}

fn one_name(text: &str) -> Option<(&str, Vec<usize>)> {
    let end = text.find('[').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_word = ["true", "false", "none", "not", "True", "False", "None"].contains(&name);
    if !is_name || is_word {
        return None;
    }
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
        items.push(index.parse().ok()?);
        rest = after;
    }
    Some((name, items))
}

impl MemberPath {
    /// The type of the value.
    pub fn ty(&self) -> &TypeRef {
        &self.ty
    }

    /// The value.
    pub fn get<'s>(&self, scope: &'s Scope<'_>) -> Result<&'s Value, TemplateError> {
        let failed = |reason: String| TemplateError { line: self.line, reason };
        let mut members = &scope.call().request.members;
        let mut found: Option<&Value> = None;
        for step in &self.steps {
            found = match (step, found) {
                (Step::Member(place), None) => members.get(*place),
                (Step::Member(place), Some(Value::Object(object))) => {
                    members = &object.members;
                    members.get(*place)
                }
                (Step::Item(index), Some(Value::List(items))) => items.get(*index),
                _ => None,
            };
            if found.is_none() {
                return Err(failed(format!("`{}` is not there", self.text)));
            }
        }
        found.ok_or_else(|| failed(format!("`{}` is not there", self.text)))
    }

    /// The value as a text.
    pub fn text(&self, scope: &Scope<'_>) -> Result<String, TemplateError> {
        match self.get(scope)? {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.clone()),
            value => {
                let shown = scope.call().lift(&self.ty, value);
                if !is_finite(&shown) {
                    return Err(TemplateError { line: self.line, reason: NOT_FINITE.to_owned() });
                }
                Ok(shown.to_string())
            }
        }
    }

    /// The line of its file.
    pub fn line(&self) -> usize {
        self.line
    }
}
