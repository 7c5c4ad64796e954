//! Which DTO a value is an instance of.

/// The place of a DTO in its contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DtoId(u32);

impl DtoId {
    /// That at this place.
    pub(crate) fn at(index: usize) -> Self {
        Self(u32::try_from(index).expect("the limit of types is far below 2^32"))
    }

    /// The place.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}
