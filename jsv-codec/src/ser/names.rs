//! Spelling member names (docs/wire/json.md#names).

use crate::options::MemberNames;

pub(super) fn spell(name: &str, style: MemberNames) -> String {
    match style {
        MemberNames::Declared => name.to_owned(),
        MemberNames::CamelCase => camel(name),
        MemberNames::PascalCase => pascal(name),
        MemberNames::SnakeCase => snake(name),
    }
}

/// Lowers the leading capitals, except the last one before a small letter: `URLPath` is `urlPath`.
fn camel(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut leading = true;
    let lowered = letters.iter().enumerate().map(|(i, c)| {
        let ends_run = i > 0 && letters.get(i + 1).is_some_and(|next| !next.is_uppercase());
        leading &= c.is_uppercase() && !ends_run;
        if leading { c.to_lowercase().next().unwrap_or(*c) } else { *c }
    });
    lowered.collect()
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_as_service_stack_does() {
        for (name, spelt) in
            [("Name", "name"), ("ID", "id"), ("URLPath", "urlPath"), ("IOStream", "ioStream")]
        {
            assert_eq!(camel(name), spelt);
        }
        assert_eq!(pascal("firstName"), "FirstName");
        assert_eq!(snake("FirstName"), "first_name");
    }
}
