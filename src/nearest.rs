//! The known name that a misspelt one was meant for.

use crate::one_line::joined;

/// Less alike than this, a name is another one.
const ALIKE: f64 = 0.75;

/// The known name that is most like this one; none when no name is like it.
///
/// ```
/// use servicestack_emulator::nearest::nearest;
///
/// assert_eq!(nearest("Amout", ["Amount", "Since"]), Some("Amount"));
/// assert_eq!(nearest("Amout", ["Since"]), None);
/// ```
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let alike = |known: &'n str| (strsim::jaro_winkler(&name, &known.to_lowercase()), known);
    let alike = known.into_iter().map(alike).filter(|(likeness, _)| *likeness > ALIKE);
    alike.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, known)| known)
}

/// The known name that differs from this one by a slip or two; none of a name that is known.
///
/// ```
/// use servicestack_emulator::nearest::slip;
///
/// assert_eq!(slip("Amout", &["Amount", "Since"]), Some("Amount"));
/// assert_eq!(slip("Amount", &["Amount", "Since"]), None);
/// ```
pub fn slip<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let distance = |known: &&'n str| (strsim::damerau_levenshtein(name, known), *known);
    let (slips, near) = known.iter().map(distance).min_by_key(|(slips, _)| *slips)?;
    matches!(slips, 1 | 2).then_some(near)
}

/// The key and what is wrong with it. An unknown key is answered with the nearest known one.
pub fn sentence(key: &str, message: &str) -> String {
    // A value that is on several lines stands in the sentence, too.
    let message = &joined(message.trim_end());
    if let Some(unknown) = Unknown::read("field", message) {
        return unknown.sentence(key);
    }
    let meant = Unknown::read("variant", message).and_then(|unknown| unknown.word(key));
    if let Some(sentence) = meant {
        return sentence;
    }
    if is_whole(key) { message.clone() } else { format!("`{key}`: {message}") }
}

/// The unknown key that a sentence of serde is about.
pub(crate) fn unknown_key(message: &str) -> Option<&str> {
    Unknown::read("field", message).map(|unknown| unknown.key)
}

/// Whether the path of a fault names the document rather than a part of it.
pub(crate) fn is_whole(path: &str) -> bool {
    matches!(path, "" | "." | "?")
}

/// Serde's sentence ``unknown field `a`, expected one of `b`, `c` ``: the only place where the
/// known keys are listed. Words that a setting takes are `variant`s.
struct Unknown<'a> {
    key: &'a str,
    known: Vec<&'a str>,
}

impl<'a> Unknown<'a> {
    fn read(kind: &str, message: &'a str) -> Option<Self> {
        let rest = message.strip_prefix("unknown ")?.strip_prefix(kind)?;
        let mut names = rest.split('`').skip(1).step_by(2);
        Some(Self { key: names.next()?, known: names.collect() })
    }

    /// Of a word that is like one of those that are known.
    fn word(&self, path: &str) -> Option<String> {
        // In short words one slip is a large part.
        let slip = |known: &&&str| strsim::damerau_levenshtein(self.key, known) == 1;
        let near = nearest(self.key, self.known.iter().copied());
        let known = near.or_else(|| self.known.iter().find(slip).copied())?;
        let sentence = format!("`{}` is not known here; did you mean `{known}`?", self.key);
        Some(if is_whole(path) { sentence } else { format!("`{path}`: {sentence}") })
    }

    fn sentence(&self, path: &str) -> String {
        let path = if is_whole(path) { self.key } else { path };
        match nearest(self.key, self.known.iter().copied()) {
            Some(known) => format!("`{path}` is not known here; did you mean `{known}`?"),
            None => format!("`{path}` is not known here; the keys are {}", self.known.join(", ")),
        }
    }
}
