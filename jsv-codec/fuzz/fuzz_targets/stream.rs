//! Streams: any bytes end well, and the elements are those of the whole list.
#![no_main]

use jsv_codec::stream::{elements, lines};
use jsv_codec::{Mode, Options, Value, check, from_slice, stream::elements_with};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for mode in [Mode::Standard, Mode::Json, Mode::Tolerant, Mode::Strict] {
        let options = Options { mode, ..Options::default() };
        let _ = elements_with::<_, Value>(bytes, &options).limit(200).map(|e| e.map_err(|e| e.to_string())).count();
    }
    let _ = lines::<_, Value>(bytes).count();
    let is_list = bytes.first() == Some(&b'[');
    let whole = std::str::from_utf8(bytes).is_ok_and(|text| check(text).is_ok());
    if is_list && whole {
        if let Ok(list) = from_slice::<Value>(bytes) {
            let read: Result<Vec<Value>, _> = elements(bytes).collect();
            let read = Value::List(read.unwrap_or_else(|e| panic!("{:?}: {e}", String::from_utf8_lossy(bytes))));
            assert_eq!(read, list, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
});
