//! `jsv`: to and from JSON, dump, check.

use assert_cmd::Command;

fn jsv(arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_servicestack-emulator"));
    let output = command.arg("jsv").args(arguments).write_stdin(input).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn json_and_jsv_become_each_other() {
    let (json, _, code) =
        jsv(&["to-json"], "{Code:AB0001,Prods:[{ProdId:\"P,1\",SCount:1.50}],Used:False}\n");
    assert_eq!(
        (json.as_str(), code),
        (
            "{\"Code\":\"AB0001\",\"Prods\":[{\"ProdId\":\"P,1\",\"SCount\":\"1.50\"}],\"Used\":\"False\"}\n",
            Some(0)
        )
    );
    let (back, _, _) = jsv(&["from-json"], &json);
    assert_eq!(back, "{Code:AB0001,Prods:[{ProdId:\"P,1\",SCount:1.50}],Used:False}\n");
    let (inferred, _, _) = jsv(&["to-json", "--infer"], "{A:7,B:007,C:True,D:-1}");
    assert_eq!(inferred, "{\"A\":7,\"B\":\"007\",\"C\":true,\"D\":-1}\n");
}

#[test]
fn lists_are_worked_on_item_by_item() {
    let (json, _, _) = jsv(&["to-json"], "[{A:\"x,]y\"},{B:[1,2]},\"a,b\",c]\n");
    assert_eq!(json, "[{\"A\":\"x,]y\"},{\"B\":[\"1\",\"2\"]},\"a,b\",\"c\"]\n");
    assert_eq!(jsv(&["to-json"], "[]").0, "[]\n");
    assert_eq!(jsv(&["from-json"], "[1,\"a,b\",null,{\"A\":true}]").0, "[1,\"a,b\",,{A:True}]\n");
    let whole = "[{A:1,B:[x,y]},{C:{}}]";
    assert_eq!(jsv(&["dump"], whole).0.trim_end(), jsv_codec::dump(whole));
    assert_eq!(jsv(&["dump"], "[]").0.trim_end(), jsv_codec::dump("[]"));
}

#[test]
fn a_fault_is_shown_under_its_place_and_ends_with_1() {
    assert_eq!(jsv(&["check"], "[{A:1},{B:2}]\n").2, Some(0));
    let (_, message, code) = jsv(&["check"], "[{A:1},{\"B\":x}]");
    assert_eq!(code, Some(1));
    assert!(message.contains("at byte 8"), "{message}");
    assert!(message.ends_with("  {\"B\":x}\n   ^\n"), "{message}");
    assert_eq!(jsv(&["check"], "[{A:1}").2, Some(1), "the list is not closed");
    assert_eq!(jsv(&["from-json"], "{\"A\":}").2, Some(1));
}

#[test]
fn a_file_that_is_not_there_is_reported_with_2() {
    let (_, message, code) = jsv(&["check", "no-such-file.jsv"], "");
    assert_eq!(code, Some(2));
    assert!(message.contains("cannot read no-such-file.jsv"), "{message}");
}

#[test]
fn nothing_is_lost_in_silence() {
    for (command, text) in [
        ("to-json", "{A:\"x"),
        ("to-json", "[1,[2]"),
        ("to-json", "{A:[1"),
        ("to-json", "\"x"),
        ("to-json", "[1]x"),
        ("check", "{A:\"x"),
        ("dump", "[1,2"),
        ("dump", "{A:\"x"),
        ("dump", "{A:1}x"),
    ] {
        let (out, message, code) = jsv(&[command], text);
        assert_eq!(code, Some(1), "{command} {text}: {out}");
        assert!(message.contains("expected") && message.contains("line 1, column"), "{message}");
        assert!(!message.contains("array"), "{message}");
    }
    assert_eq!(
        jsv(&["from-json"], "[1e400,1.50,-0.0,{\"a\\n\":\"\\u0416\"}]").0,
        "[1e400,1.50,-0.0,{\"a\n\":Ж}]\n"
    );
    assert_eq!(jsv(&["from-json"], "\u{FEFF} {\"A\": 1e400}\n").0, "{A:1e400}\n");
    assert_eq!(jsv(&["from-json"], "[1,").2, Some(1));
    assert_eq!(jsv(&["to-json", "--infer"], "[1e400]").0, "[\"1e400\"]\n");
}

#[test]
fn a_byte_order_mark_and_utf_16_are_read_by_all_commands() {
    let text = "\u{FEFF}{A:Ж,B:[1]}\r\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for input in [text.as_bytes(), &wide] {
        let run = |command: &str| {
            let mut run = Command::new(env!("CARGO_BIN_EXE_servicestack-emulator"));
            let output = run.args(["jsv", command]).write_stdin(input).output().expect("it runs");
            assert!(
                output.status.success(),
                "{command}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            String::from_utf8(output.stdout).expect("UTF-8")
        };
        assert_eq!(run("check"), "");
        assert_eq!(run("to-json"), "{\"A\":\"Ж\",\"B\":[\"1\"]}\n");
        assert_eq!(run("dump"), jsv_codec::dump("{A:Ж,B:[1]}") + "\n");
    }
}

#[test]
fn the_place_of_a_fault_is_one_in_the_whole_file() {
    let (_, message, code) = jsv(&["to-json"], "[{A:1},\n {B:[2}]");
    assert_eq!(code, Some(1));
    assert!(message.contains("line 2"), "{message}");
    let (_, message, _) = jsv(&["check"], "[a,b]c");
    assert!(
        message.contains("expected the end of the text (line 1, column 6), at byte 5"),
        "{message}"
    );
}
