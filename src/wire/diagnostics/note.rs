//! What was dropped, and its sentence.

use std::fmt;

use crate::nearest::nearest;

/// One piece of a text that did not become a part of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The member, from the root: `Result.Items[2].Amount`. Empty for the root itself.
    pub path: String,
    /// What became of it.
    pub loss: Loss,
    /// Where in the text its name or value begins, in bytes, if the reader knows.
    pub at: Option<usize>,
}

/// Why something was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// The type has no member of this name.
    UnknownMember {
        /// The class, as C# spells it.
        class: String,
        /// The names of its members.
        known: Vec<String>,
    },
    /// The text is none of the type: the member keeps its default.
    Misfit {
        /// The type, as C# spells it.
        expected: String,
        /// The text, or its beginning.
        found: String,
    },
    /// A list or an object, which a member of text keeps as the text that it is.
    Structure {
        /// The type, as C# spells it.
        expected: String,
    },
    /// The member came before: the later one wins.
    Duplicate,
    /// Text where a name was expected.
    Nameless,
    /// XML: the element comes behind one that it must precede.
    OutOfOrder,
    /// XML: the element is of another namespace.
    Namespace,
}

impl Note {
    /// How many bytes its texts have.
    pub(crate) fn size(&self) -> usize {
        let of_loss = match &self.loss {
            Loss::UnknownMember { class, known } => {
                class.len() + known.iter().map(|name| name.len() + 24).sum::<usize>()
            }
            Loss::Misfit { expected, found } => expected.len() + found.len(),
            Loss::Structure { expected } => expected.len(),
            _ => 0,
        };
        self.path.len() + of_loss
    }
}

impl fmt::Display for Note {
    /// One sentence for a person who wrote the text.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject =
            if self.path.is_empty() { "the text".to_owned() } else { format!("`{}`", self.path) };
        match &self.loss {
            Loss::UnknownMember { class, known } => {
                let name = self.path.rsplit(['.', ']']).next().unwrap_or_default();
                match nearest(name, known.iter().map(String::as_str)) {
                    Some(near) => {
                        write!(out, "{subject} is no member of {class}; did you mean `{near}`?")
                    }
                    None if known.is_empty() => {
                        write!(out, "{subject} is no member of {class}, which has none")
                    }
                    None => {
                        write!(
                            out,
                            "{subject} is no member of {class}; its members are {}",
                            listed(known)
                        )
                    }
                }
            }
            Loss::Misfit { expected, found } if found.is_empty() => {
                write!(out, "{subject} is not of its type: expected {expected}")
            }
            Loss::Misfit { expected, found } => {
                write!(out, "{subject} is not of its type: expected {expected}, found `{found}`")
            }
            Loss::Structure { expected } => {
                write!(
                    out,
                    "{subject} is not of its type: expected {expected}, found a list or an object"
                )
            }
            Loss::Duplicate => write!(out, "{subject} is given twice"),
            Loss::Nameless => write!(out, "a member of {subject} has no name in quotes"),
            Loss::OutOfOrder => {
                write!(
                    out,
                    "{subject} is passed over: it must stand before the elements in front of it"
                )
            }
            Loss::Namespace => {
                write!(out, "{subject} is passed over: its namespace is not its class's")
            }
        }
    }
}

/// So many names at most.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} …") } else { shown }
}
