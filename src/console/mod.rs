//! The API console at `/ui`: a form for every operation, made from the contract, and what its
//! request and answer are as bytes on the wire.
//!
//! The server does the work, so that the page needs no script: it reads the form ([`FilledForm`]),
//! writes the body in any format of `wire` ([`Call`]), sends it to its own address like any client
//! ([`exchange`]), and spells it for other tools (`snippet`). The script of the page only saves
//! reloads.

mod call;
mod call_style;
mod exchange;
mod fields;
mod filled_form;
mod form;
mod frame;
mod headers;
mod hex;
mod index;
mod jar;
mod page;
mod received;
mod sending;
mod shape;
mod sign_in;
mod site;
mod snippet;
mod target;

pub use call::{BodyFormat, Call, CallError};
pub use call_style::{CallStyle, Predefined, call_styles};
pub use exchange::{Exchange, exchange};
pub use fields::Fields;
pub use filled_form::FilledForm;
pub use index::index;
pub use jar::{adopted, kept};
pub use page::{Sending, page};
pub(crate) use received::set_cookies;
pub use site::ConsoleSite;
pub use snippet::{Snippet, snippets};

use crate::contract::{Contract, Operation};
use crate::pages::PageContext;

/// What the console needs to know of its host.
#[derive(Debug, Clone, Copy)]
pub struct Console<'a> {
    /// The operations and their types.
    pub contract: &'a Contract,
    /// Base path of links, and the host's spelling.
    pub context: &'a PageContext<'a>,
    /// Scheme, host name and port, as the browser addressed them: `http://127.0.0.1:7580`.
    pub origin: &'a str,
    /// What the host has beside the routes of its operations.
    pub predefined: Predefined,
    /// Whether anybody can sign in.
    pub has_auth: bool,
    /// Who is signed in.
    pub user: Option<&'a str>,
    /// The `Cookie` header of requests; empty without cookies.
    pub cookies: &'a str,
    /// The last try to sign in was refused.
    pub refused: bool,
}

impl Console<'_> {
    /// Where the form of an operation is.
    fn url(&self, operation: &Operation) -> String {
        self.context.console_url(&operation.name)
    }

    /// Host name and port, as the `Host` header gives them.
    fn authority(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin, |(_, authority)| authority)
    }
}
