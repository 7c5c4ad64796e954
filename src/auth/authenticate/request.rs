//! What a request to sign in says.

use serde::Deserialize;

use super::attempt::Attempt;
use crate::edition::Version;
use crate::service::{FailedSignIn, Presented, ServiceError, SessionChange};

/// What of the request DTO matters here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Credentials {
    #[serde(rename = "provider")]
    pub(super) provider: Option<String>,
    state: Option<String>,
    pub(super) user_name: Option<String>,
    pub(super) password: Option<String>,
    pub(super) remember_me: Option<bool>,
}

impl Credentials {
    /// A refusal that notes all the same whether to remember.
    pub(super) fn noted(&self, error: ServiceError) -> ServiceError {
        match self.remember_me {
            Some(remember) => {
                let session = Some(SessionChange::Remember(remember));
                FailedSignIn { error, session, browser_goes_to: None }.into()
            }
            None => error,
        }
    }

    pub(super) fn attempt(
        &self,
        broken: Option<ServiceError>,
        presented: &Presented,
        version: Version,
    ) -> Attempt {
        Attempt {
            name: self.user_name.clone().unwrap_or_default(),
            password: self.password.clone().unwrap_or_default(),
            broken,
            remember: self.remembered(presented, version),
        }
    }

    /// Which id shall name the session. A session that is remembered stays so unless it says
    /// not to; a sign-in with a state, as the OAuth providers send one, leaves it open on 5.9.1.
    pub(super) fn remembered(&self, presented: &Presented, version: Version) -> Option<bool> {
        match (self.remember_me, &self.state) {
            (Some(remember), _) => Some(remember),
            (None, Some(_)) if version == Version::V5 => None,
            (None, Some(_)) => Some(presented.remembered),
            (None, None) => Some(presented.remembered),
        }
    }
}
