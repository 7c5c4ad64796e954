//! Every error of reading has a place.

use jsv_codec::{ErrorKind, from_str, from_value, jsv};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
enum Shape {
    Dot,
    Circle(u8),
    Line(u8, u8),
    Box { w: u8, h: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "Kind")]
#[allow(dead_code)]
enum Tagged {
    Circle { radius: u8 },
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Flat {
    #[serde(flatten)]
    point: BTreeMap<String, u8>,
}

/// Text, path, offset and words.
fn fails<T: DeserializeOwned + Debug>(text: &str, path: &str, offset: usize, words: &str) {
    let error = from_str::<T>(text).expect_err(text);
    assert_eq!(error.path(), path, "{text}: {error}");
    assert_eq!(error.offset(), Some(offset), "{text}: {error}");
    assert!(error.line() > 0 && error.column() > 0, "{text}: {error}");
    assert!(error.to_string().starts_with(words), "{text}: {error}");
}

#[test]
fn every_error_has_a_place() {
    fails::<Point>("{x:1}", "", 0, "missing field `y`");
    fails::<Vec<Point>>("[{x:1,y:2},{x:1}]", "[1]", 11, "missing field `y`");
    fails::<Vec<Point>>("[{x:1,y:2},{x:1,x:2}]", "[1]", 16, "duplicate field `x`");
    fails::<Point>("{x:1,z:2}", "", 5, "unknown field `z`, expected `x` or `y`");
    fails::<Point>("{x:1,y:a}", "y", 7, "expected i32, found `a`");
    fails::<Vec<u8>>("[1,256]", "[1]", 3, "`256` is out of the range of u8");
    fails::<Point>("[1,2]", "", 0, "expected an object of type Point, found `[1,2]`");
    fails::<Vec<Shape>>("[Dot,Star]", "[1]", 5, "unknown variant `Star`");
    fails::<Shape>("{Star:1}", "", 1, "unknown variant `Star`");
    fails::<Shape>("{}", "", 0, "an enum without a variant");
    fails::<Shape>("Circle", "", 0, "this variant carries a value");
    fails::<Shape>("{Circle:x}", "Circle", 8, "expected u8, found `x`");
    fails::<Shape>("{Line:[1]}", "Line", 6, "invalid length 1");
    fails::<Shape>("{Box:{w:1}}", "Box", 5, "missing field `h`");
    fails::<(i32, i32)>("[1,2,3]", "", 0, "invalid length 3, expected 2 elements");
    fails::<(i32, i32)>("[1]", "", 0, "invalid length 1");
    fails::<Vec<[i32; 2]>>("[[1,2],[1,2,3]]", "[1]", 7, "invalid length 3");
    fails::<Vec<()>>("[,x]", "[1]", 2, "expected nothing, found `x`");
    fails::<Vec<char>>("[a,bc]", "[1]", 3, "expected one character, found `bc`");
    fails::<BTreeMap<u8, u8>>("{1:2,x:3}", "", 5, "expected u8, found `x`");
    fails::<Vec<Tagged>>("[{Kind:Circle,radius:x}]", "[0]", 1, "invalid type: string");
    fails::<Vec<Tagged>>("[{radius:1}]", "[0]", 1, "missing field `Kind`");
    fails::<Vec<Flat>>("[{a:1},{b:x}]", "[1]", 7, "invalid type: string");
}

#[test]
fn values_have_the_path_alone() {
    let error =
        from_value::<BTreeMap<String, Vec<u8>>>(jsv!({ "A": [1], "B": [2, "x"] })).unwrap_err();
    assert_eq!((error.path().as_str(), error.offset()), ("B[1]", None));
    assert_eq!(error.to_string(), "expected u8, found `x` at B[1]");
    assert!(matches!(error.kind(), ErrorKind::Scalar { expected: "u8", .. }));
    let error = from_value::<(u8, u8)>(jsv!([1, 2, 3])).unwrap_err();
    assert_eq!(error.to_string(), "invalid length 3, expected 2 elements");
}

#[test]
fn the_tuple_of_a_null_keeps_its_length() {
    assert_eq!(from_str::<(i32, Option<i32>)>("[1,]").unwrap(), (1, None));
    assert_eq!(from_str::<[Option<u8>; 3]>("[,,]").unwrap(), [None; 3]);
}

/// What an error is about, and what it becomes beside other errors of I/O.
#[test]
fn errors_have_a_category() {
    use jsv_codec::{Category, Error, Options, Value, from_str, from_str_with};
    let of = |text: &str| from_str::<Value>(text).expect_err(text);
    for text in ["{", "{A", "{A:", "{A:[1", "[", "[1,{A:\"x", "\"x"] {
        assert_eq!(of(text).classify(), Category::Eof, "{text}: {}", of(text));
    }
    for text in ["[1]x", "{A:1}x", "{A:1}}", &"[".repeat(1000)] {
        assert_eq!(of(text).classify(), Category::Syntax, "{text}: {}", of(text));
    }
    let data = from_str_with::<Vec<u8>>("[1,x]", &Options::strict()).expect_err("no number");
    assert!(data.is_data());
    let kind = |error: Error| std::io::Error::from(error).kind();
    assert_eq!(kind(data), std::io::ErrorKind::InvalidData);
    assert_eq!(kind(of("{")), std::io::ErrorKind::UnexpectedEof);
    let broken = Error::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    assert_eq!(kind(broken), std::io::ErrorKind::BrokenPipe);
}

/// The whole of it is in `path`.
#[test]
fn a_long_path_is_shown_by_its_ends() {
    let error = jsv_codec::from_str::<jsv_codec::Value>(&"[".repeat(1000)).expect_err("too deep");
    assert_eq!(error.path(), "[0]".repeat(128));
    let shown = error.to_string();
    assert!(shown.len() < 200 && shown.contains('…'), "{shown}");
}
