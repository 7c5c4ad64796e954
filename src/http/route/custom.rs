//! The operations' own routes.

use std::collections::HashMap;

use super::{Address, Call};
use crate::contract::{Contract, PathSegment, Verbs};
use crate::http::text::lower_case;
use crate::http::{Host, Request};
use crate::wire::Format;

/// The routes of a contract, ready for matching.
#[derive(Default)]
pub struct Routes {
    /// Those without a variable, by their path in lower case: no other route is better where one of them fits.
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
    pub fn new(contract: &Contract) -> Self {
        let mut routes = Self::default();
        for (place, operation) in contract.operations().iter().enumerate() {
            for route in &operation.routes {
                let pattern = Pattern {
                    place,
                    segments: route.segments().map(Segment::of).collect(),
                    verbs: route.verbs.clone(),
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
            Some(Segment::Literal(text)) => self.by_literal.entry(text.clone()).or_default().push(pattern),
            _ => self.others.push(pattern),
        }
    }

    /// The best route for a request. A known format name after the last dot is cut off first (spec 03 section 2, step 1).
    pub fn find<'h>(&self, host: &'h Host, request: &Request) -> Option<Call<'h>> {
        let (path, suffix) = without_suffix(host, request.path());
        let (place, variables) =
            self.find_plain(path, &request.verb).or_else(|| self.find_any(path, &request.verb))?;
        let operation = &host.parts.contract.operations()[place];
        Some(Call { operation, place, address: Address::Route { variables, suffix }, batch: false })
    }

    /// The best of the routes without a variable; none for a path that is not spelled as they are.
    fn find_plain(&self, path: &str, verb: &str) -> Option<(usize, Variables)> {
        let candidates = self.plain.get(&*lower_case(path.trim_matches('/')))?;
        let mut fitting = candidates.iter().filter(|pattern| pattern.verbs.allow(verb));
        let best = fitting.clone().find(|pattern| pattern.verbs != Verbs::All).or_else(|| fitting.next())?;
        Some((best.place, Variables::new()))
    }

    fn find_any(&self, path: &str, verb: &str) -> Option<(usize, Variables)> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let literal = parts.first().and_then(|part| self.by_literal.get(&*lower_case(part)));
        let best = literal
            .into_iter()
            .flatten()
            .chain(&self.others)
            .filter_map(|pattern| Some((pattern.score(&parts, verb)?, pattern)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?
            .1;
        Some((best.place, best.variables(&parts)))
    }
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

    /// `None` when path or verb do not fit.
    fn score(&self, parts: &[&str], verb: &str) -> Option<Score> {
        let wildcard = matches!(self.segments.last(), Some(Segment::Wildcard(_)));
        let fixed = self.segments.len() - usize::from(wildcard);
        let long_enough = if wildcard { parts.len() >= fixed } else { parts.len() == fixed };
        let fits = long_enough && self.segments.iter().zip(parts).all(|(segment, part)| segment.takes(part));
        let literals =
            || self.segments.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count();
        (fits && self.verbs.allow(verb)).then(|| (!wildcard, literals(), self.verbs != Verbs::All))
    }

    fn variables(&self, parts: &[&str]) -> Variables {
        let place = |(index, segment): (usize, &Segment)| match segment {
            Segment::Literal(_) => None,
            Segment::Variable(name) => Some((name.clone(), parts[index].to_owned())),
            Segment::Wildcard(name) => Some((name.clone(), parts[index..].join("/"))),
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

fn without_suffix<'p>(host: &Host, path: &'p str) -> (&'p str, Option<Format>) {
    let cut = path.rsplit_once('.').and_then(|(rest, name)| Some((rest, host.format_named(name)?)));
    cut.map_or((path, None), |(rest, format)| (rest, Some(format)))
}
