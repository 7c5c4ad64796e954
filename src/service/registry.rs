//! Which service answers which operation.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::typed::{IntoReply, TypedService};
use super::validation::{Asking, Checks, NotMet, NotUnderstood, Rules, SessionUse, UnknownMember};
use super::{CacheResponse, Context, Front, Incoming, Own, Reply, ServiceError};
use crate::contract::{Contract, Operation};
use crate::tenant::Tenant;
use crate::value::Object;
use crate::wire::Dialect;

/// What a call of a service is waiting for.
pub type ServiceFuture = Pin<Box<dyn Future<Output = Result<Reply, ServiceError>> + Send>>;

/// The behaviour of one operation.
pub trait Service: Send + Sync {
    /// Answers one request. `request` is an instance of the operation's request DTO.
    fn call(&self, request: Object, context: Context) -> ServiceFuture;

    /// What requests must be before they come here, beside what the contract demands.
    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        None
    }

    /// Answers one request, of which it can see more than the DTO.
    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        self.call(incoming.request, incoming.context)
    }
}

/// The services of a host and the rules its requests must keep, by operation.
#[derive(Default)]
pub struct Services {
    services: HashMap<String, Arc<dyn Service>>,
    rules: HashMap<String, Arc<Rules>>,
    caches: HashMap<String, Arc<CacheResponse>>,
    roles: Vec<(String, String)>,
    front: Option<Arc<dyn Front>>,
}

/// What there is for one operation.
pub struct Provided {
    /// Its service, if somebody wrote one.
    pub service: Option<Arc<dyn Service>>,
    /// The rules that its requests must keep.
    pub rules: Option<Arc<Rules>>,
    /// For how long its answers stay the same.
    pub cache: Option<Arc<CacheResponse>>,
    /// What the contract demands of calls.
    pub checks: Option<Checks>,
    /// What of the contract's demands is not understood.
    pub not_understood: Vec<NotUnderstood>,
    /// The members that take uploaded files, by their places, and the locations of these.
    pub upload_members: Vec<(usize, String)>,
}

/// What is demanded of one call.
pub struct InForce<'p> {
    contracts: Option<&'p Checks>,
    services: Option<Arc<Checks>>,
}

impl Provided {
    /// What is demanded of a call now.
    pub fn in_force(&self, tenant: &Tenant) -> InForce<'_> {
        let services = self.service.as_ref().and_then(|service| service.checks(tenant));
        InForce { contracts: self.checks.as_ref(), services }
    }
}

impl InForce<'_> {
    /// For how long the service's answers stay the same, where that may change while it runs.
    pub fn cache(&self) -> Option<&Arc<CacheResponse>> {
        self.services.as_ref()?.cache.as_ref()
    }

    fn all(&self) -> [Option<&Checks>; 2] {
        [self.contracts, self.services.as_deref()]
    }

    /// Whether callers are checked as by the attributes `[Authenticate]` and `[Required…]`; the
    /// contract alone has it where its attributes do not.
    pub fn filtered(&self, is_protected: bool) -> bool {
        self.contracts.map_or(is_protected, |checks| checks.filtered)
    }

    /// Whether some demand asks who calls.
    pub fn ask_who(&self) -> bool {
        self.all().iter().flatten().any(|checks| checks.ask_who())
    }

    /// What the service wants with the caller's session.
    pub fn session(&self) -> SessionUse {
        let mut wanted = self.all().into_iter().flatten().map(|checks| checks.session);
        wanted.find(|session| *session != SessionUse::Any).unwrap_or_default()
    }

    /// Whether some demand asks for an API key.
    pub fn ask_for_key(&self) -> bool {
        self.all().iter().flatten().any(|checks| checks.ask_for_key())
    }

    /// Whether a call meets all demands and keeps all rules.
    ///
    /// # Errors
    /// The first demand that it does not meet, or all rules that it breaks.
    pub fn check(
        &self,
        contract: &Contract,
        asking: Asking<'_>,
        dialect: &Dialect,
    ) -> Result<(), NotMet> {
        Checks::check(&self.all(), contract, asking, dialect)
    }
}

impl Services {
    /// Registers a typed handler:
    /// `services.handle("Hello", async |request: Hello, _| Ok(HelloResponse { … }))`.
    ///
    /// `Q` is read from the request DTO's members by their wire names and `A` is written to the
    /// response type's. A handler that chooses status or headers itself gives back a [`Reply`],
    /// which [`Context::reply`] makes.
    pub fn handle<Q, A, F, Fut>(&mut self, operation: &str, handler: F) -> &mut Self
    where
        Q: DeserializeOwned + Send + 'static,
        A: IntoReply + Send + 'static,
        F: Fn(Q, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
    {
        self.serve(operation, TypedService::new(handler))
    }

    /// Registers a service that sees the request as it was bound, and chooses status, headers and
    /// body itself.
    pub fn serve(&mut self, operation: &str, service: impl Service + 'static) -> &mut Self {
        self.services.insert(operation.to_ascii_lowercase(), Arc::new(service));
        self
    }

    /// Lets something stand before the services of all operations; operations come to it in lower
    /// case.
    pub fn put_before(&mut self, front: Arc<dyn Front>) -> &mut Self {
        self.front = Some(front);
        self
    }

    /// Whether something stands before them.
    pub fn has_front(&self) -> bool {
        self.front.is_some()
    }

    /// Sets the rules that requests of an operation must keep before its service sees them.
    pub fn validate(&mut self, operation: &str, rules: Rules) -> &mut Self {
        self.rules.insert(operation.to_ascii_lowercase(), Arc::new(rules));
        self
    }

    /// Keeps the answers to GETs of an operation for a while.
    pub fn cache(&mut self, operation: &str, cache: CacheResponse) -> &mut Self {
        self.caches.insert(operation.to_ascii_lowercase(), Arc::new(cache));
        self
    }

    /// Lets only signed-in callers with this role call an operation; an empty role asks for signing
    /// in alone. What the contract requires is required besides.
    pub fn require_role(&mut self, operation: &str, role: &str) -> &mut Self {
        self.roles.push((operation.to_owned(), role.to_owned()));
        self
    }

    /// Operations and the roles they require beside the contract's.
    pub fn required_roles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.roles.iter().map(|(operation, role)| (operation.as_str(), role.as_str()))
    }

    /// What there is for each operation of a contract, by its place.
    pub fn by_place(&self, contract: &Contract) -> Vec<Provided> {
        let own = |name: &str| self.services.get(name).cloned();
        let service = |name: &str| -> Own {
            match &self.front {
                Some(front) => front.before(name, own(name)),
                None => own(name),
            }
        };
        let provide = |operation: &Operation| {
            let name = operation.name.to_ascii_lowercase();
            let (checks, not_understood) = Checks::of(contract, operation);
            let upload_members = contract.upload_members(operation.request).into_iter();
            let upload_members: Vec<_> =
                upload_members.map(|(place, location)| (place, location.to_owned())).collect();
            // A location decides who may write, so it must be known who calls.
            let session = match upload_members.as_slice() {
                [] => SessionUse::Any,
                _ => SessionUse::Looks,
            };
            let checks = Some(Checks { session, ..checks }).filter(|checks| !checks.is_empty());
            let rules = self.rules.get(&name).cloned();
            let cache = self.caches.get(&name).cloned();
            Provided {
                service: service(&name),
                rules,
                cache,
                checks,
                not_understood,
                upload_members,
            }
        };
        contract.operations().iter().map(provide).collect()
    }

    /// Whether all rules speak of members that the contract's requests have. To be called once,
    /// when a host starts.
    ///
    /// # Errors
    /// The first member that is not there.
    pub fn fit(&self, contract: &Contract) -> Result<(), UnknownMember> {
        let known = contract.operations().iter();
        let mut ruled =
            known.filter_map(|operation| Some((self.rules(&operation.name)?, operation.request)));
        ruled.try_for_each(|(rules, request)| rules.fit(contract, request))
    }

    fn rules(&self, operation: &str) -> Option<&Rules> {
        self.rules.get(&operation.to_ascii_lowercase()).map(Arc::as_ref)
    }
}
