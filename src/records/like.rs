//! SQL's `LIKE`: `%` is any text, `_` any character; ASCII letters in any case.

use super::cells::CellError;

/// Longer patterns are refused, as SQLite does.
const LONGEST: usize = 50_000;

/// So many comparisons a query may take: a pattern of many `%` over long texts takes their product.
const MOST_STEPS: u64 = 20_000_000;

/// What is left of a query's comparisons.
#[derive(Debug)]
pub(super) struct Steps(u64);

impl Default for Steps {
    fn default() -> Self {
        Self(MOST_STEPS)
    }
}

/// A pattern, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<char>);

/// The pattern takes too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooComplex;

impl From<TooComplex> for CellError {
    fn from(_: TooComplex) -> Self {
        let message = "SQLite Error 1: 'LIKE or GLOB pattern too complex'.".to_owned();
        Self { exception: "ArgumentException", message }
    }
}

impl Pattern {
    pub fn new(text: &str) -> Result<Self, TooComplex> {
        let pattern = || text.chars().map(|c| c.to_ascii_lowercase()).collect();
        if text.len() > LONGEST { Err(TooComplex) } else { Ok(Self(pattern())) }
    }

    /// Whether it takes a text. Goes back to the last `%` alone, so it takes the product of both lengths at
    /// most, and no more than the steps that are left.
    pub fn takes(&self, text: &str, steps: &mut Steps) -> Result<bool, TooComplex> {
        let pattern = &self.0;
        let (mut at, mut chars) = (0, text.chars());
        let mut star: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            steps.0 = steps.0.checked_sub(1).ok_or(TooComplex)?;
            if pattern.get(at) == Some(&'%') {
                at += 1;
                star = Some((at, chars.clone()));
                continue;
            }
            let mut rest = chars.clone();
            match rest.next() {
                None => return Ok(pattern[at..].iter().all(|c| *c == '%')),
                Some(c) if fits(pattern.get(at), c) => (at, chars) = (at + 1, rest),
                Some(_) => {
                    let Some((after, from)) = &mut star else { return Ok(false) };
                    from.next();
                    (at, chars) = (*after, from.clone());
                }
            }
        }
    }
}

fn fits(pattern: Option<&char>, c: char) -> bool {
    pattern.is_some_and(|wanted| *wanted == '_' || *wanted == c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap().takes(text, &mut Steps::default()).unwrap()
    }

    #[test]
    fn wildcards_and_case_are_as_in_sqlite() {
        for (pattern, text) in [
            ("%bag", "Paper bag"),
            ("%BAG%", "Cloth bag"),
            ("100%", "100%_box"),
            ("%a_a%", "xxabaxx"),
            ("", ""),
            ("%", ""),
            ("Пак%", "Пакет"),
            ("%ab", "aab"),
        ] {
            assert!(like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("bag", "Paper bag"), ("_", ""), ("пакет", "Пакет"), ("a%b", "abc")]
        {
            assert!(!like(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_made_to_take_for_ever_is_refused() {
        let pattern = Pattern::new(&"%a".repeat(20_000)).unwrap();
        let text = "a".repeat(15_000) + &"b".repeat(1_000_000);
        let (mut steps, mut answer) = (Steps::default(), Ok(false));
        for _ in 0..100 {
            answer = pattern.takes(&text, &mut steps);
            if answer.is_err() {
                break;
            }
        }
        assert_eq!(answer, Err(TooComplex));
        assert!(Pattern::new(&"%".repeat(60_000)).is_err());
    }
}
