//! Why a text is not the scalar it should be, in .NET's words.

use super::Dialect;

/// Why a text is not the scalar it should be. `Display` gives .NET's message,
/// [`exception`](Self::exception) the name of its exception.
///
/// ```
/// use jsv_codec::scalar::{integer, ScalarError};
///
/// let error = integer::read::<u8>("256").unwrap_err();
/// assert_eq!(error, ScalarError::TooLarge("an Byte"));
/// assert_eq!(error.exception(), "OverflowException");
/// assert_eq!(error.to_string(), "Value was either too large or too small for an Byte.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScalarError {
    /// The text does not have the shape of the type.
    #[error("Input string was not in a correct format.")]
    Format,
    /// The text is no truth value.
    #[error("Input string was not in a correct format.")]
    Boolean,
    /// The text is no number with a fraction.
    #[error("Input string was not in a correct format.")]
    Number,
    /// A part of the text is no number: of a date taken apart by hand, or of a list of bytes.
    #[error("Input string was not in a correct format.")]
    Part(Box<str>),
    /// An integer of 64 bits cannot hold the value.
    #[error("Arithmetic operation resulted in an overflow.")]
    Overflow,
    /// The type, named with its article, cannot hold the value.
    #[error("Value was either too large or too small for {0}.")]
    TooLarge(&'static str),
    /// The text is not base64.
    #[error(
        "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding \
         characters, or an illegal character among the padding characters."
    )]
    Base64,
    /// The digits of a decimal and its exponent leave more than 28 places behind the point.
    #[error("Decimal's scale value must be between 0 and 28, inclusive.\nParameter name: scale")]
    Scale,
    /// The text is not a date.
    #[error("String was not recognized as a valid DateTime.")]
    Date,
    /// The text has letters that no date has; the place is counted in UTF-16 units.
    #[error(
        "The string was not recognized as a valid DateTime. There is an unknown word starting at index {0}."
    )]
    DateWord(usize),
    /// The date is another day of the week than the text says.
    #[error("String was not recognized as a valid DateTime because the day of week was incorrect.")]
    DayOfWeek,
    /// The text has the shape of a date, but there is no such day or time of day.
    #[error(
        "The DateTime represented by the string is not supported in calendar System.Globalization.GregorianCalendar."
    )]
    NoSuchDate,
    /// The date leaves the years 1 to 9999 when its offset is taken off.
    #[error("The DateTime represented by the string is out of range.")]
    DateRange,
    /// A date of 24 to 28 characters that ends in `Z`, but is none of XML Schema.
    #[error("The string '{0}' is not a valid AllXsd value.")]
    Xsd(Box<str>),
    /// The offset in a date's text is beyond 14 hours.
    #[error("The time zone offset must be within plus or minus 14 hours.")]
    ZoneRange,
    /// Of a date taken apart by hand: no such day.
    #[error("Year, Month, and Day parameters describe an un-representable DateTime.")]
    Day,
    /// Of a date taken apart by hand: no such time of day.
    #[error("Hour, Minute, and Second parameters describe an un-representable DateTime.")]
    TimeOfDay,
    /// Of a date taken apart by hand: its offset leads out of the years 1 to 9999.
    #[error(
        "The added or subtracted value results in an un-representable DateTime.\nParameter name: value"
    )]
    DateSum,
    /// Of a date taken apart by hand: it has fewer than three parts.
    #[error("Index was outside the bounds of the array.")]
    DateParts,
    /// Of a date taken apart by hand: its offset has fewer than two characters.
    #[error("Index and length must refer to a location within the string.\nParameter name: length")]
    DateOffset,
    /// The milliseconds of a timestamp lead out of the years 1 to 9999.
    #[error(
        "The added or subtracted value results in an un-representable DateTime.\nParameter name: t"
    )]
    TimestampRange,
    /// A timestamp's offset has fewer than two characters.
    #[error("Specified argument was out of the range of valid values.\nParameter name: startIndex")]
    TimestampOffset,
    /// A timestamp has no closing parenthesis.
    #[error("Length cannot be less than zero.\nParameter name: length")]
    TimestampEnd,
    /// The offset of a `DateTimeOffset` is beyond 14 hours.
    #[error("Offset must be within plus or minus 14 hours.\nParameter name: offset")]
    OffsetRange,
    /// The UTC time of a `DateTimeOffset` is outside the years 1 to 9999.
    #[error(
        "The UTC time represented when the offset is applied must be between year 0 and 10,000.\nParameter name: offset"
    )]
    UtcRange,
    /// The text is not a time span.
    #[error("String was not recognized as a valid TimeSpan.")]
    TimeSpan,
    /// A part of a time span is beyond its range or has too many digits.
    #[error(
        "The TimeSpan could not be parsed because at least one of the numeric components is out of range or contains \
         too many digits."
    )]
    TimeSpanPart,
    /// A number of seconds is beyond any time span.
    #[error("TimeSpan overflowed because the duration is too long.")]
    TimeSpanRange,
    /// NaN is no number of seconds.
    #[error("TimeSpan does not accept floating point Not-a-Number values.")]
    TimeSpanNaN,
    /// A time span that is no time of day.
    #[error("Ticks must be between 0 and and TimeOnly.MaxValue.Ticks. (Parameter 'ticks')")]
    NoTimeOfDay,
    /// A quote or an opening bracket is all there is.
    #[error("Specified argument was out of the range of valid values.\nParameter name: start")]
    Alone,
    /// An enum has no member of this name.
    #[error("Requested value '{0}' was not found.")]
    UnknownName(Box<str>),
    /// The text is no absolute address.
    #[error("Invalid URI: The format of the URI could not be determined.")]
    Uri,
    /// A blank text names no member of an enum.
    #[error("Must specify valid information for parsing in the string.")]
    NoName,
}

impl ScalarError {
    /// Name of the exception that .NET throws for it.
    ///
    /// ```
    /// assert_eq!(jsv_codec::scalar::ScalarError::Format.exception(), "FormatException");
    /// ```
    #[must_use]
    pub const fn exception(&self) -> &'static str {
        match self {
            Self::Overflow | Self::TooLarge(_) | Self::TimeSpanPart | Self::TimeSpanRange => {
                "OverflowException"
            }
            Self::Scale
            | Self::NoTimeOfDay
            | Self::Alone
            | Self::Day
            | Self::TimeOfDay
            | Self::DateSum
            | Self::DateOffset
            | Self::TimestampRange
            | Self::TimestampOffset
            | Self::TimestampEnd
            | Self::OffsetRange
            | Self::UtcRange => "ArgumentOutOfRangeException",
            Self::Uri => "UriFormatException",
            Self::DateParts => "IndexOutOfRangeException",
            Self::UnknownName(_) | Self::NoName | Self::TimeSpanNaN => "ArgumentException",
            _ => "FormatException",
        }
    }

    /// The message of this dialect's .NET. .NET 10 repeats `text`, which is the one that was read; of
    /// a `DateTimeOffset` it is what [`completed`](super::date_time_offset::completed) makes of it.
    ///
    /// ```
    /// use jsv_codec::{Dialect, scalar::float};
    ///
    /// let error = float::read_f64("x").unwrap_err();
    /// let message = |dialect| error.message(dialect, "x");
    /// assert_eq!(message(Dialect::Classic), "Input string was not in a correct format.");
    /// assert_eq!(message(Dialect::Modern), "The input string 'x' was not in a correct format.");
    /// ```
    #[must_use]
    pub fn message(&self, dialect: Dialect, text: &str) -> String {
        match dialect {
            Dialect::Classic => self.to_string(),
            Dialect::Modern => self.modern(text).unwrap_or_else(|| self.to_string()),
        }
    }

    /// The message of .NET 10 where it is another.
    fn modern(&self, text: &str) -> Option<String> {
        let (begin, text, end) = match self {
            Self::Boolean => ("String '", text, "' was not recognized as a valid Boolean."),
            Self::Number => ("The input string '", text, "' was not in a correct format."),
            Self::Part(part) => ("The input string '", &**part, "' was not in a correct format."),
            Self::Date => ("String '", text, "' was not recognized as a valid DateTime."),
            Self::DateWord(_) => (
                "The string '",
                text,
                "' was not recognized as a valid DateTime. There is an unknown word starting at index '",
            ),
            Self::DayOfWeek => (
                "String '",
                text,
                "' was not recognized as a valid DateTime because the day of week was incorrect.",
            ),
            Self::NoSuchDate => (
                "The DateTime represented by the string '",
                text,
                "' is not supported in calendar 'System.Globalization.GregorianCalendar'.",
            ),
            Self::DateRange => {
                ("The DateTime represented by the string '", text, "' is out of range.")
            }
            Self::TimeSpan => ("String '", text, "' was not recognized as a valid TimeSpan."),
            Self::TimeSpanPart => (
                "The TimeSpan string '",
                text,
                "' could not be parsed because at least one of the numeric components is out of range or \
                 contains too many digits.",
            ),
            Self::UnknownName(_) => ("Requested value '", text, "' was not found."),
            Self::Alone => return self.to_string().lines().next().map(str::to_owned),
            Self::NoName => return Some(format!("{self} (Parameter 'value')")),
            _ => return None,
        };
        let place =
            if let Self::DateWord(place) = self { format!("{place}'.") } else { String::new() };
        Some([begin, text, end, &place].concat())
    }

    /// The parameter that an `ArgumentException` names in the second line of its message.
    ///
    /// ```
    /// use jsv_codec::scalar::ScalarError;
    ///
    /// assert_eq!(ScalarError::Scale.parameter(), Some("scale"));
    /// assert_eq!(ScalarError::Format.parameter(), None);
    /// ```
    #[must_use]
    pub const fn parameter(&self) -> Option<&'static str> {
        match self {
            Self::Scale => Some("scale"),
            Self::Alone => Some("start"),
            Self::DateSum => Some("value"),
            Self::TimestampRange => Some("t"),
            Self::TimestampOffset => Some("startIndex"),
            Self::DateOffset | Self::TimestampEnd => Some("length"),
            Self::OffsetRange | Self::UtcRange => Some("offset"),
            _ => None,
        }
    }
}
