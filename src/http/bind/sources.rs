//! Which of path, query string and form gives a name its value.

use crate::http::query::Query;

/// Gives each name with its value, in the order in which the host binds them: those of the path, of
/// the query string, of the form. A name that comes again in another source, spelled exactly alike,
/// keeps its place and takes the later value, even an empty one; spelled otherwise it is bound
/// again (recorded: `/hello/B?Name=`, `/hello/B?name=`).
pub fn of_route<'s>(
    variables: impl Iterator<Item = (&'s str, &'s str)> + Clone,
    query: &Query,
    form: Option<&Query>,
    mut take: impl FnMut(&str, &str),
) {
    let in_form = |name| form.and_then(|form| form.spelled(name));
    let is_variable = |name: &str| variables.clone().any(|(variable, _)| variable == name);
    for (name, value) in variables.clone() {
        take(name, in_form(name).or_else(|| query.spelled(name)).unwrap_or(value));
    }
    for (name, value) in query.named().filter(|(name, _)| !is_variable(name)) {
        take(name, in_form(name).unwrap_or(value));
    }
    let names_of_form = form.into_iter().flat_map(Query::named);
    for (name, value) in
        names_of_form.filter(|(name, _)| !is_variable(name) && query.spelled(name).is_none())
    {
        take(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name=value` of everything that is bound, in order.
    fn bound(variables: &[(&str, &str)], query: &str, form: Option<&str>) -> String {
        let (query, form) = (Query::parse(query), form.map(Query::parse));
        let mut bound = Vec::new();
        of_route(variables.iter().copied(), &query, form.as_ref(), |name, value| {
            bound.push(format!("{name}={value}"));
        });
        bound.join(" ")
    }

    #[test]
    fn a_later_source_replaces_what_is_spelled_alike() {
        assert_eq!(bound(&[("A", "p")], "A=q&B=q", Some("B=f&C=f")), "A=q B=f C=f");
        assert_eq!(bound(&[("A", "p")], "B=&A=", None), "A= B=");
        assert_eq!(bound(&[("A", "p")], "", Some("A=")), "A=");
    }

    #[test]
    fn other_spellings_are_bound_again() {
        assert_eq!(bound(&[("A", "p")], "a=q&bare", Some("AA=f")), "A=p a=q AA=f");
    }
}
