//! What has been read is written, read and written again until nothing changes: some texts lose
//! something on the way (DEVIATIONS.md), but what a writer has written can always be read, and the
//! losses come to an end.
#![no_main]

mod sample;

use jsv_codec::{Value, from_slice, from_str, to_string};
use libfuzzer_sys::fuzz_target;
use sample::Sample;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = from_slice::<Value>(bytes) {
        let text = to_string(&value).expect("a value can be written");
        settles(text, |text| to_string(&from_str::<Value>(text).expect("what was written can be read")));
    }
    if let Ok(sample) = from_slice::<Sample>(bytes) {
        let text = to_string(&sample).expect("a sample can be written");
        settles(text, |text| to_string(&from_str::<Sample>(text).expect("what was written can be read")));
    }
});

fn settles(mut text: String, again: impl Fn(&str) -> jsv_codec::Result<String>) {
    // Each time at least a byte is lost, or some are quoted.
    for _ in 0..2 * text.len() + 2 {
        let next = again(&text).expect("what was read can be written");
        if next == text {
            return;
        }
        text = next;
    }
    panic!("never settles: {text:?}");
}
