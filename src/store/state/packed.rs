//! Byte strings of `N` neighbours in one piece of memory.

/// A block of `N` places, each with some bytes or none.
#[derive(Clone)]
pub(super) struct Packed<const N: usize> {
    /// The version of the state that changed it last.
    pub(super) changed: u64,
    /// Where the bytes of each place end.
    ends: [u16; N],
    bytes: Vec<u8>,
}

impl<const N: usize> Default for Packed<N> {
    fn default() -> Self {
        Packed { changed: 0, ends: [0; N], bytes: Vec::new() }
    }
}

impl<const N: usize> Packed<N> {
    /// The bytes of a place; empty if it has none.
    pub(super) fn get(&self, place: usize) -> &[u8] {
        &self.bytes[self.begin(place)..usize::from(self.ends[place])]
    }

    fn begin(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| usize::from(self.ends[before]))
    }

    /// Puts other bytes in a place. Those of a block are bounded: codes and rows have less than 1 KiB each.
    pub(super) fn set(&mut self, place: usize, bytes: &[u8]) {
        let (begin, end) = (self.begin(place), usize::from(self.ends[place]));
        self.bytes.reserve_exact(bytes.len());
        self.bytes.splice(begin..end, bytes.iter().copied());
        for end_of in &mut self.ends[place..] {
            *end_of = (usize::from(*end_of) + bytes.len() - (end - begin)) as u16;
        }
    }

    /// Gives memory back that a growing block had in reserve.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Appends what [`decode`](Self::decode) reads.
    pub(super) fn encode(&self, bytes: &mut Vec<u8>) {
        self.ends.iter().for_each(|end| bytes.extend_from_slice(&end.to_le_bytes()));
        bytes.extend_from_slice(&self.bytes);
    }

    pub(super) fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let (ends, rest) = bytes.split_at_checked(2 * N)?;
        let mut block = Packed::default();
        for (end, read) in block.ends.iter_mut().zip(ends.chunks_exact(2)) {
            *end = u16::from_le_bytes([read[0], read[1]]);
        }
        let (content, rest) = rest.split_at_checked(usize::from(*block.ends.last()?))?;
        block.bytes = content.to_vec();
        *bytes = rest;
        block.ends.is_sorted().then_some(block)
    }
}
