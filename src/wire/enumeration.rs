//! Enums: a name on the wire, a number in the value.

use jsv_codec::scalar;

use super::ReadError;
use crate::contract::Enumeration;

/// The text on the wire of a number: `[EnumMember(Value)]` or the name; none for `[Flags]` and
/// numbers nobody named.
pub(super) fn name(members: &Enumeration, number: i64) -> Option<&str> {
    if members.as_number { None } else { any_name(members, number) }
}

/// The same, for `[Flags]` too.
pub(super) fn any_name(members: &Enumeration, number: i64) -> Option<&str> {
    let member = members.members.iter().find(|member| member.number == number)?;
    Some(member.on_the_wire())
}

/// Reads a name in any case, a number, or several names between commas (docs/wire/jsv.md#scalars).
pub(super) fn parse(members: &Enumeration, text: &str) -> Result<i64, ReadError> {
    scalar::enumeration::read(text, |name| known(members, name)).map_err(ReadError::from)
}

/// The number of a name in any case.
pub(super) fn known(members: &Enumeration, text: &str) -> Option<i64> {
    let named = members.members.iter().find(|member| {
        let wire_name = member.wire_name.as_deref();
        member.name.eq_ignore_ascii_case(text)
            || wire_name.is_some_and(|name| name.eq_ignore_ascii_case(text))
    });
    named.map(|member| member.number)
}

/// The number of a name exactly as it is written; XML is not forgiving.
pub(super) fn number(members: &Enumeration, text: &str) -> Option<i64> {
    let named = members.members.iter().find(|member| member.on_the_wire() == text);
    named.map(|member| member.number)
}
