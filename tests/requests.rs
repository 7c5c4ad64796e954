//! Every file in `fixtures/requests` against its snapshot: status line, headers, body.
//!
//! A file holds one or more requests, divided by lines of `###`; they meet a new emulator with an
//! empty store, a clock frozen at 2026-01-15T10:00:00Z and the seed 1, so that every byte repeats.
//! Lines that begin with `#` explain the file.

mod support;

use support::apex::Apex;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_answered_as_recorded_in_their_snapshots() {
    let mut files: Vec<_> = std::fs::read_dir("fixtures/requests")
        .expect("the fixtures are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "http"))
        .collect();
    files.sort();
    assert!(files.len() >= 40, "only {} request files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let apex = Apex::start().await;
        let mut answers = String::new();
        for request in support::http_file::requests(&text) {
            let answer = apex.send(request.as_bytes()).await;
            answers.push_str(&format!(
                "{}\n{}\n\n",
                request.lines().next().unwrap_or_default(),
                support::http_file::shown(&answer)
            ));
        }
        let name = file.file_stem().expect("has a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "snapshots/requests", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, answers);
        });
        apex.stop().await;
    }
}
