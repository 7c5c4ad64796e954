//! What settings hold, in the notation of TOML.

use serde_json::Value as Json;

/// A text, number, Boolean or list of them: as JSON, but TOML wants U+007F escaped.
pub(super) fn toml(value: impl Into<Json>) -> String {
    value.into().to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_read_as_it_was() {
        let all: String = ('\0'..='\u{ff}').chain(['\u{2028}', '\u{feff}', '\u{1f600}']).collect();
        let texts = ["", "\"", "'''", "\"\"\"", "\\u007F", "a\\", "# a", "a = 1\r\n[b]", &all];
        for text in texts {
            let read: toml::Table = format!("a = {}", toml(text)).parse().expect(text);
            assert_eq!(read["a"].as_str(), Some(text));
        }
        let list: toml::Table = format!("a = {}", toml(texts.to_vec())).parse().expect("a list");
        assert_eq!(list["a"].as_array().map(Vec::len), Some(texts.len()));
    }
}
