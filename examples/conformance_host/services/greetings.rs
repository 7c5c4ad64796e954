//! Operations that answer with what they were given.

use serde::Deserialize;
use servicestack_emulator::service::{Context, Reply, Service, ServiceFuture, Services};
use servicestack_emulator::value::{Object, Value};

use super::{HelloResponse, Nothing};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Hello {
    name: Option<String>,
}

/// Answers with the request itself.
struct Echo;

impl Service for Echo {
    fn call(&self, request: Object, _context: Context) -> ServiceFuture {
        Box::pin(async { Ok(Reply::value(Value::Object(request))) })
    }
}

pub(super) fn register(services: &mut Services) {
    services
        .handle("Hello", async |hello: Hello, _| {
            Ok(HelloResponse::of(format!("Hello, {}!", hello.name.unwrap_or_default())))
        })
        .handle("GetOnly", async |hello: Hello, _| {
            Ok(HelloResponse::of(format!("g{}", hello.name.unwrap_or_default())))
        })
        .handle("HelloReturnVoid", async |_: Nothing, _| Ok(()))
        .serve("EchoTypes", Echo);
}
