//! Settings: defaults, under a file, under the environment, under flags.
//!
//! Each source fills a [`Layer`], in which everything may be absent; [`Settings::from_layer`] gives what remains absent
//! its default. A file is checked while it is read, so that a fault tells its file, line and key.
//!
//! ```
//! use servicestack_emulator::config::{Layer, Settings};
//!
//! let flags = Layer { strict: Some(true), ..Layer::default() };
//! let file = Layer { strict: Some(false), title: Some("My host".to_owned()), ..Layer::default() };
//! let settings = Settings::from_layer(flags.over(file))?;
//! assert!(settings.strict);
//! assert_eq!(settings.title, "My host");
//! assert_eq!(settings.listen.port(), 7580);
//! # Ok::<(), servicestack_emulator::config::BeyondLoopback>(())
//! ```

mod bounded;
mod cors;
mod demo;
mod document;
mod layer;
mod miko;
mod miko_data;
mod notation;
mod secret;
mod seed_data;
mod settings;
mod shown;
mod tls;
mod user;

pub use bounded::Bounded;
pub use cors::CorsLayer;
pub use demo::{DEMO_PASSWORD, DEMO_USER};
pub use document::{DocumentError, Notation, read_file, read_text};
pub use layer::{ClockLayer, JwtLayer, Layer, LimitsLayer, SessionLayer};
pub use miko::{ApiKeyLayer, MikoField, MikoLayer, MikoSettings, VendorLetters};
pub use miko_data::{Distributor, MapClient, MikoData, Product, Subscription, Trial};
pub use notation::{Text, Textual};
pub use secret::Secret;
pub use seed_data::{CouponRange, SeedData};
pub use settings::{
    BeyondLoopback, ClockSettings, JwtSettings, Limits, SeedSource, SessionSettings, Settings,
};
pub use tls::{TlsLayer, TlsSettings};
pub use user::{PasswordHash, UserLayer, UserList};
