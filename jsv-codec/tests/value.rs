//! `Value`: conversions without a text in between, comparing, hashing, and what it costs.

use jsv_codec::{Map, Value, from_value, jsv, to_value};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    One(f64),
    Two(i8, Option<String>),
    Named { a: Vec<u8>, b: () },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    flag: bool,
    number: i64,
    text: String,
    letter: char,
    maybe: Option<String>,
    list: Vec<Option<String>>,
    map: BTreeMap<String, Option<Vec<String>>>,
    keys: BTreeMap<i32, bool>,
    shapes: Vec<Shape>,
    pair: (u8, String),
}

fn text() -> impl Strategy<Value = String> {
    "[ \\[\\]{},:\"\u{FEFF}\u{200B}\n a-c1.]{0,6}"
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Nothing),
        any::<i32>().prop_map(|n| Shape::One(n.into())),
        (any::<i8>(), prop::option::of(text())).prop_map(|(n, t)| Shape::Two(n, t)),
        prop::collection::vec(any::<u8>(), 0..3).prop_map(|a| Shape::Named { a, b: () }),
    ]
}

prop_compose! {
    fn everything()(
        (flag, number, text, letter) in (any::<bool>(), any::<i64>(), text(), any::<char>()),
        (maybe, list) in (prop::option::of(text()), prop::collection::vec(prop::option::of(text()), 0..3)),
        map in prop::collection::btree_map(text(), prop::option::of(prop::collection::vec(text(), 0..3)), 0..3),
        keys in prop::collection::btree_map(any::<i32>(), any::<bool>(), 0..3),
        (shapes, pair) in (prop::collection::vec(shape(), 0..3), (any::<u8>(), text())),
    ) -> Everything {
        Everything { flag, number, text, letter, maybe, list, map, keys, shapes, pair }
    }
}

proptest! {
    /// Nothing is lost: no blank, no null, no empty key.
    #[test]
    fn any_value_comes_back(value in everything()) {
        let kept = to_value(&value).unwrap();
        prop_assert_eq!(&from_value::<Everything>(kept.clone()).unwrap(), &value);
        prop_assert_eq!(Everything::deserialize(kept).unwrap(), value);
    }
}

#[test]
fn converts_what_text_would_lose() {
    assert_eq!(to_value(&[" a"]).unwrap(), jsv!([" a"]));
    assert_eq!(to_value(&[None::<u8>]).unwrap(), jsv!([null]));
    assert_eq!(
        to_value(&HashMap::from([("", 1)])).unwrap(),
        Value::Object(Map::from_iter([("", 1)]))
    );
    assert_eq!(to_value("\u{FEFF}x").unwrap(), "\u{FEFF}x");
    let value = jsv!({ "A": "x" });
    let borrowed = <HashMap<&str, &str>>::deserialize(&value).unwrap();
    assert_eq!(borrowed["A"], "x");
}

#[test]
fn faults_have_a_path() {
    #[derive(Debug, Deserialize)]
    struct P {
        #[expect(dead_code, reason = "only read")]
        items: Vec<HashMap<String, u8>>,
    }
    let error = from_value::<P>(jsv!({ "Items": [{ "a": 1 }, { "b": 256 }] })).unwrap_err();
    assert_eq!(error.path(), "Items[1].b");
    assert_eq!(error.exception(), Some("OverflowException"));
}

/// Deep values that differ at the bottom alone: comparing doubled with each level.
#[test]
fn comparing_takes_linear_time() {
    let deep = |bottom: &str| -> Value {
        let text = "{A:".repeat(100) + bottom + &"}".repeat(100);
        text.parse().unwrap()
    };
    let started = Instant::now();
    assert_ne!(deep("1"), deep("2"));
    assert_eq!(deep("1"), deep("1"));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[test]
fn equal_objects_have_equal_hashes() {
    let (one, other) = (jsv!({ "A": 1, "B": [null, {}] }), jsv!({ "B": [null, {}], "A": 1 }));
    assert_eq!(one, other);
    let state = RandomState::new();
    assert_eq!(state.hash_one(&one), state.hash_one(&other));
    assert_ne!(state.hash_one(&one), state.hash_one(jsv!({ "A": 2, "B": [null, {}] })));
}

#[test]
fn literals_compare() {
    assert_eq!(jsv!(1), 1);
    assert_eq!(jsv!("1"), 1_u64);
    assert_eq!(jsv!(1.5), 1.5);
    assert_eq!(jsv!(true), true);
    assert_eq!(jsv!("x"), "x");
    assert!(jsv!("x") != 1 && jsv!([1]) != "1");
}

#[test]
fn pointers_reach_in() {
    let mut value = jsv!({ "a~b": [[1], { "": 2 }] });
    assert_eq!(value.pointer("/a~0b/1/").unwrap(), &2);
    assert!(value.pointer("a~0b").is_none() && value.pointer("/a~0b/01").is_none());
    *value.pointer_mut("/a~0b/0").unwrap() = Value::Null;
    assert_eq!(value.pointer("").unwrap().to_string(), "{a~b:[,{\"\":2}]}");
}
