//! Operations that answer with something else than a DTO, or with a status of their own.

use std::collections::BTreeMap;

use serde::Deserialize;
use servicestack_emulator::service::{Reply, Services};
use servicestack_emulator::value::Value;

use super::{Color, Deep, HelloResponse, Inner, Nothing};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StrReq {
    v: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StatusReq {
    code: i32,
}

pub(super) fn register(services: &mut Services) {
    services
        .handle("NoResp", async |_: Nothing, _| Ok(()))
        .handle("NullReq", async |_: Nothing, _| Ok(None::<HelloResponse>))
        .handle("NullObj", async |_: Nothing, _| Ok(()))
        .handle("StrReq", async |request: StrReq, _| Ok(request.v))
        .handle("IntReq", async |_: Nothing, _| Ok(5))
        .handle("ListReq", async |_: Nothing, _| Ok(vec![first(), second()]))
        .handle("DictReq", async |_: Nothing, _| {
            Ok(BTreeMap::from([("k", Inner { id: 1, ..Inner::default() })]))
        })
        .handle("HiddenReq", async |_: Nothing, _| Ok(HelloResponse::of("h")))
        .handle("BytesReq", async |_: Nothing, _| Ok(Reply::value(Value::Bytes(b"AB".to_vec()))))
        .handle("CreatedReq", async |_: Nothing, context| {
            Ok(context
                .reply(&HelloResponse::of("c"))?
                .with_status(201)
                .with_header("Location", "/x/1"))
        })
        .handle("RedirReq", async |_: Nothing, _| Ok(Reply::redirect("/hello/z")))
        .handle("StatusReq", async |request: StatusReq, context| {
            // What is no number of HTTP's is out of range all the same.
            let status = u16::try_from(request.code).unwrap_or_default();
            Ok(context.reply(&HelloResponse::of("s"))?.with_status(status))
        });
}

fn first() -> Inner {
    Inner { id: 1, name: Some("a,b".to_owned()), deep: None }
}

fn second() -> Inner {
    Inner { id: 2, name: None, deep: Some(Deep { color: Color::Green }) }
}
