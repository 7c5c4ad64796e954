//! What the placeholders of a broken rule show: in messages a value as .NET prints it, in Meta as
//! JSV writes it (recorded of 10.1.5: dates and lists).

use jsv_codec::scalar::{date_time, date_time_offset, duration, guid};

use super::clr_text::{clr_text, scalar_text};
use super::rule::Subject;
use crate::value::Value;
use crate::wire::{self, Format, Typed};

/// What a placeholder shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Placeholder {
    /// A text, the same in messages and in Meta.
    Text(String),
    /// A scalar, which the rule was given.
    Given(Value),
    /// The value that the rule looks at.
    Own,
}

/// A placeholder filled in.
pub(super) struct Filled {
    pub name: String,
    /// In messages; null is nothing there.
    pub text: Option<String>,
    /// In Meta.
    pub meta: Option<String>,
}

impl Placeholder {
    /// The placeholder of this name, for this value.
    pub(super) fn filled(self, name: &str, subject: &Subject<'_>) -> Filled {
        let name = name.to_owned();
        let (text, meta) = match self {
            Self::Text(text) => (Some(text.clone()), Some(text)),
            Self::Given(value) => (scalar_text(&value), scalar_in_meta(&value, subject)),
            Self::Own => (clr_text(subject), in_meta(subject)),
        };
        Filled { name, text, meta }
    }
}

impl From<String> for Placeholder {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Placeholder {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A member's value as Meta shows it; `None` for null.
fn in_meta(subject: &Subject<'_>) -> Option<String> {
    match subject.value {
        Value::Enum(_) => clr_text(subject),
        value @ (Value::List(_) | Value::Dictionary(_) | Value::Object(_) | Value::Bytes(_)) => {
            let typed = Typed { contract: subject.contract, ty: subject.ty, value };
            wire::write(Format::Jsv, &typed, subject.dialect).ok()
        }
        scalar => scalar_in_meta(scalar, subject),
    }
}

/// Texts stand as they are, without JSV's quotes.
fn scalar_in_meta(value: &Value, subject: &Subject<'_>) -> Option<String> {
    let mut text = String::new();
    match value {
        Value::DateTime(date) => date_time::write(date, subject.dialect.zone, &mut text),
        Value::DateTimeOffset(date) => date_time_offset::write(date, &mut text),
        Value::TimeSpan(ticks) => duration::write(*ticks, &mut text),
        Value::Guid(id) => guid::write(id, &mut text),
        other => return scalar_text(other),
    }
    Some(text)
}
