use std::fs;

use insta::assert_snapshot;
use tempfile::tempdir;

use super::{run, sentence};

#[test]
fn it_prints_the_effective_settings_without_secrets() {
    let here = env!("CARGO_MANIFEST_DIR");
    let config = format!("{here}/fixtures/settings/full.toml");
    let shown =
        run(&["check-config", "--config", &config, "--strict=false", "--listen", "localhost:81"])
            .success();
    let text = String::from_utf8(shown.get_output().stdout.clone()).unwrap();
    assert!(!text.contains("argon2"));
    assert_snapshot!(text.replace(here, "HERE"));
}

#[test]
fn what_it_prints_is_a_settings_file_again() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("shown.toml");
    let shown = run(&["check-config", "--seed", "9", "--data", "/srv/state", "--empty"]).success();
    let first = shown.get_output().stdout.clone();
    fs::write(&file, &first).unwrap();
    let again = run(&["check-config", "--config", file.to_str().unwrap()]).success();
    assert_eq!(
        String::from_utf8_lossy(&again.get_output().stdout),
        String::from_utf8_lossy(&first)
    );
}

#[test]
fn a_fault_is_reported_in_one_sentence() {
    let directory = tempdir().unwrap();
    let reported = |name: &str, text: &str, flag: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        sentence(
            run(&["check-config", flag, path.to_str().unwrap()]).get_output(),
            directory.path(),
        )
    };
    let range = "[[coupons]]\ntype = 1\nfrom = 1\nexpires = 2030-01-02\n";
    assert_snapshot!(reported("a.toml", "[limits]\ndeph = 1", "--config"), @"error: DIR/a.toml, line 2: `limits.deph` is not known here; did you mean `depth`?");
    assert_snapshot!(reported("b.toml", "listen = '0.0.0.0:1'", "--config"), @"error: listening on 0.0.0.0:1 would let anybody in as demo/demo; name users in a settings file (--config), with password hashes made by hash-password, or listen on 127.0.0.1");
    assert_snapshot!(reported("c.toml", &format!("{range}to = 0\ncode_length = -1"), "--seed-data"), @"error: DIR/c.toml: `coupons[0]`: 'Code To' must be greater than or equal to '1'. 'Code Length' must be greater than or equal to '0'.");
    assert_snapshot!(reported("d.toml", &format!("{range}to = 100\ncode_length = 2"), "--seed-data"), @"error: DIR/d.toml: `coupons[0]`: 'Code To' 100 has more than 2 digits.");
    assert_snapshot!(reported("e.toml", &format!("{range}to = 2000000"), "--seed-data"), @"error: DIR/e.toml: `coupons[0]`: One call makes at most 1000000 coupons, this one asks for 2000000.");
    assert_snapshot!(reported("f.toml", &format!("{range}to = 1\n{range}to = 2\ndata = '{{Prods'"), "--seed-data"), @"error: DIR/f.toml: `coupons[1]`: 'Data' is neither JSV nor JSON text of a CouponData: expected `}` (line 1, column 7)");
    assert_snapshot!(reported("g.json", "{\"coupons\": 1}", "--seed-data"), @"error: DIR/g.json, line 1: `coupons`: invalid type: integer `1`, expected a sequence");
}
