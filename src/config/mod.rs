//! Settings: defaults, under a file, under the environment, under flags.
//!
//! A setting is declared once, as a field of [`Settings`] or of a section. Each source is a
//! [`Layer`], checked while it is read, so that a fault names its file, line and key; [`Setting`]
//! describes the declarations for the command line and the documentation.
//!
//! ```
//! use servicestack_emulator::config::{Layer, Settings};
//!
//! let flags = Layer::of("strict", true)?;
//! let file = Layer::from_text("apex.toml", "strict = false\ntitle = 'My host'")?;
//! let settings = Settings::from_layer(flags.over(file))?;
//! assert!(settings.strict);
//! assert_eq!(settings.title, "My host");
//! assert_eq!(settings.listen.0.port(), 7580);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod admin;
mod api_keys;
mod base_path;
mod bounded;
mod clock;
mod contradiction;
mod cors;
mod demo;
mod document;
mod elsewhere;
mod events;
mod identity;
mod journal;
mod json;
mod jwt;
mod key_fault;
mod lab;
mod layer;
mod limits;
mod miko;
mod miko_data;
mod notation;
mod origin;
mod requests;
mod secret;
mod seed_data;
mod setting;
mod settings;
mod shown;
mod state_place;
mod tenants;
mod tls;
mod uploads;
mod user;

pub use admin::AdminSettings;
pub use api_keys::{ApiKeySettings, KeyLayer};
pub use base_path::BasePath;
pub use bounded::Bounded;
pub use clock::{ClockSettings, Rate};
pub use cors::CorsSetting;
pub use demo::{DEMO_PASSWORD, DEMO_USER};
pub use document::{DocumentError, Notation, read_file, read_text};
pub use events::EventSettings;
pub use identity::IdentitySettings;
pub use journal::JournalSettings;
pub use jwt::JwtSettings;
pub use key_fault::KeyFault;
pub use lab::LabSettings;
pub use layer::Layer;
pub use limits::Limits;
pub use miko::{ApiKeyLayer, MikoField, MikoSettings, VendorLetters};
pub use miko_data::{Distributor, MapClient, MikoData, Product, Subscription, Trial};
pub use notation::{Text, Textual};
pub use origin::Origin;
pub use requests::RequestSettings;
pub use secret::Secret;
pub use seed_data::{CouponRange, SeedData, SeedSource};
pub use setting::{Kind, Setting, markdown};
pub use settings::{SessionSettings, Settings, SettingsFault};
pub use state_place::StatePlace;
pub use tenants::{TenantName, TenantSettings};
pub use tls::{Certificate, TlsSettings};
pub use uploads::{LocationLayer, UploadSettings};
pub use user::{PasswordHash, UserLayer, UserList};
