//! Text made to be slow or deep: an error or a value in linear time, whatever reads it.

#[path = "../benches/data/hostile.rs"]
mod hostile;

use hostile::texts;
use jsv_codec::stream::Pieces;
use jsv_codec::{Mode, Options, Value, check, dump, from_query_string, from_str_with, pretty};
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What takes a text, and its name.
type Way = (&'static str, fn(&str));
type Typed = HashMap<String, Vec<HashMap<String, String>>>;

/// Everything that takes a text.
fn ways() -> Vec<Way> {
    fn read<T: serde::de::DeserializeOwned>(text: &str, mode: Mode) {
        let options = Options { mode, ..Options::default() };
        let _ = black_box(from_str_with::<T>(text, &options).is_ok());
    }
    vec![
        ("standard", |text| read::<Value>(text, Mode::Standard)),
        ("tolerant", |text| read::<Value>(text, Mode::Tolerant)),
        ("strict", |text| read::<Value>(text, Mode::Strict)),
        ("JSON", |text| read::<Value>(text, Mode::Json)),
        ("standard, typed", |text| read::<Typed>(text, Mode::Standard)),
        ("strict, typed", |text| read::<Typed>(text, Mode::Strict)),
        ("lossless", |text| {
            let _ = black_box(from_str_with::<Value>(text, &Options::lossless()).is_ok());
        }),
        ("check", |text| {
            let _ = black_box(check(text).is_ok());
        }),
        ("pretty", |text| {
            let _ = black_box(pretty(text).is_ok());
        }),
        ("dump", |text| {
            black_box(dump(text));
        }),
        ("elements", |text| {
            black_box(Pieces::list(text.as_bytes(), &Options::default()).count());
        }),
        ("lines", |text| {
            black_box(Pieces::lines(text.as_bytes(), &Options::default()).count());
        }),
        ("query string", |text| {
            let _ = black_box(from_query_string(text).is_ok());
        }),
    ]
}

/// Linear time is a tenth of a second here, on a busy machine too, and quadratic time many.
#[test]
fn time_is_linear() {
    for (name, text) in texts(1 << 15) {
        for (way, read) in ways() {
            let started = Instant::now();
            read(&text);
            let took = started.elapsed();
            assert!(took < Duration::from_secs(5), "{name}, {way}: {took:?}");
        }
    }
}

/// No depth overflows the stack; what is deeper than the limit is an error with its place.
#[test]
fn depth_is_limited() {
    for text in ["[".repeat(1 << 20), "{a:".repeat(1 << 18), "{\"a\":[".repeat(1 << 17)] {
        for (_, read) in ways() {
            read(&text);
        }
        let error = from_str_with::<Value>(&text, &Options::default()).expect_err("it is too deep");
        assert!(matches!(error.kind(), jsv_codec::ErrorKind::TooDeep), "{error}");
        assert!(error.line() == 1 && error.column() > 128, "{error}");
    }
}
