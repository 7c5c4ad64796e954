//! Layout for people: one rule for what stands in front of a text.

use jsv_codec::{Value, check, from_str, pretty};

/// A second byte order mark is data, for every reader.
#[test]
fn one_byte_order_mark_is_passed_over() {
    for (text, laid_out) in [
        ("\u{FEFF}{A:1}", "{\n  A:1\n}"),
        ("\u{FEFF}\u{FEFF}a", "\"\u{FEFF}a\""),
        ("\u{FEFF}[\u{FEFF}a]", "[\"\u{FEFF}a\"]"),
    ] {
        assert!(check(text).is_ok());
        assert_eq!(pretty(text).unwrap(), laid_out);
        assert_eq!(
            from_str::<Value>(laid_out).unwrap(),
            from_str::<Value>(text).unwrap(),
            "{text:?}"
        );
    }
    let two = "\u{FEFF}\u{FEFF}{A:1}";
    assert_eq!(check(two).unwrap_err().offset(), Some(6));
    assert_eq!(pretty(two).unwrap_err().offset(), Some(6));
    assert_eq!(from_str::<Value>("\u{FEFF}\u{FEFF}a").unwrap(), "\u{FEFF}a");
}
