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
    let named = statements.iter().filter(|word| NAMING.contains(word)).count();
    let operators = code.matches(['+', '*']).count();
    let most = if named > 0 { MOST_ON_NAMES } else { MOST_OPERATORS };
    if operators <= most {
        return Ok(());
    }
    let where_named = if named > 0 { " beside `set` or `with`" } else { "" };
    Err(format!("a template has at most {most} of `+` and `*`{where_named}, found {operators}"))
}

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
                code.push(' ');
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
        for bad in
            ["{{ a ~ b }}", "{%- macro m(x) %}{% endmacro %}", doubled.as_str(), many.as_str()]
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
