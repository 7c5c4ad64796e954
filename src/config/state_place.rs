//! Where the state of an emulator is kept.

use std::path::Path;

use super::Settings;
use crate::store::postgres::Address;

/// Where coupons and sessions are kept.
#[derive(Debug, Clone, Copy)]
pub enum StatePlace<'a> {
    /// In memory: nothing is kept.
    Memory,
    /// All in a directory.
    Directory(&'a Path),
    /// Coupons in a database, sessions and a self-made certificate in a directory.
    Database(&'a Address, &'a Path),
}

impl<'a> StatePlace<'a> {
    /// The directory of what is in no database.
    pub fn directory(self) -> Option<&'a Path> {
        match self {
            Self::Memory => None,
            Self::Directory(directory) | Self::Database(_, directory) => Some(directory),
        }
    }
}

impl Settings {
    /// Where the state is kept.
    pub fn state_place(&self) -> StatePlace<'_> {
        match &self.store {
            _ if self.fresh => StatePlace::Memory,
            Some(address) => StatePlace::Database(address, &self.data),
            None => StatePlace::Directory(&self.data),
        }
    }
}
