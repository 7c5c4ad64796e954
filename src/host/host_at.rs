//! A host at a time.

use std::ops::Deref;

use super::Host;
use crate::lab::Clock;
use crate::wire::{Diagnostics, Reading};

/// A host at the time of a clock: all that binding sees, so that a request can be bound again
/// when its tenant is gone.
#[derive(Clone, Copy)]
pub struct HostAt<'h> {
    host: &'h Host,
    clock: &'h Clock,
    notes: Option<&'h Diagnostics>,
}

impl<'h> HostAt<'h> {
    /// The host at the time of this clock.
    pub fn new(host: &'h Host, clock: &'h Clock) -> Self {
        Self { host, clock, notes: None }
    }

    /// The same, which records what reading and binding drop.
    #[must_use]
    pub fn noting(self, notes: &'h Diagnostics) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// The sink of what reading and binding drop.
    pub(crate) fn notes(&self) -> Option<&'h Diagnostics> {
        self.notes
    }

    /// The host.
    pub(super) fn host(&self) -> &'h Host {
        self.host
    }

    /// How bodies and members are read.
    pub fn reading(&self) -> Reading<'h> {
        let reading = Reading::at(&self.host.parts.behaviour.dialect, self.clock);
        match self.notes {
            Some(notes) => reading.noting(notes),
            None => reading,
        }
    }
}

impl Deref for HostAt<'_> {
    type Target = Host;

    fn deref(&self) -> &Host {
        self.host
    }
}
