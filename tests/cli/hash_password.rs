use std::process::Stdio;

use servicestack_emulator::auth::{User, Users};

use super::command;

fn hash(stdin: impl Into<Vec<u8>>) -> assert_cmd::assert::Assert {
    assert_cmd::Command::from_std(command(&["hash-password"])).write_stdin(stdin.into()).assert()
}

#[test]
fn the_hash_alone_is_on_the_standard_output_and_lets_the_user_in() {
    let done = hash("pass word\r\nsecond line\n").success();
    let printed = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    let user = User {
        id: "1".to_owned(),
        name: "ann".to_owned(),
        display_name: None,
        email: None,
        password_hash: printed.strip_suffix('\n').unwrap().to_owned(),
        roles: Vec::new(),
        permissions: Vec::new(),
        ..User::default()
    };
    assert!(Users::new(vec![user]).verify("ann", "pass word").is_some());
    assert!(String::from_utf8_lossy(&done.get_output().stderr).contains("password_hash = "));
}

#[test]
fn the_same_password_has_another_hash_each_time() {
    assert_ne!(hash("x").success().get_output().stdout, hash("x").success().get_output().stdout);
}

#[test]
fn what_is_no_password_is_refused() {
    for bad in [Vec::new(), b"\n".to_vec(), vec![0xff], vec![b'x'; 70_000]] {
        let refused = hash(bad).code(2);
        assert!(refused.get_output().stdout.is_empty());
    }
}

#[test]
fn without_any_input_it_ends() {
    let status =
        command(&["hash-password"]).stdin(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}
