//! What is written without loss is read back the same, compact, laid out, and element by element.
#![no_main]

mod sample;

use jsv_codec::{Options, Value, from_slice, from_str_with, to_string_pretty_with, to_string_with};
use libfuzzer_sys::fuzz_target;
use sample::Sample;

fuzz_target!(|bytes: &[u8]| {
    let options = Options::lossless();
    if let Ok(value) = from_slice::<Value>(bytes) {
        for text in [to_string_with(&value, &options), to_string_pretty_with(&value, &options)] {
            let text = text.expect("a value can be written");
            let read: Value = from_str_with(&text, &options).unwrap_or_else(|e| panic!("{text:?}: {e}"));
            assert_eq!(read, value, "{text:?}");
        }
    }
    if let Ok(sample) = from_slice::<Sample>(bytes) {
        let text = to_string_with(&sample, &options).expect("a sample can be written");
        let read: Sample = from_str_with(&text, &options).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!(format!("{read:?}"), format!("{sample:?}"), "{text:?}");
    }
});
