//! Scalars and enums as schemas.

use serde_json::Value as Json;

use super::markdown;
use super::property::{distinct, paragraphs};
use super::shape::Schema;
use crate::contract::{EnumMember, Enumeration, Scalar};

/// Scalars whose notation is always the same.
pub(super) fn fixed(scalar: Scalar) -> Schema {
    let limited = |format, min: u32, max: u32| Schema {
        minimum: Some(min.into()),
        maximum: Some(max.into()),
        ..Schema::formatted("integer", format)
    };
    match scalar {
        Scalar::Boolean => Schema::of("boolean"),
        Scalar::SByte => Schema {
            minimum: Some((-128).into()),
            maximum: Some(127.into()),
            ..Schema::formatted("integer", "int8")
        },
        Scalar::Byte => limited("uint8", 0, u8::MAX.into()),
        Scalar::Int16 => Schema::formatted("integer", "int16"),
        Scalar::UInt16 => limited("uint16", 0, u16::MAX.into()),
        Scalar::Int32 => Schema::formatted("integer", "int32"),
        Scalar::UInt32 => limited("uint32", 0, u32::MAX),
        Scalar::Int64 => Schema::formatted("integer", "int64"),
        Scalar::UInt64 => {
            Schema { minimum: Some(0.into()), ..Schema::formatted("integer", "uint64") }
        }
        Scalar::Single => Schema::formatted("number", "float"),
        Scalar::Double => Schema::formatted("number", "double"),
        Scalar::Decimal => Schema::formatted("number", "decimal"),
        Scalar::Char => Schema { max_length: Some(1), ..Schema::of("string") },
        Scalar::Guid => Schema {
            pattern: Some("^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"),
            example: Some("0f8fad5bd9cb469fa16570867728950e".into()),
            ..Schema::of("string")
        },
        Scalar::DateOnly => Schema::formatted("string", "date"),
        Scalar::TimeSpan | Scalar::TimeOnly => {
            Schema { example: Some("PT1H30M".into()), ..Schema::formatted("string", "duration") }
        }
        Scalar::Bytes => Schema::formatted("string", "byte"),
        Scalar::Stream => Schema::formatted("string", "binary"),
        Scalar::Uri => Schema::formatted("string", "uri"),
        Scalar::Object => Schema::default(),
        _ => Schema::of("string"),
    }
}

/// An enum by its names, or a number whose meanings are described in words: flags add up to numbers
/// that have no name.
pub(super) fn enumerated(enumeration: &Enumeration, about: [String; 2]) -> Schema {
    let members = &enumeration.members;
    let line = |(name, text): (&str, &Option<String>)| {
        text.as_ref().map(|text| format!("- `{}`: {}", name.replace('`', "'"), markdown(text)))
    };
    if enumeration.as_number {
        let meaning = |member: &EnumMember| {
            format!("- {} = `{}`", member.number, member.name.replace('`', "'"))
        };
        let meanings: Vec<String> = members.iter().map(meaning).collect();
        let texts = about.into_iter().chain([meanings.join("\n")]);
        return Schema { description: paragraphs(texts), ..Schema::of("integer") };
    }
    let lines: Vec<String> =
        members.iter().filter_map(|member| line((&member.name, &member.description))).collect();
    let names = members.iter().map(|member| Json::from(member.on_the_wire()));
    Schema {
        values: distinct(names.collect()),
        description: paragraphs(about.into_iter().chain([lines.join("\n")])),
        ..Schema::of("string")
    }
}
