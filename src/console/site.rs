//! The console as a site: reads the form, sends what it describes, and keeps the cookies.

use std::sync::Arc;

use super::frame::{page, with_console};
use super::sending;
use crate::host::{Host, TenantHost, Version};
use crate::http::not_found;
use crate::http::{Answer, Answering, Exchange, HostSite, Request, Site};
use crate::pages::Search;

/// The console of one host, `/ui` and what is below it.
pub struct ConsoleSite {
    host: Arc<Host>,
    /// By which people sign in: the console is one of its clients.
    pub(super) operations: HostSite,
}

impl ConsoleSite {
    /// The first segment of its paths.
    const FIRST: &'static str = "ui";

    /// The console of a host.
    pub fn new(host: Arc<Host>) -> Self {
        Self { operations: HostSite::new(host.clone()), host }
    }

    /// The path below `/ui/`.
    fn rest(request: &Request) -> Option<&str> {
        let path = request.path().trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        (first.eq_ignore_ascii_case(Self::FIRST) && !rest.starts_with("assets/")).then_some(rest)
    }

    /// Whether the console is for this client: a strict host of 5.9.1 has nothing at `/ui`, so it
    /// shows its console to browsers alone.
    fn shows(&self, request: &Request) -> bool {
        let is_exact = self.host.strict() && self.host.version() == Version::V5;
        let mut accepted = request.headers.all("accept");
        !is_exact || request.verb != "GET" || accepted.any(|line| line.contains("text/html"))
    }

    async fn answer_below(&self, host: &TenantHost<'_>, exchange: &Exchange, rest: &str) -> Answer {
        let request = &exchange.request;
        if is_from_elsewhere(request) {
            return Answer::of(
                403,
                "text/plain; charset=utf-8",
                "The console takes forms of its own pages alone.",
            );
        }
        match (&*request.verb, rest) {
            ("POST", "session/in") => self.sign_in(exchange).await,
            ("POST", "session/out") => self.sign_out(exchange).await,
            (_, "") => index(host, request),
            (_, name) => {
                match host.contract().operation(name).filter(|operation| !operation.hidden) {
                    Some(operation) => sending::answer(host, request, operation).await,
                    None => not_found(host, request),
                }
            }
        }
    }
}

impl Site for ConsoleSite {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        let (host, request) = (TenantHost::new(&self.host, &exchange.tenant), &exchange.request);
        Box::pin(async move {
            match Self::rest(request) {
                Some(rest) => self.answer_below(&host, exchange, rest).await,
                None => not_found(&host, request),
            }
        })
    }

    fn has(&self, request: &Request) -> bool {
        Self::rest(request).is_some() && self.shows(request)
    }

    fn takes(&self, segment: &str) -> bool {
        segment.eq_ignore_ascii_case(Self::FIRST)
    }
}

fn index(host: &TenantHost<'_>, request: &Request) -> Answer {
    let text = |key| request.query.get(key).unwrap_or_default().to_owned();
    let search = Search { text: text("q"), tag: text("tag") };
    page(with_console(host, request, |console| super::index(console, &search)))
}

/// The console signs requests with its cookies, so it obeys no form of a foreign page. The scheme
/// is left out: a proxy may have taken TLS off. Nor does it obey a link that calls itself a form.
fn is_from_elsewhere(request: &Request) -> bool {
    let own = |origin: &str| {
        origin.split_once("://").is_some_and(|(_, authority)| authority == request.host())
    };
    let acts = request.verb != "GET";
    acts && (request.overriding_verb().is_some()
        || request.header("origin").is_some_and(|origin| !own(origin)))
}
