//! A stream gets the text in pieces. Wherever these end, it is the text that a string gets.

use jsv_codec::{Options, Serializer, to_string, to_string_with, to_writer, to_writer_with};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

#[derive(Serialize)]
struct Row<'a> {
    short: Option<u8>,
    a_name_of_more_than_sixteen_bytes: Option<&'a str>,
    text: &'a str,
    map: BTreeMap<String, Option<f64>>,
    list: Vec<Option<bool>>,
}

fn row(text: &str, n: usize) -> Row<'_> {
    let map =
        [("a key".to_owned(), None), ("k".repeat(n % 40), Some(1.25)), ("z".to_owned(), None)]
            .into();
    let list = vec![Some(true), None, Some(false), None];
    let name = n.is_multiple_of(3).then_some("x,y");
    Row {
        short: n.is_multiple_of(2).then_some(7),
        a_name_of_more_than_sixteen_bytes: name,
        text,
        map,
        list,
    }
}

/// Takes as many bytes at a time as it likes.
struct Slow(Vec<u8>);
impl io::Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(1 + self.0.len() % 700);
        self.0.extend_from_slice(&bytes[..count]);
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Fails when it has taken so many bytes.
struct Full(usize);
impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| io::Error::other("full"))?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn pieces_make_up_the_text() {
    for length in (0..60).chain([8_170, 8_192, 20_000]) {
        let text = "ы".repeat(length);
        let rows: Vec<Row<'_>> = (0..150).map(|n| row(&text, n)).collect();
        let mut slow = Slow(Vec::new());
        to_writer(&mut slow, &rows).unwrap();
        assert!(String::from_utf8(slow.0).unwrap() == to_string(&rows).unwrap(), "{length}");
        let options = Options::lossless();
        let mut slow = Slow(Vec::new());
        to_writer_with(&mut slow, &rows, &options).unwrap();
        assert!(
            String::from_utf8(slow.0).unwrap() == to_string_with(&rows, &options).unwrap(),
            "{length}"
        );
    }
}

#[test]
fn a_name_without_a_value_is_taken_back_at_the_end_of_a_piece_as_well() {
    #[derive(Serialize)]
    struct Nulls<'a>(&'a str, Pair);
    #[derive(Serialize)]
    struct Pair {
        none: Option<u8>,
        none_under_a_longer_name: Option<u8>,
        some: u8,
    }
    for length in 8_100..8_200 {
        let text = "x".repeat(length);
        let mut out = Vec::new();
        let pair = Pair { none: None, none_under_a_longer_name: None, some: 1 };
        to_writer(&mut out, &Nulls(&text, pair)).unwrap();
        assert!(out == format!("[{text},{{some:1}}]").as_bytes(), "{length}");
    }
}

#[test]
fn an_error_of_the_writer_comes_back() {
    let rows: Vec<Row<'_>> = (0..500).map(|n| row("text", n)).collect();
    let length = to_string(&rows).unwrap().len();
    assert!(to_writer(Full(length), &rows).is_ok());
    for room in [0, 1, 8_192, length - 1] {
        let error = to_writer(Full(room), &rows).unwrap_err();
        assert!(matches!(error.kind(), jsv_codec::ErrorKind::Io(_)), "{error}");
    }
}

#[test]
fn a_serializer_appends_again_and_again() {
    let mut out = String::from("кот=");
    let mut serializer = Serializer::new(&mut out);
    row("a", 2).serialize(&mut serializer).unwrap();
    7.serialize(&mut serializer).unwrap();
    Some("x,y").serialize(&mut serializer).unwrap();
    None::<u8>.serialize(&mut serializer).unwrap();
    assert_eq!(out, format!("кот={}7\"x,y\"", to_string(&row("a", 2)).unwrap()));
}

#[test]
fn the_serializer_goes_from_thread_to_thread() {
    fn check<T: Send + Sync + std::panic::RefUnwindSafe>(_: &T) {}
    check(&Serializer::new(&mut String::new()));
}
