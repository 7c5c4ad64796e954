//! Any bytes, as a value, as a type, as raw text, in both modes: no panic, and every error has a
//! place.
#![no_main]

mod sample;

use jsv_codec::raw::RawText;
use jsv_codec::{Mode, Options, Value, from_slice_with};
use libfuzzer_sys::fuzz_target;
use sample::Sample;
use std::collections::HashMap;

fuzz_target!(|bytes: &[u8]| {
    for mode in [Mode::Standard, Mode::Json, Mode::Tolerant, Mode::Strict] {
        let options = Options { mode, ..Options::default() };
        let _ = from_slice_with::<Value>(bytes, &options).map_err(|e| e.to_string());
        let _ = from_slice_with::<Sample>(bytes, &options).map_err(|e| e.to_string());
        let _ = from_slice_with::<Vec<Sample>>(bytes, &options).map_err(|e| e.path());
        let _ = from_slice_with::<HashMap<i32, Vec<RawText>>>(bytes, &options).map_err(|e| e.line());
        let _ = from_slice_with::<Vec<Vec<i32>>>(bytes, &options).map_err(|e| e.column());
    }
});
