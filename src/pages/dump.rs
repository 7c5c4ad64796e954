//! The dump form of JSV, in which pages show it (spec 01 section 5).

/// Reformats compact JSV character by character, as the host does: a member a line, a tab a level, LF.
///
/// The host knows no grammar here, and neither does this: only a comma asks whether it stands in quotes. Braces and
/// colons in quoted text are taken for structure.
pub(super) fn dump(compact: &str) -> String {
    let mut dump = Dump { out: String::with_capacity(compact.len() * 2), depth: 0 };
    let (mut quoted, mut after_colon, mut named) = (false, false, false);
    let mut chars = compact.chars().peekable();
    while let Some(c) = chars.next() {
        let is_value = std::mem::replace(&mut after_colon, c == ':');
        quoted ^= c == '"';
        match c {
            '{' | '[' => {
                named = false;
                match chars.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) if is_value => dump.out.extend([c, end]),
                    Some(end) => dump.empty(c, end),
                    None => dump.open(c, is_value),
                }
            }
            '}' | ']' => {
                named = false;
                dump.close(c);
            }
            ',' if !quoted => {
                named = false;
                dump.out.push(',');
                dump.line();
            }
            ':' if !named => {
                named = true;
                dump.out.push_str(": ");
            }
            c => dump.out.push(c),
        }
    }
    dump.out
}

struct Dump {
    out: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n('\t', self.depth));
    }

    fn open(&mut self, brace: char, is_value: bool) {
        if is_value {
            self.line();
        }
        self.out.push(brace);
        self.depth += 1;
        self.line();
    }

    fn close(&mut self, brace: char) {
        self.depth = self.depth.saturating_sub(1);
        self.line();
        self.out.push(brace);
    }

    /// At the root and in a list, nothing gets a line of its own too.
    fn empty(&mut self, open: char, close: char) {
        self.open(open, false);
        self.close(close);
    }
}

#[cfg(test)]
mod tests {
    use super::dump;

    #[test]
    fn texts_are_dumped_as_the_spec_tells() {
        for (compact, expected) in [
            (
                "{A:1,B:[1,2],C:{D:x},E:[]}",
                "{\n\tA: 1,\n\tB: \n\t[\n\t\t1,\n\t\t2\n\t],\n\tC: \n\t{\n\t\tD: x\n\t},\n\tE: []\n}",
            ),
            ("[]", "[\n\t\n]"),
            ("{}", "{\n\t\n}"),
            (r#"["http://x"]"#, "[\n\t\"http: //x\"\n]"),
            ("[2001-01-01T10:20:30Z]", "[\n\t2001-01-01T10: 20:30Z\n]"),
            ("{Key:{}}", "{\n\tKey: {}\n}"),
            (r#"{A:"x,y",B:1}"#, "{\n\tA: \"x,y\",\n\tB: 1\n}"),
            ("", ""),
            ("]]}", "\n]\n]\n}"),
        ] {
            assert_eq!(dump(compact), expected, "{compact}");
        }
    }
}
