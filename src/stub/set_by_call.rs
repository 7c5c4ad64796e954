//! Stubs that calls set: the same texts as files, by the same checks, in one tenant and before its
//! files.

use std::path::PathBuf;
use std::sync::Arc;

use super::folder::{Source, Stub};
use super::{Mistake, Notation, Stubs};
use crate::tenant::Tenant;

/// Why a stub was not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSet {
    /// The host has no such operation.
    #[error("{0}")]
    Operation(String),
    /// The text is no stub of it.
    #[error(transparent)]
    Mistake(#[from] Mistake),
    /// The tenant has as many as it may.
    #[error("there are {0} stubs already that calls set; remove some")]
    TooMany(usize),
}

/// Where a stub comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StubSource {
    /// A file: all tenants have it.
    File,
    /// A call: the tenant has it until its reset.
    Call,
}

/// A stub as it was written, and how often each of its answers was given in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StubText {
    /// The host's name.
    pub host: String,
    /// The operation.
    pub operation: String,
    /// Where it comes from.
    pub source: StubSource,
    /// The file's name.
    pub file: PathBuf,
    /// How it is written.
    pub notation: Notation,
    /// As it was written.
    pub text: String,
    /// Names or places of its answers, and how often each was given.
    pub answers: Vec<(String, u64)>,
}

impl Stubs {
    /// Sets the stub of an operation in a tenant, in the place of one that an earlier call set
    /// there.
    ///
    /// # Errors
    /// [`NotSet`]; nothing is changed then.
    pub fn set_by_call(
        &self,
        tenant: &Tenant,
        operation: &str,
        notation: Notation,
        text: Vec<u8>,
    ) -> Result<(), NotSet> {
        let key = self.key(operation);
        // Its counts are its own, and begin with it.
        let source = Source { host: &format!("call/{}", self.host()), ..self.source() };
        let known = self.contract().operation(operation);
        let operation = known.ok_or_else(|| NotSet::Operation(source.no_operation(operation)))?;
        let path = PathBuf::from(format!("{}.{}", operation.name, notation.name()));
        let stub = source.stub_of(&path, notation, operation, text)?;
        let (counts, calls) = (format!("{}/", stub.key), stub.calls());
        tenant.stub_hits().forget(&stub.key);
        tenant.set_stubs().put(key, Arc::new(stub)).map_err(NotSet::TooMany)?;
        tenant.stubs().forget(&counts);
        tenant.stubs().forget(&calls);
        Ok(())
    }

    /// Why there can be no stub of an operation: the host does not have it.
    pub fn unknown(&self, operation: &str) -> Option<String> {
        let is_known = self.contract().operation(operation).is_some();
        (!is_known).then(|| self.source().no_operation(operation))
    }

    /// Takes back the stub that a call set. `false` when there is none.
    pub fn unset(&self, tenant: &Tenant, operation: &str) -> bool {
        tenant.set_stubs().remove(&self.key(operation))
    }

    /// All stubs of a tenant in the order of their operations, those of calls before those of
    /// files.
    pub fn texts(&self, tenant: &Tenant) -> Vec<StubText> {
        let by_call = tenant.set_stubs().all::<Stub>(&format!("{}/", self.host()));
        let mut texts: Vec<_> =
            by_call.iter().map(|stub| self.text_of(stub, StubSource::Call, tenant)).collect();
        texts.extend(
            self.set().stubs.values().map(|stub| self.text_of(stub, StubSource::File, tenant)),
        );
        texts.sort_by(|one, other| {
            one.operation.cmp(&other.operation).then(one.is_file().cmp(&other.is_file()))
        });
        texts
    }

    /// What a tenant keeps the stub of an operation under.
    pub(super) fn key(&self, operation: &str) -> String {
        format!("{}/{}", self.host(), operation.to_lowercase())
    }

    fn text_of(&self, stub: &Stub, source: StubSource, tenant: &Tenant) -> StubText {
        let hits = tenant.stub_hits();
        let answers = stub.compiled.answers.iter().enumerate();
        StubText {
            host: self.host().to_owned(),
            operation: stub.operation.clone(),
            source,
            file: stub.file.clone(),
            notation: stub.notation,
            text: stub.text.clone(),
            answers: answers
                .map(|(place, answer)| (answer.label.clone(), hits.of(&stub.key, place)))
                .collect(),
        }
    }
}

impl StubText {
    fn is_file(&self) -> bool {
        self.source == StubSource::File
    }
}
