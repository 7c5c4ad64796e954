//! Rules by the names that ServiceStack's attributes and `[Validate("…")]` give them.

use chrono::{NaiveDate, NaiveDateTime};
use jsv_codec::scalar::date_time::{DateTime, Kind};
use rust_decimal::prelude::ToPrimitive as _;

use super::call::{Argument, Call};
use super::order::Comparand;
use super::rule::Rule;
use super::{
    credit_card, email, empty, exact_length, exclusive_between, greater_than,
    greater_than_or_equal, inclusive_between, is_in_enum, length, less_than, less_than_or_equal,
    matches, max_length, min_length, not_empty, not_null, null, scale_precision,
};
use crate::contract::{Contract, DtoId, Scalar, TypeRef};
use crate::nearest::nearest;
use crate::value::Value;

/// All names.
const NAMES: [&str; 22] = [
    "NotNull",
    "Null",
    "NotEmpty",
    "Empty",
    "Email",
    "CreditCard",
    "Length",
    "ExactLength",
    "MinimumLength",
    "MaximumLength",
    "LessThan",
    "LessThanOrEqual",
    "GreaterThan",
    "GreaterThanOrEqual",
    "Equal",
    "NotEqual",
    "InclusiveBetween",
    "ExclusiveBetween",
    "ScalePrecision",
    "RegularExpression",
    "Enum",
    "IsInEnum",
];

/// Whether a validator of a member has this name.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// A member that rules are made for.
pub(super) struct Ruled<'a> {
    pub contract: &'a Contract,
    /// The class that has it.
    pub holder: DtoId,
    pub name: &'a str,
    pub ty: &'a TypeRef,
    /// Whether texts that differ in case alone are equal.
    pub any_case: bool,
}

impl Ruled<'_> {
    /// The rule of a validator.
    ///
    /// # Errors
    /// A validator that is not known, or does not fit the member.
    pub fn rule(&self, call: &Call) -> Result<Rule, String> {
        let name = call.name.as_str();
        let rule = match name {
            "NotNull" => not_null(),
            "Null" => null(),
            "NotEmpty" => not_empty(),
            "Empty" => empty(),
            "Enum" | "IsInEnum" => is_in_enum(),
            "Email" => self.of_text(name, email())?,
            "CreditCard" => self.of_text(name, credit_card())?,
            "ExactLength" => self.of_text(name, exact_length(count(call, 0)?))?,
            "MinimumLength" => self.of_text(name, min_length(count(call, 0)?))?,
            "MaximumLength" => self.of_text(name, max_length(count(call, 0)?))?,
            "Length" => self.of_text(name, length(count(call, 0)?, count(call, 1)?))?,
            "LessThan" => self.comparing(call, less_than)?,
            "LessThanOrEqual" => self.comparing(call, less_than_or_equal)?,
            "GreaterThan" => self.comparing(call, greater_than)?,
            "GreaterThanOrEqual" => self.comparing(call, greater_than_or_equal)?,
            "Equal" => self.comparing(call, if self.any_case { same_text } else { same })?,
            "NotEqual" => self.comparing(call, if self.any_case { other_text } else { other })?,
            "InclusiveBetween" => {
                inclusive_between(self.comparand(call, 0)?, self.comparand(call, 1)?)
            }
            "ExclusiveBetween" => {
                exclusive_between(self.comparand(call, 0)?, self.comparand(call, 1)?)
            }
            "ScalePrecision" => scale_precision(small(call, 0)?, small(call, 1)?),
            "RegularExpression" => self.of_text(name, pattern(call)?)?,
            _ => return Err(unknown(name)),
        };
        takes(call)?;
        Ok(rule)
    }

    /// Rules about texts are for texts.
    fn of_text(&self, validator: &str, rule: Rule) -> Result<Rule, String> {
        match bare(self.ty) {
            TypeRef::Scalar(Scalar::String | Scalar::Uri | Scalar::Object)
            | TypeRef::Unknown(_) => Ok(rule),
            _ => Err(format!("`{validator}` is for texts, {} is {}", self.name, self.shown_type())),
        }
    }

    /// A rule that compares with a value, or with another member of the object.
    fn comparing(&self, call: &Call, compare: fn(Comparand) -> Rule) -> Result<Rule, String> {
        let Some(Argument::Member(name)) = call.args.first() else {
            return Ok(compare(self.comparand(call, 0)?));
        };
        let holder = self.contract.dto(self.holder);
        let place = holder.place_of(name).ok_or_else(|| {
            let names = holder.members.iter().map(|member| member.name.as_str());
            match nearest(name, names) {
                Some(near) => format!("`dto.{name}` is no member; did you mean `{near}`?"),
                None => format!("`dto.{name}` is no member of {}", holder.type_name.name),
            }
        })?;
        let other = &holder.members[place];
        match (bare(self.ty), bare(&other.ty)) {
            (one, two) if one == two => {}
            (TypeRef::Scalar(one), TypeRef::Scalar(two)) if one.is_number() && two.is_number() => {}
            _ => {
                let (name, shown) = (&other.name, self.contract.type_text(&other.ty));
                let own = self.shown_type();
                return Err(format!("{} is {own}, {name} is {shown}", self.name));
            }
        }
        Ok(Rule::with_member(&other.name, compare))
    }

    /// What the member is compared with, as a value of its type.
    fn comparand(&self, call: &Call, place: usize) -> Result<Comparand, String> {
        let value = argument(call, place)?;
        let misfit = || {
            format!(
                "`{}`: {} is {}, it cannot be compared so",
                call.text(),
                self.name,
                self.shown_type()
            )
        };
        let fitting = match (bare(self.ty), value) {
            (TypeRef::Scalar(Scalar::DateTime), Value::String(text)) => date(text),
            (TypeRef::Scalar(Scalar::String | Scalar::Uri), Value::Decimal(number)) => {
                Some(Value::String(number.to_string()))
            }
            (TypeRef::Scalar(Scalar::String | Scalar::Uri | Scalar::Object), value) => {
                Some(value.clone())
            }
            (TypeRef::Scalar(Scalar::Boolean), Value::Bool(_)) => Some(value.clone()),
            (TypeRef::Scalar(scalar), Value::Decimal(_)) if scalar.is_number() => {
                Some(value.clone())
            }
            (TypeRef::Dto(id), value) => self.enum_value(*id, value),
            (TypeRef::Unknown(_), value) => Some(value.clone()),
            _ => None,
        };
        fitting.map(Comparand::from).ok_or_else(misfit)
    }

    fn enum_value(&self, id: crate::contract::DtoId, value: &Value) -> Option<Value> {
        let members = &self.contract.dto(id).enumeration()?.members;
        match value {
            Value::Decimal(number) => number.to_i64().map(Value::Enum),
            Value::String(name) => members
                .iter()
                .find(|member| member.name == *name)
                .map(|member| Value::Enum(member.number)),
            _ => None,
        }
    }

    fn shown_type(&self) -> String {
        self.contract.type_text(self.ty)
    }
}

fn same(with: Comparand) -> Rule {
    super::equal(with).with_empty_property()
}

fn same_text(with: Comparand) -> Rule {
    same(with.in_any_case())
}

fn other(with: Comparand) -> Rule {
    super::not_equal(with).with_empty_property()
}

fn other_text(with: Comparand) -> Rule {
    other(with.in_any_case())
}

/// A type without the question whether it may be null.
pub(super) fn bare(ty: &TypeRef) -> &TypeRef {
    if let TypeRef::Nullable(inner) = ty { inner } else { ty }
}

fn unknown(name: &str) -> String {
    match nearest(name, NAMES) {
        Some(near) => format!("there is no validator `{name}`; did you mean `{near}`?"),
        None => format!("there is no validator `{name}`"),
    }
}

/// A validator with more than it takes is a mistake.
fn takes(call: &Call) -> Result<(), String> {
    let most = match call.name.as_str() {
        "Length" | "InclusiveBetween" | "ExclusiveBetween" | "ScalePrecision" => 2,
        "NotNull" | "Null" | "NotEmpty" | "Empty" | "Enum" | "IsInEnum" | "Email"
        | "CreditCard" => 0,
        _ => 1,
    };
    match call.args.len() {
        given if given > most => Err(format!("`{}` takes {most} values, found {given}", call.name)),
        _ => Ok(()),
    }
}

fn argument(call: &Call, place: usize) -> Result<&Value, String> {
    match call.args.get(place) {
        Some(Argument::Value(value)) => Ok(value),
        Some(Argument::Member(_)) => {
            Err(format!("`{}` takes no other member, but a value", call.text()))
        }
        None => Err(format!("`{}` lacks a value", call.text())),
    }
}

fn count(call: &Call, place: usize) -> Result<usize, String> {
    small(call, place).map(|count| count as usize)
}

fn small(call: &Call, place: usize) -> Result<u32, String> {
    let whole = match argument(call, place)? {
        Value::Decimal(number) if number.fract().is_zero() => number.to_u32(),
        _ => None,
    };
    whole.ok_or_else(|| format!("`{}` takes whole numbers", call.text()))
}

fn pattern(call: &Call) -> Result<Rule, String> {
    let Value::String(pattern) = argument(call, 0)? else {
        return Err("`RegularExpression` takes a text".to_owned());
    };
    matches(pattern).map_err(|error| {
        let reason = error.to_string();
        let last =
            reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        format!("`{pattern}` is no regular expression: {last}")
    })
}

fn date(text: &str) -> Option<Value> {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    time.ok().or_else(day).map(|clock| Value::DateTime(DateTime { clock, kind: Kind::Unspecified }))
}
