//! Codes: four groups of five letters and digits, behind the vendor's prefix.

use crate::lab::Seed;

/// All of them occur in codes of the real host; neither 0 nor O is left out.
const LETTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Bytes from here on are drawn again: else the first letters would come more often.
const FAIR: u8 = 252;

const GROUPS: usize = 4;
const GROUP: usize = 5;

/// The codes of one branch of chance, without their prefix; endless.
pub struct Codes {
    seed: Seed,
    drawn: std::vec::IntoIter<u8>,
}

impl Codes {
    /// The same codes for the same branch, as often as they are asked for.
    pub fn of(branch: [u8; 32]) -> Self {
        Self { seed: Seed::from_bytes(branch), drawn: Vec::new().into_iter() }
    }

    fn letter(&mut self) -> char {
        loop {
            match self.drawn.next() {
                Some(byte) if byte < FAIR => {
                    return char::from(LETTERS[usize::from(byte) % LETTERS.len()]);
                }
                Some(_) => {}
                None => self.drawn = self.seed.bytes::<64>().to_vec().into_iter(),
            }
        }
    }
}

impl Iterator for Codes {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut code = String::with_capacity(GROUPS * (GROUP + 1));
        for place in 0..GROUPS * GROUP {
            if place > 0 && place % GROUP == 0 {
                code.push('-');
            }
            code.push(self.letter());
        }
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_branch_gives_its_codes_again() {
        let codes: Vec<_> = Codes::of([7; 32]).take(100).collect();
        assert_eq!(Codes::of([7; 32]).skip(40).take(60).collect::<Vec<_>>(), codes[40..]);
        assert_ne!(Codes::of([8; 32]).next(), Codes::of([7; 32]).next());
    }

    #[test]
    fn every_letter_comes_about_as_often() {
        let mut counts = HashMap::new();
        for code in Codes::of([1; 32]).take(36_000) {
            assert_eq!(code.len(), 23);
            assert!(code.split('-').all(|group| group.len() == GROUP), "{code}");
            code.bytes()
                .filter(|byte| *byte != b'-')
                .for_each(|byte| *counts.entry(byte).or_insert(0) += 1);
        }
        assert_eq!(counts.len(), LETTERS.len());
        assert!(counts.values().all(|count| (19_300..20_700).contains(count)), "{counts:?}");
    }
}
