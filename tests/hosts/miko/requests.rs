//! Every file in `fixtures/requests/miko` against its snapshot: status line, headers, body.
//!
//! The requests of a file meet a new emulator of ApexERPHost with MIKO's API over the same empty
//! store, a clock frozen at 2026-01-15T10:00:00Z and the seed 1.

use servicestack_emulator::host::Cors;
use servicestack_emulator::hosts::miko::MikoParts;

use super::api::beside_apex;
use crate::support::http_file;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_answered_as_recorded_in_their_snapshots() {
    let files = std::fs::read_dir("fixtures/requests/miko").expect("the fixtures are there");
    let mut files: Vec<_> = files.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    assert!(files.len() >= 5, "only {} request files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let apex = beside_apex(|parts| MikoParts { cors: Cors::Any, ..parts }).await;
        let mut answers = String::new();
        for request in http_file::requests(&text) {
            let answer = apex.send(request.as_bytes()).await;
            let line = request.lines().next().unwrap_or_default();
            answers.push_str(&format!("{line}\n{}\n\n", http_file::shown(&answer)));
        }
        let name = file.file_stem().expect("has a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "../snapshots/miko", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, answers);
        });
        apex.stop().await;
    }
}
