use insta::assert_snapshot;

use super::run;

fn stdout(args: &[&str]) -> String {
    String::from_utf8(run(args).success().get_output().stdout.clone()).unwrap()
}

#[test]
fn help_teaches() {
    assert_snapshot!("main", stdout(&["--help"]));
    assert_snapshot!("hash_password", stdout(&["hash-password", "--help"]));
    assert_snapshot!("coupons", stdout(&["coupons", "--help"]));
    assert_snapshot!("coupons_import", stdout(&["coupons", "import", "--help"]));
    assert_snapshot!("check_config", stdout(&["check-config", "--help"]));
}

#[test]
fn every_flag_is_an_environment_variable() {
    let help = stdout(&["serve", "-h"]);
    let flags: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
    for flag in [
        "--listen",
        "--data",
        "--store",
        "--config",
        "--strict[=<BOOL>]",
        "--seed-data",
        "--empty[=<BOOL>]",
        "--miko-data",
        "--tls[=<BOOL>]",
        "--frozen-at",
        "--seed",
    ] {
        assert!(flags.contains(&flag), "{flag} in {flags:?}");
        let name = flag.trim_start_matches('-').split('[').next().unwrap();
        let variable = format!("SSE_{}", name.replace('-', "_").to_uppercase());
        assert!(help.contains(&variable), "{variable}");
    }
}

#[test]
fn the_version_is_the_package_s() {
    assert_eq!(stdout(&["--version"]), format!("servicestack-emulator {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_mistyped_command_line_ends_with_2() {
    run(&["serv"]).code(2);
    run(&["--lisen", "x"]).code(2);
    run(&["--listen", "here"]).code(2);
    run(&["--seed", "-1"]).code(2);
    run(&["hash-password", "--listen", "127.0.0.1:0"]).code(2);
}
