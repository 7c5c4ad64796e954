//! What the tables of a contract are: keys, columns, references.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::DocumentError;
use crate::contract::{Contract, DtoId, DtoKind, Scalar, TypeRef};
use crate::value::{Object, Value};

/// The classes of a contract that can have rows.
#[derive(Debug, Clone)]
pub struct Schema {
    contract: Arc<Contract>,
    classes: BTreeMap<DtoId, Class>,
}

/// A class that can have rows.
#[derive(Debug, Clone)]
pub struct Class {
    /// The member that is the primary key; without one rows are kept in the order in which they came.
    pub key: Option<usize>,
    /// `RowVersion`: counts the changes of a row.
    pub row_version: Option<usize>,
    /// Members that are rows of other tables.
    pub references: Vec<Reference>,
}

/// A member that is filled with rows of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The member.
    pub member: usize,
    /// The other class.
    pub class: DtoId,
    /// The member of this class whose value leads there.
    pub from: usize,
    /// The member of the other class that has the same value.
    pub to: usize,
    /// Whether it is a list of rows.
    pub is_list: bool,
}

impl Schema {
    /// All classes of a contract.
    pub fn of(contract: Arc<Contract>) -> Self {
        let ids: Vec<DtoId> = contract.dtos().map(|(id, _)| id).collect();
        let is_class = |id: &DtoId| contract.dto(*id).kind == DtoKind::Class;
        let ids: Vec<DtoId> = ids.into_iter().filter(is_class).collect();
        let keys: BTreeMap<DtoId, usize> =
            ids.iter().filter_map(|id| Some((*id, contract.key_of(*id)?))).collect();
        let class = |id: &DtoId| {
            let row_version =
                contract.dto(*id).members.iter().position(|member| member.name == "RowVersion");
            let references = references(&contract, &keys, *id);
            (*id, Class { key: keys.get(id).copied(), row_version, references })
        };
        let classes = ids.iter().map(class).collect();
        Self { contract, classes }
    }

    /// The contract.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }

    /// A class; `None` for what has no rows.
    pub fn class(&self, id: DtoId) -> Option<&Class> {
        self.classes.get(&id)
    }

    /// The class of this name, in any case.
    pub fn find(&self, name: &str) -> Option<DtoId> {
        self.contract.find_dto(name).filter(|id| self.classes.contains_key(id))
    }

    /// The name of a class.
    pub fn name(&self, id: DtoId) -> &str {
        &self.contract.dto(id).type_name.name
    }

    /// A row holds its own columns: rows of other tables are in those.
    ///
    /// # Errors
    /// The first member that holds rows of another table.
    pub fn check_columns(&self, row: &Object) -> Result<(), DocumentError> {
        let references = self.class(row.dto).map(|class| class.references.as_slice());
        let holds = |value: &Value| {
            !matches!(value, Value::Null)
                && !matches!(value, Value::List(items) if items.is_empty())
        };
        let held = |reference: &&Reference| holds(&row.members[reference.member]);
        let Some(reference) = references.unwrap_or_default().iter().find(held) else {
            return Ok(());
        };
        let name = &self.contract.dto(row.dto).members[reference.member].name;
        let class = self.name(reference.class);
        let reason =
            format!("`{name}` is filled with the rows of {class}: give them as rows of {class}");
        Err(DocumentError::of(name.to_string(), reason))
    }

    /// Whether a member is a column: not filled with rows of other tables.
    pub fn is_column(&self, id: DtoId, member: usize) -> bool {
        let references = self.class(id).map(|class| class.references.as_slice());
        !references.unwrap_or_default().iter().any(|reference| reference.member == member)
    }
}

fn references(contract: &Contract, keys: &BTreeMap<DtoId, usize>, id: DtoId) -> Vec<Reference> {
    let members = contract.dto(id).members.iter().enumerate();
    members
        .filter_map(|(member, of)| match &of.ty {
            TypeRef::List(_, item) => many(contract, keys, id, (member, item)),
            TypeRef::Dto(class) => one(contract, keys, id, (member, &of.name, *class)),
            _ => None,
        })
        .collect()
}

/// `Ware { Id, List<Note> Notes }`, `Note { WareId }`.
fn many(
    contract: &Contract,
    keys: &BTreeMap<DtoId, usize>,
    id: DtoId,
    (member, item): (usize, &TypeRef),
) -> Option<Reference> {
    let TypeRef::Dto(class) = item else { return None };
    let from = *keys.get(&id)?;
    let name = format!("{}Id", contract.dto(id).type_name.name);
    let to = contract.dto(*class).place_of(&name)?;
    let fits = scalar(&contract.dto(*class).members[to].ty)?
        == scalar(&contract.dto(id).members[from].ty)?;
    fits.then_some(Reference { member, class: *class, from, to, is_list: true })
}

/// `Ware { MakerId, Maker Maker }`.
fn one(
    contract: &Contract,
    keys: &BTreeMap<DtoId, usize>,
    id: DtoId,
    (member, name, class): (usize, &str, DtoId),
) -> Option<Reference> {
    let to = *keys.get(&class)?;
    let dto = contract.dto(id);
    let by_type = format!("{}Id", contract.dto(class).type_name.name);
    let from = dto.place_of(&format!("{name}Id")).or_else(|| dto.place_of(&by_type))?;
    Some(Reference { member, class, from, to, is_list: false })
}

fn scalar(ty: &TypeRef) -> Option<Scalar> {
    match ty {
        TypeRef::Scalar(scalar) => Some(*scalar),
        TypeRef::Nullable(of) => scalar(of),
        _ => None,
    }
}

impl Schema {
    /// The member by which rows of one class lead to the key of another: `{Type}Id`, in the one or in the other.
    pub fn link(&self, from: DtoId, to: DtoId) -> Option<(usize, usize)> {
        let (one, other) = (self.contract.dto(from), self.contract.dto(to));
        let forward = one.place_of(&format!("{}Id", other.type_name.name)).zip(self.class(to)?.key);
        let back = || {
            let key = self.class(from)?.key?;
            Some((key, other.place_of(&format!("{}Id", one.type_name.name))?))
        };
        forward.or_else(back)
    }
}
