//! Values on their way from and to JSON: what the client's converters are given.

use crate::contract::{DtoKind, Scalar, TypeRef};
use crate::types::generator::{Generator, Shape};
use crate::types::names::DOLLAR_BRACES;

use super::syntax::Php;

impl Generator<'_, Php> {
    /// A value on its way from or to JSON.
    pub(super) fn converted(
        &self,
        ty: &TypeRef,
        shape: &Shape<'_>,
        way: &str,
        value: &str,
    ) -> String {
        let parameter = |ty: &TypeRef| match ty {
            TypeRef::Unknown(name) => shape.parameters().iter().position(|own| own == name),
            _ => None,
        };
        let class = |ty: &TypeRef| match parameter(ty) {
            Some(at) => format!("$this->genericArgs[{at}]"),
            None => self.context(ty, shape),
        };
        match ty {
            TypeRef::Nullable(inner) => self.converted(inner, shape, way, value),
            TypeRef::Dto(_) if self.spell(ty, shape) == "int" => value.to_owned(),
            TypeRef::List(_, item) => {
                format!("JsonConverters::{way}Array({}, {value})", class(item))
            }
            TypeRef::Scalar(scalar) if !is_converted(*scalar) => value.to_owned(),
            TypeRef::Unknown(_) if parameter(ty).is_none() => value.to_owned(),
            other => format!("JsonConverters::{way}({}, {value})", class(other)),
        }
    }

    /// How a type is named for the client: by its name, or with its arguments.
    fn context(&self, ty: &TypeRef, shape: &Shape<'_>) -> String {
        let name = |ty: &TypeRef| self.spell_runtime(ty, shape);
        let with = |class: &str, args: Vec<String>| {
            let args: Vec<String> = args.iter().map(|arg| DOLLAR_BRACES.literal(arg)).collect();
            format!(
                "JsonConverters::context({}, genericArgs:[{}])",
                DOLLAR_BRACES.literal(class),
                args.join(",")
            )
        };
        match ty {
            TypeRef::Dictionary(key, value) => with("Dictionary", vec![name(key), name(value)]),
            TypeRef::Dto(id) if !self.contract.dto(*id).arguments.is_empty() => {
                let args = self.contract.dto(*id).arguments.iter().map(name).collect();
                with(self.type_writer.name(*id), args)
            }
            other => DOLLAR_BRACES.literal(&name(other)),
        }
    }

    /// A type by the name that the client reads: `List<Coupon>`.
    fn spell_runtime(&self, ty: &TypeRef, shape: &Shape<'_>) -> String {
        let name = |ty: &TypeRef| self.spell_runtime(ty, shape);
        match ty {
            TypeRef::Nullable(inner) => name(inner),
            TypeRef::List(_, item) => format!("List<{}>", name(item)),
            TypeRef::Dictionary(key, value) => format!("Dictionary<{},{}>", name(key), name(value)),
            other => self.spell(other, shape).split('<').next().unwrap_or_default().to_owned(),
        }
    }

    /// An empty answer.
    pub(super) fn empty(&self, response: &TypeRef, shape: &Shape<'_>) -> String {
        let spelled = self.spell(response, shape);
        match response {
            TypeRef::Nullable(_) => "null".to_owned(),
            TypeRef::List(..) | TypeRef::Dictionary(..) => "[]".to_owned(),
            TypeRef::Dto(id) => {
                let dto = self.contract.dto(*id);
                let name = self.type_writer.name(*id);
                match (&dto.kind, dto.arguments.as_slice()) {
                    _ if spelled == "int" => "0".to_owned(),
                    (DtoKind::Class, []) => format!("new {name}()"),
                    (DtoKind::Class, args) => {
                        let args: Vec<String> = args
                            .iter()
                            .map(|arg| DOLLAR_BRACES.literal(&self.spell_runtime(arg, shape)))
                            .collect();
                        format!("{name}::create(genericArgs:[{}])", args.join(","))
                    }
                    _ => "null".to_owned(),
                }
            }
            _ => match spelled.as_str() {
                "string" => "''".to_owned(),
                "int" => "0".to_owned(),
                "float" => "0.0".to_owned(),
                "bool" => "false".to_owned(),
                _ => "null".to_owned(),
            },
        }
    }
}

/// Scalars that are something else in PHP than in JSON.
fn is_converted(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::DateTime
            | Scalar::DateTimeOffset
            | Scalar::TimeSpan
            | Scalar::DateOnly
            | Scalar::TimeOnly
            | Scalar::Bytes
            | Scalar::Stream
    )
}
