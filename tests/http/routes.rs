//! Paths that fit a route and cannot be read: a strict host refuses them as the recorded one does.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, Running};

const CONTRACT: &[u8] = br#"{
    "types": [],
    "operations": [
        {"request": {"name": "X", "properties": [{"name": "A", "type": "Int32"}]},
         "response": {"name": "XResponse", "properties": []},
         "routes": [{"path": "/x/{a}/{Nope}", "verbs": "GET"}, {"path": "/y/{A}/{Ignore}", "verbs": "GET"}]},
        {"request": {"name": "Words", "properties": [
            {"name": "Id", "type": "Int32"}, {"name": "Rest", "type": "String"}]},
         "response": {"name": "WordsResponse", "properties": []},
         "routes": [{"path": "/words/{Id}/{Rest*}", "verbs": "DELETE"}]}
    ]
}"#;

fn host(strict: bool) -> Running {
    let behaviour =
        Behaviour { dialect: Dialect { strict, ..Dialect::default() }, ..Behaviour::default() };
    let builder = Emulator::builder(Contract::read(CONTRACT).unwrap()).behaviour(behaviour);
    builder.start().unwrap()
}

async fn answer(host: &Running, verb: &str, path: &str) -> (u16, String) {
    let verb = reqwest::Method::from_bytes(verb.as_bytes()).unwrap();
    let request = reqwest::Client::new().request(verb, format!("{}{path}", host.base_url()));
    let answer = request.header("Accept", "application/json").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn argument_exception(message: &str) -> (u16, String) {
    let status =
        format!(r#"{{"ErrorCode":"ArgumentException","Message":"{message}","Errors":[]}}"#);
    (400, format!(r#"{{"ResponseStatus":{status}}}"#))
}

#[tokio::test]
async fn a_variable_that_is_no_member_is_refused_by_a_strict_host_alone() {
    let (strict, tolerant) = (host(true), host(false));
    let refused = argument_exception("Could not find property Nope on X");
    assert_eq!(answer(&strict, "GET", "/x/1/2").await, refused);
    assert_eq!(answer(&tolerant, "GET", "/x/1/2").await.0, 200);
    assert_eq!(answer(&strict, "GET", "/y/1/2").await.0, 200, "one may be called Ignore");
    let (status, text) = answer(&tolerant, "GET", "/x/one/2").await;
    assert!(status == 400 && text.contains(r#""FieldName":"A""#), "{text}");
    strict.stop().await;
    tolerant.stop().await;
}

#[tokio::test]
async fn a_path_without_the_variables_before_a_wildcard_is_refused_by_a_strict_host_alone() {
    let (strict, tolerant) = (host(true), host(false));
    let refused = argument_exception(
        "Path Mismatch: Request Path '/words' has invalid number of components compared to: '/words/{Id}/{Rest*}'",
    );
    assert_eq!(answer(&strict, "DELETE", "/words").await, refused);
    assert_eq!(answer(&tolerant, "DELETE", "/words").await.0, 404);
    for host in [&strict, &tolerant] {
        assert_eq!(answer(host, "DELETE", "/words/1").await.0, 200);
        assert_eq!(answer(host, "DELETE", "/words/1/a/b.json").await.0, 200);
        assert_eq!(answer(host, "GET", "/words").await.0, 404);
        assert_eq!(answer(host, "DELETE", "/word").await.0, 404);
    }
    strict.stop().await;
    tolerant.stop().await;
}
