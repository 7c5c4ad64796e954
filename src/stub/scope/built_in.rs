//! Names that are no members.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Kwargs, Object as Dynamic, Value};
use minijinja::{Error, ErrorKind};

use super::tables::Tables;
use super::{Call, Instance, jwt};
use crate::service::{AuthProvider, UploadedFile};
use crate::value;

/// What `user` has.
pub(in crate::stub) const USER: [&str; 9] = [
    "id",
    "name",
    "displayName",
    "firstName",
    "lastName",
    "email",
    "profileUrl",
    "roles",
    "permissions",
];

/// The value of a built-in name.
pub(super) fn get(call: &Arc<Call>, name: &str) -> Option<Value> {
    let context = &call.context;
    let tenant = context.tenant();
    Some(match name {
        "members" => {
            Value::from_object(Instance::new(context.contract.clone(), call.request.clone()))
        }
        "request" => request(call),
        "user" => user(call),
        "session" => {
            let caller = call.caller();
            let provider = caller.map(|caller| caller.provider);
            Value::from_iter([
                ("id", Value::from(caller.map(|caller| caller.session_id.clone()))),
                ("provider", Value::from(provider.map(AuthProvider::name))),
                ("claims", Value::from(caller.map(|caller| caller.claims.clone()))),
                ("fromToken", Value::from(provider == Some(AuthProvider::Jwt))),
            ])
        }
        "records" => Value::from_object(Tables(call.clone())),
        "tenant" => Value::from(tenant.name()),
        "scenario" => Value::from(tenant.stubs().scenario()),
        "variables" => Value::from_object(Variables(call.clone())),
        "call" => Value::from(call.number),
        "now" => Value::from(context.clock().now().format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()),
        "guid" => {
            let seed = context.seed().clone();
            Value::from_function(move || seed.guid().simple().to_string())
        }
        "random" => {
            let call = call.clone();
            Value::from_function(move |from: i64, to: i64| random(&call, from, to))
        }
        "counter" => {
            let call = call.clone();
            Value::from_function(move |name: Option<&str>| {
                let key = format!("counter {}", name.unwrap_or_default());
                call.context.tenant().stubs().count(&key)
            })
        }
        "jwt" => {
            let call = call.clone();
            Value::from_function(move |claims: Kwargs| jwt::signed(&call, &claims))
        }
        "files" => call.view.iter().flat_map(|view| &view.files).map(file).collect(),
        _ => return None,
    })
}

fn file(file: &UploadedFile) -> Value {
    Value::from_iter([
        ("name", Value::from(file.name.as_str())),
        ("fileName", Value::from(file.file_name.as_str())),
        ("contentType", Value::from(file.content_type.as_str())),
        ("contentLength", Value::from(file.bytes.len())),
        ("text", Value::from(&*file.text())),
    ])
}

/// A whole number between two, both of them included.
fn random(call: &Call, from: i64, to: i64) -> Result<i64, Error> {
    let width = i128::from(to) - i128::from(from) + 1;
    if width < 1 {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("random({from}, {to}) has no numbers"),
        ));
    }
    let drawn = u128::from_le_bytes(call.context.seed().bytes::<16>()) % width.unsigned_abs();
    let number = i128::from(from) + i128::try_from(drawn).unwrap_or_default();
    i64::try_from(number)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
}

fn request(call: &Call) -> Value {
    let map = |pairs: &[(String, String)]| {
        let pairs =
            pairs.iter().map(|(name, value)| (name.to_lowercase(), Value::from(value.as_str())));
        Value::from_object(AnyCase(pairs.collect()))
    };
    let Some(view) = &call.view else { return Value::from(()) };
    Value::from_iter([
        ("verb", Value::from(&*call.context.verb)),
        ("path", Value::from(view.path.as_str())),
        ("headers", map(&view.headers)),
        ("query", map(&view.query)),
        ("cookies", map(&view.cookies)),
        ("form", map(&view.form)),
        ("raw", Value::from(view.body.as_str())),
    ])
}

/// Empty when nobody is signed in.
fn user(call: &Call) -> Value {
    let Some(caller) = call.caller() else {
        return Value::from_iter(USER.map(|name| (name, Value::from(()))));
    };
    let user = &caller.user;
    // A token leaves out what its user has none of.
    let rights = |held: &Vec<String>| match caller.provider {
        AuthProvider::Jwt if held.is_empty() => Value::from(()),
        _ => Value::from(held.clone()),
    };
    let text = |text: &String| match text.as_str() {
        "" => Value::from(()),
        text => Value::from(text),
    };
    Value::from_iter([
        ("id", text(&user.id)),
        ("name", text(&user.name)),
        ("displayName", Value::from(user.display_name.clone())),
        ("firstName", Value::from(user.first_name.clone())),
        ("lastName", Value::from(user.last_name.clone())),
        ("email", Value::from(user.email.clone())),
        ("profileUrl", Value::from(user.profile_url.clone())),
        ("roles", rights(&user.roles)),
        ("permissions", rights(&user.permissions)),
    ])
}

/// Names in lower case with their values; a name that is not there is null.
#[derive(Debug)]
struct AnyCase(BTreeMap<String, Value>);

impl Dynamic for AnyCase {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(self.0.get(&key.as_str()?.to_lowercase()).cloned().unwrap_or(Value::from(())))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|name| Value::from(name.as_str())).collect())
    }
}

/// The tenant's variables.
struct Variables(Arc<Call>);

impl std::fmt::Debug for Variables {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("variables")
    }
}

impl Dynamic for Variables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        Some(match self.0.context.tenant().stubs().variable(name)? {
            value::Value::Bool(truth) => Value::from(truth),
            value::Value::Int(number) => Value::from(number),
            value::Value::Double(number) => Value::from(number),
            value::Value::String(text) => Value::from(text),
            _ => Value::from(()),
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let variables = self.0.context.tenant().stubs().variables();
        Enumerator::Values(variables.into_keys().map(Value::from).collect())
    }
}
