//! `coupons count`.

use chrono::{DateTime, Utc};
use clap::Args;
use servicestack_emulator::config::Textual;
use servicestack_emulator::store::Counts;

use super::place::Place;
use crate::cli::failure::Failure;
use crate::cli::print;

#[derive(Debug, Args)]
pub struct CountArgs {
    /// The instant at which coupons are expired or not [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = DateTime::<Utc>::read)]
    at: Option<DateTime<Utc>>,
}

impl CountArgs {
    pub async fn run(&self, place: Place) -> Result<(), Failure> {
        let at = self.at.map_or_else(|| place.now(), |at| at.naive_utc());
        let counts = place.coupons().count(at).await?;
        let Counts { voided, used, activated, expired, free } = counts;
        let lines = [
            ("free", free),
            ("activated", activated),
            ("used", used),
            ("voided", voided),
            ("expired", expired),
            ("total", counts.total()),
        ];
        print(&lines.map(|(what, count)| format!("{what:<10}{count:>12}\n")).concat())
    }
}
