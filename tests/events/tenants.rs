//! Each tenant has its own subscribers.

use std::time::Duration;

use super::client::{EventStream, get, post};
use super::host::{TO_ALL, started};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_stay_in_their_tenant_and_a_reset_ends_its_streams() {
    let (_folder, host) = started("", TO_ALL);
    let (address, tenants) = (host.address(), host.tenants().clone());
    tokio::task::spawn_blocking(move || {
        let (_, mut till) = EventStream::open(address, "/_t/till/event-stream?channels=a", &[]);
        let mut own = EventStream::of(address, "a");
        let greeting = till.read(2);
        let id = EventStream::id_in(&greeting);
        assert!(greeting[0].contains(&format!("/_t/till/event-heartbeat?id={id}")), "{greeting:?}");
        own.read(2);
        post(address, "/_t/till/say", r#"{"Text":"hi"}"#);
        assert_eq!(till.read(1), ["id: 3\ndata: cmd.say {\"text\":\"hi\"}"]);
        assert_eq!(own.read(0), Vec::<String>::new());
        assert!(get(address, &format!("/event-heartbeat?id={id}")).status.contains("404"));
        tenants.reset("till").unwrap();
        assert!(till.ends_within(Duration::from_secs(2)));
        post(address, "/say", r#"{"Text":"hi"}"#);
        assert_eq!(own.read(1).len(), 1);
    })
    .await
    .unwrap();
}
