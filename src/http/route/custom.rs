//! The operations' own routes.

use std::collections::HashMap;

use super::{Address, Call};
use crate::contract::{Contract, PathSegment, Verbs};
use crate::http::request::lower_case;
use crate::http::{Host, Request};
use crate::wire::Format;

/// The routes of a contract, ready for matching.
pub struct Routes {
    /// By their first literal, lower case; routes that begin with a variable stand under the empty text.
    by_first: HashMap<String, Vec<Pattern>>,
}

/// One route.
struct Pattern {
    place: usize,
    segments: Vec<Segment>,
    verbs: Verbs,
}

enum Segment {
    /// Lower case.
    Literal(String),
    Variable(String),
    /// `{Rest*}`: all that is left.
    Wildcard(String),
}

/// What makes one of several matching routes the best, most weighty first.
type Score = (bool, usize, bool);

impl Routes {
    /// Prepares the routes of a contract.
    pub fn new(contract: &Contract) -> Self {
        let mut by_first: HashMap<String, Vec<Pattern>> = HashMap::new();
        for (place, operation) in contract.operations().iter().enumerate() {
            for route in &operation.routes {
                let pattern = Pattern {
                    place,
                    segments: route.segments().map(Segment::of).collect(),
                    verbs: route.verbs.clone(),
                };
                by_first.entry(pattern.first().to_owned()).or_default().push(pattern);
            }
        }
        Self { by_first }
    }

    /// The best route for a request. A known format name after the last dot is cut off first (spec 03 section 2, step 1).
    pub fn find<'h>(&self, host: &'h Host, request: &Request) -> Option<Call<'h>> {
        let (path, suffix) = without_suffix(host, &request.path);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let first = parts.first().map(|part| lower_case(part)).unwrap_or_default();
        let candidates = [self.by_first.get(&*first), self.by_first.get("").filter(|_| !first.is_empty())];
        let best = candidates
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|pattern| Some((pattern.score(&parts, &request.verb)?, pattern)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?
            .1;
        let address = Address::Route { variables: best.variables(&parts), suffix };
        Some(Call {
            operation: &host.parts.contract.operations()[best.place],
            place: best.place,
            address,
            batch: false,
        })
    }
}

impl Pattern {
    fn first(&self) -> &str {
        match self.segments.first() {
            Some(Segment::Literal(text)) => text,
            _ => "",
        }
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

    fn variables(&self, parts: &[&str]) -> Vec<(String, String)> {
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
