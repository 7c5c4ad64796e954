use std::path::Path;
use std::time::Duration;

use servicestack_emulator::config::{Bounded, Certificate, Layer, SeedSource, Settings};
use servicestack_emulator::host::{Cors, CorsFeature, Edition, Profile};
use servicestack_emulator::wire::JsonDialect;

use super::layer;

#[test]
fn without_any_source_everything_has_its_default() {
    let settings = Settings::from_layer(Layer::default()).unwrap();
    insta::with_settings!({ filters => vec![(r"workers = \d+", "workers = N")] }, {
        insta::assert_snapshot!(settings.to_toml().unwrap());
    });
}

#[test]
fn every_key_of_a_file_is_effective() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/settings/full.toml");
    let settings = Settings::from_layer(Layer::from_file(&path).unwrap()).unwrap();
    insta::with_settings!({ filters => vec![(env!("CARGO_MANIFEST_DIR"), "HERE")] }, {
        insta::assert_snapshot!(settings.to_toml().unwrap());
    });
}

#[test]
fn the_upper_layer_wins_key_by_key() {
    let file = layer(
        "title = 'file'\nstrict = true\n[limits]\ndepth = 5\nbody_bytes = 10\n[session]\nexpiry = '1h'",
    );
    let flags = layer("title = 'flag'\n[limits]\ndepth = 6");
    let settings = Settings::from_layer(flags.over(file)).unwrap();
    assert_eq!(settings.title, "flag");
    assert!(settings.strict);
    assert_eq!(
        (settings.limits.depth.get(), settings.limits.body_bytes.map(|most| most.get())),
        (6, Some(10))
    );
    assert_eq!(settings.session.expiry.0, Duration::from_secs(3600));
}

#[test]
fn a_flag_can_take_back_what_the_file_switched_on() {
    let settings =
        Settings::from_layer(layer("strict = false").over(layer("strict = true"))).unwrap();
    assert!(!settings.strict);
}

#[test]
fn whoever_speaks_of_seed_data_decides_it_whole() {
    let chosen =
        |upper: &str, lower: &str| layer(upper).over(layer(lower)).settings().seed_source();
    assert_eq!(chosen("", ""), SeedSource::BuiltIn);
    assert_eq!(chosen("empty = true", "seed_data = 'a.toml'"), SeedSource::None);
    assert_eq!(chosen("seed_data = 'b.toml'", "empty = true"), SeedSource::File("b.toml".into()));
    assert_eq!(chosen("empty = false", "seed_data = 'a.toml'"), SeedSource::BuiltIn);
    assert_eq!(chosen("", "seed_data = 'a.toml'"), SeedSource::File("a.toml".into()));
}

#[test]
fn paths_in_a_file_start_at_its_directory() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("apex.toml");
    std::fs::write(&path, "data = 'state'\nseed_data = '/srv/coupons.toml'").unwrap();
    let settings = Layer::from_file(&path).unwrap().settings();
    assert_eq!(settings.data, directory.path().join("state"));
    assert_eq!(settings.seed_data.unwrap(), Path::new("/srv/coupons.toml"));
}

#[test]
fn the_demo_user_is_let_in_on_loopback_only() {
    let start = |listen: &str, users: &str| {
        Settings::from_layer(layer(&format!("listen = '{listen}'\n{users}")))
    };
    for home in ["127.0.0.1:0", "127.8.8.8:80", "[::1]:80", "localhost:80", "[::ffff:127.0.0.1]:80"]
    {
        assert!(start(home, "").is_ok(), "{home}");
    }
    for abroad in ["0.0.0.0:80", "[::]:80", "192.168.1.2:80"] {
        assert!(start(abroad, "").is_err(), "{abroad}");
        assert!(start(abroad, "users = []").is_ok(), "nobody can sign in at {abroad}");
    }
    insta::assert_snapshot!(start("0.0.0.0:7580", "").unwrap_err(), @"listening on 0.0.0.0:7580 would let anybody in as demo/demo; name users in a settings file (--config), with password hashes made by hash-password, or listen on 127.0.0.1");
}

#[test]
fn the_demo_user_signs_in_as_demo_with_demo() {
    let users = Settings::from_layer(Layer::default()).unwrap().effective_users();
    let users = servicestack_emulator::auth::Users::new(users);
    assert!(users.verify("demo", "demo").is_some());
    assert!(users.verify("demo", "Demo").is_none());
}

#[test]
fn a_bounded_number_keeps_its_bounds() {
    assert_eq!(Bounded::<1, 5>::new(5).map(Bounded::get), Some(5));
    assert!(Bounded::<1, 5>::new(0).is_none() && Bounded::<1, 5>::new(6).is_none());
}

#[test]
fn whoever_speaks_of_tls_decides_it_whole() {
    let effective =
        |upper: &str, lower: &str| layer(upper).over(layer(lower)).settings().tls.certificate();
    let files = "[tls]\ncertificate = 'c.pem'\nkey = 'k.pem'";
    let own = Certificate::Files { certificate: "c.pem".into(), key: "k.pem".into() };
    assert_eq!(effective("", ""), None);
    assert_eq!(effective("", files), Some(own));
    assert_eq!(effective("[tls]\nself_made = true", files), Some(Certificate::SelfMade));
    assert_eq!(effective("[tls]\nself_made = false", files), None);
}

#[test]
fn cors_is_off_for_any_or_for_some() {
    let cors = |text: &str| Settings::from_layer(layer(text)).unwrap().cors.0;
    assert_eq!(cors(""), Cors::Off);
    assert_eq!(cors("cors = 'any'"), Cors::Any);
    assert_eq!(
        cors("cors = ['http://localhost:3000']"),
        Cors::Origins(vec!["http://localhost:3000".to_owned()])
    );
    let headers = vec!["Content-Type".to_owned(), "Authorization".to_owned()];
    let text = "cors = { origins = 'any', headers = ['Content-Type', 'Authorization'] }";
    assert_eq!(
        cors(text),
        Cors::Feature(CorsFeature { headers: headers.clone(), ..CorsFeature::default() })
    );
    let origins = Some(vec!["https://till.example".to_owned()]);
    let text =
        "[cors]\norigins = ['https://till.example']\nheaders = ['Content-Type', 'Authorization']";
    assert_eq!(
        cors(text),
        Cors::Feature(CorsFeature { origins, headers, ..CorsFeature::default() })
    );
    let shown = Settings::from_layer(layer(text)).unwrap().to_toml().unwrap();
    assert_eq!(cors(&shown), cors(text), "what is shown can be read");
}

#[test]
fn endpoints_and_the_library_of_json_are_those_of_a_modern_host() {
    let edition = |text: &str| Settings::from_layer(layer(text)).map(|settings| settings.edition());
    let modern = Profile::Modern.edition();
    let endpoints = modern.with_endpoints();
    assert_eq!(edition("profile = 'modern'"), Ok(modern));
    assert_eq!(edition("profile = 'modern'\nendpoints = true"), Ok(endpoints));
    let of_library = |json| Ok(Edition { json, ..endpoints });
    for text in ["json = 'servicestack'", "[json]\nlibrary = 'servicestack'"] {
        let text = format!("profile = 'modern'\nendpoints = true\n{text}");
        assert_eq!(edition(&text), of_library(JsonDialect::ServiceStack));
    }
    let system = Edition { json: JsonDialect::System, ..modern };
    assert_eq!(edition("profile = 'modern'\njson = 'system'"), Ok(system));
    insta::assert_snapshot!(edition("endpoints = true").unwrap_err(), @r#"apex.toml, line 1: `endpoints` is for hosts of 10.x; set profile = "modern", or remove it"#);
    insta::assert_snapshot!(edition("json = 'system'").unwrap_err(), @r#"apex.toml, line 1: `json = "system"` is for hosts of 10.x; set profile = "modern", or remove it"#);
}

#[test]
fn a_layer_takes_what_settings_take() {
    let limits = |layer: Layer| layer.settings().limits;
    assert_eq!(limits(Layer::of("limits.depth", 9).unwrap()).depth.get(), 9);
    assert_eq!(Layer::of("limits.depth", 0).unwrap_err(), "0 is not between 1 and 256");
    let unknown = Layer::of("limits.depht", 1).unwrap_err();
    assert_eq!(unknown, "`depht` is not known here; did you mean `depth`?");
    let unknown = Layer::of("json.text_case", "camelCase").unwrap_err();
    assert_eq!(unknown, "`camelCase` is not known here; did you mean `CamelCase`?");
    let both = layer("title = 'x'\nstrict = true");
    assert!(both.only(&["title"]).sets("title") && !both.only(&["title"]).sets("strict"));
    assert_eq!(
        format!("{:?}", layer("[jwt]\nsecret = '0123456789abcdef0123456789abcdef'")),
        r#"{"jwt"}"#
    );
}

#[test]
fn a_flag_for_the_store_decides_against_fresh_in_a_file_and_the_other_way_round() {
    let (fresh, store) = ("fresh = true", "store = 'postgres://h/d'");
    let kept = layer(store).over(layer(fresh)).settings();
    assert!(!kept.fresh && kept.store.is_some());
    let passing = layer(fresh).over(layer(store)).settings();
    assert!(passing.fresh && passing.store.is_none());
}

#[test]
fn other_machines_name_no_tenants_unless_the_settings_say_so() {
    let most = |text: &str| layer(text).settings().tenant_limits().most;
    assert_eq!(most(""), 100);
    assert_eq!(most("listen = '[::1]:80'"), 100);
    assert_eq!(most("listen = '0.0.0.0:80'"), 0);
    assert_eq!(most("listen = '0.0.0.0:80'\n[tenants]\nmost = 5"), 5);
    assert_eq!(most("[tenants]\nmost = 0"), 0);
}
