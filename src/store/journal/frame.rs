//! One write batch in a journal: `magic | length u32 | CRC-32 u32 | number u64 | bytes`. The length
//! is that of the bytes, the sum is over number and bytes, and numbers are big-endian.

pub(super) const MAGIC: &[u8; 4] = b"wbat";

/// A frame.
pub(super) fn of(number: u64, batch: &[u8]) -> Vec<u8> {
    let (number, mut hasher) = (number.to_be_bytes(), crc32fast::Hasher::new());
    hasher.update(&number);
    hasher.update(batch);
    // A batch is bounded by the engine's settings and by what one import holds, below 4 GiB.
    let (length, sum) = ((batch.len() as u32).to_be_bytes(), hasher.finalize().to_be_bytes());
    [MAGIC, &length, &sum, &number[..], batch].concat()
}

/// Number, bytes, and the length of the frame at the beginning; none if it is not whole.
pub(super) fn read(bytes: &[u8]) -> Option<(u64, &[u8], usize)> {
    let (length, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk()?;
    let (sum, rest) = rest.split_first_chunk()?;
    let summed = rest.get(..8 + u32::from_be_bytes(*length) as usize)?;
    let (number, batch) = summed.split_first_chunk()?;
    let whole = crc32fast::hash(summed) == u32::from_be_bytes(*sum);
    whole.then_some((u64::from_be_bytes(*number), batch, 12 + summed.len()))
}

/// Whether there is a whole frame of this number or a later one anywhere.
pub(super) fn has_from(bytes: &[u8], number: u64) -> bool {
    memchr::memmem::find_iter(bytes, MAGIC)
        .any(|at| read(&bytes[at..]).is_some_and(|(found, ..)| found >= number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(numbers: &[u64]) -> Vec<u8> {
        numbers.iter().flat_map(|number| of(*number, &[*number as u8; 40])).collect()
    }

    #[test]
    fn a_frame_is_read_back() {
        let bytes = file(&[7, 8]);
        let first = read(&bytes).unwrap();
        assert_eq!(first, (7, &[7; 40][..], bytes.len() / 2));
        assert_eq!(read(&bytes[first.2..]).unwrap().0, 8);
        assert!(read(&[0; 64]).is_none(), "room that was never written");
    }

    #[test]
    fn a_damaged_or_torn_frame_is_none_and_a_later_one_is_seen() {
        let whole = file(&[7, 8]);
        let half = whole.len() / 2;
        for at in 0..half {
            assert!(read(&whole[..at]).is_none(), "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(read(&damaged).is_none(), "damaged at {at}");
            assert!(has_from(&damaged, 7), "the second one is whole");
            assert!(!has_from(&damaged[..half], 7) && !has_from(&damaged, 9));
        }
    }
}
