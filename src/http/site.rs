//! What one server carries: a site at the root, and others under base paths of their own.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{Answer, Exchange, Request};
use crate::journal::Reader;

/// An answer in the making.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A part of a server that answers for itself: a ServiceStack host, or an API that is none.
pub trait Site: Send + Sync {
    /// Answers a request. Its path begins below the site's base path.
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a>;

    /// Answers a request that the site does not get to see, in its own error shape: the body could
    /// not be had, or a fault ends the exchange.
    fn refuse(&self, _exchange: &Exchange, status: u16, _code: &str, message: &str) -> Answer {
        Answer::of(status, "text/plain; charset=utf-8", message)
    }

    /// Whether it answers a request itself whose body went beyond the limit.
    fn takes_beyond(&self, _request: &Request) -> bool {
        false
    }

    /// The site's OpenAPI document, for Swagger UI to offer.
    fn definition(&self) -> Option<Definition> {
        None
    }

    /// Whether the site has something at this address itself. What is put beside a site shows only
    /// where it has not.
    fn has(&self, _request: &Request) -> bool {
        true
    }

    /// The operation that a request calls, where the site knows operations.
    fn operation(&self, _request: &Request) -> Option<String> {
        None
    }

    /// Who reads a request once more, for the journal.
    fn reader(&self) -> Option<Arc<dyn Reader>> {
        None
    }

    /// Whether faults meet what it answers. Nobody could take them back if they met the admin API.
    fn meets_faults(&self) -> bool {
        true
    }

    /// Whether the site needs the paths that begin with this segment: another one below it would
    /// hide them.
    fn takes(&self, _segment: &str) -> bool {
        false
    }
}

/// An OpenAPI document that a site offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What Swagger UI calls it.
    pub name: String,
    /// Where it is, below the site: `/openapi.json`.
    pub path: String,
}

/// A base path that a site cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a site below {path} would hide what is there already")]
pub struct PathTaken {
    /// The base path.
    pub path: String,
}

/// Which site answers which path.
pub struct Sites {
    root: Arc<dyn Site>,
    /// Base paths, lower case, with a slash before and none after; the longest first.
    mounted: Vec<(String, Arc<dyn Site>)>,
    /// Exact paths that are read where the root has nothing.
    fallbacks: Vec<(&'static [&'static str], Arc<dyn Site>)>,
}

impl Sites {
    /// One site that answers everything.
    pub fn new(root: Arc<dyn Site>) -> Self {
        Self { root, mounted: Vec::new(), fallbacks: Vec::new() }
    }

    /// Puts a site below a base path, e.g. `/restapi`. What is above it is put there first.
    ///
    /// # Errors
    /// Another site is there, or the site above needs the path itself.
    pub fn mount(&mut self, base_path: &str, site: Arc<dyn Site>) -> Result<(), PathTaken> {
        let base_path = format!("/{}", base_path.trim_matches('/').to_lowercase());
        if self.takes(&base_path) {
            return Err(PathTaken { path: base_path });
        }
        self.mounted.push((base_path, site));
        self.mounted.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        Ok(())
    }

    /// Whether a site would hide something below this base path.
    fn takes(&self, base_path: &str) -> bool {
        let above = self.mounted.iter().find(|(above, _)| is_below(above, base_path));
        let (above, site) = above.map_or(("", &self.root), |(above, site)| (above.as_str(), site));
        let segment =
            base_path[above.len()..].trim_start_matches('/').split('/').next().unwrap_or_default();
        let is_fallback = |path: &&str| path.trim_start_matches('/').eq_ignore_ascii_case(segment);
        let is_fallback = above.is_empty()
            && self.fallbacks.iter().any(|(paths, _)| paths.iter().any(is_fallback));
        segment.is_empty() || is_fallback || site.takes(segment)
    }

    /// All sites that have a path of their own, with their base paths; empty is the root's.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Arc<dyn Site>)> {
        let mounted = self.mounted.iter().map(|(path, site)| (path.as_str(), site));
        std::iter::once(("", &self.root)).chain(mounted)
    }

    /// Lets a site answer reads of these paths, unless the root has something there.
    pub fn put_fallback(&mut self, paths: &'static [&'static str], site: Arc<dyn Site>) {
        self.fallbacks.push((paths, site));
    }

    /// The site of a request, whose path is made to begin below the site's base path.
    pub(super) fn resolve(&self, request: &mut Request) -> &Arc<dyn Site> {
        let path = request.path();
        match self.mounted.iter().find(|(base_path, _)| is_below(base_path, path)) {
            Some((base_path, site)) => {
                request.strip_base(base_path.len());
                site
            }
            None => self.fallback_of_root(request).unwrap_or(&self.root),
        }
    }

    fn fallback_of_root(&self, request: &Request) -> Option<&Arc<dyn Site>> {
        let path = request.path();
        let (_, site) = self.fallbacks.iter().find(|(paths, _)| paths.contains(&path))?;
        let reads = matches!(&*request.verb, "GET" | "HEAD");
        (reads && !self.root.has(request)).then_some(site)
    }
}

/// Whether a path is a base path, or goes on with a slash after it.
fn is_below(base_path: &str, path: &str) -> bool {
    matches!(path.as_bytes().get(base_path.len()), None | Some(b'/'))
        && path.get(..base_path.len()).is_some_and(|head| head.eq_ignore_ascii_case(base_path))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shop;

    impl Site for Shop {
        fn answer<'a>(&'a self, _: &'a Exchange) -> Answering<'a> {
            Box::pin(async { Answer::empty(200) })
        }

        fn takes(&self, segment: &str) -> bool {
            segment == "types"
        }
    }

    #[test]
    fn no_site_hides_what_the_one_above_it_has() {
        let mut sites = Sites::new(Arc::new(Shop));
        sites.put_fallback(&["/health"], Arc::new(Shop));
        let mut mount = |path: &str| sites.mount(path, Arc::new(Shop)).is_ok();
        for (path, may) in [
            ("shop", true),
            ("/SHOP/", false),
            ("shop/v1", true),
            ("shop/Types/v1", false),
            ("shop/health", true),
            ("types", false),
            ("Health", false),
            ("typesetting", true),
            ("/", false),
        ] {
            assert_eq!(mount(path), may, "{path}");
        }
    }

    #[test]
    fn a_base_path_ends_where_a_segment_ends() {
        assert!(is_below("/shop", "/shop/metadata"));
        assert!(is_below("/shop", "/Shop"));
        assert!(!is_below("/shop", "/shopping"));
        assert!(!is_below("/shop", "/"));
        assert!(!is_below("/ü", "/u"));
    }
}
