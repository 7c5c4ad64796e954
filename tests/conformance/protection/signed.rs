//! Tokens of the test's own, good ones and forged ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::hosts::recorded_at;

/// A change of the claims, and what it is called.
pub type Change = (&'static str, fn(&mut Value));

/// How a host signs and reads its tokens.
#[derive(Clone, Copy)]
pub struct Signing {
    pub secret: &'static [u8],
    /// The claims of a user with these roles.
    pub claims: fn(&User) -> Value,
    /// Changes that make claims bad for this host.
    pub bad: &'static [Change],
}

/// Somebody of a host.
pub struct User {
    pub name: &'static str,
    pub password: &'static str,
    pub id: &'static str,
    pub roles: &'static [&'static str],
    pub permissions: &'static [&'static str],
}

/// ServiceStack's own tokens.
pub const SERVICE_STACK: Signing = Signing {
    secret: b"0123456789abcdef0123456789abcdef",
    claims: |user| {
        json!({
            "sub": user.id.parse::<u32>().expect("a number"), "exp": now() + 3600,
            "preferred_username": user.name, "roles": user.roles, "perms": user.permissions,
        })
    },
    bad: &[
        ("expired", |claims| claims["exp"] = (now() - 1).into()),
        ("not yet", |claims| claims["nbf"] = (now() + 3600).into()),
    ],
};

/// Those of ASP.NET Core Identity, which forgives clocks five minutes.
pub const IDENTITY: Signing = Signing {
    secret: b"0123456789abcdef0123456789abcdef0123456789abcdef",
    claims: |user| {
        json!({
            "sub": user.id, "preferred_username": user.name, "roles": user.roles,
            "exp": now() - 290, "iss": "ident-issuer", "aud": "ident-audience",
        })
    },
    bad: &[
        ("expired", |claims| claims["exp"] = (now() - 310).into()),
        ("not yet", |claims| claims["nbf"] = (now() + 310).into()),
        ("no end", |claims| without(claims, "exp")),
        ("an end that is no number", |claims| claims["exp"] = "never".into()),
        ("no issuer", |claims| without(claims, "iss")),
        ("another issuer", |claims| claims["iss"] = "ssjwt".into()),
        ("no audience", |claims| without(claims, "aud")),
        ("another audience", |claims| claims["aud"] = "tills".into()),
        ("other audiences", |claims| claims["aud"] = json!(["tills", "ident"])),
    ],
};

fn without(claims: &mut Value, name: &str) {
    claims.as_object_mut().expect("claims").remove(name);
}

pub fn now() -> i64 {
    recorded_at().timestamp()
}

impl Signing {
    /// A token of a user.
    pub fn token(&self, kind: &str, user: &User) -> String {
        signed(Algorithm::HS256, kind, self.secret, &(self.claims)(user))
    }

    /// Tokens that are like that of a user, each with a fault.
    pub fn forged(&self, kind: &str, user: &User) -> Vec<(&'static str, String)> {
        let claims = (self.claims)(user);
        let good = self.token(kind, user);
        let [head, payload, signature] = parts(&good);
        let mut more = claims.clone();
        more["roles"] = json!(["Admin", "Manager", "Chief", "Employee"]);
        let more = URL_SAFE_NO_PAD.encode(more.to_string());
        let header = |header: Value| URL_SAFE_NO_PAD.encode(header.to_string());
        let none = header(json!({ "typ": kind, "alg": "none" }));
        let sign = |algorithm, secret: &[u8]| signed(algorithm, kind, secret, &claims);
        let mut forged = vec![
            ("another secret", sign(Algorithm::HS256, b"another-secret-another-secret-12")),
            ("empty secret", sign(Algorithm::HS256, b"")),
            ("HS384", sign(Algorithm::HS384, self.secret)),
            ("HS512", sign(Algorithm::HS512, self.secret)),
            ("other claims", format!("{head}.{more}.{signature}")),
            ("no signature", format!("{head}.{payload}.")),
            ("alg none", format!("{none}.{payload}.")),
            ("alg none, signed", format!("{none}.{payload}.{signature}")),
            ("alg None", format!("{}.{payload}.", header(json!({ "alg": "None" })))),
            ("said to be RS256", {
                format!("{}.{payload}.{signature}", header(json!({ "alg": "RS256" })))
            }),
            ("no algorithm", format!("{}.{payload}.{signature}", header(json!({ "typ": kind })))),
            ("two parts", format!("{head}.{payload}")),
            ("four parts", format!("{good}.{signature}")),
            ("five parts, as if encrypted", format!("{head}..{payload}.{payload}.{signature}")),
            ("no base64", "a.b.c".to_owned()),
        ];
        forged.extend(self.bad.iter().map(|(name, change)| {
            let mut changed = claims.clone();
            change(&mut changed);
            (*name, signed(Algorithm::HS256, kind, self.secret, &changed))
        }));
        forged
    }
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().expect("three parts")
}

/// A token with this text for claims, signed with the right secret.
pub fn signed_as(signing: &Signing, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let head = json!({ "alg": "HS256", "typ": "JWT" }).to_string();
    let message = format!("{}.{}", part(&head), part(claims));
    let key = EncodingKey::from_secret(signing.secret);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256);
    format!("{message}.{}", signature.expect("signed"))
}

fn signed(algorithm: Algorithm, kind: &str, secret: &[u8], claims: &Value) -> String {
    let mut header = Header::new(algorithm);
    header.typ = Some(kind.to_owned());
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret)).expect("signed")
}
