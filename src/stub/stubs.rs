//! The stubs of a host, before its services.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::folder::{Set, Source};
use super::mistake::Mistake;
use crate::contract::Contract;
use crate::service::{Front, Incoming, Own, Service, ServiceFuture};
use crate::value::Object;
use crate::wire::Dialect;

mod choose;

/// The stubs of a folder, which stand before the services of a host.
pub struct Stubs {
    folder: PathBuf,
    contract: Contract,
    dialect: Arc<Dialect>,
    host: String,
    set: RwLock<Arc<Set>>,
}

impl Stubs {
    /// Reads the stubs of a folder; without the folder there are none. `host` is the name under
    /// which they count.
    ///
    /// # Errors
    /// The first mistake.
    pub fn open(
        folder: &Path,
        host: &str,
        contract: &Contract,
        dialect: &Dialect,
    ) -> Result<Arc<Self>, Mistake> {
        let stubs = Self {
            folder: folder.to_owned(),
            contract: contract.clone(),
            dialect: Arc::new(dialect.clone()),
            host: host.to_owned(),
            set: RwLock::default(),
        };
        stubs.reload()?;
        Ok(Arc::new(stubs))
    }

    /// Reads the folder again and gives how many operations have a stub now. With a mistake, those
    /// that were in force stay, all of them.
    ///
    /// # Errors
    /// The first mistake.
    pub fn reload(&self) -> Result<usize, Mistake> {
        let (contract, dialect) = (&self.contract, &self.dialect);
        let set = Source { folder: &self.folder, contract, dialect, host: &self.host }.read()?;
        let count = set.stubs.len();
        *self.set.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
        Ok(count)
    }

    /// How many operations have a stub.
    pub fn count(&self) -> usize {
        self.set().stubs.len()
    }

    /// Where they are read from.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn set(&self) -> Arc<Set> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Stubs as what stands before the services of a host.
impl Front for Arc<Stubs> {
    fn before(&self, operation: &str, own: Own) -> Own {
        let stubbed = Stubbed { stubs: self.clone(), operation: operation.to_owned(), own };
        Some(Arc::new(stubbed))
    }
}

/// An operation that may have a stub.
struct Stubbed {
    stubs: Arc<Stubs>,
    operation: String,
    own: Own,
}

impl Service for Stubbed {
    fn call(&self, request: Object, context: crate::service::Context) -> ServiceFuture {
        let view = &choose::NoView;
        self.call_viewing(Incoming { request, context, view })
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let set = self.stubs.set();
        match set.stubs.get(&self.operation) {
            Some(stub) => stub.answer(incoming, &self.own, &self.stubs.dialect),
            None => incoming.answer_by(&self.own),
        }
    }
}

/// The same after a while.
fn delayed(delay: Option<Duration>, answer: ServiceFuture) -> ServiceFuture {
    match delay {
        None => answer,
        Some(delay) => Box::pin(async move {
            tokio::time::sleep(delay).await;
            answer.await
        }),
    }
}
