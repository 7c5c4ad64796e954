//! Answers to single questions. Each program is compiled and run by the tests.
//!
//! # How do I keep every value, whatever it is?
//!
//! With [`Options::lossless`](crate::Options::lossless) on both sides. What it is about is listed
//! under [nothing lost](crate::format#nothing-lost).
//!
//! ```
//! use jsv_codec::{from_str_with, to_string_with, Options};
//! use std::collections::BTreeMap;
//!
//! let options = Options::lossless();
//! let map = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(" x".to_owned()))]);
//! let text = to_string_with(&map, &options)?;
//! assert_eq!(text, "{a:null,b:\" x\"}");
//! assert_eq!(from_str_with::<BTreeMap<String, Option<String>>>(&text, &options)?, map);
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I read JSON?
//!
//! Give it to the same functions: JSON shows what it is by its quotes. To be sure of texts without
//! any, say so:
//!
//! ```
//! use jsv_codec::{from_str, from_str_with, jsv, Mode, Options, Value};
//!
//! assert_eq!(from_str::<Value>("{ \"A\": [null, \"x\\n\", 1] }")?, jsv!({ "A": [null, "x\n", 1] }));
//! let json = Options { mode: Mode::Json, ..Options::default() };
//! assert_eq!(from_str_with::<Value>("[null, 1.50]", &json)?, jsv!([null, "1.50"]));
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I pass part of a text on without looking into it?
//!
//! As a [`RawValue`](crate::RawValue), borrowed or boxed.
//!
//! ```
//! use jsv_codec::RawValue;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Envelope<'a> {
//!     to: &'a str,
//!     #[serde(borrow)]
//!     body: RawValue<&'a str>,
//! }
//!
//! let text = "{to:Ann,body:{Lines:[a,b]}}";
//! let envelope: Envelope = jsv_codec::from_str(text)?;
//! assert_eq!(envelope.body.get(), "{Lines:[a,b]}");
//! assert_eq!(jsv_codec::to_string(&envelope)?, text);
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I flatten, tag, or leave untagged?
//!
//! As in any format; [types that buffer](crate::format#types-that-buffer) tells what a scalar is
//! taken for. A string that may be all digits, beside numbers, says so:
//!
//! ```
//! #[derive(Debug, PartialEq, serde::Deserialize)]
//! struct Page { size: u32, #[serde(flatten)] filter: Filter }
//! #[derive(Debug, PartialEq, serde::Deserialize)]
//! struct Filter { from: i64, #[serde(with = "jsv_codec::with::text")] code: String }
//!
//! let page: Page = jsv_codec::from_str("{size:10,from:-1,code:4711}")?;
//! assert_eq!(page, Page { size: 10, filter: Filter { from: -1, code: "4711".into() } });
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I write names in camel case?
//!
//! ```
//! use jsv_codec::{to_string_with, MemberNames, Options};
//!
//! #[derive(serde::Serialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Person { first_name: &'static str }
//!
//! let options = Options { member_names: MemberNames::CamelCase, ..Options::default() };
//! assert_eq!(to_string_with(&Person { first_name: "Ann" }, &options)?, "{firstName:Ann}");
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I read and write bytes?
//!
//! As base64, with the feature `base64`; as text with [`with::utf8`](crate::with::utf8), which can
//! borrow.
//!
//! ```
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct File<'a> {
//!     #[serde(borrow, with = "jsv_codec::with::utf8")]
//!     name: &'a [u8],
//!     #[serde(with = "jsv_codec::with::bytes")]
//!     data: Vec<u8>,
//! }
//!
//! let file: File = jsv_codec::from_str("{name:a.txt,data:AQID}")?;
//! assert_eq!((file.name, file.data.as_slice()), (&b"a.txt"[..], &[1, 2, 3][..]));
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I read the values of a query string?
//!
//! ```
//! #[derive(Debug, PartialEq, serde::Deserialize)]
//! struct Search { text: String, ids: Vec<u32> }
//!
//! let query = jsv_codec::from_query_string("text=a+b&ids=1,2&ids=3")?;
//! let search: Search = jsv_codec::from_value(query)?;
//! assert_eq!(search, Search { text: "a b".into(), ids: vec![1, 2, 3] });
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # How do I say where a text is wrong, without reading it?
//!
//! ```
//! let error = jsv_codec::check("{A:[1,2}").unwrap_err();
//! assert_eq!(error.to_string(), "expected a comma or `]` (line 1, column 8)");
//! ```
//!
//! # How deep, how long?
//!
//! Reader and writer go 128 levels deep unless [`Options::max_depth`](crate::Options::max_depth)
//! says otherwise. A stream refuses a single value longer than 256 MiB unless
//! [`limit`](crate::stream::Elements::limit) says otherwise.
//!
//! ```
//! let deep = "[".repeat(1000);
//! let error = jsv_codec::from_str::<jsv_codec::Value>(&deep).unwrap_err();
//! assert!(error.line() == 1);
//! ```
