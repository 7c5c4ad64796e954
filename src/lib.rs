//! servicestack-emulator: a stand-in for a real ServiceStack host.

pub mod contract;
pub mod pages;
pub mod value;
pub mod wire;
