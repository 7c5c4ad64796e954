//! What one server carries: a site at the root, and others under base paths of their own.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::route::{self, Target};
use super::swagger_ui::{self, SwaggerUi};
use super::{Answer, Definition, Host, Request, TenantHost, answer, refuse_body};
use crate::openapi::Names;
use crate::tenant::Tenant;

/// An answer in the making.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A part of a server that answers for itself: a ServiceStack host, or an API that is none.
pub trait Site: Send + Sync {
    /// Answers one request of a tenant. Its path begins below the site's base path.
    fn answer<'a>(&'a self, tenant: &'a Arc<Tenant>, request: &'a Request) -> Answering<'a>;

    /// Answers a request whose body could not be had, in the site's own error shape.
    fn refuse_body(
        &self,
        tenant: &Arc<Tenant>,
        request: &Request,
        status: u16,
        code: &str,
        message: &str,
    ) -> Answer;

    /// The site's OpenAPI document, for Swagger UI to offer.
    fn definition(&self) -> Option<Definition> {
        None
    }

    /// Whether the site has something at this address itself. What is put beside a site shows only where it has not.
    fn has(&self, _request: &Request) -> bool {
        true
    }
}

/// Which site answers which path.
pub struct Sites {
    root: Arc<dyn Site>,
    /// Base paths, lower case, with a slash before and none after; the longest first.
    mounted: Vec<(String, Arc<dyn Site>)>,
    /// Exact paths that are read where the root has nothing.
    beside: Vec<(&'static [&'static str], Arc<dyn Site>)>,
}

impl Sites {
    /// One site that answers everything.
    pub fn new(root: Arc<dyn Site>) -> Self {
        Self { root, mounted: Vec::new(), beside: Vec::new() }
    }

    /// Puts a site below a base path, e.g. `/restapi`; it hides what the root has there.
    pub fn mount(&mut self, base_path: &str, site: Arc<dyn Site>) {
        let base_path = format!("/{}", base_path.trim_matches('/').to_lowercase());
        self.mounted.push((base_path, site));
        self.mounted.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
    }

    /// Puts Swagger UI below every site that has a document; each offers the documents of all.
    #[must_use]
    pub fn with_swagger_ui(mut self) -> Self {
        let root = std::iter::once(("", &self.root));
        let sites = root.chain(self.mounted.iter().map(|(path, site)| (path.as_str(), site)));
        let mut names = Names::default();
        let found: Vec<(String, Definition)> = sites
            .filter_map(|(base_path, site)| {
                let Definition { name, path } = site.definition()?;
                let definition = Definition { name: names.claim(&name), path: format!("{base_path}{path}") };
                Some((base_path.to_owned(), definition))
            })
            .collect();
        let definitions: Arc<[Definition]> = found.iter().map(|(_, definition)| definition.clone()).collect();
        for (place, (base_path, _)) in found.iter().enumerate() {
            let pages = SwaggerUi::new(definitions.clone(), place);
            self.mount(&format!("{base_path}{}", swagger_ui::PATH), Arc::new(pages));
        }
        self
    }

    /// Lets a site answer reads of these paths, unless the root has something there.
    pub fn put_beside(&mut self, paths: &'static [&'static str], site: Arc<dyn Site>) {
        self.beside.push((paths, site));
    }

    /// The site of a request, whose path is made to begin below the site's base path.
    pub(super) fn enter(&self, request: &mut Request) -> &dyn Site {
        let path = request.path();
        match self.mounted.iter().find(|(base_path, _)| is_below(base_path, path)) {
            Some((base_path, site)) => {
                request.enter(base_path.len());
                site.as_ref()
            }
            None => self.beside_root(request).unwrap_or(self.root.as_ref()),
        }
    }

    fn beside_root(&self, request: &Request) -> Option<&dyn Site> {
        let path = request.path();
        let (_, site) = self.beside.iter().find(|(paths, _)| paths.contains(&path))?;
        let reads = matches!(&*request.verb, "GET" | "HEAD");
        (reads && !self.root.has(request)).then_some(site.as_ref())
    }
}

/// Whether a path is a base path, or goes on with a slash after it.
fn is_below(base_path: &str, path: &str) -> bool {
    matches!(path.as_bytes().get(base_path.len()), None | Some(b'/'))
        && path.get(..base_path.len()).is_some_and(|head| head.eq_ignore_ascii_case(base_path))
}

impl Site for Host {
    fn answer<'a>(&'a self, tenant: &'a Arc<Tenant>, request: &'a Request) -> Answering<'a> {
        Box::pin(async move { answer(&TenantHost::new(self, tenant), request).await })
    }

    fn refuse_body(
        &self,
        tenant: &Arc<Tenant>,
        request: &Request,
        status: u16,
        code: &str,
        message: &str,
    ) -> Answer {
        refuse_body(&TenantHost::new(self, tenant), request, status, code, message)
    }

    fn definition(&self) -> Option<Definition> {
        let title = &self.parts.contract.title;
        let name = if title.is_empty() { "ServiceStack host" } else { title };
        Some(Definition { name: name.to_owned(), path: "/openapi.json".to_owned() })
    }

    fn has(&self, request: &Request) -> bool {
        !matches!(route::find(self, request), Target::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_ends_where_a_segment_ends() {
        assert!(is_below("/shop", "/shop/metadata"));
        assert!(is_below("/shop", "/Shop"));
        assert!(!is_below("/shop", "/shopping"));
        assert!(!is_below("/shop", "/"));
        assert!(!is_below("/ü", "/u"));
    }
}
