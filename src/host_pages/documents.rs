//! Documents for other tools, made from the contract when they are first asked for.

use std::sync::OnceLock;

use crate::host::{Host, Hosting, Version};
use crate::http::{Request, base_url, cookie};
use crate::openapi::{CallStyle, DocumentOptions, OpenApi, SignIn};
use crate::postman::Collection;

/// ServiceStack's own, where nobody sets another.
const DEFAULT_VERSION: &str = "1.0";

/// What a host keeps of its documents.
#[derive(Default)]
pub struct Documents {
    openapi: OnceLock<OpenApi>,
    postman: OnceLock<Collection>,
}

impl Documents {
    /// The OpenAPI document, for the address that the client used.
    pub fn openapi(&self, host: &Host, request: &Request) -> String {
        let document = self.openapi.get_or_init(|| {
            let document = OpenApi::of(host.contract(), &options(host));
            document.of_version(host.config().api_version.as_deref().unwrap_or(DEFAULT_VERSION))
        });
        document.at(&base_url(host, request), request.base_path())
    }

    /// The Postman collection.
    pub fn postman(&self, host: &Host, request: &Request) -> String {
        let collection =
            self.postman.get_or_init(|| Collection::of(host.contract(), &options(host)));
        collection.at(&base_url(host, request))
    }
}

/// A strict host of 5.x has no `/api`, and its endpoints serve both; newer clients use `/api`
/// alone.
fn options(host: &Host) -> DocumentOptions<'_> {
    let behaviour = &host.parts.behaviour;
    let auth = host.parts.auth.as_ref();
    DocumentOptions {
        dialect: &behaviour.dialect,
        without_route: if host.version() == Version::V10 {
            CallStyle::Api
        } else {
            CallStyle::Endpoint
        },
        one_verb: host.hosting() == Hosting::Endpoints,
        sign_in: auth.map(|auth| SignIn {
            cookie: cookie::TEMPORARY,
            bearer: auth.tokens.is_some() || !auth.api_keys.is_empty(),
        }),
    }
}
