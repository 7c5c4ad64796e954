//! A call in TypeScript.

use super::one_line;
use crate::console::{Call, Console};
use crate::contract::TypeRef;
use crate::types::{identifier, quoted, single_quoted};
use crate::value::Value;
use crate::wire::{self, DateHandler, Format, Typed};

/// By npm `@servicestack/client`. JSON is TypeScript, too.
pub(super) fn typed(console: &Console<'_>, call: &Call<'_>, base_url: &str) -> String {
    let dto = identifier(&call.operation.name);
    let verb = call.verb.to_ascii_lowercase();
    let members = json(console, call);
    let sign_in = if call.operation.requires_auth {
        "client.setCredentials('user name', 'password');\n"
    } else {
        ""
    };
    format!(
        "// npm install @servicestack/client; curl {} > dtos.ts\n\
         import {{ JsonServiceClient }} from '@servicestack/client';\n\
         import {{ {dto} }} from './dtos';\n\n\
         const client = new JsonServiceClient({});\n{sign_in}\
         const answer = await client.{verb}(new {dto}({members}));\n\
         console.log(answer);\n",
        one_line(&format!("{base_url}/types/typescript")),
        single_quoted(base_url),
    )
}

fn json(console: &Console<'_>, call: &Call<'_>) -> String {
    let mut dialect = console.context.dialect.clone();
    dialect.js.dates = DateHandler::Iso8601;
    let (ty, value) = (TypeRef::Dto(call.request.dto), Value::Object(call.request.clone()));
    let typed = Typed { contract: console.contract, ty: &ty, value: &value };
    wire::write(Format::Json, &typed, &dialect).unwrap_or_default()
}

/// By `fetch`.
pub(super) fn plain(call: &Call<'_>, url: &str) -> String {
    let headers: String = call
        .headers
        .iter()
        .map(|(name, value)| format!("    {}: {},\n", quoted(name), quoted(value)))
        .collect();
    let body =
        call.body.as_ref().map(|body| format!("  body: {},\n", quoted(body))).unwrap_or_default();
    format!(
        "const answer = await fetch({}, {{\n  method: {},\n  headers: {{\n{headers}  }},\n{body}}});\n\
         console.log(answer.status, await answer.text());\n",
        quoted(url),
        quoted(&call.verb),
    )
}
