//! MIKO's API, as a client meets it.

mod api;
mod api_keys;
mod data;
mod documented;
mod fields;
mod hostile;
mod openapi;
mod requests;
mod siblings;
mod stored;
mod streamed;

use api::Api;
