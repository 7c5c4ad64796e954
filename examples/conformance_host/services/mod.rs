//! What the operations of the recorded hosts do. One file a family of operations.
//!
//! AdminReq, PermReq, AnyRoleReq, LocalReq and OldReq have no service here: nothing but their
//! contract's default answer was ever recorded of them.

mod big;
mod coupons;
mod failures;
mod greetings;
mod results;
mod validated;

use serde::{Deserialize, Serialize};
use servicestack_emulator::auth::{PasswordError, User, hash_password};
use servicestack_emulator::contract::{Contract, ContractError};
use servicestack_emulator::service::Services;

/// Registers the services and rules of all operations.
pub fn register(services: &mut Services) {
    greetings::register(services);
    failures::register(services);
    validated::register(services);
    results::register(services);
    big::register(services);
    coupons::register(services);
}

/// The contract of the recorded hosts A to D together.
///
/// # Errors
/// Never: the document is part of the program.
pub fn contract() -> Result<Contract, ContractError> {
    Contract::read(include_bytes!("../../../fixtures/conformance/contract.json"))
}

/// The same for a host with endpoint routing, which does not start with `{Rest*}`.
///
/// # Errors
/// Never: the document is part of the program.
pub fn routable_contract() -> Result<Contract, ContractError> {
    let text = include_str!("../../../fixtures/conformance/contract.json");
    const ROUTE: &str = ",\n        {\"Path\": \"/big/{Id}/path/{Rest*}\"}";
    Contract::read(text.replace(ROUTE, "").as_bytes())
}

/// The one user of the recorded hosts.
///
/// # Errors
/// When the system gives no randomness.
pub fn test_user() -> Result<User, PasswordError> {
    Ok(User {
        id: "1".to_owned(),
        name: "test".to_owned(),
        display_name: Some("Test User".to_owned()),
        email: Some("t@t.t".to_owned()),
        password_hash: hash_password("test")?,
        roles: Vec::new(),
        permissions: Vec::new(),
        ..User::default()
    })
}

/// A request without members.
#[derive(Deserialize)]
struct Nothing {}

/// The answer of most operations.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HelloResponse {
    result: String,
}

impl HelloResponse {
    fn of(result: impl Into<String>) -> Self {
        Self { result: result.into() }
    }
}

/// `Inner {Id, Name, Deep}` of the contract.
#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Inner {
    id: i32,
    name: Option<String>,
    deep: Option<Deep>,
}

/// `Deep` without its `When`, which keeps its default.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Deep {
    color: Color,
}

#[derive(Serialize)]
enum Color {
    Green,
}
