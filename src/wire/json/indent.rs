//! `?jsconfig=indent`: JSON on several lines (docs/wire/json.md#values).

/// How a library lays JSON out.
struct Layout {
    /// Begins a line within so many braces.
    line: fn(&mut String, usize),
    /// Whether braces without anything in between stay together.
    keeps_empty: bool,
}

/// Puts each member and item on a line of its own, four blanks a level. Braces without anything in
/// between break onto two lines, too.
pub(in crate::wire) fn indent(compact: &str) -> String {
    laid_out(compact, &Layout { line: next_line, keeps_empty: false })
}

/// The same as 10.x has it: where nothing is in between, a line of blanks is (recorded).
pub(super) fn indent_newer(compact: &str) -> String {
    laid_out(compact, &Layout { line: |out, depth| line(out, "    ", depth), keeps_empty: false })
}

/// As System.Text.Json has it: two blanks a level, and empty objects and lists as they are.
pub(in crate::wire::json) fn indent_system(compact: &str) -> String {
    laid_out(compact, &Layout { line: |out, depth| line(out, "  ", depth), keeps_empty: true })
}

fn laid_out(compact: &str, layout: &Layout) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut chars = compact.chars().peekable();
    while let Some(c) = chars.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                match chars.next_if(|next| layout.keeps_empty && matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        (layout.line)(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                (layout.line)(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                (layout.line)(&mut out, depth);
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

/// 5.9.1 begins none where one has just begun.
fn next_line(out: &mut String, depth: usize) {
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n("    ", depth));
}

fn line(out: &mut String, level: &str, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(level, depth));
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_member_has_its_line() {
        let text = super::indent(r#"{"A":{},"B":[1,"x:{,\"}"]}"#);
        assert_eq!(
            text,
            "{\n    \"A\": {\n    },\n    \"B\": [\n        1,\n        \"x:{,\\\"}\"\n    ]\n}"
        );
    }

    #[test]
    fn empty_braces_of_the_system_stay_together() {
        let text = super::indent_system(r#"{"a":[],"b":[1,{"c":"{,}"}]}"#);
        let expected =
            "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {\n      \"c\": \"{,}\"\n    }\n  ]\n}";
        assert_eq!(text, expected);
    }
}
