//! What is wrong with a text, in the words of .NET 10.

/// A fault and the byte where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub at: usize,
    pub message: String,
}

impl Fault {
    pub fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    /// `'x' is …`.
    pub fn character(at: usize, byte: u8, is: &str) -> Self {
        Self::new(at, format!("'{}' is {is}", printable(byte)))
    }

    /// A value that is none of its type.
    pub fn misfit(at: usize, type_name: &str) -> Self {
        Self::new(at, format!("The JSON value could not be converted to {type_name}."))
    }

    /// The text ends within an object or a list.
    pub fn open_at_end(at: usize) -> Self {
        Self::new(
            at,
            "Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.",
        )
    }

    /// There is nothing but blanks.
    pub fn nothing(at: usize) -> Self {
        Self::new(
            at,
            "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.",
        )
    }

    /// A comma before a closing brace or bracket.
    pub fn trailing_comma(at: usize, of: &str) -> Self {
        Self::new(
            at,
            format!(
                "The JSON {of} contains a trailing comma at the end which is not supported in this mode. Change the reader options."
            ),
        )
    }

    /// An object or a list within too many others.
    pub fn too_deep(at: usize, most: usize, what: &str) -> Self {
        Self::new(
            at,
            format!(
                "The maximum configured depth of {most} has been exceeded. Cannot read next JSON {what}."
            ),
        )
    }
}

fn printable(byte: u8) -> String {
    if matches!(byte, b' '..=b'~') { char::from(byte).into() } else { format!("0x{byte:02X}") }
}
