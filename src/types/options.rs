//! What a caller may ask of a generator (docs/wire/types.md#options).

/// Options as given in the query, found without regard to case. Unknown ones are ignored, as the
/// real host does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    given: Vec<(String, String)>,
}

impl Options {
    /// Takes the decoded pairs of a query.
    ///
    /// ```
    /// use servicestack_emulator::types::Options;
    ///
    /// let options = Options::new([("includetypes".to_owned(), "Hello, Big.*".to_owned())]);
    /// assert_eq!(options.list("IncludeTypes"), ["Hello", "Big.*"]);
    /// assert!(options.flag("MakePartial", true));
    /// ```
    pub fn new(given: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { given: given.into_iter().collect() }
    }

    /// The text of an option, if it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// A switch; texts that are no boolean leave the default.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        match self.text(name).map(str::to_ascii_lowercase).as_deref() {
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            _ => default,
        }
    }

    /// A comma list, without empty items.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let items = self.text(name).into_iter().flat_map(|text| text.split(','));
        items.map(str::trim).filter(|item| !item.is_empty()).collect()
    }
}
