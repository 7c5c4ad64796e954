//! Swagger UI over the documents of a server's sites. All it needs comes from this server.

use std::sync::Arc;

use utoipa_swagger_ui::{Config, Url};

use crate::http::{Answer, Answering, Definition, Exchange, PathTaken, Request, Site, Sites};
use crate::openapi::Names;

/// Where it lies below each site that has a document.
const PATH: &str = "/swagger-ui";

/// Puts Swagger UI below every site that has a document; each offers the documents of all.
///
/// # Errors
/// Something else is mounted there.
pub fn with_swagger_ui(mut sites: Sites) -> Result<Sites, PathTaken> {
    let mut names = Names::default();
    let found: Vec<(String, Definition)> = sites
        .all()
        .filter_map(|(base_path, site)| {
            let Definition { name, path } = site.definition()?;
            let definition =
                Definition { name: names.claim(&name), path: format!("{base_path}{path}") };
            Some((base_path.to_owned(), definition))
        })
        .collect();
    let definitions: Arc<[Definition]> =
        found.iter().map(|(_, definition)| definition.clone()).collect();
    for (place, (base_path, _)) in found.iter().enumerate() {
        let pages = SwaggerUi::new(definitions.clone(), place);
        sites.mount(&format!("{base_path}{PATH}"), Arc::new(pages))?;
    }
    Ok(sites)
}

/// The pages below [`PATH`] of one site; its own document is the one shown first.
struct SwaggerUi {
    definitions: Arc<[Definition]>,
    first: usize,
}

impl SwaggerUi {
    /// Offers documents by name and address; `first` is the place of the one to begin with.
    fn new(definitions: Arc<[Definition]>, first: usize) -> Self {
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
        match utoipa_swagger_ui::serve(
            request.path().trim_start_matches('/'),
            Arc::new(self.config()),
        ) {
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
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(async { self.file(&exchange.request) })
    }
}
