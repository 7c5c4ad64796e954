//! Our operation pages against those of a real 5.9.1 host: titles, tables, call info and samples,
//! blank for blank.
//!
//! The contracts are the `types-metadata*.json` beside the recording. Seven operations are in none
//! of them (GetOnly, NoResp, NullObj, IntReq, BytesReq, ListReq, DictReq): for these
//! `conformance/contract.json` describes what the recorded host had. `METADATA_PAGES=path` takes
//! another recording, with its contracts beside it.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{self, PageContext};
use servicestack_emulator::wire::{Dialect, Format};

use crate::html::{self, Node};

/// Lines of a recorded sample that no contract can give, and why.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "/xml/metadata?op=Big",
    "  <St xmlns:d2p1=\"http://schemas.datacontract.org/2004/07/System.IO\" i:nil=\"true\" />\n",
    "a member of type Stream, which the host's XML shows and its /types/metadata leaves out",
)];

#[test]
fn pages_are_the_recorded_ones() {
    let (pages, contracts) = recording();
    let mut same = 0;
    let mut differing: Vec<String> = Vec::new();
    for page in pages.into_iter().filter(|page| page["status"] == 200) {
        let differences = compare(&without_exceptions(page), &contracts);
        same += usize::from(differences.is_empty());
        differing.extend(differences);
    }
    assert!(differing.is_empty(), "{same} pages are the same, not these: {differing:#?}");
    if std::env::var_os("METADATA_PAGES").is_none() {
        assert_eq!(same, 68);
    }
}

#[test]
fn pages_that_are_refused_belong_to_no_visible_operation() {
    let (pages, contracts) = recording();
    let refused: Vec<&Json> = pages.iter().filter(|page| page["status"] == 403).collect();
    for page in &refused {
        let (_, name) = request(page);
        let visible = contracts
            .iter()
            .filter_map(|contract| contract.operation(name))
            .any(|operation| !operation.hidden);
        assert!(!visible, "{name}");
    }
}

fn recording() -> (Vec<Json>, Vec<Contract>) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let own = fixtures.join("conformance/metadata-pages.json");
    let path = std::env::var_os("METADATA_PAGES").map_or(own, PathBuf::from);
    let folder = path.parent().expect("a file has a folder");
    let mut documents: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder lists")
        .map(|entry| entry.expect("the folder lists").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("types-metadata"))
        })
        .collect();
    documents.sort();
    documents.push(fixtures.join("conformance/contract.json"));
    let read = |path: &PathBuf| {
        let mut contract = Contract::read(&std::fs::read(path).expect("a document reads"))
            .expect("it is a contract");
        contract.title = "ApexERPHost".to_owned();
        contract
    };
    let pages = serde_json::from_slice(&std::fs::read(&path).expect("the recording reads"))
        .expect("it is JSON");
    (pages, documents.iter().map(read).collect())
}

fn without_exceptions(mut page: Json) -> Json {
    for (request, line, _why) in EXCEPTIONS {
        if page["request"] == request {
            let sample =
                page["samples"][0].as_str().expect("it has a sample").replacen(line, "", 1);
            page["samples"][0] = Json::String(sample);
        }
    }
    page
}

/// Format and operation of a recorded `/json/metadata?op=Big`.
fn request(page: &Json) -> (Format, &str) {
    let request = page["request"].as_str().expect("a page has a request");
    let (format, operation) =
        request[1..].split_once("/metadata?op=").expect("it asks for an operation");
    (Format::from_name(format).expect("a known format"), operation)
}

/// The parts of a page that are not as recorded.
fn compare(recorded: &Json, contracts: &[Contract]) -> Vec<String> {
    let (format, name) = request(recorded);
    let contract = contracts
        .iter()
        .find(|contract| contract.operation(name).is_some())
        .expect("a contract has it");
    let operation = contract.operation(name).expect("just found");
    let dialect = Dialect::default();
    let context = PageContext { host: "127.0.0.1", base_url: "", dialect: &dialect, links: &[] };
    let ours = taken_apart(&html::body(&pages::operation(contract, operation, format, &context)));
    let parts = [
        "host_title",
        "operation",
        "description",
        "tables",
        "call_info",
        "sample_heading",
        "samples",
    ];
    let differing = parts.iter().filter(|part| recorded[**part] != ours[**part]);
    let request = recorded["request"].as_str().unwrap_or_default();
    differing
        .map(|part| {
            format!("{request} {part}: {}", first_difference(&recorded[*part], &ours[*part]))
        })
        .collect()
}

/// Where two texts part, and what each goes on with.
fn first_difference(real: &Json, ours: &Json) -> String {
    let (real, ours) = (real.to_string(), ours.to_string());
    let same = real.chars().zip(ours.chars()).take_while(|(real, ours)| real == ours).count();
    let rest = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
    format!("real …{}…, ours …{}…", rest(&real), rest(&ours))
}

fn taken_apart(body: &Node) -> Json {
    let text = |name: &str| body.all(name).first().map(|node| node.text());
    let heading = |wanted: &str| {
        body.all("h3").into_iter().map(Node::text).find(|text| text.starts_with(wanted))
    };
    let info =
        body.all("div").into_iter().filter(|node| node.attribute("class") == Some("call-info"));
    json!({
        "host_title": text("h1"),
        "operation": text("h2"),
        "description": body.all("h3").into_iter().find(|node| node.attribute("id") == Some("desc")).map(Node::text),
        "tables": body.all("table").into_iter().map(table).collect::<Vec<_>>(),
        "call_info": info.flat_map(|node| node.all("p")).map(Node::text).collect::<Vec<_>>(),
        "sample_heading": heading("HTTP + "),
        "samples": body.all("pre").into_iter().map(Node::text).collect::<Vec<_>>(),
    })
}

fn table(table: &Node) -> Json {
    let row = |row: &Node| row.elements().into_iter().map(Node::text).collect::<Vec<_>>();
    json!({
        "class": table.attribute("class"),
        "caption": table.all("caption").first().map(|node| node.text()),
        "rows": table.all("tr").into_iter().map(row).collect::<Vec<_>>(),
    })
}
