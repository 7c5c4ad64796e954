//! What users may do, where that was changed since the start.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A signed-in user as operations see one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user's id.
    pub id: String,
    /// The user's name.
    pub name: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Permissions.
    pub permissions: Vec<String>,
}

/// Changed roles and permissions, by the user's id. The others have those of the settings.
#[derive(Default)]
pub struct Rights {
    changed: RwLock<HashMap<String, Arc<Identity>>>,
}

impl Rights {
    /// A user as it stands: as changed, or else as configured.
    pub fn of(&self, configured: &Arc<Identity>) -> Arc<Identity> {
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        changed.get(&configured.id).unwrap_or(configured).clone()
    }

    /// Changes a user and gives it as changed.
    pub fn change(
        &self,
        configured: &Arc<Identity>,
        change: impl FnOnce(&mut Identity),
    ) -> Arc<Identity> {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        let identity = changed.entry(configured.id.clone()).or_insert_with(|| configured.clone());
        change(Arc::make_mut(identity));
        identity.clone()
    }

    /// The same changes, to be changed on their own.
    pub fn fork(&self) -> Self {
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        Self { changed: RwLock::new(changed.clone()) }
    }
}
