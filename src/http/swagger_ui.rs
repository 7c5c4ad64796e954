//! Swagger UI over the documents of a server's sites. All it needs comes from this server.

use std::sync::Arc;

use utoipa_swagger_ui::{Config, Url};

use super::{Answer, Answering, Request, Site};
use crate::tenant::Tenant;

/// Where it lies below each site that has a document.
pub(super) const PATH: &str = "/swagger-ui";

/// An OpenAPI document that a site offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What Swagger UI calls it.
    pub name: String,
    /// Where it is, below the site: `/openapi.json`.
    pub path: String,
}

/// The pages below [`PATH`] of one site; its own document is the one shown first.
pub(super) struct SwaggerUi {
    definitions: Arc<[Definition]>,
    first: usize,
}

impl SwaggerUi {
    /// Offers documents by name and address; `first` is the place of the one to begin with.
    pub fn new(definitions: Arc<[Definition]>, first: usize) -> Self {
        Self { definitions, first }
    }

    fn config(&self) -> Config<'_> {
        let urls = self.definitions.iter().enumerate().map(|(place, definition)| {
            Url::with_primary(&definition.name, &definition.path, place == self.first)
        });
        Config::new(urls)
            .doc_expansion("none")
            .default_models_expand_depth(0)
            .filter(true)
            .try_it_out_enabled(true)
            .persist_authorization(true)
            .display_request_duration(true)
            .deep_linking(true)
            // Else the page would ask a public validator for its opinion.
            .validator_url("none")
    }

    fn file(&self, request: &Request) -> Answer {
        if request.path().is_empty() {
            return Answer::empty(302).header("Location", format!("{}/", request.base_url()));
        }
        match utoipa_swagger_ui::serve(request.path().trim_start_matches('/'), Arc::new(self.config())) {
            Ok(Some(file)) => Answer::of(200, file.content_type, file.bytes.into_owned()),
            Ok(None) => Answer::of(404, TEXT, "404"),
            Err(error) => {
                tracing::error!(%error, "Swagger UI could not be configured");
                Answer::empty(500)
            }
        }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

impl Site for SwaggerUi {
    fn answer<'a>(&'a self, _: &'a Arc<Tenant>, request: &'a Request) -> Answering<'a> {
        Box::pin(async { self.file(request) })
    }

    fn refuse_body(
        &self,
        _: &Arc<Tenant>,
        _request: &Request,
        status: u16,
        _code: &str,
        message: &str,
    ) -> Answer {
        Answer::of(status, TEXT, message)
    }
}
