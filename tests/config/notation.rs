use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use proptest::prelude::*;
use servicestack_emulator::config::Textual;

use super::layer;

#[test]
fn addresses() {
    assert_eq!(SocketAddr::parse("localhost:80"), Some(([127, 0, 0, 1], 80).into()));
    assert_eq!(SocketAddr::parse("[::1]:0").map(|address| address.port()), Some(0));
    for bad in [
        "",
        "80",
        ":80",
        "127.0.0.1",
        "127.0.0.1:65536",
        "example.org:80",
        "localhost:",
        "localhost:x",
    ] {
        assert_eq!(SocketAddr::parse(bad), None, "{bad}");
    }
}

#[test]
fn instants() {
    let noon: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
    for text in [
        "2026-03-01T12:00:00Z",
        "2026-03-01T16:00:00+04:00",
        "2026-03-01T12:00:00",
        "2026-03-01 12:00:00",
    ] {
        assert_eq!(DateTime::parse(text), Some(noon), "{text}");
    }
    assert_eq!(DateTime::parse("2026-03-01"), "2026-03-01T00:00:00Z".parse().ok());
    for bad in
        ["", "2026-02-30", "2026-03-01T25:00:00Z", "+12026-01-01", "0000-01-01", "12:00:00", "now"]
    {
        assert_eq!(DateTime::parse(bad), None, "{bad}");
    }
}

#[test]
fn a_file_may_write_an_instant_as_a_toml_date() {
    for text in ["2026-03-01T12:00:00Z", "2026-03-01 12:00:00", "\"2026-03-01T12:00:00Z\""] {
        let frozen_at =
            layer(&format!("[clock]\nfrozen_at = {text}")).settings().clock.frozen_at.unwrap();
        assert_eq!(frozen_at.0.text(), "2026-03-01T12:00:00Z", "{text}");
    }
}

#[test]
fn offsets() {
    assert_eq!(FixedOffset::parse("UTC"), FixedOffset::east_opt(0));
    assert_eq!(FixedOffset::parse("+04:00"), FixedOffset::east_opt(4 * 3600));
    assert_eq!(FixedOffset::parse("-03:30"), FixedOffset::west_opt(3 * 3600 + 1800));
    for bad in ["", "4", "+14:01", "Asia/Tbilisi"] {
        assert_eq!(FixedOffset::parse(bad), None, "{bad}");
    }
}

#[test]
fn durations() {
    assert_eq!(Duration::parse("20min"), Some(Duration::from_secs(1200)));
    for bad in ["", "0s", "20", "-1s", "36501days", "99999999999999years"] {
        assert_eq!(Duration::parse(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_notation_panic(text in ".{0,40}") {
        let _ = (SocketAddr::parse(&text), DateTime::<Utc>::parse(&text), FixedOffset::parse(&text), Duration::parse(&text));
    }

    #[test]
    fn what_is_shown_reads_as_the_same(seconds in 1u64..3_000_000_000, zone in -50_400i32..=50_400) {
        let span = Duration::from_secs(seconds);
        prop_assert_eq!(Duration::parse(&span.text()), Some(span));
        let instant = DateTime::from_timestamp(seconds as i64, 123_456_700).unwrap();
        prop_assert_eq!(DateTime::parse(&instant.text()), Some(instant));
        let zone = FixedOffset::east_opt(zone / 60 * 60).unwrap();
        prop_assert_eq!(FixedOffset::parse(&zone.text()), Some(zone));
    }
}
