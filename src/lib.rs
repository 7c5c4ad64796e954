//! servicestack-emulator: a stand-in for a real ServiceStack host.

pub mod contract;
pub mod lab;
pub mod service;
pub mod value;
