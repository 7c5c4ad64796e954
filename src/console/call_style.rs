//! The ways to call an operation: its routes and the host's own endpoints, each with a verb.

use crate::contract::{Operation, Route, Verbs, has_body};
use crate::host::{Host, Hosting};

/// One way to call an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallStyle {
    /// A route of the operation, by its place.
    Route(usize, String),
    /// `/{format}/reply/{Operation}`.
    Reply(String),
    /// `/{format}/oneway/{Operation}`.
    OneWay(String),
    /// `/api/{Operation}`.
    Api(String),
}

impl CallStyle {
    /// How a form names it: `route0-PUT`, `reply-POST`.
    pub fn id(&self) -> String {
        match self {
            Self::Route(place, verb) => format!("route{place}-{verb}"),
            Self::Reply(verb) => format!("reply-{verb}"),
            Self::OneWay(verb) => format!("oneway-{verb}"),
            Self::Api(verb) => format!("api-{verb}"),
        }
    }

    /// The verb.
    pub fn verb(&self) -> &str {
        match self {
            Self::Route(_, verb) | Self::Reply(verb) | Self::OneWay(verb) | Self::Api(verb) => verb,
        }
    }

    /// Whether a request of this verb carries its members in a body.
    pub fn has_body(&self) -> bool {
        has_body(self.verb())
    }

    /// What people read: `PUT /Coupons/Activate`.
    pub fn label(&self, operation: &Operation) -> String {
        let name = &operation.name;
        match self {
            Self::Route(place, verb) => {
                format!("{verb} {}", operation.routes.get(*place).map_or("", |route| &route.path))
            }
            Self::Reply(verb) => format!("{verb} /{{format}}/reply/{name}"),
            Self::OneWay(verb) => format!("{verb} /{{format}}/oneway/{name}"),
            Self::Api(verb) => format!("{verb} /api/{name}"),
        }
    }
}

/// What a host has beside the routes of its operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predefined {
    /// `/{format}/reply` and `/{format}/oneway`.
    Formats,
    /// Those, and `/api`.
    FormatsAndApi,
    /// `/api`, with one verb; so has a route for every verb.
    Api,
}

impl Predefined {
    /// Those of a host.
    pub fn of(host: &Host) -> Self {
        match (host.hosting(), host.has_api()) {
            (Hosting::Endpoints, _) => Self::Api,
            (Hosting::Classic, true) => Self::FormatsAndApi,
            (Hosting::Classic, false) => Self::Formats,
        }
    }
}

/// All ways of an operation: its routes in their order, then the endpoints that every operation
/// has.
pub fn call_styles(operation: &Operation, predefined: Predefined) -> Vec<CallStyle> {
    let routes = operation.routes.iter().enumerate();
    let mut ways: Vec<CallStyle> = routes
        .flat_map(|(place, route)| {
            let verbs = verbs(operation, route, predefined);
            verbs.into_iter().map(move |verb| CallStyle::Route(place, verb))
        })
        .collect();
    if predefined == Predefined::Api {
        ways.push(CallStyle::Api(operation.preferred_verb().to_owned()));
        return ways;
    }
    let own = || operation.verbs().into_iter().map(str::to_owned);
    ways.extend(own().map(CallStyle::Reply));
    if operation.response.is_none() {
        ways.push(CallStyle::OneWay("POST".to_owned()));
    }
    if predefined == Predefined::FormatsAndApi {
        ways.extend(own().map(CallStyle::Api));
    }
    ways
}

fn verbs(operation: &Operation, route: &Route, predefined: Predefined) -> Vec<String> {
    let own = match predefined {
        Predefined::Api => operation.endpoint_verbs(route),
        _ => route.verbs.clone(),
    };
    match own {
        Verbs::Only(_) => {
            own.declared().filter(|verb| can_be_sent(verb)).map(str::to_owned).collect()
        }
        Verbs::All => operation.verbs().into_iter().map(str::to_owned).collect(),
    }
}

/// Documents of strangers name verbs too: what is no word cannot be sent.
fn can_be_sent(verb: &str) -> bool {
    verb.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
