//! The format: grammar, quoting, null, dates, dump, and what is not as in JSON.
//!
//! # Grammar
//!
//! What a writer produces, without any white space; [`check`](crate::check) accepts exactly this:
//!
//! ```text
//! root    := value
//! value   := raw | quoted | object | list | nothing      (nothing is null)
//! object  := '{' [ key ':' value { ',' key ':' value } ] '}'
//! list    := '[' [ value { ',' value } ] ']'
//! key     := raw | quoted
//! quoted  := '"' { any character but '"' | '""' } '"'
//! raw     := characters but  " : , { } [ ] CR LF         (dates and other bare scalars may have colons)
//! ```
//!
//! # Quoting
//!
//! A string is quoted if it contains one of `" : , { } [ ]`, CR or LF; inner quotes are doubled and nothing else
//! changes. There are no escapes: a backslash is a backslash. Blanks around a bare string belong to it.
//!
//! ```
//! let text = jsv_codec::to_string(&["four%", "a,b", "2\" x 1\"", " x ", "a\\b", ""]).unwrap();
//! assert_eq!(text, r#"[four%,"a,b","2"" x 1""", x ,a\b,""]"#);
//! ```
//!
//! # Null and empty
//!
//! Null is no text at all: a member or an entry that is null is left out, between two commas null is nothing. The
//! empty string is `""`. A list without elements is `[]`, an object without members `{}`.
//!
//! ```
//! let list: Vec<Option<String>> = jsv_codec::from_str(r#"[a,,""]"#).unwrap();
//! assert_eq!(list, [Some("a".into()), None, Some("".into())]);
//! ```
//!
//! # No types
//!
//! `1`, `True` and `null` are strings as well as a number, a truth value and nothing; only the type that is asked
//! for tells. `null` for a string is the string `null`.
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
//! | `TimeSpan` | `P1DT2H3M4.5S` | [`duration`](crate::scalar::duration) |
//! | `Byte[]` | base64 | `bytes` |
//! | `Char` | itself, even if it is a comma | [`character`](crate::scalar::character) |
//!
//! None of them is ever quoted by ServiceStack, colons or not: a raw value ends at a comma or a closing brace.
//!
//! # Reading
//!
//! ServiceStack has no tokens. It cuts the text of each value out by its first character, with the rules of the type
//! that contains it, and gives the text to the parser of the value's type:
//!
//! - in a **typed object** a name is trimmed and never unquoted, found in any case; behind a value one character is
//!   skipped, whatever it is; running off the end is an error ("Index was outside the bounds of the array.");
//! - in a **dictionary** a key keeps its blanks and is unquoted; behind a value only `,` and `}` are skipped;
//! - a **list** need not have brackets; if it begins with one, its first and last characters are dropped;
//! - a quote in the middle of a raw value is an ordinary character; a string member takes the raw text of `{…}`.
//!
//! ```
//! use std::collections::BTreeMap;
//! let odd: BTreeMap<String, String> = jsv_codec::from_str("{ a:x\"y,b:{c:1},d:1:2").unwrap();
//! assert_eq!(odd.into_values().collect::<Vec<_>>(), ["x\"y", "{c:1}", "1:2"]);
//! ```
//!
//! # Dump
//!
//! [`dump`](crate::dump) lays compact text out for people: tabs, line feeds, a blank behind the first colon of a
//! line. It is not meant to be read back.
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
//! A reader in [`Mode::Tolerant`](crate::Mode::Tolerant) reads both.
