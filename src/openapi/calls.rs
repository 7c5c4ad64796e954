//! Which verbs and addresses a document lists for each operation.

use std::collections::HashMap;

use super::Template;
use crate::contract::{Contract, Operation, Route, Verbs, has_body};

/// The verbs that a document can have, in the order in which it does.
const VERBS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The verbs listed for a route for every verb: the others do the same.
const OF_ANY: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// One style of calling an operation.
#[derive(Debug, Clone)]
pub struct Call<'c> {
    /// The operation.
    pub operation: &'c Operation,
    /// Upper case.
    pub verb: &'static str,
    /// Where.
    pub path: Template,
    /// The route that was declared; none for the predefined address.
    pub route: Option<&'c Route>,
    /// The formats that the address takes.
    pub style: CallStyle,
}

/// How an operation is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStyle {
    /// By a route of its own.
    Route,
    /// `/json/reply/{Operation}`, which speaks JSON alone.
    Endpoint,
    /// `/api/{Operation}`.
    Api,
}

impl Call<'_> {
    /// Whether its members travel in a body.
    pub fn has_body(&self) -> bool {
        has_body(self.verb)
    }

    /// The first tag, else the first word of the path: what the call is listed under.
    pub fn groups(&self) -> Vec<String> {
        if !self.operation.tags.is_empty() {
            return self.operation.tags.clone();
        }
        let word = self.path.segments.iter().find_map(|segment| match segment {
            super::Segment::Literal(text) if self.style == CallStyle::Route => Some(text.clone()),
            _ => None,
        });
        vec![word.unwrap_or_else(|| "Operations".to_owned())]
    }
}

/// Every style of calling every visible operation, in the contract's order. Of several operations
/// that answer the same verb at the same path, the one is listed that the host would choose; an
/// operation that is left without any route, or has none, is listed by its predefined address. A
/// route for every verb is listed for several, or for `one_verb`.
pub fn calls(contract: &Contract, without_route: CallStyle, one_verb: bool) -> Vec<Call<'_>> {
    let mut found = Found { one_verb, ..Found::default() };
    let visible = || contract.operations().iter().filter(|operation| !operation.hidden);
    for operation in visible() {
        for route in &operation.routes {
            found.add_route(operation, route);
        }
    }
    let routed: Vec<&str> =
        found.calls.iter().flatten().map(|call| call.operation.name.as_str()).collect();
    let routed: std::collections::HashSet<&str> = routed.into_iter().collect();
    for operation in visible().filter(|operation| !routed.contains(operation.name.as_str())) {
        found.add_predefined(operation, without_route);
    }
    found.calls.into_iter().flatten().collect()
}

/// How well a call takes a request, compared with another of the same verb and path.
type Rank = (bool, bool);

#[derive(Default)]
struct Found<'c> {
    /// `None` where a better one came later.
    calls: Vec<Option<Call<'c>>>,
    by_address: HashMap<(String, &'static str), (Rank, usize)>,
    spelt: HashMap<String, Template>,
    one_verb: bool,
}

impl<'c> Found<'c> {
    fn add_route(&mut self, operation: &'c Operation, route: &'c Route) {
        let path = Template::of(route);
        let rank = (!path.is_open(), route.verbs != Verbs::All);
        for verb in verbs(operation, route, self.one_verb) {
            let call = Call {
                operation,
                verb,
                path: path.clone(),
                route: Some(route),
                style: CallStyle::Route,
            };
            self.add(call, rank);
        }
    }

    fn add_predefined(&mut self, operation: &'c Operation, style: CallStyle) {
        let parts: &[&str] = if style == CallStyle::Api { &["api"] } else { &["json", "reply"] };
        let path = Template::literal(&[parts, &[operation.name.as_str()]].concat());
        let call = Call { operation, verb: operation.preferred_verb(), path, route: None, style };
        self.add(call, (true, true));
    }

    fn add(&mut self, mut call: Call<'c>, rank: Rank) {
        let key = call.path.key();
        let spelt = self.spelt.entry(key.clone()).or_insert_with(|| call.path.clone());
        call.path = call.path.respelt(spelt);
        let place = self.calls.len();
        match self.by_address.get_mut(&(key.clone(), call.verb)) {
            Some((best, _)) if *best >= rank => return,
            Some(known) => {
                self.calls[known.1] = None;
                *known = (rank, place);
            }
            None => {
                self.by_address.insert((key, call.verb), (rank, place));
            }
        }
        self.calls.push(Some(call));
    }
}

/// The verbs of a route that its service has methods for.
fn verbs(operation: &Operation, route: &Route, one_verb: bool) -> Vec<&'static str> {
    if one_verb && route.verbs == Verbs::All {
        return vec![operation.preferred_verb()];
    }
    let is_any = route.verbs == Verbs::All && operation.has_any_method();
    let declared: &[&str] = if is_any { &OF_ANY } else { &VERBS };
    let reported =
        declared.iter().filter(|verb| route.verbs.allow(verb) && operation.has_method(verb));
    reported.copied().collect()
}
