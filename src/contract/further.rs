//! Classes that a document leaves out.

use super::default_value::Defaults;
use super::system::{self, SystemType};
use super::{Contract, Dto, DtoId, DtoKind, Member, Origin, Property, TypeName, TypeRef};
use crate::nearest::nearest;

impl Contract {
    /// Adds a class of scalars that the document leaves out: tables that an operation joins. Pages and
    /// `/types/*` do not show it. A type is a .NET scalar, an enum of the contract, or either with `?`.
    ///
    /// # Errors
    /// A name that is taken, or a type that is not known, with the column.
    pub fn add_class(
        &mut self,
        name: &str,
        columns: &[(String, String)],
    ) -> Result<DtoId, (Option<String>, String)> {
        if self.find_dto(name).is_some() {
            return Err((None, format!("the contract has a type {name}")));
        }
        let id = DtoId::at(self.dtos.len());
        let mut properties = Vec::with_capacity(columns.len());
        for (column, ty) in columns {
            let ty = self.column_type(ty).map_err(|reason| (Some(column.clone()), reason))?;
            properties.push(Property { name: column.clone(), ty, ..Property::default() });
        }
        let member = |property: &Property| Member {
            name: property.name.clone(),
            renamed: false,
            ty: property.ty.clone(),
            hidden: false,
            declared_by: id,
        };
        self.dtos.push(Dto {
            type_name: TypeName { name: name.to_owned(), ..TypeName::default() },
            origin: Origin::BuiltIn,
            definition: None,
            arguments: Vec::new(),
            base: None,
            inherits: None,
            kind: DtoKind::Class,
            members: properties.iter().map(member).collect(),
            properties,
            description: None,
            notes: None,
            data_contract: None,
            implements: Vec::new(),
            is_nested: false,
            attributes: Vec::new(),
            defaults: Defaults::default(),
        });
        self.dto_by_name.insert(name.to_lowercase(), id);
        Ok(id)
    }

    fn column_type(&self, name: &str) -> Result<TypeRef, String> {
        if let Some(of) = name.trim().strip_suffix('?') {
            return Ok(TypeRef::Nullable(Box::new(self.column_type(of)?)));
        }
        let name = name.trim();
        if let Some(SystemType::Scalar(scalar)) = system::known(name) {
            return Ok(TypeRef::Scalar(scalar));
        }
        let is_enum = |id: &DtoId| self.dto(*id).enumeration().is_some();
        if let Some(id) = self.find_dto(name).filter(is_enum) {
            return Ok(TypeRef::Dto(id));
        }
        const NAMES: [&str; 10] = [
            "String",
            "Boolean",
            "Int32",
            "Int64",
            "Decimal",
            "Double",
            "DateTime",
            "Guid",
            "TimeSpan",
            "DateTimeOffset",
        ];
        Err(match nearest(name, NAMES) {
            Some(near) => format!("there is no type {name} of a column; did you mean {near}?"),
            None => format!("there is no type {name} of a column; write {}", NAMES.join(", ")),
        })
    }
}
