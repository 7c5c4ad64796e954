//! The metadata pages.

#[path = "pages/html.rs"]
mod html;
#[path = "pages/index.rs"]
mod index;
#[path = "pages/recorded.rs"]
mod recorded;
#[path = "pages/safety.rs"]
mod safety;
#[path = "pages/seed.rs"]
mod seed;
