//! The host `query` of the recordings, made of its contract, seed rows and a few lines of file.

use servicestack_emulator::Emulator;

use super::recorded::{Client, cases};

/// What is not as recorded, by its cause.
const LEFT: [(&str, &str); 1] = [
    // SQLite keeps dates as texts: the host's second query, for the notes, compares them with a text of
    // another form and finds none.
    ("/wares?made=2025-01-02", "a date in a sub-select of SQLite"),
];

#[tokio::test(flavor = "multi_thread")]
async fn autoquery_and_crud_are_as_recorded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hosts/query");
    let host = Emulator::folder(folder).unwrap().start().unwrap();
    let (mut count, mut different) = (0, Vec::new());
    for case in ["autoquery.jsonl", "autocrud.jsonl"].into_iter().flat_map(cases) {
        count += 1;
        let mut client = Client::of(host.address(), false);
        let differs = |step| Some(client.differences(step)).filter(|found| !found.is_empty());
        if let Some(found) = case.steps.iter().find_map(differs) {
            different.push((case.steps.last().unwrap().request.target.clone(), found));
        }
    }
    let named = |target: &str| LEFT.iter().any(|(known, _)| *known == target);
    let unnamed: Vec<_> = different.iter().filter(|(target, _)| !named(target)).collect();
    assert!(unnamed.is_empty(), "{} are not as recorded: {unnamed:#?}", unnamed.len());
    assert_eq!((count, different.len()), (224, LEFT.len()), "each cause that is named is one");
}
