//! The users of a host.

use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use subtle::ConstantTimeEq;

use super::api_keys::ADMIN;
use super::password;
use crate::tenant::{Account, Identity};

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct User {
    /// `UserId` and the `X-UAId` cookie.
    pub id: String,
    /// What is typed to sign in.
    pub name: String,
    /// `DisplayName` of AuthenticateResponse.
    pub display_name: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address; signs in as well as the name does.
    pub email: Option<String>,
    /// The address of the user's picture.
    pub profile_url: Option<String>,
    /// Identity takes the email address for unconfirmed.
    pub unconfirmed: bool,
    /// The account is locked, whatever its password.
    pub locked: bool,
    /// Identity asks for a second factor.
    pub two_factor: bool,
    /// Password hash in PHC form.
    pub password_hash: String,
    /// Roles; `Admin` stands for every role.
    pub roles: Vec<String>,
    /// Permissions.
    pub permissions: Vec<String>,
}

/// All users of a host.
pub struct Users {
    users: Vec<StoredUser>,
    /// Verified against when there is no such user, so that the time of a refusal reveals nothing.
    nobody: String,
    /// Names are compared letter by letter.
    exact: bool,
    /// An email address is no name to sign in by.
    names_only: bool,
}

/// A user, and what is kept of it.
struct StoredUser {
    user: User,
    /// The user as operations see one.
    identity: Arc<Identity>,
    verified: Verified,
}

impl Users {
    /// The users as configured. Names are compared without regard to case.
    pub fn new(users: Vec<User>) -> Self {
        let nobody = users.first().map(|user| user.password_hash.clone()).unwrap_or_default();
        Self {
            users: users.into_iter().map(StoredUser::from).collect(),
            nobody,
            exact: false,
            names_only: false,
        }
    }

    /// Compares names letter by letter, as a host that keeps its users in memory does.
    #[must_use]
    pub fn exact(mut self, exact: bool) -> Self {
        self.exact = exact;
        self
    }

    /// Knows users by their names alone, in any case, as Identity does.
    #[must_use]
    pub fn names_only(mut self) -> Self {
        (self.names_only, self.exact) = (true, false);
        self
    }

    /// The user with this email address.
    pub fn by_email(&self, email: &str) -> Option<&User> {
        let same = |known: &StoredUser| {
            known.user.email.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(email))
        };
        self.users.iter().find(|known| same(known)).map(|known| &known.user)
    }

    /// The roles of a user as configured.
    pub fn roles_of(&self, id: &str) -> Vec<String> {
        self.by_id(id).map(|user| user.roles.clone()).unwrap_or_default()
    }

    /// Whether somebody has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.users.iter().any(|known| known.user.roles.iter().any(|held| held == role))
    }

    /// Shows those whom the role `Admin` gives all roles with these, too.
    #[must_use]
    pub fn asked(mut self, roles: &[String]) -> Self {
        for StoredUser { identity, .. } in &mut self.users {
            *identity = with_asked_roles(identity.clone(), roles);
        }
        self
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.users.len()
    }

    /// The user with this id.
    pub fn by_id(&self, id: &str) -> Option<&User> {
        self.known(id).map(|known| &known.user)
    }

    /// The user with this name or email.
    pub fn by_name(&self, name: &str) -> Option<&User> {
        self.named(name).map(|known| &known.user)
    }

    /// A user as operations see one, with the rights of the settings.
    pub fn identity(&self, user: &User) -> Arc<Identity> {
        self.known(&user.id).map_or_else(|| Arc::new(user.into()), |known| known.identity.clone())
    }

    /// Whose failures a wrong password under this name counts among, and whether the user is locked
    /// from the start.
    pub(super) fn account(&self, name: &str) -> (Account, bool) {
        match self.by_name(name) {
            Some(user) => (Account::User(user.id.clone()), user.locked),
            None => (Account::Nobody(name.to_owned()), false),
        }
    }

    /// The id of the user with this name or email, if the password was right before.
    pub(super) fn recognise(&self, name: &str, password: &str) -> Option<String> {
        let StoredUser { user, verified, .. } = self.named(name)?;
        verified.knows(&user.password_hash, password).then(|| user.id.clone())
    }

    /// The user with this name or email and password. An unknown name costs the same time as a
    /// wrong password.
    pub fn verify(&self, name: &str, password: &str) -> Option<&User> {
        let Some(StoredUser { user, verified, .. }) = self.named(name) else {
            spend_time(&self.nobody, password);
            return None;
        };
        verified.check(&user.password_hash, password).then_some(user)
    }

    fn known(&self, id: &str) -> Option<&StoredUser> {
        self.users.iter().find(|known| known.user.id == id)
    }

    fn named(&self, name: &str) -> Option<&StoredUser> {
        let same =
            |known: &str| if self.exact { known == name } else { known.eq_ignore_ascii_case(name) };
        self.users.iter().find(|StoredUser { user, .. }| {
            same(&user.name) || (!self.names_only && user.email.as_deref().is_some_and(same))
        })
    }
}

impl From<User> for StoredUser {
    fn from(user: User) -> Self {
        Self { identity: Arc::new((&user).into()), user, verified: Verified::default() }
    }
}

impl From<&User> for Identity {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            name: user.name.clone(),
            display_name: user.display_name.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            email: user.email.clone(),
            profile_url: user.profile_url.clone(),
            roles: user.roles.clone(),
            permissions: user.permissions.clone(),
        }
    }
}

/// A user as sessions show one: an administrator has all roles that operations ask for (recorded
/// of 10.1.5).
pub(super) fn with_asked_roles(mut identity: Arc<Identity>, asked: &[String]) -> Arc<Identity> {
    if !identity.roles.iter().any(|role| role == ADMIN) {
        return identity;
    }
    let lacks = |identity: &Identity, role| !identity.roles.contains(role);
    if asked.iter().any(|role| lacks(&identity, role)) {
        let user = Arc::make_mut(&mut identity);
        for role in asked {
            if lacks(user, role) {
                user.roles.push(role.clone());
            }
        }
    }
    identity
}

/// A cheap digest of the password that was right: Basic authentication sends it with every request,
/// and argon2 is slow on purpose. It holds for as long as the hash does, which is always.
#[derive(Default)]
struct Verified(OnceLock<[u8; 32]>);

impl Verified {
    fn knows(&self, hash: &str, password: &str) -> bool {
        let digest = cheap_digest(hash, password);
        self.0
            .get()
            .is_some_and(|known| digest.is_some_and(|digest| bool::from(known.ct_eq(&digest))))
    }

    fn check(&self, hash: &str, password: &str) -> bool {
        if self.knows(hash, password) {
            return true;
        }
        let right = password::verify(password, hash);
        if let (true, Some(digest)) = (right, cheap_digest(hash, password)) {
            self.0.get_or_init(|| digest);
        }
        right
    }
}

/// As long as a wrong password takes, whatever the password: what was right before for the owner of
/// this hash must not show in the time of a name that nobody has.
fn spend_time(hash: &str, password: &str) {
    cheap_digest(hash, password);
    password::verify(password, hash);
}

/// One pass of argon2 over the least memory, salted by the stored hash: kept in memory only, for
/// this process's life.
fn cheap_digest(hash: &str, password: &str) -> Option<[u8; 32]> {
    let params = argon2::Params::new(argon2::Params::MIN_M_COST, 1, 1, Some(32)).ok()?;
    let quick = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut digest = [0; 32];
    quick.hash_password_into(password.as_bytes(), hash.as_bytes(), &mut digest).ok()?;
    Some(digest)
}
