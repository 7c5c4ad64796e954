//! The quick way through regular text and the way that knows all rules read alike: `from_str` has
//! both, `Deserializer` the second alone.
#![no_main]

mod sample;

use jsv_codec::raw::RawText;
use jsv_codec::{Deserializer, Mode, Options, Value, from_str_with};
use libfuzzer_sys::fuzz_target;
use sample::Sample;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Debug;

fn alike<'a, T: Deserialize<'a> + Debug>(text: &'a str, options: &Options) {
    let both: Result<T, _> = from_str_with(text, options);
    let second = T::deserialize(Deserializer::with(text, options));
    let (both, second) = (both.map_err(|e| e.offset()), second.map_err(|e| e.offset()));
    assert_eq!(format!("{both:?}"), format!("{second:?}"), "{text:?} {options:?}");
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for mode in [Mode::Standard, Mode::Tolerant, Mode::Strict] {
        let options = Options { mode, ..Options::default() };
        alike::<Value>(text, &options);
        alike::<Sample>(text, &options);
        alike::<Vec<Sample>>(text, &options);
        alike::<Vec<Option<&str>>>(text, &options);
        alike::<Vec<BTreeMap<bool, RawText>>>(text, &options);
        alike::<Vec<(i32, f64)>>(text, &options);
    }
});
