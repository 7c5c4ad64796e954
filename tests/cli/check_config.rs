use std::fs;

use insta::assert_snapshot;
use servicestack_emulator::config::Setting;
use tempfile::tempdir;

use super::{command, run, sentence};

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

/// What a command prints, and the same without its comments.
fn shown(args: &[&str]) -> (String, String) {
    let ended = run(&[&["check-config"], args].concat()).success();
    let text = String::from_utf8(ended.get_output().stdout.clone()).unwrap();
    let bare = text.lines().filter(|line| !line.starts_with('#'));
    let bare = bare.map(|line| line.split("  # ").next().unwrap().to_owned() + "\n").collect();
    (text, bare)
}

#[test]
fn what_it_prints_is_a_settings_file_again() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("shown.toml");
    let (text, first) = shown(&["--seed", "9", "--data", "/srv/state", "--empty"]);
    fs::write(&file, text).unwrap();
    assert_eq!(shown(&["--config", file.to_str().unwrap()]).1, first);
}

/// Every setting has its source beside it, whether it is set or not.
#[test]
fn each_setting_is_shown_with_its_source() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("apex.toml");
    let text = "title = \"a b\"\n[json]\ndate_handler = 'ISO8601'\n\n[host]\nuse_https_links = true\n\
        disable_features = ['Jsv']\n[host.global_response_headers]\nX-Shop = '7'\n[auth]\nhtml_redirect = '/in'";
    fs::write(&file, text).unwrap();
    let mut command = command(&["check-config", "--config", file.to_str().unwrap()]);
    command.args(["--json-include-null-values", "--host-allow-jsonp-requests=false"]);
    command.env("SSE_AUTH_REGISTER", "true").env("SSE_HOST_API_VERSION", "2.0");
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let text = text.replace(&directory.path().display().to_string(), "DIR");
    let (_, of_host) = text.split_once("[json]\n").unwrap();
    assert_snapshot!(of_host.split_once("\n[tls]").unwrap().0);
    for setting in Setting::all()
        .iter()
        .filter(|setting| ["json", "host", "auth"].contains(&setting.section()))
    {
        let (_, rest) = text.split_once(&format!("[{}]", setting.section())).unwrap();
        let line = rest.lines().find(|line| {
            let line = line
                .trim_start_matches("# ")
                .trim_start_matches(&format!("[{}.", setting.section()));
            line.strip_prefix(setting.name()).is_some_and(|rest| rest.starts_with([' ', ':', ']']))
        });
        let line = line.unwrap_or_else(|| panic!("{} is not shown", setting.key));
        assert!(line.contains("  # "), "{line}");
    }
    let modern = shown(&["--profile", "modern"]).0;
    assert!(modern.contains("# use_camel_case: on  # profile modern"), "{modern}");
    assert!(modern.contains("profile = \"modern\"  # --profile"), "{modern}");
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

/// The files of imported hosts are read as `serve` would, and the settings of the one at the root
/// have their sources beside them.
#[test]
fn a_host_is_checked_before_it_is_served() {
    let directory = tempdir().unwrap();
    let hosts = directory.path().join("hosts").display().to_string();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/import/shop.json");
    for name in ["shop", "mine"] {
        run(&["import", source, "--name", name, "--hosts", &hosts]).success();
    }
    let shown = |args: &[&str]| {
        let text = shown(&[&["--hosts", &hosts], args].concat()).0;
        text.replace(&directory.path().display().to_string(), "DIR")
    };
    let alone = shown(&["--host", "shop", "--strict"]);
    let begin = "# All is well: the contract of shop has ";
    assert!(alone.starts_with(begin) && !alone.contains("Beside it"), "{alone}");
    let source = "title = \"Shop\"  # DIR/hosts/shop/settings.toml, line 5\n";
    assert!(alone.contains(source) && alone.contains("strict = true  # --strict\n"), "{alone}");
    let both = shown(&["--host", "shop,mine", "--root", "mine"]);
    assert!(both.starts_with("# All is well: the contract of mine has "), "{both}");
    assert!(both.contains("# Beside it shop has "), "{both}");
    let apex = shown(&["--host", "shop", "--root", "apex"]);
    assert!(apex.contains("coupons.\n# Beside it shop has "), "{apex}");
    fs::write(directory.path().join("hosts/shop/stubs/GetPrice.json"), "{\"Amout\":1}").unwrap();
    let refused = run(&["check-config", "--hosts", &hosts, "--host", "shop"]).code(2);
    let refused = sentence(refused.get_output(), directory.path());
    assert!(refused.contains("GetPrice.json") && refused.contains("Amout"), "{refused}");
}
