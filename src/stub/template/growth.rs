//! What would let a template make a value of any size in a few steps: the engine bounds steps and
//! output, but not what an operator makes. So a template is refused that could double a text or a
//! list many times over.

/// Statements that hand a value on under a name.
const NAMING: [&str; 2] = ["set", "with"];

/// Statements that call what they define: a text that grows by each call is not bounded.
const CALLING: [&str; 4] = ["macro", "call", "import", "include"];

/// So many `+` and `*` may a template have.
const MOST_OPERATORS: usize = 32;

/// And so many where a value has a name, and may grow by each use.
const MOST_ON_NAMES: usize = 4;

/// Whether a template's source may grow no further than its operators allow.
///
/// # Errors
/// What is not allowed, in one sentence.
pub(super) fn check(source: &str) -> Result<(), String> {
    let code = code(source);
    if code.contains('~') {
        return Err("`~` is not known here; write both side by side, `{{ a }}{{ b }}`".to_owned());
    }
    let statements: Vec<&str> = code.split(STATEMENT).skip(1).map(first_word).collect();
    if let Some(word) = CALLING.iter().find(|word| statements.contains(word)) {
        return Err(format!("`{word}` is not known here"));
    }
    multiplied(&code)?;
    let named = statements.iter().filter(|word| NAMING.contains(word)).count();
    let operators = code.matches(['+', '*']).count();
    let most = if named > 0 { MOST_ON_NAMES } else { MOST_OPERATORS };
    if operators <= most {
        return Ok(());
    }
    let where_named = if named > 0 { " beside `set` or `with`" } else { "" };
    Err(format!("a template has at most {most} of `+` and `*`{where_named}, found {operators}"))
}

/// A text or a list that is multiplied becomes as long as a request says.
fn multiplied(code: &str) -> Result<(), String> {
    let products = code.match_indices('*').filter(|(at, _)| !code[at + 1..].starts_with('*'));
    for (at, _) in products {
        let (before, after) = (code[..at].trim_end(), code[at + 1..].trim_start());
        if before.ends_with(TEXT) || after.starts_with(TEXT) {
            return Err("`*` is for numbers; a text is repeated by `| repeat(3)`".to_owned());
        }
        if after.starts_with('[') || ends_in_list(before) {
            return Err("`*` is for numbers; a list is made by a loop".to_owned());
        }
    }
    Ok(())
}

/// Whether the last thing is a list that stands there, and not an item of something.
fn ends_in_list(code: &str) -> bool {
    let mut depth = 0_usize;
    for (at, letter) in code.char_indices().rev() {
        match letter {
            ']' => depth += 1,
            '[' if depth == 1 => {
                let before = code[..at].trim_end();
                let of_something =
                    |c: char| c.is_alphanumeric() || ['_', ')', ']', TEXT].contains(&c);
                return !before.ends_with(of_something);
            }
            '[' => depth = depth.saturating_sub(1),
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

/// The names that `*` stands beside.
pub(super) fn factors(source: &str) -> Vec<String> {
    let code = code(source);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = Vec::new();
    for (at, _) in code.match_indices('*') {
        let (before, after) = (code[..at].trim_end(), code[at + 1..].trim_start());
        let start = before.trim_end_matches(is_name).len();
        if !before[..start].trim_end().ends_with('.') {
            names.push(before[start..].to_owned());
        }
        let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
        if !after[end..].starts_with(['.', '(', '[', '|']) {
            names.push(after[..end].to_owned());
        }
    }
    names
}

/// Stands for a text in quotes.
const TEXT: char = '\u{2}';

/// Stands for the beginning of a statement.
const STATEMENT: char = '\u{1}';

fn first_word(statement: &str) -> &str {
    let statement = statement.trim_start_matches(['-', '+']).trim_start();
    statement.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// What stands in the tags of a template, without texts in quotes.
fn code(source: &str) -> String {
    let (mut code, mut quote, mut inside) = (String::new(), None, false);
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), '\\') => rest = after,
            (Some(_), _) => {}
            (None, '\'' | '"') if inside => {
                quote = Some(letter);
                code.push(TEXT);
            }
            (None, '{') if !inside && after.starts_with(['{', '%']) => {
                inside = true;
                if after.starts_with('%') {
                    code.push(STATEMENT);
                }
                rest = after;
            }
            (None, '%' | '}') if after.starts_with('}') => inside = false,
            (None, letter) if inside => code.push(letter),
            _ => {}
        }
        let mut letters = rest.chars();
        letters.next();
        rest = letters.as_str();
    }
    code
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_grows_by_itself_is_refused() {
        for good in [
            "{{ a + b * 2 }}",
            "a ~ b + c",
            "{{ '~' }}",
            "{% set x = a %}{{ x + x }}",
            "{{ 'it\\'s ~' }}",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let doubled = format!("{{% set a = 'x' %}}{}", "{% set a = a + a %}".repeat(5));
        let many = format!("{{{{ {} 1 }}}}", "1 + ".repeat(33));
        for good in ["{{ a[0] * 2 }}", "{{ f(x) * a.b['c'] }}", "{{ '*' }}", "{{ 2 ** 3 }}"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["{{ 'x' * n }}", "{{ n * \"x\" }}", "{{ [[1], 2] * n }}", "{{ n * [0] }}"] {
            assert!(check(bad).is_err(), "{bad}");
        }
        for bad in
            ["{{ a ~ b }}", "{%- macro m(x) %}{% endmacro %}", doubled.as_str(), many.as_str()]
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
