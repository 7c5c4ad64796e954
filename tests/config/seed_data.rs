use insta::assert_snapshot;
use servicestack_emulator::config::{Notation, SeedData, SeedSource, read_text};

fn fault(notation: Notation, text: &str) -> String {
    read_text::<SeedData>("coupons", notation, text).unwrap_err().to_string()
}

#[test]
fn the_built_in_data_show_every_fate() {
    let coupons = SeedData::read(&SeedSource::BuiltIn).unwrap().coupons;
    assert!(coupons.iter().any(|range| range.voided));
    assert!(coupons.iter().any(|range| range.used));
    assert!(coupons.iter().any(|range| range.activate));
    assert!(
        coupons
            .iter()
            .any(|range| range.expires.0
                < chrono::DateTime::from_timestamp(1_600_000_000, 0).unwrap())
    );
    assert!(
        coupons
            .iter()
            .map(|range| range.coupon_type)
            .collect::<std::collections::HashSet<_>>()
            .len()
            > 2
    );
}

#[test]
fn without_seed_data_there_are_no_coupons() {
    assert_eq!(SeedData::read(&SeedSource::None).unwrap(), SeedData::default());
}

#[test]
fn json_says_the_same_as_toml() {
    let toml = "[[coupons]]\ntype = 1\nprefix = 'AB'\nfrom = 1\nto = 3\nexpires = 2030-01-02\ncheck_sum_from = '1.50'\ncode_fill = '*'";
    let json = r#"{"coupons":[{"type":1,"prefix":"AB","from":1,"to":3,"expires":"2030-01-02","check_sum_from":"1.50","code_fill":"*"}]}"#;
    let from_toml: SeedData = read_text("a", Notation::Toml, toml).unwrap();
    assert_eq!(from_toml, read_text("a", Notation::Json, json).unwrap());
    assert_eq!(from_toml.coupons[0].check_sum_from.unwrap().to_string(), "1.50");
}

#[test]
fn a_name_in_json_is_read_as_json() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("coupons.JSON");
    std::fs::write(&path, r#"{"coupons":[]}"#).unwrap();
    assert_eq!(SeedData::read(&SeedSource::File(path)).unwrap(), SeedData::default());
}

#[test]
fn faults_tell_line_and_key() {
    let range = "[[coupons]]\ntype = 1\nfrom = 1\nto = 2\nexpires = 2030-01-02\n";
    assert_snapshot!(fault(Notation::Toml, "[[coupons]]\ntype = 1\nfrom = 1\nto = 2"), @"coupons, line 1: `coupons[0]`: missing field `expires`");
    assert_snapshot!(fault(Notation::Toml, &format!("{range}prefx = 'A'")), @"coupons, line 6: `coupons[0].prefx` is not known here; did you mean `prefix`?");
    assert_snapshot!(fault(Notation::Toml, &format!("{range}{range}code_fill = '00'")), @r#"coupons, line 11: `coupons[1].code_fill`: invalid value: string "00", expected a character"#);
    assert_snapshot!(fault(Notation::Toml, &format!("{range}check_sum_to = 'much'")), @r#"coupons, line 6: `coupons[0].check_sum_to`: invalid value: string "much", expected a Decimal type representing a fixed-point number"#);
    assert_snapshot!(fault(Notation::Toml, "[[coupon]]"), @"coupons, line 1: `coupon` is not known here; did you mean `coupons`?");
    assert_snapshot!(fault(Notation::Json, r#"{"coupons":[{"type":"x"}]}"#), @r#"coupons, line 1: `coupons[0].type`: invalid type: string "x", expected i32"#);
    assert_snapshot!(fault(Notation::Json, r#"{"coupons":[]"#), @"coupons, line 1: EOF while parsing an object");
    assert_snapshot!(fault(Notation::Json, r#"{"coupons":[]} x"#), @"coupons, line 1: trailing characters");
}
