//! What several tests need: a started ApexERPHost, raw HTTP, request files.
#![allow(dead_code, reason = "each test uses its part")]

pub mod apex;
pub mod double;
pub mod http_file;
