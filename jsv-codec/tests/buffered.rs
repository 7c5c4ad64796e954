//! Types that serde buffers before it knows what they are: flattened, internally tagged and
//! untagged ones.

use jsv_codec::{
    Options, from_str, from_str_with, from_value, jsv, to_string, to_string_with, to_value,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Outer {
    id: u32,
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    maybe: Option<Extra>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Inner {
    count: i32,
    price: f64,
    used: bool,
    note: Option<i64>,
    name: String,
    list: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Extra {
    extra: u8,
    #[serde(with = "jsv_codec::with::text")]
    digits: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "Kind")]
enum Tagged {
    Dot,
    Circle { radius: f32, filled: bool },
    Named(Inner),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Flag(bool),
    Fraction(f64),
    Text(String),
    List(Vec<Untagged>),
    Pair { a: i32, b: Option<bool> },
}

fn inner(name: &str) -> Inner {
    Inner { count: -3, price: 1.5, used: true, note: None, name: name.into(), list: vec![1, 2] }
}

/// Through text, through lossless text, and through a value.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = to_string(value).expect("it can be written");
    assert_eq!(from_str::<T>(&text).as_ref().map_err(ToString::to_string), Ok(value), "{text}");
    lossless(value);
}

fn lossless<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let options = Options::lossless();
    let text = to_string_with(value, &options).expect("it can be written");
    let read = from_str_with::<T>(&text, &options);
    assert_eq!(read.as_ref().map_err(ToString::to_string), Ok(value), "{text}");
}

#[test]
fn numbers_truth_values_and_options_are_read() {
    let none = Outer { id: 7, inner: inner("x"), maybe: None };
    let some = Outer { maybe: Some(Extra { extra: 9, digits: "4711".into() }), ..none.clone() };
    for outer in [none, some] {
        same(&outer);
        assert_eq!(from_value::<Outer>(to_value(&outer).unwrap()).unwrap(), outer);
    }
    for tagged in
        [Tagged::Dot, Tagged::Circle { radius: 2.5, filled: false }, Tagged::Named(inner("y"))]
    {
        same(&tagged);
        assert_eq!(from_value::<Tagged>(to_value(&tagged).unwrap()).unwrap(), tagged);
    }
    let pair = Untagged::Pair { a: 1, b: Some(true) };
    let list = Untagged::List(vec![
        Untagged::Number(-7),
        Untagged::Flag(false),
        Untagged::Text("x".into()),
    ]);
    for untagged in [Untagged::Number(7), Untagged::Flag(true), Untagged::Fraction(0.5), pair, list]
    {
        same(&untagged);
        assert_eq!(from_value::<Untagged>(to_value(&untagged).unwrap()).unwrap(), untagged);
    }
}

#[test]
fn what_looks_like_a_number_is_a_string_where_the_type_wants_one() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Strings {
        id: u32,
        #[serde(flatten)]
        rest: HashMap<String, String>,
    }
    let strings = Strings {
        id: 1,
        rest: HashMap::from([("a".into(), "7".into()), ("b".into(), "True".into())]),
    };
    same(&strings);
    assert_eq!(from_value::<Strings>(to_value(&strings).unwrap()).unwrap(), strings);
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Coupon {
        #[serde(flatten)]
        code: Code,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Code {
        code: String,
    }
    same(&Coupon { code: Code { code: "4711".into() } });
}

#[test]
fn lossless_text_tells_strings_of_digits_from_numbers() {
    lossless(&Untagged::Text("7".into()));
    lossless(&Untagged::Text("True".into()));
    lossless(&Outer { id: 7, inner: inner("4711"), maybe: None });
    lossless(&BTreeMap::from([("a", Some("1".to_owned()))].map(|(k, v)| (k.to_owned(), v))));
}

#[test]
fn without_inference_every_scalar_is_a_string() {
    let text = |options: &Options| {
        from_str_with::<serde_json::Value>("{A:1,B:True,C:x,D:\"2\",E:007}", options)
    };
    let inferred = serde_json::json!({ "A": 1, "B": true, "C": "x", "D": "2", "E": "007" });
    assert_eq!(text(&Options::default()).unwrap(), inferred);
    let strings = serde_json::json!({ "A": "1", "B": "True", "C": "x", "D": "2", "E": "007" });
    assert_eq!(text(&Options { infer: false, ..Options::default() }).unwrap(), strings);
}

#[test]
fn a_value_that_is_missing_is_null() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Holder {
        value: jsv_codec::Value,
    }
    same(&Holder { value: jsv_codec::Value::Null });
    same(&Holder { value: jsv!({ "A": [1, null, "x"] }) });
}
