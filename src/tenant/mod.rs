//! What changes while an emulator runs, apart from what does not.

mod gate;
mod lockout;
mod session_log;
mod sessions;

pub use gate::Gate;
pub use lockout::{Account, Lockout};
pub use sessions::{Session, Sessions};
