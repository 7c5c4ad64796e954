//! What is wrong with `publish` is said with file, line and member.

use servicestack_emulator::Emulator;

use super::host::folder;

fn mistake(publish: &str) -> String {
    let stub = format!("# a comment\n[[answer]]\nanswer = {{ Result = \"said\" }}\n{publish}\n");
    let folder =
        folder(&[("stubs/Say.toml", &stub), ("settings.toml", "[events]\nenabled = true")]);
    let path = format!("{}/", folder.path().display());
    match Emulator::folder(folder.path()) {
        Ok(_) => "nothing is wrong".to_owned(),
        Err(error) => error.to_string().replace(&path, ""),
    }
}

#[test]
fn mistakes_name_file_line_and_member() {
    let mistakes = [
        "publish = 7",
        "publish = { op = \"say\" }",
        "publish = { json = 1, chanel = \"a\" }",
        "publish = { json = 1, op = \"say\", selector = \"cmd.say\" }",
        "publish = { json = 1, user = \"3\", session = \"x\" }",
        "publish = { json = 1, op = 7 }",
        "publish = { json = { text = \"{{ Texd }}\" } }",
        "publish = [{ json = 1 }, { json = \"{{ \" }]",
        "publish = { json = 1, channel = [] }",
    ];
    let said: Vec<String> =
        mistakes.iter().map(|publish| format!("{publish}\n  {}", mistake(publish))).collect();
    insta::assert_snapshot!(said.join("\n"));
}
