//! Quotes within a cell that belong to what they are around (recorded): those of a dictionary's keys,
//! and in 10.x those of texts in an object.

/// The JSV text in quotes around whose keys are those that this text has.
pub(super) fn kept(text: &str) -> String {
    let Some(mut rest) = text.strip_prefix('{') else { return text.to_owned() };
    let mut out = String::from("{");
    while !rest.is_empty() {
        let (key, after) = rest.split_at(quoted(rest));
        if !key.is_empty() {
            out.push_str(&format!("\"{}\"", key.replace('"', "\"\"")));
        }
        let (entry, after) = after.split_at(entry(after));
        out.push_str(entry);
        rest = after;
    }
    out
}

/// The JSV text in quotes around whose texts in objects are those that this text has.
pub(super) fn texts_kept(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, _)) = rest.split_once(":\"") {
        let (begin, value) = rest.split_at(before.len() + 1);
        out.push_str(begin);
        let (value, after) = value.split_at(quoted(value));
        if value.is_empty() {
            rest = after;
            break;
        }
        out.push_str(&format!("\"{}\"", value.replace('"', "\"\"")));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How long the quoted text is that begins here; doubled quotes do not end it.
fn quoted(text: &str) -> usize {
    let Some(mut rest) = text.strip_prefix('"') else { return 0 };
    loop {
        let Some(at) = rest.find('"') else { return 0 };
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => rest = after,
            None => return text.len() - rest.len(),
        }
    }
}

/// How long the rest of an entry is, the comma behind it included.
fn entry(text: &str) -> usize {
    let (mut depth, mut quoted) = (0_usize, false);
    let comma = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        match byte {
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b',' && depth == 0 && !quoted
    });
    comma.map_or(text.len(), |comma| comma + 1)
}

#[cfg(test)]
mod tests {
    use super::{kept, texts_kept};

    #[test]
    fn quotes_belong_to_texts_in_objects() {
        assert_eq!(texts_kept("{a:1,b:\"a,b\"}"), "{a:1,b:\"\"\"a,b\"\"\"}");
        assert_eq!(texts_kept("[{b:\"\"},{b:x}]"), "[{b:\"\"\"\"\"\"},{b:x}]");
        assert_eq!(texts_kept("{b:\"a"), "{b:\"a");
    }

    #[test]
    fn quotes_belong_to_the_keys() {
        assert_eq!(kept("{a:1,b:{\"x\":2}}"), "{a:1,b:{\"x\":2}}");
        assert_eq!(kept("{\"d,e\":3}"), "{\"\"\"d,e\"\"\":3}");
        assert_eq!(kept("{k:[1,2],\"a\":1}"), "{k:[1,2],\"\"\"a\"\"\":1}");
        assert_eq!(kept("{\"a"), "{\"a");
        assert_eq!(kept("{"), "{");
        assert_eq!(kept("[]"), "[]");
    }
}
