//! Accounts by settings alone, the host tests/clients/hosts/members. KIND: cookies (tokens in
//! cookies, as hosts of 6 and later have them), body (UseTokenCookie off), identity (ASP.NET Core
//! Identity with endpoint routing), keys (ApiKeysFeature).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde_json::{Value, json};
use servicestack::{
    Authenticate, AuthenticateResponse, GetAccessToken, IReturn, JsonServiceClient, Result,
};
use sha2::Sha256;

use crate::checks::{Checks, Part, Refusal};
use crate::dtos::{Unknown, operation};

const SECRET: &str = "a secret of the scenarios, long enough for HS256";

/// Operations without members, which answer nothing of their own.
macro_rules! plain {
    ($($name:ident),*) => {
        $(
            #[derive(Serialize)]
            struct $name {}
            operation!($name, "POST", Value);
        )*
    };
}
plain!(Secured, TestAuth, ForManagers, ForAdmins, ByKey, GetOnly);

#[derive(Serialize, Default)]
struct Join {
    name: &'static str,
    age: i32,
    email: &'static str,
    code: &'static str,
}
operation!(Join, "POST", Value);

/// One of the hosts.
pub struct Members {
    kind: String,
    base_url: String,
}

impl Members {
    pub fn new(kind: &str, base_url: &str) -> Self {
        Self { kind: kind.to_owned(), base_url: base_url.to_owned() }
    }

    fn has_identity(&self) -> bool {
        self.kind == "identity"
    }

    fn client(&self) -> JsonServiceClient {
        JsonServiceClient::new(&self.base_url)
    }

    async fn signed_in(&self) -> Result<(JsonServiceClient, AuthenticateResponse)> {
        let client = self.client();
        let user = client.authenticate("mia", "p@55wOrd").await?;
        Ok((client, user))
    }

    fn bearing(&self, token: &str, refresh_token: Option<&str>) -> JsonServiceClient {
        let mut client = self.client();
        client.set_bearer_token(token);
        if let Some(token) = refresh_token {
            client.set_refresh_token(token);
        }
        client
    }

    /// A token as an identity server of one's own signs it.
    fn signed(&self, kind: &str, secret: &str, claims: Value) -> String {
        let mut all = json!({ "exp": now() + 3600 });
        if self.has_identity() {
            all = json!({ "exp": now() + 3600, "iss": "members", "aud": "tills" });
        }
        for (name, value) in claims.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": kind })), part(&all));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
        mac.update(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn expired(&self) -> String {
        self.signed("JWT", SECRET, json!({ "sub": 1, "exp": now() - 3600 }))
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

async fn allowed<T: IReturn>(client: &JsonServiceClient, request: &T) -> bool {
    client.post(request).await.is_ok()
}

pub async fn all(members: &Members, checks: &Checks) {
    if members.kind != "keys" {
        checks.of("tokens", tokens(members, checks).await);
        checks.of("claims", claims(members, checks).await);
        checks.of("bad tokens", bad_tokens(members, checks).await);
        checks.of("refresh", refresh(members, checks).await);
        checks.of("asked again", asked_again(members, checks).await);
    }
    if !members.has_identity() {
        checks.of("keys", keys(members, checks).await);
        checks.of("basic", basic(members, checks).await);
    }
    checks.of("rules", rules(members, checks).await);
    checks.of("verbs", verbs(members, checks).await);
}

async fn tokens(members: &Members, checks: &Checks) -> Part {
    let (client, user) = members.signed_in().await?;
    let in_body = members.kind == "body";
    let told = [&user.bearer_token, &user.refresh_token].map(|token| !token.is_empty());
    checks.same("tokens in the body", told, [in_body, in_body]);
    checks.same("protected", allowed(&client, &Secured {}).await, true);
    let roles = (allowed(&client, &ForManagers {}).await, allowed(&client, &ForAdmins {}).await);
    checks.same("role", roles, (true, false));
    let refusal = Refusal::of(401, "Unauthorized").saying("Invalid Username or Password");
    checks.refused("wrong password", members.client().authenticate("mia", "x").await, refusal);
    let out = Authenticate { provider: Some("logout".to_owned()), ..Authenticate::default() };
    if !in_body {
        // A bearer token stays good; cookies are gone.
        client.post(&out).await?;
        checks.same("signed out", allowed(&client, &Secured {}).await, false);
    }
    Ok(())
}

async fn claims(members: &Members, checks: &Checks) -> Part {
    let bearing = |roles: Value| {
        let claims = json!({
            "sub": "4e3d0b0e", "preferred_username": "zoe", "name": "Zoe of Elsewhere", "roles": roles,
        });
        members.bearing(&members.signed("JWT", SECRET, claims), None)
    };
    let zoe = bearing(json!([]));
    checks.same("a user whom nobody listed", allowed(&zoe, &TestAuth {}).await, true);
    let session: AuthenticateResponse = zoe.post(&Authenticate::default()).await?;
    let names = (session.user_id.as_str(), session.display_name.as_str());
    checks.same("names are those of the token", names, ("4e3d0b0e", "Zoe of Elsewhere"));
    checks.same("roles as well", allowed(&zoe, &ForManagers {}).await, false);
    checks.same("a role", allowed(&bearing(json!(["Manager"])), &ForManagers {}).await, true);
    checks.same("an administrator", allowed(&bearing(json!(["Admin"])), &ForAdmins {}).await, true);
    Ok(())
}

async fn bad_tokens(members: &Members, checks: &Checks) -> Part {
    let late = members.bearing(&members.expired(), None).post(&Secured {}).await;
    let refusal = match members.has_identity() {
        true => Refusal::of(401, "Unauthorized"),
        false => Refusal::of(401, "TokenException").saying("Token has expired"),
    };
    checks.refused("expired", late, refusal);
    let forged = members.signed("JWT", "another secret", json!({ "sub": 1, "roles": ["Admin"] }));
    let forged = members.bearing(&forged, None).post(&ForAdmins {}).await;
    checks.refused("forged", forged, Refusal::of(401, "Unauthorized"));
    Ok(())
}

async fn refresh(members: &Members, checks: &Checks) -> Part {
    let asked = |token: &str| GetAccessToken { refresh_token: token.to_owned(), meta: None };
    let (client, user) = members.signed_in().await?;
    match members.kind.as_str() {
        "body" => {
            let late = members.bearing(&members.expired(), Some(&user.refresh_token));
            checks.same("by the client itself", allowed(&late, &Secured {}).await, true);
            let given = members.client().post(&asked(&user.refresh_token)).await?;
            let bearing = members.bearing(&given.access_token, None);
            checks.same("asked for", allowed(&bearing, &Secured {}).await, true);
        }
        _ => checks.same("by the cookie", client.post(&asked("")).await?.access_token.as_str(), ""),
    }
    let invalid = members.client().post(&asked("Invalid.Refresh.Token")).await;
    if members.has_identity() {
        let refusal = Refusal::of(404, "NotFound").saying("User does not exist");
        checks.refused("unknown", invalid, refusal);
        return Ok(());
    }
    let refusal = Refusal::of(400, "ArgumentException").saying("Illegal base64url string!");
    checks.refused("no base64", invalid, refusal);
    let late = members.signed("JWTR", SECRET, json!({ "sub": 1, "exp": now() - 3600 }));
    let refusal = Refusal::of(401, "TokenException").saying("Token has expired");
    checks.refused("expired", members.client().post(&asked(&late)).await, refusal);
    Ok(())
}

async fn asked_again(members: &Members, checks: &Checks) -> Part {
    let (mut client, count) = (members.client(), Arc::new(AtomicU32::new(0)));
    let counted = count.clone();
    client.set_on_authentication_required(move |client| {
        counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { client.authenticate("mia", "p@55wOrd").await.map(|_| ()) })
    });
    let ended = (allowed(&client, &Secured {}).await, count.load(Ordering::Relaxed));
    checks.same("signs in when asked", ended, (true, 1));
    Ok(())
}

async fn keys(members: &Members, checks: &Checks) -> Part {
    let client = members.bearing("ak-of-mia-0123456789", None);
    checks.same("as bearer", allowed(&client, &ByKey {}).await, true);
    let mut header = members.client();
    header.set_header("X-Api-Key", "ak-of-mia-0123456789");
    checks.same("in a header", allowed(&header, &ByKey {}).await, true);
    let refusal = || Refusal::of(401, "Unauthorized").saying("Invalid API Key");
    checks.refused("none", members.client().post(&ByKey {}).await, refusal());
    let wrong = members.bearing("ak-of-nobody-0123456789", None);
    checks.refused("wrong", wrong.post(&ByKey {}).await, refusal());
    checks.same("signs in", allowed(&client, &Secured {}).await, members.kind != "keys");
    Ok(())
}

async fn basic(members: &Members, checks: &Checks) -> Part {
    let mut client = members.client();
    client.set_credentials("mia", "p@55wOrd");
    checks.same("protected", allowed(&client, &Secured {}).await, true);
    let session = client.post(&Authenticate::default()).await?;
    checks.same("the session", session.user_name.as_str(), "mia");
    Ok(())
}

async fn rules(members: &Members, checks: &Checks) -> Part {
    let refusal = match members.has_identity() {
        true => Refusal::of(401, "Unauthorized"),
        false => Refusal::of(401, "Unauthorized").saying("Not Authenticated"),
    };
    let stranger = members.client().post(&Join::default()).await;
    checks.refused("who calls comes first", stranger, refusal);
    let (client, _) = members.signed_in().await?;
    let broken = Join { name: "", age: 0, email: "x", code: "abcd" };
    let fields = [
        ("Name", "NotEmpty"),
        ("Age", "InclusiveBetween"),
        ("Email", "Email"),
        ("Code", "Length"),
    ];
    let refusal = Refusal::of(400, "NotEmpty").naming(&fields);
    checks.refused("all that is broken", client.post(&broken).await, refusal);
    let right = Join { name: "a", age: 7, email: "a@b.c", code: "abc" };
    checks.same("all is well", allowed(&client, &right).await, true);
    Ok(())
}

async fn verbs(members: &Members, checks: &Checks) -> Part {
    let client = members.client();
    let (unknown, other) = match members.has_identity() {
        true => (Refusal::of(404, "Not Found"), Refusal::of(405, "Method Not Allowed")),
        false => (
            Refusal::of(405, "NotImplementedException"),
            Refusal::of(405, "NotImplementedException"),
        ),
    };
    checks.refused("unknown operation", client.post(&Unknown {}).await, unknown);
    checks.refused("verb that the operation lacks", client.post(&GetOnly {}).await, other);
    Ok(())
}
