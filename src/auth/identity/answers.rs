//! What sign-in and session of an Identity host are answered with.

use serde::Serialize;

use crate::service::{Context, NO_PICTURE, Reply, ServiceError};
use crate::tenant::{AuthProvider, Identity};

/// `AuthenticateResponse`, as far as it is filled.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'i> {
    user_id: Option<&'i str>,
    user_name: Option<&'i str>,
    display_name: Option<&'i str>,
    profile_url: &'i str,
    roles: Option<&'i [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_provider: Option<&'static str>,
}

/// Tells of a user who signs in.
pub fn signed_in(user: &Identity, context: &Context) -> Result<Reply, ServiceError> {
    context.reply(&Response {
        user_id: Some(&user.id),
        user_name: Some(&user.name),
        // Not the display name: that of the claim, which is the user name (recorded).
        display_name: Some(&user.name),
        profile_url: user.profile_url.as_deref().unwrap_or(NO_PICTURE),
        roles: Some(&user.roles),
        auth_provider: None,
    })
}

/// Tells of a user who is signed in.
pub fn session(
    user: &Identity,
    provider: AuthProvider,
    context: &Context,
) -> Result<Reply, ServiceError> {
    let text = |text: &'_ str| !text.is_empty();
    context.reply(&Response {
        user_id: Some(&*user.id).filter(|id| text(id)),
        user_name: Some(&*user.name).filter(|name| text(name)),
        display_name: Some(user.display_name.as_deref().unwrap_or_default()),
        profile_url: user.profile_url.as_deref().unwrap_or(NO_PICTURE),
        // Those of a token without a user are not told.
        roles: Some(&*user.roles).filter(|roles| !roles.is_empty() && text(&user.id)),
        auth_provider: Some(provider.name()),
    })
}
