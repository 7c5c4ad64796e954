//! Paths with variables, as OpenAPI and Postman write them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Names;
use super::names::plain;
use crate::contract::{PathSegment, Route};

/// What stands as it is in a path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A path of literals and variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// In order.
    pub segments: Vec<Segment>,
}

/// One segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Percent-encoded.
    Literal(String),
    /// A variable.
    Variable {
        /// Its name in the document, unique within the path.
        name: String,
        /// The member that it fills.
        member: String,
        /// It takes all that is left of the path.
        rest: bool,
    },
}

impl Template {
    /// The template of a route.
    pub fn of(route: &Route) -> Self {
        let mut names = Names::default();
        let mut variable = |member: &str, rest| Segment::Variable {
            name: names.claim(&plain(member)),
            member: member.to_owned(),
            rest,
        };
        let segments = route.segments().map(|segment| match segment {
            PathSegment::Literal(text) => Segment::Literal(encoded(text)),
            PathSegment::Variable(name) => variable(name, false),
            PathSegment::Wildcard(name) => variable(name, true),
        });
        Self { segments: segments.collect() }
    }

    /// A template without variables.
    pub fn literal(parts: &[&str]) -> Self {
        Self { segments: parts.iter().map(|part| Segment::Literal(encoded(part))).collect() }
    }

    /// What two templates share if no request can distinguish them: literals without case, no names
    /// of variables.
    pub(super) fn key(&self) -> String {
        let key = |segment: &Segment| match segment {
            Segment::Literal(text) => format!("/{}", text.to_lowercase()),
            Segment::Variable { .. } => "/{}".to_owned(),
        };
        self.segments.iter().map(key).collect()
    }

    /// The same path with the spelling of another that has the same key.
    pub(super) fn respelt(&self, as_in: &Self) -> Self {
        let respelt = |(own, other): (&Segment, &Segment)| match (own, other) {
            (Segment::Variable { member, rest, .. }, Segment::Variable { name, .. }) => {
                Segment::Variable { name: name.clone(), member: member.clone(), rest: *rest }
            }
            _ => other.clone(),
        };
        Self { segments: self.segments.iter().zip(&as_in.segments).map(respelt).collect() }
    }

    /// The members that its variables fill, by name without case.
    pub fn fills(&self, name: &str) -> bool {
        self.segments.iter().any(|segment| match segment {
            Segment::Variable { member, .. } => member.eq_ignore_ascii_case(name),
            Segment::Literal(_) => false,
        })
    }

    /// Whether it ends in a variable that takes all that is left.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Variable { rest: true, .. }))
    }

    /// The text, with each variable as `variable` writes it.
    pub fn text(&self, variable: impl Fn(&str) -> String) -> String {
        if self.segments.is_empty() {
            return "/".to_owned();
        }
        let text = |segment: &Segment| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Variable { name, .. } => format!("/{}", variable(name)),
        };
        self.segments.iter().map(text).collect()
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, IN_PATH).to_string()
}
