//! A value's text as .NET's `ToString()` gives it in the invariant culture: what messages and Meta
//! show.

use chrono::NaiveDateTime;
use jsv_codec::scalar::{boolean, duration, float, time_only, xml};

use super::rule::Subject;
use crate::contract::{Contract, Enumeration, ListKind, Scalar, TypeRef};
use crate::value::Value;

/// The text of a member's value; `None` for null.
pub(super) fn clr_text(subject: &Subject<'_>) -> Option<String> {
    Some(match subject.value {
        Value::Enum(number) => enum_text(subject, *number),
        Value::List(_) | Value::Dictionary(_) | Value::Object(_) => {
            type_name(subject.ty, subject.contract)
        }
        scalar => return scalar_text(scalar),
    })
}

/// The text of a scalar; `None` for null and for everything that is no scalar.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(truth) => boolean::write(*truth).to_owned(),
        Value::Int(number) | Value::Enum(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::Single(number) => written(|out| float::write_f32(*number, out)),
        Value::Double(number) => written(|out| float::write_f64(*number, out)),
        Value::Decimal(number) => number.to_string(),
        Value::Char(unit) => String::from_utf16_lossy(&[*unit]),
        Value::String(text) => text.clone(),
        Value::Guid(id) => written(|out| xml::guid::write(id, out)),
        Value::DateTime(time) => clock_text(time.clock),
        Value::DateTimeOffset(time) => {
            format!("{} {}", clock_text(time.naive_local()), time.offset())
        }
        Value::DateOnly(day) => day.format("%m/%d/%Y").to_string(),
        Value::TimeOnly(ticks) => written(|out| time_only::write_clock(*ticks, out)),
        Value::TimeSpan(ticks) => written(|out| duration::write_clock(*ticks, out)),
        Value::Bytes(_) => "System.Byte[]".to_owned(),
        Value::Null | Value::List(_) | Value::Dictionary(_) | Value::Object(_) => return None,
    })
}

/// The enumeration behind a member's type, if it is an enum.
pub(super) fn enumeration<'c>(ty: &TypeRef, contract: &'c Contract) -> Option<&'c Enumeration> {
    match ty {
        TypeRef::Nullable(inner) => enumeration(inner, contract),
        TypeRef::Dto(id) => contract.dto(*id).enumeration(),
        _ => None,
    }
}

fn enum_text(subject: &Subject<'_>, number: i64) -> String {
    let members =
        enumeration(subject.ty, subject.contract).map_or(&[][..], |found| &found.members[..]);
    let named = members.iter().find(|member| member.number == number);
    named.map_or_else(|| number.to_string(), |member| member.name.clone())
}

fn written(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}

fn clock_text(clock: NaiveDateTime) -> String {
    clock.format("%m/%d/%Y %H:%M:%S").to_string()
}

/// The CLR name of what has no text of its own.
fn type_name(ty: &TypeRef, contract: &Contract) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar_type_name(*scalar),
        TypeRef::Nullable(inner) => type_name(inner, contract),
        TypeRef::List(ListKind::Array, item) => format!("{}[]", type_name(item, contract)),
        TypeRef::List(ListKind::Set, item) => generic("HashSet`1", &[item], contract),
        TypeRef::List(_, item) => generic("List`1", &[item], contract),
        TypeRef::Dictionary(key, value) => generic("Dictionary`2", &[key, value], contract),
        TypeRef::Dto(id) => {
            let name = &contract.dto(*id).type_name;
            [&name.namespace, &name.name]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(".")
        }
        TypeRef::Unknown(name) => name.clone(),
    }
}

fn scalar_type_name(scalar: Scalar) -> String {
    match scalar {
        Scalar::Bytes => "System.Byte[]".to_owned(),
        other => format!("System.{other:?}"),
    }
}

fn generic(definition: &str, arguments: &[&TypeRef], contract: &Contract) -> String {
    let arguments: Vec<String> =
        arguments.iter().map(|argument| type_name(argument, contract)).collect();
    format!("System.Collections.Generic.{definition}[{}]", arguments.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_read_as_dotnet_prints_them() {
        let time = chrono::NaiveDate::from_ymd_opt(2030, 1, 2)
            .and_then(|day| day.and_hms_opt(3, 4, 5))
            .unwrap();
        assert_eq!(clock_text(time), "01/02/2030 03:04:05");
        assert_eq!(scalar_text(&Value::Decimal("1.50".parse().unwrap())).as_deref(), Some("1.50"));
        assert_eq!(scalar_text(&Value::Bool(true)).as_deref(), Some("True"));
        assert_eq!(scalar_text(&Value::Null), None);
    }
}
