//! Importing hosts.

use std::fs;

use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::contract::{Contract, Limits};
use servicestack_emulator::edition::{Edition, Profile, Version};
use servicestack_emulator::import::{HostDocuments, HostFolder, ImportError};
use servicestack_emulator::uploads::Who;
use servicestack_emulator::wire::JsonDialect;

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
    let open: String = settings
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line).to_owned()
                + "\n"
        })
        .collect();
    let layer = read(&open);
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
    assert_eq!(settings.title, "a\"\nstrict = true\n#\u{7f}");
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
    let documents =
        HostDocuments { contract: DOCUMENT, app: Some(app.as_bytes()), powered_by: None };
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
        "# Who reads and writes its JSON: /metadata/app has useSystemJson: Always.\njson = \"system\"\n",
    ] {
        assert!(folder.settings.contains(lines), "{lines} in {}", folder.settings);
    }
    let remark = folder.remarks.iter().find(|remark| remark.path == "$.operations[0].routes");
    assert!(remark.expect("the route").message.contains("/big/{Id}/path/{**Rest}"));
}

/// Without `/metadata/app` the names of the contract tell it, or a header.
#[test]
fn the_contract_or_a_header_tells_the_version() {
    let profile = |document: &[u8], powered_by| {
        let documents = HostDocuments { contract: document, app: None, powered_by };
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
