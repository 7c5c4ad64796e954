//! Reading, directed by the type wanted: the first fault refuses the whole text.

use super::{
    fault::Fault,
    name,
    path::{self, Step},
    scalar, string,
    tokens::{Token, Tokens},
    type_name,
};
use crate::{
    contract::{Contract, DtoId, ListKind, Scalar, TypeRef},
    value::{Object, Value},
    wire::{
        ReadError, Reading,
        budget::Budget,
        item::{self, Entries},
    },
};

/// Reads a value of type `ty` from a whole text.
///
/// # Errors
/// `JsonException` with the path, line and byte of the first fault.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    let budget = Budget::new(&reading);
    let tokens = Tokens::new(text);
    let mut reader = Reader { contract, reading, budget: &budget, tokens, steps: Vec::new() };
    let read = reader.whole(ty);
    read.map_err(|fault| {
        budget.refusal().unwrap_or_else(|| path::error(text, &reader.steps, fault))
    })
}

pub(super) struct Reader<'a> {
    contract: &'a Contract,
    reading: Reading<'a>,
    budget: &'a Budget,
    pub tokens: Tokens<'a>,
    /// From the text's value to what is being read. After a fault they stay.
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn whole(&mut self, ty: &TypeRef) -> Result<Value, Fault> {
        self.tokens.next()?;
        let value = self.value(ty, ty)?;
        self.tokens.next()?;
        Ok(value)
    }

    pub(super) fn spend(&self, values: usize) -> Result<(), Fault> {
        self.budget.spend(values).map_err(|_| self.fault("too many values"))
    }

    fn fault(&self, message: &str) -> Fault {
        Fault::new(self.tokens.at, message)
    }

    fn misfit(&self, ty: &TypeRef) -> Fault {
        Fault::misfit(self.tokens.at, &type_name::of(self.contract, ty))
    }

    /// Reads the value whose first token was read. A scalar that does not convert is named as one of
    /// `named`: that of the member, or of the object that its constructor makes.
    fn value(&mut self, ty: &TypeRef, named: &TypeRef) -> Result<Value, Fault> {
        match (ty, self.tokens.token) {
            (TypeRef::Scalar(Scalar::Object) | TypeRef::Unknown(_), _) => self.any(),
            (TypeRef::Nullable(_), Token::Null) => Ok(Value::Null),
            (TypeRef::Nullable(inner), _) => self.value(inner, named),
            (TypeRef::Scalar(scalar), token) => self.scalar(*scalar, token, ty, named),
            (TypeRef::Dto(id), token) => self.instance(*id, token, ty, named),
            (_, Token::Null) => Ok(Value::Null),
            (TypeRef::List(kind, of), Token::StartArray) => self.list(*kind, of),
            (TypeRef::Dictionary(key, of), Token::StartObject) => self.dictionary(key, of),
            _ => Err(self.misfit(ty)),
        }
    }

    fn scalar(
        &self,
        scalar: Scalar,
        token: Token,
        ty: &TypeRef,
        named: &TypeRef,
    ) -> Result<Value, Fault> {
        match (scalar, token) {
            (
                Scalar::String
                | Scalar::Uri
                | Scalar::Bytes
                | Scalar::Type
                | Scalar::Version
                | Scalar::Stream,
                Token::Null,
            ) => Ok(Value::Null),
            (_, Token::Null) => Err(self.misfit(ty)),
            _ => scalar::read(scalar, &self.tokens, self.reading).ok_or_else(|| self.misfit(named)),
        }
    }

    fn instance(
        &mut self,
        id: DtoId,
        token: Token,
        ty: &TypeRef,
        named: &TypeRef,
    ) -> Result<Value, Fault> {
        let dto = self.contract.dto(id);
        match (dto.enumeration(), token) {
            (Some(_), Token::Null) => Err(self.misfit(ty)),
            (Some(members), _) => scalar::enumeration(members, &self.tokens)
                .map(Value::Enum)
                .ok_or_else(|| self.misfit(named)),
            (None, Token::StartObject) => self.object(id),
            (None, Token::Null) if !dto.is_value_type() => Ok(Value::Null),
            (None, _) => Err(self.misfit(ty)),
        }
    }

    /// What the constructor of a pair or a tuple takes is named as the whole of it.
    fn object(&mut self, id: DtoId) -> Result<Value, Fault> {
        let dto = self.contract.dto(id);
        self.spend(dto.members.len())?;
        let own = TypeRef::Dto(id);
        let is_constructed = dto.is_value_type() || dto.is_tuple();
        let mut object: Object = self.contract.new_object(id);
        let level = self.enter(Step::Member(None));
        loop {
            self.tokens.next()?;
            if self.tokens.token == Token::EndObject {
                break;
            }
            let name = string::read(self.tokens.raw()).ok_or_else(|| self.misfit(&own))?;
            self.steps[level] = Step::Member(Some(self.tokens.span.clone()));
            self.member(&mut object, &name, is_constructed.then_some(&own))?;
            self.steps[level] = Step::Member(None);
        }
        self.leave(level);
        Ok(Value::Object(object))
    }

    fn member(
        &mut self,
        object: &mut Object,
        name: &str,
        named: Option<&TypeRef>,
    ) -> Result<(), Fault> {
        let contract = self.contract;
        let dto = contract.dto(object.dto);
        let Some(place) = name::place_of(dto, name) else {
            if let Some(diagnostics) = self.reading.notes {
                diagnostics.note_unknown(contract, object.dto, name);
            }
            return self.tokens.skip();
        };
        let member = &dto.members[place];
        self.tokens.next()?;
        let Some(diagnostics) = self.reading.notes else {
            object.members[place] = self.value(&member.ty, named.unwrap_or(&member.ty))?;
            return Ok(());
        };
        diagnostics.enter_member(&member.name);
        diagnostics.note_repeated(name);
        let read = self.value(&member.ty, named.unwrap_or(&member.ty));
        let found = &self.tokens.text[self.tokens.span.clone()];
        object.members[place] = diagnostics.leave_with(read, contract, &member.ty, found)?;
        Ok(())
    }

    fn list(&mut self, kind: ListKind, of: &TypeRef) -> Result<Value, Fault> {
        let level = self.enter(Step::Item(0));
        let mut items = Vec::new();
        let read = self.items_of(of, &mut items);
        let items = item::collected(kind, items);
        self.steps[level] = Step::Item(items.len());
        read?;
        self.leave(level);
        Ok(Value::List(items))
    }

    fn items_of(&mut self, of: &TypeRef, items: &mut Vec<Value>) -> Result<(), Fault> {
        loop {
            self.tokens.next()?;
            if self.tokens.token == Token::EndArray {
                return Ok(());
            }
            self.spend(1)?;
            let Some(diagnostics) = self.reading.notes else {
                items.push(self.value(of, of)?);
                continue;
            };
            diagnostics.enter_item(items.len());
            let item = self.value(of, of);
            let found = &self.tokens.text[self.tokens.span.clone()];
            items.push(diagnostics.leave_with(item, self.contract, of, found)?);
        }
    }

    fn dictionary(&mut self, key: &TypeRef, of: &TypeRef) -> Result<Value, Fault> {
        let level = self.enter(Step::Member(None));
        let mut entries = Entries::default();
        loop {
            self.tokens.next()?;
            if self.tokens.token == Token::EndObject {
                break;
            }
            self.spend(2)?;
            self.steps[level] = Step::Member(Some(self.tokens.span.clone()));
            let name = self.key(key).ok_or_else(|| self.misfit(key))?;
            self.tokens.next()?;
            entries.put(name, self.value(of, of)?);
        }
        self.leave(level);
        Ok(entries.into_value())
    }

    fn key(&self, ty: &TypeRef) -> Option<Value> {
        let text = string::read(self.tokens.raw())?;
        match ty {
            TypeRef::Scalar(scalar) => scalar::key(*scalar, text, self.reading),
            TypeRef::Dto(id) => {
                let members = self.contract.dto(*id).enumeration()?;
                scalar::named(members, &text).map(Value::Enum)
            }
            _ => Some(Value::String(text)),
        }
    }

    fn enter(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Comes back from a value. The outermost one stays, for what may stand behind it.
    fn leave(&mut self, level: usize) {
        self.steps.truncate(level.max(1));
    }
}
