//! Enums in XML: their names as they are written, those of flags with blanks between.

use crate::scalar::ScalarError;

/// Reads one name, or several of flags with white space between. `named` finds a member, whose case
/// counts.
///
/// # Errors
/// [`ScalarError::UnknownName`].
///
/// ```
/// use jsv_codec::scalar::xml::enumeration::read;
///
/// let named = |name: &str| ["One", "Two"].iter().position(|known| *known == name).map(|at| 1 << at);
/// assert_eq!(read("One Two", named), Ok(3));
/// assert!(read("one", named).is_err());
/// ```
pub fn read(text: &str, named: impl Fn(&str) -> Option<i64>) -> Result<i64, ScalarError> {
    let sum = text.split_whitespace().try_fold(0, |sum, name| Some(sum | named(name)?));
    sum.ok_or_else(|| ScalarError::UnknownName(text.into()))
}

/// The name of a number among those of an enum's members; of `flags` also several with blanks
/// between. None if a bit of it has no name.
///
/// ```
/// use jsv_codec::scalar::xml::enumeration::write;
///
/// let members = [("None", 0), ("One", 1), ("Two", 2)];
/// assert_eq!(write(3, members, true).as_deref(), Some("One Two"));
/// assert_eq!(write(3, members, false), None);
/// assert_eq!(write(4, members, true), None);
/// assert_eq!(write(0, members, true).as_deref(), Some("None"));
/// ```
pub fn write<'a, I>(number: i64, members: I, flags: bool) -> Option<String>
where
    I: IntoIterator<Item = (&'a str, i64)> + Clone,
{
    let same = members.clone().into_iter().find(|(_, known)| *known == number);
    if let Some((name, _)) = same {
        return Some(name.to_owned());
    }
    let set = members.into_iter().filter(|(_, bits)| *bits != 0 && number & bits == *bits);
    let (names, covered) = set.fold((Vec::new(), 0), |(mut names, covered), (name, bits)| {
        names.push(name);
        (names, covered | bits)
    });
    (flags && covered == number).then(|| names.join(" "))
}
