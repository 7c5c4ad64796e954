//! From what was set to a host and its accounts.

use std::sync::Arc;

use super::Builder;
use crate::auth::{
    ApiKey, ApiKeys, AssignRoles, Auth, Authenticate, AuthenticateLogout, Change,
    ConvertIdentitySession, ConvertSession, GetAccessToken, GetApiKeys, GetIdentityToken,
    IdentityAuthenticate, IdentityRegister, IdentityRoles, Register, User, Users,
};
use crate::edition::{Hosting, Version};
use crate::emulator::StartError;
use crate::host::{Host, HostParts};
use crate::stub::Stubs;
use crate::tenant::{Accounts, Gate, Lockout, Sessions};

impl Builder {
    /// The host at a place among those of the server, and its accounts in the default tenant.
    pub(super) fn host(
        mut self,
        name: &str,
        place: usize,
        is_administered: bool,
    ) -> Result<(Host, Accounts, Option<Arc<Stubs>>), StartError> {
        self.check_routes()?;
        let accounts = self.accounts(name)?;
        let auth = match self.users.take() {
            Some(users) => Some(Arc::new(self.auth(users))),
            None => {
                self.contract = self.contract.without_sign_in();
                None
            }
        };
        if !self.behaviour.auth.include_assign_role_services {
            self.contract = self.contract.without(&["AssignRoles", "UnAssignRoles"]);
        }
        self.services.fit(&self.contract)?;
        self.require_roles()?;
        if let Some(auth) = &auth {
            self.serve_sign_in(auth);
        }
        let contract = Arc::new(match self.behaviour.edition.version {
            Version::V5 => self.contract,
            Version::V10 => {
                let contract = self.contract.with_newer_sign_in();
                let has_identity = auth.as_ref().is_some_and(|auth| auth.identity.is_some());
                if has_identity { contract.with_identity() } else { contract }
            }
        });
        let mut stubs = self.stubs;
        if stubs.is_none() && is_administered && !self.services.has_front() {
            let dialect = &self.behaviour.dialect;
            let own = Stubs::without_folder(&self.name, contract.clone(), dialect);
            self.services.put_before(Arc::new(own.clone()));
            stubs = Some(own);
        }
        if let (Some(stubs), Some(bytes)) = (&stubs, self.template_bytes) {
            stubs.limit_templates(bytes);
        }
        let (services, behaviour, uploads) = (self.services, self.behaviour, self.uploads);
        let parts = HostParts { contract, services, place, auth, behaviour, uploads };
        Ok((Host::new(parts), accounts, stubs))
    }

    /// A strict host with endpoint routing does not start with `{Rest*}`, as the real one.
    fn check_routes(&self) -> Result<(), StartError> {
        let behaviour = &self.behaviour;
        if behaviour.edition.hosting != Hosting::Endpoints || !behaviour.dialect.strict {
            return Ok(());
        }
        let all = self.contract.operations().iter().filter(|operation| !operation.built_in);
        let mut routes = all.flat_map(|of| of.routes.iter().map(move |route| (of, route)));
        match routes.find(|(_, route)| route.is_unroutable()) {
            None => Ok(()),
            Some((operation, route)) => Err(StartError::Unroutable {
                operation: operation.name.clone(),
                route: route.path.clone(),
            }),
        }
    }

    fn require_roles(&mut self) -> Result<(), StartError> {
        for (operation, role) in self.services.required_roles() {
            if !self.contract.require_role(operation, role) {
                return Err(StartError::UnknownOperation(operation.to_owned()));
            }
        }
        Ok(())
    }

    fn serve_sign_in(&mut self, auth: &Arc<Auth>) {
        if auth.identity.is_some() {
            return self.serve_identity(auth);
        }
        let version = self.behaviour.edition.version;
        let sign_in = Authenticate::new(auth.clone(), version, self.behaviour.auth.clone());
        let change = |change| AssignRoles::new(auth.clone(), change, version);
        self.services.serve("AssignRoles", change(Change::Add));
        self.services.serve("UnAssignRoles", change(Change::Remove));
        self.services.serve("Register", Register::new(auth.clone(), sign_in.clone()));
        if version == Version::V10 {
            self.services.serve("AuthenticateLogout", AuthenticateLogout(sign_in.clone()));
        }
        if auth.api_keys.sign_in() {
            self.services.serve("GetApiKeys", GetApiKeys(auth.clone()));
        }
        self.services.serve("Authenticate", sign_in);
        if auth.tokens.is_some() {
            self.services.serve("GetAccessToken", GetAccessToken(auth.clone()));
            self.services.serve("ConvertSessionToToken", ConvertSession(auth.clone()));
        }
    }

    fn serve_identity(&mut self, auth: &Arc<Auth>) {
        let change = |change| IdentityRoles::new(auth.clone(), change);
        self.services.serve("Authenticate", IdentityAuthenticate(auth.clone()));
        self.services.serve("AssignRoles", change(Change::Add));
        self.services.serve("UnAssignRoles", change(Change::Remove));
        self.services.serve("Register", IdentityRegister(auth.clone()));
        if auth.identity_tokens.is_some() {
            self.services.serve("GetAccessToken", GetIdentityToken(auth.clone()));
            self.services.serve("ConvertSessionToToken", ConvertIdentitySession(auth.clone()));
        }
    }

    /// The API keys of the host that name a tenant.
    pub(super) fn tenant_keys(&self) -> Vec<(String, String)> {
        let named = |key: &ApiKey| Some((key.key.clone(), key.tenant.clone()?));
        self.api_keys.iter().filter_map(named).collect()
    }

    fn auth(&mut self, users: Vec<User>) -> Auth {
        let is_new = self.behaviour.edition.version == Version::V10;
        let asked_roles = if is_new { self.asked_roles() } else { Vec::new() };
        let (identity, identity_tokens) = self.identity.take().unzip();
        let users = Users::new(users).exact(self.behaviour.dialect.strict).asked(&asked_roles);
        let keys = ApiKeys::new(std::mem::take(&mut self.api_keys));
        Auth {
            users: if identity.is_some() { users.names_only() } else { users },
            identity,
            identity_tokens: identity_tokens.flatten(),
            api_keys: keys.ruled(std::mem::take(&mut self.key_rules)),
            tokens: self.tokens.take().map(Arc::new),
            secret: self.admin_secret.take(),
            asked_roles,
            locks_after_check: is_new,
        }
    }

    /// The roles that operations ask for, each once.
    fn asked_roles(&self) -> Vec<String> {
        let mut asked: Vec<String> = Vec::new();
        let operations = self.contract.operations().iter();
        let roles = operations.flat_map(|operation| {
            operation.required_roles.iter().chain(&operation.requires_any_role)
        });
        let further = self.services.required_roles().map(|(_, role)| role);
        for role in roles.map(String::as_str).chain(further).filter(|role| !role.is_empty()) {
            if !asked.iter().any(|known| known == role) {
                asked.push(role.to_owned());
            }
        }
        asked
    }

    /// Nobody signs in to a host without users: it needs no file.
    fn accounts(&self, name: &str) -> Result<Accounts, StartError> {
        let sessions = match self.session_file.as_ref().filter(|_| self.users.is_some()) {
            Some(path) => Sessions::open(path, self.session_lifetime, self.clock.now())
                .map_err(|reason| StartError::of_sessions(path, reason))?,
            None => Sessions::new(self.session_lifetime),
        };
        let (lockout, gate) = (Lockout::new(self.max_failures), Gate::new(self.sign_in_bytes));
        Ok(Accounts::new(name, sessions, lockout, gate))
    }
}
