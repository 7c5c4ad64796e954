//! Reading contracts.

#[path = "contract/hostile.rs"]
mod hostile;
#[path = "contract/reading.rs"]
mod reading;
