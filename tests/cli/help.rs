use insta::assert_snapshot;
use servicestack_emulator::config::Setting;

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
    for verb in
        ["stub", "fault", "race", "records", "tenant", "snapshot", "clock", "doctor", "reset"]
    {
        assert_snapshot!(verb, stdout(&[verb, "--help"]));
    }
    assert_snapshot!("check_config", stdout(&["check-config", "--help"]));
}

#[test]
fn every_setting_has_a_flag_and_a_variable() {
    let help = stdout(&["serve", "--help"]);
    for setting in Setting::all() {
        let Some(flag) = setting.flag() else { continue };
        assert!(help.contains(&format!("--{flag}")), "{flag}");
        let variable = setting.variable().unwrap();
        assert!(help.contains(&format!("[env: {variable}")), "{variable}");
    }
}

#[test]
fn the_short_help_fits_on_two_screens() {
    let help = stdout(&["serve", "-h"]);
    assert!(help.contains("--frozen-at") && !help.contains("--limits-depth"), "{help}");
    assert!(help.lines().count() < 60, "{help}");
}

#[test]
fn the_version_is_the_package_s() {
    assert_eq!(
        stdout(&["--version"]),
        format!("servicestack-emulator {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_mistyped_command_line_ends_with_2() {
    run(&["serv"]).code(2);
    run(&["--lisen", "x"]).code(2);
    run(&["--listen", "here"]).code(2);
    run(&["--seed", "-1"]).code(2);
    run(&["hash-password", "--listen", "127.0.0.1:0"]).code(2);
}
