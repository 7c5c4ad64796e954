//! Bad input ends in an answer, in time.

use std::time::{Duration, Instant};

use super::host::{Folder, call};

const ROWS: &str = "[{\"Id\":1,\"Name\":\"Ann\"},{\"Id\":2,\"Name\":\"Bob\"}]";

/// Lets any operation list and store customers.
const STUBS: [(&str, &str); 2] = [
    ("stubs/ListCustomers.toml", "[[answer]]\nrecords = { in = \"Customer\", do = \"list\" }\n"),
    ("stubs/StoreCustomer.toml", "[[answer]]\nrecords = { in = \"Customer\", do = \"create\" }\n"),
];

fn folder(more: &[(&str, &str)]) -> Folder {
    let mut files = vec![("data/Customer.json", ROWS)];
    files.extend(STUBS);
    files.extend(more);
    Folder::of(&files)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_in_the_hosts_words_or_passed_over() {
    let host = folder(&[]).start();
    let mut answers = Vec::new();
    for query in [
        "Id=x",
        "IdBetween=1",
        "IdIn=1,x",
        "SinceBefore=soon",
        "Tier=Silver",
        "Skip=-5",
        "Nothing=1",
        "NameIsNull=",
        "%00=1",
        "NameHasAny=9",
        "TagsContains=x",
    ] {
        let (status, body) = call(&host, "GET", &format!("/customers?{query}"), None).await;
        answers.push(format!("{query}: {status} {body}"));
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn patterns_and_long_lists_end_in_time() {
    let long = format!("[{{\"Id\":1,\"Name\":\"{}b\"}}]", "a".repeat(500_000));
    let host = folder(&[("data/Customer.json", &long)]).start();
    let begun = Instant::now();
    let bomb = format!("%25{}c", "a".repeat(3000));
    let (status, body) = call(&host, "GET", &format!("/customers?NameLike={bomb}"), None).await;
    assert!(status == 400 && body.contains("LIKE or GLOB pattern too complex"), "{status} {body}");
    let many: Vec<String> = (2..1500).map(|number| number.to_string()).collect();
    let (status, body) =
        call(&host, "GET", &format!("/customers?IdIn={}", many.join(",")), None).await;
    assert!(status == 200 && body.contains("\"Customers\":[]"), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(90), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_rows_are_taken_than_the_settings_allow() {
    let host = folder(&[("records.toml", "most_rows = 3\n")]).start();
    let add = |id: u32| {
        let body = format!("{{\"Id\":{id}}}");
        let host = &host;
        async move { call(host, "POST", "/customers", Some(&body)).await }
    };
    assert_eq!(add(3).await.0, 200);
    let (status, body) = add(4).await;
    assert!(status == 503 && body.contains("no more than 3 rows"), "{status} {body}");
    let (status, body) = add(3).await;
    assert!(
        status == 500 && body.contains("UNIQUE constraint failed: Customer.Id"),
        "{status} {body}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_answer_is_sent_in_parts_and_whole() {
    let rows: String = (0..5000).map(|number| format!("/{number}\n")).collect();
    let host = Folder::of(&[("data/Visit.csv", &format!("Page\n{rows}"))]).start();
    let (status, body) = call(&host, "GET", "/visits?orderBy=page&include=total", None).await;
    assert_eq!(status, 200);
    let read: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read["Total"], 5000);
    let pages: Vec<&str> = read["Results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["Page"].as_str().unwrap())
        .collect();
    assert_eq!(pages.len(), 5000);
    assert!(pages.is_sorted());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guid_that_is_a_key_is_drawn() {
    let host = Folder::of(&[]).start();
    let (_, one) = call(&host, "POST", "/badges", Some("{}")).await;
    let (_, other) = call(&host, "POST", "/badges", Some("{}")).await;
    assert!(one != other && one.len() == other.len() && !one.contains("00000000"), "{one} {other}");
}
