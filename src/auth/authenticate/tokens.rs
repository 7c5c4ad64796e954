//! Tokens that a sign-in gives: in the body, or in cookies.

use super::{Authenticate, signed_in};
use crate::auth::Issued;
use crate::edition::Version;
use crate::service::{Context, Reply, ServiceError, TokenCookie};
use crate::tenant::Identity;

/// An access token, and a refresh token where the host has them.
pub(super) type TokenPair = (Issued, Option<Issued>);

impl Authenticate {
    /// The tokens that a sign-in of this user gives: in the body, or in cookies.
    pub(in crate::auth) fn tokens_of(
        &self,
        user: &Identity,
        context: &Context,
    ) -> Result<(Option<TokenPair>, Vec<TokenCookie>), ServiceError> {
        Ok(self.handed_out(self.issued(user, context)?))
    }

    /// The tokens that a sign-in gives, if the host has any; 5.9.1 is recorded without a refresh
    /// token.
    fn issued(
        &self,
        user: &Identity,
        context: &Context,
    ) -> Result<Option<TokenPair>, ServiceError> {
        let (accounts, now) = (signed_in(context)?, context.clock().now());
        let Some(access) = self.auth.issue(user, accounts, now) else { return Ok(None) };
        let refresh = match self.version {
            Version::V5 => None,
            Version::V10 => self.auth.issue_refresh(user, accounts, now),
        };
        Ok(Some((access, refresh)))
    }

    /// The same in the body or in cookies, as the settings say.
    fn handed_out(&self, issued: Option<TokenPair>) -> (Option<TokenPair>, Vec<TokenCookie>) {
        match issued {
            Some((access, refresh)) if self.auth.keeps_no_session() => {
                let refresh = refresh.map(|refresh| refresh.cookie(true));
                (None, std::iter::once(access.cookie(false)).chain(refresh).collect())
            }
            issued => (issued, Vec::new()),
        }
    }
}

/// Says which cookies are for the client's own use.
pub(in crate::auth) fn announced(reply: Reply, cookies: &[TokenCookie]) -> Reply {
    match cookies {
        [] => reply,
        [_] => reply.with_header("X-Cookies", "ss-tok"),
        [..] => reply.with_header("X-Cookies", "ss-tok,ss-reftok"),
    }
}
