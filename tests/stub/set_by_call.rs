//! Stubs that calls set, in one tenant and before the files.

use servicestack_emulator::stub::{NotSet, Notation, StubSource};
use servicestack_emulator::tenant::DEFAULT;

use crate::host::host;

const FILE: &str = r#"{"Id":1}"#;

#[tokio::test]
async fn a_call_stands_before_the_file_and_a_reset_takes_it_back() {
    let host = host(&[("Hello.json", FILE)]);
    let tenants = host.running.tenants();
    let set = |text: &str| {
        let notation = Notation::of_text(text);
        host.stubs.set_by_call(&tenants.default(), "hello", notation, text.as_bytes().to_vec())
    };
    set("{Id:2}").unwrap();
    assert_eq!(host.get("/json/reply/Hello").await.matches("\"Id\":2").count(), 1);
    // Where none of its answers fits, the file's is asked.
    set("[[answer]]\nwhen = { Name = \"A\" }\nanswer = { Id = 3 }").unwrap();
    assert!(host.get("/json/reply/Hello?Name=A").await.contains("\"Id\":3"));
    assert!(host.get("/json/reply/Hello?Name=B").await.contains("\"Id\":1"));
    let missed = &tenants.default().stub_hits().misses()[0];
    assert_eq!((missed.operation.as_str(), missed.answer.as_str()), ("Hello", "answer 1"));
    assert!(missed.why.contains("Name"), "{}", missed.why);
    let texts = host.stubs.texts(&tenants.default());
    let shown: Vec<_> = texts.iter().map(|stub| (stub.source, stub.answers.clone())).collect();
    let hits = |label: &str| vec![(label.to_owned(), 1)];
    assert_eq!(
        shown,
        [(StubSource::Call, hits("answer 1")), (StubSource::File, hits("the answer"))]
    );
    assert_eq!(texts[1].text, FILE);
    tenants.reset(DEFAULT).unwrap();
    assert!(host.get("/json/reply/Hello?Name=A").await.contains("\"Id\":1"));
}

#[tokio::test]
async fn it_belongs_to_its_tenant_and_a_fork_has_it_too() {
    let host = host(&[]);
    let tenants = host.running.tenants();
    let shop = tenants.create("shop").unwrap();
    host.stubs.set_by_call(&shop, "Hello", Notation::Json, br#"{"Id":2}"#.to_vec()).unwrap();
    tenants.fork("shop", "copy").unwrap();
    let amount = async |tenant: &str| host.get(&format!("/_t/{tenant}/json/reply/Hello")).await;
    assert!(amount("shop").await.contains("\"Id\":2") && amount("copy").await.contains("\"Id\":2"));
    assert!(amount("default").await.contains("\"Id\":0"));
    assert!(host.stubs.unset(&shop, "HELLO") && !host.stubs.unset(&shop, "Hello"));
    assert!(amount("shop").await.contains("\"Id\":0") && amount("copy").await.contains("\"Id\":2"));
}

#[tokio::test]
async fn setting_it_again_begins_its_counts_anew() {
    let host = host(&[]);
    let tenant = host.running.tenants().default();
    let text = "[[answer]]\ntimes = 1\nanswer = { Id = 2 }";
    for _ in 0..2 {
        host.stubs.set_by_call(&tenant, "Hello", Notation::Toml, text.into()).unwrap();
        assert!(host.get("/json/reply/Hello").await.contains("\"Id\":2"));
        assert!(host.get("/json/reply/Hello").await.contains("\"Id\":0"));
    }
}

#[tokio::test]
async fn what_is_wrong_with_it_is_said_as_of_a_file_and_the_one_before_stays() {
    let host = host(&[]);
    let tenant = host.running.tenants().default();
    let set = |operation: &str, text: &str| {
        host.stubs.set_by_call(&tenant, operation, Notation::of_text(text), text.into())
    };
    set("Hello", r#"{"Id":2}"#).unwrap();
    let mistake = set("Hello", "{\n\"Idd\":2}").unwrap_err();
    let sentence = mistake.to_string();
    assert!(sentence.starts_with("Hello.json, line 2: ") && sentence.contains("Id"), "{sentence}");
    let unknown = set("Helo", "{}").unwrap_err();
    assert!(matches!(&unknown, NotSet::Operation(why) if why.contains("Hello")), "{unknown}");
    assert!(host.get("/json/reply/Hello").await.contains("\"Id\":2"));
}
