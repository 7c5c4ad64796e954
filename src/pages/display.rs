//! Type names as C# writes them (docs/wire/pages.md#type-names).

use crate::contract::TypeName;

/// The Data Type column: `int?`, `List<string>`, `Dictionary<int, List<Int32>>`.
///
/// C#'s own words are used one level deep only, and an array of a generic loses its brackets: so
/// does the real host.
pub(crate) fn data_type(name: &TypeName) -> String {
    let (simple, brackets) = match name.name.split_once('[') {
        Some((simple, _)) => (simple, "[]"),
        None => (name.name.as_str(), ""),
    };
    match name.generic_args.as_slice() {
        [] => format!("{}{brackets}", alias(simple)),
        [inner] if simple == "Nullable`1" => format!("{}?{brackets}", alias(inner)),
        args => {
            format!(
                "{}<{}>",
                plain(simple),
                args.iter().map(|arg| alias(arg)).collect::<Vec<_>>().join(", ")
            )
        }
    }
}

/// The caption of a type's table: `Coupon`, `Pair<A, B>`.
pub(super) fn caption(name: &TypeName) -> String {
    match name.generic_args.as_slice() {
        [] => plain(&name.name).to_owned(),
        args => format!("{}<{}>", plain(&name.name), args.join(", ")),
    }
}

fn plain(name: &str) -> &str {
    name.split('`').next().unwrap_or(name)
}

fn alias(name: &str) -> &str {
    match name {
        "String" => "string",
        "Boolean" => "bool",
        "Byte" => "byte",
        "Int16" => "short",
        "Int32" => "int",
        "Int64" => "long",
        "UInt16" => "ushort",
        "UInt32" => "uint",
        "UInt64" => "ulong",
        "Single" => "float",
        "Double" => "double",
        "Decimal" => "decimal",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::data_type;
    use crate::contract::TypeName;

    fn check(name: &str, args: &[&str], expected: &str) {
        let generic_args = args.iter().map(|arg| (*arg).to_owned()).collect();
        let name = TypeName { name: name.to_owned(), namespace: String::new(), generic_args };
        assert_eq!(data_type(&name), expected);
    }

    #[test]
    fn names_are_those_of_the_spec() {
        check("SByte", &[], "SByte");
        check("UInt64", &[], "ulong");
        check("Nullable`1", &["Guid"], "Guid?");
        check("Nullable`1", &["Int32"], "int?");
        check("Nullable`1[]", &["Int32"], "int?[]");
        check("List`1", &["String"], "List<string>");
        check("List`1[]", &["Foo"], "List<Foo>");
        check("Dictionary`2", &["Int32", "List<Int32>"], "Dictionary<int, List<Int32>>");
        check("KeyValuePair`2", &["String", "Int32"], "KeyValuePair<string, int>");
        check("Byte[]", &[], "byte[]");
        check("Int32[][]", &[], "int[]");
        check("Foo[]", &[], "Foo[]");
        check("Char", &[], "Char");
    }
}
