//! The table of settings is made of their declarations.

use std::fs;

use servicestack_emulator::config::markdown;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.md");
const BEGIN: &str = "<!-- settings -->\n";
const END: &str = "<!-- /settings -->";

/// `UPDATE_DOCS=1 cargo test --test cli docs::settings` writes the table anew.
#[test]
fn the_table_of_settings_is_that_of_the_declarations() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, [before, BEGIN, &markdown(), END, after].concat()).unwrap();
        return;
    }
    assert_eq!(table, markdown(), "write it anew with UPDATE_DOCS=1");
}
