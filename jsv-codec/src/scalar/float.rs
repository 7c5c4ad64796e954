//! `System.Single` and `System.Double` (docs/wire/jsv.md#scalars).
//!
//! Three ways of writing exist, which [`Floats`](crate::Floats) names: [`write_f64`] and
//! [`write_f32`] are .NET Framework's, which ServiceStack 5.9.1 ran on: 15 digits, so that a double
//! does not always come back the same. [`write_f64_round_trip`] is .NET Core's, which never loses
//! a bit, and [`write_f64_modern`] has the same digits as ServiceStack 10 lays them out.

mod digits;
mod read;
mod write;

pub(crate) use read::prefix;
pub use read::{read_f32, read_f64};
pub(crate) use write::{is_plain, plain_digits, short_decimal};
pub use write::{
    write_f32, write_f32_modern, write_f32_round_trip, write_f64, write_f64_modern,
    write_f64_round_trip,
};
pub(super) use write::{write_f32_shortest, write_f64_exact, write_f64_shortest};
