//! Layout: `dump` of anything is linear, `pretty` reads back as the compact text does, `check` and
//! the readers agree.
#![no_main]

use jsv_codec::{Value, check, dump, from_str, pretty};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    assert!(dump(text).len() <= 132 * text.len() + 132);
    let laid_out = pretty(text);
    assert_eq!(laid_out.is_ok(), check(text).is_ok(), "{text:?}");
    if let (Ok(laid_out), Ok(value)) = (laid_out, from_str::<Value>(text)) {
        // White space in front of the first element of a list is lost from compact text alone.
        let read = from_str::<Value>(&laid_out).unwrap_or_else(|e| panic!("{text:?} {laid_out:?}: {e}"));
        let compact = jsv_codec::to_string(&value).expect("a value can be written");
        if compact == text {
            assert_eq!(read, value, "{text:?} {laid_out:?}");
        }
    }
});
