//! The format: grammar, quoting, null, dates, dump, and what is not as in JSON.
//!
//! # Grammar
//!
//! What a writer produces, without any white space; [`check`](crate::check) accepts exactly this,
//! and quotes around the few strings that [nothing lost](#nothing-lost) is about:
//!
//! ```text
//! root    := value
//! value   := raw | quoted | object | list | nothing      (nothing is null)
//! object  := '{' [ key ':' value { ',' key ':' value } ] '}'
//! list    := '[' [ value { ',' value } ] ']'
//! key     := raw | quoted                                (the names of a type's members are always raw)
//! quoted  := '"' { any character but '"' | '""' } '"'
//! raw     := characters but  " : , { } [ ] CR LF         (dates and other bare scalars may have colons)
//! ```
//!
//! # Quoting
//!
//! A string is quoted if it contains one of `" : , { } [ ]`, CR or LF; inner quotes are doubled and
//! nothing else changes. There are no escapes: a backslash is a backslash. Blanks around a bare
//! string belong to it.
//!
//! ```
//! let text = jsv_codec::to_string(&["four%", "a,b", "2\" x 1\"", " x ", "a\\b", ""]).unwrap();
//! assert_eq!(text, r#"[four%,"a,b","2"" x 1""", x ,a\b,""]"#);
//! ```
//!
//! # Null and empty
//!
//! Null is no text at all: a member or an entry that is null is left out, between two commas null
//! is nothing. The empty string is `""`. A list without elements is `[]`, an object without members
//! `{}`.
//!
//! ```
//! let list: Vec<Option<String>> = jsv_codec::from_str(r#"[a,,""]"#).unwrap();
//! assert_eq!(list, [Some("a".into()), None, Some("".into())]);
//! ```
//!
//! # No types
//!
//! `1`, `True` and `null` are strings as well as a number, a truth value and nothing; only the type
//! that is asked for tells. `null` for a string is the string `null`.
//!
//! # Scalars
//!
//! | .NET | text | see |
//! |---|---|---|
//! | `Boolean` | `True`, `False` | [`boolean`](crate::scalar::boolean) |
//! | integers | `-7` | [`integer`](crate::scalar::integer) |
//! | `Double` | `1.5`, `1E+15`, `NaN`, `-Infinity` | [`float`](crate::scalar::float) |
//! | `Decimal` | `1.50`, the scale kept | `decimal` |
//! | `Guid` | 32 lower-case hex digits | `guid` |
//! | `DateTime` | `2020-01-02`, `2020-01-02T03:04:05Z`, `2020-01-02T03:04:05.6780000+04:00` | `date_time` |
//! | `DateTimeOffset` | `2020-01-02T03:04:05.6780000+04:00` | `date_time_offset` |
//! | `DateOnly`, `TimeOnly` (10.x) | `2020-01-02`, `PT14H19M8.2653342S` | `date_only`, [`time_only`](crate::scalar::time_only) |
//! | `TimeSpan` | `P1DT2H3M4.5S` | [`duration`](crate::scalar::duration) |
//! | `Byte[]` | base64 | `bytes` |
//! | `Char` | itself, even if it is a comma | [`character`](crate::scalar::character) |
//!
//! None of them is ever quoted by ServiceStack, colons or not: a raw value ends at a comma or a
//! closing brace.
//!
//! # Reading
//!
//! ServiceStack has no tokens. It cuts the text of each value out by its first character, with the
//! rules of the type that contains it, and gives the text to the parser of the value's type:
//!
//! - in a **typed object** a name is trimmed and never unquoted, found in any case; behind a value
//!   one character is skipped, whatever it is; running off the end is an error ("Index was outside
//!   the bounds of the array.");
//! - in a **dictionary** a key keeps its blanks and is unquoted; behind a value only `,` and `}`
//!   are skipped;
//! - a **list** need not have brackets; if it begins with one, its first and last characters are
//!   dropped;
//! - a quote in the middle of a raw value is an ordinary character; a string member takes the raw
//!   text of `{…}`.
//!
//! ```
//! use std::collections::BTreeMap;
//! use jsv_codec::{from_str_with, Options};
//! let odd: BTreeMap<String, String> = from_str_with("{ a:x\"y,b:{c:1},d:1:2", &Options::strict()).unwrap();
//! assert_eq!(odd.into_values().collect::<Vec<_>>(), ["x\"y", "{c:1}", "1:2"]);
//! ```
//!
//! So reads [`Mode::Strict`](crate::Mode::Strict). The default,
//! [`Mode::Standard`](crate::Mode::Standard), reads what a writer can produce alike, takes white
//! space between the parts for layout, knows JSON by quotes that JSV would not put, and refuses
//! what the rules above would skip, drop or make up.
//!
//! Some of ServiceStack's leniency is in every mode: a list need not have brackets (`1,2` and `5`
//! are lists of numbers, and an empty value is an empty list), names are found in any case, an
//! empty value is an object without members.
//!
//! # Nothing lost
//!
//! Some values do not come back from ServiceStack's own text:
//!
//! | value | text | read back as | with [`Options::lossless`](crate::Options::lossless) |
//! |---|---|---|---|
//! | a list whose first string begins with white space | `[ a]` | `[a]` | `[" a"]` |
//! | a list of one null | `[]` | an empty list | `[null]` |
//! | numbers and a null at the end | `[1,]` | `[1]` | `[1,null]` |
//! | objects and a null at the end | `[{},]` | one object | `[{},null]` |
//! | an entry whose value is null | `{}` | no entry | `{A:null}` |
//! | a member of the type `()` | `{}` | an error | `{A:null}` |
//! | empty bytes that may be missing | | missing | `""` |
//! | a string at the root that begins with a byte order mark | | without it | in quotes |
//! | a member whose name has a comma, a colon or blanks at an end | `{a:b:1}` | another name | `{"a:b":1}` |
//! | a string of digits in a type that buffers (below) | `7` | a number | `"7"` |
//!
//! The option is for reader and writer. ServiceStack reads such text too, but for `null`.
//! `Some(None)` is `None` afterwards, as in JSON.
//!
//! ```
//! use jsv_codec::{from_str, from_str_with, to_string, to_string_with, Options};
//!
//! let list = vec![Some(1), None];
//! assert_eq!(from_str::<Vec<Option<u8>>>(&to_string(&list).unwrap()).unwrap(), [Some(1)]);
//! let options = Options::lossless();
//! let text = to_string_with(&list, &options).unwrap();
//! assert_eq!(from_str_with::<Vec<Option<u8>>>(&text, &options).unwrap(), list);
//! ```
//!
//! # Types that buffer
//!
//! serde buffers what a flattened (`#[serde(flatten)]`), an internally tagged
//! (`#[serde(tag = "…")]`) or an untagged type consists of before it knows the types, and JSV has
//! none. So a reader goes by looks:
//!
//! - A bare scalar that would be written the same as a number or a truth value is one: `7`, `-1.5`,
//!   `1E+15`, `True`, `true`.
//! - Anything else is a string: `007`, `1.50`, `+1`, `x`, and whatever stands in quotes.
//! - If the types refuse that, the whole text is read once more with every scalar a string. Thus
//!   `HashMap<String, String>` can be flattened.
//! - Where one text has both, numbers and a string that may look like one, the string's member says
//!   so with [`with::text`](crate::with::text), or the writer writes with `lossless`, which quotes
//!   such strings.
//!
//! serde takes whatever fails within a flattened `Option<T>` for `None`; that is so for every
//! format. Without [`Options::infer`](crate::Options::infer) all scalars are strings. The names of
//! a type with a flattened member are found in their own case only, as serde asks for a map.
//!
//! ```
//! #[derive(Debug, PartialEq, serde::Deserialize)]
//! #[serde(tag = "Kind")]
//! enum Shape {
//!     Circle { radius: f64, filled: Option<bool> },
//! }
//!
//! let shape: Shape = jsv_codec::from_str("{Kind:Circle,radius:1.5,filled:True}").unwrap();
//! assert_eq!(shape, Shape::Circle { radius: 1.5, filled: Some(true) });
//! ```
//!
//! # Laid out
//!
//! [`to_string_pretty`](crate::to_string_pretty) lays text out so that it can be read back.
//! [`dump`](crate::dump) does it as ServiceStack's pages do: tabs, line feeds, a blank behind the
//! first colon of a line. That is not meant to be read back.
//!
//! # Differences from JSON
//!
//! | | JSV | JSON |
//! |---|---|---|
//! | names | bare | quoted |
//! | strings | bare unless they need quotes; quotes doubled | quoted; backslash escapes |
//! | null | nothing | `null` |
//! | truth values | `True`, `False` | `true`, `false` |
//! | white space | part of names and strings | layout |
//! | types of scalars | none | string, number, boolean |
//!
//! A reader reads both, unless its mode is [`Strict`](crate::Mode::Strict).
