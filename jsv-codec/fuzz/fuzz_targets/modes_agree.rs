//! Whatever a writer can produce, both modes read alike.
#![no_main]

mod sample;

use jsv_codec::{Mode, Options, Value, check, from_str_with};
use libfuzzer_sys::fuzz_target;
use sample::Sample;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // The empty key is U+200B to the strict reader and empty to the tolerant one; the string of one
    // U+200B is empty to the strict one.
    if check(text).is_err() || text.contains("\"\"") || text.contains('\u{200B}') {
        return;
    }
    let tolerant = Options { mode: Mode::Tolerant, ..Options::default() };
    let strict = Options::strict();
    if let (Ok(a), Ok(b)) = (from_str_with::<Value>(text, &strict), from_str_with::<Value>(text, &tolerant)) {
        assert_eq!(a, b, "{text:?}");
    }
    // A quoted member name is JSON's: it names a member, and may hold escapes, for the tolerant
    // reader alone. A map takes one without a colon too.
    let may_name = text.contains("{\"") || text.contains(",\"");
    if !text.contains("\":") && !(may_name && text.contains('\\')) {
        if let (Ok(a), Ok(b)) = (from_str_with::<Sample>(text, &strict), from_str_with::<Sample>(text, &tolerant)) {
            assert_eq!(format!("{a:?}"), format!("{b:?}"), "{text:?}");
        }
    }
});
