use super::*;

/// Opens the journal and gives the numbers of the batches after `base`.
fn reopened(directory: &Path, base: u64) -> Result<(Journal, Vec<u64>), Refused> {
    let mut numbers = Vec::new();
    let (journal, last) = Journal::open(directory, base, |number, batch| {
        assert_eq!(batch, vec![number as u8; 1_000]);
        numbers.push(number);
        Ok(())
    })?;
    assert_eq!(last, numbers.last().copied().unwrap_or(base));
    Ok((journal.unwrap(), numbers))
}

fn write(journal: &mut Journal, number: u64) {
    journal.write(number, &vec![number as u8; 1_000]).unwrap();
    journal.sync().unwrap();
}

#[test]
fn what_is_synced_is_read_across_files_also_of_used_ones() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(directory.path(), 1, 1).unwrap();
    let mut base = 0;
    for number in 1..=60 {
        write(&mut journal, number);
        if number % 7 == 0 {
            journal.rotate(number + 1).unwrap();
        }
        if number % 20 == 0 {
            base = number - 5;
            journal.forget(base).unwrap();
        }
        assert_eq!(reopened(directory.path(), base).unwrap().1, (base + 1..=number).collect::<Vec<_>>());
    }
    assert!(file::sequences(directory.path()).unwrap().len() <= 4, "used files are used again");
    let (mut journal, _) = reopened(directory.path(), base).unwrap();
    write(&mut journal, 61);
    assert_eq!(reopened(directory.path(), base).unwrap().1.last(), Some(&61));
}

#[test]
fn a_used_file_that_was_begun_again_has_no_batch_yet() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(directory.path(), 1, 1).unwrap();
    for number in 1..=5 {
        write(&mut journal, number);
        journal.rotate(number + 1).unwrap();
        journal.forget(number - 1).unwrap();
    }
    drop(journal);
    // The file in use still has the frames of an earlier batch.
    let (mut journal, numbers) = reopened(directory.path(), 4).unwrap();
    assert_eq!(numbers, [5]);
    write(&mut journal, 6);
    assert_eq!(reopened(directory.path(), 4).unwrap().1, [5, 6]);
}

#[test]
fn a_torn_batch_is_the_end_and_a_damaged_one_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(directory.path(), 1, 1).unwrap();
    (1..=3).for_each(|number| write(&mut journal, number));
    let path = file::path(directory.path(), 1);
    let whole = fs::read(&path).unwrap();
    let length = 1_020;
    let flip = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
    };
    flip(HEADER as usize + 2 * length + 500);
    assert_eq!(reopened(directory.path(), 0).unwrap().1, [1, 2], "it may have been torn");
    flip(HEADER as usize + length + 500);
    assert!(matches!(reopened(directory.path(), 0), Err(Refused::Damaged(why)) if why.contains("batch 2")));
    flip(20);
    assert!(matches!(reopened(directory.path(), 0), Err(Refused::Damaged(why)) if why.contains("head")));
}

#[test]
fn a_missing_file_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(directory.path(), 1, 1).unwrap();
    for number in 1..=3 {
        write(&mut journal, number);
        journal.rotate(number + 1).unwrap();
    }
    fs::remove_file(file::path(directory.path(), 2)).unwrap();
    assert!(matches!(reopened(directory.path(), 0), Err(Refused::Damaged(_))));
    assert_eq!(reopened(directory.path(), 2).unwrap().1, [3]);
}
