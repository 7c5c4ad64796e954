//! What is wrong with the attributes of a start tag: the library passes over it.

use std::collections::HashSet;

/// The fault of a whole start tag, `<` to `>`, in the host's words, and its place in the tag.
pub(super) fn fault(tag: &str) -> Option<(String, usize)> {
    let mut names = HashSet::new();
    let mut at = tag.find(is_layout)?;
    loop {
        let rest = tag[at..].trim_start_matches(is_layout);
        let separated = tag.len() - rest.len() > at;
        at = tag.len() - rest.len();
        let equals = rest.find('=').filter(|_| !rest.starts_with(['>', '/']))?;
        if !separated {
            return Some(("Whitespace must appear between attributes.".to_owned(), at));
        }
        let name = rest[..equals].trim_end_matches(is_layout);
        at += equals + 1;
        let value = tag[at..].trim_start_matches(is_layout);
        at = tag.len() - value.len();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        at += value[1..].find(quote)? + 2;
        if !names.insert(name) {
            return Some((duplicate(name), at));
        }
    }
}

fn duplicate(name: &str) -> String {
    let (name, namespace) = match name {
        "xmlns" => ("xmlns:", "http://www.w3.org/2000/xmlns/"),
        name if name.starts_with("xmlns:") => (name, "http://www.w3.org/2000/xmlns/"),
        name => (name, ""),
    };
    format!(
        "Duplicate attribute found. Both '{name}' and '{name}' are from the namespace '{namespace}'."
    )
}

fn is_layout(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn faults_have_places() {
        assert_eq!(fault("<Hello>"), None);
        assert_eq!(fault("<Hello />"), None);
        assert_eq!(fault("<a b='1' c = \"x>y\" />"), None);
        assert_eq!(fault("<a b=''c=''>").map(|(_, at)| at), Some(7));
        assert_eq!(fault("<a b='' b=''/>").map(|(_, at)| at), Some(12));
    }
}
