//! `System.Single` and `System.Double` (docs/wire/jsv.md#scalars).
//!
//! Two ways of writing exist: [`write_f64`] and [`write_f32`] are .NET Framework's, which
//! ServiceStack 5.9.1 ran on: 15 digits, so that a double does not always come back the same.
//! [`write_f64_round_trip`] is .NET Core's, which never loses a bit.

mod digits;
mod read;
mod write;

pub(crate) use read::prefix;
pub use read::{read_f32, read_f64};
pub(super) use write::write_f64_exact;
pub(crate) use write::{is_plain, plain_digits, short_decimal};
pub use write::{
    write_f32, write_f32_modern, write_f32_round_trip, write_f64, write_f64_modern,
    write_f64_round_trip,
};
