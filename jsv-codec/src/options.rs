//! What a reader accepts and how a writer spells.

use crate::scalar::{Dialect, float};

/// How faithfully text is read.
///
/// All modes read everything a JSV writer can produce, and read it alike, but for the string of one
/// U+200B, which is empty for `Strict`. They differ in what else they take:
///
/// | text | `Standard` | `Tolerant` | `Strict` |
/// |---|---|---|---|
/// | a line break at the end, layout, JSON | read | read | an error, or part of the data |
/// | the text breaks off | an error | what is there is read | what is there is read |
/// | a character where a comma or a colon should be | an error | skipped | skipped |
///
/// ```
/// use jsv_codec::{from_str, from_str_with, jsv, Mode, Options, Value};
///
/// let laid_out = "{ \"A\" : [ \"x\" , null ] }\n";
/// assert_eq!(from_str::<Value>(laid_out).unwrap(), jsv!({ "A": ["x", null] }));
/// assert!(from_str_with::<Value>(laid_out, &Options::strict()).is_err());
///
/// let broken_off = "{A:[x,y]";
/// let tolerant = Options { mode: Mode::Tolerant, ..Options::default() };
/// assert_eq!(from_str_with::<Value>(broken_off, &tolerant).unwrap(), jsv!({ "A": ["x", "y"] }));
/// assert!(from_str::<Value>(broken_off).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For data: layout and JSON are read, and what ServiceStack would drop or make up is an error.
    ///
    /// White space between the parts of a text is layout, and JSON, compact or spaced, is read too.
    /// Blanks around an unquoted string are still part of it, for JSV writers leave them bare;
    /// white space with a line break in it is layout everywhere. Once a name, or an element of a
    /// list that no object is around, stands in quotes it would not need, the text is taken for
    /// JSON: `null` is null, backslashes escape, and blanks around a value are layout.
    #[default]
    Standard,
    /// As `Standard`, and the text is known to be JSON, whatever it looks like. Numbers keep their
    /// digits.
    Json,
    /// As ServiceStack 5.9.1 reads, and layout and JSON too: for a server that refuses nothing its
    /// model takes.
    Tolerant,
    /// As ServiceStack 5.9.1 splits text, its exceptions included: a line feed behind the last
    /// brace is an error.
    Strict,
}

/// How the names of members are spelt; see [`spell`](MemberNames::spell).
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MemberNames {
    /// As declared.
    #[default]
    Declared,
    /// `FirstName` is written `firstName`, `ID` is written `id`.
    CamelCase,
    /// As declared as well: ServiceStack does not raise the first letter.
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
    /// The shortest digits that read back the same, in full up to 17 of a double and 9 of a single,
    /// as ServiceStack 10 writes them.
    Modern,
}

impl Floats {
    /// Appends a double.
    ///
    /// ```
    /// use jsv_codec::Floats;
    ///
    /// let text = |floats: Floats| { let mut out = String::new(); floats.write_f64(1e16, &mut out); out };
    /// assert_eq!((text(Floats::RoundTrip), text(Floats::Framework)), ("1E+16".into(), "1E+16".into()));
    /// assert_eq!(text(Floats::Modern), "10000000000000000");
    /// ```
    pub fn write_f64(self, value: f64, out: &mut String) {
        match self {
            Self::RoundTrip => float::write_f64_round_trip(value, out),
            Self::Framework => float::write_f64(value, out),
            Self::Modern => float::write_f64_modern(value, out),
        }
    }

    /// Appends a single.
    ///
    /// ```
    /// use jsv_codec::Floats;
    ///
    /// let text = |floats: Floats| { let mut out = String::new(); floats.write_f32(16_777_216.0, &mut out); out };
    /// assert_eq!((text(Floats::Framework), text(Floats::Modern)), ("16777216".into(), "16777216".into()));
    /// assert_eq!(text(Floats::RoundTrip), "1.6777216E+07");
    /// ```
    pub fn write_f32(self, value: f32, out: &mut String) {
        match self {
            Self::RoundTrip => float::write_f32_round_trip(value, out),
            Self::Framework => float::write_f32(value, out),
            Self::Modern => float::write_f32_modern(value, out),
        }
    }
}

/// The numbers of a ServiceStack of these rules.
impl From<Dialect> for Floats {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Classic => Self::Framework,
            Dialect::Modern => Self::Modern,
        }
    }
}

/// Options of readers and writers.
///
/// ```
/// let options = jsv_codec::Options::default();
/// assert_eq!((options.mode, options.max_depth), (jsv_codec::Mode::Standard, 128));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What a reader accepts.
    pub mode: Mode,
    /// How many objects and lists may stand in one another, for readers and writers. Text made to
    /// be slow takes time in proportion to its length times this.
    pub max_depth: usize,
    /// How the names of members are written. Reading takes names in any case; of two that differ
    /// in nothing else the one in its own case is taken.
    pub member_names: MemberNames,
    /// How floating-point numbers are written.
    pub floats: Floats,
    /// Whether text is written, and read, so that nothing is lost where ServiceStack's own text
    /// loses something.
    ///
    /// Null is written as `null` everywhere. Strings stand in quotes also if they have white space
    /// or a byte order mark at an end, or look like null, a truth value or a number, and so does
    /// empty base64; names stand in quotes if they need them. ServiceStack reads all of it but
    /// `null`. See [`format`](crate::format#nothing-lost).
    pub lossless: bool,
    /// Whether a bare scalar, where serde buffers a value before it knows its type, is what it
    /// looks like: a number, a truth value or a string. See
    /// [`format`](crate::format#types-that-buffer).
    pub infer: bool,
    /// Which ServiceStack's rules are followed in reading, and in spelling names.
    pub dialect: Dialect,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            max_depth: 128,
            member_names: MemberNames::default(),
            floats: Floats::default(),
            lossless: false,
            infer: true,
            dialect: Dialect::default(),
        }
    }
}

impl Options {
    /// Reading exactly as ServiceStack 5.9.1: every scalar that nobody has asked a type for is a
    /// string.
    ///
    /// ```
    /// use jsv_codec::{from_str_with, Options};
    ///
    /// type Numbers = std::collections::HashMap<String, u8>;
    ///
    /// let error = from_str_with::<Numbers>("{A:1}\n", &Options::strict()).unwrap_err();
    /// assert_eq!(error.exception(), Some("IndexOutOfRangeException"));
    /// ```
    #[must_use]
    pub fn strict() -> Self {
        Self { mode: Mode::Strict, infer: false, ..Self::default() }
    }

    /// The default, with nothing lost.
    ///
    /// ```
    /// use jsv_codec::{from_str_with, to_string_with, Options};
    ///
    /// let options = Options::lossless();
    /// let list = vec![Some(" a".to_owned()), None, Some("null".to_owned())];
    /// let text = to_string_with(&list, &options).unwrap();
    /// assert_eq!(text, r#"[" a",null,"null"]"#);
    /// assert_eq!(from_str_with::<Vec<Option<String>>>(&text, &options).unwrap(), list);
    /// ```
    #[must_use]
    pub fn lossless() -> Self {
        Self { lossless: true, ..Self::default() }
    }
}
