//! `?jsconfig=indent`: JSON on several lines (docs/wire/json.md#values).

/// Puts each member and item on a line of its own, four blanks a level. Braces without anything in
/// between break onto two lines, too.
pub(in crate::wire) fn indent(compact: &str) -> String {
    laid_out(compact, line)
}

/// The same as 10.x has it: where nothing is in between, a line of blanks is (recorded).
pub(super) fn indent_newer(compact: &str) -> String {
    laid_out(compact, |out, depth| {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", depth));
    })
}

fn laid_out(compact: &str, line: impl Fn(&mut String, usize)) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in compact.chars() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                depth += 1;
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
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n("    ", depth));
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
}
