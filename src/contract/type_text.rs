//! Types in the spelling of C#, for messages to people.

use super::{Contract, ListKind, Scalar, TypeRef};

impl Contract {
    /// The type as C# spells it: `List<Item>`, `Int32?`, `Byte[]`.
    ///
    /// ```
    /// use servicestack_emulator::contract::{Contract, ListKind, Scalar, TypeRef};
    ///
    /// let contract = Contract::read(br#"{"types":[{"name":"A"}]}"#)?;
    /// let numbers = TypeRef::List(ListKind::List, Box::new(TypeRef::Scalar(Scalar::Int32)));
    /// assert_eq!(contract.type_text(&numbers), "List<Int32>");
    /// # Ok::<(), servicestack_emulator::contract::ContractError>(())
    /// ```
    pub fn type_text(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Scalar(Scalar::Bytes) => "Byte[]".to_owned(),
            TypeRef::Scalar(scalar) => format!("{scalar:?}"),
            TypeRef::Nullable(of) => format!("{}?", self.type_text(of)),
            TypeRef::List(kind, of) => list(*kind, &self.type_text(of)),
            TypeRef::Dictionary(key, of) => {
                format!("Dictionary<{},{}>", self.type_text(key), self.type_text(of))
            }
            TypeRef::Dto(id) => {
                let name = &self.dto(*id).type_name.name;
                name.split('`').next().unwrap_or(name).to_owned()
            }
            TypeRef::Unknown(name) => name.clone(),
        }
    }
}

fn list(kind: ListKind, of: &str) -> String {
    let name = match kind {
        ListKind::Array => return format!("{of}[]"),
        ListKind::List => "List",
        ListKind::Stack => "Stack",
        ListKind::Set => "HashSet",
        ListKind::Interface => "IEnumerable",
        ListKind::IList => "IList",
        ListKind::ICollection => "ICollection",
    };
    format!("{name}<{of}>")
}
