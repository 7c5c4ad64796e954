//! Reason phrases. actix wants them to live for ever, the host sends its ErrorCodes there: each is kept once.

use std::collections::HashSet;
use std::sync::Mutex;

/// More different phrases than any contract has ErrorCodes; beyond it HTTP's own phrase is sent.
const LIMIT: usize = 4096;

static PHRASES: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);

/// The phrase for the life of the process; `None` for one that may not stand in a status line.
pub fn interned(phrase: &str) -> Option<&'static str> {
    let fits = phrase.len() <= 128 && phrase.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if !fits {
        return None;
    }
    let mut guard = PHRASES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let phrases = guard.get_or_insert_with(HashSet::new);
    if let Some(known) = phrases.get(phrase) {
        return Some(known);
    }
    (phrases.len() < LIMIT).then(|| {
        let kept: &'static str = Box::leak(phrase.to_owned().into_boxed_str());
        phrases.insert(kept);
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::interned;

    #[test]
    fn a_phrase_is_kept_once_and_line_breaks_never() {
        let (first, second) = (interned("BadCoupon"), interned("BadCoupon"));
        assert!(std::ptr::eq(first.expect("kept"), second.expect("kept")));
        assert_eq!(interned("a\r\nSet-Cookie: x"), None);
    }
}
