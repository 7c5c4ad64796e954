//! One batch in a journal: `length u32 | CRC-32 u32 | number u64 | writes`. The length is that of the writes, the sum is
//! over number and writes, and numbers are big-endian.

use crate::store::sled::writes::Writes;

const HEAD: usize = 4 + 4 + 8;

/// A batch with its number.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store::sled) struct Frame {
    pub(in crate::store::sled) number: u64,
    pub(in crate::store::sled) writes: Writes,
}

/// Appends a frame.
pub(super) fn append(bytes: &mut Vec<u8>, number: u64, writes: &Writes) {
    let begin = bytes.len();
    bytes.extend_from_slice(&[0; HEAD]);
    writes.encode(bytes);
    // A batch is bounded by the engine's settings, far below 4 GiB.
    let length = (bytes.len() - begin - HEAD) as u32;
    bytes[begin + 8..begin + HEAD].copy_from_slice(&number.to_be_bytes());
    let sum = crc32fast::hash(&bytes[begin + 8..]);
    bytes[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
    bytes[begin + 4..begin + 8].copy_from_slice(&sum.to_be_bytes());
}

/// The frames at the beginning of a file whose numbers follow one another. What comes after them was never completed,
/// or is left from when the file was last used.
pub(super) fn read(mut bytes: &[u8]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    while let Some((frame, rest)) = split(bytes) {
        if frames.last().is_some_and(|last| last.number + 1 != frame.number) {
            break;
        }
        frames.push(frame);
        bytes = rest;
    }
    frames
}

fn split(bytes: &[u8]) -> Option<(Frame, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let (summed, rest) = rest.split_at_checked(8 + u32::from_be_bytes(*length) as usize)?;
    if crc32fast::hash(summed) != u32::from_be_bytes(*sum) {
        return None;
    }
    let (number, writes) = summed.split_first_chunk::<8>()?;
    let writes = Writes::decode(writes).ok()?;
    Some((Frame { number: u64::from_be_bytes(*number), writes }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writes(key: u8) -> Writes {
        Writes([(vec![key].into(), Some(vec![key; 40].into())), (vec![key, 1].into(), None)].into())
    }

    fn file(numbers: &[u64]) -> Vec<u8> {
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| append(&mut bytes, *number, &writes(*number as u8)));
        bytes
    }

    fn numbers(bytes: &[u8]) -> Vec<u64> {
        read(bytes).into_iter().map(|frame| frame.number).collect()
    }

    #[test]
    fn frames_are_read_until_they_do_not_follow() {
        assert_eq!(read(&file(&[7])), [Frame { number: 7, writes: writes(7) }]);
        assert_eq!(numbers(&file(&[7, 8, 9])), [7, 8, 9]);
        assert_eq!(numbers(&file(&[7, 8, 3, 4])), [7, 8], "the rest is older");
        assert_eq!(numbers(&file(&[7, 9])), [7]);
        assert!(numbers(&[0; 64]).is_empty(), "room that was never written");
    }

    #[test]
    fn a_damaged_or_torn_frame_ends_them() {
        let whole = file(&[7, 8]);
        for at in whole.len() / 2..whole.len() {
            assert_eq!(numbers(&whole[..at]), [7], "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(numbers(&damaged), [7], "damaged at {at}");
        }
    }
}
