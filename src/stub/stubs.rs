//! The stubs of a host, before its services.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::budget;
use super::folder::{Set, Source, Stub};
use super::host::StubbedHost;
use super::mistake::Mistake;
use crate::contract::Contract;
use crate::records::{Limits, Records, State};
use crate::service::validation::Checks;
use crate::service::{Front, Incoming, Own, Service, ServiceFuture};
use crate::tenant::Tenant;
use crate::value::Object;
use crate::wire::Dialect;

mod choose;

/// The stubs of a host, which stand before its services: those of a folder, and before them those
/// that calls set, each in its tenant.
pub struct Stubs {
    /// Empty where there is none.
    folder: PathBuf,
    host: StubbedHost,
    dialect: Arc<Dialect>,
    set: RwLock<Arc<Set>>,
    /// Whether the set holds any: most hosts have none, and every call asks.
    any: AtomicBool,
    mistake: RwLock<Option<Mistake>>,
    /// Bytes that templates may make for one answer.
    template_bytes: AtomicUsize,
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
        let stubs = Self::new(folder, host, Arc::new(contract.clone()), dialect);
        stubs.reload()?;
        Ok(Arc::new(stubs))
    }

    /// No stubs but those that calls set.
    pub fn without_folder(host: &str, contract: Arc<Contract>, dialect: &Dialect) -> Arc<Self> {
        Arc::new(Self::new(Path::new(""), host, contract, dialect))
    }

    fn new(folder: &Path, host: &str, contract: Arc<Contract>, dialect: &Dialect) -> Self {
        Self {
            folder: folder.to_owned(),
            host: StubbedHost::new(host, contract),
            dialect: Arc::new(dialect.clone()),
            set: RwLock::default(),
            any: AtomicBool::new(false),
            mistake: RwLock::default(),
            template_bytes: AtomicUsize::new(budget::PRESET),
        }
    }

    /// Reads the folder again and gives how many operations have a stub now. With a mistake, those
    /// that were in force stay, all of them.
    ///
    /// # Errors
    /// The first mistake.
    pub fn reload(&self) -> Result<usize, Mistake> {
        let read = self.source().read();
        *self.mistake.write().unwrap_or_else(PoisonError::into_inner) =
            read.as_ref().err().cloned();
        let set = read?;
        let count = set.stubs.len();
        *self.set.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
        self.any.store(count > 0, Ordering::Release);
        Ok(count)
    }

    /// Why the folder was not taken when it was last read. Those stubs are in force that were
    /// before.
    pub fn mistake(&self) -> Option<Mistake> {
        self.mistake.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The name under which they count.
    pub fn host(&self) -> &str {
        self.host.name()
    }

    /// The contract by which they are checked.
    pub fn contract(&self) -> &Contract {
        self.host.contract()
    }

    /// Records of the host, without rows and in memory.
    pub fn empty_records(&self) -> Records {
        Records::new(State::new(self.host.schema().clone()), Limits::default())
    }

    /// Bounds what templates may make for one answer, in bytes. 16 MiB without it.
    pub fn limit_templates(&self, bytes: usize) {
        self.template_bytes.store(bytes, Ordering::Relaxed);
    }

    /// How answers are made.
    fn terms(&self) -> (&Arc<Dialect>, usize) {
        (&self.dialect, self.template_bytes.load(Ordering::Relaxed))
    }

    /// How many operations have a stub.
    pub fn count(&self) -> usize {
        self.set().stubs.len()
    }

    /// Where they are read from.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn source(&self) -> Source<'_> {
        let (contract, dialect, of) = (&**self.host.contract(), &*self.dialect, &self.host);
        Source { folder: &self.folder, contract, dialect, host: of.name(), of }
    }

    pub(super) fn set(&self) -> Arc<Set> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Stubs as what stands before the services of a host.
impl Front for Arc<Stubs> {
    fn before(&self, operation: &str, own: Own) -> Own {
        let by_file = ByFile { stubs: self.clone(), operation: operation.to_owned(), own };
        let key = self.key(operation);
        Some(Arc::new(ByCall { stubs: self.clone(), key, behind: Some(Arc::new(by_file)) }))
    }
}

/// An operation for which a call may have set a stub.
struct ByCall {
    stubs: Arc<Stubs>,
    key: String,
    /// What answers where that stub does not.
    behind: Own,
}

impl Service for ByCall {
    fn call(&self, request: Object, context: crate::service::Context) -> ServiceFuture {
        let view = &choose::NoView;
        self.call_viewing(Incoming { request, context, view })
    }

    /// Those of the stub that a call set, or else of the file.
    fn checks(&self, tenant: &Tenant) -> Option<Arc<Checks>> {
        match tenant.set_stubs().get::<Stub>(&self.key) {
            Some(stub) => stub.compiled.checks.clone(),
            None => self.behind.as_ref()?.checks(tenant),
        }
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        match incoming.context.tenant.set_stubs().get::<Stub>(&self.key) {
            Some(stub) => stub.answer(incoming, &self.behind, self.stubs.terms()),
            None => incoming.answer_by(&self.behind),
        }
    }
}

/// An operation that a file may answer.
struct ByFile {
    stubs: Arc<Stubs>,
    operation: String,
    own: Own,
}

impl Service for ByFile {
    fn call(&self, request: Object, context: crate::service::Context) -> ServiceFuture {
        let view = &choose::NoView;
        self.call_viewing(Incoming { request, context, view })
    }

    fn checks(&self, tenant: &Tenant) -> Option<Arc<Checks>> {
        let own = || self.own.as_ref()?.checks(tenant);
        if !self.stubs.any.load(Ordering::Acquire) {
            return own();
        }
        match self.stubs.set().stubs.get(&self.operation) {
            Some(stub) => stub.compiled.checks.clone(),
            None => own(),
        }
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        if !self.stubs.any.load(Ordering::Acquire) {
            return incoming.answer_by(&self.own);
        }
        let set = self.stubs.set();
        match set.stubs.get(&self.operation) {
            Some(stub) => stub.answer(incoming, &self.own, self.stubs.terms()),
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
