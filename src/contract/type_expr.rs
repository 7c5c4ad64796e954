//! The grammar of type names (docs/wire/types.md#names-of-types): CLR names with arguments beside
//! them, C#-like text within arguments.

use super::TypeName;

/// A type as an expression: the one meaning of both spellings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct TypeExpr {
    /// CLR name with its arity, without array brackets: ``Pair`2``.
    pub name: String,
    /// Empty within arguments, where documents give none.
    pub namespace: String,
    pub args: Vec<TypeExpr>,
    /// How many `[]` follow.
    pub ranks: usize,
}

impl TypeExpr {
    /// The expression of a name; `None` when it nests deeper than `depth` or does not parse.
    pub fn of(type_name: &TypeName, depth: usize) -> Option<Self> {
        let mut expr = parse(&type_name.name, depth)?;
        expr.namespace.clone_from(&type_name.namespace);
        if expr.args.is_empty() {
            expr.args = type_name
                .generic_args
                .iter()
                .map(|arg| parse(arg, depth))
                .collect::<Option<_>>()?;
        }
        Some(expr)
    }

    /// This array's item.
    pub fn item(&self) -> Self {
        Self { ranks: self.ranks - 1, ..self.clone() }
    }
}

/// Parses the C#-like form: `Int32`, `List<Foo>`, `Dictionary<String,Int32[]>`, `Int32?`.
fn parse(text: &str, depth: usize) -> Option<TypeExpr> {
    let mut rest = text.trim();
    let expr = one(&mut rest, depth)?;
    rest.trim().is_empty().then_some(expr)
}

fn one(rest: &mut &str, depth: usize) -> Option<TypeExpr> {
    let depth = depth.checked_sub(1)?;
    let end = rest.find(['<', '>', ',', '[', '?']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    let mut expr =
        TypeExpr { name: name.trim().trim_start_matches('\'').to_owned(), ..TypeExpr::default() };
    if let Some(after) = rest.strip_prefix('<') {
        *rest = after;
        expr.args = arguments(rest, depth)?;
        if !expr.name.contains('`') {
            expr.name = format!("{}`{}", expr.name, expr.args.len());
        }
    }
    suffixes(rest, expr, depth)
}

fn arguments(rest: &mut &str, depth: usize) -> Option<Vec<TypeExpr>> {
    let mut args = Vec::new();
    loop {
        args.push(one(rest, depth)?);
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            *rest = after;
            return Some(args);
        }
        *rest = rest.strip_prefix(',')?;
    }
}

fn suffixes(rest: &mut &str, mut expr: TypeExpr, depth: usize) -> Option<TypeExpr> {
    for _ in 0..=depth {
        if let Some(after) = rest.strip_prefix("[]") {
            expr.ranks += 1;
            *rest = after;
        } else if let Some(after) = rest.strip_prefix('?') {
            expr =
                TypeExpr { name: "Nullable`1".to_owned(), args: vec![expr], ..TypeExpr::default() };
            *rest = after;
        } else {
            return (!expr.name.is_empty()).then_some(expr);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{TypeExpr, parse};

    fn shown(expr: &TypeExpr) -> String {
        let args: Vec<String> = expr.args.iter().map(shown).collect();
        format!("{}({}){}", expr.name, args.join(" "), "[]".repeat(expr.ranks))
    }

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse(text, 8).as_ref().map(shown).as_deref(), expected, "{text}");
    }

    #[test]
    fn both_spellings_mean_the_same() {
        check("Int32", Some("Int32()"));
        check("Int32[][]", Some("Int32()[][]"));
        check("List<Foo>[]", Some("List`1(Foo())[]"));
        check("Dictionary<String,List<Int32>>", Some("Dictionary`2(String() List`1(Int32()))"));
        check("Dictionary< String , Int32 >", Some("Dictionary`2(String() Int32())"));
        check("Int32?", Some("Nullable`1(Int32())"));
        check("'TKey", Some("TKey()"));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "<", "List<", "List<>", "List<A", "List<A>>", "A[", "A[,]", "A,B"] {
            check(text, None);
        }
        check(&"List<".repeat(100_000), None);
        check(&format!("A{}", "[]".repeat(100_000)), None);
        check(&format!("{}A{}", "L<".repeat(9), ">".repeat(9)), None);
    }
}
