use chrono::{DateTime, TimeDelta, Utc};
use servicestack_emulator::lab::Clock;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_frozen_clock_stands_still_until_it_is_moved() {
    let clock = Clock::frozen_at(instant("2026-03-01T12:00:00Z"));
    assert!(clock.is_frozen());
    assert_eq!(clock.now(), clock.now());
    clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(clock.now(), instant("2026-03-01T12:00:00.001Z"));
    clock.advance(TimeDelta::days(-1));
    assert_eq!(clock.now(), instant("2026-02-28T12:00:00.001Z"));
    clock.set(instant("2030-01-01T00:00:00Z"));
    assert_eq!(clock.now(), instant("2030-01-01T00:00:00Z"));
}

#[test]
fn a_clone_shows_and_sets_the_same_time() {
    let clock = Clock::frozen_at(instant("2026-03-01T12:00:00Z"));
    let other = clock.clone();
    std::thread::spawn(move || other.advance(TimeDelta::hours(2))).join().unwrap();
    assert_eq!(clock.now(), instant("2026-03-01T14:00:00Z"));
}

#[test]
fn a_running_clock_goes_on_running_after_a_move() {
    let clock = Clock::system();
    clock.set(instant("2030-01-01T00:00:00Z"));
    std::thread::sleep(std::time::Duration::from_millis(5));
    let passed = clock.now() - instant("2030-01-01T00:00:00Z");
    assert!(!clock.is_frozen());
    assert!(passed >= TimeDelta::milliseconds(5) && passed < TimeDelta::minutes(1), "{passed}");
}

#[test]
fn freezing_keeps_the_instant_and_resuming_runs_on_from_it() {
    let clock = Clock::system();
    clock.freeze();
    let frozen = clock.now();
    std::thread::sleep(std::time::Duration::from_millis(5));
    assert_eq!(clock.now(), frozen);
    clock.set(instant("2001-01-01T00:00:00Z"));
    clock.resume();
    std::thread::sleep(std::time::Duration::from_millis(5));
    let passed = clock.now() - instant("2001-01-01T00:00:00Z");
    assert!(passed >= TimeDelta::milliseconds(5) && passed < TimeDelta::minutes(1), "{passed}");
}

#[test]
fn no_jump_leaves_the_years_of_a_dot_net_date() {
    for clock in [Clock::system(), Clock::frozen_at(instant("2026-03-01T12:00:00Z"))] {
        clock.advance(TimeDelta::MAX);
        assert_eq!(clock.now(), instant("9999-12-31T23:59:59.999999900Z"));
        clock.advance(TimeDelta::MIN);
        assert_eq!(clock.now().date_naive(), instant("0001-01-01T00:00:00Z").date_naive());
        clock.set(DateTime::<Utc>::MAX_UTC);
        assert_eq!(clock.now(), instant("9999-12-31T23:59:59.999999900Z"));
        clock.resume();
        clock.freeze();
        assert_eq!(clock.now(), instant("9999-12-31T23:59:59.999999900Z"));
    }
}
