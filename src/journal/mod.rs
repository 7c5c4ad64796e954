//! The journal of a tenant: its last exchanges, with the bytes of both sides and what became of
//! them. docs/journal.md is the reference.
//!
//! An [`Entry`] is one exchange. It is added once its answer has left, by what observes exchanges
//! (`recorder`); pages, admin API and doctor read it. Adding one costs next to nothing: its bytes
//! and texts are put into one piece. Whatever can be made of them is made when somebody reads it:
//! the request is bound once more ([`Reader`]), and what a message says of passwords, keys and
//! sessions is masked wherever an entry shows it. The bytes themselves are kept, so that the
//! doctor sees what was sent.
//!
//! ```text
//! exchange → recorder → Journal (bounded) → entries(filter), subscribe(), verify, exports
//! ```
//!
//! Memory is bounded three times: by entries of a journal, by bytes of all journals of a server,
//! and by bytes of one message. The oldest entries of the largest journal go first.

mod bound;
mod entry;
mod export;
mod filter;
mod formats;
mod mask;
mod message;
mod packed;
mod pool;
mod read;
mod ring;
mod session;
mod subscription;
mod verify;

pub use bound::{Bound, MASK, shown_name};
pub use entry::{Entry, Recorded};
pub use export::{har, http_file, stubs};
pub use filter::{Filter, NoStatus, StatusRange};
pub use formats::formats;
pub use mask::{is_secret, is_secret_path, masked};
pub use message::Message;
pub use pool::{Journals, Limits};
pub use read::{Contents, Read, Reader};
pub use ring::Journal;
pub use session::Session;
pub use subscription::{News, Subscription};
pub use verify::{Expectations, Expected, Times, Verdict};
