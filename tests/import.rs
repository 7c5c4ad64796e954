//! Importing hosts.

use std::fs;

use jsv_codec::MemberNames;
use serde_json::Value as Json;
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::contract::{Contract, Limits};
use servicestack_emulator::edition::{Edition, Profile, Version};
use servicestack_emulator::host::Feature;
use servicestack_emulator::import::{HostDocuments, HostFolder, ImportError};
use servicestack_emulator::uploads::Who;
use servicestack_emulator::wire::{DateHandler, JsConfig, JsonDialect};

const DOCUMENT: &[u8] = include_bytes!("../fixtures/conformance/types-metadata-c.json");

fn folder(name: &str, document: &[u8]) -> Result<HostFolder, ImportError> {
    HostFolder::of(name, document, &Limits::default())
}

#[test]
fn an_imported_folder_is_a_host() {
    let parent = tempfile::tempdir().expect("a directory");
    let path = folder("shop", DOCUMENT)
        .expect("it imports")
        .write(&parent.path().join("hosts"))
        .expect("it is written");
    let contract = Contract::read(&fs::read(path.join("contract.json")).expect("a contract"))
        .expect("it reads");
    let original = Contract::read(DOCUMENT).expect("it reads");
    assert_eq!(contract.operations(), original.operations());
    let settings = fs::read_to_string(path.join("settings.toml")).expect("settings");
    let settings = read(&settings).settings();
    assert_eq!(settings.title, "shop");
}

fn read(settings: &str) -> Layer {
    Layer::from_text("settings.toml", settings).expect("they are settings")
}

/// What stands behind `#` is what one would write.
#[test]
fn every_commented_setting_is_one() {
    let settings = folder("shop", DOCUMENT).expect("it imports").settings;
    let layer = read(&taken(&settings));
    for key in ["strict", "limits", "listen", "time_zone"] {
        assert!(layer.sets(key), "{key}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let parent = tempfile::tempdir().expect("a directory");
    let host = folder("shop", DOCUMENT).expect("it imports");
    host.write(parent.path()).expect("it is written");
    let again = host.write(parent.path()).expect_err("it is there");
    assert!(matches!(again, ImportError::Exists(_)), "{again}");
}

#[test]
fn names_stay_within_one_folder() {
    for name in ["", "..", "a/b", "a\\b", "C:", "a b", ".hidden", &"x".repeat(65)] {
        assert!(matches!(folder(name, DOCUMENT), Err(ImportError::Name(_))), "{name}");
    }
}

#[test]
fn hostile_titles_stay_texts() {
    let document = br#"{"app":{"serviceName":"a\"\nstrict = true\n#\u007f","baseUrl":"x\nempty = true"},"types":[{"name":"A"}]}"#;
    let settings = folder("shop", document).expect("it imports").settings;
    let settings = read(&settings).settings();
    assert_eq!((settings.strict, settings.empty), (false, false));
    assert_eq!(settings.title, "a\" strict = true # ");
}

#[test]
fn a_host_of_1500_operations_is_read() {
    let operation = |i: usize| {
        let property = |p: usize| {
            format!(
                r#"{{"name":"P{p}","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["T{}"]}}"#,
                (i + p) % 1500
            )
        };
        let properties: Vec<String> = (0..12).map(property).collect();
        format!(
            r#"{{"request":{{"name":"Op{i}","namespace":"N","properties":[{0}]}},"response":{{"name":"T{i}","namespace":"N","properties":[{0}]}},"returnType":{{"name":"T{i}","namespace":"N"}},"routes":[{{"path":"/op/{i}"}}]}}"#,
            properties.join(",")
        )
    };
    let operations: Vec<String> = (0..1500).map(operation).collect();
    let document = format!(r#"{{"operations":[{}]}}"#, operations.join(","));
    let host = folder("large", document.as_bytes()).expect("it imports");
    assert_eq!((host.operations, host.remarks.len()), (1500, 0));
}

/// A document of both kinds with what `/metadata/app` says of the host.
fn app(facts: &str) -> String {
    format!(
        r#"{{"app":{{"serviceName":"Shop"{facts}}},"api":{{"operations":[{{"request":{{"name":"Ping"}},"routes":[{{"path":"/big/{{Id}}/path/{{Rest*}}"}}]}}]}}}}"#
    )
}

/// The settings of a running host that answers `/types/metadata` and `/metadata/app` so.
fn told(app: &str) -> Settings {
    let documents = HostDocuments {
        contract: DOCUMENT,
        app: Some(app.as_bytes()),
        powered_by: None,
        address: None,
    };
    let folder = HostFolder::of_host("shop", &documents, &Limits::default()).expect("it imports");
    let settings = Settings::from_layer(read(&folder.settings)).expect("a host has them");
    assert_eq!(settings.title, "Shop");
    settings
}

/// Every version, hosting and library of JSON that documents tell comes out as that edition.
#[test]
fn documents_tell_the_edition() {
    let classic = Profile::Classic.edition();
    let modern = Profile::Modern.edition();
    for (version, edition) in
        [("5.91", classic), ("4.0", classic), ("6.1", modern), ("8.40", modern), ("10.15", modern)]
    {
        for routing in ["", r#","endpointRouting":["map","use","force"]"#] {
            for (library, dialect) in [
                ("", None),
                (r#","useSystemJson":"Always""#, Some(JsonDialect::System)),
                (r#","useSystemJson":"Never""#, Some(JsonDialect::ServiceStack)),
            ] {
                let app = app(&format!(r#","serviceStackVersion":"{version}"{routing}{library}"#));
                let expected = match edition.version {
                    Version::V5 => edition,
                    Version::V10 => {
                        let hosted =
                            if routing.is_empty() { edition } else { edition.with_endpoints() };
                        Edition { json: dialect.unwrap_or(hosted.json), ..hosted }
                    }
                };
                assert_eq!(told(&app).edition(), expected, "{app}");
            }
        }
    }
}

/// Each setting stands below its reason.
#[test]
fn reasons_stand_beside_the_settings() {
    let app = app(
        r#","serviceStackVersion":"10.15","endpointRouting":["map","use"],"useSystemJson":"Always""#,
    );
    let folder = folder("shop", app.as_bytes()).expect("it imports");
    for lines in [
        "# Which ServiceStack it is: /metadata/app has serviceStackVersion 10.15, which is 10.1.5.\nprofile = \"modern\"\n",
        "# ASP.NET Core routes: /metadata/app has endpointRouting: map, use.\nendpoints = true\n",
        "[json]\n# Who reads and writes its JSON: /metadata/app has useSystemJson: Always.\nlibrary = \"system\"\n",
    ] {
        assert!(folder.settings.contains(lines), "{lines} in {}", folder.settings);
    }
    let remark = folder.remarks.iter().find(|remark| remark.path == "$.operations[0].routes");
    assert!(remark.expect("the route").message.contains("/big/{Id}/path/{**Rest}"));
}

/// What hosts of both versions said of themselves, each by its name.
fn recorded(name: &str) -> Vec<u8> {
    let all = include_bytes!("../fixtures/import/metadata-app.json");
    let mut all: serde_json::Map<String, Json> = serde_json::from_slice(all).expect("documents");
    all.remove(name).expect("it was recorded").to_string().into_bytes()
}

/// A folder by the contract of the conformance host and a document beside it.
fn beside(app: &[u8]) -> HostFolder {
    let documents =
        HostDocuments { contract: DOCUMENT, app: Some(app), powered_by: None, address: None };
    HostFolder::of_host("shop", &documents, &Limits::default()).expect("it imports")
}

/// The settings of such a folder, as a host has them.
fn settings_of(folder: &HostFolder) -> Settings {
    Settings::from_layer(read(&folder.settings)).expect("a host has them")
}

/// A section of a settings file.
fn section<'t>(settings: &'t str, name: &str) -> &'t str {
    let (_, rest) = settings.split_once(&format!("[{name}]\n")).unwrap_or_default();
    rest.split("\n\n").next().unwrap_or_default()
}

/// Each recorded host says how it writes names, which plug-ins it has and how one signs in; each
/// setting stands below what says it.
#[test]
fn recorded_documents_state_the_settings() {
    let sections = |name: &str| {
        let folder = beside(&recorded(name));
        let shown = ["json", "host", "auth", "session", "jwt", "api_keys"];
        let shown = shown.map(|name| format!("[{name}]\n{}\n", section(&folder.settings, name)));
        let empty = |shown: &&String| shown.lines().count() > 1;
        shown.iter().filter(empty).map(String::as_str).collect::<String>()
    };
    insta::assert_snapshot!("stated_by_5_9_1", sections("5.9.1 shop"));
    insta::assert_snapshot!("stated_by_10_1_5", sections("10.1.5 shop with endpoints"));
    insta::assert_snapshot!("stated_by_10_1_5_classic", sections("10.1.5 classic hosting"));
    insta::assert_snapshot!("stated_by_10_1_5_keys", sections("10.1.5 keys"));
    let of = |name: &str| settings_of(&beside(&recorded(name)));
    let classic = of("10.1.5 classic hosting");
    assert_eq!(classic.json.dates, DateHandler::TimestampOffset);
    assert_eq!(classic.host.use_camel_case, Some(true));
    assert_eq!(of("10.1.5 sign-in").host.api_version.as_deref(), Some("1.0"));
    assert_eq!(of("5.9.1 shop").json, JsConfig::default());
    assert!(of("10.1.5 sign-in").auth.register && !of("10.1.5 shop with endpoints").auth.register);
    assert!(of("5.9.1 shop").auth.enabled && !of("5.9.1 without sign-in").auth.enabled);
    assert!(of("10.1.5 keys").api_keys.feature && !of("10.1.5 tokens").api_keys.feature);
}

/// What the documents leave open is named, and has a line that one can take for its setting.
#[test]
fn what_documents_leave_open_is_named() {
    let open = |name: &str| {
        let folder = beside(&recorded(name));
        folder.open.iter().map(|open| format!("{open} ({})\n", open.key)).collect::<String>()
    };
    insta::assert_snapshot!("open_of_5_9_1", open("5.9.1 shop"));
    insta::assert_snapshot!("open_of_10_1_5", open("10.1.5 shop with endpoints"));
    assert!(!open("5.9.1 without sign-in").contains("(auth."));
    assert!(!open("10.1.5 classic hosting").contains("dates:"));
    for (name, key) in [
        ("10.1.5 keys", "auth.secret"),
        ("10.1.5 keys", "api_keys.keys"),
        ("10.1.5 tokens", "jwt.secret"),
        ("10.1.5 cors", "cors"),
    ] {
        let open = open(name);
        assert!(open.contains(&format!("({key})")), "{name}: {open}");
    }
    for name in ["5.9.1 shop", "10.1.5 keys", "10.1.5 tokens", "10.1.5 cors"] {
        let folder = beside(&recorded(name));
        let of_setting = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        let lines = folder.settings.lines().filter(of_setting);
        assert!(lines.count() >= folder.open.len());
        read(&taken(&folder.settings));
    }
}

/// A settings file with its comments taken for settings.
fn taken(settings: &str) -> String {
    let open = |line: &str| {
        let taken = line.strip_prefix("# ").filter(|line| line.contains(" = "));
        taken.unwrap_or(line).to_owned() + "\n"
    };
    settings.lines().map(open).collect()
}

/// What no recorded host has: other cases, dates, formats, ways to sign in, addresses.
#[test]
fn every_fact_becomes_its_setting() {
    let told = |facts: &str| {
        let app = format!("{{\"app\":{{\"serviceName\":\"Shop\"}},{facts},\"api\":{{}}}}");
        settings_of(&beside(app.as_bytes()))
    };
    let app = |facts: &str| {
        let app = format!("{{\"app\":{{\"serviceStackVersion\":\"10.15\",{facts}}},\"api\":{{}}}}");
        settings_of(&beside(app.as_bytes()))
    };
    let case = |case: &str| app(&format!("\"jsTextCase\":\"{case}\""));
    assert_eq!(case("Default").host.use_camel_case, Some(false));
    assert_eq!(case("PascalCase").json.text_case, MemberNames::PascalCase);
    assert_eq!(case("SnakeCase").json.text_case, MemberNames::SnakeCase);
    assert_eq!(app("\"apiVersion\":\"2.0\"").host.api_version.as_deref(), Some("2.0"));
    for (date, handler) in [
        (r#""2026-03-01T12:00:00.0000000Z""#, DateHandler::Iso8601),
        (r#""2026-03-01 12:00:00""#, DateHandler::Iso8601DateTime),
        (r#""2026-03-01""#, DateHandler::Iso8601DateOnly),
        (r#""Sun, 01 Mar 2026 12:00:00 GMT""#, DateHandler::Rfc1123),
        ("1772366400", DateHandler::UnixTime),
        ("1772366400000", DateHandler::UnixTimeMs),
    ] {
        let app = format!(
            r#"{{"date":{date},"app":{{"serviceStackVersion":"10.15","useSystemJson":"Never"}},"api":{{}}}}"#
        );
        let folder = beside(app.as_bytes());
        assert_eq!(settings_of(&folder).json.dates, handler, "{date}");
        assert!(folder.open.iter().all(|open| open.key != "json.date_handler"), "{date}");
    }
    let json_only = told(
        r#""contentTypeFormats":{"json":"application/json"},"plugins":{"loaded":["metadata"]}"#,
    );
    let lacking = [Feature::Xml, Feature::Jsv, Feature::Csv, Feature::Html];
    assert_eq!(json_only.host.disable_features, lacking);
    let bare = told(r#""plugins":{"loaded":["auth"],"auth":{"serviceRoutes":{}}}"#).auth;
    assert!(bare.html_redirect.is_empty() && !bare.include_assign_role_services);
    assert!(!bare.include_roles_in_authenticate_response);
    assert!(told(r#""config":{"debugMode":true}"#).debug);
}

/// A host that was asked is served where it was asked; a baseUrl that is another is `WebHostUrl`.
#[test]
fn the_address_that_was_asked_tells_the_base_path() {
    let told = |address: &str, url: &str| {
        let app = format!(r#"{{"app":{{"serviceName":"Shop","baseUrl":"{url}"}},"api":{{}}}}"#);
        let documents = HostDocuments {
            contract: DOCUMENT,
            app: Some(app.as_bytes()),
            address: Some(address),
            ..HostDocuments::default()
        };
        let folder =
            HostFolder::of_host("shop", &documents, &Limits::default()).expect("it imports");
        assert!(folder.open.iter().all(|open| open.key != "base_path"));
        let settings = settings_of(&folder);
        (settings.base_path.map(|path| path.0), settings.host.web_host_url)
    };
    let of = |path: Option<&str>, links: Option<&str>| {
        (path.map(str::to_owned), links.map(str::to_owned))
    };
    let local = "http://127.0.0.1:7810/";
    assert_eq!(told(local, "http://127.0.0.1:7810"), of(None, None));
    assert_eq!(told(local, "https://shop.example/svc"), of(None, Some("https://shop.example/svc")));
    let erp = "https://erp.example/svc/";
    assert_eq!(told(erp, "https://ERP.example:443/svc"), of(Some("/svc"), None));
    assert_eq!(told(erp, "https://erp.example"), of(Some("/svc"), Some("https://erp.example")));
    for none in ["", "/svc", "ftp://erp.example", "https://erp.example/a\\nb", "https://"] {
        assert_eq!(told(erp, none), of(Some("/svc"), None), "{none}");
    }
    assert_eq!(told("https://erp.example/a%20b", "https://erp.example/a%20b"), of(None, None));
}

/// The baseUrl in a file may be either address: it is reported, and sets nothing.
#[test]
fn a_file_leaves_the_address_open() {
    let app = br#"{"app":{"serviceName":"Shop","baseUrl":"https://shop.example/svc"},"api":{}}"#;
    let folder = beside(app);
    let settings = settings_of(&folder);
    assert!(settings.base_path.is_none() && settings.host.web_host_url.is_none());
    let shown = |key: &str| {
        let open = folder.open.iter().find(|open| open.key == key).expect("it is open");
        open.to_string()
    };
    insta::assert_snapshot!(shown("base_path"), @"the path below which it is served: a file does not say it; it is that of the host's address");
    insta::assert_snapshot!(shown("host.web_host_url"), @"what links begin with: its baseUrl is https://shop.example/svc; that is WebHostUrl if the host's address is another");
    let taken = Settings::from_layer(read(&taken(&folder.settings))).expect("settings");
    assert_eq!(taken.base_path.expect("it is there").0, "/svc");
    assert_eq!(taken.host.web_host_url.as_deref(), Some("https://shop.example/svc"));
}

/// Settings behind a `#` change nothing when they are taken, unless the line above names an example.
#[test]
fn commented_settings_show_the_defaults() {
    for name in
        ["5.9.1 shop", "10.1.5 shop with endpoints", "10.1.5 classic hosting", "10.1.5 keys"]
    {
        let folder = beside(&recorded(name));
        let lines: Vec<&str> = folder.settings.lines().collect();
        let is_example = |place: usize| place > 0 && lines[place - 1].ends_with("For example:");
        let kept = lines.iter().enumerate().filter(|(place, _)| !is_example(*place));
        let kept: String = kept.map(|(_, line)| format!("{line}\n")).collect();
        let shown = |text: &str| read(text).settings().to_toml().expect("they are shown");
        // Its default is written only where it is set.
        let body = "# body_bytes = 1048576\n";
        assert!(kept.contains(body));
        let defaults = taken(&kept.replace(body, ""));
        assert_eq!(shown(&defaults), shown(&folder.settings), "{name}");
    }
}

/// A host of 5.x whose own documents are in camelCase writes all names so.
#[test]
fn the_case_of_documents_is_that_of_answers() {
    let camel = br#"{"app":{"serviceStackVersion":"5.91","serviceName":"Shop"},"api":{}}"#;
    assert_eq!(settings_of(&beside(camel)).json.text_case, MemberNames::CamelCase);
}

/// Without `/metadata/app` the names of the contract tell it, or a header.
#[test]
fn the_contract_or_a_header_tells_the_version() {
    let profile = |document: &[u8], powered_by| {
        let documents = HostDocuments { contract: document, app: None, powered_by, address: None };
        let folder =
            HostFolder::of_host("shop", &documents, &Limits::default()).expect("it imports");
        read(&folder.settings).settings().profile
    };
    assert_eq!(profile(DOCUMENT, None), Profile::Classic);
    assert_eq!(profile(DOCUMENT, Some("ServiceStack/10.15 NET10/Linux/net10/NO")), Profile::Modern);
    assert_eq!(profile(DOCUMENT, Some("Express")), Profile::Classic);
    assert_eq!(
        profile(include_bytes!("../fixtures/conformance/modern/auth.types-metadata.json"), None),
        Profile::Modern
    );
    let of_pascal =
        br#"{"Config":{"AddDocAnnotations":true},"Operations":[{"Request":{"Name":"Ping"}}]}"#;
    assert_eq!(profile(of_pascal, None), Profile::Modern);
}

/// What `/metadata/app` says of uploaded files and of requests becomes settings, and `[UploadTo]`
/// stays in the contract.
#[test]
fn uploads_are_set_as_the_document_names_them() {
    let document = br#"{"app":{"serviceName":"Shop"},
        "plugins":{"loaded":["reqlogs","reqcancel","filesupload"],"filesUpload":{"basePath":"/uploads","locations":[
            {"name":"docs","readAccessRole":"AllowAnon","writeAccessRole":"Manager","allowOperations":"All"},
            {"name":"small","allowExtensions":["txt"],"allowOperations":"Read, Create","maxFileCount":2,"minFileBytes":3,"maxFileBytes":20},
            {"name":"../secrets"}]}},
        "api":{"operations":[{"request":{"name":"Attach","properties":[
            {"name":"Doc","type":"String","uploadTo":"docs"},
            {"name":"Small","type":"String","attributes":[{"name":"UploadTo","constructorArgs":[{"name":"location","type":"string","value":"small"}]}]}]}}]}}"#;
    let folder = folder("shop", document).expect("it imports");
    let settings = read(&folder.settings).settings();
    assert_eq!((settings.requests.cancel, settings.requests.logs), (Some(true), Some(true)));
    let uploads = settings.uploads.of_host("shop", &[]);
    let [docs, small] = uploads.locations.as_slice() else { panic!("{:?}", uploads.locations) };
    assert_eq!((&docs.read, &docs.write), (&Who::Anyone, &Who::Role("Manager".to_owned())));
    assert_eq!(small.read, Who::SignedIn);
    assert_eq!(
        (small.most_files, small.least_bytes, small.most_bytes),
        (Some(2), Some(3), Some(20))
    );
    assert!(small.operations.create && !small.operations.update && !small.operations.delete);
    let contract = Contract::read(folder.contract.as_bytes()).expect("it reads");
    let attach = contract.operation("Attach").expect("it is there").request;
    assert_eq!(contract.upload_members(attach), [(0, "docs"), (1, "small")]);
}

/// Whatever a role or an extension holds, it is that of the settings; what these cannot say is left
/// out and reported, and the others stay.
#[test]
fn odd_locations_are_settings_or_reported() {
    let document = br##"{"app":{"serviceName":"Shop"},
        "plugins":{"loaded":["filesupload"],"filesUpload":{"locations":[
            {"name":"docs","readAccessRole":"a\"b\u007f'\\\n[limits]","allowExtensions":["\u007f\"","#"],"maxFileBytes":9223372036854775807},
            {"name":"../secrets"},
            {"name":"words","allowOperations":"Read, Eat"},
            {"name":"none","minFileBytes":3,"maxFileBytes":2}]}},
        "api":{"operations":[{"request":{"name":"Ping"}}]}}"##;
    let folder = folder("shop", document).expect("it imports");
    let uploads = read(&folder.settings).settings().uploads.of_host("shop", &[]);
    let [docs] = uploads.locations.as_slice() else { panic!("{:?}", uploads.locations) };
    assert_eq!(docs.read, Who::Role("a\"b\u{7f}'\\\n[limits]".to_owned()));
    assert_eq!(docs.extensions, ["\u{7f}\"", "#"]);
    assert_eq!(docs.most_bytes, Some(u32::MAX as usize));
    let reported: Vec<String> = folder
        .remarks
        .iter()
        .map(|remark| format!("{}: {}", remark.path, remark.message))
        .collect();
    insta::assert_snapshot!(reported.join("\n"), @r#"
    $.plugins.filesUpload.locations[1]: `../secrets` is no name of a location, so it is left out
    $.plugins.filesUpload.locations[2]: "Eat" is none of Read, Create, Update, Delete, Write and All; the location is left out
    $.plugins.filesUpload.locations[3]: min_bytes is more than max_bytes: no file would be taken; the location is left out
    "#);
}

/// One request that is a list takes no other operation with it, and paths stay those of the
/// document.
#[test]
fn a_host_is_imported_without_its_requests_that_are_lists() {
    let document = br#"{"operations":[
        {"request":{"name":"StoreRocks","inherits":{"name":"List`1","genericArgs":["Int32"]}}},
        {"request":{"name":"Ping"},"routes":[{"path":"/ping"}]},
        {"request":{"name":"Guarded","attributes":[{"name":"ValidateHasClaim","constructorArgs":[{"name":"type","type":"string","value":"a"}]}]}}]}"#;
    let folder = folder("shop", document).expect("it imports");
    assert_eq!(folder.operations, 2);
    let contract = Contract::read(folder.contract.as_bytes()).expect("a host is made of it");
    assert!(contract.operation("Ping").is_some() && contract.operation("StoreRocks").is_none());
    let reported: Vec<&str> = folder.remarks.iter().map(|remark| &*remark.path).collect();
    assert_eq!(reported, ["$.operations[0].request", "$.operations[2].request"]);
}
