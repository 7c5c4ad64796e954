//! Rules for every client: what the recorded 5.9.1 host, or the network, punishes.

mod accept_list;
mod bare_plus;
mod body_of_no_format;
mod chunked_body;
mod connection_per_request;
mod form_that_is_not_read;
mod header_case;
mod ignored_error;
mod last_date;
mod line_break_after_jsv;
mod local_time;
mod login_page_as_data;
mod misfit_member;
mod old_http;
mod pretty_json;
mod repeated_change;
mod retry_storm;
mod secret_in_address;
mod session_not_kept;
mod sign_in_on_every_call;
mod small_verb;
mod unknown_member;
mod whole_list;

use super::Rule;

/// All of them, in the order of the reference.
pub const ALL: [&dyn Rule; 23] = [
    &repeated_change::RULE,
    &sign_in_on_every_call::RULE,
    &ignored_error::RULE,
    &accept_list::RULE,
    &line_break_after_jsv::RULE,
    &unknown_member::RULE,
    &misfit_member::RULE,
    &local_time::RULE,
    &connection_per_request::RULE,
    &session_not_kept::RULE,
    &retry_storm::RULE,
    &whole_list::RULE,
    &secret_in_address::RULE,
    &old_http::RULE,
    &header_case::RULE,
    &chunked_body::RULE,
    &login_page_as_data::RULE,
    &last_date::RULE,
    &form_that_is_not_read::RULE,
    &body_of_no_format::RULE,
    &bare_plus::RULE,
    &pretty_json::RULE,
    &small_verb::RULE,
];
