//! The characters of XML: tags, prefixes in scope, escapes, indentation.

use super::name::{INSTANCE, Namespace, QName, SCHEMA};
use crate::wire::WriteError;

/// Where elements go. Prefixes are declared as the DataContract serializer does:
/// `d{depth}p{count}`, on the element that first needs one.
pub(super) struct Sink {
    pub out: String,
    /// Whether every element begins on a line of its own.
    pub indented: bool,
    /// Prefixes and namespaces in scope, and how deep their element is.
    scope: Vec<(String, Namespace, usize)>,
    depth: usize,
    /// Prefixes that the open start tag has declared.
    declared: usize,
    /// The start tag of the current element lacks its `>`.
    open: bool,
}

impl Sink {
    /// An empty document.
    pub fn new(out: String, indented: bool) -> Self {
        Self { out, indented, scope: Vec::new(), depth: 0, declared: 0, open: false }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The root's start tag: `xmlns:i` goes before the default namespace, and scalars do without
    /// it.
    pub fn root(&mut self, name: &QName, with_instance: bool) {
        self.begin(&name.local);
        if with_instance {
            self.namespace_attribute("xmlns:i", INSTANCE);
        }
        self.namespace_attribute("xmlns", &name.namespace.clone());
        self.scope.push((String::new(), name.namespace.clone(), self.depth));
    }

    /// A start tag, still open for declarations and attributes.
    pub fn start(&mut self, local: &str, namespace: &Namespace) {
        self.close_tag();
        if self.indented && self.depth > 0 {
            self.line(self.depth);
        }
        match self
            .prefix(namespace)
            .map(|prefix| if prefix.is_empty() { String::new() } else { format!("{prefix}:") })
        {
            Some(prefix) => self.begin(&(prefix + local)),
            None => {
                self.begin(local);
                self.namespace_attribute("xmlns", namespace);
                self.scope.push((String::new(), namespace.clone(), self.depth));
            }
        }
    }

    /// Declares a prefix for a namespace on the open start tag, unless it has one; gives the
    /// prefix.
    pub fn declare(&mut self, namespace: &Namespace) -> String {
        if let Some(prefix) = self.prefix(namespace) {
            return prefix.to_owned();
        }
        self.declared += 1;
        let prefix = format!("d{}p{}", self.depth, self.declared);
        self.namespace_attribute(&format!("xmlns:{prefix}"), namespace);
        self.scope.push((prefix.clone(), namespace.clone(), self.depth));
        prefix
    }

    /// Marks the open element as null.
    pub fn nil(&mut self) {
        self.out.push_str(" i:nil=\"true\"");
    }

    /// Writes the runtime type of the open element, one of XML Schema's.
    pub fn schema_type(&mut self, local: &str) {
        let prefix = self.declare(&SCHEMA.into());
        self.out.push_str(&format!(" i:type=\"{prefix}:{local}\""));
    }

    /// Text within the current element, which has an end tag of its own even when the text is
    /// empty. XML knows no control characters: strict mode breaks off in front of a text that has
    /// some, tolerant mode replaces them.
    pub fn text(&mut self, text: &str, strict: bool) -> Result<(), WriteError> {
        self.close_tag();
        match text.chars().find(|c| is_no_character(*c)) {
            Some(c) if strict => return Err(WriteError::Character(c)),
            Some(_) => escape(&mut self.out, &text.replace(is_no_character, "\u{FFFD}")),
            None => escape(&mut self.out, text),
        }
        Ok(())
    }

    /// The end tag. `tag` is where the element's start tag begins in the output.
    pub fn end(&mut self, tag: usize, has_elements: bool) {
        if std::mem::take(&mut self.open) {
            self.out.push_str(" />");
        } else {
            if self.indented && has_elements {
                self.line(self.depth - 1);
            }
            let name = tag_name(&self.out[tag..]).to_owned();
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
        while self.scope.last().is_some_and(|(.., depth)| *depth == self.depth) {
            self.scope.pop();
        }
        self.depth -= 1;
    }

    fn begin(&mut self, tag: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.depth += 1;
        self.declared = 0;
        self.open = true;
    }

    /// Ends the start tag of the current element: no more declarations and attributes.
    pub fn close_tag(&mut self) {
        if std::mem::take(&mut self.open) {
            self.out.push('>');
        }
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    /// The innermost prefix of a namespace that no inner declaration hides.
    fn prefix(&self, namespace: &str) -> Option<&str> {
        let (prefix, ..) = self.scope.iter().rev().find(|(_, known, _)| **known == *namespace)?;
        let (_, current, _) = self.scope.iter().rev().find(|(other, ..)| other == prefix)?;
        (**current == *namespace).then_some(prefix)
    }

    fn namespace_attribute(&mut self, name: &str, namespace: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.out
            .push_str(&namespace.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"));
        self.out.push('"');
    }
}

/// The name in a text that begins with `<name …`.
fn tag_name(text: &str) -> &str {
    let end = text.find([' ', '>']).unwrap_or(text.len());
    text.get(1..end).unwrap_or_default()
}

/// Whether XML 1.0 has no such character.
fn is_no_character(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// Appends text with the three escapes that text needs; every line end becomes LF, as on the
/// recorded host.
fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let escaped = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\r' if text[at + 1..].starts_with('\n') => "",
            '\r' => "\n",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(escaped);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
}
