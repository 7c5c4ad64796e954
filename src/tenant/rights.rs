//! What users may do, where that was changed since the start.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A signed-in user as operations see one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The user's id.
    pub id: String,
    /// The user's name.
    pub name: String,
    /// What pages call the user.
    pub display_name: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// The address of the user's picture.
    pub profile_url: Option<String>,
    /// Roles.
    pub roles: Vec<String>,
    /// Permissions.
    pub permissions: Vec<String>,
}

impl Identity {
    /// The same by another name, as it was typed.
    #[must_use]
    pub fn called(self: Arc<Self>, name: String) -> Arc<Self> {
        if self.name == name { self } else { Arc::new(Self { name, ..(*self).clone() }) }
    }
}

/// So many users are kept.
const MOST: usize = 100_000;

/// Changed roles and permissions, by the user's id, and users that the settings do not list. The
/// others have those of the settings.
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

    /// A user that the settings do not list, or a listed one as changed.
    pub fn known(&self, id: &str) -> Option<Arc<Identity>> {
        self.changed.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// The roles of a user, where they were changed.
    pub fn held(&self, id: &str) -> Option<Vec<String>> {
        Some(self.known(id)?.roles.clone())
    }

    /// Keeps a user as it stands now. `false` when there are too many.
    pub fn keep(&self, identity: Arc<Identity>) -> bool {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        let has_room = changed.len() < MOST || changed.contains_key(&identity.id);
        if has_room {
            changed.insert(identity.id.clone(), identity);
        }
        has_room
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
