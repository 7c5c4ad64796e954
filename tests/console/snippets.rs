//! Requests as the source text of other tools.

use servicestack_emulator::console::snippets;

use crate::{FILLED, with_call};

fn texts(form: &str) -> String {
    with_call(form, 1, |console, _, call| {
        let snippets = snippets(console, &call.expect("it is a request"));
        snippets
            .into_iter()
            .map(|snippet| format!("-- {}\n{}\n", snippet.title, snippet.text))
            .collect()
    })
}

#[test]
fn json_of_the_form_is_a_call_of_the_client() {
    insta::assert_snapshot!("clients", texts(FILLED));
}

#[test]
fn all_else_is_sent_as_it_stands() {
    insta::assert_snapshot!(
        "plain",
        texts(&format!("{FILLED}&body=jsv&headers=X-Quote%3A+it%27s+%22%24%28x%29%22"))
    );
}
