//! `register`, `login`, `assign`, `unassign` and `revoke` of an answer.

use super::{Compiler, place_of};
use crate::stub::answer::{AccountTexts, LoginTexts, PersonTexts, RightsTexts, Texts};
use crate::stub::document::{AnswerDocument, Part, PersonDocument, RightsDocument};
use crate::stub::mistake::Fault;
use crate::stub::template::Text;
use crate::stub::tree::{Kind, Node};

impl Compiler<'_> {
    /// What an answer does to users and sessions.
    pub(super) fn account(
        &mut self,
        document: &AnswerDocument,
        node: &Node,
        path: &str,
    ) -> Result<Option<Box<AccountTexts>>, Fault> {
        let register = document.register.as_ref();
        let register =
            register.map(|person| self.person(person, &format!("{path}.register"))).transpose()?;
        if register.as_ref().is_some_and(|person| person.name.is_none()) {
            let reason = format!("`{path}.register` lacks a `name`");
            return Err(Fault::at(place_of(node, "register"), reason));
        }
        let login = document.login.as_ref();
        let login = login
            .map(|Part(login)| self.login(login, register.is_some(), &format!("{path}.login")))
            .transpose()?;
        let texts = AccountTexts {
            register,
            login,
            assign: self.rights(document.assign.as_ref(), &format!("{path}.assign"))?,
            unassign: self.rights(document.unassign.as_ref(), &format!("{path}.unassign"))?,
            revoke: document.revoke.map(Into::into),
            line: self.line(node),
        };
        Ok(Some(texts).filter(|texts| !texts.is_empty()).map(Box::new))
    }

    /// A name, a person, or `true` for the one that the answer registers.
    fn login(&mut self, node: &Node, registers: bool, path: &str) -> Result<LoginTexts, Fault> {
        let fault = |reason: &str| Err(Fault::at(node.at, format!("`{path}` {reason}")));
        match &node.kind {
            Kind::Bool(true) if registers => Ok(LoginTexts::Registered),
            Kind::Bool(_) => fault("is true beside `register` alone; name who is signed in"),
            Kind::Text(_) => {
                let name = Some(self.text_of(node, path)?);
                let person = PersonTexts { name, ..PersonTexts::default() };
                Ok(LoginTexts::Person(Box::new(person), false))
            }
            Kind::Table(_) => {
                let person: PersonDocument = node.read().map_err(|inner| Fault {
                    at: inner.at.or(Some(node.at)),
                    reason: format!("`{path}`: {}", inner.reason),
                })?;
                if person.password.is_some() {
                    return fault("has a `password`: it signs in without one");
                }
                let remember = person.remember;
                let texts = self.person(&person, path)?;
                if texts.name.is_none() && texts.id.is_none() {
                    return fault("has neither `name` nor `id`");
                }
                Ok(LoginTexts::Person(Box::new(texts), remember))
            }
            _ => fault("is a name or an object"),
        }
    }

    fn person(&mut self, person: &PersonDocument, path: &str) -> Result<PersonTexts, Fault> {
        Ok(PersonTexts {
            id: self.one(person.id.as_ref(), &format!("{path}.id"))?,
            name: self.one(person.name.as_ref(), &format!("{path}.name"))?,
            display_name: self
                .one(person.display_name.as_ref(), &format!("{path}.display_name"))?,
            email: self.one(person.email.as_ref(), &format!("{path}.email"))?,
            password: self.one(person.password.as_ref(), &format!("{path}.password"))?,
            roles: self.several(person.roles.as_ref(), &format!("{path}.roles"))?,
            permissions: self
                .several(person.permissions.as_ref(), &format!("{path}.permissions"))?,
        })
    }

    fn rights(
        &mut self,
        rights: Option<&RightsDocument>,
        path: &str,
    ) -> Result<Option<RightsTexts>, Fault> {
        let Some(rights) = rights else { return Ok(None) };
        Ok(Some(RightsTexts {
            user: self.text_of(&rights.user.0, &format!("{path}.user"))?,
            roles: self.several(rights.roles.as_ref(), &format!("{path}.roles"))?,
            permissions: self
                .several(rights.permissions.as_ref(), &format!("{path}.permissions"))?,
        }))
    }

    fn one(&mut self, part: Option<&Part>, path: &str) -> Result<Option<Text>, Fault> {
        part.map(|Part(node)| self.text_of(node, path)).transpose()
    }

    /// A list of texts, or one text whose value is a list.
    fn several(&mut self, part: Option<&Part>, path: &str) -> Result<Option<Texts>, Fault> {
        let Some(Part(node)) = part else { return Ok(None) };
        let Kind::List(items) = &node.kind else {
            return self.text_of(node, path).map(|text| Some(Texts::Whole(text)));
        };
        let each = items.iter().enumerate();
        let texts: Result<_, _> =
            each.map(|(place, item)| self.text_of(item, &format!("{path}[{place}]"))).collect();
        Ok(Some(Texts::Each(texts?)))
    }
}
