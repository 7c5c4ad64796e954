//! Stage 6: what the operation does: its service, else the answer that its contract alone can give.

use std::sync::Arc;

use super::authenticate::Access;
use super::error::Refusal;
use super::kept_answer::CacheKey;
use super::reply::Outcome;
use super::{HostCall, HostExchange, Point};
use crate::contract::Operation;
use crate::service::default_answer::default_answer;
use crate::service::{
    Accounting, CacheResponse, Context, Incoming, Reply, RequestPart, RequestView, ServiceError,
    ServiceFuture, UploadedFile,
};
use crate::store::all_durable;
use crate::value::Object;

/// Calls the operation.
pub async fn behave(
    host_call: HostCall<'_>,
    request: Object,
    access: Access,
    cache: Option<&Arc<CacheResponse>>,
) -> Result<Outcome, Refusal> {
    let HostCall { host, call, .. } = host_call;
    has_method(call.operation, &host.request.verb)?;
    let parts = &host.parts;
    host.exchange.pass(Point::BeforeCommit).await.map_err(Refusal::Service)?;
    let Some(service) = &host.provided(call.place).service else {
        host.exchange.pass(Point::AfterCommit).await.map_err(Refusal::Service)?;
        return Ok(Outcome::from(default_answer(&parts.contract, call.operation)));
    };
    let cache_key = cache.and_then(|cache| CacheKey::of(host_call, cache, &access));
    if let Some(reply) = cache_key.as_ref().and_then(|cache_key| cache_key.kept(host_call)) {
        return Ok(Outcome::from(reply));
    }
    let context = Context {
        contract: parts.contract.clone(),
        operation: call.place,
        tenant: host.tenant().clone(),
        accounts: access.accounts,
        accounting: host.auth().map(|(auth, _)| auth.clone() as Arc<dyn Accounting>),
        verb: host.request.verb.clone(),
        caller: access.caller,
        presented: access.presented,
        zone: parts.behaviour.dialect.zone,
    };
    let incoming = Incoming { request, context, view: host };
    let answered = service.call_viewing(incoming);
    let tag = if parts.behaviour.cancels { host.request.header(TAG) } else { None };
    let reply = match tag {
        Some(tag) => Box::pin(unless_cancelled(host, tag, answered)).await,
        None => answered.await,
    };
    let reply = reply.map_err(Refusal::Service)?;
    let reply = match cache_key {
        None => reply,
        Some(cache_key) => cache_key.keep(host_call, reply),
    };
    if host.exchange.is_watched() {
        all_durable().await.map_err(|error| Refusal::Service(error.into()))?;
    }
    if let Some(act) = &reply.fault {
        Box::pin(host.exchange.meet(act)).await.map_err(Refusal::Service)?;
    }
    host.exchange.pass(Point::AfterCommit).await.map_err(Refusal::Service)?;
    Ok(Outcome::from(reply))
}

/// The header that tags a request, so that another one may cancel it.
const TAG: &str = "x-tag";

/// The answer, or what .NET throws where somebody cancels the request before.
async fn unless_cancelled(
    host: &HostExchange<'_>,
    tag: &str,
    answered: ServiceFuture,
) -> Result<Reply, ServiceError> {
    let tenant = host.tenant();
    let running = tenant.running().begin(tag, tenant.clock().now());
    tokio::select! {
        reply = answered => reply,
        () = running.cancelled() => Err(ServiceError::exception(
            "OperationCanceledException",
            "The operation was canceled.",
        )),
    }
}

/// The recorded host names its service class in this message; ours is named after the operation,
/// and ServiceStack's own as there.
pub fn has_method(operation: &Operation, verb: &str) -> Result<(), Refusal> {
    if operation.has_method(verb) {
        return Ok(());
    }
    if verb.is_empty() {
        // The host cuts the verb into its first letter and the rest.
        return Err(Refusal::NoMethod(ServiceError::Exception {
            name: "ArgumentOutOfRangeException",
            message: "Index and length must refer to a location within the string.".to_owned(),
            param: Some("length".to_owned()),
        }));
    }
    let name = &operation.name;
    let method = capitalised(verb);
    let service = if operation.built_in { format!("{name}Service") } else { format!("Svc_{name}") };
    let message =
        format!("Could not find method named {method}({name}) or Any({name}) on Service {service}");
    Err(Refusal::NoMethod(ServiceError::exception("NotImplementedException", message)))
}

fn capitalised(verb: &str) -> String {
    let lower = verb.to_ascii_lowercase();
    let mut letters = lower.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

impl RequestView for HostExchange<'_> {
    fn path(&self) -> &str {
        self.request.path()
    }

    fn base_url(&self) -> String {
        self.request.base_url()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.request.header(&name.to_ascii_lowercase())
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.request.query.get(name)
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        self.request.cookie(name)
    }

    fn all(&self, part: RequestPart) -> Vec<(String, String)> {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        match part {
            RequestPart::Headers => self.request.headers.iter().map(owned).collect(),
            RequestPart::Query => self.request.query.named().map(owned).collect(),
            RequestPart::Cookies => self.request.cookies().map(owned).collect(),
            RequestPart::Form => {
                let fields = super::form::read(self.request).unwrap_or_default();
                fields.named().map(owned).collect()
            }
        }
    }

    fn body(&self) -> &[u8] {
        &self.request.body
    }

    fn files(&self) -> Vec<UploadedFile> {
        super::form::files(self.request)
    }

    fn note_stub(&self, stub: &dyn Fn() -> String) {
        self.exchange.note_details(|details| details.stub = Some(stub()));
    }
}
