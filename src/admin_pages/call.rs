//! Calls of the admin API's operations from within.

use serde_json::Value as Json;

use super::section::{Read, Section, has_tenant};
use super::view::quoted;
use crate::contract::{Contract, has_body};
use crate::http::{Body, Exchange, HostSite, Request, Site};

/// So many rows are read at once: what one screen shows. A browser needs 0.6 ms to lay out each
/// (BENCHMARKS.md), so that fewer make the first one come sooner.
pub const ROWS: &str = "25";

/// The operations, and the request for whose page they are called.
pub struct Calls<'c> {
    pub operations: &'c HostSite,
    pub exchange: &'c Exchange,
    pub contract: &'c Contract,
}

/// What an operation answered, or why it did not.
pub type Answered = Result<Json, (u16, String)>;

impl Calls<'_> {
    /// All that a section shows; what is not asked for is none.
    pub async fn read_all(&self, section: &Section) -> Vec<Option<Answered>> {
        let mut all = Vec::with_capacity(section.reads.len());
        for read in section.reads {
            all.push(self.section_read(read).await);
        }
        all
    }

    async fn section_read(&self, read: &Read) -> Option<Answered> {
        let query = &self.exchange.request.query;
        let given = |name: &'static str| {
            let value = query.get(name).filter(|value| !value.is_empty())?;
            Some((name.to_owned(), value.to_owned()))
        };
        let mut members: Vec<(String, String)> =
            read.members.iter().filter_map(|name| given(name)).collect();
        if read.asks
            && !members.iter().any(|(name, _)| Some(&name.as_str()) == read.members.first())
        {
            return None;
        }
        if let (Some(called), Some((name, _))) = (read.called, members.first_mut()) {
            called.clone_into(name);
        }
        if read.pages.is_some() {
            members.push(("Take".to_owned(), ROWS.to_owned()));
        }
        if has_tenant(self.contract, read.operation) {
            members.extend(given("Tenant"));
        }
        Some(self.read(read.operation, &members).await)
    }

    /// What an operation answers.
    pub async fn read(&self, operation: &str, members: &[(String, String)]) -> Answered {
        let target = format!("/json/reply/{operation}?{}", encoded(members));
        self.ask("GET", target, Vec::new()).await
    }

    /// Does something.
    pub async fn act(&self, operation: &str, members: &[(String, String)]) -> Answered {
        let (target, members) = (format!("/json/reply/{operation}"), encoded(members));
        match self.verb(operation) {
            verb if has_body(&verb) => self.ask(&verb, target, members.into_bytes()).await,
            verb => self.ask(&verb, format!("{target}?{members}"), Vec::new()).await,
        }
    }

    /// The verb that the operation is called with.
    fn verb(&self, operation: &str) -> String {
        let routes = self.contract.operation(operation).map(|operation| &operation.routes);
        let route = routes.and_then(|routes| routes.first());
        let verb = route.and_then(|route| route.verbs.declared().next().map(str::to_owned));
        verb.unwrap_or_else(|| "POST".to_owned())
    }

    async fn ask(&self, verb: &str, target: String, body: Vec<u8>) -> Answered {
        let headers = [
            ("host", self.exchange.request.host().to_owned()),
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let request = Request::new(verb, target, headers.into_iter().collect(), body);
        let answer = self.operations.answer(&self.exchange.part(request)).await;
        let Body::Whole(bytes) = answer.body else { return Ok(Json::Null) };
        let json: Json = serde_json::from_slice(&bytes).unwrap_or_default();
        if answer.status < 400 {
            return Ok(json);
        }
        let status = json.get("ResponseStatus").and_then(|status| status.get("Message"));
        let message = status.and_then(Json::as_str).unwrap_or("The operation failed.");
        Err((answer.status, message.to_owned()))
    }
}

fn encoded(members: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("{name}={}", quoted(value));
    members.iter().map(pair).collect::<Vec<_>>().join("&")
}
