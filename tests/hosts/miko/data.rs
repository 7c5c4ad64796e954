//! The file of distributors, products and clients.

use std::path::Path;

use insta::assert_snapshot;
use servicestack_emulator::config::MikoData;

fn read(name: &str, text: &str) -> Result<MikoData, String> {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join(name);
    std::fs::write(&path, text).expect("written");
    MikoData::read(Some(&path))
        .map_err(|error| error.to_string().replace(&directory.path().display().to_string(), "DIR"))
}

#[test]
fn toml_and_json_are_read_and_every_list_may_be_missing() {
    let toml = read(
        "miko.toml",
        "[[products]]\nguid = 'a'\n[[clients]]\nlatitude = 1.5\nlongitude = -2.0",
    )
    .expect("read");
    assert_eq!(
        (toml.products.len(), toml.distributors.len(), toml.clients[0].longitude),
        (1, 0, -2.0)
    );
    let json = read("miko.json", r#"{"distributors":[{"guid":"a"}]}"#).expect("read");
    assert_eq!(json.distributors[0].guid, "a");
    assert_eq!(read("empty.toml", "").expect("read"), MikoData::default());
}

#[test]
fn the_built_in_set_is_the_file_that_shows_how() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed-data/miko.toml");
    assert_eq!(MikoData::read(Some(&path)).expect("read"), MikoData::read(None).expect("read"));
}

#[test]
fn the_file_of_the_documentation_is_accepted() {
    let documentation = include_str!("../../../docs/miko.md");
    let (_, rest) = documentation.split_once("\n```toml\n").expect("a block of TOML");
    let data = read("miko.toml", rest.split("\n```").next().expect("its text")).expect("read");
    assert_eq!((data.distributors.len(), data.products.len()), (1, 1));
    assert_eq!((data.trials.len(), data.subscriptions.len(), data.clients.len()), (1, 1, 1));
}

#[test]
fn a_fault_is_reported_with_file_line_and_key() {
    let fault = |text: &str| read("miko.toml", text).expect_err("a fault");
    assert_snapshot!(fault("[[product]]\nguid = 'a'"), @"DIR/miko.toml, line 1: `product` is not known here; did you mean `products`?");
    assert_snapshot!(fault("[[products]]\nname = 'a'"), @"DIR/miko.toml, line 1: `products[0]`: missing field `guid`");
    assert_snapshot!(fault("[[products]]\nguid = ' '"), @"DIR/miko.toml: `products[0].guid` is empty");
    assert_snapshot!(fault("[[distributors]]\nguid = 'a'\n[[distributors]]\nguid = 'A'"), @"DIR/miko.toml: `distributors[1].guid`: A is there twice");
    assert_snapshot!(fault("[[trials]]\nresult_id = 'x'"), @r#"DIR/miko.toml, line 2: `trials[0].result_id`: invalid type: string "x", expected i64"#);
    assert_snapshot!(fault("[[subscriptions]]\nlicensekey = 'a'\nproduct = 'b'\nexpired = 'soon'"), @r#"DIR/miko.toml, line 4: `subscriptions[0].expired`: invalid value: string "soon", expected an instant such as "2026-03-01T12:00:00Z", or a date such as "2026-03-01""#);
    assert_snapshot!(read("miko.json", "{").expect_err("a fault"), @"DIR/miko.json, line 1: EOF while parsing an object");
}
