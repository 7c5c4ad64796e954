//! The console page `/_emulator/ui`: journal, doctor, coupons, tenants, stubs, clock, faults,
//! scenario, records and snapshots, to look at and to change.
//!
//! All of it is read and changed by the operations of the admin API ([`Site`] of `admin`), so the
//! page has no way of its own, and stands behind the same door; only the names that the choice of
//! tenants offers are asked for themselves, as the operation counts all coupons. It is made by the
//! server and works without a script: a form is sent and leads back.

mod call;
mod section;
mod shown;
mod view;

use std::sync::Arc;

use crate::host::{Host, TenantHost};
use crate::host_pages::{HTML, context, guarded};
use crate::http::{Answer, Answering, Exchange, HostSite, Query, Request, Site, not_found};
use crate::tenant::Tenants;
use call::{Answered, Calls};
use section::{SECTIONS, Section};
use view::View;

/// The page over the admin API.
pub struct AdminPages {
    host: Arc<Host>,
    operations: HostSite,
    tenants: Arc<Tenants>,
}

/// What a path of the page asks for: a section, and what is to be done.
type Place<'r> = (&'static Section, Option<&'r str>);

impl AdminPages {
    /// The page over the operations of the admin host.
    pub fn new(host: Arc<Host>, tenants: Arc<Tenants>) -> Self {
        Self { operations: HostSite::new(host.clone()), host, tenants }
    }

    /// `/ui`, `/ui/{section}` and `/ui/{section}/{Operation}`.
    fn place<'r>(&self, request: &'r Request) -> Option<Place<'r>> {
        let path = request.path().trim_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let (name, act) = rest.split_once('/').unwrap_or((rest, ""));
        let known = |section: &&Section| section.is_in(self.host.contract());
        let mut sections = SECTIONS.iter().filter(known);
        let section = sections.find(|section| name.is_empty() || section.name == name)?;
        first
            .eq_ignore_ascii_case("ui")
            .then_some((section, Some(act).filter(|act| !act.is_empty())))
    }

    async fn page(&self, exchange: &Exchange, section: &Section, done: Option<Answered>) -> Answer {
        let (host, request) = (TenantHost::new(&self.host, &exchange.tenant), &exchange.request);
        let contract = self.host.contract();
        let calls = Calls { operations: &self.operations, exchange, contract };
        let read = calls.read_all(section).await;
        let tenants = self.tenants.names();
        let context = context(&host, request);
        let view =
            View { context: &context, contract, request, section, read: &read, tenants: &tenants };
        let status = match &done {
            Some(Err((status, _))) => *status,
            _ => 200,
        };
        let page = view.page(done.as_ref());
        guarded(Answer::of(status, HTML, page)).header("Cache-Control", "no-store")
    }

    /// Does what a form asks for, and leads back to its section.
    async fn act(&self, exchange: &Exchange, section: &Section, operation: &str) -> Answer {
        let request = &exchange.request;
        if !section.has(operation) {
            return not_found(&TenantHost::new(&self.host, &exchange.tenant), request);
        }
        let form = Query::parse(&String::from_utf8_lossy(&request.body));
        let given = form.named().filter(|(_, value)| !value.is_empty());
        let members: Vec<(String, String)> =
            given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let contract = self.host.contract();
        let calls = Calls { operations: &self.operations, exchange, contract };
        match calls.act(operation, &members).await {
            Ok(answer) if section.shows(operation) => {
                self.page(exchange, section, Some(Ok(answer))).await
            }
            Ok(_) => {
                let tenant = members.iter().find(|(name, _)| name == "Tenant");
                let tenant = tenant.map(|(_, name)| name.as_str());
                let done = [("done", operation)];
                let location = view::address(request.base_path(), section.name, tenant, &done);
                guarded(Answer::empty(303)).header("Location", location)
            }
            Err(fault) => self.page(exchange, section, Some(Err(fault))).await,
        }
    }
}

impl Site for AdminPages {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(async move {
            match (self.place(&exchange.request), &*exchange.request.verb) {
                (Some((section, Some(act))), "POST") => self.act(exchange, section, act).await,
                (Some((section, None)), "GET" | "HEAD") => self.page(exchange, section, None).await,
                _ => not_found(&TenantHost::new(&self.host, &exchange.tenant), &exchange.request),
            }
        })
    }

    fn has(&self, request: &Request) -> bool {
        self.place(request).is_some()
    }
}
