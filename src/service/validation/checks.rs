//! All that an operation demands of a call before its service sees it.

use std::sync::Arc;

use super::Rules;
use super::demand::{Asking, Demand, Unmet};
use crate::contract::{Contract, Operation};
use crate::service::{CacheResponse, FieldError};
use crate::wire::Dialect;

/// Demands on the call as a whole, then rules for members.
#[derive(Default)]
pub struct Checks {
    /// The first one that is not met is reported alone.
    pub demands: Vec<Demand>,
    /// All that are broken are reported.
    pub rules: Rules,
    /// Why nobody may call: protection that the emulator cannot check.
    pub closed: Option<String>,
    /// Takes the place of protection that the emulator cannot check.
    pub opens: bool,
    /// Callers are checked as by the attributes `[Authenticate]` and `[Required…]`, besides.
    pub filtered: bool,
    /// What the operation wants with a session besides.
    pub session: SessionUse,
    /// For how long answers stay the same.
    pub cache: Option<Arc<CacheResponse>>,
}

/// What an operation of ServiceStack's own wants with the caller's session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionUse {
    /// Nothing that others do not want.
    #[default]
    Any,
    /// Looks for who calls, and demands nothing.
    Looks,
    /// The same, before the host gives ids: the permanent one comes first.
    LooksFirst,
    /// There is none: no id is drawn, and nobody is looked for.
    Without,
}

/// Why a call does not reach its service.
#[derive(Debug, Clone, PartialEq)]
pub enum NotMet {
    /// A demand on the call as a whole.
    Demand(Unmet),
    /// Rules for members, in rule order; never empty.
    Rules(Vec<FieldError>),
}

impl Checks {
    /// What an operation of ServiceStack's own wants with the caller's session, and nothing else.
    pub fn of_session(session: SessionUse) -> Self {
        Self { session, ..Self::default() }
    }

    /// Whether some demand asks who calls.
    pub fn ask_who(&self) -> bool {
        self.session != SessionUse::Any || self.demands.iter().any(Demand::asks_who)
    }

    /// Whether some demand asks for an API key.
    pub fn ask_for_key(&self) -> bool {
        self.demands.iter().any(Demand::asks_for_key)
    }

    /// Whether an operation is the same without these. Whether callers are filtered is the
    /// contract's to say where there are none.
    pub fn is_empty(&self) -> bool {
        let Self { demands, rules, closed, opens, filtered: _, session, cache } = self;
        let demands_nothing = demands.is_empty() && rules.is_empty() && closed.is_none();
        demands_nothing && !opens && *session == SessionUse::Any && cache.is_none()
    }

    /// Whether a call meets the demands of all of these.
    ///
    /// # Errors
    /// The first that it does not.
    fn demand(all: &[Option<&Self>], asking: Asking<'_>) -> Result<(), NotMet> {
        let all = all.iter().flatten();
        let opened = all.clone().any(|checks| checks.opens);
        if let Some(reason) =
            all.clone().find_map(|checks| checks.closed.as_ref()).filter(|_| !opened)
        {
            let (code, message) = ("Forbidden".to_owned(), reason.clone());
            return Err(NotMet::Demand(Unmet { status: 403, code, message }));
        }
        let mut demands = all.flat_map(|checks| &checks.demands);
        demands.try_for_each(|demand| demand.check(asking)).map_err(NotMet::Demand)
    }

    /// Whether a call meets all demands and keeps all rules of all of these.
    ///
    /// # Errors
    /// The first demand that it does not meet, or all rules that it breaks.
    pub fn check(
        all: &[Option<&Self>],
        contract: &Contract,
        asking: Asking<'_>,
        dialect: &Dialect,
    ) -> Result<(), NotMet> {
        Self::demand(all, asking)?;
        let broken: Vec<FieldError> = all
            .iter()
            .flatten()
            .flat_map(|checks| checks.rules.check_of(contract, asking.dto, asking.verb, dialect))
            .collect();
        if broken.is_empty() { Ok(()) } else { Err(NotMet::Rules(broken)) }
    }
}

/// What the contract says of the callers of an operation beyond what these demands ask for.
pub(super) fn asks_more(operation: &Operation, demands: &[Demand]) -> bool {
    let has_role = |role: &String| demands.iter().any(|demand| demand.role() == Some(role));
    let has_permission =
        |name: &String| demands.iter().any(|demand| demand.permission() == Some(name));
    let roles = operation.required_roles.iter().all(has_role);
    let permissions = operation.required_permissions.iter().all(has_permission);
    let any =
        operation.requires_any_role.is_empty() && operation.requires_any_permission.is_empty();
    let auth = !operation.requires_auth || demands.iter().any(Demand::asks_who);
    !(roles && permissions && any && auth)
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = out.debug_struct("Checks");
        shown.field("demands", &self.demands).field("closed", &self.closed).finish_non_exhaustive()
    }
}
