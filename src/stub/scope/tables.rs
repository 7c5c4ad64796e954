//! Records as templates see them: `records.Ware` is a list of rows, `records.Ware.get(3)` one of them.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object as Dynamic, ObjectRepr, Value};
use minijinja::{Error, ErrorKind, State};

use super::{Call, Instance};
use crate::contract::DtoId;
use crate::records::{State as Rows, cell_of};
use crate::value::Object;
use crate::wire::Dialect;

/// The tables of the host in the tenant, by the names of their types.
pub(super) struct Tables(pub Arc<Call>);

impl std::fmt::Debug for Tables {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("records")
    }
}

impl Dynamic for Tables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let state = self.0.context.tenant().records(&self.0.host)?.read();
        let class = state.schema().find(key.as_str()?)?;
        let rows = state.rows(class).cloned().collect();
        Some(Value::from_object(Table { call: self.0.clone(), state, class, rows }))
    }
}

/// The rows of a type.
struct Table {
    call: Arc<Call>,
    state: Arc<Rows>,
    class: DtoId,
    rows: Vec<Arc<Object>>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.state.schema().name(self.class))
    }
}

impl Table {
    fn shown(&self, row: &Arc<Object>) -> Value {
        let contract = self.call.context.contract.clone();
        Value::from_object(Instance::new(contract, row.clone()))
    }
}

impl Dynamic for Table {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.rows.get(key.as_usize()?).map(|row| self.shown(row))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.rows.len())
    }

    /// `get(key)`: the row of a key; null when there is none.
    fn call_method(
        self: &Arc<Self>,
        _state: &State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        let ("get", [key]) = (method, args) else {
            return Err(Error::new(
                ErrorKind::UnknownMethod,
                format!("rows have get(key), not {method}"),
            ));
        };
        let schema = self.state.schema();
        let member = schema.class(self.class).and_then(|class| class.key);
        let of = |member: usize| {
            let ty = &schema.contract().dto(self.class).members[member].ty;
            cell_of(schema.contract(), ty, &key.to_string(), &Dialect::default()).ok()
        };
        let row = member.and_then(of).and_then(|key| self.state.get(self.class, &key));
        Ok(row.map_or(Value::from(()), |row| self.shown(row)))
    }
}
