//! `?jsconfig=indent`: two blanks a level, and empty objects and lists as they are.

/// Puts each member and item of a compact text on a line of its own.
pub(super) fn indented(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut chars = compact.chars().peekable();
    while let Some(c) = chars.next() {
        let is_empty = matches!((c, chars.peek()), ('{', Some('}')) | ('[', Some(']')));
        match c {
            _ if quoted => {
                quoted = escaped || c != '"';
                escaped = c == '\\' && !escaped;
                out.push(c);
            }
            '{' | '[' if is_empty => out.extend([c, chars.next().unwrap_or_default()]),
            '{' | '[' => {
                depth += 1;
                out.push(c);
                line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c => {
                quoted = c == '"';
                out.push(c);
            }
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_blanks_a_level() {
        let text = super::indented(r#"{"a":[],"b":[1,{"c":"{,}"}]}"#);
        let expected =
            "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {\n      \"c\": \"{,}\"\n    }\n  ]\n}";
        assert_eq!(text, expected);
    }
}
