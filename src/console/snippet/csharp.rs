//! A call in C#.

use super::one_line;
use crate::console::{Call, Console};
use crate::contract::{ListKind, TypeRef};
use crate::types::{identifier, quoted};
use crate::value::{Object, Value};
use crate::wire::{self, Format, Typed};

/// By NuGet `ServiceStack.Client`.
pub(super) fn typed(console: &Console<'_>, call: &Call<'_>, base_url: &str) -> String {
    let verb = capital(&call.verb);
    let dto = identifier(&call.operation.name);
    let members = initializer(console, &call.request);
    let sign_in = if call.operation.requires_auth {
        "client.SetCredentials(\"user name\", \"password\");\n"
    } else {
        ""
    };
    format!(
        "// dotnet add package ServiceStack.Client; curl {} > dtos.cs\n\
         using ServiceStack;\n\n\
         var client = new JsonServiceClient({});\n{sign_in}\
         var answer = client.{verb}(new {dto}{members});\n\
         System.Console.WriteLine(answer.ToJson());\n",
        one_line(&format!("{base_url}/types/csharp")),
        quoted(base_url),
    )
}

fn capital(verb: &str) -> String {
    let verb = verb.to_ascii_lowercase();
    verb[..1].to_ascii_uppercase() + &verb[1..]
}

/// ` { Name = value, … }`.
fn initializer(console: &Console<'_>, object: &Object) -> String {
    let members = console.contract.dto(object.dto).members.iter().zip(&object.members);
    let given: Vec<String> = members
        .filter(|(_, value)| **value != Value::Null)
        .map(|(member, value)| {
            let own = console.contract.property(member);
            let name = own.map_or(&member.name, |own| &own.name);
            format!("{} = {}", identifier(name), literal(console, &member.ty, value))
        })
        .collect();
    if given.is_empty() { "()".to_owned() } else { format!(" {{ {} }}", given.join(", ")) }
}

/// The type of what is new follows from the member (C# 9).
fn literal(console: &Console<'_>, ty: &TypeRef, value: &Value) -> String {
    match (value, ty) {
        (value, TypeRef::Nullable(inner)) => literal(console, inner, value),
        (Value::Null, _) => "null".to_owned(),
        (Value::Bool(truth), _) => truth.to_string(),
        (Value::Int(number), _) => number.to_string(),
        (Value::UInt(number), _) => number.to_string(),
        (Value::Single(number), _) if number.is_finite() => format!("{number}f"),
        (Value::Double(number), _) if number.is_finite() => format!("{number:?}"),
        (Value::Decimal(number), _) => format!("{number}m"),
        (Value::Char(unit), _) => format!("(char){unit}"),
        (Value::String(text), _) => quoted(text),
        (Value::Enum(number), TypeRef::Dto(id)) => enumeration(console, *id, *number),
        (Value::List(items), TypeRef::List(kind, of)) => {
            let items: Vec<String> = items.iter().map(|item| literal(console, of, item)).collect();
            let new = if *kind == ListKind::Array { "new[]" } else { "new()" };
            format!("{new} {{ {} }}", items.join(", "))
        }
        (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
            let entry = |(key_value, value): &(Value, Value)| {
                format!("[{}] = {}", literal(console, key, key_value), literal(console, of, value))
            };
            format!("new() {{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        (Value::Object(own), _) => match initializer(console, own) {
            members if members == "()" => "new()".to_owned(),
            members => format!("new(){members}"),
        },
        _ => parsed(console, ty, value),
    }
}

fn enumeration(console: &Console<'_>, id: crate::contract::DtoId, number: i64) -> String {
    let dto = console.contract.dto(id);
    let members = dto.enumeration().map(|own| own.members.as_slice()).unwrap_or_default();
    let name = identifier(&dto.type_name.name);
    match members.iter().find(|member| member.number == number) {
        Some(member) => format!("{name}.{}", identifier(&member.name)),
        None => format!("({name})({number})"),
    }
}

/// Dates, spans, Guids and bytes, as ServiceStack.Text reads them.
fn parsed(console: &Console<'_>, ty: &TypeRef, value: &Value) -> String {
    let typed = Typed { contract: console.contract, ty, value };
    let text = wire::write(Format::Jsv, &typed, console.context.dialect).unwrap_or_default();
    let name = match value {
        Value::DateTime(_) => "System.DateTime",
        Value::DateTimeOffset(_) => "System.DateTimeOffset",
        Value::TimeSpan(_) => "System.TimeSpan",
        Value::DateOnly(_) => "System.DateOnly",
        Value::TimeOnly(_) => "System.TimeOnly",
        Value::Guid(_) => "System.Guid",
        Value::Bytes(_) => "byte[]",
        Value::Single(_) => "float",
        _ => "double",
    };
    format!("{}.FromJsv<{name}>()", quoted(&text))
}

/// By `HttpClient`, which takes the type of the body with the body.
pub(super) fn plain(call: &Call<'_>, url: &str) -> String {
    let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
    let headers: String = call
        .headers
        .iter()
        .filter(|(name, _)| !is_type(name))
        .map(|(name, value)| {
            format!(
                "request.Headers.TryAddWithoutValidation({}, {});\n",
                quoted(name),
                quoted(value)
            )
        })
        .collect();
    let media_type =
        call.headers.iter().find(|(name, _)| is_type(name)).map(|(_, value)| value.as_str());
    let body = call.body.as_ref().map(|body| {
        format!(
            "request.Content = new StringContent({});\n\
             request.Content.Headers.ContentType = new MediaTypeHeaderValue({});\n",
            quoted(body),
            quoted(media_type.unwrap_or("text/plain")),
        )
    });
    format!(
        "using System;\nusing System.Net.Http;\nusing System.Net.Http.Headers;\n\n\
         using var client = new HttpClient(new HttpClientHandler {{ UseCookies = false }});\n\
         var request = new HttpRequestMessage(new HttpMethod({}), {});\n{headers}{}\
         var answer = await client.SendAsync(request);\n\
         Console.WriteLine((int)answer.StatusCode);\n\
         Console.WriteLine(await answer.Content.ReadAsStringAsync());\n",
        quoted(&call.verb),
        quoted(url),
        body.unwrap_or_default(),
    )
}
