//! What a host of 10.x with endpoint routing and System.Text.Json would refuse.

mod format_endpoint;
mod guid_without_dashes;
mod loose_json;
mod null_for_a_value;
mod odd_date;
mod other_verb;
mod quoted_number;
mod suffix_on_a_change;
mod verb_override;
mod wcf_date;

use super::Rule;

/// All of them, in the order of the reference.
pub const ALL: [&dyn Rule; 10] = [
    &wcf_date::RULE,
    &guid_without_dashes::RULE,
    &quoted_number::RULE,
    &null_for_a_value::RULE,
    &odd_date::RULE,
    &loose_json::RULE,
    &other_verb::RULE,
    &format_endpoint::RULE,
    &verb_override::RULE,
    &suffix_on_a_change::RULE,
];
