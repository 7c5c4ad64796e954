//! The host that stubs are of.

use std::sync::{Arc, OnceLock};

use crate::contract::Contract;
use crate::records::Schema;

/// The host that stubs are of: its name, its contract and the tables that it can have.
pub(super) struct StubbedHost {
    name: String,
    contract: Arc<Contract>,
    /// Made when a stub first asks.
    schema: OnceLock<Arc<Schema>>,
}

impl StubbedHost {
    pub fn new(name: &str, contract: Arc<Contract>) -> Self {
        Self { name: name.to_owned(), contract, schema: OnceLock::new() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }

    pub fn schema(&self) -> &Arc<Schema> {
        self.schema.get_or_init(|| Arc::new(Schema::of(self.contract.clone())))
    }
}
