//! Any text as every scalar; what is read can be written and read again.
#![no_main]

use jsv_codec::Dialect;
use jsv_codec::scalar::{
    boolean, bytes, character, date_time, date_time_offset, decimal, duration, enumeration, float, guid, integer,
    json_string, time_only, uri, xml,
};
use libfuzzer_sys::fuzz_target;

/// In XML, and as a string of JSON.
fn elsewhere(text: &str) {
    let utc = chrono::FixedOffset::east_opt(0).expect("a zone");
    let mut out = String::new();
    json_string::write(text, &mut out);
    assert_eq!(json_string::read(&out).as_deref(), Ok(text), "{out}");
    let _ = (json_string::read(text).is_ok(), uri::check(text), xml::integer::read::<i32>(text), xml::decimal::read(text));
    let _ = (xml::boolean::read(text), xml::float::read_f32(text), xml::guid::read(text), time_only::read(text));
    let _ = enumeration::read(text, |name| (name == "a").then_some(1));
    let modern = Dialect::Modern;
    let _ = (modern.read_bool(text), modern.read_char(text), modern.read_f32(text), modern.read_decimal(text));
    let _ = (modern.read_time_span(text), modern.read_date_time_offset(text, utc));
    if let Ok(number) = xml::float::read_f64(text) {
        for dialect in [Dialect::Classic, modern] {
            let mut out = String::new();
            xml::float::write_f64(number, dialect, &mut out);
            assert!(number.is_nan() || xml::float::read_f64(&out) == Ok(number), "{text}: {out}");
        }
    }
    if let Ok(ticks) = xml::duration::read(text) {
        let mut out = String::new();
        xml::duration::write(ticks, &mut out);
        assert_eq!(xml::duration::read(&out), Ok(ticks), "{text}: {out}");
    }
    if let Ok(date) = xml::date_time::read(text, utc) {
        let mut out = String::new();
        xml::date_time::write(&date, utc, &mut out);
        assert_eq!(xml::date_time::read(&out, utc), Ok(date), "{text}: {out}");
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    elsewhere(text);
    let mut out = String::new();
    let _ =
        (boolean::read(text), integer::read::<u8>(text), integer::read::<u64>(text), character::read(text));
    if let Ok(n) = integer::read::<i64>(text) {
        integer::write(n, &mut out);
        assert_eq!(integer::read(&out), Ok(n));
    }
    if let Ok(n) = float::read_f64(text) {
        let mut out = String::new();
        float::write_f64_round_trip(n, &mut out);
        assert!(n.is_nan() || float::read_f64(&out) == Ok(n), "{text}: {out}");
        float::write_f64(n, &mut out);
    }
    let _ = float::read_f32(text);
    if let Ok(n) = decimal::read(text) {
        let mut out = String::new();
        decimal::write(&n, &mut out);
        assert_eq!(decimal::read(&out), Ok(n));
    }
    if let Ok(id) = guid::read(text) {
        let mut out = String::new();
        guid::write(&id, &mut out);
        assert_eq!(guid::read(&out), Ok(id));
    }
    if let Ok(b) = bytes::read(text) {
        let mut out = String::new();
        bytes::write(&b, &mut out);
        assert_eq!(bytes::read(&out), Ok(b));
    }
    if let Ok(ticks) = duration::read(text) {
        let mut out = String::new();
        duration::write(ticks, &mut out);
        // The fraction went through a double, which has 1/8192 s left at the end of the longest
        // duration.
        assert!(duration::read(&out).is_ok_and(|again| again.abs_diff(ticks) < 1_221), "{text}: {out}");
    }
    for hours in [0, 4, -5] {
        let zone = chrono::FixedOffset::east_opt(hours * 3600).expect("a zone");
        if let Ok(date) = date_time::read(text, zone) {
            let mut out = String::new();
            date_time::write(&date, zone, &mut out);
            let again = date_time::read(&out, zone).unwrap_or_else(|_| panic!("{text:?}: {out}"));
            // Midnight is written without its zone.
            let midnight = out.len() == 10;
            // At both ends of the calendar a conversion stops.
            let end = out.starts_with("0001-01-01") || out.starts_with("9999-12-31");
            assert!(midnight || end || again.to_utc(zone) == date.to_utc(zone), "{text:?}: {out}");
        }
        if let Ok(date) = date_time_offset::read(text, zone) {
            let mut out = String::new();
            date_time_offset::write(&date, &mut out);
            let _ = date_time_offset::read(&out, zone).unwrap_or_else(|_| panic!("{text:?}: {out}"));
        }
    }
});
