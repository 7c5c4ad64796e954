//! What an operation does, without a word of HTTP or of formats.
//!
//! A [`Service`] gets a typed request and gives back a typed answer or a [`ServiceError`].
//! [`Services`] holds those of a host by operation; an operation nobody wrote code for answers by
//! its contract ([`default_answer`]).

mod accounting;
mod admit;
mod context;
pub mod default_answer;
mod error;
mod http_result;
mod listing;
mod registry;
mod reply;
mod session;
pub mod typed;
pub mod validation;
mod view;

pub use accounting::{Accounting, Person};
pub(crate) use admit::admit;
pub use context::{Caller, Context};
pub use error::{FailedSignIn, FieldError, ServiceError, WholeError};
pub use http_result::{CacheResponse, HttpResult, Kept, Ranges, StoredFile};
pub(crate) use listing::too_large;
pub use listing::{Cursor, Listed, NextPage, Page};
pub use registry::{InForce, Provided, Service, ServiceFuture, Services};
pub use reply::{Body, Live, LivePieces, Redirection, Reply};
pub use session::{
    ByCredentials, Handed, HandedCookie, NO_PICTURE, Presented, SessionChange, SessionIds,
    TokenCookie,
};

pub use view::{Front, Incoming, Own, RequestPart, RequestView, UploadedFile};

pub use crate::tenant::{AuthProvider, Identity};
