//! The same routes as ASP.NET Core matches them, for a host with endpoint routing.

use std::collections::BTreeSet;

use super::{Pattern, RouteMatch, Routes, Segment, lower_case, parts_of, without_suffix};
use crate::contract::{Operation, Route, Verbs};
use crate::host::Host;

/// The suffix that a route of GET has beside itself (recorded: `/getonly.json`).
const SUFFIX: &str = ".json";

/// The verbs of a route: its own, else the one that the operation is called with; a service with a
/// method for every verb is called with POST (recorded).
pub(super) fn verbs(operation: &Operation, route: &Route) -> Verbs {
    // ServiceStack's own is `{**FilePath}` there.
    if route.is_unroutable() && !operation.built_in {
        let route = &route.path;
        tracing::warn!(route, "with endpoint routing a real host would not start");
    }
    operation.endpoint_verbs(route)
}

/// What is at a path.
pub enum Endpoint<T> {
    /// What the verb asks for.
    Found(T),
    /// Endpoints of other verbs: `Allow`.
    OtherVerb(String),
}

impl Routes {
    /// What is at a path; nothing where no route fits it.
    pub fn endpoint(&self, host: &Host, path: &str, verb: &str) -> Option<Endpoint<RouteMatch>> {
        // An empty segment is one; a slash at the end is nothing.
        if path.contains("//") {
            return None;
        }
        if let Some(found) = self.find_plain(path, verb) {
            return Some(Endpoint::Found(found));
        }
        let direct = self.find_endpoint(host, path, verb);
        match path.strip_suffix(SUFFIX) {
            Some(plain) if !matches!(direct, Some(Endpoint::Found(_))) => {
                either(direct, self.with_suffix(host, plain, verb))
            }
            _ => direct,
        }
    }

    fn find_endpoint(&self, host: &Host, path: &str, verb: &str) -> Option<Endpoint<RouteMatch>> {
        let parts = parts_of(path);
        let fitting: Vec<&Pattern> = self.fitting(&parts).collect();
        let best = fitting
            .iter()
            .filter(|pattern| pattern.verbs.allow(verb))
            .min_by(|one, other| one.ranks().cmp(other.ranks()));
        match best {
            Some(best) => Some(Endpoint::Found(matched(host, best, path))),
            None if fitting.is_empty() => None,
            None => Some(Endpoint::OtherVerb(allowed(&fitting))),
        }
    }

    /// `/path.json` of a route of GET.
    fn with_suffix(&self, host: &Host, path: &str, verb: &str) -> Option<Endpoint<RouteMatch>> {
        match self.find_endpoint(host, path, "GET")? {
            Endpoint::Found(found) if verb == "GET" => {
                let suffix = host.format_named(&SUFFIX[1..]);
                Some(Endpoint::Found(RouteMatch { suffix, ..found }))
            }
            Endpoint::Found(_) => Some(Endpoint::OtherVerb("GET".to_owned())),
            Endpoint::OtherVerb(_) => None,
        }
    }

    fn fitting<'r>(&'r self, parts: &'r [&str]) -> impl Iterator<Item = &'r Pattern> {
        let literal = parts.first().and_then(|part| self.by_literal.get(&*lower_case(part)));
        literal.into_iter().flatten().chain(&self.others).filter(|pattern| pattern.fits(parts))
    }
}

/// What one of two finds; else the verbs of both.
fn either<T>(one: Option<Endpoint<T>>, other: Option<Endpoint<T>>) -> Option<Endpoint<T>> {
    match (one, other) {
        (_, found @ Some(Endpoint::Found(_))) => found,
        (Some(Endpoint::OtherVerb(one)), Some(Endpoint::OtherVerb(other))) => {
            Some(Endpoint::OtherVerb(listed(one.split(", ").chain(other.split(", ")))))
        }
        (one, other) => one.or(other),
    }
}

/// ServiceStack reads the path once more: a format's name behind the last dot of a variable is cut
/// off (recorded: `POST /hello/x.json`).
fn matched(host: &Host, pattern: &Pattern, path: &str) -> RouteMatch {
    let ends_in_literal = matches!(pattern.segments.last(), Some(Segment::Literal(_)));
    let (plain, suffix) = if ends_in_literal { (path, None) } else { without_suffix(host, path) };
    let parts = parts_of(if pattern.has_wildcard() { path } else { plain });
    let fault = if host.strict() { pattern.fault(&parts, path) } else { None };
    RouteMatch { place: pattern.place, variables: pattern.variables(&parts), suffix, fault }
}

/// The verbs of all patterns, as `Allow` lists them.
fn allowed(patterns: &[&Pattern]) -> String {
    listed(patterns.iter().flat_map(|pattern| pattern.verbs.declared()))
}

fn listed<'v>(verbs: impl Iterator<Item = &'v str>) -> String {
    verbs.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

impl Pattern {
    fn fits(&self, parts: &[&str]) -> bool {
        let fixed = self.fixed();
        let is_long_enough =
            if self.has_wildcard() { parts.len() >= fixed } else { parts.len() == fixed };
        is_long_enough && self.segments.iter().zip(parts).all(|(segment, part)| segment.takes(part))
    }

    /// What makes a pattern better than another one, from left to right: literals before variables
    /// before what takes all the rest.
    fn ranks(&self) -> impl Iterator<Item = u8> {
        self.segments.iter().map(|segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Variable(_) => 1,
            Segment::Wildcard(_) => 2,
        })
    }
}
