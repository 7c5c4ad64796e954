use std::collections::HashSet;

use servicestack_emulator::lab::Seed;

#[test]
fn a_seed_draws_the_same_values_on_every_machine() {
    let draw = |seed: Seed| (seed.guid().to_string(), seed.session_id(), seed.bytes::<4>());
    assert_eq!(draw(Seed::from_u64(1)), draw(Seed::from_u64(1)));
    assert_ne!(draw(Seed::from_u64(1)), draw(Seed::from_u64(2)));
    let noted = (
        "b10da48c-ea4c-4967-ab8e-0efcd8069414".to_owned(),
        "ZQYHNgMruJhCDQhj3Kcl".to_owned(),
        [229, 203, 27, 213],
    );
    assert_eq!(draw(Seed::from_u64(1)), noted);
}

#[test]
fn clones_share_one_stream() {
    let seed = Seed::from_u64(1);
    let both = [seed.clone().guid(), seed.guid()];
    let one = Seed::from_u64(1);
    assert_eq!(both, [one.guid(), one.guid()]);
}

#[test]
fn the_machine_s_chance_does_not_repeat() {
    assert_ne!(Seed::from_os().guid(), Seed::from_os().guid());
}

#[test]
fn guids_are_random_ones() {
    let guid = Seed::from_u64(3).guid();
    assert_eq!(guid.get_version_num(), 4);
    assert_eq!(guid.get_variant(), uuid::Variant::RFC4122);
}

#[test]
fn session_ids_have_twenty_characters_fit_for_a_cookie_and_a_path() {
    let seed = Seed::from_u64(4);
    let ids: Vec<String> = (0..2_000).map(|_| seed.session_id()).collect();
    for id in &ids {
        assert_eq!(id.len(), 20, "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    }
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
}

#[test]
fn threads_draw_from_one_stream_without_repeating() {
    let seed = Seed::from_u64(5);
    let draws = (0..4).map(|_| {
        let seed = seed.clone();
        std::thread::spawn(move || (0..500).map(|_| seed.guid()).collect::<Vec<_>>())
    });
    let handles: Vec<_> = draws.collect();
    let guids: HashSet<_> = handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect();
    assert_eq!(guids.len(), 2_000);
}
