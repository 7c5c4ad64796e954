//! With the option `lossless` whatever is written is read back the same; so is what is laid out,
//! and what becomes a value.

#![allow(non_camel_case_types, non_snake_case)]

use jsv_codec::{
    Map, Options, Value, from_str, from_str_with, from_value, pretty, to_string, to_string_pretty,
    to_string_pretty_with, to_string_with, to_value,
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// Something of everything that serde knows, in one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    flag: bool,
    signed: (i8, i16, i32, i64, i128),
    unsigned: (u8, u16, u32, u64, u128),
    floats: (f32, f64),
    character: char,
    text: String,
    unit: (),
    nothing: Nothing,
    wrapped: Wrapped,
    maybe: Option<String>,
    maybes: Vec<Option<i32>>,
    texts: Vec<Option<String>>,
    lists: Vec<Vec<Option<bool>>>,
    set: BTreeSet<char>,
    array: [Option<u8>; 2],
    map: BTreeMap<String, Option<String>>,
    numbers: BTreeMap<i32, Vec<Shape>>,
    keys: BTreeMap<Key, f64>,
    shapes: Vec<Option<Shape>>,
    #[serde(rename = "a:b, c")]
    odd: u8,
    #[serde(rename = " ")]
    blank: u8,
    #[serde(rename = "")]
    empty: u8,
    Flag: bool,
    #[serde(with = "bytes")]
    bytes: Vec<u8>,
    some_bytes: Option<Bytes>,
    value: Value,
    tagged: Option<Tagged>,
    untagged: Vec<Untagged>,
    #[serde(flatten)]
    flat: Flat,
    deeper: Option<Box<Everything>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Nothing;
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(String);
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bytes(#[serde(with = "bytes")] Vec<u8>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Key {
    A,
    a,
    #[serde(rename = "null")]
    Null,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    dot,
    #[serde(rename = "7")]
    Seven,
    #[serde(rename = "x:y ")]
    Odd(Option<String>),
    Line(Option<i8>, String, Option<()>),
    Box {
        w: Option<f64>,
        h: Vec<String>,
    },
    Unit(()),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "Kind")]
enum Tagged {
    Dot,
    Circle { radius: f64, name: String, note: Option<i32> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<Untagged>),
    Object { a: Option<u8>, b: String },
    Null,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    code: String,
    count: u16,
    ratio: f64,
    sure: Option<bool>,
}

/// Bytes as serde's bytes.
mod bytes {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }
        deserializer.deserialize_byte_buf(Bytes)
    }
}

/// Strings that are easily lost.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r#"[ a-c"':,{}\[\]\r\n\t\\]{0,8}"#,
        prop::sample::select(
            &[
                "",
                "null",
                "True",
                "false",
                "7",
                "-1.5",
                "1E+15",
                "NaN",
                " ",
                "\u{FEFF}x",
                "\u{200B}",
                "x\u{A0}",
                "{}",
                "[]",
                "-0",
                "\""
            ][..]
        )
        .prop_map(str::to_owned),
    ]
}

fn float() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("NaN is not equal to itself", |number| !number.is_nan())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), text().prop_map(Value::from)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List);
        let map = prop::collection::vec((text(), inner), 0..4)
            .prop_map(|entries| Value::Object(Map::from_iter(entries)));
        prop_oneof![list, map]
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let boxed = (prop::option::of(float()), prop::collection::vec(text(), 0..3));
    prop_oneof![
        Just(Shape::Dot),
        Just(Shape::dot),
        Just(Shape::Seven),
        Just(Shape::Unit(())),
        prop::option::of(text()).prop_map(Shape::Odd),
        (prop::option::of(any::<i8>()), text()).prop_map(|(a, b)| Shape::Line(a, b, None)),
        boxed.prop_map(|(w, h)| Shape::Box { w, h }),
    ]
}

fn untagged() -> impl Strategy<Value = Untagged> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Untagged::Flag),
        any::<i64>().prop_map(Untagged::Number),
        text().prop_map(Untagged::Text),
        (any::<Option<u8>>(), text()).prop_map(|(a, b)| Untagged::Object { a, b }),
        Just(Untagged::Null),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 0..3).prop_map(Untagged::List)
    })
}

fn tagged() -> impl Strategy<Value = Tagged> {
    let circle = (float(), text(), any::<Option<i32>>());
    prop_oneof![
        Just(Tagged::Dot),
        circle.prop_map(|(radius, name, note)| Tagged::Circle { radius, name, note }),
    ]
}

prop_compose! {
    fn flat()(code in text(), count in any::<u16>(), ratio in float(), sure in any::<Option<bool>>()) -> Flat {
        Flat { code, count, ratio, sure }
    }
}

prop_compose! {
    fn scalars()(
        flags in any::<(bool, bool)>(), signed in any::<(i8, i16, i32, i64, i128)>(),
        unsigned in any::<(u8, u16, u32, u64, u128)>(),
        floats in (any::<f32>().prop_filter("NaN", |n| !n.is_nan()), float()), character in any::<char>(),
        texts in (text(), text(), prop::option::of(text())), odd in any::<(u8, u8, u8)>(),
        bytes in any::<(Vec<u8>, Option<Vec<u8>>)>(), flat in flat(), tagged in prop::option::of(tagged()),
    ) -> Everything {
        Everything {
            flag: flags.0, Flag: flags.1, signed, unsigned, floats, character, text: texts.0, unit: (),
            nothing: Nothing, wrapped: Wrapped(texts.1), maybe: texts.2, odd: odd.0, blank: odd.1, empty: odd.2,
            bytes: bytes.0, some_bytes: bytes.1.map(Bytes), flat, tagged, maybes: Vec::new(), texts: Vec::new(),
            lists: Vec::new(), set: BTreeSet::new(), array: [None; 2], map: BTreeMap::new(), numbers: BTreeMap::new(),
            keys: BTreeMap::new(), shapes: Vec::new(), value: Value::Null, untagged: Vec::new(), deeper: None,
        }
    }
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![Just(Key::A), Just(Key::a), Just(Key::Null)]
}

prop_compose! {
    fn everything()(
        scalars in scalars(), inner in prop::option::of(scalars()), maybes in prop::collection::vec(any::<Option<i32>>(), 0..3),
        texts in prop::collection::vec(prop::option::of(text()), 0..3), set in prop::collection::btree_set(any::<char>(), 0..3),
        lists in prop::collection::vec(prop::collection::vec(any::<Option<bool>>(), 0..3), 0..3),
        array in any::<[Option<u8>; 2]>(), map in prop::collection::btree_map(text(), prop::option::of(text()), 0..3),
        numbers in prop::collection::btree_map(any::<i32>(), prop::collection::vec(shape(), 0..3), 0..2),
        keys in prop::collection::btree_map(key(), float(), 0..3), value in value(),
        shapes in prop::collection::vec(prop::option::of(shape()), 0..3), untagged in prop::collection::vec(untagged(), 0..3),
    ) -> Everything {
        Everything {
            maybes, texts, set, lists, array, map, numbers, keys, value, shapes, untagged,
            deeper: inner.map(Box::new), ..scalars
        }
    }
}

/// Compact, laid out, in a list, and as a value.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let options = Options::lossless();
    let fail =
        |text: &str, error: jsv_codec::Error| TestCaseError::fail(format!("{text}: {error}"));
    for text in [to_string_with(value, &options), to_string_pretty_with(value, &options)] {
        let text = text.expect("it can be written");
        let back: T = from_str_with(&text, &options).map_err(|error| fail(&text, error))?;
        prop_assert_eq!(&back, value, "{}", text);
    }
    let text = to_string_with(&[value], &options).expect("it can be written");
    jsv_codec::check(&text).map_err(|error| fail(&text, error))?;
    let [back]: [T; 1] = from_str_with(&text, &options).map_err(|error| fail(&text, error))?;
    prop_assert_eq!(&back, value, "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lossless_text_keeps_everything(value in everything()) {
        same(&value)?;
    }

    #[test]
    fn lossless_text_keeps_values(value in value(), text in text(), shape in shape(), untagged in untagged()) {
        same(&value)?;
        same(&text)?;
        same(&Some(text))?;
        same(&shape)?;
        same(&untagged)?;
    }

    #[test]
    fn a_value_keeps_everything_but_what_types_must_be_guessed_for(value in everything()) {
        // In a value a string of digits and a number are the same text.
        let known = |value: Everything| Everything {
            tagged: None,
            untagged: Vec::new(),
            flat: Flat { code: "x".to_owned(), ..value.flat },
            ..value
        };
        let deeper = value.deeper.clone().map(|inner| Box::new(known(*inner)));
        let value = Everything { deeper, ..known(value) };
        let text = |value: &Value| format!("{value:?}");
        let built = to_value(&value).expect("it becomes a value");
        let back: Everything = from_value(built.clone()).map_err(|error| TestCaseError::fail(format!("{}: {error}", text(&built))))?;
        prop_assert_eq!(&back, &value, "{}", text(&built));
        prop_assert_eq!(&Everything::deserialize(built).expect("by move"), &value);
    }

    #[test]
    fn a_value_of_a_value_is_itself(value in value()) {
        prop_assert_eq!(&to_value(&value).expect("a value"), &value);
        prop_assert_eq!(&from_value::<Value>(value.clone()).expect("a value"), &value);
        prop_assert_eq!(&Value::deserialize(&value).expect("a value"), &value);
    }

    /// What compact text keeps, the pretty form keeps too.
    #[test]
    fn the_pretty_form_reads_back(value in value()) {
        let compact = to_string(&value).expect("it can be written");
        let pretty = to_string_pretty(&value).expect("it can be laid out");
        let read = |text: &str| from_str::<Value>(text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")));
        if read(&compact)? == value {
            prop_assert_eq!(&read(&pretty)?, &value, "{}", pretty);
        }
    }
}

#[test]
fn what_service_stacks_text_loses_is_kept() {
    let options = Options::lossless();
    let write = |value: &dyn erased::Write| value.text(&options);
    assert_eq!(write(&vec![" a"]), r#"[" a"]"#);
    assert_eq!(write(&vec![None::<u8>]), "[null]");
    assert_eq!(write(&vec![Some(1), None]), "[1,null]");
    assert_eq!(write(&"\u{FEFF}x"), "\"\u{FEFF}x\"");
    assert_eq!(write(&Some(Bytes(Vec::new()))), "\"\"");
    assert_eq!(write(&BTreeMap::from([("a", None::<u8>), ("b", Some(1))])), "{a:null,b:1}");
    assert_eq!(write(&vec!["null", "7", "True", "x"]), r#"["null","7","True",x]"#);
}

#[test]
fn some_none_is_none() {
    for options in [Options::default(), Options::lossless()] {
        let text = to_string_with(&vec![Some(None::<u8>), None, Some(Some(1))], &options).unwrap();
        let back: Vec<Option<Option<u8>>> = from_str_with(&text, &options).unwrap();
        assert_eq!(back, [None, None, Some(Some(1))], "{text}");
    }
}

#[test]
fn the_pretty_form_refuses_what_is_no_jsv() {
    assert!(pretty("{A:[1,2}").is_err());
    assert!(pretty(&"[".repeat(100_000)).is_err());
}

/// Any type behind a reference.
mod erased {
    use jsv_codec::{Options, to_string_with};
    use serde::Serialize;

    pub trait Write {
        fn text(&self, options: &Options) -> String;
    }
    impl<T: Serialize> Write for T {
        fn text(&self, options: &Options) -> String {
            to_string_with(self, options).expect("it can be written")
        }
    }
}
