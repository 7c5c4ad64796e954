//! A text that breaks off is an error in the modes for people: no value is lost in silence.

use jsv_codec::{Map, Mode, Options, Value, from_str, from_str_with, to_string};
use proptest::prelude::*;

/// What breaks off anywhere is an error, whatever is left of it.
#[test]
fn a_text_that_breaks_off_is_an_error() {
    let texts = [
        "{Name:\"Me, Junior\",Tags:[a,,\"b\"\"c\"],Prods:[{Id:1},{}],None:{}}",
        "[[1],[\"x]\"],[]]",
        "\"a,\"\"b\"",
        "{\"A\":[null,\"x\\\"]\"],\"B\":{}}",
    ];
    for text in texts {
        assert!(from_str::<Value>(text).is_ok(), "{text}");
        for end in 1..text.len() {
            let read = from_str::<Value>(&text[..end]);
            // A doubled quote may be a closing one.
            let whole = text.starts_with('"') && &text[..end] == "\"a,\"";
            assert_eq!(read.is_ok(), whole, "{}: {read:?}", &text[..end]);
        }
    }
    let json = Options { mode: Mode::Json, ..Options::default() };
    for text in ["\"x\\\"", "\"x", "\"", "[\"x\\\"", "{\"a\":\"b"] {
        assert!(from_str_with::<Value>(text, &json).is_err(), "{text}");
    }
    assert!(from_str::<Value>("\"x\\\"b").is_err());
    assert_eq!(from_str::<Value>("\"a\\\"b\"").expect("JSON"), "a\"b");
}

fn value() -> impl Strategy<Value = Value> {
    let text = || "[ a-c\"':,{}\\[\\]\\n\\\\]{0,6}";
    let leaf = prop_oneof![Just(Value::Null), text().prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 4, move |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List);
        let map = prop::collection::vec((text(), inner), 0..4)
            .prop_map(|entries| Value::Object(Map::from_iter(entries)));
        prop_oneof![list, map]
    })
}

proptest! {
    #[test]
    fn no_container_is_read_from_a_part_of_it(value in value()) {
        let text = to_string(&value).expect("it can be written");
        prop_assume!(text.starts_with(['{', '[']));
        for (end, _) in text.char_indices().skip(1) {
            prop_assert!(from_str::<Value>(&text[..end]).is_err(), "{} of {}", &text[..end], text);
        }
    }
}
