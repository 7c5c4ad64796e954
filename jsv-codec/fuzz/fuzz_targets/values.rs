//! Values: comparing, hashing, pointers, conversion to types and back.
#![no_main]

mod sample;

use jsv_codec::{Value, from_slice, from_value, to_value};
use libfuzzer_sys::fuzz_target;
use sample::Sample;
use serde::Deserialize;
use std::hash::{DefaultHasher, Hash, Hasher};

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The same with the entries of every object turned round.
fn turned(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().map(|(key, value)| (key.to_owned(), turned(value))).collect();
            entries.reverse();
            entries.into_iter().collect()
        }
        Value::List(elements) => Value::List(elements.iter().map(turned).collect()),
        scalar => scalar.clone(),
    }
}

/// Entries taken out and put back in are the same entries.
fn edited(value: &Value) {
    let Value::Object(map) = value else { return };
    let (mut sorted, mut rest) = (map.clone(), map.clone());
    sorted.sort_keys();
    assert_eq!(&sorted, map);
    rest.retain(|key, _| key.len() % 2 == 0);
    rest.extend(sorted);
    assert_eq!(&rest, map);
    for (key, value) in map {
        assert_eq!(rest.entry(key.clone()).or_insert(()), value);
        assert_eq!(rest.remove_entry(key).map(|entry| entry.1).as_ref(), Some(value));
    }
    assert!(rest.is_empty());
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = from_slice::<Value>(bytes) else { return };
    edited(&value);
    let turned = turned(&value);
    assert_eq!(value, turned);
    assert_eq!(hash(&value), hash(&turned));
    assert_eq!(to_value(&value).expect("a value is one"), value);
    assert_eq!(from_value::<Value>(value.clone()).expect("a value is one"), value);
    let pointer = String::from_utf8_lossy(bytes);
    let _ = (value.pointer(&pointer).is_some(), value.clone().pointer_mut(&pointer).is_some());
    if let Ok(sample) = Sample::deserialize(&value) {
        let again = to_value(&sample).expect("a sample can be a value");
        let _ = Sample::deserialize(&again).expect("what became a value is read from it");
    }
});
