//! No way in: every protection of the recorded hosts × every way of signing in × every fault, at
//! every address of an operation. Each has its positive control: the same way without the fault.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use servicestack_emulator::Running;

use crate::connection::{Message, exchange, values};
use crate::hosts::{recorded_at, started_account};

/// The secret of the tokens.
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

/// The protected operations of the hosts, and who of the users may call them.
const PROTECTED: [(&str, &str, &[&str]); 8] = [
    ("Secured", "/secured", &["test", "mia", "boss"]),
    ("NeedRole", "/need-role", &["mia", "boss"]),
    ("NeedPerm", "/need-perm", &["mia", "boss"]),
    ("AnyRole", "/any-role", &["mia", "boss"]),
    ("VAuth", "/v-auth", &["test", "mia", "boss"]),
    ("VRole", "/v-role", &["mia", "boss"]),
    ("VAdmin", "/v-admin", &["boss"]),
    ("VPerm", "/v-perm", &["mia", "boss"]),
];

/// Where a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    SessionCookie,
    PermanentCookie,
    SessionHeader,
    Basic,
    KeyAsName,
    BearerKey,
    KeyHeader,
    KeyInQuery,
    KeyInForm,
    SecretHeader,
    SecretInQuery,
    BearerToken,
    TokenCookie,
    TokenInQuery,
    TokenInForm,
    RefreshCookie,
}

const WAYS: [Way; 16] = [
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::KeyAsName,
    Way::BearerKey,
    Way::KeyHeader,
    Way::KeyInQuery,
    Way::KeyInForm,
    Way::SecretHeader,
    Way::SecretInQuery,
    Way::BearerToken,
    Way::TokenCookie,
    Way::TokenInQuery,
    Way::TokenInForm,
    Way::RefreshCookie,
];

/// One request.
#[derive(Default)]
struct Call {
    headers: Vec<(&'static str, String)>,
    query: String,
    form: Option<String>,
}

impl Way {
    fn call(self, secret: &str) -> Call {
        let header = |name, value| Call { headers: vec![(name, value)], ..Call::default() };
        let query = |name: &str| Call { query: format!("{name}={secret}"), ..Call::default() };
        let form = |name: &str| Call { form: Some(format!("{name}={secret}")), ..Call::default() };
        match self {
            Self::SessionCookie => header("Cookie", format!("ss-id={secret}; ss-opt=temp")),
            Self::PermanentCookie => header("Cookie", format!("ss-pid={secret}; ss-opt=perm")),
            Self::SessionHeader => header("X-ss-id", secret.to_owned()),
            Self::Basic => header("Authorization", format!("Basic {}", STANDARD.encode(secret))),
            Self::KeyAsName => {
                let name = STANDARD.encode(format!("{secret}:"));
                header("Authorization", format!("Basic {name}"))
            }
            Self::BearerKey | Self::BearerToken => {
                header("Authorization", format!("Bearer {secret}"))
            }
            Self::KeyHeader => header("X-Api-Key", secret.to_owned()),
            Self::KeyInQuery => query("apikey"),
            Self::KeyInForm => form("apikey"),
            Self::SecretHeader => header("authsecret", secret.to_owned()),
            Self::SecretInQuery => query("authsecret"),
            Self::TokenCookie => header("Cookie", format!("ss-tok={secret}")),
            Self::TokenInQuery => query("ss-tok"),
            Self::TokenInForm => form("ss-tok"),
            Self::RefreshCookie => header("Cookie", format!("ss-reftok={secret}")),
        }
    }

    fn takes_token(self) -> bool {
        matches!(
            self,
            Self::BearerToken
                | Self::TokenCookie
                | Self::TokenInQuery
                | Self::TokenInForm
                | Self::RefreshCookie
        )
    }

    fn takes_key(self) -> bool {
        matches!(
            self,
            Self::KeyAsName
                | Self::BearerKey
                | Self::KeyHeader
                | Self::KeyInQuery
                | Self::KeyInForm
        )
    }
}

/// A host and what may sign in to it.
struct Hosted {
    name: &'static str,
    running: Running,
    /// The ways that it knows.
    ways: &'static [Way],
}

const BY_NAME: &[Way] = &[Way::SessionCookie, Way::PermanentCookie, Way::SessionHeader, Way::Basic];
const BY_KEY: &[Way] = &[
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::KeyAsName,
    Way::BearerKey,
    Way::KeyInQuery,
    Way::KeyInForm,
];
/// With tokens in cookies no session is kept.
const BY_COOKIE: &[Way] = &[Way::Basic, Way::BearerToken, Way::TokenCookie, Way::RefreshCookie];
const BY_TOKEN: &[Way] = &[
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::BearerToken,
    Way::TokenCookie,
    Way::TokenInQuery,
    Way::TokenInForm,
    Way::RefreshCookie,
];

impl Hosted {
    fn start(name: &'static str, ways: &'static [Way]) -> Self {
        Self { name, running: started_account(name), ways }
    }

    fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// The ids of a session of a user: the one that ends with the browser, and the one that stays.
    async fn session(&self, user: &str, remember: bool) -> String {
        let body = json!({ "userName": user, "password": user, "rememberMe": remember });
        let call = Call::default();
        let answer = self.post("/auth/credentials", &call, &body.to_string()).await;
        let name = if remember { "ss-pid=" } else { "ss-id=" };
        let cookies = values(&answer.headers, "set-cookie");
        let id = cookies.iter().find_map(|cookie| cookie.strip_prefix(name)).expect("a cookie");
        id.split(';').next().expect("a value").to_owned()
    }

    /// What signs a user in this way, whether or not the host knows it.
    async fn good(&self, way: Way, user: &str) -> String {
        let id = match user {
            "test" => 1,
            "boss" => 2,
            _ => 3,
        };
        match way {
            Way::PermanentCookie => self.session(user, true).await,
            Way::SessionCookie | Way::SessionHeader => self.session(user, false).await,
            Way::Basic => format!("{user}:{user}"),
            Way::SecretHeader | Way::SecretInQuery => "admin-secret-0123456789".to_owned(),
            way if way.takes_key() => format!("{user}-api-key-0123456789"),
            Way::RefreshCookie => signed("JWTR", SECRET, &json!({ "sub": id, "exp": later() })),
            _ => signed("JWT", SECRET, &claims(id, user)),
        }
    }

    async fn post(&self, target: &str, call: &Call, body: &str) -> Message {
        let sign = if target.contains('?') { '&' } else { '?' };
        let query = match call.query.as_str() {
            "" => String::new(),
            query => format!("{sign}{query}"),
        };
        let kind = match &call.form {
            Some(_) => "application/x-www-form-urlencoded",
            None => "application/json",
        };
        let body = call.form.as_deref().unwrap_or(body);
        let headers = call.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let request = format!(
            "POST {target}{query} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{body}",
            self.address(),
            body.len(),
            headers.collect::<String>()
        );
        exchange(self.address(), request.as_bytes()).await
    }

    /// The statuses of an operation at each of its addresses.
    async fn statuses(&self, operation: (&str, &str), call: &Call) -> Vec<u16> {
        self.statuses_at(operation, call, usize::MAX).await
    }

    /// The same at the first of them.
    async fn statuses_at(&self, (name, route): (&str, &str), call: &Call, most: usize) -> Vec<u16> {
        let targets = [
            (route.to_owned(), "{}"),
            (format!("/api/{name}[]"), "[{}]"),
            (format!("/api/{name}"), "{}"),
            (format!("/api/{name}.csv"), "{}"),
            (format!("/json/reply/{name}"), "{}"),
        ];
        let mut statuses = Vec::new();
        for (target, body) in targets.into_iter().take(most) {
            let is_form = call.form.is_some();
            // A form is no batch.
            if is_form && target.ends_with("[]") {
                continue;
            }
            let status = self.post(&target, call, body).await.status;
            let code = status.split(' ').nth(1).and_then(|code| code.parse().ok());
            statuses.push(code.unwrap_or_else(|| panic!("{target}: {status}")));
        }
        statuses
    }
}

fn later() -> i64 {
    recorded_at().timestamp() + 3600
}

fn claims(id: u32, user: &str) -> Value {
    let (roles, perms) = match user {
        "mia" => (json!(["Manager"]), json!(["CanX"])),
        "boss" => (json!(["Admin"]), json!([])),
        _ => (json!([]), json!([])),
    };
    json!({
        "sub": id, "exp": later(), "preferred_username": user, "roles": roles, "perms": perms,
    })
}

fn signed(kind: &str, secret: &[u8], claims: &Value) -> String {
    by(Algorithm::HS256, kind, secret, claims)
}

fn by(algorithm: Algorithm, kind: &str, secret: &[u8], claims: &Value) -> String {
    let mut header = Header::new(algorithm);
    header.typ = Some(kind.to_owned());
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret)).expect("signed")
}

/// A token with another header over the same claims and signature.
fn with_header(token: &str, header: &Value) -> String {
    let mut parts = token.split('.').skip(1);
    let (payload, signature) =
        (parts.next().expect("three parts"), parts.next().expect("three parts"));
    format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

/// Faults of a credential, with the credential.
fn faults(way: Way, user: &str, good: &str) -> Vec<(&'static str, String)> {
    let mut faults = vec![
        ("empty", String::new()),
        ("cut", good[..good.len() - 1].to_owned()),
        ("longer", format!("{good}x")),
        ("in capitals", good.to_ascii_uppercase()),
        ("another", "another-0123456789-another".to_owned()),
        ("very long", "x".repeat(7000)),
    ];
    if way == Way::Basic {
        // Verifying takes its time: each wrong password is one hash.
        faults = vec![("wrong password", format!("{user}:no")), ("nobody", "nobody:x".to_owned())];
    }
    if way.takes_key() {
        faults.push(("expired", "old-api-key-0123456789".to_owned()));
        faults.push(("cancelled", "gone-api-key-0123456789".to_owned()));
    }
    if way.takes_token() {
        let kind = if way == Way::RefreshCookie { "JWTR" } else { "JWT" };
        let mut past = claims(2, "boss");
        past["exp"] = (recorded_at().timestamp() - 1).into();
        let mut ahead = claims(2, "boss");
        ahead["nbf"] = later().into();
        let boss = claims(2, "boss");
        let mut other = claims(2, "boss");
        other["roles"] = json!(["Admin", "Manager", "Chief"]);
        let payload = URL_SAFE_NO_PAD.encode(other.to_string());
        let mut parts = good.split('.');
        let (head, _, signature) = (
            parts.next().expect("three parts"),
            parts.next().expect("three parts"),
            parts.next().expect("three parts"),
        );
        let none = json!({ "typ": kind, "alg": "none" });
        let unsigned = with_header(good, &none);
        let unsigned = unsigned.rsplit_once('.').expect("a signature").0.to_owned();
        faults.extend([
            ("expired", signed(kind, SECRET, &past)),
            ("not yet", signed(kind, SECRET, &ahead)),
            ("another secret", signed(kind, b"another-secret-another-secret-12", &boss)),
            ("empty secret", signed(kind, b"", &boss)),
            ("other claims", format!("{head}.{payload}.{signature}")),
            ("no signature", format!("{head}.{payload}.")),
            ("alg none", format!("{unsigned}.")),
            (
                "alg None",
                format!("{}.", with_header(&unsigned_of(good), &json!({ "alg": "None" }))),
            ),
            ("HS512", by(Algorithm::HS512, kind, SECRET, &boss)),
            ("said to be RS256", with_header(good, &json!({ "alg": "RS256" }))),
            ("no algorithm", with_header(good, &json!({ "typ": kind }))),
            ("two parts", format!("{head}.{payload}")),
            ("four parts", format!("{good}.{signature}")),
            ("no base64", "a.b.c".to_owned()),
        ]);
    }
    faults
}

fn unsigned_of(token: &str) -> String {
    format!("{}.", token.rsplit_once('.').expect("a signature").0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_of_no_way_opens_what_is_protected() {
    let hosts = [
        Hosted::start("auth", BY_NAME),
        Hosted::start("apikey", BY_KEY),
        Hosted::start("jwt", BY_COOKIE),
        Hosted::start("jwtn", BY_TOKEN),
    ];
    let (mut controls, mut tried, mut open) = (BTreeMap::<_, usize>::new(), 0, Vec::new());
    for host in &hosts {
        for way in WAYS {
            let known = host.ways.contains(&way);
            for user in ["test", "mia", "boss"] {
                // No administrator has a key there.
                if way.takes_key() && user == "boss" {
                    continue;
                }
                let good = host.good(way, user).await;
                for (name, route, allowed) in PROTECTED {
                    let statuses = host.statuses((name, route), &way.call(&good)).await;
                    let lets_in = known && allowed.contains(&user);
                    if statuses.iter().any(|status| (*status == 200) != lets_in) {
                        open.push(format!("{} {way:?} {user} {name}: {statuses:?}", host.name));
                    }
                    *controls.entry((host.name, way)).or_default() += usize::from(lets_in);
                }
            }
            let user = if way.takes_key() { "mia" } else { "boss" };
            let good = host.good(way, user).await;
            for (fault, secret) in faults(way, user, &good) {
                for (name, route, _) in PROTECTED {
                    let call = way.call(&secret);
                    let statuses = host.statuses_at((name, route), &call, 2).await;
                    tried += statuses.len();
                    if statuses.iter().any(|status| !(300..600).contains(status)) {
                        open.push(format!("{} {way:?} {fault} {name}: {statuses:?}", host.name));
                    }
                }
            }
        }
    }
    assert!(open.is_empty(), "{} are not as they should be:\n{}", open.len(), open.join("\n"));
    let known = hosts.iter().flat_map(|host| host.ways.iter().map(|way| (host.name, *way)));
    for control in known {
        assert!(controls[&control] > 0, "{control:?} lets nobody in");
    }
    assert!(tried > 5_000, "{tried} faults were tried");
}

/// What the keys of ApiKeysFeature open: operation, and the keys that may.
const BY_SCOPE: [(&str, &str, &[&str]); 3] = [
    (
        "VKey",
        "/v-key",
        &["ak-test0123456789", "ak-scoped012345678", "ak-admin0123456789", "ak-nobody0123456789"],
    ),
    ("VScope", "/v-scope", &["ak-scoped012345678", "ak-admin0123456789"]),
    (
        "VLimited",
        "/v-limited",
        &[
            "ak-test0123456789",
            "ak-scoped012345678",
            "ak-admin0123456789",
            "ak-nobody0123456789",
            "ak-limited012345678",
        ],
    ),
];

/// Every key, those that are good no more, and what is none.
const KEYS: [&str; 11] = [
    "ak-test0123456789",
    "ak-scoped012345678",
    "ak-admin0123456789",
    "ak-nobody0123456789",
    "ak-limited012345678",
    "ak-old0123456789",
    "ak-gone0123456789",
    "admin-secret-0123456789",
    "AK-TEST0123456789",
    "test0123456789",
    "",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_open_what_their_scopes_say_and_nothing_else() {
    let host = Hosted::start("keys", &[Way::KeyHeader, Way::BearerKey, Way::BearerToken]);
    let (mut wrong, mut let_in) = (Vec::new(), 0);
    let mut judge = |what: String, statuses: Vec<u16>, may: bool| {
        let_in += statuses.iter().filter(|status| **status == 200).count();
        if statuses.iter().any(|status| (*status == 200) != may) {
            wrong.push(format!("{what}: {statuses:?}"));
        }
    };
    for way in WAYS {
        for key in KEYS {
            let call = way.call(key);
            for (name, route, keys) in BY_SCOPE {
                let may = host.ways.contains(&way) && keys.contains(&key);
                let statuses = host.statuses((name, route), &call).await;
                judge(format!("{way:?} {key} {name}"), statuses, may);
            }
            // A key signs nobody in; that of an administrator and the secret pass attributes.
            let is_admin = match way {
                Way::KeyHeader | Way::BearerKey | Way::BearerToken => {
                    matches!(key, "ak-admin0123456789" | "admin-secret-0123456789")
                }
                Way::SecretHeader | Way::SecretInQuery => key == "admin-secret-0123456789",
                _ => false,
            };
            for (name, route, _) in PROTECTED
                .iter()
                .filter(|(name, ..)| matches!(*name, "Secured" | "NeedRole" | "VAuth" | "VRole"))
            {
                let may = is_admin && name.starts_with('V');
                let statuses = host.statuses((*name, *route), &call).await;
                judge(format!("{way:?} {key} {name}"), statuses, may);
            }
        }
    }
    // Neither a session nor a password opens what asks for a key.
    for way in [Way::SessionCookie, Way::Basic] {
        let good = host.good(way, "boss").await;
        for (name, route, _) in BY_SCOPE {
            let statuses = host.statuses((name, route), &way.call(&good)).await;
            judge(format!("{way:?} boss {name}"), statuses, false);
        }
        let statuses = host.statuses(("Secured", "/secured"), &way.call(&good)).await;
        judge(format!("{way:?} boss Secured"), statuses, true);
    }
    assert!(wrong.is_empty(), "{} are not as they should be:\n{}", wrong.len(), wrong.join("\n"));
    assert!(let_in > 100, "{let_in} calls were let in");
}
