//! What is odd in a definition and nothing can be made of.

use std::collections::HashSet;

use super::Remark;
use super::definitions::Definition;

/// Members that nobody can name, and numbers of an enum that are none.
pub(super) fn remarks(definition: &Definition) -> Vec<Remark> {
    let (path, mut names) = (&definition.path, HashSet::new());
    let properties = definition.source.properties.iter().enumerate();
    let members = properties.filter_map(|(place, property)| {
        let renamed = property.data_member.as_ref().and_then(|member| member.name.as_deref());
        let name = renamed.unwrap_or(&property.name);
        let message = match name {
            "" => "a member without a name".to_owned(),
            name if !names.insert(name) => format!("`{name:.100}` is there already: left out"),
            _ => return None,
        };
        Some(Remark { path: format!("{path}.properties[{place}]"), message })
    });
    let numbers = definition.source.enum_values.iter().enumerate();
    let numbers = numbers.filter(|(_, text)| super::convert::number(text).is_none());
    let numbers = numbers.map(|(place, text)| Remark {
        path: format!("{path}.enumValues[{place}]"),
        message: format!("`{text:.100}` is no number: it counts on from the one before"),
    });
    members.chain(numbers).collect()
}
