//! Each line of the README's table "Beside serde_json", tried with both libraries.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "what fails here fails the test")]

use jsv_codec::{Map, Mode, Options, RawValue, Value, from_str, jsv, to_string};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Debug;

const LINES: [(&str, fn()); 29] = [
    ("`from_str`, `from_slice`, `from_reader`, `to_string`, `to_vec`, `to_writer`", functions),
    ("`to_string_pretty`, `to_vec_pretty`, `to_writer_pretty`", pretty),
    ("a list or many values from a reader, one at a time", streams),
    ("raw text", raw),
    ("`Value`: index, `get`, `get_mut`, `IndexMut`, `pointer`, `pointer_mut`, `take`", reaching_in),
    (
        "`Value`: `FromStr`, `Hash`, comparison with literals, `Display` (`{:#}` laid out)",
        value_as_value,
    ),
    ("`Value` as `Deserializer`, by move and by reference", value_as_source),
    ("`to_value`, `from_value`", conversion),
    ("`Map`: entries, `entry`, `retain`, `append`, `sort_keys`, iterators", maps),
    ("macro", macros),
    ("order of entries, numbers of any size", order_and_size),
    ("types of scalars in `Value`", types_of_scalars),
    ("`i128`, `u128`, also as keys", wide),
    ("`NaN`, `Infinity`", not_finite),
    ("borrowed `&str`, `Cow`", borrowed),
    ("bytes", bytes),
    ("`&[u8]`", slices),
    ("externally and adjacently tagged", tagged),
    ("`flatten`, internally tagged, untagged", buffered),
    ("`Some(None)`", some_none),
    ("keys: integers, booleans, enums, characters", keys),
    ("names", names),
    ("errors: line, column, category, as `io::Error`", errors),
    ("text behind the value, text that breaks off", broken_off),
    ("text that breaks off, on purpose", broken_off_on_purpose),
    ("limit on depth", depth),
    ("a `Serializer` for types that choose at run time", serializer),
    ("`no_std`", no_std),
    ("`unsafe`", no_unsafe),
];

#[test]
fn each_line_of_the_table_is_true() {
    let table = include_str!("../README.md").split("## Beside serde_json").nth(1).expect("a table");
    let table = table.split("## Features").next().expect("it ends");
    let first =
        |line: &'static str| line.strip_prefix("| `").or(line.strip_prefix("| ")).map(|_| line);
    let lines = table.lines().filter_map(first).skip(1);
    let names: Vec<&str> = lines.filter_map(|line| line[2..].split(" | ").next()).collect();
    assert_eq!(names, LINES.map(|(name, _)| name));
    for (name, holds) in LINES {
        println!("{name}");
        holds();
    }
}

/// Written and read back by both.
fn both<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = to_string(value).expect("JSV");
    assert_eq!(&from_str::<T>(&text).expect("JSV"), value, "{text}");
    let text = serde_json::to_string(value).expect("JSON");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("JSON"), value, "{text}");
}

fn functions() {
    let options = Options::default();
    let text = "[1,2]";
    assert_eq!(from_str::<Vec<u8>>(text).unwrap(), [1, 2]);
    assert_eq!(jsv_codec::from_slice::<Vec<u8>>(text.as_bytes()).unwrap(), [1, 2]);
    assert_eq!(jsv_codec::from_reader::<Vec<u8>>(text.as_bytes()).unwrap(), [1, 2]);
    assert_eq!(jsv_codec::from_str_with::<Vec<u8>>(text, &options).unwrap(), [1, 2]);
    assert_eq!(jsv_codec::from_slice_with::<Vec<u8>>(text.as_bytes(), &options).unwrap(), [1, 2]);
    assert_eq!(jsv_codec::from_reader_with::<Vec<u8>>(text.as_bytes(), &options).unwrap(), [1, 2]);
    let (mut one, mut other) = (Vec::new(), Vec::new());
    jsv_codec::to_writer(&mut one, &[1, 2]).unwrap();
    jsv_codec::to_writer_with(&mut other, &[1, 2], &options).unwrap();
    for written in [one, other, jsv_codec::to_vec(&[1, 2]).unwrap()] {
        assert_eq!(written, text.as_bytes());
    }
    assert_eq!(jsv_codec::to_vec_with(&[1, 2], &options).unwrap(), text.as_bytes());
    assert_eq!(jsv_codec::to_string_with(&[1, 2], &options).unwrap(), text);
}

fn pretty() {
    let value = jsv!({ "A": [{ "B": 1 }], "C": "x,y" });
    let text = jsv_codec::to_string_pretty(&value).unwrap();
    assert!(text.lines().count() > 3);
    assert_eq!(from_str::<Value>(&text).unwrap(), value);
    let mut written = Vec::new();
    jsv_codec::to_writer_pretty(&mut written, &value).unwrap();
    assert_eq!(written, text.as_bytes());
    assert_eq!(jsv_codec::to_vec_pretty(&value).unwrap(), text.as_bytes());
    assert_eq!(jsv_codec::to_string_dump(&jsv!({ "A": 1 })).unwrap(), "{\n\tA: 1\n}");
}

fn streams() {
    let values = serde_json::Deserializer::from_str("1 2").into_iter::<u8>();
    assert_eq!(values.collect::<Result<Vec<_>, _>>().unwrap(), [1, 2]);
    let lines = jsv_codec::stream::lines::<_, u8>("1\n2\n".as_bytes());
    assert_eq!(lines.collect::<Result<Vec<_>, _>>().unwrap(), [1, 2]);
    let mut elements = jsv_codec::stream::elements::<_, u8>("[1,\nx,3]".as_bytes());
    assert_eq!(elements.next().unwrap().unwrap(), 1);
    let error = elements.next().unwrap().unwrap_err();
    assert_eq!((error.line(), error.column(), error.path().as_str()), (2, 1, "[1]"));
    assert_eq!(elements.next().unwrap().unwrap(), 3);
}

fn raw() {
    let raw: Vec<RawValue<&str>> = from_str("[{A:1},x]").unwrap();
    assert_eq!(raw[0].get(), "{A:1}");
    let boxed: RawValue = raw[0].to_boxed();
    assert_eq!(to_string(&boxed).unwrap(), "{A:1}");
    assert_eq!(to_string(&jsv_codec::raw::RawText("}{".into())).unwrap(), "}{");
}

fn reaching_in() {
    let (mut value, mut json) = (jsv!({ "A": [1, { "b": 2 }] }), json!({ "A": [1, { "b": 2 }] }));
    assert_eq!((&value["A"][1]["b"], &json["A"][1]["b"]), (&jsv!(2), &json!(2)));
    assert!(value.get("B").is_none() && json.get("B").is_none());
    *value.get_mut("A").unwrap().get_mut(0).unwrap() = 7.into();
    *value.pointer_mut("/A/1/b").unwrap() = 3.into();
    (value["C"], json["C"]) = (true.into(), true.into());
    assert_eq!(value.pointer("/A/1/b").unwrap(), 3);
    assert_eq!(value["A"].take(), jsv!([7, { "b": 3 }]));
    assert!(value["A"].is_null() && json["C"] == true && value["C"] == true);
}

fn value_as_value() {
    let value: Value = "{A:[1,2]}".parse().unwrap();
    assert_eq!(HashSet::from([value.clone()]).len(), 1);
    assert!(value["A"][0] == 1 && value["A"][1] == "2");
    assert_eq!(value.to_string(), "{A:[1,2]}");
    assert_eq!(format!("{value:#}"), jsv_codec::to_string_pretty(&value).unwrap());
}

fn value_as_source() {
    let value = jsv!(["a", "b"]);
    assert_eq!(<Vec<&str>>::deserialize(&value).unwrap(), ["a", "b"]);
    assert_eq!(<Vec<String>>::deserialize(value).unwrap(), ["a", "b"]);
    let json = json!(["a", "b"]);
    assert_eq!(<Vec<&str>>::deserialize(&json).unwrap(), ["a", "b"]);
}

/// No text in between: what a text would lose is kept.
fn conversion() {
    let value = jsv_codec::to_value(&[Some(" a"), None]).unwrap();
    assert_eq!(value, jsv!([" a", null]));
    assert_eq!(
        jsv_codec::from_value::<Vec<Option<String>>>(value).unwrap(),
        [Some(" a".to_owned()), None]
    );
}

fn maps() {
    let mut map = Map::from_iter([("b", 1), ("a", 2)]);
    map.entry("c").or_insert(3);
    map.retain(|_, value| *value != 1);
    map.append(&mut Map::from_iter([("0", 0)]));
    map.sort_keys();
    map.iter_mut().for_each(|(_, value)| *value = (value.as_u64().unwrap() + 1).into());
    assert_eq!(to_string(&map).unwrap(), "{0:1,a:3,c:4}");
    assert!(map.contains_key("a") && map.values().len() == 3 && map.keys().len() == 3);
}

fn macros() {
    assert_eq!(jsv!({ "A": [1, null, { "B": true }] }).to_string(), "{A:[1,,{B:True}]}");
    assert_eq!(json!({ "A": [1, null] }).to_string(), r#"{"A":[1,null]}"#);
}

fn order_and_size() {
    let text = "{b:123456789012345678901234567890.10,a:1e400}";
    assert_eq!(from_str::<Value>(text).unwrap().to_string(), text);
    assert!(serde_json::from_str::<serde_json::Value>("1e400").is_err(), "without its feature");
}

fn types_of_scalars() {
    assert_eq!(from_str::<Value>("[1,\"1\"]").unwrap(), jsv!(["1", 1]));
    assert_ne!(json!(1), json!("1"));
}

fn wide() {
    both(&vec![i128::MIN, i128::MAX]);
    both(&BTreeMap::from([(u128::MAX, i128::MIN)]));
}

fn not_finite() {
    assert_eq!(to_string(&[f64::INFINITY, f64::NAN]).unwrap(), "[Infinity,NaN]");
    assert_eq!(from_str::<f64>("-Infinity").unwrap(), f64::NEG_INFINITY);
    assert_eq!(serde_json::to_string(&f64::NAN).unwrap(), "null");
}

fn borrowed() {
    #[derive(Deserialize)]
    struct Both<'a> {
        a: &'a str,
        #[serde(borrow)]
        b: Cow<'a, str>,
    }
    let both: Both<'_> = from_str("{a:\"x,y\",b:\"2\"\" x\"}").unwrap();
    assert!(both.a == "x,y" && matches!(both.b, Cow::Owned(_)));
    let both: Both<'_> = from_str("{a:x,b:y}").unwrap();
    assert!(both.a == "x" && matches!(both.b, Cow::Borrowed(_)));
    assert!(from_str::<&str>("\"2\"\" x\"").is_err());
    assert!(serde_json::from_str::<&str>(r#""2\" x""#).is_err());
}

/// The tests have the feature `base64`.
fn bytes() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(&[1, 2, 3])
        }
    }
    assert_eq!(to_string(&Bytes).unwrap(), "AQID");
    assert_eq!(serde_json::to_string(&Bytes).unwrap(), "[1,2,3]");
}

fn slices() {
    assert_eq!(serde_json::from_str::<&[u8]>("\"abc\"").unwrap(), b"abc");
    #[derive(Serialize, Deserialize)]
    struct File<'a>(#[serde(borrow, with = "jsv_codec::with::utf8")] &'a [u8]);
    assert_eq!(to_string(&File(b"a,b")).unwrap(), "\"a,b\"");
    assert_eq!(from_str::<File<'_>>("\"a,b\"").unwrap().0, b"a,b");
}

fn tagged() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum External {
        Dot,
        Circle(f64),
        Box { w: u8, h: u8 },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "t", content = "c")]
    enum Adjacent {
        Dot,
        Circle(f64),
    }
    both(&vec![External::Dot, External::Circle(1.5), External::Box { w: 1, h: 2 }]);
    both(&vec![Adjacent::Dot, Adjacent::Circle(1.5)]);
}

fn buffered() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        id: u8,
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Inner {
        Circle { radius: f64, filled: bool },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(i64),
        Flag(bool),
        Text(String),
    }
    both(&Outer { id: 7, inner: Inner::Circle { radius: 1.5, filled: true } });
    both(&vec![Untagged::Number(-1), Untagged::Flag(true), Untagged::Text("x".to_owned())]);
}

fn some_none() {
    let text = to_string(&[Some(Some(1)), Some(None), Some(Some(2))]).unwrap();
    assert_eq!(
        from_str::<Vec<Option<Option<u8>>>>(&text).unwrap(),
        [Some(Some(1)), None, Some(Some(2))]
    );
    assert_eq!(serde_json::from_str::<Option<Option<u8>>>("null").unwrap(), None);
}

fn keys() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    enum Key {
        A,
    }
    both(&BTreeMap::from([(-1, 'x'), (2, 'y')]));
    both(&BTreeMap::from([(true, 1)]));
    both(&BTreeMap::from([(Key::A, 1)]));
    both(&BTreeMap::from([(':', 1)]));
}

fn names() {
    #[derive(Deserialize)]
    struct Named {
        code: u8,
    }
    assert_eq!(from_str::<Named>("{CODE:1}").unwrap().code, 1);
    assert!(serde_json::from_str::<Named>("{\"CODE\":1}").is_err());
}

fn errors() {
    let error = from_str::<Vec<Vec<u8>>>("[[1],\n[2,x]]").unwrap_err();
    assert_eq!((error.line(), error.column(), error.offset()), (2, 4, Some(9)));
    assert_eq!((error.path().as_str(), error.exception()), ("[1][1]", Some("FormatException")));
    assert!(matches!(error.kind(), jsv_codec::ErrorKind::Scalar { .. }) && error.is_data());
    assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::InvalidData);
    let error = serde_json::from_str::<Vec<u8>>("[\"x\"]").unwrap_err();
    assert!(error.is_data() && error.line() == 1);
}

fn broken_off() {
    for text in ["{A:[1", "[1,2]x", "\"x"] {
        assert!(from_str::<Value>(text).is_err(), "{text}");
    }
    for text in ["{\"A\":[1", "[1,2]x", "\"x"] {
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
    }
}

fn broken_off_on_purpose() {
    for mode in [Mode::Tolerant, Mode::Strict] {
        let options = Options { mode, ..Options::default() };
        let read: Value = jsv_codec::from_str_with("{A:x", &options).unwrap();
        assert_eq!(read, jsv!({ "A": "x" }));
    }
}

fn depth() {
    let text = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(from_str::<Value>(&text(128)).is_ok() && from_str::<Value>(&text(129)).is_err());
    let options = Options { max_depth: 200, ..Options::default() };
    assert!(jsv_codec::from_str_with::<Value>(&text(200), &options).is_ok());
    assert!(serde_json::from_str::<serde_json::Value>(&text(129)).is_err());
}

fn serializer() {
    let mut text = String::new();
    let mut serializer = jsv_codec::Serializer::with(&mut text, &Options::lossless());
    [None::<u8>].serialize(&mut serializer).unwrap();
    assert_eq!(text, "[null]");
}

/// The manifest has no feature that would leave `std` out.
fn no_std() {
    assert!(!include_str!("../Cargo.toml").contains("std = ["));
    assert!(!include_str!("../src/lib.rs").contains("no_std"));
}

fn no_unsafe() {
    fn look(folder: &std::path::Path) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                look(&path);
            } else {
                let text = std::fs::read_to_string(&path).expect("a source");
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                for line in code {
                    let word =
                        |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()) == "unsafe";
                    assert!(!line.split_whitespace().any(word), "{}: {line}", path.display());
                }
            }
        }
    }
    look(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
}
