//! Reading contracts.

#[path = "contract/hostile.rs"]
mod hostile;
#[path = "contract/odd.rs"]
mod odd;
#[path = "contract/reading.rs"]
mod reading;
#[path = "contract/sample.rs"]
mod sample;
#[path = "contract/writing.rs"]
mod writing;
