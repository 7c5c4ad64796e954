//! Errors of reading and writing, under the names that a ServiceStack host gives them.
//!
//! A [`ReadError`] becomes the `ErrorCode` and `Message` of an answer; a [`WriteError`] never
//! reaches a client as such.

/// A body or a text that could not be read. `Display` gives `exception: message`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{exception}: {message}{second}", second = param.map_or_else(String::new, |name| format!("\nParameter name: {name}")))]
pub struct ReadError {
    /// The .NET exception without namespace; it decides the status: `SerializationException` and
    /// `FormatException` are 400, `IndexOutOfRangeException` and the rest are 500
    /// (docs/wire/jsv.md#objects).
    pub exception: &'static str,
    /// The message as the host words it.
    pub message: String,
    /// The parameter of an `ArgumentException`: .NET names it on a second line of the message.
    pub param: Option<&'static str>,
    /// The status of the answer, where it does not follow from the exception.
    pub status: Option<u16>,
}

impl ReadError {
    /// An exception with its message.
    pub fn new(exception: &'static str, message: impl Into<String>) -> Self {
        Self { exception, message: message.into(), param: None, status: None }
    }

    /// `SerializationException` with a message.
    pub fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    /// The text of an object does not begin with `{`.
    pub fn bad_start(type_name: &str, text: &str) -> Self {
        Self::serialization(format!(
            "Type definitions should start with a '{{', expecting serialized type '{type_name}', got string starting with: {}",
            first_units(text, 50)
        ))
    }

    /// The text ends where the splitter expects more.
    pub fn index_out_of_range() -> Self {
        Self::new("IndexOutOfRangeException", "Index was outside the bounds of the array.")
    }

    /// A piece of the text begins behind its end.
    pub fn out_of_range(param: &'static str) -> Self {
        let message = "Specified argument was out of the range of valid values.";
        Self { param: Some(param), ..Self::new("ArgumentOutOfRangeException", message) }
    }

    /// A list has no such item.
    pub fn no_such_item() -> Self {
        let message = "Index was out of range. Must be non-negative and less than the size of the collection.";
        Self { param: Some("index"), ..Self::new("ArgumentOutOfRangeException", message) }
    }

    /// Nothing stands where an enum is wanted.
    pub fn null_reference() -> Self {
        Self::new("NullReferenceException", "Object reference not set to an instance of an object")
    }

    /// A scalar of the wrong shape.
    pub fn format() -> Self {
        Self::new("FormatException", "Input string was not in a correct format.")
    }

    /// What a host that is set to throw says of a member's text: 10.x names both (recorded).
    pub(super) fn of_member(self, name: &str, text: &str, host: jsv_codec::Dialect) -> Self {
        match host {
            jsv_codec::Dialect::Classic => self,
            jsv_codec::Dialect::Modern => {
                Self::serialization(format!("Failed to set property '{name}' with '{text}'"))
            }
        }
    }

    /// A number that its type cannot hold.
    pub fn overflow(type_name: &str) -> Self {
        let message = format!("Value was either too large or too small for {type_name}.");
        Self::new("OverflowException", message)
    }

    /// More values than [`super::Dialect::max_values`]. A real host has no such limit.
    pub fn too_many(max_values: usize) -> Self {
        Self::serialization(format!("More than {max_values} values"))
    }

    /// Nested deeper than [`super::Dialect::max_depth`]. A real host has no such limit and dies of
    /// it.
    pub fn too_deep(max_depth: usize) -> Self {
        Self::serialization(format!("Nested deeper than {max_depth} levels"))
    }
}

/// The first `count` UTF-16 units, as .NET cuts a string; a pair is never cut in half.
fn first_units(text: &str, count: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > count
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// A value that a format cannot carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The value is not of the type that it is written as: a fault of the program, not of a client.
    #[error("a value of type {expected} cannot be {found}")]
    Mismatch {
        /// The contract's type.
        expected: String,
        /// What the value is.
        found: String,
    },
    /// XML 1.0 has no such character.
    #[error("'{0}', hexadecimal value 0x{code:02X}, is an invalid character.", code = u32::from(*.0))]
    Character(char),
    /// An enum without a member of that number, which XML cannot name.
    #[error(
        "Enum value '{number}' is invalid for type '{type_name}' and cannot be serialized. Ensure that the necessary enum \
         values are present and are marked with EnumMemberAttribute attribute if the type has DataContractAttribute attribute."
    )]
    Enum {
        /// The enum's full name.
        type_name: String,
        /// The number without a name.
        number: i64,
    },
    /// A null list among lists: the host's writers of JSON and JSV fall over it.
    #[error("NullReferenceException: Object reference not set to an instance of an object")]
    NullReference,
    /// System.Text.Json has no number for infinity, nor for what is no number.
    #[error(
        "ArgumentException: .NET number values such as positive and negative infinity cannot be written as valid JSON. To make it work when using 'JsonSerializer', consider specifying 'JsonNumberHandling.AllowNamedFloatingPointLiterals' (see https://learn.microsoft.com/dotnet/api/system.text.json.serialization.jsonnumberhandling)."
    )]
    NotFinite,
    /// Nested deeper than [`super::Dialect::max_depth`].
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    /// A format that bodies are not written in.
    #[error("{0} is not written as a body")]
    Unwritable(&'static str),
    /// The notation library refused.
    #[error("{0}")]
    Notation(String),
}
