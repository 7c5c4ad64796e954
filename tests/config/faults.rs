//! A bad settings file is answered with one sentence that names the file, the line, the key and
//! what to do.

use std::path::Path;

use insta::assert_snapshot;
use servicestack_emulator::config::{Layer, Settings};

use super::fault;

#[test]
fn an_unknown_key_is_answered_with_the_nearest() {
    assert_snapshot!(fault("listn = '127.0.0.1:1'"), @"apex.toml, line 1: `listn` is not known here; did you mean `listen`?");
    assert_snapshot!(fault("title = 'x'\n\n[limits]\nbody_byte = 1"), @"apex.toml, line 4: `limits.body_byte` is not known here; did you mean `body_bytes`?");
    assert_snapshot!(fault("zebra = 1"), @"apex.toml, line 1: `zebra` is not known here; the keys are listen, base_path, data, store, fresh, title, profile, endpoints, strict, debug, time_zone, seed, seed_data, empty, cors, json, host, auth, tls, clock, session, jwt, api_keys, identity, limits, miko, lab, tenants, events, uploads, requests, admin, journal, users");
    assert_snapshot!(fault("[clock]\nto = 1"), @"apex.toml, line 2: `clock.to` is not known here; the keys are frozen_at, at, rate");
    assert_snapshot!(fault("[clock]\nrate = 0"), @"apex.toml, line 2: `clock.rate`: 0 is not between 0.001 and 1000000");
    assert_snapshot!(fault("[clock]\nrate = 1e9"), @"apex.toml, line 2: `clock.rate`: 1000000000 is not between 0.001 and 1000000");
    assert_snapshot!(fault("[clock]\nfrozen_at = 2026-01-01\nrate = 2"), @"apex.toml, line 2: `clock.frozen_at` contradicts `clock.at` and `clock.rate`: a frozen clock does not run");
    assert_snapshot!(fault("[host]\ndefault_contenttype = 'text/csv'"), @"apex.toml, line 2: `host.default_contenttype` is not known here; did you mean `default_content_type`?");
    assert_snapshot!(fault("[auth]\nhtml_redirct = '/in'"), @"apex.toml, line 2: `auth.html_redirct` is not known here; did you mean `html_redirect`?");
    assert_snapshot!(fault("[json]\ndate_handlr = 'ISO8601'"), @"apex.toml, line 2: `json.date_handlr` is not known here; did you mean `date_handler`?");
    assert_snapshot!(fault("[[users]]\nname = 'a'\npasword = 'b'"), @"apex.toml, line 3: `users[0].pasword` is not known here; did you mean `password`?");
}

#[test]
fn a_location_of_uploads_is_checked() {
    for (rest, reason) in [
        ("name = '../x'", "\"../x\" is no name of a location"),
        ("read = 'Admin'", "is no name of a location"),
        ("name = 'a'\noperations = ['Eat']", "\"Eat\" is none of Read, Create"),
        ("name = 'a'\nmin_bytes = 3\nmax_bytes = 2", "no file would be taken"),
        ("name = 'a'\nmax_file = 2", "did you mean `max_files`?"),
    ] {
        let sentence = fault(&format!("[[uploads.locations]]\n{rest}"));
        assert!(sentence.contains(reason), "{sentence}");
    }
}

#[test]
fn a_bad_value_is_answered_with_what_is_expected() {
    assert_snapshot!(fault("listen = 'here'"), @r#"apex.toml, line 1: `listen`: invalid value: string "here", expected an address and a port such as "127.0.0.1:7580" or "[::1]:7580""#);
    assert_snapshot!(fault("store = 'mysql://till:secret@db/coupons'"), @"apex.toml, line 1: `store`: a store begins with postgres://, as in postgres://user@host/database");
    assert_snapshot!(fault("store = 'postgres://till:secret@db:port/coupons'"), @"apex.toml, line 1: `store`: invalid value for option `port`");
    assert_snapshot!(fault("listen = 7580"), @r#"apex.toml, line 1: `listen`: invalid type: integer `7580`, expected an address and a port such as "127.0.0.1:7580" or "[::1]:7580""#);
    assert_snapshot!(fault("strict = 'yes'"), @r#"apex.toml, line 1: `strict`: invalid type: string "yes", expected a boolean"#);
    assert_snapshot!(fault("time_zone = '+15:00'"), @r#"apex.toml, line 1: `time_zone`: invalid value: string "+15:00", expected an offset from UTC such as "+04:00", at most 14 hours, or "UTC""#);
    assert_snapshot!(fault("profile = 'newest'"), @"apex.toml, line 1: `profile`: unknown variant `newest`, expected `classic` or `modern`");
    assert_snapshot!(fault("[session]\nexpiry = '0s'"), @r#"apex.toml, line 2: `session.expiry`: invalid value: string "0s", expected a duration such as "30s", "20min" or "14days", more than nothing and at most 36500days"#);
    assert_snapshot!(fault("[limits]\ndepth = 0"), @"apex.toml, line 2: `limits.depth`: 0 is not between 1 and 256");
    assert_snapshot!(fault("[limits]\nqueue = -1"), @"apex.toml, line 2: `limits.queue`: -1 is not between 1 and 1000000");
    assert_snapshot!(fault("[clock]\nfrozen_at = 'noon'"), @r#"apex.toml, line 2: `clock.frozen_at`: invalid value: string "noon", expected an instant such as "2026-03-01T12:00:00Z", or a date such as "2026-03-01""#);
    assert_snapshot!(fault("[clock]\nfrozen_at = 12:00:00"), @r#"apex.toml, line 2: `clock.frozen_at`: invalid value: string "12:00:00", expected an instant such as "2026-03-01T12:00:00Z", or a date such as "2026-03-01""#);
    assert_snapshot!(fault("seed = -1"), @"apex.toml, line 1: `seed`: -1 is not between 0 and 9223372036854775807");
}

#[test]
fn a_misspelt_word_is_answered_with_the_nearest() {
    assert_snapshot!(fault("[json]\ndate_handler = 'ISO861'"), @"apex.toml, line 2: `json.date_handler`: `ISO861` is not known here; did you mean `ISO8601`?");
    assert_snapshot!(fault("[json]\ntext_case = 'camelCase'"), @"apex.toml, line 2: `json.text_case`: `camelCase` is not known here; did you mean `CamelCase`?");
    assert_snapshot!(fault("[json]\nproperty_convention = 'Lenientt'"), @"apex.toml, line 2: `json.property_convention`: `Lenientt` is not known here; did you mean `Lenient`?");
    assert_snapshot!(fault("[host]\ndisable_features = ['Xml', 'Jvs']"), @"apex.toml, line 2: `host.disable_features[1]`: `Jvs` is not known here; did you mean `Jsv`?");
    assert_snapshot!(fault("[host]\ndisable_features = ['RequestInfo']"), @"apex.toml, line 2: `host.disable_features[0]`: unknown variant `RequestInfo`, expected one of `Json`, `Xml`, `Jsv`, `Csv`, `Html`, `Metadata`, `PredefinedRoutes`");
    assert_snapshot!(fault("[host]\ndefault_content_type = 'application/jsn'"), @r#"apex.toml, line 2: `host.default_content_type`: "application/jsn" is no content type that the host can write"#);
}

#[test]
fn what_would_break_a_head_is_refused() {
    assert_snapshot!(fault("[host]\nglobal_response_headers = { 'X Shop' = '7' }"), @r#"apex.toml, line 2: `host.global_response_headers`: "X Shop" is no name of a header"#);
    assert_snapshot!(fault("[host.global_response_headers]\nX-Shop = \"7\\r\\nSet-Cookie: a\""), @"apex.toml, line 1: `host.global_response_headers`: the header X-Shop is not on one line");
    assert_snapshot!(fault("[host]\nmap_exception_to_status_code = { ArgumentException = 42 }"), @"apex.toml, line 2: `host.map_exception_to_status_code`: a status is a number from 400 to 599");
    assert_snapshot!(fault("[host]\nrestrict_all_cookies_to_domain = 'a;b'"), @r#"apex.toml, line 2: `host.restrict_all_cookies_to_domain`: "a;b" is no domain"#);
    for key in ["html_redirect", "html_redirect_return_param", "html_logout_redirect"] {
        let sentence = fault(&format!("title = 'x'\n[auth]\n{key} = \"/a\\nb\""));
        let expected = format!("apex.toml, line 3: `auth.{key}`: a text on one line is expected");
        assert_eq!(sentence, expected);
    }
    for line in [
        "title = \"a\\nb\"",
        "title = \"a\\u007Fb\"",
        "host.api_version = \"1\\n\"",
        "host.append_utf8_charset_on_content_types = [\"text/csv\", \"text/\\ncsv\"]",
    ] {
        let (key, _) = line.split_once(' ').unwrap();
        let expected = format!("apex.toml, line 1: `{key}`: a text on one line is expected");
        assert_eq!(fault(line), expected);
    }
    assert_snapshot!(fault("[host]\ndefault_redirect_path = \"/a\\nb\""), @"apex.toml, line 2: `host.default_redirect_path`: a text on one line is expected");
}

/// A value on several lines stands whole in the sentence.
#[test]
fn a_sentence_is_not_cut_within_a_value() {
    assert_snapshot!(fault("[host]\ndefault_content_type = \"text/\\ncsv\""), @r#"apex.toml, line 2: `host.default_content_type`: "text/\ncsv" is no content type that the host can write"#);
    assert_snapshot!(fault("profile = \"new\\nest\""), @"apex.toml, line 1: `profile`: unknown variant `new est`, expected `classic` or `modern`");
}

#[test]
fn values_that_no_host_could_use_are_refused() {
    for address in [
        "",
        "shop.example",
        "/svc",
        "ftp://shop.example",
        "http:shop",
        "https://a b",
        "https://",
        "https://a?b",
    ] {
        let sentence = fault(&format!("host.web_host_url = '{address}'"));
        let expected = format!(
            "`host.web_host_url`: \"{address}\" is no address; one is written as \"https://shop.example\""
        );
        assert!(sentence.ends_with(&expected), "{sentence}");
    }
    for key in ["default_redirect_path", "metadata_redirect_path"] {
        for path in ["/", "", "~/", "//"] {
            let sentence = fault(&format!("host.{key} = '{path}'"));
            let expected = format!("`host.{key}`: \"{path}\" would send a browser to itself");
            assert!(sentence.ends_with(&expected), "{sentence}");
        }
    }
    assert_snapshot!(fault("host.default_redirect_path = '/a b'"), @r#"apex.toml, line 1: `host.default_redirect_path`: "/a b" has blanks; write them as %20"#);
    for name in ["", "a&b", "a=b", "a#b", "a?b", "a b"] {
        let sentence = fault(&format!("auth.html_redirect_return_param = '{name}'"));
        assert!(sentence.ends_with(&format!("\"{name}\" is no name of a parameter")), "{sentence}");
    }
    assert_snapshot!(fault("json.max_depth = 0"), @"apex.toml, line 1: `json.max_depth`: 0 is no depth; the least is 1");
    for name in ["Content-Length", "date", "Transfer-Encoding", "connection", "Content-Type"] {
        let sentence = fault(&format!("[host.global_response_headers]\n{name} = '7'"));
        assert!(
            sentence.ends_with(&format!("the server itself writes the header {name}")),
            "{sentence}"
        );
    }
    for status in [0, 200, 302, 399, 600] {
        let sentence = fault(&format!("host.map_exception_to_status_code = {{ A = {status} }}"));
        assert!(sentence.ends_with("a status is a number from 400 to 599"), "{sentence}");
    }
}

/// ServiceStack's own names of what stands elsewhere here.
#[test]
fn a_key_of_servicestack_is_answered_with_ours() {
    assert_snapshot!(fault("[host]\ndebug_mode = true"), @"apex.toml, line 2: `host.debug_mode` is not known here; ServiceStack's DebugMode is `debug`, at the top");
    assert_snapshot!(fault("debug_mode = true"), @"apex.toml, line 1: `debug_mode` is not known here; ServiceStack's DebugMode is `debug`, at the top");
    for (section, key, ours) in [
        ("host", "handler_factory_path", "`base_path`, at the top"),
        ("host", "admin_auth_secret", "`auth.secret`"),
        ("auth", "max_login_attempts", "`session.lock_after`"),
        ("auth", "session_expiry", "`session.expiry`"),
        ("json", "emit_camel_case_names", "`json.text_case = \"CamelCase\"`"),
        ("json", "emit_lowercase_underscore_names", "`json.text_case = \"SnakeCase\"`"),
        ("host", "enable_features", "`host.disable_features`, with those that are removed"),
        ("host", "use_bcl_json_serializers", "`json.library = \"datacontract\"`"),
        ("host", "allow_non_http_only_cookies", "`host.use_http_only_cookies = false`"),
        ("auth", "registration_feature", "`auth.register`"),
    ] {
        let sentence = fault(&format!("[{section}]\n{key} = 1"));
        assert!(
            sentence.starts_with(&format!("apex.toml, line 2: `{section}.{key}` is")),
            "{sentence}"
        );
        assert!(sentence.ends_with(&format!(" is {ours}")), "{sentence}");
    }
}

/// A name that is nearly one of the exceptions that the host knows; others may be its own.
#[test]
fn misspelt_exceptions_are_found() {
    let text = "[host.map_exception_to_status_code]\nArgumentExeption = 422\nArgumentException = 422\n\
        OutOfStockException = 409\nNotSuportedException = 400";
    let settings = Layer::from_text("apex.toml", text).unwrap().settings();
    let expected = [
        ("ArgumentExeption", "ArgumentException"),
        ("NotSuportedException", "NotSupportedException"),
    ];
    assert_eq!(settings.host.misspelt(), expected);
}

/// Whichever source each setting came from.
#[test]
fn contradictions_are_answered_with_file_and_line() {
    let found = |text: &str| {
        let layer = Layer::from_text("apex.toml", text).expect("each by itself is good");
        Settings::from_layer(layer).unwrap_err().to_string()
    };
    assert_snapshot!(found("title = 'x'\n[host]\ndisable_features = ['Jsv']\ndefault_content_type = 'application/jsv'"), @"apex.toml, line 4: `host.default_content_type` is application/jsv, which `host.disable_features` switches off; change one");
    assert_snapshot!(found("[host]\nuse_https_links = true\nweb_host_url = 'http://shop.example'"), @"apex.toml, line 2: `host.use_https_links` contradicts `host.web_host_url`, which begins with http://; change one");
    assert_snapshot!(found("[json]\ntext_case = 'SnakeCase'\n\n[host]\nuse_camel_case = true"), @"apex.toml, line 5: `host.use_camel_case` and `json.text_case` contradict each other; remove one");
    assert_snapshot!(found("[json]\ntext_case = 'CamelCase'\n[host]\nuse_camel_case = false"), @"apex.toml, line 4: `host.use_camel_case` and `json.text_case` contradict each other; remove one");
    assert_snapshot!(found("[host]\nallow_jsonp_requests = false\njsonp_content_type = 'text/plain'"), @"apex.toml, line 3: `host.jsonp_content_type` is of JSONP, which `host.allow_jsonp_requests` switches off; remove one");
    assert_snapshot!(found("[auth]\nhtml_redirect = ''\nhtml_redirect_return_param = 'ReturnUrl'"), @"apex.toml, line 3: `auth.html_redirect_return_param` is of the page that `auth.html_redirect` names, which is empty; remove one");
    assert_snapshot!(found("[auth]\nhtml_redirect_return_path_only = true\nhtml_redirect = ''"), @"apex.toml, line 2: `auth.html_redirect_return_path_only` is of the page that `auth.html_redirect` names, which is empty; remove one");
    assert_snapshot!(found("\njson = 'system'"), @r#"apex.toml, line 2: `json = "system"` is for hosts of 10.x; set profile = "modern", or remove it"#);
    assert_snapshot!(found("[json]\nlibrary = 'system'"), @r#"apex.toml, line 2: `json = "system"` is for hosts of 10.x; set profile = "modern", or remove it"#);
    assert_snapshot!(found("[json]\nsystem_json_compatible = true"), @r#"apex.toml, line 2: `json.system_json_compatible` is for hosts of 10.x; set profile = "modern", or remove it"#);
    assert_snapshot!(found("endpoints = true"), @r#"apex.toml, line 1: `endpoints` is for hosts of 10.x; set profile = "modern", or remove it"#);
    assert_snapshot!(found("[identity]\nenabled = true"), @r#"apex.toml, line 2: `[identity]` is for hosts of 10.x; set profile = "modern", or remove it"#);
    // The flag is what the file contradicts; the file's line is to be changed.
    let file = Layer::from_text("apex.toml", "[host]\nuse_https_links = true").unwrap();
    let flag = Layer::of("host.web_host_url", "http://shop.example").unwrap();
    assert_snapshot!(Settings::from_layer(flag.over(file)).unwrap_err().to_string(), @"apex.toml, line 2: `host.use_https_links` contradicts `host.web_host_url`, which begins with http://; change one");
}

#[test]
fn origins_and_certificates_are_whole() {
    assert_snapshot!(fault("cors = 'all'"), @r#"apex.toml, line 1: `cors`: "all" is neither "off" nor "any"; origins are written as a list"#);
    assert_snapshot!(fault("cors = ['https://till.example/']"), @r#"apex.toml, line 1: `cors`: "https://till.example/" is no origin; one is written as "https://till.example:8443", without a path"#);
    assert_snapshot!(fault("cors = true"), @r#"apex.toml, line 1: `cors`: expected "off", "any", a list of origins such as ["https://till.example"], or a table of origins, methods, headers, exposed, credentials and max_age"#);
    assert_snapshot!(fault("cors = { origins = 'any', headers = ['a b'] }"), @r#"apex.toml, line 1: `cors`: "a b" is no name of a header"#);
    assert_snapshot!(fault("[tls]\ncert = 'x'"), @"apex.toml, line 2: `tls.cert` is not known here; did you mean `certificate`?");
}

#[test]
fn what_is_no_toml_is_reported_with_its_line() {
    assert_snapshot!(fault("title = 'x'\nlisten 5"), @"apex.toml, line 2: key with no value, expected `=`");
    assert_snapshot!(fault("title = 'x'\ntitle = 'y'"), @"apex.toml, line 2: duplicate key");
    assert_snapshot!(fault("title = 'x"), @"apex.toml, line 1: invalid literal string, expected `'`");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let reported = |name: &str| {
        let path = directory.path().join(name);
        let reported = Layer::from_file(&path).unwrap_err().to_string();
        reported.replace(&directory.path().display().to_string(), "DIR")
    };
    std::fs::write(directory.path().join("latin.toml"), b"title = '\xe9'").unwrap();
    std::fs::write(directory.path().join("both.toml"), "empty = true\nseed_data = 'x'").unwrap();
    std::fs::write(directory.path().join("long.toml"), vec![b'#'; (16 << 20) + 1]).unwrap();
    assert_snapshot!(reported("absent.toml"), @"DIR/absent.toml: cannot be opened: No such file or directory (os error 2)");
    assert_snapshot!(reported("latin.toml"), @"DIR/latin.toml: cannot be read as text: stream did not contain valid UTF-8");
    assert_snapshot!(reported("both.toml"), @"DIR/both.toml, line 2: `empty` and `seed_data` contradict each other; remove one");
    std::fs::write(directory.path().join("key.toml"), "[tls]\ncertificate = 'x.pem'").unwrap();
    std::fs::write(
        directory.path().join("certificates.toml"),
        "[tls]\nself_made = true\ncertificate = 'x'\nkey = 'y'",
    )
    .unwrap();
    assert_snapshot!(reported("key.toml"), @"DIR/key.toml, line 1: `tls.key` is missing beside `tls.certificate`");
    assert_snapshot!(reported("certificates.toml"), @"DIR/certificates.toml, line 1: `tls.self_made` and `tls.certificate` contradict each other; remove one");
    assert_snapshot!(reported("long.toml"), @"DIR/long.toml: is longer than 16777216 bytes");
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("windows.toml");
    std::fs::write(&path, "\u{feff}title = 'x'\r\nstrict = true\r\n").unwrap();
    assert!(Layer::from_file(Path::new(&path)).unwrap().settings().strict);
}
