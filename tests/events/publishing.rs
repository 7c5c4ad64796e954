//! Stubs that publish.

use super::client::{EventStream, post};
use super::host::started;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_keep_their_types_and_a_list_sends_several() {
    let stub = r#"
[[answer]]
when = { Text = "fails" }
publish = { json = 1 }
error = { status = 409, code = "Taken" }

[[answer]]
delay = "20ms"
publish = [
  { channel = "shop", op = "sold", json = { n = 1.50, list = [true, "{{ Text }}"], to = "{{ To }}", at = "{{ Text | length }}" } },
  { subscription = "{{ To }}", channel = "shop", json = "{{ Text }}!" },
  { subscription = "{{ To }}", channel = "other", json = "never" },
]
answer = { Result = "said" }
"#;
    let (_folder, host) = started("", stub);
    let address = host.address();
    tokio::task::spawn_blocking(move || {
        let (mut shop, mut other) =
            (EventStream::of(address, "shop"), EventStream::of(address, "other"));
        let id = EventStream::id_in(&shop.read(2));
        other.read(2);
        assert!(post(address, "/say", r#"{"Text":"fails"}"#).status.contains("409"));
        let say = format!(r#"{{"Text":"a \"b\"\n","To":"{id}"}}"#);
        assert!(post(address, "/say", &say).status.contains("200"));
        let sold = r#"{"n":1.50,"list":[true,"a \"b\"\n"],"to":"ID","at":6}"#.replace("ID", &id);
        assert_eq!(
            shop.read(2),
            [
                format!("id: 3\ndata: shop@cmd.sold {sold}"),
                r#"id: 4
data:  "a \"b\"\n!""#
                    .to_owned()
            ]
        );
        assert_eq!(other.read(0), Vec::<String>::new());
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_names_the_plug_in_serves_events() {
    let document = r#"{"app":{"serviceName":"Shop"},"plugins":{"loaded":["html","sse"]},
        "api":{"operations":[{"request":{"name":"Ping"},"routes":[{"path":"/ping"}]}]}}"#;
    let folder = super::host::folder(&[("contract.json", document)]);
    let host = servicestack_emulator::Emulator::folder(folder.path()).unwrap().start().unwrap();
    let address = host.address();
    tokio::task::spawn_blocking(move || {
        assert_eq!(EventStream::of(address, "a").read(2).len(), 2);
    })
    .await
    .unwrap();
    std::fs::write(folder.path().join("settings.toml"), "[events]\nenabled = false").unwrap();
    let host = servicestack_emulator::Emulator::folder(folder.path()).unwrap().start().unwrap();
    let address = host.address();
    let answer = tokio::task::spawn_blocking(move || super::client::get(address, "/event-stream"));
    assert!(answer.await.unwrap().status.contains("404"));
}
