//! The .NET types of the recordings (conformance README, end).

use crate::hosts;

#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    pub name: String,
    pub arguments: Vec<Type>,
}

impl Type {
    /// `Dictionary<String,List<Int32>>`, `Int32[][]`.
    pub fn parse(text: &str) -> Self {
        if let Some(element) = text.strip_suffix("[]") {
            return Self { name: "Array".to_owned(), arguments: vec![Self::parse(element)] };
        }
        let Some((name, rest)) = text.split_once('<') else {
            return Self { name: text.to_owned(), arguments: Vec::new() };
        };
        Self { name: name.to_owned(), arguments: split(rest.strip_suffix('>').expect(">")) }
    }

    pub fn argument(&self, index: usize) -> &Self {
        &self.arguments[index]
    }

    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Members in the order they are written.
    pub fn members(&self) -> Option<Vec<(&'static str, Self)>> {
        let of = |members: &[(&'static str, &str)]| {
            members.iter().map(|(n, t)| (*n, Self::parse(t))).collect()
        };
        Some(match self.name.as_str() {
            "P" => of(&[("A", "Int32"), ("B", "String")]),
            "S" => of(&[("V", "String")]),
            "Base" => of(&[("X", "Int32"), ("Y", "String")]),
            "Der" => of(&[("Z", "Int32"), ("W", "String"), ("X", "Int32"), ("Y", "String")]),
            "DC" => of(&[("C", "String"), ("a_b", "Int32")]),
            "IG" => of(&[("A", "Int32"), ("RO", "ReadOnly9")]),
            "Node" => of(&[("N", "String"), ("Next", "Node"), ("Kids", "List<Node>")]),
            "HasI" => of(&[("I", "Interface"), ("O", "Object")]),
            "T1" => vec![("V", self.argument(0).clone())],
            "KeyValuePair" => {
                vec![("Key", self.argument(0).clone()), ("Value", self.argument(1).clone())]
            }
            "Tuple" => {
                vec![("Item1", self.argument(0).clone()), ("Item2", self.argument(1).clone())]
            }
            "Inner" => of(&[("Id", "Int32"), ("Name", "String"), ("Deep", "Deep")]),
            "Deep" => of(&[("When", "DateTime"), ("Color", "Color")]),
            "Pair" => {
                vec![("First", self.argument(0).clone()), ("Second", self.argument(1).clone())]
            }
            "HasO" => of(&[
                ("O", "Object"),
                ("L", "List<Object>"),
                ("M", "Dictionary<String,Object>"),
                ("A", "Int32"),
            ]),
            name => return hosts::members(name).map(of),
        })
    }

    /// What a member is called in the code whose name a data contract changes.
    pub fn renamed(&self, name: &str) -> Option<&'static str> {
        match (self.name.as_str(), name) {
            ("DC", "a_b") => Some("A"),
            ("DC2", "Renamed_Name") => Some("Other"),
            _ => None,
        }
    }

    /// The names of an enum with their numbers; whether it is shown by name, and not a set of
    /// flags.
    pub fn enumeration(&self) -> Option<(&'static [(&'static str, i64)], bool)> {
        Some(match self.name.as_str() {
            "E1" => (&[("A", 0), ("B", 5)], true),
            "F1" => (&[("None", 0), ("One", 1), ("Two", 2)], false),
            "Color" => (&[("Red", 0), ("Green", 5), ("Blue", 6)], true),
            "Perm" => (&[("None", 0), ("Read", 1), ("Write", 2)], false),
            // Written by the names of `[EnumMember]`, read by those of the code too.
            "EM" => (&[("Plain", 0), ("x-y", 1), ("a b", 2), ("Dashed", 1), ("Blank", 2)], true),
            _ => return None,
        })
    }

    /// What its JSON writer makes of null among the elements of a list.
    pub fn null_among_others(&self) -> &'static str {
        let written_as_text =
            |of: &Self| of.is("Guid") || of.is("TimeSpan") || of.enumeration().is_some();
        match self.name.as_str() {
            "Nullable" if written_as_text(self.argument(0)) => "",
            "Array" if self.argument(0).is("Byte") => "",
            _ if self.list().is_some_and(|(_, of)| of.is("Int32")) => "",
            "KeyValuePair" | "Tuple" => "null",
            _ if self.members().is_some() => "{}",
            _ => "null",
        }
    }

    /// Whether two of the same text are equal.
    pub fn is_value(&self) -> bool {
        self.members().is_none()
            && self.list().is_none()
            && !self.is("Array")
            && !self.is("Dictionary")
    }

    /// A collection, and the way its text is taken apart.
    pub fn list(&self) -> Option<(&'static str, &Self)> {
        use jsv_codec::list;
        let element = self.arguments.first()?;
        let rules = match self.name.as_str() {
            "List" | "IEnumerable" | "Queue" | "Stack" | "ICollection" | "IList"
                if element.is("String") =>
            {
                list::STRINGS
            }
            "List" | "Stack" | "Queue" | "IEnumerable" if element.is("Int32") => list::INTEGERS,
            "List" | "IEnumerable" | "Queue" | "Stack" | "ICollection" | "IList" => list::GENERIC,
            "HashSet" => list::ARRAY,
            "Array" if element.is("String") => list::STRING_ARRAY,
            "Array" if element.is("Byte") => return None,
            "Array" => list::ARRAY,
            _ => return None,
        };
        Some((rules, element))
    }
}

fn split(list: &str) -> Vec<Type> {
    let (mut depth, mut start, mut types) = (0, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            ',' if depth == 0 => {
                types.push(Type::parse(&list[start..i]));
                start = i + 1;
            }
            _ => {}
        }
    }
    types.push(Type::parse(&list[start..]));
    types
}
