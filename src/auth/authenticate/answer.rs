//! What is told of somebody who is signed in.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Authenticate;
use super::tokens::TokenPair;
use crate::edition::Version;
use crate::service::{AuthProvider, Caller, Context, NO_PICTURE, Reply, ServiceError};
use crate::tenant::Identity;

/// What the host reports of a signed-in user.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthenticateResponse {
    user_id: Option<String>,
    session_id: String,
    user_name: Option<String>,
    display_name: Option<String>,
    referrer_url: Option<String>,
    bearer_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_expiry: Option<DateTime<Utc>>,
    profile_url: String,
    /// None where the host is set not to say it.
    roles: Option<Vec<String>>,
    permissions: Option<Vec<String>>,
    /// How somebody is signed in who asks; 10.x alone says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_provider: Option<&'static str>,
    response_status: Option<EmptyStatus>,
}

/// What 5.9.1 says where all is well; 10.x says nothing.
#[derive(Serialize)]
pub(super) struct EmptyStatus {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SignedOut {
    pub(super) response_status: Option<EmptyStatus>,
}

/// Of whom an answer tells, and what else.
pub(super) struct Reported {
    pub(super) user: Arc<Identity>,
    pub(super) session_id: String,
    pub(super) referrer_url: Option<String>,
    /// How somebody is signed in who asks.
    pub(super) provider: Option<AuthProvider>,
    /// In the body.
    pub(super) tokens: Option<TokenPair>,
}

impl Authenticate {
    pub(super) fn reported_of(&self, caller: &Caller, name: Option<String>) -> Reported {
        Reported {
            user: name.into_iter().fold(caller.user.clone(), Identity::called),
            session_id: caller.session_id.clone(),
            referrer_url: None,
            provider: Some(caller.provider),
            tokens: None,
        }
    }

    pub(super) fn empty_status(&self) -> Option<EmptyStatus> {
        (self.version == Version::V5).then_some(EmptyStatus {})
    }

    /// What is reported of a signed-in user.
    pub(super) fn report(
        &self,
        reported: Reported,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let Reported { user, session_id, referrer_url, provider, tokens } = reported;
        // A token leaves out what its user has none of.
        let is_token = provider == Some(AuthProvider::Jwt) && self.version == Version::V10;
        let text = |text: &String| Some(text.clone()).filter(|text| !(is_token && text.is_empty()));
        let says_roles = self.config.include_roles_in_authenticate_response;
        let rights = |held: &Vec<String>| {
            Some(held.clone()).filter(|held| says_roles && !(is_token && held.is_empty()))
        };
        let (access, refresh) =
            tokens.map_or((None, None), |(access, refresh)| (Some(access), refresh));
        let display_name = match &user.display_name {
            None if is_token => Some(user.name.clone()),
            name => name.clone(),
        };
        context.reply(&AuthenticateResponse {
            user_id: text(&user.id),
            session_id,
            user_name: text(&user.name),
            display_name,
            referrer_url,
            bearer_token: access.map(|access| access.token),
            refresh_token_expiry: refresh.as_ref().map(|refresh| refresh.expires),
            refresh_token: refresh.map(|refresh| refresh.token),
            profile_url: user.profile_url.clone().unwrap_or_else(|| NO_PICTURE.to_owned()),
            roles: rights(&user.roles),
            permissions: rights(&user.permissions),
            auth_provider: provider
                .filter(|_| self.version == Version::V10)
                .map(AuthProvider::name),
            response_status: self.empty_status(),
        })
    }
}
