//! The keys of a dictionary in a cell: their quotes belong to them (recorded).

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
    use super::kept;

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
