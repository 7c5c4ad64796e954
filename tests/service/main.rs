//! Services: the rules that requests must keep.

#[path = "../../examples/conformance_host/services/mod.rs"]
#[expect(dead_code, reason = "only the contract of the conformance host is used here")]
mod conformance_host;
mod rules;
mod rules_of_val;
mod unknown_members;
