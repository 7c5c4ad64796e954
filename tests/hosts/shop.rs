//! `examples/hosts/shop`: every operation of it, so that no file of it rots.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use reqwest::{Client, Method, RequestBuilder};
use servicestack_emulator::contract::Limits;
use servicestack_emulator::hosts::imported::ImportedHost;
use servicestack_emulator::{Emulator, Running};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hosts/shop")
}

/// An operation, its verb and address, who calls, what is sent, and the answer.
type Call = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Called in this order, in JSON: `user|body`, then status and a part of the answer.
const CALLS: &[Call] = &[
    ("Hello", "GET /hello/World", "", "200", r#"{"result":"Hello, World!"}"#),
    ("GetOpeningHours", "GET /hours", "", "200", r#"{"day":"Monday","from":"08:00""#),
    (
        "EchoValues",
        "POST /echo",
        r#"|{"id":7,"words":["a"],"address":{"city":"Riga"}}"#,
        "200",
        r#""words":["a"],"address":{"city":"Riga"}"#,
    ),
    (
        "DescribeRequest",
        "PUT /request?Id=7",
        "",
        "200",
        r#"{"id":7,"verb":"PUT","path":"/request","agent":"nobody"}"#,
    ),
    (
        "GetReport",
        "GET /report?Names=a,b",
        "",
        "200",
        r#"{"title":"A, B","lines":[{"place":1,"text":"a"},{"place":2,"text":"b"}]}"#,
    ),
    ("ListWords", "GET /words", "", "200", r#"["apple","bread","a, b"]"#),
    ("CountLetters", "GET /letters?Text=abc", "", "200", "3"),
    ("WhoAmI", "GET /whoami", "", "401", "Not Authenticated"),
    (
        "WhoAmI",
        "GET /whoami",
        "mia|",
        "200",
        r#""name":"mia","displayName":"Mia Manager","roles":["Manager"]"#,
    ),
    ("CloseTill", "POST /till/close", "till|", "403", "Manager Role Required"),
    ("CloseTill", "POST /till/close", "mia|", "204", ""),
    ("EnterAs", "POST /enter?Name=zoe", "", "200", r#"{"result":"Welcome, zoe!"}"#),
    ("EnterAs", "POST /enter", "", "400", r#""fieldName":"Name""#),
    (
        "Register",
        "POST /register",
        r#"|{"userName":"ann","password":"secret"}"#,
        "200",
        r#""userName":"ann""#,
    ),
    (
        "AssignRoles",
        "POST /assignroles",
        r#"till|{"userName":"ann","roles":["Manager"]}"#,
        "403",
        "Manager Role Required",
    ),
    (
        "AssignRoles",
        "POST /assignroles",
        r#"mia|{"userName":"ann","roles":["Manager"]}"#,
        "200",
        r#"{"allRoles":["Manager"]}"#,
    ),
    (
        "QueryProducts",
        "GET /products?kind=Food&orderBy=-price",
        "",
        "200",
        r#""results":[{"id":2,"code":"B1""#,
    ),
    ("GetProduct", "GET /products/3", "", "200", r#""name":"Hammer""#),
    ("GetProduct", "GET /products/99", "", "404", "NotFound"),
    ("FindProduct", "GET /products/code/K1", "", "200", r#""name":"Cook book""#),
    ("FindProduct", "GET /products/code/Z", "", "404", "there is no product Z"),
    (
        "CreateProduct",
        "POST /products",
        r#"|{"code":"N1","price":2000}"#,
        "400",
        r#""fieldName":"Price""#,
    ),
    (
        "CreateProduct",
        "POST /products",
        r#"|{"code":"N1","name":"New","kind":"Book"}"#,
        "200",
        r#"{"id":5,"count":1,"result":{"id":5,"code":"N1","name":"New""#,
    ),
    (
        "UpdateProduct",
        "PUT /products/5",
        r#"|{"code":"N2","name":"Newer"}"#,
        "200",
        r#""code":"N2","name":"Newer""#,
    ),
    (
        "PatchProduct",
        "PATCH /products/5",
        r#"|{"price":31}"#,
        "200",
        r#""name":"Newer","price":31"#,
    ),
    ("DeleteProduct", "DELETE /products/5", "", "401", "Not Authenticated"),
    ("DeleteProduct", "DELETE /products/5", "mia|", "200", r#""count":1"#),
    (
        "PlaceOrder",
        "POST /orders",
        r#"|{"customer":"Ann","address":{"city":"Riga"},"lines":[{"quantity":2},{"quantity":3}]}"#,
        "200",
        r#"{"number":1,"count":2,"city":"Riga","total":5}"#,
    ),
    (
        "PlaceOrder",
        "POST /orders",
        r#"|{"customer":"Ann","address":{"city":"Riga"},"lines":[]}"#,
        "409",
        "NothingOrdered",
    ),
    (
        "PlaceOrder",
        "POST /orders",
        r#"|{"customer":"Ann","address":{"zip":"1"},"lines":[{"quantity":0}]}"#,
        "400",
        r#""fieldName":"Lines[0].Quantity""#,
    ),
    (
        "Fail",
        "POST /fail",
        r#"|{"type":"Fields","message":"x"}"#,
        "400",
        r#""fieldName":"Message","message":"x is too short""#,
    ),
    (
        "Fail",
        "POST /fail",
        r#"|{"type":"Teapot","message":"x"}"#,
        "500",
        r#""errorCode":"Teapot","message":"x""#,
    ),
    ("TryAgain", "POST /try", "", "503", "try again"),
    ("TryAgain", "POST /try", "", "200", "done"),
    ("NextNumber", "POST /number", "", "200", "10"),
    ("NextNumber", "POST /number", "", "200", "20"),
    ("GetSale", "GET /sale", "", "200", r#"{"name":"none","percent":0}"#),
    ("StartSale", "POST /sale", r#"|{"percent":95}"#, "400", "InclusiveBetween"),
    ("StartSale", "POST /sale", r#"|{"percent":20}"#, "204", ""),
    ("GetSale", "GET /sale", "", "200", r#"{"name":"sale","percent":20}"#),
    ("GetVisits", "GET /visits", "", "200", r#"{"count":0,"lastPage":""}"#),
    ("CountVisit", "POST /json/oneway/CountVisit", r#"|{"page":"home"}"#, "204", ""),
    ("GetVisits", "GET /visits", "", "200", r#"{"count":1,"lastPage":"home"}"#),
    ("UploadPictures", "POST /pictures?Album=cats", "", "200", r#"{"album":"cats","pictures":[]}"#),
    ("SendNote", "POST /notes/7", "|{no JSON", "200", "{no JSON"),
    ("GetPriceList", "GET /price-list", "", "200", "A1;0.5\nB1;3.2\nH1;12.95\nK1;24\n"),
    ("GetLogo", "GET /logo", "", "200", "PNG"),
    ("GetManual", "GET /manual", "", "200", "The manual"),
    ("GetManual", "GET /manual?Language=ru", "", "200", "Руководство"),
];

fn request(host: &Running, verb: Method, path: &str, sent: &str) -> RequestBuilder {
    let url = format!("{}{path}", host.base_url());
    let request = Client::new().request(verb, url);
    let request = request.header("Accept", "application/json");
    let (user, body) = sent.split_once('|').unwrap_or_default();
    let request = if user.is_empty() { request } else { request.basic_auth(user, Some(user)) };
    request.header("Content-Type", "application/json").body(body.to_owned())
}

#[tokio::test]
async fn every_operation_of_the_example_answers() {
    let host = Emulator::folder(folder()).unwrap().start().unwrap();
    for (operation, call, sent, status, part) in CALLS {
        let (verb, path) = call.split_once(' ').unwrap();
        let answer = request(&host, verb.parse().unwrap(), path, sent).send().await.unwrap();
        assert_eq!(answer.status().as_str(), *status, "{operation}: {call} {sent}");
        let bytes = answer.bytes().await.unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains(part), "{operation}: {call} {sent}\n{text}");
    }
}

#[test]
fn every_operation_of_the_example_is_called() {
    let folder = folder();
    let parent = folder.parent().unwrap();
    let host = ImportedHost::open(parent, "shop", &Limits::default()).unwrap();
    let called: BTreeSet<&str> = CALLS.iter().map(|(operation, ..)| *operation).collect();
    let operations = host.contract.operations().iter().filter(|operation| !operation.built_in);
    let own: BTreeSet<&str> = operations.map(|operation| operation.name.as_str()).collect();
    assert_eq!(own.difference(&called).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(own.len() >= 25, "{}", own.len());
}

#[tokio::test]
async fn files_batches_and_other_notations() {
    let host = Emulator::folder(folder()).unwrap().start().unwrap();
    let part = |head: &str, text: &str| {
        format!("--part\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
    };
    let form = part("name=\"Album\"", "cats")
        + &part("name=\"one\"; filename=\"a.txt\"", "abc")
        + &part("name=\"two\"; filename=\"b.txt\"", "defg")
        + "--part--\r\n";
    let upload = Client::new().post(format!("{}/pictures?format=jsv", host.base_url()));
    let upload = upload.header("Content-Type", "multipart/form-data; boundary=part").body(form);
    let answer = upload.send().await.unwrap().text().await.unwrap();
    assert!(answer.starts_with("{album:cats,pictures:[{field:one,fileName:a.txt"), "{answer}");
    assert!(answer.contains("fileName:b.txt") && answer.contains("bytes:4"), "{answer}");
    let batch =
        request(&host, Method::POST, "/json/reply/Hello[]", r#"|[{"name":"a"},{"name":"b"}]"#);
    let batch = batch.send().await.unwrap();
    assert_eq!(batch.headers()["X-AutoBatch-Completed"], "2");
    let xml = Client::new().get(format!("{}/xml/reply/Hello?Name=a", host.base_url()));
    let xml = xml.send().await.unwrap().text().await.unwrap();
    assert!(xml.contains("<Result>Hello, a!</Result>"), "{xml}");
}
