//! Dates without a year, bytes that are no text, and rows with more cells than columns.

use servicestack_emulator::{
    lab::Clock,
    wire::{self, Dialect, Format, ReadError, Reading},
};

use crate::hosts;

fn read<'a>(
    format: Format,
    type_name: &str,
    body: &[u8],
    reading: impl Into<Reading<'a>>,
) -> Result<String, ReadError> {
    let contract = hosts::vectors(&[type_name.to_owned()]);
    let (ty, reading) = (hosts::root(&contract, 0), reading.into());
    let value = wire::read(format, &contract, &ty, body, reading)?;
    Ok(hosts::write(Format::Jsv, &contract, &ty, &value, &reading))
}

fn east(hours: i32) -> Dialect {
    let zone = chrono::FixedOffset::east_opt(hours * 3600).expect("a zone");
    Dialect { zone, ..Dialect::default() }
}

#[test]
fn a_date_without_a_year_is_of_the_year_of_the_host() {
    let evening = Clock::frozen_at("2030-12-31T22:00:00Z".parse().expect("an instant"));
    let date = |text: &str, hours| {
        let dialect = east(hours);
        read(Format::Jsv, "DateTime", text.as_bytes(), Reading::at(&dialect, &evening))
    };
    assert_eq!(date("9-1", 0).as_deref(), Ok("2030-09-01"));
    assert_eq!(date("9-1", 4).as_deref(), Ok("2031-09-01"));
    assert_eq!(date("2 January 03:04", 0).as_deref(), Ok("2030-01-02T03:04:00+00:00"));
    assert!(date("03:04:05", 0).is_err());
    assert!(date("13-1", 0).is_err());
}

#[test]
fn outside_of_time_a_date_needs_a_year() {
    let date = |text: &str| read(Format::Jsv, "DateTime", text.as_bytes(), &east(0));
    assert!(date("9-1").is_err());
    assert_eq!(date("2030-9-1").as_deref(), Ok("2030-09-01"));
}

/// A second byte that does not fit its first one goes with it, as in .NET Framework (recorded: a
/// body gzipped twice).
#[test]
fn broken_characters_are_replaced_as_dot_net_counts_them() {
    let text = |bytes: &[u8]| {
        let read = read(Format::Jsv, "String", bytes, &Dialect::default()).expect("a text");
        read.chars().filter(|letter| *letter == '\u{FFFD}').count()
    };
    assert_eq!(text(b"a\xf0\x8f\xe2\xceb"), 3);
    assert_eq!(text(b"\xed\xa0\x80"), 2);
    assert_eq!(text(b"\xf0b\x8f"), 2);
    assert_eq!(text(b"\xff\x93\xef\xe6"), 4);
}

#[test]
fn a_cell_without_a_column_is_refused() {
    let read = |text: &str| read(Format::Csv, "P", text.as_bytes(), &Dialect::default());
    let error = read("A,B\r\n1,x,y\r\n").expect_err("three cells in two columns");
    assert_eq!((error.exception, error.status), ("ArgumentOutOfRangeException", Some(400)));
    assert_eq!(read("A,B\r\n1\r\n").as_deref(), Ok("{A:1}"));
}
