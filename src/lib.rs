//! servicestack-emulator: a stand-in for a real ServiceStack host.

pub mod admin;
pub mod auth;
pub mod autoquery;
pub mod config;
pub mod console;
pub mod contract;
pub mod doctor;
pub mod edition;
pub mod emulator;
pub mod event_services;
pub mod events;
pub mod faults;
pub mod host;
pub mod host_pages;
pub mod hosts;
pub mod http;
pub mod import;
pub mod journal;
pub mod lab;
pub mod metrics;
pub mod nearest;
pub mod openapi;
pub mod pages;
pub mod postman;
pub mod race;
pub mod recorder;
pub mod records;
pub mod service;
pub mod store;
pub mod stub;
pub mod tenant;
pub mod types;
mod unverified;
pub mod value;
pub mod wire;

pub use emulator::{Builder, Emulator, Running, StartError};
