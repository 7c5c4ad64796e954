//! TLS to the database.

use std::fs;

use servicestack_emulator::store::StoreError;
use servicestack_emulator::store::postgres::open;

use super::super::{add, numbers};
use super::settings;
use crate::database::Cluster;

#[tokio::test]
async fn the_url_says_whether_and_whom_to_trust() {
    let directory = tempfile::tempdir().unwrap();
    let here = |name: &str| directory.path().join(name);
    let made = |name: &str| {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        fs::write(here(&format!("{name}.crt")), made.cert.pem()).unwrap();
        fs::write(here(&format!("{name}.key")), made.signing_key.serialize_pem()).unwrap();
    };
    made("server");
    made("stranger");
    let Some(cluster) = Cluster::start_with(Some(directory.path())) else { return };
    let named = |name: &str, query: &str| {
        format!("{}?application_name={name}&{query}", cluster.url).parse().unwrap()
    };
    let url = |query: &str| named("tls", query);
    let trusting = |name: &str| format!("sslmode=verify-full&sslrootcert={}", here(name).display());
    let (admin, talk) = tokio_postgres::connect(&cluster.url, tokio_postgres::NoTls).await.unwrap();
    let talk = tokio::spawn(talk);
    for (name, query, encrypted) in [
        ("one", "sslmode=disable", false),
        ("two", "sslmode=prefer", true),
        ("three", "sslmode=require", true),
        ("four", &*trusting("server.crt"), true),
    ] {
        let store = open(&named(name, query), &settings()).await.unwrap();
        add(&store, numbers("A", 1..=1)).await;
        let query = "SELECT bool_and(s.ssl) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = $1";
        let seen: bool = admin.query_one(query, &[&name]).await.unwrap().get(0);
        assert_eq!(seen, encrypted, "{query}");
    }
    let Err(error) = open(&url(&trusting("stranger.crt")), &settings()).await else {
        panic!("a stranger was trusted")
    };
    assert!(
        matches!(error, StoreError::Unreachable { .. })
            && error.to_string().contains("certificate"),
        "{error}"
    );
    let Err(error) = open(&url(&trusting("server.key")), &settings()).await else {
        panic!("a key is no certificate")
    };
    assert!(error.to_string().ends_with("cannot be used: there is none"), "{error}");
    drop(admin);
    talk.await.unwrap().unwrap();
}
