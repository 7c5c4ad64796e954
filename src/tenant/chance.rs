//! Chance by purpose.

use crate::lab::Seed;

/// What a value is drawn for. Each purpose has a stream of its own, so that what is drawn for one
/// does not move what another draws next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The ActivateId of a call that brings none.
    ActivateId,
    /// Codes of coupons.
    Code,
    /// What services draw that are not built in.
    Service,
    /// Whether faults act, and for how long.
    Fault,
}

/// The streams of a tenant but those of session ids, which each of its hosts has.
#[derive(Debug)]
pub struct Chance {
    activate_ids: Seed,
    codes: Seed,
    services: Seed,
    faults: Seed,
}

impl Chance {
    /// Branches off a seed, from which nothing is drawn.
    pub fn of(seed: &Seed) -> Self {
        Self {
            activate_ids: seed.branch("activate ids"),
            codes: seed.branch("codes"),
            services: seed.branch("services"),
            faults: seed.branch("faults"),
        }
    }

    /// The stream of a purpose.
    pub fn stream(&self, purpose: Purpose) -> &Seed {
        match purpose {
            Purpose::ActivateId => &self.activate_ids,
            Purpose::Code => &self.codes,
            Purpose::Service => &self.services,
            Purpose::Fault => &self.faults,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_for_one_purpose_moves_no_other() {
        let (one, other) = (Chance::of(&Seed::from_u64(1)), Chance::of(&Seed::from_u64(1)));
        one.stream(Purpose::Code).guid();
        one.stream(Purpose::Service).guid();
        let drawn = one.stream(Purpose::ActivateId).guid();
        assert_eq!(drawn, other.stream(Purpose::ActivateId).guid());
        assert_ne!(other.stream(Purpose::Code).guid(), drawn);
        assert_ne!(other.stream(Purpose::Service).guid(), drawn);
    }
}
