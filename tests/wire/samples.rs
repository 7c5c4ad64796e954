//! The XML samples of recorded metadata pages, byte for byte.

use std::fs;

use serde_json::Value as Json;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    wire::{Dialect, Typed, xml},
};

use crate::hosts;

const STREAM: &str =
    "  <St xmlns:d2p1=\"http://schemas.datacontract.org/2004/07/System.IO\" i:nil=\"true\" />\n";

/// The XML of a sample: what is left of its headers.
fn body(sample: &str) -> Option<&str> {
    let (_, body) = sample.split_once("length\r\n\r\n")?;
    body.strip_suffix("\r\n")
}

fn sample(contract: &Contract, ty: &TypeRef) -> String {
    let value = contract.sample(ty);
    xml::write_indented(&Typed { contract, ty, value: &value }, &Dialect::default())
        .expect("samples can be written")
}

#[test]
fn recorded_samples() {
    let contract = hosts::recorded(&[]);
    let pages = fs::read_to_string("fixtures/conformance/metadata-pages.json")
        .expect("the recordings can be read");
    let pages: Vec<Json> = serde_json::from_str(&pages).expect("the recordings are JSON");
    let mut compared = 0;
    for page in pages
        .iter()
        .filter(|page| page["request"].as_str().is_some_and(|url| url.starts_with("/xml/")))
    {
        let Some(operation) = page["operation"].as_str().and_then(|name| contract.operation(name))
        else {
            continue;
        };
        let types = [Some(TypeRef::Dto(operation.request)), operation.response.clone()];
        let samples = page["samples"].as_array().into_iter().flatten().filter_map(Json::as_str);
        for (sample_text, ty) in samples.zip(types.into_iter().flatten()) {
            let Some(expected) = body(sample_text).filter(|body| body.starts_with('<')) else {
                continue;
            };
            // `Big` has a stream, which no `/types/metadata` document lists.
            assert_eq!(sample(&contract, &ty), expected.replace(STREAM, ""));
            compared += 1;
        }
    }
    assert_eq!(compared, 19);
}
