//! JSON read as such.

use jsv_codec::{Mode, Options, Value, from_str, from_str_with, to_value};
use proptest::prelude::*;
use serde_json::Value as Json;

fn json() -> impl Strategy<Value = Json> {
    let text = prop_oneof![any::<String>(), r#"[ a-c"':,{}\[\]\r\n\t\\]{0,8}"#];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        text.clone().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let object = prop::collection::vec((text.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Json::Array),
            object.prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_what_it_is(json in json()) {
        let options = Options { mode: Mode::Json, ..Options::default() };
        let expected = to_value(&json).expect("a value");
        for text in [json.to_string(), format!(" {json:#}\n")] {
            let read: Value = from_str_with(&text, &options).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
            prop_assert_eq!(&read, &expected, "{}", text);
        }
    }

    /// An object says what it is by its first name that needs no quotes.
    #[test]
    fn objects_are_known_for_json(json in json()) {
        let text = format!("{:#}", serde_json::json!({ "a": json }));
        let read: Value = from_str(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        prop_assert_eq!(&read["a"], &to_value(&json).expect("a value"), "{}", text);
    }
}
