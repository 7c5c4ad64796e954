//! Users and sessions as services change them.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Auth;
use super::password::hashed;
use crate::service::{Accounting, Caller, Person, ServiceError, SessionChange, SessionIds};
use crate::tenant::{Accounts, AuthProvider, Identity, NotRegistered, RegisteredUser};

impl Accounting for Auth {
    fn log_in(
        &self,
        accounts: &Accounts,
        person: Person,
        remember: bool,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Caller>, SessionChange), ServiceError> {
        let identity = self.person(accounts, person)?;
        let provider = AuthProvider::Credentials;
        let ids = SessionIds::draw(|| accounts.new_id());
        let session_id = ids.effective(remember).to_owned();
        accounts.sessions.sign_in(&session_id, &identity.id, &identity.name, now);
        let (user_id, remember) = (identity.id.clone(), Some(remember));
        let change = SessionChange::SignIn { user_id, ids, remember, tokens: Vec::new() };
        Ok((Arc::new(Caller { user: identity, session_id, provider, claims: Vec::new() }), change))
    }

    fn register(&self, accounts: &Accounts, person: Person) -> Result<Arc<Identity>, ServiceError> {
        let taken =
            |error: NotRegistered| ServiceError::http(400, "AlreadyExists", error.to_string());
        if self.users.by_name(&person.name).is_some() {
            return Err(taken(NotRegistered::NameTaken));
        }
        if person.email.as_deref().is_some_and(|email| self.users.by_name(email).is_some()) {
            return Err(taken(NotRegistered::EmailTaken));
        }
        let next = self.users.count() + accounts.registered.count() + 1;
        let identity = unlisted(Person { id: person.id.or(Some(next.to_string())), ..person })?;
        accounts
            .registered
            .add(RegisteredUser {
                id: identity.id.clone(),
                name: identity.name.clone(),
                email: identity.email.clone(),
                password_hash: String::new(),
            })
            .map_err(taken)?;
        kept(accounts, identity)
    }

    fn assign(
        &self,
        accounts: &Accounts,
        name: &str,
        (roles, permissions): (&[String], &[String]),
        takes_away: bool,
    ) -> Result<Arc<Identity>, ServiceError> {
        let unknown = || ServiceError::not_found(name);
        let mut identity = (*self.named(accounts, name).ok_or_else(unknown)?).clone();
        let lists = [(&mut identity.roles, roles), (&mut identity.permissions, permissions)];
        for (held, named) in lists {
            held.retain(|held| !named.contains(held));
            if !takes_away {
                held.extend_from_slice(named);
            }
        }
        kept(accounts, identity)
    }

    fn sign(
        &self,
        accounts: &Accounts,
        claims: serde_json::Map<String, serde_json::Value>,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let token = self.tokens.as_ref()?.sign(claims, now)?;
        accounts.revoked.issued(&token);
        Some(token)
    }

    fn hash(&self, password: &str) -> Result<String, ServiceError> {
        hashed(password)
    }
}

impl Auth {
    /// The user of this name or email: one of the settings, or one that registered.
    pub(super) fn named(&self, accounts: &Accounts, name: &str) -> Option<Arc<Identity>> {
        match self.users.by_name(name) {
            Some(user) => Some(self.identity(user, accounts)),
            None => accounts.rights.known(&accounts.registered.named(name)?.id),
        }
    }

    /// Who a person is: a known user with what is said of it, or a new one.
    fn person(&self, accounts: &Accounts, person: Person) -> Result<Arc<Identity>, ServiceError> {
        let known = match &person.id {
            Some(id) => self.identity_of(id, accounts),
            None => self.named(accounts, &person.name),
        };
        let Some(known) = known else { return kept(accounts, unlisted(person)?) };
        let Person { name, display_name, first_name, last_name, email, roles, permissions, .. } =
            person;
        let identity = Identity {
            id: known.id.clone(),
            name: if name.is_empty() { known.name.clone() } else { name },
            display_name: display_name.or_else(|| known.display_name.clone()),
            first_name: first_name.or_else(|| known.first_name.clone()),
            last_name: last_name.or_else(|| known.last_name.clone()),
            profile_url: known.profile_url.clone(),
            email: email.or_else(|| known.email.clone()),
            roles: roles.unwrap_or_else(|| known.roles.clone()),
            permissions: permissions.unwrap_or_else(|| known.permissions.clone()),
        };
        if identity == *known { Ok(known) } else { kept(accounts, identity) }
    }
}

fn unlisted(person: Person) -> Result<Identity, ServiceError> {
    let Person { id, name, display_name, first_name, last_name, email, roles, permissions } =
        person;
    let id = id.unwrap_or_else(|| name.clone());
    let (roles, permissions) = (roles.unwrap_or_default(), permissions.unwrap_or_default());
    if id.is_empty()
        || !id.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
    {
        let message = format!("The user id '{id}' does not fit into a cookie.");
        return Err(ServiceError::argument("UserId", message));
    }
    Ok(Identity {
        id,
        name,
        display_name,
        first_name,
        last_name,
        email,
        profile_url: None,
        roles,
        permissions,
    })
}

fn kept(accounts: &Accounts, identity: Identity) -> Result<Arc<Identity>, ServiceError> {
    let identity = Arc::new(identity);
    if accounts.rights.keep(identity.clone()) {
        return Ok(identity);
    }
    Err(ServiceError::unavailable("There are too many users."))
}
