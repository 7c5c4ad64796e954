//! Hosts of the walk: who they know, what they protect, and how they are asked.

use std::net::SocketAddr;

use serde_json::json;
use servicestack_emulator::Running;
use servicestack_emulator::config::Layer;

use super::signed::{IDENTITY, SERVICE_STACK, Signing, User};
use super::ways::{Call, Way};
use crate::connection::{Message, exchange, values};
use crate::hosts::{started_account_with, started_identity_with};

/// What an operation asks of its caller.
#[derive(Clone, Copy)]
pub enum Asks {
    Somebody,
    Role(&'static str),
    Permission(&'static str),
}

/// A protected operation.
#[derive(Clone, Copy)]
pub struct Protected {
    pub name: &'static str,
    pub route: &'static str,
    /// The verbs of its route.
    pub verbs: &'static [&'static str],
    pub asks: Asks,
}

const fn protected(name: &'static str, route: &'static str, asks: Asks) -> Protected {
    Protected { name, route, verbs: &["POST", "GET"], asks }
}

/// Those of the hosts with accounts of ServiceStack's own.
pub const OF_ACCOUNTS: &[Protected] = &[
    protected("Secured", "/secured", Asks::Somebody),
    protected("NeedRole", "/need-role", Asks::Role("Manager")),
    protected("NeedPerm", "/need-perm", Asks::Permission("CanX")),
    protected("AnyRole", "/any-role", Asks::Role("Manager")),
    protected("VAuth", "/v-auth", Asks::Somebody),
    protected("VRole", "/v-role", Asks::Role("Manager")),
    protected("VAdmin", "/v-admin", Asks::Role("Admin")),
    protected("VPerm", "/v-perm", Asks::Permission("CanX")),
];

/// Those of the hosts with Identity.
const OF_IDENTITY: &[Protected] = &[
    protected("Secured", "/secured", Asks::Somebody),
    protected("AuthenticateAttr", "/authenticate-attr", Asks::Somebody),
    protected("AdminOnly", "/admin-only", Asks::Role("Admin")),
    protected("EmployeeOnly", "/employee-only", Asks::Role("Employee")),
    Protected { verbs: &["GET"], ..protected("QueryItems", "/items", Asks::Somebody) },
];

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
    /// With endpoint routing.
    endpoints: bool,
    /// `[RequiredPermission]` takes an administrator, as it does on 10.x.
    admin_may_all: bool,
}

impl Hosted {
    /// A host with accounts of ServiceStack's own; these settings over those of its name.
    pub fn accounts(name: &'static str, over: &str, ways: &'static [Way]) -> Self {
        let file = name.split(' ').next().unwrap_or(name);
        Self {
            name,
            running: started_account_with(file, layer(over)),
            ways,
            users: ACCOUNTS,
            operations: OF_ACCOUNTS,
            signing: SERVICE_STACK,
            identity: false,
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
        Self {
            name,
            running: started_identity_with(name, layer(over)),
            ways,
            users: MEMBERS,
            operations: OF_IDENTITY,
            signing: IDENTITY,
            identity: true,
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

    /// The same with another running host in its place.
    pub fn served_by(self, running: Running) -> Self {
        Self { running, ..self }
    }

    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// Whether a user who signed in this way may call an operation.
    pub fn may(&self, user: &User, way: Way, operation: &Protected) -> bool {
        let is_admin = user.roles.contains(&"Admin");
        let by_token = way.takes_token() || way == Way::RefreshCookie;
        let by_attribute = operation.name.starts_with('V');
        match operation.asks {
            Asks::Somebody => true,
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
    pub async fn cookie(&self, user: &User, name: &str, more: &serde_json::Value) -> String {
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
            Way::SecretHeader | Way::SecretInQuery => "admin-secret-0123456789".to_owned(),
            way if way.takes_key() && self.identity => "ak-admin0123456789".to_owned(),
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

    /// The statuses of an operation at the first so many of its addresses, and whether somebody who
    /// may call it is answered there.
    pub async fn statuses(&self, operation: &Protected, call: &Call, most: usize) -> Statuses {
        let mut statuses = Vec::new();
        for Target { verb, target, body, is_there } in
            self.targets(operation).into_iter().take(most)
        {
            // A form is neither a batch nor in an address.
            let fits = body != "[{}]" && verb != "GET";
            if call.form.is_some() && !fits {
                continue;
            }
            let status = status_of(&self.send(verb, &target, call, body).await);
            statuses.push((format!("{verb} {target}"), status, is_there));
        }
        Statuses(statuses)
    }

    fn targets(&self, Protected { name, route, verbs, .. }: &Protected) -> Vec<Target> {
        let at = |verb, target: String, is_there| {
            let body = if target.ends_with(']') { "[{}]" } else { "{}" };
            Target { verb, target, body, is_there }
        };
        let posted = verbs.contains(&"POST");
        let reply = ["json", "jsv", "csv", "xml"].map(|format| format!("/{format}/reply/{name}"));
        let [json, jsv, csv, xml] = reply;
        if !self.endpoints {
            return vec![
                at("POST", (*route).to_owned(), true),
                at("POST", format!("/api/{name}[]"), true),
                at("POST", format!("/api/{name}"), true),
                at("POST", format!("/api/{name}.csv"), true),
                at("POST", json, true),
            ];
        }
        let verb = if posted { "POST" } else { "GET" };
        vec![
            at(verb, (*route).to_owned(), true),
            at(verb, format!("/api/{name}"), true),
            at("GET", (*route).to_owned(), verbs.contains(&"GET")),
            at("POST", format!("/api/{name}[]"), false),
            at("GET", format!("/api/{name}.json"), false),
            at("POST", format!("/api/{name}.csv"), false),
            at("POST", format!("/API/{name}"), false),
            at("POST", format!("{route}/"), false),
            at("PUT", format!("/api/{name}"), false),
            at("HEAD", (*route).to_owned(), false),
            at("POST", json, false),
            at("POST", jsv, false),
            at("POST", csv, false),
            at("POST", xml, false),
        ]
    }
}

/// One address of an operation.
struct Target {
    verb: &'static str,
    target: String,
    body: &'static str,
    /// Whether it is one on this host.
    is_there: bool,
}

/// Address, status, and whether the operation is there.
#[derive(Debug)]
pub struct Statuses(pub Vec<(String, u16, bool)>);

impl Statuses {
    /// Whether these are right for somebody who may, or may not, call.
    pub fn are_right(&self, may: bool) -> bool {
        let is_in = |status: u16| (200..300).contains(&status);
        self.0.iter().all(|(_, status, is_there)| match may {
            true => is_in(*status) || !is_there,
            false => !is_in(*status),
        })
    }

    /// How many were answered.
    pub fn let_in(&self) -> usize {
        self.0.iter().filter(|(_, status, _)| *status == 200).count()
    }
}

fn status_of(message: &Message) -> u16 {
    let code = message.status.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.unwrap_or_else(|| panic!("no status: {}", message.status))
}

fn layer(text: &str) -> Layer {
    Layer::from_text("over.toml", text).expect("settings")
}
