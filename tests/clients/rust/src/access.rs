//! Who may call: sessions, Basic credentials, bearer tokens, API keys.

use servicestack::{Authenticate, JsonServiceClient, Result};

use crate::Host;
use crate::checks::{Checks, Part, Refusal};
use crate::dtos::{ActivateCoupon, AdminReq, User};

fn coupon(prefix: &str) -> ActivateCoupon {
    let activate_id = "ea762009b66c410b9bf5ce21ad519249".to_owned();
    ActivateCoupon { coupon_type: 1, prefix: prefix.to_owned(), activate_id }
}

/// What only somebody known is answered.
async fn coupon_code(client: &JsonServiceClient) -> Result<String> {
    Ok(client.put(&coupon("AB")).await?.result.code)
}

fn with_password(password: &str) -> Authenticate {
    Authenticate {
        provider: Some("credentials".to_owned()),
        user_name: Some("test".to_owned()),
        password: Some(password.to_owned()),
        ..Authenticate::default()
    }
}

/// Signs in and reads the answer however it is spelled.
async fn sign_in(client: &JsonServiceClient, request: &Authenticate) -> Result<User> {
    client.post_url(&format!("{}/Authenticate", client.reply_base_url()), request).await
}

pub async fn sessions(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    checks.refused("not signed in", coupon_code(&client).await, Refusal::of(401, "Unauthorized"));
    let refusal = Refusal::of(401, "Unauthorized").saying("Invalid Username or Password");
    checks.refused("wrong password", client.authenticate("test", "Test").await, refusal);
    let refusal = Refusal::of(500, "ValidationException").naming(&[("Password", "NotEmpty")]);
    checks.refused("no password", client.post(&with_password("")).await, refusal);
    let user = sign_in(&client, &with_password("test")).await?;
    checks.same("signed in", (user.user_name.as_str(), user.display_name.as_str()), ("test", "Test User"));
    checks.same("session", coupon_code(&client).await?.as_str(), "AB0001");
    let refusal = Refusal::of(404, "NotFound").saying("Coupon not found");
    checks.refused("service error in a session", client.put(&coupon("ERR")).await, refusal);
    checks.refused("role that is missing", client.get(&AdminReq {}).await, Refusal::of(403, "Forbidden"));
    client.post(&Authenticate { provider: Some("logout".to_owned()), ..Authenticate::default() }).await?;
    checks.refused("signed out", coupon_code(&client).await, Refusal::of(401, "Unauthorized"));
    remembered(host, checks).await
}

async fn remembered(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    let remember_me = Authenticate { remember_me: Some(true), ..with_password("test") };
    sign_in(&client, &remember_me).await?;
    checks.same("remembered", coupon_code(&client).await?.as_str(), "AB0001");
    let by_helper = host.client();
    let answer = by_helper.authenticate("test", "test").await?;
    checks.same("authenticate", coupon_code(&by_helper).await?.as_str(), "AB0001");
    if host.style == "modern" {
        checks.same("the client's own answer type", answer.user_name.as_str(), "test");
    }
    Ok(())
}

fn with_credentials(host: &Host, name: &str, password: &str) -> JsonServiceClient {
    let mut client = host.client();
    client.set_credentials(name, password);
    client
}

pub async fn basic(host: &Host, checks: &Checks) -> Part {
    checks.same("basic", coupon_code(&with_credentials(host, "test", "test")).await?.as_str(), "AB0001");
    let wrong = coupon_code(&with_credentials(host, "test", "wrong")).await;
    let refusal = Refusal::of(401, "Unauthorized").saying("Invalid Username or Password");
    checks.refused("basic with a wrong password", wrong, refusal);
    Ok(())
}

fn bearing(host: &Host, token: &str) -> JsonServiceClient {
    let mut client = host.client();
    client.set_bearer_token(token);
    client
}

pub async fn bearer(host: &Host, checks: &Checks) -> Part {
    let token = sign_in(&host.client(), &with_password("test")).await?.bearer_token;
    let nobody = coupon_code(&bearing(host, "nonsense")).await;
    if host.is_strict() {
        checks.same("bearer: no tokens in the recordings", token.as_str(), "");
        checks.refused("bearer: unknown", nobody, Refusal::of(401, "Unauthorized"));
        return Ok(());
    }
    // 10.x passes over a key or a token that is none of its own.
    let (of_key, of_token) = match host.style == "modern" {
        true => (Refusal::of(401, "Unauthorized"), Refusal::of(401, "Unauthorized")),
        false => (
            Refusal::of(404, "NotFound").saying("API Key does not exist"),
            Refusal::of(403, "TokenException"),
        ),
    };
    checks.refused("bearer: unknown", nobody, of_key);
    checks.same("bearer: token", coupon_code(&bearing(host, &token)).await?.as_str(), "AB0001");
    let claims = token.rsplit_once('.').map_or("", |(claims, _)| claims);
    let forged = coupon_code(&bearing(host, &format!("{claims}.c2lnbmF0dXJl"))).await;
    checks.refused("bearer: forged token", forged, of_token);
    Ok(())
}

pub async fn api_keys(host: &Host, checks: &Checks) -> Part {
    let as_token = coupon_code(&bearing(host, &host.api_key)).await;
    let as_name = coupon_code(&with_credentials(host, &host.api_key, "")).await;
    if host.is_strict() {
        checks.refused("no api keys in the recordings", as_token, Refusal::of(401, "Unauthorized"));
        checks.refused("api key as user name", as_name, Refusal::of(401, "Unauthorized"));
    } else {
        checks.same("api key as bearer token", as_token?.as_str(), "AB0001");
        checks.same("api key as user name", as_name?.as_str(), "AB0001");
    }
    Ok(())
}
