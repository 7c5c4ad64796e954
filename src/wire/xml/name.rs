//! Names of types in DataContract XML: a local name and a namespace (docs/wire/xml-csv.md#xml).
//!
//! Lists are `ArrayOf{item}`, dictionaries lists of `KeyValueOf{key}{value}`, closed generics
//! `{name}Of{arguments}`. Where an argument has a namespace of its own, a digest of all their
//! namespaces keeps the names apart: `KeyValueOfstringInnerD_SD_Pw_SgR`.

use std::rc::Rc;

use base64::Engine;
use md5::{Digest, Md5};

use crate::contract::{Contract, Dto, DtoId, Scalar, TypeRef};

/// `xmlns:i`.
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Numbers, text, dates.
pub(super) const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
/// `char`, `guid`, `duration`; and every scalar that is a root.
pub(super) const SERIALIZATION: &str = "http://schemas.microsoft.com/2003/10/Serialization/";
/// Lists of scalars, and dictionaries.
pub(super) const ARRAYS: &str = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
const SYSTEM: &str = "http://schemas.datacontract.org/2004/07/System";
const SYSTEM_IO: &str = "http://schemas.datacontract.org/2004/07/System.IO";
const SERVICESTACK: &str = "http://schemas.servicestack.net/types";

/// A namespace; every element of a document holds one.
pub(super) type Namespace = Rc<str>;

/// A name with its namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QName {
    pub local: String,
    pub namespace: Namespace,
}

impl QName {
    fn new(local: impl Into<String>, namespace: &'static str) -> Self {
        Self { local: local.into(), namespace: namespace.into() }
    }

    fn is_built_in(&self) -> bool {
        *self.namespace == *SCHEMA || *self.namespace == *SERIALIZATION
    }
}

/// The name of a type.
pub(super) fn of(contract: &Contract, ty: &TypeRef) -> QName {
    match ty {
        TypeRef::Scalar(scalar) => of_scalar(*scalar),
        TypeRef::Nullable(inner) => of(contract, inner),
        TypeRef::List(_, item) => array_of(&of(contract, item)),
        TypeRef::Dictionary(key, value) => array_of(&entry(contract, key, value)),
        TypeRef::Dto(id) => of_dto(contract, *id),
        TypeRef::Unknown(_) => QName::new("string", SCHEMA),
    }
}

/// The name of a dictionary's entry.
pub(super) fn entry(contract: &Contract, key: &TypeRef, value: &TypeRef) -> QName {
    QName::new(generic("KeyValue", &[of(contract, key), of(contract, value)]), ARRAYS)
}

/// The name of a list's item within the list: scalars are in the namespace of arrays.
pub(super) fn item(contract: &Contract, of_type: &TypeRef) -> QName {
    let name = of(contract, of_type);
    if name.is_built_in() { QName::new(name.local, ARRAYS) } else { name }
}

/// Whether the type is one of XML Schema's or of the serializer's own, which no element declares a
/// namespace for.
pub(super) fn is_built_in(contract: &Contract, ty: &TypeRef) -> bool {
    let is_enum = |id: &DtoId| contract.dto(*id).enumeration().is_some();
    match ty {
        TypeRef::Nullable(inner) => is_built_in(contract, inner),
        TypeRef::Scalar(scalar) => of_scalar(*scalar).is_built_in(),
        TypeRef::Dto(id) => is_enum(id),
        TypeRef::List(..) | TypeRef::Dictionary(..) => false,
        TypeRef::Unknown(_) => true,
    }
}

/// The namespace of a class: given by `[DataContract]`, ServiceStack's for its own types, else made
/// from the CLR's.
pub(super) fn namespace(dto: &Dto) -> Namespace {
    let clr = dto.type_name.namespace.as_str();
    match dto.data_contract.as_ref().and_then(|contract| contract.namespace.clone()) {
        Some(namespace) => namespace.into(),
        None if clr == "ServiceStack" || clr.starts_with("ServiceStack.") => SERVICESTACK.into(),
        None => format!("http://schemas.datacontract.org/2004/07/{clr}").into(),
    }
}

fn of_dto(contract: &Contract, id: DtoId) -> QName {
    let dto = contract.dto(id);
    let named = dto.data_contract.as_ref().and_then(|contract| contract.name.clone());
    let plain = || dto.type_name.name.split('`').next().unwrap_or_default();
    let local = named.unwrap_or_else(|| match dto.arguments.as_slice() {
        [] => plain().to_owned(),
        args => generic(plain(), &args.iter().map(|arg| of(contract, arg)).collect::<Vec<_>>()),
    });
    QName { local, namespace: namespace(dto) }
}

fn array_of(item: &QName) -> QName {
    let namespace = if item.is_built_in() { ARRAYS.into() } else { item.namespace.clone() };
    QName { local: format!("ArrayOf{}", item.local), namespace }
}

fn generic(name: &str, args: &[QName]) -> String {
    let mut local = format!("{name}Of");
    let mut namespaces = format!(" {}", args.len());
    for arg in args {
        local.push_str(&arg.local);
        namespaces.push(' ');
        namespaces.push_str(&arg.namespace);
    }
    if !args.iter().all(QName::is_built_in) {
        local.push_str(&digest(&namespaces));
    }
    local
}

/// Six bytes of MD5 in base64, with `/` and `+` as a name can have them.
fn digest(namespaces: &str) -> String {
    let hash = Md5::digest(namespaces.as_bytes());
    let text = base64::engine::general_purpose::STANDARD.encode(&hash[..6]);
    text.replace('/', "_S").replace('+', "_P")
}

fn of_scalar(scalar: Scalar) -> QName {
    match scalar {
        Scalar::String => QName::new("string", SCHEMA),
        Scalar::Boolean => QName::new("boolean", SCHEMA),
        Scalar::SByte => QName::new("byte", SCHEMA),
        Scalar::Int16 => QName::new("short", SCHEMA),
        Scalar::Int32 => QName::new("int", SCHEMA),
        Scalar::Int64 => QName::new("long", SCHEMA),
        Scalar::Byte => QName::new("unsignedByte", SCHEMA),
        Scalar::UInt16 => QName::new("unsignedShort", SCHEMA),
        Scalar::UInt32 => QName::new("unsignedInt", SCHEMA),
        Scalar::UInt64 => QName::new("unsignedLong", SCHEMA),
        Scalar::Single => QName::new("float", SCHEMA),
        Scalar::Double => QName::new("double", SCHEMA),
        Scalar::Decimal => QName::new("decimal", SCHEMA),
        Scalar::DateTime => QName::new("dateTime", SCHEMA),
        Scalar::Bytes => QName::new("base64Binary", SCHEMA),
        Scalar::Uri => QName::new("anyURI", SCHEMA),
        Scalar::Object => QName::new("anyType", SCHEMA),
        Scalar::Char => QName::new("char", SERIALIZATION),
        Scalar::Guid => QName::new("guid", SERIALIZATION),
        Scalar::TimeSpan => QName::new("duration", SERIALIZATION),
        Scalar::DateTimeOffset => QName::new("DateTimeOffset", SYSTEM),
        Scalar::DateOnly => QName::new("DateOnly", SYSTEM),
        Scalar::TimeOnly => QName::new("TimeOnly", SYSTEM),
        Scalar::Type => QName::new("Type", SYSTEM),
        Scalar::Version => QName::new("Version", SYSTEM),
        Scalar::Stream => QName::new("Stream", SYSTEM_IO),
    }
}

#[cfg(test)]
mod tests {
    use super::{QName, SCHEMA, array_of, digest, generic, of_scalar};
    use crate::contract::Scalar;

    #[test]
    fn arguments_with_namespaces_differ_by_a_digest() {
        let inner = QName::new("Inner", "http://schemas.datacontract.org/2004/07/ApexERP");
        let text = of_scalar(Scalar::String);
        assert_eq!(generic("KeyValue", &[text.clone(), inner]), "KeyValueOfstringInnerD_SD_Pw_SgR");
        assert_eq!(generic("KeyValue", &[text.clone(), text]), "KeyValueOfstringstring");
        let ints = array_of(&of_scalar(Scalar::Int32));
        assert_eq!(
            generic("KeyValue", &[of_scalar(Scalar::Int32), ints]),
            "KeyValueOfintArrayOfintty7Ep6D1"
        );
        assert_eq!(digest(&format!(" 1 {SCHEMA}")).len(), 8);
    }
}
