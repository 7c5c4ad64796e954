//! What has been read is written, read and written again: the texts are the same, and so are the values.
#![no_main]

mod sample;

use jsv_codec::{Value, from_slice, from_str, to_string};
use libfuzzer_sys::fuzz_target;
use sample::Sample;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = from_slice::<Value>(bytes) {
        let text = to_string(&value).expect("a value can be written");
        if let Ok(again) = from_str::<Value>(&text) {
            let second = to_string(&again).expect("a value can be written");
            // A list of one null and an empty list are written alike, and an empty key is read as U+200B.
            if text == second {
                assert_eq!(to_string(&from_str::<Value>(&second).expect("again")).expect("again"), second);
            } else {
                assert!(text.contains("\"\":") || text.contains("[]"), "{text:?} became {second:?}");
            }
        }
    }
    if let Ok(sample) = from_slice::<Sample>(bytes) {
        if sample.G.is_nan() || sample.E.contains_key("") {
            return;
        }
        let text = to_string(&sample).expect("a sample can be written");
        let again: Sample = from_str(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(to_string(&again).expect("a sample can be written"), text);
    }
});
