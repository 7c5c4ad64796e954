//! The ways to call an operation: its routes and the host's own endpoints, each with a verb.

use crate::contract::{Operation, Verbs, has_body};

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

/// All ways of an operation: its routes in their order, then the endpoints that every operation
/// has.
pub fn call_styles(operation: &Operation, has_api: bool) -> Vec<CallStyle> {
    let routes = operation.routes.iter().enumerate();
    let mut ways: Vec<CallStyle> = routes
        .flat_map(|(place, route)| {
            let verbs = verbs(operation, &route.verbs);
            verbs.into_iter().map(move |verb| CallStyle::Route(place, verb.to_owned()))
        })
        .collect();
    let own = || operation.verbs().into_iter().map(str::to_owned);
    ways.extend(own().map(CallStyle::Reply));
    if operation.response.is_none() {
        ways.push(CallStyle::OneWay("POST".to_owned()));
    }
    if has_api {
        ways.extend(own().map(CallStyle::Api));
    }
    ways
}

fn verbs<'o>(operation: &'o Operation, verbs: &'o Verbs) -> Vec<&'o str> {
    match verbs {
        Verbs::Only(_) => verbs.declared().filter(|verb| is_token(verb)).collect(),
        Verbs::All => operation.verbs(),
    }
}

/// Documents of strangers name verbs too: what is no token of HTTP cannot be sent.
fn is_token(verb: &str) -> bool {
    verb.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
