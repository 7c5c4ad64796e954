//! Hosts of the walk: who they know, what they protect, and how they are asked.

use std::net::SocketAddr;

use serde_json::{Value, json};
use servicestack_emulator::Running;
use servicestack_emulator::config::Layer;

use super::contracts::{add_further, started_changed};
use super::protected::{Asks, OF_ACCOUNTS, OF_IDENTITY, Protected};
use super::signed::{IDENTITY, SERVICE_STACK, Signing, User};
use super::targets::{At, Statuses, Target};
use super::ways::{Call, Way};
use crate::connection::{Message, exchange, values};
use crate::hosts::{ACCOUNTS as RECORDED, started_identity_with};

/// In tolerant mode; in strict mode such a host fails over every protected operation.
pub const ENDPOINTS: &str = "endpoints = true\nstrict = false\n";
/// A host of 5.9.1.
pub const CLASSIC: &str = "profile = 'classic'\nstrict = false\n";
/// Three wrong passwords lock an account.
pub const LOCKS: &str = "[session]\nlock_after = 3\n";
/// The key of an administrator.
pub const ADMIN_KEY: &str = "ak-admin0123456789";
/// The secret of the administrator.
pub const ADMIN_SECRET: &str = "admin-secret-0123456789";
/// Keys of all three, and those that are good no more.
pub const KEYS_OF_ALL: &str = "[api_keys]
in_parameters = true
keys = [
    { key = 'test-api-key-0123456789', user = '1' },
    { key = 'boss-api-key-0123456789', user = '2' },
    { key = 'mia-api-key-0123456789', user = '3' },
    { key = 'old-api-key-0123456789', user = '1', expires = '2020-01-01' },
    { key = 'gone-api-key-0123456789', user = '1', cancelled = '2020-01-01' },
]
";

const fn user(name: &'static str, id: &'static str, roles: &'static [&'static str]) -> User {
    User { name, password: name, id, roles, permissions: &[] }
}

const ACCOUNTS: &[User] = &[
    user("test", "1", &[]),
    user("boss", "2", &["Admin"]),
    User { permissions: &["CanX"], ..user("mia", "3", &["Manager"]) },
];

const MEMBERS: &[User] = &[
    member("p@t.t", "00000000-0000-0000-0000-000000000003", &[]),
    member("b@t.t", "00000000-0000-0000-0000-000000000002", &["Admin"]),
    member("t@t.t", "00000000-0000-0000-0000-000000000001", &["Employee"]),
];

const fn member(name: &'static str, id: &'static str, roles: &'static [&'static str]) -> User {
    User { password: "p@55wOrd", ..user(name, id, roles) }
}

/// A host and what may sign in to it.
pub struct Hosted {
    pub name: &'static str,
    running: Running,
    /// The ways that it knows.
    pub ways: &'static [Way],
    pub users: &'static [User],
    pub operations: &'static [Protected],
    pub signing: Signing,
    /// With ASP.NET Core Identity: roles are compared by name.
    pub identity: bool,
    /// With API keys.
    has_keys: bool,
    /// With endpoint routing.
    endpoints: bool,
    /// `[RequiredPermission]` takes an administrator, as it does on 10.x.
    admin_may_all: bool,
}

impl Hosted {
    /// A host with accounts of ServiceStack's own; these settings over those of its name.
    pub fn accounts(name: &'static str, over: &str, ways: &'static [Way]) -> Self {
        Self::changed(name, over, ways, |_| ())
    }

    /// The same with other operations.
    pub fn changed(
        name: &'static str,
        over: &str,
        ways: &'static [Way],
        change: impl FnOnce(&mut Vec<Value>),
    ) -> Self {
        let file = name.split(' ').next().unwrap_or(name);
        let of_name = RECORDED.iter().find(|(known, ..)| *known == file);
        let (_, folder, further) = *of_name.expect("a host of the recordings");
        let running = started_changed((folder, further), layer(over), |operations| {
            if folder == "auth" {
                add_further(operations);
            }
            change(operations);
        });
        Self {
            name,
            running,
            ways,
            users: ACCOUNTS,
            operations: OF_ACCOUNTS,
            signing: SERVICE_STACK,
            identity: false,
            has_keys: matches!(file, "apikey" | "keys"),
            endpoints: over.contains("endpoints"),
            admin_may_all: !over.contains("classic"),
        }
    }

    /// One of the recorded hosts with Identity.
    pub fn identity(name: &'static str, ways: &'static [Way]) -> Self {
        Self::identity_with(name, "", ways)
    }

    /// The same with these settings over its own.
    pub fn identity_with(name: &'static str, over: &str, ways: &'static [Way]) -> Self {
        Self::with_members(name, ways, started_identity_with(name, layer(over)))
    }

    /// That with tokens, with other operations; it has no rows.
    pub fn identity_changed(ways: &'static [Way], change: impl FnOnce(&mut Vec<Value>)) -> Self {
        let running = started_changed(("identity", Some("jwt.toml")), Layer::default(), change);
        Self::with_members("jwt", ways, running)
    }

    fn with_members(name: &'static str, ways: &'static [Way], running: Running) -> Self {
        Self {
            name,
            running,
            ways,
            users: MEMBERS,
            operations: OF_IDENTITY,
            signing: IDENTITY,
            identity: true,
            has_keys: true,
            endpoints: true,
            admin_may_all: true,
        }
    }

    /// Identity over the operations and users of a host with accounts.
    pub fn identity_of_accounts(name: &'static str, over: &str, ways: &'static [Way]) -> Self {
        Self {
            signing: IDENTITY,
            identity: true,
            endpoints: true,
            ..Self::accounts(name, over, ways)
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// Whether an operation can be called in this way: one that asks for a key by a header alone.
    pub fn knows(&self, way: Way, operation: &Protected) -> bool {
        match operation.asks {
            Asks::Key => self.has_keys && matches!(way, Way::KeyHeader | Way::BearerKey),
            _ => self.ways.contains(&way),
        }
    }

    /// Whether a user who signed in this way may call an operation.
    pub fn may(&self, user: &User, way: Way, operation: &Protected) -> bool {
        let is_admin = user.roles.contains(&"Admin");
        let by_token = way.takes_token() || way == Way::RefreshCookie;
        let by_attribute = operation.name.starts_with('V');
        match operation.asks {
            Asks::Somebody => true,
            Asks::Key => self.knows(way, operation),
            Asks::Role(role) => user.roles.contains(&role) || (is_admin && !self.identity),
            // Tokens of Identity name no permissions.
            Asks::Permission(_) if self.identity && by_token => is_admin,
            Asks::Permission(permission) => {
                user.permissions.contains(&permission)
                    || (is_admin && (self.admin_may_all || by_attribute))
            }
        }
    }

    /// A cookie that a sign-in of a user gives.
    pub async fn cookie(&self, user: &User, name: &str, more: &Value) -> String {
        let mut body = json!({ "userName": user.name, "password": user.password });
        let members = more.as_object().into_iter().flatten();
        body.as_object_mut().expect("members").extend(members.map(|(k, v)| (k.clone(), v.clone())));
        let call = Call::default();
        let answer = self.send("POST", "/auth/credentials", &call, &body.to_string()).await;
        let cookies = values(&answer.headers, "set-cookie");
        let mut given = cookies.iter().filter_map(|cookie| {
            let (known, rest) = cookie.split_once('=')?;
            (known == name).then(|| rest.split(';').next().unwrap_or_default().to_owned())
        });
        given.rfind(|value| !value.is_empty()).unwrap_or_default()
    }

    /// What signs a user in this way, whether or not the host knows it.
    pub async fn good(&self, way: Way, user: &User) -> String {
        match way {
            Way::Basic => format!("{}:{}", user.name, user.password),
            Way::SecretHeader | Way::SecretInQuery => ADMIN_SECRET.to_owned(),
            way if way.takes_key() && self.identity => ADMIN_KEY.to_owned(),
            way if way.takes_key() => format!("{}-api-key-0123456789", user.name),
            way if way.takes_token() => self.signing.token("JWT", user),
            Way::RefreshCookie if !self.identity => self.signing.token("JWTR", user),
            Way::RefreshCookie if self.ways.contains(&way) => {
                self.cookie(user, "ss-reftok", &json!({})).await
            }
            Way::PermanentCookie if !self.identity => {
                self.cookie(user, "ss-pid", &json!({ "rememberMe": true })).await
            }
            _ if self.identity => {
                let more = json!({ "meta": { "ignore": "jwt" } });
                self.cookie(user, ".AspNetCore.Identity.Application", &more).await
            }
            _ => self.cookie(user, "ss-id", &json!({ "rememberMe": false })).await,
        }
    }

    pub async fn send(&self, verb: &str, target: &str, call: &Call, body: &str) -> Message {
        let sign = if target.contains('?') { '&' } else { '?' };
        let query = match call.query.as_str() {
            "" => String::new(),
            query => format!("{sign}{query}"),
        };
        let kind = match &call.form {
            Some(_) => "application/x-www-form-urlencoded",
            None => "application/json",
        };
        let body = if verb == "GET" { "" } else { call.form.as_deref().unwrap_or(body) };
        let headers = call.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let request = format!(
            "{verb} {target}{query} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{body}",
            self.address(),
            body.len(),
            headers.collect::<String>()
        );
        exchange(self.address(), request.as_bytes()).await
    }

    /// The statuses of an operation at some of its addresses, and whether somebody who may call it
    /// is answered there.
    pub async fn statuses(&self, operation: &Protected, call: &Call, at: At) -> Statuses {
        let mut statuses = Vec::new();
        for target in at.of(self.targets(operation, call)) {
            let answer = self.send(target.verb, &target.path, call, target.body).await;
            statuses.push((target.address(), status_of(&answer), target.is_there));
        }
        Statuses(statuses)
    }

    /// The addresses of an operation that such a call can be sent to.
    pub fn targets(&self, operation: &Protected, call: &Call) -> Vec<Target> {
        let mut targets = operation.targets(self.endpoints);
        targets.retain(|target| call.form.is_none() || target.takes_form());
        targets
    }
}

fn status_of(message: &Message) -> u16 {
    let code = message.status.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.unwrap_or_else(|| panic!("no status: {}", message.status))
}

fn layer(text: &str) -> Layer {
    Layer::from_text("over.toml", text).expect("settings")
}
