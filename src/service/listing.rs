//! An answer whose one list may be too long to hold: it is made page by page, while it is sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;

use super::{Context, Reply, ServiceError};
use crate::contract::TypeRef;
use crate::value::{Object, Value};

/// Where a list goes on; its meaning is the service's.
pub type Cursor = i64;

/// Lists up to this length are made as a whole and sent with their length.
const WHOLE: usize = 1000;

/// A part of a list.
pub struct Page<T> {
    /// May be empty though more follows.
    pub items: Vec<T>,
    /// Where to go on; none at the end.
    pub next: Option<Cursor>,
}

/// A page in the making.
pub type NextPage = Pin<Box<dyn Future<Output = Result<Page<Value>, ServiceError>> + Send>>;

/// An answer with the first items of a long list, and the way to the others.
#[derive(Clone)]
pub struct Listed {
    /// The answer as far as it is made.
    pub object: Object,
    /// The list's place among the members.
    pub place: usize,
    /// Where the list goes on.
    pub next: Cursor,
    pages: Arc<dyn Fn(Cursor) -> NextPage + Send + Sync>,
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listed")
            .field("object", &self.object)
            .field("place", &self.place)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl Listed {
    /// The page that begins here.
    pub fn page(&self, cursor: Cursor) -> NextPage {
        (self.pages)(cursor)
    }

    /// The whole answer, for who cannot take it in parts.
    ///
    /// # Errors
    /// The service's own.
    pub async fn whole(mut self) -> Result<Value, ServiceError> {
        let mut next = Some(self.next);
        while let Some(cursor) = next {
            let page = self.page(cursor).await?;
            if let Value::List(items) = &mut self.object.members[self.place] {
                items.extend(page.items);
            }
            next = page.next;
        }
        Ok(Value::Object(self.object))
    }
}

impl Context {
    /// An answer of the operation's response type with one list, which `page` makes part by part, the first at 0. All
    /// other members have their defaults.
    ///
    /// # Errors
    /// The service's own; and when the response type has no such list.
    pub async fn listed<T, F, Fut>(&self, member: &str, page: F) -> Result<Reply, ServiceError>
    where
        T: Serialize,
        F: Fn(Cursor) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Page<T>, ServiceError>> + Send + 'static,
    {
        let (mut object, place, of) = self.list_member(member)?;
        let context = self.clone();
        let pages = move |cursor| -> NextPage {
            let (page, context, of) = (page(cursor), context.clone(), of.clone());
            Box::pin(async move { context.page_of_values(page.await?, &of) })
        };
        let (items, next) = beginning(&pages).await?;
        object.members[place] = Value::List(items);
        Ok(match next {
            None => Reply::value(Value::Object(object)),
            Some(next) => Reply::listed(Listed { object, place, next, pages: Arc::new(pages) }),
        })
    }

    fn page_of_values<T: Serialize>(&self, page: Page<T>, of: &TypeRef) -> Result<Page<Value>, ServiceError> {
        let items = page.items.iter().map(|item| self.value_of(item, of)).collect::<Result<_, _>>()?;
        Ok(Page { items, next: page.next })
    }

    /// A new answer, the place of a list in it, and the type of the list's items.
    fn list_member(&self, name: &str) -> Result<(Object, usize, TypeRef), ServiceError> {
        let missing = || {
            tracing::error!(member = name, "the response type has no such list");
            ServiceError::exception("InvalidCastException", "Specified cast is not valid.")
        };
        let Some(TypeRef::Dto(id)) = self.operation().response else { return Err(missing()) };
        let members = &self.contract.dto(id).members;
        let place = members.iter().position(|member| member.name.eq_ignore_ascii_case(name));
        match place.map(|place| (place, &members[place].ty)) {
            Some((place, TypeRef::List(_, of))) => Ok((self.contract.new_object(id), place, (**of).clone())),
            _ => Err(missing()),
        }
    }
}

/// As many items as an answer may have in one piece, or all.
async fn beginning(
    pages: &impl Fn(Cursor) -> NextPage,
) -> Result<(Vec<Value>, Option<Cursor>), ServiceError> {
    let (mut items, mut next) = (Vec::new(), Some(0));
    while let Some(cursor) = next.filter(|_| items.len() < WHOLE) {
        let page = pages(cursor).await?;
        items.extend(page.items);
        next = page.next;
    }
    Ok((items, next))
}
