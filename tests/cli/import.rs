use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::{TempDir, tempdir};

use super::server::Server;
use super::{command, run, sentence};

/// Two operations, and a type that nobody defines.
const SHOP: &str = include_str!("../../fixtures/import/shop.json");

/// A directory with the document `shop.json` and, from it, the host `shop` in `hosts`.
fn imported() -> TempDir {
    let directory = tempdir().unwrap();
    fs::write(directory.path().join("shop.json"), SHOP).unwrap();
    run(&import(directory.path(), "shop.json", "shop")
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>())
    .success();
    directory
}

fn import(directory: &Path, source: &str, name: &str) -> Vec<String> {
    let path = |name: &str| directory.join(name).display().to_string();
    let source = if source.contains("://") { source.to_owned() } else { path(source) };
    ["import", &source, "--name", name, "--hosts", &path("hosts")].map(str::to_owned).to_vec()
}

/// What an import says on its standard output.
fn reported(directory: &Path, source: &str, name: &str) -> String {
    let args = import(directory, source, name);
    let ended = run(&args.iter().map(String::as_str).collect::<Vec<_>>()).success();
    let reported = String::from_utf8_lossy(&ended.get_output().stdout).into_owned();
    reported.replace(&directory.display().to_string(), "DIR")
}

/// The one sentence of an import that fails.
fn refused(directory: &Path, source: &str, more: &[&str]) -> String {
    let mut args = import(directory, source, "x");
    args.extend(more.iter().map(|&arg| arg.to_owned()));
    let ended = run(&args.iter().map(String::as_str).collect::<Vec<_>>()).failure();
    sentence(ended.get_output(), directory)
}

fn serve(directory: &Path, args: &[&str]) -> Server {
    let mut command = command(args);
    command.current_dir(directory);
    Server::start(command)
}

/// The greeting without what differs from run to run.
fn settled(server: &Server, directory: &Path) -> String {
    let port = server.address().rsplit(':').next().unwrap();
    server.greeting.replace(&directory.display().to_string(), "DIR").replace(port, "PORT")
}

#[test]
fn a_file_becomes_a_folder_and_what_was_not_understood_is_reported() {
    let directory = imported();
    assert_snapshot!(reported(directory.path(), "shop.json", "again"), @r"
    DIR/hosts/again: 2 operations
    Not understood (1):
      $.operations[0].request.properties[1].type: `Moment` is not defined
    Left open by the documents; settings.toml has a line for each:
      the path below which it is served: a file does not say it; it is that of the host's address (base_path)
      dates: no document says it; compare one answer of the host (json.date_handler)
      time spans: no document says it; compare one answer of the host (json.time_span_handler)
      nulls: no document says it; compare one answer of the host (json.include_null_values)
      defaults: no document says it; compare one answer of the host (json.exclude_default_values)
      enums: no document says it; compare one answer of the host (json.treat_enum_as_integer)
      formats: documents list XML and JSV even where they are switched off; compare one answer of the host (host.disable_features)
      answers without Accept: no document says it; compare one answer of the host (host.default_content_type)
      flags of cookies: no document says it; compare one answer of the host (host.use_same_site_cookies)
      headers of every answer: no document says it; compare the headers of one answer of the host (host.global_response_headers)
    Serve it with: servicestack-emulator serve --host again --hosts DIR/hosts
    ");
    let shop = directory.path().join("hosts/shop");
    let mut files: Vec<String> = fs::read_dir(&shop)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["contract.json", "not-understood.txt", "settings.toml", "stubs"]);
    let schema = fs::read_to_string(shop.join("stubs/.stub.schema.json")).unwrap();
    let published = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/stub.schema.json");
    assert_eq!(schema, fs::read_to_string(published).unwrap());
    assert_snapshot!("stubs_readme", fs::read_to_string(shop.join("stubs/README.md")).unwrap());
}

/// An operation that is closed is one that people look for: the report names it, and what closes it.
#[test]
fn operations_that_are_closed_or_left_out_are_reported() {
    let directory = tempdir().unwrap();
    let document = r#"{"operations":[
        {"request":{"name":"StoreRocks","inherits":{"name":"List`1","genericArgs":["Int32"]}}},
        {"request":{"name":"Open"}},
        {"request":{"name":"Audited","attributes":[{"name":"RequiresAudit"}]}},
        {"request":{"name":"Claimed","attributes":[{"name":"ValidateHasClaim","constructorArgs":[{"name":"type","type":"string","value":"a"}]}]}}]}"#;
    fs::write(directory.path().join("odd.json"), document).unwrap();
    let reported = reported(directory.path(), "odd.json", "odd");
    let (reported, _) = reported.split_once("Left open").unwrap();
    assert_snapshot!(reported, @r"
    DIR/hosts/odd: 3 operations
    Not understood (3):
      $.operations[0].request: `StoreRocks` cannot be a request: the operation is left out
      $.operations[2].request: Audited: closed, for the emulator cannot check [RequiresAudit], which is not known
      $.operations[3].request: Claimed: closed, for the emulator cannot check [ValidateHasClaim], `HasClaim(a)` is not known
    ");
}

#[test]
fn one_host_takes_the_root_with_its_settings_and_its_stubs() {
    let directory = imported();
    let stubs = directory.path().join("hosts/shop/stubs");
    fs::write(stubs.join("getprice.json"), r#"{"Amount":12.50,"Since":"2026-03-01"}"#).unwrap();
    let settings = directory.path().join("hosts/shop/settings.toml");
    fs::write(settings, "title = \"Corner shop\"\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let server = serve(directory.path(), &["serve", "--host", "shop", "--seed", "1"]);
    let answer = server.ask("GET", "/prices/A1?format=jsv", "", "");
    assert!(answer.ends_with("{Amount:12.50,Since:2026-03-01}"), "{answer}");
    assert!(server.ask("GET", "/metadata", "", "").contains("<h1>Corner shop</h1>"));
    assert!(server.ask("GET", "/restapi/openapi.json", "", "").starts_with("HTTP/1.1 404 "));
    assert_snapshot!(settled(&server, directory.path()), @r"
    Corner shop listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR/hosts/shop/data (sessions)
      mode      tolerant; seed 1
    Stop with Ctrl-C.
    ");
    server.signal("TERM");
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn several_hosts_have_base_paths_or_ports_and_apex_the_root() {
    let directory = imported();
    reported(directory.path(), "shop.json", "far");
    let far = directory.path().join("hosts/far/settings.toml");
    fs::write(far, "listen = \"127.0.0.1:0\"\ntitle = \"Far\"\n").unwrap();
    let server = serve(
        directory.path(),
        &[
            "--listen",
            "127.0.0.1:0",
            "--empty",
            "--host",
            "shop,far",
            "--strict",
            "--frozen-at",
            "2026-03-01",
        ],
    );
    assert!(server.ask("GET", "/metadata", "", "").contains("<h1>ApexERPHost</h1>"));
    assert!(server.ask("GET", "/shop/metadata", "", "").contains("<h1>Shop</h1>"));
    assert!(server.ask("GET", "/shop/prices/A1?format=jsv", "", "").starts_with("HTTP/1.1 200 "));
    let hosts: Vec<&str> =
        server.greeting.lines().filter(|line| line.starts_with("  host ")).collect();
    assert_eq!(hosts.len(), 2, "{}", server.greeting);
    assert!(
        hosts[0].ends_with(&format!("http://{}/shop/metadata (Shop)", server.address())),
        "{}",
        hosts[0]
    );
    let own = hosts[1].split("http://").nth(1).unwrap().split('/').next().unwrap();
    assert_ne!(own, server.address());
    let mut stream = std::net::TcpStream::connect(own).unwrap();
    write!(stream, "GET /metadata HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.contains("<h1>Far</h1>"), "{page}");
}

#[test]
fn the_root_may_be_any_of_them() {
    let directory = imported();
    reported(directory.path(), "shop.json", "other");
    let args = ["--listen", "127.0.0.1:0", "--host", "shop", "--host", "other", "--root", "other"];
    let server = serve(directory.path(), &args);
    assert!(server.ask("GET", "/Coupons/ByStatus", "", "").starts_with("HTTP/1.1 404 "));
    assert!(server.ask("GET", "/shop/metadata", "", "").starts_with("HTTP/1.1 200 "));
    let mut second = command(&["--listen", "127.0.0.1:0", "--host", "shop"]);
    let second = second.current_dir(directory.path()).output().unwrap();
    assert_snapshot!(sentence(&second, directory.path()), @"error: the sessions in hosts/shop/data/sessions.jsonl are in use by another emulator; give each a directory of its own");
    drop(server);
    let apex = serve(
        directory.path(),
        &["--listen", "127.0.0.1:0", "--empty", "--host", "shop", "--root", "apex"],
    );
    assert!(apex.ask("GET", "/metadata", "", "").contains("<h1>ApexERPHost</h1>"));
    assert!(apex.ask("GET", "/shop/metadata", "", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_running_host_is_imported_by_its_address() {
    let directory = tempdir().unwrap();
    let apex = serve(directory.path(), &["--listen", "127.0.0.1:0", "--empty"]);
    let url = format!("http://{}", apex.address());
    assert_snapshot!(reported(directory.path(), &url, "apex2"), @r"
    DIR/hosts/apex2: 72 operations
    Not understood (4):
      $.types[8].properties[3].type: `DbType` is not defined
      $.types[8].properties[4].type: `SqlDbType` is not defined
      $.types[51].properties[7].type: `LoyaltyCardType` is not defined
      $.types[69].properties[2].type: `DbType` is not defined
    Left open by the documents; settings.toml has a line for each:
      dates: no document says it; compare one answer of the host (json.date_handler)
      time spans: no document says it; compare one answer of the host (json.time_span_handler)
      nulls: no document says it; compare one answer of the host (json.include_null_values)
      defaults: no document says it; compare one answer of the host (json.exclude_default_values)
      enums: no document says it; compare one answer of the host (json.treat_enum_as_integer)
      formats: documents list XML and JSV even where they are switched off; compare one answer of the host (host.disable_features)
      answers without Accept: no document says it; compare one answer of the host (host.default_content_type)
      flags of cookies: no document says it; compare one answer of the host (host.use_same_site_cookies)
      headers of every answer: no document says it; compare the headers of one answer of the host (host.global_response_headers)
      the parameter of the login page: no document says it; compare one answer of the host (auth.html_redirect_return_param)
      sign-in by GET: no document says it; compare one answer of the host (auth.allow_get_authenticate_requests)
      wrong passwords that lock a name: no document says it; ask the host's owner for MaxLoginAttempts (session.lock_after)
    Serve it with: servicestack-emulator serve --host apex2 --hosts DIR/hosts
    ");
    reported(directory.path(), &format!("{url}/types/metadata.json?x=1"), "direct");
    let contract = |name: &str| {
        fs::read_to_string(directory.path().join(format!("hosts/{name}/contract.json"))).unwrap()
    };
    assert_eq!(contract("apex2"), contract("direct"));
    let served = serve(directory.path(), &["--listen", "127.0.0.1:0", "--host", "apex2"]);
    let page = |server: &Server| {
        let page = server.ask("GET", "/jsv/metadata?op=ActivateCoupon", "", "");
        page.split("<main>").nth(1).unwrap().to_owned()
    };
    assert_eq!(page(&served), page(&apex));
}

/// A host whose `WebHostUrl` has a path is served at the root, as the one that was asked.
#[test]
fn a_host_is_served_where_it_was_asked() {
    let directory = tempdir().unwrap();
    let args = ["--listen", "127.0.0.1:0", "--empty", "--profile", "modern"];
    let imported = |name: &str, more: &[&str], path: &str| {
        let host = serve(directory.path(), &[&args, more].concat());
        reported(directory.path(), &format!("http://{}{path}", host.address()), name);
        let served = serve(directory.path(), &["--listen", "127.0.0.1:0", "--host", name]);
        let own = served.ask("GET", &format!("{path}/types/metadata"), "", "");
        assert!(own.starts_with("HTTP/1.1 200 "), "{own}");
        fs::read_to_string(directory.path().join(format!("hosts/{name}/settings.toml"))).unwrap()
    };
    let root = imported("root", &["--host-web-host-url", "https://shop.example/svc"], "");
    assert!(root.contains("web_host_url = \"https://shop.example/svc\"\n"), "{root}");
    assert!(!root.contains("base_path"), "{root}");
    let below = imported("below", &["--base-path", "/erp"], "/erp");
    assert!(below.contains("base_path = \"/erp\"\n"), "{below}");
    assert!(!below.contains("web_host_url"), "{below}");
}

#[test]
fn a_running_host_states_its_version_routing_and_json() {
    let directory = tempdir().unwrap();
    let imported = |name: &str, more: &[&str]| {
        let args = [&["--listen", "127.0.0.1:0", "--empty", "--profile", "modern"], more].concat();
        let host = serve(directory.path(), &args);
        reported(directory.path(), &format!("http://{}", host.address()), name);
        fs::read_to_string(directory.path().join(format!("hosts/{name}/settings.toml"))).unwrap()
    };
    let endpoints = imported("endpoints", &["--endpoints"]);
    for line in ["profile = \"modern\"", "endpoints = true", "library = \"system\""] {
        assert!(endpoints.lines().any(|own| own == line), "{line} in {endpoints}");
    }
    let classic = imported("classic", &[]);
    assert!(classic.lines().any(|own| own == "library = \"servicestack\""), "{classic}");
    assert!(!classic.contains("endpoints = true"), "{classic}");
}

/// A server that answers every request with the same.
fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut waiting = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
            if !answer.contains("Connection: close") {
                waiting.push(stream);
            }
        }
    });
    url
}

#[test]
fn what_is_no_contract_is_refused_in_one_sentence() {
    let directory = imported();
    let path = directory.path();
    let page = answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>");
    let gone =
        answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let long = answering(
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"operations\":[                    ]}",
    );
    let slow = answering("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{");
    fs::write(path.join("deep.json"), "[".repeat(1_000_000)).unwrap();
    fs::write(path.join("empty.json"), "{}").unwrap();
    let reported = [
        refused(path, "nothing.json", &[]),
        refused(path, "empty.json", &[]),
        refused(path, "deep.json", &[]),
        refused(path, "deep.json", &["--max-bytes", "1000"]),
        refused(path, &page, &[]),
        refused(path, &gone, &[]),
        refused(path, &format!("{long}/types/metadata"), &["--max-bytes", "10"]),
        refused(path, &format!("{slow}/types/metadata"), &["--timeout", "300ms"]),
        refused(path, "http://127.0.0.1:1/types/metadata", &[]),
        sentence(
            run(&import(path, "shop.json", "shop").iter().map(String::as_str).collect::<Vec<_>>())
                .failure()
                .get_output(),
            path,
        ),
    ];
    let ports = [(&page, "PAGE"), (&gone, "GONE"), (&long, "LONG"), (&slow, "SLOW")];
    let reported = ports
        .iter()
        .fold(reported.join("\n"), |reported, (url, name)| reported.replace(url.as_str(), name));
    assert_snapshot!("refused_imports", reported);
}

#[test]
fn folders_that_do_not_fit_are_refused_in_one_sentence() {
    let directory = imported();
    let path = directory.path();
    let hosts = path.join("hosts").display().to_string();
    let refused = |args: &[&str]| {
        let args = [&["--listen", "127.0.0.1:0", "--hosts", &hosts], args].concat();
        sentence(run(&args).failure().get_output(), path)
    };
    let stub = |name: &str, text: &str| {
        let file = path.join("hosts/shop/stubs").join(name);
        fs::write(&file, text).unwrap();
        let reported = refused(&["--host", "shop"]);
        fs::remove_file(file).unwrap();
        reported
    };
    fs::rename(path.join("hosts/shop"), path.join("hosts/types")).unwrap();
    let taken = refused(&["--host", "types", "--root", "apex", "--fresh"]);
    fs::rename(path.join("hosts/types"), path.join("hosts/shop")).unwrap();
    let reported = [
        refused(&["--host", "nobody"]),
        refused(&["--host", "shop", "--root", "nobody"]),
        taken,
        stub("Nope.json", "{}"),
        stub("Reset.json", "{}"),
        stub("GetPrice.json", "{\"Amount\":"),
        stub("GetPrice.txt", "{}"),
        stub("GetPrice.jsv", ""),
        stub("GetPrice.json", "{\n  \"Amout\": 12.50\n}"),
        stub("GetPrice.json", "{\n\n  \"Amount\": \"dear\"}"),
        stub("GetPrice.json", "[]"),
        stub("GetPrice.jsv", "{Amount:1,\nAmount:2}"),
        stub(
            "GetPrice.xml",
            "<GetPriceResponse xmlns=\"http://schemas.datacontract.org/2004/07/Shop\"/>",
        ),
    ];
    assert_snapshot!("refused_folders", reported.join("\n"));
}
