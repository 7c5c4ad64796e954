//! Built-in hosts: what their operations do. Everything else about a host is its contract.

pub mod apex;
pub mod imported;
pub mod miko;
