//! XML as three kinds of token, with a limit on depth and without entities of one's own.

use quick_xml::{
    NsReader,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::attributes;
use crate::wire::{ReadError, Reading};

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
    /// Where the token that is read next begins.
    at: usize,
    /// Where the start tags of the open elements begin.
    open: Vec<usize>,
    max_depth: usize,
    /// Whose reader it is.
    rules: jsv_codec::Dialect,
    /// What most faults are introduced with.
    fault: String,
}

impl<'a> Pull<'a> {
    /// A reader of `text` for a value of `type_name`.
    pub fn new(text: &'a str, type_name: &str, reading: Reading<'_>) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let fault = format!("There was an error deserializing the object of type {type_name}. ");
        let (max_depth, rules) = (reading.max_depth, reading.text);
        Self { reader, text, at: 0, open: Vec::new(), max_depth, rules, fault }
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token, ReadError> {
        loop {
            self.at = self.position();
            let event = self.reader.read_event().map_err(|error| self.broken(&error))?;
            match event {
                Event::Start(start) => return self.start(&start).map(Token::Start),
                Event::End(_) => {
                    self.open.pop();
                    return Ok(Token::End);
                }
                Event::Text(text) => return self.inside(text.xml10_content().into_owned()),
                Event::CData(_) | Event::DocType(_) if self.open.is_empty() => {
                    return Err(self.at_root());
                }
                Event::CData(text) => return self.inside(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => return self.reference(&reference),
                Event::DocType(_) => return Err(self.at_root()),
                Event::Eof if !self.open.is_empty() => return Err(self.ended()),
                Event::Eof => return Ok(Token::Eof),
                Event::PI(_) => return Err(self.instruction()),
                Event::Decl(_) if self.at > 0 => return Err(self.instruction()),
                Event::Decl(declaration) => check_encoding(&declaration)?,
                Event::Comment(_) | Event::Empty(_) => {}
            }
        }
    }

    /// Passes over what is left of the current element, its end tag included.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let outer = self.open.len() - 1;
        while self.open.len() > outer {
            self.next()?;
        }
        Ok(())
    }

    /// An error with the usual introduction.
    pub fn fault(&self, message: &str) -> ReadError {
        ReadError::serialization(format!("{}{message}", self.fault))
    }

    /// The local name of the start tag that was read last, as it stands in the text.
    pub fn name<'n>(&'n self, local: &'n str) -> &'n str {
        let tag = self.open.last().map_or("", |at| &self.text[*at..]);
        tag.find(local).map_or(local, |at| &tag[at..at + local.len()])
    }

    /// Line and position, from one, of what comes next.
    pub fn place(&self) -> (usize, usize) {
        self.place_of(self.position())
    }

    /// Line and position of the end of the text that was read last. For the host it ends in front
    /// of a `]`.
    pub fn place_in_text(&self) -> (usize, usize) {
        let end = self.position();
        self.place_of(self.text[self.at..end].find(']').map_or(end, |place| self.at + place))
    }

    /// The declaration does not count.
    fn place_of(&self, at: usize) -> (usize, usize) {
        let declared = if self.text.starts_with("<?xml") {
            self.text.find("?>").map_or(0, |end| end + 2)
        } else {
            0
        };
        let read = self.text.get(declared..at).unwrap_or_default();
        let line = read.matches('\n').count() + 1;
        let position = read.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
        (line, position)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len())
    }

    /// An error with the usual introduction and the place of a byte.
    fn fault_at(&self, message: &str, at: usize) -> ReadError {
        let (line, position) = self.place_of(at);
        self.fault(&format!("{message} Line {line}, position {position}."))
    }

    fn start(&mut self, start: &BytesStart) -> Result<Start, ReadError> {
        self.open.push(self.at);
        if self.open.len() > self.max_depth {
            return Err(ReadError::too_deep(self.max_depth));
        }
        if let Some((message, place)) = attributes::fault(&self.text[self.at..self.position()]) {
            return Err(self.fault_at(&message, self.at + place));
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
        // Duplicates have been looked for.
        attributes.with_checks(false);
        Ok(Start {
            local: local.as_ref().to_owned(),
            namespace,
            is_nil: attributes.has_nil(resolver),
        })
    }

    /// Text is fine within an element; outside only blanks are. The host reports no other place.
    fn inside(&self, text: String) -> Result<Token, ReadError> {
        if !self.open.is_empty() || is_blank(&text) {
            return Ok(Token::Text(text));
        }
        Err(self.fault_at("The data at the root level is invalid.", 0))
    }

    fn reference(&self, reference: &BytesRef) -> Result<Token, ReadError> {
        let resolved = match reference.resolve_char_ref() {
            Ok(Some(c)) => Some(c.to_string()),
            Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned),
            Err(_) => None,
        };
        let unknown = || self.fault(&format!("Reference to undeclared entity '{}'.", &**reference));
        resolved.ok_or_else(unknown).and_then(|text| self.inside(text))
    }

    /// Whatever begins with `<!` and is no comment, outside the root element.
    fn at_root(&self) -> ReadError {
        self.fault_at("CData elements not valid at top level of an XML document.", self.at + 2)
    }

    fn instruction(&self) -> ReadError {
        let message =
            "Processing instructions (other than the XML declaration) and DTDs are not supported.";
        self.fault_at(message, self.at + 1)
    }

    /// Where the reader stands at the end of a text that breaks off: where the last text
    /// begins, or behind the bracket of the last tag (recorded of 10.x: topic E15); at the end itself in 5.9.1.
    fn end(&self) -> usize {
        if self.rules == jsv_codec::Dialect::Classic {
            return self.text.len();
        }
        let after = self.text.rfind('>').map_or(0, |end| end + 1);
        self.text[after..].find('<').map_or(after, |tag| after + tag + 1)
    }

    /// The text ends within elements, or within a tag.
    fn ended(&self) -> ReadError {
        let names: Vec<&str> =
            self.open.iter().rev().map(|at| tag_name(&self.text[*at..])).collect();
        let message = format!(
            "Unexpected end of file. Following elements are not closed: {}.",
            names.join(", ")
        );
        self.fault_at(&message, self.end())
    }

    /// What the library objects to, in the host's words.
    fn broken(&mut self, error: &quick_xml::Error) -> ReadError {
        use quick_xml::errors::{Error, IllFormedError, SyntaxError};
        let rest = &self.text[self.at..];
        match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let message =
                    format!("Start element '{expected}' does not match end element '{found}'.");
                self.fault_at(&message, self.at)
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
                let found = name.chars().next().unwrap_or('>');
                self.fault_at(
                    &format!("The token '>' was expected but found '{found}'."),
                    self.at + 2,
                )
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => self.at_root(),
            _ if rest.starts_with("<?") => self.instruction(),
            _ if rest.starts_with("<!") && !rest.starts_with("<!--") && self.open.is_empty() => {
                self.at_root()
            }
            Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
                if !rest.starts_with("<!") && !tag_name(rest).is_empty() {
                    self.open.push(self.at);
                }
                self.ended()
            }
            _ => self.fault_at("The document is not well-formed.", self.at),
        }
    }
}

/// Whether a text is layout.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The name in a text that begins with `<name`.
fn tag_name(text: &str) -> &str {
    let end = text.find([' ', '\t', '\r', '\n', '>', '/']).unwrap_or(text.len());
    text.get(1..end).unwrap_or_default()
}

/// The text has been decoded already, as UTF-8.
fn check_encoding(declaration: &BytesDecl) -> Result<(), ReadError> {
    let Some(Ok(encoding)) = declaration.encoding() else { return Ok(()) };
    if encoding.eq_ignore_ascii_case("utf-8") {
        return Ok(());
    }
    Err(ReadError {
        status: Some(400),
        ..ReadError::new(
            "XmlException",
            format!(
                "The encoding in the declaration '{}' does not match the encoding of the document 'utf-8'.",
                encoding.to_ascii_lowercase()
            ),
        )
    })
}
