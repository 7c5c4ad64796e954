//! Values as .NET holds them, without any notation.
//!
//! A [`Value`] is what travels between the stages of a request: the readers of `wire` make one from
//! bytes, binding adds path and query, the operation turns it into its own structs and back, the
//! writers of `wire` print it. It knows nothing of JSON, JSV or XML; how a scalar is spelled is
//! defined by `jsv_codec::scalar` and by `wire`.

mod dto_id;

use chrono::{FixedOffset, NaiveDate};
use jsv_codec::scalar::date_time::DateTime;
use rust_decimal::Decimal;
use uuid::Uuid;

pub use dto_id::DtoId;

/// One value of a contract's type. The contract says which type it is; `Null` stands for any
/// absent reference or empty nullable.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// An absent reference or an empty nullable.
    #[default]
    Null,
    /// `Boolean`.
    Bool(bool),
    /// `SByte`, `Int16`, `Int32`, `Int64`.
    Int(i64),
    /// `Byte`, `UInt16`, `UInt32`, `UInt64`.
    UInt(u64),
    /// `Single`.
    Single(f32),
    /// `Double`.
    Double(f64),
    /// `Decimal`: the scale is part of the value (1.50 is not printed as 1.5).
    Decimal(Decimal),
    /// `Char`: one UTF-16 unit.
    Char(u16),
    /// `String`, `Uri`, `Type` and every other type that is text to the wire.
    String(String),
    /// `Guid`.
    Guid(Uuid),
    /// `DateTime`, clock time and kind.
    DateTime(DateTime),
    /// `DateTimeOffset`.
    DateTimeOffset(chrono::DateTime<FixedOffset>),
    /// `TimeSpan` in ticks of 100 ns.
    TimeSpan(i64),
    /// `DateOnly`.
    DateOnly(NaiveDate),
    /// `TimeOnly` in ticks of 100 ns since midnight.
    TimeOnly(i64),
    /// `Byte[]`.
    Bytes(Vec<u8>),
    /// An enum by its number; the contract gives it its name.
    Enum(i64),
    /// `List`, array, set and every other sequence.
    List(Vec<Value>),
    /// `Dictionary`, in insertion order.
    Dictionary(Vec<(Value, Value)>),
    /// An instance of a DTO.
    Object(Object),
}

/// An instance of a DTO: one value a member, in the order of [`crate::contract::Dto::members`].
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The type, by its place in the contract it came from.
    pub dto: DtoId,
    /// Exactly as many values as the DTO has members.
    pub members: Vec<Value>,
}

impl Value {
    /// How many values it holds, itself included: a measure of the memory that it takes.
    pub fn count(&self) -> usize {
        let of_all = |values: &[Self]| values.iter().map(Self::count).sum::<usize>();
        1 + match self {
            Self::List(items) => of_all(items),
            Self::Object(object) => of_all(&object.members),
            Self::Dictionary(entries) => {
                entries.iter().map(|(key, value)| key.count() + value.count()).sum()
            }
            _ => 0,
        }
    }

    /// The variant in words, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::UInt(_) => "an integer",
            Self::Single(_) | Self::Double(_) | Self::Decimal(_) => "a number",
            Self::Char(_) => "a character",
            Self::String(_) => "a string",
            Self::Guid(_) => "a Guid",
            Self::DateTime(_) | Self::DateTimeOffset(_) => "a date",
            Self::TimeSpan(_) => "a time span",
            Self::DateOnly(_) => "a day",
            Self::TimeOnly(_) => "a time of day",
            Self::Bytes(_) => "bytes",
            Self::Enum(_) => "an enum",
            Self::List(_) => "a list",
            Self::Dictionary(_) => "a dictionary",
            Self::Object(_) => "an object",
        }
    }
}
