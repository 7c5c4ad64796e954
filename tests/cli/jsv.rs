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
fn a_file_that_is_not_there_is_told_with_2() {
    let (_, message, code) = jsv(&["check", "no-such-file.jsv"], "");
    assert_eq!(code, Some(2));
    assert!(message.contains("cannot read no-such-file.jsv"), "{message}");
}
