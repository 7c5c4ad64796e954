//! The fenced blocks of a page.

use super::{Page, root};

/// A block between fences.
pub struct Block<'a> {
    /// What follows the opening fence: `sh`, `toml` or nothing.
    pub language: &'a str,
    pub lines: Vec<&'a str>,
    /// The text of a comment directly in front of it.
    pub comment: Option<&'a str>,
    /// Number of its first line.
    pub line: usize,
}

impl Block<'_> {
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Whether its commands can be run here; the comment of any other names what runs them.
    pub fn is_runnable(&self) -> bool {
        match self.comment.and_then(|comment| comment.strip_prefix("run by ")) {
            None => true,
            Some(path) => {
                assert!(root().join(path).is_file(), "{path}, line {}", self.line);
                false
            }
        }
    }

    pub fn needs_postgres(&self) -> bool {
        self.comment == Some("needs PostgreSQL")
    }
}

pub fn blocks(page: &Page) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut before = "";
    for (index, line) in page.text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                let comment =
                    before.strip_prefix("<!-- ").and_then(|text| text.strip_suffix(" -->"));
                open = Some(Block { language, lines: Vec::new(), comment, line: index + 2 });
            }
            (Some(block), None) => block.lines.push(line),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, None) => {}
        }
        before = line;
    }
    assert!(open.is_none(), "{}: a block is not closed", page.path);
    blocks
}
