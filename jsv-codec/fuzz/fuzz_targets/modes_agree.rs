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
    // A quoted name is JSON's, for the tolerant reader alone. Where the text is not of the type, as
    // a list is in the place of a map, there may be one without a colon, too.
    let standard = Options::default();
    if !text.contains("\":") && from_str_with::<Sample>(text, &standard).is_ok() {
        if let (Ok(a), Ok(b)) = (from_str_with::<Sample>(text, &strict), from_str_with::<Sample>(text, &tolerant)) {
            assert_eq!(format!("{a:?}"), format!("{b:?}"), "{text:?}");
        }
    }
});
