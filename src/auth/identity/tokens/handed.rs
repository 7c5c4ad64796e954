//! Tokens that a host hands out to a user.

use chrono::{DateTime, Utc};

use crate::auth::{Auth, Issued};
use crate::service::ServiceError;
use crate::tenant::Accounts;

impl Auth {
    /// An access token of an Identity host for a user.
    pub fn issue_identity_token(
        &self,
        user_id: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Option<Issued> {
        let user = self.identity_of(user_id, accounts)?;
        let number = accounts.revoked.next_number();
        let roles = accounts.rights.held(user_id).unwrap_or_else(|| self.users.roles_of(user_id));
        let stamp = accounts.new_id();
        self.identity_tokens.as_ref()?.issue(&user, &roles, (now, number, stamp))
    }

    /// A refresh token, which voids the one before.
    pub fn issue_identity_refresh(
        &self,
        user_id: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Option<Issued> {
        const LENGTH: usize = 86;
        let expires = now + self.identity_tokens.as_ref()?.refresh_lifetime();
        let mut token: String = (0..5).map(|_| accounts.new_id()).collect();
        token.truncate(LENGTH);
        accounts.refresh.keep(user_id, &token, expires);
        Some(Issued { token, expires })
    }

    /// A new access token for a refresh token.
    ///
    /// # Errors
    /// Nobody has the refresh token, or the account is locked.
    pub fn renewed_identity_token(
        &self,
        refresh: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Result<Issued, ServiceError> {
        let unknown = || ServiceError::not_found("User does not exist");
        let user_id = accounts.refresh.user_of(refresh, now).ok_or_else(unknown)?;
        self.unlocked(&user_id, accounts)?;
        self.issue_identity_token(&user_id, accounts, now).ok_or_else(unknown)
    }
}
