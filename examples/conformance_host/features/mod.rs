//! Recorded hosts of 10.1.5 that show one feature each: `valid`, `files`, `other` and `cors`. Their
//! contracts are in `fixtures/conformance/modern`.

mod cors;
mod files;
mod other;
mod throwing;
mod valid;

use serde::{Deserialize, Serialize};
use servicestack_emulator::auth::{User, hash_password};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::{Behaviour, Edition};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Emulator};

pub use cors::cors;
pub use files::files;
pub use other::other;
pub use valid::valid;

/// A request whose members do not matter.
#[derive(Deserialize)]
struct Any {}

/// The answer of most operations.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ok {
    result: Option<String>,
}

impl Ok {
    fn of(result: impl Into<String>) -> Self {
        Self { result: Some(result.into()) }
    }
}

/// A host of this contract, which answers exactly as the recorded one.
fn host(contract: &[u8], edition: Edition) -> anyhow::Result<Builder> {
    Ok(Emulator::builder(Contract::read(contract)?)
        .title("FeatureHost")
        .behaviour(behaviour(edition)))
}

fn behaviour(edition: Edition) -> Behaviour {
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let dialect = Dialect { assembly: Some("hosts".into()), ..dialect };
    Behaviour { dialect, edition, ..Behaviour::default() }
}

/// The users of the recorded hosts, whose passwords are their names.
fn users() -> anyhow::Result<Vec<User>> {
    let user =
        |id: &str, name: &str, display: &str, email: &str, roles: &[&str], rights: &[&str]| {
            anyhow::Ok(User {
                id: id.to_owned(),
                name: name.to_owned(),
                display_name: Some(display.to_owned()),
                email: Some(email.to_owned()),
                password_hash: hash_password(name)?,
                roles: roles.iter().map(|role| (*role).to_owned()).collect(),
                first_name: display.split(' ').next().map(str::to_owned),
                last_name: display.split(' ').nth(1).map(str::to_owned),
                permissions: rights.iter().map(|right| (*right).to_owned()).collect(),
                ..User::default()
            })
        };
    anyhow::Ok(vec![
        user("1", "test", "Test User", "t@t.t", &[], &[])?,
        user("2", "boss", "Big Boss", "b@t.t", &["Admin"], &[])?,
        user("3", "mia", "Mia Manager", "m@t.t", &["Manager"], &["CanX"])?,
    ])
}
