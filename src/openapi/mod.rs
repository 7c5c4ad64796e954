//! The OpenAPI 3.0 document of a contract: what `/openapi.json` serves.
//!
//! Everything in it is read from the contract and from how the host speaks; handlers are never
//! called. `utoipa` writes 3.1 and later alone, so the shape of 3.0 is our own: [`document`](self)
//! in `shape.rs`.
//!
//! - [`calls`] decides which verb and address stand for an operation; the Postman collection uses
//!   the same.
//! - `schema` turns DTOs into schemas, `describe` turns a call into an operation object.

mod calls;
mod describe;
mod names;
mod parameters;
mod property;
mod responses;
mod samples;
mod scalar;
mod schema;
mod security;
mod shape;
mod template;

pub use calls::{Call, CallStyle, calls};
pub use names::Names;
pub use samples::{SAMPLED, Samples};
pub use security::SignIn;
pub use template::{Segment, Template};

use serde_json::json;

use crate::contract::Contract;
use crate::wire::Dialect;
use shape::{Components, Map, Rest, Tag};

/// What a document needs to know besides the contract.
#[derive(Debug, Clone)]
pub struct DocumentOptions<'a> {
    /// How the host speaks.
    pub dialect: &'a Dialect,
    /// How operations without routes are called.
    pub without_route: CallStyle,
    /// A route for every verb has one alone: the host has endpoint routing.
    pub one_verb: bool,
    /// How callers sign in; `None` for a host without authentication.
    pub sign_in: Option<SignIn>,
}

/// A document but for its head, which depends on the address that a client used.
#[derive(Debug, Clone)]
pub struct OpenApi {
    title: String,
    version: String,
    rest: String,
}

impl OpenApi {
    /// Describes every visible operation and every DTO that is reached from one or listed under
    /// `types`.
    ///
    /// ```
    /// use servicestack_emulator::contract::Contract;
    /// use servicestack_emulator::openapi::{OpenApi, DocumentOptions, CallStyle};
    /// use servicestack_emulator::wire::Dialect;
    ///
    /// let contract = Contract::read(br#"{"operations":[{"request":{"name":"Ping"},"routes":[{"path":"/ping","verbs":"GET"}]}]}"#)?;
    /// let options = DocumentOptions { dialect: &Dialect::default(), without_route: CallStyle::Endpoint, one_verb: false, sign_in: None };
    /// let document = OpenApi::of(&contract, &options).at("http://localhost:7580", "");
    /// let document: serde_json::Value = serde_json::from_str(&document)?;
    /// assert_eq!(document["paths"]["/ping"]["get"]["operationId"], "Ping");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(contract: &Contract, options: &DocumentOptions<'_>) -> Self {
        let schemas = schema::Schemas::of(contract, options.dialect);
        let calls = calls(contract, options.without_route, options.one_verb);
        let paths = describe::paths(contract, options, &schemas, &calls);
        let rest = Rest {
            tags: describe::tags(&calls).into_iter().map(|name| Tag { name }).collect(),
            paths,
            components: Components {
                schemas: Map(schemas.all()),
                responses: Map(responses::shared(&schemas)),
                security_schemes: Map(security::schemes(options.sign_in)),
            },
        };
        let title = if contract.title.is_empty() { "ServiceStack host" } else { &contract.title };
        let rest = serde_json::to_string(&rest).expect("texts, numbers and lists always serialize");
        Self { title: title.to_owned(), version: "1.0".to_owned(), rest }
    }

    /// The same document of another version of the API; 1.0 without this call.
    #[must_use]
    pub fn of_version(self, version: &str) -> Self {
        Self { version: version.to_owned(), ..self }
    }

    /// The document for clients that reached the host at `base_url` (`http://localhost:7580/shop`),
    /// whose own base path is `base_path` (`/shop`).
    pub fn at(&self, base_url: &str, base_path: &str) -> String {
        let about = format!(
            "Made from the host's contract: [metadata pages]({base_path}/metadata), [contract]({base_path}/types/metadata).\n\n\
             *Authorize* sends credentials with every request; [signing in]({base_path}/login?redirect={base_path}/swagger-ui/) sets the session cookie instead."
        );
        let info = json!({ "title": self.title, "version": self.version, "description": about });
        let servers = json!([{ "url": base_url }]);
        format!("{{\"openapi\":\"3.0.3\",\"info\":{info},\"servers\":{servers},{}", &self.rest[1..])
    }
}

/// Text of a contract as CommonMark that shows it as it is: what looks like HTML stays text.
fn markdown(text: &str) -> String {
    text.replace('<', "\\<")
}
