use super::*;

fn begun(directory: &Path) -> Journal {
    Journal::begin(directory, 1).unwrap();
    reopened(directory, 0).unwrap().0
}

/// Opens the journal and gives the numbers of the batches after `base`.
fn reopened(directory: &Path, base: u64) -> Result<(Journal, Vec<u64>), Failure> {
    let mut numbers = Vec::new();
    let known = names(directory)?.back().copied().unwrap_or_default();
    let (journal, last) = Journal::open(directory, base, known, |number, batch| {
        assert_eq!(batch, vec![number as u8; 1_000]);
        numbers.push(number);
        Some(())
    })?;
    assert_eq!(last, numbers.last().copied().unwrap_or(base));
    Ok((journal, numbers))
}

fn write(journal: &mut Journal, number: u64) {
    journal.commit(number, &vec![number as u8; 1_000]).unwrap();
}

#[test]
fn what_is_synced_is_read_across_files() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = begun(directory.path());
    let mut base = 0;
    for number in 1..=60 {
        write(&mut journal, number);
        if number % 7 == 0 {
            journal.rotate(number + 1).unwrap();
        }
        if number % 20 == 0 {
            base = number - 5;
            journal.forget(base + 1).unwrap();
        }
        assert_eq!(
            reopened(directory.path(), base).unwrap().1,
            (base + 1..=number).collect::<Vec<_>>()
        );
    }
    let (mut journal, _) = reopened(directory.path(), base).unwrap();
    write(&mut journal, 61);
    assert_eq!(reopened(directory.path(), base).unwrap().1.last(), Some(&61));
}

#[test]
fn files_that_are_needed_no_more_are_removed_also_those_of_an_earlier_process() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = begun(directory.path());
    for number in 1..=5 {
        write(&mut journal, number);
        journal.rotate(number + 1).unwrap();
    }
    // A file that was removed may be there again after a power cut, and so may one that was never
    // finished.
    fs::remove_file(path(directory.path(), 2)).unwrap();
    fs::write(directory.path().join("unfinished"), "half").unwrap();
    let (mut journal, numbers) = reopened(directory.path(), 4).unwrap();
    assert_eq!(numbers, [5]);
    journal.forget(5).unwrap();
    write(&mut journal, 6);
    journal.rotate(7).unwrap();
    journal.forget(7).unwrap();
    let mut left: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["acknowledged", name(7).as_str()]);
}

#[test]
fn a_torn_batch_is_the_end_and_a_damaged_one_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = begun(directory.path());
    (1..=3).for_each(|number| write(&mut journal, number));
    let path = path(directory.path(), 1);
    let whole = fs::read(&path).unwrap();
    let length = 1_020;
    let flip = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
    };
    let why = || match reopened(directory.path(), 0) {
        Err(Failure::Damaged(why)) => why,
        _ => panic!("it was opened"),
    };
    flip(length + 500);
    assert!(why().contains("batch 2 is damaged"));
    flip(2 * length + 500);
    assert!(why().contains("1 acknowledged write batches are missing"));
    fs::write(directory.path().join(WATERMARK), format!("{:020}\n", 2)).unwrap();
    assert_eq!(reopened(directory.path(), 0).unwrap().1, [1, 2], "it may have been torn");
}

#[test]
fn a_missing_file_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = begun(directory.path());
    for number in 1..=3 {
        write(&mut journal, number);
        journal.rotate(number + 1).unwrap();
    }
    fs::remove_file(path(directory.path(), 2)).unwrap();
    assert!(matches!(reopened(directory.path(), 0), Err(Failure::Damaged(_))));
    assert_eq!(reopened(directory.path(), 2).unwrap().1, [3]);
    let known = Journal::open(directory.path(), 2, 2, |_, _| Some(()));
    assert!(matches!(known, Err(Failure::Damaged(why)) if why.contains("is missing")));
}

#[test]
fn the_last_number_is_read_back_whatever_its_length() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = begun(directory.path());
    (1..=101).for_each(|number| write(&mut journal, number));
    assert_eq!(
        fs::read_to_string(directory.path().join(WATERMARK)).unwrap(),
        format!("{:020}\n", 101)
    );
}
