//! The known name that a misspelt one was meant for.

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
