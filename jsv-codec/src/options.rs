//! What a reader accepts and how a writer spells.

use crate::scalar::Dialect;

/// How faithfully text is read.
///
/// Both modes read everything a JSV writer can produce, and read it alike.
///
/// ```
/// use jsv_codec::{from_str, from_str_with, jsv, Mode, Options, Value};
///
/// let text = "{ \"A\" : [ \"x\" , null ] }\n";
/// let tolerant = Options { mode: Mode::Tolerant, ..Options::default() };
/// assert_eq!(from_str_with::<Value>(text, &tolerant).unwrap(), jsv!({ "A": ["x", null] }));
/// assert!(from_str::<Value>(text).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As ServiceStack 5.9.1 splits text, its exceptions included: a line feed behind the last brace is an error.
    #[default]
    Strict,
    /// White space between the parts of a text is layout, and JSON, compact or spaced, is read too.
    ///
    /// Blanks around an unquoted string are still part of it, for JSV writers leave them bare; white space with a
    /// line break in it is layout everywhere. Once a member name stands in quotes it would not need, the text is
    /// taken for JSON: `null` is null and backslashes escape.
    Tolerant,
}

/// How the names of members are spelt.
///
/// ```
/// use jsv_codec::{to_string_with, MemberNames, Options};
///
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Person { first_name: &'static str }
///
/// let camel = Options { member_names: MemberNames::CamelCase, ..Options::default() };
/// assert_eq!(to_string_with(&Person { first_name: "Ann" }, &camel).unwrap(), "{firstName:Ann}");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberNames {
    /// As declared.
    #[default]
    Declared,
    /// `FirstName` is written `firstName`, `ID` is written `id`.
    CamelCase,
    /// `firstName` is written `FirstName`.
    PascalCase,
    /// `FirstName` is written `first_name`; when reading, `_` and `-` in names are ignored.
    SnakeCase,
}

/// How floating-point numbers are written.
///
/// ```
/// use jsv_codec::{to_string_with, Floats, Options};
///
/// let framework = Options { floats: Floats::Framework, ..Options::default() };
/// assert_eq!(to_string_with(&(1.0 / 3.0), &framework).unwrap(), "0.333333333333333");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Floats {
    /// The shortest digits that read back the same, as .NET Core 3 and later write them.
    #[default]
    RoundTrip,
    /// 15 digits for a double, 7 or 9 for a single, as .NET Framework writes them.
    Framework,
    /// The shortest digits that read back the same, in full up to 17 of a double and 9 of a single, as ServiceStack 10
    /// writes them.
    Modern,
}

/// What a scalar is for a type that asks for anything: members of `#[serde(flatten)]`, enums that are `untagged` or have
/// a `tag`.
///
/// serde reads these into a buffer before it knows their types, and a number in a buffer has to be a number. A string
/// that looks like one is then no string, unless it stands in quotes.
///
/// ```
/// use jsv_codec::{from_str_with, Options, Scalars};
///
/// #[derive(Debug, PartialEq, serde::Deserialize)]
/// struct Price { amount: f64, #[serde(flatten)] by: Seller }
/// #[derive(Debug, PartialEq, serde::Deserialize)]
/// struct Seller { id: u32, open: bool }
///
/// let options = Options { scalars: Scalars::Inferred, ..Options::default() };
/// let price: Price = from_str_with("{amount:1.5,id:7,open:True}", &options).unwrap();
/// assert_eq!(price, Price { amount: 1.5, by: Seller { id: 7, open: true } });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scalars {
    /// Text: nothing but a type tells the number `1` from the string `1`.
    #[default]
    Text,
    /// `True` and `False` are truth values, and what a number writes itself as is that number; all else, and all that
    /// stands in quotes, is text.
    Inferred,
}

/// Options of readers and writers.
///
/// ```
/// let options = jsv_codec::Options::default();
/// assert_eq!((options.mode, options.max_depth), (jsv_codec::Mode::Strict, 128));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What a reader accepts.
    pub mode: Mode,
    /// How many objects and lists may stand in one another, for readers and writers.
    pub max_depth: usize,
    /// How the names of members are written. Reading never looks at their case.
    pub member_names: MemberNames,
    /// How floating-point numbers are written.
    pub floats: Floats,
    /// What a scalar is for a type that asks for anything.
    pub scalars: Scalars,
    /// Which ServiceStack's rules are followed in reading.
    pub dialect: Dialect,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            max_depth: 128,
            member_names: MemberNames::default(),
            floats: Floats::default(),
            scalars: Scalars::default(),
            dialect: Dialect::default(),
        }
    }
}
