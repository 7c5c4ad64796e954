//! The operations' own routes.

mod endpoints;

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Behaviour, Host, Hosting};
use crate::contract::{Contract, Operation, PathSegment, Route, Verbs};
use crate::wire::Format;
pub use endpoints::Endpoint;

/// The routes of a contract, ready for matching.
#[derive(Default)]
pub struct Routes {
    /// Those without a variable, by their path in lower case: no other route is better where one of
    /// them fits.
    plain: HashMap<String, Vec<Pattern>>,
    /// By their first literal, lower case.
    by_literal: HashMap<String, Vec<Pattern>>,
    /// Those without a literal to begin with.
    others: Vec<Pattern>,
}

/// One route.
#[derive(Clone)]
struct Pattern {
    place: usize,
    segments: Vec<Segment>,
    verbs: Verbs,
    /// As it was declared.
    path: String,
    /// A variable that is no member: a strict host refuses each call.
    unknown_variable: Option<String>,
}

#[derive(Clone)]
enum Segment {
    /// Lower case.
    Literal(String),
    Variable(String),
    /// `{Rest*}`: all that is left.
    Wildcard(String),
}

/// Names and values of path variables.
type Variables = Vec<(String, String)>;

/// What makes one of several matching routes the best, most weighty first.
type Score = (bool, usize, bool);

impl Routes {
    /// Prepares the routes of a contract.
    pub fn new(contract: &Contract, behaviour: &Behaviour) -> Self {
        let verbs = |operation, route: &Route| match behaviour.edition.hosting {
            Hosting::Classic => route.verbs.clone(),
            Hosting::Endpoints => endpoints::verbs(operation, route),
        };
        let mut routes = Self::default();
        for (place, operation) in contract.operations().iter().enumerate() {
            for route in &operation.routes {
                let pattern = Pattern {
                    place,
                    segments: route.segments().map(Segment::of).collect(),
                    verbs: verbs(operation, route),
                    path: route.path.clone(),
                    unknown_variable: unknown_variable(contract, operation, route),
                };
                routes.add(pattern);
            }
        }
        routes
    }

    fn add(&mut self, pattern: Pattern) {
        if let Some(path) = pattern.plain_path() {
            self.plain.entry(path).or_default().push(pattern.clone());
        }
        match pattern.segments.first() {
            Some(Segment::Literal(text)) => {
                self.by_literal.entry(text.clone()).or_default().push(pattern)
            }
            _ => self.others.push(pattern),
        }
    }

    /// The best route for a request. A known format name after the last dot is cut off first
    /// (docs/wire/http.md#format-of-the-answer, step 1), but a wildcard takes it all the same
    /// (recorded).
    pub fn find(&self, host: &Host, path: &str, verb: &str) -> Option<RouteMatch> {
        let (plain, suffix) = without_suffix(host, path);
        let found = self
            .find_plain(plain, verb)
            .or_else(|| self.find_any(host.strict(), path, plain, verb))?;
        Some(RouteMatch { suffix, ..found })
    }

    /// Whether a route begins with this literal.
    pub fn begin_with(&self, segment: &str) -> bool {
        self.by_literal.contains_key(&*lower_case(segment))
    }

    /// The best of the routes without a variable; none for a path that is not spelled as they are.
    fn find_plain(&self, path: &str, verb: &str) -> Option<RouteMatch> {
        let candidates = self.plain.get(&*lower_case(path.trim_matches('/')))?;
        let mut fitting = candidates.iter().filter(|pattern| pattern.allows(verb));
        let best = fitting
            .clone()
            .find(|pattern| pattern.verbs != Verbs::All)
            .or_else(|| fitting.next())?;
        Some(RouteMatch { place: best.place, ..RouteMatch::default() })
    }

    /// The best of all routes for a path without its suffix.
    fn find_any(&self, strict: bool, whole: &str, path: &str, verb: &str) -> Option<RouteMatch> {
        let parts = parts_of(path);
        let literal = parts.first().and_then(|part| self.by_literal.get(&*lower_case(part)));
        let best = literal
            .into_iter()
            .flatten()
            .chain(&self.others)
            .filter_map(|pattern| Some((pattern.score(&parts, verb, strict)?, pattern)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?
            .1;
        let parts = if best.has_wildcard() { parts_of(whole) } else { parts };
        let fault = if strict { best.fault(&parts, whole) } else { None };
        Some(RouteMatch {
            place: best.place,
            variables: best.variables(&parts),
            suffix: None,
            fault,
        })
    }
}

/// A route that fits.
#[derive(Default)]
pub struct RouteMatch {
    /// The operation's place.
    pub place: usize,
    /// Path variables in path order.
    pub variables: Variables,
    /// The format that a known suffix asks for.
    pub suffix: Option<Format>,
    /// Why the recorded host refuses to read such a path, though the route is the best one.
    pub fault: Option<String>,
}

/// A text in lower case, as itself where it already is. So routes and keys of queries are compared.
pub(crate) fn lower_case(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        text.to_lowercase().into()
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        text.to_ascii_lowercase().into()
    } else {
        text.into()
    }
}

fn parts_of(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

impl Pattern {
    /// The path of a route of literals alone.
    fn plain_path(&self) -> Option<String> {
        let literals = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Variable(_) | Segment::Wildcard(_) => None,
        });
        Some(literals.collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// A verb that was overridden with nothing is among all (recorded).
    fn allows(&self, verb: &str) -> bool {
        verb.is_empty() || self.verbs.allow(verb)
    }

    fn has_wildcard(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Wildcard(_)))
    }

    /// How many segments a path must have at least.
    fn fixed(&self) -> usize {
        self.segments.len() - usize::from(self.has_wildcard())
    }

    /// `None` when path or verb do not fit. A strict host takes a wildcard's route for a path that
    /// lacks only variables, and refuses it later (recorded).
    fn score(&self, parts: &[&str], verb: &str, strict: bool) -> Option<Score> {
        let (wildcard, fixed) = (self.has_wildcard(), self.fixed());
        let lacks_variables = || {
            let missing = self.segments.get(parts.len()..fixed).unwrap_or_default();
            missing.iter().all(|segment| matches!(segment, Segment::Variable(_)))
        };
        let long_enough = if wildcard {
            parts.len() >= fixed || (strict && lacks_variables())
        } else {
            parts.len() == fixed
        };
        let fits = long_enough
            && self.segments.iter().zip(parts).all(|(segment, part)| segment.takes(part));
        let literals = || {
            self.segments.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
        };
        (fits && self.allows(verb)).then(|| (!wildcard, literals(), self.verbs != Verbs::All))
    }

    /// Why the host cannot read a path that fits, in its words (recorded).
    fn fault(&self, parts: &[&str], path: &str) -> Option<String> {
        let route = &self.path;
        let too_short = parts.len() < self.fixed();
        let mismatch = || {
            format!(
                "Path Mismatch: Request Path '{path}' has invalid number of components compared to: '{route}'"
            )
        };
        if too_short { Some(mismatch()) } else { self.unknown_variable.clone() }
    }

    fn variables(&self, parts: &[&str]) -> Variables {
        let place = |(index, segment): (usize, &Segment)| match segment {
            Segment::Literal(_) => None,
            Segment::Variable(name) => Some((name.clone(), (*parts.get(index)?).to_owned())),
            Segment::Wildcard(name) => Some((name.clone(), parts.get(index..)?.join("/"))),
        };
        self.segments.iter().enumerate().filter_map(place).collect()
    }
}

impl Segment {
    fn of(segment: PathSegment<'_>) -> Self {
        match segment {
            PathSegment::Literal(text) => Self::Literal(text.to_lowercase()),
            PathSegment::Variable(name) => Self::Variable(name.to_owned()),
            PathSegment::Wildcard(name) => Self::Wildcard(name.to_owned()),
        }
    }

    fn takes(&self, part: &str) -> bool {
        match self {
            Self::Literal(text) if part.is_ascii() => part.eq_ignore_ascii_case(text),
            Self::Literal(text) => part.to_lowercase() == *text,
            Self::Variable(_) | Self::Wildcard(_) => true,
        }
    }
}

/// A path and the format that its suffix names. Only lower case is a suffix (recorded:
/// `/hello/x.JSON`).
fn without_suffix<'p>(host: &Host, path: &'p str) -> (&'p str, Option<Format>) {
    if !host.config().allow_route_content_type_extensions {
        return (path, None);
    }
    let cut = path.rsplit_once('.').and_then(|(rest, name)| {
        let format = host.format_named(name).filter(|format| format.name() == name)?;
        Some((rest, format))
    });
    cut.map_or((path, None), |(rest, format)| (rest, Some(format)))
}

/// The first variable of a route that is no member of the request, in the host's words. `{Ignore}`
/// may be none.
fn unknown_variable(contract: &Contract, operation: &Operation, route: &Route) -> Option<String> {
    let dto = contract.dto(operation.request);
    let is_known = |name: &str| name.eq_ignore_ascii_case("ignore") || dto.member(name).is_some();
    let name = route.variables().find(|name| !is_known(name))?;
    Some(format!("Could not find property {name} on {}", operation.name))
}
