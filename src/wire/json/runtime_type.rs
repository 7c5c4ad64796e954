//! A class that a text names for a member of type `object`: `{"__type":"Shop.Basket, shop",…}`.
//!
//! 5.9.1 makes instances of classes that are marked for it alone, and refuses a request that names
//! another class of the host. A name that it does not know is passed over.

use crate::contract::{Contract, Dto};
use crate::wire::ReadError;

/// Interfaces whose classes may be named.
const ALLOWED: [&str; 6] =
    ["IReturn", "IReturnVoid", "IMeta", "ISerializable", "IConvertible", "IRuntimeSerializable"];

/// Why an object's text is refused, if it is.
pub(super) fn refusal(contract: &Contract, object: &str) -> Option<ReadError> {
    let full_name = named(object)?;
    let (namespace, name) = full_name.rsplit_once('.').unwrap_or(("", full_name));
    let dto = contract.dto(contract.find_dto(name)?);
    let is_it = dto.type_name.name == name && dto.type_name.namespace == namespace;
    (is_it && !is_allowed(dto)).then(|| {
        let message = format!(
            "{name} is not an allowed Runtime Type. Whitelist Type with [RuntimeSerializable] or IRuntimeSerializable."
        );
        ReadError::new("NotSupportedException", message)
    })
}

/// The name without its assembly, where it comes before all members.
fn named(object: &str) -> Option<&str> {
    let rest = object.strip_prefix('{')?.trim_start().strip_prefix("\"__type\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(rest.split(['"', ',']).next()?.trim())
}

fn is_allowed(dto: &Dto) -> bool {
    let marked = dto.attributes.iter().any(|attribute| attribute.name == "RuntimeSerializable");
    let plain = |name: &str| name.split('`').next().unwrap_or_default().to_owned();
    let implements = dto.implements.iter().any(|own| ALLOWED.contains(&plain(&own.name).as_str()));
    dto.data_contract.is_some() || marked || implements
}
