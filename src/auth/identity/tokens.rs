//! Tokens of an Identity host: issuer, audience and end are required, and claims have .NET's names.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Principal, claim};
use crate::auth::{Auth, Issued, TokenRules};
use crate::service::{
    Context, Handed, HandedCookie, Reply, Service, ServiceError, ServiceFuture, SessionChange,
};
use crate::tenant::{Accounts, AuthProvider, Identity};
use crate::value::Object;

/// How far the clocks of two machines may be apart.
const SKEW: i64 = 300;

/// Issues and reads the tokens of a host.
pub struct IdentityTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    rules: TokenRules,
}

/// Why a token lets nobody in, as `WWW-Authenticate` says it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BearerError {
    /// It is no token.
    #[error("")]
    Malformed,
    /// It is not signed.
    #[error("The signature is invalid")]
    Unsigned,
    /// It is signed otherwise.
    #[error("The signature key was not found")]
    Signature,
    /// Its end has passed.
    #[error("The token expired at '{0}'")]
    Expired(String),
    /// It has no end.
    #[error("The token has no expiration")]
    Endless,
    /// Its begin lies ahead.
    #[error("The token is not valid before '{0}'")]
    NotYet(String),
    /// It is for another audience.
    #[error("The audience '{0}' is invalid")]
    Audience(&'static str),
    /// Another one issued it.
    #[error("The issuer '{0}' is invalid")]
    Issuer(String),
}

impl BearerError {
    /// What `/auth` says of it: the exception of the library, with the library's text where it was
    /// recorded.
    pub fn thrown(&self, now: DateTime<Utc>) -> ServiceError {
        let error = |status, code: &str, message: String| ServiceError::http(status, code, message);
        match self {
            Self::Malformed => error(400, "ArgumentException", "IDX12729: Unable to decode the header '[PII of type 'System.String' is hidden. For more details, see https://aka.ms/IdentityModel/PII.]' as Base64Url encoded string.".to_owned()),
            Self::Expired(end) => {
                let now = shown(now);
                error(401, "SecurityTokenExpiredException", format!("IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '{end}', Current time (UTC): '{now}'."))
            }
            Self::Unsigned | Self::Signature => {
                error(401, "SecurityTokenSignatureKeyNotFoundException", self.to_string())
            }
            Self::Endless => error(401, "SecurityTokenNoExpirationException", self.to_string()),
            Self::NotYet(_) => error(401, "SecurityTokenNotYetValidException", self.to_string()),
            Self::Audience(_) => error(401, "SecurityTokenInvalidAudienceException", self.to_string()),
            Self::Issuer(_) => error(401, "SecurityTokenInvalidIssuerException", self.to_string()),
        }
    }
}

fn shown(time: DateTime<Utc>) -> String {
    time.format("%m/%d/%Y %H:%M:%S").to_string()
}

#[derive(Serialize)]
struct Head {
    alg: &'static str,
    typ: &'static str,
}

/// The claims of a token, in this order.
#[derive(Serialize)]
struct Claims<'i> {
    sub: &'i str,
    preferred_username: &'i str,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")]
    names: Vec<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<&'i str>,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier")]
    id: &'i str,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'i str>,
    #[serde(rename = "AspNet.Identity.SecurityStamp")]
    stamp: String,
    #[serde(rename = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role")]
    #[serde(skip_serializing_if = "Value::is_null")]
    roles: Value,
    jti: String,
    exp: i64,
    iss: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'i str>,
}

impl IdentityTokens {
    /// Tokens signed with this secret.
    pub fn new(secret: &[u8], rules: TokenRules) -> Self {
        let (encoding, decoding) =
            (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        Self { encoding, decoding, rules }
    }

    /// How long they are good.
    pub fn lifetime(&self) -> Duration {
        self.rules.lifetime
    }

    /// The same of refresh tokens.
    pub fn refresh_lifetime(&self) -> Duration {
        self.rules.refresh_lifetime
    }

    /// A token of a user with these roles.
    pub fn issue(
        &self,
        user: &Identity,
        roles: &[String],
        (now, number, stamp): (DateTime<Utc>, i64, String),
    ) -> Option<Issued> {
        let expires = now + self.rules.lifetime;
        let names = [user.display_name.as_deref(), user.first_name.as_deref(), Some(&*user.name)];
        let email = user.email.as_deref();
        let claims = Claims {
            sub: &user.id,
            preferred_username: &user.name,
            names: names.into_iter().flatten().collect(),
            email,
            given_name: user.first_name.as_deref(),
            family_name: user.last_name.as_deref(),
            name: user.display_name.as_deref(),
            picture: user.profile_url.as_deref(),
            id: &user.id,
            address: email,
            stamp,
            roles: match roles {
                [] => Value::Null,
                [one] => one.as_str().into(),
                several => several.into(),
            },
            jti: number.to_string(),
            exp: expires.timestamp(),
            iss: &self.rules.issuer,
            aud: self.rules.audience.as_deref(),
        };
        Some(Issued { token: self.signed(&claims)?, expires })
    }

    fn signed(&self, claims: &Claims<'_>) -> Option<String> {
        let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
        let head = serde_json::to_vec(&Head { alg: "HS256", typ: "JWT" }).ok()?;
        let message = format!("{}.{}", part(head), part(serde_json::to_vec(claims).ok()?));
        let signature = crypto::sign(message.as_bytes(), &self.encoding, Algorithm::HS256).ok()?;
        Some(format!("{message}.{signature}"))
    }

    /// Whom a token makes at an instant. Its signature is compared in constant time.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Principal, BearerError> {
        let parts: Vec<&str> = token.split('.').collect();
        let [head, payload, signature] = parts.as_slice() else {
            return Err(BearerError::Malformed);
        };
        let json = |part: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        let (Some(header), Some(claims)) = (json(head), json(payload)) else {
            return Err(BearerError::Malformed);
        };
        let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
        if algorithm == "none" {
            return Err(BearerError::Unsigned);
        }
        let message = &token[..head.len() + 1 + payload.len()];
        let verified =
            crypto::verify(signature, message.as_bytes(), &self.decoding, Algorithm::HS256);
        if algorithm != "HS256" || !matches!(verified, Ok(true)) {
            return Err(BearerError::Signature);
        }
        in_time(&claims, now)?;
        self.addressed(&claims)?;
        Ok(principal(&claims))
    }

    fn addressed(&self, claims: &Map<String, Value>) -> Result<(), BearerError> {
        let ours = |value: &Value| value.as_str() == self.rules.audience.as_deref();
        if self.rules.audience.is_some() {
            let is_ours = match claims.get("aud") {
                None => return Err(BearerError::Audience("empty")),
                Some(Value::Array(several)) => several.iter().any(ours),
                Some(one) => ours(one),
            };
            if !is_ours {
                return Err(BearerError::Audience("(null)"));
            }
        }
        let issuer = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
        match issuer == self.rules.issuer {
            true => Ok(()),
            false => Err(BearerError::Issuer(issuer.to_owned())),
        }
    }
}

fn in_time(claims: &Map<String, Value>, now: DateTime<Utc>) -> Result<(), BearerError> {
    let time = |name: &str| claims.get(name).and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "a time far away stays far away")]
    let instant = |seconds: f64| DateTime::from_timestamp(seconds as i64, 0).unwrap_or(now);
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
    let (earliest, latest) = ((now.timestamp() - SKEW) as f64, (now.timestamp() + SKEW) as f64);
    let end = time("exp").ok_or(BearerError::Endless)?;
    if let Some(begin) = time("nbf").filter(|begin| *begin > latest) {
        return Err(BearerError::NotYet(shown(instant(begin))));
    }
    if end < earliest { Err(BearerError::Expired(shown(instant(end)))) } else { Ok(()) }
}

/// The user of claims, under their short names or .NET's.
fn principal(claims: &Map<String, Value>) -> Principal {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| claims.get(*name));
        let first = match found {
            Some(Value::Array(several)) => several.last(),
            one => one,
        };
        first.and_then(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        })
    };
    let mut roles = Vec::new();
    for name in [claim::ROLE, "role", "roles"] {
        match claims.get(name) {
            Some(Value::Array(several)) => {
                roles.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Some(one) => roles.extend(one.as_str().map(str::to_owned)),
            None => {}
        }
    }
    let name = text(&[claim::NAME, "preferred_username"]).unwrap_or_default();
    let user = Identity {
        id: text(&[claim::ID, "sub"]).unwrap_or_default(),
        email: text(&[claim::EMAIL, "email"])
            .or(Some(name.clone()))
            .filter(|text| !text.is_empty()),
        name,
        display_name: text(&["name"]),
        first_name: text(&[claim::FIRST, "given_name"]),
        last_name: text(&[claim::LAST, "family_name"]),
        profile_url: text(&["picture"]),
        roles,
        permissions: Vec::new(),
    };
    let mut types: Vec<String> = claims.keys().map(|name| inbound(name).to_owned()).collect();
    types.sort();
    types.dedup();
    Principal { user: Arc::new(user), provider: AuthProvider::Federation, claims: types }
}

/// The name of a claim as ASP.NET Core takes it in.
fn inbound(name: &str) -> &str {
    match name {
        "sub" => claim::ID,
        "email" => claim::EMAIL,
        "given_name" => claim::FIRST,
        "family_name" => claim::LAST,
        "role" | "roles" => claim::ROLE,
        other => other,
    }
}

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

    /// A new access token in its cookie, for a refresh token.
    fn renewed_cookie(
        &self,
        refresh: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Result<HandedCookie, ServiceError> {
        let unknown = || ServiceError::not_found("User does not exist");
        let user_id = accounts.refresh.user_of(refresh, now).ok_or_else(unknown)?;
        let issued = self.issue_identity_token(&user_id, accounts, now).ok_or_else(unknown)?;
        Ok(HandedCookie::new("ss-tok", issued.token, Some(issued.expires)))
    }
}

/// The operation `GetAccessToken` of an Identity host.
#[derive(Clone)]
pub struct GetIdentityToken(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refreshing {
    refresh_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Converting {
    preserve_session: Option<bool>,
}

/// An answer whose tokens are in cookies.
#[derive(Serialize)]
struct Nothing {}

impl GetIdentityToken {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Refreshing = context.request(request)?;
        let in_cookie = || context.presented.as_ref()?.refresh_token.clone();
        let refresh = request.refresh_token.filter(|token| !token.is_empty()).or_else(in_cookie);
        let invalid = || ServiceError::http(403, "Forbidden", "RefreshToken is Invalid");
        let refresh = refresh.ok_or_else(invalid)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let cookie = self.0.renewed_cookie(&refresh, accounts, context.clock().now())?;
        let handed = Handed { cookies: vec![cookie], no_store: false };
        let reply = context.reply(&Nothing {})?;
        Ok(Reply { session: Some(Box::new(SessionChange::Handed(handed))), ..reply })
    }
}

impl Service for GetIdentityToken {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}

/// The operation `ConvertSessionToToken` of an Identity host.
#[derive(Clone)]
pub struct ConvertIdentitySession(pub Arc<Auth>);

impl ConvertIdentitySession {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Converting = context.request(request)?;
        let caller = context.caller.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let (now, id) = (context.clock().now(), &caller.user.id);
        let issued = self.0.issue_identity_token(id, accounts, now);
        let issued = issued.ok_or(ServiceError::NotAuthenticated)?;
        let mut cookies = vec![HandedCookie::new("ss-tok", issued.token, Some(issued.expires))];
        if !request.preserve_session.unwrap_or_default() {
            cookies.insert(0, self.0.application_cookie_gone(now));
            let refresh = self.0.issue_identity_refresh(id, accounts, now);
            cookies.extend(refresh.map(|refresh| {
                HandedCookie::new("ss-reftok", refresh.token, Some(refresh.expires))
            }));
        }
        let handed = Handed { cookies, no_store: false };
        let reply = context.reply(&Nothing {})?;
        Ok(Reply { session: Some(Box::new(SessionChange::Handed(handed))), ..reply })
    }
}

impl Service for ConvertIdentitySession {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
