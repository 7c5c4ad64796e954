//! An answer with a long list, written page by page while it is sent.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::try_unfold;

use super::HostCall;
use super::body::{content_type, dialect, unwritable};
use crate::contract::{Contract, TypeRef};
use crate::http::{Answer, Body};
use crate::service::{Cursor, Listed};
use crate::value::Value;
use crate::wire::{Cut, Dialect, Format, Typed, WriteError, write_cut};

/// An answer whose head and first items are made. An error after that can only break the connection
/// off.
pub fn streamed(
    host_call: HostCall<'_>,
    format: Format,
    ty: &TypeRef,
    listed: Listed,
    status: u16,
) -> Answer {
    let listing = Listing {
        contract: host_call.host.parts.contract.clone(),
        dialect: dialect(host_call.host, host_call.request(), host_call.answer_type).into_owned(),
        format,
        ty: ty.clone(),
        listed,
    };
    match listing.begin() {
        Ok(making) => {
            let pieces = try_unfold(Some(making), Making::piece);
            Answer::of(
                status,
                content_type(host_call.host, host_call.answer_type),
                Body::Streamed(Box::pin(pieces)),
            )
        }
        Err(error) => unwritable(format, &error),
    }
}

/// What it takes to write a page.
struct Listing {
    contract: Arc<Contract>,
    dialect: Dialect,
    format: Format,
    ty: TypeRef,
    listed: Listed,
}

/// An answer that is being sent.
struct Making {
    listing: Listing,
    /// What is written and not yet sent.
    ready: String,
    separator: &'static str,
    /// What comes after the last item.
    tail: String,
    next: Option<Cursor>,
}

impl Listing {
    fn begin(mut self) -> Result<Making, WriteError> {
        let cut = self.cut()?;
        let (ready, tail) =
            (cut.text[..cut.items.end].to_owned(), cut.text[cut.items.end..].to_owned());
        let next = Some(self.listed.next);
        Ok(Making { listing: self, ready, separator: cut.separator, tail, next })
    }

    /// Writes the answer with the list as it is, and forgets the list.
    fn cut(&mut self) -> Result<Cut, WriteError> {
        let Listed { object, place, .. } = &mut self.listed;
        let list = std::mem::take(&mut object.members[*place]);
        let mut whole = object.clone();
        whole.members[*place] = list;
        let typed = Typed { contract: &self.contract, ty: &self.ty, value: &Value::Object(whole) };
        write_cut(self.format, &typed, *place, &self.dialect)
    }

    /// The items of a page as they stand in the answer.
    fn items(&mut self, page: Vec<Value>) -> Result<String, WriteError> {
        self.listed.object.members[self.listed.place] = Value::List(page);
        let cut = self.cut()?;
        Ok(cut.text[cut.items].to_owned())
    }
}

impl Making {
    /// The next piece, and what is left to do.
    async fn piece(making: Option<Self>) -> io::Result<Option<(Bytes, Option<Self>)>> {
        let Some(mut making) = making else { return Ok(None) };
        let mut piece = std::mem::take(&mut making.ready);
        while piece.is_empty() {
            let Some(cursor) = making.next else { return Ok(Some((making.tail.into(), None))) };
            piece = making.page(cursor).await.inspect_err(|error| {
                tracing::error!(%error, "an answer broke off in the middle of its list");
            })?;
        }
        Ok(Some((piece.into(), Some(making))))
    }

    async fn page(&mut self, cursor: Cursor) -> io::Result<String> {
        let page = self.listing.listed.page(cursor).await.map_err(io::Error::other)?;
        self.next = page.next;
        if page.items.is_empty() {
            return Ok(String::new());
        }
        let items = self.listing.items(page.items).map_err(io::Error::other)?;
        Ok(format!("{}{items}", self.separator))
    }
}
