#![doc = include_str!("../README.md")]

mod check;
mod de;
pub mod dictionary;
mod dump;
mod error;
pub mod format;
pub mod guide;
mod infer;
pub mod jsconfig;
mod lex;
pub mod list;
mod options;
mod pretty;
mod query;
pub mod quote;
pub mod raw;
pub mod scalar;
mod ser;
pub mod stream;
mod value;
pub mod with;

pub use check::check;
pub use de::{
    Deserializer, from_reader, from_reader_with, from_slice, from_slice_with, from_str,
    from_str_with,
};
pub use dump::{Dump, dump, to_string_dump};
pub use error::{Category, Error, ErrorKind, Result};
pub use options::{Floats, MemberNames, Mode, Options};
pub use pretty::{
    pretty, to_string_pretty, to_string_pretty_with, to_vec_pretty, to_writer_pretty,
    to_writer_pretty_with,
};
pub use query::{from_query_string, to_query_string, to_query_string_with};
pub use raw::{RawValue, to_raw_value};
pub use scalar::Dialect;
pub use ser::{
    Serializer, to_string, to_string_with, to_vec, to_vec_with, to_writer, to_writer_with,
};
pub use value::{Index, Map, Text, Value, from_value, map, to_value};
