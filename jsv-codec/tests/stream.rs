//! Values from a reader, one at a time.

use jsv_codec::stream::{Pieces, elements, elements_with, lines};
use jsv_codec::{Dialect, ErrorKind, Options, Value, from_str, from_str_with, jsv, to_string};
use proptest::prelude::*;
use serde::Deserialize;
use std::io::{self, Read};

/// Gives a few bytes at a time, so that every piece lies across buffers.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let take = self.1.min(self.0.len()).min(buffer.len());
        buffer[..take].copy_from_slice(&self.0[..take]);
        self.0 = &self.0[take..];
        Ok(take)
    }
}

fn read(text: &str) -> Vec<Result<Value, String>> {
    elements(Drops(text.as_bytes(), 3))
        .map(|value| value.map_err(|error| error.to_string()))
        .collect()
}

fn ok(text: &str) -> Value {
    Value::List(
        read(text)
            .into_iter()
            .map(|value| value.unwrap_or_else(|e| panic!("{text}: {e}")))
            .collect(),
    )
}

#[test]
fn elements_are_those_of_the_whole_list() {
    for text in [
        "[]",
        "[ ]\n",
        "[a]",
        "[a,,b]",
        "[a,]",
        "\u{FEFF}[a,\"b,]\"\"[\",{A:\"},\",B:[1,2]},[x,[y]],\"\",z\"q]",
        "[\n  {\n    A:1\n  },\n  {\n    B:[1]\n  }\n]\n",
        "[\n  [1,2],\n  [3]\n]",
        "[{\"A\":\"x\\\"],{\"},{\"B\":null}]",
        "[\"a\\\"b,c\", null, true, \"x\"]",
        "[\"a\",null]",
        "[{A:\"x\\\",B:[\"y\",null]},null]",
        "[{\"a:b\":\"\",\"c\":\"\\\"}\"},null]",
        "[ a, b]",
        "[1, 2 ,3]",
        "[{A:1},]",
        "[a, ]",
        "[[a],\n]",
        "[[a],\n  ,\n  b,\n]\n",
        "[[a],]",
        "[\u{2028},z]",
        "[\u{2028}\"a,b\",c]",
        "[\u{2028}]",
        "[\u{2028} \u{A0}{A:1},]",
        "[a,\u{2028}]",
        "[a,\u{2028}\"b,c\"]",
        "[{A:1}, ]",
        "[{A:1},\n]",
        "[\u{B}a,\u{B}]",
        "[\u{FEFF}a,\u{FEFF}b]",
        "\u{FEFF}[\u{FEFF}a]",
        "\u{B}[a]",
    ] {
        assert_eq!(ok(text), from_str::<Value>(text).unwrap(), "{text}");
    }
}

/// Where the readers of a mode differ, the elements do so as well.
#[test]
fn elements_of_a_strict_list_are_those_of_the_whole_one() {
    for (text, dialect) in [
        ("[ a, \"b\"]", Dialect::Classic),
        ("[\u{200B}]", Dialect::Classic),
        ("[\u{2028}\u{200B},]", Dialect::Classic),
        ("[ a,b]", Dialect::Modern),
        ("[ \"a\"]", Dialect::Modern),
        ("[ ]", Dialect::Modern),
        ("[{A:1},\n]", Dialect::Modern),
    ] {
        let options = Options { dialect, ..Options::strict() };
        let whole = from_str_with::<Value>(text, &options).unwrap();
        let read: Result<Vec<Value>, _> =
            elements_with(Drops(text.as_bytes(), 1), &options).collect();
        assert_eq!(Value::List(read.unwrap()), whole, "{text}");
    }
}

/// One byte order mark is passed over, whatever the size of the buffers.
#[test]
fn of_two_marks_one_is_data() {
    let read =
        |text: &'static str| lines::<_, String>(Drops(text.as_bytes(), 1)).map(Result::unwrap);
    assert_eq!(
        read("\u{FEFF}\u{FEFF}a\n\u{FEFF}b").collect::<Vec<_>>(),
        ["\u{FEFF}a", "\u{FEFF}b"]
    );
    // The first bytes of this character are those of the mark.
    assert_eq!(read("\u{FEFE}a").collect::<Vec<_>>(), ["\u{FEFE}a"]);
    let whole = Pieces::list(Drops("\u{FEFE}[a]".as_bytes(), 1), &Options::default())
        .next()
        .unwrap()
        .unwrap();
    assert_eq!((whole.text(), whole.offset(), whole.is_element()), ("\u{FEFE}[a]", 0, false));
}

#[test]
fn faults_have_their_place_in_the_whole() {
    for (text, words) in [
        ("[1,2", "expected `]` (line 1, column 5)"),
        ("[{A:1},\n{B:2}]x", "expected the end of the text (line 2, column 7)"),
        ("[a}b]", "expected a comma or `]` (line 1, column 3)"),
        ("{A:1}", "expected `[` (line 1, column 1)"),
        ("[{A:1},\n {B:[1}]", "expected `]` (line 2, column 9)"),
        ("[\"a", "expected `]` (line 1, column 4)"),
    ] {
        let last = read(text).pop().unwrap();
        assert_eq!(last.unwrap_err(), words, "{text}");
    }
    let error = elements::<_, Value>(&b"[a,\xFF]"[..]).last().unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Utf8));
    assert_eq!((error.offset(), error.line(), error.column()), (Some(3), 1, 4));
}

#[test]
fn an_element_that_does_not_convert_is_told_and_the_next_one_read() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Row {
        n: u8,
    }
    let rows: Vec<_> = elements::<_, Row>(&b"[{n:1},\n {n:x},{n:3}]"[..]).collect();
    assert_eq!(rows[0].as_ref().unwrap(), &Row { n: 1 });
    let error = rows[1].as_ref().unwrap_err();
    assert_eq!(error.to_string(), "expected u8, found `x` at [1].n (line 2, column 5)");
    assert_eq!(error.offset(), Some(12));
    assert_eq!(rows[2].as_ref().unwrap(), &Row { n: 3 });
}

#[test]
fn lines_are_values() {
    let text = "\u{FEFF}{A:1}\r\n\n{A:\"x,y\"}\n[1,2]";
    let values: Vec<Value> = lines(Drops(text.as_bytes(), 2)).collect::<Result<_, _>>().unwrap();
    assert_eq!(values, [jsv!({ "A": 1 }), jsv!({ "A": "x,y" }), jsv!([1, 2])]);
}

/// As many elements as wanted, made while they are read.
struct Endless {
    left: usize,
    rest: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() && self.left > 0 {
            self.left -= 1;
            self.rest = if self.left == 0 { b"{A:1}]".to_vec() } else { b"{A:1},".to_vec() };
        }
        let take = self.rest.len().min(buffer.len());
        buffer[..take].copy_from_slice(&self.rest[..take]);
        self.rest.drain(..take);
        Ok(take)
    }
}

#[test]
fn a_list_need_not_fit_into_memory_but_its_elements_have_a_limit() {
    let endless = Endless { left: 200_000, rest: b"[".to_vec() };
    assert_eq!(elements::<_, Value>(endless).filter(Result::is_ok).count(), 200_000);
    let long = format!("[{}]", "x".repeat(1000));
    let error = elements::<_, Value>(long.as_bytes()).limit(999).last().unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLong(999)));
    let error = Pieces::list(&long.as_bytes()[1..], &Options::default())
        .limit(999)
        .last()
        .unwrap()
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLong(999)));
    assert_eq!(elements::<_, Value>(long.as_bytes()).limit(1000).filter(Result::is_ok).count(), 1);
}

proptest! {
    #[test]
    fn what_is_written_is_read_element_by_element(texts in prop::collection::vec(r#"[ a-c"':,{}\[\]\r\n\t\\]{0,8}"#, 0..5), step in 1_usize..7) {
        let list = jsv!([{ "A": (texts.clone()) }, (texts.clone()), "x"]);
        let text = to_string(&list).expect("it can be written");
        let read: Result<Vec<Value>, _> = elements(Drops(text.as_bytes(), step)).collect();
        prop_assert_eq!(Value::List(read.expect("it can be read")), from_str::<Value>(&text).expect("it can be read"), "{}", text);
        let options = Options::lossless();
        let text = jsv_codec::to_string_with(&texts, &options).expect("it can be written");
        let read: Result<Vec<String>, _> = elements_with(Drops(text.as_bytes(), step), &options).collect();
        prop_assert_eq!(read.expect("it can be read"), texts, "{}", text);
    }

    #[test]
    fn any_bytes_end_well(bytes in any::<Vec<u8>>(), step in 1_usize..7) {
        let _ = elements::<_, Value>(Drops(&bytes, step)).count();
        let _ = lines::<_, Value>(Drops(&bytes, step)).count();
    }
}
