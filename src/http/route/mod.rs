//! Stage 1: which operation a path and verb stand for (docs/wire/http.md#routes).

mod api;
mod endpoints;
mod predefined;

pub(crate) use api::is_index;

use super::Request;
use crate::contract::Operation;
use crate::host::{Host, Hosting, RouteMatch};
use crate::wire::Format;

/// What a request is for.
pub enum Target<'h> {
    /// An operation.
    Operation(Call<'h>),
    /// `/json/reply/Nope`, `/api/Nope`.
    UnknownOperation {
        /// As it stood in the path; none in `/json/reply`.
        name: Option<String>,
        /// Where an operation was looked for.
        address: Address,
    },
    /// An operation with endpoint routing, which is called with these verbs: `Allow`.
    OtherVerb(String),
    /// `/api/Hello.csv` of a host that is set to be without the format.
    SwitchedOff(Format),
    /// Nothing.
    NotFound,
}

/// A call of an operation.
#[derive(Debug)]
pub struct Call<'h> {
    /// Which one.
    pub operation: &'h Operation,
    /// Its place in the contract.
    pub place: usize,
    /// How it was addressed.
    pub address: Address,
    /// `Op[]`: the body holds several requests.
    pub batch: bool,
}

/// How an operation was addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// By one of its own routes.
    Route {
        /// Path variables in path order, decoded.
        variables: Vec<(String, String)>,
        /// The format that a known suffix asked for.
        suffix: Option<Format>,
        /// Why the path cannot be read, in the host's words.
        fault: Option<String>,
    },
    /// `/{format}/reply/{Op}` or `/{format}/oneway/{Op}`.
    Endpoint(Format),
    /// `/api/{Op}`.
    Api(ApiFormat),
}

/// What the path of `/api/{Op}` says of the answer's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiFormat {
    /// Nothing: JSON.
    Unsaid,
    /// The format of its suffix.
    Suffix(Format),
    /// A suffix that names none, so that `Accept` decides (recorded of 10.x: topic M2).
    Unknown,
}

/// Finds what a request is for: the operations' own routes first, then the predefined ones.
pub fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    if host.hosting() == Hosting::Endpoints {
        return endpoints::find(host, request);
    }
    match host.route(request.path(), &request.verb) {
        Some(found) => routed(host, found),
        None => predefined::find(host, request),
    }
}

/// The operation whose route was found.
fn routed(host: &Host, RouteMatch { place, variables, suffix, fault }: RouteMatch) -> Target<'_> {
    let address = Address::Route { variables, suffix, fault };
    let operation = &host.parts.contract.operations()[place];
    Target::Operation(Call { operation, place, address, batch: false })
}

/// Whether paths of operations begin with this segment.
pub fn take(host: &Host, segment: &str) -> bool {
    host.has_route_at(segment) || predefined::take(host, segment)
}
