//! Which service answers which operation.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;

use super::typed::{IntoReply, TypedService};
use super::validation::{Rules, UnknownMember};
use super::{Context, Reply, ServiceError};
use crate::contract::Contract;
use crate::value::Object;

/// What a call of a service is waiting for.
pub type ServiceFuture = Pin<Box<dyn Future<Output = Result<Reply, ServiceError>> + Send>>;

/// The behaviour of one operation.
pub trait Service: Send + Sync {
    /// Answers one request. `request` is an instance of the operation's request DTO.
    fn call(&self, request: Object, context: Context) -> ServiceFuture;
}

/// The services of a host and the rules its requests must keep, by operation.
#[derive(Default)]
pub struct Services {
    services: HashMap<String, Box<dyn Service>>,
    rules: HashMap<String, Rules>,
    roles: Vec<(String, String)>,
}

impl Services {
    /// Registers a typed handler: `services.handle("Hello", async |request: Hello, _| Ok(HelloResponse { … }))`.
    ///
    /// `Q` is read from the request DTO's members by their wire names and `A` is written to the response type's. A handler that
    /// chooses status or headers itself gives back a [`Reply`], which [`Context::reply`] makes.
    pub fn handle<Q, A, F, Fut>(&mut self, operation: &str, handler: F) -> &mut Self
    where
        Q: DeserializeOwned + Send + 'static,
        A: IntoReply + Send + 'static,
        F: Fn(Q, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
    {
        self.serve(operation, TypedService::new(handler))
    }

    /// Registers a service that sees the request as it was bound, and chooses status, headers and body itself.
    pub fn serve(&mut self, operation: &str, service: impl Service + 'static) -> &mut Self {
        self.services.insert(operation.to_ascii_lowercase(), Box::new(service));
        self
    }

    /// Sets the rules that requests of an operation must keep before its service sees them.
    pub fn validate(&mut self, operation: &str, rules: Rules) -> &mut Self {
        self.rules.insert(operation.to_ascii_lowercase(), rules);
        self
    }

    /// Lets only signed-in callers with this role call an operation; an empty role asks for signing in alone. What the
    /// contract requires is required besides.
    pub fn require_role(&mut self, operation: &str, role: &str) -> &mut Self {
        self.roles.push((operation.to_owned(), role.to_owned()));
        self
    }

    /// Operations and the roles they require beside the contract's.
    pub fn required_roles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.roles.iter().map(|(operation, role)| (operation.as_str(), role.as_str()))
    }

    /// The service of an operation, if somebody wrote one.
    pub fn get(&self, operation: &str) -> Option<&dyn Service> {
        self.services.get(&operation.to_ascii_lowercase()).map(Box::as_ref)
    }

    /// Whether all rules speak of members that the contract's requests have. To be asked once, when a host starts.
    ///
    /// # Errors
    /// The first member that is not there.
    pub fn fit(&self, contract: &Contract) -> Result<(), UnknownMember> {
        let known = contract.operations().iter();
        let mut ruled = known.filter_map(|operation| Some((self.rules(&operation.name)?, operation.request)));
        ruled.try_for_each(|(rules, request)| rules.fit(contract, request))
    }

    /// The rules of an operation.
    pub fn rules(&self, operation: &str) -> Option<&Rules> {
        self.rules.get(&operation.to_ascii_lowercase())
    }
}
