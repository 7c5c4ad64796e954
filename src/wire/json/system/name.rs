//! Names of members: as .NET cases them, which knows more letters than ServiceStack.Text.

use std::borrow::Cow;

use jsv_codec::MemberNames;

use crate::{
    contract::{Dto, Member},
    wire::Dialect,
};

/// A member's name. `[DataMember(Name)]` is never cased.
pub(super) fn of<'a>(member: &'a Member, dialect: &Dialect) -> Cow<'a, str> {
    let is_camel = dialect.js.text_case == MemberNames::CamelCase;
    if is_camel && !member.renamed && member.name.starts_with(|c: char| !c.is_ascii()) {
        return Cow::Owned(camel(&member.name));
    }
    dialect.member_name(member)
}

/// The first letter in lower case, and those behind it as long as the next one is a capital too.
fn camel(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let is_capital = |place: usize| letters.get(place).is_none_or(|letter| letter.is_uppercase());
    let goes_on = |place: &usize| {
        let is_first = *place == 0;
        letters[*place].is_uppercase() && (is_first || is_capital(place + 1))
    };
    let lowered = (0..letters.len()).take_while(goes_on).count();
    let (first, rest) = letters.split_at(lowered);
    first.iter().flat_map(|letter| letter.to_lowercase()).chain(rest.iter().copied()).collect()
}

/// Where the member of a name stands, in any case of any letter.
pub(super) fn place_of(dto: &Dto, name: &str) -> Option<usize> {
    let place = dto.place_of(name);
    if place.is_some() || name.is_ascii() {
        return place;
    }
    let name = name.to_lowercase();
    dto.members.iter().position(|member| member.name.to_lowercase() == name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn capitals_of_all_letters_are_lowered() {
        assert_eq!(super::camel("ÄBc"), "äBc");
        assert_eq!(super::camel("ÄÖ"), "äö");
        assert_eq!(super::camel("é"), "é");
    }
}
