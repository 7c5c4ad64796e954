//! Names that occur once.

use std::collections::{HashMap, HashSet};

/// Gives out names, each once.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// The number that last made a name unique.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// The wished name, or with a number behind it if it is taken.
    ///
    /// ```
    /// use servicestack_emulator::openapi::Names;
    ///
    /// let mut names = Names::default();
    /// assert_eq!([names.claim("A"), names.claim("A"), names.claim("A_2")], ["A", "A_2", "A_2_2"]);
    /// ```
    pub fn claim(&mut self, wish: &str) -> String {
        let mut name = wish.to_owned();
        while !self.taken.insert(name.clone()) {
            let number = self.numbers.entry(wish.to_owned()).or_insert(1);
            *number += 1;
            name = format!("{wish}_{number}");
        }
        name
    }

    /// Whether a name was given out.
    pub fn holds(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}

/// A text as a name of ASCII letters, digits, dots, dashes and underscores, at most 100 long and
/// never empty.
pub(super) fn plain(text: &str) -> String {
    let safe =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = text.chars().take(100).map(safe).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}
