//! Races: copies of a request at once, and a journal's requests once more.

mod fork;
mod replay_journal;
mod run_race;

use std::sync::Arc;

use super::Admin;
use crate::service::Services;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    run_race::register(services, admin);
    replay_journal::register(services, admin);
}
