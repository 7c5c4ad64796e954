//! One rule: its test, its code and its message.

use super::order::Comparand;
use super::placeholder::{Filled, Placeholder};
use crate::contract::{Contract, TypeRef};
use crate::service::FieldError;
use crate::value::{Object, Value};
use crate::wire::Dialect;

/// What a rule looks at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The member's wire name.
    pub name: &'a str,
    /// The member's value.
    pub value: &'a Value,
    /// The member's type.
    pub ty: &'a TypeRef,
    /// The contract that the type belongs to.
    pub contract: &'a Contract,
    /// How Meta writes values.
    pub dialect: &'a Dialect,
    /// The object that has the member.
    pub dto: &'a Object,
}

/// A broken rule's own placeholders, in order; `PropertyName` and `PropertyValue` follow by
/// themselves.
pub type Broken = Vec<(&'static str, Placeholder)>;

type Test = Box<dyn Fn(&Subject<'_>) -> Result<(), Broken> + Send + Sync>;

/// One rule about the value of a member.
pub struct Rule {
    code: String,
    message: String,
    test: Test,
    /// What takes the place of the member's name in messages.
    name: Option<String>,
    /// What takes the place of the member's name as the field that is to blame.
    field: Option<String>,
    /// What takes the place of all that Meta says.
    meta: Option<Vec<(String, String)>>,
}

impl Subject<'_> {
    /// Another member of the object, by its name in any case; null where there is none.
    pub fn member(&self, name: &str) -> &Value {
        let place = self.contract.dto(self.dto.dto).place_of(name);
        place.and_then(|place| self.dto.members.get(place)).unwrap_or(&Value::Null)
    }
}

/// Where a value stands that rules are checked of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    /// `Inner.` or `Inners[0].`; empty at the root.
    pub prefix: &'a str,
    /// The place in a list of the object that has the member.
    pub index: Option<usize>,
    /// The place of the value in the list that the member holds.
    pub item: Option<usize>,
}

impl Rule {
    /// A rule with its ErrorCode, its message (with `{Placeholder}`s) and its test.
    pub fn new(
        code: &str,
        message: &str,
        test: impl Fn(&Subject<'_>) -> Result<(), Broken> + Send + Sync + 'static,
    ) -> Self {
        let (code, message) = (code.to_owned(), message.to_owned());
        Self { code, message, test: Box::new(test), name: None, field: None, meta: None }
    }

    /// A rule whose message has no placeholders of its own.
    pub(super) fn plain(
        code: &str,
        message: &str,
        keeps: impl Fn(&Subject<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::new(
            code,
            message,
            move |subject| if keeps(subject) { Ok(()) } else { Err(Broken::new()) },
        )
    }

    /// The same rule with another ErrorCode.
    #[must_use]
    pub fn with_code(self, code: &str) -> Self {
        Self { code: code.to_owned(), ..self }
    }

    /// The same rule with another message. `{PropertyName}`, `{PropertyValue}` and the rule's own
    /// placeholders are filled in.
    #[must_use]
    pub fn with_message(self, message: &str) -> Self {
        Self { message: message.to_owned(), ..self }
    }

    /// The same rule, whose messages call the member so.
    #[must_use]
    pub fn with_name(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    /// The same rule, which blames this field.
    #[must_use]
    pub fn with_field(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    /// The same rule with nothing but this in Meta.
    #[must_use]
    pub fn with_meta(self, meta: Vec<(String, String)>) -> Self {
        Self { meta: Some(meta), ..self }
    }

    /// The rule that compares with another member of the object: `less_than` with `Total`. Where
    /// there is no such member, it is null.
    #[must_use]
    pub fn with_member(
        name: &str,
        compare: impl Fn(Comparand) -> Self + Send + Sync + 'static,
    ) -> Self {
        let Self { code, message, .. } = compare(Comparand::from(Value::Null));
        let (name, property) = (name.to_owned(), spaced(name));
        Self::new(&code, &message, move |subject| {
            let other = subject.member(&name);
            if *other == Value::Null && *subject.value == Value::Null {
                return Ok(());
            }
            (compare(Comparand::from(other.clone())).test)(subject).map_err(|mut broken| {
                broken.retain(|(name, _)| *name != "ComparisonProperty");
                broken.push(("ComparisonProperty", property.clone().into()));
                broken
            })
        })
    }

    /// The same rule, whose Meta says that it was not compared with another member
    /// (FluentValidation 9).
    #[must_use]
    pub(super) fn with_empty_property(self) -> Self {
        let test = self.test;
        let reported = move |subject: &Subject<'_>| {
            test(subject).map_err(|mut broken| {
                broken.push(("ComparisonProperty", "".into()));
                broken
            })
        };
        Self { test: Box::new(reported), ..self }
    }

    /// The entry of `Errors` when the rule is broken.
    pub(super) fn check(&self, subject: &Subject<'_>, spot: &Spot<'_>) -> Option<FieldError> {
        let broken = (self.test)(subject).err()?;
        let field = self.field.as_deref().unwrap_or(subject.name);
        let name = self.name.clone().unwrap_or_else(|| spaced(field));
        let of_list = |index: usize| ("CollectionIndex", Placeholder::from(index.to_string()));
        let held = spot.item.map(of_list).into_iter().chain(broken);
        let held = held.chain([("PropertyName", name.into()), ("PropertyValue", Placeholder::Own)]);
        let held = held.chain(spot.index.map(of_list));
        let filled_in: Vec<Filled> = held.map(|(name, held)| held.filled(name, subject)).collect();
        let item = spot.item.map_or_else(String::new, |index| format!("[{index}]"));
        let message = filled(&self.message, &filled_in);
        let own = |(name, text): &(String, String)| (name.clone(), Some(text.clone()));
        let meta = match &self.meta {
            Some(meta) => meta.iter().map(own).collect(),
            None => filled_in.into_iter().map(|filled| (filled.name, filled.meta)).collect(),
        };
        Some(FieldError {
            code: self.code.clone(),
            field: Some(format!("{}{field}{item}", spot.prefix)),
            message,
            meta: Some(meta),
        })
    }
}

/// The message with its placeholders filled in, in one pass: a value that looks like a placeholder
/// stays as it is.
fn filled(message: &str, placeholders: &[Filled]) -> String {
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let known = placeholders.iter().find_map(|filled| {
            let after = rest[1..].strip_prefix(filled.name.as_str())?.strip_prefix('}')?;
            Some((filled.text.as_deref().unwrap_or_default(), after))
        });
        let (written, after) = known.unwrap_or(("{", &rest[1..]));
        text.push_str(written);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A member's name as messages show it: `FirstName` is `First Name`, `CouponID` is `Coupon ID`.
fn spaced(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::with_capacity(name.len() + 4);
    for (place, letter) in letters.iter().enumerate() {
        let upper_at =
            |place: usize| letters.get(place).is_some_and(|letter| letter.is_uppercase());
        let starts_word = (place > 1 && !upper_at(place - 1))
            || (place + 1 < letters.len() && !upper_at(place + 1));
        if letter.is_uppercase() && starts_word {
            text.push(' ');
        }
        text.push(*letter);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_capitals() {
        for (name, shown) in [
            ("Age", "Age"),
            ("FirstName", "First Name"),
            ("CouponID", "Coupon ID"),
            ("XMLPath", "XML Path"),
            ("ActivateId", "Activate Id"),
            ("name", "name"),
            ("", ""),
        ] {
            assert_eq!(spaced(name), shown);
        }
    }

    #[test]
    fn values_are_never_read_as_placeholders() {
        let placeholder = |name: &str, text: Option<&str>| {
            let (name, text) = (name.to_owned(), text.map(str::to_owned));
            Filled { name, meta: text.clone(), text }
        };
        let placeholders = [placeholder("A", Some("{B}")), placeholder("B", None)];
        assert_eq!(filled("{A} {B}|{C} {", &placeholders), "{B} |{C} {");
    }
}
