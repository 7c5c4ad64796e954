//! XML as three kinds of token, with a limit on depth and without entities of one's own.

use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use crate::wire::ReadError;

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Start {
    pub local: String,
    /// Empty when there is none.
    pub namespace: String,
    /// `i:nil="true"`.
    pub is_nil: bool,
}

impl Start {
    /// Whether this is the element of that name.
    pub fn is(&self, local: &str, namespace: &str) -> bool {
        self.local == local && self.namespace == namespace
    }
}

/// What stands next in a document. Comments and instructions are passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Start(Start),
    Text(String),
    End,
    Eof,
}

/// Reads tokens.
pub(super) struct Pull<'a> {
    reader: NsReader<&'a [u8]>,
    text: &'a str,
    depth: usize,
    max_depth: usize,
    /// What every fault but the limit is introduced with.
    fault: String,
}

impl<'a> Pull<'a> {
    /// A reader of `text` for a value of `type_name`.
    pub fn new(text: &'a str, type_name: &str, max_depth: usize) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let fault = format!("There was an error deserializing the object of type {type_name}. ");
        Self { reader, text, depth: 0, max_depth, fault }
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token, ReadError> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.broken(&error))?;
            match event {
                Event::Start(start) => return self.start(&start).map(Token::Start),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(Token::End);
                }
                Event::Text(text) => return self.outside(text.xml10_content().into_owned()),
                Event::CData(text) => return self.outside(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        Ok(None) => {
                            quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned)
                        }
                        Err(_) => None,
                    };
                    let unknown =
                        || self.fault(&format!("Reference to undeclared entity '{}'.", &*reference));
                    return resolved.ok_or_else(unknown).and_then(|text| self.outside(text));
                }
                Event::DocType(_) => return Err(self.fault("DTD is prohibited in this XML document.")),
                Event::Eof if self.depth > 0 => return Err(self.fault("Unexpected end of file.")),
                Event::Eof => return Ok(Token::Eof),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
            }
        }
    }

    /// Passes over what is left of the current element, its end tag included.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let outer = self.depth - 1;
        while self.depth > outer {
            self.next()?;
        }
        Ok(())
    }

    /// An error with the usual introduction.
    pub fn fault(&self, message: &str) -> ReadError {
        ReadError::serialization(format!("{}{message}", self.fault))
    }

    /// Line and position, from one, of what comes next.
    pub fn place(&self) -> (usize, usize) {
        let read = usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len());
        place_of(self.text, read)
    }

    fn start(&mut self, start: &BytesStart) -> Result<Start, ReadError> {
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(ReadError::too_deep(self.max_depth));
        }
        let resolver = self.reader.resolver();
        let (namespace, local) = resolver.resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(namespace)) => namespace.to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(prefix) => {
                return Err(self.fault(&format!("The prefix '{prefix}' is not defined.")));
            }
        };
        let mut attributes = start.attributes();
        // Telling duplicates compares every pair of names.
        attributes.with_checks(false);
        Ok(Start { local: local.as_ref().to_owned(), namespace, is_nil: attributes.has_nil(resolver) })
    }

    /// Text is fine within an element; outside only blanks are.
    fn outside(&self, text: String) -> Result<Token, ReadError> {
        if self.depth > 0 || text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
            return Ok(Token::Text(text));
        }
        let read = usize::try_from(self.reader.buffer_position()).unwrap_or_default();
        let (line, position) = place_of(self.text, read.saturating_sub(text.len()));
        Err(self.fault(&format!("The data at the root level is invalid. Line {line}, position {position}.")))
    }

    fn broken(&self, error: &quick_xml::Error) -> ReadError {
        let read = usize::try_from(self.reader.error_position()).unwrap_or_default();
        let (line, position) = place_of(self.text, read);
        self.fault(&format!("{error}. Line {line}, position {position}."))
    }
}

fn place_of(text: &str, at: usize) -> (usize, usize) {
    let read = text.get(..at).unwrap_or(text);
    let line = read.matches('\n').count() + 1;
    let position = read.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    (line, position)
}
