//! From the first text to a file larger than memory. Each program is compiled and run by the tests.
//!
//! # 1. A type in and out
//!
//! JSV is read and written through serde, so a type needs serde's derives and nothing of this
//! crate. ServiceStack's names begin with capitals; reading takes them in any case.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! #[serde(rename_all = "PascalCase")]
//! struct Coupon {
//!     id: u32,
//!     code: String,
//!     used: bool,
//!     note: Option<String>,
//! }
//!
//! let coupon: Coupon = jsv_codec::from_str("{Id:7,code:\"A,1\",Used:True}")?;
//! assert_eq!(coupon, Coupon { id: 7, code: "A,1".into(), used: true, note: None });
//! assert_eq!(jsv_codec::to_string(&coupon)?, "{Id:7,Code:\"A,1\",Used:True}");
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! A string stands in quotes only if it has to, a missing member is null, and null is not written.
//!
//! # 2. What if it is wrong?
//!
//! An error says what was expected and found, in which member, and where:
//!
//! ```
//! use std::collections::HashMap;
//!
//! let error = jsv_codec::from_str::<HashMap<String, Vec<u8>>>("{A:[1],\nB:[2,x]}").unwrap_err();
//! assert_eq!(error.to_string(), "expected u8, found `x` at B[1] (line 2, column 6)");
//! assert_eq!((error.path().as_str(), error.line(), error.column()), ("B[1]", 2, 6));
//! ```
//!
//! Text that breaks off is an error too; ServiceStack would take what is there. To have that, ask
//! for it; see [`Mode`](crate::Mode).
//!
//! # 3. Without a type
//!
//! [`Value`](crate::Value) holds any JSV. Its scalars are text, for only a type can tell `1` from
//! the string `1`.
//!
//! ```
//! use jsv_codec::{jsv, Value};
//!
//! let mut value: Value = jsv_codec::from_str("{Name:Ann,Age:7,Tags:[a,,b]}")?;
//! assert_eq!(value["Age"], 7);
//! assert_eq!(value.pointer("/Tags/2").unwrap(), "b");
//! value["Tags"][1] = "x".into();
//! value["Sub"]["New"] = true.into();
//! assert_eq!(value, jsv!({ "Name": "Ann", "Age": 7, "Tags": ["a", "x", "b"], "Sub": { "New": true } }));
//!
//! // To a type and back, without any text in between.
//! let tags: Vec<String> = jsv_codec::from_value(value["Tags"].take())?;
//! assert_eq!(jsv_codec::to_value(&tags)?, jsv!(["a", "x", "b"]));
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # 4. For people
//!
//! Files may be laid out, and [`to_string_pretty`](crate::to_string_pretty) does it:
//!
//! ```
//! use jsv_codec::{from_str, jsv, Value};
//!
//! let value: Value = from_str("{\n  Name:Ann,\n  Prods:[\n    {\n      Id:1\n    }\n  ]\n}\n")?;
//! assert_eq!(jsv_codec::to_string_pretty(&value)?, "{\n  Name:Ann,\n  Prods:[\n    {\n      Id:1\n    }\n  ]\n}");
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # 5. .NET's scalars
//!
//! Dates, Guids, decimals and spans have spellings of their own; the modules in
//! [`with`](crate::with) know them.
//!
//! ```
//! use std::time::Duration;
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Job {
//!     #[serde(with = "jsv_codec::with::duration")]
//!     limit: Duration,
//! }
//!
//! let job: Job = jsv_codec::from_str("{limit:PT1M30S}")?;
//! assert_eq!(job.limit, Duration::from_secs(90));
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # 6. Files larger than memory
//!
//! [`stream`](crate::stream) reads a list element by element, or one value a line:
//!
//! ```
//! use jsv_codec::stream;
//!
//! #[derive(serde::Deserialize)]
//! struct Row { count: u64 }
//!
//! let file = std::io::Cursor::new("[{count:1},{count:2},{count:3}]");
//! let mut sum = 0;
//! for row in stream::elements::<_, Row>(file) {
//!     sum += row?.count;
//! }
//! assert_eq!(sum, 6);
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! # 7. Exactly as ServiceStack
//!
//! A stand-in for a server reads what the server reads and fails where it fails, with .NET's words:
//!
//! ```
//! use jsv_codec::{from_str_with, Options};
//! use std::collections::HashMap;
//!
//! let strict = Options::strict();
//! assert_eq!(from_str_with::<HashMap<String, u8>>("{A:1", &strict)?, HashMap::from([("A".to_owned(), 1)]));
//! let error = from_str_with::<HashMap<String, u8>>("{A:1}\n", &strict).unwrap_err();
//! assert_eq!(error.exception(), Some("IndexOutOfRangeException"));
//! assert_eq!(error.message(), "Index was outside the bounds of the array.");
//! # Ok::<(), jsv_codec::Error>(())
//! ```
//!
//! The [`format`](crate::format) page tells the rules; the [cookbook](super::cookbook) has answers
//! to single questions.
