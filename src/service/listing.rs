//! An answer whose one list may be too long to hold: it is made page by page, while it is sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;

use super::{Context, Reply, ServiceError};
use crate::contract::{DtoId, TypeRef};
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
    /// An answer with the first items of a list, which goes on at `next` with what `pages` makes.
    pub fn new(
        object: Object,
        place: usize,
        next: Cursor,
        pages: Arc<dyn Fn(Cursor) -> NextPage + Send + Sync>,
    ) -> Self {
        Self { object, place, next, pages }
    }

    /// The page that begins here.
    pub fn page(&self, cursor: Cursor) -> NextPage {
        (self.pages)(cursor)
    }

    /// The whole answer, for clients that cannot take it in parts; it may hold `limit` values.
    ///
    /// # Errors
    /// The service's own; and when the answer holds more.
    pub async fn whole(mut self, limit: usize) -> Result<Value, ServiceError> {
        let count = |items: &[Value]| items.iter().map(Value::count).sum::<usize>();
        let mut held = count(&self.object.members);
        let mut next = Some(self.next);
        while let Some(cursor) = next {
            let page = self.page(cursor).await?;
            held += count(&page.items);
            if held > limit {
                return Err(too_large());
            }
            if let Value::List(items) = &mut self.object.members[self.place] {
                items.extend(page.items);
            }
            next = page.next;
        }
        Ok(Value::Object(self.object))
    }
}

/// The refusal of an answer that would hold more values in one piece than it may.
pub fn too_large() -> ServiceError {
    const MESSAGE: &str = "The answer would hold too many values in one piece. Ask for less, or for one list in JSON, JSV, \
                           XML or CSV, which is sent in parts.";
    ServiceError::http(400, "AnswerTooLarge", MESSAGE)
}

/// Where the items of an answer's list come from.
struct Source<F> {
    page: F,
    context: Context,
    /// The response, and the list's place among its members.
    dto: DtoId,
    place: usize,
}

impl Context {
    /// An answer of the operation's response type with one list, which `page` makes part by part,
    /// the first at 0. All other members have their defaults.
    ///
    /// # Errors
    /// The service's own; and when the response type has no such list.
    pub async fn listed<T, F, Fut>(self, member: &str, page: F) -> Result<Reply, ServiceError>
    where
        T: Serialize + Send + 'static,
        F: Fn(Cursor) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Page<T>, ServiceError>> + Send + 'static,
    {
        let (dto, place) = self.list_named(member)?;
        let source = Source { page, context: self, dto, place };
        let (items, next) = source.beginning().await?;
        let mut object = source.context.contract.new_object(dto);
        object.members[place] = Value::List(items);
        Ok(match next {
            None => Reply::value(Value::Object(object)),
            Some(next) => Reply::listed(Listed { object, place, next, pages: source.pages() }),
        })
    }

    fn list_named(&self, name: &str) -> Result<(DtoId, usize), ServiceError> {
        let missing = || {
            tracing::error!(member = name, "the response type has no such list");
            ServiceError::exception("InvalidCastException", "Specified cast is not valid.")
        };
        let Some(TypeRef::Dto(id)) = self.operation().response else { return Err(missing()) };
        let dto = self.contract.dto(id);
        let place =
            dto.place_of(name).filter(|place| matches!(dto.members[*place].ty, TypeRef::List(..)));
        place.map(|place| (id, place)).ok_or_else(missing)
    }
}

impl<T, F, Fut> Source<F>
where
    T: Serialize + Send + 'static,
    F: Fn(Cursor) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Page<T>, ServiceError>> + Send + 'static,
{
    async fn page(&self, cursor: Cursor) -> Result<Page<Value>, ServiceError> {
        let Page { items, next } = (self.page)(cursor).await?;
        let list = &self.context.contract.dto(self.dto).members[self.place].ty;
        let of = if let TypeRef::List(_, of) = list { of } else { list };
        let items =
            items.iter().map(|item| self.context.value_of(item, of)).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }

    /// As many items as an answer may have in one piece, or all.
    async fn beginning(&self) -> Result<(Vec<Value>, Option<Cursor>), ServiceError> {
        let Page { mut items, mut next } = self.page(0).await?;
        while let Some(cursor) = next.filter(|_| items.len() < WHOLE) {
            let page = self.page(cursor).await?;
            items.extend(page.items);
            next = page.next;
        }
        Ok((items, next))
    }

    fn pages(self) -> Arc<dyn Fn(Cursor) -> NextPage + Send + Sync> {
        let source = Arc::new(self);
        Arc::new(move |cursor| {
            let source = Arc::clone(&source);
            Box::pin(async move { source.page(cursor).await })
        })
    }
}
